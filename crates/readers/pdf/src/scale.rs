//! True sizes: some typesetters set small glyphs in a large em, and say where each glyph goes. The pitch of Chinese
//! characters, which fill their em, tells the size that readers see.

use crate::glyph::{Glyph, is_wide};

/// Most sizes of a page that are looked at.
const MAX_SIZES: usize = 64;
/// Least pairs of characters that a judgement needs.
const LEAST: usize = 6;

/// What pairs of neighbouring characters of one size show.
struct Evidence {
    size: f32,
    /// Pitches in ems of pairs that stand too close for their size.
    close: Vec<f32>,
    usual: usize,
}

/// Least and largest pitch, in ems, of characters that stand too close for their size.
const CLOSE: std::ops::Range<f32> = 0.3..0.7;

/// Corrects size and width of glyphs whose size is larger than what is drawn.
pub(crate) fn correct(glyphs: &mut [Glyph]) {
    let ideograph = |g: &Glyph| matches!(g.c, '\u{4e00}'..='\u{9fff}');
    // On nearly all pages next to no pairs stand that close, even by a generous measure.
    let near = |a: &Glyph, b: &Glyph| b.x0 - a.x0 > 0.25 * a.size && b.x0 - a.x0 < 0.75 * a.size;
    let crowded = |pair: &&[Glyph]| matches!(pair, [a, b] if near(a, b) && ideograph(a) && ideograph(b));
    if glyphs.windows(2).filter(crowded).take(LEAST).count() < LEAST {
        return;
    }
    let mut sizes: Vec<Evidence> = Vec::new();
    for run in glyphs.chunk_by(|a, b| a.size == b.size) {
        let mut place: Option<usize> = None;
        for pair in run.windows(2) {
            let [a, b] = pair else { continue };
            if !ideograph(a) || !ideograph(b) || (a.y - b.y).abs() > 0.05 * a.size {
                continue;
            }
            let pitch = (b.x0 - a.x0) / a.size;
            let known = *place.get_or_insert_with(|| {
                let known = sizes.iter().position(|known| same(known.size, a.size)).unwrap_or(sizes.len());
                if known == sizes.len() && known < MAX_SIZES {
                    sizes.push(Evidence { size: a.size, close: Vec::new(), usual: 0 });
                }
                known
            });
            let Some(slot) = sizes.get_mut(known) else { continue };
            if CLOSE.contains(&pitch) {
                slot.close.push(pitch);
            } else if pitch >= CLOSE.end {
                slot.usual += 1;
            }
        }
    }
    let mut scales: Vec<(f32, f32)> = Vec::new();
    for mut evidence in sizes {
        if evidence.close.len() >= LEAST && evidence.close.len() > 3 * evidence.usual {
            evidence.close.sort_by(f32::total_cmp);
            let median = evidence.close.get(evidence.close.len() / 2).copied().unwrap_or(1.0);
            scales.push((evidence.size, median));
        }
    }
    if scales.is_empty() {
        return;
    }
    for glyph in glyphs {
        if let Some((_, scale)) = scales.iter().find(|(size, _)| same(*size, glyph.size)) {
            glyph.size *= scale;
            let most = if is_wide(glyph.c) { glyph.size } else { (glyph.x1 - glyph.x0) * scale };
            glyph.x1 = glyph.x1.min(glyph.x0 + most);
        }
    }
}

fn same(a: f32, b: f32) -> bool {
    (a - b).abs() <= 0.01 * a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_crowded_glyphs_are_corrected() {
        let line = |pitch: f32| -> Vec<Glyph> {
            let at = |i: usize| 100.0 + pitch * i as f32;
            let glyph = |i| Glyph {
                c: '河',
                x0: at(i),
                x1: at(i) + 20.0,
                y: 0.0,
                size: 20.0,
                bold: false,
                red: false,
                artifact: false,
                tag: 0,
            };
            (0..10).map(glyph).collect()
        };
        let mut crowded = line(10.0);
        correct(&mut crowded);
        assert!((crowded[0].size - 10.0).abs() < 0.1 && (crowded[0].x1 - 110.0).abs() < 0.1);
        let mut plain = line(20.0);
        correct(&mut plain);
        assert_eq!(plain[0].size, 20.0);
    }
}
