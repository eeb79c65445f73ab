//! What search looks through.

use super::ground::Ground;
use std::fs;

#[test]
fn projects_and_milestones_below_the_text_are_found() {
    let ground = Ground::new(None, &[2022], "");
    let path = "content/2022/nan/figures.toml";
    let mut figures = fs::read_to_string(ground.path(path)).unwrap();
    figures.push_str(
        "\n[[projects]]\nname = \"冷链仓库\"\nplace = \"碧湖镇\"\ninvested = \"900万元\"\n\n[[milestones]]\ndate = \"2021-04\"\ntext = \"首批股权证发到村\"\n",
    );
    ground.write(path, figures.as_bytes());
    let output = ground.build(&[]);
    let index: String = fs::read_dir(output.join("search"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "js"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for wanted in ["冷链仓库 碧湖镇 900万元", "2021年4月 首批股权证发到村"] {
        assert_eq!(index.matches(wanted).count(), 1, "{wanted}");
    }
}
