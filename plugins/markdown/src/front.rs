//! The metadata as YAML front matter: named fields by their key, values as understood. What says where on a site a page
//! stood and how often it was read is left to the JSON.

use std::fmt::Write as _;

use lantai_plugin::{AttrType, DocView, attr_flag};

/// Fields that speak of the site and not of the document.
const OF_THE_SITE: &[&str] = &["column", "views"];

/// Writes the front matter, or nothing if nothing is known.
pub fn front_matter(out: &mut String, doc: &DocView<'_>) {
    let mut lines = String::new();
    let mut fields = doc.meta().named().filter(|field| !OF_THE_SITE.contains(&field.key)).peekable();
    while let Some(field) = fields.next() {
        let _ = write!(lines, "{}: ", field.key);
        if field.flags & attr_flag::LIST == 0 {
            value(&mut lines, field.value, field.kind);
        } else {
            lines.push('[');
            value(&mut lines, field.value, field.kind);
            while let Some(next) = fields.next_if(|next| next.key == field.key) {
                lines.push_str(", ");
                value(&mut lines, next.value, next.kind);
            }
            lines.push(']');
        }
        lines.push('\n');
    }
    let root = doc.root();
    for (key, attr) in [("genre", "genre"), ("source", "origin.name")] {
        if let Some(text) = root.attr(attr).filter(|text| !text.is_empty() && *text != "other") {
            let _ = write!(lines, "{key}: ");
            value(&mut lines, text, AttrType::Str);
            lines.push('\n');
        }
    }
    if !lines.is_empty() {
        let _ = write!(out, "---\n{lines}---\n");
    }
}

/// A whole day stands bare, which YAML reads as a date; all else is quoted, so that YAML reads no meaning into it.
fn value(out: &mut String, text: &str, kind: AttrType) {
    if kind == AttrType::Date && text.len() == "2023-08-02".len() {
        out.push_str(text);
        return;
    }
    // A period: JSON on one line is YAML.
    if kind == AttrType::Json {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
