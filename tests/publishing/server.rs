//! Real servers with the blocks of the README, under `/a/b/`, asked for every
//! file of a site: nginx, Caddy, Apache, and Python's for a look. Where one is
//! not there (Debian: `nginx-light`, `caddy`, `apache2`, `python3`) it is
//! skipped with a word; with `CI=true` a missing nginx is a failure.

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
        let headers: BTreeMap<String, String> = headers
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let body = &bytes[end + 4..];
        let chunked = headers
            .get("transfer-encoding")
            .is_some_and(|e| e == "chunked");
        Answer {
            status: status.parse().unwrap(),
            headers,
            body: if chunked { joined(body) } else { body.to_vec() },
        }
    }
}

/// The chunks of a body (RFC 9112, section 7.1) put together.
fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    loop {
        let end = body.windows(2).position(|w| w == b"\r\n").unwrap();
        let size = std::str::from_utf8(&body[..end]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return whole;
        }
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 2 + size + 2..];
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// The README's block for a server.
fn block(language: &str) -> String {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let block = readme.split(&format!("```{language}\n")).nth(1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

/// The same for this site.
fn snippet(language: &str, output: &Path) -> String {
    let folder = output.display().to_string();
    block(language)
        .replace("/srv/xiaobo", &folder)
        .replace("/xiaobo", "/a/b")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nginx,
    Caddy,
    Apache,
    Python,
}

impl Kind {
    fn programs(self) -> [&'static str; 2] {
        match self {
            Kind::Nginx => ["/usr/sbin/nginx", "/usr/bin/nginx"],
            Kind::Caddy => ["/usr/bin/caddy", "/usr/local/bin/caddy"],
            Kind::Apache => ["/usr/sbin/apache2", "/usr/sbin/httpd"],
            Kind::Python => ["/usr/bin/python3", "/usr/local/bin/python3"],
        }
    }
}

fn start(kind: Kind, output: &Path, port: u16) -> Option<Server> {
    let program = kind.programs().into_iter().find(|p| Path::new(p).exists());
    let Some(program) = program else {
        let name = kind.programs()[0];
        let must = kind == Kind::Nginx && std::env::var("CI").as_deref() == Ok("true");
        assert!(!must, "there is no {name}");
        eprintln!("SKIPPED: there is no {name}; it was not asked");
        return None;
    };
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config");
    fs::write(&config, configuration(kind, output, port, home.path())).unwrap();
    let log = home.path().join("error.log");
    let mut command = Command::new(program);
    match kind {
        Kind::Nginx => command
            .arg("-p")
            .arg(home.path())
            .arg("-e")
            .arg(&log)
            .arg("-c")
            .arg(&config),
        Kind::Caddy => command
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(&config),
        Kind::Apache => command.args(["-X", "-f"]).arg(&config),
        Kind::Python => {
            // As in the README, but at a free port of this machine alone.
            let words = ["-m", "http.server", "--bind", "127.0.0.1", "--directory"];
            command.args(words).arg(output).arg(port.to_string())
        }
    };
    let child = command
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path())
        .stdout(Stdio::null())
        .stderr(Stdio::from(
            fs::File::create(home.path().join("stderr")).unwrap(),
        ))
        .spawn()
        .unwrap();
    let mut server = Server { child, port, home };
    for _ in 0..400 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some(server);
        }
        if server.child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    let said = |name: &str| fs::read_to_string(server.home.path().join(name)).unwrap_or_default();
    panic!(
        "{program} does not answer: {}{}",
        said("error.log"),
        said("stderr")
    );
}

