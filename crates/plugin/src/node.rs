//! One node of a document, its attributes and its children; and the metadata in simple form.

use std::fmt;
use std::ops::Range;

use crate::abi::NIL;
use crate::view::{DocView, u16_at, u32_at};
use crate::words::{AttrType, attr_flag, flag, kind};

/// A node of a document.
#[derive(Clone, Copy)]
pub struct NodeRef<'a> {
    doc: DocView<'a>,
    index: u32,
    record: &'a [u8],
}

/// An attribute of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttrRef<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its value, as a string.
    pub value: &'a str,
    /// How to read the value.
    pub kind: AttrType,
    /// Bits of [`attr_flag`].
    pub flags: u16,
}

impl<'a> NodeRef<'a> {
    pub(crate) fn new(doc: DocView<'a>, index: u32) -> Self {
        NodeRef { doc, index, record: doc.record(index).unwrap_or(&[]) }
    }

    /// Its index in the document.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// Its kind, one of [`kind`].
    pub fn kind(&self) -> u16 {
        u16_at(self.record, 0)
    }

    /// Depth of a section, depth in a list; 0 where neither means anything.
    pub fn level(&self) -> u8 {
        self.record.get(2).copied().unwrap_or(0)
    }

    /// Bits of [`flag`].
    pub fn flags(&self) -> u8 {
        self.record.get(3).copied().unwrap_or(0)
    }

    /// Data beside the running text, without a text of its own.
    pub fn is_aside(&self) -> bool {
        self.flags() & flag::ASIDE != 0
    }

    /// The node around it; `None` for the document.
    pub fn parent(&self) -> Option<NodeRef<'a>> {
        (self.raw_parent() < self.index).then(|| self.doc.node(self.raw_parent()))
    }

    /// One past the last node of its subtree.
    pub fn end(&self) -> u32 {
        u32_at(self.record, 8)
    }

    /// Its plain text.
    pub fn text(&self) -> &'a str {
        self.doc.text(u32_at(self.record, 12), u32_at(self.record, 16))
    }

    /// The numbering at the front of its text: `一、`, `（一）`, `1.`; often empty.
    pub fn label(&self) -> &'a str {
        self.doc.text(u32_at(self.record, 12), self.raw_label_len())
    }

    /// Its text after the label.
    pub fn body(&self) -> &'a str {
        self.text().get(self.raw_label_len() as usize..).unwrap_or("")
    }

    /// 1-based page of the source, 0 where it has none.
    pub fn page(&self) -> u32 {
        u32_at(self.record, 32)
    }

    /// Byte offset in the decoded source text, where the source is plain text.
    pub fn offset(&self) -> Option<u32> {
        Some(u32_at(self.record, 36)).filter(|offset| *offset != NIL)
    }

    /// The bytes of the parent's text that this node covers; for [`kind::SPAN`].
    pub fn range(&self) -> Range<usize> {
        let (own, outer) = (self.text_range(), self.parent().map_or(0..0, |parent| parent.text_range()));
        let start = own.start.saturating_sub(outer.start) as usize;
        start..start + (own.end - own.start) as usize
    }

    /// The value of the first attribute with that key.
    pub fn attr(&self, key: &str) -> Option<&'a str> {
        let first = u32_at(self.record, 24);
        for index in first..first.saturating_add(u32_at(self.record, 28)) {
            let record = self.doc.attr_record(index)?;
            // Most keys differ in length: look at the words only if they may be the same.
            if u32_at(record, 4) as usize == key.len() && self.doc.text(u32_at(record, 0), u32_at(record, 4)) == key {
                return Some(self.doc.text(u32_at(record, 8), u32_at(record, 12)));
            }
        }
        None
    }

    /// The values of all attributes with that key, in order.
    pub fn attr_all<'k>(&self, key: &'k str) -> impl Iterator<Item = &'a str> + use<'a, 'k> {
        self.attrs().filter(move |attr| attr.key == key).map(|attr| attr.value)
    }

    /// The first attribute with that key as a number.
    pub fn attr_int(&self, key: &str) -> Option<u64> {
        self.attr(key)?.parse().ok()
    }

    /// All attributes in order.
    pub fn attrs(&self) -> impl Iterator<Item = AttrRef<'a>> + use<'a> {
        let doc = self.doc;
        let first = u32_at(self.record, 24);
        let last = first.saturating_add(u32_at(self.record, 28));
        (first..last).map_while(move |index| {
            let record = doc.attr_record(index)?;
            Some(AttrRef {
                key: doc.text(u32_at(record, 0), u32_at(record, 4)),
                value: doc.text(u32_at(record, 8), u32_at(record, 12)),
                kind: AttrType::from_raw(u16_at(record, 16)),
                flags: u16_at(record, 18),
            })
        })
    }

    /// Another node of the same document, for flat loops over a subtree: `index()..end()`.
    pub fn at_index(&self, index: u32) -> NodeRef<'a> {
        self.doc.node(index)
    }

    /// Its children in order.
    pub fn children(&self) -> Children<'a> {
        Children { doc: self.doc, next: self.index.saturating_add(1), end: self.end() }
    }

    /// Its children of one kind.
    pub fn children_of(&self, wanted: u16) -> impl Iterator<Item = NodeRef<'a>> + use<'a> {
        self.children().filter(move |child| child.kind() == wanted)
    }

    /// Its first child of that kind.
    pub fn child(&self, wanted: u16) -> Option<NodeRef<'a>> {
        self.children_of(wanted).next()
    }

    pub(crate) fn raw_parent(&self) -> u32 {
        u32_at(self.record, 4)
    }

    pub(crate) fn raw_label_len(&self) -> u32 {
        u32_at(self.record, 20)
    }

    pub(crate) fn text_range(&self) -> Range<u64> {
        let start = u64::from(u32_at(self.record, 12));
        start..start + u64::from(u32_at(self.record, 16))
    }

    pub(crate) fn attr_range(&self) -> Range<u64> {
        let start = u64::from(u32_at(self.record, 24));
        start..start + u64::from(u32_at(self.record, 28))
    }
}

