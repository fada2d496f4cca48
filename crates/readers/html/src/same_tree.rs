//! Compares the tree that our tokens build with html5ever's own: for tests, and for the fuzz target `tree`.

use html5ever::ns;
use scraper::{Html, Node};

/// Elements, kept attributes and text in order. Comments are left out, so neighbouring texts are one; white space at
/// the edges of a text too, for the parse drops it between cells.
fn outline(html: &Html) -> String {
    let mut out = String::new();
    let mut text = String::new();
    for edge in html.tree.root().traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(run) if opens => text.push_str(run),
            Node::Element(element) => {
                let run = text.trim_matches(|c: char| c.is_ascii_whitespace());
                if !run.is_empty() {
                    out.push_str(&format!("{run:?}\n"));
                }
                text.clear();
                if !opens {
                    out.push_str("/\n");
                    continue;
                }
                out.push_str(element.name());
                if element.name.ns != ns!(html) {
                    out.push_str(" foreign");
                }
                for (name, value) in &element.attrs {
                    // Others are not kept.
                    if crate::names::attribute_name(name.local.as_bytes()).is_none() {
                        continue;
                    }
                    out.push_str(&format!(" {}={:?}", name.local, &**value));
                }
                out.push('\n');
            }
            _ => {}
        }
    }
    out + text.trim()
}

/// Fails where the two trees differ, limits aside.
pub fn check(page: &str) {
    let ours = crate::parse::parse(&crate::tokens::buffer(page));
    if ours.stop.is_none() {
        assert_eq!(outline(&ours.html), outline(&Html::parse_document(page)), "{page:?}");
    }
}
