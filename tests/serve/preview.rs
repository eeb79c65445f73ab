//! A running preview of a showcase of its own, and HTTP by hand, so that what
//! no client library would send can be sent too.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take before the test gives up: not a measure of
/// speed, a busy machine takes its time.
const PATIENCE: Duration = Duration::from_secs(60);

const FILES: &[(&str, &str)] = &[
    (
        "content/site.toml",
        "title = \"两县一年\"\nlanguage = \"zh-CN\"\ntheme = \"hong\"\n\n[publisher]\nname = \"甲市宣传部\"\n",
    ),
    (
        "content/2024/edition.toml",
        "region = \"甲市\"\ntitle = \"两县一年\"\nsource = \"甲市统计公报\"\nas_of = 2024-12-31\n\
         roster = [\"dong\", \"xi\"]\n\n[[indicators]]\nid = \"villages\"\nname = \"达标村\"\n\
         unit = \"个\"\ntotal = \"sum\"\n",
    ),
    (
        "content/2024/dong/index.md",
        "+++\nname = \"东县\"\ntitle = \"东县的做法\"\n+++\n\n东县有{{villages}}达标，办法是一村一策。\n",
    ),
    (
        "content/2024/dong/figures.toml",
        "[figures.villages]\nvalue = 12\n",
    ),
    (
        "content/2024/xi/index.md",
        "+++\nname = \"西县\"\ntitle = \"西县的做法\"\n+++\n\n西县有{{villages}}达标，靠的是片区组团。\n",
    ),
    (
        "content/2024/xi/figures.toml",
        "[figures.villages]\nvalue = 8\n",
    ),
    // Beside the content: nothing may lead here.
    ("secret.txt", "TOP SECRET\n"),
];

/// Lays down a showcase of two counties.
pub(crate) fn lay(root: &Path) {
    for (path, text) in FILES {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

pub(crate) fn xunli() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xunli"));
    command.args(["--lang", "en"]);
    command
}

/// A preview that runs until it is dropped.
pub(crate) struct Preview {
    folder: tempfile::TempDir,
    pub(crate) child: Child,
    pub(crate) address: String,
    pub(crate) port: u16,
    errors: PathBuf,
}

impl Preview {
    pub(crate) fn start() -> Preview {
        Preview::start_with(&["--port", "0"], |_| {})
    }

    /// Starts after `prepare` has changed the showcase.
    pub(crate) fn start_with(arguments: &[&str], prepare: impl Fn(&Path)) -> Preview {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("专题 1");
        lay(&root);
        prepare(&root);
        let errors = folder.path().join("stderr");
        let mut child = xunli()
            .arg("serve")
            .args(arguments)
            .current_dir(&root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(&errors).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let address = line.trim_end().to_owned();
        let port = address.trim_end_matches('/').rsplit(':').next().unwrap();
        let port = port.parse().unwrap_or_else(|_| panic!("{address:?}"));
        Preview {
            folder,
            child,
            address,
            port,
            errors,
        }
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("专题 1")
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{from} is not in {path}");
        self.write(path, &text.replace(from, to));
    }

    /// All it has said on stderr.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(&self.errors).unwrap()
    }

    /// Waits until it has said `text` so many times.
    pub(crate) fn wait_for_saying(&self, text: &str, times: usize) {
        let start = Instant::now();
        while self.said().matches(text).count() < times {
            assert!(start.elapsed() < PATIENCE, "{text} in {}", self.said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.ask(&format!("GET {path} HTTP/1.1"), &[("Host", "localhost")])
    }

    /// Sends a request line and headers as they are.
    pub(crate) fn ask(&self, line: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = format!("{line}\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("Connection: close\r\n\r\n");
        self.send(request.as_bytes())
    }

    pub(crate) fn send(&self, request: &[u8]) -> Reply {
        let mut stream = connect(self.port);
        stream.write_all(request).unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        Reply::read(&reply)
    }

    pub(crate) fn events(&self) -> Events {
        let mut stream = connect(self.port);
        stream
            .write_all(b"GET /_xunli/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .unwrap();
        Events(BufReader::new(stream))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// An answer, taken apart.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    fn read(bytes: &[u8]) -> Reply {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("{:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let headers = lines.filter_map(|line| line.split_once(": "));
        Reply {
            status: status.parse().unwrap(),
            headers: headers
                .map(|(n, v)| (n.to_lowercase(), v.to_owned()))
                .collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// Whether all came that was announced.
    pub(crate) fn is_whole(&self) -> bool {
        self.header("content-length") == self.body.len().to_string()
    }
}

/// The reload channel, as a page listens to it.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    /// The next state.
    pub(crate) fn next(&mut self) -> Value {
        let mut line = String::new();
        loop {
            line.clear();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the channel ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The next state that `is_it`; those before it are passed over.
    pub(crate) fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let state = self.next();
            if is_it(&state) {
                return state;
            }
            assert!(start.elapsed() < PATIENCE, "{state}");
        }
    }

    /// Reads to the end; fails if there is none.
    pub(crate) fn end(mut self) {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).unwrap();
        assert!(rest.ends_with(b"0\r\n\r\n"), "cut off");
    }
}
