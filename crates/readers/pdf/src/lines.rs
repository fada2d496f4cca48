//! Glyphs to lines: those on one base line, from left to right, with spaces where there are spaces.

use std::borrow::Cow;

use crate::geometry::Rect;
use crate::glyph::{Glyph, is_wide};

/// A line of text.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub text: String,
    /// The box of its visible glyphs.
    pub rect: Rect,
    /// Base line.
    pub y: f32,
    /// Most frequent font size.
    pub size: f32,
    /// All visible glyphs are bold.
    pub bold: bool,
    /// Length in bytes of the bold text that it begins with.
    pub lead: usize,
    /// All visible glyphs are red.
    pub red: bool,
    /// All visible glyphs are marked as the page's furniture.
    pub artifact: bool,
    /// Width of its first character or word: what would have had to fit on the line before.
    pub first_unit: f32,
    /// Visible characters.
    pub chars: usize,
    /// Widest gap between neighbouring glyphs, in ems; narrow ones are not counted.
    pub gap: f32,
    /// Where its text begins after a label or number (抄送：, 1.), and after a second one: lines under it may hang there.
    pub hangs: [Option<f32>; 2],
}

/// Glyphs that follow one another on one base line.
struct Run<'g> {
    glyphs: &'g [Glyph],
    y: f32,
    size: f32,
}

/// The runs of one row, and base line and size of the largest of them.
struct Home<'g> {
    y: f32,
    size: f32,
    first: Run<'g>,
    others: Vec<Run<'g>>,
}

/// Glyphs of one line, from left to right: a stretch of the page's glyphs, where they lie together there.
#[derive(Clone, Debug)]
pub(crate) struct Row<'g> {
    pub glyphs: Cow<'g, [Glyph]>,
}

/// How far up a glyph's core reaches, in ems: rows are told apart by their cores.
const CORE: f32 = 0.7;

/// A narrower gap, in ems, is none.
const NARROW: f32 = 0.05;

/// Longest label with the text that begins after it, in characters.
const LABEL: usize = 9;

/// Most sizes that are counted.
const MAX_SIZES: usize = 32;

/// Groups glyphs into rows, from the top down.
pub(crate) fn rows(glyphs: &[Glyph]) -> Vec<Row<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let follows = |a: &Glyph, b: &Glyph| {
        // Most neighbours have exactly one line and size.
        let close = a.y == b.y && a.size == b.size
            || (a.y - b.y).abs() <= 0.05 * a.size && (a.size - b.size).abs() <= 0.02 * a.size;
        close && b.x0 >= a.x0 - 0.1 * a.size && b.x0 <= a.x1 + 3.0 * a.size
    };
    for part in glyphs.chunk_by(follows) {
        if let Some(first) = part.first() {
            runs.push(Run { glyphs: part, y: first.y, size: first.size });
        }
    }
    runs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut homes: Vec<Home<'_>> = Vec::new();
    for run in runs {
        // A superscript opens a row just above the one that it belongs to: look a few rows back.
        let home = homes.iter_mut().rev().take(4).find(|home| same_row((home.y, home.size), (run.y, run.size)));
        match home {
            Some(home) => {
                if run.size > home.size {
                    (home.y, home.size) = (run.y, run.size);
                }
                home.others.push(run);
            }
            None => homes.push(Home { y: run.y, size: run.size, first: run, others: Vec::new() }),
        }
    }
    homes.into_iter().map(row).filter(|row| !row.glyphs.iter().all(Glyph::is_space)).collect()
}

fn same_row((ya, sa): (f32, f32), (yb, sb): (f32, f32)) -> bool {
    let (small, large) = (sa.min(sb), sa.max(sb));
    if small > 0.75 * large {
        return (ya - yb).abs() <= 0.3 * large;
    }
    let overlap = (ya + CORE * sa).min(yb + CORE * sb) - ya.max(yb);
    overlap >= 0.5 * CORE * small
}

