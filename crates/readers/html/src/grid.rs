//! Builds a data table while the walk goes through it. Tables inside its cells become lines of the cell.

use std::ops::Range;

use lantai_model::{Cell, MarkKind, Paragraph, Row, Span, Table};

use crate::element::Attributes;
use crate::spans;
use crate::visible;

/// Positions of a table, merged ones counted: so many, and so many more for each cell. What follows a table lays it out.
const MAX_AREA: i64 = 100_000;
const MAX_AREA_OF_CELL: i64 = 64;

/// A table that is being read.
pub struct Grid {
    table: Table,
    cell: Option<Cell>,
    /// First row of the current row group, and which it is.
    group: usize,
    kind: Group,
    /// Rows of the first `thead` and of the first `tfoot`.
    head: Option<Range<usize>>,
    foot: Option<Range<usize>>,
    looks: Vec<RowLook>,
    /// Some cell covers more than one position.
    spans: bool,
    overgrown: bool,
    /// Depth of tables inside the current cell.
    pub nested: u32,
    /// Characters inside links.
    pub link_chars: u32,
    /// Where the table stands.
    pub at: Span,
}

/// The groups of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// `thead`.
    Head,
    /// `tbody`, or no group.
    Body,
    /// `tfoot`.
    Foot,
}

/// How the cells of a row look.
#[derive(Clone, Copy, Default)]
struct RowLook {
    /// Cells with text, and of these the bold ones.
    filled: u32,
    bold: u32,
}

impl RowLook {
    /// Two or more cells have text, and all of it is bold.
    fn is_bold(self) -> bool {
        self.filled > 1 && self.bold == self.filled
    }
}

impl Grid {
    /// An empty table.
    pub fn new(at: Span) -> Self {
        Grid {
            table: Table::default(),
            cell: None,
            group: 0,
            kind: Group::Body,
            head: None,
            foot: None,
            looks: Vec::new(),
            spans: false,
            overgrown: false,
            nested: 0,
            link_chars: 0,
            at,
        }
    }

    /// A row group begins.
    pub fn open_group(&mut self, kind: Group) {
        self.close_group();
        self.kind = kind;
    }

    /// A row group ends, and with it all cells that reach down (HTML, 4.9.12: ending a row group).
    pub fn close_group(&mut self) {
        let end = self.table.rows.len();
        for (r, row) in self.table.rows.iter_mut().enumerate().skip(self.group) {
            for cell in &mut row.cells {
                cell.row_span = cell.row_span.min((end - r) as u32);
            }
        }
        let rows = std::mem::replace(&mut self.group, end)..end;
        match std::mem::replace(&mut self.kind, Group::Body) {
            _ if rows.is_empty() => {}
            Group::Head => self.head = self.head.take().or(Some(rows)),
            Group::Foot => self.foot = self.foot.take().or(Some(rows)),
            Group::Body => {}
        }
    }

    /// A row begins.
    pub fn row(&mut self) {
        // Large tables have many rows, and rows grow by doubling.
        if let Some(row) = self.table.rows.last_mut() {
            row.cells.shrink_to_fit();
        }
        self.table.rows.push(Row::default());
        self.looks.push(RowLook::default());
    }

    /// A cell begins. A rowspan of 0 reaches to the end of the row group, and numbers have the bounds of HTML, 4.9.11.
    pub fn open_cell(&mut self, header: bool, marks: &Attributes<'_>, at: Span) {
        let row_span = match number(marks.row_span) {
            Some(0) => u32::MAX,
            rows => rows.unwrap_or(1).min(65_534),
        };
        let col_span = number(marks.col_span).unwrap_or(1).clamp(1, 1000);
        self.spans |= row_span > 1 || col_span > 1;
        self.cell = Some(Cell { row_span, col_span, header: header || self.kind == Group::Head, ..Cell::new("", at) });
    }

    /// The current cell ends with that text. Text outside cells becomes a cell of its own, so that none is lost.
    pub fn close_cell(&mut self, Paragraph { text, mut marks, .. }: Paragraph, bold: bool) {
        marks.retain(|mark| matches!(mark.kind, MarkKind::Link { .. }));
        let filled = u32::from(!text.is_empty());
        let cell = match self.cell.take() {
            Some(cell) => Cell { text, marks, ..cell },
            None if text.is_empty() => return,
            None => Cell { marks, ..Cell::new(text, self.at.clone()) },
        };
        if self.table.rows.is_empty() {
            self.row();
        }
        if let (Some(row), Some(look)) = (self.table.rows.last_mut(), self.looks.last_mut()) {
            row.cells.push(cell);
            look.filled += filled;
            look.bold += u32::from(bold);
        }
    }

    /// The caption.
    pub fn caption(&mut self, text: String) {
        match &mut self.table.caption {
            Some(caption) if !text.is_empty() => {
                caption.push('\n');
                caption.push_str(&text);
            }
            Some(_) => {}
            none => *none = Some(text).filter(|text| !text.is_empty()),
        }
    }

    /// The table, if anything is to be seen in it, and whether its spans were given up.
    pub fn finish(mut self) -> Option<(Table, bool)> {
        self.close_group();
        self.order_groups();
        let shown = |text: &String| visible::count(text) > 0;
        if !self.table.rows.iter().flat_map(|row| &row.cells).any(|cell| shown(&cell.text)) {
            // What a caption says is not lost: it becomes the only cell.
            let caption = self.table.caption.take().filter(shown)?;
            self.table.rows = vec![Row { cells: vec![Cell::new(caption, self.at)] }];
            return Some((self.table, false));
        }
        self.drop_empty_rows();
        self.bound_spans();
        self.mark_headers();
        Some((self.table, self.overgrown))
    }

