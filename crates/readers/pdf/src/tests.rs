//! Tests of the whole reader on small files that are built here.

use lantai_model::{Align, Block, ErrorKind, FactKind, Margin, Reading, Remark, Table};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use crate::read;

#[path = "layout_tests.rs"]
mod layout;
mod objects;
mod programs;
mod tagged;
mod text_layer;

/// A file in the making: font `F1`, pages one by one.
struct Builder {
    doc: Document,
    tree: ObjectId,
    kids: Vec<Object>,
    font: ObjectId,
    extra: Dictionary,
}

impl Builder {
    fn new(font: impl FnOnce(&mut Document) -> Dictionary) -> Self {
        let mut doc = Document::with_version("1.5");
        let font = font(&mut doc);
        let font = doc.add_object(font);
        let tree = doc.new_object_id();
        Builder { doc, tree, kids: Vec::new(), font, extra: Dictionary::new() }
    }

    fn page(mut self, content: &str) -> Self {
        let content = self.doc.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
        let mut resources = dictionary! { "Font" => dictionary! { "F1" => self.font } };
        resources.extend(&self.extra);
        let page = dictionary! {
            "Type" => "Page",
            "Parent" => self.tree,
            "MediaBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
            "Resources" => resources,
            "Contents" => content,
        };
        self.kids.push(self.doc.add_object(page).into());
        self
    }

    fn finish(mut self) -> Document {
        let count = self.kids.len() as i64;
        let pages = dictionary! { "Type" => "Pages", "Kids" => self.kids, "Count" => count };
        self.doc.objects.insert(self.tree, pages.into());
        let catalog = self.doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => self.tree });
        self.doc.trailer.set("Root", catalog);
        self.doc
    }

    fn bytes(self) -> Vec<u8> {
        save(&mut self.finish())
    }
}

fn save(doc: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).expect("writes to memory");
    bytes
}

/// A composite font of an Adobe collection that is not embedded.
fn collection_font(doc: &mut Document, encoding: &str) -> Dictionary {
    let string = |text: &str| Object::String(text.into(), StringFormat::Literal);
    let inner = doc.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType0",
        "BaseFont" => "STSong-Light",
        "CIDSystemInfo" => dictionary! {
            "Registry" => string("Adobe"), "Ordering" => string("GB1"), "Supplement" => 4,
        },
        "W" => vec![1.into(), 95.into(), 500.into()],
    });
    dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => "STSong-Light",
        "Encoding" => encoding,
        "DescendantFonts" => vec![inner.into()],
    }
}

fn song(doc: &mut Document) -> Dictionary {
    collection_font(doc, "UniGB-UCS2-H")
}

fn hex(bytes: impl IntoIterator<Item = u8>) -> String {
    bytes.into_iter().map(|b| format!("{b:02X}")).collect()
}

fn ucs2(text: &str) -> String {
    hex(text.encode_utf16().flat_map(u16::to_be_bytes))
}

/// Shows a text at a place, in UTF-16 for [`song`].
fn at(x: f32, y: f32, size: f32, text: &str) -> String {
    format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{}> Tj ET\n", ucs2(text))
}

fn paragraphs(reading: &Reading) -> Vec<&str> {
    let items = reading.flow.items.iter().filter(|item| item.cues.margin.is_none());
    items.filter_map(|item| if let Block::Paragraph(p) = &item.block { Some(p.text.as_str()) } else { None }).collect()
}

fn table(reading: &Reading) -> &Table {
    let mut tables = reading.flow.items.iter().filter_map(|item| match &item.block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let first = tables.next().expect("a table");
    assert!(tables.next().is_none(), "one table only");
    first
}

fn limited(reading: &Reading) -> Vec<&str> {
    let rules = reading.remarks.iter();
    rules.filter_map(|r| if let Remark::Limited { rule, .. } = r { Some(rule.as_str()) } else { None }).collect()
}

/// A page with `lines` full lines of 20 characters at 20 points, the first one indented.
fn full_lines(lines: usize) -> String {
    (0..lines)
        .map(|i| {
            let (x, n) = if i == 0 { (140.0, 18) } else { (100.0, 20) };
            at(x, 700.0 - 30.0 * i as f32, 20.0, &"云".repeat(n))
        })
        .collect()
}

#[test]
fn paragraphs_of_a_font_that_is_not_embedded() {
    let content = full_lines(3)
        + &at(100.0, 610.0, 20.0, "河市人民政府。")
        + &at(140.0, 580.0, 20.0, "一、总体情况")
        + &at(400.0, 500.0, 20.0, "2024年3月");
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    let long = "云".repeat(58) + "河市人民政府。";
    assert_eq!(paragraphs(&reading), [long.as_str(), "一、总体情况", "2024年3月"]);
    assert_eq!(reading.flow.items[2].cues.align, Align::End);
    assert_eq!(reading.flow.items[0].at.page(), 1);
    assert!(reading.remarks.is_empty(), "{:?}", reading.remarks);
}

#[test]
fn titles_over_two_lines_are_centred_and_large() {
    let content = at(170.0, 760.0, 26.0, "云河市人民政府关于")
        + &at(235.0, 725.0, 26.0, "工作的通知")
        + &full_lines(6)
        + &at(140.0, 500.0, 20.0, "短。");
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading)[0], "云河市人民政府关于工作的通知");
    let cues = &reading.flow.items[0].cues;
    assert_eq!((cues.align, cues.size), (Align::Center, 1.3));
}

