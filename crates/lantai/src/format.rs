//! The formats that can be read: one list.

use lantai_model::{ReadError, Reading};

/// A format and its reader.
#[derive(Debug)]
pub struct Format {
    /// Identifier in outputs.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Usual extensions without the dot, the first one first.
    pub extensions: &'static [&'static str],
    /// How it is read.
    pub reader: Reader,
}

/// How a format is read.
#[derive(Clone, Copy, Debug)]
pub enum Reader {
    /// From decoded text.
    Text {
        /// Charset declarations inside the text count as evidence.
        markup: bool,
        /// The reader. It may let go of the text when it has it in another form: pages are large.
        read: fn(String) -> Result<Reading, ReadError>,
    },
    /// From the bytes as they are.
    Bytes(fn(&[u8]) -> Result<Reading, ReadError>),
}

/// All formats that can be read.
pub const READERS: &[Format] = &[
    Format {
        id: "html",
        name: "Web page (网页)",
        extensions: &["html", "htm", "shtml", "xhtml"],
        reader: Reader::Text { markup: true, read: lantai_html::read_owned },
    },
    Format { id: "pdf", name: "PDF with a text layer", extensions: &["pdf"], reader: Reader::Bytes(lantai_pdf::read) },
    Format {
        id: "docx",
        name: "Word document (DOCX)",
        extensions: &["docx", "docm"],
        reader: Reader::Bytes(lantai_word::read),
    },
    Format {
        id: "text",
        name: "Plain text (纯文本)",
        extensions: &["txt", "text", "md"],
        reader: Reader::Text { markup: false, read: |text| lantai_plain::read(&text) },
    },
];

/// The format with that identifier.
pub(crate) fn by_id(id: &str) -> Option<&'static Format> {
    READERS.iter().find(|format| format.id == id)
}

/// The format that a name's extension claims.
pub(crate) fn by_name(name: &str) -> Option<&'static Format> {
    let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
    READERS.iter().find(|format| format.extensions.contains(&extension.as_str()))
}
