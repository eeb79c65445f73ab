//! A real nginx with the block of the README, under `/a/b/`, asked for every
//! file of a site. Where there is no nginx (Debian: `nginx-light`) this is
//! skipped with a word; with `CI=true` that is a failure.

use super::ground::{GOVERNMENT, Ground, files};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

struct Server {
    child: Child,
    port: u16,
    home: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Server {
    fn get(&self, path: &str, encoding: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let headers = lines.filter_map(|line| line.split_once(": "));
        Answer {
            status: status.parse().unwrap(),
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// The README's block for a server, for this site.
fn snippet(output: &Path) -> String {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let block = readme.split("```nginx\n").nth(1).unwrap();
    let block = block.split("```").next().unwrap();
    let folder = format!("{}/", output.display());
    block
        .replace("/srv/xiaobo/", &folder)
        .replace("/xiaobo/", "/a/b/")
}

fn start(output: &Path, port: u16) -> Option<Server> {
    let program = ["/usr/sbin/nginx", "/usr/bin/nginx"]
        .into_iter()
        .find(|p| Path::new(p).exists());
    let Some(program) = program else {
        assert_ne!(
            std::env::var("CI").as_deref(),
            Ok("true"),
            "there is no nginx"
        );
        eprintln!("SKIPPED: there is no nginx; no server was asked");
        return None;
    };
    let home = tempfile::tempdir().unwrap();
    let at = home.path().display();
    let user = if is_root() { "user root;\n" } else { "" };
    let temp: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|name| format!("{name}_temp_path {at}/{name};\n"))
        .collect();
    let config = format!(
        "daemon off;\npid {at}/pid;\nworker_processes 1;\n{user}events {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temp}server {{\nlisten 127.0.0.1:{port};\n{}}}\n}}\n",
        snippet(output)
    );
    fs::write(home.path().join("nginx.conf"), config).unwrap();
    let child = Command::new(program)
        .args(["-p", home.path().to_str().unwrap()])
        .args(["-e", home.path().join("error.log").to_str().unwrap()])
        .args(["-c", home.path().join("nginx.conf").to_str().unwrap()])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Server { child, port, home };
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some(server);
        }
        if server.child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    let log = fs::read_to_string(server.home.path().join("error.log"));
    panic!("nginx does not answer: {}", log.unwrap_or_default());
}

/// A master that is root would make its workers `nobody`, who may not look
/// into a temporary folder.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    let dir = tempfile::tempdir().unwrap();
    dir.path().metadata().unwrap().uid() == 0
}

fn encoded(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%2F", "/")
        .replace("%2E", ".")
}

#[test]
fn nginx_serves_everything_below_a_sub_path() {
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}/a/b/");
    let ground = Ground::new(Some(&url), &[2022, 2023], GOVERNMENT);
    let output = ground.build(&["--compress"]);
    let Some(server) = start(&output, port) else {
        return;
    };
    let all: BTreeSet<String> = files(&output).into_iter().collect();
    let mut packed = 0;
    for path in &all {
        let address = format!("/a/b/{}", encoded(path));
        let bytes = fs::read(output.join(path)).unwrap();
        let plain = server.get(&address, "identity");
        assert_eq!(plain.status, 200, "{path}");
        assert!(plain.body == bytes, "{path}");
        assert_eq!(
            plain.headers["content-security-policy"],
            "default-src 'self'"
        );
        assert_eq!(plain.headers["x-content-type-options"], "nosniff");
        let cache = &plain.headers["cache-control"];
        assert_eq!(
            cache.contains("immutable"),
            path.starts_with("assets/"),
            "{path}"
        );
        if all.contains(&format!("{path}.gz")) {
            let small = server.get(&address, "gzip");
            assert_eq!(small.headers["content-encoding"], "gzip", "{path}");
            assert!(small.body == fs::read(output.join(format!("{path}.gz"))).unwrap());
            assert!(small.body.len() < bytes.len(), "{path}");
            packed += 1;
        }
        assert!(!path.ends_with(".html.gz.gz"));
    }
    assert!(packed > 20, "{packed}");
    // A folder's page by its folder, and the way there without a slash.
    assert_eq!(server.get("/a/b/", "identity").status, 200);
    assert_eq!(server.get("/a/b/2023/dong/", "identity").status, 200);
    assert_eq!(server.get("/a/b/2023/dong", "identity").status, 301);
}

#[test]
fn the_page_for_lost_readers_works_from_any_depth() {
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}/a/b/");
    let ground = Ground::new(Some(&url), &[2023], GOVERNMENT);
    let output = ground.build(&[]);
    let Some(server) = start(&output, port) else {
        return;
    };
    for lost in [
        "/a/b/nowhere",
        "/a/b/2023/no/such/page.html",
        "/a/b/assets/gone.css",
    ] {
        let answer = server.get(lost, "identity");
        assert_eq!(answer.status, 404, "{lost}");
        let html = String::from_utf8(answer.body).unwrap();
        assert!(html.contains("没有这一页"), "{lost}");
        let mut links = 0;
        for attribute in [" href=\"", " src=\""] {
            for part in html.split(attribute).skip(1) {
                let address = part.split('"').next().unwrap();
                if address.starts_with('#') || address.contains("://") {
                    continue;
                }
                assert!(address.starts_with("/a/b/"), "{lost}: {address}");
                assert_eq!(server.get(address, "identity").status, 200, "{address}");
                links += 1;
            }
        }
        assert!(links > 8, "{links}");
    }
}