#[test]
fn predefined_gbk_map() {
    let font = |doc: &mut Document| collection_font(doc, "GBK-EUC-H");
    let (text, _, _) = encoding_rs::GBK.encode("青溪县2024年");
    let content = format!("BT /F1 12 Tf 100 700 Td <{}> Tj ET", hex(text.iter().copied()));
    let reading = read(&Builder::new(font).page(&content).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading), ["青溪县2024年"]);
}

#[test]
fn raw_gbk_in_a_simple_font() {
    let font = |_: &mut Document| {
        dictionary! { "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "FangSong_GB2312",
        "Encoding" => "WinAnsiEncoding" }
    };
    let (text, _, _) = encoding_rs::GBK.encode("临江区abc");
    let content = format!("BT /F1 12 Tf 100 700 Td <{}> Tj ET", hex(text.iter().copied()));
    let reading = read(&Builder::new(font).page(&content).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading), ["临江区abc"]);
}

fn to_unicode_font(doc: &mut Document) -> Dictionary {
    let map = b"1 beginbfchar <0001> <4E34> endbfchar 1 beginbfrange <0002> <0003> [<6C5F> <533A>] endbfrange";
    let map = doc.add_object(Stream::new(Dictionary::new(), map.to_vec()));
    let inner = doc.add_object(dictionary! { "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "AB" });
    dictionary! { "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "AB", "Encoding" => "Identity-H",
    "DescendantFonts" => vec![inner.into()], "ToUnicode" => map }
}

#[test]
fn to_unicode_and_glyphs_without_text() {
    let content = "BT /F1 12 Tf 100 700 Td [<0001> -20 <0002>] TJ <0003> Tj ET";
    let reading = read(&Builder::new(to_unicode_font).page(content).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading), ["临江区"]);
    let content = "BT /F1 12 Tf 100 700 Td <0001000800090008> Tj ET";
    let reading = read(&Builder::new(to_unicode_font).page(content).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading), ["临\u{fffd}\u{fffd}\u{fffd}"]);
    assert_eq!(limited(&reading), ["text_layer_unreadable"]);
}

#[test]
fn replacement_text_and_hidden_text() {
    let content = "BT /F1 12 Tf 100 700 Td /Span <</ActualText <FEFF6C5F5DDE>>> BDC <0001 0002> Tj EMC ET
        BT 3 Tr 100 600 Td <0003> Tj ET";
    let reading = read(&Builder::new(to_unicode_font).page(content).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading), ["江州", "区"]);
    assert!(reading.flow.items[1].cues.hidden);
}

#[test]
fn forms_and_their_recursion() {
    let mut builder = Builder::new(song);
    let id = builder.doc.new_object_id();
    let form = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
        "Matrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 0.into(), 30.into()],
    };
    let inside = at(100.0, 500.0, 12.0, "红头文件") + "/X1 Do /X1 Do";
    builder.doc.objects.insert(id, Stream::new(form, inside.into_bytes()).into());
    builder.extra.set("XObject", dictionary! { "X1" => id });
    let reading = read(&builder.page("/X1 Do").bytes()).expect("reads");
    assert!(paragraphs(&reading).iter().all(|text| text.starts_with("红头文件")));
    assert_eq!(reading.flow.items[0].at.page(), 1);
    assert!(limited(&reading).contains(&"form_depth"));
}

