//! Furniture of pages: running heads, feet and page numbers, told by their place and by their coming back.

use lantai_model::Margin;

use crate::geometry::Rect;
use crate::glyph::is_wide;
use crate::layout::{BlockKind, PageLayout};
use crate::notes::starts_note;
use crate::paragraphs::starts_numbered;

/// How deep the zones at the top and the foot of a page are, as shares of its height.
const HEAD: f32 = 0.14;
const FOOT: f32 = 0.14;
/// Most lines of furniture at either end of a page.
const MOST_LINES: usize = 4;
/// How far a recurring line may move from page to page, in points.
const SAME_PLACE: f32 = 4.0;

/// How much larger than the text a heading may be told by its size, and how near its text follows, in ems.
const LARGE: f32 = 1.2;
const NEAR: f32 = 1.6;
/// Most sizes that are counted.
const MOST_SIZES: usize = 64;

/// A line that may be furniture.
struct Candidate {
    page: usize,
    block: usize,
    /// Distance of the base line from the page's foot.
    y: f32,
    /// Text without blanks, digits as `#`.
    pattern: String,
    numbers: Vec<u64>,
}

/// Marks the furniture of all pages.
pub(crate) fn mark(pages: &mut [PageLayout]) {
    let body = body_size(pages);
    for margin in [Margin::Header, Margin::Footer] {
        for _ in 0..MOST_LINES {
            if !mark_outermost(pages, margin, body) {
                break;
            }
        }
    }
}

/// Looks at the outermost line of each page that is not marked yet; true if some of them were marked.
fn mark_outermost(pages: &mut [PageLayout], margin: Margin, body: f32) -> bool {
    let candidates: Vec<Candidate> =
        pages.iter().enumerate().filter_map(|(page, layout)| candidate(page, layout, margin)).collect();
    let needed = if pages.len() <= 4 { 2 } else { 3 };
    let mut found = Vec::new();
    for (i, candidate) in candidates.iter().enumerate() {
        let Some(layout) = pages.get(candidate.page) else { continue };
        let Some(line) = layout.blocks.get(candidate.block).and_then(|block| block.line()) else { continue };
        let from_edge = if margin == Margin::Footer { candidate.y } else { layout.size.1 - candidate.y };
        let alike = |limit: usize| {
            let (mut exact, mut counting) = (1usize, 1usize);
            // Running heads change from chapter to chapter: neighbours are enough to judge by.
            for other in candidates.iter().skip(i.saturating_sub(limit)).take(2 * limit + 1) {
                if (other.y - candidate.y).abs() > SAME_PLACE
                    || other.page == candidate.page
                    || other.pattern != candidate.pattern
                {
                    continue;
                }
                let step = other.page as i64 - candidate.page as i64;
                let pairs = || candidate.numbers.iter().zip(&other.numbers);
                if pairs().all(|(a, b)| a == b) {
                    exact += 1;
                } else if pairs().all(|(a, b)| a == b || *b as i64 - *a as i64 == step) {
                    counting += 1;
                }
            }
            (exact, counting)
        };
        let number = is_page_number(&line.text);
        if line.artifact || number && from_edge < 0.11 * layout.size.1 {
            found.push((candidate.page, candidate.block));
            continue;
        }
        let annex = line.text.starts_with('附');
        let (exact, counting) = alike(40);
        let recurs = exact >= needed || (counting >= needed && (number || !annex));
        // A heading that comes back, on forms of the same kind, is none: it is large, or a number stands before it, and
        // its text follows closely.
        let near = || inner_gap(layout, candidate.block, margin).is_some_and(|gap| gap < NEAR * line.size);
        let heading = margin == Margin::Header
            && !number
            && (line.size > LARGE * body || (line.size > 0.95 * body && starts_numbered(&line.text)))
            && near();
        let note = || margin == Margin::Footer && line.size < 0.95 * body && line.chars > 8 && starts_note(&line.text);
        if recurs && !heading && !note() {
            found.push((candidate.page, candidate.block));
        }
    }
    for (page, block) in &found {
        if let Some(block) = pages.get_mut(*page).and_then(|layout| layout.blocks.get_mut(*block)) {
            block.margin = Some(margin);
        }
    }
    !found.is_empty()
}

/// Font size of most characters in lines.
fn body_size(pages: &[PageLayout]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for line in pages.iter().flat_map(|page| &page.blocks).filter_map(|block| block.line()) {
        match sizes.iter().position(|(size, _)| (size - line.size).abs() < 0.05 * size.abs()) {
            Some(i) => sizes[i].1 += line.chars,
            None if sizes.len() < MOST_SIZES => sizes.push((line.size, line.chars)),
            None => {}
        }
    }
    sizes.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best }).map_or(0.0, |(size, _)| size)
}

