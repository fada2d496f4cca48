//! What follows the signature (GB/T 9704-2012, 7.3.9 and 7.4): 附注, 抄送机关, 印发机关 and 印发日期, as fields. The lines
//! themselves stay with the document's notes.

use lantai_model::{Block, Field, Metadata, Name, Placed, Value};

use crate::date;
use crate::line::Line;
use crate::metadata::{field, tidy};
use crate::names::{ends_organ, pieces};

/// Longest line that is read.
const LONGEST: usize = 1200;

/// Lines of an imprint at most, and lines over which a list of organs may be wrapped.
const LINES: usize = 12;
const WRAPPED: usize = 3;

/// Takes the imprint off the end of a document's lines: it closes the document with all that is printed behind it
/// (regulation, attachments), and is its own.
pub fn take(lines: &mut Vec<Line>) -> Vec<Line> {
    let mut from = lines.len();
    while from > 1 && lines.len() - from < LINES {
        let wrapped = (0..=WRAPPED.min(from - 1)).find(|above| {
            let first = from - 1 - above;
            is_imprint(&lines[first]) && (*above == 0 || goes_on(&lines[first..from]))
        });
        match wrapped {
            Some(above) if from - 1 - above > 0 => from -= 1 + above,
            _ => break,
        }
    }
    lines.split_off(from)
}

/// A list of copies that goes on over the lines below it.
fn goes_on(lines: &[Line]) -> bool {
    let Some((last, before)) = lines.split_last() else { return false };
    let list = |line: &Line| line.is_paragraph() && line.width() <= 60 && line.label().is_none();
    before.first().is_some_and(|line| copies(&line.folded, line.start()).is_some())
        && before.iter().all(|line| list(line) && line.last() != Some('。'))
        && list(last)
        && !last.folded.contains(&':')
}

/// The line is of an imprint or says who may read the document: 抄送：…, …日印发, （此件公开发布）.
pub fn is_imprint(line: &Line) -> bool {
    match &line.block {
        Block::Paragraph(_) => is_imprint_text(line),
        Block::Table(table) => {
            let mut cells = table.rows.iter().flat_map(|row| &row.cells);
            let says = |text: &str| is_imprint_text(&Line::paragraph(text, line.at.clone()));
            table.rows.len() <= 6 && cells.any(|cell| cell.text.len() <= LONGEST && says(&cell.text))
        }
        Block::Image(_) => false,
    }
}

fn is_imprint_text(line: &Line) -> bool {
    let Some(first) = line.folded.get(line.start()) else { return false };
    if line.width() > LONGEST / 3 {
        return false;
    }
    match first {
        '抄' | '分' => copies(&line.folded, line.start()).is_some(),
        '(' => {
            let key = line.key();
            let said = ["(此件", "(此文", "(本件", "(公开", "(共印"].iter().any(|start| key.starts_with(start));
            said && key.ends_with(')') && line.width() <= 40
        }
        _ => {
            line.width() <= 80 && line.folded.contains(&'印') && {
                let key = line.key();
                let key = key.trim_end_matches(['。', ')']);
                let key = key.rsplit_once("(共印").map_or(key, |(before, _)| before);
                ["日印发", "日印制", "日印"].iter().any(|end| key.ends_with(end))
            }
        }
    }
}

/// States what the notes of a document say.
pub fn state(notes: &[Placed], meta: &mut Metadata) {
    // A list of copies may go on over the next lines.
    let mut open = false;
    for note in notes {
        match &note.block {
            Block::Paragraph(paragraph) if paragraph.text.len() <= LONGEST => {
                let line = Line::paragraph(&paragraph.text, note.at.clone());
                let copied = copies(&line.folded, line.start()).is_some();
                if open && !copied && !is_imprint_text(&line) && !line.folded.contains(&':') {
                    add_copies(&line, meta);
                } else {
                    read(&line, meta);
                    open = copied;
                }
                open &= line.last() != Some('。');
            }
            // The imprint is often drawn as a table of lines.
            Block::Table(table) if table.rows.len() <= 6 => {
                for row in &table.rows {
                    let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.trim()).collect();
                    let at = row.cells.first().map(|cell| cell.at.clone()).unwrap_or_default();
                    let text = texts.join("　");
                    if text.len() <= LONGEST {
                        read(&Line::paragraph(text.trim(), at), meta);
                    }
                }
            }
            _ => {}
        }
    }
}

