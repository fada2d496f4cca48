//! What follows the signature (GB/T 9704-2012, 7.3.9 and 7.4): 附注, 抄送机关, 印发机关 and 印发日期, as fields. The lines
//! themselves stay with the document's notes.

use lantai_model::{Block, Date, Field, Metadata, Name, Placed, Value};

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
        '抄' | '分' | '报' | '送' | '发' => copies(&line.folded, line.start()).is_some(),
        '(' => {
            let key = line.key();
            let said = ["(此件", "(此文", "(本件", "(公开", "(共印"].iter().any(|start| key.starts_with(start));
            said && key.ends_with(')') && line.width() <= 40
        }
        _ => {
            let printed = || line.folded.contains(&'印') && printed_line(&line.folded, line.start()).is_some();
            line.width() <= 80 && (printed() || line.folded.contains(&'公') && is_open_to(&line.key()))
        }
    }
}

/// A line that says who may read the document without brackets: 公开方式：主动公开.
fn is_open_to(key: &str) -> bool {
    let ends = ["主动公开", "依申请公开", "不予公开", "免予公开"].iter().any(|end| key.ends_with(end));
    ends && (key.contains("公开") && key.contains(':') || key.ends_with("公开") && key.chars().count() <= 6)
        && key.chars().count() <= 20
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
                    go_on(&line, meta);
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
        // 抄报：省水利厅。　抄送：市政府办公室。 A second list may follow in the line.
        let second = (from..end).find(|at| folded[at - 1].is_whitespace() && copies(folded, *at).is_some());
        let to = second.unwrap_or(end);
        let stop =
            (from..to).rev().find(|at| !folded[*at].is_whitespace() && folded[*at] != '。').map_or(from, |at| at + 1);
        add_copies(line, label, from..stop, meta);
        if let Some((label, from)) = second.and_then(|at| copies(folded, at)) {
            add_copies(line, label, from..(end - usize::from(text.ends_with('。'))).max(from), meta);
        }
        return;
    }
    if is_open_to(&line.key()) {
        meta.put(Some(Name::Note), field(line, String::new(), None, start..end));
        return;
    }
    printed(line, start..end, meta);
}

/// The organs of a list of copies.
fn listed(text: &str) -> Vec<String> {
    let stop = |c: char| matches!(c, '，' | ',' | '、' | '。' | '；' | ';');
    pieces(text, stop).map(tidy).collect()
}

/// Files a list of copies, or adds it to the one before: 报：…, 送：…, 发：… are lists of one document.
fn add_copies(line: &Line, label: &str, range: std::ops::Range<usize>, meta: &mut Metadata) {
    let mut copies = field(line, label.to_owned(), None, range);
    if copies.stated.is_empty() {
        return;
    }
    let words = listed(&copies.stated);
    match meta.fields.iter_mut().find(|(name, _)| *name == Name::CopiesTo) {
        Some((_, Field { stated, value: Value::Words(before), .. })) => {
            before.extend(words);
            stated.push('\n');
            stated.push_str(&copies.stated);
        }
        _ => {
            copies.value = Value::Words(words);
            meta.put(Some(Name::CopiesTo), copies);
        }
    }
}

