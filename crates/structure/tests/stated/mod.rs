//! A text as a document, compared with what it is expected to state.
//!
//! A case is a text, a paragraph a line, and lines of `field: value`; only the fields named are compared, and `-` says
//! that a field must not be there. `to`, `signed`, `day`, `genre`, `closing`, `body` (number of paragraphs) and `unclear`
//! (rules of remarks) speak of the document, `parts` of how many it holds; `1.signed` speaks of its first part.

use lantai_model::{Block, Cues, Document, Flow, Item, Name, Paragraph, Placed, Remark, Section, Span, Value};

fn convert(text: &str) -> (Document, Vec<Remark>) {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let item = |(nth, line): (usize, &str)| Item {
        block: Block::Paragraph(Paragraph::plain(line)),
        cues: Cues::default(),
        at: Span::text(nth * 10, nth * 10 + 9),
    };
    lantai_structure::structure(Flow { items: lines.enumerate().map(item).collect(), ..Flow::default() })
}

fn paragraphs(section: &Section) -> usize {
    section.blocks.len() + section.children.iter().map(paragraphs).sum::<usize>()
}

fn text(placed: &Placed) -> Option<&str> {
    match &placed.block {
        Block::Paragraph(paragraph) => Some(&paragraph.text),
        _ => None,
    }
}

fn value(document: &Document, remarks: &[Remark], key: &str) -> String {
    if let Some((part, key)) = key.split_once('.') {
        let part = part.parse::<usize>().expect("a part") - 1;
        return document.parts.get(part).map_or("no part".into(), |part| value(part, remarks, key));
    }
    let signature = document.signature.as_ref();
    match key {
        "closing" => document.closing.iter().filter_map(text).collect::<Vec<_>>().join("+"),
        "notes" => document.notes.iter().filter_map(text).collect::<Vec<_>>().join("+"),
        "parts" => document.parts.len().to_string(),
        "to" => document.addressees.join("+"),
        "signed" => signature.map(|signature| signature.organs.join("+")).unwrap_or_default(),
        "day" => signature.and_then(|s| s.date.as_ref()).map(|date| date.value.to_string()).unwrap_or_default(),
        "genre" => document.genre.as_str().to_owned(),
        "body" => paragraphs(&document.body).to_string(),
        "unclear" => {
            let rule = |remark: &Remark| match remark {
                Remark::Unclear { rule, .. } => Some(rule.clone()),
                _ => None,
            };
            remarks.iter().filter_map(rule).collect::<Vec<_>>().join("+")
        }
        key => {
            let name = Name::from_key(key).expect("a field");
            document.meta.get(name).map_or(String::new(), |field| match &field.value {
                Value::Text(text) => text.clone(),
                Value::Date(date) => date.to_string(),
                Value::Words(words) => words.join("+"),
                Value::Period(period) => format!("{}/{}", period.from, period.to),
            })
        }
    }
}

#[track_caller]
pub fn check(text: &str, expected: &str) {
    let (document, remarks) = convert(text);
    let wanted: Vec<(&str, &str)> = expected
        .lines()
        .filter_map(|line| line.trim().split_once(':'))
        .map(|(key, value)| (key.trim(), value.trim()))
        .map(|(key, value)| (key, if value == "-" { "" } else { value }))
        .collect();
    let found: Vec<(&str, String)> = wanted.iter().map(|(key, _)| (*key, value(&document, &remarks, key))).collect();
    let wanted: Vec<(&str, String)> = wanted.into_iter().map(|(key, value)| (key, value.to_owned())).collect();
    assert_eq!(found, wanted);
    for (name, field) in &document.meta.fields {
        assert!(!field.at.is_unknown(), "{} has no place", name.as_str());
    }
}
