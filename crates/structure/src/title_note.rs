//! Lines right below a title that are no text: the note in brackets or behind a dash that says where and when a document was
//! delivered or passed (题注), and who speaks (市长　沈一帆).

use std::ops::Range;

use lantai_model::{Field, Name, Value};

use crate::date;
use crate::line::{Line, is_blank};
use crate::metadata;
use crate::rules::RULES;
use crate::tail;

/// Widest note below a title, in characters.
const WIDTH: usize = 600;
/// Widest line of a note that is broken over two.
const BROKEN: usize = 60;
/// Widest line that names who speaks.
const SPEAKER: usize = 30;

/// Whether the line is a note below a title, and the day that it begins with.
#[allow(clippy::option_option)]
pub fn read(line: &Line) -> Option<Option<Field>> {
    let inside = inside(line);
    let dashed = line.folded.get(line.start()).is_some_and(|c| is_dash(*c));
    let set_off = dashed || inside.len() < line.folded.iter().filter(|c| !is_blank(**c)).count();
    let words = line.folded.get(inside.clone()).filter(|_| set_off && line.is_paragraph() && line.width() <= WIDTH)?;
    let plain: String = words.iter().collect();
    let day = date::leading(&plain).filter(|(day, _)| day.month.is_some());
    let key: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let ends = |words: &[String]| words.iter().any(|word| key.ends_with(word.as_str()));
    let note = match day {
        Some((_, used)) => used < plain.chars().count() && ends(&RULES.organs.title_notes),
        None => {
            key.starts_with('在') && ends(&RULES.organs.title_notes)
                || key.chars().count() <= 12 && ends(&RULES.organs.drafts)
        }
    };
    note.then(|| {
        let (day, used) = day.filter(|(day, _)| day.day.is_some())?;
        let mut field = metadata::field(line, String::new(), None, inside.start..inside.start + used);
        field.value = Value::Date(day);
        Some(field)
    })
}

/// A note that a page's width breaks over two lines: ——2022年1月13日在云河市第二十届人民代表大 / 会第一次会议上.
#[allow(clippy::option_option)]
pub fn broken(line: &Line, below: Option<&Line>) -> Option<(Option<Field>, Field)> {
    let below = below.filter(|below| below.is_paragraph() && below.width() <= BROKEN && below.label().is_none())?;
    let first = *line.folded.get(line.start())?;
    // The first line is no note of its own: it ends in the middle.
    let opens = is_dash(first) || first == '(' && !line.folded.contains(&')');
    if !opens || line.width() > BROKEN || line.width() < 12 || !line.is_paragraph() || read(line).is_some() {
        return None;
    }
    let whole = Line::paragraph(&format!("{}{}", line.text().trim_end(), below.text().trim()), line.at.clone());
    let day = read(&whole)?;
    let mut note = field(&whole);
    note.stated = format!("{}\n{}", line.text().trim(), below.text().trim());
    Some((day, note))
}

/// The line as a field, brackets and dashes around it left out of the value; letters of a padded organ's name drawn together.
pub fn field(line: &Line) -> Field {
    let inside = metadata::field(line, String::new(), Some(Name::TitleNote), inside(line));
    let mut organs = tail::organs(&inside.stated);
    let named = tail::is_signatory(line) || tail::is_organ_name(&lantai_text::fold(&inside.stated));
    let value = match organs.len() {
        1 if named => Value::Text(organs.remove(0)),
        2.. if named => Value::Words(organs),
        _ => inside.value,
    };
    let stated = line.text().trim().to_owned();
    Field { label: String::new(), stated, value, at: line.at.clone() }
}

/// The characters between the brackets around a line, or behind the dashes before it.
pub fn inside(line: &Line) -> Range<usize> {
    let start = line.start();
    let end = line.folded.iter().rposition(|c| !is_blank(*c)).map_or(start, |last| last + 1);
    match line.folded.get(start) {
        Some('(')
            if end - start > 2 && line.folded[end - 1] == ')' && !line.folded[start + 1..end - 1].contains(&'(') =>
        {
            start + 1..end - 1
        }
        Some(c) if is_dash(*c) => {
            let dashes = line.folded[start..end].iter().take_while(|c| is_dash(**c) || is_blank(**c)).count();
            start + dashes..end
        }
        _ => start..end,
    }
}

/// A dash as printed before a note or a second title.
pub fn is_dash(c: char) -> bool {
    matches!(c, '—' | '―' | '─')
}

/// An office and a name apart from it: 云河市市长　沈一帆.
pub fn is_speaker(line: &Line) -> bool {
    line.is_paragraph() && line.width() <= SPEAKER && line.label().is_none() && tail::is_signatory(line)
}
