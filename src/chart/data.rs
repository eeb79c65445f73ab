//! What a chart is given: plain values with the text they are printed as.
//!
//! The caller resolves counties, indicators and units; here a value is a number
//! to place a mark by and `shown` is the exact text to print beside it. A value
//! that is not a finite number counts as missing, in the drawing, the words and
//! the table alike, and [`super::Chart::validate`] reports it.

/// The language of the words a chart writes itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// 中文.
    #[default]
    Chinese,
    /// English.
    English,
}

/// Which of the two drawings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 720 px, shown where there are at least 640.
    Wide,
    /// 360 px, for phones and narrow columns.
    Narrow,
}

/// What stands around a chart, and the words it needs to speak of its data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The finding, as a heading; empty takes [`super::Chart::headline`].
    pub title: String,
    /// What is measured: 达标村.
    pub measure: String,
    /// Its unit: 个. Also tells 最多 from 最高.
    pub unit: String,
    /// When: 2019年, 2017—2019年.
    pub period: String,
    /// Where the figures come from.
    pub source: String,
    /// The date they are as of, as printed.
    pub as_of: String,
    /// What the rows are, with the measure word: 个县（市、区）; in English the plural,
    /// counties. Empty where the rows have no common noun.
    pub counted: String,
    /// The language of everything the chart writes itself.
    pub language: Language,
    /// Less is better: the smallest value is the first.
    pub lowest_first: bool,
}

impl Words {
    /// The larger, the nearer to the first place.
    pub(crate) fn standing(&self, value: f64) -> f64 {
        if self.lowest_first { -value } else { value }
    }
}

/// One value of a ranking, a set of columns or a whole's parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Whose value it is.
    pub name: String,
    /// The value, or none when there is no figure.
    pub value: Option<f64>,
    /// The value as printed, with unit and qualifier: 约4.2亿元.
    pub shown: String,
    /// Whether this is the one the page is about.
    pub focus: bool,
    /// Where a click leads; relative, http or https.
    pub href: Option<String>,
    /// A remark printed below the drawing.
    pub note: Option<String>,
}

/// What a status says: never colour alone, so a sign and a word come with the tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// 已完成, 按期, 略滞后 …
    pub word: String,
    /// ✓ ● ▲ ▼ …
    pub sign: String,
    /// Which colour it takes.
    pub tone: Tone,
}

/// The colour of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Reached, or on time.
    Good,
    /// A little behind.
    Warn,
    /// Behind, or going back.
    Bad,
    /// Not started, or without data.
    Plain,
}

/// A value on its way from a baseline to a target.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Goal {
    /// Where it is now.
    pub row: Row,
    /// Where it began; without one, zero.
    pub baseline: Option<f64>,
    /// The baseline as printed.
    pub baseline_shown: String,
    /// Where it is to end.
    pub target: Option<f64>,
    /// The target as printed.
    pub target_shown: String,
    /// What is to be said of it.
    pub status: Option<Status>,
}

/// Values over years.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Whose values they are.
    pub name: String,
    /// Year, value and the value as printed; in the order of years.
    pub points: Vec<(i32, Option<f64>, String)>,
    /// Whether this is the one the page is about.
    pub focus: bool,
}

/// Two values of one: then and now, or this and that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    /// Whose values they are.
    pub name: String,
    /// The earlier value.
    pub from: Option<f64>,
    /// The earlier value as printed.
    pub from_shown: String,
    /// The later value.
    pub to: Option<f64>,
    /// The later value as printed.
    pub to_shown: String,
    /// Whether this is the one the page is about.
    pub focus: bool,
    /// Where a click leads.
    pub href: Option<String>,
    /// A remark printed below the drawing.
    pub note: Option<String>,
}

/// A tile of the tile map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tile {
    /// Whose tile it is.
    pub name: String,
    /// Its place from 0; a map needs one for every tile.
    pub place: Option<(u32, u32)>,
    /// The value.
    pub value: Option<f64>,
    /// The value as printed.
    pub shown: String,
    /// Where a click leads.
    pub href: Option<String>,
    /// Its step from 0 to 4, if the caller classes; else five equal groups.
    pub step: Option<u8>,
    /// Whether this is the one the page is about.
    pub focus: bool,
}

/// The order of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// By value, the largest first; without data last.
    #[default]
    Value,
    /// As given: the official order, years, bands.
    Official,
}