/// The block in a whole configuration that touches nothing of the machine's.
fn configuration(kind: Kind, output: &Path, port: u16, home: &Path) -> String {
    let at = home.display();
    match kind {
        Kind::Nginx => {
            let user = if is_root() { "user root;\n" } else { "" };
            let temp: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
                .iter()
                .map(|name| format!("{name}_temp_path {at}/{name};\n"))
                .collect();
            format!(
                "daemon off;\npid {at}/pid;\nworker_processes 1;\n{user}events {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temp}server {{\nlisten 127.0.0.1:{port};\n{}}}\n}}\n",
                snippet("nginx", output)
            )
        }
        Kind::Caddy => {
            let block = snippet("caddy", output).replacen(
                ":80 {",
                &format!(":{port} {{\n\tbind 127.0.0.1"),
                1,
            );
            format!("{{\n\tadmin off\n\tauto_https off\n}}\n{block}")
        }
        Kind::Apache => {
            let modules = Path::new("/usr/lib/apache2/modules");
            let modules: String = ["mpm_event", "authz_core", "alias", "dir", "headers", "mime"]
                .iter()
                .map(|name| {
                    format!(
                        "LoadModule {name}_module {}/mod_{name}.so\n",
                        modules.display()
                    )
                })
                .collect();
            format!(
                "ServerRoot {at}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {at}/pid\nErrorLog {at}/error.log\nTypesConfig /etc/mime.types\nDocumentRoot {at}\n{modules}{}",
                snippet("apache", output)
            )
        }
        Kind::Python => String::new(),
    }
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

/// What the README promises of its blocks; `forms` are the compressed files
/// that the server is to send as they lie.
fn serves_everything(kind: Kind, forms: &[(&str, &str)]) {
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}/a/b/");
    let ground = Ground::new(Some(&url), &[2022, 2023], GOVERNMENT);
    let output = ground.build(&["--compress"]);
    let Some(server) = start(kind, &output, port) else {
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
        assert_type(path, plain.headers.get("content-type"));
        for (encoding, extension) in forms {
            if !all.contains(&format!("{path}.{extension}")) {
                continue;
            }
            let small = server.get(&address, encoding);
            assert_eq!(small.headers["content-encoding"], *encoding, "{path}");
            assert!(small.body == fs::read(output.join(format!("{path}.{extension}"))).unwrap());
            assert!(small.body.len() < bytes.len(), "{path}");
            packed += 1;
        }
        assert!(!path.ends_with(".html.gz.gz"));
    }
    assert!(packed > 20 * forms.len() || forms.is_empty(), "{packed}");
    // A folder's page by its folder, and the way there without a slash.
    assert_eq!(server.get("/a/b/", "identity").status, 200);
    assert_eq!(server.get("/a/b/2023/dong/", "identity").status, 200);
    for bare in ["/a/b/2023/dong", "/a/b"] {
        let answer = server.get(bare, "identity");
        assert!(
            matches!(answer.status, 301 | 302 | 307 | 308),
            "{bare}: {}",
            answer.status
        );
        assert!(
            answer.headers["location"].ends_with(&format!("{bare}/")),
            "{bare}"
        );
    }
    shows_the_way_to_lost_readers(&server);
}

/// Under `nosniff` a browser uses no style sheet or script of another type.
fn assert_type(path: &str, given: Option<&String>) {
    let wanted: &[&str] = match path.rsplit('.').next().unwrap() {
        "html" => &["text/html"],
        "css" => &["text/css"],
        "js" => &["text/javascript", "application/javascript"],
        "svg" => &["image/svg+xml"],
        "png" => &["image/png"],
        _ => return,
    };
    let given = given.unwrap_or_else(|| panic!("{path} has no type"));
    assert!(
        wanted.iter().any(|w| given.starts_with(w)),
        "{path}: {given}"
    );
}

