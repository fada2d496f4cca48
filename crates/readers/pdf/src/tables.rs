//! Tables: text goes into the cells of a grid; tables that go on over a page break become one.

use lantai_model::{Cell, Place, Row as ModelRow, Span, Table};

use crate::geometry::{Rect, Turn};
use crate::glyph::Glyph;
use crate::grid::Grid;
use crate::lines::{Line, Sizes, rows, separator};

/// Usual distance between a cell's ruling and its text, in points.
const PADDING: f32 = 5.0;
/// How far column edges may differ between the parts of one table, in points.
const SAME_EDGE: f32 = 4.0;

/// Most rows of a merged cell that may go on over a page break.
const MOST_MERGED: usize = 1_000;

/// A table on one page.
#[derive(Clone, Debug)]
pub(crate) struct PageTable {
    pub rect: Rect,
    pub xs: Vec<f32>,
    /// Cells by the row in which they begin, each from left to right.
    pub rows: Vec<Vec<TableCell>>,
    pub top_ruled: bool,
    /// Columns, as bits, that have no empty cell; a cell that reaches into several counts for its first.
    filled: u64,
    /// Font size of most of its characters, and how many it has.
    pub size: f32,
    pub chars: usize,
}

/// A cell with its text.
#[derive(Clone, Debug)]
pub(crate) struct TableCell {
    pub column: usize,
    pub row_span: usize,
    pub column_span: usize,
    pub text: String,
    /// Place, already as an address.
    pub at: Span,
}

/// True where two tables have the same columns, one of them moved aside perhaps.
pub(crate) fn same_edges(one: &[f32], other: &[f32]) -> bool {
    let (Some(a), Some(b)) = (one.first(), other.first()) else { return false };
    let shift = b - a;
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| (b - a - shift).abs() <= SAME_EDGE)
}

/// Where a table is filled: the page, its direction and height, and whether the page before ends with such a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Where {
    pub page: u32,
    pub turn: Turn,
    pub height: f32,
    pub goes_on: bool,
}

/// Moves the glyphs that lie in a grid into a table. `None`, and no glyph moved, where the grid is only a frame or a
/// drawing.
pub(crate) fn fill(grid: &Grid, glyphs: &mut Vec<Glyph>, place: Where) -> Option<PageTable> {
    let Where { page, turn, height: page_height, goes_on } = place;
    let columns = grid.xs.len().checked_sub(1)?;
    let mut owner = vec![0usize; columns * grid.ys.len().checked_sub(1)?];
    for (i, cell) in grid.cells.iter().enumerate() {
        for row in cell.row..cell.row + cell.row_span {
            owner.get_mut(row * columns + cell.column..row * columns + cell.column + cell.column_span)?.fill(i);
        }
    }
    let cell_of = |glyph: &Glyph| {
        let (x, y) = glyph.middle();
        if !grid.rect.contains(x, y, 0.5) {
            return None;
        }
        let column = grid.xs.partition_point(|edge| *edge <= x).clamp(1, columns) - 1;
        let row = grid.ys.partition_point(|edge| *edge >= y).clamp(1, grid.ys.len() - 1) - 1;
        owner.get(row * columns + column).copied()
    };
    let mut contents: Vec<Vec<Glyph>> = vec![Vec::new(); grid.cells.len()];
    let mut visible = vec![0usize; grid.cells.len()];
    for glyph in glyphs.iter() {
        if let Some(cell) = cell_of(glyph) {
            visible[cell] += usize::from(!glyph.is_space());
            contents[cell].push(*glyph);
        }
    }
    let filled = visible.iter().filter(|count| **count > 0).count();
    let frame = filled <= 2 && grid.rect.height() > 0.5 * page_height;
    // The rest of a row may be the rest of one cell.
    let least = if goes_on { 1 } else { 2 };
    if filled < least || frame || (grid.cells.len() > 60 && filled * 12 < grid.cells.len()) {
        return None;
    }
    glyphs.retain(|glyph| cell_of(glyph).is_none());
    let mut rows: Vec<Vec<TableCell>> = vec![Vec::new(); grid.ys.len() - 1];
    for (cell, glyphs) in grid.cells.iter().zip(&contents) {
        let rect = turn.back(&cell.rect);
        if let Some(row) = rows.get_mut(cell.row) {
            row.push(TableCell {
                column: cell.column,
                row_span: cell.row_span,
                column_span: cell.column_span,
                text: cell_text(glyphs, &cell.rect),
                at: Place::Page { page, bbox: [rect.x0, rect.y0, rect.x1, rect.y1] }.into(),
            });
        }
    }
    Some(PageTable {
        rect: grid.rect,
        xs: grid.xs.clone(),
        filled: filled_columns(&rows),
        rows,
        top_ruled: grid.top_ruled,
        size: most_frequent_size(&contents),
        chars: visible.iter().sum(),
    })
}

