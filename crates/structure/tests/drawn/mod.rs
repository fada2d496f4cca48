//! Tables drawn in text: a row is a line, cells stand between `|`; `^` is the cell above carried down, `<` the cell before
//! carried on.

use lantai_model::{Cell, Row, Span, Table};

/// The table that is drawn; `line_break` stands for a line break inside a cell.
pub fn table(rows: &str, line_break: Option<char>) -> Table {
    let grid: Vec<Vec<&str>> = rows.trim().lines().map(|row| row.split('|').map(str::trim).collect()).collect();
    let drawn = |row: &Vec<&str>, r: usize| {
        let cell = |(c, text): (usize, &&str)| {
            if *text == "^" || *text == "<" {
                return None;
            }
            let wide = row[c + 1..].iter().take_while(|next| **next == "<").count();
            let deep = grid[r + 1..].iter().take_while(|below| below.get(c) == Some(&"^")).count();
            let mut cell =
                Cell::new(text.replace(|c| Some(c) == line_break, "\n"), Span::text(r * 100 + c, r * 100 + c + 1));
            (cell.col_span, cell.row_span) = (wide as u32 + 1, deep as u32 + 1);
            Some(cell)
        };
        Row { cells: row.iter().enumerate().filter_map(cell).collect() }
    };
    Table { caption: None, rows: grid.iter().enumerate().map(|(r, row)| drawn(row, r)).collect() }
}
