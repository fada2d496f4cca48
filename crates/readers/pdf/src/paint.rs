//! What a page paints, as far as it decides whether text can be seen: white ink, clipping, areas and images behind text
//! (ISO 32000-1, 8.5.4, 8.6, 8.9). Colours are only white or not white.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use crate::geometry::Rect;
use crate::glyph::PageImage;
use crate::interpret::{Interpreter, num};
use crate::token::Token;

/// From this share of each component on, ink counts as white.
const WHITE: f64 = 0.98;
/// Most painted areas of a page that are remembered; past that, white text counts as visible.
const MAX_AREAS: usize = 2_000;
/// Most images of a page that are remembered.
const MAX_IMAGES: usize = 64;
/// How far outside a clip a glyph may reach and still count as seen, in points.
const CLIP_SLACK: f32 = 2.0;

/// How a colour's components are to be read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Space {
    /// More is lighter: grey, RGB.
    Additive,
    /// More is darker: CMYK, spot colours.
    Subtractive,
    Unknown,
}

/// The ink that fills glyphs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ink {
    space: Space,
    pub(crate) white: bool,
    /// Red, as the heads of official documents are.
    pub(crate) red: bool,
    /// Fully transparent.
    pub(crate) clear: bool,
}

impl Ink {
    pub(crate) const BLACK: Ink = Ink { space: Space::Additive, white: false, red: false, clear: false };

    fn set(&mut self, ops: &[Token<'_>]) {
        let numbers = ops.iter().filter(|op| matches!(op, Token::Number(_))).count();
        self.white = numbers > 0
            && numbers == ops.len()
            && (0..numbers).all(|i| match self.space {
                Space::Additive => num(ops, i) >= WHITE,
                Space::Subtractive => num(ops, i) <= 1.0 - WHITE,
                Space::Unknown => false,
            });
        // Every red in use is far from the other hues: #c00000, #ff0000, C0 M100 Y100 K0.
        let at = |i: usize| num(ops, i);
        self.red = match (self.space, numbers == ops.len(), numbers) {
            (Space::Additive, true, 3) => at(0) >= 0.6 && at(1).max(at(2)) <= 0.5 * at(0),
            (Space::Subtractive, true, 4) => at(1).min(at(2)) >= 0.6 && at(0) <= 0.5 * at(1) && at(3) <= 0.4,
            _ => false,
        };
    }
}

/// The part of a page that is not clipped away.
pub(crate) const NO_CLIP: Rect =
    Rect { x0: f32::NEG_INFINITY, y0: f32::NEG_INFINITY, x1: f32::INFINITY, y1: f32::INFINITY };

/// Areas that something was painted on.
#[derive(Debug, Default)]
pub(crate) struct Areas {
    list: Vec<Rect>,
    everywhere: bool,
}

impl Areas {
    fn add(&mut self, area: Rect) {
        if self.list.len() < MAX_AREAS {
            self.list.push(area);
        } else {
            self.everywhere = true;
        }
    }

