//! The text form of a story, and telling it in a folder of its own.
//!
//! ```text
//! What this is about.
//!
//! == content/about.md
//! the file's text, to the next line that begins with == or $
//!
//! $ xunli check --lang en
//! -- exit 1
//! -- stderr
//! what it printed
//! ```
//!
//! A note in brackets after the path makes it another thing than a text file:
//! `(more)`, which goes on in the file there is, `(more, 9 times)`, `(gone)`,
//! `(moved from PATH)`, `(folder)`, `(GBK)`, `(link TARGET)`, `(3000000 bytes)`,
//! `(picture 30x20)`, `(animation 30x20)`, `(hex)`, `(workbook)` of lines and
//! commas, `(document)` of paragraphs; see below what they may hold. `$ cd PATH && …` runs below the folder, and
//! `$ NAME=value xunli …` sets a variable; there are no others.

use std::fmt::Write;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A story as written.
pub(crate) struct Story {
    parts: Vec<Part>,
}

enum Part {
    /// Lines before the first file or command.
    Prose(String),
    File {
        head: String,
        body: String,
    },
    Command(String),
}

impl Story {
    pub(crate) fn read(file: &Path) -> Story {
        Story::of(&fs::read_to_string(file).unwrap())
    }

    /// The story that `text` tells.
    pub(crate) fn of(text: &str) -> Story {
        let mut parts = vec![Part::Prose(String::new())];
        for line in text.split_inclusive('\n') {
            if let Some(head) = line.strip_prefix("== ") {
                let (head, body) = (head.trim_end().to_owned(), String::new());
                parts.push(Part::File { head, body });
            } else if let Some(command) = line.strip_prefix("$ ") {
                parts.push(Part::Command(command.trim_end().to_owned()));
            } else {
                match parts.last_mut() {
                    Some(Part::Prose(text) | Part::File { body: text, .. }) => text.push_str(line),
                    // What a command printed when the story was written.
                    Some(Part::Command(_)) | None => {}
                }
            }
        }
        Story { parts }
    }

    /// Does what is written, over the files of `ground`, and writes it down
    /// again with what the commands print now.
    pub(crate) fn tell(&self, ground: &Story) -> String {
        let folder = tempfile::tempdir().unwrap();
        let root = &folder.path().join("here");
        ground.lay(root);
        let mut told = String::new();
        for (at, part) in self.parts.iter().enumerate() {
            match part {
                Part::Prose(text) => told.push_str(text),
                Part::File { head, body } => {
                    write_file(root, head, body);
                    write!(told, "== {head}\n{body}").unwrap();
                }
                Part::Command(line) => {
                    writeln!(told, "$ {line}").unwrap();
                    told.push_str(&printed(&run(root, line), folder.path()));
                    if at + 1 < self.parts.len() {
                        told.push('\n');
                    }
                }
            }
        }
        told
    }

    /// Only the files, laid out in `root`.
    pub(crate) fn lay(&self, root: &Path) {
        for part in &self.parts {
            if let Part::File { head, body } = part {
                write_file(root, head, body);
            }
        }
    }
}

/// The program with nothing of this machine's around it.
pub(crate) fn xunli(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xunli"));
    command
        .current_dir(root)
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("LANG", "zh_CN.UTF-8");
    command
}

fn run(root: &Path, line: &str) -> Output {
    let (folder, line) = match line.strip_prefix("cd ").and_then(|l| l.split_once(" && ")) {
        Some((below, rest)) => (root.join(below), rest),
        None => (root.to_owned(), line),
    };
    let mut command = xunli(&folder);
    let mut words = line.split(' ');
    for word in words.by_ref() {
        match word.split_once('=') {
            Some((name, "")) => command.env_remove(name),
            Some((name, value)) => command.env(
                name,
                value.replace('…', &root.parent().unwrap().to_string_lossy()),
            ),
            None => {
                assert_eq!(word, "xunli", "a story runs nothing else: {line}");
                break;
            }
        };
    }
    command.args(words).output().unwrap()
}