/// The columns without an empty cell.
fn filled_columns(rows: &[Vec<TableCell>]) -> u64 {
    rows.iter().flatten().filter(|cell| cell.text.is_empty()).fold(u64::MAX, |filled, cell| filled & !bit(cell.column))
}

fn bit(column: usize) -> u64 {
    u32::try_from(column).ok().and_then(|column| 1u64.checked_shl(column)).unwrap_or(0)
}

fn most_frequent_size(contents: &[Vec<Glyph>]) -> f32 {
    let mut sizes = Sizes::default();
    for glyph in contents.iter().flatten().filter(|glyph| !glyph.is_space()) {
        sizes.add(glyph.size, 1);
    }
    sizes.usual().unwrap_or(0.0)
}

/// The text of a cell: lines that were broken for want of room are joined, others stand apart by `\n`.
fn cell_text(glyphs: &[Glyph], rect: &Rect) -> String {
    let lines: Vec<Line> = rows(glyphs).iter().filter_map(|row| row.line()).collect();
    let widest = lines.iter().fold(0.0f32, |m, line| m.max(line.rect.width()));
    let room = (rect.width() - 2.0 * PADDING).max(widest);
    let mut text = String::new();
    let mut last: Option<&Line> = None;
    for line in &lines {
        if let Some(before) = last {
            let free = room - before.rect.width();
            if free > 2.2 * before.size && free > line.first_unit + before.size {
                text.push('\n');
            } else {
                text.push_str(separator(&text, &line.text));
            }
        }
        text.push_str(&line.text);
        last = Some(line);
    }
    text
}

/// Adds the rest of a cell's text.
fn join(home: &mut TableCell, rest: &TableCell) {
    if !rest.text.is_empty() {
        home.text.push_str(separator(&home.text, &rest.text));
        home.text.push_str(&rest.text);
    }
}

impl PageTable {
    fn row(&self, row: usize) -> &[TableCell] {
        self.rows.get(row).map_or(&[], Vec::as_slice)
    }

    fn row_text(&self, row: usize) -> String {
        let mut text = String::new();
        for cell in self.row(row) {
            text.extend(cell.text.chars().filter(|c| !c.is_whitespace()));
            text.push('\n');
        }
        text
    }

    /// Rows at the top of `next` that repeat the rows at the top of this table.
    fn repeated(&self, next: &PageTable) -> usize {
        let same = |row: &usize| {
            let text = self.row_text(*row);
            !text.trim().is_empty() && text == next.row_text(*row)
        };
        let count = (0..self.rows.len().min(next.rows.len()).min(4)).take_while(same).count();
        // A cell that reaches below the repeated rows belongs to what follows.
        let reaches = |row: usize| next.row(row).iter().any(|cell| row + cell.row_span > count);
        if (0..count).any(reaches) { 0 } else { count }
    }

