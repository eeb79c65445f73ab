//! Compound files (\[MS-CFB\]), in which the workbooks of Excel before 2007 lie:
//! sectors, of which a table says which one follows which.
//!
//! A file whose table leads in a circle has streams without end, and a library
//! that follows them takes all the memory there is; so it is not opened. What
//! is found here under a name is what calamine finds.

use std::collections::BTreeSet;

/// A sector that ends a chain, and above it those that mean something else.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Streams shorter than this lie in pieces of 64 bytes within the first entry's.
const SHORT: usize = 4096;
const PIECE: usize = 64;

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

pub(super) fn index(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// A compound file in which every chain has an end.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    next: Vec<u32>,
    directory: Vec<u8>,
    /// The short streams, and which piece follows which.
    pieces: Vec<u8>,
    next_piece: Vec<u32>,
}

impl<'b> Compound<'b> {
    /// `None` where the file is torn or has a chain without end.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Compound<'b>> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Compound {
            bytes,
            sector,
            next: Vec::new(),
            directory: Vec::new(),
            pieces: Vec::new(),
            next_piece: Vec::new(),
        };
        for table in file.tables()? {
            file.next.extend(numbers(file.sector_at(table)?));
        }
        if has_circle(&file.next) {
            return None;
        }
        file.directory = file.chain(u32_at(bytes, 48)?);
        let root = file.directory.get(..128)?;
        file.pieces = file.chain(u32_at(root, 116)?);
        file.next_piece = numbers(&file.chain(u32_at(bytes, 60)?)).collect();
        (!has_circle(&file.next_piece)).then_some(file)
    }

    /// The sectors that hold the table. The first 109 are named in the header,
    /// others in sectors of their own, the last number of which leads on.
    fn tables(&self) -> Option<BTreeSet<u32>> {
        let bytes = self.bytes;
        let mut named: Vec<u32> = (0..109).filter_map(|i| u32_at(bytes, 76 + 4 * i)).collect();
        let mut more = u32_at(bytes, 68)?;
        let mut seen = BTreeSet::new();
        while more < NO_SECTOR {
            if !seen.insert(more) {
                return None;
            }
            named.extend(numbers(self.sector_at(more)?));
            more = named.pop()?;
        }
        let mut tables = BTreeSet::new();
        // One named many times would make the table larger than the file.
        let mut once = named.into_iter().filter(|t| *t < NO_SECTOR);
        once.all(|table| tables.insert(table)).then_some(tables)
    }

    fn sector_at(&self, at: u32) -> Option<&'b [u8]> {
        let start = index(at).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?;
        self.bytes.get(start..end.min(self.bytes.len()))
    }

    fn chain(&self, first: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let mut at = first;
        while let Some(sector) = self.sector_at(at) {
            out.extend_from_slice(sector);
            match self.next.get(index(at)) {
                Some(next) => at = *next,
                None => break,
            }
        }
        out
    }

    /// First sector and length of an entry of the directory; names know no
    /// case.
    fn entry(&self, wanted: &str) -> Option<(u32, usize)> {
        let is = |entry: &&[u8]| {
            let units = (0..32).filter_map(|i| u16_at(entry, 2 * i));
            let name: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
            String::from_utf16_lossy(&name).eq_ignore_ascii_case(wanted)
        };
        let entry = self.directory.chunks_exact(128).find(is)?;
        let length = index(u32_at(entry, 120)?);
        let is_long = self.sector > 512 && u32_at(entry, 124)? > 0;
        (!is_long).then_some((u32_at(entry, 116)?, length))
    }

    /// What stands under a name.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let (first, length) = self.entry(name)?;
        let mut stream = Vec::new();
        if length >= SHORT {
            stream = self.chain(first);
        }
        let mut at = index(first);
        while length < SHORT && stream.len() < length {
            let start = at.checked_mul(PIECE)?;
            stream.extend_from_slice(self.pieces.get(start..start.checked_add(PIECE)?)?);
            at = index(*self.next_piece.get(at)?);
        }
        stream.truncate(length);
        Some(stream)
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    (0..bytes.len() / 4).filter_map(|i| u32_at(bytes, 4 * i))
}

/// Whether following the table anywhere leads back to where one has been.
fn has_circle(next: &[u32]) -> bool {
    // On which walk each was reached; 0 on none.
    let mut reached = vec![0_usize; next.len()];
    for start in 0..next.len() {
        let walk = start + 1;
        let mut at = start;
        while let Some(before) = reached.get_mut(at).filter(|before| **before == 0) {
            *before = walk;
            at = next.get(at).copied().map_or(usize::MAX, index);
        }
        if reached.get(at) == Some(&walk) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_seen_wherever_it_is_entered() {
        let end = 0xFFFF_FFFE;
        assert!(!has_circle(&[]));
        assert!(!has_circle(&[1, 2, end]));
        assert!(!has_circle(&[end, 0, 0, 1]), "two ways to one end");
        assert!(has_circle(&[0]));
        assert!(has_circle(&[end, 2, 3, 1]));
        assert!(has_circle(&[3, end, end, 4, 5, 4]));
    }
}
