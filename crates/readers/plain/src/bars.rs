//! Tables drawn with bars. Three drawings: `a | b | c |` with cells that may break over lines, Markdown's
//! `| a | b |` with a rule, and `a | b | c` line by line.

use lantai_model::Table;

use crate::lines::Line;
use crate::{Parts, build};

/// Most columns of a table.
const COLUMNS: usize = 64;
/// Lines without a bar that a cell may go on over.
const BROKEN_CELL: usize = 12;
/// How often each line may be looked at in search of tables with broken cells.
const LOOKS: usize = 40;

/// What may still be looked at, so that no text costs more than so many passes.
pub(crate) struct Budget(usize);

impl Budget {
    /// For a text of so many lines.
    pub(crate) fn new(lines: usize) -> Self {
        Budget(lines.saturating_mul(LOOKS))
    }
}

/// A table at the start of `lines`, and how many lines it takes.
pub(crate) fn table(text: &str, lines: &[Line], budget: &mut Budget) -> Option<(Table, usize)> {
    let first = lines.first()?.text(text);
    if !first.contains('|') {
        return None;
    }
    // A line that starts with a bar is a row of its own; otherwise bars end cells, or stand between them.
    if first.starts_with('|') {
        return by_line(text, lines);
    }
    // A cell may break in the very first line; then the drawing that takes more lines is the right one.
    let cells = by_cell(text, lines, budget);
    let rows = by_line(text, lines);
    let taken = |found: &Option<(Table, usize)>| found.as_ref().map_or(0, |(_, taken)| *taken);
    if first.ends_with('|') && cells.is_some() || taken(&cells) > taken(&rows) { cells } else { rows }
}

/// Tables with a row per line and bars between the cells, with or without outer bars.
fn by_line(text: &str, lines: &[Line]) -> Option<(Table, usize)> {
    let columns = cells(text, lines.first()?).len();
    let framed = lines.first()?.text(text).starts_with('|');
    // Two columns without frame or rule are as likely a line of links.
    let rule_follows = lines.get(1).is_some_and(|line| is_rule(line.text(text)));
    if columns < if framed || rule_follows { 2 } else { 3 } {
        return None;
    }
    let mut rows = Vec::new();
    let mut ruled = false;
    let mut taken = 0;
    for line in lines {
        let shown = line.text(text);
        if line.is_blank() || !shown.contains('|') || shown.starts_with('|') != framed {
            break;
        }
        if is_rule(shown) {
            if rows.is_empty() {
                break;
            }
            ruled |= rows.len() == 1;
        } else {
            let cells = cells(text, line);
            if cells.len() != columns {
                // Markdown may leave cells out at the end of a row.
                if !ruled || cells.len() > columns {
                    break;
                }
                let mut cells = cells;
                cells.resize(columns, Vec::new());
                rows.push(cells);
            } else {
                rows.push(cells);
            }
        }
        taken += 1;
    }
    (rows.len() >= 2 || (ruled && rows.len() == 1)).then(|| (build(text, rows), taken))
}

/// Tables whose every cell ends with a bar: cells are collected until a row is full, over line breaks.
fn by_cell(text: &str, lines: &[Line], budget: &mut Budget) -> Option<(Table, usize)> {
    let region = region(text, &lines[..lines.len().min(budget.0)]);
    budget.0 = budget.0.saturating_sub(region.len() + BROKEN_CELL);
    // How many cells each line ends; a row that nothing broke has them all.
    let mut counts = [0usize; COLUMNS + 1];
    for line in region {
        if let Some(count) = counts.get_mut(bars(text, line).count()) {
            *count += 1;
        }
    }
    let mut candidates: Vec<usize> = (2..=COLUMNS).filter(|columns| counts[*columns] > 0).collect();
    // Most frequent first, wider before narrower.
    candidates.sort_by_key(|columns| std::cmp::Reverse((counts[*columns], *columns)));
    // The one that takes most lines.
    let mut best: Option<(Vec<Vec<Parts>>, usize)> = None;
    for columns in candidates.into_iter().take(8) {
        if best.as_ref().is_some_and(|best| best.1 == region.len()) {
            break;
        }
        budget.0 = budget.0.saturating_sub(region.len());
        let (rows, taken) = fill(text, region, columns);
        if rows.len() >= 2 && best.as_ref().is_none_or(|best| taken > best.1) {
            best = Some((rows, taken));
        }
    }
    best.map(|(rows, taken)| (build(text, rows), taken))
}

/// The lines that can belong to one table: with bars, or cells that go on without one for a few lines.
fn region<'a>(text: &str, lines: &'a [Line]) -> &'a [Line] {
    let mut end = 0;
    for (i, line) in lines.iter().enumerate() {
        if line.text(text).contains('|') {
            end = i + 1;
        } else if i >= end + BROKEN_CELL {
            break;
        }
    }
    &lines[..end]
}

/// Fills rows of so many cells; stops before the row that does not end with its line. Returns the rows and the lines
/// they take.
fn fill(text: &str, lines: &[Line], columns: usize) -> (Vec<Vec<Parts>>, usize) {
    let mut rows = Vec::new();
    let mut row: Vec<Parts> = Vec::new();
    let mut cell: Parts = Vec::new();
    let mut taken = 0;
    for (i, line) in lines.iter().enumerate() {
        let mut from = line.from;
        for at in bars(text, line) {
            cell.push(Line::trimmed(text, from, at));
            row.push(std::mem::take(&mut cell));
            from = at + 1;
        }
        if row.len() > columns {
            return (rows, taken);
        }
        let rest = Line::trimmed(text, from, line.end.max(from));
        // A row whose last cell lost its bar at the end of the table.
        let last = i + 1 == lines.len() && row.len() + 1 == columns && !rest.is_blank();
        if last {
            row.push(vec![rest]);
        } else if !rest.is_blank() {
            if row.len() == columns {
                return (rows, taken);
            }
            // Between rows, text without a bar is not part of the table.
            if row.is_empty() && cell.is_empty() && bars(text, line).next().is_none() {
                return (rows, taken);
            }
            cell.push(rest);
        }
        if row.len() == columns {
            rows.push(std::mem::take(&mut row));
            taken = i + 1;
        }
    }
    (rows, taken)
}

/// The cells of a line with bars between them; outer bars make no cells.
fn cells(text: &str, line: &Line) -> Vec<Parts> {
    let mut from = line.start;
    let mut cells = Vec::new();
    for at in bars(text, line) {
        if at > line.start {
            cells.push(vec![Line::trimmed(text, from, at)]);
        }
        from = at + 1;
    }
    if from < line.end {
        cells.push(vec![Line::trimmed(text, from, line.end)]);
    }
    cells
}

/// Where the bars of a line stand; `\|` is text.
fn bars<'a>(text: &'a str, line: &Line) -> impl Iterator<Item = usize> + use<'a> {
    let (start, shown) = (line.start, line.text(text));
    shown.match_indices('|').map(move |(at, _)| start + at).filter(move |at| !text[..*at].ends_with('\\'))
}

/// A rule under the head of a Markdown table: `|---|:--:|`.
fn is_rule(shown: &str) -> bool {
    shown.contains('-') && shown.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}
