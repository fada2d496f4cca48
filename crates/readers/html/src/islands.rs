//! Text that stands in scripts and is shown all the same: `document.write` of a literal, records of a data island
//! (`<script type="text/xml"><datastore>`), and what `<noscript>` holds. Each becomes a tree of its own inside the
//! element, under a container that names it.

use ego_tree::NodeId;
use html5ever::local_name;
use memchr::memmem;
use scraper::{Html, Node};

use crate::parse::{self, Stop};
use crate::tokens;

/// Class of the container around what a script writes.
pub const WRITTEN: &str = "document-write";
/// Class of the container around what a script writes in some cases only.
pub const PERHAPS: &str = "document-write-perhaps";
/// Class of the container around the records of a data island.
pub const RECORDS: &str = "datastore";
/// Class of the container around the content of `<noscript>`.
pub const NOSCRIPT: &str = "noscript";

/// Grows the trees; returns the limits that were hit in them.
pub fn grow(html: &mut Html, source: &str) -> Vec<Stop> {
    let holds = |words: &str| memmem::find(source.as_bytes(), words.as_bytes()).is_some();
    let (writes, records, noscript) =
        (holds("document.write"), holds("<record"), holds("<noscript") || holds("<NOSCRIPT"));
    if !writes && !records && !noscript {
        return Vec::new();
    }
    let mut found: Vec<(NodeId, String)> = Vec::new();
    for node in html.tree.nodes() {
        let Node::Element(element) = node.value() else { continue };
        let Some(Node::Text(text)) = node.first_child().map(|child| child.value()) else { continue };
        match element.name.local {
            local_name!("script") if records && memmem::find(text.as_bytes(), b"<record").is_some() => {
                found.extend(datastore(text).map(|markup| (node.id(), markup)));
            }
            local_name!("script") if writes => found.extend(written(text).map(|markup| (node.id(), markup))),
            local_name!("noscript") => found.push((node.id(), wrapped(NOSCRIPT, text))),
            _ => {}
        }
    }
    let mut stops = Vec::new();
    for (id, markup) in found {
        let parsed = parse::parse(&tokens::buffer(&markup));
        stops.extend(parsed.stop);
        if let Some(mut node) = html.tree.get_mut(id) {
            node.append_subtree(parsed.html.tree);
        }
    }
    stops
}

fn wrapped(class: &str, markup: &str) -> String {
    format!("<div class={class}>{markup}</div>")
}

/// What a script writes: part of a line where it is no block.
fn wrapped_by_kind(class: &str, markup: &str) -> String {
    const BLOCKS: [&str; 9] = ["<div", "<p", "<table", "<tr", "<ul", "<ol", "<li", "<h", "<center"];
    let lower = markup.to_ascii_lowercase();
    if BLOCKS.iter().any(|tag| lower.contains(tag)) {
        return wrapped(class, markup);
    }
    format!("<span class={class}>{markup}</span>")
}

/// The markup of the records of a data island.
fn datastore(text: &str) -> Option<String> {
    let mut markup = String::new();
    let mut rest = text;
    let mut rows = false;
    while let Some(at) = rest.find("<record>") {
        rest = &rest[at + 8..];
        let end = rest.find("</record>").unwrap_or(rest.len());
        let record = rest[..end].trim();
        rest = &rest[end..];
        let record =
            record.strip_prefix("<![CDATA[").map_or(record, |data| data.strip_suffix("]]>").unwrap_or(data)).trim();
        rows |= record.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<tr"));
        let own = rows || record.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<li"));
        if own {
            markup.push_str(record);
        } else {
            markup.push_str(&wrapped("record", record));
        }
    }
    if rows {
        markup = format!("<table>{markup}</table>");
    }
    (!markup.is_empty()).then(|| wrapped(RECORDS, &markup))
}

/// What a script writes as literals. Its writes make one text, as in a browser; what stands in a function or a branch
/// may never be written and is kept apart.
fn written(script: &str) -> Option<String> {
    let bytes = script.as_bytes();
    let (mut surely, mut perhaps) = (String::new(), String::new());
    let mut walked = 0;
    let mut depth = 0i32;
    for at in memmem::find_iter(bytes, b"document.write") {
        if at < walked {
            continue;
        }
        depth += braces(&bytes[walked..at]);
        walked = at;
        let rest = script[at + 14..].trim_start_matches("ln").trim_start();
        let Some(rest) = rest.strip_prefix('(').map(str::trim_start) else { continue };
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let Some((literal, after)) = literal(&rest[1..], quote) else { continue };
        walked = script.len() - after.len();
        if after.trim_start().starts_with(')') {
            if depth <= 0 { &mut surely } else { &mut perhaps }.push_str(&literal);
        }
    }
    let mut markup = String::new();
    for (class, text) in [(WRITTEN, surely), (PERHAPS, perhaps)] {
        if text.contains(|c: char| c.is_alphanumeric()) {
            markup.push_str(&wrapped_by_kind(class, &text));
        }
    }
    (!markup.is_empty()).then_some(markup)
}

/// Braces opened less braces closed, strings left out.
fn braces(bytes: &[u8]) -> i32 {
    let (mut depth, mut quote, mut escaped) = (0, None, false);
    for byte in bytes {
        match (quote, byte) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            // A literal ends with its line, whatever an apostrophe in a comment seemed to open.
            (Some(open), byte) if byte == open || *byte == b'\n' => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => depth -= 1,
            _ => {}
        }
    }
    depth
}

/// The literal up to its closing quote, escapes resolved, and what follows it.
fn literal(text: &str, quote: char) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        let at = rest.find(['\\', '\n', quote])?;
        value.push_str(&rest[..at]);
        let found = rest[at..].chars().next()?;
        rest = &rest[at + 1..];
        if found == quote {
            return Some((value, rest));
        }
        if found == '\n' {
            return None;
        }
        let escaped = rest.chars().next()?;
        let unit = if escaped == 'u' { rest.get(1..5) } else { None };
        if let Some(c) = unit.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32) {
            value.push(c);
            rest = &rest[5..];
            continue;
        }
        match escaped {
            'n' | 'r' | 't' | '\n' => value.push(' '),
            c => value.push(c),
        }
        rest = &rest[escaped.len_utf8()..];
    }
}
