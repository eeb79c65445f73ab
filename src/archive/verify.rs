//! A copy of a site against the manifest in it.

use super::copy::{self, Copy};
use crate::finding::{Code, Finding, Findings, Place, Text, system};
use crate::publish::{Entry, LARGEST_MANIFEST, MANIFEST, Manifest};
use crate::text;
use rayon::prelude::*;
use std::io;
use std::path::Path;

/// What came of it.
#[derive(Debug)]
pub struct Verdict {
    /// Files that the manifest lists.
    pub listed: Vec<String>,
    /// How many of them are there as they were published.
    pub intact: usize,
    /// Every file that is not, and every one that does not belong there;
    /// their places are paths below the copy.
    pub findings: Findings,
}

/// How a listed file stands in the copy.
enum State {
    Intact,
    Changed(Text),
    Missing,
}

/// Holds a folder or a ZIP file against the manifest in it.
///
/// # Errors
/// The finding for what cannot be read at all, or has no manifest of ours.
pub fn verify(path: &Path) -> Result<Verdict, Box<Finding>> {
    let mut copy = Copy::open(path)?;
    let bytes = copy.read(MANIFEST, LARGEST_MANIFEST).map_err(|cause| {
        let message = match cause.kind() {
            io::ErrorKind::NotFound => text!(
                "里面没有 manifest.json，无从核对",
                "there is no manifest.json in it to check it by"
            ),
            _ => text!(
                "manifest.json 坏了，读不出来",
                "manifest.json cannot be read: {cause}"
            ),
        };
        let hint = text!(
            "要核对的是 xunli build 生成的文件夹，或 xunli pack 打成的压缩包；压缩包要完整，下载中断的不行",
            "check a folder that xunli build made, or a whole archive by xunli pack"
        );
        Box::new(copy::finding(path, message).hint(hint))
    })?;
    let manifest = Manifest::read(&bytes).map_err(|fault| {
        let message = Text {
            zh: format!("manifest.json {}", fault.zh()),
            en: format!("manifest.json: {}", fault.en()),
        };
        copy::finding(path, message)
    })?;
    let mut findings = Findings::new();
    if manifest.to_bytes() != bytes {
        let message = text!(
            "文件清单被改动过：内容相同，写法不同",
            "the list of files was changed: it says the same in other bytes"
        );
        findings.push(Finding::new(
            Code::CopyChanged,
            Place::file(MANIFEST),
            message,
        ));
    }
    foreign(&copy, &manifest, &mut findings);
    let states = states(&mut copy, &manifest);
    let mut intact = 0;
    for (path, state) in manifest.files.keys().zip(states) {
        let (code, message) = match state {
            State::Intact => {
                intact += 1;
                continue;
            }
            State::Changed(message) => (Code::CopyChanged, message),
            State::Missing => (
                Code::CopyMissing,
                text!(
                    "清单里有，这里没有",
                    "the manifest lists it; it is not there"
                ),
            ),
        };
        findings.push(Finding::new(code, Place::file(path), message));
    }
    // Of an archive whose files are not as they were that is no news.
    if copy.is_unsealed && !findings.has_errors() {
        let message = text!(
            "压缩包与打包时不同，里面的文件倒都对：目录或文件头有改动，或者后面多了东西",
            "the archive is not as it was made, though its files are: its directory or a header was changed, or something was added"
        );
        let hint = text!(
            "从别的备份换一份，或用 xunli pack 重新打包",
            "take another backup of it, or pack it anew with `xunli pack`"
        );
        let place = Place::file("");
        findings.push(Finding::new(Code::CopyChanged, place, message).hint(hint));
    }
    Ok(Verdict {
        listed: manifest.files.into_keys().collect(),
        intact,
        findings,
    })
}

fn states(copy: &mut Copy, manifest: &Manifest) -> Vec<State> {
    let listed: Vec<(&String, &Entry)> = manifest.files.iter().collect();
    match copy.folder() {
        Some(root) => listed
            .into_par_iter()
            .map(|(path, entry)| {
                if copy.files.contains(path) {
                    state(copy::entry_of(&root.join(path)), entry)
                } else {
                    State::Missing
                }
            })
            .collect(),
        // One reader goes through an archive from its beginning to its end.
        None => listed
            .into_iter()
            .map(|(path, entry)| {
                if copy.files.contains(path) {
                    state(copy.entry(path, entry.size), entry)
                } else {
                    State::Missing
                }
            })
            .collect(),
    }
}

fn state(found: io::Result<Entry>, listed: &Entry) -> State {
    match found {
        Ok(found) if found == *listed => State::Intact,
        Ok(found) if found.size != listed.size => {
            let size = listed.size;
            State::Changed(text!(
                "内容变了：发布时是 {size} 字节",
                "it was changed: {size} bytes were published"
            ))
        }
        Ok(_) => State::Changed(text!(
            "内容变了：大小相同，SHA-256 不同",
            "it was changed: the same size, another SHA-256"
        )),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => State::Missing,
        Err(cause) => {
            let Text { zh, en } = system(&cause);
            State::Changed(text!(
                "坏了，读不出来：{zh}",
                "it is damaged and cannot be read: {en}"
            ))
        }
    }
}

