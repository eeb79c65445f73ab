//! The preview through the real binary: what an editor sees who saves, and
//! what a stranger's page in the same browser does not.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "serve/memory.rs"]
mod memory;
#[path = "serve/preview.rs"]
mod preview;

use preview::{Preview, connect, lay, xunli};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

const DONG: &str = "content/2024/dong/index.md";

fn generation(state: &Value) -> String {
    state["generation"].as_str().unwrap().to_owned()
}

#[test]
fn a_save_is_announced_when_the_new_page_is_there() {
    let preview = Preview::start();
    let mut events = preview.events();
    let first = generation(&events.next());
    assert_eq!(preview.get("/").header("x-xunli-generation"), first);
    preview.replace(DONG, "一村一策", "因村施策");
    let second = generation(&events.next());
    assert_ne!(first, second);
    let page = preview.get("/2024/dong/");
    assert_eq!(page.header("x-xunli-generation"), second);
    assert!(page.text().contains("因村施策"));
    assert!(
        page.text()
            .contains(&format!("data-generation=\"{second}\""))
    );
}

#[test]
fn files_that_come_move_and_go_are_followed() {
    let preview = Preview::start();
    let mut events = preview.events();
    events.next();
    let about = "+++\ntitle = \"关于\"\n+++\n\n关于这个专题。\n";
    let status = |path: &str| preview.get(path).status;
    assert_eq!(status("/about/index.html"), 404);
    preview.write("content/about.md", about);
    events.next();
    assert_eq!(status("/about/index.html"), 200);
    fs::rename(
        preview.path("content/about.md"),
        preview.path("content/contact.md"),
    )
    .unwrap();
    events.next();
    assert_eq!(
        (status("/about/index.html"), status("/contact/index.html")),
        (404, 200)
    );
    fs::remove_file(preview.path("content/contact.md")).unwrap();
    events.next();
    assert_eq!(status("/contact/index.html"), 404);
    // A folder that was not there at the start.
    preview.write("themes/hong/static/site.css", "body { color: red }\n");
    events.next();
    let page = preview.get("/").text();
    let style = page
        .split("href=\"assets/site.")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    assert!(
        preview
            .get(&format!("/assets/site.{style}"))
            .text()
            .contains("color: red")
    );
}

/// As editors save: beside, then over the old file.
#[test]
fn a_file_put_in_place_of_another_is_followed() {
    let preview = Preview::start();
    let mut events = preview.events();
    events.next();
    let text = fs::read_to_string(preview.path(DONG)).unwrap();
    preview.write(
        "content/2024/dong/.index.md.new",
        &text.replace("一村一策", "因村施策"),
    );
    fs::rename(
        preview.path("content/2024/dong/.index.md.new"),
        preview.path(DONG),
    )
    .unwrap();
    events.next();
    assert!(preview.get("/2024/dong/").text().contains("因村施策"));
}

#[test]
fn a_save_that_changes_nothing_reloads_nothing() {
    let preview = Preview::start();
    let mut events = preview.events();
    let first = generation(&events.next());
    let text = fs::read_to_string(preview.path(DONG)).unwrap();
    preview.write(DONG, &text);
    preview.wait_for_saying("ready in", 2);
    preview.replace(DONG, "一村一策", "因村施策");
    let next = generation(&events.next());
    let number = |name: &str| name.rsplit('-').next().unwrap().parse::<u32>().unwrap();
    assert_eq!(number(&next), number(&first) + 1);
}

#[test]
fn errors_leave_the_last_good_site_with_the_findings_over_it() {
    let preview = Preview::start();
    let mut events = preview.events();
    let good = events.next();
    assert_eq!((&good["errors"], &good["panel"]), (&0.into(), &"".into()));
    preview.replace(DONG, "{{villages}}", "{{<b>vilages}}");
    let bad = events.next();
    assert_eq!(bad["generation"], good["generation"]);
    assert_eq!(bad["errors"], 1);
    let panel = bad["panel"].as_str().unwrap();
    let place = "content/2024/dong/index.md:6:4";
    assert!(panel.contains(&format!("<code>{place}")), "{panel}");
    assert!(panel.contains(&format!("data-copy=\"{place}")), "{panel}");
    assert!(!panel.contains("<b>vilages"), "{panel}");
    assert!(preview.said().contains(place));
    let page = preview.get("/2024/dong/");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("一村一策"));
    preview.replace(DONG, "{{<b>vilages}}", "{{villages}}");
    let mended = events.next();
    assert_eq!(
        (&mended["errors"], &mended["panel"]),
        (&0.into(), &"".into())
    );
}