/// Distance from a block to the nearest one further inside the page.
fn inner_gap(layout: &PageLayout, block: usize, margin: Margin) -> Option<f32> {
    let rect = layout.blocks.get(block)?.rect();
    let others = layout.blocks.iter().enumerate().filter(|(i, _)| *i != block).map(|(_, other)| other.rect());
    let gap = |other: Rect| if margin == Margin::Header { rect.y0 - other.y1 } else { other.y0 - rect.y1 };
    others.map(gap).filter(|gap| *gap > -0.5 * rect.height()).reduce(f32::min)
}

/// The outermost line of a page at one end, if it lies in that end's zone and no table lies further out.
fn candidate(page: usize, layout: &PageLayout, margin: Margin) -> Option<Candidate> {
    let height = layout.size.1;
    let open = layout.blocks.iter().enumerate().filter(|(_, block)| block.margin.is_none());
    let (index, block) = match margin {
        Margin::Header => open.reduce(|a, b| if b.1.rect().y1 > a.1.rect().y1 { b } else { a })?,
        Margin::Footer => open.reduce(|a, b| if b.1.rect().y0 < a.1.rect().y0 { b } else { a })?,
    };
    let BlockKind::Line(line) = &block.kind else { return None };
    let y = line.y - layout.foot();
    let inside = match margin {
        Margin::Header => y > height * (1.0 - HEAD),
        Margin::Footer => y < height * FOOT,
    };
    if !inside {
        return None;
    }
    let mut pattern = String::new();
    let mut numbers = Vec::new();
    let mut digits = false;
    for c in line.text.chars().filter(|c| !c.is_whitespace()) {
        let value = c.to_digit(10).or_else(|| fullwidth_digit(c));
        match value {
            Some(value) => {
                if !digits {
                    pattern.push('#');
                    numbers.push(0u64);
                }
                if let Some(last) = numbers.last_mut() {
                    *last = last.saturating_mul(10).saturating_add(u64::from(value)) % 1_000_000_000;
                }
            }
            None => pattern.push(c),
        }
        digits = value.is_some();
    }
    Some(Candidate { page, block: index, y, pattern, numbers })
}

/// True for a short number in Chinese numerals.
fn is_numeral(text: &str) -> bool {
    (1..=4).contains(&text.chars().count()) && text.chars().all(|c| "〇零一二三四五六七八九十百".contains(c))
}

fn fullwidth_digit(c: char) -> Option<u32> {
    ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32)
}

/// True for the forms of page numbers: `— 3 —`, `- 3 -`, `3`, `·3·`, `3/9`, `第3页`, `第 3 页 共 9 页`, `Page 3 of 9`, `iv`.
pub(crate) fn is_page_number(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.chars().count() > 16 {
        return false;
    }
    let core = text.trim_matches(|c: char| matches!(c, '-' | '—' | '–' | '－' | '―' | '─' | '·' | '•' | '.' | '~'));
    let dashed = core.len() < text.len();
    let core = core.trim_start_matches('第').trim_end_matches('页');
    let bare = |s: &str| {
        let count = s.chars().count();
        (1..=4).contains(&count) && s.chars().all(|c| c.is_ascii_digit() || fullwidth_digit(c).is_some())
    };
    if bare(core) || (dashed || text.starts_with('第') && text.ends_with('页')) && is_numeral(core) {
        return true;
    }
    let roman =
        !core.is_empty() && core.len() <= 6 && core.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'));
    if roman {
        return true;
    }
    let core = core.trim_start_matches("Page").trim_start_matches("page");
    for between in ["页共", "页，共", "页/共", "页,共", "/", "of", "／"] {
        if let Some((a, b)) = core.split_once(between) {
            return bare(a) && bare(b);
        }
    }
    // "第 3 页（共 9 页）" and the like.
    let digits_only: Vec<&str> = core.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let others = core.chars().filter(|c| !c.is_ascii_digit());
    let page_words = others.clone().count() > 0 && others.clone().all(|c| "第页共（）()，, ".contains(c));
    page_words && digits_only.len() <= 2 && others.into_iter().any(is_wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_page_numbers() {
        for yes in [
            "— 1 —",
            "- 12 -",
            "－3－",
            "7",
            "·7·",
            "3/9",
            "第 1 页 共 9 页",
            "第3页",
            "第三页",
            "—三—",
            "第2页（共8页）",
            "Page 3 of 9",
            "iv",
        ] {
            assert!(is_page_number(yes), "{yes}");
        }
        for no in ["云河市", "2023年", "1.5亿元", "一、", "20230102", "第三", "", "—", "附件1"] {
            assert!(!is_page_number(no), "{no}");
        }
    }
}
