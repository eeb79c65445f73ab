//! The stable names of all findings. Other people's scripts rely on them:
//! a name is never reused for something else.

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident $code:literal $severity:ident,)*) => {
        /// What kind of thing was found.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])* $name,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The stable name, e.g. `key-unknown`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$name => $code,)*
                }
            }

            /// The code of that name.
            pub fn named(name: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|code| code.as_str() == name)
            }

            /// How grave it is unless site.toml says otherwise.
            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$name => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    // Files.
    /// There is no content folder, or no site.toml in it.
    ContentMissing "content-missing" Error,
    /// A file is not UTF-8.
    FileNotUtf8 "file-not-utf8" Error,
    /// A file is larger than its kind may be.
    FileTooLarge "file-too-large" Error,
    /// A file cannot be read.
    FileUnreadable "file-unreadable" Error,
    /// A link, device or other thing that is not an ordinary file.
    FileNotOrdinary "file-not-ordinary" Error,
    /// A name that some file systems or web servers cannot carry.
    FileName "file-name" Error,
    /// A control character, a bidirectional mark, a space of no width.
    CharacterInvisible "character-invisible" Error,
    /// Nothing uses the file.
    FileUnused "file-unused" Warning,

    // TOML and front matter.
    /// TOML that does not parse.
    TomlSyntax "toml-syntax" Error,
    /// The same key twice.
    KeyDuplicate "key-duplicate" Error,
    /// A key that the schema does not know.
    KeyUnknown "key-unknown" Error,
    /// A required key is not there.
    KeyMissing "key-missing" Error,
    /// A value of another type than the schema asks.
    ValueType "value-type" Error,
    /// A value of the right type that cannot be meant.
    ValueInvalid "value-invalid" Error,
    /// A date that does not exist or is not written as one.
    DateInvalid "date-invalid" Error,
    /// A write-up without its front matter.
    FrontMatterMissing "front-matter-missing" Error,

    // The site and its editions.
    /// No edition at all.
    EditionMissing "edition-missing" Error,
    /// site.toml names a theme that is not there.
    ThemeUnknown "theme-unknown" Error,
    /// A county of the roster without its folder.
    CountyMissing "county-missing" Error,
    /// A folder that the roster does not name.
    CountyUnlisted "county-unlisted" Error,
    /// The same name twice where one is needed.
    NameDuplicate "name-duplicate" Error,
    /// An identifier that an address cannot carry.
    IdInvalid "id-invalid" Error,
    /// A county without its write-up.
    CaseMissing "case-missing" Error,
    /// A write-up without text.
    CaseEmpty "case-empty" Error,
    /// Two pages would have one address.
    AddressClash "address-clash" Error,
    /// Two counties on one tile of the map, or a tile off the map.
    TileClash "tile-clash" Error,

    // Figures.
    /// A quantity that does not parse.
    QuantityInvalid "quantity-invalid" Error,
    /// A figure's unit is of another family than its indicator's.
    UnitMismatch "unit-mismatch" Error,
    /// A figure that is no indicator and does not define itself.
    FigureUndefined "figure-undefined" Error,
    /// A county without figures.toml.
    FiguresMissing "figures-missing" Warning,
    /// A figure gives an indicator another name.
    FigureRedefined "figure-redefined" Error,
    /// A figure without a source.
    SourceMissing "source-missing" Error,
    /// A figure without an as-of date.
    AsOfMissing "as-of-missing" Error,
    /// Baseline and target are equal, so progress has no direction.
    TargetEqualsBaseline "target-equals-baseline" Error,
    /// A check names a figure that is not there.
    CheckUnknown "check-unknown" Error,
    /// A check of figures.toml does not come out.
    CheckFailed "check-failed" Error,
    /// A check adds figures whose units do not go together.
    CheckUnits "check-units" Error,
    /// A check that cannot be made: a figure of it has no value.
    CheckIncomplete "check-incomplete" Info,
    /// The stated total is not the one that the counties come to.
    TotalDisagrees "total-disagrees" Error,
    /// A stated total that covers more counties than state a value.
    TotalNotCompared "total-not-compared" Info,
    /// A total with more digits than an exact decimal holds.
    TotalImpossible "total-impossible" Error,
    /// A figure without an exact value in its indicator's unit.
    UnitInexact "unit-inexact" Error,
    /// A figure whose series gives another number for the value's own year.
    FigureTwoValues "figure-two-values" Error,
    /// The same figure under two ids, with two values.
    FigureTwice "figure-twice" Warning,
    /// Two editions give different numbers for the same year.
    SeriesDisagrees "series-disagrees" Warning,
    /// A number of a frozen edition changed without a `revised` note.
    FigureRevised "figure-revised" Error,
    /// Years of a series out of order, or out of bounds.
    SeriesYear "series-year" Warning,
    /// A value that leaps out of an even row, as a slip of digits does.
    FigureJump "figure-jump" Warning,
    /// A number beyond its range, or next to nothing in the figure's own unit.
    FigureImplausible "figure-implausible" Warning,
    /// More done than there seems to be.
    OverTarget "over-target" Warning,
    /// A part larger than its whole, a mean larger than its total.
    PartOverWhole "part-over-whole" Warning,
    /// A share below 0 or above 100%.
    ShareRange "share-range" Warning,
    /// A figure from after the edition's as-of date.
    AsOfLate "as-of-late" Warning,
    /// A figure from long before the edition's as-of date.
    AsOfEarly "as-of-early" Warning,
    /// A date that the edition's year rules out.
    DateOdd "date-odd" Warning,
    /// A target on the other side of the baseline than can be meant.
    TargetDirection "target-direction" Warning,
    /// Two counties with the very same figures.
    FigureCopied "figure-copied" Warning,
    /// To the last digit the number of the edition before.
    FigureUnchanged "figure-unchanged" Warning,
    /// Less than nothing of what is counted.
    FigureNegative "figure-negative" Warning,
    /// A project's yearly return that its sum rules out.
    ProjectReturn "project-return" Warning,
    /// Progress needs a baseline that is not given.
    BaselineMissing "baseline-missing" Warning,

    // Write-ups.
    /// A reference to a figure that is not there.
    FigureUnknown "figure-unknown" Error,
    /// A reference that does not parse.
    ReferenceInvalid "reference-invalid" Error,
    /// A component block with something wrong in it.
    BlockInvalid "block-invalid" Error,
    /// A picture that is not there.
    PhotoMissing "photo-missing" Error,
    /// A picture without a caption.
    ImageWithoutAlt "image-without-alt" Error,
    /// A picture file that cannot be read as one.
    PhotoInvalid "photo-invalid" Error,
    /// A link to a page or file that is not there.
    LinkDead "link-dead" Error,
    /// A link or file path that leaves its folder.
    LinkOutside "link-outside" Error,
    /// A link with a scheme that is not allowed.
    LinkScheme "link-scheme" Error,
    /// A link to `//host/…`, which has no scheme.
    LinkWithoutScheme "link-without-scheme" Error,
    /// A reference inside a link's address.
    LinkReference "link-reference" Error,
    /// A link with nothing to click on.
    LinkWithoutText "link-without-text" Error,
    /// `[text](address)` that is no link, mostly for a space in it.
    LinkBroken "link-broken" Warning,
    /// `![caption](file)` that is no picture, for a space or full-width signs.
    PhotoBroken "photo-broken" Error,
    /// HTML that the allow-list does not pass.
    HtmlDropped "html-dropped" Error,
    /// An HTML tag without its partner.
    HtmlUnbalanced "html-unbalanced" Error,
    /// A picture on another host.
    ImageExternal "image-external" Error,
    /// Markdown nested deeper than a page can be.
    NestingTooDeep "nesting-too-deep" Error,
    /// A character the program needs for itself.
    ReservedCharacter "reserved-character" Error,
    /// `{{` without `}}`.
    ReferenceUnclosed "reference-unclosed" Error,
    /// More references than one text can hold.
    ReferenceTooMany "reference-too-many" Error,
    /// A footnote mark without its note.
    FootnoteUndefined "footnote-undefined" Error,
    /// A footnote that nothing refers to.
    FootnoteUnused "footnote-unused" Error,
    /// Two footnotes of one name.
    FootnoteTwice "footnote-twice" Error,
    /// A heading more than one level below the one before it.
    HeadingOrder "heading-order" Warning,
    /// A heading above the highest level a text may use.
    HeadingTop "heading-top" Error,
    /// A heading without text.
    HeadingEmpty "heading-empty" Error,
    /// A class or attribute on a heading.
    HeadingAttribute "heading-attribute" Error,
    /// Lines between bars that are no table.
    TableBroken "table-broken" Warning,
    /// `##标题` without its space.
    HeadingSpace "heading-space" Warning,
    /// Text made a heading by a line of `-` or `=` under it.
    HeadingUnderline "heading-underline" Warning,
    /// Chinese text that ends up as code for its indent.
    IndentedCode "indented-code" Warning,
    /// A fenced block that nothing closes.
    FenceUnclosed "fence-unclosed" Error,
    /// `3*5，4*6`: stars meant as × became emphasis.
    StarsBetweenDigits "stars-between-digits" Warning,
    /// `**` that shows on the page.
    EmphasisUnclosed "emphasis-unclosed" Warning,

    // Pictures.
    /// A picture with more bytes or pixels than one may have.
    PhotoTooLarge "photo-too-large" Error,
    /// A picture too narrow to look well in a column.
    PhotoTooSmall "photo-too-small" Warning,
    /// Two pictures would be published under one name.
    PhotoNameClash "photo-name-clash" Error,
    /// A picture that moves; only its first frame is shown.
    PhotoMoves "photo-moves" Warning,
    /// No share card: no font, or characters that it lacks.
    CardNone "card-none" Info,
    /// A linked picture of a kind that may carry a position and cannot be
    /// freed of it.
    PhotoNotCleaned "photo-not-cleaned" Error,
    /// An SVG file with script, handlers or outside references.
    DrawingUnsafe "drawing-unsafe" Error,
    /// A linked file of a kind that browsers may run.
    AttachmentUnsafe "attachment-unsafe" Error,

    /// A library panicked over a file.
    ProgramFault "program-fault" Error,

    // The output folder.
    /// The folder holds files but no manifest of ours.
    OutputNotOurs "output-not-ours" Error,
    /// The folder holds files that its manifest does not list.
    OutputForeignFiles "output-foreign-files" Error,
    /// Another build is at work.
    OutputLocked "output-locked" Error,
    /// The disk is full.
    OutputDiskFull "output-disk-full" Error,
    /// Nothing may be written there.
    OutputReadOnly "output-read-only" Error,
    /// The folder went away during the build.
    OutputVanished "output-vanished" Error,
    /// The system refused.
    OutputFailed "output-failed" Error,
    /// A leftover that cannot be cleaned up.
    OutputLeftover "output-leftover" Error,
    /// The site stands beside its place.
    OutputDisplaced "output-displaced" Error,
    /// Replacing file by file was interrupted.
    OutputHalfReplaced "output-half-replaced" Error,
    /// The path names no folder.
    OutputNoName "output-no-name" Error,
    /// The root of a disk.
    OutputIsRoot "output-is-root" Error,
    /// The content folder.
    OutputIsContent "output-is-content" Error,
    /// The themes folder.
    OutputIsThemes "output-is-themes" Error,
    /// The showcase itself.
    OutputIsShowcase "output-is-showcase" Error,
    /// A home folder.
    OutputIsHome "output-is-home" Error,
    /// A folder that holds the content.
    OutputHoldsContent "output-holds-content" Error,
    /// A folder that holds the themes.
    OutputHoldsThemes "output-holds-themes" Error,
    /// A folder that holds the showcase.
    OutputHoldsShowcase "output-holds-showcase" Error,
    /// A folder that holds a home folder.
    OutputHoldsHome "output-holds-home" Error,
    /// A folder in the themes.
    OutputInThemes "output-in-themes" Error,
    /// A folder in the content.
    OutputInContent "output-in-content" Error,
    /// A link.
    OutputIsLink "output-is-link" Error,
    /// A file.
    OutputIsFile "output-is-file" Error,
    /// A folder below a file.
    OutputParentIsFile "output-parent-is-file" Error,
    /// A folder that cannot be looked into.
    OutputUnreadable "output-unreadable" Error,
    /// A path that some disks or servers cannot carry.
    OutputPathInvalid "output-path-invalid" Error,
    /// Two files for one path.
    OutputPathTwice "output-path-twice" Error,
    /// A path that is a file and a folder.
    OutputPathFileAndFolder "output-path-file-and-folder" Error,

    // Import and export.
    /// A file that cannot be opened, or is not what its name says.
    ImportUnreadable "import-unreadable" Error,
    /// A file made to fill a machine.
    ImportTooLarge "import-too-large" Error,
    /// A file with something in it that no office program writes.
    ImportRefused "import-refused" Error,
    /// A file with macros; they are not run.
    ImportMacros "import-macros" Warning,
    /// A file that refers to others; they are not read.
    ImportExternal "import-external" Warning,
    /// No table of figures in the file.
    ImportNoTable "import-no-table" Error,
    /// A column that fits no indicator.
    ImportColumn "import-column" Error,
    /// A row whose county is not in the roster.
    ImportCounty "import-county" Error,
    /// The same number twice, and not the same.
    ImportTwice "import-twice" Error,
    /// A cell that cannot be understood in one way.
    ImportCell "import-cell" Error,
    /// A formula without its value.
    ImportFormula "import-formula" Error,
    /// A number of which the spreadsheet has lost digits.
    ImportDamaged "import-damaged" Error,
    /// Shares that may be fractions or percentages.
    ImportScale "import-scale" Error,
    /// A table of another year than the edition's.
    ImportYear "import-year" Error,
    /// A row of totals that is not what the counties add up to.
    ImportTotal "import-total" Warning,
    /// Numbers in hidden rows, columns or sheets.
    ImportHidden "import-hidden" Warning,
    /// Something of a document that is not in the text.
    ImportLost "import-lost" Warning,
    /// A guess that somebody should look at.
    ImportGuess "import-guess" Warning,
    /// Something worth knowing about what was imported.
    ImportNote "import-note" Info,
    /// A file that could not be written.
    ImportNotWritten "import-not-written" Error,

    // Templates.
    /// A template that does not parse, or fails.
    Template "template" Error,
    /// theme.toml has something wrong in it.
    ThemeInvalid "theme-invalid" Error,

    // Publishing rules.
    /// Something that a government page must carry, and nothing fills.
    GovernmentMissing "government-missing" Error,
    /// A link to a host that site.toml does not allow.
    LinkHost "link-host" Error,
    /// An old address that cannot lead on.
    AliasInvalid "alias-invalid" Error,
    /// A frozen edition's content changed after it was published.
    FrozenChanged "frozen-changed" Error,
    /// A file of a copy is not as it was published.
    CopyChanged "copy-changed" Error,
    /// A published file that the copy lacks.
    CopyMissing "copy-missing" Error,
    /// A file that was not published.
    CopyForeign "copy-foreign" Error,
    /// A copy that cannot be read, or has no manifest of ours.
    CopyUnreadable "copy-unreadable" Error,

    // Proofreading.
    /// Half-width or small punctuation among Chinese characters.
    PunctuationHalf "punctuation-half" Warning,
    /// Two marks where one may stand.
    PunctuationDoubled "punctuation-doubled" Warning,
    /// A straight quote among Chinese characters.
    QuoteStraight "quote-straight" Warning,
    /// A quote without its partner, or turned the wrong way.
    QuoteUnpaired "quote-unpaired" Warning,
    /// Quotes inside quotes of the same kind.
    QuoteNested "quote-nested" Warning,
    /// A bracket without its partner.
    BracketUnpaired "bracket-unpaired" Warning,
    /// A paragraph without a final mark.
    FinalMarkMissing "final-mark-missing" Warning,
    /// A paragraph that breaks off in the middle of a sentence.
    ParagraphCut "paragraph-cut" Warning,
    /// A space between Chinese characters.
    SpaceInChinese "space-in-chinese" Warning,
    /// Full-width digits or letters.
    WidthFull "width-full" Warning,
    /// `~` for ～.
    TildeHalf "tilde-half" Warning,
    /// `*` for ×.
    TimesSign "times-sign" Warning,
    /// Markdown that CommonMark takes for something else.
    MarkdownSlip "markdown-slip" Warning,
    /// A range whose first number lacks 万, 亿 or %.
    RangeUnit "range-unit" Warning,
    /// Two words for about, as in 约2300余.
    ApproximationDoubled "approximation-doubled" Warning,
    /// Arabic digits with 百 or 千, or a decimal before a second unit.
    NumberMixed "number-mixed" Warning,
    /// 减少…倍: nothing shrinks by a multiple.
    DecreaseTimes "decrease-times" Warning,
    /// % where 个百分点 is meant, or the reverse.
    PercentPoint "percent-point" Info,
    /// A total in prose that its parts in prose do not make.
    SumDiffers "sum-differs" Warning,
    /// A count in Chinese numerals that the list does not bear out.
    CountDiffers "count-differs" Warning,
    /// A year in mixed or inconsistent numerals.
    YearForm "year-form" Warning,
    /// A year of two digits.
    YearShort "year-short" Warning,
    /// A day that no calendar has.
    DateImpossible "date-impossible" Warning,
    /// The same sentence twice in a write-up.
    SentenceRepeated "sentence-repeated" Warning,
    /// The same sentence in two or three counties' write-ups.
    SentenceShared "sentence-shared" Warning,
    /// The same sentence in four or more write-ups: a set phrase.
    SentenceCommon "sentence-common" Info,
    /// Another county's name in a write-up.
    CountyForeign "county-foreign" Info,
    /// Something that was left to be filled in.
    Placeholder "placeholder" Warning,
    /// A write-up much shorter or longer than the others.
    CaseLength "case-length" Info,
    /// The number of an identity card.
    IdNumber "id-number" Error,
    /// The number of a mobile phone.
    PhoneNumber "phone-number" Error,
    /// A number in prose that equals a figure.
    NumberCouldRefer "number-could-refer" Info,
    /// A number in prose that is near a figure, but not equal.
    NumberDiffers "number-differs" Warning,
    /// A reference with its unit or its 约 once more beside it.
    ReferenceRepeats "reference-repeats" Warning,
    /// 截至 with another date than the figures have.
    DateDiffers "date-differs" Warning,

    // The department's own lists.
    /// A word that the department's list does not want.
    WordWrong "word-wrong" Warning,
    /// A name that had changed by then.
    NameRetired "name-retired" Warning,
    /// Somebody with a title that the list does not give them.
    TitleWrong "title-wrong" Warning,
    /// Somebody with a title that they did not hold then.
    TitleTerm "title-term" Warning,
    /// Nearly a fixed phrase, but not word for word.
    PhraseNear "phrase-near" Error,
    /// Another county's township in a write-up.
    PlaceForeign "place-foreign" Warning,

    // 三审三校.
    /// A case that nobody signed as far as site.toml asks.
    ReviewMissing "review-missing" Error,
    /// A signature of a day before the one that goes before it.
    ReviewOrder "review-order" Warning,
}

#[cfg(test)]
mod tests {
    use super::Code;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_plain() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for name in names {
            assert!(
                name.chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit())
            );
        }
    }
}
