//! What a file says of itself outside its pages: Info and XMP, page labels, attached files, form fields, comments.

use std::collections::HashSet;

use lantai_model::{Fact, FactKind};
use lopdf::{Dictionary, Object, ObjectId};

use crate::objects::{File, Page, as_dict, text_string};

/// Most entries of one kind that are told.
const MAX_FACTS: usize = 500;
/// Most nodes of a name, number or field tree that are visited.
const MAX_NODES: usize = 20_000;
/// Longest value, in characters.
const MAX_VALUE: usize = 4_000;

/// What a file states, by name of the entry.
pub(crate) fn facts(file: &File, pages: &[Page<'_>]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |name: &str, value: String| {
        let value: String = value.trim().chars().take(MAX_VALUE).collect();
        if !value.is_empty() {
            facts.push(Fact { kind: FactKind::Property, name: name.into(), value });
        }
    };
    let info = info(file);
    for (name, value) in &info {
        add(name, value.clone());
    }
    for (name, value) in xmp(file) {
        // Most files say the same in both places.
        if !info.iter().any(|(_, known)| *known == value) {
            add(name, value);
        }
    }
    if let Some(labels) = page_labels(file) {
        add("PageLabels", labels);
    }
    for name in attached(file) {
        add("EmbeddedFile", name);
    }
    for (name, value) in fields(file) {
        add(&format!("Field {name}"), value);
    }
    for (number, text) in comments(file, pages) {
        add("Annotation", format!("page {number}: {text}"));
    }
    facts
}

/// Entries of the Info dictionary that are text, in a fixed order.
fn info(file: &File) -> Vec<(&'static str, String)> {
    let Some(info) = file.dict(file.trailer(), b"Info") else { return Vec::new() };
    ["Title", "Author", "Subject", "Keywords", "CreationDate", "ModDate", "Creator", "Producer"]
        .into_iter()
        .filter_map(|key| {
            let text = text_string(file.get(info, key.as_bytes())?)?.trim().to_owned();
            (!text.is_empty()).then_some((key, text))
        })
        .collect()
}

/// Properties of the XMP packet (ISO 16684-1), written as elements or as attributes.
fn xmp(file: &File) -> Vec<(&'static str, String)> {
    const NAMES: [&str; 6] = ["dc:title", "dc:creator", "dc:description", "dc:subject", "dc:publisher", "pdf:Keywords"];
    let packet = file.catalog().and_then(|catalog| match file.get(catalog, b"Metadata") {
        Some(Object::Stream(stream)) => file.data(stream),
        _ => None,
    });
    let packet = packet.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    NAMES.into_iter().filter_map(|name| Some((name, property(&packet, name)?))).collect()
}

fn property(packet: &str, name: &str) -> Option<String> {
    if let Some(start) = packet.find(&format!("<{name}>")) {
        let rest = packet.get(start + name.len() + 2..)?;
        let inner = rest.get(..rest.find(&format!("</{name}>"))?)?;
        // The values of alternatives and lists are what lies between the tags.
        let values = inner.split('>').filter_map(|piece| {
            let text = unescaped(piece.split('<').next()?.trim());
            (!text.is_empty()).then_some(text)
        });
        return Some(values.collect::<Vec<_>>().join(", ")).filter(|value| !value.is_empty());
    }
    let start = packet.find(&format!("{name}=\""))? + name.len() + 2;
    let rest = packet.get(start..)?;
    Some(unescaped(rest.get(..rest.find('"')?)?)).filter(|value| !value.is_empty())
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

/// The leaves of a name or number tree (ISO 32000-1, 7.9.6 and 7.9.7) as pairs of key and value.
fn leaves<'a>(file: &'a File, root: &'a Dictionary, list: &[u8]) -> Vec<(&'a Object, &'a Object)> {
    let mut seen: HashSet<*const Dictionary> = HashSet::new();
    let mut stack = vec![root];
    let mut out = Vec::new();
    while let Some(node) = stack.pop() {
        if !seen.insert(std::ptr::from_ref(node)) || seen.len() > MAX_NODES || out.len() >= MAX_FACTS {
            continue;
        }
        let pairs = file.array(node, list).unwrap_or_default().as_chunks::<2>().0;
        out.extend(pairs.iter().take(MAX_FACTS).map(|[key, value]| (file.resolve(key), file.resolve(value))));
        let kids = file.array(node, b"Kids").unwrap_or_default().iter().take(MAX_NODES);
        stack.extend(kids.rev().filter_map(|kid| as_dict(file.resolve(kid))));
    }
    out
}