fn shows_the_way_to_lost_readers(server: &Server) {
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

#[test]
fn nginx_serves_everything_below_a_sub_path() {
    serves_everything(Kind::Nginx, &[("gzip", "gz")]);
}

#[test]
fn caddy_serves_everything_below_a_sub_path() {
    serves_everything(
        Kind::Caddy,
        &[("gzip", "gz"), ("br", "br"), ("zstd", "zst")],
    );
}

/// The tools that everybody has read back what was written.
#[test]
fn compressed_files_are_the_files_and_belong_to_the_site() {
    let ground = Ground::new(None, &[2023], "");
    let output = ground.build(&["--compress"]);
    let all = files(&output);
    for (extension, program, words) in [
        ("gz", "gzip", ["-d", "-c"]),
        ("br", "brotli", ["-d", "-c"]),
        ("zst", "zstd", ["-d", "-c"]),
    ] {
        let packed = |path: &&String| path.ends_with(&format!(".{extension}"));
        let packed: Vec<&String> = all.iter().filter(packed).collect();
        assert!(packed.len() > 20, "{extension}: {}", packed.len());
        let mut said = false;
        for path in packed {
            let plain =
                fs::read(output.join(path.strip_suffix(extension).unwrap().trim_end_matches('.')))
                    .unwrap();
            let small = fs::metadata(output.join(path)).unwrap().len();
            assert!(small < plain.len() as u64, "{path}");
            let got = Command::new(program)
                .args(words)
                .arg(output.join(path))
                .output();
            match got {
                Ok(got) => assert!(got.stdout == plain, "{path}"),
                Err(_) if said => {}
                Err(_) => {
                    said = true;
                    eprintln!("SKIPPED: there is no {program} to read back .{extension}");
                }
            }
        }
    }
    assert!(ground.run(&["verify", "output"]).status.success());
    let one = output.join("index.html.zst");
    let mut bytes = fs::read(&one).unwrap();
    bytes[40] ^= 1;
    fs::write(&one, bytes).unwrap();
    let told = ground.run(&["verify", "output"]);
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("index.html.zst"), "{told}");
    // The next build without them takes them away.
    ground.build(&[]);
    assert!(!files(&output).iter().any(|path| path.ends_with(".zst")));
}

#[test]
fn apache_serves_everything_below_a_sub_path() {
    serves_everything(Kind::Apache, &[]);
}

#[test]
fn pythons_server_shows_it_at_home() {
    let ground = Ground::new(None, &[2023], "");
    let output = ground.build(&[]);
    let Some(server) = start(Kind::Python, &output, free_port()) else {
        return;
    };
    for path in files(&output) {
        let answer = server.get(&format!("/{}", encoded(&path)), "identity");
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            answer.body == fs::read(output.join(&path)).unwrap(),
            "{path}"
        );
        assert_type(&path, answer.headers.get("content-type"));
    }
    assert_eq!(server.get("/2023/dong/", "identity").status, 200);
}

