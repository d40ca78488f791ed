//! One HTTP exchange: what went out, what came back, and what of it may have been paid for.

use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Method, redirect};

use super::key::ApiKey;
use crate::{Dialect, HarnessError, ModelSpec};

/// The largest body that is taken from the network, in bytes: a batch of 256 MB and its envelope fit in.
const BODY_BYTES_MAX: usize = 512 << 20;

/// The latest version that the harness was written against.
const ANTHROPIC_VERSION: &str = "2023-06-01";

/// A connection to one provider.
#[derive(Debug, Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    base: String,
    dialect: Dialect,
    key: Option<ApiKey>,
}

/// What is sent.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: Method,
    /// A path below the base URL, or a whole address.
    pub(super) path: String,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

/// What came back whole.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    pub(super) status: u16,
    pub(super) retry_after: Option<String>,
    pub(super) retry_after_ms: Option<String>,
    pub(super) should_retry: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) body: Vec<u8>,
    pub(super) latency: Duration,
}

/// What did not come back whole.
#[derive(Debug, Clone)]
pub(super) struct Broken {
    /// Whether the request may have reached the server and been paid for.
    pub(super) was_sent: bool,
    pub(super) reason: String,
    /// The bytes that came before the connection broke.
    pub(super) partial: Vec<u8>,
    pub(super) latency: Duration,
}

impl Request {
    pub(super) fn get(path: impl Into<String>) -> Self {
        let (content_type, body) = (String::new(), Vec::new());
        Self { method: Method::GET, path: path.into(), content_type, body }
    }

    pub(super) fn post(path: impl Into<String>, json: impl Into<Vec<u8>>) -> Self {
        let content_type = "application/json".to_owned();
        Self { method: Method::POST, path: path.into(), content_type, body: json.into() }
    }
}

impl Client {
    /// # Errors
    /// An address that is not one, and a system without usable certificates.
    pub(super) fn new(
        model: &ModelSpec,
        key: Option<ApiKey>,
        timeout: Duration,
    ) -> Result<Self, HarnessError> {
        let problem =
            |problem: String| HarnessError::Model { model: model.name.to_string(), problem };
        if reqwest::Url::parse(model.base_url()).is_err() {
            return Err(problem(format!(
                "the base URL `{}` is not one; write `http://host:port/v1` or `https://host/v1`",
                model.base_url()
            )));
        }
        // A second call in one process finds the provider installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(timeout.min(Duration::from_secs(30)))
            .timeout(timeout)
            .build()
            .map_err(|error| problem(format!("no connection can be set up: {error}")))?;
        let base = model.base_url().to_owned();
        Ok(Self { http, base, dialect: model.provider.dialect(), key })
    }

    /// The address of a path below the base URL, or of an address that the server named itself.
    ///
    /// The key goes to no other server than the one that the study names.
    fn address(&self, path: &str) -> Option<reqwest::Url> {
        let base = reqwest::Url::parse(&format!("{}/", self.base)).ok()?;
        let address = base.join(path).ok()?;
        (address.origin() == base.origin()).then_some(address)
    }

    /// Whether a request to `path` would stay with the server that the study names.
    pub(super) fn reaches(&self, path: &str) -> bool {
        self.address(path).is_some()
    }

    /// The server's root: the base URL without its `/v1`.
    pub(super) fn root(&self) -> &str {
        self.base.strip_suffix("/v1").unwrap_or(&self.base)
    }

    /// Sends one request and reads all of the reply. The key is blotted out of whatever comes back.
    pub(super) async fn send(&self, request: Request) -> Result<Exchange, Broken> {
        let started = Instant::now();
        let mut partial = Vec::new();
        let Some(address) = self.address(&request.path) else {
            let reason = format!("`{}` is not an address of this server", request.path);
            return Err(Broken { was_sent: false, reason, partial, latency: Duration::ZERO });
        };
        let result = self.exchange(address, request, started, &mut partial).await;
        result.map_err(|error| {
            self.blot_out(&mut partial);
            let was_sent = !(error.is_connect() || error.is_builder());
            let mut reason = root_cause(&error.without_url()).into_bytes();
            self.blot_out(&mut reason);
            let reason = String::from_utf8_lossy(&reason).into_owned();
            Broken { was_sent, reason, partial, latency: started.elapsed() }
        })
    }

    async fn exchange(
        &self,
        address: reqwest::Url,
        request: Request,
        started: Instant,
        partial: &mut Vec<u8>,
    ) -> Result<Exchange, reqwest::Error> {
        let mut builder = self.http.request(request.method, address);
        if !request.body.is_empty() {
            builder = builder.header(CONTENT_TYPE, request.content_type).body(request.body);
        }
        let key = self.key.as_ref().map(ApiKey::expose);
        builder = match (self.dialect, key) {
            (Dialect::ChatCompletions, Some(key)) => builder.bearer_auth(key),
            (Dialect::ChatCompletions, None) => builder,
            (Dialect::Messages, None) => builder.header("anthropic-version", ANTHROPIC_VERSION),
            (Dialect::Messages, Some(key)) => {
                builder.header("anthropic-version", ANTHROPIC_VERSION).header("x-api-key", key)
            }
        };
        let mut response = builder.send().await?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        while let Some(chunk) = response.chunk().await? {
            partial.extend_from_slice(&chunk);
            if partial.len() > BODY_BYTES_MAX {
                break;
            }
        }
        let mut body = std::mem::take(partial);
        self.blot_out(&mut body);
        Ok(Exchange {
            status,
            retry_after: text(&headers, "retry-after"),
            retry_after_ms: text(&headers, "retry-after-ms"),
            should_retry: text(&headers, "x-should-retry"),
            request_id: text(&headers, "x-request-id").or_else(|| text(&headers, "request-id")),
            body,
            latency: started.elapsed(),
        })
    }

    fn blot_out(&self, bytes: &mut [u8]) {
        if let Some(key) = &self.key {
            key.blot_out(bytes);
        }
    }
}

/// Whether anybody listens at a model's address; nothing is sent.
///
/// # Errors
/// An address that is not one, or where no connection can be made within two seconds.
pub fn reach(model: &ModelSpec) -> Result<(), HarnessError> {
    const PATIENCE: Duration = Duration::from_secs(2);
    let base = model.base_url();
    let problem = |what: String| HarnessError::Model {
        model: model.name.to_string(),
        problem: format!("nobody listens at `{base}`: {what}"),
    };
    model.check()?;
    let url = reqwest::Url::parse(base).map_err(|error| problem(error.to_string()))?;
    let addresses = url.socket_addrs(|| None).map_err(|error| problem(error.to_string()))?;
    let mut last = "its name has no address".to_owned();
    for address in addresses {
        match std::net::TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(_) => return Ok(()),
            Err(error) => last = error.to_string(),
        }
    }
    Err(problem(last))
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// The innermost error says what happened; the outer ones only that something did.
fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
