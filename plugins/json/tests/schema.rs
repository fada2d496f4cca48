//! The published schema fits what is written: all of it, and nothing else. The validator is
//! in `common/validate.rs`.

mod common;

use common::validate::{check, schema};
use lantai_model::*;
use serde_json::Value;

fn whole() -> Value {
    let mut conversion = common::conversion();
    // The model asks for spans of at least 1.
    for block in &mut conversion.document.body.blocks {
        if let Block::Table(table) = &mut block.block {
            table.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| cell.row_span = cell.row_span.max(1));
        }
    }
    conversion.document.notes.truncate(1);
    conversion.document.parts.clear();
    serde_json::to_value(conversion).unwrap()
}

#[test]
fn conversions_are_valid() {
    assert_eq!(check(&whole()), None);
    let empty =
        Conversion { schema: SCHEMA, origin: Origin::default(), document: Document::default(), remarks: vec![] };
    assert_eq!(check(&serde_json::to_value(&empty).unwrap()), None);
    let parts = Document {
        parts: vec![Document::default(), Document { genre: Genre::Annex, ..Document::default() }],
        ..Document::default()
    };
    let nested = Conversion { document: parts, ..empty };
    assert_eq!(check(&serde_json::to_value(nested).unwrap()), None);
}

/// Every key in the output, at any depth, is needed or allowed on purpose: renamed, it does not fit any more.
#[test]
fn nothing_else_is_valid() {
    let whole = whole();
    let mut paths = Vec::new();
    let mut open = vec![(String::new(), &whole)];
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    paths.push((path.clone(), key.clone()));
                    open.push((format!("{path}/{key}"), value));
                }
            }
            Value::Array(items) => open.extend(items.iter().enumerate().map(|(i, item)| (format!("{path}/{i}"), item))),
            _ => {}
        }
    }
    assert!(paths.len() > 120);
    for (path, key) in paths {
        let mut other = whole.clone();
        let object = other.pointer_mut(&path).unwrap().as_object_mut().unwrap();
        let value = object.remove(&key).unwrap();
        object.insert(format!("{key}2"), value);
        assert!(check(&other).is_some(), "{path}/{key}");
    }
}

#[test]
fn the_vocabularies_are_those_of_the_model() {
    let schema = schema();
    let words = |name: &str| -> Vec<String> {
        let words = schema["$defs"][name]["enum"].as_array().unwrap();
        words.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(words("genre"), Genre::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>());
    assert_eq!(words("role"), Role::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>());
    assert_eq!(words("bound"), Bound::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>());
    assert_eq!(words("indicator_kind"), IndicatorKind::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>());
    assert_eq!(words("constraint"), Constraint::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>());
    assert_eq!(words("direction"), Direction::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>());
    assert_eq!(words("number_style"), NumberStyle::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>());
    let meta = schema["$defs"]["metadata"]["properties"].as_object().unwrap();
    assert_eq!(meta.len(), Name::ALL.len() + 1);
    for name in Name::ALL {
        let description = meta[name.as_str()]["description"].as_str().unwrap();
        assert!(description.contains(name.chinese()), "{description}");
    }
    assert_eq!(schema["properties"]["schema"]["const"], SCHEMA);
}

#[test]
fn every_property_is_described_in_both_languages() {
    let schema = schema();
    let mut open = vec![&schema];
    let mut seen = 0;
    while let Some(value) = open.pop() {
        for (key, property) in value.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let description = property["description"].as_str().unwrap_or("");
            assert!(description.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{key}: {description}");
            seen += 1;
        }
        match value {
            Value::Object(object) => open.extend(object.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    assert!(seen > 100, "{seen}");
}
