//! theme.toml: colours for light and dark, and font stacks.

use super::builtin;
use crate::chart::{Hex, Palette, Problem, Under};
use crate::content::read_block;
use crate::finding::{Code, Finding, Findings, Place, Source};
use crate::text;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use toml::Spanned;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSettings {
    base: Option<Spanned<String>>,
    fonts: Option<BTreeMap<String, Spanned<String>>>,
    light: Option<BTreeMap<String, Spanned<String>>>,
    dark: Option<BTreeMap<String, Spanned<String>>>,
    charts: Option<Palette>,
}

/// A theme's settings, checked.
#[derive(Debug)]
pub(super) struct Settings {
    /// The built-in theme that a showcase's own theme is based on.
    pub(super) base: Option<String>,
    fonts: BTreeMap<String, String>,
    light: BTreeMap<String, String>,
    dark: BTreeMap<String, String>,
    charts: Palette,
    has_charts: bool,
}

impl Settings {
    pub(super) fn read(source: &Arc<Source>, findings: &mut Findings) -> Settings {
        let raw: RawSettings = read_block(source, source.text(), 0, findings);
        let mut plain = |table: Option<BTreeMap<String, Spanned<String>>>| {
            let mut kept = BTreeMap::new();
            for (name, value) in table.unwrap_or_default() {
                let span = value.span();
                let value = value.into_inner();
                if is_variable(&name) && is_plain(&value) {
                    kept.insert(name, value);
                } else {
                    findings.push(not_css(&name, Place::at(source, span)));
                }
            }
            kept
        };
        let (fonts, light, dark) = (plain(raw.fonts), plain(raw.light), plain(raw.dark));
        Settings {
            base: raw.base.map(Spanned::into_inner),
            fonts,
            light,
            dark,
            has_charts: raw.charts.is_some(),
            charts: raw.charts.unwrap_or_else(Palette::hong),
        }
    }

    /// A built-in theme's settings.
    pub(super) fn built_in(name: &str) -> Option<Settings> {
        let files = builtin::files(name)?;
        let file = files.iter().find(|f| f.path == "theme.toml")?;
        let text = String::from_utf8_lossy(file.bytes).into_owned();
        let source = Source::new(format!("themes/{name}/theme.toml"), text);
        // A test holds that the built-in files have nothing wrong in them.
        Some(Settings::read(&source, &mut Findings::new()))
    }

    /// These settings over those of the built-in theme `base`.
    pub(super) fn over(self, base: &str) -> Settings {
        let Some(mut merged) = Settings::built_in(base) else {
            return self;
        };
        merged.fonts.extend(self.fonts);
        merged.light.extend(self.light);
        merged.dark.extend(self.dark);
        if self.has_charts {
            merged.charts = self.charts;
        }
        merged
    }

    /// What is wrong with the colours of charts, on their ground and on the page.
    pub(super) fn unreadable(&self) -> Vec<Problem> {
        let under = |table: &BTreeMap<String, String>| {
            let color = |name: &str| table.get(name).and_then(|c| Hex::parse(c));
            Under {
                paper: color("paper"),
                sheet: color("sheet"),
            }
        };
        let mut problems = self.charts.check();
        problems.extend(
            self.charts
                .check_on(&under(&self.light), &under(&self.dark)),
        );
        problems
    }

    pub(super) fn palette(&self) -> &Palette {
        &self.charts
    }

    /// The settings as CSS variables: light, dark by the reader's system, dark
    /// by the page's switch; paper is always light.
    pub(super) fn variables(&self) -> String {
        let mut css = String::new();
        let mut rule = |start: &str, tables: &[(&str, &BTreeMap<String, String>)], end: &str| {
            css.push_str(start);
            for (prefix, table) in tables {
                for (name, value) in *table {
                    // Writing to a String cannot fail.
                    let _ = write!(css, "--{prefix}{name}:{value};");
                }
            }
            css.push_str(end);
        };
        rule(
            ":root{",
            &[("font-", &self.fonts), ("", &self.light)],
            "}\n",
        );
        rule(
            "@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){",
            &[("", &self.dark)],
            "}}\n",
        );
        rule(
            "@media screen{:root[data-theme=dark]{",
            &[("", &self.dark)],
            "}}\n",
        );
        css
    }
}

fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Nothing that ends a declaration, opens another, or takes in what follows.
fn is_plain(value: &str) -> bool {
    let refused = ["url(", "src(", "image-set(", "/*"];
    let lower = value.to_ascii_lowercase();
    !value.is_empty()
        && !value.contains([';', '{', '}', '[', ']', '<', '\\', '\n', '@'])
        && !refused.iter().any(|word| lower.contains(word))
        && is_closed(value)
}

