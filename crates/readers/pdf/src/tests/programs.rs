//! Fonts without ToUnicode: what their embedded programs and glyph names tell.

use super::*;

fn word(n: usize) -> [u8; 2] {
    (n as u16).to_be_bytes()
}

/// A TrueType file of the given tables.
fn sfnt(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut out = vec![0, 1, 0, 0];
    for n in [tables.len(), 0, 0, 0] {
        out.extend(word(n));
    }
    let mut offset = 12 + 16 * tables.len();
    for (tag, data) in tables {
        out.extend(*tag);
        for n in [0, offset, data.len()] {
            out.extend((n as u32).to_be_bytes());
        }
        offset += data.len();
    }
    out.extend(tables.iter().flat_map(|(_, data)| data.clone()));
    out
}

/// A character map of the given platform and encoding: codes from `first` on lead to the glyphs from 1 on.
fn cmap(platform: usize, encoding: usize, first: usize, count: usize) -> Vec<u8> {
    let mut out: Vec<u8> = [0, 1, platform, encoding, 0, 12].into_iter().flat_map(word).collect();
    // Format 6: a dense range of codes.
    out.extend([6, 10 + 2 * count, 0, first, count].into_iter().flat_map(word));
    out.extend((1..=count).flat_map(word));
    out
}

fn post(names: &[&str]) -> Vec<u8> {
    let mut out = vec![0, 2, 0, 0];
    out.extend([0; 28]);
    out.extend(word(names.len()));
    out.extend((0..names.len()).flat_map(|i| word(258 + i)));
    for name in names {
        out.push(name.len() as u8);
        out.extend(name.bytes());
    }
    out
}

fn maxp(glyphs: usize) -> Vec<u8> {
    [&[0, 0, 0x50, 0], &word(glyphs)[..]].concat()
}

/// An array of byte strings of a CFF program.
fn index(items: &[&[u8]]) -> Vec<u8> {
    let mut out = word(items.len()).to_vec();
    if !items.is_empty() {
        out.push(2);
        let mut at = 1;
        out.extend(word(at));
        for item in items {
            at += item.len();
            out.extend(word(at));
        }
        out.extend(items.concat());
    }
    out
}

/// A CFF program with glyphs by the given string numbers (CIDs where `ros` is there); codes from 1 on lead to them.
fn cff(strings: &[&[u8]], glyphs: &[usize], ros: bool) -> Vec<u8> {
    let number = |n: usize| [&[28], &word(n)[..]].concat();
    let top = |charset: usize, encoding: usize, charstrings: usize| {
        let mut dict = Vec::new();
        if ros {
            dict.extend([number(391), number(392), number(4), vec![12, 30]].concat());
        }
        dict.extend([number(charset), vec![15]].concat());
        if !ros {
            dict.extend([number(encoding), vec![16]].concat());
        }
        dict.extend([number(charstrings), vec![17]].concat());
        dict
    };
    let head = |dict: &[u8]| [vec![1, 0, 4, 2], index(&[b"Font"]), index(&[dict]), index(strings), index(&[])].concat();
    let charset: Vec<u8> = [vec![0], glyphs.iter().copied().flat_map(word).collect()].concat();
    let encoding: Vec<u8> = [vec![0, glyphs.len() as u8], (1..=glyphs.len() as u8).collect()].concat();
    let start = head(&top(0, 0, 0)).len();
    let dict = top(start, start + charset.len(), start + charset.len() + encoding.len());
    let outlines = vec![&[14u8][..]; glyphs.len() + 1];
    [head(&dict), charset, encoding, index(&outlines)].concat()
}

fn simple(doc: &mut Document, subtype: &str, key: &str, program: Vec<u8>) -> Dictionary {
    let program = doc.add_object(Stream::new(Dictionary::new(), program));
    let descriptor = dictionary! { "Type" => "FontDescriptor", "Flags" => 4, key => program };
    let widths: Vec<Object> = vec![1000.into(); 256];
    dictionary! {
        "Type" => "Font", "Subtype" => subtype, "BaseFont" => "ABCDEF+Song", "FirstChar" => 0, "Widths" => widths,
        "FontDescriptor" => descriptor,
    }
}

