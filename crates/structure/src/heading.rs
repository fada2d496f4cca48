//! Where the heading of a numbered line ends and its text begins: （一）加强组织领导。成立领导小组… is both.

use std::sync::LazyLock;

use lantai_model::{Block, MarkKind};

use crate::habits::Habit;
use crate::lexicon::Words;
use crate::line::Line;
use crate::number::{Form, Label};
use crate::rules::RULES;

/// A heading in one paragraph with its text is at most this long, in characters.
const HEADING_WIDTH: usize = 60;
/// A paragraph of its own that is a heading without clauses is at most this long.
const TITLE_WIDTH: usize = 120;
/// A heading that a colon ends is at most this long.
const COLON_WIDTH: usize = 20;
/// What follows a colon inside a heading is at most this long.
const REST_WIDTH: usize = 30;
/// Most commas in a heading before text in its paragraph.
const COMMAS: usize = 2;
/// The heading of an article (第一条 宗旨。) is at most this long.
const ARTICLE_WIDTH: usize = 16;
/// Where articles have headings, one on a line of its own is at most this long.
const TITLED_WIDTH: usize = 30;
/// A bold sentence that heads its paragraph is at most this long, and the text after it at least that long.
const LEAD_WIDTH: usize = 40;
const LED: usize = 15;
/// Among this many characters a sentence says that someone is to do something: 各有关单位要….
const TOLD: usize = 16;

/// Words of sentences that state a rule.
static RULING: LazyLock<Words> =
    LazyLock::new(|| ["应当", "不得", "可以", "如果", "必须", "有权", "应按", "须"].into_iter().collect());

/// Where a numbered line's heading ends and where its text begins, in characters; either may be absent.
pub type Split = (Option<usize>, Option<usize>);

/// Splits a numbered line. `titled` tells whether the document's articles have headings, `habit` how its like are read.
pub fn split(line: &Line, label: Label, titled: bool, habit: Habit) -> Split {
    let folded = &line.folded;
    let (from, total) = (label.chars, folded.len());
    let text_only = (None, Some(from));
    if !folded.get(from..).unwrap_or_default().iter().any(|c| !c.is_whitespace()) {
        return (None, None);
    }
    if label.form.runs_in() {
        return text_only;
    }
    if label.form == Form::Article && !titled {
        return bold(line, from).map_or(text_only, |end| (Some(end), Some(end)));
    }
    // What the source marks as a heading is one, unless text follows in the same paragraph.
    if line.cues.heading > 0 && total - from <= TITLE_WIDTH && !folded[from..].iter().any(|c| matches!(*c, '。' | ';'))
    {
        return (Some(total), None);
    }
    if let Some(end) = bold(line, from) {
        return (Some(end), Some(end));
    }
    if let Some(end) = bracketed(folded, from) {
        return (Some(end), Some(end));
    }
    let stop = (from..total).find(|at| folded[*at] == '。');
    let colon = (from..total.min(from + COLON_WIDTH + 1)).find(|at| folded[*at] == ':');
    // 规范监管：推行…; a clause before the colon makes it a sentence.
    if let Some(colon) = colon
        && !(habit.colon && is_inner_colon(&folded[from..]))
        && stop.is_none_or(|stop| colon < stop)
        && plain(&folded[from..colon])
        && !leads_in(&folded[from..colon])
        && folded[colon..].iter().any(|c| c.is_alphanumeric())
    {
        return (Some(colon + 1), Some(colon + 1));
    }
    let Some(stop) = stop else { return unstopped(line, label, colon) };
    if habit.text {
        return text_only;
    }
    let width = stop - from;
    let after = &folded[stop + 1..];
    let first = after.iter().find(|c| !c.is_whitespace());
    if first.is_none() || first == Some(&'(') && only_brackets(after.iter().collect::<String>().trim()) {
        // All of it is the heading, unless it is a sentence that happens to be numbered.
        let sentence = width > HEADING_WIDTH && line.cues.heading == 0 || label.form == Form::Article || habit.item;
        if sentence { text_only } else { (Some(total), None) }
    } else if width <= HEADING_WIDTH && !is_rule(label.form, &folded[from..stop]) {
        (Some(stop + 1), Some(stop + 1))
    } else {
        text_only
    }
}

