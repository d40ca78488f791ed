//! A model's replies to one item, as votes that can be drawn again and read otherwise.

use survey_model::{OptionCode, Outcome, StudyItem};

use super::options::{ReadingErrors, UncertaintyOptions};

/// Replies that are read otherwise: which one, and the option that it chose in truth, `None` for none.
pub type Misreadings = Vec<(usize, Option<OptionCode>)>;

/// The replies of one model to one item.
#[derive(Debug, Clone)]
pub(crate) struct ItemReplies {
    /// The codes that a reply may choose: those of the scale, and whatever else was chosen; ascending.
    codes: Vec<OptionCode>,
    /// The codes of the scale.
    scale: Vec<OptionCode>,
    /// What each reply was read as: a place in `codes`, or nothing.
    places: Vec<Option<usize>>,
    /// Replies that are misread together.
    clusters: Vec<Cluster>,
}

#[derive(Debug, Clone)]
struct Cluster {
    replies: Vec<usize>,
    read: Option<OptionCode>,
    rule: String,
    /// The row of the study's table that covers them.
    row: Option<usize>,
}

impl ItemReplies {
    /// The replies in the order of their repetitions, with the rules that read them.
    pub(crate) fn new(
        item: &StudyItem,
        outcomes: &[&Outcome],
        rules: &[Option<&str>],
        options: &UncertaintyOptions,
    ) -> Self {
        let scale: Vec<OptionCode> =
            item.item.scale().options().iter().map(|option| option.code).collect();
        let read: Vec<_> = outcomes.iter().map(|outcome| outcome.chosen()).collect();
        let mut codes: Vec<_> =
            scale.iter().copied().chain(read.iter().copied().flatten()).collect();
        codes.sort_unstable();
        codes.dedup();
        let place = |code: &Option<OptionCode>| code.map(|code| place(&codes, code));
        let places = read.iter().map(place).collect();
        Self { clusters: clusters(&read, rules, options), codes, scale, places }
    }

    /// How many replies there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// How many replies each row of the table covers, added to `counts`.
    pub(crate) fn count_covered(&self, counts: &mut [u32]) {
        for cluster in &self.clusters {
            if let Some(row) = cluster.row {
                counts[row] += u32::try_from(cluster.replies.len()).unwrap_or(u32::MAX);
            }
        }
    }

    /// Whether any reply can have been misread.
    pub(crate) fn is_covered(&self) -> bool {
        self.clusters.iter().any(|cluster| cluster.row.is_some())
    }

    /// The majority of the replies, the smallest of several: each reply taken so many times (once without `taken`), some
    /// of them read otherwise.
    ///
    /// # Panics
    /// If `taken` is not of these replies, or a misreading names a reply or a code that is not there.
    pub(crate) fn vote(
        &self,
        taken: Option<&[u16]>,
        misread: &[(usize, Option<OptionCode>)],
    ) -> Option<f64> {
        let times = |reply: usize| taken.map_or(1, |taken| i32::from(taken[reply]));
        // A list on the heap for each vote would take as long as the vote.
        let (mut few, mut many) = ([0; 16], Vec::new());
        let votes: &mut [i32] = if let Some(few) = few.get_mut(..self.codes.len()) {
            few
        } else {
            many.resize(self.codes.len(), 0);
            &mut many
        };
        for (reply, place) in self.places.iter().enumerate() {
            if let Some(place) = place {
                votes[*place] += times(reply);
            }
        }
        for &(reply, code) in misread {
            if let Some(place) = self.places[reply] {
                votes[place] -= times(reply);
            }
            if let Some(code) = code {
                votes[place(&self.codes, code)] += times(reply);
            }
        }
        let most = votes.iter().copied().max().filter(|&most| most > 0)?;
        let first = votes.iter().position(|&count| count == most)?;
        Some(f64::from(self.codes[first].0))
    }

    /// Draws which replies were misread, and what they chose in truth; `rates` are those of the table's rows, and `unit`
    /// gives uniform numbers in [0, 1).
    ///
    /// A wrongly read option becomes any other option of the scale, or none, in the shares of the labelled errors; an
    /// option that was not read becomes one that the model chose in another reply to the item, or any of the scale if it
    /// chose none.
    pub(crate) fn misread(
        &self,
        options: &UncertaintyOptions,
        rates: &[f64],
        mut unit: impl FnMut() -> f64,
    ) -> Misreadings {
        let rows: Vec<_> = options.rows().collect();
        let mut misread = Misreadings::new();
        for cluster in &self.clusters {
            let Some(row) = cluster.row.filter(|&row| unit() < rates[row]) else { continue };
            let (labelled, chose) = rows[row];
            let hides_an_option = unit() < labelled.share_of_options(chose);
            let truth = hides_an_option.then(|| self.other_than(cluster.read, unit()));
            misread.extend(cluster.replies.iter().map(|&reply| (reply, truth)));
        }
        misread
    }

    fn other_than(&self, read: Option<OptionCode>, share: f64) -> OptionCode {
        let candidates: Vec<OptionCode> = match read {
            Some(read) => self.scale.iter().copied().filter(|&code| code != read).collect(),
            None => {
                let votes: Vec<_> =
                    self.places.iter().flatten().map(|&place| self.codes[place]).collect();
                if votes.is_empty() { self.scale.clone() } else { votes }
            }
        };
        candidates[pick(share, candidates.len())]
    }
}

/// A place among `places`, from a uniform number in [0, 1).
pub(crate) fn pick(share: f64, places: usize) -> usize {
    // Rounding can carry the product up to `places`.
    ((share * places as f64) as usize).min(places - 1)
}

fn place(codes: &[OptionCode], code: OptionCode) -> usize {
    codes.binary_search(&code).expect("a reply chose a code of the scale or one that was read")
}

/// Replies by the rule that read them and what it read, in the order of their first; or one by one.
fn clusters(
    read: &[Option<OptionCode>],
    rules: &[Option<&str>],
    options: &UncertaintyOptions,
) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for (reply, (&read, rule)) in read.iter().zip(rules).enumerate() {
        let Some(rule) = rule else { continue };
        let like = |cluster: &&mut Cluster| cluster.read == read && cluster.rule == **rule;
        match clusters.iter_mut().find(like).filter(|_| options.errors == ReadingErrors::Shared) {
            Some(cluster) => cluster.replies.push(reply),
            None => clusters.push(Cluster {
                replies: vec![reply],
                read,
                rule: (*rule).to_owned(),
                row: options.row_of(rule, read.is_some()),
            }),
        }
    }
    clusters
}
