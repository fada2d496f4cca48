//! Compares the tree that our tokens build with html5ever's own: for tests, and for the fuzz target `tree`.

use html5ever::ns;
use scraper::{Html, Node};

/// Elements, kept attributes and text in order. Comments are left out, so neighbouring texts are one.
fn outline(html: &Html, blanks: bool) -> String {
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
                write_text(&mut out, &mut text, blanks);
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
    write_text(&mut out, &mut text, blanks);
    out
}

fn write_text(out: &mut String, text: &mut String, blanks: bool) {
    if !blanks {
        text.retain(|c| !c.is_ascii_whitespace());
    }
    if !text.is_empty() {
        out.push_str(&format!("{text:?}\n"));
    }
    text.clear();
}

/// Fails where the two trees differ, limits aside: in any character where all white space is kept, and in anything but
/// ASCII white space where the parse leaves it out between cells.
pub fn check(page: &str) {
    let buffer = crate::tokens::buffer(page);
    let theirs = Html::parse_document(page);
    for (ours, blanks) in [(crate::parse::build(&buffer, None), true), (crate::parse::parse(&buffer), false)] {
        if ours.stop.is_none() {
            assert_eq!(outline(&ours.html, blanks), outline(&theirs, blanks), "{page:?}");
        }
    }
}
