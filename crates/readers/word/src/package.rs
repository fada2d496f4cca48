//! The package around a Word document (ECMA-376 part 2): a zip of parts, tied together by relationships.
//! All limits on unpacking live here.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use lantai_model::{ErrorKind, ReadError, Remark, Span};
use zip::ZipArchive;

use crate::xml::{Node, Xml};

/// Most entries that a package may have.
const MAX_ENTRIES: usize = 10_000;
/// Most bytes that all parts together may unpack to.
const MAX_UNPACKED: u64 = 512 << 20;
/// How many times larger a part may be than its packed form.
const MAX_RATIO: u64 = 200;
/// Parts up to this size are let through whatever their ratio: small parts of much white space pack well.
const RATIO_FREE: u64 = 1 << 20;

/// An open package.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Index of each entry by its name in lower case, without a leading slash (part names ignore case).
    names: HashMap<String, usize>,
    unpacked: u64,
    /// What could not be read whole.
    pub(crate) remarks: Vec<Remark>,
}

/// One relationship of a part.
pub(crate) struct Relationship {
    /// Its identifier in the part.
    pub(crate) id: String,
    /// The last word of its type, for example `hyperlink` (strict and transitional types differ only before it).
    pub(crate) kind: String,
    /// Its target: a part name for inner ones, as written for outer ones.
    pub(crate) target: String,
    /// The target lies outside the package.
    pub(crate) external: bool,
}

impl<'a> Package<'a> {
    /// Opens the zip and lists its entries.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            damaged("the file is cut short or is not a Word file: its zip directory is missing or broken")
        })?;
        if zip.len() > MAX_ENTRIES {
            return Err(ReadError::new(
                ErrorKind::Limit,
                format!("the package has {} entries, more than {MAX_ENTRIES}", zip.len()),
                "check where the file comes from; Word writes a few dozen entries",
            ));
        }
        let mut names = HashMap::with_capacity(zip.len());
        for index in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(index) {
                names.entry(key(&name)).or_insert(index);
            }
        }
        Ok(Package { zip, names, unpacked: 0, remarks: Vec::new() })
    }

    /// True when the package has that part.
    pub(crate) fn has(&self, part: &str) -> bool {
        self.names.contains_key(&key(part))
    }

    /// The text of an XML part. `None` when the package lacks it; a part over a limit is cut, with a remark.
    pub(crate) fn part(&mut self, part: &str) -> Option<String> {
        let index = *self.names.get(&key(part))?;
        let mut bytes = Vec::new();
        let outcome = match self.zip.by_index(index) {
            Err(error) => Err(error.to_string()),
            Ok(file) => {
                let by_ratio = file.compressed_size().saturating_mul(MAX_RATIO).max(RATIO_FREE);
                let room = by_ratio.min(MAX_UNPACKED.saturating_sub(self.unpacked));
                // The stated size is a claim: it is trusted for a modest reservation only.
                bytes.reserve(file.size().min(room).min(8 << 20) as usize);
                let read = file.take(room + 1).read_to_end(&mut bytes);
                self.unpacked = self.unpacked.saturating_add(bytes.len() as u64);
                match read {
                    Err(error) => Err(error.to_string()),
                    Ok(_) if bytes.len() as u64 > room => {
                        bytes.truncate(room as usize);
                        let about = format!("{part} unpacks to more than {room} bytes; what lies behind is not read");
                        self.remarks.push(Remark::limited("unpacked_size", about, Span::default()));
                        Ok(())
                    }
                    Ok(_) => Ok(()),
                }
            }
        };
        if let Err(cause) = outcome {
            let about = format!("{part} is damaged ({cause}); only what could be unpacked is read");
            self.remarks.push(Remark::limited("part_damaged", about, Span::default()));
        }
        Some(decode(bytes))
    }

    /// The relationships of a part (`""` for the package itself), by identifier. Damaged ones are left out.
    pub(crate) fn relationships(&mut self, part: &str) -> Vec<Relationship> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Some(text) = self.part(&path) else { return Vec::new() };
        let mut xml = Xml::new(&text);
        let mut list = Vec::new();
        while let Some(node) = xml.next() {
            let Node::Start(element) = node else { continue };
            if element.name() != "Relationship" {
                continue;
            }
            let mut found =
                Relationship { id: String::new(), kind: String::new(), target: String::new(), external: false };
            for (name, value) in element.attributes() {
                match name {
                    "Id" => found.id = value.into_owned(),
                    "Type" => found.kind = value.rsplit('/').next().unwrap_or_default().to_owned(),
                    "Target" => found.target = value.into_owned(),
                    "TargetMode" => found.external = value.eq_ignore_ascii_case("External"),
                    _ => {}
                }
            }
            if !found.external {
                found.target = resolve(folder, &found.target);
            }
            list.push(found);
        }
        list.sort_by(|a, b| a.id.cmp(&b.id));
        list
    }

    /// The name of the main document part: by the package's relationships, by its content types, by custom.
    pub(crate) fn main_part(&mut self) -> Result<String, ReadError> {
        let stated = self.relationships("").into_iter().find(|rel| rel.kind == "officeDocument" && !rel.external);
        if let Some(rel) = stated
            && self.has(&rel.target)
        {
            return match self.content_type(&rel.target) {
                Some(kind) if !kind.contains("wordprocessingml") && !kind.contains("ms-word") => Err(ReadError::new(
                    ErrorKind::Unsupported,
                    format!("the package is an Office file but not a text document ({kind})"),
                    "save it as .docx, or convert it to PDF",
                )),
                _ => Ok(rel.target),
            };
        }
        if let Some(part) = self.part_of_type("document.main+xml") {
            return Ok(part);
        }
        let custom = "word/document.xml";
        if self.has(custom) {
            return Ok(custom.to_owned());
        }
        if self.has("[Content_Types].xml") {
            return Err(damaged("the package has no document part"));
        }
        Err(ReadError::new(
            ErrorKind::Unsupported,
            "the file is a zip archive, not a Word file",
            "unpack it and convert the documents inside",
        ))
    }

    fn content_type(&mut self, part: &str) -> Option<String> {
        self.override_types().into_iter().find(|(name, _)| key(name) == key(part)).map(|(_, kind)| kind)
    }

    fn part_of_type(&mut self, ending: &str) -> Option<String> {
        let types = self.override_types();
        let (name, _) = types.into_iter().find(|(name, kind)| kind.ends_with(ending) && self.has(name))?;
        Some(name.trim_start_matches('/').to_owned())
    }

    /// The part names and types that `[Content_Types].xml` lists one by one.
    fn override_types(&mut self) -> Vec<(String, String)> {
        let Some(text) = self.part("[Content_Types].xml") else { return Vec::new() };
        let mut xml = Xml::new(&text);
        let mut list = Vec::new();
        while let Some(node) = xml.next() {
            if let Node::Start(element) = node
                && element.name() == "Override"
                && let (Some(name), Some(kind)) = (element.get("PartName"), element.get("ContentType"))
            {
                list.push((name.into_owned(), kind.into_owned()));
            }
        }
        list
    }
}

