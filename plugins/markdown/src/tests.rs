//! Documents and how they look in Markdown.

use lantai_host::{Content, encode};
use lantai_model::*;

use crate::render;

fn placed(block: Block) -> Placed {
    Placed { block, at: Span::default() }
}

fn para(text: &str) -> Placed {
    placed(Block::Paragraph(Paragraph::plain(text)))
}

fn section(style: NumberStyle, label: &str, heading: &str, blocks: Vec<Placed>, children: Vec<Section>) -> Section {
    let number = Some(Number { style, value: 1, label: label.into() });
    Section { number, heading: heading.into(), blocks, children, ..Section::default() }
}

fn titled(title: &str) -> Document {
    let mut document = Document::default();
    let value = Value::Text(title.into());
    let field = Field { label: String::new(), stated: title.into(), value, at: Span::default() };
    document.meta.put(Some(Name::Title), field);
    document
}

fn with(document: Document, front_matter: bool) -> String {
    let origin = Origin { name: "a/云河.html".into(), ..Origin::default() };
    let conversion =
        Conversion {
            schema: SCHEMA, origin, document, remarks: vec![Remark::omitted("nav", "首页", Span::default())]
        };
    let all = encode(&conversion, Content::All);
    let text = encode(&conversion, Content::Text);
    assert!(text.as_bytes().len() < all.as_bytes().len());
    let out = render(&all.view().unwrap(), front_matter);
    // What the plugin claims by CAP_TEXT_ONLY.
    assert_eq!(out, render(&text.view().unwrap(), front_matter));
    out
}

fn body(blocks: Vec<Placed>) -> String {
    with(Document { body: Section { blocks, ..Section::default() }, ..Document::default() }, false)
}

fn text(text: &str) -> String {
    let out = body(vec![para(text)]);
    out.strip_suffix('\n').unwrap().to_owned()
}

fn table(rows: &[&[(&str, u32, u32)]]) -> String {
    let cell = |(text, row_span, col_span): &(&str, u32, u32)| Cell {
        row_span: *row_span,
        col_span: *col_span,
        ..Cell::new(*text, Span::default())
    };
    let rows = rows.iter().map(|row| Row { cells: row.iter().map(cell).collect() }).collect();
    body(vec![placed(Block::Table(Table { caption: None, rows }))])
}

#[test]
fn a_blank_stands_behind_numbers_that_are_words() {
    let article = section(NumberStyle::Article, "第一条", "", vec![para("为了加强管理，制定本办法。")], vec![]);
    let chapter = section(NumberStyle::Chapter, "第一章", "总则", vec![], vec![article]);
    let usual = section(NumberStyle::Han, "一、", "总体要求", vec![], vec![]);
    let body = Section { children: vec![chapter, usual], ..Section::default() };
    let out = with(Document { body, ..Document::default() }, false);
    assert_eq!(out, "## 第一章 总则\n\n第一条 为了加强管理，制定本办法。\n\n## 一、总体要求\n");
}