#[test]
fn warnings_are_shown_without_holding_the_site_back() {
    let preview = Preview::start();
    let mut events = preview.events();
    events.next();
    preview.write("content/2024/dong/nobody.pdf", "x");
    let state = events.next();
    assert_eq!(state["errors"], 0);
    assert!(
        state["panel"].as_str().unwrap().contains("1 warning<"),
        "{state}"
    );
}

/// What `check` warns of is known to somebody who only looks at the preview.
#[test]
fn the_warnings_include_the_proofreading() {
    let preview = Preview::start();
    let mut events = preview.events();
    events.next();
    preview.get("/2024/dong/");
    preview.replace(DONG, "一村一策", "一村一策,因村施策");
    let state = events.wait(|state| state["panel"].as_str().unwrap().contains("1 warning<"));
    assert!(
        state["panel"]
            .as_str()
            .unwrap()
            .contains("punctuation-half"),
        "{state}"
    );
    // While the next site is made, the count neither goes nor comes again.
    preview.replace(DONG, "东县的做法", "东县的办法");
    let next = events.wait(|next| next["generation"] != state["generation"]);
    assert_eq!(next["report"], state["report"]);
}

#[test]
fn before_there_is_a_site_a_plain_page_lists_what_is_wrong() {
    let preview = Preview::start_with(&["--port", "0"], |root| {
        fs::remove_file(root.join("content/2024/xi/index.md")).unwrap();
    });
    let page = preview.get("/2024/dong/");
    assert_eq!(page.status, 503);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text();
    assert!(text.contains("content/2024/xi"), "{text}");
    let mut events = preview.events();
    let none = events.next();
    assert!(text.contains(&format!("data-generation=\"{}\"", generation(&none))));
    preview.write(
        "content/2024/xi/index.md",
        "+++\nname = \"西县\"\ntitle = \"西\"\n+++\n\n西县的事。\n",
    );
    let some = events.next();
    assert_ne!(some["generation"], none["generation"]);
    assert_eq!(preview.get("/2024/dong/").status, 200);
}

#[test]
fn a_showcase_without_content_is_followed_once_it_comes() {
    let preview = Preview::start_with(&["--port", "0"], |root| {
        fs::rename(root.join("content"), root.join("later")).unwrap();
    });
    let mut events = preview.events();
    assert_eq!(events.next()["errors"], 1);
    fs::rename(preview.path("later"), preview.path("content")).unwrap();
    events.wait(|state| state["errors"] == 0);
    assert_eq!(preview.get("/").status, 200);
}

fn below(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        if path.is_dir() {
            all.extend(below(&path));
            all.insert(name, None);
        } else {
            all.insert(name, fs::read(&path).ok());
        }
    }
    all
}

#[test]
fn nothing_is_written_and_built_pages_know_nothing_of_it() {
    let preview = Preview::start();
    let before = below(&preview.root());
    preview.events().next();
    preview.get("/2024/dong/");
    assert_eq!(below(&preview.root()), before);
    let status = xunli()
        .arg("build")
        .current_dir(preview.root())
        .output()
        .unwrap()
        .status;
    assert!(status.success());
    for (path, bytes) in below(&preview.path("output")) {
        let text = String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned();
        assert!(!text.contains("_xunli"), "{path}");
    }
}

