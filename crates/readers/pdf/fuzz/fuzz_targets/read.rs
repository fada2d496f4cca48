//! The whole reader: any bytes as a file, as a page's content, as a ToUnicode map, as a font program.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// A file of one page; what is not given is harmless.
fn file(content: &[u8], map: &[u8], program: &[u8]) -> Vec<u8> {
    let mut doc = Document::with_version("1.7");
    let mut stream = |bytes: &[u8]| doc.add_object(Stream::new(Dictionary::new(), bytes.to_vec()));
    let (content, map, program) = (stream(content), stream(map), stream(program));
    let font = |doc: &mut Document, encoding: &str, ordering: &str, extra: Dictionary| {
        let descriptor = dictionary! { "Type" => "FontDescriptor", "FontFile2" => program };
        let mut inner = dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "SimSun", "FontDescriptor" => descriptor,
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal(ordering),
                "Supplement" => 0,
            },
        };
        inner.extend(&extra);
        let inner = doc.add_object(inner);
        dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => encoding,
            "DescendantFonts" => vec![inner.into()],
        }
    };
    let predefined = font(&mut doc, "GBK-EUC-H", "GB1", Dictionary::new());
    let mut mapped = font(&mut doc, "Identity-H", "Identity", Dictionary::new());
    mapped.set("ToUnicode", map);
    let reversed = font(&mut doc, "Identity-V", "Identity", Dictionary::new());
    let simple = dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "SimSun", "Encoding" => "WinAnsiEncoding",
    };
    let form = doc.new_object_id();
    let fonts = dictionary! { "F1" => predefined, "F2" => mapped, "F3" => reversed, "F4" => simple };
    let resources = dictionary! { "Font" => fonts, "XObject" => dictionary! { "X1" => form } };
    let inside = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "Resources" => resources.clone(),
        "BBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
    };
    doc.objects.insert(form, Stream::new(inside, b"BT /F4 9 Tf 50 50 Td (x) Tj ET /X1 Do".to_vec()).into());
    let tree = doc.new_object_id();
    let page = dictionary! {
        "Type" => "Page", "Parent" => tree, "Resources" => resources, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
    };
    let page = doc.add_object(page);
    let pages = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    doc.objects.insert(tree, pages.into());
    let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    doc.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).expect("writes to memory");
    bytes
}

const SHOW: &[u8] = b"BT /F2 12 Tf 100 700 Td <000100020003004100FF> Tj /F3 12 Tf 0 -20 Td <000100020003> Tj ET";

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let bytes = match first % 4 {
        0 => file(rest, b"", b""),
        1 => file(SHOW, rest, b""),
        2 => file(SHOW, b"", rest),
        _ => rest.to_vec(),
    };
    if let Ok(reading) = lantai_pdf::read(&bytes) {
        for item in &reading.flow.items {
            // Containers are looked up later without a check.
            assert!((item.cues.container as usize) < reading.flow.containers.len());
        }
    }
});