/// Whether all quotation marks and brackets that it opens are closed in it.
fn is_closed(value: &str) -> bool {
    let (mut quote, mut depth) = (None, 0_usize);
    for c in value.chars() {
        match (quote, c) {
            (Some(mark), _) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => return false,
            (None, ')') => depth -= 1,
            _ => {}
        }
    }
    quote.is_none() && depth == 0
}

fn not_css(name: &str, place: Place) -> Finding {
    let message = text!(
        "“{name}”的值不能用在样式里",
        "the value of `{name}` cannot stand in a style sheet"
    );
    Finding::new(Code::ThemeInvalid, place, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_opened_a_comment_took_the_style_sheet_along() {
        for value in [
            "#fff",
            "rgb(0 0 0 / 50%)",
            "\"Noto Serif SC\", 'A(', serif",
            "calc((1px))",
        ] {
            assert!(is_plain(value), "{value}");
        }
        for value in [
            "#fff/*",
            "#fff\"",
            "'a",
            "rgb(0 0 0",
            "#fff)",
            "[a",
            "",
            "#fff;}",
        ] {
            assert!(!is_plain(value), "{value}");
        }
    }

    #[test]
    fn built_in_settings_have_nothing_wrong_in_them() {
        for name in builtin::NAMES {
            let files = builtin::files(name).unwrap();
            let file = files.iter().find(|f| f.path == "theme.toml").unwrap();
            let source = Source::new("theme.toml", String::from_utf8_lossy(file.bytes));
            let mut findings = Findings::new();
            let settings = Settings::read(&source, &mut findings);
            assert_eq!(findings.sorted(), []);
            assert!(settings.has_charts, "{name}");
            assert_eq!(settings.unreadable(), [], "{name}");
        }
    }

    #[test]
    fn colours_of_charts_of_a_wrong_type_were_to_be_something_else() {
        let files = builtin::files("hong").unwrap();
        let file = files.iter().find(|f| f.path == "theme.toml").unwrap();
        let sound = String::from_utf8_lossy(file.bytes);
        let told = |old: &str, new: &str| {
            let line = sound.lines().find(|line| line.starts_with(old)).unwrap();
            let source = Source::new("theme.toml", sound.replacen(line, new, 1));
            let mut findings = Findings::new();
            Settings::read(&source, &mut findings);
            let said = |f: &Finding| format!("{} {}", f.message.zh, f.message.en);
            let all: Vec<String> = findings.sorted().iter().map(said).collect();
            all.join("; ")
        };
        for (old, new, message) in [
            (
                "c1",
                "c1 = 3",
                "这里要写文字，写成了整数 expected text, found a whole number",
            ),
            (
                "c1",
                "c1 = \"red\"",
                "“red”不是颜色 “red” is not a colour like #a0131a",
            ),
            ("c1", "", "这一段少了“c1” this table lacks `c1`"),
            (
                "sequential",
                "sequential = \"#a0131a\"",
                "这里要写五种颜色的列表，写成了文字 expected a list of five colours, found text",
            ),
            (
                "sequential",
                "sequential = [\"#a0131a\"]",
                "这里的写法不对，要写五种颜色的列表 expected a list of five colours",
            ),
        ] {
            assert_eq!(told(old, new), message, "{new}");
        }
    }

    #[test]
    fn what_is_dark_on_a_screen_is_dark_on_white_on_paper() {
        let source = Source::new(
            "t.toml",
            "[light]\nink = \"#111\"\n[dark]\nink = \"#eee\"\n",
        );
        let settings = Settings::read(&source, &mut Findings::new());
        let css = settings.variables();
        let dark: Vec<&str> = css.lines().filter(|line| line.contains("#eee")).collect();
        assert_eq!(dark.len(), 2);
        assert!(dark.iter().all(|line| line.starts_with("@media screen")));
    }

    #[test]
    fn a_value_cannot_break_out_of_its_declaration() {
        let source = Source::new("t.toml", "[light]\npage = \"red;} body{display:none\"\n");
        let mut findings = Findings::new();
        let settings = Settings::read(&source, &mut findings);
        assert_eq!(findings.sorted().len(), 1);
        assert!(!settings.variables().contains("display"));
    }

    #[test]
    fn a_value_in_capitals_loaded_from_another_host() {
        for value in ["URL(//example.com/a)", "Image-Set('//example.com/a' 1x)"] {
            let source = Source::new("t.toml", format!("[light]\npage = \"{value}\"\n"));
            let mut findings = Findings::new();
            Settings::read(&source, &mut findings);
            assert_eq!(findings.sorted().len(), 1, "{value}");
        }
    }
}
