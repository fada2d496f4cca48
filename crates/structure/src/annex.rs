//! Attachments (附件): the list that announces them (附件说明) and the lines where they begin.

use std::borrow::Cow;

use lantai_model::{Block, MarkKind, Remark};
use memchr::{memchr2, memmem};

use crate::date;
use crate::line::{Line, key_of};
use crate::number;
use crate::rules::RULES;
use crate::tail;
use crate::title;

/// An attachment that a document announces.
#[derive(Clone, Debug, PartialEq)]
pub struct Announced {
    /// Its number, where it has one.
    pub number: Option<u32>,
    /// Its title, folded and without blanks.
    pub key: String,
    /// Its title as printed.
    pub title: String,
    /// Index of its line.
    pub line: usize,
}

/// An attachment that begins in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Index of the line 附件1.
    pub line: usize,
    /// Its number, where it has one.
    pub number: Option<u32>,
    /// Character of that line at which a title on the same line begins.
    pub title_from: Option<usize>,
}

/// What a document's lines say of its attachments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annexes {
    /// Announced, in order.
    pub announced: Vec<Announced>,
    /// The lines of each list that announces them, in order.
    pub lists: Vec<std::ops::Range<usize>>,
    /// Attachments that begin, in order.
    pub starts: Vec<Start>,
}

/// Looks for announcements and beginnings. `signed` tells whether a signature stands before a line.
pub fn scan(lines: &[Line]) -> Annexes {
    let mut found = Annexes::default();
    // What an attachment announces itself is its own, as long as it goes on.
    let mut own = Annexes::default();
    let mut index = 0;
    while index < lines.len() {
        crate::steps::count(1);
        let Some(head) = head(&lines[index]) else {
            index += 1;
            continue;
        };
        let title = head.title_from.map(|from| plain_key(&lines[index], from)).unwrap_or_default();
        crate::steps::count(found.announced.len());
        let known = found.announced.iter().any(|a| {
            head.number.is_some() && a.number == head.number || !title.is_empty() && titles_agree(&a.key, &title)
        });
        let list_follows = |at: usize| {
            lines.get(at).and_then(|line| line.label().filter(|l| l.value == 1 && line.width() <= 60)).is_some()
        };
        let list = !known
            && (head.colon && !title.is_empty()
                || head.number.is_none()
                    && title.is_empty()
                    && list_follows(index + 1)
                    && (head.colon || signed_below(lines, index + 1)))
            && !begins(lines, index, &head);
        if list && found.starts.is_empty() {
            index = announcement(lines, index, &head, &mut found);
        } else if list && index + 2 < lines.len() {
            own = Annexes::default();
            index = announcement(lines, index, &head, &mut own);
        } else if is_own(&own, &head, &title, lines, index) {
            index += 1;
        } else {
            // A link to the file stands for the attachment; what follows it goes on with the text.
            let begins = (index + 1 < lines.len() || !title.is_empty()) && !links_to_file(&lines[index]);
            if begins && (title.is_empty() || known || head.number.is_some()) {
                found.starts.push(Start { line: index, number: head.number, title_from: head.title_from });
            }
            index += 1;
        }
    }
    found
}

/// Titles that count from one follow, and right below them the signature: they announce what 附件 above them names.
fn signed_below(lines: &[Line], first: usize) -> bool {
    let entry = |line: &&Line| line.label().is_some() && line.width() <= 60 && line.last() != Some('。');
    let count = lines.iter().skip(first).take(LONGEST as usize).take_while(entry).count();
    let organ = |line: &Line| tail::is_organ(line) && line.label().is_none();
    lines.get(first + count).is_some_and(|line| organ(line) || date::whole(&line.folded).is_some())
}

/// Takes 附件1 off the start of a source that is an attachment itself and holds no other: its title follows it.
pub fn own_label(lines: &mut Vec<Line>) -> Option<Line> {
    let first = lines.first().and_then(head).filter(|head| head.title_from.is_none() && !head.colon);
    let alone = first.is_some() && scan(lines).starts.len() == 1;
    alone.then(|| lines.remove(0))
}

/// 附件1：成员名单 right above text is no announcement: below a list stand other entries, the signature, or nothing.
fn begins(lines: &[Line], index: usize, head: &Head) -> bool {
    let Some(next) = lines.get(index + 1).filter(|_| head.number.is_some()) else { return false };
    let text = !next.is_paragraph() || next.width() > 60 || next.label().is_some_and(|label| label.value == 1);
    text && !tail::is_note(next) && self::head(next).is_none()
}

