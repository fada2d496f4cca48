//! Output plugin: json.