#[test]
fn pages_and_files_come_with_their_kind_and_the_policy() {
    let preview = Preview::start();
    let page = preview.get("/");
    let style = page
        .text()
        .split("href=\"assets/")
        .filter_map(|rest| rest.split('"').next())
        .find(|name| name.ends_with(".css"))
        .unwrap()
        .to_owned();
    for (path, kind) in [
        ("/".to_owned(), "text/html; charset=utf-8"),
        (format!("/assets/{style}"), "text/css; charset=utf-8"),
        (
            "/2024/data/figures.csv".to_owned(),
            "text/csv; charset=utf-8",
        ),
        (
            "/_xunli/preview.js".to_owned(),
            "text/javascript; charset=utf-8",
        ),
        ("/_xunli/preview.css".to_owned(), "text/css; charset=utf-8"),
        ("/nothing".to_owned(), "text/html; charset=utf-8"),
    ] {
        let reply = preview.get(&path);
        assert_eq!(reply.header("content-type"), kind, "{path}");
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(
            reply.header("content-security-policy"),
            "default-src 'self'; frame-ancestors 'self'",
            "{path}"
        );
        assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
        assert!(reply.is_whole(), "{path}");
        let head = preview.ask(&format!("HEAD {path} HTTP/1.1"), &[("Host", "localhost")]);
        assert_eq!(head.status, reply.status, "{path}");
        assert_eq!(
            head.header("content-length"),
            reply.header("content-length"),
            "{path}"
        );
        assert!(head.body.is_empty(), "{path}");
    }
    let head = preview.ask("HEAD /_xunli/events HTTP/1.1", &[("Host", "localhost")]);
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn a_folder_without_its_slash_leads_there_and_nowhere_else() {
    let preview = Preview::start();
    let reply = preview.get("/2024/dong?a=b");
    assert_eq!(
        (reply.status, reply.header("location")),
        (307, "/2024/dong/?a=b")
    );
    for path in ["//2024/dong", "//evil.example/2024", "/2024//dong"] {
        assert_eq!(preview.get(path).status, 400, "{path}");
    }
}

#[test]
fn an_address_that_leads_nowhere_shows_the_sites_own_page_at_any_depth() {
    let preview = Preview::start();
    let reply = preview.get("/2024/nowhere/at/all");
    assert_eq!(reply.status, 404);
    let text = reply.text();
    assert!(
        text.contains("<base href=\"/\">") && text.contains("/_xunli/preview.js"),
        "{text}"
    );
    assert!(text.contains("两县一年"), "{text}");
}

#[test]
fn only_this_machines_names_are_answered() {
    let preview = Preview::start();
    let port = preview.port;
    let status = |headers: &[(&str, &str)]| preview.ask("GET / HTTP/1.1", headers).status;
    for host in [
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "[::1]",
        &format!("localhost:{port}"),
        "127.0.0.1:9",
    ] {
        assert_eq!(status(&[("Host", host)]), 200, "{host}");
    }
    for host in [
        "evil.example",
        "evil.example:80",
        &format!("evil.example:{port}"),
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.nip.io",
        "localhost@evil.example",
        "evil.example#localhost",
        "localhost:80@evil.example",
        "localhost:",
        "localhost.",
        "0.0.0.0",
        "127.0.0.2",
        "127.1",
        "2130706433",
        "0x7f.1",
        "[::]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "",
    ] {
        assert_eq!(status(&[("Host", host)]), 403, "{host}");
    }
    assert_eq!(status(&[]), 403);
    assert_eq!(
        status(&[("Host", "localhost"), ("Host", "evil.example")]),
        403
    );
    assert_eq!(
        status(&[("X-Forwarded-Host", "localhost"), ("Host", "evil.example")]),
        403
    );
    assert_eq!(preview.ask("GET / HTTP/1.0", &[]).status, 403);
}

#[test]
fn pages_of_other_sites_are_not_answered() {
    let preview = Preview::start();
    let host = format!("127.0.0.1:{}", preview.port);
    let own = format!("http://{host}");
    for path in ["/_xunli/events", "/_xunli/preview.js", "/"] {
        let ask = |name: &str, value: &str| {
            let method = format!("HEAD {path} HTTP/1.1");
            preview
                .ask(&method, &[("Host", &host), (name, value)])
                .status
        };
        assert_eq!(ask("Origin", &own), 200, "{path}");
        for origin in [
            "null",
            "",
            "http://evil.example",
            "https://evil.example",
            "http://127.0.0.1",
            "http://127.0.0.1:1",
            &format!("https://{host}"),
            &format!("{own}.evil.example"),
            &format!("{own}/"),
            &format!("http://evil.example@{host}"),
            &format!("http://localhost:{}", preview.port),
            &format!("{own} {own}"),
            "file://",
            "chrome-extension://abc",
        ] {
            assert_eq!(ask("Origin", origin), 403, "{path} {origin}");
        }
        let status = if path == "/" { 200 } else { 403 };
        for site in ["cross-site", "same-site"] {
            assert_eq!(ask("Sec-Fetch-Site", site), status, "{path} {site}");
        }
        assert_eq!(ask("Sec-Fetch-Site", "same-origin"), 200, "{path}");
    }
}

#[test]
fn only_get_and_head() {
    let preview = Preview::start();
    for method in [
        "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "X",
    ] {
        for path in ["/", "/_xunli/events"] {
            let reply = preview.ask(
                &format!("{method} {path} HTTP/1.1"),
                &[("Host", "localhost")],
            );
            assert_eq!(reply.status, 405, "{method} {path}");
            assert_eq!(reply.header("allow"), "GET, HEAD");
        }
    }
    let reply = preview.ask("CONNECT localhost:80 HTTP/1.1", &[("Host", "localhost")]);
    assert_eq!(reply.status, 405);
}

/// Spellings under which servers have given away what they should not. After
/// a good one of each kind, none may give anything but a refusal.
#[test]
fn no_spelling_of_a_path_leaves_the_site() {
    let preview = Preview::start();
    let secret = preview.path("secret.txt").display().to_string();
    let drive = secret.replace('/', "\\");
    let corpus = [
        "/../secret.txt",
        "/../../secret.txt",
        "/../../../../../../../../etc/passwd",
        "/2024/../../secret.txt",
        "/2024/dong/../../../secret.txt",
        "/assets/../../secret.txt",
        "/./../secret.txt",
        "/.../secret.txt",
        "/....//secret.txt",
        "/..../secret.txt",
        "/..;/secret.txt",
        "/..%00/secret.txt",
        "/..%0d/secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E/secret.txt",
        "/.%2e/secret.txt",
        "/%2e./secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%2fsecret.txt",
        "/..%2Fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/2024\\..\\..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/%5c%5chost%5cshare",
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%252fsecret.txt",
        "/..%255csecret.txt",
        "/%25252e%25252e/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/..%c0%afsecret.txt",
        "/..%c1%9csecret.txt",
        "/%e0%80%ae%e0%80%ae/secret.txt",
        "/%uff0e%uff0e/secret.txt",
        "/%ef%bc%8e%ef%bc%8e/secret.txt",
        "/..%ef%bc%8fsecret.txt",
        "/..%e2%88%95secret.txt",
        "/%",
        "/%2",
        "/%zz",
        "/%%32%65%%32%65/secret.txt",
        "//secret.txt",
        "///etc/passwd",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/%2f%2fetc/passwd",
        "/etc/passwd",
        "/C:/Windows/win.ini",
        "/c:secret.txt",
        "/C%3a/Windows/win.ini",
        "/index.html::$DATA",
        "/index.html%00.png",
        "/index.html%00",
        "/index.html/",
        "/index.html/../../secret.txt",
        "/index.html.",
        "/index.html%20",
        "/secret.txt",
        "/content/site.toml",
        "/2024/dong/index.md",
        "/2024/dong/figures.toml",
        "/.git/config",
        "/~root/secret.txt",
        "/proc/self/environ",
        "/dev/stdin",
        "/con",
        "/aux.html",
        "/_xunli/",
        "/_xunli/../secret.txt",
        "/_xunli/..%2f..%2fsecret.txt",
        "/_xunli/preview.js/../../secret.txt",
        "/_xunli/preview.js%00",
        "/_xunli//events",
        "../secret.txt",
        "secret.txt",
        "*",
        "http://localhost/",
        "http://127.0.0.1/index.html",
        "http://evil.example/",
        "file:///etc/passwd",
        "localhost:80",
        secret.as_str(),
        drive.as_str(),
    ];
    assert_eq!(corpus.iter().collect::<BTreeSet<_>>().len(), corpus.len());
    assert_eq!(preview.get("/index.html").status, 200);
    assert_eq!(preview.get("/%69ndex.html?../secret.txt").status, 200);
    for path in corpus {
        let reply = preview.get(path);
        assert!(
            [400, 404].contains(&reply.status),
            "{} for {path}",
            reply.status
        );
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        for leak in ["TOP SECRET", "root:", "[publisher]", "[figures"] {
            assert!(!text.contains(leak), "{leak} for {path}");
        }
    }
}

#[test]
fn broken_requests_do_no_harm() {
    let preview = Preview::start();
    let long = "a".repeat(1 << 20);
    for request in [
        "\r\n\r\n\r\n\r\nGET".to_owned(),
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}".to_owned(),
        format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {long}\r\n\r\n"),
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"
            .to_owned(),
    ] {
        let mut stream = connect(preview.port);
        // The server may hang up before it has read everything.
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply);
        let reply = String::from_utf8_lossy(&reply);
        assert!(
            reply.is_empty() || reply.starts_with("HTTP/1.1 4"),
            "{reply}"
        );
    }
    assert_eq!(preview.get("/").status, 200);
}

