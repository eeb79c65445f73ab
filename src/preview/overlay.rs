//! What the preview adds to pages: its script, and the findings laid over
//! them. Nothing of it is in a built page.
//!
//! The panel is written here and not in the script, so that it is escaped in
//! one place and stands the same on the page that is shown before there is a
//! site, which needs no script.

use crate::finding::{Finding, Language, Place, Severity, Text, visible};
use quick_xml::escape::escape;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Findings shown at most; the terminal has them all.
const MOST: usize = 200;
/// Characters of a source line shown before what is pointed at, and in all.
const BEFORE: usize = 30;
const ACROSS: usize = 100;

/// The findings of one build, ready for the browser.
#[derive(Debug, Clone)]
pub(super) struct Report {
    /// The same for the same findings: a panel that was closed stays closed
    /// until they change.
    pub(super) id: String,
    pub(super) errors: usize,
    /// HTML with errors and warnings; what is merely worth knowing stays in
    /// the terminal. Empty where there is neither.
    pub(super) panel: String,
    language: Language,
}

impl Report {
    pub(super) fn new(findings: &[Finding], language: Language, prefix: &str) -> Report {
        let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let panel = if errors + warnings > 0 {
            let title = title(errors, warnings, language);
            // Errors first, else in the order of their places.
            let mut shown: Vec<&Finding> = findings.iter().collect();
            shown.retain(|f| f.severity != Severity::Info);
            shown.sort_by_key(|f| f.severity);
            Panel { language, prefix }.whole(&title, errors > 0, &shown)
        } else {
            String::new()
        };
        let mut hasher = DefaultHasher::new();
        panel.hash(&mut hasher);
        Report {
            id: format!("{:016x}", hasher.finish()),
            errors,
            panel,
            language,
        }
    }
}

fn title(errors: usize, warnings: usize, language: Language) -> String {
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let of = |n: usize, zh: &str, en: &str| {
        (n > 0).then(|| match language {
            Language::Zh => format!("{n} 个{zh}"),
            Language::En => format!("{n} {en}{}", plural(n)),
        })
    };
    let parts = [of(errors, "错误", "error"), of(warnings, "警告", "warning")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Writes the panel.
struct Panel<'a> {
    language: Language,
    prefix: &'a str,
}

impl Panel<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    fn whole(&self, title: &str, has_errors: bool, findings: &[&Finding]) -> String {
        let class = if has_errors { "error" } else { "warning" };
        let lang = self.say("zh-CN", "en");
        let show = self.say("显示检查结果", "Show what was found");
        let close = self.say("关闭", "Close");
        let close_key = self.say("关闭（Esc）", "Close (Esc)");
        let note = if has_errors {
            self.say(
                "改好之前，页面仍是上一次没有错误的样子。",
                "Until they are mended, pages stay as they last were without errors.",
            )
        } else {
            ""
        };
        let list: String = findings
            .iter()
            .take(MOST)
            .map(|f| self.finding(f))
            .collect();
        let more = match findings.len().saturating_sub(MOST) {
            0 => String::new(),
            n => match self.language {
                Language::Zh => format!("<p class=\"more\">还有 {n} 条，见终端。</p>"),
                Language::En => format!("<p class=\"more\">{n} more are in the terminal.</p>"),
            },
        };
        format!(
            "<div class=\"{class}\" lang=\"{lang}\">\
             <button type=\"button\" class=\"pill\" title=\"{show}\" aria-expanded=\"false\">{title}</button>\
             <section class=\"panel\" aria-label=\"{title}\">\
             <header><h2 role=\"status\">{title}</h2><p>{note}</p>\
             <button type=\"button\" class=\"close\" title=\"{close_key}\" aria-label=\"{close}\">×</button></header>\
             <ol>{list}</ol>{more}</section></div>"
        )
    }

    fn finding(&self, finding: &Finding) -> String {
        let mut item = String::new();
        let (class, word) = match finding.severity {
            Severity::Error => ("error", self.say("错误", "error")),
            Severity::Warning | Severity::Info => ("warning", self.say("警告", "warning")),
        };
        // Writing to a String cannot fail.
        let _ = write!(
            item,
            "<li class=\"{class}\"><p class=\"message\"><b>{word}</b> {} <i>{}</i></p>{}{}",
            inert(finding.message.get(self.language)),
            finding.code.as_str(),
            self.place(&finding.place),
            excerpt(&finding.place),
        );
        if let Some(hint) = &finding.hint {
            let _ = write!(item, "<p class=\"hint\">{}</p>", self.text(hint));
        }
        if let Some((place, label)) = &finding.related {
            let _ = write!(
                item,
                "<p class=\"hint\">{}</p>{}",
                self.text(label),
                self.place(place)
            );
        }
        item.push_str("</li>");
        item
    }

    fn text(&self, text: &Text) -> String {
        inert(text.get(self.language))
    }

    /// `file:line:column`, as editors open it, and a button that copies it.
    fn place(&self, place: &Place) -> String {
        let path = format!("{}{}", self.prefix, place.path());
        let place = inert(&match place.position() {
            Some((line, column)) => format!("{path}:{line}:{column}"),
            None => path,
        });
        let (copy, done) = (self.say("复制", "Copy"), self.say("已复制", "Copied"));
        format!(
            "<p class=\"place\"><code>{place}</code> \
             <button type=\"button\" data-copy=\"{place}\" data-done=\"{done}\" aria-label=\"{copy} {place}\">{copy}</button></p>"
        )
    }
}