fn row(home: Home<'_>) -> Row<'_> {
    if home.others.is_empty() {
        return Row { glyphs: Cow::Borrowed(home.first.glyphs) };
    }
    let mut runs = home.others;
    runs.insert(0, home.first);
    let left = |run: &Run<'_>| run.glyphs.first().map_or(0.0, |g| g.x0);
    let right = |run: &Run<'_>| run.glyphs.last().map_or(0.0, |g| g.x1);
    runs.sort_by(|a, b| left(a).total_cmp(&left(b)));
    let overlap = runs.windows(2).any(|pair| left(&pair[1]) < right(&pair[0]) - 0.3 * pair[0].size);
    let mut all: Vec<Glyph> = Vec::with_capacity(runs.iter().map(|run| run.glyphs.len()).sum());
    for run in &runs {
        all.extend_from_slice(run.glyphs);
    }
    if !overlap {
        return Row { glyphs: Cow::Owned(all) };
    }
    all.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(all.len());
    for glyph in all {
        // The same glyph drawn twice with a small shift is a way to draw bold.
        let twin = glyphs.iter_mut().rev().take(3).any(|kept| {
            let same = kept.c == glyph.c && (kept.x0 - glyph.x0).abs() < 0.15 * glyph.size;
            let same = same && (kept.y - glyph.y).abs() < 0.15 * glyph.size;
            kept.bold |= same && !glyph.is_space();
            same
        });
        if !twin {
            glyphs.push(glyph);
        }
    }
    Row { glyphs: Cow::Owned(glyphs) }
}

impl Row<'_> {
    /// The row as a line; `None` where nothing is visible.
    pub(crate) fn line(&self) -> Option<Line> {
        let mut text = String::with_capacity(self.glyphs.len() * 3);
        let mut last: Option<&Glyph> = None;
        let mut space = false;
        let (mut bold, mut lead) = (true, 0);
        let mut chars = 0;
        let mut gap = 0.0f32;
        let mut hangs = [None; 2];
        for glyph in self.glyphs.iter() {
            if glyph.is_space() {
                space = true;
                continue;
            }
            if let Some(before) = last {
                let step = glyph.x0 - before.x1;
                // Most glyphs begin where the one before ends.
                if step > NARROW * glyph.size || step > NARROW * before.size {
                    if is_gap(before, glyph, space) {
                        text.push(' ');
                    }
                    gap = gap.max(step / glyph.size.max(before.size).max(0.1));
                }
                if chars < LABEL
                    && ends_label(before.c)
                    && let Some(free) = hangs.iter_mut().find(|hang| hang.is_none())
                {
                    *free = Some(glyph.x0);
                }
            }
            text.push(glyph.c);
            space = false;
            last = Some(glyph);
            chars += 1;
            bold &= glyph.bold;
            if bold {
                lead = text.len();
            }
        }
        let (rect, sizes) = self.extent();
        let size = sizes.usual()?;
        let seen = || self.glyphs.iter().filter(|g| !g.is_space());
        let base = seen().find(|g| (g.size - size).abs() < 0.05 * size)?;
        let (red, artifact) = (seen().all(|g| g.red), seen().all(|g| g.artifact));
        let first_unit = self.first_unit();
        Some(Line { text, rect, y: base.y, size, bold, lead, red, artifact, first_unit, chars, gap, hangs })
    }

    /// The box of the visible glyphs, and their sizes.
    fn extent(&self) -> (Rect, Sizes) {
        let (mut rect, mut sizes) = (Rect::NONE, Sizes::default());
        // Most lines have one base line and size.
        for level in self.glyphs.chunk_by(|a, b| a.y == b.y && a.size == b.size) {
            let mut count = 0;
            for glyph in level.iter().filter(|g| !g.is_space()) {
                count += 1;
                if glyph.x0 < rect.x0 {
                    rect.x0 = glyph.x0;
                }
                if glyph.x1 > rect.x1 {
                    rect.x1 = glyph.x1;
                }
            }
            if let Some(Glyph { y, size, .. }) = level.first().filter(|_| count > 0) {
                rect.y0 = rect.y0.min(y - 0.2 * size);
                rect.y1 = rect.y1.max(y + 0.85 * size);
                sizes.add(*size, count);
            }
        }
        (rect, sizes)
    }

    fn first_unit(&self) -> f32 {
        let mut glyphs = self.glyphs.iter().skip_while(|g| g.is_space());
        let Some(first) = glyphs.next() else { return 0.0 };
        let mut last = first;
        for glyph in glyphs {
            let apart = glyph.is_space() || glyph.x0 > last.x1 + 0.15 * glyph.size;
            if apart || (is_wide(last.c) || is_wide(glyph.c)) && !glued(last.c, glyph.c) {
                break;
            }
            last = glyph;
        }
        last.x1 - first.x0
    }
}