/// What the manifest does not list.
fn foreign(copy: &Copy, manifest: &Manifest, findings: &mut Findings) {
    let files = copy
        .files
        .iter()
        .filter(|path| *path != MANIFEST && !manifest.files.contains_key(*path));
    for path in files.chain(&copy.odd) {
        let message = text!(
            "清单里没有，不是发布时的东西",
            "the manifest does not list it; it was not published"
        );
        findings.push(Finding::new(Code::CopyForeign, Place::file(path), message));
    }
    if copy.has_twins {
        let message = text!(
            "压缩包里有同名的文件，解压时不知道会得到哪一个",
            "the archive holds two files of one name; nobody knows which comes out"
        );
        findings.push(Finding::new(Code::CopyForeign, Place::file(""), message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{Tree, manifest};
    use std::fs;

    fn tree() -> Tree {
        let mut tree = Tree::new();
        tree.insert("index.html", "<p>首页</p>".repeat(100))
            .unwrap();
        tree.insert("2019/莲都/照片 1.jpg", vec![7; 300]).unwrap();
        tree.insert("2019/empty.txt", "").unwrap();
        tree
    }

    fn folder() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let tree = tree();
        for (path, bytes) in tree.iter() {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes.held().unwrap()).unwrap();
        }
        fs::write(dir.path().join(MANIFEST), manifest(&tree)).unwrap();
        dir
    }

    fn told(path: &Path) -> Vec<String> {
        match verify(path) {
            Ok(verdict) => verdict
                .findings
                .sorted()
                .iter()
                .map(|f| format!("{} {}", f.code.as_str(), f.place.path()))
                .collect(),
            Err(finding) => vec![finding.code.as_str().to_owned()],
        }
    }

    #[test]
    fn an_intact_folder_is_intact() {
        let dir = folder();
        let verdict = verify(dir.path()).unwrap();
        assert_eq!((verdict.intact, verdict.listed.len()), (3, 3));
        assert!(verdict.findings.sorted().is_empty());
        fs::write(dir.path().join(".gitignore"), "*").unwrap();
        assert!(told(dir.path()).is_empty());
    }

    #[test]
    fn changed_missing_and_foreign_files_are_named() {
        let dir = folder();
        let at = |path: &str| dir.path().join(path);
        fs::write(at("2019/莲都/照片 1.jpg"), vec![8; 300]).unwrap();
        fs::remove_file(at("2019/empty.txt")).unwrap();
        fs::write(at("2019/note.txt"), "x").unwrap();
        fs::create_dir(at("leer")).unwrap();
        assert_eq!(
            told(dir.path()),
            [
                "copy-missing 2019/empty.txt",
                "copy-foreign 2019/note.txt",
                "copy-changed 2019/莲都/照片 1.jpg",
                "copy-foreign leer/",
            ]
        );
    }

    /// Whatever bit of a listed file or of the manifest is turned, something
    /// is said.
    #[test]
    fn every_flipped_bit_of_a_folder_is_found() {
        let dir = folder();
        for name in ["index.html", "2019/莲都/照片 1.jpg", MANIFEST] {
            let path = dir.path().join(name);
            let sound = fs::read(&path).unwrap();
            for at in (0..sound.len()).step_by(7) {
                let mut broken = sound.clone();
                broken[at] ^= 1 << (at % 8);
                fs::write(&path, &broken).unwrap();
                assert!(!told(dir.path()).is_empty(), "{name}: byte {at}");
            }
            fs::write(&path, &sound).unwrap();
        }
    }

    /// Also where it falls on a header that nobody reads.
    #[test]
    fn every_flipped_bit_of_an_archive_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("site.zip");
        let sound = super::super::pack(&tree()).unwrap();
        fs::write(&path, &sound).unwrap();
        assert_eq!(verify(&path).unwrap().intact, 3);
        for at in 0..sound.len() {
            let mut broken = sound.clone();
            broken[at] ^= 1 << (at % 8);
            fs::write(&path, &broken).unwrap();
            if let Ok(verdict) = verify(&path) {
                assert!(verdict.findings.has_errors(), "byte {at}");
            }
        }
        for more in [&b"PK"[..], &[0; 200]] {
            fs::write(&path, [&sound, more].concat()).unwrap();
            assert!(!told(&path).is_empty());
        }
        for short in [1, 64, 70, 200, sound.len() / 2] {
            fs::write(&path, &sound[..sound.len() - short]).unwrap();
            assert!(!told(&path).is_empty(), "{short} bytes too short");
        }
    }

    #[test]
    fn an_archive_packed_anew_with_its_folder_is_the_same_site() {
        use std::io::Write;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("again.zip");
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        zip.add_directory("site/", options).unwrap();
        let tree = tree();
        let list = manifest(&tree).into();
        for (name, bytes) in tree.iter().chain([(MANIFEST, &list)]) {
            zip.start_file(format!("site/{name}"), options).unwrap();
            zip.write_all(bytes.held().unwrap()).unwrap();
        }
        zip.finish().unwrap();
        assert!(told(&path).is_empty());
        fs::write(dir.path().join("no.zip"), "PK").unwrap();
        assert_eq!(told(&dir.path().join("no.zip")), ["copy-unreadable"]);
    }
}