/// The line that is pointed at, cut around the marked part.
fn excerpt(place: &Place) -> String {
    let Some(source) = place.source() else {
        return String::new();
    };
    let (lines, start) = source.lines_of(&place.span());
    let line = lines.lines().next().unwrap_or("");
    if line.trim().is_empty() {
        return String::new();
    }
    let from = place.span().start.saturating_sub(start);
    let to = place.span().end.saturating_sub(start).min(line.len());
    let parts = (line.get(..from), line.get(from..to), line.get(to..));
    let (Some(before), Some(marked), Some(after)) = parts else {
        return String::new();
    };
    let skipped = before.chars().count().saturating_sub(BEFORE);
    let before: String = before.chars().skip(skipped).collect();
    let room = ACROSS.saturating_sub(before.chars().count());
    let marked: String = marked.chars().take(room).collect();
    let room = room.saturating_sub(marked.chars().count());
    let rest: String = after.chars().take(room).collect();
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    format!(
        "<pre>{}{}<mark>{}</mark>{}{}</pre>",
        cut(skipped > 0),
        inert(&before),
        inert(&marked),
        inert(&rest),
        cut(line.len() > from + marked.len() + rest.len()),
    )
}

/// Text of the content, and nothing that a browser would obey.
fn inert(text: &str) -> String {
    escape(visible(text)).into_owned()
}

fn script(name: &str) -> String {
    format!("<script src=\"/_xunli/preview.js\" data-generation=\"{name}\" defer></script>")
}

/// A page of the generation `name`, with the preview's script.
pub(super) fn with_script(page: &[u8], name: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let end = page
        .windows(END.len())
        .rposition(|w| w.eq_ignore_ascii_case(END));
    insert(page, end.unwrap_or(page.len()), &script(name))
}

/// A page whose links count from the root of the site, wherever it is shown;
/// here the site stands at `/`, and not where its `url` will have it.
pub(super) fn from_root(page: &[u8]) -> Vec<u8> {
    let mut page = String::from_utf8_lossy(page).into_owned();
    if let Some(root) = root_of(&page) {
        for key in ["href", "src"] {
            page = page.replace(&format!("{key}=\"{root}"), &format!("{key}=\"/"));
        }
    }
    const HEAD: &str = "<head>";
    match page.find(HEAD) {
        Some(head) => insert(page.as_bytes(), head + HEAD.len(), "<base href=\"/\">"),
        None => page.into_bytes(),
    }
}

/// Where the site will stand, e.g. `/xiaobo/`, as its style sheet tells.
fn root_of(page: &str) -> Option<String> {
    let assets = page.find("assets/")?;
    let start = page[..assets].rfind('"')? + 1;
    let root = &page[start..assets];
    (root.len() > 1 && root.ends_with('/')).then(|| root.to_owned())
}

fn insert(page: &[u8], at: usize, text: &str) -> Vec<u8> {
    let (before, after) = page.split_at(at);
    [before, text.as_bytes(), after].concat()
}

