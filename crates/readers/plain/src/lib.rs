//! Reads plain text into a Flow: lines become paragraphs, tables drawn with bars or tabs become tables.
//!
//! Nothing visible is left out but the bars and rules that draw a table.

mod bars;
mod lines;
mod tabs;
#[cfg(test)]
mod tests;
mod wrap;

use lantai_model::{
    Block, Cell, Container, Cues, ErrorKind, Flow, Item, Paragraph, ReadError, Reading, Row, Span, Table,
};

use lines::Line;

/// Reads decoded text. Fails only if there is nothing to see in it.
pub fn read(text: &str) -> Result<Reading, ReadError> {
    let lines = lines::split(text);
    if lines.iter().all(|line| line.is_blank()) {
        let remedy = "check that the file was saved or downloaded completely";
        return Err(ReadError::new(ErrorKind::Empty, "the text has nothing but blanks", remedy));
    }
    let wrap = wrap::Wrap::of(text, &lines);
    let mut flow = Flow { containers: vec![Container::default()], ..Flow::default() };
    let mut budget = bars::Budget::new(lines.len());
    let mut next = 0;
    while next < lines.len() {
        if lines[next].is_blank() {
            next += 1;
            continue;
        }
        let rest = &lines[next..];
        if let Some((table, end)) = bars::table(text, rest, &mut budget).or_else(|| tabs::table(text, rest)) {
            let at = span(&lines[next..next + end]);
            flow.items.push(Item { block: Block::Table(table), cues: Cues::default(), at });
            next += end;
            continue;
        }
        let end = next + wrap.as_ref().map_or(1, |wrap| wrap.paragraph(text, &lines[next..])).max(1);
        let joined = lines::join(text, &lines[next..end], lines::Digits::Joined);
        let block = Block::Paragraph(Paragraph::plain(joined));
        flow.items.push(Item { block, cues: Cues::default(), at: span(&lines[next..end]) });
        next = end;
    }
    Ok(Reading { flow, remarks: Vec::new() })
}

/// From the first visible byte of the first line to the last of the last.
fn span(lines: &[Line]) -> Span {
    let start = lines.iter().find(|line| !line.is_blank()).map_or(0, |line| line.start);
    let end = lines.iter().rev().find(|line| !line.is_blank()).map_or(start, |line| line.end);
    Span::text(start, end)
}

/// Longest name of a person, in characters.
const NAME: usize = 4;

/// A cell's text and place while its table is collected: parts of lines.
pub(crate) type Parts = Vec<Line>;

/// Builds a table from rows of cells; the first row is the head.
pub(crate) fn build(text: &str, rows: Vec<Vec<Parts>>) -> Table {
    let rows = rows.into_iter().enumerate().map(|(r, cells)| {
        let cells = cells.into_iter().map(|parts| {
            let parts: Parts = match parts.iter().any(|part| !part.is_blank()) {
                true => parts.into_iter().filter(|part| !part.is_blank()).collect(),
                false => parts.into_iter().take(1).collect(),
            };
            let at = match (parts.first(), parts.last()) {
                (Some(first), Some(last)) => Span::text(first.start, last.end),
                _ => Span::default(),
            };
            // Names that stand one below the other are a list; longer text only broke its line.
            let short = |part: &Line| part.text(text).chars().count() <= NAME;
            let shown = if parts.len() > 1 && r > 0 && parts.iter().all(short) {
                parts.iter().map(|part| part.text(text)).collect::<Vec<_>>().join("\n")
            } else {
                lines::join(text, &parts, lines::Digits::Apart)
            };
            Cell { header: r == 0, ..Cell::new(shown, at) }
        });
        Row { cells: cells.collect() }
    });
    Table { caption: None, rows: rows.collect() }
}
