//! `[government]` and `[links]` of site.toml: what a government or party site
//! must say of itself, and how links to elsewhere are treated.
//!
//! What must be there follows 《政府网站发展指引》 (国办发〔2017〕47号) and its
//! annex of page tags: the site's name, domain and identification code, and a
//! footer with 主办单位, 联系方式, ICP and police registration, the mark of party
//! and government organs and the entry for reporting errors. Party organs have
//! no identification code of that kind and no such entry. What a single page
//! must say is judged where pages are made.

use super::names::{filled, spot};
use super::raw::{Maybe, RawSite};
use super::reader::{RawDate, Read};
use super::{Date, Spot};
use crate::finding::{Code, Finding, Findings, Place, Text};
use crate::text;
use serde::Deserialize;
use std::fmt;
use toml::Spanned;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGovernment {
    profile: Maybe<String>,
    site_name: Maybe<String>,
    domain: Maybe<String>,
    id_code: Maybe<String>,
    column: Maybe<String>,
    description: Maybe<String>,
    keywords: Maybe<Vec<String>>,
    column_type: Maybe<String>,
    time: Maybe<RawDate>,
    undertaker: Maybe<String>,
    icp: Maybe<String>,
    police: Maybe<String>,
    police_image: Maybe<String>,
    mark: Maybe<RawMark>,
    find_errors: Maybe<RawFindErrors>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMark {
    id: Maybe<String>,
    image: Maybe<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFindErrors {
    image: Maybe<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLinks {
    notice: Option<bool>,
    allow: Maybe<Vec<Spanned<String>>>,
    only: Option<bool>,
}

/// Whose rules a site follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// A government's or a government department's.
    Government,
    /// A party organ's.
    Party,
}

/// `[government]`: what every page has to say of the site it is part of.
#[derive(Debug)]
pub struct Government {
    /// Where the table stands.
    pub place: Place,
    /// Whose rules are followed.
    pub profile: Profile,
    /// SiteName: the standard name of the site that the showcase is part of.
    pub site_name: Option<String>,
    /// SiteDomain, e.g. `www.gov.cn`.
    pub domain: Option<String>,
    /// SiteIDCode, 网站标识码.
    pub id_code: Option<String>,
    /// ColumnName of pages that no edition names.
    pub column: Option<String>,
    /// ColumnDescription of columns that do not describe themselves.
    pub description: Option<String>,
    /// ColumnKeywords, before those that the content gives.
    pub keywords: Vec<String>,
    /// ColumnType of all that is neither data nor a plain page.
    pub column_type: String,
    /// Time of day of pages that name none.
    pub time: Option<Time>,
    /// 承办单位.
    pub undertaker: Option<String>,
    /// ICP备案号.
    pub icp: Option<String>,
    /// 公安备案号, as printed.
    pub police: Option<String>,
    /// Its badge, a picture beside site.toml.
    pub police_image: Option<Spot<String>>,
    /// 党政机关标识: the id it is registered under, and its picture.
    pub mark: Option<(String, Spot<String>)>,
    /// The picture of 我为政府网站找错.
    pub find_errors: Option<Spot<String>>,
}

/// `[links]`: links to other hosts.
#[derive(Debug)]
pub struct Links {
    /// Whether readers are told that they leave the site.
    pub notice: bool,
    /// Hosts to which they go without a word; those below them too.
    pub allow: Vec<String>,
    /// Whether a link to any other host is an error.
    pub only: bool,
}

impl Default for Links {
    fn default() -> Links {
        Links {
            notice: true,
            allow: Vec::new(),
            only: false,
        }
    }
}

impl Links {
    /// Whether `host` is one of [`Links::allow`] or below one of them.
    pub fn allows(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.allow.iter().any(|allowed| {
            host.strip_suffix(allowed.as_str())
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    }
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    hour: u8,
    minute: u8,
}

impl Time {
    /// Reads `09:30`; seconds are passed over.
    pub fn parse(text: &str) -> Option<Time> {
        let mut parts = text.trim().split([':', '：']);
        let mut number = |most: u8| {
            let part = parts.next().filter(|p| (1..=2).contains(&p.len()))?;
            part.parse().ok().filter(|n| *n <= most)
        };
        Some(Time {
            hour: number(23)?,
            minute: number(59)?,
        })
    }
}

/// `09:30`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// When something was published.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The day, or as much of it as is known.
    pub date: Date,
    /// The time of day, if it is known.
    pub time: Option<Time>,
}

/// A date with or without a time of day; otherwise a finding.
pub(super) fn moment(raw: Spot<RawDate>, findings: &mut Findings) -> Option<Moment> {
    let text = raw.value.0.trim().to_owned();
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Time::parse(time.trim())),
        None => (text.as_str(), None),
    };
    let date = Spot {
        value: RawDate(if time.is_some() { date } else { &text }.to_owned()),
        place: raw.place,
    };
    let date = super::edition::date(date, findings)?.value;
    Some(Moment { date, time })
}

/// `[links]`.
pub(super) fn links(raw: Option<RawLinks>, read: &Read<RawSite>, findings: &mut Findings) -> Links {
    let Some(raw) = raw else {
        return Links::default();
    };
    let hosts = raw.allow.map(Spanned::into_inner).unwrap_or_default();
    Links {
        notice: raw.notice.unwrap_or(true),
        allow: hosts
            .into_iter()
            .filter_map(|host| host_name(spot(host, read), findings))
            .collect(),
        only: raw.only.unwrap_or(false),
    }
}

/// `gov.cn`, `*.gov.cn` and `www.gov.cn`; no address.
fn host_name(host: Spot<String>, findings: &mut Findings) -> Option<String> {
    let name = host.value.trim().trim_start_matches("*.").to_lowercase();
    let plain = !name.is_empty()
        && !name.starts_with(['.', '-'])
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    if plain {
        return Some(name);
    }
    let message = text!(
        "这里写域名，不写网址",
        "a host is meant here, not an address"
    );
    let hint = text!(
        "例如 gov.cn 或 www.example.gov.cn",
        "e.g. gov.cn or www.example.gov.cn"
    );
    findings.push(Finding::new(Code::ValueInvalid, host.place, message).hint(hint));
    None
}

/// Says which keys of a table are missing.
struct Demand<'a> {
    place: Place,
    read: &'a Read<RawSite>,
    findings: &'a mut Findings,
}

