//! The line under a title that says when and from where without labels, or with a date before its labels:
//! 云河日报 2024-05-13 08:30 来源：本网.

use lantai_model::{Metadata, Name};

use crate::date;
use crate::line::Line;
use crate::metadata::{field, other};
use crate::rules::RULES;

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

/// Reads what stands before the first label of a line: a date, and perhaps a name. False when it is something else.
pub fn take_prefix(line: &Line, end: usize, meta: &mut Metadata) -> bool {
    let start = line.start();
    let plain: String = line.folded[start..end].iter().collect();
    // A printed page names its address there.
    if end - start > if plain.starts_with("http") { ADDRESS } else { PREFIX } {
        return false;
    }
    let Some(day) = find_before(&line.folded[start..end]).map(|day| start + day.start..start + day.end) else {
        return false;
    };
    state(line, day, start..end, meta);
    true
}

/// Reads a short line without labels that holds a date with a time of day, or is such a date and a name.
pub fn take_line(line: &Line, meta: &mut Metadata) -> bool {
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
    state(line, day, whole, meta);
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
    let start = line.start();
    if line.width() > 30 || line.folded.iter().any(|c| "。;:,!?".contains(*c) || c.is_ascii_digit()) {
        return false;
    }
    let plain: String = line.folded[start..].iter().collect();
    let Some((word, rest)) = RULES.bylines.iter().find_map(|word| Some((word, plain.strip_prefix(word.as_str())?)))
    else {
        return false;
    };
    let names = rest.trim_start_matches([' ', '\u{a0}', '\u{3000}', '/', '|']);
    let sign = rest.trim_start().starts_with(['/', '|']);
    // 文 alone may begin a sentence; 记者 and a blank do not.
    if names.is_empty() || !(sign || names.len() < rest.len() && word.chars().count() > 1) {
        return false;
    }
    let from = line.folded.len() - names.chars().count();
    let label: String = line.text().chars().take(from).filter(|c| !c.is_whitespace()).collect();
    meta.put(Some(Name::Author), field(line, label, Some(Name::Author), from..line.folded.len()));
    true
}

/// Files the date as the day of publication, and what stands beside it with the other fields.
fn state(line: &Line, day: std::ops::Range<usize>, all: std::ops::Range<usize>, meta: &mut Metadata) {
    for beside in [all.start..day.start, day.end..all.end] {
        if let Some(piece) = line.slice(beside.start, beside.end) {
            meta.other.push(other(String::new(), piece.text(), piece.at.clone()));
        }
    }
    let published = field(line, String::new(), Some(Name::Published), day);
    meta.put(Some(Name::Published), published);
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::Span;

    fn published(text: &str) -> Option<String> {
        let mut meta = Metadata::default();
        let line = Line::paragraph(text, Span::default());
        take_line(&line, &mut meta).then(|| meta.date(Name::Published).map(|day| day.to_string()))?
    }

    #[test]
    fn dates_without_labels() {
        assert_eq!(published("云河日报 ( 2024-05-13 09:20:26 )").as_deref(), Some("2024-05-13T09:20:26"));
        assert_eq!(published("2024-05-13").as_deref(), Some("2024-05-13"));
        assert_eq!(published("2024年05月13日 08:30 青溪融媒").as_deref(), Some("2024-05-13T08:30"));
        assert_eq!(published("2024年5月13日"), None);
        assert_eq!(published("会议定于2024-05-13召开，请准时参加"), None);
    }
}
