//! Building a document buffer (LTD1) in preorder: open a node, say what it is, build its children, close it.

use std::fmt::{self, Write as _};

use crate::Buffer;
use crate::abi::{self, NIL};
use crate::view::{ATTR_SIZE, HEADER_SIZE, NODE_SIZE};
use crate::words::{AttrType, doc_flag, kind};

/// Builds one document. A mistake in the order of calls, or more text than offsets of 32 bits can reach, never panics:
/// the buffer is then an empty document that is flagged incomplete, and no host writes it.
pub struct DocBuilder {
    nodes: Vec<abi::Node>,
    attrs: Vec<abi::Attr>,
    pool: String,
    open: Vec<u32>,
    /// Keys that are shared, each in the slot that its bytes lead to.
    keys: [(u32, u32); KEY_SLOTS],
    incomplete: bool,
}

/// As many keys as are shared; one whose slot is taken is simply stored again.
const KEY_SLOTS: usize = 256;

impl Default for DocBuilder {
    fn default() -> Self {
        DocBuilder {
            nodes: Vec::new(),
            attrs: Vec::new(),
            pool: String::new(),
            open: Vec::new(),
            keys: [(0, 0); KEY_SLOTS],
            incomplete: false,
        }
    }
}

impl DocBuilder {
    /// A builder whose first node is the document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for a document of about so many bytes of text.
    pub fn with_capacity(text: usize) -> Self {
        DocBuilder {
            pool: String::with_capacity(text),
            nodes: Vec::with_capacity(text / 128),
            attrs: Vec::with_capacity(text / 64),
            ..Self::default()
        }
    }

    /// Opens a node inside the node that is open, or the document itself.
    pub fn open(&mut self, node_kind: u16) -> &mut Self {
        let parent = self.open.last().copied().unwrap_or(NIL);
        let root = self.nodes.is_empty();
        if root != (node_kind == kind::DOC) || root != (parent == NIL) {
            self.incomplete = true;
        }
        let Ok(index) = u32::try_from(self.nodes.len()) else {
            self.incomplete = true;
            return self;
        };
        let attr_first = u32::try_from(self.attrs.len()).unwrap_or(NIL);
        self.nodes.push(abi::Node { kind: node_kind, parent, attr_first, src_off: NIL, ..abi::Node::default() });
        self.open.push(index);
        self
    }

    /// Closes the node that is open.
    pub fn close(&mut self) -> &mut Self {
        let end = self.nodes.len() as u32;
        match self.open.pop().and_then(|index| self.nodes.get_mut(index as usize)) {
            Some(node) => node.end = end,
            None => self.incomplete = true,
        }
        self
    }

