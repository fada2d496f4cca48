//! Tables whose columns no ruling parts: a row of known column names, or a row between two rulings, heads them; the
//! blank strips that go down from there part the columns; distances and first cells part the rows.

use std::sync::LazyLock;

use crate::geometry::Rect;
use crate::glyph::Ruling;
use crate::grid::{Grid, GridCell};
use crate::lines::Row;

/// Words that the headings of columns hold.
static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../data/column_names.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Columns from which any known heading tells a table without rulings, and most that are looked at. Two columns must have
/// short names, far apart, over text that is not set in columns.
const LEAST_COLUMNS: usize = 3;
const TWO: usize = 2;
const SHORT_NAME: usize = 6;
const FAR_APART: f32 = 2.0;
const FULL: f32 = 0.65;
const MOST_COLUMNS: usize = 40;
/// Longest heading of a column, in characters.
const LONGEST_NAME: usize = 14;
/// Gap that parts two stretches of a row, and least width of a blank strip between columns, in ems.
const GAP: f32 = 0.45;
/// Distance of base lines, as a multiple of the usual one in the table, over which a table does not go on.
const FAR: f32 = 3.5;
/// How far the ends of rulings of one table may differ, in points.
const SAME_END: f32 = 6.0;
/// Space around the text of a column, in points.
const PADDING: f32 = 5.0;
/// Rows at the top of a page among which the rest of a table of the page before may begin: below running heads.
const TOP_ROWS: usize = 3;
/// Most rows of a page that are looked at.
const MOST_ROWS: usize = 2_000;

/// Columns of a table that may go on at the top of the next page.
#[derive(Clone, Debug)]
pub(crate) struct Carried {
    /// Places that part the columns.
    cuts: Vec<f32>,
    /// Outer ends.
    ends: (f32, f32),
    /// Column whose text begins each row: that of the numbers, else the first.
    number: usize,
}

/// A row as stretches of text.
struct Strip {
    y: f32,
    top: f32,
    bottom: f32,
    size: f32,
    pieces: Vec<Piece>,
}

struct Piece {
    x0: f32,
    x1: f32,
    /// Text without blanks, up to a little more than the longest heading.
    text: String,
}

impl Piece {
    fn middle(&self) -> f32 {
        (self.x0 + self.x1) / 2.0
    }

    fn is_name(&self) -> bool {
        // What ends with a colon waits for an answer: a form, not a heading.
        self.text.chars().count() <= LONGEST_NAME
            && !self.text.ends_with(['：', ':'])
            && NAMES.iter().any(|name| self.text.contains(name))
    }
}

fn strip(row: &Row<'_>) -> Option<Strip> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut size, mut y) = (0.0f32, 0.0);
    for glyph in row.glyphs.iter().filter(|g| !g.is_space()) {
        if glyph.size > size {
            (size, y) = (glyph.size, glyph.y);
        }
        match pieces.last_mut() {
            Some(last) if glyph.x0 - last.x1 <= GAP * glyph.size => {
                last.x1 = last.x1.max(glyph.x1);
                if last.text.len() < 8 * LONGEST_NAME {
                    last.text.push(glyph.c);
                }
            }
            _ => pieces.push(Piece { x0: glyph.x0, x1: glyph.x1, text: glyph.c.into() }),
        }
    }
    (size > 0.0).then_some(Strip { y, top: y + 0.85 * size, bottom: y - 0.2 * size, size, pieces })
}

/// True where a row has as many pieces as a table has columns.
fn has_columns(row: &Row<'_>) -> bool {
    let (mut pieces, mut end) = (0, f32::NEG_INFINITY);
    for glyph in row.glyphs.iter().filter(|g| !g.is_space()) {
        if pieces > 0 && glyph.x0 - end <= GAP * glyph.size {
            if glyph.x1 > end {
                end = glyph.x1;
            }
        } else {
            pieces += 1;
            end = glyph.x1;
        }
    }
    let short = || row.glyphs.iter().filter(|g| !g.is_space()).take(3 * SHORT_NAME).count() < 3 * SHORT_NAME;
    pieces >= LEAST_COLUMNS || pieces == TWO && short()
}

