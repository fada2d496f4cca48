//! One item of the flow, prepared for judgement: with its folded text beside the text as printed.

use lantai_model::{Block, Cues, Item, Mark, Paragraph, Placed, Span};

use crate::number::{self, Label};

/// A block with its cues and the folded characters of its text (empty for tables and images).
#[derive(Clone, Debug)]
pub struct Line {
    /// The block as printed.
    pub block: Block,
    /// Facts about looks and place.
    pub cues: Cues,
    /// Where it stood.
    pub at: Span,
    /// Folded text, character by character the same length as the paragraph's text.
    pub folded: Vec<char>,
    /// How many of them are not blank.
    width: u32,
}

impl Line {
    /// Prepares an item.
    pub fn new(item: Item) -> Self {
        let folded = match &item.block {
            Block::Paragraph(paragraph) => folded(&paragraph.text),
            _ => Vec::new(),
        };
        let width = width_of(&folded);
        Line { block: item.block, cues: item.cues, at: item.at, folded, width }
    }

    /// The paragraph's text as printed, "" for other blocks.
    pub fn text(&self) -> &str {
        match &self.block {
            Block::Paragraph(paragraph) => &paragraph.text,
            _ => "",
        }
    }

    /// True for paragraphs.
    pub fn is_paragraph(&self) -> bool {
        matches!(self.block, Block::Paragraph(_))
    }

    /// The folded text.
    pub fn plain(&self) -> String {
        let mut text = String::with_capacity(self.folded.len() * 3);
        self.folded.iter().for_each(|c| text.push(*c));
        text
    }

    /// The folded text without blanks: what equal titles have in common.
    pub fn key(&self) -> String {
        key_of(&self.folded)
    }

    /// Whether that is the line's key; makes none to find out.
    pub fn key_is(&self, key: &str) -> bool {
        // A key has one to four bytes for each character.
        let width = self.width();
        (width..=width * 4).contains(&key.len())
            && self.folded.iter().copied().filter(|c| !is_blank(*c)).eq(key.chars())
    }

    /// Length in characters, blanks left out.
    pub fn width(&self) -> usize {
        self.width as usize
    }

    /// Index of the first character that is not blank.
    pub fn start(&self) -> usize {
        self.folded.iter().take_while(|c| c.is_whitespace()).count()
    }

    /// The number that the line begins with.
    pub fn label(&self) -> Option<Label> {
        number::label(&self.folded[self.start()..])
    }

    /// The last character that is not blank.
    pub fn last(&self) -> Option<char> {
        self.folded.iter().rev().find(|c| !c.is_whitespace()).copied()
    }

    /// The characters `start..end` of a paragraph as a line of their own, blanks at the ends left out.
    pub fn slice(&self, start: usize, end: usize) -> Option<Line> {
        let (start, end, Placed { block, at }) = self.cut(start, end)?;
        let folded = self.folded.get(start..end)?.to_vec();
        Some(Line { block, cues: self.cues.clone(), at, width: width_of(&folded), folded })
    }

    /// The same for the document.
    pub fn part(&self, start: usize, end: usize) -> Option<Placed> {
        self.cut(start, end).map(|(.., placed)| placed)
    }

    /// The characters that a slice has, and its block.
    fn cut(&self, start: usize, end: usize) -> Option<(usize, usize, Placed)> {
        let Block::Paragraph(paragraph) = &self.block else { return None };
        let inside = &self.folded[start..end];
        let start = start + inside.iter().take_while(|c| c.is_whitespace()).count();
        let end = (start..end).rev().find(|i| !self.folded[*i].is_whitespace()).map_or(start, |i| i + 1);
        if start == end {
            return None;
        }
        let mut bytes = byte_range(&paragraph.text, start, start);
        bytes.end = match end == self.folded.len() {
            true => paragraph.text.len(),
            false => bytes.start + byte_range(paragraph.text.get(bytes.start..)?, 0, end - start).end,
        };
        let block = Block::Paragraph(paragraph.slice(bytes.start, bytes.end));
        Some((start, end, Placed { block, at: self.at.within(start, end) }))
    }