    /// The node's text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.labelled("", text)
    }

    /// The node's text as a label (`一、`) and what follows it.
    pub fn labelled(&mut self, label: &str, body: &str) -> &mut Self {
        let (text_off, label_len) = self.put(label);
        let (_, body_len) = self.put(body);
        if let Some(node) = self.node() {
            (node.text_off, node.text_len, node.label_len) = (text_off, label_len + body_len, label_len);
        }
        self
    }

    /// Depth of a section or in a list.
    pub fn level(&mut self, level: u8) -> &mut Self {
        if let Some(node) = self.node() {
            node.level = level;
        }
        self
    }

    /// Sets bits of [`flag`](crate::flag).
    pub fn flags(&mut self, flags: u8) -> &mut Self {
        if let Some(node) = self.node() {
            node.flags |= flags;
        }
        self
    }

    /// Where it stood: 1-based page or 0, byte offset in the decoded source text.
    pub fn source(&mut self, page: u32, offset: Option<u32>) -> &mut Self {
        if let Some(node) = self.node() {
            (node.src_page, node.src_off) = (page, offset.unwrap_or(NIL));
        }
        self
    }

    /// A text attribute. Attributes come before the node's children.
    pub fn attr(&mut self, key: &str, value: &str) -> &mut Self {
        self.attr_as(key, value, AttrType::Str, 0)
    }

    /// An attribute of any type, with bits of [`attr_flag`](crate::attr_flag).
    pub fn attr_as(&mut self, key: &str, value: &str, attr_type: AttrType, flags: u16) -> &mut Self {
        let key = self.key(key);
        let value = self.put(value);
        self.push_attr(key, value, attr_type, flags)
    }

    /// An attribute whose value `write` appends to the text that it is given, straight into the buffer.
    pub fn attr_with(
        &mut self,
        key: &str,
        attr_type: AttrType,
        flags: u16,
        write: impl FnOnce(&mut String),
    ) -> &mut Self {
        let key = self.key(key);
        let start = self.pool.len();
        write(&mut self.pool);
        // What stood there before stays, whatever the caller does.
        let value = self.placed(start.min(self.pool.len()));
        self.push_attr(key, value, attr_type, flags)
    }

    /// An attribute whose value is displayed straight into the buffer.
    pub fn attr_display(&mut self, key: &str, value: &dyn fmt::Display, attr_type: AttrType, flags: u16) -> &mut Self {
        // Writing to a String cannot fail; a Display that fails by itself leaves what it wrote.
        self.attr_with(key, attr_type, flags, |text| _ = write!(text, "{value}"))
    }

    /// Opens a range (bytes `start..end`) of the open node's text; it may get attributes and must be closed. Ends that
    /// lie outside or cut a character move to the next boundary before them.
    pub fn open_span(&mut self, start: usize, end: usize) -> &mut Self {
        let outer = self.node().map_or((0, 0), |node| (node.text_off as usize, node.text_len as usize));
        let text = self.pool.get(outer.0..outer.0 + outer.1).unwrap_or("");
        let end = text.floor_char_boundary(end.min(text.len()));
        let start = text.floor_char_boundary(start.min(end));
        self.open(kind::SPAN);
        if let Some(node) = self.node() {
            (node.text_off, node.text_len) = ((outer.0 + start) as u32, (end - start) as u32);
        }
        self
    }

    /// Closes what is open and lays out the buffer.
    pub fn finish(mut self) -> Buffer {
        while !self.open.is_empty() {
            self.close();
        }
        self.incomplete |= self.nodes.is_empty();
        let tables = (HEADER_SIZE + self.nodes.len() * NODE_SIZE) as u64 + (self.attrs.len() * ATTR_SIZE) as u64;
        if tables + self.pool.len() as u64 > u64::from(u32::MAX) || self.incomplete {
            let mut empty = DocBuilder { incomplete: true, ..DocBuilder::default() };
            empty.open(kind::DOC).close();
            return empty.layout();
        }
        self.layout()
    }

    fn layout(self) -> Buffer {
        let attrs_off = HEADER_SIZE + self.nodes.len() * NODE_SIZE;
        let text_off = attrs_off + self.attrs.len() * ATTR_SIZE;
        let total = text_off + self.pool.len();
        let header = abi::DocHeader {
            magic: abi::DOC_MAGIC,
            major: abi::DOC_MAJOR,
            minor: abi::DOC_MINOR,
            header_size: HEADER_SIZE as u32,
            flags: if self.incomplete { doc_flag::INCOMPLETE } else { 0 },
            total_size: total as u64,
            nodes_off: HEADER_SIZE as u32,
            node_count: self.nodes.len() as u32,
            node_stride: NODE_SIZE as u32,
            attrs_off: attrs_off as u32,
            attr_count: self.attrs.len() as u32,
            attr_stride: ATTR_SIZE as u32,
            res_off: 0,
            res_count: 0,
            res_stride: 24,
            text_off: text_off as u32,
            text_len: self.pool.len() as u32,
            reserved: 0,
        };
        let mut buffer = Buffer::zeroed(total);
        let mut out = Cursor(buffer.bytes_mut());
        out.header(&header);
        for node in &self.nodes {
            out.node(node);
        }
        for attr in &self.attrs {
            out.attr(attr);
        }
        out.put(self.pool.as_bytes());
        buffer.mark_sound()
    }

    fn node(&mut self) -> Option<&mut abi::Node> {
        let index = *self.open.last()?;
        self.nodes.get_mut(index as usize)
    }

    /// Offset and length in the pool of all that was appended from `start` on.
    fn placed(&mut self, start: usize) -> (u32, u32) {
        match (u32::try_from(start), u32::try_from(self.pool.len())) {
            (Ok(start), Ok(end)) => (start, end - start),
            _ => {
                self.incomplete = true;
                self.pool.truncate(start);
                (0, 0)
            }
        }
    }

    fn put(&mut self, text: &str) -> (u32, u32) {
        let start = self.pool.len();
        self.pool.push_str(text);
        self.placed(start)
    }

    fn key(&mut self, key: &str) -> (u32, u32) {
        let bytes = key.as_bytes();
        let mix = |hash: usize, byte: &u8| (hash ^ usize::from(*byte)).wrapping_mul(0x01000193);
        // The ends and the length tell most keys of the contract apart.
        let ends = [bytes.first(), bytes.get(bytes.len() / 2), bytes.last()];
        let slot = ends.into_iter().flatten().fold(bytes.len(), mix) % KEY_SLOTS;
        let (off, len) = self.keys[slot];
        if len as usize == bytes.len()
            && len > 0
            && self.pool.as_bytes().get(off as usize..).is_some_and(|rest| rest.starts_with(bytes))
        {
            return (off, len);
        }
        let placed = self.put(key);
        if len == 0 {
            self.keys[slot] = placed;
        }
        placed
    }

    fn push_attr(&mut self, key: (u32, u32), value: (u32, u32), attr_type: AttrType, flags: u16) -> &mut Self {
        let next = self.attrs.len() as u64;
        let Some(node) = self.node() else {
            self.incomplete = true;
            return self;
        };
        // Attributes of a node lie side by side: none may be added once a child has its own.
        if u64::from(node.attr_first) + u64::from(node.attr_count) != next {
            self.incomplete = true;
            return self;
        }
        node.attr_count += 1;
        self.attrs.push(abi::Attr {
            key_off: key.0,
            key_len: key.1,
            val_off: value.0,
            val_len: value.1,
            kind: attr_type as u16,
            flags,
        });
        self
    }
}

