//! The same sentence twice in one text.

use super::block::Block;
use super::fault::Fault;
use super::sentence::sentences;
use crate::finding::Code;
use crate::text;
use std::collections::HashMap;

/// Runs the rule over all blocks of a text. Neighbouring sentences that are
/// repeated together are one fault.
pub(super) fn check(blocks: &[Block], faults: &mut Vec<Fault>) {
    let all = sentences(blocks);
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut last: Option<(usize, usize)> = None;
    for (i, sentence) in all.iter().enumerate() {
        let Some(from) = first.get(sentence.essence.as_str()).copied() else {
            first.insert(&sentence.essence, i);
            continue;
        };
        let follows = last == Some((i.wrapping_sub(1), from.wrapping_sub(1)))
            && all
                .get(i.wrapping_sub(1))
                .is_some_and(|s| s.block == sentence.block);
        last = Some((i, from));
        let open = faults
            .last_mut()
            .filter(|f| follows && f.code == Code::SentenceRepeated);
        if let Some(fault) = open {
            fault.range.end = sentence.raw.end;
            continue;
        }
        let message = text!("这句话前面已经有过", "this sentence has stood before");
        let mut fault = Fault::raw(Code::SentenceRepeated, sentence.raw.clone(), message);
        let label = text!("第一次在这里", "first here");
        fault.related = Some((all[from].raw.clone(), label));
        faults.push(fault);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, faults, hits};

    const CODE: &str = "sentence-repeated";
    const SENTENCE: &str = "深入分析和挖掘优势，坚持项目为王，实施一村一策。";

    #[test]
    fn a_sentence_that_stands_twice() {
        let text = format!("党日活动。{SENTENCE}成立公司。\n\n项目建设。{SENTENCE}统筹政策。");
        assert_eq!(hits(&text, CODE), [SENTENCE]);
        let fault = faults(&text)
            .into_iter()
            .find(|f| f.code.as_str() == CODE)
            .unwrap();
        assert_eq!(fault.range.start, text.rfind("深入").unwrap());
        assert_eq!(fault.related.unwrap().0.start, text.find("深入").unwrap());
    }

    #[test]
    fn a_repeated_paragraph_is_one_fault() {
        let text = format!("{SENTENCE}成立领导小组，统筹协调、整体推进和督促落实。");
        assert_eq!(hits(&format!("{text}\n\n{text}"), CODE), [text.as_str()]);
    }

    #[test]
    fn what_may_be_repeated() {
        clean("把钥匙开把锁。把钥匙开把锁。", CODE);
        clean(
            &format!("## 深入分析和挖掘优势坚持项目为王\n\n{SENTENCE}"),
            CODE,
        );
        clean(
            "深入分析和挖掘优势，坚持项目为王2项。深入分析和挖掘优势，坚持项目为王3项。",
            CODE,
        );
    }
}
