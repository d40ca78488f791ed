//! As much HTTP/1.1 as a misbehaving server needs: one request a connection.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// What was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// The request's place among all that were no probe, from 0.
    pub(crate) number: usize,
}

/// What is answered.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// A status, further headers and a body.
    Say(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The connection breaks without a byte.
    Nothing,
    /// A status 200 and a body that breaks off half way.
    Half(Vec<u8>),
    /// The same after a wait, so that a killed client leaves it under way.
    Slowly(Duration, Box<Answer>),
}

impl Answer {
    pub(crate) fn json(text: impl Into<String>) -> Self {
        Self::status(200, text)
    }

    pub(crate) fn status(status: u16, text: impl Into<String>) -> Self {
        Self::Say(status, Vec::new(), text.into().into_bytes())
    }
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Whether this asks the server what it is.
    pub(crate) fn is_probe(&self) -> bool {
        const PROBES: [&str; 6] =
            ["/v1/models", "/props", "/apply-template", "/version", "/tokenize", "/api/show"];
        PROBES.contains(&self.path.as_str())
    }
}

/// Reads a request; `None` if the client went away before it was whole.
pub(super) fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut asked = Asked { method, path, headers, body: Vec::new(), number: 0 };
    let length = asked.header("content-length").map_or(0, |length| length.parse().unwrap());
    asked.body.resize(length, 0);
    reader.read_exact(&mut asked.body).ok()?;
    Some(asked)
}

/// Writes an answer; a client that is gone is no fault.
pub(super) fn write(mut stream: &TcpStream, answer: &Answer) {
    let (status, headers, body, promised) = match answer {
        Answer::Nothing => return,
        Answer::Slowly(wait, answer) => {
            std::thread::sleep(*wait);
            return write(stream, answer);
        }
        Answer::Half(body) => (200, &Vec::new(), &body[..body.len() / 2], body.len()),
        Answer::Say(status, headers, body) => (*status, headers, &body[..], body.len()),
    };
    let mut head =
        format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {promised}\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    let _ = stream.write_all(format!("{head}\r\n").as_bytes());
    let _ = stream.write_all(body);
    let _ = stream.flush();
}

/// Asks a server of this process.
pub(super) fn get(port: u16, path: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}
