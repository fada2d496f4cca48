//! Blocks of content, in pandoc's words. Inline content is plain text with stand-off marks over byte ranges,
//! so that judgement always sees whole sentences and never has to flatten a tree first.

use serde::Serialize;

use crate::Span;

/// One block of content.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph (段落).
    Paragraph(Paragraph),
    /// A table (表格).
    Table(Table),
    /// An image that stands alone.
    Image(Image),
}

/// A paragraph: its text as printed, without the line break at its end.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Paragraph {
    /// The text as printed. Never empty in a flow.
    pub text: String,
    /// Looks and links over ranges of the text, by start, then by end descending.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// Depth in a list of the source (1 = outermost), 0 outside lists.
    #[serde(skip_serializing_if = "is_zero")]
    pub list: u8,
}

/// A range of a paragraph's or cell's text with a property.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    /// First byte in the UTF-8 text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What holds over the range.
    #[serde(flatten)]
    pub kind: MarkKind,
}

/// What a mark says of its range.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MarkKind {
    /// Bold.
    Strong,
    /// A link.
    Link {
        /// Target as written in the source.
        href: String,
    },
}

/// An image by reference.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Image {
    /// Where it lies: a URL or a name inside the source.
    pub src: String,
    /// Text that stands for it.
    pub alt: String,
}

/// A table as rows of cells. A cell stands in the row where it begins.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// Caption, where the source marks one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A table row.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Row {
    /// Cells that begin in this row, from left to right.
    pub cells: Vec<Cell>,
}

/// A table cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// Text as printed; paragraphs and forced line breaks inside the cell are `\n`.
    pub text: String,
    /// Links over ranges of the text, by start.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// Rows that the cell covers, at least 1.
    pub row_span: u32,
    /// Columns that the cell covers, at least 1.
    pub col_span: u32,
    /// The source marks the cell as a heading.
    pub header: bool,
    /// Where it stood.
    pub at: Span,
}

impl Cell {
    /// A plain cell that covers one row and one column.
    pub fn new(text: impl Into<String>, at: Span) -> Self {
        Cell { text: text.into(), marks: Vec::new(), row_span: 1, col_span: 1, header: false, at }
    }
}

impl Paragraph {
    /// A paragraph without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Paragraph { text: text.into(), ..Paragraph::default() }
    }

    /// The bytes `start..end` as a paragraph of their own, with the marks that fall into them.
    pub fn slice(&self, start: usize, end: usize) -> Paragraph {
        let (from, to) = (start as u32, end as u32);
        let marks = self
            .marks
            .iter()
            .filter(|mark| mark.start < to && mark.end > from)
            .map(|mark| Mark {
                start: mark.start.max(from) - from,
                end: mark.end.min(to) - from,
                kind: mark.kind.clone(),
            })
            .collect();
        Paragraph { text: self.text[start..end].to_owned(), marks, list: self.list }
    }
}

impl Table {
    /// The table as a full grid, row by row: each position holds the index `(row, cell)` of the cell that covers it.
    /// Positions that no cell covers are `None`. Spans that reach past the last row are cut.
    pub fn grid(&self) -> Vec<Vec<Option<(usize, usize)>>> {
        let single = |cell: &Cell| cell.row_span <= 1 && cell.col_span <= 1;
        if self.rows.iter().flat_map(|row| &row.cells).all(single) {
            let line = |(r, row): (usize, &Row)| (0..row.cells.len()).map(|c| Some((r, c))).collect();
            return self.rows.iter().enumerate().map(line).collect();
        }
        let mut grid: Vec<Vec<Option<(usize, usize)>>> = vec![Vec::new(); self.rows.len()];
        for (r, row) in self.rows.iter().enumerate() {
            let mut column = 0;
            for (c, cell) in row.cells.iter().enumerate() {
                while grid[r].get(column).is_some_and(|slot| slot.is_some()) {
                    column += 1;
                }
                let last_row = (r + cell.row_span.max(1) as usize).min(grid.len());
                let last_column = column + cell.col_span.clamp(1, 1000) as usize;
                for line in &mut grid[r..last_row] {
                    if line.len() < last_column {
                        line.resize(last_column, None);
                    }
                    for slot in &mut line[column..last_column] {
                        slot.get_or_insert((r, c));
                    }
                }
                column = last_column;
            }
        }
        grid
    }

    /// Characters in all cells that are not white space.
    pub fn visible_chars(&self) -> usize {
        self.rows.iter().flat_map(|row| &row.cells).map(|cell| visible(&cell.text)).sum()
    }
}

impl Block {
    /// Characters that are not white space.
    pub fn visible_chars(&self) -> usize {
        match self {
            Block::Paragraph(paragraph) => visible(&paragraph.text),
            Block::Table(table) => table.visible_chars() + table.caption.as_deref().map_or(0, visible),
            Block::Image(_) => 0,
        }
    }
}

fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn is_zero(n: &u8) -> bool {
    *n == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grid_repeats_a_cell_over_its_spans() {
        let cell = |text: &str, row_span, col_span| Cell { row_span, col_span, ..Cell::new(text, Span::default()) };
        let table = Table {
            caption: None,
            rows: vec![
                Row { cells: vec![cell("a", 2, 1), cell("b", 1, 2)] },
                Row { cells: vec![cell("c", 1, 1), cell("d", 1, 1)] },
                Row { cells: vec![cell("e", 9, 3)] },
            ],
        };
        let names: Vec<String> = table
            .grid()
            .iter()
            .map(|row| row.iter().map(|slot| slot.map_or("-", |(r, c)| &table.rows[r].cells[c].text)).collect())
            .collect();
        assert_eq!(names, ["abb", "acd", "eee"]);
    }

    #[test]
    fn slice_keeps_the_marks_inside() {
        let mark = |start, end| Mark { start, end, kind: MarkKind::Strong };
        let paragraph = Paragraph { text: "abcdef".into(), marks: vec![mark(0, 2), mark(1, 5), mark(5, 6)], list: 0 };
        let part = paragraph.slice(2, 5);
        assert_eq!((part.text.as_str(), part.marks), ("cde", vec![mark(0, 3)]));
    }
}
