//! Style sheets, scripts and pictures of a theme, named by their content.
//!
//! The style sheet that pages load is made of four: `static/layout.css`, the
//! colours of theme.toml as variables, the rules of the charts, and
//! `static/site.css`.

use super::{File, builtin::BuiltIn, css, settings::Settings};
use crate::chart;
use crate::finding::{Code, Finding, Findings, Place};
use crate::picture::data_address;
use crate::text;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A file whose name carries a hash of its content, so that it may be cached
/// for ever.
#[derive(Debug, Clone)]
pub struct Fingerprinted {
    /// Name in the theme: `site.css`.
    pub name: String,
    /// Path in the output: `assets/site.1a2b3c4d5e.css`.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Fingerprinted {
    /// Names `bytes` after the first ten hexadecimal digits of their SHA-256.
    pub fn new(name: &str, bytes: Vec<u8>) -> Fingerprinted {
        let digest = Sha256::digest(&bytes);
        let mut hash = String::with_capacity(10);
        for byte in digest.iter().take(5) {
            // Writing to a String cannot fail.
            let _ = write!(hash, "{byte:02x}");
        }
        let path = match name.rsplit_once('.') {
            Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
            None => format!("assets/{name}.{hash}"),
        };
        Fingerprinted {
            name: name.to_owned(),
            path,
            bytes,
        }
    }

    /// The file as an address that holds it; `None` for what is no picture
    /// and no font.
    pub fn data_address(&self) -> Option<String> {
        let kind = match self.name.rsplit('.').next()? {
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "webp" => "image/webp",
            "gif" => "image/gif",
            "woff2" => "font/woff2",
            "woff" => "font/woff",
            "ttf" => "font/ttf",
            "otf" => "font/otf",
            _ => return None,
        };
        Some(data_address(kind, &self.bytes))
    }
}

/// The style sheets that are one when pages load them.
const JOINED: [&str; 2] = ["layout.css", "site.css"];

/// Everything below `static/`, the showcase's own files over the built-in.
/// What a style sheet names follows to its fingerprinted name; what it names
/// in vain goes to `findings`.
pub(super) fn collect(
    files: &[BuiltIn],
    own: &BTreeMap<String, File>,
    settings: &Settings,
    findings: &mut Findings,
) -> Vec<Fingerprinted> {
    let mut merged: BTreeMap<&str, &[u8]> = BTreeMap::new();
    for file in files {
        if let Some(name) = file.path.strip_prefix("static/") {
            merged.insert(name, file.bytes);
        }
    }
    for (path, file) in own {
        if let Some(name) = path.strip_prefix("static/") {
            merged.insert(name, file.bytes());
        }
    }
    let (sheets, plain): (Vec<_>, Vec<_>) = merged.iter().partition(|(name, _)| is_css(name));
    let mut assets: Vec<Fingerprinted> = plain
        .into_iter()
        .map(|(name, bytes)| Fingerprinted::new(name, bytes.to_vec()))
        .collect();
    // What layout.css says goes into site.css: one request before a page shows.
    let mut layout = String::new();
    for (name, bytes) in sheets {
        let source = own.get(&format!("static/{name}")).and_then(File::source);
        let rules = css::addresses(&String::from_utf8_lossy(bytes), |address, at| {
            let joined = JOINED.contains(name) && is_css(address);
            let found = target(name, address)
                .and_then(|path| assets.iter().find(|asset| asset.name == path));
            if let (Some(asset), false) = (found, joined) {
                let up = "../".repeat(name.matches('/').count());
                return Some(format!("{up}{}", asset.path.strip_prefix("assets/")?));
            }
            if let Some(source) = &source {
                let place = Place::at(source, at);
                findings.push(if joined {
                    import(place)
                } else {
                    not_there(address, place)
                });
            }
            None
        });
        match *name {
            "layout.css" => layout = rules,
            "site.css" => {
                let css = style_sheet(&layout, settings, &rules);
                assets.push(Fingerprinted::new(name, css));
            }
            _ => assets.push(Fingerprinted::new(name, rules.into_bytes())),
        }
    }
    assets.sort_by(|a, b| a.name.cmp(&b.name));
    assets
}

fn is_css(name: &str) -> bool {
    name.ends_with(".css")
}

/// What `address` in the sheet `name` means, from `static/`; `None` where it
/// leads out of it.
fn target(name: &str, address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn not_there(address: &str, place: Place) -> Finding {
    let elsewhere = address.contains("//");
    let message = if elsewhere {
        text!(
            "样式里引用了别处的文件“{address}”，页面不能向别的网站要东西",
            "the style sheet names `{address}`; pages ask nothing of other hosts"
        )
    } else {
        text!(
            "样式里引用的文件不在 static/ 里：“{address}”",
            "the style sheet names a file that is not in static/: `{address}`"
        )
    };
    let hint = text!(
        "把文件放进主题的 static/，路径从这个样式文件写起",
        "put the file into the theme's static/ and write its path from this style sheet"
    );
    Finding::new(Code::ThemeInvalid, place, message).hint(hint)
}

fn import(place: Place) -> Finding {
    let message = text!(
        "@import 在这里不起作用：layout.css 和 site.css 发布时合成一个文件",
        "@import has no effect here: layout.css and site.css are published as one file"
    );
    let hint = text!(
        "把那些规则直接写进 site.css",
        "write those rules into site.css itself"
    );
    Finding::new(Code::ThemeInvalid, place, message).hint(hint)
}

fn style_sheet(layout: &str, settings: &Settings, rules: &str) -> Vec<u8> {
    let mut css = layout.to_owned();
    css.push_str(&settings.variables());
    css.push_str(&chart::chart_css(settings.palette()));
    css.push_str(rules);
    css.into_bytes()
}

/// A finished style sheet with the files it names inside, and without what
/// stands in `@supports`, for a page that has nothing beside it.
pub fn css_alone(sheet: &Fingerprinted, assets: &[Fingerprinted]) -> String {
    let text = css::settled(&String::from_utf8_lossy(&sheet.bytes));
    css::addresses(&text, |address, _| {
        if is_css(address) {
            // An import; all style sheets stand in the page.
            return Some("data:text/css,".to_owned());
        }
        let path = format!("assets/{}", target(&sheet.name, address)?);
        assets
            .iter()
            .find(|asset| asset.path == path)?
            .data_address()
    })
}
