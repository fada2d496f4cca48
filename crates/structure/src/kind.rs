//! The kind of a document (文种) by its own word: at the end of its title, or in the sentence that closes its text.

use std::sync::LazyLock;

use lantai_model::{Block, Genre, Paragraph, Placed, Section, Span};

use crate::lexicon::CharSet;
use crate::title_note::is_dash;

/// A kind as found.
pub struct Found {
    /// The kind (通知).
    pub kind: &'static str,
    /// Characters of the title or paragraph that state it.
    pub chars: std::ops::Range<usize>,
}

/// Words with their kind, the longest first, each behind its last character, and those characters; `-` stands for no kind.
struct Words(Vec<(char, &'static str, &'static str)>, CharSet);

impl Words {
    /// The longest word that ends a folded text without blanks.
    fn ending(&self, key: &str) -> Option<(&'static str, &'static str)> {
        let last = key.chars().next_back().filter(|last| self.1.contains(*last))?;
        self.0.iter().find(|(end, word, _)| *end == last && key.ends_with(word)).map(|(_, word, kind)| (*word, *kind))
    }
}

fn load(text: &'static str) -> Words {
    let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let words = lines.flat_map(|(kind, words)| words.split(' ').map(move |word| (word, kind)));
    let mut words: Vec<_> = words.filter_map(|(word, kind)| Some((word.chars().next_back()?, word, kind))).collect();
    words.sort_by_key(|(_, word, _)| std::cmp::Reverse(word.len()));
    let ends = words.iter().map(|(end, ..)| *end).collect();
    Words(words, ends)
}

static KINDS: LazyLock<Words> = LazyLock::new(|| load(include_str!("../rules/kinds.tsv")));
static CLOSINGS: LazyLock<Words> = LazyLock::new(|| load(include_str!("../rules/closings.tsv")));
static OPENINGS: LazyLock<Words> = LazyLock::new(|| load(include_str!("../rules/openings.tsv")));

/// The end of a title without the number of an issue: 会议纪要第3期, 政府公报2023年第7期, 令第12号.
fn without_issue(folded: &[char], end: usize) -> usize {
    if !end.checked_sub(1).and_then(|last| folded.get(last)).is_some_and(|c| matches!(c, '期' | '号' | '次')) {
        return end;
    }
    let Some(open) = folded[..end].iter().rposition(|c| *c == '第').filter(|open| end - open <= 8) else { return end };
    let inside = folded[open + 1..end - 1].iter().filter(|c| !c.is_whitespace());
    if !inside.clone().all(|c| c.is_ascii_digit() || "一二三四五六七八九十百〇零".contains(*c)) || inside.count() == 0
    {
        return end;
    }
    let year = |c: &char| c.is_ascii_digit() || c.is_whitespace() || *c == '年';
    folded[..open].iter().rposition(|c| !year(c)).map_or(end, |last| last + 1)
}

/// Paragraphs at the end, and at the start, that may tell the kind.
const REACH: usize = 4;
/// Characters at the end of a paragraph that are looked at.
const ENDING: usize = 32;

/// The kind that a folded title names; a title before a dash where what follows it names none: 政府工作报告——在…会议上.
pub fn of_title(folded: &[char]) -> Option<Found> {
    // A tag before the title goes first: 【政策解读】《…办法》.
    let tag = folded.iter().take(10).position(|c| *c == '】').filter(|_| folded.first() == Some(&'【'));
    if let Some(found) = tag.and_then(|end| of_whole_title(&folded[1..end])).filter(|found| found.kind == "解读") {
        return Some(Found { chars: found.chars.start + 1..found.chars.end + 1, ..found });
    }
    let dash = |two: &[char]| two.iter().all(|c| is_dash(*c));
    let main = || folded.windows(2).position(dash).and_then(|at| of_whole_title(&folded[..at]));
    of_whole_title(folded).or_else(main)
}