/// Adds the organs of a line to the list of copies that it goes on with.
fn go_on(line: &Line, meta: &mut Metadata) {
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

/// The label 抄送, 抄报, 分送, of bulletins also 报, 送, 发, with where its list begins.
fn copies(folded: &[char], start: usize) -> Option<(&'static str, usize)> {
    ["抄送", "抄报", "分送", "报送", "发送", "报", "送", "发"]
        .into_iter()
        .find_map(|label| Some((label, labelled(folded, start, label)?)))
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

/// Where the organ, the day and the word 印发 end in a line of the imprint, and the day.
struct Printed {
    day: Date,
    organ: std::ops::Range<usize>,
    when: std::ops::Range<usize>,
}

/// 云河市人民政府办公室　　2023年7月21日印发　　共印50份; 云河市人民政府办公室印发　2023年7月21日; 印发：云河市….
fn printed_line(folded: &[char], start: usize) -> Option<Printed> {
    let plain: String = folded.get(start..)?.iter().collect();
    let text = plain.trim_end();
    // How many copies were made, and who proved the text, says nothing of the day.
    let copies = ["(共印", "共印"].iter().find_map(|word| text.find(word)).filter(|at| *at > 0);
    let text = text[..copies.unwrap_or(text.len())].trim_end().trim_end_matches('。');
    let labelled = text.strip_prefix("印发:");
    let skipped = if labelled.is_some() { 3 } else { 0 };
    let text = labelled.unwrap_or(text);
    let ended = ["印发", "印制", "印"].iter().find_map(|word| text.strip_suffix(word));
    let cut = ended.unwrap_or(text).trim_end();
    let (day, at) = date::trailing(cut).filter(|(day, _)| day.time.is_none())?;
    let name: String = cut.chars().take(at).collect();
    let name = name.trim_end();
    let before = name.strip_suffix("印发").or_else(|| name.strip_suffix("印制"));
    if ended.is_none() && before.is_none() && labelled.is_none() {
        return None;
    }
    let from = start + skipped;
    let end = from + before.unwrap_or(name).trim_end().chars().count();
    Some(Printed { day, organ: from..end, when: from + at..from + cut.chars().count() })
}

/// Files what a line of the imprint says.
fn printed(line: &Line, range: std::ops::Range<usize>, meta: &mut Metadata) {
    let Some(found) = printed_line(&line.folded[..range.end], range.start) else { return };
    let mut when = field(line, String::new(), None, found.when);
    when.value = Value::Date(found.day);
    meta.put(Some(Name::Printed), when);
    let organ: Field = field(line, String::new(), None, found.organ);
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
    fn imprints_of_many_makes() {
        let note = |text: &str| Placed { block: Block::Paragraph(Paragraph::plain(text)), at: Span::text(0, 9) };
        for text in [
            "云河市人民政府办公室　2023年7月21日印",
            "云河市人民政府办公室　2023年7月21日印发　　共印150份",
            "云河市人民政府办公室　2023年7月21日印发（共印150份）",
            "云河市人民政府办公室印发　2023年7月21日",
            "印发：云河市人民政府办公室　2023年7月21日",
        ] {
            let mut meta = Metadata::default();
            assert!(is_imprint_text(&Line::paragraph(text, Span::text(0, 9))), "{text}");
            state(&[note(text)], &mut meta);
            let organ = meta.get(Name::PrintedBy).map(|field| field.stated.as_str());
            assert_eq!(organ, Some("云河市人民政府办公室"), "{text}");
            assert_eq!(meta.date(Name::Printed), Date::day(2023, 7, 21), "{text}");
        }
        let mut meta = Metadata::default();
        state(&[note("抄报：省水利厅。　抄送：市委办公室，市政协办公室。"), note("公开方式：主动公开")], &mut meta);
        assert_eq!(
            meta.get(Name::CopiesTo).map(|field| serde_json::to_string(&field.value).unwrap()).as_deref(),
            Some("[\"省水利厅\",\"市委办公室\",\"市政协办公室\"]")
        );
        assert_eq!(meta.get(Name::Note).map(|field| field.stated.as_str()), Some("公开方式：主动公开"));
        let mut meta = Metadata::default();
        state(&[note("报：市委、市政府领导。"), note("送：各县区人民政府。")], &mut meta);
        assert_eq!(
            meta.get(Name::CopiesTo).map(|field| field.stated.as_str()),
            Some("市委、市政府领导\n各县区人民政府")
        );
        for text in ["发放补贴：每人50元。", "自2023年7月21日起施行。", "云河市水利局　2023年7月21日", "报告如下："]
        {
            assert!(!is_imprint_text(&Line::paragraph(text, Span::text(0, 9))), "{text}");
        }
    }

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
