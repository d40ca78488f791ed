//! Prices and what a run may cost, known before it is paid for.

use serde::Deserialize;

use crate::model::is_dated_form;
use crate::{Call, HarnessError, ModelSpec};

/// The price file that comes with the program; it says of each price where it is from.
pub const SHIPPED_PRICES: &str = include_str!("../data/prices.toml");

/// A dated table of prices, which the user may edit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// When the prices were looked up, as the file says.
    pub date: String,
    #[serde(default, rename = "price")]
    prices: Vec<Price>,
}

/// What one model costs, in US dollars per million tokens.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    model: String,
    /// Of a prompt.
    pub prompt: f64,
    /// Of a reply, hidden reasoning included.
    pub completion: f64,
    /// A batch's price as a share of the synchronous one, 0 to 1.
    pub batch_share: f64,
    /// The fewest and the most tokens that one reply is assumed to take.
    pub completion_tokens: (u64, u64),
    /// Where the price is from.
    #[serde(default)]
    pub note: String,
}

impl Prices {
    /// Reads a price file; `file` is named in errors.
    ///
    /// # Errors
    /// Text that is not a price file, and prices that are negative or not finite.
    pub fn parse(text: &str, file: &str) -> Result<Self, HarnessError> {
        let bad = |problem: String| HarnessError::Prices { file: file.to_owned(), problem };
        let prices: Self = toml::from_str(text).map_err(|error| bad(error.to_string()))?;
        let valid = |price: &Price| {
            let amounts = [price.prompt, price.completion, price.batch_share];
            amounts.iter().all(|amount| amount.is_finite() && *amount >= 0.0)
                && price.batch_share <= 1.0
                && price.completion_tokens.0 <= price.completion_tokens.1
        };
        match prices.prices.iter().find(|price| !valid(price)) {
            Some(price) => Err(bad(format!(
                "the entry of `{}` has a negative price, a share above 1 or an empty range; mend it",
                price.model
            ))),
            None => Ok(prices),
        }
    }

    /// The price of a model by its provider's id; a dated form has the price of its model.
    #[must_use]
    pub fn of(&self, model: &ModelSpec) -> Option<&Price> {
        self.prices.iter().find(|price| is_dated_form(&price.model, &model.model))
    }
}

impl Price {
    /// What tokens cost, in US dollars.
    ///
    /// 1,000,000 prompt tokens at 3 and 100,000 completion tokens at 15 dollars a million are 4.50 dollars,
    /// and 2.25 dollars in a batch at half the price.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no bill reaches 2^53 tokens")]
    pub fn cost(&self, is_batch: bool, prompt_tokens: u64, completion_tokens: u64) -> f64 {
        let share = if is_batch { self.batch_share } else { 1.0 };
        let dollars =
            prompt_tokens as f64 * self.prompt + completion_tokens as f64 * self.completion;
        dollars * share / 1e6
    }
}

/// An amount in US dollars; below ten cents it is told to a hundredth of a cent.
///
/// ```
/// use llm_harness::Dollars;
/// assert_eq!(Dollars(2.5).to_string(), "$2.50");
/// assert_eq!(Dollars(0.0123).to_string(), "$0.0123");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dollars(pub f64);

impl std::fmt::Display for Dollars {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let places = if self.0 > 0.0 && self.0 < 0.1 { 4 } else { 2 };
        write!(f, "${:.places$}", self.0)
    }
}

/// What a run may take: each pair is the least and the most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Calls.
    pub calls: usize,
    /// Prompt tokens of all calls.
    pub prompt_tokens: (u64, u64),
    /// Completion tokens of all calls.
    pub completion_tokens: (u64, u64),
    /// US dollars; `None` where the price file does not know the model.
    pub dollars: Option<(f64, f64)>,
}

/// Characters per prompt token, chat template included, at most and at least.
///
/// The 53 prompts of the paper's study took 1.56 to 3.74 in the recordings of SmolLM2 and Gemma 3
/// (see `fixtures/replies`), whose templates add about 30 tokens; the bounds round outwards.
const CHARS_PER_TOKEN: (u64, u64) = (4, 1);

