//! Options against a plugin's own schema: names, basic types, `enum`; and the defaults that are filled in.

use serde_json::{Map, Value};

/// The options as the plugin gets them. `schema` is empty for a plugin that takes none.
///
/// # Errors
/// Says which option is wrong and what there is.
pub fn resolve(schema: &str, options: &str) -> Result<String, String> {
    let mut given = match options.trim() {
        "" => Map::new(),
        text => match serde_json::from_str(text) {
            Ok(Value::Object(given)) => given,
            Ok(_) => return Err("they are not a JSON object".to_owned()),
            Err(error) => return Err(format!("they are not JSON ({error})")),
        },
    };
    let schema = parse_schema(schema)?;
    let none = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
    let open = schema.get("additionalProperties") == Some(&Value::Bool(true));
    for (name, value) in &given {
        match properties.get(name) {
            Some(property) => check(name, value, property)?,
            None if open => {}
            None => {
                let known: Vec<&str> = properties.keys().map(String::as_str).collect();
                let known = if known.is_empty() {
                    "it takes none".to_owned()
                } else {
                    format!("it takes {}", known.join(", "))
                };
                return Err(format!("there is no option `{name}`; {known}"));
            }
        }
    }
    for (name, property) in properties {
        if let Some(default) = property.get("default") {
            given.entry(name.as_str()).or_insert_with(|| default.clone());
        }
    }
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    for name in required {
        if !given.contains_key(name) {
            return Err(format!("the option `{name}` is required"));
        }
    }
    Ok(Value::Object(given).to_string())
}

/// The schema as an object; an empty text is the schema of no options.
///
/// # Errors
/// It is not a JSON object.
pub fn parse_schema(schema: &str) -> Result<Map<String, Value>, String> {
    match schema.trim() {
        "" => Ok(Map::new()),
        text => match serde_json::from_str(text) {
            Ok(Value::Object(schema)) => Ok(schema),
            _ => Err("the plugin's schema of options is not a JSON object".to_owned()),
        },
    }
}

fn check(name: &str, value: &Value, property: &Value) -> Result<(), String> {
    let types: Vec<&str> = match property.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|wanted| is(value, wanted)) {
        return Err(format!("the option `{name}` must be of type {}, not {value}", types.join(" or ")));
    }
    if let Some(Value::Array(allowed)) = property.get("enum")
        && !allowed.contains(value)
    {
        let allowed: Vec<String> = allowed.iter().map(Value::to_string).collect();
        return Err(format!("the option `{name}` must be one of {}, not {value}", allowed.join(", ")));
    }
    Ok(())
}

fn is(value: &Value, wanted: &str) -> bool {
    match wanted {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::resolve;

    const SCHEMA: &str = r#"{"type":"object","properties":{
        "pretty":{"type":"boolean","default":true},"n":{"type":["integer","null"]},"mode":{"enum":["a","b"]}}}"#;

    #[test]
    fn fills_in_defaults() {
        assert_eq!(resolve(SCHEMA, "").unwrap(), r#"{"pretty":true}"#);
        assert_eq!(resolve(SCHEMA, r#"{"pretty":false,"n":null}"#).unwrap(), r#"{"n":null,"pretty":false}"#);
        assert_eq!(resolve("", "{}").unwrap(), "{}");
    }

    #[test]
    fn says_what_is_wrong() {
        let fails = |schema, options| resolve(schema, options).unwrap_err();
        assert!(fails(SCHEMA, r#"{"prety":true}"#).contains("no option `prety`; it takes mode, n, pretty"));
        assert!(fails("", r#"{"x":1}"#).contains("it takes none"));
        assert!(fails(SCHEMA, r#"{"pretty":1}"#).contains("type boolean"));
        assert!(fails(SCHEMA, r#"{"n":1.5}"#).contains("integer or null"));
        assert!(fails(SCHEMA, r#"{"mode":"c"}"#).contains(r#"one of "a", "b""#));
        assert!(fails(SCHEMA, "[]").contains("not a JSON object"));
        assert!(fails(SCHEMA, "{").contains("not JSON"));
        assert!(fails("[]", "{}").contains("schema"));
    }
}
