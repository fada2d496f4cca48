//! Text that stands in scripts and is shown all the same: `document.write` of a literal, records of a data island
//! (`<script type="text/xml"><datastore>`), and what stands in `<noscript>`, `<noframes>` and `<iframe>` for browsers that
//! lack something. Each becomes a tree of its own inside the element, under a container that names it.

use ego_tree::NodeId;
use html5ever::local_name;
use memchr::memmem;
use scraper::{Html, Node};

use crate::parse::{self, Stop};
use crate::tokens;
use crate::written;

/// Class of the container around what a script writes.
pub const WRITTEN: &str = "document-write";
/// Class of the container around what a script writes in some cases only.
pub const PERHAPS: &str = "document-write-perhaps";
/// Class of the container around the records of a data island.
pub const RECORDS: &str = "datastore";
/// Class of the container around what is meant for browsers that lack something.
pub const NOSCRIPT: &str = "noscript";

/// Grows the trees; returns the limits that were hit in them. `raw` says that elements hold markup as raw text.
pub fn grow(html: &mut Html, source: &str, raw: bool) -> Vec<Stop> {
    let holds = |words: &str| memmem::find(source.as_bytes(), words.as_bytes()).is_some();
    let (writes, records) = (holds("document.write"), holds("<record"));
    if !writes && !records && !raw {
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
            local_name!("noscript") | local_name!("noframes") | local_name!("iframe") if !text.trim().is_empty() => {
                found.push((node.id(), wrapped(NOSCRIPT, text)));
            }
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

/// The markup of what a script writes, what it may never write apart.
fn written(script: &str) -> Option<String> {
    let (surely, perhaps) = written::by_script(script);
    let mut markup = String::new();
    for (class, text) in [(WRITTEN, surely), (PERHAPS, perhaps)] {
        if text.contains(|c: char| c.is_alphanumeric()) {
            markup.push_str(&wrapped_by_kind(class, &text));
        }
    }
    (!markup.is_empty()).then_some(markup)
}