/// The line begins one of the attachments that the attachment around it announces.
fn is_own(own: &Annexes, head: &Head, title: &str, lines: &[Line], index: usize) -> bool {
    let below = || lines.get(index + 1).map(|line| plain_key(line, 0)).unwrap_or_default();
    own.announced.iter().any(|announced| {
        let numbers = announced.number == head.number || announced.number.is_none() || head.number.is_none();
        numbers && (titles_agree(&announced.key, title) || title.is_empty() && titles_agree(&announced.key, &below()))
    })
}

/// Longest list of attachments.
const LONGEST: u32 = 100;

/// A line that begins with 附件.
struct Head {
    number: Option<u32>,
    colon: bool,
    /// Where text after number and colon begins.
    title_from: Option<usize>,
}

fn head(line: &Line) -> Option<Head> {
    let folded = &line.folded;
    let mut at = line.start();
    let open = folded.get(at).is_some_and(|c| matches!(*c, '【' | '('));
    at += usize::from(open);
    let letter = |from: usize| (from..folded.len()).find(|at| !folded[*at].is_whitespace());
    let first = letter(at).filter(|first| folded[*first] == '附')?;
    let second = letter(first + 1)?;
    // 附: is short for 附件:, and 附1: for 附件1:.
    let short = folded[second] == ':' || is_short(folded, second);
    if !(short || matches!(folded[second], '件' | '表' | '图' | '录')) || line.width() > 80 {
        return None;
    }
    at = if short { second } else { second + 1 };
    let skip = |from: usize| from + folded[from..].iter().take_while(|c| c.is_whitespace()).count();
    at = skip(at);
    let mut number = None;
    let digits = folded[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    if (1..=2).contains(&digits) {
        number = Some(folded[at..at + digits].iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0)));
        at = skip(at + digits);
    } else if let Some((value, used)) = number::han(&folded[at..]) {
        number = Some(value);
        at = skip(at + used);
    } else if let Some(letter) = lettered(folded, at) {
        // 附录A
        number = Some(letter);
        at = skip(at + 1);
    }
    if open && folded.get(at).is_some_and(|c| matches!(*c, '】' | ')')) {
        at = skip(at + 1);
    }
    let colon = folded.get(at) == Some(&':');
    let stop = folded.get(at).is_some_and(|c| matches!(*c, '.' | '、'));
    at = skip(at + usize::from(colon || stop));
    let rest = &folded[at.min(folded.len())..];
    // 附件中的, 附件所列: a sentence, not a head.
    if !rest.is_empty() && number.is_none() && !colon
        || rest.last().is_some_and(|c| matches!(*c, '。' | ';')) && rest.len() > 30
    {
        return None;
    }
    Some(Head { number, colon, title_from: (!rest.is_empty()).then_some(at) })
}

