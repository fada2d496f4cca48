//! Reading order on a page: from the top down, and column by column where a gutter parts the page.

use crate::glyph::Glyph;
use crate::lines::Row;

/// Least number of rows on either side of a gutter.
const LEAST_ROWS: usize = 8;
/// A page with more rows is no page of running text.
const MOST_ROWS: usize = 2_000;
/// Distance between the places at which a gutter is looked for, in points.
const STEP: f32 = 3.0;

/// Which column a thing stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// Over the whole width.
    Whole,
    Left,
    Right,
}

/// Finds the gutter between two columns of running text.
pub(crate) fn gutter(rows: &[Row]) -> Option<f32> {
    let segments: Vec<Vec<(f32, f32)>> = rows.iter().map(segments).collect();
    let all = || segments.iter().flatten();
    let left = all().fold(f32::INFINITY, |m, s| m.min(s.0));
    let right = all().fold(f32::NEG_INFINITY, |m, s| m.max(s.1));
    if !(LEAST_ROWS..MOST_ROWS).contains(&segments.len()) || !(right - left).is_finite() {
        return None;
    }
    let mut best: Option<(usize, f32)> = None;
    let step = STEP.max((right - left) / 400.0);
    let mut x = left + 0.25 * (right - left);
    while x < left + 0.75 * (right - left) {
        if let Some(score) = score(&segments, x, left, right)
            && best.is_none_or(|(top, _)| score > top)
        {
            best = Some((score, x));
        }
        x += step;
    }
    best.map(|(_, x)| x)
}

/// How many rows speak for a gutter at `x`; `None` where it is none.
fn score(segments: &[Vec<(f32, f32)>], x: f32, left: f32, right: f32) -> Option<usize> {
    let (mut lefts, mut rights, mut crossing) = (0usize, 0usize, 0usize);
    let (mut left_width, mut right_width) = (0.0, 0.0);
    for row in segments {
        if row.iter().any(|s| s.0 < x && s.1 > x) {
            crossing += 1;
            continue;
        }
        let before = row.iter().filter(|s| s.1 <= x);
        let after = row.iter().filter(|s| s.0 >= x);
        let (mut l, mut r) = (0.0, 0.0);
        before.for_each(|s| l += s.1 - s.0);
        after.for_each(|s| r += s.1 - s.0);
        lefts += usize::from(l > 0.0);
        rights += usize::from(r > 0.0);
        left_width += l;
        right_width += r;
    }
    let (few, many) = (lefts.min(rights), lefts.max(rights));
    // Running text fills its column; lists of names and numbers side by side do not.
    let full = left_width > 0.65 * lefts as f32 * (x - left) && right_width > 0.65 * rights as f32 * (right - x);
    let parted = few >= LEAST_ROWS && few * 5 >= many * 2 && crossing * 4 <= few + many && full;
    parted.then(|| (lefts + rights).saturating_sub(crossing))
}

/// The stretches of a row that have no wide gap inside.
fn segments(row: &Row) -> Vec<(f32, f32)> {
    let mut out: Vec<(f32, f32)> = Vec::new();
    for glyph in row.glyphs.iter().filter(|g| !g.is_space()) {
        match out.last_mut() {
            Some(last) if glyph.x0 - last.1 <= glyph.size => last.1 = last.1.max(glyph.x1),
            _ => out.push((glyph.x0, glyph.x1)),
        }
    }
    out
}

/// The column of a thing that reaches from `x0` to `x1`.
pub(crate) fn side(x0: f32, x1: f32, gutter: f32) -> Column {
    if x1 <= gutter {
        Column::Left
    } else if x0 >= gutter {
        Column::Right
    } else {
        Column::Whole
    }
}

/// Cuts a row at the gutter, unless a stretch of it crosses the gutter.
pub(crate) fn cut(row: Row, gutter: f32) -> Vec<(Row, Column)> {
    let crosses = segments(&row).iter().any(|s| s.0 < gutter && s.1 > gutter);
    if crosses {
        return vec![(row, Column::Whole)];
    }
    let (left, right): (Vec<Glyph>, Vec<Glyph>) = row.glyphs.into_iter().partition(|g| (g.x0 + g.x1) / 2.0 < gutter);
    [(left, Column::Left), (right, Column::Right)]
        .into_iter()
        .filter(|(glyphs, _)| glyphs.iter().any(|g| !g.is_space()))
        .map(|(glyphs, column)| (Row { glyphs }, column))
        .collect()
}

/// Puts things, given from the top down, into reading order: whatever stands over the whole width ends both columns.
pub(crate) fn order<T>(things: Vec<(T, Column)>) -> Vec<(T, Column)> {
    let mut out = Vec::with_capacity(things.len());
    let mut right = Vec::new();
    for (thing, column) in things {
        match column {
            Column::Left => out.push((thing, column)),
            Column::Right => right.push((thing, column)),
            Column::Whole => {
                out.append(&mut right);
                out.push((thing, column));
            }
        }
    }
    out.append(&mut right);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(parts: &[(f32, usize)], y: f32) -> Row {
        let glyph = |x: f32| Glyph { c: '文', x0: x, x1: x + 10.0, y, size: 10.0, bold: false, artifact: false };
        let glyphs = parts.iter().flat_map(|(x, n)| (0..*n).map(move |i| glyph(x + 10.0 * i as f32))).collect();
        Row { glyphs }
    }

    #[test]
    fn two_columns_have_a_gutter_and_one_has_none() {
        let two: Vec<Row> = (0..12).map(|i| row(&[(0.0, 20), (230.0, 20)], 500.0 - 15.0 * i as f32)).collect();
        let x = gutter(&two).expect("a gutter");
        assert!((200.0..=230.0).contains(&x), "{x}");
        let one: Vec<Row> = (0..12).map(|i| row(&[(0.0, 43)], 500.0 - 15.0 * i as f32)).collect();
        assert_eq!(gutter(&one), None);
        let list: Vec<Row> = (0..12).map(|i| row(&[(0.0, 4), (230.0, 3)], 500.0 - 15.0 * i as f32)).collect();
        assert_eq!(gutter(&list), None);
    }

    #[test]
    fn whole_width_ends_both_columns() {
        use Column::{Left, Right, Whole};
        let given = vec![('a', Whole), ('b', Left), ('d', Right), ('c', Left), ('e', Whole), ('f', Left)];
        let text: String = order(given).into_iter().map(|(c, _)| c).collect();
        assert_eq!(text, "abcdef");
    }
}