/// Where the numbering of pages begins anew: `1 = i, 5 = 1` (page 5 is labelled 1).
fn page_labels(file: &File) -> Option<String> {
    let root = file.dict(file.catalog()?, b"PageLabels")?;
    // What the label before would go on to say: its page, style, prefix and number.
    let mut last: Option<(i64, Option<&[u8]>, String, i64)> = None;
    let labels = leaves(file, root, b"Nums").into_iter().filter_map(|(first, label)| {
        let (page, label) = (first.as_i64().ok()?.checked_add(1)?, as_dict(label)?);
        let prefix = file.get(label, b"P").and_then(text_string).unwrap_or_default();
        let start = file.number(label, b"St").unwrap_or(1.0).clamp(1.0, 1e6) as u32;
        let number = match file.name(label, b"S") {
            Some(b"D") => start.to_string(),
            Some(b"R") => roman(start).to_uppercase(),
            Some(b"r") => roman(start),
            Some(b"A") => letters(start).to_uppercase(),
            Some(b"a") => letters(start),
            _ => String::new(),
        };
        let style = file.name(label, b"S");
        let goes_on = last.take().is_some_and(|(page_before, style_before, prefix_before, start_before)| {
            let step = page.saturating_sub(page_before);
            style.is_some()
                && (style, &prefix) == (style_before, &prefix_before)
                && i64::from(start) == start_before.saturating_add(step)
        });
        last = Some((page, style, prefix.clone(), i64::from(start)));
        (!goes_on).then(|| format!("{page} = {prefix}{number}"))
    });
    let text = labels.collect::<Vec<_>>().join(", ");
    // The usual numbering says nothing.
    (!text.is_empty() && text != "1 = 1").then_some(text)
}

fn roman(number: u32) -> String {
    const DIGITS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = number.min(3_999);
    let mut out = String::new();
    for (value, digit) in DIGITS {
        while rest >= value {
            out.push_str(digit);
            rest -= value;
        }
    }
    out
}

/// a … z, aa … zz, aaa …
fn letters(number: u32) -> String {
    let letter = char::from(b'a' + ((number.max(1) - 1) % 26) as u8);
    std::iter::repeat_n(letter, ((number.max(1) - 1) / 26 + 1).min(40) as usize).collect()
}

/// Names of attached files, with their size where it is stated.
fn attached(file: &File) -> Vec<String> {
    let tree = file.catalog().and_then(|catalog| file.dict(file.dict(catalog, b"Names")?, b"EmbeddedFiles"));
    let Some(tree) = tree else { return Vec::new() };
    leaves(file, tree, b"Names")
        .into_iter()
        .filter_map(|(key, spec)| specification(file, as_dict(spec)?, key))
        .collect()
}

fn specification(file: &File, spec: &Dictionary, key: &Object) -> Option<String> {
    let stated = file.get(spec, b"UF").or_else(|| file.get(spec, b"F")).and_then(text_string);
    let name = stated.or_else(|| text_string(key))?;
    let embedded = file.dict(spec, b"EF").and_then(|ef| file.dict(ef, b"UF").or_else(|| file.dict(ef, b"F")));
    let size = embedded.and_then(|stream| file.number(file.dict(stream, b"Params")?, b"Size"));
    Some(size.map_or_else(|| name.clone(), |size| format!("{name} ({size} bytes)")))
}

