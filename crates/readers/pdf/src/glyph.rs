//! What interpretation leaves of a page: glyphs with places and ruling lines.

use crate::geometry::Turn;

/// A glyph in page space (or, after turning, in upright space).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    pub c: char,
    /// Where it begins and ends along its line.
    pub x0: f32,
    pub x1: f32,
    /// Base line.
    pub y: f32,
    /// Font size.
    pub size: f32,
    pub bold: bool,
    /// Drawn in red ink.
    pub red: bool,
    /// Drawn as part of the page's furniture (a pagination artifact).
    pub artifact: bool,
    /// Its marked content: index into [`PageContent::tags`] plus one, 0 for none.
    pub tag: u16,
}

impl Glyph {
    pub(crate) fn is_space(&self) -> bool {
        // No blank lies beyond the ideographic space.
        self.c <= '\u{3000}' && self.c.is_whitespace()
    }

    /// Height at which a glyph's body lies, for finding its cell.
    pub(crate) fn middle(&self) -> (f32, f32) {
        ((self.x0 + self.x1) / 2.0, self.y + 0.35 * self.size)
    }
}

/// A straight line that a page draws: rulings of tables, mostly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ruling {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

impl Ruling {
    pub(crate) fn horizontal(&self) -> bool {
        self.y0 == self.y1
    }
}

/// Text of one direction, turned upright.
pub(crate) type Layer = Vec<Glyph>;

/// An image on a page, as its dictionary describes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageImage {
    /// Share of the page that it covers.
    pub share: f32,
    /// Pixels; 0 where not stated.
    pub width: u32,
    pub height: u32,
    /// Bits per component.
    pub bits: u32,
    /// Names of its filters, from the outermost inwards.
    pub filters: String,
    /// Bytes as stored.
    pub bytes: usize,
    /// Number of its object, 0 for inline images.
    pub object: u32,
}

/// A page as interpreted.
#[derive(Debug, Default)]
pub(crate) struct PageContent {
    /// Visible text by direction, in the order of [`Turn::ALL`].
    pub visible: [Layer; 4],
    /// Invisible text by direction: the text layer under a scan, mostly.
    pub invisible: [Layer; 4],
    /// Slanted text (watermarks, stamps), each line turned by its own angle.
    pub slanted: Layer,
    /// Slanted text that the page hides.
    pub veiled: Layer,
    /// Rulings in page space.
    pub rulings: Vec<Ruling>,
    /// Width and height.
    pub size: (f32, f32),
    /// Images that cover some of the page: their share of its area.
    pub image_area: f32,
    /// The first of these images.
    pub images: Vec<PageImage>,
    /// Marked content with numbers: object number of its form (0 for the page), and its own number.
    pub tags: Vec<(u32, u32)>,
    /// Glyphs whose text nothing tells.
    pub unknown: usize,
}

impl PageContent {
    /// Index of the direction in which most of the text runs.
    pub(crate) fn main_turn(layers: &[Layer; 4]) -> Turn {
        let mut filled = layers.iter().zip(Turn::ALL).filter(|(layer, _)| !layer.is_empty());
        if let (Some((_, only)), None) = (filled.next(), filled.next()) {
            return only;
        }
        let mut best = (0, Turn::Right);
        for (layer, turn) in layers.iter().zip(Turn::ALL) {
            let count = layer.iter().filter(|g| !g.is_space()).count();
            if count > best.0 {
                best = (count, turn);
            }
        }
        best.1
    }
}

/// True for characters that fill an em: ideographs, kana, full-width forms, Chinese punctuation.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '①'..='⒛' | '●' | '■' | '◆' | '★' | '□' | '○')
}
