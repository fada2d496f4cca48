//! Turns official documents into clean, structured, traceable text: the whole pipeline in one function.
//!
//! ```
//! use lantai::{Options, Source};
//!
//! let source = Source { name: "plan.txt".into(), bytes: "云河市工作要点\n一、总体思路\n稳中求进。".into(), ..Source::default() };
//! let conversion = lantai::convert(&source, &Options::default())?;
//! let first = &conversion.document.body.children[0];
//! assert_eq!((conversion.document.meta.title(), first.heading.as_str()), ("云河市工作要点", "总体思路"));
//! # Ok::<(), lantai::ReadError>(())
//! ```
//!
//! Nothing here touches disk, clock, network or threads: bytes come in, a [`Conversion`] goes out.

mod detect;
pub mod dump;
mod format;
mod han;

pub use detect::detect;
pub use format::{Format, READERS, Reader};
pub use han::Han;
pub use lantai_model::{
    Conversion, Document, ErrorKind, Flow, Origin, ReadError, Reading, Remark, SCHEMA, SCHEMA_TEXT, Source,
};

/// Name and version of the program, as outputs state it.
pub const GENERATOR: &str = concat!("lantai ", env!("CARGO_PKG_VERSION"));

/// What the user may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Which Han characters the output is written in; as printed by default.
    pub han: Han,
    /// Indicators and rosters are read too, as they are by default; an output that prints text alone does not need them.
    pub records: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { han: Han::default(), records: true }
    }
}

/// Converts one source. Errors only where nothing can be read; all else becomes remarks.
pub fn convert(source: &Source, options: &Options) -> Result<Conversion, ReadError> {
    let format = detect(source)?;
    let Reading { flow, mut remarks } = read(format, source)?;
    let (flow, cleaned) = lantai_clean::clean(flow);
    let (flow, written) = han::write(flow, options.han);
    let (mut document, mut structured) = lantai_structure::structure(flow);
    if options.records {
        lantai_structure::records(&mut document);
    }
    remarks.extend(cleaned.into_iter().chain(written));
    // The longer list stays where it is.
    if remarks.len() < structured.len() {
        structured.splice(0..0, remarks);
        remarks = structured;
    } else {
        remarks.append(&mut structured);
    }
    Ok(Conversion { schema: SCHEMA, origin: origin(source, format), document, remarks })
}

/// Reads a source of a known format into a flow; text formats are decoded first.
pub fn read(format: &Format, source: &Source) -> Result<Reading, ReadError> {
    match format.reader {
        Reader::Bytes(read) => read(&source.bytes),
        Reader::Text { markup, read } => {
            let decoded = lantai_text::decode(&source.bytes, source.charset.as_deref(), markup);
            let mut reading = read(decoded.text)?;
            let remark = Remark::Decoded {
                charset: decoded.charset.to_owned(),
                evidence: decoded.evidence,
                replaced: decoded.replaced,
            };
            reading.remarks.insert(0, remark);
            Ok(reading)
        }
    }
}

fn origin(source: &Source, format: &Format) -> Origin {
    Origin {
        name: source.name.clone(),
        format: format.id.to_owned(),
        bytes: source.bytes.len() as u64,
        blake3: blake3::hash(&source.bytes).to_hex().to_string(),
        generator: GENERATOR.to_owned(),
    }
}
