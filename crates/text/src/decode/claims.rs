//! What others say about the charset: a claim from outside, and every declaration of the markup.

use encoding_rs::{BIG5, Encoding, GB18030, GBK};
use memchr::memmem;

/// Bytes of markup in which declarations are looked for: included pages bring theirs late.
const SEARCHED: usize = 64 << 10;
/// Bytes that a declaration may have before its charset.
const DECLARATION: usize = 512;
/// Claims that are heard.
const HEARD: usize = 6;

/// The charsets claimed, strongest first.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// Encodings to try, each once, widened to the superset that software really writes.
    pub(super) encodings: Vec<&'static Encoding>,
    /// For people: `declared gb2312`.
    words: Vec<String>,
}

impl Claims {
    fn add(&mut self, label: &[u8], who: &str) {
        let shown: String =
            label.iter().take(24).map(|byte| char::from(*byte)).filter(|c| c.is_ascii_graphic()).collect();
        let word = format!("{who} {shown}");
        let known = self.words.iter().any(|known| known.eq_ignore_ascii_case(&word));
        if shown.is_empty() || self.words.len() >= HEARD || known {
            return;
        }
        self.words.push(word);
        if let Some(encoding) = widened(label)
            && !self.encodings.contains(&encoding)
        {
            self.encodings.push(encoding);
        }
    }

    /// The claims as the start of an evidence sentence.
    pub(super) fn describe(&self, marked: bool) -> String {
        let mut words = self.words.clone();
        if marked {
            words.insert(0, "UTF-8 byte order mark".into());
        }
        if words.is_empty() { "no charset declared".into() } else { words.join(", ") }
    }
}

/// The encoding for a label: gb2312 and gbk mean GB 18030, big5 means Big5-HKSCS. A declaration that could be found by
/// its ASCII bytes cannot be true of UTF-16.
fn widened(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label).or_else(|| {
        let label = label.to_ascii_lowercase();
        match label.as_slice() {
            b"cp936" | b"936" | b"ms936" | b"windows-936" | b"x-gb18030" | b"gb_2312" | b"gb-2312" | b"gb-18030"
            | b"gb18030-2000" | b"gb18030-2005" | b"gb18030-2022" | b"euc-cn" | b"euccn" | b"gb" | b"gb13000"
            | b"gbk2312" => Some(GB18030),
            b"cp950" | b"950" | b"ms950" | b"windows-950" | b"big-5" | b"big5hkscs" | b"big5hk" => Some(BIG5),
            b"utf8mb4" | b"utf_8" | b"utf-8n" | b"utf8-bom" | b"utf-8-bom" | b"65001" | b"cp65001" => {
                Some(encoding_rs::UTF_8)
            }
            _ => None,
        }
    })?;
    if encoding == GBK {
        return Some(GB18030);
    }
    let usable = encoding.is_ascii_compatible() && encoding != encoding_rs::X_USER_DEFINED;
    usable.then_some(encoding)
}

/// Collects the outside claim and, in order, the declarations of markup: every XML declaration, every `<meta>` with a
/// charset. Scripts, links and comments do not count.
pub(super) fn collect(outside: Option<&str>, markup: &[u8]) -> Claims {
    let mut claims = Claims::default();
    if let Some(label) = outside {
        claims.add(label.trim().trim_matches(['"', '\'']).as_bytes(), "claimed from outside");
    }
    let markup = &markup[..markup.len().min(SEARCHED)];
    let mut found: Vec<(usize, &[u8])> = Vec::new();
    for at in memmem::find_iter(markup, b"<?xml").take(HEARD) {
        let end = memmem::find(&markup[at..markup.len().min(at + DECLARATION)], b"?>").map_or(at, |end| at + end);
        if let Some(label) = value_after(&markup[at..end], b"encoding") {
            found.push((at, label));
        }
    }
    // `charset` stands in <meta charset> and in http-equiv's content alike.
    let places = memmem::find_iter(markup, b"harset").chain(memmem::find_iter(markup, b"HARSET"));
    for at in places.take(HEARD * 16) {
        let from = at.saturating_sub(DECLARATION);
        let Some(tag) = memchr::memrchr(b'<', &markup[from..at]).map(|tag| from + tag) else { continue };
        let is_meta = markup[tag + 1..].get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"meta"));
        let inside = memchr::memchr(b'>', &markup[tag..at]).is_none();
        if !is_meta || !inside || is_comment(&markup[..tag]) {
            continue;
        }
        let rest = &markup[at - 1..markup.len().min(at + DECLARATION)];
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        if let Some(label) = value_after(&rest[..end], b"charset") {
            found.push((at, label));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().for_each(|(_, label)| claims.add(label, "declared"));
    claims
}

/// True if a comment is open where the text ends.
fn is_comment(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(4 * DECLARATION)..];
    memmem::rfind(near, b"<!--").is_some_and(|open| memmem::find(&near[open..], b"-->").is_none())
}

/// The value after `name` and an equals sign, with or without quotes.
fn value_after<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let at = text.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))?;
    let rest = text[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = match rest {
        [b'"' | b'\'', rest @ ..] => rest.trim_ascii_start(),
        _ => rest,
    };
    let end =
        rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte))).unwrap_or(rest.len());
    (end > 0).then_some(&rest[..end])
}