/// Rulings of a table with column edges `xs` and row edges `ys` (from the top), all drawn.
fn rulings(xs: &[f32], ys: &[f32]) -> String {
    let mut out = String::from("0.5 w\n");
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let (top, bottom) = (ys[0], ys[ys.len() - 1]);
    for y in ys {
        out += &format!("{left} {y} m {right} {y} l S\n");
    }
    for x in xs {
        out += &format!("{x} {bottom} 0.5 {} re f\n", top - bottom);
    }
    out
}

#[test]
fn tables_with_merged_cells_and_wrapped_text() {
    // The ruling between rows 2 and 3 stops at the second column; the cell in rows 2–3 is one.
    let content =
        String::from("0.5 w 100 700 m 400 700 l S 100 670 m 400 670 l S 100 640 m 300 640 l S 100 600 m 400 600 l S\n")
            + "100 600 m 100 700 l S 200 600 m 200 700 l S 300 600 m 300 700 l S 400 600 m 400 700 l S\n"
            + &at(105.0, 680.0, 12.0, "序号")
            + &at(205.0, 680.0, 12.0, "任务")
            + &at(305.0, 680.0, 12.0, "责任单位")
            + &at(105.0, 650.0, 12.0, "1")
            + &at(205.0, 650.0, 12.0, "修路")
            + &at(305.0, 630.0, 12.0, "县交通局")
            + &at(105.0, 625.0, 12.0, "2")
            + &at(205.0, 625.0, 12.0, "新建水厂及管网工")
            + &at(205.0, 610.0, 12.0, "程");
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    let table = table(&reading);
    let text = |r: usize, c: usize| table.rows[r].cells[c].text.as_str();
    assert_eq!((text(0, 2), text(1, 2), table.rows[1].cells[2].row_span), ("责任单位", "县交通局", 2));
    assert_eq!((table.rows[2].cells.len(), text(2, 1)), (2, "新建水厂及管网工程"));
    assert_eq!(table.rows[2].cells[1].at.page(), 1);
}

#[test]
fn tables_go_on_over_page_breaks() {
    let row = |y: f32, number: &str, text: &str| at(105.0, y, 12.0, number) + &at(205.0, y, 12.0, text);
    let one = rulings(&[100.0, 200.0, 300.0], &[130.0, 100.0, 70.0, 40.0])
        + &row(110.0, "序号", "任务")
        + &row(80.0, "1", "修路")
        + &row(50.0, "2", "建设产业园区基础");
    let two = rulings(&[100.0, 200.0, 300.0], &[760.0, 730.0, 700.0, 670.0])
        + &row(740.0, "序号", "任务")
        + &row(710.0, "", "设施")
        + &row(680.0, "3", "植树");
    let reading = read(&Builder::new(song).page(&one).page(&two).bytes()).expect("reads");
    let rows: Vec<Vec<&str>> =
        table(&reading).rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(rows, [["序号", "任务"], ["1", "修路"], ["2", "建设产业园区基础设施"], ["3", "植树"]]);
    let omitted =
        reading.remarks.iter().filter(|r| matches!(r, Remark::Omitted { rule, .. } if rule == "repeated_header"));
    assert_eq!(omitted.count(), 1);
}

#[test]
fn furniture_does_not_cut_a_sentence() {
    let mut builder = Builder::new(song);
    for (number, c) in (1..).zip(["水", "库", "坝"]) {
        let body: String = (0..10).map(|i| at(100.0, 700.0 - 30.0 * i as f32, 20.0, &c.repeat(20))).collect();
        let head = at(100.0, 770.0, 9.0, "青溪县水利局文件");
        builder = builder.page(&(head + &body + &at(290.0, 30.0, 9.0, &format!("— {number} —"))));
    }
    let reading = read(&builder.bytes()).expect("reads");
    assert_eq!(paragraphs(&reading), ["水".repeat(200) + &"库".repeat(200) + &"坝".repeat(200)]);
    let margin = |m| reading.flow.items.iter().filter(|item| item.cues.margin == Some(m)).count();
    assert_eq!((margin(Margin::Header), margin(Margin::Footer)), (3, 3));
}