/// There is no IIS to be asked: its block is held against what its schema
/// (`IIS_schema.xml` of IIS 10) knows, against a site, and against the others.
/// A part that is already set above the folder stops IIS with status 500, so
/// each is taken away before it is set.
#[test]
fn the_configuration_for_iis_is_in_order() {
    use quick_xml::events::Event;
    /// Element, those it may stand in, and its attributes.
    const KNOWN: [(&str, &[&str], &[&str]); 17] = [
        ("configuration", &[""], &[]),
        ("location", &["configuration"], &["path"]),
        ("system.webServer", &["configuration", "location"], &[]),
        ("defaultDocument", &["system.webServer"], &[]),
        ("files", &["defaultDocument"], &[]),
        ("clear", &["files"], &[]),
        ("add", &["files"], &["value"]),
        ("staticContent", &["system.webServer"], &[]),
        ("remove", &["staticContent"], &["fileExtension"]),
        (
            "mimeMap",
            &["staticContent"],
            &["fileExtension", "mimeType"],
        ),
        (
            "clientCache",
            &["staticContent"],
            &[
                "cacheControlMode",
                "cacheControlMaxAge",
                "cacheControlCustom",
            ],
        ),
        (
            "httpErrors",
            &["system.webServer"],
            &["errorMode", "existingResponse"],
        ),
        ("remove", &["httpErrors"], &["statusCode"]),
        (
            "error",
            &["httpErrors"],
            &["statusCode", "path", "responseMode"],
        ),
        ("httpProtocol", &["system.webServer"], &[]),
        ("customHeaders", &["httpProtocol"], &[]),
        ("remove", &["customHeaders"], &["name"]),
    ];
    const HEADER: (&str, &[&str], &[&str]) = ("add", &["customHeaders"], &["name", "value"]);
    let text = block("xml");
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut above = vec![String::new()];
    let mut elements: Vec<(String, BTreeMap<String, String>)> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let element = match &event {
            Event::Start(element) | Event::Empty(element) => element,
            Event::End(_) => {
                above.pop();
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let name = AsRef::<str>::as_ref(&element.name()).to_owned();
        let parent = above.last().unwrap().as_str();
        let (_, _, allowed) = KNOWN
            .iter()
            .chain([&HEADER])
            .find(|(known, parents, _)| *known == name && parents.contains(&parent))
            .unwrap_or_else(|| panic!("{name} in {parent}"));
        let mut given = BTreeMap::new();
        for attribute in element.attributes() {
            let attribute = attribute.unwrap();
            let key = AsRef::<str>::as_ref(&attribute.key).to_owned();
            assert!(allowed.contains(&key.as_str()), "{key} of {name}");
            let value = AsRef::<str>::as_ref(&attribute.value);
            assert_eq!(given.insert(key.clone(), value.to_owned()), None, "{key}");
        }
        elements.push((name.clone(), given));
        if matches!(event, Event::Start(_)) {
            above.push(name);
        }
    }
    assert_eq!(above.len(), 1);
    let mut mapped = BTreeSet::new();
    let mut headers = BTreeMap::new();
    for pair in elements.windows(2) {
        let [(before, taken), (name, given)] = pair else {
            panic!();
        };
        let key = match name.as_str() {
            "mimeMap" => "fileExtension",
            "error" => "statusCode",
            "add" if given.contains_key("name") => "name",
            _ => continue,
        };
        assert_eq!((before.as_str(), &taken[key]), ("remove", &given[key]));
        match name.as_str() {
            "mimeMap" => assert!(mapped.insert(given[key].clone())),
            "add" => assert_eq!(
                headers.insert(given["name"].as_str(), given["value"].as_str()),
                None
            ),
            _ => assert_eq!(given["path"], "404.html"),
        }
    }
    for (name, value) in &headers {
        for other in ["nginx", "caddy", "apache"] {
            let line = format!("{name} \"{value}\"");
            assert!(block(other).contains(&line), "{other}: {line}");
        }
    }
    assert_eq!(headers.len(), 2);
    // Caching: the folder as a whole, and the one with hashes in its names.
    let caches: Vec<_> = elements
        .iter()
        .filter(|(n, _)| n == "clientCache")
        .collect();
    assert_eq!(caches[0].1["cacheControlMode"], "DisableCache");
    assert_eq!(caches[1].1["cacheControlMaxAge"], "365.00:00:00");
    let place = elements.iter().find(|(n, _)| n == "location").unwrap();
    let ground = Ground::new(Some("https://a.gov.cn/x/"), &[2023], GOVERNMENT);
    let output = ground.build(&[]);
    assert!(output.join(&place.1["path"]).is_dir());
    for (name, given) in &elements {
        let file = match name.as_str() {
            "error" => &given["path"],
            "add" if given.contains_key("value") && !given.contains_key("name") => &given["value"],
            _ => continue,
        };
        assert!(output.join(file).is_file(), "{file}");
    }
    // Kinds that IIS 8 to 10 knows by itself.
    let known = "html css js xml svg csv tsv txt xlsx xls png jpg gif ico pdf doc docx ppt pptx \
                 rtf zip gz tar mp3 m4a wav ogg mp4 m4v mov webm";
    let mut kinds: BTreeSet<String> = files(&output)
        .iter()
        .filter_map(|path| Some(path.rsplit_once('.')?.1.to_owned()))
        .collect();
    let attachments = concat!(env!("CARGO_MANIFEST_DIR"), "/src/page/attachment.rs");
    let attachments = fs::read_to_string(attachments).unwrap();
    let list = attachments.split("const KINDS").nth(1).unwrap();
    let list = list.split("= [").nth(1).unwrap().split(']').next().unwrap();
    kinds.extend(list.split('"').skip(1).step_by(2).map(str::to_owned));
    assert!(kinds.len() > 30, "{kinds:?}");
    for kind in &kinds {
        let is_known = known.split_whitespace().any(|k| k == kind);
        assert!(is_known || mapped.contains(&format!(".{kind}")), "{kind}");
    }
}
