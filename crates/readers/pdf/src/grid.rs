//! Rulings to grids: lines that touch one another make a table; a missing ruling merges cells.

use crate::geometry::Rect;
use crate::glyph::Ruling;

/// Lines nearer than this are the same line: no text stands between them. Double rulings are one.
const NEAR: f32 = 4.5;
/// Gap over which pieces of a line are joined, and distance at which lines touch.
const TOUCH: f32 = 3.0;
/// Longest piece of a dashed line, and longest gap between its pieces.
const DASH: f32 = 12.0;
const DASH_GAP: f32 = 6.0;
/// Shortest line that counts.
const SHORTEST: f32 = 5.0;
/// Most pairs of lines that are compared, most grid positions of a table, most comparisons to find its cells, and most
/// tables of a page: more is a drawing.
const MAX_PAIRS: usize = 1_000_000;
const MAX_POSITIONS: usize = 60_000;
const MAX_COMPARISONS: usize = 50_000_000;
const MAX_GRIDS: usize = 100;

/// A cell by its place in the grid.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GridCell {
    pub row: usize,
    pub column: usize,
    pub row_span: usize,
    pub column_span: usize,
    pub rect: Rect,
}

/// A ruled grid.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid {
    pub rect: Rect,
    /// Column edges, from left to right.
    pub xs: Vec<f32>,
    /// Row edges, from the top down.
    pub ys: Vec<f32>,
    /// Cells in rows from the top down, each from left to right; they tile the grid.
    pub cells: Vec<GridCell>,
    /// A ruling closes the grid at its top.
    pub top_ruled: bool,
}

/// A straight line: its position across, and its ends along.
#[derive(Clone, Copy, Debug)]
struct Bar {
    at: f32,
    from: f32,
    to: f32,
}

/// The grids on a page, from the top down.
pub(crate) fn grids(rulings: &[Ruling]) -> Vec<Grid> {
    let bar = |r: &Ruling| {
        if r.horizontal() {
            Bar { at: r.y0, from: r.x0.min(r.x1), to: r.x0.max(r.x1) }
        } else {
            Bar { at: r.x0, from: r.y0.min(r.y1), to: r.y0.max(r.y1) }
        }
    };
    let (across, up): (Vec<&Ruling>, Vec<&Ruling>) = rulings.iter().partition(|r| r.horizontal());
    let across = merged(across.into_iter().map(bar).collect());
    let up = merged(up.into_iter().map(bar).collect());
    if across.len() < 2 || up.is_empty() || across.len().saturating_mul(up.len()) > MAX_PAIRS {
        return Vec::new();
    }
    let mut groups = Groups::new(across.len() + up.len());
    for (i, h) in across.iter().enumerate() {
        let first = up.partition_point(|v| v.at < h.from - TOUCH);
        for (j, v) in up.iter().enumerate().skip(first).take_while(|(_, v)| v.at <= h.to + TOUCH) {
            if v.from - TOUCH <= h.at && h.at <= v.to + TOUCH {
                groups.join(i, across.len() + j);
            }
        }
    }
    let mut tables: Vec<(Vec<Bar>, Vec<Bar>)> = Vec::new();
    let mut slots: Vec<Option<usize>> = vec![None; across.len() + up.len()];
    for i in 0..across.len() + up.len() {
        let slot = *slots[groups.root(i)].get_or_insert_with(|| {
            tables.push((Vec::new(), Vec::new()));
            tables.len() - 1
        });
        if let Some((horizontal, vertical)) = tables.get_mut(slot) {
            match across.get(i) {
                Some(bar) => horizontal.push(*bar),
                None => vertical.extend(up.get(i - across.len())),
            }
        }
    }
    let mut grids: Vec<Grid> = tables.iter().filter_map(|(across, up)| grid(across, up)).collect();
    grids.sort_by(|a, b| (b.rect.width() * b.rect.height()).total_cmp(&(a.rect.width() * a.rect.height())));
    grids.truncate(MAX_GRIDS);
    grids.sort_by(|a, b| b.rect.y1.total_cmp(&a.rect.y1));
    grids
}

