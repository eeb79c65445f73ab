//! A showcase's own files over a theme's: one file at a time, and what a style
//! sheet names.

use super::ground::Ground;
use std::fs;
use std::process::{Command, Output};

fn read(ground: &Ground, path: &str) -> String {
    std::fs::read_to_string(ground.path(path)).unwrap()
}

/// The name of the asset in a folder of `output/assets/` that begins with
/// `start` and ends with `end`.
fn asset(ground: &Ground, folder: &str, start: &str, end: &str) -> String {
    let folder = ground.path(&format!("output/assets/{folder}"));
    let names = std::fs::read_dir(folder).unwrap();
    let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .find(|name| name.starts_with(start) && name.ends_with(end))
        .unwrap()
}

fn css(ground: &Ground, name: &str) -> String {
    let name = asset(ground, "", name, ".css");
    read(ground, &format!("output/assets/{name}"))
}

#[test]
fn one_file_is_replaced_and_the_others_stay() {
    let ground = Ground::new(None, &[2024], "");
    ground.build(&[]);
    let before = asset(&ground, "", "search.", ".js");
    let page = "{% extends \"builtin/page.html\" %}{% block head %}<meta name=\"own\" content=\"1\">{% endblock head %}";
    ground.write("themes/hong/templates/page.html", page.as_bytes());
    ground.write("themes/hong/theme.toml", b"[light]\naccent = \"#123456\"\n");
    ground.build(&[]);
    assert!(read(&ground, "output/about/index.html").contains("name=\"own\""));
    assert!(!read(&ground, "output/index.html").contains("name=\"own\""));
    assert_eq!(asset(&ground, "", "search.", ".js"), before);
    let css = css(&ground, "site.");
    assert!(css.contains("#123456") && css.contains(".masthead"));
}

#[test]
fn files_that_a_style_sheet_names_are_found_under_their_hash() {
    let ground = Ground::new(None, &[2024], "");
    let site = "body{background:url(纸/paper.svg)}";
    ground.write("themes/hong/static/site.css", site.as_bytes());
    let more = b"p{cursor:url('./icon.svg'),auto}";
    ground.write("themes/hong/static/more.css", more);
    let paper = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    ground.write("themes/hong/static/纸/paper.svg", paper);
    ground.build(&[]);
    let paper = asset(&ground, "纸", "paper.", ".svg");
    let sheet = css(&ground, "site.");
    assert!(sheet.contains(&format!("url(纸/{paper})")), "{sheet}");
    // Structure and temper are one file.
    assert!(sheet.contains(".masthead h1{"), "{sheet}");
    let more = css(&ground, "more.");
    let icon = asset(&ground, "", "icon.", ".svg");
    assert!(more.contains(&format!("url('{icon}')")), "{more}");
    // In the file that stands alone they are inside.
    let single = read(&ground, "output/2024/dong/dong.html");
    assert!(single.contains("url(data:image/svg+xml;base64,"));
    assert!(!single.contains("paper.") && !single.contains("icon."));
}