/// The children of a node that are still to come.
#[derive(Clone, Copy, Debug)]
pub struct Children<'a> {
    doc: DocView<'a>,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Children<'a> {
    type Item = NodeRef<'a>;

    fn next(&mut self) -> Option<NodeRef<'a>> {
        let child = (self.next < self.end).then(|| self.doc.node(self.next))?;
        // A sound buffer always moves on; `max` keeps the promise for any bytes.
        self.next = child.end().max(self.next + 1);
        Some(child)
    }
}

impl fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: kind {} level {} {:?}", self.index, self.kind(), self.level(), self.text())
    }
}

/// The metadata of a document in simple form.
#[derive(Clone, Copy, Debug)]
pub struct Meta<'a> {
    node: Option<NodeRef<'a>>,
}

impl<'a> Meta<'a> {
    /// The metadata of a DOC or PART.
    pub fn of(document: NodeRef<'a>) -> Self {
        Meta { node: document.child(kind::META) }
    }

    /// The title (标题).
    pub fn title(&self) -> Option<&'a str> {
        self.get("title")
    }

    /// The value of a named field as understood: `issued`, `doc_number`; the first of several.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.named().find(|attr| attr.key == name).map(|attr| attr.value)
    }

    /// All named fields in output order; a field with several words comes several times.
    pub fn named(&self) -> impl Iterator<Item = AttrRef<'a>> + use<'a> {
        self.all().filter(|attr| attr.flags & attr_flag::OTHER == 0)
    }

    /// All other fields in printed order, by the label as printed.
    pub fn other(&self) -> impl Iterator<Item = AttrRef<'a>> + use<'a> {
        self.all().filter(|attr| attr.flags & attr_flag::OTHER != 0)
    }

    /// The fields with everything known about them: label, text as printed, value, place.
    pub fn fields(&self) -> impl Iterator<Item = NodeRef<'a>> + use<'a> {
        self.node.into_iter().flat_map(|node| node.children_of(kind::FIELD))
    }

    fn all(&self) -> impl Iterator<Item = AttrRef<'a>> + use<'a> {
        self.node.into_iter().flat_map(|node| node.attrs())
    }
}
