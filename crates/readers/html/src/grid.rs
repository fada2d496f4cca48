//! Builds a data table while the walk goes through it. Tables inside its cells become lines of the cell.

use lantai_model::{Cell, Row, Span, Table};

use crate::element::Attributes;

/// A table that is being read.
pub struct Grid {
    table: Table,
    cell: Option<Cell>,
    /// Depth of tables inside the current cell.
    pub nested: u32,
    /// Characters inside links.
    pub link_chars: u32,
    /// Where the table stands.
    pub at: Span,
}

impl Grid {
    /// An empty table.
    pub fn new(at: Span) -> Self {
        Grid { table: Table::default(), cell: None, nested: 0, link_chars: 0, at }
    }

    /// A row begins.
    pub fn row(&mut self) {
        self.table.rows.push(Row::default());
    }

    /// A cell begins. A rowspan of 0 reaches to the end of the table (HTML, 4.9.11).
    pub fn open_cell(&mut self, header: bool, marks: &Attributes<'_>, at: Span) {
        let span = |value: &str| value.trim().parse::<u32>().unwrap_or(1).min(1000);
        let row_span = match span(marks.row_span) {
            0 => 1000,
            rows => rows,
        };
        self.cell = Some(Cell { text: String::new(), row_span, col_span: span(marks.col_span).max(1), header, at });
    }

    /// The current cell ends with that text. Text outside cells becomes a cell of its own, so that none is lost.
    pub fn close_cell(&mut self, text: String) {
        let cell = match self.cell.take() {
            Some(cell) => Cell { text, ..cell },
            None if text.is_empty() => return,
            None => Cell::new(text, self.at.clone()),
        };
        if self.table.rows.is_empty() {
            self.row();
        }
        if let Some(row) = self.table.rows.last_mut() {
            row.cells.push(cell);
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

    /// The table, if anything is to be seen in it.
    pub fn finish(mut self) -> Option<Table> {
        self.table.rows.retain(|row| !row.cells.is_empty());
        (self.table.visible_chars() > 0).then_some(self.table)
    }
}
