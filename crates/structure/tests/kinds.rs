//! The kind of a document (文种): each of the 15 statutory kinds and those beside them, from its title, and from its text
//! where the title says nothing.

use lantai_model::{Block, Cues, Document, Flow, Item, Name, Paragraph, Span, Value};

const TEXT: &str =
    "今年以来，全县防汛形势总体平稳，各镇储备了必要的物资，组织了巡查队伍，完善了应急预案，情况总体良好。";

fn convert(lines: &[&str]) -> Document {
    let item = |(nth, line): (usize, &&str)| Item {
        block: Block::Paragraph(Paragraph::plain(*line)),
        cues: Cues::default(),
        at: Span::text(nth * 10, nth * 10 + 9),
    };
    lantai_structure::structure(Flow { items: lines.iter().enumerate().map(item).collect(), ..Flow::default() }).0
}

fn kind(document: &Document) -> &str {
    match document.meta.get(Name::Kind).map(|field| &field.value) {
        Some(Value::Text(kind)) => kind,
        _ => "-",
    }
}

#[test]
fn by_the_title() {
    for (title, expected, genre) in [
        ("云河市人民代表大会关于政府工作报告的决议", "决议", "notice"),
        ("云河市人民政府关于表彰先进集体的决定", "决定", "notice"),
        ("云河市人民政府令第12号", "命令", "notice"),
        ("中国共产党云河市第八届委员会第三次全体会议公报", "公报", "bulletin"),
        ("青溪县水利局公告2023年第3号", "公告", "notice"),
        ("青溪县公安局关于道路施工的通告", "通告", "notice"),
        ("青溪县人民政府关于加快水利发展的实施意见", "意见", "plan"),
        ("青溪县人民政府关于沈一帆等同志任免职务的通知", "通知", "notice"),
        ("任免通知", "通知", "notice"),
        ("青溪县安委会关于近期事故情况的通报", "通报", "notice"),
        ("青溪县水利局关于汛前检查情况的报告", "报告", "progress"),
        ("青溪县水利局关于追加防汛经费的请示", "请示", "letter"),
        ("云河市人民政府关于同意设立青溪园区的批复", "批复", "letter"),
        ("青溪县人民政府关于提请审议财政预算调整方案的议案", "议案", "letter"),
        ("青溪县水利局关于征求防洪规划意见的复函", "函", "letter"),
        ("青溪县水利局关于商请支持防汛工作的函", "函", "letter"),
        ("青溪县人民政府常务会议纪要第3期", "纪要", "minutes"),
        ("青溪县人民政府常务会议纪要（〔2023〕3号）", "纪要", "minutes"),
        ("青溪县水利局2023年工作总结", "总结", "summary"),
        ("青溪县水利局2024年工作要点", "要点", "key_points"),
        ("青溪县水利局上半年工作情况汇报", "汇报", "summary"),
        ("青溪县防汛抗旱工作方案", "方案", "plan"),
        ("青溪县“十四五”水利发展规划", "规划", "plan"),
        ("青溪县水利局2024年工作计划", "计划", "plan"),
        ("青溪县重点水利项目三季度进展情况", "进展", "progress"),
        ("政府工作报告——2024年1月9日在青溪县第六届人民代表大会第四次会议上", "政府工作报告", "summary"),
        ("青溪县人民政府公报2023年第7期", "政府公报", "gazette"),
    ] {
        let document = convert(&[title, TEXT, TEXT]);
        assert_eq!((kind(&document), document.genre.as_str()), (expected, genre), "{title}");
    }
    for title in ["青溪县防洪规划公开征求意见", "防汛进行时", "水利风景"] {
        assert_eq!(kind(&convert(&[title, TEXT, TEXT])), "-", "{title}");
    }
}

#[test]
fn by_the_text() {
    for (lines, expected) in [
        (&["会议认为，报告符合实际，现作出如下决议：", TEXT][..], "决议"),
        (&["为表彰先进，县人民政府作出如下决定：", TEXT], "决定"),
        (&["任命沈一帆为水利工程师。", TEXT, "此令。"], "命令"),
        (&["现将有关事项公告如下：", TEXT], "公告"),
        (&[TEXT, "特此公告。"], "公告"),
        (&["为保障安全，现将有关事项通告如下：", TEXT], "通告"),
        (&["为加快水利发展，现提出如下意见：", TEXT], "意见"),
        (&[TEXT, "特此通知。"], "通知"),
        (&["现将有关情况通报如下：", TEXT], "通报"),
        (&[TEXT, "以上报告，请予评议。"], "报告"),
        (&["现将有关事项请示如下：", TEXT], "请示"),
        (&[TEXT, "当否，请批示。"], "请示"),
        (&["你局来文收悉，现批复如下：", TEXT], "批复"),
        (&[TEXT, "此复。"], "批复"),
        (&[TEXT, "以上议案，请予审议。"], "议案"),
        (&[TEXT, "特此函复。"], "函"),
        (&["会议听取了汇报，现将议定事项纪要如下：", TEXT], "纪要"),
        (&["现将有关情况汇报如下：", TEXT], "汇报"),
        (&["现将全年工作总结如下：", TEXT], "总结"),
        (&["为做好防汛工作，制定本方案。", TEXT], "方案"),
    ] {
        let mut text = vec!["青溪县防汛抗旱"];
        text.extend(lines);
        assert_eq!(kind(&convert(&text)), expected, "{lines:?}");
    }
    // A title that names its kind is believed, whatever the text says.
    let document = convert(&["青溪县水利局关于汛前检查情况的报告", "现将有关情况汇报如下：", TEXT, "特此通知。"]);
    assert_eq!(kind(&document), "报告");
    assert_eq!(kind(&convert(&["青溪县防汛抗旱", TEXT, TEXT])), "-");
}
