//! Ticks, short axis numbers, and labels that make room for each other.
//!
//! Axis numbers are the only numbers a chart formats itself: they are steps of
//! 1, 2, 2.5 or 5, not data. Every value that is data is printed as the caller
//! gave it.

use super::Language;

/// The marks of an axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ticks {
    /// From the lowest to the highest, `step` apart; never empty.
    pub(crate) at: Vec<f64>,
    step: f64,
}

/// Ticks that enclose `low..=high`, about `count` of them: of the round steps near
/// that number, the one that leaves least empty. Equal or unusable ends are widened
/// to a range that can be drawn.
pub(crate) fn ticks(low: f64, high: f64, count: usize) -> Ticks {
    let (low, high) = usable(low, high);
    let mut best: Option<Ticks> = None;
    for count in [count, count + 1, count.saturating_sub(1).max(1)] {
        let ticks = stepped(low, high, count);
        if best
            .as_ref()
            .is_none_or(|b| ticks.high() - ticks.low() < (b.high() - b.low()) * 0.999)
        {
            best = Some(ticks);
        }
    }
    best.unwrap_or_else(|| stepped(0.0, 1.0, count))
}

fn stepped(low: f64, high: f64, count: usize) -> Ticks {
    let rough = (high - low) / count.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .iter()
        .map(|s| s * power)
        .find(|s| *s >= rough * 0.999)
        .unwrap_or(10.0 * power);
    let first = (low / step + 1e-9).floor() as i64;
    let last = (high / step - 1e-9).ceil() as i64;
    let at = (first..=last.max(first + 1))
        .map(|n| n as f64 * step)
        .collect();
    Ticks { at, step }
}

fn usable(low: f64, high: f64) -> (f64, f64) {
    if !low.is_finite() || !high.is_finite() || low > high {
        return (0.0, 1.0);
    }
    if high > low && (high - low) > high.abs().max(low.abs()) * 1e-12 {
        return (low, high);
    }
    if low > 0.0 {
        (0.0, high)
    } else if low < 0.0 {
        (low, 0.0)
    } else {
        (0.0, 1.0)
    }
}

impl Ticks {
    pub(crate) fn low(&self) -> f64 {
        self.at.first().copied().unwrap_or(0.0)
    }

    pub(crate) fn high(&self) -> f64 {
        self.at.last().copied().unwrap_or(1.0)
    }

    /// The printed ticks, one precision for all, the unit at the highest. Large
    /// numbers are told in 万 and 亿 (thousand, million and billion in English)
    /// unless the unit already is, because 5万万元 is no number.
    pub(crate) fn labels(&self, unit: &str, language: Language) -> Vec<String> {
        let most = self.low().abs().max(self.high().abs());
        let (scale, name) = scale(most, unit, language);
        let step = self.step / scale;
        let decimals = (0..6)
            .find(|d| {
                let shifted = step * 10f64.powi(*d);
                (shifted - shifted.round()).abs() < 1e-6 * shifted.abs().max(1e-6)
            })
            .unwrap_or(6) as usize;
        let last = self.at.len().saturating_sub(1);
        self.at
            .iter()
            .enumerate()
            .map(|(n, value)| {
                let mut text = match value {
                    0.0 => "0".to_string(),
                    value => format!("{:.decimals$}{name}", (value / scale).abs()),
                };
                if *value < 0.0 {
                    text.insert(0, '−');
                }
                if n == last && unit.chars().count() <= 3 {
                    if language == Language::English
                        && !unit.starts_with(['%', '‰'])
                        && !unit.is_empty()
                    {
                        text.push(' ');
                    }
                    text.push_str(unit);
                }
                text
            })
            .collect()
    }
}

fn scale(most: f64, unit: &str, language: Language) -> (f64, &'static str) {
    let steps: &[(f64, &str)] = match language {
        Language::Chinese if unit.starts_with(['万', '亿', '千', '百']) => &[],
        Language::Chinese => &[(1e8, "亿"), (1e4, "万")],
        Language::English => &[(1e9, "bn"), (1e6, "m"), (1e3, "k")],
    };
    steps
        .iter()
        .copied()
        .find(|(size, _)| most >= *size)
        .unwrap_or((1.0, ""))
}

/// Something that wants to stand at `at` and is `size` px high.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub(crate) at: f64,
    pub(crate) size: f64,
}

