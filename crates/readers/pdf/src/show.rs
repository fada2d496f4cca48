//! Showing strings: places each glyph on the page, sorts it by direction, and applies replacement text.

use crate::font::{Font, Text};
use crate::geometry::{Matrix, Turn};
use crate::glyph::{Glyph, Layer};
use crate::interpret::{Interpreter, Mark, State};

/// How far outside the page a glyph may lie, in points, before it counts as not visible.
const OUTSIDE: f32 = 8.0;
/// Text smaller than this share of the page's height is not meant to be read.
const TINY: f32 = 0.001;

/// A character as it goes into text: `None` for those that nobody sees.
fn visible(c: char) -> Option<char> {
    match c {
        // Most of all text, told first.
        ' '..='~' | '\u{3000}'..='\u{d7ff}' => Some(c),
        '\t' | '\n' | '\r' | '\u{a0}' => Some(' '),
        '\u{ad}' => Some('-'),
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => None,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => None,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => None,
        other => Some(other),
    }
}

/// What all glyphs of a string share.
struct Run {
    /// `None` where the text is slanted.
    turn: Option<Turn>,
    /// Cosine and sine of slanted text.
    slant: (f32, f32),
    size: f32,
    bold: bool,
    red: bool,
    artifact: bool,
    hidden: bool,
    tag: u16,
    vertical: bool,
}

impl Run {
    /// A glyph of the string.
    #[inline]
    fn glyph(&self, c: char, x0: f32, x1: f32, y: f32) -> Glyph {
        let Run { size, bold, red, artifact, tag, .. } = *self;
        Glyph { c, x0, x1, y, size, bold, red, artifact, tag }
    }
}

