//! A small client of Chromium's DevTools protocol over its debugging pipe: NUL-ended JSON on two descriptors.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

/// Names under which distributions install it.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A headless browser with one open page. Ends with its value.
pub(crate) struct Browser {
    process: Child,
    commands: File,
    messages: Receiver<Value>,
    session: Option<String>,
    sent: u64,
    /// Everything the browser reported by itself.
    pub(crate) events: Vec<Value>,
    _profile: TempDir,
}

impl Browser {
    /// Starts the browser; `None` if none is installed.
    pub(crate) fn start(size: (u32, u32), dark: bool) -> Option<Self> {
        let name = NAMES.into_iter().find(|name| {
            let found = Command::new("sh").args(["-c", &format!("command -v {name}")]).output();
            found.is_ok_and(|output| output.status.success())
        })?;
        let profile = TempDir::new().unwrap();
        let pipes = ["in", "out"].map(|name| profile.path().join(name));
        assert!(Command::new("mkfifo").args(&pipes).status().unwrap().success());
        let [inward, outward] = pipes.each_ref().map(|pipe| pipe.display().to_string());
        let flags = [
            "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run",
            "--disable-background-networking --disable-component-update --disable-sync",
            "--disable-dev-shm-usage --hide-scrollbars --remote-debugging-pipe",
        ];
        let script = format!(
            "exec {name} {} --user-data-dir='{}' --window-size={},{} about:blank 3<'{inward}' 4>'{outward}'",
            flags.join(" "),
            profile.path().join("profile").display(),
            size.0,
            size.1
        );
        let process = Command::new("sh")
            .args(["-c", &script])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let commands = OpenOptions::new().write(true).open(&pipes[0]).unwrap();
        let messages = listen(File::open(&pipes[1]).unwrap());
        let mut browser = Self {
            process,
            commands,
            messages,
            session: None,
            sent: 0,
            events: Vec::new(),
            _profile: profile,
        };
        browser.open_page(size, dark);
        Some(browser)
    }

    fn open_page(&mut self, size: (u32, u32), dark: bool) {
        let target = self.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.call("Target.attachToTarget", attach);
        self.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
        let scheme = if dark { "dark" } else { "light" };
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.call("Emulation.setEmulatedMedia", json!({ "features": [feature] }));
        let view =
            json!({ "width": size.0, "height": size.1, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", view);
    }

    /// Opens a file and waits until its script has drawn everything.
    pub(crate) fn open(&mut self, path: &Path) {
        self.call("Page.navigate", json!({ "url": format!("file://{}", path.display()) }));
        for _ in 0..200 {
            if self.evaluate("document.documentElement?.dataset.ready ?? ''") == json!("yes") {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("the page did not get ready; the browser said {:#?}", self.complaints());
    }

    /// The value of an expression, as JSON.
    pub(crate) fn evaluate(&mut self, expression: &str) -> Value {
        let arguments = json!({ "expression": expression, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", arguments);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer:#}");
        answer["result"]["value"].clone()
    }

    /// Moves the pointer over the middle of the first element that a selector finds.
    pub(crate) fn hover(&mut self, selector: &str) {
        let place = self.evaluate(&format!(
            "(()=>{{const e=document.querySelector({});e.scrollIntoView({{block:'center',behavior:'instant'}});const b=e.getBoundingClientRect();return [b.x+b.width/2,b.y+b.height/2]}})()",
            json!(selector)
        ));
        self.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": 1, "y": 1 }));
        let moved = json!({ "type": "mouseMoved", "x": place[0], "y": place[1] });
        self.call("Input.dispatchMouseEvent", moved);
    }

    /// Presses and lets go of a key.
    pub(crate) fn press(&mut self, key: &str, code: u32) {
        for kind in ["rawKeyDown", "keyUp"] {
            let event =
                json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Errors, violations of the content security policy, and requests for anything but the page itself.
    pub(crate) fn complaints(&self) -> Vec<&Value> {
        let complains = |event: &&Value| {
            let parameters = &event["params"];
            match event["method"].as_str().unwrap_or_default() {
                "Runtime.exceptionThrown" | "Runtime.consoleAPICalled" => true,
                "Log.entryAdded" => true,
                "Network.requestWillBeSent" => {
                    let address = parameters["request"]["url"].as_str().unwrap_or_default();
                    parameters["type"] != "Document" && !address.starts_with("data:font/")
                }
                _ => false,
            }
        };
        self.events.iter().filter(complains).collect()
    }

    /// Shows the page as it is printed.
    pub(crate) fn show_as_printed(&mut self) {
        self.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    }

    /// What a screen reader is told: role and name of everything that is not ignored.
    pub(crate) fn accessibility_tree(&mut self) -> Vec<(String, String)> {
        self.call("Accessibility.enable", json!({}));
        let tree = self.call("Accessibility.getFullAXTree", json!({}));
        let text = |node: &Value, key: &str| {
            node[key]["value"].as_str().unwrap_or_default().trim().to_owned()
        };
        let nodes = tree["nodes"].as_array().unwrap().iter();
        let told = nodes.filter(|node| node["ignored"] != json!(true));
        told.map(|node| (text(node, "role"), text(node, "name"))).collect()
    }

    fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.sent += 1;
        let mut command = json!({ "id": self.sent, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        self.commands.write_all(command.to_string().as_bytes()).unwrap();
        self.commands.write_all(&[0]).unwrap();
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("the browser answers");
            if message["id"] == json!(self.sent) {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
            self.events.push(message);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser ends with its window; killing it is for the case that it does not listen any more.
        let close = json!({ "id": 0, "method": "Browser.close" });
        if self.commands.write_all(format!("{close}\0").as_bytes()).is_err() {
            self.process.kill().ok();
        }
        self.process.wait().ok();
    }
}

fn listen(pipe: File) -> Receiver<Value> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut message = Vec::new();
        while pipe.read_until(0, &mut message).is_ok_and(|bytes| bytes > 0) {
            let text = message.strip_suffix(&[0]).unwrap_or(&message);
            let Ok(value) = serde_json::from_slice(text) else { break };
            if sender.send(value).is_err() {
                break;
            }
            message.clear();
        }
    });
    receiver
}