/// Every page carries the site's title, which changes with every save.
#[test]
fn readers_during_rebuilds_get_whole_answers_of_one_generation() {
    const SAVES: usize = 12;
    let preview = Preview::start_with(&["--port", "0"], |root| {
        let site = root.join("content/site.toml");
        let text = fs::read_to_string(&site).unwrap();
        fs::write(site, text.replace("两县一年", "第0次保存")).unwrap();
    });
    let mut events = preview.events();
    events.next();
    let done = AtomicBool::new(false);
    let rounds = AtomicUsize::new(0);
    let read = || {
        let mut seen = Vec::new();
        while !done.load(Ordering::Relaxed) {
            rounds.fetch_add(1, Ordering::Relaxed);
            for path in ["/", "/2024/dong/", "/2024/xi/index.html", "/2024/data/"] {
                let reply = preview.get(path);
                assert_eq!(reply.status, 200);
                assert!(reply.is_whole(), "{path} was cut");
                let text = reply.text();
                let numbers: BTreeSet<_> = text
                    .split("第")
                    .skip(1)
                    .filter_map(|rest| rest.split_once("次保存"))
                    .map(|(number, _)| number.to_owned())
                    .collect();
                assert_eq!(numbers.len(), 1, "{numbers:?} on {path}");
                let name = reply.header("x-xunli-generation").to_owned();
                assert!(text.contains(&format!("data-generation=\"{name}\"")));
                seen.push((name, numbers));
            }
        }
        seen
    };
    let seen = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4).map(|_| scope.spawn(read)).collect();
        for save in 0..SAVES {
            let (before, after) = (format!("第{save}次"), format!("第{}次", save + 1));
            preview.replace("content/site.toml", &before, &after);
            // One save may be told twice: its first pages, then all.
            while !preview.get("/").text().contains(&after) {
                events.next();
            }
            // On a busy machine nobody might read it before the next save: one of the
            // four is through all pages when five rounds have begun.
            let enough = rounds.load(Ordering::Relaxed) + 5;
            let is_reading = |r: &std::thread::ScopedJoinHandle<'_, _>| !r.is_finished();
            while rounds.load(Ordering::Relaxed) < enough && readers.iter().all(is_reading) {
                std::thread::yield_now();
            }
        }
        done.store(true, Ordering::Relaxed);
        let seen = readers
            .into_iter()
            .flat_map(|reader| reader.join().unwrap());
        seen.collect::<BTreeSet<_>>()
    });
    let names: BTreeSet<_> = seen.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), seen.len(), "one generation, two titles");
    assert!(seen.len() >= SAVES, "{seen:?}");
}

