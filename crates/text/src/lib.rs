//! Bytes to honest text: charset arbitration, glosses, radicals, widths, Han variants. Knows no documents.
//!
//! [`fn@decode`] turns bytes into text and says why it chose the charset; [`repair`] takes back what bad software did
//! to text; [`fn@fold`] makes spellings comparable; [`han`] converts between simplified and traditional Chinese;
//! [`names_file`] knows names of files; [`fn@plausibility`] is the judge that the others ask. All tables are built on first use.

pub mod decode;
pub mod file_name;
pub mod fold;
pub mod han;
pub mod plausibility;
pub mod repair;

mod gb;
mod table;

pub use decode::{Decoded, decode};
pub use file_name::names_file;
pub use fold::{code_at, fold, fold_char, fold_into};
pub use plausibility::plausibility;
