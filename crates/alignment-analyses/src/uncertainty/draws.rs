//! What is drawn in every replicate, source by source.

use bootstrap::{Scheme, Stream};
use rayon::prelude::*;

use super::options::QuestionPool;
use super::replies::{ItemReplies, Misreadings, pick};
use crate::{AnalysisError, ModelAnswers, Study};

/// The draws of one model's replies to one item.
#[derive(Debug, Clone, Default)]
pub struct ReplyDraws {
    /// How often each reply is taken, `taken[replicate * replies + reply]`; `None` if they are not drawn again.
    pub taken: Option<Vec<u16>>,
    /// For each replicate the replies that are read otherwise; `None` if none can be.
    pub misread: Option<Vec<Misreadings>>,
}

/// The draws of every source. Each depends on the seed, the replicate and what is drawn, and on nothing else: neither on
/// the other sources, nor on the other models, nor on the number of replicates.
#[derive(Debug, Clone)]
pub struct UncertaintyDraws {
    /// How many replicates there are.
    pub replicates: usize,
    /// How the respondents are drawn.
    pub respondents: Scheme,
    /// For each replicate how often each question of [`questions`] is taken; `None` if none can be drawn
    /// in place of another.
    pub questions: Option<Vec<Vec<u32>>>,
    /// For each model and item, in the study's order, the draws of its replies.
    pub replies: Vec<Vec<ReplyDraws>>,
}

impl UncertaintyDraws {
    /// Draws everything from the study's seed: respondents as its intervals do, questions and each item's replies with
    /// replacement, as many as there are, and misreadings at rates that are drawn themselves.
    ///
    /// # Errors
    /// A table of errors that contradicts itself.
    pub fn new(study: &Study<'_>) -> Result<Self, AnalysisError> {
        study.options.total_uncertainty.check()?;
        let replicates = study.replicates as usize;
        let (count, pools) = (questions(study).0, question_pools(study));
        let drawn = |replicate: usize| {
            let mut stream =
                Stream::for_purpose(study.seed, "total_uncertainty questions", replicate as u64);
            let mut taken = vec![0; count];
            for pool in &pools {
                pool.iter().for_each(|_| taken[pool[pick(stream.unit(), pool.len())]] += 1);
            }
            taken
        };
        let vary = pools.iter().any(|pool| pool.len() > 1);
        let rates: Vec<Vec<f64>> =
            (0..replicates).into_par_iter().map(|replicate| rates(study, replicate)).collect();
        let of_model = |model: &ModelAnswers<'_>| {
            let of_item = |item| reply_draws(study, model, item, &rates);
            (0..study.items.len()).into_par_iter().map(of_item).collect()
        };
        Ok(Self {
            replicates,
            respondents: Scheme::Multinomial,
            questions: vary.then(|| (0..replicates).map(drawn).collect()),
            replies: study.models.iter().map(of_model).collect(),
        })
    }
}

/// How many questions a study has, and which of them each item is a form of, numbered by first appearance.
#[must_use]
pub fn questions(study: &Study<'_>) -> (usize, Vec<usize>) {
    let mut names: Vec<&str> = Vec::new();
    let of_item = study.items.iter().map(|item| {
        names.iter().position(|name| *name == item.question).unwrap_or_else(|| {
            names.push(&item.question);
            names.len() - 1
        })
    });
    let of_items = of_item.collect();
    (names.len(), of_items)
}

/// The questions that may be drawn in each other's place.
fn question_pools(study: &Study<'_>) -> Vec<Vec<usize>> {
    let (count, of_item) = questions(study);
    if study.options.total_uncertainty.questions == QuestionPool::AllTopics {
        return vec![(0..count).collect()];
    }
    let mut pools: Vec<(&str, Vec<usize>)> = Vec::new();
    for question in 0..count {
        let first = of_item.iter().position(|&of| of == question);
        let topic = first.map_or("", |item| study.items[item].topic.as_str());
        match pools.iter_mut().find(|(name, _)| *name == topic) {
            Some((_, pool)) => pool.push(question),
            None => pools.push((topic, vec![question])),
        }
    }
    pools.into_iter().map(|(_, pool)| pool).collect()
}

/// One model's replies to one item.
pub(crate) fn item_replies(
    study: &Study<'_>,
    model: &ModelAnswers<'_>,
    item: usize,
) -> ItemReplies {
    let (outcomes, rules) = (&model.repetitions[item], &model.rules[item]);
    ItemReplies::new(&study.items[item], outcomes, rules, &study.options.total_uncertainty)
}

/// The error rate of each row of the table in one replicate.
fn rates(study: &Study<'_>, replicate: usize) -> Vec<f64> {
    let mut stream = Stream::for_purpose(study.seed, "total_uncertainty rates", replicate as u64);
    study.options.total_uncertainty.rows().map(|(row, _)| row.rate(stream.unit())).collect()
}

fn reply_draws(
    study: &Study<'_>,
    model: &ModelAnswers<'_>,
    item: usize,
    rates: &[Vec<f64>],
) -> ReplyDraws {
    let replies = item_replies(study, model, item);
    // The names are mixed into one number once, and not once for each replicate.
    let name = study.items[item].item.id();
    let own = |source: &str| {
        let purpose = format!("total_uncertainty {source} {} {name}", model.name);
        Stream::for_purpose(study.seed, &purpose, 0).bits()
    };
    let (taking, reading) = (own("repetitions"), own("extraction"));
    let take = |replicate: usize, taken: &mut [u16]| {
        let mut stream = Stream::for_purpose(taking, "", replicate as u64);
        (0..taken.len()).for_each(|_| taken[pick(stream.unit(), taken.len())] += 1);
    };
    let misread = |(replicate, rates): (usize, &Vec<f64>)| {
        let mut stream = Stream::for_purpose(reading, "", replicate as u64);
        replies.misread(&study.options.total_uncertainty, rates, || stream.unit())
    };
    let count = replies.len();
    ReplyDraws {
        taken: (count > 1).then(|| {
            let mut taken = vec![0; count * rates.len()];
            taken.chunks_exact_mut(count).enumerate().for_each(|(at, row)| take(at, row));
            taken
        }),
        misread: replies.is_covered().then(|| rates.iter().enumerate().map(misread).collect()),
    }
}