fn of_whole_title(folded: &[char]) -> Option<Found> {
    let (mut key, mut at) = (String::with_capacity(3 * folded.len()), Vec::with_capacity(folded.len()));
    let end = without_issue(folded, without_brackets_at_end(folded));
    for (index, c) in folded[..end].iter().enumerate().filter(|(_, c)| !c.is_whitespace()) {
        key.push(*c);
        at.push(index);
    }
    let (word, kind) = KINDS.ending(&key).filter(|(_, kind)| *kind != "-")?;
    // 总结及计划: the summary leads.
    if ["计划", "打算", "安排", "思路", "谋划"].contains(&word)
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

/// True where a folded sentence without blanks and final stop ends as closing sentences (结束语) do.
pub fn closes(key: &str) -> bool {
    CLOSINGS.ending(key).is_some()
}

/// The kind that the end of a document names, in its closing sentences or its last paragraphs, with the place.
pub fn of_closing(closing: &[Placed], body: &Section) -> Option<(Found, String, Span)> {
    let mut section = body;
    while let Some(last) = section.children.last() {
        section = last;
    }
    let last = section.blocks.iter().rev().take(REACH);
    let short =
        last.filter(|placed| matches!(&placed.block, Block::Paragraph(paragraph) if paragraph.text.len() <= 300));
    closing.iter().rev().chain(short).find_map(|placed| ending(&CLOSINGS, placed))
}

/// The kind that the sentence names which leads into the text: 现将有关事项通知如下.
pub fn of_opening(body: &Section) -> Option<(Found, String, Span)> {
    let runs = body.children.iter().take(REACH).take_while(|child| child.number.is_none() && child.heading.is_empty());
    let blocks = body.blocks.iter().chain(runs.flat_map(|run| &run.blocks));
    blocks.take(REACH).find_map(|placed| ending(&OPENINGS, placed))
}

/// The kind that the last words of a paragraph name.
fn ending(words: &Words, placed: &Placed) -> Option<(Found, String, Span)> {
    let Block::Paragraph(Paragraph { text, .. }) = &placed.block else { return None };
    let length = text.chars().count();
    let skipped = length.saturating_sub(ENDING);
    let folded: Vec<char> = text.chars().skip(skipped).map(lantai_text::fold_char).collect();
    let signs = |c: &char| c.is_whitespace() || "。!:;.".contains(*c);
    let end = folded.iter().rposition(|c| !signs(c))? + 1;
    let key: String = folded[..end].iter().filter(|c| !c.is_whitespace()).collect();
    let (word, kind) = words.ending(&key).filter(|(_, kind)| *kind != "-")?;
    let (mut from, mut left) = (end, word.chars().count());
    while left > 0 && from > 0 {
        from -= 1;
        left -= usize::from(!folded[from].is_whitespace());
    }
    let stated = text.chars().skip(skipped + from).take(end - from).collect();
    Some((Found { kind, chars: skipped + from..skipped + end }, stated, placed.at.clone()))
}

/// The genre of a kind, for documents whose title has no word of a genre.
pub fn genre(kind: &str) -> Genre {
    match kind {
        "通知" | "公告" | "通告" | "通报" | "决定" | "决议" | "命令" | "公示" => Genre::Notice,
        "函" | "批复" | "请示" | "答复" | "议案" => Genre::Letter,
        "汇报" | "总结" => Genre::Summary,
        "报告" | "进展" => Genre::Progress,
        "纪要" => Genre::Minutes,
        "意见" | "方案" | "计划" => Genre::Plan,
        "办法" | "规定" | "细则" => Genre::Regulation,
        "公报" => Genre::Bulletin,
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
            ("县发改委2016年工作总结暨2017年工作思路", "总结"),
            ("云河市妇女发展规划(2021—2030年)", "规划"),
            ("青溪县科技成果转化办法(试行)", "办法"),
            ("关于三季度工作进展情况", "进展"),
            ("云河市关于促进创新的若干措施", "措施"),
            ("关于下达计划的通 知", "通知"),
            ("【政策解读】《云河市燃气安全管理办法》", "解读"),
            ("【二季度】2023年重点工作落实情况", "进展"),
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
