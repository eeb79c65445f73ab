//! A showcase's own files over a theme's: one file at a time, and what a style
//! sheet names.

use super::ground::Ground;

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
