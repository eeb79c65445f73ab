//! Ticks, short axis numbers, and labels that make room for each other.
//!
//! Axis numbers are the only numbers a chart formats itself: they are steps of
//! 1, 2, 2.5 or 5, not data. Every value that is data is printed as the caller
//! gave it.

use super::Language;
use crate::quantity::push_parted;

/// The marks of an axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ticks {
    /// From the lowest to the highest, `step` apart; never empty.
    pub(crate) at: Vec<f64>,
    step: f64,
    /// Where the scale begins and ends: at the outermost ticks, or a little beyond.
    low: f64,
    high: f64,
}

/// The least step that makes sense of `values`: of things that are counted there is
/// no half.
pub(crate) fn grain(mut values: impl Iterator<Item = f64>) -> f64 {
    f64::from(u8::from(values.all(|v| v.fract() == 0.0)))
}

/// Ticks that enclose `low..=high`, about `count` of them: of the round steps near
/// that number, the one that leaves least empty. Equal or unusable ends are widened
/// to a range that can be drawn. No step is finer than `grain` ([`grain`]).
pub(crate) fn ticks(low: f64, high: f64, count: usize, grain: f64) -> Ticks {
    let (low, high) = usable(low, high);
    best(low, high, count, grain, |ticks| ticks)
}

/// The same for a scale that ends with its data where they pass a tick by little: a
/// whole step of empty paper above them would say nothing.
pub(crate) fn scale(low: f64, high: f64, count: usize, grain: f64) -> Ticks {
    let (low, high) = usable(low, high);
    best(low, high, count, grain, |ticks| {
        ticks.trimmed(low, high, count)
    })
}

fn best(low: f64, high: f64, count: usize, grain: f64, end: impl Fn(Ticks) -> Ticks) -> Ticks {
    let mut best: Option<Ticks> = None;
    for count in [count + 1, count, count.saturating_sub(1).max(1)] {
        let ticks = end(stepped(low, high, count, grain));
        if best
            .as_ref()
            .is_none_or(|b| ticks.high() - ticks.low() < (b.high() - b.low()) * 0.999)
        {
            best = Some(ticks);
        }
    }
    best.unwrap_or_else(|| stepped(0.0, 1.0, count, grain))
}