/// The page that stands in for the site while there was none without errors.
pub(super) fn stand_in(report: &Report, name: &str) -> String {
    let (lang, title, text) = match report.language {
        Language::Zh => (
            "zh-CN",
            "网站还不能生成",
            "改好下面的错误，保存后这里会自动刷新。",
        ),
        Language::En => (
            "en",
            "The site cannot be built yet",
            "Mend the errors below; this page follows as you save.",
        ),
    };
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/_xunli/preview.css\">\n</head>\n\
         <body class=\"stand-in\">\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n{}\n</main>\n{}\n</body>\n</html>\n",
        report.panel,
        script(name),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Source};
    use crate::text;

    fn report(source: &str, span: std::ops::Range<usize>, message: &str) -> Report {
        let place = Place::at(&Source::new("content/<b>.md", source), span);
        let finding = Finding::new(Code::KeyUnknown, place, text!("{message}", "{message}"));
        Report::new(&[finding], Language::Zh, "a&b/")
    }

    #[test]
    fn what_editors_wrote_is_text_and_never_markup() {
        let attack = "\"'><script>alert(1)</script><img src=x onerror=y>&\u{1b}[31m\u{202e}";
        let panel = report(attack, 2..12, attack).panel;
        for markup in [
            "<script",
            "<img",
            "onerror=\"",
            "<b>.md",
            "\u{1b}",
            "\u{202e}",
            "\"'",
        ] {
            assert!(!panel.contains(markup), "{markup} in {panel}");
        }
        assert!(panel.contains("data-copy=\"a&amp;b/content/&lt;b&gt;.md:1:3\""));
    }

    #[test]
    fn a_long_line_is_cut_around_what_is_pointed_at() {
        let line = format!("{}错{}", "前".repeat(500), "后".repeat(500));
        let panel = report(&line, 1500..1503, "m").panel;
        let pre = panel
            .split("<pre>")
            .nth(1)
            .unwrap()
            .split("</pre>")
            .next()
            .unwrap();
        assert_eq!(
            pre,
            format!("…{}<mark>错</mark>{}…", "前".repeat(30), "后".repeat(69))
        );
    }

    #[test]
    fn the_same_findings_have_the_same_id() {
        assert_eq!(report("a", 0..1, "m").id, report("a", 0..1, "m").id);
        assert_ne!(report("a", 0..1, "m").id, report("a", 0..1, "n").id);
    }

    #[test]
    fn a_page_for_no_address_finds_its_style_where_the_preview_stands() {
        let page = "<HTML><head><link href=\"/xiaobo/assets/a.css\"></head><a href=\"/xiaobo/index.html\">a</a>\
            <a href=\"https://www.example.gov.cn/\">b</a>";
        let shown = String::from_utf8(from_root(page.as_bytes())).unwrap();
        for part in [
            "href=\"/assets/a.css\"",
            "href=\"/index.html\"",
            "<base href=\"/\">",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(shown.contains("href=\"https://www.example.gov.cn/\""));
        let plain = from_root(b"<head><link href=\"assets/a.css\">");
        assert!(
            String::from_utf8(plain)
                .unwrap()
                .contains("href=\"assets/a.css\"")
        );
    }

    #[test]
    fn nothing_wrong_needs_no_panel() {
        assert_eq!(Report::new(&[], Language::En, "").panel, "");
    }

    #[test]
    fn many_findings_are_counted_and_cut() {
        let all: Vec<Finding> = (0..1000)
            .map(|n| {
                Finding::new(
                    Code::FileUnused,
                    Place::file(format!("f{n}")),
                    text!("甲", "a"),
                )
            })
            .collect();
        let panel = Report::new(&all, Language::En, "").panel;
        assert_eq!(panel.matches("<li").count(), MOST);
        assert!(panel.contains("1000 warnings") && panel.contains("800 more"));
    }

    #[test]
    fn the_script_goes_before_the_last_end_of_the_body() {
        let page = with_script(b"<body>a</body>b</BODY></html>", "g");
        let page = String::from_utf8(page).unwrap();
        assert!(page.starts_with("<body>a</body>b<script src=\"/_xunli/"));
        assert!(page.ends_with("</script></BODY></html>"));
        assert!(with_script(b"text", "g").starts_with(b"text<script"));
    }
}
