//! The file as objects: loading, encryption, the page tree, and access that never fails but yields nothing.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use lantai_model::{ErrorKind, ReadError};
use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use crate::geometry::Matrix;
use crate::lengths;
use crate::unpack::Unpacker;

/// Most bytes that all streams of a document together may unpack to.
const MAX_UNPACKED: usize = 512 << 20;
/// Most bytes that one stream may unpack to: contents, maps, fonts.
const MAX_STREAM: usize = 128 << 20;
/// The same for streams of objects, which take many times their size once they are read.
const MAX_OBJECT_STREAM: usize = 32 << 20;
/// Most pages that are read.
pub(crate) const MAX_PAGES: usize = 50_000;
/// Most nodes of the page tree that are visited, pages included.
const MAX_NODES: usize = 200_000;
/// How much of a file's end is looked at for the place of its table of objects.
const MAX_TAIL: usize = 2_048;
/// Most nodes above a page outside the page tree.
const MAX_PARENTS: usize = 32;
/// Number of the object that takes the place of a catalog that cannot be found.
const STAND_IN: u32 = 999_999;
/// Most operators and glyphs that are interpreted in a document.
const MAX_WORK: u64 = 20_000_000;

/// What a document has used of its allowance. Work is counted, not timed, so that results do not depend on the machine.
pub(crate) struct Budget {
    bytes: Cell<usize>,
    work: Cell<u64>,
    hit: RefCell<BTreeSet<&'static str>>,
}

impl Budget {
    /// Takes `amount` of the allowance of operators and glyphs; false when it is used up.
    pub(crate) fn work(&self, amount: u64) -> bool {
        let used = self.work.get().saturating_add(amount);
        self.work.set(used);
        if used > MAX_WORK {
            self.note("operations");
        }
        used <= MAX_WORK
    }

    /// Notes that a limit was hit.
    pub(crate) fn note(&self, rule: &'static str) {
        self.hit.borrow_mut().insert(rule);
    }

    /// The limits that were hit, in order of their names.
    pub(crate) fn hits(&self) -> Vec<&'static str> {
        self.hit.borrow().iter().copied().collect()
    }
}

/// A loaded file.
pub(crate) struct File {
    doc: Document,
    unpacker: Unpacker,
    /// Streams whose length was wrong.
    pub(crate) wrong_lengths: usize,
    /// Objects were looked for because the file's table of them could not be used.
    pub(crate) rebuilt: bool,
    pub(crate) budget: Budget,
}

/// One page with what it inherits from the page tree.
pub(crate) struct Page<'a> {
    pub(crate) dict: &'a Dictionary,
    pub(crate) resources: Option<&'a Dictionary>,
    /// Left, bottom, right, top of the visible page in user space.
    pub(crate) bounds: [f64; 4],
    /// Clockwise turn in quarters, 0–3.
    pub(crate) rotate: u8,
}

pub(crate) fn damaged(message: impl Into<String>) -> ReadError {
    ReadError::new(ErrorKind::Damaged, message, "fetch the file again, or open it in a PDF viewer and save it anew")
}