fn stepped(low: f64, high: f64, count: usize, grain: f64) -> Ticks {
    let rough = (high - low) / count.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let whole = |s: &f64| grain == 0.0 || (*s >= grain && (s - s.round()).abs() < 1e-9);
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .iter()
        .map(|s| s * power)
        .find(|s| *s >= rough * 0.999 && whole(s))
        .unwrap_or((10.0 * power).max(grain));
    let first = (low / step + 1e-9).floor() as i64;
    let last = (high / step - 1e-9).ceil() as i64;
    let at: Vec<f64> = (first..=last.max(first + 1))
        .map(|n| n as f64 * step)
        .collect();
    let ends = (at.first().copied(), at.last().copied());
    Ticks {
        low: ends.0.unwrap_or(0.0),
        high: ends.1.unwrap_or(1.0),
        at,
        step,
    }
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
    fn trimmed(mut self, low: f64, high: f64, count: usize) -> Ticks {
        const LITTLE: f64 = 0.4;
        // Fewer numbers than that are no scale.
        let enough = |ticks: &[f64]| ticks.len() > count.max(3);
        if let [.., before, _] = self.at[..]
            && enough(&self.at)
            && high > before
            && high - before <= self.step * LITTLE
        {
            self.at.pop();
            self.high = high;
        }
        if let [_, after, ..] = self.at[..]
            && enough(&self.at)
            && low < 0.0
            && low < after
            && after - low <= self.step * LITTLE
        {
            self.at.remove(0);
            self.low = low;
        }
        self
    }

    pub(crate) fn low(&self) -> f64 {
        self.low
    }

    pub(crate) fn high(&self) -> f64 {
        self.high
    }

    /// The printed ticks, one precision for all, the unit at the highest. Large
    /// numbers are told in 万 and 亿 (thousand, million and billion in English)
    /// unless the unit already is, because 5万万元 is no number.
    pub(crate) fn labels(&self, unit: &str, language: Language) -> Vec<String> {
        self.labels_of(&self.at, unit, language)
    }

    /// The same for some of the ticks.
    pub(crate) fn labels_of(&self, at: &[f64], unit: &str, language: Language) -> Vec<String> {
        let most = self.low().abs().max(self.high().abs());
        let (scale, name) = thousands(most, unit, language);
        let whole = |value: f64, decimals: i32| {
            let shifted = value / scale * 10f64.powi(decimals);
            (shifted - shifted.round()).abs() < 1e-6 * shifted.abs().max(1e-6)
        };
        let decimals = (0..6)
            .find(|d| at.iter().all(|value| whole(*value, *d)))
            .unwrap_or(6) as usize;
        let last = at.len().saturating_sub(1);
        at.iter()
            .enumerate()
            .map(|(n, value)| {
                let mut text = match value {
                    0.0 => "0".to_string(),
                    value => {
                        let digits = format!("{:.decimals$}", (value / scale).abs());
                        let mut text = String::new();
                        push_parted(&mut text, &digits);
                        text + name
                    }
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

fn thousands(most: f64, unit: &str, language: Language) -> (f64, &'static str) {
    let steps: &[(f64, &str)] = match language {
        Language::Chinese if unit.starts_with(['万', '亿', '千', '百']) => &[],
        Language::Chinese => &[(1e12, "万亿"), (1e8, "亿"), (1e4, "万")],
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

/// Which of these years keep their label, when labels stand at `at` px and need `wide`
/// px each: all, if they fit; else the first and the last with years between them at
/// one distance; else, over a long time, with round years between them. `must`, the
/// one that is looked for, keeps its own and makes room around it.
pub(crate) fn keep_years(years: &[i32], at: &[f64], wide: f64, must: Option<usize>) -> Vec<bool> {
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return Vec::new();
    };
    let place = |n: usize| at.get(n).copied().unwrap_or(0.0);
    let meet = |a: usize, b: usize| (place(a) - place(b)).abs() < wide;
    let fit = |kept: &[usize]| {
        kept.windows(2)
            .all(|w| !matches!(w, [a, b] if meet(*a, *b)))
    };
    let end = years.len() - 1;
    let fixed: Vec<usize> = {
        // The newest year is the one most looked for.
        let mut fixed = vec![end];
        for n in must.into_iter().chain([0]) {
            if fixed.iter().all(|f| !meet(*f, n)) {
                fixed.push(n);
            } else if must == Some(n) {
                fixed = vec![n];
            }
        }
        fixed
    };
    let (first, last) = (i64::from(*first), i64::from(*last));
    let year = |n: usize| years.get(n).copied().map_or(0, i64::from);
    let with = |step: i64, from: i64| -> Vec<usize> {
        let regular = |n: &usize| {
            fixed.contains(n)
                || ((year(*n) - from).rem_euclid(step) == 0 && fixed.iter().all(|f| !meet(*f, *n)))
        };
        (0..years.len()).filter(regular).collect()
    };
    let span = (last - first).max(1);
    let regular = years
        .windows(2)
        .all(|w| matches!(w, [a, b] if i64::from(*a) + 1 == i64::from(*b)));
    let even = [1, 2, 3, 4, 5, 10, 20, 25, 50]
        .into_iter()
        .filter(|step| span % step == 0 && span / step > 1 && must.is_none() && regular)
        .map(|step| {
            let on = |n: &usize| (year(*n) - first) % step == 0;
            (0..years.len()).filter(on).collect::<Vec<_>>()
        });
    // Of few years two steps that differ would be taken for one.
    const LONG: i64 = 15;
    let ends = (span < LONG && regular).then(|| {
        let mut ends = fixed.clone();
        ends.sort_unstable();
        ends
    });
    let round = [5, 10, 20, 25, 50, 100, 200, 500, 1000]
        .into_iter()
        .map(|step| with(step, 0));
    let all: Vec<usize> = (0..years.len()).collect();
    // Years far apart have no common step: from the last on, whoever has room.
    let mut loose: Vec<usize> = fixed.clone();
    for n in all.iter().rev() {
        if !regular && loose.iter().all(|f| !meet(*f, *n)) {
            loose.push(*n);
        }
    }
    loose.sort_unstable();
    let loose = (!regular).then_some(loose);
    let kept = std::iter::once(all)
        .chain(loose)
        .chain(even)
        .chain(ends)
        .chain(round)
        .find(|kept| fit(kept))
        .unwrap_or(vec![end]);
    (0..years.len()).map(|n| kept.contains(&n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zh(low: f64, high: f64, unit: &str) -> Vec<String> {
        ticks(low, high, 4, 0.0).labels(unit, Language::Chinese)
    }

    #[test]
    fn steps_are_round_and_enclose_the_data() {
        assert_eq!(
            zh(0.0, 401.0, "个"),
            ["0", "100", "200", "300", "400", "500个"]
        );
        assert_eq!(zh(0.0, 9.7, "%"), ["0", "2", "4", "6", "8", "10%"]);
        assert_eq!(zh(-30.0, 10.0, ""), ["−30", "−20", "−10", "0", "10"]);
    }

    #[test]
    fn large_numbers_are_told_in_wan_and_yi() {
        assert_eq!(
            zh(0.0, 90_000.0, "元"),
            ["0", "2万", "4万", "6万", "8万", "10万元"]
        );
        assert_eq!(
            zh(0.0, 4.2e8, "元"),
            ["0", "1亿", "2亿", "3亿", "4亿", "5亿元"]
        );
        assert_eq!(
            zh(0.0, 50_000.0, "万元"),
            ["0", "10,000", "20,000", "30,000", "40,000", "50,000万元"]
        );
        assert_eq!(
            ticks(0.0, 42_000.0, 4, 0.0).labels("", Language::English),
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
            let t = ticks(low, high, 4, 0.0);
            assert!(t.at.len() >= 2 && t.at.len() < 12, "{t:?}");
            assert!(t.at.iter().all(|v| v.is_finite()));
        }
        assert_eq!(ticks(5.0, 5.0, 4, 0.0).low(), 0.0);
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
    fn there_is_no_half_village() {
        for high in [1.0, 2.0, 3.0, 5.0, 12.0, 33.0, 401.0] {
            let t = ticks(0.0, high, 4, grain([0.0, high].into_iter()));
            assert!(t.at.iter().all(|v| v.fract() == 0.0), "{t:?}");
        }
        assert_eq!(grain([1.0, 2.5].into_iter()), 0.0);
    }

    #[test]
    fn a_scale_ends_near_its_data() {
        let t = scale(0.0, 401.0, 4, 0.0);
        assert_eq!((t.at.last(), t.high()), (Some(&400.0), 401.0));
        let t = scale(0.0, 460.0, 4, 0.0);
        assert_eq!((t.at.last(), t.high()), (Some(&500.0), 500.0));
        let t = scale(-120.0, 88.0, 4, 0.0);
        assert_eq!((t.at.first(), t.low()), (Some(&-100.0), -120.0));
    }

    fn kept(years: std::ops::RangeInclusive<i32>, pitch: f64, must: Option<usize>) -> Vec<i32> {
        let years: Vec<i32> = years.collect();
        let at: Vec<f64> = (0..years.len()).map(|n| n as f64 * pitch).collect();
        let keep = keep_years(&years, &at, 40.0, must);
        let kept = years.iter().zip(keep).filter(|(_, k)| *k);
        kept.map(|(y, _)| *y).collect()
    }

    #[test]
    fn the_first_and_the_last_year_keep_their_label() {
        assert_eq!(kept(2014..=2019, 50.0, None).len(), 6);
        assert_eq!(kept(2014..=2019, 35.0, None), [2014, 2019]);
        assert_eq!(kept(2013..=2019, 30.0, None), [2013, 2015, 2017, 2019]);
        assert_eq!(
            kept(1930..=2019, 7.0, None),
            [1930, 1940, 1950, 1960, 1970, 1980, 1990, 2000, 2010, 2019]
        );
        assert_eq!(kept(1990..=2025, 5.0, None), [1990, 2000, 2010, 2025]);
        assert_eq!(kept(2011..=2019, 30.0, Some(3)), [2011, 2014, 2019]);
        assert_eq!(kept(2018..=2019, 10.0, None), [2019]);
        let years = [2010, 2011, 2012, 2013, 2014, 2015, 2020, 2025];
        let at = years.map(|y| f64::from(y - 2010) * 32.0);
        assert_eq!(
            keep_years(&years, &at, 40.0, None),
            [true, false, false, true, false, true, true, true]
        );
        assert!(keep_years(&[], &[], 40.0, None).is_empty());
    }
}
