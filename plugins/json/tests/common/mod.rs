//! What the tests of this plugin share: a conversion with everything in it.

pub mod validate;

use lantai_model::*;

fn at(n: u32) -> Span {
    Span::text(n as usize, n as usize + 5)
}

fn page() -> Span {
    Span { place: Place::Page { page: 2, bbox: [72.0, 100.25, 523.5, 120.0] }, chars: Some((3, 9)) }
}

fn field(label: &str, stated: &str, value: Value) -> Field {
    Field { label: label.into(), stated: stated.into(), value, at: Place::Element("/html/body/p[2]".into()).into() }
}

fn placed(block: Block) -> Placed {
    Placed { block, at: Place::Part { part: "word/document.xml".into(), paragraph: 7 }.into() }
}

fn marked() -> Paragraph {
    let mark = |start, end, kind| Mark { start, end, kind };
    Paragraph {
        text: "加强领导，详见“通知”\\ \u{1}\u{8}\u{c}\r\t\u{7f}\u{2028}/".into(),
        marks: vec![
            mark(0, 30, MarkKind::Strong),
            mark(0, 12, MarkKind::Link { href: "a?b=\"c\"&d".into() }),
            mark(0, 0, MarkKind::Strong),
        ],
        list: 2,
    }
}

fn table() -> Table {
    let cell = |text: &str, row_span, col_span, header| Cell { row_span, col_span, header, ..Cell::new(text, page()) };
    let link = Mark { start: 0, end: 9, kind: MarkKind::Link { href: "/f/1.xls".into() } };
    Table {
        caption: Some(String::new()),
        rows: vec![
            Row { cells: vec![cell("序号", 1, 1, true), cell("第一行\n第二行", 2, 3, false)] },
            Row { cells: vec![Cell { marks: vec![link], ..cell("责任表", 1, 1, false) }] },
            Row { cells: vec![] },
            Row { cells: vec![cell("", 0, 1, false)] },
        ],
    }
}

fn numbered(style: NumberStyle, label: &str, heading: &str, children: Vec<Section>) -> Section {
    Section {
        number: Some(Number { style, value: 12, label: label.into() }),
        heading: heading.into(),
        role: Some(Role::Overview),
        also: vec![Role::Goals],
        blocks: vec![placed(Block::Paragraph(Paragraph::plain("正文。")))],
        children,
        at: at(30),
    }
}