    /// The first `thead` stands above all, the first `tfoot` below, wherever they are written (CSS 2.2, 17.2).
    fn order_groups(&mut self) {
        if let Some(head) = self.head.take().filter(|head| head.start > 0) {
            self.table.rows[..head.end].rotate_right(head.len());
            self.looks[..head.end].rotate_right(head.len());
            if let Some(foot) = self.foot.as_mut().filter(|foot| foot.start < head.start) {
                *foot = foot.start + head.len()..foot.end + head.len();
            }
        }
        if let Some(foot) = self.foot.take() {
            self.table.rows[foot.start..].rotate_left(foot.len());
            self.looks[foot.start..].rotate_left(foot.len());
        }
    }

    /// Rows without cells go; cells that reach over them cover as many rows less.
    fn drop_empty_rows(&mut self) {
        let rows = &mut self.table.rows;
        if rows.iter().all(|row| !row.cells.is_empty()) {
            return;
        }
        let mut kept = vec![0u32];
        for row in rows.iter() {
            kept.push(kept.last().copied().unwrap_or(0) + u32::from(!row.cells.is_empty()));
        }
        for (r, row) in rows.iter_mut().enumerate() {
            for cell in &mut row.cells {
                let end = (r + cell.row_span as usize).min(kept.len() - 1);
                cell.row_span = kept[end] - kept[r];
            }
        }
        let mut empty = rows.iter().map(|row| row.cells.is_empty()).collect::<Vec<_>>().into_iter();
        self.looks.retain(|_| !empty.next().unwrap_or(false));
        rows.retain(|row| !row.cells.is_empty());
    }

    /// Spans that make the table grow out of proportion are given up. A cell alone in its row covers no more columns
    /// than the other rows have.
    fn bound_spans(&mut self) {
        if !self.spans {
            return;
        }
        let rows = &mut self.table.rows;
        // Columns of each row that cells from above cover, as differences from row to row.
        let mut covered = vec![0i64; rows.len() + 1];
        for (r, row) in rows.iter().enumerate() {
            for cell in row.cells.iter().filter(|cell| cell.row_span > 1) {
                covered[r + 1] += i64::from(cell.col_span);
                covered[(r + cell.row_span as usize).min(rows.len())] -= i64::from(cell.col_span);
            }
        }
        let (mut above, mut widest, mut area, mut cells) = (0, 0, 0, 0);
        let mut alone = Vec::new();
        for (r, row) in rows.iter().enumerate() {
            above += covered[r];
            let own: i64 = row.cells.iter().map(|cell| i64::from(cell.col_span)).sum();
            area += own + above;
            cells += row.cells.len() as i64;
            if row.cells.len() == 1 && above == 0 {
                alone.push(r);
            } else {
                widest = widest.max(own + above);
            }
        }
        if area > MAX_AREA + MAX_AREA_OF_CELL * cells {
            self.overgrown = true;
            let cells = rows.iter_mut().flat_map(|row| &mut row.cells);
            cells.for_each(|cell| (cell.row_span, cell.col_span) = (1, 1));
            return;
        }
        for r in alone {
            if let [cell] = &mut rows[r].cells[..]
                && widest > 0
            {
                cell.col_span = cell.col_span.min(widest.min(1000) as u32);
            }
        }
        spans::settle(rows);
    }

    /// Where the source marks no heading cells, a bold first row is one; a heading row that comes again is one too.
    fn mark_headers(&mut self) {
        let rows = &mut self.table.rows;
        let is_header = |row: &Row| row.cells.len() > 1 && row.cells.iter().all(|cell| cell.header);
        if !rows.iter().any(|row| row.cells.iter().any(|cell| cell.header)) {
            // A line that spans the table may stand above it.
            let first = self.looks.iter().position(|look| look.filled > 1).unwrap_or(0);
            let bold = self.looks.iter().skip(first).take_while(|look| look.is_bold()).count();
            if bold == 0 && comes_again(rows, first) {
                rows[first].cells.iter_mut().for_each(|cell| cell.header = true);
            }
            if bold > 0 && first + bold < rows.len() {
                let tall = rows[first].cells.iter().map(|cell| cell.row_span as usize).max().unwrap_or(1);
                let rows = rows.iter_mut().skip(first).take(bold.min(tall));
                rows.flat_map(|row| &mut row.cells).for_each(|cell| cell.header = true);
            }
        }
        let Some(first) = rows.iter().position(is_header) else { return };
        let (above, below) = rows.split_at_mut(first + 1);
        for row in below {
            let again = row.cells.len() == above[first].cells.len()
                && row.cells.iter().zip(&above[first].cells).all(|(cell, header)| cell.text == header.text);
            if again {
                row.cells.iter_mut().for_each(|cell| cell.header = true);
            }
        }
    }
}

/// The row comes again further down, word for word, and has nothing of an entry: the head of a table that was cut into
/// pages.
fn comes_again(rows: &[Row], first: usize) -> bool {
    let Some((row, below)) = rows.get(first..).and_then(<[Row]>::split_first) else { return false };
    let names =
        |cell: &Cell| cell.text.chars().any(char::is_alphabetic) && !cell.text.bytes().any(|b| b.is_ascii_digit());
    let same = |other: &Row| {
        other.cells.len() == row.cells.len() && other.cells.iter().zip(&row.cells).all(|(a, b)| a.text == b.text)
    };
    row.cells.len() > 1 && row.cells.iter().all(names) && below.iter().skip(1).any(same)
}

/// HTML's rules for parsing non-negative integers: `2px` is 2.
fn number(value: &str) -> Option<u32> {
    let value = value.trim_start();
    let value = value.strip_prefix('+').unwrap_or(value);
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let digits = &value[..digits];
    if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u32::MAX)) }
}
