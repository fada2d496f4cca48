//! The published schema as people meet it: `lantai schema` prints it, its example shows every field, every sample obeys it,
//! and `crates/SCHEMA.md` is made from it. `LANTAI_BLESS=1 cargo test -p lantai-tests --test schema` makes that page anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use lantai::{Options, Source};
use lantai_model::Name;
use lantai_tests::{Scratch, compare, root, run};
use serde_json::{Map, Value};

#[path = "../../plugins/json/tests/common/validate.rs"]
mod validate;

#[test]
fn the_command_prints_it() {
    let scratch = Scratch::new();
    let done = run(scratch.path(), ["schema"]);
    assert!(done.status.success());
    assert_eq!(String::from_utf8_lossy(&done.stdout), lantai::SCHEMA_TEXT);
}

#[test]
fn every_sample_obeys_it() {
    let folder = root().join("samples");
    let files = lantai_tests::files(&folder).into_iter().filter(|file| file.file_stem().is_some_and(|s| s == "source"));
    let mut checked = 0;
    for file in files {
        let bytes = fs::read(folder.join(&file)).expect("a sample can be read");
        let source = Source { name: file.to_string_lossy().into_owned(), bytes, ..Source::default() };
        let Ok(conversion) = lantai::convert(&source, &Options::default()) else { continue };
        let value = serde_json::to_value(&conversion).expect("JSON");
        assert_eq!(validate::check(&value), None, "{}", source.name);
        checked += 1;
    }
    assert!(checked >= 14, "{checked} samples");
}

