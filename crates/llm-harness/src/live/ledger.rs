//! Money: reserved before a call is sent, settled when its reply is in.

use crate::journal::Spending;
use crate::{Call, HarnessError, Journal, ModelSpec, Price, estimate};
use survey_model::TokenUsage;

/// What was spent and what may still be.
#[derive(Debug)]
pub(super) struct Ledger {
    price: Option<Price>,
    cap: Option<f64>,
    is_batch: bool,
    spent: f64,
    reserved: f64,
}

impl Ledger {
    /// Starts from what the journal says was spent in all rounds, so that the cap holds over all starts.
    ///
    /// # Errors
    /// A cap for a model whose price is not known, and a cap that is not an amount.
    pub(super) fn new(
        model: &ModelSpec,
        price: Option<Price>,
        cap: Option<f64>,
        spending: Spending,
        calls: &[Call],
    ) -> Result<Self, HarnessError> {
        let problem = match (cap, &price) {
            (Some(cap), _) if !cap.is_finite() || cap < 0.0 => {
                "the cost cap is not an amount of money"
            }
            (Some(_), None) => {
                "the price file does not know this model, so no cost cap can be kept; add its price"
            }
            _ => "",
        };
        if !problem.is_empty() {
            let (model, problem) = (model.name.to_string(), problem.to_owned());
            return Err(HarnessError::Model { model, problem });
        }
        let is_batch = model.provider.is_batch();
        let mut ledger = Self { price, cap, is_batch, spent: 0.0, reserved: 0.0 };
        // What nobody told the tokens of is charged like the dearest call.
        let dearest = calls.iter().map(|call| ledger.worst(model, call)).fold(0.0, f64::max);
        if let Some(price) = &ledger.price {
            let direct = price.cost(false, spending.direct.0, spending.direct.1);
            let batched = price.cost(true, spending.batched.0, spending.batched.1);
            #[expect(clippy::cast_precision_loss, reason = "attempts are far below 2^53")]
            let unknown = spending.unknown as f64 * dearest;
            ledger.spent = direct + batched + unknown;
        }
        Ok(ledger)
    }

    /// The most that a call may cost.
    pub(super) fn worst(&self, model: &ModelSpec, call: &Call) -> f64 {
        let price = self.price.as_ref();
        estimate(model, [call], price).dollars.map_or(0.0, |(_, most)| most)
    }

    /// Reserves an amount, if the cap leaves room for it.
    pub(super) fn reserve(&mut self, amount: f64) -> bool {
        let fits = self.cap.is_none_or(|cap| self.spent + self.reserved + amount <= cap);
        if fits {
            self.reserved += amount;
        }
        fits
    }

    /// Counts an amount as reserved that was committed before.
    pub(super) fn hold(&mut self, amount: f64) {
        self.reserved += amount;
    }

    /// Gives back what was reserved for a call that cost nothing.
    pub(super) fn release(&mut self, amount: f64) {
        self.reserved = (self.reserved - amount).max(0.0);
    }

    /// Replaces a reservation by what was really taken; without a token count the reservation counts as spent.
    pub(super) fn settle(&mut self, amount: f64, usage: Option<TokenUsage>) {
        self.release(amount);
        let told = usage.and_then(|usage| Some((usage.prompt?, usage.completion?)));
        self.spent += match (told, &self.price) {
            (Some((prompt, completion)), Some(price)) => {
                price.cost(self.is_batch, prompt, completion)
            }
            _ => amount,
        };
    }

    /// US dollars spent so far; `None` where the price is not known.
    pub(super) fn spent(&self) -> Option<f64> {
        self.price.as_ref().map(|_| self.spent)
    }

    pub(super) fn cap(&self) -> Option<f64> {
        self.cap
    }
}

/// US dollars that a journal's runs of `model` took, in every round; `None` where the price is not known.
///
/// What may have been paid for without our learning its tokens counts as much as the dearest of `calls`.
///
/// # Errors
/// A journal that cannot be read.
pub fn spent(
    journal: &Journal,
    model: &ModelSpec,
    calls: &[Call],
    price: Option<&Price>,
) -> Result<Option<f64>, HarnessError> {
    let spending = journal.spending(model.name.as_str())?;
    Ok(Ledger::new(model, price.cloned(), None, spending, calls)?.spent())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::tests::{model, prompt};
    use crate::{Prices, plan};

    const PRICES: &str = "date = \"x\"\n[[price]]\nmodel = \"m-1\"\nprompt = 0.0\ncompletion = 1000000.0\nbatch_share = 0.5\ncompletion_tokens = [1, 10]";

    fn ledger(cap: Option<f64>, spending: Spending) -> Ledger {
        let model = model("provider = \"openai\"");
        let calls = plan(&model, &[prompt("a", "A")], 1).unwrap();
        let price = Prices::parse(PRICES, "p").unwrap().of(&model).cloned();
        Ledger::new(&model, price, cap, spending, &calls).unwrap()
    }

    #[test]
    fn a_reservation_beyond_the_cap_is_refused_until_money_comes_back() {
        // A completion token costs 1 dollar, a reply at most 10.
        let mut ledger = ledger(Some(15.0), Spending::default());
        assert!(ledger.reserve(10.0));
        assert!(!ledger.reserve(10.0));
        let usage = TokenUsage { prompt: Some(5), completion: Some(2), reasoning: None };
        ledger.settle(10.0, Some(usage));
        assert_eq!(ledger.spent(), Some(2.0));
        assert!(ledger.reserve(10.0));
    }

    #[test]
    fn what_nobody_told_the_tokens_of_counts_in_full() {
        let spending = Spending { direct: (0, 3), batched: (0, 4), unknown: 1 };
        assert_eq!(ledger(None, spending).spent(), Some(3.0 + 2.0 + 10.0));
        let mut ledger = ledger(None, Spending::default());
        assert!(ledger.reserve(10.0));
        ledger.settle(10.0, None);
        assert_eq!(ledger.spent(), Some(10.0));
    }

    #[test]
    fn a_cap_needs_a_price() {
        let model = model("provider = \"openai\"");
        let error = Ledger::new(&model, None, Some(1.0), Spending::default(), &[]).unwrap_err();
        assert!(error.to_string().contains("add its price"), "{error}");
    }
}