impl Order {
    /// The order that rows of these names are expected in: months, quarters, years and
    /// bands that rise (0—4岁, 5—14岁, 15岁以上) stand as given, others by value.
    pub fn natural<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Order {
        let in_time = |name: &str| name.ends_with(['月', '年']) || name.ends_with("季度");
        // The number that a name begins with: 不满5岁, 5—14岁, 1,000元以下.
        let from = |name: &str| {
            let name = name.trim_start_matches(['不', '满', '足', '到', '低', '于', '未', '小']);
            let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
            let number = name.split(|c| !digits(c)).next().unwrap_or_default();
            number.replace(',', "").parse::<f64>().ok()
        };
        let numbers: Option<Vec<f64>> = names.clone().map(from).collect();
        let rising = |n: Vec<f64>| n.is_sorted() && n.first() < n.last();
        match names.clone().all(in_time) || numbers.is_some_and(rising) {
            true => Order::Official,
            false => Order::Value,
        }
    }
}

/// A value to compare with, drawn as a rule: the mean, a target for all.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// 全市平均.
    pub name: String,
    /// Where the rule stands.
    pub value: f64,
    /// The value as printed.
    pub shown: String,
}

/// The number as a table, for readers of tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The column heads.
    pub head: Vec<String>,
    /// One list of cells per row, as long as the head.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a [`Table`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// A number, to be aligned right.
    pub number: bool,
    /// A row's head (`<th scope="row">`).
    pub head: bool,
}

impl Cell {
    pub(crate) fn head(text: &str) -> Cell {
        Cell {
            text: text.to_string(),
            number: false,
            head: true,
        }
    }

    pub(crate) fn text(text: &str) -> Cell {
        Cell {
            text: text.to_string(),
            number: false,
            head: false,
        }
    }

    /// A value's cell; muted words where there is none.
    pub(crate) fn value(value: Option<f64>, shown: &str, language: Language) -> Cell {
        Cell {
            text: shown_or_gap(value, shown, language).to_string(),
            number: finite(value).is_some(),
            head: false,
        }
    }
}

/// What is wrong with a chart's data or a palette, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A stable name: `chart-empty`.
    pub code: &'static str,
    /// The message in Chinese.
    pub zh: String,
    /// The message in English.
    pub en: String,
    /// The name of the row or series it is about, if it is about one; of a palette the
    /// scheme and the key: light.c2.
    pub about: Option<String>,
}

impl Problem {
    pub(crate) fn new(code: &'static str, zh: String, en: String) -> Problem {
        Problem {
            code,
            zh,
            en,
            about: None,
        }
    }

    /// Says whose row it is about.
    pub(crate) fn about(self, name: &str) -> Problem {
        Problem {
            about: Some(name.to_owned()),
            ..self
        }
    }

    /// The message in a language.
    pub fn message(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// The value if it is one that can be placed: no figure comes near the bound, and
/// below it no sum or difference overflows.
pub(crate) fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.abs() <= 1e100)
}

/// What is printed where a figure is missing.
pub(crate) fn gap(language: Language) -> &'static str {
    match language {
        Language::Chinese => "暂无数据",
        Language::English => "No data",
    }
}

/// The printed value, or the words for a gap. Never zero for a gap.
pub(crate) fn shown_or_gap(value: Option<f64>, shown: &str, language: Language) -> &str {
    if finite(value).is_some() {
        shown
    } else {
        gap(language)
    }
}

impl Width {
    /// Its px.
    pub fn px(self) -> f64 {
        match self {
            Width::Wide => 720.0,
            Width::Narrow => 360.0,
        }
    }

    /// Size of names and values. Both drawings are shown at no less than 8/9 of
    /// their size (640 of 720, 320 of 360 px), so 13.5 px is 12 px as displayed.
    pub(crate) fn label(self) -> f64 {
        match self {
            Width::Wide => 15.0,
            Width::Narrow => 14.0,
        }
    }

    /// Size of axis numbers and notes.
    pub(crate) fn small(self) -> f64 {
        13.5
    }
}

#[cfg(test)]
mod tests {
    use super::Order;

    #[test]
    fn ages_and_months_stand_as_given_and_names_by_value() {
        for names in [
            &["0—4岁", "5—14岁", "15—64岁", "65岁及以上"][..],
            &["不满1,000元", "1,000—5,000元", "5,000元以上"],
            &["11月", "12月", "1月"],
            &["2019", "2020", "2022"],
        ] {
            assert_eq!(
                Order::natural(names.iter().copied()),
                Order::Official,
                "{names:?}"
            );
        }
        for names in [
            &["莲都区", "龙泉市"][..],
            &["3号井", "1号井", "2号井"],
            &["2025", "2025"],
            &["100米", "跳远"],
        ] {
            assert_eq!(
                Order::natural(names.iter().copied()),
                Order::Value,
                "{names:?}"
            );
        }
    }
}
