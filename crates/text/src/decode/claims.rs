//! What others say about the charset: a claim from outside, and declarations at the start of markup.

use encoding_rs::{BIG5, Encoding, GB18030, GBK};
use memchr::memmem;

/// Bytes of markup in which declarations are looked for.
const HEAD: usize = 4096;

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
        if shown.is_empty() || self.words.len() >= 4 || self.words.contains(&word) {
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
            b"cp936" | b"ms936" | b"gb_2312" | b"gb-2312" | b"gb-18030" | b"gb" | b"gb13000" => Some(GB18030),
            b"cp950" | b"ms950" | b"big-5" => Some(BIG5),
            b"utf8mb4" | b"utf_8" => Some(encoding_rs::UTF_8),
            _ => None,
        }
    })?;
    if encoding == GBK {
        return Some(GB18030);
    }
    let usable = encoding.is_ascii_compatible() && encoding != encoding_rs::X_USER_DEFINED;
    usable.then_some(encoding)
}

/// Collects the outside claim and, in order, the declarations at the head of markup.
pub(super) fn collect(outside: Option<&str>, markup: &[u8]) -> Claims {
    let mut claims = Claims::default();
    if let Some(label) = outside {
        claims.add(label.trim().trim_matches('"').as_bytes(), "claimed from outside");
    }
    let head = &markup[..markup.len().min(HEAD)];
    if head.starts_with(b"<?xml") {
        let end = memmem::find(head, b"?>").unwrap_or(head.len());
        if let Some(label) = value_after(&head[..end], b"encoding") {
            claims.add(label, "declared");
        }
    }
    // `charset` stands in <meta charset> and in http-equiv's content alike; scripts and links do not count.
    let mut rest = head;
    while let Some(start) = memmem::find(rest, b"<").filter(|start| start + 5 < rest.len()) {
        rest = &rest[start + 1..];
        if rest.starts_with(b"!--") {
            let Some(end) = memmem::find(rest, b"-->") else { break };
            rest = &rest[end..];
        } else if rest.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"meta")) {
            let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
            if let Some(label) = value_after(&rest[..end], b"charset") {
                claims.add(label, "declared");
            }
            rest = &rest[end..];
        }
    }
    claims
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