impl File {
    /// Loads a file, repairs what lopdf can repair, and decrypts it where the empty password opens it. `rebuild` looks
    /// for the objects themselves instead of trusting the file's table of them.
    pub(crate) fn load(bytes: &[u8], rebuild: bool) -> Result<File, ReadError> {
        if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
            let remedy = "check how the file was fetched";
            return Err(ReadError::new(ErrorKind::Empty, "the file holds no bytes, or nothing but blanks", remedy));
        }
        let lengths::Mended { bytes, wrong, moved } = lengths::mend(bytes);
        let options = LoadOptions {
            max_decompressed_size: Some(MAX_OBJECT_STREAM),
            force_reconstruct: rebuild || moved,
            ..LoadOptions::default()
        };
        let loaded = catch_unwind(AssertUnwindSafe(|| Document::load_mem_with_options(&bytes, options)));
        let loaded = match loaded {
            Ok(Err(error)) if rebuild => Ok(without_trailer(&bytes).ok_or(error)),
            loaded => loaded,
        };
        let doc = match loaded {
            Ok(Ok(doc)) => doc,
            Ok(Err(lopdf::Error::InvalidPassword)) => return Err(encrypted()),
            Ok(Err(lopdf::Error::Decryption(error))) => {
                let message = format!("the PDF is encrypted in a way that cannot be opened ({error})");
                return Err(ReadError::new(ErrorKind::Encrypted, message, "save a copy without protection"));
            }
            Ok(Err(error)) => return Err(damaged(format!("the PDF structure cannot be read ({error})"))),
            Err(_) => return Err(damaged("the PDF structure is broken beyond repair")),
        };
        if doc.is_encrypted() {
            return Err(encrypted());
        }
        let budget = Budget { bytes: Cell::new(0), work: Cell::new(0), hit: RefCell::default() };
        // A table that is of no use only because lengths were mended says nothing about a file that has its end.
        let reconstructed = doc.xref_recovery == Some(lopdf::xref::XrefRecovery::Reconstructed);
        let rebuilt = reconstructed && !(moved && !rebuild && has_end(&bytes));
        Ok(File { doc, unpacker: Unpacker::default(), wrong_lengths: wrong, rebuilt, budget })
    }

    /// Follows references to the object itself; broken ones lead to null. Objects that the file's table lists and that
    /// were not loaded, because of a limit or of damage, are noted; so are those that a file without a table wants.
    pub(crate) fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        let Object::Reference(id) = object else { return object };
        match self.doc.dereference(object) {
            Ok((_, found)) => found,
            Err(_) => {
                let listed = matches!(
                    self.doc.reference_table.get(id.0),
                    Some(XrefEntry::Normal { .. } | XrefEntry::Compressed { .. })
                );
                // In a sound file a reference to nothing means null; where objects were looked for, one is gone.
                if !self.doc.objects.contains_key(id) && (listed || self.rebuilt) {
                    self.budget.note("objects_missing");
                }
                &Object::Null
            }
        }
    }

    pub(crate) fn get<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let object = self.resolve(dict.get(key).ok()?);
        (!object.is_null()).then_some(object)
    }

    pub(crate) fn dict<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        as_dict(self.get(dict, key)?)
    }

    pub(crate) fn array<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
        self.get(dict, key)?.as_array().ok().map(Vec::as_slice)
    }

    pub(crate) fn name<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.get(dict, key)?.as_name().ok()
    }

    pub(crate) fn number(&self, dict: &Dictionary, key: &[u8]) -> Option<f64> {
        number(self.get(dict, key)?)
    }

    /// Numbers of an array; what is not a number counts as 0.
    pub(crate) fn numbers(&self, array: &[Object]) -> Vec<f64> {
        array.iter().map(|o| number(self.resolve(o)).unwrap_or(0.0)).collect()
    }

    /// The matrix under a key.
    pub(crate) fn matrix(&self, dict: &Dictionary, key: &[u8]) -> Matrix {
        let numbers = self.array(dict, key).map(|a| self.numbers(a)).unwrap_or_default();
        <[f64; 6]>::try_from(numbers).map_or(Matrix::IDENTITY, Matrix)
    }

    /// The box under a key, put in order.
    pub(crate) fn rect(&self, dict: &Dictionary, key: &[u8]) -> Option<[f64; 4]> {
        let [a, b, c, d] = <[f64; 4]>::try_from(self.numbers(self.array(dict, key)?)).ok()?;
        Some([a.min(c), b.min(d), a.max(c), b.max(d)])
    }

    /// A stream's data, unpacked; `None` for images and other codecs, or past the limit.
    pub(crate) fn data(&self, stream: &Stream) -> Option<Vec<u8>> {
        let left = MAX_UNPACKED.saturating_sub(self.budget.bytes.get()).min(MAX_STREAM);
        let unpacked = match self.unpacker.unpack(stream, left) {
            Some(data) => Ok(data),
            None => catch_unwind(AssertUnwindSafe(|| stream.decompressed_content_with_limit(left))).ok()?,
        };
        match unpacked {
            Ok(data) => {
                self.budget.bytes.set(self.budget.bytes.get().saturating_add(data.len()));
                Some(data)
            }
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                self.budget.note("unpacked_size");
                None
            }
            Err(_) => None,
        }
    }

    /// The ids of optional content groups that are switched off by default.
    pub(crate) fn hidden_layers(&self) -> HashSet<ObjectId> {
        let off = self.catalog().and_then(|catalog| {
            let properties = self.dict(catalog, b"OCProperties")?;
            self.array(self.dict(properties, b"D")?, b"OFF")
        });
        off.unwrap_or_default().iter().filter_map(|o| o.as_reference().ok()).collect()
    }

    pub(crate) fn trailer(&self) -> &Dictionary {
        &self.doc.trailer
    }

    pub(crate) fn catalog(&self) -> Option<&Dictionary> {
        self.dict(&self.doc.trailer, b"Root")
    }

    /// The pages in order, with what they inherit. Where the page tree is broken, all page objects by number.
    pub(crate) fn pages(&self) -> Vec<Page<'_>> {
        let mut pages = Vec::new();
        if let Some(root) = self.catalog().and_then(|catalog| catalog.get(b"Pages").ok()) {
            self.walk(root, &mut pages);
        }
        if pages.is_empty() {
            for object in self.doc.objects.values() {
                if let Some(dict) = as_dict(object)
                    && self.name(dict, b"Type") == Some(b"Page")
                    && pages.len() < MAX_PAGES
                {
                    pages.push(self.page(dict, self.above(dict)));
                }
            }
            if !pages.is_empty() {
                self.budget.note("objects_missing");
            }
        }
        pages
    }

    fn walk<'a>(&'a self, root: &'a Object, pages: &mut Vec<Page<'a>>) {
        let mut seen: HashSet<ObjectId> = HashSet::new();
        let mut stack = vec![(root, Inherited::default())];
        let mut nodes = 0usize;
        while let Some((object, inherited)) = stack.pop() {
            nodes += 1;
            if pages.len() >= MAX_PAGES || nodes > MAX_NODES {
                self.budget.note("pages");
                return;
            }
            // Only references can lead in a circle.
            if let Object::Reference(id) = object
                && !seen.insert(*id)
            {
                continue;
            }
            let Some(dict) = as_dict(self.resolve(object)) else { continue };
            let inherited = inherited.with(self, dict);
            match self.array(dict, b"Kids") {
                Some(kids) if self.name(dict, b"Type") != Some(b"Page") => {
                    stack.extend(kids.iter().take(MAX_NODES).rev().map(|kid| (kid, inherited)));
                    if stack.len() > MAX_NODES {
                        self.budget.note("pages");
                        return;
                    }
                }
                _ if self.name(dict, b"Type") == Some(b"Pages") => {}
                _ => pages.push(self.page(dict, inherited)),
            }
        }
    }

    /// What a page inherits that is not reached through the page tree.
    fn above<'a>(&'a self, page: &'a Dictionary) -> Inherited<'a> {
        let parents = std::iter::successors(self.dict(page, b"Parent"), |node| self.dict(node, b"Parent"));
        let parents: Vec<&Dictionary> = parents.take(MAX_PARENTS).collect();
        parents.into_iter().rev().fold(Inherited::default(), |inherited, node| inherited.with(self, node))
    }

    fn page<'a>(&'a self, dict: &'a Dictionary, inherited: Inherited<'a>) -> Page<'a> {
        let inherited = inherited.with(self, dict);
        let sane = |r: &[f64; 4]| r.iter().all(|v| v.is_finite()) && r[2] - r[0] > 1.0 && r[3] - r[1] > 1.0;
        let bounds = inherited.crop_box.filter(sane).or(inherited.media_box.filter(sane));
        Page {
            dict,
            resources: inherited.resources,
            bounds: bounds.unwrap_or([0.0, 0.0, 595.0, 842.0]),
            rotate: ((inherited.rotate / 90.0) as i64).rem_euclid(4) as u8,
        }
    }

    /// The content streams of a page, unpacked and joined.
    pub(crate) fn content(&self, page: &Page<'_>) -> Vec<u8> {
        let streams: &[Object] = match page.dict.get(b"Contents").map(|o| self.resolve(o)) {
            Ok(Object::Array(streams)) => streams,
            Ok(stream @ Object::Stream(_)) => std::slice::from_ref(stream),
            _ => &[],
        };
        let mut out = Vec::new();
        for object in streams {
            if let Object::Stream(stream) = self.resolve(object)
                && let Some(data) = self.data(stream)
            {
                if out.is_empty() {
                    out = data;
                } else {
                    out.push(b'\n');
                    out.extend_from_slice(&data);
                }
            }
        }
        out
    }
}