    /// A paragraph cut at rising characters: what stands from each cut to the next, as lines of their own, blanks at
    /// the ends left out. One pass over the text, however many cuts there are.
    pub fn pieces(&self, cuts: &[usize]) -> Vec<Line> {
        let Block::Paragraph(paragraph) = &self.block else { return Vec::new() };
        let mut offsets = paragraph.text.char_indices().map(|(at, _)| at).chain(std::iter::once(paragraph.text.len()));
        let mut passed = 0;
        let mut byte_of = move |character: usize| {
            let offset = offsets.nth(character.saturating_sub(passed));
            passed = character + 1;
            offset
        };
        // Marks stand by their start; those that reach into a piece wait here until one passes their end.
        let mut marks = paragraph.marks.iter().peekable();
        let mut waiting: Vec<&Mark> = Vec::new();
        let mut pieces = Vec::with_capacity(cuts.len());
        for (nth, &cut) in cuts.iter().enumerate() {
            let next = cuts.get(nth + 1).copied().unwrap_or(self.folded.len());
            let Some(inside) = self.folded.get(cut..next) else { break };
            let start = cut + inside.iter().take_while(|c| c.is_whitespace()).count();
            let end = (start..next).rev().find(|i| !self.folded[*i].is_whitespace()).map_or(start, |i| i + 1);
            if start == end {
                continue;
            }
            let (Some(from), Some(last)) = (byte_of(start), byte_of(end - 1)) else { break };
            let to = last + paragraph.text[last..].chars().next().map_or(0, char::len_utf8);
            while let Some(mark) = marks.next_if(|mark| (mark.start as usize) < to) {
                waiting.push(mark);
            }
            waiting.retain(|mark| mark.end as usize > from);
            let marks = waiting
                .iter()
                .map(|mark| Mark {
                    start: mark.start.max(from as u32) - from as u32,
                    end: mark.end.min(to as u32) - from as u32,
                    kind: mark.kind.clone(),
                })
                .collect();
            let text = paragraph.text[from..to].to_owned();
            pieces.push(Line {
                block: Block::Paragraph(Paragraph { text, marks, list: paragraph.list }),
                cues: self.cues.clone(),
                at: self.at.within(start, end),
                width: width_of(&self.folded[start..end]),
                folded: self.folded[start..end].to_vec(),
            });
        }
        pieces
    }

    /// The block and its place, for the document.
    pub fn placed(self) -> Placed {
        Placed { block: self.block, at: self.at }
    }

    /// A paragraph line from text, for tests and derived lines.
    pub fn paragraph(text: &str, at: Span) -> Self {
        Line::new(Item { block: Block::Paragraph(Paragraph::plain(text)), cues: Cues::default(), at })
    }
}

/// Folded characters without blanks.
pub fn key_of(folded: &[char]) -> String {
    let mut key = String::with_capacity(folded.len() * 3);
    folded.iter().filter(|c| !is_blank(**c)).for_each(|c| key.push(*c));
    key
}

/// A text folded, without blanks.
pub fn key_of_text(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    key.extend(lantai_text::fold(text).chars().filter(|c| !is_blank(*c)));
    key
}

/// The folded characters of a text.
pub fn folded(text: &str) -> Vec<char> {
    let mut folded = Vec::new();
    lantai_text::fold_into(text, &mut folded);
    folded
}

/// Characters as a text.
pub fn text_of(chars: &[char]) -> String {
    // One allocation: a character has three bytes as a rule.
    let mut text = String::with_capacity(chars.len() * 3);
    text.extend(chars);
    text
}

/// A blank: none stands above the ideographic space (U+3000), and nearly all characters of a text do.
#[inline]
pub fn is_blank(c: char) -> bool {
    c <= '\u{3000}' && c.is_whitespace()
}

fn width_of(folded: &[char]) -> u32 {
    let mut width = folded.len();
    for c in folded {
        if is_blank(*c) {
            width -= 1;
        }
    }
    width as u32
}

/// The byte range of a character range.
pub fn byte_range(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let mut offsets = text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len()));
    let from = offsets.nth(start).unwrap_or(text.len());
    let to = if end > start { offsets.nth(end - start - 1).unwrap_or(text.len()) } else { from };
    from..to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_what_slices_are() {
        let mut line = Line::paragraph("前文。 一是抓早。　二是抓小", Span::text(0, 40));
        let Block::Paragraph(paragraph) = &mut line.block else { unreachable!() };
        let bold = |start: usize, end| Mark { start: start as u32, end, kind: lantai_model::MarkKind::Strong };
        paragraph.marks = vec![bold(0, 40), bold("前文。 一是".len(), "前文。 一是抓早".len() as u32)];
        let pieces = line.pieces(&[4, 10]);
        for (piece, range) in pieces.iter().zip([4..10, 10..14]) {
            let slice = line.slice(range.start, range.end).unwrap();
            assert_eq!((&piece.block, &piece.at, &piece.folded), (&slice.block, &slice.at, &slice.folded));
        }
        assert_eq!(pieces.len(), 2);
    }

    #[test]
    fn a_slice_keeps_its_place() {
        let line = Line::paragraph("一、总体要求。 二、任务", Span::text(0, 30));
        let part = line.slice(7, 12).unwrap();
        assert_eq!((part.text(), part.at.to_string().as_str()), ("二、任务", "text:0-30+8-12"));
    }
}
