//! Style sheets, scripts and pictures of a theme, named by their content.
//!
//! The style sheet that pages load is made of three: the colours of
//! theme.toml as variables, the rules of the charts, and `static/site.css`.

use super::{File, builtin::BuiltIn, settings::Settings};
use crate::chart;
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
}

/// Everything below `static/`, the showcase's own files over the built-in.
pub(super) fn collect(
    files: &[BuiltIn],
    own: &BTreeMap<String, File>,
    settings: &Settings,
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
    merged
        .into_iter()
        .map(|(name, bytes)| match name {
            "site.css" => Fingerprinted::new(name, style_sheet(settings, bytes)),
            _ => Fingerprinted::new(name, bytes.to_vec()),
        })
        .collect()
}

fn style_sheet(settings: &Settings, rules: &[u8]) -> Vec<u8> {
    let mut css = settings.variables();
    css.push_str(&chart::chart_css(settings.palette()));
    css.push_str(&String::from_utf8_lossy(rules));
    css.into_bytes()
}