/// True where a file ends as it should, with the place of its table of objects.
fn has_end(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(MAX_TAIL)..).unwrap_or_default();
    memchr::memmem::find(tail, b"startxref").is_some()
}

/// Loads a file of which no trailer is left and whose catalog lies in a stream of objects: what a download that broke
/// off leaves of files with such streams. Encrypted files cannot be read without their trailer.
fn without_trailer(bytes: &[u8]) -> Option<Document> {
    let encrypted = [&b"/Encrypt"[..], b"/Filter/Standard", b"/Filter /Standard"];
    if encrypted.iter().any(|mark| memchr::memmem::find(bytes, mark).is_some())
        || memchr::memmem::find(bytes, b"/ObjStm").is_none()
    {
        return None;
    }
    let tail = format!("\n{STAND_IN} 0 obj\n<< >>\nendobj\ntrailer\n<< /Root {STAND_IN} 0 R >>\n");
    let bytes = [bytes, tail.as_bytes()].concat();
    let options = LoadOptions {
        max_decompressed_size: Some(MAX_OBJECT_STREAM),
        force_reconstruct: true,
        ..LoadOptions::default()
    };
    let loaded = catch_unwind(AssertUnwindSafe(|| Document::load_mem_with_options(&bytes, options)));
    let mut doc = loaded.ok()?.ok()?;
    doc.objects.remove(&(STAND_IN, 0));
    let is_catalog = |object: &Object| as_dict(object).is_some_and(|dict| dict.has_type(b"Catalog"));
    // The last one is the newest, mostly.
    if let Some((id, _)) = doc.objects.iter().rev().find(|(_, object)| is_catalog(object)) {
        doc.trailer.set("Root", *id);
    }
    Some(doc)
}

