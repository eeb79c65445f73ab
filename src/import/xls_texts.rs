//! The shared texts of an .xls: where their runs begin, and in which fonts.
//!
//! All texts of a workbook lie behind each other in one record and those that
//! go on with it (\[MS-XLS\] 2.4.265 SST, 2.5.293 XLUnicodeRichExtendedString). A
//! text whose characters are parted by the end of a record says anew how wide
//! they are.

use super::compound::u16_at;

/// Where a run begins, in characters, and the number of its font.
pub(super) type Run = (u16, u16);

/// The runs of each text; those up to the first that is torn.
pub(super) fn runs_of(records: &[&[u8]]) -> Vec<Vec<Run>> {
    let mut walk = Walk {
        records,
        record: 0,
        at: 8,
    };
    std::iter::from_fn(|| walk.text()).collect()
}

struct Walk<'b> {
    records: &'b [&'b [u8]],
    record: usize,
    at: usize,
}

impl Walk<'_> {
    fn left(&self) -> usize {
        let record = self.records.get(self.record);
        record.map_or(0, |r| r.len().saturating_sub(self.at))
    }

    /// Goes on in the next record where this one is used up.
    fn settle(&mut self) -> Option<()> {
        while self.left() == 0 {
            self.record += 1;
            self.at = 0;
            self.records.get(self.record)?;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.settle()?;
        let byte = self.records.get(self.record)?.get(self.at).copied();
        self.at += 1;
        byte
    }

    fn number(&mut self) -> Option<u16> {
        u16_at(&[self.byte()?, self.byte()?], 0)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.settle()?;
            let step = count.min(self.left());
            self.at += step;
            count -= step;
        }
        Some(())
    }

    fn text(&mut self) -> Option<Vec<Run>> {
        let mut characters = usize::from(self.number()?);
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.number()? } else { 0 };
        let mut more = 0;
        if flags & 4 != 0 {
            more = usize::from(self.number()?) + (usize::from(self.number()?) << 16);
        }
        let mut width = if flags & 1 == 0 { 1 } else { 2 };
        while characters > 0 {
            if self.left() < width {
                self.at += self.left();
                self.settle()?;
                width = if self.byte()? & 1 == 0 { 1 } else { 2 };
                continue;
            }
            let step = characters.min(self.left() / width);
            self.at += step * width;
            characters -= step;
        }
        let runs = (0..runs)
            .map(|_| Some((self.number()?, self.number()?)))
            .collect::<Option<Vec<Run>>>()?;
        self.skip(more)?;
        Some(runs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_across_the_end_of_a_record() {
        let mut first = vec![0; 8];
        // 36 with a run at 1, and a text of three characters of which the last
        // stands in the next record, two bytes wide.
        first.extend([2, 0, 8, 1, 0, b'3', b'6', 1, 0, 7, 0]);
        first.extend([3, 0, 0, b'a', b'b']);
        let second = [1, 0x11, 0x4E, 1, 0, 0, b'c'];
        let found = runs_of(&[&first, &second]);
        assert_eq!(found, [vec![(1, 7)], vec![], vec![]]);
        assert_eq!(runs_of(&[&first]).len(), 1);
        assert!(runs_of(&[]).is_empty());
    }
}
