//! `.gz`, `.br` and `.zst` beside text files, for servers that send them as
//! they lie (nginx `gzip_static`, Caddy `precompressed`).
//!
//! All three libraries are Rust, look at no clock, and choose by whole numbers,
//! so the bytes are the same on every machine.

use crate::publish::{Bytes, Tree};
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;
use std::io::{self, Write};
use structured_zstd::encoding::{CompressionLevel, compress_to_vec};

/// Kinds that are text; pictures and workbooks are compressed already.
const TEXT: [&str; 8] = ["html", "css", "js", "json", "xml", "svg", "csv", "txt"];

/// Beyond 9 brotli takes ten times as long for three per cent.
const BROTLI_QUALITY: i32 = 9;

/// Beyond 16 it takes half as long again for nothing. Its window is below the
/// 8 MiB that browsers take (RFC 9659, section 3).
const ZSTD_LEVEL: CompressionLevel = CompressionLevel::Level(16);

/// Adds `.gz`, `.br` and `.zst` beside every text file of which they are
/// smaller, and returns how many files that are.
pub fn compress(tree: &mut Tree) -> usize {
    let texts: Vec<(&str, &Bytes)> = tree.iter().filter(|(path, _)| is_text(path)).collect();
    let made: Vec<(String, Vec<u8>)> = texts
        .into_par_iter()
        .flat_map_iter(|(path, bytes)| {
            // What cannot be read any more is told when it is published.
            let bytes = bytes.read().unwrap_or_default();
            let zstd = Ok(compress_to_vec(&*bytes, ZSTD_LEVEL));
            let forms = [("gz", gzip(&bytes)), ("br", brotli(&bytes)), ("zst", zstd)];
            let size = bytes.len();
            forms.into_iter().filter_map(move |(extension, packed)| {
                let packed = packed.ok().filter(|p| p.len() < size)?;
                Some((format!("{path}.{extension}"), packed))
            })
        })
        .collect();
    // A file of that name that the site itself has stays what it is.
    made.into_iter()
        .filter_map(|(path, bytes)| tree.insert(path, bytes).ok())
        .count()
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| TEXT.contains(&extension))
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let out = Vec::with_capacity(bytes.len() / 3);
    let mut writer = GzBuilder::new().mtime(0).write(out, Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() / 3);
    let params = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn tree() -> Tree {
        let mut tree = Tree::new();
        let text = "全市推进“消薄”工程三年行动。".repeat(100);
        tree.insert("index.html", text).unwrap();
        tree.insert("tiny.txt", "a").unwrap();
        tree.insert("photo.jpg", vec![0; 5000]).unwrap();
        tree
    }

    fn held<'t>(tree: &'t Tree, path: &str) -> &'t [u8] {
        tree.get(path).and_then(Bytes::held).unwrap()
    }

    #[test]
    fn text_is_compressed_where_that_makes_it_smaller() {
        let mut tree = tree();
        assert_eq!(compress(&mut tree), 3);
        let text = held(&tree, "index.html");
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(held(&tree, "index.html.gz"))
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, text);
        plain.clear();
        brotli::Decompressor::new(held(&tree, "index.html.br"), 4096)
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, text);
        plain.clear();
        let packed = held(&tree, "index.html.zst");
        structured_zstd::decoding::StreamingDecoder::new(packed)
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, text);
        for path in [
            "tiny.txt.gz",
            "tiny.txt.br",
            "tiny.txt.zst",
            "photo.jpg.zst",
        ] {
            assert_eq!(tree.get(path), None, "{path}");
        }
    }

    #[test]
    fn it_knows_no_clock() {
        let (mut one, mut two) = (tree(), tree());
        compress(&mut one);
        compress(&mut two);
        assert_eq!(one, two);
        // Bytes 4 to 7 of a gzip header are its time.
        assert_eq!(&held(&one, "index.html.gz")[4..8], [0; 4]);
    }
}
