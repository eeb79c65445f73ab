//! Other hosts that pages lead to, and telling readers that they leave.

use super::desk::Desk;
use crate::content::Site;
use crate::finding::{Code, Finding, Findings, Place};
use crate::markdown;
use crate::publish::Tree;
use crate::text;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Every host outside the site that a link of a page leads to, with the pages
/// that do.
pub fn outside_hosts(tree: &Tree) -> BTreeMap<String, BTreeSet<String>> {
    let mut hosts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let bytes = bytes.read().unwrap_or_default();
        let html = String::from_utf8_lossy(&bytes);
        for (at, _) in html.match_indices("<a ") {
            let tag = html[at..].split('>').next().unwrap_or("");
            let href = tag.split(" href=\"").nth(1);
            if let Some(host) = href.and_then(|h| host(h.split('"').next()?)) {
                hosts.entry(host).or_default().insert(path.to_owned());
            }
        }
    }
    hosts
}

/// The host of a whole address, in small letters, without port.
pub(super) fn host(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("//")?;
    let plain = ["http:", "https:", ""]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    // In a page the name of a host is encoded as the rest of an address is.
    (plain && !host.is_empty()).then(|| markdown::percent(host).to_lowercase())
}

/// Whether an address names a host that can be one.
pub(super) fn is_whole(address: &str) -> bool {
    host(address).is_some_and(|host| {
        host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            && !host.contains(|c: char| c.is_whitespace() || c == '%')
    })
}

/// Says that a link leads to a host that site.toml does not allow.
pub(super) fn check(desk: &Desk<'_>, address: &str, place: Place, findings: &mut Findings) {
    let site = &desk.showcase.content.site;
    if !site.links.only {
        return;
    }
    let Some(host) = host(address) else { return };
    if site.links.allows(&host) || own_host(site).as_ref() == Some(&host) {
        return;
    }
    let message = text!(
        "“{host}”不在 [links] allow 里",
        "`{host}` is not among those of [links] allow"
    );
    let hint = text!(
        "去掉这个链接，或在 site.toml 的 [links] allow 里加上它",
        "take the link out, or add the host to [links] allow in site.toml"
    );
    findings.push(Finding::new(Code::LinkHost, place, message).hint(hint));
}

fn own_host(site: &Site) -> Option<String> {
    site.url.as_deref().and_then(host)
}

/// `site.leave` in templates: the notice that a link leads elsewhere.
#[derive(Serialize)]
pub(super) struct LeaveView {
    /// Of what the reader leaves.
    name: String,
    /// Hosts without a notice, separated by spaces.
    allow: String,
}

impl LeaveView {
    /// `None` where site.toml wants none.
    pub(super) fn of(site: &Site) -> Option<LeaveView> {
        let government = site.government.as_ref();
        let name = government.and_then(|g| g.site_name.as_ref());
        let allow: Vec<String> = site
            .links
            .allow
            .iter()
            .cloned()
            .chain(own_host(site))
            .collect();
        site.links.notice.then(|| LeaveView {
            name: name.unwrap_or(&site.title.value).clone(),
            allow: allow.join(" "),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_addresses() {
        for (address, expected) in [
            ("https://WWW.Gov.cn/a?b", Some("www.gov.cn")),
            ("http://user@gov.cn:8080", Some("gov.cn")),
            ("//gov.cn/a", Some("gov.cn")),
            ("http://gov.cn\\@example.com", Some("gov.cn")),
            ("https://%E4%BE%8B.%E4%B8%AD%E5%9B%BD/a", Some("例.中国")),
            ("mailto:a@gov.cn", None),
            ("../a/index.html", None),
            ("a//b", None),
        ] {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn every_link_of_every_page_is_listed() {
        let mut tree = Tree::new();
        let page = "<link href=\"https://self.cn/\"><a class=\"x\" href=\"https://gov.cn/a\">a</a><a href=\"b.html\">b</a>";
        tree.insert("index.html", page).unwrap();
        tree.insert("a/index.html", page).unwrap();
        tree.insert("a.txt", page).unwrap();
        let hosts = outside_hosts(&tree);
        assert_eq!(hosts.len(), 1);
        assert_eq!(hosts["gov.cn"].len(), 2);
    }
}