/// What a command printed, with `…` for the folder that holds the story's and
/// `␛` for the escape character.
fn printed(output: &Output, around: &Path) -> String {
    let mut text = String::new();
    match output.status.code() {
        Some(0) => {}
        Some(code) => writeln!(text, "-- exit {code}").unwrap(),
        None => panic!("ended by a signal: {}", output.status),
    }
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if !bytes.is_empty() {
            let shown = std::str::from_utf8(bytes).unwrap();
            writeln!(text, "-- {name}\n{}", shown.trim_end_matches('\n')).unwrap();
        }
    }
    text.replace(&*around.to_string_lossy(), "…")
        .replace('\x1b', "␛")
}

fn write_file(root: &Path, head: &str, body: &str) {
    let (path, note) = match head.split_once(" (") {
        Some((path, note)) => (path, note.strip_suffix(')').unwrap()),
        None => (head, ""),
    };
    let disk = root.join(name(path));
    // The blank line before the next part belongs to the story.
    let body = body
        .strip_suffix("\n\n")
        .map_or_else(|| body.to_owned(), |b| format!("{b}\n"));
    if let Some(times) = note.strip_prefix("more") {
        let times = times
            .strip_prefix(", ")
            .and_then(|t| t.strip_suffix(" times"));
        let before = fs::read_to_string(&disk).unwrap();
        let more = body.repeat(times.map_or(1, |t| t.parse().unwrap()));
        return fs::write(disk, before + &more).unwrap();
    }
    remove(&disk);
    if note == "gone" {
        return;
    }
    fs::create_dir_all(disk.parent().unwrap()).unwrap();
    match note.split_once(' ').unwrap_or((note, "")) {
        ("", _) => fs::write(disk, body).unwrap(),
        ("folder", _) => fs::create_dir(disk).unwrap(),
        ("GBK", _) => fs::write(disk, encoding_rs::GB18030.encode(&body).0).unwrap(),
        ("hex", _) => fs::write(disk, from_hex(&body)).unwrap(),
        ("moved", from) => {
            fs::rename(root.join(from.strip_prefix("from ").unwrap()), disk).unwrap()
        }
        ("link", target) => std::os::unix::fs::symlink(target, disk).unwrap(),
        ("picture", size) => fs::write(disk, picture(size)).unwrap(),
        ("animation", size) => fs::write(disk, animation(size)).unwrap(),
        ("workbook", with) => fs::write(disk, workbook(&body, with)).unwrap(),
        ("document", with) => fs::write(disk, document(&body, with)).unwrap(),
        (number, "bytes") => fs::write(disk, "\n".repeat(number.parse().unwrap())).unwrap(),
        _ => panic!("what is ({note})?"),
    }
}

/// A file's name; `\xFF` is a byte that no text has.
fn name(path: &str) -> PathBuf {
    let mut parts = path.split("\\x");
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        let (byte, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(byte, 16).unwrap());
        bytes.extend(rest.as_bytes());
    }
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

fn remove(disk: &Path) {
    match fs::symlink_metadata(disk) {
        Ok(what) if what.is_dir() => fs::remove_dir_all(disk).unwrap(),
        Ok(_) => fs::remove_file(disk).unwrap(),
        Err(_) => {}
    }
}

fn from_hex(text: &str) -> Vec<u8> {
    text.split_whitespace()
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect()
}

/// A PNG of that size, black and white.
fn picture(size: &str) -> Vec<u8> {
    let (width, height) = size.split_once('x').unwrap();
    let (width, height): (u32, u32) = (width.parse().unwrap(), height.parse().unwrap());
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let rows = vec![0b1010_1010; width.div_ceil(8) as usize * height as usize];
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&rows).unwrap();
    writer.finish().unwrap();
    file
}

/// A GIF of that size with two frames.
fn animation(size: &str) -> Vec<u8> {
    let (width, height) = size.split_once('x').unwrap();
    let (width, height): (u16, u16) = (width.parse().unwrap(), height.parse().unwrap());
    let mut file = Vec::new();
    let mut encoder =
        gif::Encoder::new(&mut file, width, height, &[0, 0, 0, 255, 255, 255]).unwrap();
    for color in [0, 1] {
        let pixels = vec![color; usize::from(width) * usize::from(height)];
        let frame = gif::Frame::from_indexed_pixels(width, height, pixels, None);
        encoder.write_frame(&frame).unwrap();
    }
    drop(encoder);
    file
}

