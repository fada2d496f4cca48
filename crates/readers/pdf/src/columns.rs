//! Reading order on a page by a recursive cut: bands of rows that a gutter parts are read column by column; whatever
//! stands over the whole width of a band ends its columns; each column may be parted again.

use crate::lines::Row;
use crate::tables::PageTable;

/// Least number of rows on either side of a gutter.
const LEAST_ROWS: usize = 8;
/// A page with more rows is no page of running text.
const MOST_ROWS: usize = 2_000;
/// Distance between the places at which a gutter is looked for, in points.
const STEP: f32 = 3.0;
/// Most places at which a gutter is looked for.
const MOST_PLACES: usize = 300;
/// Deepest nesting of cuts.
const DEEPEST: usize = 6;
/// Distance of rows, as a multiple of the usual one, over which a row on one side alone does not belong to a band.
const FAR: f32 = 2.5;

/// Which column a thing stands in: 0 for those over the whole width, then as nodes of a binary tree, 2 and 3 below 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Column(pub u8);

impl Column {
    pub(crate) const WHOLE: Column = Column(0);

    /// The column on the left (0) or right (1) of a gutter in this one.
    fn child(self, side: u8) -> Column {
        Column(self.0.max(1).saturating_mul(2).saturating_add(side))
    }
}

/// A row of text or a table, with the stretches that it fills.
#[derive(Debug)]
pub(crate) struct Thing<'g> {
    pub kind: ThingKind<'g>,
    top: f32,
    segments: Vec<(f32, f32)>,
}

#[derive(Debug)]
pub(crate) enum ThingKind<'g> {
    Row(Row<'g>),
    Table(PageTable),
}

impl<'g> Thing<'g> {
    pub(crate) fn row(row: Row<'g>) -> Self {
        let (segments, top) = extent(&row);
        Thing { segments, top, kind: ThingKind::Row(row) }
    }

    pub(crate) fn table(table: PageTable) -> Self {
        Thing { segments: vec![(table.rect.x0, table.rect.x1)], top: table.rect.y1, kind: ThingKind::Table(table) }
    }

    fn crosses(&self, x: f32) -> bool {
        self.segments.iter().any(|s| s.0 < x && s.1 > x)
    }

    /// Widths of what stands on the left and on the right of `x`.
    fn sides(&self, x: f32) -> (f32, f32) {
        let sum =
            |part: &dyn Fn(&(f32, f32)) -> bool| self.segments.iter().filter(|s| part(s)).map(|s| s.1 - s.0).sum();
        (sum(&|s| s.1 <= x), sum(&|s| s.0 >= x))
    }

    /// Parts what does not cross `x` at it.
    fn cut(self, x: f32) -> [Option<Self>; 2] {
        match self.kind {
            ThingKind::Row(row) => {
                let (left, right) = row.glyphs.iter().copied().partition(|g| (g.x0 + g.x1) / 2.0 < x);
                [left, right].map(|glyphs: Vec<_>| {
                    let seen = glyphs.iter().any(|g| !g.is_space());
                    seen.then(|| Thing::row(Row { glyphs: glyphs.into() }))
                })
            }
            ThingKind::Table(_) if self.segments.first().is_some_and(|s| s.0 >= x) => [None, Some(self)],
            ThingKind::Table(_) => [Some(self), None],
        }
    }
}

/// The stretches of a row that have no wide gap inside, and how far up it reaches.
fn extent(row: &Row<'_>) -> (Vec<(f32, f32)>, f32) {
    let mut out: Vec<(f32, f32)> = Vec::new();
    let mut open: Option<(f32, f32)> = None;
    let mut top = f32::NEG_INFINITY;
    for glyph in row.glyphs.iter() {
        let reach = glyph.y + 0.85 * glyph.size;
        if reach > top {
            top = reach;
        }
        if glyph.is_space() {
            continue;
        }
        // A stop's ink fills the left half of its em; at the end of a line it may hang into the gutter.
        let end = if is_stop(glyph.c) { (glyph.x0 + glyph.x1) / 2.0 } else { glyph.x1 };
        open = match open {
            Some((start, last)) if glyph.x0 - last <= glyph.size => Some((start, if end > last { end } else { last })),
            before => {
                out.extend(before);
                Some((glyph.x0, end))
            }
        };
    }
    out.extend(open);
    (out, top)
}

fn is_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？')
}

