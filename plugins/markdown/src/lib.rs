//! Output plugin: markdown.
