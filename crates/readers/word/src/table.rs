//! One table while it is being read: `w:gridSpan`, `w:vMerge` and `w:hMerge` become column and row spans.

use lantai_model::{Cell, Row, Span, Table};

/// Most columns that a cell may span; Word itself stops at 63 columns in a table.
const MAX_SPAN: u32 = 200;
/// Columns from which on cells are taken as single, so that spans cannot blow a table up.
const MAX_COLUMNS: usize = 1_000;

/// A table that is open.
#[derive(Default)]
pub(crate) struct Builder {
    /// The paragraph number at which the table began.
    pub(crate) number: u32,
    rows: Vec<Row>,
    /// For each grid column where a mergeable cell of the row above begins: that cell as (row, index).
    above: Vec<Option<(usize, usize)>>,
    row: Option<OpenRow>,
}

#[derive(Default)]
struct OpenRow {
    cells: Vec<Cell>,
    merging: Vec<Option<(usize, usize)>>,
    /// Cells of rows above that reach into this row.
    reached: Vec<(usize, usize)>,
    column: usize,
    header: bool,
    deleted: bool,
    cell: Option<OpenCell>,
}

struct OpenCell {
    text: String,
    at: Span,
    columns: u32,
    vertical: Merge,
    horizontal: Merge,
}

#[derive(Clone, Copy, PartialEq)]
enum Merge {
    No,
    Restart,
    Continue,
}

impl Builder {
    pub(crate) fn new(number: u32) -> Self {
        Builder { number, ..Builder::default() }
    }

    pub(crate) fn begin_row(&mut self) {
        self.end_row();
        self.row = Some(OpenRow::default());
    }

    /// `w:gridBefore`: columns that the row leaves out at its start become one empty cell.
    pub(crate) fn grid_before(&mut self, columns: u32, at: Span) {
        if let Some(row) = &mut self.row
            && row.cells.is_empty()
            && columns > 0
        {
            let columns = columns.min(MAX_SPAN);
            row.cells.push(Cell { col_span: columns, ..Cell::new("", at) });
            row.column = columns as usize;
        }
    }

    /// `w:tblHeader`.
    pub(crate) fn header_row(&mut self) {
        if let Some(row) = &mut self.row {
            row.header = true;
        }
    }

    /// The row is a tracked deletion.
    pub(crate) fn deleted_row(&mut self) {
        if let Some(row) = &mut self.row {
            row.deleted = true;
        }
    }

    pub(crate) fn begin_cell(&mut self, at: Span) {
        self.end_cell();
        let row = self.row.get_or_insert_default();
        row.cell = Some(OpenCell { text: String::new(), at, columns: 1, vertical: Merge::No, horizontal: Merge::No });
    }

    /// `w:gridSpan`.
    pub(crate) fn grid_span(&mut self, columns: u32) {
        if let Some(cell) = self.cell() {
            cell.columns = columns.clamp(1, MAX_SPAN);
        }
    }

    /// `w:vMerge`, or `w:hMerge` where not `vertical`: a merge begins, or the cell belongs to the one before it.
    pub(crate) fn merge(&mut self, vertical: bool, restart: bool) {
        if let Some(cell) = self.cell() {
            let merge = if restart { Merge::Restart } else { Merge::Continue };
            *(if vertical { &mut cell.vertical } else { &mut cell.horizontal }) = merge;
        }
    }

    /// Adds a paragraph (or a table inside) to the open cell; outside any cell one is opened.
    pub(crate) fn push_text(&mut self, text: &str, at: &Span) {
        if self.cell().is_none() {
            self.begin_cell(at.clone());
        }
        if let Some(cell) = self.cell()
            && !text.is_empty()
        {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            cell.text.push_str(text);
        }
    }

    pub(crate) fn end_cell(&mut self) {
        let at_row = self.rows.len();
        let Some(row) = &mut self.row else { return };
        let Some(cell) = row.cell.take() else { return };
        let column = row.column;
        let columns = if column < MAX_COLUMNS { cell.columns } else { 1 };
        row.column += columns as usize;
        if cell.horizontal == Merge::Continue
            && let Some(left) = row.cells.last_mut()
        {
            left.col_span = (left.col_span + columns).min(MAX_SPAN);
            return;
        }
        if row.merging.len() <= column {
            row.merging.resize(column + 1, None);
        }
        if cell.vertical == Merge::Continue
            && let Some(Some(origin)) = self.above.get(column)
        {
            row.reached.push(*origin);
            row.merging[column] = Some(*origin);
            return;
        }
        if cell.vertical != Merge::No {
            row.merging[column] = Some((at_row, row.cells.len()));
        }
        row.cells.push(Cell { col_span: columns, ..Cell::new(cell.text, cell.at) });
    }

    pub(crate) fn end_row(&mut self) {
        self.end_cell();
        let Some(mut row) = self.row.take() else { return };
        if row.deleted {
            return;
        }
        for (r, c) in row.reached {
            if let Some(cell) = self.rows.get_mut(r).and_then(|row| row.cells.get_mut(c)) {
                cell.row_span += 1;
            }
        }
        if row.header {
            row.cells.iter_mut().for_each(|cell| cell.header = true);
        }
        self.above = row.merging;
        self.rows.push(Row { cells: row.cells });
    }

    /// The finished table.
    pub(crate) fn finish(mut self) -> Table {
        self.end_row();
        Table { caption: None, rows: self.rows }
    }

    fn cell(&mut self) -> Option<&mut OpenCell> {
        self.row.as_mut()?.cell.as_mut()
    }
}

/// A table inside a cell as text: a line for each row.
pub(crate) fn flatten(table: &Table) -> String {
    let mut text = String::new();
    for row in &table.rows {
        let mut filled = row.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).peekable();
        if filled.peek().is_some() && !text.is_empty() {
            text.push('\n');
        }
        while let Some(cell) = filled.next() {
            text.push_str(cell);
            if filled.peek().is_some() {
                text.push(' ');
            }
        }
    }
    text
}
