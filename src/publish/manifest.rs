//! `manifest.json`: every file of a site with its size and SHA-256.
//!
//! It is what a later build may remove, and what anybody can check a copy of
//! the site against. It does not list itself. One line a file, sorted, so that
//! the same site gives the same bytes and two manifests can be compared by eye.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::path::{PathFault, check_path};
use super::tree::Tree;
use crate::finding::visible_line;

/// What tells our manifest from the web app manifests of other programs.
const FORMAT: &str = "xunli-manifest 1";

/// The files of a published site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// By path, `/` between the parts.
    pub files: BTreeMap<String, Entry>,
}

/// One file of a [`Manifest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// In bytes.
    pub size: u64,
    /// SHA-256 of the content.
    pub sha256: [u8; 32],
}

impl Entry {
    /// Size and hash of some content.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            size: bytes.len() as u64,
            sha256: Sha256::digest(bytes).into(),
        }
    }

    /// The hash as 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        self.sha256
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                // Writing into a String cannot fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}

/// The manifest of a tree, as `manifest.json` holds it.
#[must_use]
pub fn manifest(tree: &Tree) -> Vec<u8> {
    Manifest::of(tree).to_bytes()
}

impl Manifest {
    /// The manifest of a tree.
    #[must_use]
    pub fn of(tree: &Tree) -> Self {
        let files: Vec<_> = tree.iter().collect();
        let files = files
            .into_par_iter()
            .map(|(path, bytes)| (path.to_owned(), bytes.entry()));
        Self {
            files: files.collect(),
        }
    }

    /// The text of `manifest.json`.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = String::with_capacity(64 + self.files.len() * 140);
        text.push_str("{\n  \"format\": \"");
        text.push_str(FORMAT);
        text.push_str("\",\n  \"files\": {");
        let mut comma = "";
        for (path, entry) in &self.files {
            // A valid path has neither quotes, backslashes nor control characters to escape.
            let (size, hex) = (entry.size, entry.hex());
            let _ = write!(
                text,
                "{comma}\n    \"{path}\": {{ \"size\": {size}, \"sha256\": \"{hex}\" }}"
            );
            comma = ",";
        }
        text.push_str(if self.files.is_empty() {
            "}\n}\n"
        } else {
            "\n  }\n}\n"
        });
        text.into_bytes()
    }

    /// Reads a `manifest.json`. Every path in it is one that [`Tree`] would
    /// take, so none leads out of the site.
    ///
    /// # Errors
    /// [`ManifestFault`] when it is not one of ours or is damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, ManifestFault> {
        let raw: Raw = serde_json::from_slice(bytes).map_err(|cause| ManifestFault::Json {
            cause: cause.to_string(),
        })?;
        if raw.format != FORMAT {
            return Err(ManifestFault::Format { found: raw.format });
        }
        let mut files = BTreeMap::new();
        for (path, entry) in raw.files {
            if let Some(fault) = check_path(&path) {
                return Err(ManifestFault::Path { path, fault });
            }
            let Some(sha256) = from_hex(&entry.sha256) else {
                return Err(ManifestFault::Hash { path });
            };
            files.insert(
                path,
                Entry {
                    size: entry.size,
                    sha256,
                },
            );
        }
        Ok(Self { files })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    format: String,
    files: BTreeMap<String, RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    size: u64,
    sha256: String,
}

fn from_hex(hex: &str) -> Option<[u8; 32]> {
    let digits = hex.bytes().map(|byte| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    });
    let digits: Vec<u8> = digits.collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .filter_map(|two| Some(two.first()? << 4 | two.get(1)?))
        .collect();
    (digits.len() == 64).then_some(bytes)?.try_into().ok()
}

/// Why a `manifest.json` cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManifestFault {
    /// Not JSON of the right shape.
    Json {
        /// In the words of the JSON reader, with line and column.
        cause: String,
    },
    /// Another program's, or another version's.
    Format {
        /// What stands under `format`.
        found: String,
    },
    /// A path that no site of ours can have.
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        fault: PathFault,
    },
    /// Not 64 lower-case hexadecimal digits.
    Hash {
        /// The file whose hash it is.
        path: String,
    },
}