/// Full names and values of the filled fields of a form.
fn fields(file: &File) -> Vec<(String, String)> {
    let form = file.catalog().and_then(|catalog| file.dict(catalog, b"AcroForm"));
    let Some(roots) = form.and_then(|form| file.array(form, b"Fields")) else { return Vec::new() };
    let mut out = Vec::new();
    let mut seen: HashSet<ObjectId> = HashSet::new();
    let mut nodes = 0usize;
    let mut stack: Vec<(&Object, String, u8)> =
        roots.iter().take(MAX_NODES).rev().map(|root| (root, String::new(), 0)).collect();
    while let Some((object, above, depth)) = stack.pop() {
        nodes += 1;
        let again = matches!(object, Object::Reference(id) if !seen.insert(*id));
        if again || nodes > MAX_NODES || out.len() >= MAX_FACTS || depth > 16 {
            continue;
        }
        let Some(field) = as_dict(file.resolve(object)) else { continue };
        let own = file.get(field, b"T").and_then(text_string).unwrap_or_default();
        let name = match (above.is_empty(), own.is_empty()) {
            (true, _) => own,
            (_, true) => above,
            _ => format!("{above}.{own}"),
        };
        let name: String = name.chars().take(200).collect();
        match file.get(field, b"V") {
            Some(value @ Object::String(..)) => out.extend(text_string(value).map(|text| (name.clone(), text))),
            Some(Object::Name(choice)) if choice != b"Off" => {
                out.push((name.clone(), String::from_utf8_lossy(choice).into_owned()));
            }
            _ => {}
        }
        let kids = file.array(field, b"Kids").unwrap_or_default().iter().take(MAX_NODES);
        stack.extend(kids.rev().map(|kid| (kid, name.clone(), depth + 1)));
        stack.truncate(MAX_NODES);
    }
    out
}

/// What readers wrote on pages, apart from the text: notes, comments on marked passages, names of files pinned on.
fn comments(file: &File, pages: &[Page<'_>]) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for (page, number) in pages.iter().zip(1..) {
        for object in file.array(page.dict, b"Annots").unwrap_or_default().iter().take(MAX_NODES) {
            let Some(annotation) = as_dict(file.resolve(object)) else { continue };
            if out.len() >= MAX_FACTS || !file.budget.work(1) {
                return out;
            }
            let text = match file.name(annotation, b"Subtype") {
                // A link's or a field's text is a description, a pop-up repeats its parent's.
                Some(b"Link" | b"Widget" | b"Popup") | None => None,
                Some(b"FileAttachment") => {
                    file.dict(annotation, b"FS").and_then(|spec| specification(file, spec, &Object::Null))
                }
                Some(_) => file.get(annotation, b"Contents").and_then(text_string),
            };
            out.extend(text.filter(|text| !text.trim().is_empty()).map(|text| (number, text)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_of_a_packet() {
        let packet = "<rdf:Description pdf:Keywords=\"供水 &amp; 排水\"><dc:title><rdf:Alt>\
            <rdf:li xml:lang=\"x-default\">云河市通知</rdf:li></rdf:Alt></dc:title></rdf:Description>";
        assert_eq!(property(packet, "dc:title").as_deref(), Some("云河市通知"));
        assert_eq!(property(packet, "pdf:Keywords").as_deref(), Some("供水 & 排水"));
        assert_eq!(property(packet, "dc:creator"), None);
        assert_eq!(property("<dc:title>不完", "dc:title"), None);
    }

    #[test]
    fn labels_of_pages() {
        assert_eq!((roman(4).as_str(), roman(1999).as_str()), ("iv", "mcmxcix"));
        assert_eq!((letters(1).as_str(), letters(28).as_str()), ("a", "bb"));
    }
}
