//! The line under a title that says when and from where without labels, or with a date before its labels:
//! 云河日报 2024-05-13 08:30 来源：本网.

use lantai_model::{Field, Metadata, Name, Remark};

use crate::date;
use crate::line::Line;
use crate::metadata::{field, is_doc_number};
use crate::rules::RULES;

/// Signs between a date and what stands beside it.
const SIGNS: &str = "|丨︱│[]【】()";

/// Widest prefix before a first label that can be a date with the name of a paper or site.
const PREFIX: usize = 40;

/// Widest prefix that begins with the address of the page.
const ADDRESS: usize = 200;

/// The first date in `folded`, as a character range, if it is the kind that sites print: with figures, down to the day.
pub fn find(folded: &[char]) -> Option<std::ops::Range<usize>> {
    day_in(folded, false)
}

fn day_in(folded: &[char], any: bool) -> Option<std::ops::Range<usize>> {
    (0..folded.len()).find_map(|start| {
        let begins = folded[start].is_ascii_digit() && (start == 0 || !folded[start - 1].is_ascii_alphanumeric());
        if !begins {
            return None;
        }
        let rest: String = folded[start..].iter().take(32).collect();
        let (day, used) = date::leading(&rest).filter(|(day, _)| day.day.is_some())?;
        // Written with 年月日 and no time of day, it is as likely the document's own date.
        (any || day.time.is_some() || !rest.contains('年')).then_some(start..start + used)
    })
}

/// The date before a first label: there it is the site's, however it is written.
pub fn find_before(folded: &[char]) -> Option<std::ops::Range<usize>> {
    day_in(folded, true)
}

/// Reads what stands before the first label of a line: a date, and perhaps a name, which is the source's unless a label
/// names that (`names_source`). False when it is something else.
pub fn take_prefix(
    line: &Line,
    end: usize,
    names_source: bool,
    meta: &mut Metadata,
    remarks: &mut Vec<Remark>,
) -> bool {
    let start = line.start();
    let plain: String = line.folded[start..end].iter().collect();
    // A printed page names its address there.
    if end - start > if plain.starts_with("http") { ADDRESS } else { PREFIX } {
        return false;
    }
    let Some(day) = find_before(&line.folded[start..end]).map(|day| start + day.start..start + day.end) else {
        return false;
    };
    state(line, day, start..end, !names_source, meta, remarks);
    true
}

/// Reads a short line without labels that holds a date with a time of day, or is such a date and a name.
pub fn take_line(line: &Line, meta: &mut Metadata, remarks: &mut Vec<Remark>) -> bool {
    if line.width() > 60
        || line.last().is_some_and(|c| "。;:!?".contains(c))
        || line.label().is_some_and(|l| l.value < 1900)
    {
        return false;
    }
    let Some(day) = find(&line.folded) else { return false };
    let beside = line.folded[..day.start].iter().chain(&line.folded[day.end..]);
    // A sentence that names a day is no dateline.
    let clauses = beside.clone().filter(|c| "，,、:".contains(**c)).count();
    if clauses > 0 || beside.filter(|c| !c.is_whitespace()).count() > 30 {
        return false;
    }
    let whole = 0..line.folded.len();
    state(line, day, whole, true, meta, remarks);
    true
}

/// The value of a source or an author without the date that stands behind it (来源：新华社 2024-04-03 10:00), which is
/// filed as the day of publication.
pub fn take_suffix(
    line: &Line,
    name: Option<Name>,
    value: std::ops::Range<usize>,
    meta: &mut Metadata,
) -> std::ops::Range<usize> {
    let names = [Name::ContentSource, Name::Author, Name::Publisher, Name::Editor];
    if !name.is_some_and(|name| names.contains(&name)) || value.len() > PREFIX {
        return value;
    }
    let folded = &line.folded[value.clone()];
    let Some(day) =
        find_before(folded).filter(|day| day.start > 0 && folded[day.end..].iter().all(|c| !c.is_alphanumeric()))
    else {
        return value;
    };
    let signs = |c: &char| c.is_whitespace() || "|(".contains(*c);
    if !signs(&folded[day.start - 1]) {
        return value;
    }
    let end = value.start + folded[..day.start].iter().rposition(|c| !signs(c)).map_or(0, |at| at + 1);
    if end == value.start || folded[..day.start].iter().chain(&folded[day.end..]).any(|c| "|()".contains(*c)) {
        return value;
    }
    let (from, to) = (value.start + day.start, value.start + day.end);
    let published = field(line, String::new(), Some(Name::Published), from..to);
    meta.put(Some(Name::Published), published);
    value.start..end
}

/// Reads a line of its own that names the authors without a colon: 记者 张三　通讯员 李四; 文/王五.
pub fn take_byline(line: &Line, meta: &mut Metadata) -> bool {
    if line.width() > 30 {
        return false;
    }
    byline(line, line.start()..line.folded.len()).map(|author| meta.put(Some(Name::Author), author)).is_some()
}

