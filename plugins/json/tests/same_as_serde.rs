//! The JSON that is rebuilt from the document buffer is byte for byte what the model itself serialises to.

mod common;

use common::conversion;
use lantai_model::{Conversion, Document, Origin, SCHEMA, Section};

fn check(conversion: &Conversion) {
    let buffer = lantai_host::encode(conversion, lantai_host::Content::All);
    // What crossed is sound by the strict rules for buffers from elsewhere.
    let view = lantai_plugin::DocView::new(buffer.as_bytes()).unwrap();
    let pretty = serde_json::to_string_pretty(conversion).unwrap() + "\n";
    assert_eq!(lantai_json::render(&view, true), pretty);
    let compact = serde_json::to_string(conversion).unwrap() + "\n";
    assert_eq!(lantai_json::render(&view, false), compact);
}

#[test]
fn every_field() {
    check(&conversion());
}

#[test]
fn nothing_at_all() {
    check(&Conversion { schema: SCHEMA, origin: Origin::default(), document: Document::default(), remarks: vec![] });
}

#[test]
fn the_buffer_suits_simple_readers() {
    let buffer = lantai_host::encode(&conversion(), lantai_host::Content::All);
    let doc = buffer.view().unwrap();
    assert_eq!(doc.root().text(), "云河市总结");
    assert_eq!((doc.meta().title(), doc.meta().get("issued")), (Some("云河市总结"), Some("2023-08")));
    assert_eq!(doc.meta().other().map(|a| a.key).collect::<Vec<_>>(), ["标题", "电话", "title"]);
    assert!(doc.nodes().all(|node| !node.is_aside() || node.text().is_empty()));
    let cell = doc.nodes().find(|node| node.kind() == lantai_plugin::kind::CELL).unwrap();
    assert_eq!((cell.page(), cell.offset(), cell.attr("at")), (2, None, Some("page:2@72.0,100.2,523.5,120.0+3-9")));
}

#[test]
fn deep_nesting_needs_no_stack() {
    let deep = (0..50_000).fold(Section::default(), |child, _| Section { children: vec![child], ..Section::default() });
    let mut conversion = conversion();
    conversion.document.body = deep;
    let buffer = lantai_host::encode(&conversion, lantai_host::Content::All);
    let text = lantai_json::render(&buffer.view().unwrap(), false);
    assert_eq!(text.matches("\"children\":[{").count(), 50_000 + 2);
    // The model's own drop is recursive: this test is about the buffer and the writer.
    std::mem::forget(conversion);
}