impl Interpreter<'_, '_> {
    /// Shows one string with the current font.
    pub(crate) fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        if !self.file.budget.work(bytes.len() as u64) {
            return;
        }
        let m = self.text.then(&self.state.ctm);
        let [a, b, c, d, ..] = m.0;
        let (size, stretch, rise) = (self.state.size, self.state.stretch, self.state.rise);
        let em = (size.abs() * c.hypot(d)) as f32 * font.em;
        let along = if font.vertical { (-c * size, -d * size) } else { (a * size * stretch, b * size * stretch) };
        let length = along.0.hypot(along.1).max(1e-9);
        let mark = self.marks.last();
        let run = Run {
            turn: Turn::of(along.0, along.1),
            slant: ((along.0 / length) as f32, (along.1 / length) as f32),
            size: em,
            bold: font.bold || self.state.render == 2,
            red: self.state.ink.red && !matches!(self.state.render, 1 | 5),
            artifact: mark.is_some_and(|mark| mark.artifact),
            hidden: matches!(self.state.render, 3 | 7)
                || mark.is_some_and(|mark| mark.hidden)
                || em < TINY * self.page.size.1,
            tag: mark.map_or(0, |mark| mark.tag),
            vertical: font.vertical,
        };
        let mut from = m.apply(0.0, rise);
        let (mut moved_x, mut moved_y) = (0.0, 0.0);
        let mut rest = bytes;
        // Nearly all text runs to the right and is seen, in characters that were met before.
        let plain = run.turn == Some(Turn::Right)
            && b == 0.0
            && c.is_finite()
            && d.is_finite()
            && !(run.vertical || run.hidden || self.ink_hides());
        while !rest.is_empty() {
            if plain {
                (rest, from.0, moved_x) = self.show_known(&font, rest, &run, a, from, moved_x);
            }
            let Some(shown) = font.next(rest) else { break };
            let len = shown.len.clamp(1, rest.len());
            let space = len == 1 && rest.first() == Some(&b' ');
            rest = rest.get(len..).unwrap_or_default();
            let extra = self.state.char_space + if space { self.state.word_space } else { 0.0 };
            let width = f64::from(shown.width);
            let (end, step) = if font.vertical {
                ((0.0, -width * size), (0.0, -width * size + extra))
            } else {
                ((width * size * stretch, 0.0), ((width * size + extra) * stretch, 0.0))
            };
            let to = (from.0 + end.0 * a + end.1 * c, from.1 + end.0 * b + end.1 * d);
            self.place(&shown.text, from, to, &run);
            from.0 += step.0 * a + step.1 * c;
            from.1 += step.0 * b + step.1 * d;
            moved_x += step.0;
            moved_y += step.1;
        }
        self.text = Matrix::shift(moved_x, moved_y).then(&self.text);
    }

    /// Shows the glyphs at the start of a string that were met before, along a level base line of which text space is
    /// `a` wide. Returns the rest of the string, where it begins, and how far the text has moved until there.
    #[inline(never)]
    fn show_known<'b>(
        &mut self,
        font: &Font<'_>,
        bytes: &'b [u8],
        run: &Run,
        a: f64,
        from: (f64, f64),
        mut moved: f64,
    ) -> (&'b [u8], f64, f64) {
        let State { size, stretch, char_space, word_space, .. } = self.state;
        let (mut x, y) = (from.0, from.1 as f32);
        let seen = self.seen_along(y, run.size);
        let mut layer = std::mem::take(&mut self.page.visible[Turn::Right as usize]);
        let rest = font.each_known(bytes, |code, width, c| {
            let extra = char_space + if code == b" " { word_space } else { 0.0 };
            let width = f64::from(width) * size;
            let (x0, x1) = (x as f32, (x + width * stretch * a) as f32);
            // Most glyphs begin where all of a line is seen.
            let on_page = seen.contains(&x0) && x1.is_finite() || self.on_page((x0, y), (x1, y), run.size);
            if on_page && let Some(c) = visible(c) {
                let (x0, x1) = if x0 <= x1 { (x0, x1) } else { (x1, x0) };
                layer.push(run.glyph(c, x0, x1, y));
            }
            let step = (width + extra) * stretch;
            x += step * a;
            moved += step;
        });
        self.page.visible[Turn::Right as usize] = layer;
        (rest, x, moved)
    }

    /// True where a glyph lies on the page, and not in a part that is clipped away.
    // Rarely asked: apart from the loop over all glyphs.
    #[inline(never)]
    fn on_page(&self, from: (f32, f32), to: (f32, f32), size: f32) -> bool {
        let (w, h) = self.page.size;
        // None of the numbers is NaN once their sum is finite.
        let outside = |v: f32, u: f32, max: f32| v < -OUTSIDE && u < -OUTSIDE || v > max + OUTSIDE && u > max + OUTSIDE;
        (from.0 + from.1 + to.0 + to.1 + size).is_finite()
            && size > 0.0
            && !outside(from.0, to.0, w)
            && !outside(from.1, to.1, h)
            && !self.clipped(from, to, size)
    }

    /// The stretch of a base line on which a glyph that begins there is on the page for sure.
    fn seen_along(&self, y: f32, size: f32) -> std::ops::RangeInclusive<f32> {
        let clip = &self.state.clip;
        let (from, to) = (clip.x0.max(0.0), clip.x1.min(self.page.size.0));
        // Where the base line itself is off the page, none: each glyph is looked at.
        if self.on_page((from, y), (from, y), size) { from..=to } else { 1.0..=0.0 }
    }

    fn place(&mut self, text: &Text, from: (f64, f64), to: (f64, f64), run: &Run) {
        let size = run.size;
        let (fx, fy, tx, ty) = (from.0 as f32, from.1 as f32, to.0 as f32, to.1 as f32);
        if !self.on_page((fx, fy), (tx, ty), size) {
            return;
        }
        let hidden = run.hidden || self.unseen((fx, fy), (tx, ty), size);
        let (layer, x0, x1, mut y): (&mut Layer, f32, f32, f32) = match run.turn {
            Some(turn) => {
                let (ax, ay) = turn.upright(fx, fy);
                let (bx, _) = turn.upright(tx, ty);
                let layers = if hidden { &mut self.page.invisible } else { &mut self.page.visible };
                (&mut layers[turn as usize], ax.min(bx), ax.max(bx), ay)
            }
            None => {
                let (cos, sin) = run.slant;
                let across = |x: f32, y: f32| (x * cos + y * sin, -x * sin + y * cos);
                let ((ax, ay), (bx, _)) = (across(fx, fy), across(tx, ty));
                let layer = if hidden { &mut self.page.veiled } else { &mut self.page.slanted };
                (layer, ax.min(bx), ax.max(bx), ay)
            }
        };
        if run.vertical {
            // The line of vertical writing runs through the middle of its glyphs, not along their foot.
            y -= 0.35 * size;
        }
        let glyph = |c, x0, x1| run.glyph(c, x0, x1, y);
        match text {
            Text::Char(c) => {
                if let Some(c) = visible(*c) {
                    layer.push(glyph(c, x0, x1));
                }
            }
            Text::Unknown => {
                self.page.unknown += 1;
                layer.push(glyph('\u{fffd}', x0, x1));
            }
            Text::Many(many) => spread(layer, many, x0, x1, glyph),
        }
    }

    /// How many glyphs each visible layer holds.
    pub(crate) fn lengths(&self) -> [usize; 4] {
        std::array::from_fn(|i| self.page.visible[i].len())
    }

    /// Puts replacement text (ActualText) in the place of the glyphs of a mark: where these lie on one line, or where
    /// some of them have no text of their own.
    pub(crate) fn end_mark(&mut self, mark: Mark) {
        let Some((text, starts)) = mark.actual else { return };
        for (layer, start) in self.page.visible.iter_mut().zip(starts) {
            let Some((&first, others)) = layer.get(start..).and_then(<[Glyph]>::split_first) else { continue };
            let mut end = first.x1;
            let mut one_line = true;
            let mut unknown = first.c == '\u{fffd}';
            for glyph in others {
                one_line &= (glyph.y - first.y).abs() < 0.5 * first.size && glyph.x0 >= first.x0 - first.size;
                end = end.max(glyph.x1);
                unknown |= glyph.c == '\u{fffd}';
            }
            if one_line || unknown {
                let unknown = others.iter().chain([&first]).filter(|g| g.c == '\u{fffd}').count();
                self.page.unknown = self.page.unknown.saturating_sub(unknown);
                layer.truncate(start);
                spread(layer, &text, first.x0, end, |c, x0, x1| Glyph { c, x0, x1, ..first });
            }
            return;
        }
    }
}

/// Several characters over one stretch, each with an equal share.
fn spread(layer: &mut Layer, text: &str, x0: f32, x1: f32, glyph: impl Fn(char, f32, f32) -> Glyph) {
    let count = text.chars().filter_map(visible).count().max(1) as f32;
    for (i, c) in text.chars().filter_map(visible).enumerate() {
        let at = |i: f32| x0 + (x1 - x0) * i / count;
        layer.push(glyph(c, at(i as f32), at(i as f32 + 1.0)));
    }
}
