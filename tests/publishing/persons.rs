//! Numbers of persons in what is published beside the pages.

use super::ground::Ground;

/// A list as a spreadsheet program on a Chinese Windows saves it.
fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

#[test]
fn a_list_of_phones_is_not_published_as_an_attachment() {
    let ground = Ground::new(None, &[2023], "");
    let page = "+++\ntitle = \"名单\"\n+++\n\n[表](表.csv)、[图](图.svg)、[说明](说明.txt)。\n";
    ground.write("content/list.md", page.as_bytes());
    ground.write("content/表.csv", &gbk("姓名,电话\n张三,13800138000\n"));
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">\n<path d=\"M13800138000 138 0013 8000\"/>\n<text>问13900139000</text>\n</svg>\n";
    ground.write("content/图.svg", drawing.as_bytes());
    ground.write("content/说明.txt", "身份证440524188001010014\n".as_bytes());
    let output = ground.run(&["build"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for wanted in [
        "content/表.csv:2:4: error[phone-number]",
        "content/图.svg:3:8: error[phone-number]",
        "content/说明.txt:1:4: error[id-number]",
    ] {
        assert!(said.contains(wanted), "{said}");
    }
    assert_eq!(said.matches("error[").count(), 3, "{said}");
    // Other long numbers pass.
    ground.write(
        "content/表.csv",
        &gbk("投资（元）\n13800138000.50\n银行卡,6222021380013800138\n"),
    );
    ground.write(
        "content/图.svg",
        drawing.replace("13900139000", "0578-2091234").as_bytes(),
    );
    ground.write(
        "content/说明.txt",
        "编号440524188001010015，共13800138000元\n".as_bytes(),
    );
    ground.build(&[]);
}
