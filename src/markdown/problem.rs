//! What is wrong with a text, or worth an editor's look.
//!
//! Every kind has a stable code, a message and a hint in Chinese and English.
//! The room knows no files: a place is a byte range of the text it was given,
//! and the caller makes a finding of it.

use std::ops::Range;

/// Something said in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// One fault and its place, a byte range of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: Kind,
    /// Where, in bytes of the source given to [`render`](super::render).
    pub at: Range<usize>,
}

/// The kinds of fault. The strings are what the editor wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Raw HTML outside the allow-list: a tag (`<script>`) or an attribute.
    HtmlDropped(String),
    /// A raw tag without its partner in the same paragraph or block.
    HtmlUnbalanced(String),
    /// A link or image with a scheme that is not allowed.
    LinkScheme(String),
    /// A link to `//host/…`, which has no scheme.
    LinkWithoutScheme,
    /// A reference inside a link's address.
    LinkReference,
    /// A link with nothing to click on.
    LinkWithoutText,
    /// `[text](address)` that is not a link, mostly for a space in it.
    LinkBroken,
    /// `![caption](file)` that is no picture, for a space or full-width signs.
    PhotoBroken,
    /// An image without a description.
    ImageWithoutAlt,
    /// An image on another host.
    ImageExternal,
    /// Blocks or tags nested deeper than the limit.
    NestingTooDeep,
    /// A private-use character that this room needs for itself.
    ReservedCharacter,
    /// `{{` without `}}` on the same line.
    ReferenceUnclosed,
    /// `{{}}`.
    ReferenceEmpty,
    /// `{name}}`, or braces of full width.
    ReferenceBraces,
    /// More references than one text can hold.
    ReferenceTooMany,
    /// `[^name]` without a definition.
    FootnoteUndefined(String),
    /// A footnote that no text refers to, and that is therefore not shown.
    FootnoteUnused(String),
    /// A second footnote of one name, which is not shown.
    FootnoteTwice(String),
    /// A heading more than one level below the one before it.
    HeadingOrder {
        /// Level of the heading before.
        from: u8,
        /// Level of this heading.
        to: u8,
    },
    /// A heading above the highest level a text may use here.
    HeadingTop {
        /// The level it has.
        level: u8,
        /// The highest level allowed.
        top: u8,
    },
    /// A heading without text.
    HeadingEmpty,
    /// A class or attribute on a heading, which is dropped.
    HeadingAttribute(String),
    /// `##标题`, a heading that lacks its space.
    HeadingSpace,
    /// A line of Chinese made a heading by a line of `-` or `=` under it.
    HeadingUnderline,
    /// Lines of `|甲|乙|` that are no table: the line of dashes is missing.
    TableBroken,
    /// Chinese text that ends up as code for its indent.
    IndentedCode,
    /// A fenced block that nothing closes.
    FenceUnclosed,
    /// `3*5，4*6`: stars meant as a multiplication sign became emphasis.
    StarsBetweenDigits,
    /// `**` that opens or closes nothing and shows on the page.
    EmphasisUnclosed,
}