#[test]
fn what_a_style_sheet_names_in_vain_is_told_with_its_place() {
    let ground = Ground::new(None, &[2024], "");
    let site =
        b"@import 'more.css';\nbody{background:url(gone.png) url(https://cdn.example.com/a.png)}";
    ground.write("themes/hong/static/site.css", site);
    ground.write("themes/hong/static/more.css", b"p{}");
    let output = ground.run(&["build"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    for told in [
        "themes/hong/static/site.css:1:10: error[theme-invalid]: @import has no effect",
        "themes/hong/static/site.css:2:21: error[theme-invalid]: the style sheet names a file that is not in static/: `gone.png`",
        "site.css:2:35: error[theme-invalid]: the style sheet names `https://cdn.example.com/a.png`",
    ] {
        assert!(said.contains(told), "{told} is not in\n{said}");
    }
}

#[test]
fn charts_that_cannot_be_seen_on_a_page_of_its_own_colour_are_told() {
    let ground = Ground::new(None, &[2024], "");
    let theme = b"base = \"hong\"\n\n[light]\npaper = \"#d8c8a8\"\n";
    ground.write("themes/hong/theme.toml", theme);
    let output = ground.run(&["build"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    for key in ["c2 (#c08429)", "c4 (#457c70)"] {
        let told = format!(
            "themes/hong/theme.toml:4:1: error[theme-invalid]: light palette: {key} of the charts on the page's paper (#d8c8a8)"
        );
        assert!(said.contains(&told), "{told} is not in\n{said}");
    }
    assert!(!said.contains("palette: c1"), "{said}");
}

/// The program run as somebody whom the rights on files bind; `None`, said
/// aloud, where that cannot be. A superuser goes into a name space where being
/// one counts for nothing.
#[cfg(unix)]
fn run_bound(ground: &Ground, words: &[&str]) -> Option<Output> {
    use std::os::unix::fs::PermissionsExt as _;
    ground.write("probe", b"");
    let probe = ground.path("probe");
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o000)).unwrap();
    let xunli = env!("CARGO_BIN_EXE_xunli");
    let run = |before: &[&str], line: &[&str]| {
        let line = [before, line].concat();
        let mut command = Command::new(line[0]);
        command.args(&line[1..]).current_dir(ground.path("."));
        command.output().unwrap()
    };
    let binds = |before: &&[&str]| {
        let lived = run(before, &["true"]).status.success();
        lived && !run(before, &["cat", "probe"]).status.success()
    };
    let ways: [&[&str]; 2] = [&["env"], &["unshare", "--user"]];
    let Some(way) = ways.iter().find(|way| binds(way)) else {
        println!("skipped: rights on files do not bind here");
        return None;
    };
    let options: &[&str] = &["--lang", "en", "--format", "short"];
    Some(run(way, &[&[xunli], words, options].concat()))
}

#[cfg(unix)]
#[test]
fn a_themes_folder_that_cannot_be_read_was_passed_over() {
    use std::os::unix::fs::PermissionsExt as _;
    for folder in ["themes", "themes/hong"] {
        let ground = Ground::new(None, &[2024], "");
        ground.write("themes/hong/static/site.css", b"p{}");
        let closed = ground.path(folder);
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let output = run_bound(&ground, &["check"]);
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
        let Some(output) = output else { return };
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        let told = "themes/hong: error[file-unreadable]: the f";
        assert!(said.contains(told), "{folder}: {said}");
        assert!(said.contains("cannot be read: no permission"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_countys_folder_that_cannot_be_read_was_told_twice() {
    use std::os::unix::fs::PermissionsExt as _;
    let ground = Ground::new(None, &[2024], "");
    let closed = ground.path("content/2024/dong");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let output = run_bound(&ground, &["check"]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    let Some(output) = output else { return };
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let told =
        "content/2024/dong: error[file-unreadable]: the folder cannot be read: no permission";
    assert!(said.contains(told), "{said}");
    assert!(!said.contains("case-missing"), "{said}");
}

#[test]
fn a_file_of_a_theme_may_not_be_larger_than_memory() {
    let ground = Ground::new(None, &[2024], "");
    ground.write("themes/hong/static/fonts.bin", b"");
    let file = fs::File::options()
        .write(true)
        .open(ground.path("themes/hong/static/fonts.bin"));
    let file = file.unwrap();
    file.set_len(32 << 20).unwrap();
    ground.build(&[]);
    // A hole in the disk, of any size.
    file.set_len(1 << 40).unwrap();
    let output = ground.run(&["build"]);
    let said = String::from_utf8(output.stderr).unwrap();
    let told = "themes/hong/static/fonts.bin: error[file-too-large]: the file is too large; a theme's files may have 32 MB";
    assert!(!output.status.success() && said.contains(told), "{said}");
}

#[test]
fn three_thousand_templates_in_a_chain_took_twenty_seconds() {
    let ground = Ground::new(None, &[2024], "");
    for n in 0..501 {
        let next = format!("{{% include \"t{}.html\" %}}", n + 1);
        let name = format!("themes/hong/templates/t{n}.html");
        ground.write(&name, next.as_bytes());
    }
    let output = ground.run(&["build"]);
    let said = String::from_utf8(output.stderr).unwrap();
    let told =
        "themes/hong/templates: error[theme-invalid]: the theme has 501 templates; it may have 500";
    assert!(said.contains(told), "{said}");
    // The others are not told of as well.
    assert!(said.contains("\n1 error"), "{said}");
}

/// Bytes that the system says it could give.
#[cfg(target_os = "linux")]
fn memory_to_spare() -> u64 {
    let said = fs::read_to_string("/proc/meminfo").unwrap();
    let line = said.lines().find_map(|l| l.strip_prefix("MemAvailable:"));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    kilobytes.trim().parse::<u64>().unwrap() << 10
}

#[cfg(target_os = "linux")]
#[test]
fn a_template_that_fills_the_memory_is_named_before_it_does() {
    if memory_to_spare() < 10 << 30 {
        println!("skipped: too little memory to fill any");
        return;
    }
    let ground = Ground::new(None, &[2024], "");
    ground.build(&[]);
    let before = read(&ground, "output/manifest.json");
    let double = "{% set x = x ~ x %}".repeat(35);
    let page = format!("{{% set x = \"aaaaaaaaaa\" %}}{double}");
    ground.write("themes/hong/templates/page.html", page.as_bytes());
    let output = ground.run(&["build"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let told = "themes/hong/templates/page.html: error[template]: one page by the template `page.html` takes more and more memory; stopped";
    assert!(said.contains(told), "{said}");
    assert_eq!(read(&ground, "output/manifest.json"), before);
}
