//! Keys: held apart, shown to nobody but the provider.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use crate::HarnessError;

/// A provider's key. Its `Debug` form hides it, and it cannot be displayed, compared or serialised.
#[derive(Debug, Clone)]
pub struct ApiKey(SecretString);

impl ApiKey {
    /// Takes a key; `origin` says in errors where it came from, as in "the environment variable `OPENAI_API_KEY`".
    ///
    /// # Errors
    /// A key that is empty or holds anything but visible ASCII characters, such as a quotation mark's line end.
    pub fn new(key: &str, origin: &str) -> Result<Self, HarnessError> {
        let key = key.trim();
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            let problem = format!("{origin} holds no usable key; set it to the key alone");
            return Err(HarnessError::Key { problem });
        }
        Ok(Self(SecretString::from(key.to_owned())))
    }

    /// Reads a key from a file that only its owner can read (mode 0600).
    ///
    /// # Errors
    /// A file that cannot be read, that others can read, or that holds no key.
    pub fn from_file(path: &Path) -> Result<Self, HarnessError> {
        let origin = format!("the key file `{}`", path.display());
        let problem = |what: String| HarnessError::Key { problem: format!("{origin} {what}") };
        let metadata =
            std::fs::metadata(path).map_err(|error| problem(format!("cannot be read: {error}")))?;
        if is_open_to_others(&metadata) {
            return Err(problem("can be read by others; run `chmod 600` on it".to_owned()));
        }
        let text = std::fs::read_to_string(path)
            .map_err(|error| problem(format!("cannot be read: {error}")))?;
        Self::new(&text, &origin)
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Replaces the key by asterisks, byte for byte, wherever a server echoes it.
    pub(super) fn blot_out(&self, bytes: &mut [u8]) {
        let key = self.expose().as_bytes();
        let mut from = 0;
        while let Some(at) = bytes[from..].windows(key.len()).position(|window| window == key) {
            bytes[from + at..from + at + key.len()].fill(b'*');
            from += at + key.len();
        }
    }
}

#[cfg(unix)]
fn is_open_to_others(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_: &std::fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_shown() {
        let key = ApiKey::new("sk-planted\n", "a test").unwrap();
        assert_eq!(key.expose(), "sk-planted");
        assert!(!format!("{key:?}").contains("planted"));
    }

    #[test]
    fn what_cannot_be_a_key_is_refused_without_showing_it() {
        for text in ["", " ", "two words", "schlüssel", "a\nb"] {
            let error = ApiKey::new(text, "`KEY`").unwrap_err().to_string();
            assert!(error.contains("`KEY` holds no usable key"), "{error}");
        }
    }

    #[test]
    fn an_echoed_key_is_blotted_out_everywhere() {
        let mut body = b"sk-1 and sk-1, not sk-2".to_vec();
        ApiKey::new("sk-1", "a test").unwrap().blot_out(&mut body);
        assert_eq!(body, b"**** and ****, not sk-2");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        std::fs::write(&path, "sk-1\n").unwrap();
        let mode = |mode| std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
        mode(0o640);
        let error = ApiKey::from_file(&path).unwrap_err().to_string();
        assert!(error.contains("chmod 600"), "{error}");
        mode(0o600);
        assert_eq!(ApiKey::from_file(&path).unwrap().expose(), "sk-1");
        assert!(ApiKey::from_file(&directory.path().join("none")).is_err());
    }
}