fn composite(doc: &mut Document, key: &str, program: Vec<u8>) -> Dictionary {
    let program = doc.add_object(Stream::new(Dictionary::new(), program));
    let descriptor = dictionary! { "Type" => "FontDescriptor", "Flags" => 4, key => program };
    let inner = dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "ABCDEF+Song", "FontDescriptor" => descriptor,
    };
    dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "ABCDEF+Song", "Encoding" => "Identity-H",
        "DescendantFonts" => vec![inner.into()],
    }
}

/// What a page reads that shows codes in a font.
fn shown(font: impl FnOnce(&mut Document) -> Dictionary, codes: &str) -> String {
    let content = format!("BT /F1 12 Tf 100 700 Td <{codes}> Tj ET");
    let reading = read(&Builder::new(font).page(&content).bytes()).expect("reads");
    paragraphs(&reading).concat()
}

const NAMES: [&str; 4] = [".notdef", "uni4E91", "uni6CB3", "uni5E02"];

#[test]
fn symbolic_truetype_is_read_by_its_own_map_and_names() {
    let font = |platform, encoding, first| {
        let tables = [(b"cmap", cmap(platform, encoding, first, 3)), (b"maxp", maxp(4)), (b"post", post(&NAMES))];
        move |doc: &mut Document| simple(doc, "TrueType", "FontFile2", sfnt(&tables))
    };
    assert_eq!(shown(font(3, 0, 0xf021), "212223"), "云河市");
    assert_eq!(shown(font(1, 0, 0x21), "212223"), "云河市");
    // No names: what the codes of a Macintosh map are on a Macintosh.
    let nameless = |doc: &mut Document| {
        simple(doc, "TrueType", "FontFile2", sfnt(&[(b"cmap", cmap(1, 0, 0x41, 3)), (b"maxp", maxp(4))]))
    };
    assert_eq!(shown(nameless, "414243"), "ABC");
}

#[test]
fn composite_truetype_without_a_unicode_map_is_read_by_names() {
    let tables = [(b"maxp", maxp(4)), (b"post", post(&NAMES)), (b"cmap", cmap(1, 0, 0x21, 3))];
    assert_eq!(shown(|doc: &mut Document| composite(doc, "FontFile2", sfnt(&tables)), "000100020003"), "云河市");
}

#[test]
fn bare_cff_is_read_by_names_and_collections() {
    // 34 is A among the standard strings, 391 the first of its own.
    let program = cff(&[b"uni4E91", b"u6CB3"], &[34, 391, 392], false);
    let named = program.clone();
    assert_eq!(shown(move |doc: &mut Document| simple(doc, "Type1", "FontFile3", named), "010203"), "A云河");
    assert_eq!(shown(move |doc: &mut Document| composite(doc, "FontFile3", program), "000100020003"), "A云河");
    // CIDs of Adobe-GB1: 34 is A, 3795 is 市.
    let gb = cff(&[b"Adobe", b"GB1"], &[34, 3795], true);
    let text = shown(move |doc: &mut Document| composite(doc, "FontFile3", gb), "00220ED3");
    assert!(
        text.starts_with('A') && text.chars().nth(1).is_some_and(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)),
        "{text}"
    );
}

#[test]
fn broken_programs_say_nothing() {
    let program = cff(&[b"uni4E91"], &[391], false);
    for length in [1, 5, 20, program.len() / 2] {
        let cut = program[..length].to_vec();
        assert_eq!(shown(move |doc: &mut Document| simple(doc, "Type1", "FontFile3", cut), "41"), "A");
    }
}

#[test]
fn type_3_fonts_are_read_by_glyph_names() {
    let font = |doc: &mut Document| {
        let glyph = doc.add_object(Stream::new(Dictionary::new(), b"1000 0 d0 0 0 900 900 re f".to_vec()));
        let names: Vec<Object> = vec![1.into(), "uni4E91".into(), "A".into(), "g7".into()];
        let widths: Vec<Object> = vec![1000.into(); 3];
        dictionary! {
            "Type" => "Font", "Subtype" => "Type3", "FontBBox" => vec![0.into(), 0.into(), 1000.into(), 1000.into()],
            "FontMatrix" => vec![0.001.into(), 0.into(), 0.into(), 0.001.into(), 0.into(), 0.into()],
            "CharProcs" => dictionary! { "uni4E91" => glyph, "A" => glyph, "g7" => glyph },
            "Encoding" => dictionary! { "Type" => "Encoding", "Differences" => names },
            "FirstChar" => 1, "LastChar" => 3, "Widths" => widths,
        }
    };
    assert_eq!(shown(font, "010203"), "云A\u{fffd}");
}
