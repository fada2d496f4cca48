//! Indicators and people: the records that stand beside the text.

use lantai_plugin::NodeRef;

use crate::emit::Json;

/// One indicator (指标).
pub fn indicator(json: &mut Json, node: NodeRef<'_>) {
    let text = |key: &str| node.attr(key).unwrap_or("");
    json.begin('{');
    json.entry("name", text("name"));
    json.entry("stated", text("stated"));
    or_null(json, "value", node.attr("value"));
    or_null(json, "upper", node.attr("upper"));
    json.entry("unit", text("unit"));
    or_null(json, "bound", node.attr("bound"));
    json.key("change");
    match node.attr("change.direction") {
        Some(direction) => {
            json.begin('{');
            json.entry("stated", text("change.stated"));
            json.entry("direction", direction);
            json.entry("basis", text("change.basis"));
            json.entry("value", text("change.value"));
            or_null(json, "upper", node.attr("change.upper"));
            json.entry("unit", text("change.unit"));
            or_null(json, "bound", node.attr("change.bound"));
            json.end('}');
        }
        None => json.literal("null"),
    }
    json.entry("period", text("period"));
    or_null(json, "kind", node.attr("kind"));
    or_null(json, "constraint", node.attr("constraint"));
    json.entry("at", text("at"));
    json.end('}');
}

/// One member of a group (名单).
pub fn member(json: &mut Json, node: NodeRef<'_>) {
    json.begin('{');
    for key in ["name", "title", "role", "group", "at"] {
        json.entry(key, node.attr(key).unwrap_or(""));
    }
    json.end('}');
}

fn or_null(json: &mut Json, key: &'static str, value: Option<&str>) {
    json.key(key);
    match value {
        Some(value) => json.string(value),
        None => json.literal("null"),
    }
}
