//! The numbers that a document buffer uses: kinds of node, flags, types of attribute.

/// Kinds of node (`LANTAI_N_*`). A kind that a writer does not know: use its text, then visit its children;
/// if it is flagged [`flag::ASIDE`], skip it with its subtree.
pub mod kind {
    /// The document: node 0; text = title.
    pub const DOC: u16 = 0;
    /// Metadata: attributes for simple use, [`FIELD`]s with everything.
    pub const META: u16 = 1;
    /// A section of the outline; text = number label and heading.
    pub const SECTION: u16 = 2;
    /// A paragraph.
    pub const PARA: u16 = 3;
    /// A list.
    pub const LIST: u16 = 4;
    /// An item of a list.
    pub const ITEM: u16 = 5;
    /// A table: rows are its children.
    pub const TABLE: u16 = 6;
    /// A row: cells are its children.
    pub const ROW: u16 = 7;
    /// A cell, in the row where it begins.
    pub const CELL: u16 = 8;
    /// An image by reference; text = what stands for it.
    pub const IMAGE: u16 = 9;
    /// A link to an attached file.
    pub const ATTACHMENT: u16 = 10;
    /// The line of addressees (主送机关).
    pub const SALUTATION: u16 = 11;
    /// Signature (署名) and date of completion (成文日期).
    pub const SIGNATURE: u16 = 12;
    /// A date.
    pub const DATE: u16 = 13;
    /// A block after the signature (附注, 抄送, 印发); wraps one block.
    pub const NOTE: u16 = 14;
    /// A range of its parent's text.
    pub const SPAN: u16 = 15;
    /// A document inside the document.
    pub const PART: u16 = 16;
    /// One field of the metadata, whole.
    pub const FIELD: u16 = 17;
    /// A task (任务).
    pub const TASK: u16 = 18;
    /// What the program did to the text.
    pub const REMARK: u16 = 19;
    /// A figure in its context (指标).
    pub const INDICATOR: u16 = 20;
    /// A member of a group that a roster names (名单).
    pub const MEMBER: u16 = 21;
    /// First of the kinds that plugins define; the attribute `kind` names it.
    pub const EXT: u16 = 0x8000;
}

/// Flags of a node (`LANTAI_NF_*`).
pub mod flag {
    /// The source marks the cell as a heading.
    pub const HEADER_CELL: u8 = 1;
    /// The encoding of the text was repaired.
    pub const REPAIRED: u8 = 2;
    /// The judgement is not sure.
    pub const UNSURE: u8 = 4;
    /// Data beside the running text, without a text of its own.
    pub const ASIDE: u8 = 8;
}

/// Flags of an attribute (`LANTAI_AF_*`).
pub mod attr_flag {
    /// One member of a list, even if it is the only one.
    pub const LIST: u16 = 1;
    /// In META: the key is a label as printed, not one of the named fields.
    pub const OTHER: u16 = 2;
}

/// Flags of a whole buffer (`LANTAI_DF_*`).
pub mod doc_flag {
    /// Whoever built the buffer hit a limit: not to be written.
    pub const INCOMPLETE: u32 = 1;
}

/// How to read an attribute's value (`LANTAI_A_*`); all values are strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum AttrType {
    /// Text. Types that this version does not know are read as text.
    Str = 0,
    /// A decimal integer.
    Int = 1,
    /// `true` or `false`.
    Bool = 2,
    /// A date, ISO 8601, perhaps only `2023` or `2023-08`.
    Date = 3,
    /// JSON.
    Json = 4,
}

impl AttrType {
    pub(crate) fn from_raw(raw: u16) -> Self {
        match raw {
            1 => AttrType::Int,
            2 => AttrType::Bool,
            3 => AttrType::Date,
            4 => AttrType::Json,
            _ => AttrType::Str,
        }
    }
}
