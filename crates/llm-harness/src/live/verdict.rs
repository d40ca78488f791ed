//! What to do after an exchange: take it, send again later, or stop.

use std::time::{Duration, SystemTime};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::client::Exchange;

/// What an exchange calls for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// There is a reply.
    Take,
    /// Transport or overload: send again, and not before the server's own time if it named one.
    Again {
        /// How long the server asks to wait.
        after: Option<Duration>,
        /// What it said.
        reason: String,
    },
    /// Sending anything again makes no sense.
    Stop {
        /// What it said and what to do.
        reason: String,
    },
}

/// Errors that waiting does not mend, whatever the status.
const SPENT: [&str; 6] = [
    "insufficient_quota",
    "billing_hard_limit_reached",
    "billing_not_active",
    "billing_error",
    "enforced_spend_limit_reached",
    "budget_exceeded",
];

/// Judges by status, by the server's word, and by the error's name, in the order of the vendors' own programs.
///
/// Source: openai-python and anthropic-sdk-python, `_base_client.py`; quota errors are the exceptions they lack.
pub(super) fn judge(exchange: &Exchange, now: SystemTime) -> Verdict {
    if (200..300).contains(&exchange.status) {
        return Verdict::Take;
    }
    let error = read_error(&exchange.body);
    let reason = format!("the server says {} {error}", exchange.status);
    if error.names().any(|name| SPENT.contains(&name)) {
        return Verdict::Stop { reason: format!("{reason}; raise the limit or pay the bill") };
    }
    let again = match exchange.should_retry.as_deref() {
        Some("true") => true,
        Some("false") => false,
        _ => matches!(exchange.status, 408 | 409 | 429 | 500..),
    };
    if again {
        return Verdict::Again { after: retry_after(exchange, now), reason };
    }
    let remedy = match exchange.status {
        401 | 403 => "check the key and what it may do",
        404 => "check the model's id and the base URL, which ends in `/v1` for most servers",
        300..=399 => "the address has moved; set the base URL to the new one",
        _ => "the request itself is not accepted; check the model's declaration in the study",
    };
    Verdict::Stop { reason: format!("{reason}; {remedy}") }
}

/// `retry-after-ms`, then `retry-after` in seconds or as an HTTP date.
fn retry_after(exchange: &Exchange, now: SystemTime) -> Option<Duration> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| *number >= 0.0);
    let millis = exchange.retry_after_ms.as_deref().and_then(number).map(|millis| millis / 1000.0);
    let seconds = millis.or_else(|| exchange.retry_after.as_deref().and_then(number));
    if let Some(seconds) = seconds {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = httpdate::parse_http_date(exchange.retry_after.as_deref()?).ok()?;
    date.duration_since(now).ok()
}

/// The wait before try `tries + 1`: doubling from `first` up to `most`, less up to a quarter by `jitter` (0 to 1).
pub(super) fn backoff(tries: u32, first: Duration, most: Duration, jitter: f64) -> Duration {
    let doubled = first.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1)));
    doubled.min(most).mul_f64(1.0 - jitter / 4.0)
}

/// A number from 0 to 1 that differs between calls and tries, so that calls that failed together do not return together.
pub(super) fn jitter(key: &str, tries: u32) -> f64 {
    let digest = Sha256::digest(format!("{key} {tries}"));
    let bytes = digest.first_chunk().expect("a digest has 32 bytes");
    f64::from(u32::from_le_bytes(*bytes)) / f64::from(u32::MAX)
}

/// An error as either vendor words it. `code` is a string, a number or null.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ApiError {
    message: Option<String>,
    r#type: Option<String>,
    code: Option<serde_json::Value>,
    details: Option<Details>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Details {
    error_code: Option<String>,
}