impl Kind {
    /// The stable code, as `xunli explain` takes it.
    pub fn code(&self) -> &'static str {
        match self {
            Kind::HtmlDropped(_) => "html-dropped",
            Kind::HtmlUnbalanced(_) => "html-unbalanced",
            Kind::LinkScheme(_) => "link-scheme",
            Kind::LinkWithoutScheme => "link-without-scheme",
            Kind::LinkReference => "link-reference",
            Kind::LinkWithoutText => "link-without-text",
            Kind::LinkBroken => "link-broken",
            Kind::PhotoBroken => "photo-broken",
            Kind::ImageWithoutAlt => "image-without-alt",
            Kind::ImageExternal => "image-external",
            Kind::NestingTooDeep => "nesting-too-deep",
            Kind::ReservedCharacter => "reserved-character",
            Kind::ReferenceUnclosed => "reference-unclosed",
            Kind::ReferenceEmpty => "reference-invalid",
            Kind::ReferenceBraces => "reference-unclosed",
            Kind::ReferenceTooMany => "reference-too-many",
            Kind::FootnoteUndefined(_) => "footnote-undefined",
            Kind::FootnoteUnused(_) => "footnote-unused",
            Kind::FootnoteTwice(_) => "footnote-twice",
            Kind::HeadingOrder { .. } => "heading-order",
            Kind::HeadingTop { .. } => "heading-top",
            Kind::HeadingEmpty => "heading-empty",
            Kind::HeadingAttribute(_) => "heading-attribute",
            Kind::HeadingSpace => "heading-space",
            Kind::HeadingUnderline => "heading-underline",
            Kind::TableBroken => "table-broken",
            Kind::IndentedCode => "indented-code",
            Kind::FenceUnclosed => "fence-unclosed",
            Kind::StarsBetweenDigits => "stars-between-digits",
            Kind::EmphasisUnclosed => "emphasis-unclosed",
        }
    }

    /// Whether something is lost, unsafe or broken on the page. The others
    /// are worth a look and may be meant.
    pub fn is_error(&self) -> bool {
        !matches!(
            self,
            Kind::HeadingOrder { .. }
                | Kind::HeadingSpace
                | Kind::HeadingUnderline
                | Kind::TableBroken
                | Kind::IndentedCode
                | Kind::StarsBetweenDigits
                | Kind::EmphasisUnclosed
                | Kind::LinkBroken
        )
    }

    /// What is wrong.
    pub fn message(&self) -> Words {
        let (zh, en) = match self {
            Kind::HtmlDropped(what) => (
                format!("这里不能用 HTML：{what}"),
                format!("this HTML is not allowed here: {what}"),
            ),
            Kind::HtmlUnbalanced(what) => (
                format!("HTML 标签没有成对：{what}"),
                format!("HTML tag without its partner: {what}"),
            ),
            Kind::LinkScheme(scheme) => (
                format!("链接不能用“{scheme}:”"),
                format!("a link cannot use `{scheme}:`"),
            ),
            Kind::LinkWithoutScheme => (
                "链接写了网站却没有写 https:".into(),
                "the link names a host without https:".into(),
            ),
            Kind::LinkReference => (
                "链接地址里不能引用数据".into(),
                "a link's address cannot hold a reference".into(),
            ),
            Kind::LinkWithoutText => ("链接没有文字".into(), "the link has no text".into()),
            Kind::LinkBroken => (
                "这里写成了链接的样子，但不是链接".into(),
                "this looks like a link but is none".into(),
            ),
            Kind::PhotoBroken => (
                "这里写成了图片的样子，但图片不会显示".into(),
                "this looks like a picture, but none will be shown".into(),
            ),
            Kind::ImageWithoutAlt => ("图片没有图说".into(), "the image has no description".into()),
            Kind::ImageExternal => (
                "图片在别的网站上".into(),
                "the image is on another host".into(),
            ),
            Kind::NestingTooDeep => (
                format!("嵌套超过{}层", super::DEEPEST),
                format!("nested deeper than {} levels", super::DEEPEST),
            ),
            Kind::ReservedCharacter => (
                "正文里有保留的私用区字符".into(),
                "the text holds a reserved private-use character".into(),
            ),
            Kind::ReferenceUnclosed => (
                "“{{”没有在同一行用“}}”结束".into(),
                "`{{` is not closed by `}}` on its line".into(),
            ),
            Kind::ReferenceEmpty => (
                "“{{}}”里没有写是哪项数据".into(),
                "`{{}}` names no figure".into(),
            ),
            Kind::ReferenceBraces => (
                "引用数据要用两个半角花括号，前后各一对".into(),
                "a reference stands between two braces on each side".into(),
            ),
            Kind::ReferenceTooMany => (
                "一篇里引用的数据太多".into(),
                "too many references in one text".into(),
            ),
            Kind::FootnoteUndefined(name) => (
                format!("脚注“{name}”没有注文"),
                format!("footnote `{name}` is not defined"),
            ),
            Kind::FootnoteUnused(name) => (
                format!("正文没有用到脚注“{name}”，它不会显示"),
                format!("nothing refers to footnote `{name}`, so it is not shown"),
            ),
            Kind::FootnoteTwice(name) => (
                format!("脚注“{name}”写了两次，后一次不会显示"),
                format!("footnote `{name}` is defined twice; this one is not shown"),
            ),
            Kind::HeadingOrder { from, to } => (
                format!("标题从{from}级跳到了{to}级"),
                format!("the heading jumps from level {from} to level {to}"),
            ),
            Kind::HeadingTop { level, top } => (
                format!("这里的标题从{top}级开始，不能用{level}级"),
                format!("headings start at level {top} here, not {level}"),
            ),
            Kind::HeadingEmpty => ("标题没有文字".into(), "the heading has no text".into()),
            Kind::HeadingAttribute(what) => (
                format!("标题上不能写“{what}”"),
                format!("a heading cannot carry `{what}`"),
            ),
            Kind::HeadingSpace => (
                "“#”后面少一个空格，这一行不是标题".into(),
                "a space is missing after `#`, so this line is no heading".into(),
            ),
            Kind::TableBroken => (
                "这几行不成表格，竖线会印在页面上".into(),
                "these lines are no table; their bars are printed".into(),
            ),
            Kind::HeadingUnderline => (
                "这一行把上面的文字变成了标题".into(),
                "this line makes a heading of the text above".into(),
            ),
            Kind::IndentedCode => (
                "缩进让这段中文成了代码".into(),
                "the indent turns this Chinese text into code".into(),
            ),
            Kind::FenceUnclosed => (
                "代码块没有结束，后面的内容都在块里".into(),
                "the fenced block is not closed and holds all that follows".into(),
            ),
            Kind::StarsBetweenDigits => (
                "数字之间的“*”被当成了强调".into(),
                "`*` between digits was taken for emphasis".into(),
            ),
            Kind::EmphasisUnclosed => (
                "“**”没有成对，会原样显示".into(),
                "`**` has no partner and shows as it is".into(),
            ),
        };
        Words { zh, en }
    }

    /// What to do about it.
    pub fn hint(&self) -> Words {
        let (zh, en) = match self {
            Kind::HtmlDropped(_) => (
                "可用的标签见编辑手册；样式由主题决定，链接和图片用 Markdown 写",
                "the editors' handbook lists the tags; styles are the theme's, links and images are written in Markdown",
            ),
            Kind::HtmlUnbalanced(what) if what == "<!--" => (
                "在注释的末尾写上 -->；不然后面的内容都不会显示",
                "close the comment with -->: all that follows is hidden",
            ),
            Kind::HtmlUnbalanced(_) => (
                "在同一段里写上结束标签，或删去这个标签",
                "close the tag within the same paragraph, or delete it",
            ),
            Kind::LinkScheme(_) => (
                "可用 https、http、mailto、tel，或站内的相对路径",
                "use https, http, mailto, tel, or a relative path",
            ),
            Kind::LinkWithoutScheme => ("在前面加上 https:", "put https: in front"),
            Kind::LinkReference => ("地址照原样写出", "write the address out"),
            Kind::LinkWithoutText => (
                "在方括号里写上文字：[文字](地址)",
                "write the text between the brackets: [text](address)",
            ),
            Kind::LinkBroken => (
                "写成 [文字](地址)，括号都用半角；地址里有空格时用尖括号括起：[文字](<图 1.jpg>)，或给文件改名",
                "write [text](address); put an address with spaces in angle brackets: [text](<photo 1.jpg>), or rename the file",
            ),
            Kind::PhotoBroken => (
                "写成 ![图说](文件名 \"摄影\")，括号和引号都用半角；文件名里有空格时写成 <图 1.jpg>，或给文件改名",
                "write ![caption](file \"credit\") with plain brackets and quotes; a name with a space as <photo 1.jpg>, or rename the file",
            ),
            Kind::ImageWithoutAlt => (
                "在方括号里写图说：![图说](文件 \"摄影\")",
                "write a caption between the brackets: ![caption](file \"credit\")",
            ),
            Kind::ImageExternal => (
                "把图片存到稿件的文件夹里",
                "save the image in the text's folder",
            ),
            Kind::NestingTooDeep => ("减少嵌套的列表或引文", "nest fewer lists or quotes"),
            Kind::ReservedCharacter => (
                "多半是从别处粘贴来的，看不见，删去即可；生僻字请换成通用编码",
                "mostly pasted from elsewhere and invisible: delete it; write a rare character in its standard code",
            ),
            Kind::ReferenceUnclosed => (
                "补上“}}”；要显示花括号本身时写“\\{{”",
                "add `}}`; to show the braces themselves write `\\{{`",
            ),
            Kind::ReferenceEmpty => (
                "写上数据的 id，例如 {{villages}}；不要的，删去花括号",
                "write a figure's id, e.g. {{villages}}, or delete the braces",
            ),
            Kind::ReferenceBraces => (
                "写成 {{villages}}，输入法切到英文再打花括号",
                "write {{villages}}",
            ),
            Kind::ReferenceTooMany => ("把这篇分成几篇", "split the text"),
            Kind::FootnoteUndefined(_) => (
                "另起一行写注文：[^名字]: 注文",
                "define it on a line of its own: [^name]: text",
            ),
            Kind::FootnoteUnused(_) => (
                "在正文里写上 [^名字]，或删去注文",
                "refer to it with [^name], or delete it",
            ),
            Kind::FootnoteTwice(_) => ("给其中一个改名", "rename one of them"),
            Kind::HeadingOrder { .. } => ("标题一级一级往下用", "go down one level at a time"),
            Kind::HeadingTop { .. } => (
                "页面的大标题来自 title；正文的标题用“##”",
                "the page's title comes from `title`; write headings with `##`",
            ),
            Kind::HeadingEmpty => (
                "写上标题，或删去这一行",
                "write the heading, or delete the line",
            ),
            Kind::HeadingAttribute(_) => (
                "花括号里只能写锚点：{#名字}",
                "only an anchor may stand between the braces: {#name}",
            ),
            Kind::HeadingSpace => ("写成“## 标题”", "write `## heading`"),
            Kind::TableBroken => (
                "在第一行下面加一行 |---|---|，列数和第一行一样",
                "put a line |---|---| below the first, with as many columns",
            ),
            Kind::HeadingUnderline => (
                "要分隔线时在中间空一行；要标题时用“##”",
                "leave a blank line for a rule; use `##` for a heading",
            ),
            Kind::IndentedCode => (
                "去掉行首的空格，首行缩进由主题排",
                "remove the spaces: the theme indents paragraphs",
            ),
            Kind::FenceUnclosed => (
                "在块的末尾另起一行写 ```",
                "end the block with ``` on a line of its own",
            ),
            Kind::StarsBetweenDigits => ("乘号写成“×”", "write × for multiplication"),
            Kind::EmphasisUnclosed => (
                "补上另一半；要显示星号时写“\\*”",
                "add the other half; to show a star write `\\*`",
            ),
        };
        Words {
            zh: zh.into(),
            en: en.into(),
        }
    }
}
