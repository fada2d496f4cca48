//! Output plugin `json`: the conversion with everything known about it, by the published schema
//! `conversion-1.0.json`.

mod emit;
mod figures;
mod render;

use lantai_plugin::{Ctx, DocView, Options, WriteError, Writer};

pub use render::{render, render_to};

/// The writer.
pub struct Json {
    pretty: bool,
}

impl Writer for Json {
    const ID: &'static str = "json";
    const EXTENSION: &'static str = "json";
    const TITLE: &'static str = "JSON";
    const MEDIA_TYPE: &'static str = "application/json";
    const OPTIONS: &'static str = r#"{
  "type": "object",
  "properties": {
    "pretty": { "type": "boolean", "default": true, "description": "Break lines and indent by two blanks." }
  },
  "additionalProperties": false
}"#;

    fn create(options: &str) -> Result<Self, WriteError> {
        Ok(Json { pretty: Options::parse(options)?.bool("pretty").unwrap_or(true) })
    }

    fn write(&mut self, doc: &DocView<'_>, cx: &Ctx<'_>) -> Result<(), WriteError> {
        let mut output = cx.primary()?;
        render_to(doc, self.pretty, |piece| output.write_all(piece.as_bytes()))
    }
}

lantai_plugin::export!(Json);