/// A paragraph with a colon that may stand inside its heading: 抓安全：守好母婴生命线. Few words follow, and no stop.
pub fn is_inner_colon(text: &[char]) -> bool {
    let Some(colon) = text.iter().take(COLON_WIDTH + 1).position(|c| *c == ':') else { return false };
    let rest = text[colon + 1..].trim_blank();
    let rest = &rest[..rest.len() - rest.iter().rev().take_while(|c| c.is_whitespace()).count()];
    plain(&text[..colon])
        && (2..=REST_WIDTH).contains(&rest.len())
        && rest.iter().filter(|c| **c == ',').count() <= 1
        && !rest.iter().any(|c| matches!(*c, '。' | ';' | ':'))
        && !rest.last().is_some_and(|c| matches!(*c, ',' | '、'))
}

/// A paragraph that is one sentence, with a note in brackets behind it at most: （县发改局牵头）.
pub fn is_sentence(text: &[char]) -> bool {
    let Some(stop) = text.iter().position(|c| *c == '。') else { return false };
    let after = text[stop + 1..].trim_blank();
    after.is_empty() || after[0] == '(' && only_brackets(after.iter().collect::<String>().trim())
}

/// The first sentence of a numbered text, where no few words and a colon stand before it as its heading.
pub fn first_sentence(text: &[char]) -> Option<&[char]> {
    let stop = text.iter().position(|c| *c == '。')?;
    let sentence = text.get(..stop)?;
    let colon = sentence.iter().take(COLON_WIDTH + 1).position(|c| *c == ':');
    // 关于资金安排。会议明确…: words that name the matter, whatever its like are.
    let names = sentence.trim_blank().starts_with(&['关', '于']) && plain(sentence);
    let headed = |colon: usize| plain(&sentence[..colon]) && !leads_in(&sentence[..colon]);
    (!names && !colon.is_some_and(headed)).then_some(sentence)
}

/// A sentence that asserts or rules, where a heading would name its matter.
pub fn asserts(sentence: &[char]) -> bool {
    if sentence.len() > HEADING_WIDTH {
        return true;
    }
    let rules = &RULES.sentences;
    let text = sentence.trim_blank();
    rules.openings.begins_in(text)
        || rules.words.is_among(text)
        || rules.told.begins_in(text) && sentence.iter().take(TOLD).any(|c| matches!(c, '要' | '应' | '须'))
}

/// A sentence that states a rule, or has too many clauses for a heading.
fn is_rule(form: Form, sentence: &[char]) -> bool {
    let commas = sentence.iter().filter(|c| **c == ',').count();
    if commas > COMMAS || sentence.iter().any(|c| matches!(*c, ';' | ':')) {
        return true;
    }
    // Headings of sections may exhort (必须坚持…); items of lists that do so are sentences.
    form >= Form::Bare && RULING.is_among(sentence)
}

/// A line without a full stop: a heading, or an item of a list.
fn unstopped(line: &Line, label: Label, colon: Option<usize>) -> Split {
    let article = label.form == Form::Article;
    let total = line.folded.len();
    let (from, width) = (label.chars, total - label.chars);
    let text = &line.folded[from..];
    let commas = text.iter().filter(|c| matches!(**c, ',' | ';')).count();
    let heading = match line.last() {
        // 一、工作目标：
        Some(':') => colon
            .is_some_and(|colon| plain(&line.folded[from..colon]) && !(article && lists(&line.folded[from..colon]))),
        Some(';' | ',' | '、') => false,
        _ if article => width <= TITLED_WIDTH && plain(text),
        _ => width <= HEADING_WIDTH || commas == 0 && width <= TITLE_WIDTH,
    };
    if heading { (Some(total), None) } else { (None, Some(from)) }
}

/// Words before a colon that say what comes after it, and so are no heading: 将第五条修改为：….
fn leads_in(words: &[char]) -> bool {
    let last = words.iter().rev().find(|c| !c.is_whitespace());
    last.is_some_and(|c| matches!(c, '为' | '是' | '即' | '括' | '称' | '至'))
}

/// Words before a colon that lead into a list, and so are a sentence of an article: 申请人应当符合下列条件.
fn lists(words: &[char]) -> bool {
    let two = |pair: &[char]| matches!(pair, ['下', '列'] | ['以', '下'] | ['如', '下'] | ['包', '括'] | ['应', '当']);
    words.windows(2).any(two)
}