    fn hold(&self, x: f32, y: f32) -> bool {
        self.everywhere || self.list.iter().any(|area| area.contains(x, y, 0.5))
    }
}

impl<'a> Interpreter<'a, '_> {
    /// Colour operators of fills.
    pub(crate) fn colour(&mut self, word: &[u8], ops: &[Token<'_>]) {
        let ink = &mut self.state.ink;
        match word {
            b"g" | b"rg" => ink.space = Space::Additive,
            b"k" => ink.space = Space::Subtractive,
            b"cs" => {
                (ink.white, ink.red) = (false, false);
                let space = match ops.first() {
                    Some(Token::Name(name)) => self.colour_space(name),
                    _ => Space::Unknown,
                };
                self.state.ink.space = space;
                return;
            }
            _ => {}
        }
        ink.set(ops);
    }

    fn colour_space(&self, name: &[u8]) -> Space {
        let family = |name: &[u8]| match name {
            b"DeviceGray" | b"DeviceRGB" | b"CalGray" | b"CalRGB" => Space::Additive,
            b"DeviceCMYK" | b"Separation" | b"DeviceN" => Space::Subtractive,
            _ => Space::Unknown,
        };
        let direct = family(name);
        if direct != Space::Unknown {
            return direct;
        }
        match self.resource(b"ColorSpace", name).map(|object| self.file.resolve(object)) {
            Some(Object::Name(name)) => family(name),
            Some(Object::Array(parts)) => match parts.first().map(|part| self.file.resolve(part)) {
                Some(Object::Name(name)) if name == b"ICCBased" => {
                    let profile = parts.get(1).and_then(|part| crate::objects::as_dict(self.file.resolve(part)));
                    match profile.and_then(|profile| self.file.number(profile, b"N")) {
                        Some(4.0) => Space::Subtractive,
                        Some(_) => Space::Additive,
                        None => Space::Unknown,
                    }
                }
                Some(Object::Name(name)) => family(name),
                _ => Space::Unknown,
            },
            _ => Space::Unknown,
        }
    }

    /// `gs`: of the graphics state parameters only the transparency of fills and the font matter.
    pub(crate) fn graphics_state(&mut self, ops: &[Token<'_>]) {
        let Some(Token::Name(name)) = ops.first() else { return };
        let Some(dict) = self.resource(b"ExtGState", name).and_then(|o| crate::objects::as_dict(self.file.resolve(o)))
        else {
            return;
        };
        if let Some(alpha) = self.file.number(dict, b"ca") {
            self.state.ink.clear = alpha <= 0.01;
        }
    }

    /// Paints the current path, and clips with it where `W` stood before.
    pub(crate) fn paint(&mut self, stroke: bool, fill: bool) {
        let m = &self.state.ctm.0;
        let scale = (m[0] * m[3] - m[1] * m[2]).abs().sqrt();
        let width = (self.state.line_width * scale) as f32;
        let inked = fill && !self.state.ink.white && !self.state.ink.clear;
        if inked || stroke && width > 6.0 {
            self.paths.areas(|area| self.areas.add(area));
        }
        self.clip_to_path();
        self.paths.paint(stroke, fill, width);
    }

    /// Ends the path without painting it.
    pub(crate) fn end_path(&mut self) {
        self.clip_to_path();
        self.paths.discard();
    }

    fn clip_to_path(&mut self) {
        if std::mem::take(&mut self.clipping) {
            // An empty path clips nothing away: viewers ignore it.
            if let Some(bounds) = self.paths.bounds() {
                self.clip(bounds);
            }
        }
    }

    /// Clips to a box; shapes that are no boxes clip to the box around them.
    pub(crate) fn clip(&mut self, by: Rect) {
        let clip = &mut self.state.clip;
        *clip = Rect { x0: clip.x0.max(by.x0), y0: clip.y0.max(by.y0), x1: clip.x1.min(by.x1), y1: clip.y1.min(by.y1) };
    }

    /// True where nothing of a glyph between two points, `size` high, is inside the clip.
    pub(crate) fn clipped(&self, from: (f32, f32), to: (f32, f32), size: f32) -> bool {
        let reach = size + CLIP_SLACK;
        let clip = &self.state.clip;
        let beyond = |a: f32, b: f32, low: f32, high: f32| {
            a + reach < low && b + reach < low || a - reach > high && b - reach > high
        };
        beyond(from.0, to.0, clip.x0, clip.x1) || beyond(from.1, to.1, clip.y0, clip.y1)
    }

    /// True where glyphs are filled with ink that may not be seen.
    pub(crate) fn ink_hides(&self) -> bool {
        let ink = &self.state.ink;
        matches!(self.state.render, 0 | 4) && (ink.white || ink.clear)
    }

    /// True where a glyph's ink cannot be told from the page: transparent, or white with nothing painted behind it.
    pub(crate) fn unseen(&self, from: (f32, f32), to: (f32, f32), size: f32) -> bool {
        if !self.ink_hides() {
            return false;
        }
        let ink = &self.state.ink;
        let (x, y) = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        ink.clear || !(self.areas.hold(x, y) || self.areas.hold(x, y + 0.35 * size))
    }

    /// Notes that something is painted wherever the clip lets it: a shading.
    pub(crate) fn shade(&mut self) {
        self.areas.everywhere = true;
    }

    /// Notes an image: it fills the unit square of the current space.
    pub(crate) fn image(&mut self, image: Option<(&'a Stream, Option<ObjectId>)>) {
        let m = &self.state.ctm.0;
        let area = (m[0] * m[3] - m[1] * m[2]).abs() as f32;
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(x, y)| self.at(x, y));
        if !area.is_finite() {
            return;
        }
        let around = corners.iter().fold(Rect::NONE, |r, c| r.union(&Rect::new(c.0, c.1, c.0, c.1)));
        self.areas.add(around);
        let share = area / (self.page.size.0 * self.page.size.1).max(1.0);
        self.page.image_area += share;
        if self.page.images.len() >= MAX_IMAGES {
            return;
        }
        let Some((stream, id)) = image else {
            self.page.images.push(PageImage { share, filters: "inline".into(), ..PageImage::default() });
            return;
        };
        let size = |key: &[u8]| self.file.number(&stream.dict, key).unwrap_or(0.0).clamp(0.0, 1e9) as u32;
        self.page.images.push(PageImage {
            share,
            width: size(b"Width"),
            height: size(b"Height"),
            bits: size(b"BitsPerComponent").min(64),
            filters: self.filters(&stream.dict),
            bytes: stream.content.len(),
            object: id.map_or(0, |id| id.0),
        });
    }

    fn filters(&self, dict: &Dictionary) -> String {
        let name = |object: &Object| match self.file.resolve(object) {
            Object::Name(name) => String::from_utf8_lossy(name).chars().take(40).collect(),
            _ => String::new(),
        };
        match self.file.get(dict, b"Filter") {
            Some(Object::Array(filters)) => filters.iter().take(8).map(name).collect::<Vec<String>>().join("+"),
            Some(object) => name(object),
            None => "none".into(),
        }
    }
}
