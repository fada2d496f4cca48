//! Keys: lines as rules compare them, folded, without blanks, in lower case.

use lantai_model::{Block, Item};

/// The key of a line.
pub fn key(text: &str) -> String {
    lantai_text::fold(text).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

/// The text of an item that is a paragraph.
pub fn line(item: &Item) -> Option<&str> {
    match &item.block {
        Block::Paragraph(paragraph) => Some(&paragraph.text),
        _ => None,
    }
}

/// The text holds a sentence: a stop, semicolon or exclamation mark of Chinese text that is not its only sign.
pub fn is_sentence(text: &str) -> bool {
    text.contains(['。', '；', '！', '？'])
}

/// Visible characters of a text, counted only up to a limit.
pub fn visible_up_to(text: &str, limit: usize) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).take(limit).count()
}
