//! `fix` mends what is safe, shows it first, and leaves everything else alone.

use super::ground::{Ground, run};
use super::story::{files_below, xunli};
use std::fs;

/// Every safe slip, and around them what must stay as it is.
const SLIPS: &str = "== content/2024/dong/index.md (more)

逐村过堂,一村一策。 叫作\"逐村过堂\"，每月１２次，长宽3*5米。

逐村 过堂，，一村一策。每村补助10-15万元，约30余次，二〇24年。

`甲,乙`见[甲,乙](https://www.example.gov.cn/a,b.html)，[说明](../xi/index.md)。

```figures
ids = [\"villages\",\"funds\"]
```
";

#[test]
fn what_is_safe_is_mended_and_nothing_else() {
    let ground = Ground::sound();
    ground.lay(SLIPS);
    let root = ground.root();
    let case = root.join("content/2024/dong/index.md");
    let old = fs::read_to_string(&case).unwrap();
    let before = files_below(&root);
    let (exit, shown) = run(xunli(&root).args(["fix", "--dry-run"]));
    assert_eq!(exit, 0, "{shown}");
    assert!(shown.contains("-逐村过堂,一村一策。"), "{shown}");
    assert_eq!(files_below(&root), before, "a dry run writes nothing");
    let (exit, shown) = run(xunli(&root).args(["fix"]));
    assert_eq!(exit, 0, "{shown}");
    assert_eq!(files_below(&root), before, "nobody said yes");
    assert_eq!(run(xunli(&root).args(["fix", "--yes"])).0, 0);
    let new = fs::read_to_string(&case).unwrap();
    for mended in [
        "逐村过堂，一村一策。",
        "叫作“逐村过堂”",
        "每月12次",
        "3×5米",
        "逐村过堂，一村一策。每村",
    ] {
        assert!(new.contains(mended), "{mended} in:\n{new}");
    }
    for kept in [
        "补助10-15万元，约30余次，二〇24年。",
        "`甲,乙`见[甲，乙](https://www.example.gov.cn/a,b.html)",
        "ids = [\"villages\",\"funds\"]",
        "{{villages}}",
    ] {
        assert!(new.contains(kept), "{kept} in:\n{new}");
    }
    let head = |text: &str| text[..text.find("东县有").unwrap()].to_owned();
    assert_eq!(head(&old), head(&new));
    // Done once, there is nothing left to do.
    let (exit, shown) = run(xunli(&root).args(["fix", "--yes"]));
    assert_eq!((exit, shown.contains("@@")), (0, false), "{shown}");
}

#[test]
fn a_values_text_is_mended_and_its_key_is_not() {
    let ground = Ground::sound();
    ground.lay("== content/2024/dong/index.md\n+++\nname = \"东县\"\ntitle = '东县,一村一策' # 题,目\nsummary = \"甲\\\"乙,丙\"\n+++\n\n东县有{{villages}}达标。\n");
    let root = ground.root();
    assert_eq!(run(xunli(&root).args(["fix", "-y"])).0, 0);
    let text = fs::read_to_string(root.join("content/2024/dong/index.md")).unwrap();
    assert!(
        text.contains("title = '东县，一村一策' # 题,目\n"),
        "{text}"
    );
    assert!(text.contains("summary = \"甲\\\"乙,丙\"\n"), "{text}");
}

#[test]
fn a_rule_that_is_off_mends_nothing() {
    let ground = Ground::sound();
    ground.lay("== content/site.toml (more)\n\n[check.levels]\nspace-in-chinese = \"off\"\n\n== content/2024/dong/index.md (more)\n\n逐村 过堂。\n");
    let (exit, shown) = run(xunli(&ground.root()).args(["fix", "--dry-run"]));
    assert_eq!((exit, shown.contains("@@")), (0, false), "{shown}");
}

#[test]
fn the_diff_is_one_that_patch_takes() {
    let ground = Ground::sound();
    ground.lay(SLIPS);
    let root = ground.root();
    let output = xunli(&root).args(["fix", "--dry-run"]).output().unwrap();
    let diff = root.join("fix.diff");
    fs::write(&diff, &output.stdout).unwrap();
    let patch = std::process::Command::new("git")
        .current_dir(&root)
        .args(["apply", "--unidiff-zero", "-p0", "fix.diff"])
        .output();
    // Where there is no git, the other tests must do.
    let Ok(patch) = patch else { return };
    assert!(
        patch.status.success(),
        "{}",
        String::from_utf8_lossy(&patch.stderr)
    );
    let patched = fs::read(root.join("content/2024/dong/index.md")).unwrap();
    let other = Ground::sound();
    other.lay(SLIPS);
    assert_eq!(run(xunli(&other.root()).args(["fix", "--yes"])).0, 0);
    let mended = fs::read(other.root().join("content/2024/dong/index.md")).unwrap();
    assert_eq!(patched, mended);
}

#[test]
fn an_address_in_the_text_is_never_touched() {
    let ground = Ground::sound();
    ground.lay(
        "== content/2024/dong/index.md (more)\n\n见http://a.gov.cn/甲,乙,丙 也好。见[甲,乙](https://a.gov.cn/甲,乙.html),好。\n\n\
         [引用]: https://a.gov.cn/甲,乙 \"标题\"\n\n见[引用]。<a href=\"https://a.gov.cn/甲,乙\">文字</a>。价格1,234元、3.5万元，2023-01-05，比分3:1。\n",
    );
    let root = ground.root();
    assert_eq!(run(xunli(&root).args(["fix", "--yes"])).0, 0);
    let new = fs::read_to_string(root.join("content/2024/dong/index.md")).unwrap();
    for kept in [
        "见http://a.gov.cn/甲,乙,丙 也好。",
        "[甲，乙](https://a.gov.cn/甲,乙.html)，好。",
        "[引用]: https://a.gov.cn/甲,乙 \"标题\"",
        "<a href=\"https://a.gov.cn/甲,乙\">",
        "价格1,234元、3.5万元，2023-01-05，比分3:1。",
    ] {
        assert!(new.contains(kept), "{kept} in:\n{new}");
    }
}
