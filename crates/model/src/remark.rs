//! What the program did to the text, and what it did not dare.

use serde::Serialize;

use crate::Span;

/// One remark. Remarks stand in the order in which things were done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Remark {
    /// Bytes were decoded.
    Decoded {
        /// WHATWG name of the charset used.
        charset: String,
        /// Why: which claims and findings spoke for it.
        evidence: String,
        /// Byte sequences that could not be decoded and became U+FFFD.
        replaced: u32,
    },
    /// Text was repaired.
    Corrected {
        /// Name of the rule.
        rule: String,
        /// How many places.
        count: u32,
        /// Each place, with the text before and after.
        edits: Vec<Edit>,
    },
    /// Text was taken out of the document.
    Omitted {
        /// Name of the rule.
        rule: String,
        /// The text as the reader saw it; paragraphs and cells end with `\n`.
        text: String,
        /// Where it stood.
        at: Span,
    },
    /// Something is in doubt, or is announced and not there.
    Unclear {
        /// Name of the rule.
        rule: String,
        /// What is in doubt, for people.
        about: String,
        /// Where.
        at: Span,
    },
    /// A limit was hit or a part could not be read: the document is partial.
    Limited {
        /// Name of the limit or cause (`ocr_needed`, `xml_depth`).
        rule: String,
        /// What is missing and why, for people.
        about: String,
        /// Where.
        at: Span,
    },
}

/// One repair: `before` stood in the source, `after` stands in the document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edit {
    /// Where, with the character range inside the source's paragraph or cell.
    pub at: Span,
    /// Text as the source has it.
    pub before: String,
    /// Text as the document has it; empty where something was only taken out.
    pub after: String,
}

impl Remark {
    /// An `Omitted` remark.
    pub fn omitted(rule: &str, text: impl Into<String>, at: Span) -> Self {
        Remark::Omitted { rule: rule.into(), text: text.into(), at }
    }

    /// An `Unclear` remark.
    pub fn unclear(rule: &str, about: impl Into<String>, at: Span) -> Self {
        Remark::Unclear { rule: rule.into(), about: about.into(), at }
    }

    /// A `Limited` remark.
    pub fn limited(rule: &str, about: impl Into<String>, at: Span) -> Self {
        Remark::Limited { rule: rule.into(), about: about.into(), at }
    }
}