/// An .xlsx of one sheet; a cell that begins with `=` is a formula never
/// computed, one of digits a number.
fn workbook(rows: &str, with: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(rows.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            if cell.starts_with('=') {
                sheet.write_formula(row, column, cell).unwrap();
            } else if let Ok(number) = cell.parse::<f64>() {
                sheet.write_number(row, column, number).unwrap();
            } else {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    if with == "with row 3 hidden" {
        sheet.set_row_hidden(2).unwrap();
    }
    // As a program that computes nothing would save it.
    let uncomputed = |name: &str, bytes: Vec<u8>| match name {
        "xl/worksheets/sheet1.xml" => {
            let text = String::from_utf8(bytes).unwrap();
            text.replace("</f><v>0</v>", "</f>").into_bytes()
        }
        _ => bytes,
    };
    let plain = archive(&book.save_to_buffer().unwrap(), uncomputed, &[]);
    match with {
        "" | "with row 3 hidden" => plain,
        "with macros" => archive(&plain, |_, bytes| bytes, &[("xl/vbaProject.bin", b"x")]),
        "with DOCTYPE" => archive(
            &plain,
            |name, bytes| match name {
                "xl/worksheets/sheet1.xml" => [b"<!DOCTYPE a []>".as_slice(), &bytes].concat(),
                _ => bytes,
            },
            &[],
        ),
        "with links" => archive(
            &plain,
            |_, bytes| bytes,
            &[("xl/externalLinks/externalLink1.xml", b"<x/>")],
        ),
        _ => panic!("what is a workbook {with}?"),
    }
}

/// A .docx of paragraphs, with a picture or none.
fn document(text: &str, with: &str) -> Vec<u8> {
    let kind = match with {
        "" => None,
        "with an EMF picture" => Some(("emf", b"\x01\0\0\0".to_vec())),
        "with a PNG picture" => Some(("png", picture("900x600"))),
        _ => panic!("what is a document {with}?"),
    };
    let mut body = String::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        write!(body, "<w:p><w:r><w:t>{line}</w:t></w:r></w:p>").unwrap();
    }
    let mut links = String::new();
    let mut files = Vec::new();
    if let Some((kind, bytes)) = &kind {
        body.push_str("<w:p><w:r><w:drawing><a:blip r:embed=\"r1\"/></w:drawing></w:r></w:p>");
        write!(links, "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"media/image1.{kind}\"/>").unwrap();
        files.push((format!("word/media/image1.{kind}"), bytes.clone()));
    }
    files.push((
        "[Content_Types].xml".into(),
        b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_vec(),
    ));
    files.push(("_rels/.rels".into(), b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r0\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>".to_vec()));
    files.push(("word/_rels/document.xml.rels".into(), format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>").into_bytes()));
    files.push(("word/document.xml".into(), format!("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{body}</w:body></w:document>").into_bytes()));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), &b[..])).collect();
    archive(&[], |_, bytes| bytes, &files)
}

/// A copy of an archive (or, of none, a new one) with files changed and added.
fn archive(
    old: &[u8],
    change: impl Fn(&str, Vec<u8>) -> Vec<u8>,
    added: &[(&str, &[u8])],
) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    if !old.is_empty() {
        let mut old = zip::ZipArchive::new(Cursor::new(old)).unwrap();
        for at in 0..old.len() {
            let mut entry = old.by_index(at).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            new.start_file(&*name, options).unwrap();
            new.write_all(&change(&name, bytes)).unwrap();
        }
    }
    for (name, bytes) in added {
        new.start_file(*name, options).unwrap();
        new.write_all(bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// Every file below `folder` with its bytes.
pub(crate) fn files_below(folder: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            (
                entry.path().strip_prefix(folder).unwrap().to_owned(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}