impl ApiError {
    fn names(&self) -> impl Iterator<Item = &str> {
        let code = self.code.as_ref().and_then(serde_json::Value::as_str);
        let detail = self.details.as_ref().and_then(|details| details.error_code.as_deref());
        [self.r#type.as_deref(), code, detail].into_iter().flatten()
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.names().any(|own| own == name)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.names().last().unwrap_or("error");
        write!(f, "`{name}`")?;
        self.message.as_ref().map_or(Ok(()), |message| write!(f, ": {}", one_line(message)))
    }
}

/// Reads `{"error": {…}}`; whatever else the body is becomes the message.
pub(super) fn read_error(body: &[u8]) -> ApiError {
    #[derive(Deserialize)]
    struct Body {
        error: ApiError,
    }
    serde_json::from_slice::<Body>(body).map(|body| body.error).unwrap_or_else(|_| ApiError {
        message: Some(String::from_utf8_lossy(body).into_owned()).filter(|text| !text.is_empty()),
        ..ApiError::default()
    })
}

/// At most 200 characters on one line: enough to see what a server said.
pub(super) fn one_line(text: &str) -> String {
    const SHOWN_CHARS: usize = 200;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN_CHARS {
        return line;
    }
    line.chars().take(SHOWN_CHARS).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(status: u16, body: &str) -> Exchange {
        Exchange {
            status,
            retry_after: None,
            retry_after_ms: None,
            should_retry: None,
            request_id: None,
            body: body.as_bytes().to_vec(),
            latency: Duration::ZERO,
        }
    }

    fn check(status: u16, body: &str, expected: &str) {
        let verdict = match judge(&exchange(status, body), SystemTime::UNIX_EPOCH) {
            Verdict::Take => "take",
            Verdict::Again { .. } => "again",
            Verdict::Stop { .. } => "stop",
        };
        assert_eq!(verdict, expected, "{status} {body}");
    }

    #[test]
    fn transport_and_overload_are_sent_again_and_nothing_else() {
        for status in [408, 409, 429, 500, 502, 503, 529] {
            check(status, "{}", "again");
        }
        for status in [301, 400, 401, 402, 403, 404, 413, 422] {
            check(status, "{}", "stop");
        }
        check(200, "", "take");
    }

    #[test]
    fn a_spent_budget_stops_although_its_status_says_wait() {
        check(
            429,
            r#"{"error":{"message":"m","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}"#,
            "stop",
        );
        let cap = r#"{"type":"error","error":{"type":"rate_limit_error","message":"m","details":{"error_code":"enforced_spend_limit_reached"}}}"#;
        check(429, cap, "stop");
        check(429, &cap.replace("enforced_spend_limit_reached", "other"), "again");
        check(402, r#"{"type":"error","error":{"type":"billing_error","message":"m"}}"#, "stop");
    }

    #[test]
    fn the_servers_own_word_beats_the_status() {
        let mut said = exchange(500, "{}");
        said.should_retry = Some("false".to_owned());
        assert!(matches!(judge(&said, SystemTime::UNIX_EPOCH), Verdict::Stop { .. }));
        said.status = 400;
        said.should_retry = Some("true".to_owned());
        assert!(matches!(judge(&said, SystemTime::UNIX_EPOCH), Verdict::Again { .. }));
    }

    fn wait(after: Option<&str>, after_ms: Option<&str>) -> Option<Duration> {
        let mut exchange = exchange(429, "{}");
        exchange.retry_after = after.map(str::to_owned);
        exchange.retry_after_ms = after_ms.map(str::to_owned);
        retry_after(&exchange, SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770))
    }

    #[test]
    fn retry_after_is_understood_in_all_its_forms() {
        assert_eq!(wait(Some("2"), None), Some(Duration::from_secs(2)));
        assert_eq!(wait(Some("0.5"), None), Some(Duration::from_millis(500)));
        assert_eq!(wait(Some("2"), Some("1500")), Some(Duration::from_millis(1500)));
        // The example of RFC 9110, section 5.6.7, is 784,111,777 seconds after the epoch.
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(wait(Some(date), None), Some(Duration::from_secs(7)));
        for nonsense in ["soon", "-1", "NaN", "1e400", "Sun, 06 Nov 1993 08:49:37 GMT"] {
            assert_eq!(wait(Some(nonsense), None), None, "{nonsense}");
        }
    }

    #[test]
    fn waits_double_up_to_a_cap_and_jitter_only_shortens() {
        let ms = Duration::from_millis;
        let wait = |tries, jitter| backoff(tries, ms(500), ms(60_000), jitter);
        assert_eq!(
            [1, 2, 3, 9, 40].map(|tries| wait(tries, 0.0)),
            [500, 1000, 2000, 60_000, 60_000].map(ms)
        );
        assert_eq!(wait(2, 1.0), ms(750));
        assert!((0..100).all(|tries| (0.0..=1.0).contains(&jitter("key", tries))));
        assert!((jitter("a", 1) - jitter("b", 1)).abs() > 1e-6);
    }

    #[test]
    fn an_error_is_told_in_one_line_whatever_its_shape() {
        let tell = |body: &str| read_error(body.as_bytes()).to_string();
        assert_eq!(tell(r#"{"error":{"code":400,"message":"a\n b","type":"t"}}"#), "`t`: a b");
        assert_eq!(tell("<html>\nBad gateway"), "`error`: <html> Bad gateway");
        assert_eq!(tell(""), "`error`");
        assert!(tell(&"x".repeat(10_000)).chars().count() < 220);
    }
}
