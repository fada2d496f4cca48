//! The text layer: what is seen and what is not, characters of unusual maps, facts beside the text.

use super::*;

fn hidden(reading: &Reading) -> Vec<&str> {
    let items = reading.flow.items.iter().filter(|item| item.cues.hidden);
    items.filter_map(|item| if let Block::Paragraph(p) = &item.block { Some(p.text.as_str()) } else { None }).collect()
}

fn seen(reading: &Reading) -> Vec<&str> {
    let items = reading.flow.items.iter().filter(|item| !item.cues.hidden);
    items.filter_map(|item| if let Block::Paragraph(p) = &item.block { Some(p.text.as_str()) } else { None }).collect()
}

fn fact<'a>(reading: &'a Reading, name: &str) -> Vec<&'a str> {
    reading.flow.facts.iter().filter(|fact| fact.name == name).map(|fact| fact.value.as_str()).collect()
}

fn read_page(content: &str) -> Reading {
    read(&Builder::new(song).page(content).bytes()).expect("reads")
}

#[test]
fn white_text_is_hidden_unless_something_dark_is_behind_it() {
    let reading = read_page(
        &(String::from("1 g ") + &at(100.0, 700.0, 12.0, "隐藏的关键词") + "0 g " + &at(100.0, 600.0, 12.0, "正文")),
    );
    assert_eq!((seen(&reading), hidden(&reading)), (vec!["正文"], vec!["隐藏的关键词"]));
    let dark = String::from("0 0 0.5 rg 90 690 200 30 re f 1 1 1 rg ") + &at(100.0, 700.0, 12.0, "表头");
    assert_eq!(seen(&read_page(&dark)), ["表头"]);
    let outlined = String::from("1 g 1 Tr ") + &at(100.0, 700.0, 12.0, "空心字");
    assert_eq!(seen(&read_page(&outlined)), ["空心字"]);
    let ink = String::from("0 0 0 0 k ") + &at(100.0, 700.0, 12.0, "白") + "0 0 0 1 k " + &at(100.0, 650.0, 12.0, "黑");
    assert_eq!(seen(&read_page(&ink)), ["黑"]);
}

#[test]
fn clipped_and_tiny_text() {
    let clipped = String::from("q 90 590 400 100 re W n ")
        + &at(100.0, 600.0, 12.0, "框内")
        + &at(100.0, 300.0, 12.0, "框外")
        + "Q "
        + &at(100.0, 200.0, 12.0, "框后");
    assert_eq!(seen(&read_page(&clipped)), ["框内", "框后"]);
    let empty = String::from("W n ") + &at(100.0, 600.0, 12.0, "空路径不剪裁");
    assert_eq!(seen(&read_page(&empty)), ["空路径不剪裁"]);
    let tiny = at(100.0, 600.0, 0.4, "看不见的小字") + &at(100.0, 500.0, 12.0, "正文");
    assert_eq!(hidden(&read_page(&tiny)), ["看不见的小字"]);
}