/// Its document.
pub fn document() -> Document {
    let mut meta = Metadata::default();
    meta.put(Some(Name::Keywords), field("关键词", "工业 农业", Value::Words(vec!["工业".into(), "农业".into()])));
    meta.put(Some(Name::Title), field("", "云河市  总结", Value::Text("云河市总结".into())));
    meta.put(
        Some(Name::Issued),
        field("发文日期", "2023年8月", Value::Date(Date { year: 2023, month: Some(8), day: None, time: None })),
    );
    meta.put(Some(Name::Subject), field("主题", "一", Value::Words(vec!["一".into()])));
    meta.put(Some(Name::Category), field("类", "", Value::Words(vec![])));
    meta.put(Some(Name::Title), field("标题", "又一个", Value::Text("又一个".into())));
    meta.put(None, field("电话", "010", Value::Text("010".into())));
    meta.put(None, field("title", "", Value::Words(vec!["x".into()])));
    Document {
        genre: Genre::Summary,
        meta,
        addressees: vec!["青溪县人民政府".into(), "临江区".into()],
        salutation: Some(Salutation { stated: "各县（区）：".into(), at: at(1) }),
        body: Section {
            blocks: vec![
                placed(Block::Paragraph(marked())),
                placed(Block::Table(table())),
                placed(Block::Image(Image { src: "1.png".into(), alt: "图".into() })),
            ],
            children: vec![
                numbered(
                    NumberStyle::Han,
                    "一、",
                    "总体要求",
                    vec![numbered(NumberStyle::HanParen, "（一）", "", vec![])],
                ),
                Section { heading: "无号".into(), ..Section::default() },
            ],
            ..Section::default()
        },
        tasks: vec![
            Task {
                number: "1".into(),
                goal: "建设".into(),
                measures: "一是规划。".into(),
                leaders: vec!["张某".into()],
                units: vec!["住建局".into(), "财政局".into()],
                cooperating: vec!["民政局".into()],
                due: "2024年底".into(),
                progress: "完成".into(),
                status: "√".into(),
                state: Some(TaskState::Completed),
                refs: vec!["第16条".into()],
                at: page(),
            },
            Task::default(),
        ],
        indicators: vec![
            Indicator {
                name: "高新技术企业".into(),
                stated: "达620家".into(),
                value: Some("620".into()),
                upper: Some("700".into()),
                unit: "家".into(),
                bound: Some(Bound::Reaches),
                change: Some(Change {
                    stated: "同比增长15%左右".into(),
                    direction: Direction::Increase,
                    basis: "同比".into(),
                    value: "15".into(),
                    upper: Some("16".into()),
                    unit: "%".into(),
                    bound: Some(Bound::About),
                }),
                period: "2024年".into(),
                kind: Some(IndicatorKind::Target),
                constraint: Some(Constraint::Binding),
                at: at(5),
            },
            Indicator {
                change: Some(Change {
                    stated: "降2%".into(),
                    direction: Direction::Decrease,
                    basis: String::new(),
                    value: "2".into(),
                    upper: None,
                    unit: "%".into(),
                    bound: None,
                }),
                ..Indicator::default()
            },
        ],
        people: vec![
            Member {
                name: "王恒".into(),
                title: "区政府区长".into(),
                role: "组长".into(),
                group: "工作专班".into(),
                at: page(),
            },
            Member::default(),
        ],
        closing: vec![placed(Block::Paragraph(Paragraph::plain("特此通知。")))],
        attachment_list: vec![placed(Block::Paragraph(Paragraph::plain("附件：任务分工")))],
        signature: Some(Signature {
            organs: vec!["云河市人民政府".into()],
            date: Some(StatedDate { stated: "2023年8月2日".into(), value: Date::day(2023, 8, 2).unwrap() }),
            stated: "云河市人民政府\n2023年8月2日".into(),
            at: at(90),
        }),
        notes: vec![placed(Block::Paragraph(Paragraph::plain("抄送：各部门。"))), placed(Block::Table(table()))],
        attachments: vec![Link { text: "附件.docx".into(), href: "/a b.docx".into(), at: at(99) }],
        parts: vec![],
    }
}

/// A conversion that has every field, each in more than one state.
pub fn conversion() -> Conversion {
    let mut whole = document();
    let inner =
        Document { addressees: vec!["各乡镇".into()], parts: vec![Document::default()], ..Document::default() };
    let signed = Signature { organs: vec![], date: None, stated: String::new(), at: Span::default() };
    let part = Document { salutation: None, signature: Some(signed), parts: vec![inner], ..document() };
    whole.parts = vec![part, Document { genre: Genre::Annex, ..Document::default() }];
    let edit = |before: &str, after: &str| Edit { at: at(4).within(1, 2), before: before.into(), after: after.into() };
    Conversion {
        schema: SCHEMA,
        origin: Origin {
            name: "a/b.html".into(),
            format: "html".into(),
            bytes: u64::MAX,
            blake3: "00ff".into(),
            generator: "lantai 0.1.0".into(),
        },
        document: whole,
        remarks: vec![
            Remark::Decoded { charset: "gb18030".into(), evidence: "meta".into(), replaced: 3 },
            Remark::Corrected { rule: "pinyin".into(), count: 2, edits: vec![edit("设(shè)", "设"), edit("x", "")] },
            Remark::Corrected { rule: "none".into(), count: 0, edits: vec![] },
            Remark::omitted("nav", "首页\n", at(7)),
            Remark::unclear("date", "哪一天", Span::default()),
            Remark::limited("ocr_needed", "扫描件", page()),
        ],
    }
}
