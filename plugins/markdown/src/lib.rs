//! Output plugin `markdown`: Markdown (CommonMark with GitHub's tables) for people.
//!
//! It prints what the document says, once and in order, and no more: tasks and remarks stand in the JSON output only. A
//! sentence is never broken or spaced out, and only characters that would change the meaning are escaped.

mod front;
mod inline;
mod render;
mod table;

use lantai_plugin::{Ctx, DocView, Options, WriteError, Writer, abi};

pub use render::render;

/// The writer.
pub struct Markdown {
    front_matter: bool,
}

impl Writer for Markdown {
    const ID: &'static str = "markdown";
    const EXTENSION: &'static str = "md";
    const TITLE: &'static str = "Markdown";
    const MEDIA_TYPE: &'static str = "text/markdown; charset=utf-8";
    const CAPS: u64 = abi::CAP_DETERMINISTIC | abi::CAP_TEXT_ONLY;
    const OPTIONS: &'static str = r#"{
  "type": "object",
  "properties": {
    "front_matter": { "type": "boolean", "default": true, "description": "Begin with the metadata as YAML." }
  },
  "additionalProperties": false
}"#;

    fn create(options: &str) -> Result<Self, WriteError> {
        Ok(Markdown { front_matter: Options::parse(options)?.bool("front_matter").unwrap_or(true) })
    }

    fn write(&mut self, doc: &DocView<'_>, cx: &Ctx<'_>) -> Result<(), WriteError> {
        cx.primary()?.write_all(render(doc, self.front_matter).as_bytes())
    }
}

lantai_plugin::export!(Markdown);

#[cfg(test)]
mod tests;
