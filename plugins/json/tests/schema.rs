//! The published schema fits what is written: all of it, and nothing else. The validator below knows the keywords that the
//! schema uses, and fails on any other.

mod common;

use lantai_model::*;
use serde_json::{Map, Value, json};

const TEXT: &str = include_str!("../../../crates/model/schema/conversion-1.0.json");

fn schema() -> Value {
    serde_json::from_str(TEXT).unwrap()
}

/// What is wrong with the value, if anything.
fn fault(root: &Value, schema: &Value, value: &Value, path: &str) -> Option<String> {
    let schema = schema.as_object().unwrap();
    let wrong = |what: &str| Some(format!("{path}: {what}: {value}"));
    for (keyword, wanted) in schema {
        let found = match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" | "required" => None,
            "pattern" => None.or_else(|| (!fits(schema, value)).then(|| wrong("pattern")).flatten()),
            "$ref" => {
                let target = wanted.as_str().and_then(|target| root.pointer(target.strip_prefix('#')?)).unwrap();
                fault(root, target, value, path)
            }
            "type" => (!is(value, wanted.as_str().unwrap())).then(|| wrong("type")).flatten(),
            "const" => (value != wanted).then(|| wrong("const")).flatten(),
            "enum" => (!wanted.as_array().unwrap().contains(value)).then(|| wrong("enum")).flatten(),
            "minimum" => (value.as_u64() < wanted.as_u64()).then(|| wrong("minimum")).flatten(),
            "maximum" => (value.as_u64() > wanted.as_u64()).then(|| wrong("maximum")).flatten(),
            "anyOf" | "oneOf" => {
                let options = wanted.as_array().unwrap();
                let faults: Vec<_> = options.iter().filter_map(|option| fault(root, option, value, path)).collect();
                let fit = options.len() - faults.len();
                let good = if keyword == "oneOf" { fit == 1 } else { fit > 0 };
                (!good).then(|| format!("{path}: {fit} of {keyword} fit: {}", faults.join("; ")))
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items.filter_map(|(i, item)| fault(root, wanted, item, &format!("{path}/{i}"))).next()
            }
            "properties" => value.as_object().and_then(|object| object_fault(root, schema, object, path)),
            "additionalProperties" => (wanted != &json!(false)).then(|| "the schema is open".to_owned()),
            other => Some(format!("the validator does not know `{other}`")),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn object_fault(root: &Value, schema: &Map<String, Value>, object: &Map<String, Value>, path: &str) -> Option<String> {
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    if let Some(missing) = required.into_iter().find(|key| !object.contains_key(*key)) {
        return Some(format!("{path}: `{missing}` is missing"));
    }
    object.iter().find_map(|(key, value)| match schema["properties"].get(key) {
        Some(property) => fault(root, property, value, &format!("{path}/{key}")),
        None => Some(format!("{path}: `{key}` is not in the schema")),
    })
}

/// The two patterns of the schema, by hand: their first words tell them apart.
fn fits(schema: &Map<String, Value>, value: &Value) -> bool {
    let (pattern, text) = (schema["pattern"].as_str().unwrap(), value.as_str().unwrap_or(""));
    if pattern.starts_with("^[0-9]{4}") {
        return text.len() >= 4 && text.bytes().take(4).all(|b| b.is_ascii_digit());
    }
    assert!(pattern.starts_with("^(unknown|"));
    text.starts_with("unknown") || ["text:", "html:", "page:", "part:"].iter().any(|kind| text.starts_with(kind))
}

fn is(value: &Value, wanted: &str) -> bool {
    match wanted {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the validator does not know the type {other}"),
    }
}

fn check(value: &Value) -> Option<String> {
    let schema = schema();
    fault(&schema, &schema, value, "")
}

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