/// Where each may stand so that none meets another and all stay within
/// `low..=high`, together as near to their wishes as their order allows: those that
/// would meet become one block about the mean of its wishes. If they cannot all fit
/// they run past `high`; [`room`] tells before.
pub(crate) fn spread(wishes: &[Wish], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<(usize, &Wish)> = wishes.iter().enumerate().collect();
    order.sort_by(|a, b| a.1.at.total_cmp(&b.1.at).then(a.0.cmp(&b.0)));
    let mut blocks: Vec<Block> = Vec::new();
    for (index, wish) in order {
        let mut block = Block {
            members: vec![(index, wish.size)],
            size: wish.size,
            tops: wish.at - wish.size / 2.0,
        };
        while let Some(before) = blocks.pop_if(|b| b.top(low, high) + b.size > block.top(low, high))
        {
            block = before.join(block);
        }
        blocks.push(block);
    }
    let mut places = vec![0.0; wishes.len()];
    for block in &blocks {
        let mut y = block.top(low, high);
        for &(index, size) in &block.members {
            if let Some(place) = places.get_mut(index) {
                *place = y + size / 2.0;
            }
            y += size;
        }
    }
    places
}

/// Neighbours that stand without a gap.
struct Block {
    members: Vec<(usize, f64)>,
    size: f64,
    /// The sum of where each member would have the block begin.
    tops: f64,
}

impl Block {
    fn top(&self, low: f64, high: f64) -> f64 {
        (self.tops / self.members.len() as f64)
            .min(high - self.size)
            .max(low)
    }

    fn join(mut self, after: Block) -> Block {
        self.tops += after.tops - self.size * after.members.len() as f64;
        self.size += after.size;
        self.members.extend(after.members);
        self
    }
}

/// The px that all of them need.
pub(crate) fn room(wishes: &[Wish]) -> f64 {
    wishes.iter().map(|w| w.size).sum()
}

/// Which of `count` labels stay when only every n-th fits: counted from the last,
/// because the newest year is the one that is looked for.
pub(crate) fn thin(count: usize, fits: usize) -> Vec<bool> {
    let every = count.div_ceil(fits.max(1)).max(1);
    (0..count)
        .map(|n| (count - 1 - n).is_multiple_of(every))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zh(low: f64, high: f64, unit: &str) -> Vec<String> {
        ticks(low, high, 4).labels(unit, Language::Chinese)
    }

    #[test]
    fn steps_are_round_and_enclose_the_data() {
        assert_eq!(
            zh(0.0, 401.0, "个"),
            ["0", "100", "200", "300", "400", "500个"]
        );
        assert_eq!(zh(0.0, 9.7, "%"), ["0", "2.5", "5.0", "7.5", "10.0%"]);
        assert_eq!(zh(-30.0, 10.0, ""), ["−30", "−20", "−10", "0", "10"]);
    }

    #[test]
    fn large_numbers_are_told_in_wan_and_yi() {
        assert_eq!(
            zh(0.0, 90_000.0, "元"),
            ["0", "2.5万", "5.0万", "7.5万", "10.0万元"]
        );
        assert_eq!(
            zh(0.0, 4.2e8, "元"),
            ["0", "1亿", "2亿", "3亿", "4亿", "5亿元"]
        );
        assert_eq!(
            zh(0.0, 50_000.0, "万元"),
            ["0", "10000", "20000", "30000", "40000", "50000万元"]
        );
        assert_eq!(
            ticks(0.0, 42_000.0, 4).labels("", Language::English),
            ["0", "10k", "20k", "30k", "40k", "50k"]
        );
    }

    #[test]
    fn degenerate_ranges_can_be_drawn() {
        for (low, high) in [
            (0.0, 0.0),
            (5.0, 5.0),
            (-5.0, -5.0),
            (f64::NAN, 1.0),
            (f64::INFINITY, 0.0),
            (1e300, 1e300),
        ] {
            let t = ticks(low, high, 4);
            assert!(t.at.len() >= 2 && t.at.len() < 12, "{t:?}");
            assert!(t.at.iter().all(|v| v.is_finite()));
        }
        assert_eq!(ticks(5.0, 5.0, 4).low(), 0.0);
    }

    #[test]
    fn labels_make_room_and_keep_their_order() {
        let wish = |at| Wish { at, size: 16.0 };
        let places = spread(
            &[wish(50.0), wish(52.0), wish(51.0), wish(200.0)],
            0.0,
            210.0,
        );
        assert!(
            places[1] - places[2] >= 16.0 && places[2] - places[0] >= 16.0,
            "{places:?}"
        );
        assert!(places[3] <= 202.0);
        let low = spread(&[wish(205.0), wish(206.0), wish(207.0)], 0.0, 210.0);
        assert!(low.iter().all(|y| *y <= 202.0), "{low:?}");
    }

    #[test]
    fn the_newest_year_keeps_its_label() {
        assert_eq!(thin(5, 2), [false, true, false, false, true]);
        assert_eq!(thin(3, 9), [true, true, true]);
        assert_eq!(thin(0, 3), Vec::<bool>::new());
    }
}