#[test]
fn a_whole_document() {
    let mut document = titled("云河市2023年工作总结");
    let field = |stated: &str, value| Field { label: String::new(), stated: stated.into(), value, at: Span::default() };
    document.meta.put(Some(Name::Issued), field("", Value::Date(Date::day(2023, 8, 2).unwrap())));
    document
        .meta
        .put(Some(Name::Published), field("", Value::Date(Date { year: 2023, month: None, day: None, time: None })));
    document.meta.put(Some(Name::Keywords), field("", Value::Words(vec!["工业".into(), "“农\"业”".into()])));
    document.meta.put(None, field("", Value::Text("不印".into())));
    document.genre = Genre::Summary;
    document.salutation = Some(Salutation { stated: "各县（区）人民政府：".into(), at: Span::default() });
    let items = vec![
        section(NumberStyle::Inline, "一是", "", vec![para("加强领导。"), para("压实责任。")], vec![]),
        section(NumberStyle::Arabic, "1.", "", vec![para("建设道路12公里。")], vec![]),
        section(NumberStyle::Arabic, "2.", "", vec![], vec![]),
    ];
    let inner = section(NumberStyle::HanParen, "（一）", "指导思想。", vec![para("以人为本。")], items);
    document.body = Section {
        blocks: vec![para("　　一年来，成效明显。")],
        children: vec![section(NumberStyle::Han, "一、", "总体要求", vec![], vec![inner])],
        ..Section::default()
    };
    document.signature = Some(Signature {
        organs: vec![],
        date: None,
        stated: "云河市人民政府\n2023年8月2日".into(),
        at: Span::default(),
    });
    document.notes = vec![para("抄送：各部门。")];
    document.attachments = vec![
        Link { text: "任务表.xlsx".into(), href: "/files/a b.xlsx".into(), at: Span::default() },
        Link { text: "".into(), href: "/b.doc".into(), at: Span::default() },
    ];
    document.tasks = vec![Task { goal: "不印".into(), ..Task::default() }];
    let mut part = titled("附件1 任务分解");
    part.meta.put(Some(Name::DocNumber), field("", Value::Text("云政发〔2023〕1号".into())));
    part.body.children = vec![section(NumberStyle::Han, "一、", "任务", vec![], vec![])];
    part.parts = vec![titled("附表")];
    document.parts = vec![part];
    let expected = "---
title: \"云河市2023年工作总结\"
issued: 2023-08-02
published: \"2023\"
keywords: [\"工业\", \"“农\\\"业”\"]
genre: \"summary\"
source: \"a/云河.html\"
---

# 云河市2023年工作总结

各县（区）人民政府：

　　一年来，成效明显。

## 一、总体要求

### （一）指导思想。

以人为本。

一是加强领导。

压实责任。

1.建设道路12公里。

2\\.

云河市人民政府  
2023年8月2日

抄送：各部门。

- [任务表.xlsx](</files/a b.xlsx>)
- [/b.doc](/b.doc)

---

## 附件1 任务分解

云政发〔2023〕1号

### 一、任务

---

### 附表
";
    assert_eq!(with(document, true), expected);
}

#[test]
fn headings_go_no_deeper_than_six() {
    let deep = (0..300).fold(Section::default(), |child, n| {
        section(NumberStyle::Han, "一、", &format!("标题{n} #"), vec![], vec![child])
    });
    let out =
        with(Document { body: Section { children: vec![deep], ..Section::default() }, ..Document::default() }, false);
    assert!(out.starts_with("## 一、标题299 \\#\n\n### 一、标题298"));
    assert!(out.ends_with("\n###### 一、标题0 \\#\n") && !out.contains("#######"));
}

#[test]
fn chinese_text_stands_as_it_is() {
    for same in [
        "增长8.5%（去年同期6.1%），排名第*位。",
        "“十四五”规划_草案、第3-5条(试行)；1.2亿元",
        "A&B公司，<3%，x > y，C#",
        "2023年.",
        "（一）坚持",
        "[2023]5号 | 表",
        "1、第一",
        "1.第一",
        "-5℃",
        "项_目_名",
        "#话题",
        "a ~ b",
    ] {
        assert_eq!(text(same), same);
    }
}

#[test]
fn what_would_change_the_meaning_is_escaped() {
    for (plain, escaped) in [
        ("# 一", "\\# 一"),
        ("- 一", "\\- 一"),
        ("+ 一", "\\+ 一"),
        ("* 一", "\\* 一"),
        ("> 一", "\\> 一"),
        ("1. 一", "1\\. 一"),
        ("12) 一", "12\\) 一"),
        ("---", "\\---"),
        ("注*甲*", "注\\*甲\\*"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("姓名：____", "姓名：\\_\\_\\_\\_"),
        ("10~20、30~40", "10\\~20、30\\~40"),
        ("`a`", "\\`a\\`"),
        ("[a](b)", "\\[a](b)"),
        ("<br>和</p>", "\\<br>和\\</p>"),
        ("&nbsp;&#160; & ;", "\\&nbsp;\\&#160; & ;"),
        ("a\\*b\\c", "a\\\\*b\\c"),
        ("[甲]: b", "\\[甲]: b"),
        ("    四格", "四格"),
        ("甲\n- 乙\n===", "甲  \n\\- 乙  \n\\==="),
    ] {
        assert_eq!(text(plain), escaped);
    }
}

#[test]
fn links_stand_inside_their_sentence() {
    let link = |start, end, href: &str| Mark { start, end, kind: MarkKind::Link { href: href.into() } };
    let linked =
        |text: &str, marks| body(vec![placed(Block::Paragraph(Paragraph { text: text.into(), marks, list: 0 }))]);
    let marks = vec![
        Mark { start: 0, end: 24, kind: MarkKind::Strong },
        link(6, 15, "http://a.cn/x_(1)"),
        link(9, 12, "inner"),
        link(15, 18, "javascript:void(0)"),
        link(18, 18, "nothing"),
    ];
    assert_eq!(linked("按照《通知》要求", marks), "按照[《通知](<http://a.cn/x_(1)>)》要求\n");
    assert_eq!(linked("好![a]", vec![link(4, 7, "b")]), "好\\![\\[a\\]](b)\n");
}

#[test]
fn merged_cells_are_repeated_downwards() {
    let out = table(&[
        &[("序号", 2, 1), ("任务", 1, 2), ("单位", 1, 1)],
        &[("甲|乙", 1, 1), ("第一行\n第二行", 1, 1), ("局", 3, 1)],
        &[("1", 1, 2), ("", 1, 1)],
        &[("2", 1, 1)],
    ]);
    let expected = "\
| 序号 | 任务 | | 单位 |
| --- | --- | --- | --- |
| 序号 | 甲\\|乙 | 第一行<br>第二行 | 局 |
| 1 | | | 局 |
| 2 | | | 局 |
";
    assert_eq!(out, expected);
}

#[test]
fn hostile_spans_stay_small() {
    let wide: Vec<(&str, u32, u32)> = (0..2000).map(|_| ("长文本长文本", u32::MAX, u32::MAX)).collect();
    let many: Vec<&[(&str, u32, u32)]> = (0..2000).map(|_| &wide[..1]).collect();
    assert!(table(&[&wide]).len() < 4 << 20);
    assert!(table(&many).len() < 16 << 20);
    assert_eq!(table(&[]), "\n");
}

#[test]
fn lists_images_captions() {
    let item = |text: &str, list| placed(Block::Paragraph(Paragraph { text: text.into(), marks: vec![], list }));
    let cell = Row { cells: vec![Cell::new("a", Span::default())] };
    let out = body(vec![
        para("甲"),
        item("乙\n丙", 1),
        item("丁", 2),
        placed(Block::Image(Image { src: "1.png".into(), alt: "云河[图]".into() })),
        placed(Block::Image(Image { src: String::new(), alt: "只有字".into() })),
        placed(Block::Table(Table { caption: Some("表1".into()), rows: vec![cell] })),
    ]);
    let expected = "甲\n\n- 乙  \n  丙\n  - 丁\n\n![云河\\[图\\]](1.png)\n\n只有字\n\n表1\n\n| a |\n| --- |\n";
    assert_eq!(out, expected);
}

#[test]
fn kinds_that_are_not_known_lose_no_text() {
    use lantai_plugin::{DocBuilder, flag, kind};
    let mut b = DocBuilder::new();
    b.open(kind::DOC).open(kind::SECTION).open(kind::EXT + 7).text("框").open(kind::PARA).text("内").close();
    b.open(kind::EXT).flags(flag::ASIDE).open(kind::PARA).text("不印").close().close();
    b.open(kind::ITEM).text("项").close();
    assert_eq!(render(&b.finish().view().unwrap(), true), "框\n\n内\n\n- 项\n");
}