/// What is assumed of a reply where neither the price file nor the study bounds it.
const COMPLETION_TOKENS: (u64, u64) = (1, 2048);

/// Estimates what `calls` will take.
#[must_use]
pub fn estimate<'a>(
    model: &ModelSpec,
    calls: impl IntoIterator<Item = &'a Call>,
    price: Option<&Price>,
) -> Estimate {
    let mut estimate =
        Estimate { calls: 0, prompt_tokens: (0, 0), completion_tokens: (0, 0), dollars: None };
    let (least, most) = price.map_or(COMPLETION_TOKENS, |price| price.completion_tokens);
    let most = model.max_tokens_sent().map_or(most, u64::from);
    for call in calls {
        let chars = call.body.chars().count() as u64;
        estimate.calls += 1;
        estimate.prompt_tokens.0 += chars.div_ceil(CHARS_PER_TOKEN.0);
        estimate.prompt_tokens.1 += chars.div_ceil(CHARS_PER_TOKEN.1);
        estimate.completion_tokens.0 += least.min(most);
        estimate.completion_tokens.1 += most;
    }
    estimate.dollars = price.map(|price| {
        let cost = |prompt, completion| price.cost(model.provider.is_batch(), prompt, completion);
        (
            cost(estimate.prompt_tokens.0, estimate.completion_tokens.0),
            cost(estimate.prompt_tokens.1, estimate.completion_tokens.1),
        )
    });
    estimate
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::tests::{model, prompt};
    use crate::plan;

    const PRICES: &str = "date = \"2026-01-01\"\n[[price]]\nmodel = \"m-1\"\nprompt = 3.0\ncompletion = 15.0\nbatch_share = 0.5\ncompletion_tokens = [10, 100]";

    #[test]
    fn cost_is_tokens_times_price_and_a_batch_costs_its_share() {
        let prices = Prices::parse(PRICES, "prices.toml").unwrap();
        let price = prices.of(&model("provider = \"openai\"")).unwrap();
        assert!((price.cost(false, 1_000_000, 100_000) - 4.5).abs() < 1e-12);
        assert!((price.cost(true, 1_000_000, 100_000) - 2.25).abs() < 1e-12);
    }

    #[test]
    fn an_estimate_spans_what_a_reply_may_take() {
        let prices = Prices::parse(PRICES, "prices.toml").unwrap();
        let model = model("provider = \"openai-batch\"");
        let calls = plan(&model, &[prompt("a", "A"), prompt("b", "B")], 3).unwrap();
        let estimate = estimate(&model, &calls, prices.of(&model));
        assert_eq!((estimate.calls, estimate.completion_tokens), (6, (60, 600)));
        let (least, most) = estimate.dollars.unwrap();
        // 600 completion tokens at 15 dollars a million, halved, are 0.0045 dollars, and the prompts come on top.
        assert!(least > 0.0 && most > 0.0045 && least < most);
    }

    #[test]
    fn a_limit_of_the_study_bounds_the_estimate_and_an_unknown_price_stays_unknown() {
        let model = model("provider = \"openai\"\nmax_tokens = 7");
        let calls = plan(&model, &[prompt("a", "A")], 1).unwrap();
        let estimate = estimate(&model, &calls, None);
        assert_eq!((estimate.completion_tokens, estimate.dollars), ((1, 7), None));
    }

    #[test]
    fn the_shipped_prices_are_valid_and_a_broken_file_is_named() {
        Prices::parse(SHIPPED_PRICES, "shipped").unwrap();
        for (from, to) in [("3.0", "-3.0"), ("0.5", "5.0"), ("[10", "[1000"), ("prompt", "promt")] {
            let error = Prices::parse(&PRICES.replacen(from, to, 1), "mine.toml").unwrap_err();
            assert!(error.to_string().starts_with("mine.toml"), "{error}");
        }
    }
}
