//! Tables whose cells are set apart by tabs, as pasted from a spreadsheet.

use lantai_model::Table;

use crate::lines::Line;
use crate::{Parts, build};

/// Fewest columns and rows.
const COLUMNS: usize = 3;
const ROWS: usize = 2;

/// A table at the start of `lines`, and how many lines it takes.
pub(crate) fn table(text: &str, lines: &[Line]) -> Option<(Table, usize)> {
    let columns = lines.first().map(|line| cells(text, line).len()).filter(|columns| *columns >= COLUMNS)?;
    let rows: Vec<Vec<Parts>> = lines
        .iter()
        .map_while(|line| {
            let cells = cells(text, line);
            // A row of blanks but for one cell is an indented line.
            let filled = cells.iter().flatten().filter(|cell| !cell.is_blank()).count();
            (cells.len() == columns && filled >= 2).then_some(cells)
        })
        .collect();
    (rows.len() >= ROWS).then(|| {
        let taken = rows.len();
        (build(text, rows), taken)
    })
}

/// The cells of a line; empty ones at either end count.
fn cells(text: &str, line: &Line) -> Vec<Parts> {
    if line.is_blank() || !text[line.from..line.end].contains('\t') {
        return Vec::new();
    }
    // Trailing tabs belong to the row: look on to the end of the line.
    let tail = text[line.end..].find(|c: char| c != '\t').map_or(text.len(), |n| line.end + n);
    let mut from = line.from;
    let mut cells = Vec::new();
    for (at, _) in text[line.from..tail].match_indices('\t') {
        let at = line.from + at;
        cells.push(vec![Line::trimmed(text, from, at)]);
        from = at + 1;
    }
    cells.push(vec![Line::trimmed(text, from, tail)]);
    cells
}
