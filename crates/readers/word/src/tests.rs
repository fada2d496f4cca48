//! Whole packages, built in memory, through `read`.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use lantai_model::{Align, Block, ErrorKind, Item, Margin, MarkKind, Place, Reading, Remark, Table};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::{is_docx, read};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package of these parts, with what every package needs.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let rels = format!(
        r#"<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"#
    );
    let fixed = [("[Content_Types].xml", "<Types/>"), ("_rels/.rels", rels.as_str())];
    for (name, text) in fixed.iter().chain(parts) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn body(inside: &str) -> String {
    format!(r#"<w:document xmlns:w="w" xmlns:r="r"><w:body>{inside}</w:body></w:document>"#)
}

/// Reads a document of that body, with further parts by relationship kind, name and text.
fn document(inside: &str, parts: &[(&str, &str, &str)]) -> Reading {
    let mut rels = String::from("<Relationships>");
    for (kind, name, _) in parts {
        let target = name.trim_start_matches("word/");
        write!(rels, r#"<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>"#).unwrap();
    }
    rels += r#"<Relationship Id="link" Type="x/hyperlink" Target="http://kjj.example/fj1.pdf" TargetMode="External"/>"#;
    rels += "</Relationships>";
    let body = body(inside);
    let mut all = vec![("word/document.xml", body.as_str()), ("word/_rels/document.xml.rels", rels.as_str())];
    all.extend(parts.iter().map(|(_, name, text)| (*name, *text)));
    read(&package(&all)).unwrap()
}

fn text(item: &Item) -> &str {
    match &item.block {
        Block::Paragraph(paragraph) => &paragraph.text,
        _ => "(not a paragraph)",
    }
}

fn texts(reading: &Reading) -> Vec<&str> {
    reading.flow.items.iter().map(text).collect()
}

fn table(reading: &Reading) -> &Table {
    let found = reading.flow.items.iter().find_map(|item| match &item.block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    found.expect("a table")
}

fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

#[test]
fn paragraphs_have_places_looks_and_signs() {
    let inside = r#"<w:p><w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="44"/></w:rPr><w:t>云河市科技局</w:t></w:r></w:p>
        <w:p/><w:p><w:r><w:rPr><w:sz w:val="32"/></w:rPr><w:t xml:space="preserve">　　甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/><w:br w:type="page"/><w:t xml:space="preserve">本文正文字号为三号，字数最多。 </w:t></w:r></w:p>"#;
    let reading = document(inside, &[]);
    assert_eq!(texts(&reading), ["云河市科技局", "甲\t乙\n丙-☑本文正文字号为三号，字数最多。"]);
    let [title, second] = &reading.flow.items[..] else { panic!("two items") };
    assert_eq!((title.cues.align, title.cues.heading, title.cues.bold), (Align::Center, 1, true));
    assert_eq!((title.cues.size, second.cues.size), (1.375, 1.0));
    assert_eq!(second.at.place, Place::Part { part: "word/document.xml".into(), paragraph: 3 });
}

#[test]
fn tracked_changes_show_the_text_as_accepted() {
    let inside = format!(
        "<w:p>{}<w:ins>{}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom>{}</w:moveFrom></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}",
        run("科技"),
        run("创新"),
        run("移走"),
        run("前半句，"),
        p("后半句。")
    );
    assert_eq!(texts(&document(&inside, &[])), ["科技创新", "前半句，后半句。"]);
}

#[test]
fn fields_show_results_and_links_have_targets() {
    let inside = format!(
        r#"<w:p>{}<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://a.example/x" </w:instrText></w:r>
        <w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>{}
        <w:hyperlink r:id="link">{}</w:hyperlink><w:hyperlink w:anchor="b">{}</w:hyperlink></w:p>"#,
        run("见"),
        run("网页"),
        run("和"),
        run("附件1"),
        run("表")
    );
    let reading = document(&inside, &[]);
    let item = &reading.flow.items[0];
    assert_eq!((text(item), item.cues.link_chars), ("见网页和附件1表", 5));
    let Block::Paragraph(paragraph) = &item.block else { panic!("a paragraph") };
    let found: Vec<(&str, &str)> = paragraph
        .marks
        .iter()
        .map(|mark| match &mark.kind {
            MarkKind::Link { href } => (&paragraph.text[mark.start as usize..mark.end as usize], href.as_str()),
            MarkKind::Strong => ("strong", ""),
        })
        .collect();
    assert_eq!(found, [("网页", "http://a.example/x"), ("附件1", "http://kjj.example/fj1.pdf")]);
}

#[test]
fn a_text_box_is_read_once_and_after_its_paragraph() {
    let inside = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>
        <mc:Fallback><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
        run("段首"), p("框内"), p("框内"), run("段尾")
    );
    assert_eq!(texts(&document(&inside, &[])), ["段首段尾", "框内"]);
}

#[test]
fn hidden_text_is_an_item_of_its_own() {
    let inside = format!("<w:p>{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>批注</w:t></w:r></w:p>", run("正文"));
    let reading = document(&inside, &[]);
    let found: Vec<(&str, bool)> = reading.flow.items.iter().map(|item| (text(item), item.cues.hidden)).collect();
    assert_eq!(found, [("正文", false), ("批注", true)]);
}

#[test]
fn strong_marks_only_where_the_paragraph_is_not_bold_as_a_whole() {
    let inside = format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>一是</w:t></w:r>{}</w:p>", run("抓项目。"));
    let reading = document(&inside, &[]);
    let Block::Paragraph(paragraph) = &reading.flow.items[0].block else { panic!("a paragraph") };
    assert_eq!((paragraph.marks[0].start, paragraph.marks[0].end), (0, 6));
    assert!(!reading.flow.items[0].cues.bold);
}

#[test]
fn numbers_come_from_styles_and_paragraphs() {
    let level = |at: u8, format: &str, text: &str, style: &str| {
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{style}<w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let numbering = format!(
        r#"<w:numbering><w:abstractNum w:abstractNumId="0">{}{}</w:abstractNum><w:abstractNum w:abstractNumId="1">{}</w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#,
        level(0, "chineseCounting", "%1、", r#"<w:pStyle w:val="h1"/>"#),
        level(1, "chineseCounting", "（%2）", r#"<w:pStyle w:val="h2"/>"#),
        level(0, "bullet", "·", "")
    );
    let styles = r#"<w:styles>
        <w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"#;
    let styled =
        |style: &str, text: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#, run(text));
    let listed = |num: u8, text: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr></w:pPr>{}</w:p>"#,
            run(text)
        )
    };
    let inside = [
        styled("h1", "目标"),
        styled("h2", "指标"),
        styled("h2", "任务"),
        styled("h1", "措施"),
        styled("h2", "组织"),
        listed(2, "要点"),
        listed(0, "无号"),
    ]
    .concat();
    let parts = [("numbering", "word/numbering.xml", numbering.as_str()), ("styles", "word/styles.xml", styles)];
    let reading = document(&inside, &parts);
    assert_eq!(texts(&reading), ["一、目标", "（一）指标", "（二）任务", "二、措施", "（一）组织", "要点", "无号"]);
    let first = &reading.flow.items[0];
    assert_eq!((first.cues.auto_number, first.cues.heading), (6, 1));
    assert_eq!(first.cues.style.as_deref(), Some("heading 1"));
    assert!(matches!(&reading.flow.items[5].block, Block::Paragraph(paragraph) if paragraph.list == 1));
}

#[test]
fn merged_cells_become_spans() {
    let cell = |props: &str, text: &str| format!("<w:tc><w:tcPr>{props}</w:tcPr>{}</w:tc>", p(text));
    let row = |props: &str, cells: &[String]| format!("<w:tr><w:trPr>{props}</w:trPr>{}</w:tr>", cells.concat());
    let (restart, go_on) = (r#"<w:vMerge w:val="restart"/>"#, "<w:vMerge/>");
    let inside = format!(
        "<w:tbl><w:tblPr/><w:tblGrid/>{}{}{}{}{}</w:tbl>",
        row("<w:tblHeader/>", &[cell("", "序号"), cell(r#"<w:gridSpan w:val="2"/>"#, "任务"), cell("", "领导")]),
        row("", &[cell("", "1"), cell("", "a"), cell("", "b"), cell(restart, "周明哲")]),
        row("", &[cell("", "2"), cell("", "c"), cell("", "d"), cell(go_on, "")]),
        row("<w:del/>", &[cell("", "9"), cell("", "x"), cell("", "y"), cell(go_on, "")]),
        row(r#"<w:gridBefore w:val="1"/>"#, &[cell("", "e"), cell("", "f"), cell(restart, "高亚楠")]),
    );
    let reading = document(&inside, &[]);
    let table = table(&reading);
    let found: Vec<Vec<(&str, u32, u32)>> = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| (cell.text.as_str(), cell.row_span, cell.col_span)).collect())
        .collect();
    assert_eq!(
        found,
        [
            vec![("序号", 1, 1), ("任务", 1, 2), ("领导", 1, 1)],
            vec![("1", 1, 1), ("a", 1, 1), ("b", 1, 1), ("周明哲", 2, 1)],
            vec![("2", 1, 1), ("c", 1, 1), ("d", 1, 1)],
            vec![("", 1, 1), ("e", 1, 1), ("f", 1, 1), ("高亚楠", 1, 1)],
        ]
    );
    assert!(table.rows[0].cells[0].header && !table.rows[1].cells[0].header);
}

#[test]
fn cells_hold_paragraphs_and_tables() {
    let inner = format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("内1"), p("内2"));
    let inside = format!("<w:tbl><w:tr><w:tc>{}{}{inner}<w:p/></w:tc></w:tr></w:tbl>{}", p("一是"), p("二是"), p("后"));
    let reading = document(&inside, &[]);
    assert_eq!(table(&reading).rows[0].cells[0].text, "一是\n二是\n内1 内2");
    assert_eq!(text(&reading.flow.items[1]), "后");
}

#[test]
fn notes_and_margins_follow_the_body() {
    let inside = format!(
        r#"<w:p>{}<w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:sectPr><w:headerReference r:id="header"/><w:footerReference r:id="footer"/></w:sectPr>"#,
        run("正文")
    );
    let notes = format!(
        r#"<w:footnotes><w:footnote w:type="separator" w:id="-1">{}</w:footnote><w:footnote w:id="1">{}</w:footnote><w:footnote w:id="2">{}</w:footnote></w:footnotes>"#,
        p("----"),
        p("无人引用"),
        p("口径说明")
    );
    let (header, footer) =
        (format!("<w:hdr>{}{}</w:hdr>", p("云河市"), p("云河市")), format!("<w:ftr>{}</w:ftr>", p("1")));
    let reading = document(
        &inside,
        &[
            ("footnotes", "word/footnotes.xml", &notes),
            ("header", "word/header1.xml", &header),
            ("footer", "word/footer1.xml", &footer),
        ],
    );
    assert_eq!(texts(&reading), ["正文", "口径说明", "云河市", "1"]);
    let margins: Vec<Option<Margin>> = reading.flow.items.iter().map(|item| item.cues.margin).collect();
    assert_eq!(margins, [None, None, Some(Margin::Header), Some(Margin::Footer)]);
    assert_eq!(reading.flow.items[1].cues.style.as_deref(), Some("footnote"));
    let tags: Vec<&str> =
        reading.flow.items.iter().map(|item| &*reading.flow.containers[item.cues.container as usize].tag).collect();
    assert_eq!(tags, ["document", "notes", "header", "footer"]);
}

#[test]
fn properties_are_facts() {
    let core = "<cp:coreProperties><dc:title>工作要点</dc:title><dc:creator>办公室</dc:creator></cp:coreProperties>";
    let app = "<Properties><Application>WPS</Application><Company>云河市科技局</Company></Properties>";
    let body = body(&p("正文"));
    let parts = [("word/document.xml", body.as_str()), ("docProps/core.xml", core), ("docProps/app.xml", app)];
    let reading = read(&package(&parts)).unwrap();
    let facts: Vec<(&str, &str)> =
        reading.flow.facts.iter().map(|fact| (fact.name.as_str(), fact.value.as_str())).collect();
    assert_eq!(facts, [("dc:title", "工作要点"), ("dc:creator", "办公室"), ("Company", "云河市科技局")]);
}

#[test]
fn a_broken_part_is_partial() {
    let whole = body(&[p("甲"), p("乙")].concat());
    let cut = whole.split("</w:t></w:r></w:p></w:body>").next().unwrap();
    let reading = read(&package(&[("word/document.xml", cut)])).unwrap();
    assert_eq!(texts(&reading), ["甲", "乙"]);
    assert!(matches!(&reading.remarks[..], [Remark::Limited { rule, .. }] if rule == "xml_damaged"));
}

#[test]
fn deep_nesting_is_partial() {
    let deep = format!("{}{}{}", "<w:sdt>".repeat(5000), p("深"), "</w:sdt>".repeat(5000));
    let reading = document(&format!("{}{deep}{}", p("前"), p("后")), &[]);
    assert_eq!(texts(&reading), ["前", "后"]);
    assert!(matches!(&reading.remarks[..], [Remark::Limited { rule, .. }] if rule == "xml_depth"));
}

#[test]
fn a_part_that_unpacks_beyond_measure_is_cut() {
    let inside = format!("{}<w:p><w:r><w:t>{}</w:t></w:r></w:p>", p("前"), "0".repeat(8 << 20));
    let reading = document(&inside, &[]);
    assert_eq!(text(&reading.flow.items[0]), "前");
    let rules: Vec<&str> = reading
        .remarks
        .iter()
        .map(|remark| if let Remark::Limited { rule, .. } = remark { rule.as_str() } else { "" })
        .collect();
    assert_eq!(rules, ["unpacked_size", "xml_damaged"]);
}

#[test]
fn other_files_are_refused_by_kind() {
    let kind = |bytes: &[u8]| read(bytes).map(|_| ()).unwrap_err().kind;
    let whole = package(&[("word/document.xml", &body(&p("文")))]);
    assert!(is_docx(&whole) && !is_docx(b"PK\x03\x04") && !is_docx(b""));
    assert_eq!(kind(b""), ErrorKind::Empty);
    assert_eq!(kind(b"%PDF-1.7"), ErrorKind::Unknown);
    assert_eq!(kind(&whole[..whole.len() / 2]), ErrorKind::Damaged);
    assert_eq!(kind(&package(&[])), ErrorKind::Damaged);
    assert_eq!(kind(&package(&[("word/document.xml", &body("<w:p/>"))])), ErrorKind::Empty);
    let mut ole = crate::OLE.to_vec();
    assert_eq!(kind(&ole), ErrorKind::Unsupported);
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(kind(&ole), ErrorKind::Encrypted);
}

#[test]
fn every_cut_of_a_package_is_survived() {
    let whole = package(&[("word/document.xml", &body(&p("科技创新")))]);
    for end in 0..whole.len() {
        let _ = read(&whole[..end]);
        let mut bent = whole.clone();
        bent[end] ^= 0x55;
        let _ = read(&bent);
    }
}
