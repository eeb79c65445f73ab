//! Which place a figure has among the counties: 亩产502公斤，居全市第一. What is
//! claimed is no amount, so it is found by its word and not by a number.

use super::Claims;
use crate::finding::{Code, Finding};
use crate::proof::near::Known;
use crate::proof::number_findings::inner;
use crate::text;

/// What stands before a place among the counties.
const PLACED: &[&str] = &[
    "位居", "排名", "排在", "名列", "位列", "均居", "也是", "居", "列", "排", "是", "为",
];

impl Claims<'_, '_> {
    /// 入股村数居全市第一: a figure's name, and its place right behind it.
    pub(in crate::proof) fn by_name(&self) -> Vec<Finding> {
        let text = self.text();
        let mut found = Vec::new();
        for word in ["第", "最"] {
            for (at, _) in text.match_indices(word) {
                let start = text[..at].floor_char_boundary(at.saturating_sub(90));
                let Some(clause) = text[start..at]
                    .rsplit(['，', '。', '；', '、', '\n'])
                    .next()
                else {
                    continue;
                };
                let own = self.beside.own.all();
                let named = own
                    .filter(|k| !k.reference.is_empty() && !k.reference.contains(['.', '/']))
                    .filter(|k| k.name.chars().count() >= 3)
                    .filter_map(|k| Some((clause.find(k.name.as_str())? + k.name.len(), k)))
                    .max_by_key(|(end, k)| (*end, k.name.len()));
                let Some((end, known)) = named else {
                    found.extend(self.of_subject(at));
                    continue;
                };
                let from = at - clause.len() + end;
                let rest = &text[from..];
                let bare = rest.trim_start_matches(['数', '量', '率', '也', '都']);
                let from = from + rest.len() - bare.len();
                found.extend(self.place(known, from));
            }
        }
        found
    }

    /// 亩产502公斤，居全市第一, behind a number or a reference that ends at `end`.
    pub(in crate::proof) fn place(&self, known: &Known, end: usize) -> Option<Finding> {
        let rest = self.text().get(end..)?;
        let rest = rest.trim_start_matches(['，', ',']);
        let rest = PLACED
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
        self.stands(known, self.after_all(rest)?)
    }

    /// 临湖的产量居第二, in the title of a chart of what is measured.
    fn of_subject(&self, at: usize) -> Option<Finding> {
        let (head, rest) = self.text().split_at_checked(at)?;
        let known = self.beside.own.named(self.beside.subject?)?;
        let whole = self.beside.whole;
        let placed = PLACED.iter().any(|word| head.ends_with(word))
            || !whole.is_empty() && head.ends_with(whole);
        let alone = (self.beside.named)(self.text()).is_empty();
        self.stands(known, rest).filter(|_| placed && alone)
    }

    /// What is wrong with the place that a figure has at the beginning of `rest`, a
    /// tail of the text.
    fn stands(&self, known: &Known, rest: &str) -> Option<Finding> {
        let standing = (self.beside.standing)(&known.reference)?;
        let first = ["最高", "最多", "最大", "最长"]
            .iter()
            .find(|w| rest.starts_with(**w));
        let last = ["最低", "最少", "最小", "最短"]
            .iter()
            .find(|w| rest.starts_with(**w));
        let number = ordinal(rest);
        let wrong = match (first, last, number) {
            (Some(_), ..) => standing.more > 0,
            (_, Some(_), _) => standing.less > 0,
            (.., Some((n, _))) => {
                let right = |before: usize| before + 1 == n;
                !(right(standing.more) || standing.falling && right(standing.less))
            }
            _ => return None,
        };
        if !wrong {
            return None;
        }
        let length = first.or(last).map(|w| w.len()).or(number.map(|(_, l)| l))?;
        let start = self.text().len() - rest.len();
        let said = &rest[..length];
        let (name, value) = (inner(&known.name), known.value.prose());
        let (more, less) = (standing.more, standing.less);
        let message = text!(
            "“{said}”与数据不符：“{name}”{value}，比它多的有{more}个县（市、区），比它少的有{less}个",
            "“{said}” is not so: {more} counties have more {name} than {value}, {less} have less"
        );
        let hint = text!(
            "核对名次；要名次随数据走，用 .rank",
            "check the place; `.rank` follows the figures"
        );
        let range = self.block.raw(&(start..start + length));
        Some(Finding::new(Code::NumberDiffers, self.passage.place(range), message).hint(hint))
    }

    /// What follows 全市, 四县里, 各县中, 三地.
    fn after_all<'r>(&self, rest: &'r str) -> Option<&'r str> {
        if let Some(rest) = rest
            .strip_prefix(self.beside.whole)
            .filter(|_| !self.beside.whole.is_empty())
        {
            return Some(rest);
        }
        let numerals = "各一二三四五六七八九十0123456789个";
        let bare = rest.trim_start_matches(|c| numerals.contains(c));
        let kind = [
            "县（市、区）",
            "县市区",
            "县区",
            "区县",
            "县市",
            "县",
            "区",
            "市",
        ];
        let counted = bare.len() < rest.len() && !rest.starts_with('各');
        if let Some(after) = bare.strip_prefix('地').filter(|_| counted) {
            return Some(after);
        }
        let after = kind.iter().find_map(|word| bare.strip_prefix(word))?;
        let within = ["里", "中", "当中", "之中"];
        let after = within.iter().find_map(|word| after.strip_prefix(word))?;
        (bare.len() < rest.len()).then_some(after)
    }
}

/// 第一, 第2位: the place and its length.
fn ordinal(text: &str) -> Option<(usize, usize)> {
    let rest = text.strip_prefix('第')?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return Some((rest.get(..digits)?.parse().ok()?, '第'.len_utf8() + digits));
    }
    let first = rest.chars().next()?;
    let at = "一二三四五六七八九".chars().position(|c| c == first)?;
    let next = rest.chars().nth(1);
    let whole = !next.is_some_and(|c| "十百一二三四五六七八九产梯线".contains(c));
    whole.then(|| (at + 1, '第'.len_utf8() + first.len_utf8()))
}
