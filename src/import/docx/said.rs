//! What of a document is not in its text and is said: changes, comments,
//! headers and footers.

use super::{Reader, part};
use crate::import::draft::Weight;
use crate::import::plain::one_line;
use crate::import::xml::Element;
use crate::text;
use std::collections::BTreeSet;

impl Reader<'_> {
    pub(super) fn say_changes(&mut self) {
        let (inserted, deleted) = (self.inserted, self.deleted);
        if inserted + deleted > 0 {
            self.draft.remark(
                Weight::Note,
                text!(
                    "文档里有修订：{inserted} 处插入、{deleted} 处删除，都按接受处理",
                    "tracked changes: {inserted} insertions and {deleted} deletions, all accepted"
                ),
                None,
            );
        }
    }

    pub(super) fn say_comments(&mut self, tree: Option<&Element>) {
        let comments = tree
            .into_iter()
            .flat_map(Element::elements)
            .filter(|e| e.name == "comment");
        for comment in comments {
            let mut paragraphs = Vec::new();
            comment.all("p", &mut paragraphs);
            let words: Vec<String> = paragraphs.iter().map(|p| one_line(&p.text())).collect();
            let words = words.join(" ");
            let author = comment.get("author").unwrap_or_default();
            if !words.trim().is_empty() {
                self.draft.remark(
                    Weight::Note,
                    text!("批注（{author}）：{words}", "comment ({author}): {words}"),
                    None,
                );
            }
        }
    }

    /// Macros and a template from elsewhere, which other programs would run
    /// and fetch.
    pub(super) fn say_dangers(&mut self, folder: &str) {
        let names = self.archive.names();
        if names.iter().any(|n| n.ends_with("vbaProject.bin")) {
            self.draft.remark(
                Weight::Note,
                text!(
                    "文件里有宏；宏不会运行，只读文字",
                    "the file holds macros; they are not run, only the text is read"
                ),
                None,
            );
        }
        let settings = format!("{folder}/_rels/settings.xml.rels");
        let links = crate::import::xml::relationships(&mut self.archive, &settings, folder);
        if links.values().any(|target| target.external) {
            self.draft.remark(
                Weight::Note,
                text!(
                    "文件挂着外面的模板；不会去取",
                    "the file names a template elsewhere; it is not fetched"
                ),
                None,
            );
        }
    }

    /// Headers and footers hold page numbers, and now and then something else.
    pub(super) fn say_margins(&mut self, folder: &str) {
        let prefixes = [format!("{folder}/header"), format!("{folder}/footer")];
        let names: Vec<String> = self
            .archive
            .names()
            .iter()
            .filter(|n| prefixes.iter().any(|p| n.starts_with(p)) && n.ends_with(".xml"))
            .cloned()
            .collect();
        for name in names {
            let Some(tree) = part(&mut self.archive, &name) else {
                continue;
            };
            let file = name.rsplit('/').next().unwrap_or_default();
            let relations = format!("{folder}/_rels/{file}.rels");
            let parts = crate::import::xml::relationships(&mut self.archive, &relations, folder);
            let pictures: BTreeSet<&str> = parts
                .values()
                .filter(|target| target.path.contains("media/"))
                .filter_map(|target| target.path.rsplit('/').next())
                .collect();
            if !pictures.is_empty() {
                let names = pictures.into_iter().collect::<Vec<_>>().join("、");
                self.draft.remark(
                    Weight::Lost,
                    text!(
                        "页眉页脚里有图片，没有导入：{names}",
                        "pictures of headers and footers are not imported: {names}"
                    ),
                    Some(text!(
                        "要用就在 Word 里右键“另存为图片”，放进县的文件夹，正文里写 ![图说](文件名)",
                        "to use one, save it as a picture into the county's folder and write ![caption](file)"
                    )),
                );
            }
            let mut texts = Vec::new();
            tree.all("t", &mut texts);
            let words = one_line(&texts.iter().map(|t| t.text()).collect::<String>());
            let is_number = words
                .chars()
                .all(|c| c.is_ascii_digit() || c.is_whitespace() || "-—–/第页共".contains(c));
            if !is_number {
                self.draft.remark(
                    Weight::Note,
                    text!(
                        "页眉页脚没有导入：{words}",
                        "headers and footers are not imported: {words}"
                    ),
                    None,
                );
            }
        }
    }
}