/// The end of a bold sentence that heads its paragraph without a number.
pub fn lead(line: &Line) -> Option<usize> {
    let from = line.start();
    let end = bold(line, from).filter(|end| line.folded[..*end].ends_with(&['。']))?;
    let words = &line.folded[from..end];
    let text = line.folded[end..].iter().filter(|c| c.is_alphanumeric()).take(LED).count();
    let fits = words.len() <= LEAD_WIDTH && text >= LED && !words.contains(&':') && !asserts(words);
    fits.then_some(end)
}

/// The end of a bold heading before text that is not bold.
fn bold(line: &Line, from: usize) -> Option<usize> {
    let Block::Paragraph(paragraph) = &line.block else { return None };
    if paragraph.marks.is_empty() || line.cues.bold {
        return None;
    }
    let (mut start, mut end) = (usize::MAX, 0);
    for mark in paragraph.marks.iter().filter(|mark| mark.kind == MarkKind::Strong) {
        // Bold runs that touch are one.
        if end == 0 || mark.start as usize <= end {
            start = start.min(mark.start as usize);
            end = end.max(mark.end as usize);
        }
    }
    if end == 0 {
        return None;
    }
    let start = paragraph.text.get(..start)?.chars().count();
    let end = paragraph.text.get(..end)?.chars().count();
    let heading = line.folded.get(from..end)?;
    let stops = heading.iter().filter(|c| **c == '。').count();
    let ends = heading.last().is_some_and(|c| matches!(*c, '。' | ':' | '.' | ')' | '!' | '?'))
        || line.folded.get(end).is_some_and(|c| c.is_whitespace() || matches!(*c, '。' | ':'));
    let fits = start <= from && (2..=HEADING_WIDTH).contains(&heading.len()) && stops <= 1;
    let rest = line.folded.get(end..)?.iter().any(|c| c.is_alphanumeric());
    // A stop right after the bold words belongs to them.
    let stop = usize::from(line.folded.get(end).is_some_and(|c| matches!(*c, '。' | ':')));
    (fits && ends && rest).then_some(end + stop)
}

/// 【立法目的】 before the text of an article or item.
fn bracketed(folded: &[char], from: usize) -> Option<usize> {
    let start = from + folded[from..].iter().take_while(|c| c.is_whitespace()).count();
    if folded.get(start) != Some(&'【') {
        return None;
    }
    let close = (start..folded.len().min(start + HEADING_WIDTH)).find(|at| folded[*at] == '】')?;
    folded[close + 1..].iter().any(|c| !c.is_whitespace()).then_some(close + 1)
}

/// Words without any mark that would make them more than a name, and without the start of a bracket (牵头单位：…).
fn plain(words: &[char]) -> bool {
    let count = |bracket: char| words.iter().filter(|c| **c == bracket).count();
    !words.is_empty()
        && count('(') == count(')')
        && !words.iter().any(|c| matches!(*c, ',' | ';' | '。' | '!' | '?' | '“' | '”'))
}

/// True for （第16条、高新科） and the like.
fn only_brackets(text: &str) -> bool {
    text.starts_with('(') && text.ends_with([')', '。']) && text.matches('(').count() <= 2
}

/// Whether the articles of a document have headings (第一条 宗旨。…): most of them begin with a few words of their own.
pub fn articles_are_titled<'a>(articles: impl Iterator<Item = (&'a Line, Label)>) -> bool {
    let (mut all, mut titled) = (0u32, 0u32);
    for (line, label) in articles {
        let rest = line.folded.get(line.start() + label.chars..).unwrap_or_default().trim_blank();
        let end = rest.iter().take(ARTICLE_WIDTH).position(|c| matches!(*c, '。' | ':' | '】'));
        all += 1;
        titled += u32::from(match end {
            Some(end) => {
                let alone = !rest[end..].iter().any(|c| c.is_alphanumeric());
                plain(&rest[..end]) && (!alone || rest[end] == ':' && !lists(&rest[..end]))
            }
            None => rest.len() <= TITLED_WIDTH && !rest.is_empty() && plain(rest) && !rest.ends_with(&[';']),
        });
    }
    titled * 2 > all
}

trait TrimBlank {
    fn trim_blank(&self) -> &[char];
}

