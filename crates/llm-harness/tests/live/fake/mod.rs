//! A server in this process that answers as it is told, and remembers what it was asked.

mod anthropic;
mod chat;
mod http;
mod openai;

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

pub(crate) use anthropic::AnthropicBatches;
pub(crate) use chat::{chat_completion, message, prompt_of};
pub(crate) use http::{Answer, Asked};
pub(crate) use openai::{Fate, OpenAiBatches};

type Handler = dyn Fn(&Asked) -> Answer + Send + Sync;

/// The server; it lives as long as the test process.
#[derive(Clone)]
pub(crate) struct Fake {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    probed: Arc<Mutex<Vec<Asked>>>,
    under_way: Arc<AtomicUsize>,
}

impl Fake {
    /// Starts a server that answers each request by `handler`, and does not know what it is when asked.
    pub(crate) fn start(handler: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self::start_telling(|_| Answer::status(404, ""), handler)
    }

    /// Starts a server that also says what it is, by `tell`.
    pub(crate) fn start_telling(
        tell: impl Fn(&Asked) -> Answer + Send + Sync + 'static,
        handler: impl Fn(&Asked) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (asked, probed, under_way) = (Arc::default(), Arc::default(), Arc::default());
        let fake = Self { port, asked, probed, under_way };
        let route = move |asked: &Asked| match asked.path.as_str() {
            "/settle" => Answer::json(""),
            _ if asked.is_probe() => tell(asked),
            _ => handler(asked),
        };
        let (server, handler): (Self, Arc<Handler>) = (fake.clone(), Arc::new(route));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (server, handler) = (server.clone(), Arc::clone(&handler));
                server.under_way.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || {
                    if let Some(mut asked) = http::read(&stream) {
                        let log = if asked.is_probe() { &server.probed } else { &server.asked };
                        let mut log = log.lock().unwrap();
                        asked.number = log.len();
                        if asked.path != "/settle" {
                            log.push(asked.clone());
                        }
                        drop(log);
                        http::write(&stream, &handler(&asked));
                    }
                    server.under_way.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        fake
    }

    /// The base URL.
    pub(crate) fn base(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// Everything asked so far, probes left out.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Everything that asked the server what it is.
    pub(crate) fn probed(&self) -> Vec<Asked> {
        self.probed.lock().unwrap().clone()
    }

    /// How many requests with this method and this beginning of the path came.
    pub(crate) fn count(&self, method: &str, path: &str) -> usize {
        let asked = self.asked();
        asked.iter().filter(|asked| asked.method == method && asked.path.starts_with(path)).count()
    }

    /// Waits until every request that was sent before has been dealt with, even those of a killed client.
    pub(crate) fn settle(&self) {
        // Connections are accepted in order, so all earlier ones are counted once this one is.
        let _ = http::get(self.port, "/settle");
        while self.under_way.load(Ordering::SeqCst) > 0 {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }
}