/// Joins pieces of one line, by position across.
fn merged(mut bars: Vec<Bar>) -> Vec<Bar> {
    bars.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out: Vec<Bar> = Vec::new();
    let mut rest = bars.as_mut_slice();
    while let Some(first) = rest.first().map(|bar| bar.at) {
        let count = rest.partition_point(|bar| bar.at <= first + 1.0).max(1);
        let (line, tail) = rest.split_at_mut(count);
        line.sort_by(|a, b| a.from.total_cmp(&b.from));
        let begin = out.len();
        // Length of the piece before: dashes are short, and lie further apart than the pieces of a line do.
        let mut piece = 0.0;
        for bar in line.iter() {
            let length = bar.to - bar.from;
            let dashed = piece <= DASH && length <= DASH;
            let gap = if dashed { DASH_GAP.min(TOUCH.max(1.5 * piece)) } else { TOUCH };
            match out.get_mut(begin..).and_then(<[Bar]>::last_mut) {
                Some(last) if bar.from <= last.to + gap => last.to = last.to.max(bar.to),
                _ => out.push(*bar),
            }
            piece = length;
        }
        rest = tail;
    }
    out.retain(|bar| bar.to - bar.from >= SHORTEST);
    out
}

/// Sets that are joined pair by pair.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Groups((0..count).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller index leads, so that the outcome does not depend on the order of joins.
        self.0[a.max(b)] = a.min(b);
    }
}

/// Positions that are nearer than [`NEAR`] as one, and the outermost ends of the crossing lines.
fn edges(bars: &[Bar], crossing: &[Bar]) -> Vec<f32> {
    let mut values: Vec<f32> = bars.iter().map(|bar| bar.at).collect();
    values.sort_by(f32::total_cmp);
    let mut edges: Vec<(f32, f32, usize)> = Vec::new();
    for value in values {
        match edges.last_mut() {
            Some((first, sum, count)) if value - *first <= NEAR => {
                *sum += value;
                *count += 1;
            }
            _ => edges.push((value, value, 1)),
        }
    }
    let mut edges: Vec<f32> = edges.into_iter().map(|(_, sum, count)| sum / count as f32).collect();
    let low = crossing.iter().fold(f32::INFINITY, |m, bar| m.min(bar.from));
    let high = crossing.iter().fold(f32::NEG_INFINITY, |m, bar| m.max(bar.to));
    if edges.first().is_none_or(|first| low < first - 2.0 * TOUCH) && low.is_finite() {
        edges.insert(0, low);
    }
    if edges.last().is_none_or(|last| high > last + 2.0 * TOUCH) && high.is_finite() {
        edges.push(high);
    }
    edges
}

/// True where a line at about `at` covers the stretch between two edges.
fn covered(bars: &[Bar], at: f32, from: f32, to: f32) -> bool {
    let slack = TOUCH.min(0.3 * (to - from));
    let first = bars.partition_point(|bar| bar.at < at - NEAR);
    bars.iter()
        .skip(first)
        .take_while(|bar| bar.at <= at + NEAR)
        .any(|bar| bar.from <= from + slack && bar.to >= to - slack)
}

fn grid(across: &[Bar], up: &[Bar]) -> Option<Grid> {
    if across.len() + up.len() < 3 || up.is_empty() || across.is_empty() {
        return None;
    }
    let xs = edges(up, across);
    let mut ys = edges(across, up);
    ys.reverse();
    let (rows, columns) = (ys.len().checked_sub(1)?, xs.len().checked_sub(1)?);
    let positions = rows.saturating_mul(columns);
    let comparisons = positions.saturating_mul(across.len() + up.len());
    if !(2..=MAX_POSITIONS).contains(&positions) || comparisons > MAX_COMPARISONS {
        return None;
    }
    let mut groups = Groups::new(rows * columns);
    for r in 0..rows {
        for c in 0..columns {
            let here = r * columns + c;
            if c + 1 < columns && !covered(up, xs[c + 1], ys[r + 1], ys[r]) {
                groups.join(here, here + 1);
            }
            if r + 1 < rows && !covered(across, ys[r + 1], xs[c], xs[c + 1]) {
                groups.join(here, here + columns);
            }
        }
    }
    let roots: Vec<usize> = (0..rows * columns).map(|i| groups.root(i)).collect();
    let mut cells = rectangles(&roots, rows, columns);
    let (xs, ys) = compact(&mut cells, xs, ys);
    if cells.len() < 2 {
        return None;
    }
    for cell in &mut cells {
        let x = (xs.get(cell.column)?, xs.get(cell.column + cell.column_span)?);
        let y = (ys.get(cell.row)?, ys.get(cell.row + cell.row_span)?);
        cell.rect = Rect::new(*x.0, *y.0, *x.1, *y.1);
    }
    let (left, right, top, bottom) = (*xs.first()?, *xs.last()?, *ys.first()?, *ys.last()?);
    let top_ruled = covered(across, top, left + 0.1 * (right - left), right - 0.1 * (right - left));
    Some(Grid { rect: Rect::new(left, bottom, right, top), xs, ys, cells, top_ruled })
}

