//! Out with export, back with import; numbers made references with link.

use crate::Desk;

/// What goes out comes back without a question and without a change.
#[test]
fn the_exported_workbook_comes_back_unchanged() {
    for more in [&[][..], &["--one-sheet"][..]] {
        let desk = Desk::new();
        let mut arguments = vec!["export", "figures", "--output", "out.xlsx"];
        arguments.extend(more);
        assert_eq!(desk.run(&arguments).status, 0);
        let before = desk.content();
        let ran = desk.figures(&desk.folder.path().join("out.xlsx"), &["--yes"]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
        assert!(ran.out.contains("改动 0 处"), "{}", ran.out);
        assert_eq!(desk.content(), before);
    }
}

#[test]
fn the_same_workbook_every_time_and_nothing_overwritten() {
    let desk = Desk::new();
    assert_eq!(
        desk.run(&["export", "figures", "--output", "a.xlsx"])
            .status,
        0
    );
    assert_eq!(
        desk.run(&["export", "figures", "--output", "b.xlsx"])
            .status,
        0
    );
    let read = |name: &str| std::fs::read(desk.folder.path().join(name)).unwrap();
    assert_eq!(read("a.xlsx"), read("b.xlsx"));
    assert_eq!(
        desk.run(&["export", "figures", "--output", "a.xlsx"])
            .status,
        1
    );
    assert_eq!(
        desk.run(&["export", "figures", "--output", "a.xlsx", "--force"])
            .status,
        0
    );
}

fn with_numbers() -> Desk {
    let desk = Desk::new();
    let text = desk
        .read("liandu/index.md")
        .replace("正文。", "全县279个村达标，接待5000人次以上，投入77万元。");
    desk.write("content/2026/liandu/index.md", &text);
    desk
}

#[test]
fn numbers_become_references_all_at_once() {
    let desk = with_numbers();
    let ran = desk.run(&["link", "--county", "liandu", "--yes"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let text = desk.read("liandu/index.md");
    assert!(
        text.contains("全县{{villages}}村达标，接待{{own}}，投入77万元。"),
        "{text}"
    );
    assert!(ran.out.contains("279个 → {{villages}}"), "{}", ran.out);
    let again = desk.run(&["link", "--county", "liandu", "--yes"]);
    assert!(again.out.contains("没有可以写成引用的数"), "{}", again.out);
}

#[test]
fn or_those_that_are_picked() {
    let desk = with_numbers();
    let before = desk.content();
    assert_eq!(desk.run(&["link", "--county", "liandu"]).status, 0);
    assert_eq!(desk.content(), before);
    let ran = desk.run(&["link", "--county", "liandu", "--pick", "2", "--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        desk.read("liandu/index.md")
            .contains("全县279个村达标，接待{{own}}，")
    );
    assert_eq!(
        desk.run(&["link", "--county", "liandu", "--pick", "9"])
            .status,
        2
    );
}

/// What was in another year is no figure of this one.
#[test]
fn a_number_beside_another_year_is_not_offered() {
    let desk = Desk::new();
    let text = desk.read("liandu/index.md").replace(
        "正文。",
        "2023年，全县279个村达标。从2023年的12个起步，到今年279个村达标。",
    );
    desk.write("content/2026/liandu/index.md", &text);
    let ran = desk.run(&["link", "--county", "liandu", "--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/index.md");
    assert!(text.contains("2023年，全县279个村达标。"), "{text}");
    assert!(text.contains("到今年{{villages}}村达标"), "{text}");
}
