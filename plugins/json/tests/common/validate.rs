//! A validator for the published schema: it knows the keywords that the schema uses, and fails on any other.
#![allow(dead_code, reason = "not every test that shares it needs all of it")]

use serde_json::{Map, Value, json};

/// The schema.
pub fn schema() -> Value {
    serde_json::from_str(lantai_model::SCHEMA_TEXT).unwrap()
}

/// What is wrong with the value, if anything.
fn fault(root: &Value, schema: &Value, value: &Value, path: &str) -> Option<String> {
    let schema = schema.as_object().unwrap();
    let wrong = |what: &str| Some(format!("{path}: {what}: {value}"));
    for (keyword, wanted) in schema {
        let found = match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" | "required" | "examples" => None,
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
    if pattern.starts_with("^[0-9]+(") {
        return text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
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

/// What is wrong with a conversion's JSON, if anything.
pub fn check(value: &Value) -> Option<String> {
    let schema = schema();
    fault(&schema, &schema, value, "")
}