/// A number from character `at` on that ends its line, or that a colon or a stop sets off.
fn is_short(folded: &[char], at: usize) -> bool {
    let digits = folded[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    let used = if (1..=2).contains(&digits) { digits } else { number::han(&folded[at..]).map_or(0, |(_, used)| used) };
    used > 0 && folded.get(at + used).is_none_or(|c| *c == ':')
}

/// The place in the alphabet of a letter that counts attachments: it stands alone.
fn lettered(folded: &[char], at: usize) -> Option<u32> {
    let letter = folded.get(at).filter(|c| c.is_ascii_uppercase())?;
    let alone = folded.get(at + 1).is_none_or(|c| !c.is_ascii_alphanumeric() && *c != '-');
    alone.then(|| u32::from(*letter) - u32::from('A') + 1)
}

/// Reads an announcement from line `index` on; returns the line after it.
fn announcement(lines: &[Line], index: usize, head: &Head, found: &mut Annexes) -> usize {
    let mut next = index + 1;
    let mut expected = 1;
    let mut push = |line: usize, number: Option<u32>, range: std::ops::Range<usize>| {
        let key = plain_key_of(&lines[line].folded[range.clone()]);
        let title: String = lines[line].text().chars().skip(range.start).take(range.len()).collect();
        let title = title.trim().trim_end_matches(['；', ';']).to_owned();
        found.announced.push(Announced { number, key, title, line });
    };
    if let Some(from) = head.title_from {
        match number::label(&lines[index].folded[from..]) {
            Some(label) => {
                // 附件：1.任务分工 2.进度安排
                let mut start = from;
                expected = label.value;
                for end in entries(&lines[index], from, label.value) {
                    let label = number::label(&lines[index].folded[start..]).map_or(0, |label| label.chars);
                    push(index, Some(expected), start + label..end);
                    expected += 1;
                    start = end;
                }
            }
            None => push(index, head.number, from..lines[index].folded.len()),
        }
    }
    // Below 附件：任务分工表 numbers are the text's.
    let counts = expected > 1 || head.title_from.is_none();
    while let Some(line) = lines.get(next).filter(|_| counts) {
        let Some(label) = line.label().filter(|l| l.value == expected && line.width() <= 80) else { break };
        if expected > LONGEST {
            break;
        }
        push(next, Some(label.value), line.start() + label.chars..line.folded.len());
        expected += 1;
        next += 1;
    }
    // Without numbers: titles one below the other down to the signature.
    if expected == 1 && head.title_from.is_some() && head.number.is_none() {
        let more = lines[next..].iter().take(LONGEST as usize).take_while(|line| is_title(line)).count();
        let below = lines.get(next + more);
        if below.is_none_or(|line| line.is_paragraph() && (tail::is_organ(line) || date::whole(&line.folded).is_some()))
        {
            for (at, line) in lines.iter().enumerate().skip(next).take(more) {
                push(at, None, line.start()..line.folded.len());
            }
            next += more;
        }
    }
    found.lists.push(index..next);
    next
}

/// Where the entries of a list end that stand on one line, the first of which begins at `from` with that number.
fn entries(line: &Line, from: usize, first: u32) -> Vec<usize> {
    let folded = &line.folded;
    let mut ends = Vec::new();
    let mut next = first + 1;
    for at in from + 2..folded.len() {
        let apart = folded[at - 1].is_whitespace() || matches!(folded[at - 1], ';' | '。' | ',');
        let follows =
            |label: number::Label| label.value == next && label.chars > 1 && label.form == number::Form::Arabic;
        if apart && folded[at].is_ascii_digit() && number::label(&folded[at..]).is_some_and(follows) {
            ends.push(at);
            next += 1;
        }
    }
    ends.push(folded.len());
    ends
}

/// The title of an attachment on a line of its own: it ends as such titles do and names no organ.
fn is_title(line: &Line) -> bool {
    let key = line.key();
    line.is_paragraph()
        && (3..=40).contains(&line.width())
        && line.label().is_none()
        && !tail::is_organ(line)
        && (title::genre_word_at_end(&key)
            || key.ends_with(['表', '单', '图', '册', '书', '录', '南', '则', '程', '号', '》']))
}

/// The line links to a file.
fn links_to_file(line: &Line) -> bool {
    let Block::Paragraph(paragraph) = &line.block else { return false };
    paragraph.marks.iter().any(|mark| match &mark.kind {
        MarkKind::Link { href } => {
            let text = paragraph.text.get(mark.start as usize..mark.end as usize).unwrap_or("");
            lantai_text::names_file(href) || lantai_text::names_file(text)
        }
        MarkKind::Strong => false,
    })
}

/// The line links to the file that it names.
fn is_linked(line: &Line) -> bool {
    let Block::Paragraph(paragraph) = &line.block else { return false };
    paragraph.marks.iter().any(|mark| matches!(mark.kind, MarkKind::Link { .. }))
}

fn plain_key(line: &Line, from: usize) -> String {
    plain_key_of(&line.folded[from..])
}

fn plain_key_of(folded: &[char]) -> String {
    let mut key = key_of(folded);
    key.truncate(key.trim_end_matches(['。', ';', '.']).len());
    key
}

/// Titles agree when one holds the other, brackets aside.
pub fn titles_agree(a: &str, b: &str) -> bool {
    agree(&without_marks(a), &without_marks(b))
}

/// A title without brackets and quotation marks.
fn without_marks(title: &str) -> Cow<'_, str> {
    let marks = |c: char| matches!(c, '《' | '》' | '“' | '”');
    // These begin with bytes that no ideograph begins with.
    let may = |text: &str| memchr2(0xe2, 0xe3, text.as_bytes()).is_some();
    if may(title) && title.contains(marks) { title.replace(marks, "").into() } else { title.into() }
}

/// One title holds the other.
fn agree(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && memmem::find(long.as_bytes(), short.as_bytes()).is_some()
}