/// Puts the things of a page into reading order and tells the column of each.
pub(crate) fn arrange(mut things: Vec<Thing<'_>>) -> Vec<(Thing<'_>, Column)> {
    things.sort_by(|a, b| b.top.total_cmp(&a.top));
    if things.len() > MOST_ROWS {
        return things.into_iter().map(|thing| (thing, Column::WHOLE)).collect();
    }
    let mut out = Vec::with_capacity(things.len());
    region(things, Column::WHOLE, DEEPEST, &mut out);
    out
}

/// A gutter at `x` that parts the rows `from..to`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Band {
    x: f32,
    from: usize,
    to: usize,
    score: usize,
}

fn region<'g>(mut things: Vec<Thing<'g>>, column: Column, depth: usize, out: &mut Vec<(Thing<'g>, Column)>) {
    let band = if depth == 0 { None } else { band(&things) };
    let Some(band) = band else {
        out.extend(things.into_iter().map(|thing| (thing, column)));
        return;
    };
    let below = things.split_off(band.to);
    let inside = things.split_off(band.from);
    region(things, column, depth - 1, out);
    // Places of what stands over the whole width: it ends both columns.
    let mut ends = Vec::new();
    let (mut sides, mut across) = ([Vec::new(), Vec::new()], Vec::new());
    for thing in inside {
        if thing.crosses(band.x) {
            ends.push(thing.top);
            across.push(thing);
        } else {
            for (side, part) in sides.iter_mut().zip(thing.cut(band.x)) {
                side.extend(part);
            }
        }
    }
    let mut parts: Vec<Vec<Vec<(Thing<'_>, Column)>>> = Vec::new();
    for (side, number) in sides.into_iter().zip(0u8..) {
        let mut ordered = Vec::with_capacity(side.len());
        region(side, column.child(number), depth - 1, &mut ordered);
        let mut chunks: Vec<Vec<(Thing<'_>, Column)>> = (0..=ends.len()).map(|_| Vec::new()).collect();
        for thing in ordered {
            let chunk = ends.partition_point(|end| *end >= thing.0.top);
            if let Some(chunk) = chunks.get_mut(chunk) {
                chunk.push(thing);
            }
        }
        parts.push(chunks);
    }
    let mut across = across.into_iter();
    for chunk in 0..=ends.len() {
        for side in &mut parts {
            if let Some(things) = side.get_mut(chunk) {
                out.append(things);
            }
        }
        out.extend(across.next().map(|thing| (thing, column)));
    }
    region(below, column, depth - 1, out);
}

/// Places of counts in [`band`].
const CROSSING: usize = 0;
const LEFT: usize = 1;
const RIGHT: usize = 2;

/// Finds the gutter that parts most rows of running text.
fn band(things: &[Thing<'_>]) -> Option<Band> {
    if things.len() < LEAST_ROWS {
        return None;
    }
    let all = || things.iter().flat_map(|thing| &thing.segments);
    let left = all().fold(f32::INFINITY, |m, s| m.min(s.0));
    let right = all().fold(f32::NEG_INFINITY, |m, s| m.max(s.1));
    if !(right - left).is_finite() {
        return None;
    }
    let mut best: Option<Band> = None;
    let step = STEP.max((right - left) / 300.0);
    let first = left + 0.15 * (right - left);
    let places =
        std::iter::successors(Some(first), |x| Some(x + step)).take_while(|x| *x < left + 0.85 * (right - left));
    let xs: Vec<f32> = places.take(MOST_PLACES).collect();
    // How many rows more than at the place before cross each place, and have text on its left and on its right: on most
    // pages nearly every row crosses, or all that does not ends there.
    let mut changes = vec![[0isize; 3]; xs.len() + 1];
    let mut change = |at: usize, of: usize, by: isize| {
        if let Some(count) = changes.get_mut(at).and_then(|counts| counts.get_mut(of)) {
            *count += by;
        }
    };
    for thing in things {
        let (Some(first), Some(last)) = (thing.segments.first(), thing.segments.last()) else { continue };
        change(xs.partition_point(|x| *x < first.1), LEFT, 1);
        change(0, RIGHT, 1);
        change(xs.partition_point(|x| *x <= last.0), RIGHT, -1);
        let mut done = 0;
        for segment in &thing.segments {
            let from = xs.partition_point(|x| *x <= segment.0).max(done);
            let to = xs.partition_point(|x| *x < segment.1).max(from);
            change(from, CROSSING, 1);
            change(to, CROSSING, -1);
            done = to;
        }
    }
    let (mut counts, least) = ([0isize; 3], LEAST_ROWS as isize);
    for (x, more) in xs.into_iter().zip(changes) {
        for (count, more) in counts.iter_mut().zip(more) {
            *count += more;
        }
        let [crossing, left, right] = counts;
        if things.len() as isize - crossing >= least
            && left >= least
            && right >= least
            && let Some(band) = band_at(things, x)
            && best.is_none_or(|best| band.score > best.score)
        {
            best = Some(band);
        }
    }
    best
}

/// The rows that a gutter at `x` parts, if they are columns of running text.
fn band_at(things: &[Thing<'_>], x: f32) -> Option<Band> {
    // The run of rows with the greatest sum: rows on both sides speak for it, rows that cross against it.
    let (mut sum, mut from) = (0i32, 0);
    let mut best = (0i32, 0, 0);
    for (i, thing) in things.iter().enumerate() {
        let both =
            || thing.segments.first().is_some_and(|s| s.1 <= x) && thing.segments.last().is_some_and(|s| s.0 >= x);
        sum += match thing.crosses(x) {
            true => -5,
            false if both() => 2,
            false => 1,
        };
        if sum > best.0 {
            best = (sum, from, i + 1);
        }
        if sum <= 0 {
            (sum, from) = (0, i + 1);
        }
    }
    let (_, mut from, mut to) = best;
    // Rows on one side alone that stand apart, such as running heads and page numbers, are none of the band's.
    let mut steps: Vec<f32> =
        things.get(from..to)?.windows(2).map(|p| p[0].top - p[1].top).filter(|s| *s > 1.0).collect();
    steps.sort_by(f32::total_cmp);
    let far = FAR * steps.get(steps.len() / 2)?;
    let apart = |a: usize, b: usize, alone: usize| {
        let (Some(a), Some(b), Some(alone)) = (things.get(a), things.get(b), things.get(alone)) else { return false };
        let (l, r) = alone.sides(x);
        a.top - b.top > far && (l == 0.0 || r == 0.0)
    };
    while to > from + 1 && apart(from, from + 1, from) {
        from += 1;
    }
    while to > from + 1 && apart(to - 2, to - 1, to - 1) {
        to -= 1;
    }
    let rows = things.get(from..to)?;
    let (mut lefts, mut rights, mut crossing) = (0usize, 0usize, 0usize);
    let (mut left_width, mut right_width) = (0.0, 0.0);
    let (mut left, mut right) = (f32::INFINITY, f32::NEG_INFINITY);
    let (mut starts, mut left_starts): (Vec<f32>, Vec<f32>) = Default::default();
    for row in rows {
        if row.crosses(x) {
            crossing += 1;
            continue;
        }
        let (l, r) = row.sides(x);
        lefts += usize::from(l > 0.0);
        rights += usize::from(r > 0.0);
        left_width += l;
        right_width += r;
        starts.extend(row.segments.iter().map(|s| s.0).find(|start| *start >= x));
        left_starts.extend(row.segments.first().map(|s| s.0).filter(|start| *start < x));
        left = row.segments.first().map_or(left, |s| left.min(s.0));
        right = row.segments.last().map_or(right, |s| right.max(s.1));
    }
    let (few, many) = (lefts.min(rights), lefts.max(rights));
    // Running text fills its column; lists of names and numbers side by side do not. A small part of a page must show
    // its columns more clearly.
    let least = if (to - from) * 2 > things.len() { 0.65 } else { 0.8 };
    let left_full = left_width / (x - left) / lefts.max(1) as f32;
    let right_full = right_width / (right - x) / rights.max(1) as f32;
    let wide = x - left > 0.3 * (right - left);
    // Beside full lines, short ones that all begin at one edge or its indent are a column, too.
    let full = left_full > least && (right_full > least || (left_full > 0.8 && wide && aligned(&mut starts)));
    // So are short paragraphs on both sides: their lines begin at the edge or at an indent.
    let even = left_full.min(right_full) > 0.5 && wide && right - x > 0.3 * (right - left);
    let full = full || even && indented(&mut left_starts) && indented(&mut starts);
    let parted = few >= LEAST_ROWS && few * 5 >= many * 2 && crossing * 4 <= few + many && full;
    parted.then(|| Band { x, from, to, score: (lefts + rights).saturating_sub(crossing) })
}

/// Points between the places of two lines that begin at one edge, at most.
const EDGE: f32 = 1.5;
/// Points by which first lines are indented.
const INDENT: std::ops::Range<f32> = 12.0..60.0;

/// True where nearly all lines begin at one of two places.
fn aligned(starts: &mut [f32]) -> bool {
    places(starts).is_some()
}

/// True where nearly all lines begin at an edge or at one indent from it, and not few at either.
fn indented(starts: &mut [f32]) -> bool {
    let Some(((edge, at_edge), Some((indent, at_indent)))) = places(starts) else { return false };
    let few = at_edge.min(at_indent);
    few >= 2 && few * 6 >= starts.len() && INDENT.contains(&(indent - edge).abs())
}

/// A place, and how many lines begin there.
type Start = (f32, usize);

/// The one or two places at which nearly all lines begin.
fn places(starts: &mut [f32]) -> Option<(Start, Option<Start>)> {
    starts.sort_by(f32::total_cmp);
    let runs = starts.chunk_by(|a, b| b - a < EDGE);
    let mut found: Vec<Start> = runs.filter_map(|run| Some((*run.first()?, run.len()))).collect();
    found.sort_by_key(|place| std::cmp::Reverse(place.1));
    let most: usize = found.iter().take(2).map(|place| place.1).sum();
    let (first, second) = (*found.first()?, found.get(1).copied());
    (most * 10 >= starts.len() * 9).then_some((first, second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glyph::Glyph;

    fn row(parts: &[(f32, usize)], y: f32) -> Thing<'static> {
        let glyph = |x: f32| Glyph {
            c: '文',
            x0: x,
            x1: x + 10.0,
            y,
            size: 10.0,
            bold: false,
            red: false,
            artifact: false,
            tag: 0,
        };
        let glyphs = parts.iter().flat_map(|(x, n)| (0..*n).map(move |i| glyph(x + 10.0 * i as f32)));
        Thing::row(Row { glyphs: glyphs.collect() })
    }

    fn rows(parts: &[(f32, usize)], count: usize, top: f32) -> Vec<Thing<'static>> {
        (0..count).map(|i| row(parts, top - 15.0 * i as f32)).collect()
    }

    fn left(thing: &Thing<'_>) -> f32 {
        thing.segments[0].0
    }

    #[test]
    fn two_columns_have_a_gutter_and_one_has_none() {
        let x = band(&rows(&[(0.0, 20), (230.0, 20)], 12, 500.0)).expect("a gutter").x;
        assert!((200.0..=230.0).contains(&x), "{x}");
        assert_eq!(band(&rows(&[(0.0, 43)], 12, 500.0)), None);
        assert_eq!(band(&rows(&[(0.0, 4), (230.0, 3)], 12, 500.0)), None);
        // Names in a column beside running text are one; words before their explanations are not.
        assert!(band(&rows(&[(0.0, 20), (230.0, 5)], 12, 500.0)).is_some());
        assert_eq!(band(&rows(&[(0.0, 5), (230.0, 20)], 12, 500.0)), None);
    }

    #[test]
    fn short_paragraphs_in_two_columns() {
        // A first line at an indent, and a short last one; label and value side by side have no indent.
        let things = |first: f32| -> Vec<Thing<'static>> {
            let lines = [(first, 18), (0.0, 6)].into_iter().cycle().take(16).enumerate();
            lines.map(|(i, (x, n))| row(&[(x, n), (230.0 + x, n)], 500.0 - 16.0 * i as f32)).collect()
        };
        assert!(band(&things(20.0)).is_some());
        assert_eq!(band(&things(0.0)), None);
    }

    #[test]
    fn three_columns_are_read_one_by_one() {
        let out = arrange(rows(&[(0.0, 20), (220.0, 20), (440.0, 20)], 12, 500.0));
        let lefts: Vec<f32> = out.iter().map(|(thing, _)| left(thing)).collect();
        assert_eq!(lefts, [[0.0; 12], [220.0; 12], [440.0; 12]].concat());
    }

    #[test]
    fn whole_width_ends_columns_and_bands_part_pages() {
        // A paragraph over the whole width, two columns with a wide line between them, and again the whole width.
        let two: [(f32, usize); 2] = [(0.0, 20), (230.0, 20)];
        let mut things = rows(&[(0.0, 43)], 9, 800.0);
        things.extend(rows(&two, 9, 600.0));
        things.push(row(&[(0.0, 43)], 460.0));
        things.extend(rows(&two, 9, 440.0));
        things.extend(rows(&[(0.0, 43)], 9, 280.0));
        let out = arrange(things);
        let order: Vec<(Column, usize)> = out.chunk_by(|a, b| a.1 == b.1).map(|c| (c[0].1, c.len())).collect();
        let (whole, l, r) = (Column(0), Column(2), Column(3));
        assert_eq!(order, [(whole, 9), (l, 9), (r, 9), (whole, 1), (l, 9), (r, 9), (whole, 9)]);
    }
}
