//! What came in, and why it may not be readable.

use std::fmt;

use crate::{Flow, Remark};

/// One input as it came: its name, its bytes, and what others claim about it. Claims are evidence, not findings.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Path relative to what the user named, or a URL; with forward slashes.
    pub name: String,
    /// The bytes, unchanged.
    pub bytes: Vec<u8>,
    /// Media type that a server or archive claimed.
    pub media_type: Option<String>,
    /// Charset that a server or archive claimed.
    pub charset: Option<String>,
}

/// What a reader gives back: the flow, and remarks on what it could not see whole.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The content in reading order.
    pub flow: Flow,
    /// What the reader did or could not do.
    pub remarks: Vec<Remark>,
}

/// Why a source cannot be read. The first line says what is wrong, `remedy` what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadError {
    /// The kind, stable for programs.
    pub kind: ErrorKind,
    /// What is wrong, for people, without the file's name.
    pub message: String,
    /// What the user can do.
    pub remedy: String,
}

/// The kinds of read error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No bytes, or nothing but blanks.
    Empty,
    /// The bytes are not of any known format.
    Unknown,
    /// The format is known, and damaged beyond reading.
    Damaged,
    /// A password is needed.
    Encrypted,
    /// The format is known and not read by this version.
    Unsupported,
    /// A limit was reached before anything could be read.
    Limit,
}

impl ReadError {
    /// Builds an error from its three parts.
    pub fn new(kind: ErrorKind, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        ReadError { kind, message: message.into(), remedy: remedy.into() }
    }
}

impl ErrorKind {
    /// Stable name for reports.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Empty => "empty",
            ErrorKind::Unknown => "unknown_format",
            ErrorKind::Damaged => "damaged",
            ErrorKind::Encrypted => "encrypted",
            ErrorKind::Unsupported => "unsupported",
            ErrorKind::Limit => "limit",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.remedy)
    }
}

impl std::error::Error for ReadError {}
