//! A preview that remembers what it read gives what a build gives that knows
//! nothing, whatever was edited in between and whichever page is looked at.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use xunli::content::Memory;
use xunli::finding::Findings;
use xunli::page::{For, Looking, Marks};
use xunli::proof::Scope;
use xunli::publish::Tree;

#[path = "../bench/synthetic.rs"]
mod synthetic;

const EDITS: u64 = 30;
/// After so many edits the editors begin again from what was sound.
const AGAIN: u64 = 3;
const COUNTIES: u64 = 4;

/// The site, where there is one, and all that was found.
type Outcome = (Option<Tree>, String);

fn outcome(root: &Path, looking: Option<Looking<'_>>, memory: Option<&Memory>) -> Outcome {
    let mut findings = Findings::new();
    let wanted = For {
        marks: Marks::Unsigned,
        looking,
        memory,
        ..For::default()
    };
    let made = xunli::make_for(root, Scope::Everything, &wanted, &mut findings);
    let tree = made.and_then(|made| made.site).map(|site| site.tree);
    (tree, format!("{:#?}", findings.sorted()))
}

/// A build with a memory, while somebody looks at the page `at`; what is shown
/// of it before it is whole is what it then holds.
fn previewed(root: &Path, at: &str, memory: &Memory) -> Outcome {
    let shown: Mutex<Vec<Tree>> = Mutex::default();
    let take = |tree: Tree, _: &Findings| shown.lock().unwrap().push(tree);
    let looking = Looking {
        at: &|| vec![at.to_owned()],
        take: &take,
        is_stale: &|| false,
    };
    let (tree, found) = outcome(root, Some(looking), Some(memory));
    for first in shown.into_inner().unwrap() {
        assert!(first.get(at).is_some());
        let whole = tree.as_ref().unwrap();
        assert!(
            first
                .iter()
                .all(|(path, bytes)| whole.get(path) == Some(bytes))
        );
    }
    (tree, found)
}

/// The same numbers on every machine: Knuth's MMIX generator.
fn random(state: &mut u64, below: u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

fn change(file: &Path, edit: impl Fn(&str) -> String) {
    if let Ok(text) = fs::read_to_string(file) {
        fs::write(file, edit(&text)).unwrap();
    }
}

/// One of the things that editors do.
fn edit(root: &Path, at: u64, state: &mut u64) {
    let edition = root.join(["content/2024", "content/2023"][random(state, 2) as usize]);
    let county = |n: u64| edition.join(format!("c{n:05}"));
    let one = county(random(state, COUNTIES));
    let other = county(random(state, COUNTIES));
    let (sheet, case) = (one.join("figures.toml"), one.join("index.md"));
    let about = edition.join("edition.toml");
    match random(state, 12) {
        0 | 1 => change(&case, |text| {
            format!("{text}\n\n又写了一段{}。\n", "话".repeat(at as usize))
        }),
        2 | 3 => change(&sheet, |text| text.replacen("value = 1", "value = 12", 1)),
        4 => change(&sheet, |text| text.replacen("target", "traget", 1)),
        5 => change(&sheet, |text| text.replacen("traget", "target", 9)),
        6 => change(&sheet, |text| format!("{text}\n[figures.f01]\nvalue = [\n")),
        7 => change(&sheet, |text| {
            text.replace("\n[figures.f01]\nvalue = [\n", "")
        }),
        8 => change(&about, |text| {
            text.replacen("某省统计公报", "某省统计年鉴", 1)
        }),
        9 => change(&about, |text| text.replacen("\"万元\"", "\"元\"", 1)),
        10 => {
            // Two counties sent each other's figures.
            if let (Ok(a), Ok(b)) = (fs::read(&sheet), fs::read(other.join("figures.toml"))) {
                fs::write(&sheet, b).unwrap();
                fs::write(other.join("figures.toml"), a).unwrap();
            }
        }
        _ => {
            let aside = one.join("figures.away.toml");
            let _ = fs::rename(&sheet, &aside).or_else(|_| fs::rename(&aside, &sheet));
        }
    }
}

#[test]
fn what_is_remembered_changes_nothing() {
    let ground = tempfile::tempdir().unwrap();
    let root = ground.path();
    let mut size = synthetic::Size::of(COUNTIES as usize);
    (size.editions, size.figures) = (2, 8);
    let memory = Memory::default();
    let mut state = 9;
    let (mut sound, mut faulty) = (0, 0);
    for at in 0..EDITS {
        if at % AGAIN == 0 {
            synthetic::write(root, size).unwrap();
        }
        edit(root, at, &mut state);
        let page = format!("2024/c{:05}/index.html", random(&mut state, COUNTIES));
        let (tree, found) = previewed(root, &page, &memory);
        let (fresh, fresh_found) = outcome(root, None, None);
        assert!(found == fresh_found, "findings differ after edit {at}");
        assert!(tree == fresh, "pages differ after edit {at}");
        *if found.contains("severity: Error") {
            &mut faulty
        } else {
            &mut sound
        } += 1;
    }
    assert!(sound > 5 && faulty > 5, "{sound} sound, {faulty} faulty");
}

#[test]
fn what_nobody_wants_any_more_is_no_site_or_a_whole_one() {
    let ground = tempfile::tempdir().unwrap();
    let root = ground.path();
    let mut size = synthetic::Size::of(COUNTIES as usize);
    (size.editions, size.figures) = (2, 8);
    synthetic::write(root, size).unwrap();
    // Builds; from the question with this number on nobody wants it.
    let build = |patience: usize| {
        let asked = AtomicUsize::new(0);
        let looking = Looking {
            at: &Vec::new,
            take: &|_, _| {},
            is_stale: &|| asked.fetch_add(1, Ordering::SeqCst) >= patience,
        };
        let (tree, _) = outcome(root, Some(looking), None);
        (tree, asked.into_inner())
    };
    let (tree, questions) = build(usize::MAX);
    let whole = tree.unwrap();
    let mut broken_off = 0;
    for patience in (0..questions).step_by(5).chain([questions - 1]) {
        match build(patience).0 {
            Some(tree) => assert!(tree == whole, "{patience} of {questions}"),
            None => broken_off += 1,
        }
    }
    assert!(broken_off > 10, "{broken_off}");
}
