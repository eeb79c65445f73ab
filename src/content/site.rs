//! site.toml: who publishes this, where, with which theme.

use super::government;
use super::names::{filled, required, spot};
use super::raw::{Maybe, RawPages, RawProofing, RawSite};
use super::reader::{self, Read};
use super::{Entry, Folder, Pages, Proofing, Publisher, Site, Spot, place, review, words};
use crate::finding::{Code, Finding, Findings, Place, Severity, nearest};
use crate::text;
use std::net::Ipv6Addr;
use std::path::Path;

/// Reads site.toml; `None`, with findings, if it cannot be worked with.
pub(super) fn load(root: &Path, folder: &Folder, findings: &mut Findings) -> Option<Site> {
    let Some(entry) = folder.get("site.toml") else {
        let message = text!(
            "content/ 里没有 site.toml",
            "there is no site.toml in content/"
        );
        let names = folder.entries().map(Entry::name);
        let hint = match nearest("site.toml", names) {
            Some(slip) => text!("把 {slip} 改名为 site.toml", "rename {slip} to site.toml"),
            None => text!(
                "新建 content/site.toml，至少写 title 和 [publisher] name",
                "make content/site.toml with at least title and [publisher] name"
            ),
        };
        let place = Place::file("content/site.toml");
        findings.push(Finding::new(Code::ContentMissing, place, message).hint(hint));
        return None;
    };
    let source = entry.text()?;
    let mut read: Read<RawSite> = reader::read(source, 0..source.text().len(), findings);
    let raw = std::mem::take(&mut read.raw);
    let top = top(entry);
    if !read.torn && is_empty(source.text()) {
        findings.push(empty(
            &top,
            "title、[publisher] name",
            "title, [publisher] name",
        ));
        return None;
    }
    let title = required(raw.title, "title", top.clone(), &read, findings)
        .and_then(|t| filled(t, findings));
    // A table left empty was forgotten; no table at all may be meant so.
    let lack = match &raw.publisher {
        Some(_) => Severity::Error,
        None => Severity::Warning,
    };
    let publisher = raw.publisher.unwrap_or_default();
    let publisher = Publisher {
        name: publisher_name(publisher.name, lack, &top, &read, findings),
        contact: publisher.contact.map(toml::Spanned::into_inner),
    };
    let government = government::government(raw.government, &publisher, &read, findings);
    let links = government::links(raw.links, &read, findings);
    let url = raw.url.and_then(|url| address(spot(url, &read), findings));
    let theme = raw.theme.map(|t| spot(t, &read)).unwrap_or(Spot {
        value: "hong".to_owned(),
        place: top.clone(),
    });
    let language = raw.language.map(|l| spot(l, &read));
    let proofing = proofing(root, raw.check.unwrap_or_default(), &read, findings);
    let review = raw
        .review
        .and_then(|r| r.require)
        .and_then(|r| review::required(spot(r, &read), findings));
    let card_font = raw.cards.and_then(|c| c.font).map(|font| {
        let Spot { value, place } = spot(font, &read);
        // An absolute path stays what it is.
        let value = root.join(value);
        Spot { value, place }
    });
    Some(Site {
        // With a finding already; the rest is still to be checked.
        title: title.unwrap_or(Spot {
            value: String::new(),
            place: top.clone(),
        }),
        language: language.map_or_else(|| "zh-CN".to_owned(), |l| checked_language(l, findings)),
        url,
        theme,
        publisher,
        government,
        links,
        made: made(raw.pages.unwrap_or_default()),
        proofing,
        review,
        card_font,
        places: place::register(raw.places.unwrap_or_default(), &read),
        place: top,
    })
}

/// Whether a file says nothing at all.
pub(super) fn is_empty(text: &str) -> bool {
    let says = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    !text.lines().any(says)
}

/// A file in which everything is missing: one finding for all of it.
pub(super) fn empty(top: &Place, zh: &str, en: &str) -> Finding {
    let message = text!("这个文件是空的", "the file is empty");
    let hint = text!("至少要写：{zh}", "it needs at least: {en}");
    Finding::new(Code::KeyMissing, top.clone(), message).hint(hint)
}

/// Who publishes is named, as it stands on every page; `lack` is how grave it
/// is when it is not.
fn publisher_name(
    name: Maybe<String>,
    lack: Severity,
    top: &Place,
    read: &Read<RawSite>,
    findings: &mut Findings,
) -> Option<String> {
    if let Some(name) = name {
        return filled(spot(name, read), findings).map(|name| name.value);
    }
    if read.was_dropped("publisher.name") || read.is_misnamed("publisher.name") {
        return None;
    }
    let head = Place::find(top, "[publisher]").unwrap_or_else(|| top.clone());
    let message = text!("没有写发布单位", "who publishes this is not said");
    let hint = text!(
        "在 [publisher] 下面补上一行：name = \"单位名称\"",
        "below [publisher] add a line: name = \"…\""
    );
    let mut finding = Finding::new(Code::KeyMissing, head, message).hint(hint);
    finding.severity = lack;
    findings.push(finding);
    None
}

