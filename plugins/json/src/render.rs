//! Rebuilds the conversion's JSON from the document buffer: the keys and the order of the published schema.

use std::convert::Infallible;

use lantai_plugin::{AttrType, Children, DocView, NodeRef, attr_flag, flag, kind};

use crate::emit::Json;
use crate::figures;

/// Bytes after which a piece is handed over.
const PIECE: usize = 1 << 18;

/// What is still to be done, last in first out: sections and parts may be nested as deep as a source likes.
enum Step<'a> {
    Document(NodeRef<'a>),
    /// The sections among the children of a node that are not done yet.
    Sections(Children<'a>),
    EndSection(NodeRef<'a>),
    Rest(NodeRef<'a>),
    /// The parts among them.
    Parts(Children<'a>),
    EndDocument,
}

/// The document as JSON, with a newline at its end.
pub fn render(doc: &DocView<'_>, pretty: bool) -> String {
    let mut all = String::new();
    let whole = render_to(doc, pretty, |piece| -> Result<(), Infallible> {
        all.push_str(piece);
        Ok(())
    });
    // It cannot fail.
    whole.unwrap_or_default();
    all
}

/// The same in pieces: the JSON of a large document is many times its size, and nobody needs it twice.
///
/// # Errors
/// What `sink` says; nothing more is written then.
pub fn render_to<E>(doc: &DocView<'_>, pretty: bool, mut sink: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut json = Json::new(pretty, (doc.text_len() * 2).min(2 * PIECE));
    let root = doc.root();
    json.begin('{');
    json.entry("schema", attr(root, "schema"));
    json.key("origin");
    json.begin('{');
    json.entry("name", attr(root, "origin.name"));
    json.entry("format", attr(root, "origin.format"));
    json.number("bytes", root.attr_int("origin.bytes").unwrap_or(0));
    json.entry("blake3", attr(root, "origin.blake3"));
    json.entry("generator", attr(root, "origin.generator"));
    json.end('}');
    json.key("document");
    documents(&mut json, root, &mut sink)?;
    json.key("remarks");
    json.begin('[');
    for node in root.children_of(kind::REMARK) {
        remark(&mut json, node);
        json.hand_over(PIECE, &mut sink)?;
    }
    json.end(']');
    json.end('}');
    json.line_end();
    json.hand_over(0, &mut sink)
}

fn documents<E>(json: &mut Json, root: NodeRef<'_>, sink: &mut impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut steps = vec![Step::Document(root)];
    while let Some(step) = steps.pop() {
        json.hand_over(PIECE, sink)?;
        match step {
            Step::Document(node) => {
                json.begin('{');
                head(json, node);
                json.key("body");
                steps.push(Step::Rest(node));
                match node.child(kind::SECTION) {
                    Some(body) => begin_section(json, body, &mut steps),
                    None => json.literal("null"),
                }
            }
            Step::Sections(mut sections) => {
                let Some(node) = sections.find(|child| child.kind() == kind::SECTION) else { continue };
                steps.push(Step::Sections(sections));
                begin_section(json, node, &mut steps);
            }
            Step::EndSection(node) => {
                json.end(']');
                json.entry("at", attr(node, "at"));
                json.end('}');
            }
            Step::Rest(node) => {
                rest(json, node);
                json.key("parts");
                json.begin('[');
                steps.push(Step::EndDocument);
                steps.push(Step::Parts(node.children()));
            }
            Step::Parts(mut parts) => {
                let Some(node) = parts.find(|child| child.kind() == kind::PART) else { continue };
                steps.push(Step::Parts(parts));
                steps.push(Step::Document(node));
            }
            Step::EndDocument => {
                json.end(']');
                json.end('}');
            }
        }
    }
    Ok(())
}

fn begin_section<'a>(json: &mut Json, node: NodeRef<'a>, steps: &mut Vec<Step<'a>>) {
    section(json, node);
    json.key("children");
    json.begin('[');
    steps.push(Step::EndSection(node));
    steps.push(Step::Sections(node.children()));
}

fn head(json: &mut Json, node: NodeRef<'_>) {
    json.entry("genre", attr(node, "genre"));
    json.key("meta");
    json.begin('{');
    let fields = || node.child(kind::META).into_iter().flat_map(|meta| meta.children_of(kind::FIELD));
    for named in fields().filter(|field| !attr(*field, "name").is_empty()) {
        json.named(attr(named, "name"));
        field(json, named);
    }
    json.key("other");
    list(json, fields().filter(|field| attr(*field, "name").is_empty()), field);
    json.end('}');
    let salutation = node.child(kind::SALUTATION);
    json.key("addressees");
    json.begin('[');
    for addressee in salutation.iter().flat_map(|node| node.attr_all("addressee")) {
        json.string(addressee);
    }
    json.end(']');
    json.key("salutation");
    // Without a place there was no line of addressees, only the addressees themselves.
    match salutation.and_then(|node| Some((node, node.attr("at")?))) {
        Some((node, at)) => {
            json.begin('{');
            json.entry("stated", node.text());
            json.entry("at", at);
            json.end('}');
        }
        None => json.literal("null"),
    }
}

fn field(json: &mut Json, node: NodeRef<'_>) {
    json.begin('{');
    json.entry("label", attr(node, "label"));
    json.entry("stated", attr(node, "stated"));
    json.key("value");
    let mut values = node.attrs().filter(|attr| attr.key == "value").peekable();
    match values.peek() {
        Some(value) if value.flags & attr_flag::LIST == 0 => match value.kind {
            AttrType::Str | AttrType::Date => json.string(value.value),
            AttrType::Int | AttrType::Bool | AttrType::Json => json.literal(value.value),
        },
        _ => {
            json.begin('[');
            values.for_each(|word| json.string(word.value));
            json.end(']');
        }
    }
    json.entry("at", attr(node, "at"));
    json.end('}');
}

/// A section up to its children.
fn section(json: &mut Json, node: NodeRef<'_>) {
    json.begin('{');
    json.key("number");
    match node.attr("number.style") {
        Some(style) => {
            json.begin('{');
            json.entry("style", style);
            json.number("value", node.attr_int("number.value").unwrap_or(0));
            json.entry("label", node.label());
            json.end('}');
        }
        None => json.literal("null"),
    }
    json.entry("heading", node.body());
    json.key("role");
    match node.attr("role") {
        Some(role) => json.string(role),
        None => json.literal("null"),
    }
    if node.attr("also").is_some() {
        words(json, node, "also", "also");
    }
    json.key("blocks");
    list(json, node.children().filter(|child| is_block(*child)), block);
}

fn is_block(node: NodeRef<'_>) -> bool {
    matches!(node.kind(), kind::PARA | kind::TABLE | kind::IMAGE)
}

fn block(json: &mut Json, node: NodeRef<'_>) {
    json.begin('{');
    match node.kind() {
        kind::TABLE => table(json, node),
        kind::IMAGE => {
            json.entry("type", "image");
            json.entry("src", attr(node, "src"));
            json.entry("alt", node.text());
        }
        _ => paragraph(json, node),
    }
    json.entry("at", attr(node, "at"));
    json.end('}');
}

fn paragraph(json: &mut Json, node: NodeRef<'_>) {
    json.entry("type", "paragraph");
    json.entry("text", node.text());
    marks(json, node);
    if node.level() > 0 {
        json.number("list", u64::from(node.level()));
    }
}

/// Looks and links over the text of a paragraph or cell.
fn marks(json: &mut Json, node: NodeRef<'_>) {
    if node.child(kind::SPAN).is_some() {
        json.key("marks");
        list(json, node.children_of(kind::SPAN), |json, mark| {
            let range = mark.range();
            json.begin('{');
            json.number("start", range.start as u64);
            json.number("end", range.end as u64);
            json.entry("kind", attr(mark, "kind"));
            if let Some(href) = mark.attr("href") {
                json.entry("href", href);
            }
            json.end('}');
        });
    }
}

fn table(json: &mut Json, node: NodeRef<'_>) {
    json.entry("type", "table");
    if let Some(caption) = node.attr("caption") {
        json.entry("caption", caption);
    }
    json.key("rows");
    list(json, node.children_of(kind::ROW), |json, row| {
        json.begin('{');
        json.key("cells");
        list(json, row.children_of(kind::CELL), |json, cell| {
            json.begin('{');
            json.entry("text", cell.text());
            marks(json, cell);
            json.number("row_span", cell.attr_int("row_span").unwrap_or(1));
            json.number("col_span", cell.attr_int("col_span").unwrap_or(1));
            json.key("header");
            json.literal(if cell.flags() & flag::HEADER_CELL != 0 { "true" } else { "false" });
            json.entry("at", attr(cell, "at"));
            json.end('}');
        });
        json.end('}');
    });
}

/// What stands after the body, up to the parts.
fn rest(json: &mut Json, node: NodeRef<'_>) {
    json.key("tasks");
    list(json, node.children_of(kind::TASK), |json, task| {
        json.begin('{');
        json.entry("number", attr(task, "number"));
        json.entry("goal", attr(task, "goal"));
        json.entry("measures", attr(task, "measures"));
        words(json, task, "leaders", "leader");
        words(json, task, "units", "unit");
        words(json, task, "cooperating", "cooperating");
        json.entry("due", attr(task, "due"));
        json.entry("progress", attr(task, "progress"));
        json.entry("status", attr(task, "status"));
        json.key("state");
        match task.attr("state") {
            Some(state) => json.string(state),
            None => json.literal("null"),
        }
        words(json, task, "refs", "ref");
        json.entry("at", attr(task, "at"));
        json.end('}');
    });
    json.key("indicators");
    list(json, node.children_of(kind::INDICATOR), figures::indicator);
    json.key("people");
    list(json, node.children_of(kind::MEMBER), figures::member);
    let notes = |place: Option<&'static str>| {
        let notes = node.children_of(kind::NOTE).filter(move |note| note.attr("place") == place);
        notes.flat_map(|note| note.children().filter(|b| is_block(*b)).take(1))
    };
    json.key("closing");
    list(json, notes(Some("closing")), block);
    json.key("attachment_list");
    list(json, notes(Some("attachment_list")), block);
    json.key("signature");
    match node.child(kind::SIGNATURE) {
        Some(signature) => sign(json, signature),
        None => json.literal("null"),
    }
    json.key("notes");
    list(json, notes(None), block);
    json.key("attachments");
    list(json, node.children_of(kind::ATTACHMENT), |json, link| {
        json.begin('{');
        json.entry("text", link.text());
        json.entry("href", attr(link, "href"));
        json.entry("at", attr(link, "at"));
        json.end('}');
    });
}

fn sign(json: &mut Json, node: NodeRef<'_>) {
    json.begin('{');
    words(json, node, "organs", "organ");
    json.key("date");
    match node.attr("date") {
        Some(date) => {
            json.begin('{');
            json.entry("stated", attr(node, "date.stated"));
            json.entry("value", date);
            json.end('}');
        }
        None => json.literal("null"),
    }
    json.entry("stated", node.text());
    json.entry("at", attr(node, "at"));
    json.end('}');
}

fn remark(json: &mut Json, node: NodeRef<'_>) {
    let what = attr(node, "kind");
    json.begin('{');
    json.entry("kind", what);
    match what {
        "decoded" => {
            json.entry("charset", attr(node, "charset"));
            json.entry("evidence", attr(node, "evidence"));
            json.number("replaced", node.attr_int("replaced").unwrap_or(0));
        }
        "corrected" => {
            json.entry("rule", attr(node, "rule"));
            json.number("count", node.attr_int("count").unwrap_or(0));
            json.key("edits");
            json.begin('[');
            let (mut before, mut after) = (node.attr_all("edit.before"), node.attr_all("edit.after"));
            for at in node.attr_all("edit.at") {
                json.begin('{');
                json.entry("at", at);
                json.entry("before", before.next().unwrap_or(""));
                json.entry("after", after.next().unwrap_or(""));
                json.end('}');
            }
            json.end(']');
        }
        _ => {
            let words = if what == "omitted" { "text" } else { "about" };
            json.entry("rule", attr(node, "rule"));
            json.entry(words, attr(node, words));
            json.entry("at", attr(node, "at"));
        }
    }
    json.end('}');
}

fn list<'a>(json: &mut Json, nodes: impl Iterator<Item = NodeRef<'a>>, each: impl Fn(&mut Json, NodeRef<'a>)) {
    json.begin('[');
    for node in nodes {
        each(json, node);
    }
    json.end(']');
}

fn words(json: &mut Json, node: NodeRef<'_>, key: &'static str, attr: &str) {
    json.key(key);
    json.begin('[');
    node.attr_all(attr).for_each(|word| json.string(word));
    json.end(']');
}

fn attr<'a>(node: NodeRef<'a>, key: &str) -> &'a str {
    node.attr(key).unwrap_or("")
}
