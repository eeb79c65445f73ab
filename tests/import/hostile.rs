//! Files made to hurt, and files that are torn: a finding, quickly, and nothing
//! written.

use crate::{Desk, sent};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A copy of an archive with parts replaced or added.
fn rewritten(
    path: &Path,
    change: &dyn Fn(&str, Vec<u8>) -> Vec<u8>,
    added: &[(&str, &[u8])],
) -> Vec<u8> {
    let mut old = ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut entry = old.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        new.start_file(&*name, SimpleFileOptions::default())
            .unwrap();
        new.write_all(&change(&name, bytes)).unwrap();
    }
    for (name, bytes) in added {
        new.start_file(*name, SimpleFileOptions::default()).unwrap();
        new.write_all(bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

fn keep(_: &str, bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

/// What is said about the bytes as a table, with nothing written.
fn table(bytes: &[u8], name: &str) -> crate::Ran {
    let desk = Desk::new();
    let before = desk.content();
    let ran = desk.figures(&desk.put(name, bytes), &["--yes", "--map", "联系电话=-"]);
    if ran.status != 0 {
        assert_eq!(desk.content(), before);
    }
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

/// The same as a write-up.
fn document(bytes: &[u8]) -> crate::Ran {
    let desk = Desk::new();
    let before = desk.content();
    let ran = desk.case(&desk.put("a.docx", bytes));
    if ran.status == 1 && ran.out.is_empty() {
        assert_eq!(desk.content(), before);
    }
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one() {
    let zeros = vec![b' '; 170 << 20];
    let bomb = rewritten(&sent("tables/wide.xlsx"), &keep, &[("xl/bomb.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(table(&bomb, "a.xlsx").codes(), ["import-too-large"]);
    let bomb = rewritten(
        &sent("documents/by-look.docx"),
        &keep,
        &[("word/bomb.xml", &zeros)],
    );
    assert_eq!(document(&bomb).codes(), ["import-too-large"]);
}

#[test]
fn a_workbook_of_a_million_texts_and_hardly_a_cell() {
    let texts = format!("<sst>{}</sst>", "<si/>".repeat(1_000_001));
    let added: [(&str, &[u8]); 1] = [("xl/sharedStrings.xml", texts.as_bytes())];
    let book = rewritten(&sent("tables/wide.xlsx"), &keep, &added);
    assert!(book.len() < 1 << 16, "{}", book.len());
    assert_eq!(table(&book, "a.xlsx").codes(), ["import-too-large"]);
}

#[test]
fn entities_that_grow() {
    let laughs = "<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;\">]>";
    let bomb = |part: &'static str| {
        move |name: &str, bytes: Vec<u8>| {
            if name != part {
                return bytes;
            }
            let text = String::from_utf8(bytes).unwrap();
            let at = text.find("?>").map_or(0, |at| at + 2);
            format!("{}{laughs}{}", &text[..at], &text[at..]).into_bytes()
        }
    };
    let workbook = rewritten(
        &sent("tables/wide.xlsx"),
        &bomb("xl/worksheets/sheet1.xml"),
        &[],
    );
    assert_eq!(table(&workbook, "a.xlsx").codes(), ["import-refused"]);
    let text = rewritten(
        &sent("documents/by-look.docx"),
        &bomb("word/document.xml"),
        &[],
    );
    assert_eq!(document(&text).codes(), ["import-refused"]);
    let sheet = rewritten(&sent("tables/wide.ods"), &bomb("content.xml"), &[]);
    assert_eq!(table(&sheet, "a.ods").codes(), ["import-refused"]);
}

#[test]
fn macros_and_outside_references_are_said_and_not_followed() {
    let added: [(&str, &[u8]); 2] = [
        ("xl/vbaProject.bin", b"x"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>"),
    ];
    let ran = table(
        &rewritten(&sent("tables/wide.xlsx"), &keep, &added),
        "a.xlsm",
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    let said = ran.codes();
    let import = said.iter().filter(|c| c.starts_with("import-"));
    assert_eq!(
        import.collect::<Vec<_>>(),
        ["import-external", "import-macros"]
    );
}

/// One cell in the last corner must not make the sheet as large as it could be.
#[test]
fn a_cell_in_the_last_corner() {
    let corner = |name: &str, bytes: Vec<u8>| {
        if name != "xl/worksheets/sheet1.xml" {
            return bytes;
        }
        let text = String::from_utf8(bytes).unwrap();
        let row = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
        text.replace("</sheetData>", row).into_bytes()
    };
    let ran = table(
        &rewritten(&sent("tables/wide.xlsx"), &corner, &[]),
        "a.xlsx",
    );
    assert_eq!(ran.codes(), ["import-too-large"]);
}

#[test]
fn a_cell_that_stands_for_a_million_rows() {
    let many = |name: &str, bytes: Vec<u8>| {
        if name != "content.xml" {
            return bytes;
        }
        let text = String::from_utf8(bytes).unwrap();
        let at = text.find("<table:table-row").unwrap();
        let row = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16000\"/></table:table-row>";
        format!("{}{row}{}", &text[..at], &text[at..]).into_bytes()
    };
    let ran = table(&rewritten(&sent("tables/wide.ods"), &many, &[]), "a.ods");
    assert_eq!(ran.codes(), ["import-too-large"]);
}

/// An old workbook with bytes put over those from a place on.
fn old_workbook(at: usize, put: &[u8]) -> crate::Ran {
    let mut bytes = std::fs::read(sent("tables/wide.xls")).unwrap();
    bytes[at..at + put.len()].copy_from_slice(put);
    table(&bytes, "a.xls")
}

/// Where a record of an old workbook begins that has this number and length.
fn record(number: u16, length: u16) -> usize {
    let bytes = std::fs::read(sent("tables/wide.xls")).unwrap();
    let head = [number.to_le_bytes(), length.to_le_bytes()].concat();
    bytes.windows(4).rposition(|w| w == head).unwrap()
}

/// The table of an old workbook says which sector follows which; one that
/// followed itself filled all memory.
#[test]
fn an_old_workbook_whose_sectors_follow_each_other_in_a_circle() {
    let bytes = std::fs::read(sent("tables/wide.xls")).unwrap();
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let (table, directory) = (number(76) as usize, number(48));
    let entry = (table + 1) * 512 + 4 * directory as usize;
    let ran = old_workbook(entry, &directory.to_le_bytes());
    assert_eq!(ran.codes(), ["import-unreadable"]);
    // The same sector of the table named again and again.
    let ran = old_workbook(80, &number(76).to_le_bytes());
    assert_eq!(ran.codes(), ["import-unreadable"]);
}

#[test]
fn an_old_workbook_with_a_cell_in_the_last_corner() {
    let cell = record(0x027E, 10) + 4;
    let ran = old_workbook(cell, &[0xFF, 0xFF, 0xFF, 0x00]);
    assert_eq!(ran.codes(), ["import-too-large"]);
    // Columns that no sheet of such a workbook has.
    let ran = old_workbook(cell, &[0xFF, 0xFF, 0xFF, 0xFF]);
    assert_eq!(ran.codes(), ["import-too-large"]);
}

#[test]
fn an_old_workbook_that_says_it_has_thousands_of_millions_of_cells() {
    let said = record(0x0200, 14) + 4;
    let ran = old_workbook(said, &[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 1]);
    assert_eq!(ran.codes(), ["import-too-large"]);
    let ran = old_workbook(said, &[9, 0, 0, 0, 5, 0, 0, 0, 0, 0, 9, 0]);
    assert_eq!(
        ran.codes(),
        ["import-unreadable"],
        "it ends before it begins"
    );
}

#[test]
fn torn_files_of_every_kind() {
    for path in ["tables/wide.xlsx", "tables/wide.ods", "tables/wide.xls"] {
        let whole = std::fs::read(sent(path)).unwrap();
        for part in 1..8 {
            let ran = table(&whole[..whole.len() * part / 8], "a.xlsx");
            assert!(ran.status <= 1, "{path} {part}: {}", ran.err);
        }
        // Bytes turned over here and there.
        for at in (0..whole.len()).step_by(whole.len() / 12) {
            let mut bytes = whole.clone();
            for byte in bytes.iter_mut().skip(at).take(8) {
                *byte ^= 0x5A;
            }
            assert!(table(&bytes, "a.xlsx").status <= 1, "{path} {at}");
        }
    }
    let whole = std::fs::read(sent("documents/styled.docx")).unwrap();
    for part in 1..8 {
        assert_eq!(
            document(&whole[..whole.len() * part / 8]).codes(),
            ["import-unreadable"]
        );
    }
    assert_eq!(table(b"", "a.csv").codes(), ["import-unreadable"]);
    assert_eq!(
        table(b"<html><table><tr><td>1</td></tr></table>", "a.xls").codes(),
        ["import-unreadable"]
    );
    assert_eq!(document(b"%PDF-1.7").codes(), ["import-unreadable"]);
    assert_eq!(document(b"{\\rtf1 x}").codes(), ["import-unreadable"]);
}

/// A workbook with a password is a compound file around the encrypted one.
#[test]
fn a_file_with_a_password() {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(1024, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    let ran = table(&bytes, "a.xlsx");
    assert!(ran.err.contains("文件有密码"), "{}", ran.err);
    assert!(document(&bytes).err.contains("文件有密码"));
}

fn body(xml: &str) -> Vec<u8> {
    let xml = xml.to_owned();
    let change = move |name: &str, bytes: Vec<u8>| {
        if name != "word/document.xml" {
            return bytes;
        }
        let text = String::from_utf8(bytes).unwrap();
        let (start, end) = (
            text.find("<w:body>").unwrap() + 8,
            text.find("</w:body>").unwrap(),
        );
        format!("{}{xml}{}", &text[..start], &text[end..]).into_bytes()
    };
    rewritten(&sent("documents/by-look.docx"), &change, &[])
}

#[test]
fn documents_with_odd_shapes() {
    let deep = format!(
        "{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(60),
        "</w:tc></w:tr></w:tbl>".repeat(60)
    );
    let ran = document(&body(&format!(
        "{deep}<w:p><w:r><w:t>正文。</w:t></w:r></w:p>"
    )));
    assert!(ran.status <= 1, "{}", ran.err);
    let deeper = format!("{}{}", "<w:sdt>".repeat(5_000), "</w:sdt>".repeat(5_000));
    assert_eq!(document(&body(&deeper)).codes(), ["import-unreadable"]);
    let wide = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"999999999\"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    assert_eq!(document(&body(wide)).status, 0);
    let cycle = "<w:p><w:pPr><w:pStyle w:val=\"nobody\"/><w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"77\"/></w:numPr></w:pPr><w:r><w:t>乙。</w:t></w:r></w:p>";
    assert_eq!(document(&body(cycle)).status, 0);
}

/// A picture's target that climbs out of the package leads nowhere.
#[test]
fn a_picture_from_outside_the_package() {
    let climb = |name: &str, bytes: Vec<u8>| {
        if !name.ends_with("document.xml.rels") {
            return bytes;
        }
        let text = String::from_utf8(bytes).unwrap();
        text.replace("media/image1.png", "../../../../../etc/passwd")
            .into_bytes()
    };
    let ran = document(&rewritten(&sent("documents/styled.docx"), &climb, &[]));
    assert!(
        ran.codes().contains(&"import-lost".to_owned()),
        "{}",
        ran.err
    );
}
