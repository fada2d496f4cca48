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
            Place::Page { page, bbox: [l, b, r, t] } => write!(f, "page:{page}@{l:.1},{b:.1},{r:.1},{t:.1}")?,
            Place::Part { part, paragraph } => write!(f, "part:{part}#{paragraph}")?,
        }
        if let Some((start, end)) = self.chars {
            write!(f, "+{start}-{end}")?;
        }
        Ok(())
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
}