#[test]
fn the_example_shows_every_field() {
    let schema = validate::schema();
    let example = &schema["examples"][0];
    assert_eq!(validate::check(example), None);
    let shown = Shown::of(&schema, example);
    let mut missing = Vec::new();
    for (name, definition) in definitions(&schema) {
        for (kind, object) in variants(definition) {
            for (field, _) in fields(object) {
                if !shown.fields.contains_key(&format!("{name}{kind}.{field}")) {
                    missing.push(format!("{name}{kind}.{field}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no example of {missing:#?}");
}

#[test]
fn the_page_is_made_from_it() {
    if let Err(difference) = compare(&root().join("crates/SCHEMA.md"), &page(&validate::schema())) {
        panic!("{difference}");
    }
}

/// The root and all definitions, each after what first names it.
fn definitions(schema: &Value) -> Vec<(&str, &Map<String, Value>)> {
    let mut found = vec![("conversion", schema.as_object().expect("an object"))];
    let mut next = 0;
    while let Some((_, definition)) = found.get(next) {
        next += 1;
        for name in named(definition) {
            if found.iter().all(|(known, _)| *known != name) {
                found.push((name, schema["$defs"][name].as_object().expect("a definition")));
            }
        }
    }
    assert_eq!(found.len(), schema["$defs"].as_object().expect("definitions").len() + 1, "a definition is not used");
    found
}

/// The definitions that one names, in the order of its fields.
fn named(definition: &Map<String, Value>) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> =
        variants(definition).iter().flat_map(|(_, object)| fields(object)).map(|f| f.1).collect();
    open.extend(definition.get("oneOf").and_then(Value::as_array).into_iter().flatten());
    open.reverse();
    while let Some(wanted) = open.pop() {
        found.extend(target(wanted));
        open.extend(wanted["anyOf"].as_array().into_iter().flatten().rev());
        open.extend(wanted.get("items"));
    }
    found
}

/// The fields of an object: the needed ones in the order that the schema lists them, then those that may be absent.
fn fields(object: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let known = object.get("properties").and_then(Value::as_object);
    let needed: Vec<&str> =
        object.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let mut found: Vec<(&str, &Value)> =
        known.into_iter().flatten().map(|(key, value)| (key.as_str(), value)).collect();
    let place = |key: &str| {
        let optional = || Name::ALL.iter().position(|name| name.as_str() == key).unwrap_or(usize::MAX - 1);
        (needed.iter().position(|name| *name == key).unwrap_or(usize::MAX), optional())
    };
    found.sort_by_key(|(key, _)| place(key));
    found
}

/// A definition, or its variants with the value of `kind` that tells them apart.
fn variants(definition: &Map<String, Value>) -> Vec<(String, &Map<String, Value>)> {
    let options = definition.get("oneOf").and_then(Value::as_array);
    let objects = options.into_iter().flatten().filter_map(Value::as_object).filter(|o| o.contains_key("properties"));
    let named = objects.map(|object| {
        let kind = object["properties"]["kind"]["const"].as_str().expect("variants differ by kind");
        (format!("({kind})"), object)
    });
    let found: Vec<_> = named.collect();
    if found.is_empty() { vec![(String::new(), definition)] } else { found }
}

/// The first telling value of each field in the example.
struct Shown<'a> {
    schema: &'a Value,
    fields: BTreeMap<String, &'a Value>,
}

impl<'a> Shown<'a> {
    fn of(schema: &'a Value, example: &'a Value) -> Self {
        let mut shown = Shown { schema, fields: BTreeMap::new() };
        shown.object("conversion", schema, example);
        shown
    }

    /// Walks a value along with what the schema says of it. The schema's nesting bounds the depth.
    fn visit(&mut self, wanted: &'a Value, value: &'a Value) {
        if let Some(name) = target(wanted) {
            self.object(name, &self.schema["$defs"][name], value);
        }
        for option in ["anyOf", "oneOf"].into_iter().filter_map(|key| wanted[key].as_array()).flatten() {
            self.visit(option, value);
        }
        if let Some(items) = value.as_array() {
            items.iter().for_each(|item| self.visit(&wanted["items"], item));
        }
    }

    fn object(&mut self, name: &str, definition: &'a Value, value: &'a Value) {
        let Some(given) = value.as_object() else { return };
        for option in definition["oneOf"].as_array().into_iter().flatten() {
            if let Some(name) = target(option) {
                let object = &self.schema["$defs"][name];
                if object["properties"]["type"]["const"] == value["type"] {
                    self.object(name, object, value);
                }
            } else if option["properties"]["kind"]["const"] == value["kind"] {
                let kind = value["kind"].as_str().unwrap_or_default();
                self.object(&format!("{name}({kind})"), option, value);
            }
        }
        for (key, field) in given {
            let wanted = &definition["properties"][key.as_str()];
            let says = !field.is_null() && field != "" && field != &Value::Array(Vec::new()) && field != "unknown";
            if says && !wanted.is_null() {
                self.fields.entry(format!("{name}.{key}")).or_insert(field);
            }
            self.visit(wanted, field);
        }
    }
}

fn target(wanted: &Value) -> Option<&str> {
    wanted["$ref"].as_str()?.strip_prefix("#/$defs/")
}

/// The page: a table for each definition, with the Chinese term and one example of each field.
fn page(schema: &Value) -> String {
    let shown = Shown::of(schema, &schema["examples"][0]);
    let mut out = String::from(
        "# The conversion, field by field\n\n\
         Made from `model/schema/conversion-1.0.json`, which `lantai schema` prints; do not edit. `lantai convert --to json` \
         writes a `conversion`. All fields are always there unless they are said to be optional; nothing else is ever there. \
         Examples are of the one document at the end of the schema.\n",
    );
    for (name, definition) in definitions(schema) {
        let about = definition.get("description").and_then(Value::as_str).unwrap_or_default();
        let _ = write!(out, "\n## {name}\n\n{}\n", cell(about));
        if let Some(words) = definition.get("enum").and_then(Value::as_array) {
            let words: Vec<String> = words.iter().filter_map(Value::as_str).map(|word| format!("`{word}`")).collect();
            let _ = write!(out, "\nOne of {}.\n", words.join(", "));
        }
        let blocks = definition.get("oneOf").and_then(Value::as_array).into_iter().flatten().filter_map(target);
        let blocks: Vec<String> = blocks.map(|name| format!("[{name}](#{name})")).collect();
        if !blocks.is_empty() {
            let _ = write!(out, "\nOne of {}.\n", blocks.join(", "));
        }
        for (kind, object) in variants(definition) {
            if !kind.is_empty() {
                let about = object["description"].as_str().unwrap_or_default();
                let _ = write!(out, "\n### {name} {}\n\n{about}\n", kind.trim_matches(['(', ')']));
            }
            if object.contains_key("properties") {
                out.push_str("\n| field | 中文 | type | meaning | example |\n|---|---|---|---|---|\n");
                for (field, wanted) in fields(object) {
                    let needed = object["required"].as_array().is_some_and(|keys| keys.iter().any(|key| key == field));
                    let about = wanted["description"].as_str().unwrap_or_default();
                    let example = shown.fields.get(&format!("{name}{kind}.{field}"));
                    let optional = if needed { "" } else { ", optional" };
                    let (english, chinese) = terms(about);
                    let example = example.map_or(String::new(), |value| sample(value));
                    let kind = typed(wanted);
                    let _ = writeln!(out, "| `{field}` | {chinese} | {kind}{optional} | {english} | {example} |");
                }
            }
        }
    }
    out
}

/// The meaning without its Chinese term, and the term: the first brackets that begin with a Han character.
fn terms(about: &str) -> (String, String) {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    for (at, _) in about.match_indices(" (") {
        let inner = &about[at + 2..];
        if inner.starts_with(han)
            && let Some(end) = inner.find(')')
        {
            let rest = &inner[end + 1..];
            return (cell(&format!("{}{rest}", &about[..at])), cell(&inner[..end]));
        }
    }
    (cell(about), String::new())
}

fn typed(wanted: &Value) -> String {
    if let Some(name) = target(wanted) {
        return format!("[{name}](#{name})");
    }
    if let Some(word) = wanted["const"].as_str() {
        return format!("`{word}`");
    }
    if let Some(options) = wanted["anyOf"].as_array() {
        return options.iter().map(typed).collect::<Vec<_>>().join(" or ");
    }
    if let Some(words) = wanted["enum"].as_array() {
        let words: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_str().unwrap_or("null"))).collect();
        return words.join(", ");
    }
    match wanted["type"].as_str() {
        Some("array") => format!("list of {}", typed(&wanted["items"])),
        Some(kind) => kind.to_owned(),
        None => String::new(),
    }
}

/// A short value as JSON; of objects and of lists of objects the definition tells.
fn sample(value: &Value) -> String {
    let plain = |value: &Value| !value.is_object() && !value.is_array();
    match value {
        Value::Object(fields) => match fields.get("stated").filter(|_| fields.contains_key("label")) {
            Some(stated) => format!("`{}`", cell(&stated.to_string())),
            None => "…".to_owned(),
        },
        Value::Array(items) if !items.iter().all(plain) => "…".to_owned(),
        value => format!("`{}`", cell(&value.to_string())),
    }
}

/// Text that can stand in a cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