/// The pieces of a heading row: a name that is spread over its column (`序　号`) is one piece.
fn heading(strip: &Strip) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in &strip.pieces {
        let spread = out.last().is_some_and(|last| {
            let near = piece.x0 - last.x1 < 2.5 * strip.size;
            let parts = !last.is_name() && last.text.chars().count() + piece.text.chars().count() <= 4;
            near && parts && NAMES.contains(&format!("{}{}", last.text, piece.text).as_str())
        });
        match out.last_mut().filter(|_| spread) {
            Some(last) => {
                last.x1 = piece.x1;
                last.text.push_str(&piece.text);
            }
            None => out.push(Piece { x0: piece.x0, x1: piece.x1, text: piece.text.clone() }),
        }
    }
    out
}

/// The tables of a page among its rows, given from the top down, and the columns that may go on on the next page.
pub(crate) fn find(rows: &[Row<'_>], rulings: &[Ruling], carried: Option<&Carried>) -> (Vec<Grid>, Option<Carried>) {
    // A table has a heading of several columns, or goes on from the page before.
    let none = carried.is_none() && !rows.iter().any(has_columns);
    if none || rows.len() > MOST_ROWS {
        return (Vec::new(), None);
    }
    let strips: Vec<Strip> = rows.iter().filter_map(strip).collect();
    let mut rules: Vec<&Ruling> = rulings.iter().filter(|r| r.horizontal() && r.x1 - r.x0 > 60.0).collect();
    rules.sort_by(|a, b| b.y0.total_cmp(&a.y0));
    rules.dedup_by(|a, b| (a.y0 - b.y0).abs() < 3.0 && (a.x0 - b.x0).abs() < SAME_END);
    let mut grids = Vec::new();
    let mut open = None;
    let mut i = 0;
    while i < strips.len() {
        let found = headed(&strips, i, &rules, carried).or_else(|| {
            carried.filter(|_| i < TOP_ROWS && grids.is_empty()).and_then(|known| resumed(&strips, i, known))
        });
        let Some(region) = found else {
            i += 1;
            continue;
        };
        let (from, to) = (i, region.to);
        i = to.max(i + 1);
        open = (strips.len() - to <= 2).then(|| region.columns.clone());
        grids.push(region.grid(strips.get(from..to).unwrap_or_default(), &rules));
    }
    (grids, open)
}

/// A run of rows that make a table.
struct Region {
    columns: Carried,
    /// Row after the last.
    to: usize,
    /// Rows that belong to the heading.
    heads: usize,
    /// The heading has two rows: the upper names stand over several columns.
    split: bool,
}

/// A table that begins with the row at `from`.
fn headed(strips: &[Strip], from: usize, rules: &[&Ruling], carried: Option<&Carried>) -> Option<Region> {
    let first = strips.get(from)?;
    if first.pieces.len() < TWO {
        return None;
    }
    let mut head = heading(first);
    let two = head.len() == TWO && two_names(&head, first.size);
    if !(two || (LEAST_COLUMNS..=MOST_COLUMNS).contains(&head.len())) {
        return None;
    }
    let known = head.iter().filter(|piece| piece.is_name()).count();
    let mut words: Vec<&str> = head.iter().map(|piece| piece.text.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    let named = known >= 2 && known * 2 >= head.len() && words.len() * 2 > head.len();
    // Three rulings of one length: over the heading, under it, and at the table's end.
    let (left, right) = (head.first()?.x0, head.last()?.x1);
    let spans = |r: &Ruling| r.x0 <= left + SAME_END && r.x1 >= right - SAME_END;
    let above =
        rules.iter().find(|r| spans(r) && r.y0 >= first.y + 0.3 * first.size && r.y0 - first.top < 2.0 * first.size);
    let same = |r: &Ruling, to: &Ruling| (r.x0 - to.x0).abs() < SAME_END && (r.x1 - to.x1).abs() < SAME_END;
    let under: Vec<&&Ruling> =
        above.map_or_else(Vec::new, |above| rules.iter().filter(|r| r.y0 < first.y && same(r, above)).collect());
    let ruled = under.len() >= 2;
    if !named && !ruled {
        return None;
    }
    // Rows above the ruling under the heading belong to it; without one the heading is one row.
    let mut heads = 1;
    if ruled && let Some(line) = under.first() {
        while let Some(next) = strips.get(from + heads).filter(|next| next.y > line.y0) {
            for piece in &next.pieces {
                if !head.iter().any(|known| known.x0 < piece.x1 && piece.x0 < known.x1) {
                    head.push(Piece { x0: piece.x0, x1: piece.x1, text: piece.text.clone() });
                }
            }
            heads += 1;
        }
        head.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    let split = !ruled && strips.get(from + 1).is_some_and(|next| second_heading(&mut head, next));
    heads += usize::from(split);
    let floor = if ruled { under.last().map(|line| line.y0) } else { None };
    let mut free: Vec<Vec<(f32, f32)>> =
        head.windows(2).map(|pair| vec![(pair[0].middle(), pair[1].middle())]).collect();
    let mut to = from;
    let mut step = 0.0f32;
    while let Some(strip) = strips.get(to) {
        // What reaches beyond the ruling over the heading is other text, such as that of a column beside the table.
        let beyond = |line: &&Ruling| {
            strip.pieces.iter().any(|piece| piece.x0 < line.x0 - SAME_END || piece.x1 > line.x1 + SAME_END)
        };
        if floor.is_some_and(|floor| strip.y < floor) || above.is_some_and(beyond) {
            break;
        }
        if let Some(before) = to.checked_sub(1).filter(|before| *before >= from).and_then(|before| strips.get(before)) {
            let gap = before.y - strip.y;
            if floor.is_none() && to > from + 1 && gap > FAR * step.max(strip.size) {
                break;
            }
            step = step.max(gap.min(3.0 * strip.size));
        }
        let narrowed: Vec<Vec<(f32, f32)>> = free.iter().map(|gaps| without(gaps, strip)).collect();
        if narrowed.iter().any(Vec::is_empty) {
            break;
        }
        free = narrowed;
        to += 1;
    }
    let cuts: Vec<f32> = free
        .iter()
        .filter_map(|gaps| gaps.iter().copied().reduce(|a, b| if b.1 - b.0 > a.1 - a.0 { b } else { a }))
        .map(|(a, b)| (a + b) / 2.0)
        .collect();
    let ends = ends(strips.get(from..to)?);
    let mut columns = Carried { cuts, ends, number: 0 };
    columns.number = head
        .iter()
        .find(|p| matches!(p.text.as_str(), "序号" | "编号" | "序"))
        .map_or(0, |p| columns.column(p.middle()));
    // The part of a table on the next page has the columns of the first, where these fit.
    if let Some(known) = carried
        && known.cuts.len() == columns.cuts.len()
        && strips.get(from..to)?.iter().all(|strip| known.fits(strip))
    {
        columns = known.clone();
    }
    let to = columns.trimmed(strips, from + heads, to);
    let body = strips.get(from + heads..to)?;
    let several = body.iter().filter(|strip| columns.filled(strip) >= 2).count();
    if two && (several < 2 || columns.set_in_columns(body)) {
        return None;
    }
    (several >= 1 && several * 3 >= body.len()).then_some(Region { columns, to, heads, split })
}

/// True where two pieces are the names of a table's columns beyond doubt.
fn two_names(head: &[Piece], size: f32) -> bool {
    let short = |piece: &Piece| piece.text.chars().count() <= SHORT_NAME && !piece.text.contains('、');
    let name = |piece: &Piece| NAMES.iter().any(|name| piece.text.ends_with(name));
    let apart = head.windows(2).all(|pair| pair[1].x0 - pair[0].x1 > FAR_APART * size);
    apart && head.iter().all(|piece| short(piece) && name(piece))
}

/// True where a row is the second one of a heading whose upper names stand over several columns each: nothing under the
/// first name, and names where the row above is blank. The heading is then that of the columns.
fn second_heading(head: &mut Vec<Piece>, next: &Strip) -> bool {
    let over = |a: &Piece, b: &Piece| a.x0 < b.x1 && b.x0 < a.x1;
    let name = |piece: &Piece| {
        piece.text.chars().count() <= LONGEST_NAME
            && !piece.text.contains(|c: char| c.is_ascii_digit() || matches!(c, '，' | '。' | '；'))
    };
    let Some(first) = head.first() else { return false };
    let right = next.pieces.iter().all(|piece| piece.x0 > first.x1 && name(piece));
    let blank = next.pieces.iter().any(|piece| !head.iter().any(|upper| over(upper, piece)));
    if next.pieces.len() < 2 || !right || !blank {
        return false;
    }
    head.retain(|upper| !next.pieces.iter().any(|piece| over(upper, piece)));
    head.extend(next.pieces.iter().map(|p| Piece { x0: p.x0, x1: p.x1, text: p.text.clone() }));
    head.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    true
}

/// The rest of a table of the page before, without a heading of its own.
fn resumed(strips: &[Strip], from: usize, known: &Carried) -> Option<Region> {
    let mut to = from;
    while let Some(strip) = strips.get(to) {
        let far = to > from && strips.get(to - 1).is_some_and(|before| before.y - strip.y > FAR * strip.size);
        let inside = strip.pieces.iter().all(|p| p.x0 > known.ends.0 - 20.0 && p.x1 < known.ends.1 + 20.0);
        if far || !inside || !known.fits(strip) {
            break;
        }
        to += 1;
    }
    let to = known.trimmed(strips, from, to);
    let body = strips.get(from..to)?;
    let several = body.iter().filter(|strip| known.filled(strip) >= 2).count();
    let first = body.first()?;
    (known.filled(first) >= 2 && several * 2 >= body.len()).then(|| Region {
        columns: known.clone(),
        to,
        heads: 0,
        split: false,
    })
}

impl Carried {
    fn column(&self, x: f32) -> usize {
        self.cuts.partition_point(|cut| *cut <= x)
    }

    /// True where rows on both sides of the first cut fill their side: text in columns.
    fn set_in_columns(&self, body: &[Strip]) -> bool {
        let Some(cut) = self.cuts.first() else { return false };
        let full = |left: bool, room: f32| {
            let side = || body.iter().flat_map(|strip| &strip.pieces).filter(|p| (p.middle() < *cut) == left);
            side().map(|p| p.x1 - p.x0).sum::<f32>() > FULL * room * side().count() as f32
        };
        body.len() >= 8 && full(true, cut - self.ends.0) && full(false, self.ends.1 - cut)
    }

    fn fits(&self, strip: &Strip) -> bool {
        strip.pieces.iter().all(|piece| self.column(piece.x0) == self.column(piece.x1))
    }

    /// How many columns a row fills.
    fn filled(&self, strip: &Strip) -> usize {
        let mut count = 0;
        let mut last = usize::MAX;
        for piece in &strip.pieces {
            let column = self.column(piece.middle());
            count += usize::from(column != last);
            last = column;
        }
        count
    }

    /// Leaves out rows at the end that stand in the first column alone: they are text that follows.
    fn trimmed(&self, strips: &[Strip], from: usize, mut to: usize) -> usize {
        while to > from
            && strips.get(to - 1).is_some_and(|strip| {
                self.filled(strip) < 2 && strip.pieces.first().is_some_and(|piece| self.column(piece.middle()) == 0)
            })
        {
            to -= 1;
        }
        to
    }
}

/// The parts of blank strips that a row leaves blank.
fn without(gaps: &[(f32, f32)], strip: &Strip) -> Vec<(f32, f32)> {
    let mut out = Vec::new();
    for &(from, to) in gaps {
        let mut at = from;
        for piece in &strip.pieces {
            if piece.x1 <= at || piece.x0 >= to {
                continue;
            }
            if piece.x0 - at >= GAP * strip.size {
                out.push((at, piece.x0));
            }
            at = at.max(piece.x1);
        }
        if to - at >= GAP * strip.size {
            out.push((at, to));
        }
    }
    out
}

fn ends(strips: &[Strip]) -> (f32, f32) {
    let pieces = || strips.iter().flat_map(|strip| &strip.pieces);
    (pieces().fold(f32::INFINITY, |m, p| m.min(p.x0)), pieces().fold(f32::NEG_INFINITY, |m, p| m.max(p.x1)))
}

impl Region {
    /// The region as a grid.
    fn grid(&self, strips: &[Strip], rules: &[&Ruling]) -> Grid {
        let (left, right) = ends(strips);
        let top = strips.first().map_or(0.0, |strip| strip.top) + 1.0;
        let bottom = strips.last().map_or(0.0, |strip| strip.bottom) - 1.0;
        let mut ys = vec![top];
        for i in self.breaks(strips, rules) {
            if let (Some(before), Some(next)) = (i.checked_sub(1).and_then(|b| strips.get(b)), strips.get(i)) {
                ys.push((before.bottom + next.top) / 2.0);
            }
        }
        ys.push(bottom);
        let count = self.columns.cuts.len() + 1;
        // Each column by the text in it: what is broken for want of room is told by the column's right end.
        let mut extents = vec![(f32::INFINITY, f32::NEG_INFINITY); count];
        for piece in strips.iter().flat_map(|strip| &strip.pieces) {
            if let Some(extent) = extents.get_mut(self.columns.column(piece.middle())) {
                *extent = (extent.0.min(piece.x0), extent.1.max(piece.x1));
            }
        }
        let mut cells = Vec::with_capacity(count * ys.len());
        for (row, pair) in ys.windows(2).enumerate() {
            for (column, extent) in extents.iter().enumerate() {
                let (x0, x1) = if extent.0 <= extent.1 { *extent } else { (left, right) };
                let rect = Rect::new(x0 - PADDING, pair[1], x1 + PADDING, pair[0]);
                cells.push(GridCell { row, column, row_span: 1, column_span: 1, rect });
            }
        }
        let mut xs = Vec::with_capacity(count + 1);
        xs.push(self.columns.ends.0);
        xs.extend(&self.columns.cuts);
        xs.push(self.columns.ends.1);
        Grid { rect: Rect::new(left - 1.0, bottom, right + 1.0, top), xs, ys, cells, top_ruled: self.heads > 0 }
    }

    /// Least distance of base lines that follow one another in one column: cells may be centred against one another, so
    /// that neighbouring lines of different columns stand nearer.
    fn step(&self, strips: &[Strip]) -> f32 {
        let mut last: Vec<Option<f32>> = vec![None; self.columns.cuts.len() + 1];
        let mut least = f32::INFINITY;
        for strip in strips {
            for piece in &strip.pieces {
                if let Some(slot) = last.get_mut(self.columns.column(piece.middle())) {
                    if let Some(before) = slot.filter(|before| before - strip.y > 0.5 * strip.size) {
                        least = least.min(before - strip.y);
                    }
                    *slot = Some(strip.y);
                }
            }
        }
        least
    }

    /// Indices of the rows that begin a row of the table, the first left out.
    fn breaks(&self, strips: &[Strip], rules: &[&Ruling]) -> Vec<usize> {
        let ruled = |i: usize| {
            let (Some(a), Some(b)) = (strips.get(i - 1), strips.get(i)) else { return false };
            let from = rules.partition_point(|r| r.y0 > a.y);
            let wide = |r: &&&Ruling| r.x1 - r.x0 > 0.6 * (self.columns.ends.1 - self.columns.ends.0);
            rules.get(from..).unwrap_or_default().iter().take_while(|r| r.y0 > b.y).any(|r| wide(&r))
        };
        let begin = self.heads.max(1);
        let lines: Vec<usize> = (begin..strips.len()).filter(|i| ruled(*i)).collect();
        // Rulings between the rows themselves, not only under the heading.
        if lines.iter().any(|i| *i > begin) {
            return lines;
        }
        let mut out: Vec<usize> =
            if self.heads > 0 && strips.len() > self.heads { vec![self.heads] } else { Vec::new() };
        if self.split {
            out.insert(0, 1);
        }
        let body = strips.get(self.heads..).unwrap_or_default();
        let number = self.columns.number;
        let first = |strip: &Strip| strip.pieces.iter().any(|piece| self.columns.column(piece.middle()) == number);
        let steps = || body.windows(2).map(|pair| pair[0].y - pair[1].y);
        let least = self.step(body);
        let wide: Vec<usize> = steps().zip(1..).filter(|(step, _)| *step > 1.2 * least + 0.5).map(|(_, i)| i).collect();
        // Rows set apart by distance: some column has one line in nearly each of them, and never two.
        let ends = || wide.iter().copied().chain([body.len()]);
        let single = |column: usize| {
            let held = |strip: &&Strip| strip.pieces.iter().any(|piece| self.columns.column(piece.middle()) == column);
            let starts = std::iter::once(0).chain(wide.iter().copied());
            let counts = || {
                let lines = |(from, to): (usize, usize)| body.get(from..to).unwrap_or_default().iter();
                starts.clone().zip(ends()).map(move |range| lines(range).filter(held).take(2).count())
            };
            counts().all(|count| count <= 1) && counts().filter(|count| *count == 1).count() * 10 > wide.len() * 7
        };
        let apart = !wide.is_empty() && (0..=self.columns.cuts.len()).any(single);
        if apart {
            out.extend(wide.iter().map(|i| i + self.heads));
        } else {
            out.extend((1..body.len()).filter(|i| body.get(*i).is_some_and(first)).map(|i| i + self.heads));
        }
        out
    }
}