#[test]
fn vertical_writing_and_turned_pages() {
    let font = |doc: &mut Document| collection_font(doc, "UniGB-UCS2-V");
    let content = at(500.0, 700.0, 20.0, &"竖".repeat(10)) + &at(470.0, 700.0, 20.0, "排文字");
    let reading = read(&Builder::new(font).page(&content).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading).concat(), "竖".repeat(10) + "排文字");

    let turned = format!("BT /F1 12 Tf 0 1 -1 0 300 100 Tm <{}> Tj ET", ucs2("横向表格"));
    let reading = read(&Builder::new(song).page(&turned).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading), ["横向表格"]);
    let bbox = match reading.flow.items[0].at.place {
        lantai_model::Place::Page { bbox, .. } => bbox,
        _ => panic!("a place on a page"),
    };
    assert!(bbox[1] >= 99.0 && bbox[3] <= 149.0 && bbox[2] < 310.0, "{bbox:?}");
}

#[test]
fn scans_are_told() {
    let mut builder = Builder::new(song);
    let image = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1 };
    let image = builder.doc.add_object(Stream::new(image, vec![0]));
    builder.extra.set("XObject", dictionary! { "I1" => image });
    let reading = read(&builder.page("q 600 0 0 800 0 0 cm /I1 Do Q").bytes()).expect("reads");
    assert!(reading.flow.items.is_empty());
    assert_eq!(limited(&reading), ["ocr_needed"]);
}

#[test]
fn properties_are_facts() {
    let mut doc = Builder::new(song).page(&at(100.0, 700.0, 12.0, "正文")).finish();
    let title = Object::String(b"\xfe\xff\x90\x1a\x77\xe5".to_vec(), StringFormat::Literal);
    let info = doc.add_object(dictionary! { "Title" => title, "Producer" => Object::string_literal("X") });
    doc.trailer.set("Info", info);
    let reading = read(&save(&mut doc)).expect("reads");
    let facts: Vec<_> = reading.flow.facts.iter().map(|f| (f.kind, f.name.as_str(), f.value.as_str())).collect();
    assert_eq!(facts, [(FactKind::Property, "Title", "通知"), (FactKind::Property, "Producer", "X")]);
}

fn encrypted(user: &str) -> Vec<u8> {
    use lopdf::{EncryptionState, EncryptionVersion, Permissions};
    let mut doc = Builder::new(song).page(&at(100.0, 700.0, 12.0, "内部资料")).finish();
    let id = Object::string_literal("0123456789abcdef");
    doc.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &doc,
        owner_password: "owner",
        user_password: user,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("valid state");
    doc.encrypt(&state).expect("encrypts");
    save(&mut doc)
}

#[test]
fn encryption_with_and_without_a_password() {
    let reading = read(&encrypted("")).expect("the empty password opens it");
    assert_eq!(paragraphs(&reading), ["内部资料"]);
    assert_eq!(read(&encrypted("secret")).expect_err("needs a password").kind, ErrorKind::Encrypted);
}

#[test]
fn empty_foreign_and_truncated_files() {
    let kind = |bytes: &[u8]| read(bytes).map(|_| ()).map_err(|error| error.kind);
    assert_eq!(kind(b""), Err(ErrorKind::Empty));
    assert_eq!(kind(b" \n"), Err(ErrorKind::Empty));
    assert_eq!(kind(b"%PDF-1.4\nnothing here"), Err(ErrorKind::Damaged));
    let whole = Builder::new(song).page(&full_lines(2)).page(&at(100.0, 700.0, 12.0, "第二页")).bytes();
    for length in 0..whole.len() {
        // Whatever comes out, it comes out without a panic.
        let _ = kind(&whole[..length]);
    }
    let half = read(&whole[..whole.len() - 40]).expect("the table of objects is rebuilt");
    assert_eq!(half.flow.items.len(), 2);
}

#[test]
fn wrong_stream_lengths_are_found_out() {
    let bytes = Builder::new(song).page(&at(100.0, 700.0, 12.0, "长度有误")).bytes();
    let at = memchr::memmem::find(&bytes, b"/Length ").expect("a stream") + 8;
    let mut wrong = bytes.clone();
    wrong[at] = b'1';
    let reading = read(&wrong).expect("reads");
    assert_eq!(paragraphs(&reading), ["长度有误"]);
}

#[test]
fn loops_in_the_page_tree_end() {
    let mut doc = Builder::new(song).page(&at(100.0, 700.0, 12.0, "循环")).finish();
    let root = doc.catalog().and_then(|c| c.get(b"Pages")).and_then(Object::as_reference).expect("a page tree");
    if let Ok(Object::Array(kids)) = doc.get_dictionary_mut(root).and_then(|d| d.get_mut(b"Kids")) {
        kids.push(root.into());
    }
    let reading = read(&save(&mut doc)).expect("reads");
    assert_eq!(paragraphs(&reading), ["循环"]);
}