impl Demand<'_> {
    /// The text, which must not be blank; `why` says what needs it.
    fn text(&mut self, raw: Maybe<String>, key: &str, why: Text) -> Option<String> {
        match raw {
            Some(raw) => filled(spot(raw, self.read), self.findings).map(|s| s.value),
            None => {
                self.missing(key, &why);
                None
            }
        }
    }

    fn missing(&mut self, key: &str, why: &Text) {
        if self.read.was_dropped(key) {
            return;
        }
        let (table, name) = key.rsplit_once('.').unwrap_or(("", key));
        let message = Text {
            zh: format!("[{table}] 缺少 {name}：{}", why.zh),
            en: format!("[{table}] lacks {name}: {}", why.en),
        };
        let hint = text!(
            "在 site.toml 的 [{table}] 里补上 {name} = …",
            "add {name} = … to [{table}] in site.toml"
        );
        self.findings
            .push(Finding::new(Code::GovernmentMissing, self.place.clone(), message).hint(hint));
    }
}

/// `[government]`; `None` where there is none, or its profile is `none`.
pub(super) fn government(
    raw: Maybe<RawGovernment>,
    publisher: &super::Publisher,
    read: &Read<RawSite>,
    findings: &mut Findings,
) -> Option<Government> {
    let raw = raw?;
    let table = read.place(raw.span());
    let raw = raw.into_inner();
    let profile = profile(raw.profile, &table, read, findings)?;
    let mut demand = Demand {
        place: table.clone(),
        read,
        findings,
    };
    let is_government = profile == Profile::Government;
    for (value, key, why) in [
        (
            &publisher.name,
            "publisher.name",
            text!("页脚要列主办单位", "the footer names 主办单位"),
        ),
        (
            &publisher.contact,
            "publisher.contact",
            text!("页脚要列联系方式", "the footer gives 联系方式"),
        ),
    ] {
        if value.as_ref().is_none_or(|v| v.trim().is_empty()) {
            demand.missing(key, &why);
        }
    }
    let tag = |name: &str| Text {
        zh: format!("网页标签 {name} 必填"),
        en: format!("the page tag {name} is mandatory"),
    };
    let site_name = demand.text(raw.site_name, "government.site_name", tag("SiteName"));
    let place = raw.domain.as_ref().map(|raw| read.place(raw.span()));
    let domain = demand.text(raw.domain, "government.domain", tag("SiteDomain"));
    let domain = domain.zip(place);
    let domain = domain.map(|(value, place)| Spot { value, place });
    let domain = domain.and_then(|domain| host_name(domain, demand.findings));
    let id_code = match (raw.id_code, is_government) {
        (None, false) => None,
        (id_code, _) => {
            let why = text!(
                "网页标签 SiteIDCode 和页脚的网站标识码必填",
                "the page tag SiteIDCode and the footer need it"
            );
            let place = id_code.as_ref().map(|raw| read.place(raw.span()));
            let code = demand.text(id_code, "government.id_code", why);
            code.and_then(|code| id_code_of(code, place?, demand.findings))
        }
    };
    let icp = text!("页脚要列ICP备案号", "the footer gives ICP备案号");
    let icp = demand.text(raw.icp, "government.icp", icp);
    let police = text!("页脚要列公安备案号", "the footer gives 公安备案号");
    let police = demand.text(raw.police, "government.police", police);
    let mark = match raw.mark {
        Some(mark) => self::mark(mark.into_inner(), &mut demand),
        None => {
            let why = text!(
                "页脚要有党政机关网站标识，写成 mark = {{ id = \"…\", image = \"….png\" }}",
                "the footer bears the mark of party and government organs: mark = {{ id = \"…\", image = \"….png\" }}"
            );
            demand.missing("government.mark", &why);
            None
        }
    };
    let find_errors = match raw.find_errors {
        Some(raw) => {
            let why = text!("“找错”入口的图片", "the picture of the 找错 entry");
            picture(
                raw.into_inner().image,
                "government.find_errors.image",
                why,
                &mut demand,
            )
        }
        None if is_government => {
            let why = text!(
                "页脚要有“我为政府网站找错”，写成 find_errors = {{ image = \"….png\" }}",
                "the footer has the entry 我为政府网站找错: find_errors = {{ image = \"….png\" }}"
            );
            demand.missing("government.find_errors", &why);
            None
        }
        None => None,
    };
    let findings = demand.findings;
    Some(Government {
        place: table,
        profile,
        site_name,
        domain,
        id_code,
        column: inner(raw.column),
        description: inner(raw.description),
        keywords: raw.keywords.map(Spanned::into_inner).unwrap_or_default(),
        column_type: inner(raw.column_type).unwrap_or_else(|| "工作动态".to_owned()),
        // One that is none has its finding; it is not missing as well.
        time: raw.time.map(|t| {
            let midnight = Time { hour: 0, minute: 0 };
            time(spot(t, read), findings).unwrap_or(midnight)
        }),
        undertaker: inner(raw.undertaker),
        icp,
        police,
        police_image: raw.police_image.map(|p| spot(p, read)),
        mark,
        find_errors,
    })
}