#[test]
fn codes_of_several_lengths_are_told_apart() {
    // 青 in two bytes, 㐀 in four: 81 39 begins both valid and invalid codes.
    let font = |doc: &mut Document| collection_font(doc, "GBK2K-H");
    let (text, _, _) = encoding_rs::GB18030.encode("青㐀青A㐁");
    let content = format!("BT /F1 12 Tf 100 700 Td <{}> Tj <{0}> Tj ET", hex(text.iter().copied()));
    let reading = read(&Builder::new(font).page(&content).bytes()).expect("reads");
    assert_eq!(seen(&reading).concat(), "青㐀青A㐁青㐀青A㐁");
    let raw = |_: &mut Document| dictionary! { "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "SimSun" };
    // The lead byte of 市, alone before a blank and then in its pair.
    let reading = read(&Builder::new(raw).page("BT /F1 12 Tf 100 700 Td <CA20CAD0> Tj ET").bytes()).expect("reads");
    assert!(seen(&reading).concat().ends_with('市'), "{:?}", seen(&reading));
}

#[test]
fn private_codes_of_an_encoding_go_through_its_collection() {
    let font = |doc: &mut Document| {
        let mut font = collection_font(doc, "UniCNS-UTF16-H");
        let info = dictionary! {
            "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("CNS1"), "Supplement" => 4,
        };
        let inner = dictionary! { "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "MingLiU", "CIDSystemInfo" => info };
        let inner = doc.add_object(inner);
        font.set("DescendantFonts", vec![inner.into()]);
        font
    };
    let reading = read(&Builder::new(font).page("BT /F1 12 Tf 100 700 Td <E687> Tj ET").bytes()).expect("reads");
    assert_eq!(seen(&reading), ["𥕛"]);
}

#[test]
fn implausible_text_is_partial_and_unclear() {
    let text = "云河市人民政府关于印发重点工作任务分工方案的通知请认真组织实施按季度报送进展情况";
    let shifted: String = text.chars().filter_map(|c| char::from_u32(u32::from(c) + 29)).collect();
    let reading = read_page(&at(20.0, 600.0, 12.0, &shifted));
    assert_eq!(limited(&reading), ["text_layer_unreadable"]);
    let about = |r: &Remark| match r {
        Remark::Limited { about, .. } => about.contains("text layer unreadable: needs OCR"),
        _ => false,
    };
    assert!(reading.remarks.iter().any(about));
    assert!(
        reading.remarks.iter().any(|r| matches!(r, Remark::Unclear { rule, .. } if rule == "text_layer_unreadable"))
    );
    assert!(read_page(&at(20.0, 600.0, 12.0, text)).remarks.is_empty());
}

#[test]
fn images_of_scans_are_listed() {
    let mut builder = Builder::new(song);
    let image = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 2480, "Height" => 3508, "BitsPerComponent" => 8,
        "Filter" => "DCTDecode",
    };
    let image = builder.doc.add_object(Stream::new(image, vec![0; 9]));
    builder.extra.set("XObject", dictionary! { "I1" => image });
    let reading = read(&builder.page("q 600 0 0 800 0 0 cm /I1 Do Q").bytes()).expect("reads");
    let listed = fact(&reading, "ScannedImage");
    assert_eq!(listed.len(), 1);
    assert!(listed[0].starts_with("page 1: 2480×3508 pixels, 8 bits, DCTDecode, 9 bytes"), "{listed:?}");
    let told = reading
        .remarks
        .iter()
        .any(|r| matches!(r, Remark::Limited { about, .. } if about.contains("scanned: needs OCR")));
    assert!(told);
}

#[test]
fn facts_beside_the_text() {
    let mut doc = Builder::new(song).page(&at(100.0, 700.0, 12.0, "正文")).page("").finish();
    let utf16 = |text: &str| {
        let bytes = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        Object::String(bytes, StringFormat::Hexadecimal)
    };
    let packet = "<x><dc:creator><rdf:Seq><rdf:li>云河市政府</rdf:li></rdf:Seq></dc:creator></x>";
    let packet = doc.add_object(Stream::new(Dictionary::new(), packet.as_bytes().to_vec()));
    let labels: Vec<Object> = vec![
        0.into(),
        dictionary! { "S" => "r" }.into(),
        1.into(),
        dictionary! { "S" => "D", "P" => Object::string_literal("A-"), "St" => 7 }.into(),
        2.into(),
        dictionary! { "S" => "D", "P" => Object::string_literal("A-"), "St" => 8 }.into(),
    ];
    let file = dictionary! { "Type" => "Filespec", "UF" => utf16("附件1.xlsx") };
    let names =
        dictionary! { "EmbeddedFiles" => dictionary! { "Names" => vec![Object::string_literal("a"), file.into()] } };
    let field = dictionary! { "FT" => "Tx", "T" => utf16("姓名"), "V" => utf16("张三") };
    let group = dictionary! { "T" => utf16("申请人"), "Kids" => vec![field.into()] };
    let catalog = doc.catalog_mut().expect("a catalog");
    catalog.set("Metadata", packet);
    catalog.set("PageLabels", dictionary! { "Nums" => labels });
    catalog.set("Names", names);
    catalog.set("AcroForm", dictionary! { "Fields" => vec![group.into()] });
    let note = dictionary! {
        "Type" => "Annot", "Subtype" => "Text", "Contents" => utf16("请核实"),
        "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
    };
    let second = doc.page_iter().nth(1).expect("two pages");
    doc.get_dictionary_mut(second).expect("a page").set("Annots", vec![note.into()]);
    let reading = read(&save(&mut doc)).expect("reads");
    assert_eq!(fact(&reading, "dc:creator"), ["云河市政府"]);
    assert_eq!(fact(&reading, "PageLabels"), ["1 = i, 2 = A-7"]);
    assert_eq!(fact(&reading, "EmbeddedFile"), ["附件1.xlsx"]);
    assert_eq!(fact(&reading, "Field 申请人.姓名"), ["张三"]);
    assert_eq!(fact(&reading, "Annotation"), ["page 2: 请核实"]);
    assert_eq!(seen(&reading), ["正文"]);
}

#[test]
fn bookmarks_mark_headings() {
    let content = at(100.0, 700.0, 16.0, "总体要求")
        + &full_lines(2).replace("700", "660").replace("670", "630")
        + &at(100.0, 500.0, 12.0, "（一）目标");
    let mut doc = Builder::new(song).page(&content).finish();
    let page = doc.page_iter().next().expect("a page");
    let target = |doc: &mut Document, title: &str| {
        let bytes = [0xfe, 0xff].into_iter().chain(title.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let target: Vec<Object> = vec![page.into(), "Fit".into()];
        doc.add_object(dictionary! { "Title" => Object::String(bytes, StringFormat::Hexadecimal), "Dest" => target })
    };
    let (upper, lower) = (target(&mut doc, "总体要求"), target(&mut doc, "（一） 目标"));
    // A bookmark that is its own sister must not hang the reader.
    doc.get_dictionary_mut(upper).expect("a mark").extend(&dictionary! { "First" => lower, "Next" => upper });
    let outlines = doc.add_object(dictionary! { "First" => upper });
    doc.catalog_mut().expect("a catalog").set("Outlines", outlines);
    let reading = read(&save(&mut doc)).expect("reads");
    let levels: Vec<(u8, &str)> = reading
        .flow
        .items
        .iter()
        .filter(|item| item.cues.heading > 0)
        .filter_map(|item| {
            if let Block::Paragraph(p) = &item.block { Some((item.cues.heading, p.text.as_str())) } else { None }
        })
        .collect();
    assert_eq!(levels, [(1, "总体要求"), (2, "（一）目标")]);
}

#[test]
fn objects_that_are_listed_and_not_there_are_noticed() {
    let mut doc =
        Builder::new(song).page(&at(100.0, 700.0, 12.0, "第一页")).page(&at(100.0, 700.0, 12.0, "第二页")).finish();
    let second = doc.page_iter().nth(1).expect("two pages");
    let content = doc.get_dictionary(second).and_then(|page| page.get(b"Contents")).and_then(Object::as_reference);
    let content = content.expect("a content stream");
    let mut bytes = save(&mut doc);
    let head = format!("\n{} 0 obj", content.0);
    let at = memchr::memmem::find(&bytes, head.as_bytes()).expect("the object");
    // The table of objects still points here, where no object begins any more.
    bytes[at + 1..at + head.len()].fill(b'x');
    let reading = read(&bytes).expect("the first page is read");
    assert_eq!(seen(&reading), ["第一页"]);
    assert!(limited(&reading).contains(&"objects_missing"), "{:?}", reading.remarks);
}

#[test]
fn streams_that_unpack_without_end_are_told() {
    let mut doc = Builder::new(song).page(&at(100.0, 700.0, 12.0, "第一页")).page("").finish();
    let second = doc.page_iter().nth(1).expect("two pages");
    // 160 MB of blanks take some hundred kilobytes.
    let mut bomb = Stream::new(Dictionary::new(), vec![b' '; 160 << 20]);
    bomb.compress().expect("packs");
    let bomb = doc.add_object(bomb);
    doc.get_dictionary_mut(second).expect("a page").set("Contents", bomb);
    let reading = read(&save(&mut doc)).expect("the first page is read");
    assert_eq!(seen(&reading), ["第一页"]);
    assert_eq!(limited(&reading), ["unpacked_size"]);
}

#[test]
fn maps_of_japan_and_korea_and_text_off_the_page() {
    let font = |encoding: &'static str, ordering: &'static str| {
        move |doc: &mut Document| {
            let info = dictionary! {
                "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal(ordering),
                "Supplement" => 2,
            };
            let inner = doc.add_object(dictionary! {
                "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "Font", "CIDSystemInfo" => info,
            });
            dictionary! {
                "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Font", "Encoding" => encoding,
                "DescendantFonts" => vec![inner.into()],
            }
        }
    };
    let shown = |encoding, ordering, bytes: &[u8]| {
        let content = format!("BT /F1 12 Tf 100 700 Td <{}> Tj ET", hex(bytes.iter().copied()));
        let reading = read(&Builder::new(font(encoding, ordering)).page(&content).bytes()).expect("reads");
        seen(&reading).concat()
    };
    assert_eq!(
        shown("90ms-RKSJ-H", "Japan1", &encoding_rs::SHIFT_JIS.encode("市役所のお知らせ").0),
        "市役所のお知らせ"
    );
    assert_eq!(shown("EUC-H", "Japan1", &encoding_rs::EUC_JP.encode("市役所").0), "市役所");
    assert_eq!(shown("KSCms-UHC-H", "Korea1", &encoding_rs::EUC_KR.encode("시청 안내").0), "시청 안내");
    let off = at(100.0, 900.0, 12.0, "页外") + &at(-300.0, 500.0, 12.0, "页外") + &at(100.0, 500.0, 12.0, "页内");
    assert_eq!(seen(&read_page(&off)), ["页内"]);
}