fn read(line: &Line, meta: &mut Metadata) {
    let folded = &line.folded;
    let start = line.start();
    let plain = line.plain();
    let text = plain.trim();
    let end = start + text.chars().count();
    if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        if inner.chars().count() <= 60 && !inner.contains('(') {
            meta.put(Some(Name::Note), field(line, String::new(), None, start + 1..end - 1));
        }
        return;
    }
    // Until 2012 the subject words stood at the head of the imprint (GB/T 9704-1999): 主题词：水利　防汛　通知.
    if let Some(from) = labelled(folded, start, "主题词") {
        let words = field(line, "主题词".to_owned(), Some(Name::Keywords), from..end.max(from));
        if !words.stated.is_empty() {
            meta.put(Some(Name::Keywords), words);
        }
        return;
    }
    if let Some((label, from)) = copies(folded, start) {
        let to = end - usize::from(text.ends_with('。'));
        let mut copies = field(line, label.to_owned(), None, from..to.max(from));
        copies.value = Value::Words(listed(&copies.stated));
        if !copies.stated.is_empty() {
            meta.put(Some(Name::CopiesTo), copies);
        }
        return;
    }
    printed(line, start..end, meta);
}

/// The organs of a list of copies.
fn listed(text: &str) -> Vec<String> {
    let stop = |c: char| matches!(c, '，' | ',' | '、' | '。' | '；' | ';');
    pieces(text, stop).map(tidy).collect()
}

/// Adds the organs of a line to the list of copies that it goes on with.
fn add_copies(line: &Line, meta: &mut Metadata) {
    let copies = meta.fields.iter_mut().find(|(name, _)| *name == Name::CopiesTo);
    if let Some((_, Field { stated, value: Value::Words(words), .. })) = copies {
        let more = line.text().trim().trim_end_matches('。');
        let mut more_words = listed(more);
        // A name that the line's end cuts goes on in the next.
        if !stated.ends_with(['，', ',', '、', '；', ';']) && !more_words.is_empty() {
            let rest = more_words.remove(0);
            words.last_mut().into_iter().for_each(|last| last.push_str(&rest));
        }
        words.extend(more_words);
        stated.push('\n');
        stated.push_str(more);
    }
}

/// The label 抄送, 抄报, 分送 with where its list begins.
fn copies(folded: &[char], start: usize) -> Option<(&'static str, usize)> {
    ["抄送", "抄报", "分送"].into_iter().find_map(|label| Some((label, labelled(folded, start, label)?)))
}

/// Where the value of a label begins; blanks may stand in it.
fn labelled(folded: &[char], start: usize, label: &str) -> Option<usize> {
    let mut at = start;
    for wanted in label.chars().chain([':']) {
        at += folded.get(at..)?.iter().take_while(|c| c.is_whitespace()).count();
        if folded.get(at) != Some(&wanted) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// 云河市人民政府办公室　　2023年7月21日印发
fn printed(line: &Line, range: std::ops::Range<usize>, meta: &mut Metadata) {
    let key: Vec<char> = line.folded[range.clone()].to_vec();
    let plain: String = key.iter().collect();
    let Some(cut) = plain.strip_suffix("印发").or_else(|| plain.strip_suffix("印制")).map(str::trim_end) else {
        return;
    };
    let Some((day, at)) = date::trailing(cut) else { return };
    let (from, to) = (range.start + at, range.start + cut.chars().count());
    let mut when = field(line, String::new(), None, from..to);
    when.value = Value::Date(day);
    meta.put(Some(Name::Printed), when);
    let organ: Field = field(line, String::new(), None, range.start..from);
    let name: String = organ.stated.chars().filter(|c| !c.is_whitespace()).collect();
    if ends_organ(&lantai_text::fold(&name)) {
        meta.put(Some(Name::PrintedBy), Field { value: Value::Text(name), ..organ });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::{Paragraph, Span};

    #[test]
    fn the_end_of_a_document() {
        let note = |text: &str| Placed { block: Block::Paragraph(Paragraph::plain(text)), at: Span::text(0, 9) };
        let mut meta = Metadata::default();
        let notes = [
            note("（此件公开发布）"),
            note("主题词：水利　防汛　通知"),
            note("抄送：市委各部门，市人大常委会办公室（法制委）、市政协办公室。"),
            note("云河市人民政府办公室　　　2023年7月21日印发"),
        ];
        state(&notes, &mut meta);
        let shown = |name: Name| {
            let field = meta.get(name).unwrap();
            format!("{} {}", serde_json::to_string(&field.value).unwrap(), field.at)
        };
        assert_eq!(shown(Name::Note), "\"此件公开发布\" text:0-9+1-7");
        assert_eq!(
            shown(Name::CopiesTo),
            "[\"市委各部门\",\"市人大常委会办公室（法制委）\",\"市政协办公室\"] text:0-9+3-30"
        );
        assert_eq!(shown(Name::Keywords), "[\"水利\",\"防汛\",\"通知\"] text:0-9+4-12");
        assert_eq!(shown(Name::PrintedBy), "\"云河市人民政府办公室\" text:0-9+0-10");
        assert_eq!(shown(Name::Printed), "\"2023-07-21\" text:0-9+13-23");
    }
}