/// No line is broken between these two: before closing marks, after opening ones, on either side of quotation marks
/// (UAX #14, classes CL, OP, QU).
fn glued(before: char, after: char) -> bool {
    let quote = |c| matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'');
    matches!(before, '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '(')
        || matches!(
            after,
            '）' | '》' | '〉' | '」' | '』' | '】' | '〕' | ')' | '，' | '。' | '、' | '；' | '：' | '！' | '？'
        )
        || matches!(after, ',' | '.' | ';' | ':' | '!' | '?' | '%' | '％')
        || quote(before)
        || quote(after)
}

/// True for the sign at the end of a label or number before text: 抄送：, 1., （1）, ①.
fn ends_label(c: char) -> bool {
    matches!(c, '：' | ':' | '、' | '．' | '.' | '）' | ')' | '①'..='⒛')
}

/// Counts font sizes; those that are nearly the same count as one.
#[derive(Default)]
pub(crate) struct Sizes {
    table: Vec<(f32, usize)>,
    /// The last size, and how many of it are not in the table yet: most glyphs have the size of the one before.
    last: (f32, usize),
}

impl Sizes {
    /// Counts so many glyphs of a size.
    pub(crate) fn add(&mut self, size: f32, count: usize) {
        if size != self.last.0 {
            self.flush();
            self.last.0 = size;
        }
        self.last.1 += count;
    }

    fn flush(&mut self) {
        let (size, count) = std::mem::take(&mut self.last);
        if count == 0 {
            return;
        }
        match self.table.iter().position(|(known, _)| (known - size).abs() < 0.05 * known.abs()) {
            Some(i) => self.table[i].1 += count,
            None if self.table.len() < MAX_SIZES => self.table.push((size, count)),
            None => {}
        }
    }

    /// The size of most, `None` where none was counted.
    pub(crate) fn usual(mut self) -> Option<f32> {
        if self.table.is_empty() {
            return (self.last.1 > 0).then_some(self.last.0);
        }
        self.flush();
        self.table.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(size, _)| size)
    }
}

/// True where a reader sees a space between two visible glyphs of a line; `space` says that space glyphs stand between.
// Rarely asked: apart from the loop over all glyphs.
#[inline(never)]
fn is_gap(a: &Glyph, b: &Glyph, space: bool) -> bool {
    let em = a.size.min(b.size).max(0.1);
    if b.x0 - a.x1 < NARROW * em {
        return false;
    }
    let gap = (b.x0 - a.x1) / em;
    match (is_wide(a.c), is_wide(b.c)) {
        // Justified Chinese text has small gaps everywhere, some of them with space glyphs.
        (true, true) => gap > if space { 0.75 } else { 1.1 },
        (false, false) => gap > if space { 0.08 } else { 0.18 },
        _ => gap > if space { 0.2 } else { 0.6 },
    }
}

/// What stands between two lines that are joined: a space between words of alphabets, nothing else.
pub(crate) fn separator(before: &str, after: &str) -> &'static str {
    let (Some(a), Some(b)) = (before.chars().next_back(), after.chars().next()) else { return "" };
    if is_wide(a) || is_wide(b) || (a.is_ascii_digit() && b.is_ascii_digit()) {
        return "";
    }
    let letters = |text: &str| text.chars().rev().take(3).any(|c| c.is_alphabetic() && !is_wide(c));
    let word = |c: char| c.is_alphanumeric();
    match a {
        '-' | '/' | '(' | '[' => "",
        _ if word(a) && word(b) => " ",
        ',' | '.' | ';' | ':' | ')' | '?' | '!' if word(b) && letters(before) => " ",
        _ if word(a) && matches!(b, '(' | '"' | '&' | '–') => " ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let mut at = x;
        text.chars()
            .map(|c| {
                let width = if is_wide(c) { size } else { size / 2.0 };
                at += width;
                Glyph { c, x0: at - width, x1: at, y, size, bold: false, red: false, artifact: false, tag: 0 }
            })
            .collect()
    }

    fn text(glyphs: &[Glyph]) -> Vec<String> {
        rows(glyphs).iter().filter_map(|row| row.line()).map(|line| line.text).collect()
    }

    #[test]
    fn justified_chinese_has_no_spaces() {
        let mut all = glyphs("青溪县", 0.0, 100.0, 10.0);
        for (i, glyph) in all.iter_mut().enumerate() {
            glyph.x0 += i as f32 * 4.0;
            glyph.x1 += i as f32 * 4.0;
        }
        assert_eq!(text(&all), ["青溪县"]);
        assert_eq!(text(&glyphs("at the lake", 0.0, 0.0, 10.0)), ["at the lake"]);
    }

    #[test]
    fn superscripts_and_order() {
        let mut all = glyphs("年产值", 30.0, 100.0, 10.0);
        all.extend(glyphs("云河市", 0.0, 100.2, 10.0));
        all.extend(glyphs("②", 60.0, 105.0, 5.0));
        all.extend(glyphs("次行", 0.0, 84.0, 10.0));
        assert_eq!(text(&all), ["云河市年产值②", "次行"]);
    }

    #[test]
    fn text_drawn_twice_is_bold() {
        let mut all = glyphs("通知", 0.0, 100.0, 10.0);
        all.extend(glyphs("通知", 0.4, 100.0, 10.0));
        let line = rows(&all)[0].line().expect("visible");
        assert_eq!((line.text.as_str(), line.bold), ("通知", true));
    }

    #[test]
    fn separators() {
        assert_eq!(separator("云河", "市"), "");
        assert_eq!(separator("two", "words"), " ");
        assert_eq!(separator("20", "23"), "");
        assert_eq!(separator("市", "R&D"), "");
    }
}
