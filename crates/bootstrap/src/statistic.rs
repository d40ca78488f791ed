//! What a statistic sees and gives: a group's sums in, one number for each output out.

/// Number of replicates that a statistic evaluates at once.
pub const LANES: usize = 8;

/// One number for each of [`LANES`] replicates, side by side, so that compilers use vectors.
pub type Lanes = [f64; LANES];

/// The sums of one group in [`LANES`] replicates.
#[derive(Clone, Copy, Debug)]
pub struct Sums<'a> {
    codes: &'a [Lanes],
    weights: &'a [Lanes],
    total: &'a Lanes,
}

impl<'a> Sums<'a> {
    /// Sums to evaluate a statistic on by hand; `codes` and `weights` have one entry for each
    /// variable, see the methods of the same names.
    ///
    /// # Panics
    /// If `codes` and `weights` differ in length.
    #[must_use]
    pub fn new(codes: &'a [Lanes], weights: &'a [Lanes], total: &'a Lanes) -> Sums<'a> {
        assert_eq!(codes.len(), weights.len(), "one entry for each variable");
        Sums { codes, weights, total }
    }

    /// Number of variables.
    #[must_use]
    #[inline]
    pub fn variables(&self) -> usize {
        self.codes.len()
    }

    /// For each variable, the sum of weight times code over the group's valid codes.
    #[must_use]
    #[inline]
    pub fn codes(&self) -> &'a [Lanes] {
        self.codes
    }

    /// For each variable, the sum of weight over the group's valid codes. Exactly 0 if none is.
    #[must_use]
    #[inline]
    pub fn weights(&self) -> &'a [Lanes] {
        self.weights
    }

    /// The sum of weight over the group's units, whether their codes are valid or missing.
    #[must_use]
    #[inline]
    pub fn total(&self) -> &'a Lanes {
        self.total
    }
}

/// A statistic of one group: any function of the group's sums, with one or more outputs.
///
/// It must be a pure function that treats every lane alike and alone. An output that is undefined
/// (no valid code in the group, say) is NaN: such a replicate is *absent*, left out of intervals
/// and counted.
pub trait Statistic: Sync {
    /// Number of outputs, the same for every group.
    fn outputs(&self) -> usize;

    /// Number of variables it is made for, `None` (the default) if it takes any number.
    fn variables(&self) -> Option<usize> {
        None
    }

    /// Writes one entry of `out` for each output.
    ///
    /// The engine calls this from code compiled for the vector instructions that it detects; an
    /// implementation marked `#[inline]` is compiled with them.
    fn evaluate(&self, sums: &Sums<'_>, out: &mut [Lanes]);
}

/// A statistic made by [`from_fn`].
#[derive(Clone, Copy, Debug)]
pub struct FromFn<F> {
    outputs: usize,
    function: F,
}

/// A statistic from a function of one replicate's sums: `function(codes, weights, out)` sees the
/// sum of weight times code and the sum of weight for each variable, and writes each output.
///
/// Simple rather than fast: the lanes are taken apart and handed over one by one.
///
/// # Examples
/// The mean of the first variable:
/// ```
/// use bootstrap::{Codes, Partition, Sample, Scheme, Settings, from_fn, resample};
///
/// let mut codes = Codes::new(3);
/// codes.push(0, 9, [Some(1), Some(2), Some(6)])?;
/// let sample = Sample::new(codes, vec![Partition::whole(3)])?;
/// let mean = from_fn(1, |codes, weights, out| out[0] = codes[0] / weights[0]);
/// let replicates = resample(&sample, &Scheme::Multinomial, &Settings::new(10, 1), &mean)?;
/// assert_eq!(replicates.estimate(0, 0, 0), 3.0);
/// # Ok::<(), bootstrap::Error>(())
/// ```
pub fn from_fn<F>(outputs: usize, function: F) -> FromFn<F>
where
    F: Fn(&[f64], &[f64], &mut [f64]) + Sync,
{
    FromFn { outputs, function }
}

impl<F> Statistic for FromFn<F>
where
    F: Fn(&[f64], &[f64], &mut [f64]) + Sync,
{
    fn outputs(&self) -> usize {
        self.outputs
    }

    fn evaluate(&self, sums: &Sums<'_>, out: &mut [Lanes]) {
        let mut single = vec![f64::NAN; self.outputs];
        for lane in 0..LANES {
            let codes: Vec<f64> = sums.codes.iter().map(|lanes| lanes[lane]).collect();
            let weights: Vec<f64> = sums.weights.iter().map(|lanes| lanes[lane]).collect();
            (self.function)(&codes, &weights, &mut single);
            for (out, value) in out.iter_mut().zip(&single) {
                out[lane] = *value;
            }
        }
    }
}
