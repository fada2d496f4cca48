//! Which format a source is in: by its content first, then by its name.

use lantai_model::{ErrorKind, ReadError, Source};
use memchr::memmem;

use crate::format::{Format, by_id, by_name};

/// Bytes from the start that are looked at for markup and binary noise.
const HEAD: usize = 64 * 1024;

/// Signatures of formats that are known and not read by this version: bytes, name, remedy.
const KNOWN: &[(&[u8], &str, &str)] = &[
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "an Office 97–2003 file (DOC, WPS, XLS)",
        "save it as DOCX or PDF and convert that",
    ),
    (b"{\\rtf", "an RTF file", "save it as DOCX and convert that"),
    (b"\xFF\xD8\xFF", "a JPEG image", "run OCR first and convert the result"),
    (b"\x89PNG", "a PNG image", "run OCR first and convert the result"),
    (b"II*\0", "a TIFF image", "run OCR first and convert the result"),
    (b"MM\0*", "a TIFF image", "run OCR first and convert the result"),
    (b"GIF8", "a GIF image", "run OCR first and convert the result"),
    (b"Rar!", "a RAR archive", "unpack it and convert what is inside"),
    (b"7z\xBC\xAF", "a 7z archive", "unpack it and convert what is inside"),
    (b"\x1F\x8B", "a gzip file", "unpack it and convert what is inside"),
    (b"WARC/", "a WARC archive", "extract its pages and convert those"),
];

/// Elements that tell HTML from text that merely holds a `<`.
const TAGS: &[&[u8]] = &[
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<meta",
    b"<title",
    b"<div",
    b"<p>",
    b"<p ",
    b"<br",
    b"<table",
    b"<span",
    b"<script",
    b"<td",
];

/// Finds the format of a source.
pub fn detect(source: &Source) -> Result<&'static Format, ReadError> {
    let bytes = &source.bytes[..];
    let fail = |kind, message: String, remedy: &str| Err(ReadError::new(kind, message, remedy));
    if bytes.is_empty() {
        return fail(ErrorKind::Empty, "the file is empty".into(), "fetch it again");
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let found = |id| {
        by_id(id)
            .ok_or_else(|| ReadError::new(ErrorKind::Unsupported, format!("no reader for {id}"), "use another build"))
    };
    if memmem::find(&head[..head.len().min(1024)], b"%PDF-").is_some() {
        return found("pdf");
    }
    let claimed = by_name(&source.name);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes, claimed);
    }
    if let Some((signature, name, remedy)) = KNOWN.iter().find(|(signature, ..)| bytes.starts_with(signature)) {
        // Word encrypts a DOCX into an old container.
        let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if signature[0] == 0xD0 && memmem::find(bytes, &wide).is_some() {
            return fail(
                ErrorKind::Encrypted,
                "the Word file is encrypted".into(),
                "open it with its password and save it without one",
            );
        }
        return fail(ErrorKind::Unsupported, format!("this is {name}, which this version does not read"), remedy);
    }
    if is_binary(head) {
        return match claimed {
            Some(format) => fail(
                ErrorKind::Damaged,
                format!(
                    "the name says {}, and the content is not of that format or of any other that is read",
                    format.id
                ),
                "check where the file comes from and fetch it again",
            ),
            None => fail(
                ErrorKind::Unknown,
                "the content is not of a known format".into(),
                "see `lantai formats` for what is read",
            ),
        };
    }
    if is_html(head, claimed) { found("html") } else { found("text") }
}

/// Tells what a zip package holds.
fn zipped(bytes: &[u8], claimed: Option<&'static Format>) -> Result<&'static Format, ReadError> {
    let docx =
        by_id("docx").filter(|docx| lantai_word::is_docx(bytes) || claimed.is_some_and(|format| format.id == docx.id));
    if let Some(docx) = docx {
        return Ok(docx);
    }
    let holds = |name: &[u8]| memmem::find(bytes, name).is_some();
    let (name, remedy) = if holds(b"xl/workbook") {
        ("an Excel workbook", "save its sheets as PDF or HTML and convert those")
    } else if holds(b"OFD.xml") {
        ("an OFD file (版式文件)", "export it as PDF and convert that")
    } else if holds(b"ppt/presentation") {
        ("a PowerPoint file", "export it as PDF and convert that")
    } else if holds(b"opendocument") {
        ("an OpenDocument file", "save it as DOCX and convert that")
    } else {
        ("a zip archive", "unpack it and convert what is inside")
    };
    Err(ReadError::new(ErrorKind::Unsupported, format!("this is {name}, which this version does not read"), remedy))
}

/// Control bytes that no text holds, UTF-16's nulls aside.
fn is_binary(head: &[u8]) -> bool {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return false;
    }
    if memchr::memchr(0, head).is_some() {
        let nulls = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
        let (even, odd) = (nulls(0), nulls(1));
        if even.max(odd) > 8 && even.min(odd) * 10 < even.max(odd) {
            return false;
        }
    }
    let control = head.iter().map(|b| usize::from(CONTROL[*b as usize])).sum::<usize>();
    control * 50 > head.len()
}

/// 1 for the bytes that no text holds.
const CONTROL: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 32 {
        table[byte] = !matches!(byte, 9..=13 | 27) as u8;
        byte += 1;
    }
    table[127] = 1;
    table
};

fn is_html(head: &[u8], claimed: Option<&'static Format>) -> bool {
    let named = claimed.is_some_and(|format| format.id == "html");
    // Most pages say what they are in their first bytes.
    [&head[..head.len().min(512)], head].iter().any(|head| {
        // Without the nulls of UTF-16, so that its tags are seen too.
        let lower: Vec<u8> = head.iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
        let opens = lower.iter().find(|b| !b.is_ascii_whitespace() && **b < 0x80) == Some(&b'<');
        let enough = if opens || named { 1 } else { 3 };
        TAGS.iter().filter(|tag| memmem::find(&lower, tag).is_some()).take(enough).count() == enough
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str, bytes: &[u8]) -> Result<&'static str, ErrorKind> {
        let source = Source { name: name.into(), bytes: bytes.to_vec(), ..Source::default() };
        detect(&source).map(|format| format.id).map_err(|error| error.kind)
    }

    #[test]
    fn content_before_name() {
        assert_eq!(id("a.txt", b"%PDF-1.4\n"), Ok("pdf"));
        assert_eq!(id("a.pdf", "<!DOCTYPE html><p>请登录</p>".as_bytes()), Ok("html"));
        assert_eq!(id("a.html", "纯文本，没有标签".as_bytes()), Ok("text"));
        assert_eq!(id("a.txt", "a < b，一、总体要求".as_bytes()), Ok("text"));
        assert_eq!(id("fragment", b"<div>x</div>"), Ok("html"));
    }

    #[test]
    fn what_is_not_read() {
        assert_eq!(id("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."), Err(ErrorKind::Unsupported));
        assert_eq!(id("a.pdf", b""), Err(ErrorKind::Empty));
        let noise: Vec<u8> = (0..1024u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(id("a.pdf", &noise), Err(ErrorKind::Damaged));
        assert_eq!(id("a", &noise), Err(ErrorKind::Unknown));
    }
}