/// Cuts the joined positions into rectangles, rows first.
fn rectangles(roots: &[usize], rows: usize, columns: usize) -> Vec<GridCell> {
    let mut taken = vec![false; roots.len()];
    let mut cells = Vec::new();
    for r in 0..rows {
        for c in 0..columns {
            let root = roots[r * columns + c];
            if taken[r * columns + c] {
                continue;
            }
            let free = |taken: &[bool], r: usize, c: usize| !taken[r * columns + c] && roots[r * columns + c] == root;
            let mut width = 1;
            while c + width < columns && free(&taken, r, c + width) {
                width += 1;
            }
            let mut height = 1;
            while r + height < rows && (c..c + width).all(|c| free(&taken, r + height, c)) {
                height += 1;
            }
            for y in r..r + height {
                taken[y * columns + c..y * columns + c + width].fill(true);
            }
            let rect = Rect::NONE;
            cells.push(GridCell { row: r, column: c, row_span: height, column_span: width, rect });
        }
    }
    cells
}

/// Takes out edges at which no cell begins.
fn compact(cells: &mut [GridCell], xs: Vec<f32>, ys: Vec<f32>) -> (Vec<f32>, Vec<f32>) {
    let keep = |edges: Vec<f32>, begins: &dyn Fn(usize) -> bool| {
        let last = edges.len() - 1;
        let mut index = Vec::with_capacity(edges.len());
        let mut kept = Vec::with_capacity(edges.len());
        for (i, edge) in edges.into_iter().enumerate() {
            index.push(kept.len());
            if i == last || begins(i) {
                kept.push(edge);
            }
        }
        (index, kept)
    };
    let (columns, xs) = keep(xs, &|i| cells.iter().any(|cell| cell.column == i));
    let (rows, ys) = keep(ys, &|i| cells.iter().any(|cell| cell.row == i));
    for cell in cells {
        let (row, column) = (rows[cell.row], columns[cell.column]);
        cell.row_span = rows[cell.row + cell.row_span] - row;
        cell.column_span = columns[cell.column + cell.column_span] - column;
        (cell.row, cell.column) = (row, column);
    }
    (xs, ys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(y: f32, x0: f32, x1: f32) -> Ruling {
        Ruling { x0, y0: y, x1, y1: y }
    }

    fn v(x: f32, y0: f32, y1: f32) -> Ruling {
        Ruling { x0: x, y0, x1: x, y1 }
    }

    #[test]
    fn missing_rulings_merge_cells() {
        // Two columns, three rows; the first column of rows 2 and 3 is one cell, the top row too.
        let rulings = [
            h(90.0, 0.0, 100.0),
            h(60.0, 0.0, 100.0),
            h(30.0, 50.0, 100.0),
            h(0.0, 0.0, 100.0),
            v(0.0, 0.0, 90.0),
            v(50.0, 0.0, 60.0),
            v(100.0, 0.0, 90.0),
        ];
        let grids = grids(&rulings);
        let spans: Vec<_> = grids[0].cells.iter().map(|c| (c.row, c.column, c.row_span, c.column_span)).collect();
        assert_eq!(spans, [(0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 1)]);
        assert!(grids[0].top_ruled);
    }

    #[test]
    fn open_sides_and_pieces() {
        // No rulings at the sides; the horizontal ones come in pieces.
        let rulings =
            [h(40.0, 0.0, 50.0), h(40.0, 50.5, 100.0), h(20.0, 0.0, 100.0), h(0.0, 0.0, 100.0), v(60.0, 0.0, 40.0)];
        let grids = grids(&rulings);
        assert_eq!((grids[0].xs.len(), grids[0].ys.len(), grids[0].cells.len()), (3, 3, 4));
    }

    #[test]
    fn lone_frames_and_underlines_are_no_tables() {
        let frame = [h(0.0, 0.0, 100.0), h(50.0, 0.0, 100.0), v(0.0, 0.0, 50.0), v(100.0, 0.0, 50.0)];
        assert!(grids(&frame).is_empty());
        assert!(grids(&[h(0.0, 0.0, 100.0), h(50.0, 0.0, 100.0)]).is_empty());
    }
}
