//! The kind of a document (文种) by its own word: at the end of its title, or in the sentence that closes its text.

use std::sync::LazyLock;

use lantai_model::{Block, Genre, Section, Span};

/// A kind as found.
pub struct Found {
    /// The kind (通知).
    pub kind: &'static str,
    /// Characters of the title or paragraph that state it.
    pub chars: std::ops::Range<usize>,
}

/// Words with their kind, the longest first.
struct Words(Vec<(&'static str, &'static str)>);

fn load(text: &'static str) -> Words {
    let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let mut words: Vec<_> = lines.flat_map(|(kind, words)| words.split(' ').map(move |word| (word, kind))).collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    Words(words)
}

static KINDS: LazyLock<Words> = LazyLock::new(|| load(include_str!("../rules/kinds.tsv")));
static CLOSINGS: LazyLock<Words> = LazyLock::new(|| load(include_str!("../rules/closings.tsv")));

/// The kind that a folded title names.
pub fn of_title(folded: &[char]) -> Option<Found> {
    let (mut key, mut at) = (String::with_capacity(3 * folded.len()), Vec::with_capacity(folded.len()));
    let end = without_brackets_at_end(folded);
    for (index, c) in folded[..end].iter().enumerate().filter(|(_, c)| !c.is_whitespace()) {
        key.push(*c);
        at.push(index);
    }
    let (word, kind) = KINDS.0.iter().find(|(word, _)| key.ends_with(word))?;
    // 总结及计划: the summary leads.
    if ["计划", "打算", "安排"].contains(word)
        && let Some(found) = key.find("总结")
    {
        let from = key[..found].chars().count();
        return Some(Found { kind: "总结", chars: *at.get(from)?..*at.get(from + 1)? + 1 });
    }
    // 令 and 函 are whole words only after an organ's name or 的: 云河市人民政府令.
    if word.chars().count() == 1
        && !key.trim_end_matches(word).ends_with(['府', '的', '局', '部', '会', '院', '厅', '委', '办'])
    {
        return None;
    }
    let from = at.len().checked_sub(word.chars().count())?;
    Some(Found { kind, chars: *at.get(from)?..*at.last()? + 1 })
}

/// The end of a title without what stands in brackets after it: （试行）, (2021—2025年), （云政发〔2023〕5号）, 第7号.
fn without_brackets_at_end(folded: &[char]) -> usize {
    let mut end = folded.len();
    loop {
        while end > 0 && folded[end - 1].is_whitespace() {
            end -= 1;
        }
        let Some(')' | '】' | '》' | '”') = end.checked_sub(1).and_then(|last| folded.get(last)) else {
            return end;
        };
        if matches!(folded[end - 1], '》' | '”') {
            end -= 1;
            continue;
        }
        let open = folded[..end].iter().rposition(|c| matches!(c, '(' | '【'));
        match open {
            Some(open) if open > 0 => end = open,
            _ => return end,
        }
    }
}

/// The kind that the last paragraphs of a text name, with the paragraph's place.
pub fn of_closing(body: &Section) -> Option<(Found, String, Span)> {
    let mut section = body;
    while let Some(last) = section.children.last() {
        section = last;
    }
    let paragraphs = section.blocks.iter().rev().take(4).filter_map(|placed| match &placed.block {
        Block::Paragraph(paragraph) => Some((paragraph, &placed.at)),
        _ => None,
    });
    for (paragraph, at) in paragraphs {
        if paragraph.text.len() > 300 {
            continue;
        }
        let folded: Vec<char> = lantai_text::fold(&paragraph.text).chars().collect();
        let key: String = folded.iter().filter(|c| !c.is_whitespace()).collect();
        let key = key.trim_end_matches(['。', '!', ':', ';']);
        if let Some((word, kind)) = CLOSINGS.0.iter().find(|(word, _)| key.ends_with(word)) {
            let last = folded.iter().rposition(|c| !c.is_whitespace() && !"。!:;".contains(*c))?;
            let mut from = last;
            let mut left = word.chars().count() - 1;
            while left > 0 && from > 0 {
                from -= 1;
                left -= usize::from(!folded[from].is_whitespace());
            }
            let stated = paragraph.text.chars().skip(from).take(last + 1 - from).collect();
            return Some((Found { kind, chars: from..last + 1 }, stated, at.clone()));
        }
    }
    None
}

/// The genre of a kind, for documents whose title names none.
pub fn genre(kind: &str) -> Genre {
    match kind {
        "通知" | "公告" | "通告" | "通报" | "决定" | "决议" | "公示" => Genre::Notice,
        "函" | "批复" | "请示" | "答复" => Genre::Letter,
        "汇报" => Genre::Summary,
        "报告" => Genre::Progress,
        "纪要" => Genre::Minutes,
        _ => Genre::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        for (title, kind) in [
            ("云河市人民政府关于印发《青溪规划》的通知", "通知"),
            ("云河市人民政府关于同意设立青溪园区的批复", "批复"),
            ("云河市人民政府令", "命令"),
            ("云河市人民代表大会常务委员会关于城市绿线的决议", "决议"),
            ("青溪县财政局关于追加经费的请示", "请示"),
            ("云河市人民政府办公室关于征求意见的函", "函"),
            ("云河市人民政府第12次常务会议纪要", "纪要"),
            ("政府工作报告", "政府工作报告"),
            ("2023年国民经济和社会发展统计公报", "统计公报"),
            ("青溪县2023年工作总结及2024年工作计划", "总结"),
            ("云河市妇女发展规划(2021—2030年)", "规划"),
            ("青溪县科技成果转化办法(试行)", "办法"),
            ("关于三季度工作进展情况", "进展"),
            ("云河市关于促进创新的若干措施", "措施"),
            ("关于下达计划的通 知", "通知"),
        ] {
            let folded: Vec<char> = title.chars().collect();
            assert_eq!(of_title(&folded).map(|found| found.kind), Some(kind), "{title}");
        }
        for title in ["领导活动", "来信来函", "工资条令"] {
            let folded: Vec<char> = title.chars().collect();
            assert!(of_title(&folded).is_none(), "{title}");
        }
    }
}
