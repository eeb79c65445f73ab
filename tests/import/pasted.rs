//! Pasted pages into cases.

use crate::Desk;

#[test]
fn a_county_without_a_folder_gets_one() {
    let desk = Desk::new();
    let edition = desk
        .read("edition.toml")
        .replace("\"jingning\"", "\"jingning\", \"qingtian\"");
    desk.write("content/2026/edition.toml", &edition);
    desk.write(
        "page.txt",
        "借船出海\n\n青田县与平湖市合作。青田县的村入股。\n",
    );
    let ran = desk.run(&[
        "import",
        "text",
        "page.txt",
        "--county",
        "qingtian",
        "--name",
        "青田县",
        "--yes",
    ]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(
        desk.read("qingtian/index.md")
            .starts_with("+++\nname = \"青田县\"\ntitle = \"借船出海\"\n+++\n")
    );
}
