//! Least squares by sweeping a cross-product matrix, and every subset of groups of columns in one pass.

/// A share of a column's own variation below which what is left of it counts as a combination of other columns.
const DEPENDENT: f64 = 1e-9;

/// A symmetric matrix of centred cross-products, the outcome last; sweeping a column takes it out of all that follow.
#[derive(Debug, Clone, PartialEq)]
struct Remaining {
    size: usize,
    values: Vec<f64>,
}

impl Remaining {
    /// What remains of the later columns after the first `columns` have explained what they can.
    ///
    /// `own` are the columns' variations before anything was taken out. Source: Goodnight (1979), American
    /// Statistician 33(3), on the sweep operator; a column that the others determine is skipped.
    fn without_first(&self, columns: usize, own: &[f64]) -> Self {
        let mut swept = self.values.clone();
        let size = self.size;
        for pivot in 0..columns {
            let diagonal = swept[pivot * size + pivot];
            if diagonal <= DEPENDENT * own[pivot] {
                continue;
            }
            let line: Vec<f64> = swept[pivot * size..(pivot + 1) * size].to_vec();
            for row in pivot + 1..size {
                let factor = line[row] / diagonal;
                if factor != 0.0 {
                    for column in row..size {
                        swept[row * size + column] -= factor * line[column];
                    }
                }
            }
        }
        Self { size, values: swept }.dropped(columns)
    }

    /// The same without the first columns, which explain nothing.
    fn dropped(&self, columns: usize) -> Self {
        let size = self.size - columns;
        let mut values = Vec::with_capacity(size * size);
        for row in columns..self.size {
            values
                .extend_from_slice(&self.values[row * self.size + columns..(row + 1) * self.size]);
        }
        Self { size, values }
    }
}

/// `R^2` of the regression of the last column on every subset of the groups of columns before it.
///
/// `cross` is the matrix of centred cross-products, `size` by `size`, flat, the outcome last; `widths` are the numbers
/// of columns of each group, in order. Entry `subset` of the result has the groups whose bits are set, from 0 without
/// any to all of them. Subsets share their work in a tree, as in Furnival and Wilson (1974), Technometrics 16(4): a
/// group is either swept out of what follows or dropped, so that the many small matrices are cheap. NaN if the outcome
/// does not vary.
///
/// ```
/// // Two columns that share nothing, and y = 3 x + 4 z: x explains 9 / 25 of it, z the rest.
/// let cross = [1.0, 0.0, 3.0, 0.0, 1.0, 4.0, 3.0, 4.0, 25.0];
/// let shares = alignment_analyses::explained_by_subsets(&cross, &[1, 1]);
/// assert_eq!(shares, [0.0, 0.36, 0.64, 1.0]);
/// ```
///
/// # Panics
/// If the widths and the outcome are not the matrix's columns.
#[must_use]
pub fn explained_by_subsets(cross: &[f64], widths: &[usize]) -> Vec<f64> {
    let size = widths.iter().sum::<usize>() + 1;
    assert_eq!(cross.len(), size * size, "the groups' columns and the outcome make the matrix");
    let own: Vec<f64> = (0..size).map(|at| cross[at * size + at]).collect();
    let mut shares = vec![0.0; 1 << widths.len()];
    // Wide groups first: they are swept where the tree still has few branches.
    let mut order: Vec<usize> = (0..widths.len()).collect();
    order.sort_by_key(|&group| std::cmp::Reverse(widths[group]));
    let mut starts = vec![0; widths.len()];
    for group in 1..widths.len() {
        starts[group] = starts[group - 1] + widths[group - 1];
    }
    let mut places: Vec<usize> =
        order.iter().flat_map(|&group| starts[group]..starts[group] + widths[group]).collect();
    places.push(size - 1);
    let values = places.iter().flat_map(|&row| places.iter().map(move |&at| (row, at)));
    let values = values.map(|(row, column)| cross[row * size + column]).collect();
    let own: Vec<f64> = places.iter().map(|&at| own[at]).collect();
    let groups: Vec<(usize, usize)> = order.iter().map(|&group| (group, widths[group])).collect();
    descend(&Remaining { size, values }, &groups, &own, 0, &mut shares);
    shares
}

fn descend(
    remaining: &Remaining,
    groups: &[(usize, usize)],
    own: &[f64],
    subset: usize,
    shares: &mut [f64],
) {
    let Some(((group, width), rest)) = groups.split_first() else {
        shares[subset] = 1.0 - remaining.values[0] / own[0];
        return;
    };
    let own_rest = &own[*width..];
    let swept = remaining.without_first(*width, own);
    descend(&swept, rest, own_rest, subset | 1 << group, shares);
    descend(&remaining.dropped(*width), rest, own_rest, subset, shares);
}

/// The Shapley value of each player of a game: the mean, over all orders, of what it adds to those before it.
///
/// `worth[subset]` is the worth of the players whose bits are set. The values add up to the worth of all less that of
/// none. Source: Shapley (1953); for `R^2`: Lindeman, Merenda and Gold (1980), p. 119; Grömping (2007), American
/// Statistician 61(2).
///
/// ```
/// // Alone they explain 0.3 and 0.5, together 0.6: (0.3 + 0.1) / 2 and (0.5 + 0.3) / 2.
/// let shares = alignment_analyses::shapley(&[0.0, 0.3, 0.5, 0.6]);
/// assert!((shares[0] - 0.2).abs() < 1e-15 && (shares[1] - 0.4).abs() < 1e-15);
/// ```
///
/// # Panics
/// If the number of worths is no power of two.
#[must_use]
pub fn shapley(worth: &[f64]) -> Vec<f64> {
    assert!(worth.len().is_power_of_two(), "one worth for each subset");
    let players = worth.len().trailing_zeros() as usize;
    // The share of orders in which exactly the players of a subset of this size come before a given one.
    let mut orders = vec![0.0; players.max(1)];
    orders[0] = 1.0 / players.max(1) as f64;
    for before in 1..players {
        orders[before] = orders[before - 1] * before as f64 / (players - before) as f64;
    }
    let of_player = |player: usize| {
        let subsets = (0..worth.len()).filter(|subset| subset & (1 << player) == 0);
        let adds = |subset: usize| {
            let before = subset.count_ones() as usize;
            orders[before] * (worth[subset | 1 << player] - worth[subset])
        };
        subsets.map(adds).sum()
    };
    (0..players).map(of_player).collect()
}
