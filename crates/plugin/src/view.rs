//! Reading a document buffer (LTD1). [`DocView::new`] checks everything once, for any bytes; after that no read fails.

use std::fmt;
use std::ops::Range;

use crate::abi::{DOC_MAGIC, DOC_MAJOR, NIL};
use crate::node::{Meta, NodeRef};
use crate::words::{doc_flag, kind};

pub(crate) const HEADER_SIZE: usize = 72;
pub(crate) const NODE_SIZE: usize = 40;
pub(crate) const ATTR_SIZE: usize = 20;
const RES_SIZE: usize = 24;

/// A document, borrowed from its buffer. Nodes are in preorder: node 0 is the document, and the subtree of node `i`
/// ends before `node(i).end()`.
#[derive(Clone, Copy)]
pub struct DocView<'a> {
    bytes: &'a [u8],
    pool: &'a str,
    nodes: usize,
    node_stride: usize,
    node_count: u32,
    attrs: usize,
    attr_stride: usize,
    flags: u32,
}

/// Why bytes are not a document buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewError {
    what: &'static str,
    at: Option<u32>,
}

impl fmt::Display for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a sound document buffer: {}", self.what)?;
        self.at.map_or(Ok(()), |index| write!(f, " (record {index})"))
    }
}

impl std::error::Error for ViewError {}

fn err<T>(what: &'static str, at: impl Into<Option<u32>>) -> Result<T, ViewError> {
    Err(ViewError { what, at: at.into() })
}

