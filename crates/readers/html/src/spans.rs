//! Settles the spans of a table's cells, so that each place of its grid has one cell, as writers expect.

use lantai_model::Row;

/// Columns in which no cell begins are wanted by somebody's arithmetic, not by the table; so many are left alone.
const MAX_EMPTY: usize = 32;

/// Cuts cells where they would lie over one that reaches down from above (HTML, 4.9.12, calls that an error and lets
/// them overlap), and takes out columns in which no cell begins, where they are more than the others: browsers give
/// them no width. The grid's area must be bounded.
pub fn settle(rows: &mut [Row]) {
    // For each column the first row that is free of cells from above, and whether some cell begins in it.
    let mut free: Vec<usize> = Vec::new();
    let mut begun: Vec<bool> = Vec::new();
    let mut columns: Vec<usize> = Vec::new();
    for (r, row) in rows.iter_mut().enumerate() {
        let mut column = 0;
        for cell in &mut row.cells {
            column += free.iter().skip(column).take_while(|end| **end > r).count();
            let wide = cell.col_span as usize;
            let room = free.iter().skip(column).take(wide).take_while(|end| **end <= r).count();
            let wide = if column + room < free.len() { room.max(1) } else { wide };
            cell.col_span = wide as u32;
            if column + wide > free.len() {
                free.resize(column + wide, 0);
                begun.resize(column + wide, false);
            }
            free[column..column + wide].fill(r + cell.row_span as usize);
            begun[column] = true;
            columns.push(column);
            column += wide;
        }
    }
    let count = begun.iter().filter(|begun| **begun).count();
    if begun.len() - count <= MAX_EMPTY.max(count) {
        return;
    }
    let mut before = Vec::with_capacity(begun.len() + 1);
    let mut sum = 0;
    for begun in begun {
        before.push(sum);
        sum += u32::from(begun);
    }
    before.push(sum);
    for (cell, column) in rows.iter_mut().flat_map(|row| &mut row.cells).zip(columns) {
        cell.col_span = before[column + cell.col_span as usize] - before[column];
    }
}

#[cfg(test)]
mod tests {
    use lantai_model::{Cell, Span, Table};

    use super::*;

    fn settled(spans: &[&[(u32, u32)]]) -> Vec<Vec<u32>> {
        let cell = |(row_span, col_span): &(u32, u32)| Cell {
            row_span: *row_span,
            col_span: *col_span,
            ..Cell::new("", Span::default())
        };
        let mut rows: Vec<Row> = spans.iter().map(|row| Row { cells: row.iter().map(cell).collect() }).collect();
        settle(&mut rows);
        let widths = rows.iter().map(|row| row.cells.iter().map(|cell| cell.col_span).collect()).collect();
        // Each cell covers as many places as its spans say: none lies over another.
        let table = Table { caption: None, rows };
        let grid = table.grid();
        for (r, row) in table.rows.iter().enumerate() {
            for (c, cell) in row.cells.iter().enumerate() {
                let places = grid.iter().flatten().filter(|slot| **slot == Some((r, c))).count();
                assert_eq!(places, (cell.row_span * cell.col_span) as usize, "{r} {c}");
            }
        }
        widths
    }

    #[test]
    fn no_cell_lies_over_another() {
        // a b b / a c with c two wide where d from above stands in the way.
        assert_eq!(settled(&[&[(1, 1), (2, 1), (1, 1)], &[(1, 2)], &[(1, 3)]]), [vec![1, 1, 1], vec![1], vec![3]]);
        assert_eq!(settled(&[&[(2, 1), (1, 2)], &[(1, 1), (1, 1)]]), [vec![1, 2], vec![1, 1]]);
        assert_eq!(settled(&[&[(1, 1), (3, 1)], &[(1, 5)], &[(1, 1), (1, 2)]]), [vec![1, 1], vec![1], vec![1, 2]]);
    }

    #[test]
    fn columns_that_no_cell_begins_in_go_where_they_are_many() {
        assert_eq!(settled(&[&[(2, 2), (1, 1)], &[(1, 1)]]), [vec![2, 1], vec![1]]);
        assert_eq!(settled(&[&[(1, 1), (1, 1)], &[(1, 1000), (1, 1)]]), [vec![1, 1], vec![2, 1]]);
    }
}