/// Remarks on attachments that are announced and absent, or there and not announced.
pub fn compare(annexes: &Annexes, lines: &[Line], titles: &[String]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut told = lines.iter().filter(|_| !annexes.announced.is_empty()).filter_map(apart);
    let apart = told.next();
    // Files that links name, wherever they stand.
    let files: Vec<String> = match annexes.announced.is_empty() {
        true => Vec::new(),
        false => lines.iter().filter(|line| links_to_file(line)).take(LONGEST as usize).map(Line::key).collect(),
    };
    let titles: Vec<Cow<'_, str>> = titles.iter().map(|title| without_marks(title)).collect();
    let keys: Vec<Cow<'_, str>> = annexes.announced.iter().map(|announced| without_marks(&announced.key)).collect();
    for (announced, key) in annexes.announced.iter().zip(&keys) {
        let there = annexes.starts.iter().enumerate().any(|(nth, start)| {
            let same_title = titles.get(nth).is_some_and(|title| agree(title, key));
            match (announced.number, start.number) {
                (Some(a), Some(b)) => a == b,
                _ => same_title || annexes.announced.len() == 1,
            }
        });
        let linked = lines.get(announced.line).is_some_and(is_linked)
            || files.iter().any(|file| !announced.key.is_empty() && file.contains(&announced.key));
        if !there && !linked {
            let number = announced.number.map(|n| n.to_string()).unwrap_or_default();
            let how = apart
                .as_deref()
                .map_or("absent from the source".to_owned(), |said| format!("not printed with it: {said}"));
            let about = format!("附件{number} {} is announced and {how}", announced.title);
            let at = lines.get(announced.line).map(|line| line.at.clone()).unwrap_or_default();
            remarks.push(Remark::unclear("attachment_missing", about, at));
        }
    }
    let Some(first) = annexes.starts.first() else { return remarks };
    // Without a list the text itself may speak of them: 见附件2. A source that begins with one is a part of something.
    let text = || lines[..first.line].iter().filter(|line| line.is_paragraph());
    let in_text = first.line < 2
        || text().any(|line| {
            line.folded.windows(2).any(|two| matches!(two, ['附', '件' | '表' | '后' | '录' | '图' | '0'..='9']))
        });
    if annexes.announced.is_empty() && in_text {
        return remarks;
    }
    for (nth, start) in annexes.starts.iter().enumerate() {
        let announced =
            annexes.announced.iter().zip(&keys).any(|(announced, key)| match (announced.number, start.number) {
                (Some(a), Some(b)) => a == b,
                _ => annexes.announced.len() == 1 || titles.get(nth).is_some_and(|title| agree(title, key)),
            });
        if !announced {
            let number = start.number.map(|n| n.to_string()).unwrap_or_default();
            let at = lines.get(start.line).map(|line| line.at.clone()).unwrap_or_default();
            let about = format!("附件{number} is in the source and not announced");
            remarks.push(Remark::unclear("attachment_unannounced", about, at));
        }
    }
    remarks
}

/// Words by which a short line says that attachments are not printed: （附件另发）, 附件请到附件栏下载.
fn apart(line: &Line) -> Option<String> {
    if !line.is_paragraph() || line.width() > 40 || !line.folded.contains(&'附') {
        return None;
    }
    let key = line.key();
    let said = key.contains("附件") && RULES.organs.apart.iter().any(|word| key.contains(word.as_str()));
    said.then(|| line.text().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::Span;

    fn lines(texts: &[&str]) -> Vec<Line> {
        texts.iter().map(|text| Line::paragraph(text, Span::default())).collect()
    }

    #[test]
    fn a_list_and_one_of_two() {
        let all = lines(&[
            "正文。",
            "附件：1.工作专班成员名单",
            "2.任务分工",
            "青溪县人民政府",
            "附件1",
            "工作专班成员名单",
            "一、名单",
        ]);
        let found = scan(&all);
        assert_eq!(
            found.announced.iter().map(|a| (a.number, a.key.as_str())).collect::<Vec<_>>(),
            [(Some(1), "工作专班成员名单"), (Some(2), "任务分工")]
        );
        assert_eq!(found.starts, [Start { line: 4, number: Some(1), title_from: None }]);
        let remarks = compare(&found, &all, &["工作专班成员名单".into()]);
        assert_eq!(remarks.len(), 1);
        assert!(matches!(&remarks[0], Remark::Unclear { about, .. } if about.starts_with("附件2 任务分工")));
    }

    #[test]
    fn a_link_to_the_file_begins_no_attachment() {
        let mut lines = lines(&["请认真贯彻执行。", "附件1", "附件2", "云河市人民政府", "2023年8月2日"]);
        for (at, href) in [(1, "/f/1.doc"), (2, "/download?name=2.xls")] {
            let Block::Paragraph(paragraph) = &mut lines[at].block else { panic!("a paragraph") };
            let kind = MarkKind::Link { href: href.into() };
            paragraph.marks.push(lantai_model::Mark { start: 0, end: paragraph.text.len() as u32, kind });
        }
        assert!(scan(&lines).starts.is_empty());
        lines[1] = super::tests::lines(&["附件1"]).remove(0);
        assert_eq!(scan(&lines).starts.len(), 1);
    }

    #[test]
    fn sentences_about_attachments() {
        let found = scan(&lines(&["附件中的任务由各镇负责。", "详见附件", "附件材料一并报送"]));
        assert_eq!(found, Annexes::default());
    }
}
