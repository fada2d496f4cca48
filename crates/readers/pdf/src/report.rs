//! What could not be read: scanned pages, text layers that make no sense, limits that were hit.

use lantai_model::{Fact, FactKind, Place, Remark, Span};

use crate::glyph::{Glyph, PageContent, PageImage};
use crate::layout::PageLayout;
use crate::objects::{File, MAX_PAGES};
use crate::plausible::Tally;

/// A page with fewer visible characters is a scan, if images cover enough of it.
const FEW: usize = 10;
/// Share of the page that images cover on a scan.
const COVERED: f32 = 0.3;
/// Least share of the page of an image that is listed for text recognition; most images that are listed.
const PIECE: f32 = 0.05;
const MAX_IMAGES: usize = 1_000;

/// Most pages whose words are marked unclear one by one.
const MAX_UNCLEAR: usize = 200;

/// Findings by page.
#[derive(Default)]
pub(crate) struct Report {
    scanned: Vec<u32>,
    unreadable: Vec<u32>,
    images: Vec<(u32, PageImage)>,
    text: bool,
    width: f32,
    height: f32,
}

impl Report {
    /// Looks at an interpreted page.
    pub(crate) fn page(&mut self, number: u32, page: &PageContent) {
        let mut tally = Tally::new();
        let mut count = |g: &Glyph| {
            let real = !g.is_space();
            if real {
                tally.add(g.c);
            }
            usize::from(real)
        };
        let seen: usize = page.visible.iter().flatten().chain(&page.slanted).map(&mut count).sum();
        let under: usize = page.invisible.iter().flatten().map(&mut count).sum();
        if number == 1 {
            (self.width, self.height) = page.size;
        }
        self.text |= seen + under > 0;
        let scanned = seen < FEW && under < FEW && page.image_area >= COVERED;
        if scanned {
            self.scanned.push(number);
        }
        let unreadable = tally.unreadable();
        if unreadable {
            self.unreadable.push(number);
        }
        if (scanned || unreadable) && self.images.len() < MAX_IMAGES {
            // Ornaments and stamps are of no use to text recognition.
            let large = page.images.iter().filter(|image| image.share >= PIECE).take(MAX_IMAGES - self.images.len());
            self.images.extend(large.map(|image| (number, image.clone())));
        }
    }

    /// The images of pages that need text recognition, as facts: pixels, bits, filters, bytes, object.
    pub(crate) fn images(&self) -> Vec<Fact> {
        let told = self.images.iter().map(|(page, image)| {
            let PageImage { width, height, bits, filters, bytes, object, share } = image;
            let share = (share * 100.0).round().clamp(0.0, 100.0);
            let value = format!(
                "page {page}: {width}×{height} pixels, {bits} bits, {filters}, {bytes} bytes, object {object}, \
                 {share} % of the page"
            );
            Fact { kind: FactKind::Property, name: "ScannedImage".into(), value }
        });
        told.collect()
    }

    /// Writes the remarks.
    pub(crate) fn close(self, file: &File, pages: &[PageLayout], remarks: &mut Vec<Remark>) {
        let at = |page: Option<&u32>| -> Span {
            page.map_or_else(Span::default, |page| {
                Place::Page { page: *page, bbox: [0.0, 0.0, self.width, self.height] }.into()
            })
        };
        if !self.scanned.is_empty() {
            let about = format!("scanned: needs OCR ({} images without a text layer)", listed(&self.scanned));
            remarks.push(Remark::limited("ocr_needed", about, at(self.scanned.first())));
        } else if !self.text && !pages.is_empty() {
            let about = "no page has any text: the pages are blank, or their text is drawn as shapes";
            remarks.push(Remark::limited("no_text", about, at(Some(&1))));
        }
        if !self.unreadable.is_empty() {
            let about = format!(
                "text layer unreadable: needs OCR ({} drawn with fonts that do not say which characters they draw)",
                listed(&self.unreadable)
            );
            remarks.push(Remark::limited("text_layer_unreadable", about, at(self.unreadable.first())));
            for page in self.unreadable.iter().take(MAX_UNCLEAR) {
                let about = "the words of this page are not what it shows";
                remarks.push(Remark::unclear("text_layer_unreadable", about, at(Some(page))));
            }
        }
        let layered: Vec<u32> = pages.iter().filter(|page| page.from_invisible).map(|page| page.number).collect();
        if !layered.is_empty() {
            let about =
                format!("the text of {} from an OCR layer under a scan and may hold misreadings", listed(&layered));
            remarks.push(Remark::unclear("ocr_layer", about, at(layered.first())));
        }
        if pages.is_empty() {
            remarks.push(Remark::limited("no_pages", "the PDF holds no page that can be found", Span::default()));
        }
        if file.wrong_lengths > 0 {
            let about = format!(
                "the lengths of {} streams of the file are wrong; their data was read up to where it ends",
                file.wrong_lengths
            );
            remarks.push(Remark::unclear("stream_lengths", about, Span::default()));
        }
        if file.rebuilt {
            let about = "the file's table of objects is damaged and was rebuilt; objects may be missing";
            remarks.push(Remark::unclear("xref_rebuilt", about, Span::default()));
        }
        for rule in file.budget.hits() {
            let about = match rule {
                "operations" => {
                    "the page contents hold more operations than are read; text after that is missing".into()
                }
                "unpacked_size" => "streams unpack to more than is read; what they hold is missing".into(),
                "objects_missing" => "objects that the file lists could not be read; what they hold is missing".into(),
                "form_depth" => "forms are nested deeper than is read; what they hold is missing".into(),
                _ => format!("the page tree holds more than the {MAX_PAGES} pages that are read"),
            };
            remarks.push(Remark::limited(rule, about, Span::default()));
        }
    }
}

/// `page 3 is`, `pages 1-8, 11 are`.
fn listed(pages: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == page => *last = page,
            _ => parts.push((page, page)),
        }
    }
    let texts: Vec<String> =
        parts.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") }).collect();
    let several = pages.len() > 1;
    format!("{} {} {}", if several { "pages" } else { "page" }, texts.join(", "), if several { "are" } else { "is" })
}

#[cfg(test)]
mod tests {
    #[test]
    fn page_lists() {
        assert_eq!(super::listed(&[1, 2, 3, 5]), "pages 1-3, 5 are");
        assert_eq!(super::listed(&[4]), "page 4 is");
    }
}
