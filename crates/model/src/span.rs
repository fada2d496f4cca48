//! Where a thing stood in the source: an address, never a copy.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// A place in the source, with an optional range inside that place's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    /// The place itself.
    pub place: Place,
    /// Character range (Unicode scalar values, end exclusive) inside the text of the place, where it is only a part of it.
    pub chars: Option<(u32, u32)>,
}

/// The kinds of address that sources have.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Place {
    /// Not known.
    #[default]
    Unknown,
    /// Byte range of the decoded text (plain text).
    Text {
        /// First byte.
        start: u32,
        /// One past the last byte.
        end: u32,
    },
    /// Element path in an HTML page, for example `/html/body/div[2]/p[3]` (1-based among siblings of one name).
    Element(Arc<str>),
    /// Page of a fixed-layout document (1-based), and a box in points: left, bottom, right, top.
    Page {
        /// 1-based page number.
        page: u32,
        /// Left, bottom, right, top in points, origin at the page's lower left.
        bbox: [f32; 4],
    },
    /// A paragraph (1-based) in a part of an Office package.
    Part {
        /// Part name, for example `word/document.xml`.
        part: Arc<str>,
        /// 1-based paragraph number in the part.
        paragraph: u32,
    },
}

impl Span {
    /// A byte range of decoded text.
    pub fn text(start: usize, end: usize) -> Self {
        Place::Text { start: start as u32, end: end as u32 }.into()
    }

    /// The same place, narrowed to a character range of its text (relative to this span's own start).
    pub fn within(&self, start: usize, end: usize) -> Self {
        let base = self.chars.map_or(0, |(from, _)| from);
        Span { place: self.place.clone(), chars: Some((base + start as u32, base + end as u32)) }
    }

    /// True when nothing is known.
    pub fn is_unknown(&self) -> bool {
        self.place == Place::Unknown
    }

    /// 1-based page, 0 when the source has no pages.
    pub fn page(&self) -> u32 {
        if let Place::Page { page, .. } = self.place { page } else { 0 }
    }

    /// Writes the span as it is displayed. Outputs hold one for each block, and the machinery of formatting costs more
    /// than all else about them.
    pub fn write_to(&self, out: &mut String) {
        match &self.place {
            Place::Text { start, end } => {
                out.push_str("text:");
                push_number(out, u64::from(*start));
                out.push('-');
                push_number(out, u64::from(*end));
            }
            Place::Element(path) => {
                out.push_str("html:");
                out.push_str(path);
            }
            place => {
                let place = Span { place: place.clone(), chars: None };
                let _ = fmt::write(out, format_args!("{place}"));
            }
        }
        if let Some((start, end)) = self.chars {
            out.push('+');
            push_number(out, u64::from(start));
            out.push('-');
            push_number(out, u64::from(end));
        }
    }

    /// First byte in the decoded source text, where the source is plain text.
    pub fn offset(&self) -> Option<u32> {
        if let Place::Text { start, .. } = self.place { Some(start) } else { None }
    }
}

impl From<Place> for Span {
    fn from(place: Place) -> Self {
        Span { place, chars: None }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Unknown => write!(f, "unknown")?,
            Place::Text { start, end } => write!(f, "text:{start}-{end}")?,
            Place::Element(path) => write!(f, "html:{path}")?,
            Place::Page { page, bbox } => {
                let [l, b, r, t] = bbox.map(Tenths);
                write!(f, "page:{page}@{l},{b},{r},{t}")?;
            }
            Place::Part { part, paragraph } => write!(f, "part:{part}#{paragraph}")?,
        }
        if let Some((start, end)) = self.chars {
            write!(f, "+{start}-{end}")?;
        }
        Ok(())
    }
}

/// Writes a number in decimal.
pub fn push_number(out: &mut String, number: u64) {
    // The largest has twenty digits.
    let mut digits = [b'0'; 20];
    let (mut from, mut left) = (digits.len(), number);
    while left > 99 {
        let two = (left % 100) as u8;
        left /= 100;
        from -= 2;
        (digits[from], digits[from + 1]) = (b'0' + two / 10, b'0' + two % 10);
    }
    while left > 0 || from == digits.len() {
        from -= 1;
        digits[from] = b'0' + (left % 10) as u8;
        left /= 10;
    }
    out.push_str(std::str::from_utf8(&digits[from..]).unwrap_or_default());
}

/// A number with one digit after the point, as `{:.1}` writes it and in a fifth of its time.
struct Tenths(f32);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Exact: a product of 24 and 4 bits. Not a number compares as false.
        let tenths = (f64::from(self.0) * 10.0).abs();
        if tenths < 1e9 {
            let tenths = tenths.round_ties_even() as u32;
            let sign = if self.0.is_sign_negative() { "-" } else { "" };
            write!(f, "{sign}{}.{}", tenths / 10, tenths % 10)
        } else {
            write!(f, "{:.1}", self.0)
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrowing_twice_adds_up() {
        let span = Span::text(10, 90).within(4, 20).within(3, 5);
        assert_eq!(span.to_string(), "text:10-90+7-9");
    }

    #[test]
    fn spans_are_written_as_they_are_displayed() {
        let part = Place::Part { part: "word/document.xml".into(), paragraph: 12 };
        let page = Place::Page { page: 3, bbox: [1.0, 2.25, 300.5, 4.0] };
        for place in [Place::Unknown, Place::Element("/html/body/p[3]".into()), part, page] {
            for span in [Span::from(place.clone()), Span::from(place.clone()).within(0, 4_294_967_295)] {
                let mut written = String::new();
                span.write_to(&mut written);
                assert_eq!(written, span.to_string());
            }
        }
        let mut written = String::new();
        Span::text(0, 1_234_567_890).within(10, 205).write_to(&mut written);
        push_number(&mut written, u64::MAX);
        assert_eq!(written, "text:0-1234567890+10-20518446744073709551615");
    }

    #[test]
    fn tenths_are_written_as_always() {
        let halves = (-4_000..4_000).map(|i| i as f32 / 16.0);
        let odd = (0..4_000).map(|i| 0.1 + i as f32 * 0.37);
        let edges =
            [0.0, -0.0, -0.04, 1e7, -3.4e38, f32::MIN_POSITIVE, f32::INFINITY, f32::NAN, 99_999_999.0, 841.889_8];
        for value in halves.chain(odd).chain(edges) {
            assert_eq!(Tenths(value).to_string(), format!("{value:.1}"));
        }
    }
}