/// The authors in a range of the line, which begins with a word for them and holds nothing else.
fn byline(line: &Line, range: std::ops::Range<usize>) -> Option<Field> {
    let folded = &line.folded[range.clone()];
    if folded.iter().any(|c| "。;:,!?".contains(*c) || c.is_ascii_digit()) {
        return None;
    }
    let blanks = folded.iter().take_while(|c| c.is_whitespace()).count();
    let plain: String = folded[blanks..].iter().collect();
    let (word, rest) = RULES.bylines.iter().find_map(|word| Some((word, plain.strip_prefix(word.as_str())?)))?;
    let names = rest.trim_start_matches([' ', '\u{a0}', '\u{3000}', '/', '|']);
    let sign = rest.trim_start().starts_with(['/', '|']);
    // 文 alone may begin a sentence; 记者 and a blank do not.
    if names.is_empty() || !(sign || names.len() < rest.len() && word.chars().count() > 1) {
        return None;
    }
    let from = range.end - names.chars().count();
    let printed = line.text().chars().take(from).skip(range.start);
    let label: String = printed.filter(|c| !c.is_whitespace()).collect();
    Some(field(line, label, Some(Name::Author), from..range.end))
}

/// Files the date as the day of publication, and what stands beside it: its label (发布于), an author, the name of the
/// paper or office, else with the other fields. The signs between them are told.
fn state(
    line: &Line,
    day: std::ops::Range<usize>,
    all: std::ops::Range<usize>,
    alone: bool,
    meta: &mut Metadata,
    remarks: &mut Vec<Remark>,
) {
    let mut label = String::new();
    let mut signs = String::new();
    let is_sign = |at: usize| SIGNS.contains(line.folded[at]);
    for beside in [all.start..day.start, day.end..all.end] {
        let mut from = beside.start;
        while from < beside.end {
            let end = (from..beside.end).find(|at| is_sign(*at)).unwrap_or(beside.end);
            if line.folded[from..end].iter().any(|c| !c.is_whitespace()) {
                let piece = field(line, String::new(), None, from..end);
                let key: String = lantai_text::fold(&piece.stated).split_whitespace().collect();
                if end == day.start && RULES.labels.get(&key) == Some(&Some(Name::Published)) {
                    label = piece.stated;
                } else if is_doc_number(&line.folded[from..end]) {
                    let number = field(line, String::new(), Some(Name::DocNumber), from..end);
                    meta.put(Some(Name::DocNumber), number);
                } else if let Some(author) = byline(line, from..end) {
                    meta.put(Some(Name::Author), author);
                } else {
                    meta.put(Some(Name::ContentSource).filter(|_| alone && is_source(&key)), piece);
                }
            }
            signs.extend(line.text().chars().nth(end).filter(|_| end < beside.end));
            from = end + 1;
        }
    }
    if !signs.is_empty() {
        remarks.push(Remark::omitted("separators", signs, line.at.clone()));
    }
    let published = field(line, label, Some(Name::Published), day);
    meta.put(Some(Name::Published), published);
}

/// The name of a paper, a site or an office: 云河日报, 云河市科学技术局.
fn is_source(key: &str) -> bool {
    (2..=24).contains(&key.chars().count())
        && key.chars().all(|c| c.is_alphabetic())
        && (RULES.organs.ends.ends(key) || RULES.source_ends.iter().any(|end| key.ends_with(end.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::Span;

    fn published(text: &str) -> Option<String> {
        let mut meta = Metadata::default();
        let line = Line::paragraph(text, Span::default());
        take_line(&line, &mut meta, &mut Vec::new()).then(|| meta.date(Name::Published).map(|day| day.to_string()))?
    }

    #[test]
    fn dates_without_labels() {
        assert_eq!(published("云河日报 ( 2024-05-13 09:20:26 )").as_deref(), Some("2024-05-13T09:20:26"));
        assert_eq!(published("2024-05-13").as_deref(), Some("2024-05-13"));
        assert_eq!(published("2024年05月13日 08:30 青溪融媒").as_deref(), Some("2024-05-13T08:30"));
        assert_eq!(published("2024年5月13日"), None);
        assert_eq!(published("会议定于2024-05-13召开，请准时参加"), None);
    }

    #[test]
    fn what_stands_beside_the_date() {
        let read = |text: &str| {
            let (mut meta, mut remarks) = (Metadata::default(), Vec::new());
            assert!(take_line(&Line::paragraph(text, Span::default()), &mut meta, &mut remarks), "{text}");
            let stated = |name| meta.get(name).map_or("-", |field| field.stated.as_str()).to_owned();
            let others: Vec<String> = meta.other.iter().map(|field| field.stated.clone()).collect();
            (stated(Name::ContentSource), stated(Name::Author), others.join("/"))
        };
        let told = |source: &str, author: &str, others: &str| (source.into(), author.into(), others.into());
        assert_eq!(read("云河市科学技术局 | 2024/5/13 9:20:26"), told("云河市科学技术局", "-", ""));
        assert_eq!(read("发布于 2024-05-13 作者 张三"), told("-", "张三", ""));
        assert_eq!(read("2024-05-13 08:30　云河日报"), told("云河日报", "-", ""));
        assert_eq!(read("[2024-05-13]　第三版"), told("-", "-", "第三版"));
        let (mut meta, line) = (Metadata::default(), "云自然资告字〔2021〕12号　　2021-09-03");
        assert!(take_line(&Line::paragraph(line, Span::default()), &mut meta, &mut Vec::new()));
        assert_eq!(meta.get(Name::DocNumber).map(|field| field.stated.as_str()), Some("云自然资告字〔2021〕12号"));
    }
}