/// The relationship of that identifier, in a list as [`Package::relationships`] gives it.
pub(crate) fn by_id<'r>(list: &'r [Relationship], id: &str) -> Option<&'r Relationship> {
    list.binary_search_by(|rel| rel.id.as_str().cmp(id)).ok().and_then(|at| list.get(at))
}

/// The error for a package that cannot be read.
pub(crate) fn damaged(message: &str) -> ReadError {
    ReadError::new(ErrorKind::Damaged, message, "fetch the file again, or open it in Word and save it anew")
}

/// A part name as it is compared.
fn key(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// A relationship's target as a part name, relative to the folder of the part that states it.
fn resolve(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        path.extend(folder.split('/').filter(|s| !s.is_empty()));
    }
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// XML parts are UTF-8, or UTF-16 with a byte order mark (ECMA-376 part 2, 8.1).
fn decode(bytes: Vec<u8>) -> String {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units = bytes.as_chunks::<2>().0.iter().skip(1).map(|pair| unit(*pair));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_resolve_against_the_folder() {
        assert_eq!(resolve("word", "media/image1.png"), "word/media/image1.png");
        assert_eq!(resolve("word", "../docProps/core.xml"), "docProps/core.xml");
        assert_eq!(resolve("word", "/word/footer1.xml"), "word/footer1.xml");
        assert_eq!(resolve("", "../../word/document.xml"), "word/document.xml");
    }

    #[test]
    fn utf16_parts_are_decoded() {
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend("<a>云河</a>".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(bytes), "<a>云河</a>");
    }
}
