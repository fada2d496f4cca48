//! Watermarks: large text that lies across the page's own text is parted from it; text across pages that comes back is
//! furniture, and so are page numbers that run in another direction than the page's text.

use std::collections::HashMap;

use lantai_model::Margin;

use crate::furniture::is_page_number;
use crate::glyph::{Glyph, Layer};
use crate::layout::{Aside, PageLayout};
use crate::lines::Sizes;

/// How much larger than the page's text a watermark is.
const LARGER: f32 = 1.8;
/// Most large glyphs of a page that may be a watermark.
const MOST: usize = 120;
/// How near to the edge of a page its number stands, as a share of the page's height.
const EDGE: f32 = 0.11;
/// How far a recurring line may move from page to page, in points.
const SAME_PLACE: f32 = 8.0;

/// Takes out runs of large glyphs that smaller ones stand in.
pub(crate) fn take(glyphs: &mut Vec<Glyph>) -> Layer {
    // Nearly all pages have no text that is so much larger than any other.
    let sizes = glyphs.chunk_by(|a, b| a.size == b.size).filter_map(|run| run.first().map(|g| g.size));
    let (least, most) = sizes.fold((f32::INFINITY, 0.0f32), |(least, most), size| (least.min(size), most.max(size)));
    if most <= LARGER * least {
        return Vec::new();
    }
    let mut sizes = Sizes::default();
    let mut largest = 0.0f32;
    for glyph in glyphs.iter().filter(|g| !g.is_space()) {
        sizes.add(glyph.size, 1);
        largest = largest.max(glyph.size);
    }
    let Some(usual) = sizes.usual().filter(|usual| largest > LARGER * usual) else { return Vec::new() };
    let large = |g: &Glyph| g.size > LARGER * usual && !g.is_space();
    let places: Vec<usize> = (0..glyphs.len()).filter(|i| glyphs.get(*i).is_some_and(large)).collect();
    if places.is_empty() || places.len() > MOST {
        return Vec::new();
    }
    let crossed = |mark: &Glyph| {
        let inside = |g: &&Glyph| {
            let (x, y) = g.middle();
            !large(g) && !g.is_space() && x > mark.x0 && x < mark.x1 && y > mark.y && y < mark.y + 0.8 * mark.size
        };
        glyphs.iter().filter(inside).take(2).count() == 2
    };
    let crossed: Vec<bool> = places.iter().map(|i| glyphs.get(*i).is_some_and(crossed)).collect();
    let mut taken = vec![false; glyphs.len()];
    let mut from = 0;
    for to in 1..=places.len() {
        let joined = |a: usize, b: usize| match (glyphs.get(a), glyphs.get(b)) {
            (Some(a), Some(b)) => (a.y - b.y).abs() < 0.1 * a.size && (a.size - b.size).abs() < 0.05 * a.size,
            _ => false,
        };
        if places.get(to).is_some_and(|next| joined(places[to - 1], *next)) {
            continue;
        }
        let hits = crossed.get(from..to).unwrap_or_default().iter().filter(|hit| **hit).count();
        if to - from >= 2 && hits * 2 >= to - from {
            for place in places.get(from..to).unwrap_or_default() {
                taken[*place] = true;
            }
        }
        from = to;
    }
    let mut out = Vec::new();
    let mut i = 0;
    glyphs.retain(|glyph| {
        let take = taken.get(i).copied().unwrap_or_default();
        i += 1;
        if take {
            out.push(*glyph);
        }
        !take
    });
    out
}

/// What makes lines of several pages the same: text, and for text along an axis its place.
fn key(aside: &Aside) -> (String, Option<(i32, i32)>) {
    let text = aside.line.text.chars().filter(|c| !c.is_whitespace()).collect();
    let place = |v: f32| (v / SAME_PLACE).round() as i32;
    (text, (!aside.across).then(|| (place(aside.rect.x0), place(aside.rect.y0))))
}

/// Marks what recurs beside the text of pages, and page numbers there.
pub(crate) fn mark(pages: &mut [PageLayout]) {
    let mut counts: HashMap<(String, Option<(i32, i32)>), usize> = HashMap::new();
    for aside in pages.iter().flat_map(|page| &page.aside) {
        *counts.entry(key(aside)).or_default() += 1;
    }
    let needed = if pages.len() <= 4 { 2 } else { 3 };
    for page in pages {
        let (width, height) = page.paper;
        for aside in &mut page.aside {
            let recurs = counts.get(&key(aside)).is_some_and(|count| *count >= needed);
            let edge = EDGE * width.max(height);
            let (x, y) = ((aside.rect.x0 + aside.rect.x1) / 2.0, (aside.rect.y0 + aside.rect.y1) / 2.0);
            let outside = x < edge || x > width - edge || y < edge || y > height - edge;
            if recurs {
                aside.margin = Some(Margin::Header);
            } else if !aside.across && outside && is_page_number(&aside.line.text) {
                aside.margin = Some(Margin::Footer);
            }
        }
    }
}