#[test]
fn a_port_that_is_taken_gives_way_to_the_next_and_is_named() {
    // Two ports in a row, the first of them taken.
    let (taken, port) = (0..100)
        .find_map(|_| {
            let taken = TcpListener::bind("127.0.0.1:0").unwrap();
            let port = taken.local_addr().unwrap().port();
            let is_free = TcpListener::bind(("127.0.0.1", port.checked_add(1)?)).is_ok();
            is_free.then_some((taken, port))
        })
        .unwrap();
    let preview = Preview::start_with(&["--port", &port.to_string()], |_| {});
    assert!(preview.port > port);
    assert_eq!(
        preview.address,
        format!("http://127.0.0.1:{}/", preview.port)
    );
    let said = format!("port {port} is taken, using {}\n", preview.port);
    assert!(preview.said().contains(&said), "{}", preview.said());
    assert_eq!(preview.get("/").status, 200);
    drop(taken);
}

#[test]
fn it_listens_on_this_machine_alone() {
    let preview = Preview::start();
    assert!(preview.address.starts_with("http://127.0.0.1:"));
    // The same port is still free on another address of this machine.
    TcpListener::bind(("127.0.0.2", preview.port)).map_or_else(
        |error| assert_ne!(error.kind(), std::io::ErrorKind::AddrInUse),
        drop,
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_in_order() {
    let mut preview = Preview::start();
    let mut events = preview.events();
    events.next();
    let id = preview.child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args(["-INT", &id])
        .status()
        .unwrap();
    assert!(sent.success());
    events.end();
    assert_eq!(preview.child.wait().unwrap().code(), Some(0));
}

#[test]
fn copied_places_open_from_where_the_command_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("sub/showcase");
    lay(&root);
    fs::remove_file(root.join("content/2024/xi/index.md")).unwrap();
    let preview = Preview::start_with(&["--port", "0", root.to_str().unwrap()], |_| {});
    let expected = format!("data-copy=\"{}/content/2024/xi", root.display());
    let text = preview.get("/").text();
    assert!(text.contains(&expected), "{text}");
}