impl TrimBlank for [char] {
    fn trim_blank(&self) -> &[char] {
        let start = self.iter().take_while(|c| c.is_whitespace()).count();
        &self[start..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number;
    use lantai_model::{Mark, Span};

    fn heading(text: &str) -> (String, bool) {
        let line = Line::paragraph(text, Span::default());
        let label = number::candidate(&line.folded).unwrap();
        let (end, rest) = split(&line, label, false, Habit::default());
        (text.chars().take(end.unwrap_or(0)).skip(label.chars).collect(), rest.is_some())
    }

    #[test]
    fn headings_and_text() {
        for (text, expected, rest) in [
            ("（一）加强领导。成立小组。", "加强领导。", true),
            ("（三）规范监管：推行双随机。", "规范监管：", true),
            ("（一）将第五条修改为：“一户一宅。”", "", true),
            ("一、工作目标：", "工作目标：", false),
            ("（一）治理河道（牵头单位：区水利局）", "治理河道（牵头单位：区水利局）", false),
            ("（一）编制指南；", "", true),
            ("1.新增企业50家，增长8%。", "新增企业50家，增长8%。", false),
            ("第三条 市科技局履行下列职责：", "", true),
            ("第四条 【职责】 市科技局负责。", "", true),
            ("一是抓早。抓小。", "", true),
        ] {
            assert_eq!(heading(text), (expected.to_owned(), rest), "{text}");
        }
    }

    #[test]
    fn bold_words_are_the_heading() {
        let mut line = Line::paragraph("（一）加强领导 成立小组，落实责任。", Span::default());
        let Block::Paragraph(paragraph) = &mut line.block else { unreachable!() };
        paragraph.marks = vec![Mark { start: 0, end: "（一）加强领导".len() as u32, kind: MarkKind::Strong }];
        let label = number::label(&line.folded).unwrap();
        assert_eq!(split(&line, label, false, Habit::default()), (Some(7), Some(7)));
    }

    #[test]
    fn a_bold_sentence_heads_its_paragraph() {
        let ends = |text: &str, bold: &str| {
            let mut line = Line::paragraph(text, Span::default());
            let Block::Paragraph(paragraph) = &mut line.block else { unreachable!() };
            paragraph.marks = vec![Mark { start: 0, end: bold.len() as u32, kind: MarkKind::Strong }];
            lead(&line)
        };
        let text = "建强基层组织。完成12个社区党组织换届，新建党组织8个。";
        assert_eq!(ends(text, "建强基层组织。"), Some(7));
        // Text that is bold for its weight, not as a heading.
        assert_eq!(ends(text, "建强基层组织。完成12个社区"), None);
        assert_eq!(ends("会议指出，要加强组织领导，层层压实责任，务求实效。", "会议指出，"), None);
        assert_eq!(ends("会议听取了汇报。会议要求加强组织领导，层层压实责任。", "会议听取了汇报。"), None);
    }

    #[test]
    fn sentences_that_assert_or_rule() {
        let folded = |text: &str| lantai_text::fold(text).chars().collect::<Vec<char>>();
        for text in
            ["会议听取了汇报", "请你区抓好落实", "申报单位应为企业法人", "各单位要高度重视", "逾期未报的，视为弃权"]
        {
            assert!(asserts(&folded(text)), "{text}");
        }
        for text in ["加强组织领导", "坚持党建引领，建强基层组织", "各项改革稳步推进", "我为群众办实事"]
        {
            assert!(!asserts(&folded(text)), "{text}");
        }
        assert_eq!(first_sentence(&folded("关于资金安排。会议明确拨款。")), None);
        assert_eq!(first_sentence(&folded("返还标准：按三成返还。")), None);
    }

    #[test]
    fn titled_articles() {
        let titled = |texts: &[&str]| {
            let lines: Vec<Line> = texts.iter().map(|text| Line::paragraph(text, Span::default())).collect();
            articles_are_titled(lines.iter().map(|line| (line, number::candidate(&line.folded).unwrap())))
        };
        assert!(titled(&["第1条宗旨。建立制度是重要措施。", "第2条组织体系", "第3条工作任务"]));
        assert!(titled(&["第一条 对教师的要求：教师一般具有讲师职称。", "第二条 对学生的要求：学生应当参加。"]));
        assert!(!titled(&[
            "第一条 为规范管理，制定本办法。",
            "第二条 本办法适用于全市。",
            "第三条 本市实行登记制度。依法登记。"
        ]));
    }
}
