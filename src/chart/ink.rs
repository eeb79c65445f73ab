//! The inks a chart is drawn with: names of roles, not colours.
//!
//! A kind draws with an [`Ink`]; on a page it becomes a class (`f-c1`, `s-grid`)
//! which the theme colours for light, dark and paper, and in a file of its own it
//! becomes a hex colour. To pass through plotters an ink poses as a colour whose
//! blue channel is its number; the backend turns it back.

use plotters::style::Color;
use plotters_backend::BackendColor;

/// A role that a mark or a text plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Ink {
    /// What everything stands on; also the gap between neighbouring marks.
    Ground,
    /// Names and values.
    Text,
    /// Axis numbers, notes, 暂无数据.
    Muted,
    /// Grid lines and empty tracks.
    Grid,
    /// First series; every single-series chart.
    C1,
    /// Second series.
    C2,
    /// Third series.
    C3,
    /// Fourth series.
    C4,
    /// Rings and rules that pick one county out.
    Focus,
    /// The others, beside a focus.
    Grey,
    /// Status: reached or on time.
    Good,
    /// Status: a little behind.
    Warn,
    /// Status: behind or going back.
    Bad,
    /// Lowest step of the tile map.
    Seq1,
    /// Second step.
    Seq2,
    /// Third step.
    Seq3,
    /// Fourth step.
    Seq4,
    /// Highest step.
    Seq5,
    /// What stands back and is thin: the lines of the others, the outline of a tile
    /// without data. On paper as dark as on a screen, which [`Ink::Grey`] is not.
    NoData,
    /// Text upon [`Ink::C1`].
    OnC1,
    /// Text upon [`Ink::C2`].
    OnC2,
    /// Text upon [`Ink::C3`].
    OnC3,
    /// Text upon [`Ink::C4`].
    OnC4,
    /// Text upon [`Ink::Grey`].
    OnGrey,
    /// Text upon [`Ink::Seq1`].
    OnSeq1,
    /// Text upon [`Ink::Seq2`].
    OnSeq2,
    /// Text upon [`Ink::Seq3`].
    OnSeq3,
    /// Text upon [`Ink::Seq4`].
    OnSeq4,
    /// Text upon [`Ink::Seq5`].
    OnSeq5,
}

impl Ink {
    /// Every ink, by number.
    pub const ALL: [Ink; 29] = [
        Ink::Ground,
        Ink::Text,
        Ink::Muted,
        Ink::Grid,
        Ink::C1,
        Ink::C2,
        Ink::C3,
        Ink::C4,
        Ink::Focus,
        Ink::Grey,
        Ink::Good,
        Ink::Warn,
        Ink::Bad,
        Ink::Seq1,
        Ink::Seq2,
        Ink::Seq3,
        Ink::Seq4,
        Ink::Seq5,
        Ink::NoData,
        Ink::OnC1,
        Ink::OnC2,
        Ink::OnC3,
        Ink::OnC4,
        Ink::OnGrey,
        Ink::OnSeq1,
        Ink::OnSeq2,
        Ink::OnSeq3,
        Ink::OnSeq4,
        Ink::OnSeq5,
    ];

    /// The end of its class (`f-…`, `s-…`) and of its CSS variable (`--…`).
    pub fn token(self) -> &'static str {
        match self {
            Ink::Ground => "c-ground",
            Ink::Text => "c-text",
            Ink::Muted => "c-muted",
            Ink::Grid => "c-grid",
            Ink::C1 => "c1",
            Ink::C2 => "c2",
            Ink::C3 => "c3",
            Ink::C4 => "c4",
            Ink::Focus => "c-focus",
            Ink::Grey => "c-grey",
            Ink::Good => "c-good",
            Ink::Warn => "c-warn",
            Ink::Bad => "c-bad",
            Ink::Seq1 => "q1",
            Ink::Seq2 => "q2",
            Ink::Seq3 => "q3",
            Ink::Seq4 => "q4",
            Ink::Seq5 => "q5",
            Ink::NoData => "c-none",
            Ink::OnC1 => "on-c1",
            Ink::OnC2 => "on-c2",
            Ink::OnC3 => "on-c3",
            Ink::OnC4 => "on-c4",
            Ink::OnGrey => "on-grey",
            Ink::OnSeq1 => "on-q1",
            Ink::OnSeq2 => "on-q2",
            Ink::OnSeq3 => "on-q3",
            Ink::OnSeq4 => "on-q4",
            Ink::OnSeq5 => "on-q5",
        }
    }

    /// The mark under an `On…` ink.
    pub(crate) fn under(self) -> Option<Ink> {
        Some(match self {
            Ink::OnC1 => Ink::C1,
            Ink::OnC2 => Ink::C2,
            Ink::OnC3 => Ink::C3,
            Ink::OnC4 => Ink::C4,
            Ink::OnGrey => Ink::Grey,
            Ink::OnSeq1 => Ink::Seq1,
            Ink::OnSeq2 => Ink::Seq2,
            Ink::OnSeq3 => Ink::Seq3,
            Ink::OnSeq4 => Ink::Seq4,
            Ink::OnSeq5 => Ink::Seq5,
            _ => return None,
        })
    }

    /// The ink of text upon this mark.
    pub(crate) fn on(self) -> Ink {
        Ink::ALL
            .into_iter()
            .find(|ink| ink.under() == Some(self))
            .unwrap_or(Ink::Text)
    }

    /// The ink of the n-th series, from 0; the fifth and later are grey.
    pub(crate) fn series(n: usize) -> Ink {
        [Ink::C1, Ink::C2, Ink::C3, Ink::C4]
            .get(n)
            .copied()
            .unwrap_or(Ink::Grey)
    }

    /// The ink of a step of the tile map, from 0 to 4.
    pub(crate) fn step(n: usize) -> Ink {
        [Ink::Seq1, Ink::Seq2, Ink::Seq3, Ink::Seq4]
            .get(n)
            .copied()
            .unwrap_or(Ink::Seq5)
    }

    /// Back from the colour it posed as.
    pub(crate) fn from_backend(color: BackendColor) -> Ink {
        Ink::ALL
            .get(usize::from(color.rgb.2))
            .copied()
            .unwrap_or(Ink::Text)
    }
}

impl Color for Ink {
    fn to_backend_color(&self) -> BackendColor {
        BackendColor {
            alpha: 1.0,
            rgb: (0, 0, *self as u8),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_ink_survives_plotters_and_has_its_own_token() {
        for ink in Ink::ALL {
            assert_eq!(Ink::from_backend(ink.to_backend_color()), ink);
        }
        let tokens: BTreeSet<_> = Ink::ALL.iter().map(|i| i.token()).collect();
        assert_eq!(tokens.len(), Ink::ALL.len());
    }

    #[test]
    fn text_upon_a_mark_has_its_own_ink() {
        assert_eq!(Ink::C2.on(), Ink::OnC2);
        assert_eq!(Ink::Seq5.on(), Ink::OnSeq5);
    }
}