impl<'a> DocView<'a> {
    /// Checks the bytes fully: bounds, strides, order and nesting of the nodes, UTF-8, ends of all strings on character
    /// boundaries. Safe for arbitrary bytes, which need not be aligned.
    ///
    /// # Errors
    /// Says what is wrong and with which node or attribute.
    pub fn new(bytes: &'a [u8]) -> Result<DocView<'a>, ViewError> {
        let view =
            Self::header(bytes, |pool| std::str::from_utf8(pool).or_else(|_| err("the text pool is not UTF-8", None)))?;
        view.check()?;
        Ok(view)
    }

    /// The view of bytes that are known to be sound. Bytes that are plainly no buffer give an empty document.
    ///
    /// # Safety
    /// [`DocView::new`] has accepted these bytes, or would.
    pub unsafe fn trusted(bytes: &'a [u8]) -> DocView<'a> {
        // SAFETY: the caller's promise: the pool is UTF-8.
        let view = Self::header(bytes, |pool| Ok(unsafe { std::str::from_utf8_unchecked(pool) }));
        let empty = DocView {
            bytes: &[],
            pool: "",
            nodes: 0,
            node_stride: NODE_SIZE,
            node_count: 0,
            attrs: 0,
            attr_stride: ATTR_SIZE,
            flags: 0,
        };
        view.unwrap_or(empty)
    }

    fn header(
        bytes: &'a [u8],
        pool: impl FnOnce(&'a [u8]) -> Result<&'a str, ViewError>,
    ) -> Result<DocView<'a>, ViewError> {
        if bytes.len() < HEADER_SIZE {
            return err("shorter than a header", None);
        }
        let word = |at| u32_at(bytes, at);
        if word(0) != DOC_MAGIC {
            return err("it does not begin with LTD1", None);
        }
        if u16_at(bytes, 4) != DOC_MAJOR {
            return err("another major version", None);
        }
        let total = u64::from(word(16)) | u64::from(word(20)) << 32;
        if total != bytes.len() as u64 {
            return err("its size is not the stated size", None);
        }
        let header_size = word(8) as usize;
        if header_size < HEADER_SIZE || header_size > bytes.len() {
            return err("impossible header size", None);
        }
        let table = |at: usize, least: usize, align: usize, what| {
            let (off, count, stride) = (word(at) as usize, word(at + 4), word(at + 8) as usize);
            if count == 0 {
                return Ok((0, 0, least));
            }
            let end = u64::from(count) * stride as u64 + off as u64;
            let aligned = stride.is_multiple_of(align) && off.is_multiple_of(align);
            if stride < least || !aligned || off < header_size || end > total {
                return err(what, None);
            }
            Ok((off, count, stride))
        };
        let (nodes, node_count, node_stride) = table(24, NODE_SIZE, 4, "the nodes lie outside or askew")?;
        let (attrs, _, attr_stride) = table(36, ATTR_SIZE, 4, "the attributes lie outside or askew")?;
        table(48, RES_SIZE, 8, "the resources lie outside or askew")?;
        let text_off = word(60) as usize;
        let text = text_off.checked_add(word(64) as usize).and_then(|end| bytes.get(text_off..end));
        let Some(text) = text else { return err("the text pool lies outside", None) };
        Ok(DocView { bytes, pool: pool(text)?, nodes, node_stride, node_count, attrs, attr_stride, flags: word(12) })
    }

    fn check(&self) -> Result<(), ViewError> {
        if self.node_count == 0 {
            return err("it has no nodes", None);
        }
        let attr_count = u32_at(self.bytes, 40);
        for i in 0..self.node_count {
            let node = self.node(i);
            if node.end() <= i || node.end() > self.node_count {
                return err("the end of a node is impossible", i);
            }
            if i == 0 {
                if node.raw_parent() != NIL || node.end() != self.node_count || node.kind() != kind::DOC {
                    return err("the first node is not a document that holds all others", i);
                }
            } else {
                // The innermost node that is still open. Every node is left upwards once, so all of this is linear.
                let mut parent = self.node(i - 1);
                while parent.end() <= i {
                    parent = self.node(parent.raw_parent());
                }
                if node.raw_parent() != parent.index() {
                    return err("the parent of a node is not the node around it", i);
                }
                if node.end() > parent.end() {
                    return err("a node ends after its parent", i);
                }
                if node.kind() == kind::SPAN {
                    let (text, outer) = (node.text_range(), parent.text_range());
                    if text.start < outer.start || text.end > outer.end {
                        return err("a span lies outside its parent's text", i);
                    }
                }
            }
            let text = node.text_range();
            let label_end = text.start + u64::from(node.raw_label_len());
            if !self.is_text(text.clone()) || label_end > text.end || !self.is_text(text.start..label_end) {
                return err("the text of a node lies outside the pool or cuts a character", i);
            }
            let attrs = node.attr_range();
            if attrs.end > u64::from(attr_count) {
                return err("the attributes of a node lie outside", i);
            }
        }
        for k in 0..attr_count {
            let attr = self.attrs + k as usize * self.attr_stride;
            let string = |at| {
                let start = u64::from(u32_at(self.bytes, at));
                start..start + u64::from(u32_at(self.bytes, at + 4))
            };
            if !self.is_text(string(attr)) || !self.is_text(string(attr + 8)) {
                return err("an attribute lies outside the pool or cuts a character", k);
            }
        }
        let (resources, count, stride) =
            (u32_at(self.bytes, 48), u32_at(self.bytes, 52), u32_at(self.bytes, 56) as usize);
        for k in 0..count {
            let at = resources as usize + k as usize * stride;
            let string = |at| {
                let start = u64::from(u32_at(self.bytes, at));
                start..start + u64::from(u32_at(self.bytes, at + 4))
            };
            if !self.is_text(string(at)) || !self.is_text(string(at + 8)) {
                return err("a resource's name lies outside the pool or cuts a character", k);
            }
        }
        Ok(())
    }

    fn is_text(&self, range: Range<u64>) -> bool {
        let (Ok(start), Ok(end)) = (usize::try_from(range.start), usize::try_from(range.end)) else { return false };
        self.pool.get(start..end).is_some()
    }

    /// The number of nodes.
    pub fn len(&self) -> u32 {
        self.node_count
    }

    /// True when there is no node, which no sound buffer is.
    pub fn is_empty(&self) -> bool {
        self.node_count == 0
    }

    /// Bytes of text in the document, attributes included: a good first capacity for an output.
    pub fn text_len(&self) -> usize {
        self.pool.len()
    }

    /// Whoever built the buffer hit a limit: the document is not whole.
    pub fn is_incomplete(&self) -> bool {
        self.flags & doc_flag::INCOMPLETE != 0
    }

    /// The document's node.
    pub fn root(&self) -> NodeRef<'a> {
        self.node(0)
    }

    /// A node by its index; past the end an empty node.
    pub fn node(&self, index: u32) -> NodeRef<'a> {
        NodeRef::new(*self, index)
    }

    /// All nodes in preorder.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'a>> + use<'a> {
        let doc = *self;
        (0..doc.node_count).map(move |index| doc.node(index))
    }

    /// The document's metadata.
    pub fn meta(&self) -> Meta<'a> {
        Meta::of(self.root())
    }

    pub(crate) fn record(&self, index: u32) -> Option<&'a [u8]> {
        if index >= self.node_count {
            return None;
        }
        let at = self.nodes + index as usize * self.node_stride;
        self.bytes.get(at..at + NODE_SIZE)
    }

    pub(crate) fn attr_record(&self, index: u32) -> Option<&'a [u8]> {
        let at = self.attrs.checked_add((index as usize).checked_mul(self.attr_stride)?)?;
        self.bytes.get(at..at.checked_add(ATTR_SIZE)?)
    }

    pub(crate) fn text(&self, offset: u32, len: u32) -> &'a str {
        let start = offset as usize;
        start.checked_add(len as usize).and_then(|end| self.pool.get(start..end)).unwrap_or("")
    }
}

impl fmt::Debug for DocView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.nodes()).finish()
    }
}

/// The little-endian number at `at`, 0 past the end.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk::<4>) {
        Some(word) => u32::from_le_bytes(*word),
        None => 0,
    }
}

/// The little-endian number at `at`, 0 past the end.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk::<2>) {
        Some(word) => u16::from_le_bytes(*word),
        None => 0,
    }
}