/// Writes the records, little-endian, member by member.
struct Cursor<'a>(&'a mut [u8]);

impl Cursor<'_> {
    fn put(&mut self, bytes: &[u8]) {
        let rest = std::mem::take(&mut self.0);
        // The layout reserved the room; a shorter buffer would only lose the end.
        let (to, rest) = rest.split_at_mut(bytes.len().min(rest.len()));
        to.copy_from_slice(&bytes[..to.len()]);
        self.0 = rest;
    }

    fn words<const N: usize>(&mut self, words: [u32; N]) {
        for word in words {
            self.put(&word.to_le_bytes());
        }
    }

    fn header(&mut self, h: &abi::DocHeader) {
        self.words([h.magic, u32::from(h.major) | u32::from(h.minor) << 16, h.header_size, h.flags]);
        self.put(&h.total_size.to_le_bytes());
        self.words([h.nodes_off, h.node_count, h.node_stride, h.attrs_off, h.attr_count, h.attr_stride]);
        self.words([h.res_off, h.res_count, h.res_stride, h.text_off, h.text_len, h.reserved]);
    }

    fn record<const N: usize, const BYTES: usize>(&mut self, words: [u32; N]) {
        let mut record = [0; BYTES];
        for (to, word) in record.chunks_exact_mut(4).zip(words) {
            to.copy_from_slice(&word.to_le_bytes());
        }
        self.put(&record);
    }

    fn node(&mut self, n: &abi::Node) {
        let head = u32::from(n.kind) | u32::from(n.level) << 16 | u32::from(n.flags) << 24;
        self.record::<10, NODE_SIZE>([
            head,
            n.parent,
            n.end,
            n.text_off,
            n.text_len,
            n.label_len,
            n.attr_first,
            n.attr_count,
            n.src_page,
            n.src_off,
        ]);
    }

    fn attr(&mut self, a: &abi::Attr) {
        let tail = u32::from(a.kind) | u32::from(a.flags) << 16;
        self.record::<5, ATTR_SIZE>([a.key_off, a.key_len, a.val_off, a.val_len, tail]);
    }
}
