//! The contract: what every output is made from.

use serde::Serialize;

use crate::{Document, Remark};

/// Name and version of the published JSON Schema that a serialised [`Conversion`] obeys.
pub const SCHEMA: &str = "lantai/conversion-1.0";

/// That JSON Schema, with every field in both languages and one whole example.
pub const SCHEMA_TEXT: &str = include_str!("../schema/conversion-1.0.json");

/// A converted document with its origin and all remarks.
#[derive(Clone, Debug, Serialize)]
pub struct Conversion {
    /// Always [`SCHEMA`].
    pub schema: &'static str,
    /// What it was made from.
    pub origin: Origin,
    /// What it says.
    pub document: Document,
    /// What was done on the way.
    pub remarks: Vec<Remark>,
}

/// What a conversion was made from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Origin {
    /// The source's name as given (a relative path or a URL).
    pub name: String,
    /// Identifier of the format that was recognised (`html`, `pdf`, `docx`, `text`).
    pub format: String,
    /// Length of the source in bytes.
    pub bytes: u64,
    /// BLAKE3 hash of the source's bytes, hexadecimal.
    pub blake3: String,
    /// Name and version of the program.
    pub generator: String,
}

impl Conversion {
    /// The remarks that make this conversion partial.
    pub fn limits(&self) -> impl Iterator<Item = &str> {
        self.remarks.iter().filter_map(|remark| match remark {
            Remark::Limited { about, .. } => Some(about.as_str()),
            _ => None,
        })
    }
}
