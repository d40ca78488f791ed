//! The terminal: progress on standard error, results on standard output. Nothing else in this program prints.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How often a line of progress may change.
const REFRESH: Duration = Duration::from_millis(100);

/// Where progress goes.
pub(crate) struct Console {
    terminal: bool,
    /// When the line of progress last changed, and whether one is on the screen.
    line: Mutex<(Option<Instant>, bool)>,
}

impl Console {
    /// Progress goes to standard error; on a terminal a line is rewritten in place.
    pub(crate) fn new() -> Self {
        Self { terminal: std::io::stderr().is_terminal(), line: Mutex::new((None, false)) }
    }

    /// Whether a line can be rewritten in place.
    #[cfg(feature = "full")]
    pub(crate) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Says one line about the run.
    pub(crate) fn say(&self, line: &str) {
        self.clear();
        eprintln!("{line}");
    }

    /// Shows how far a long stage is; on a terminal only, and not too often.
    pub(crate) fn progress(&self, line: &str) {
        if !self.terminal {
            return;
        }
        let mut state = self.line.lock().expect("no thread panics while it prints");
        if state.0.is_some_and(|last| last.elapsed() < REFRESH) {
            return;
        }
        *state = (Some(Instant::now()), true);
        let mut stderr = std::io::stderr();
        // Progress that cannot be shown must not stop the run.
        let _ = write!(stderr, "\r\x1b[2K{line}").and_then(|()| stderr.flush());
    }

    fn clear(&self) {
        let mut state = self.line.lock().expect("no thread panics while it prints");
        if state.1 {
            eprint!("\r\x1b[2K");
            *state = (None, false);
        }
    }
}

/// Prints a result. A reader that stops reading, as `head` does, has what it wants.
pub(crate) fn print(text: &str) {
    if let Err(error) = writeln!(std::io::stdout(), "{text}")
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        eprintln!("the result could not be written: {error}");
    }
}
