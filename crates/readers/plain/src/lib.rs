//! Reads plain text into a Flow.
use lantai_model::*;
/// x
pub fn read(_t: &str) -> Result<Reading, ReadError> { Err(ReadError::new(ErrorKind::Empty,"","")) }