/// What a page takes from the nodes above it (ISO 32000-1, 7.7.3.4).
#[derive(Clone, Copy, Default)]
struct Inherited<'a> {
    resources: Option<&'a Dictionary>,
    media_box: Option<[f64; 4]>,
    crop_box: Option<[f64; 4]>,
    rotate: f64,
}

impl<'a> Inherited<'a> {
    fn with(self, file: &'a File, dict: &'a Dictionary) -> Self {
        Inherited {
            resources: file.dict(dict, b"Resources").or(self.resources),
            media_box: file.rect(dict, b"MediaBox").or(self.media_box),
            crop_box: file.rect(dict, b"CropBox").or(self.crop_box),
            rotate: file.number(dict, b"Rotate").unwrap_or(self.rotate),
        }
    }
}

fn encrypted() -> ReadError {
    ReadError::new(
        ErrorKind::Encrypted,
        "the PDF needs a password to be opened",
        "ask its publisher for the password and save a copy without protection",
    )
}

/// The dictionary of an object, a stream's own included.
pub(crate) fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

pub(crate) fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(i) => Some(*i as f64),
        Object::Real(r) => Some(f64::from(*r)).filter(|r| r.is_finite()),
        _ => None,
    }
}

/// A text string (ISO 32000-1, 7.9.2.2), or GBK, which Chinese tools write there.
pub(crate) fn text_string(object: &Object) -> Option<String> {
    Some(text_bytes(object.as_str().ok()?))
}

/// The text of a text string's bytes.
pub(crate) fn text_bytes(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], order: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| order(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::GBK.decode_without_bom_handling(bytes).0.into_owned(),
        },
    };
    text.chars().filter(|c| !c.is_control()).collect()
}
