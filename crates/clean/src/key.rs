//! Keys: lines as rules compare them, folded, without blanks, in lower case.

use lantai_model::{Block, Item};
use lantai_text::{code_at, fold_char};

/// The key of a line.
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    write_key(text, &mut key);
    key
}

/// Appends the key of a line. Returns its characters (the visible characters of the line) and the stops of running
/// text among them.
pub fn write_key(text: &str, key: &mut String) -> (u32, u32) {
    let (mut chars, mut stops) = (0, 0);
    key.reserve(text.len());
    // What stays as it is is copied in runs.
    let (mut from, mut next) = (0, 0);
    while let Some((code, length)) = code_at(text, next) {
        let at = next;
        next += length;
        chars += 1;
        let c = char::from_u32(code).unwrap_or_default();
        let to = match c {
            '\u{4E00}'..='\u{9FFF}' => fold_char(c),
            '!'..='~' => c.to_ascii_lowercase(),
            c if c.is_whitespace() => {
                chars -= 1;
                key.push_str(text.get(from..at).unwrap_or_default());
                from = next;
                continue;
            }
            c => {
                stops += u32::from(is_stop(c));
                fold_char(c).to_ascii_lowercase()
            }
        };
        if to != c {
            key.push_str(text.get(from..at).unwrap_or_default());
            key.push(to);
            from = next;
        }
    }
    key.push_str(text.get(from..).unwrap_or_default());
    (chars, stops)
}

/// Visible characters and stops of a text, without its key. All text comes by here: one step for a character, by its
/// first byte.
pub fn weigh(text: &str) -> (u32, u32) {
    let bytes = text.as_bytes();
    let (mut chars, mut stops, mut at) = (0, 0, 0);
    while let Some(&first) = bytes.get(at) {
        match first {
            0..0x80 => {
                chars += u32::from(!matches!(first, b' ' | 9..=13));
                at += 1;
            }
            0xE4..=0xEE => {
                chars += 1;
                at += 3;
            }
            _ => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                chars += u32::from(!c.is_whitespace());
                stops += u32::from(is_stop(c));
                at += c.len_utf8();
            }
        }
    }
    (chars, stops)
}

/// A stop as running text has it.
#[inline]
fn is_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？')
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
