//! `xunli link`: numbers in a case that equal a figure become references.

use super::Outcome;
use super::ask::{Answer, ask_each};
use super::edition::edition;
use super::options::{Shared, Showcase};
use super::writing::{Writing, finish, say};
use xunli::finding::{Code, Finding, Findings, Place, Severity};
use xunli::import::link::{self, Suggestion};
use xunli::text;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// 县的文件夹名，如 liandu · The county's folder
    #[arg(long)]
    county: String,
    /// 哪个年度；只有一个年度时可以不写 · The edition
    #[arg(long)]
    edition: Option<String>,
    /// 只改这几处，写编号：1,3,5 · Only these, by number
    #[arg(long, value_delimiter = ',', value_name = "编号")]
    pick: Vec<usize>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let showcase = Showcase::find(arguments.writing.dir.as_deref());
    let Some((content, at)) = edition(shared, &showcase, arguments.edition.as_deref()) else {
        return Outcome::ContentFaulty;
    };
    let Some(edition) = content.editions.get(at) else {
        return Outcome::ContentFaulty;
    };
    if !edition.counties.iter().any(|c| c.slug == arguments.county) {
        let slug = &arguments.county;
        let id = &edition.id;
        let message = text!(
            "{id} 没有可读的县“{slug}”",
            "{id} has no readable county `{slug}`"
        );
        let known = edition.counties.iter().map(|c| c.slug.as_str());
        let mut findings = Findings::new();
        let finding = Finding::new(Code::CountyMissing, Place::file("--county"), message);
        findings.push(finding.maybe_hint(xunli::finding::hint(slug, known)));
        shared.print(&showcase, findings, Severity::Info);
        return Outcome::ContentFaulty;
    }
    let found = link::suggestions(&content, &edition.id, &arguments.county);
    if found.is_empty() {
        say(
            shared,
            "正文里没有可以写成引用的数。",
            "No number in the text could be a reference.",
        );
        return Outcome::Done;
    }
    let (chosen, asked) = match choose(shared, arguments, &found) {
        Ok(chosen) => chosen,
        Err(number) => {
            let count = found.len();
            say(
                shared,
                &format!("没有第 {number} 处，一共 {count} 处。"),
                &format!("there is no number {number}; there are {count}."),
            );
            return Outcome::WrongCommand;
        }
    };
    if chosen.is_empty() {
        say(shared, "没有写入。", "Nothing was written.");
        return Outcome::Done;
    }
    let Some(file) = link::file(&showcase.root, &chosen) else {
        say(
            shared,
            "文件刚才被改过，请再运行一次。",
            "The file has changed meanwhile; run it again.",
        );
        return Outcome::ContentFaulty;
    };
    // Whoever said yes to each need not say so once more.
    let writing = Writing {
        yes: arguments.writing.yes || asked,
        dry_run: arguments.writing.dry_run,
        dir: None,
    };
    finish(shared, &showcase, &writing, &[file], None)
}

/// Shows every suggestion and asks about each, unless it is settled; and
/// whether somebody was there to answer.
fn choose<'s>(
    shared: &Shared,
    arguments: &Arguments,
    found: &'s [Suggestion],
) -> Result<(Vec<&'s Suggestion>, bool), usize> {
    if let Some(wrong) = arguments
        .pick
        .iter()
        .find(|n| **n == 0 || **n > found.len())
    {
        return Err(*wrong);
    }
    let settled = arguments.writing.yes || arguments.writing.dry_run || !arguments.pick.is_empty();
    let mut chosen = Vec::new();
    let mut all = settled;
    let mut asked = false;
    for (at, suggestion) in found.iter().enumerate() {
        let number = at + 1;
        if !arguments.pick.is_empty() && !arguments.pick.contains(&number) {
            continue;
        }
        show(shared, number, suggestion);
        let is_question = !all;
        let answer = if all {
            Answer::Yes
        } else {
            ask_each(shared.language(), "改吗？", "Change?")
        };
        asked |= is_question && answer != Answer::Nobody;
        match answer {
            Answer::Yes => chosen.push(suggestion),
            Answer::All => {
                all = true;
                chosen.push(suggestion);
            }
            Answer::No => {}
            Answer::Stop => break,
            // Nobody to ask: all are shown, and nothing is written without
            // --yes or --pick.
            Answer::Nobody => {
                all = true;
                chosen.push(suggestion);
            }
        }
    }
    Ok((chosen, asked))
}

fn show(shared: &Shared, number: usize, suggestion: &Suggestion) {
    if shared.is_quiet() {
        return;
    }
    let Suggestion {
        old,
        new,
        line,
        around,
        why,
        ..
    } = suggestion;
    let why = why.get(shared.language());
    say(
        shared,
        &format!("{number:>3}  第 {line} 行  {old} → {new}\n     …{around}…\n     {why}"),
        &format!("{number:>3}  line {line}  {old} → {new}\n     …{around}…\n     {why}"),
    );
}