    /// True where a row of `next` is the rest of this table's last row: its first cell is empty, and either no ruling
    /// closes it at the top, or no other row of the table is empty there. Merged cells that go on are left aside.
    fn is_cut_row(&self, next: &PageTable, row: usize) -> bool {
        let count = self.rows.len();
        let last = self.rows.last().map_or(&[][..], Vec::as_slice);
        let piece: Vec<&TableCell> = next.row(row).iter().filter(|cell| self.home(cell).is_none()).collect();
        let simple = |cell: &TableCell| cell.row_span == 1 && cell.column_span == 1;
        let alike = piece.len() == last.len()
            && piece.iter().zip(last).all(|(a, b)| a.column == b.column && simple(a) && simple(b));
        let Some(first) = piece.first().filter(|_| alike) else { return false };
        let rest = first.text.is_empty() && piece.iter().any(|cell| !cell.text.is_empty());
        let open = !next.top_ruled && row == 0 && first.column == 0;
        rest && (open || (count > 1 && self.filled & bit(first.column) != 0))
    }

    /// Takes in the part of the table on the next page. Returns the text of header rows that are only repeated there,
    /// or `None`, with nothing changed, where the tables do not belong together.
    pub(crate) fn append(&mut self, next: &PageTable) -> Option<Vec<(String, Span)>> {
        if !same_edges(&self.xs, &next.xs) {
            return None;
        }
        let repeated = self.repeated(next);
        // A table that only repeats is a table of its own.
        if repeated >= next.rows.len() {
            return None;
        }
        let mut omitted = Vec::new();
        for row in 0..repeated {
            let text: Vec<&str> = next.row(row).iter().map(|cell| cell.text.as_str()).collect();
            let at = next.row(row).first().map(|cell| cell.at.clone()).unwrap_or_default();
            omitted.push((text.join("\n") + "\n", at));
        }
        let mut from = repeated;
        let merged: Vec<Option<(usize, usize)>> = next.row(repeated).iter().map(|cell| self.home(cell)).collect();
        let cut = self.is_cut_row(next, repeated);
        let first: Vec<TableCell> = next.row(repeated).to_vec();
        let mut own = Vec::with_capacity(first.len());
        for (rest, home) in first.into_iter().zip(merged) {
            let place = home.and_then(|(row, cell)| self.rows.get_mut(row)?.get_mut(cell));
            match place {
                Some(home) => {
                    home.row_span += rest.row_span - usize::from(cut);
                    join(home, &rest);
                }
                None => own.push(rest),
            }
        }
        if cut {
            for (home, piece) in self.rows.last_mut().into_iter().flatten().zip(&own) {
                join(home, piece);
            }
            from += 1;
        }
        let mut added = next.rows.get(from..).unwrap_or_default().to_vec();
        if !cut && let Some(first) = added.first_mut() {
            *first = own;
        }
        self.filled &= filled_columns(&added);
        self.rows.append(&mut added);
        Some(omitted)
    }

    /// The merged cell at the end of this table that a cell at the top of the next page goes on: an empty one, or one
    /// that no ruling parts from it. Its row, and its place there.
    fn home(&self, rest: &TableCell) -> Option<(usize, usize)> {
        let count = self.rows.len();
        let above = self.rows.iter().enumerate().rev().take(MOST_MERGED);
        let mut above = above.flat_map(|(row, cells)| cells.iter().enumerate().map(move |(i, cell)| (row, i, cell)));
        let (row, i, home) = above.find(|(.., cell)| cell.column == rest.column)?;
        let merged = home.row_span > 1 || rest.row_span > 1;
        let same = merged && home.column_span == rest.column_span && row + home.row_span == count;
        (same && rest.text.is_empty() && !home.text.is_empty()).then_some((row, i))
    }

    /// The page on which the table begins.
    pub(crate) fn first_page(&self) -> u32 {
        self.rows.iter().flatten().next().map_or(0, |cell| cell.at.page())
    }

    /// The table in the model's words.
    pub(crate) fn into_table(self) -> Table {
        let cell = |cell: TableCell| Cell {
            row_span: cell.row_span as u32,
            col_span: cell.column_span as u32,
            ..Cell::new(cell.text, cell.at)
        };
        let rows = self.rows.into_iter().map(|cells| ModelRow { cells: cells.into_iter().map(cell).collect() });
        Table { caption: None, rows: rows.collect() }
    }
}