impl ManifestFault {
    /// The fault in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Json { cause } => format!("不是完好的文件清单（{cause}）"),
            Self::Format { found } => {
                format!("format 应为“{FORMAT}”，这里是“{}”", visible_line(found))
            }
            Self::Path { path, fault } => {
                format!("清单中的路径“{}”不能用：{}", visible_line(path), fault.zh())
            }
            Self::Hash { path } => format!("“{path}”的 SHA-256 不是64位小写十六进制数"),
        }
    }

    /// The fault in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Json { cause } => format!("not a sound list of files ({cause})"),
            Self::Format { found } => {
                format!(
                    "format should be \"{FORMAT}\", here it is \"{}\"",
                    visible_line(found)
                )
            }
            Self::Path { path, fault } => {
                format!(
                    "the path \"{}\" cannot be used: {}",
                    visible_line(path),
                    fault.en()
                )
            }
            Self::Hash { path } => {
                format!("the SHA-256 of \"{path}\" is not 64 lower-case hexadecimal digits")
            }
        }
    }
}

impl fmt::Display for ManifestFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for ManifestFault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_stable_and_reads_back() {
        let mut tree = Tree::new();
        tree.insert("2019/莲都.html", "abc").unwrap();
        tree.insert("empty", "").unwrap();
        let bytes = manifest(&tree);
        assert_eq!(
            String::from_utf8(bytes.clone()).unwrap(),
            r#"{
  "format": "xunli-manifest 1",
  "files": {
    "2019/莲都.html": { "size": 3, "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    "empty": { "size": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" }
  }
}
"#
        );
        assert_eq!(Manifest::read(&bytes), Ok(Manifest::of(&tree)));
        let none = manifest(&Tree::new());
        assert_eq!(Manifest::read(&none), Ok(Manifest::default()));
    }

    #[test]
    fn a_manifest_that_leads_out_of_the_site_is_refused() {
        let hash = "0".repeat(64);
        for path in ["../../etc/passwd", "/etc/passwd", "a/../../b", ".gitkeep"] {
            let text = format!(
                r#"{{"format":"{FORMAT}","files":{{"{path}":{{"size":1,"sha256":"{hash}"}}}}}}"#
            );
            let read = Manifest::read(text.as_bytes());
            assert!(matches!(read, Err(ManifestFault::Path { .. })), "{path}");
        }
    }

    #[test]
    fn other_programs_manifests_and_damaged_ones_are_refused() {
        let short =
            format!(r#"{{"format":"{FORMAT}","files":{{"a":{{"size":1,"sha256":"00"}}}}}}"#);
        let cut = manifest(&Tree::new());
        for bytes in [
            br#"{"name":"An app","icons":[]}"#.as_slice(),
            b"",
            short.as_bytes(),
            cut.get(..cut.len() - 3).unwrap(),
            br#"{"format":"xunli-manifest 2","files":{}}"#,
        ] {
            let fault = Manifest::read(bytes).unwrap_err();
            assert!(!fault.zh().is_empty() && !fault.en().is_empty());
        }
    }

    #[test]
    fn each_fault_of_a_manifest_is_told_in_both_languages() {
        let fault = |json: &str| Manifest::read(json.as_bytes()).unwrap_err();
        let file = |path: &str, hash: &str| {
            format!(
                "{{\"format\":\"{FORMAT}\",\"files\":{{\"{path}\":{{\"size\":1,\"sha256\":\"{hash}\"}}}}}}"
            )
        };
        for (json, zh, en) in [
            ("{".to_owned(), "完好的文件清单", "sound list"),
            (
                "{\"format\":\"other\",\"files\":{}}".to_owned(),
                "“other”",
                "\"other\"",
            ),
            (file("../a", &"0".repeat(64)), "“../a”", "\"../a\""),
            (file("a", "00"), "“a”的 SHA-256", "SHA-256 of \"a\""),
        ] {
            let fault = fault(&json);
            assert!(fault.zh().contains(zh), "{}", fault.zh());
            assert!(fault.en().contains(en), "{}", fault.en());
            assert_eq!(fault.to_string(), fault.en());
        }
    }
}