fn inner(raw: Maybe<String>) -> Option<String> {
    raw.map(Spanned::into_inner)
        .filter(|text| !text.trim().is_empty())
}

/// `None` for `none`, and with a finding for what is no profile.
fn profile(
    raw: Maybe<String>,
    table: &Place,
    read: &Read<RawSite>,
    findings: &mut Findings,
) -> Option<Profile> {
    let Some(raw) = raw else {
        if !read.was_dropped("government.profile") {
            super::names::missing("government.profile", table.clone(), findings);
        }
        return None;
    };
    let raw = spot(raw, read);
    match raw.value.as_str() {
        "government" => Some(Profile::Government),
        "party" => Some(Profile::Party),
        "none" => None,
        _ => {
            let message = text!(
                "profile 是 government（政府网站）、party（党委部门网站）或 none",
                "the profile is government, party or none"
            );
            let hint = text!(
                "写 profile = \"government\" 等三个词之一",
                "write one of the three words, e.g. profile = \"government\""
            );
            findings.push(Finding::new(Code::ValueInvalid, raw.place, message).hint(hint));
            None
        }
    }
}

/// 网站标识码 has ten letters and digits.
fn id_code_of(code: String, place: Place, findings: &mut Findings) -> Option<String> {
    let plain = code.len() == 10 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    if plain {
        return Some(code);
    }
    let message = text!(
        "网站标识码是10位字母和数字",
        "the identification code has ten letters and digits"
    );
    let hint = text!(
        "核对备案表上的网站标识码，一字不差",
        "copy the code from the site's registration"
    );
    findings.push(Finding::new(Code::ValueInvalid, place, message).hint(hint));
    None
}

fn mark(raw: RawMark, demand: &mut Demand<'_>) -> Option<(String, Spot<String>)> {
    let id = text!("党政机关网站标识的编号", "the id of the mark");
    let image = text!("党政机关网站标识的图片", "the picture of the mark");
    let id = demand.text(raw.id, "government.mark.id", id);
    let image = picture(raw.image, "government.mark.image", image, demand);
    id.zip(image)
}

fn picture(
    raw: Maybe<String>,
    key: &str,
    why: Text,
    demand: &mut Demand<'_>,
) -> Option<Spot<String>> {
    match raw {
        Some(raw) => filled(spot(raw, demand.read), demand.findings),
        None => {
            demand.missing(key, &why);
            None
        }
    }
}

fn time(raw: Spot<RawDate>, findings: &mut Findings) -> Option<Time> {
    let time = Time::parse(&raw.value.0);
    if time.is_none() {
        let message = text!("时间写成 09:30", "a time of day is written 09:30");
        let hint = text!("例如 time = \"09:30\"", "e.g. time = \"09:30\"");
        findings.push(Finding::new(Code::ValueInvalid, raw.place, message).hint(hint));
    }
    time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day() {
        let shown = |text| Time::parse(text).map(|t| t.to_string());
        assert_eq!(shown("9:05").as_deref(), Some("09:05"));
        assert_eq!(shown("09:30:00").as_deref(), Some("09:30"));
        for bad in ["24:00", "9:60", "930", "9", "", "9:030", "a:b"] {
            assert_eq!(shown(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_host_allows_those_below_it_and_no_others() {
        let links = Links {
            allow: vec!["gov.cn".to_owned()],
            ..Links::default()
        };
        for host in ["gov.cn", "www.gov.cn", "WWW.GOV.CN"] {
            assert!(links.allows(host), "{host}");
        }
        for host in ["notgov.cn", "gov.cn.example.com", "cn", ""] {
            assert!(!links.allows(host), "{host}");
        }
    }
}