/// Everything is made unless site.toml says no.
fn made(raw: RawPages) -> Pages {
    let all = Pages::default();
    Pages {
        charts: raw.charts.unwrap_or(all.charts),
        data: raw.data.unwrap_or(all.data),
        method: raw.method.unwrap_or(all.method),
        indicators: raw.indicators.unwrap_or(all.indicators),
        compare: raw.compare.unwrap_or(all.compare),
        print: raw.print.unwrap_or(all.print),
        years: raw.years.unwrap_or(all.years),
        search: raw.search.unwrap_or(all.search),
        codes: raw.codes.unwrap_or(all.codes),
        single: raw.single,
    }
}

fn proofing(
    root: &Path,
    raw: RawProofing,
    read: &Read<RawSite>,
    findings: &mut Findings,
) -> Proofing {
    let lists = raw.words.map(toml::Spanned::into_inner).unwrap_or_default();
    let lists: Vec<Spot<String>> = lists.into_iter().map(|l| spot(l, read)).collect();
    let levels = raw.levels.unwrap_or_default();
    Proofing {
        levels: levels
            .into_iter()
            .map(|(code, level)| (spot(code, read), spot(level, read)))
            .collect(),
        words: words::load(root, &lists, findings),
    }
}

/// The start of a file, where something is missing.
pub(super) fn top(entry: &Entry) -> Place {
    match entry.text() {
        Some(source) => Place::at(source, 0..0),
        None => Place::file(entry.path()),
    }
}

fn address(url: Spot<String>, findings: &mut Findings) -> Option<String> {
    let rest = url
        .value
        .strip_prefix("https://")
        .or_else(|| url.value.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next());
    let plain = url
        .value
        .chars()
        .all(|c| c.is_ascii_graphic() && !"\"<>#?\\".contains(c));
    if !plain || !host.is_some_and(is_host) {
        let message = match host {
            Some(host) if plain && !host.is_empty() => text!(
                "网址里的域名或端口“{host}”不能用",
                "the host or the port of the address cannot be: `{host}`"
            ),
            _ => text!(
                "网址要写全，以 http:// 或 https:// 开头",
                "the address must be whole and begin with http:// or https://"
            ),
        };
        let hint = text!(
            "例如 https://www.example.gov.cn/xiaobo/",
            "e.g. https://www.example.gov.cn/xiaobo/"
        );
        findings.push(Finding::new(Code::ValueInvalid, url.place, message).hint(hint));
        return None;
    }
    let mut url = url.value;
    if !url.ends_with('/') {
        url.push('/');
    }
    Some(url)
}

/// A name or a number of a host, perhaps with a port; a password would be
/// published on every page.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((number, port)) if number.parse::<Ipv6Addr>().is_ok() => (None, port),
            _ => return false,
        },
        None => match text.find(':') {
            Some(at) => (Some(&text[..at]), &text[at..]),
            None => (Some(text), ""),
        },
    };
    let is_label = |label: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        (1..=63).contains(&label.len()) && label.bytes().all(plain)
    };
    let is_port = match port.strip_prefix(':') {
        Some(number) => !number.starts_with('+') && number.parse::<u16>().is_ok_and(|n| n > 0),
        None => port.is_empty(),
    };
    is_port && host.is_none_or(|host| host.split('.').all(is_label))
}

fn checked_language(language: Spot<String>, findings: &mut Findings) -> String {
    let known = ["zh", "en"];
    let first = language.value.split('-').next().unwrap_or("");
    let plain = language
        .value
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !known.contains(&first) || !plain {
        let message = text!(
            "界面语言只有中文（zh-CN）和英文（en）",
            "the interface speaks Chinese (zh-CN) and English (en)"
        );
        let hint = text!(
            "写 language = \"zh-CN\" 或 \"en\"；文章可以用任何语言",
            "write language = \"zh-CN\" or \"en\"; the texts may be in any language"
        );
        findings.push(Finding::new(Code::ValueInvalid, language.place, message).hint(hint));
        return "zh-CN".to_owned();
    }
    language.value
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn a_host_that_no_browser_finds_is_none() {
        for host in [
            "www.a.gov.cn",
            "127.0.0.1:8080",
            "[::1]",
            "[::1]:80",
            "a_b.cn",
            "localhost",
        ] {
            assert!(is_host(host), "{host}");
        }
        for host in [
            "[::1",
            "::1",
            "[x]",
            "[::1]80",
            "x.cn:99999",
            "x.cn:0",
            "x.cn:",
            "x.cn:+1",
            "a..cn",
            ".cn",
            "u:p@x.cn",
            "",
            "x.cn:80:80",
            "%41.cn",
        ] {
            assert!(!is_host(host), "{host}");
        }
    }
}
