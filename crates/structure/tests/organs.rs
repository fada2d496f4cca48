//! Which region and organ a document speaks for, from all that it and its page state.

use lantai_model::{Block, Cues, Document, Fact, FactKind, Flow, Item, Name, Paragraph, Span, Value};

fn convert(text: &str, facts: &[(FactKind, &str, &str)]) -> Document {
    let item = |(nth, line): (usize, &str)| Item {
        block: Block::Paragraph(Paragraph::plain(line)),
        cues: Cues::default(),
        at: Span::text(nth * 10, nth * 10 + 9),
    };
    let fact = |(kind, name, value): &(FactKind, &str, &str)| Fact {
        kind: *kind,
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    };
    let items = text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate().map(item).collect();
    let facts = facts.iter().map(fact).collect();
    lantai_structure::structure(Flow { items, facts, ..Flow::default() }).0
}

#[track_caller]
fn check(text: &str, facts: &[(FactKind, &str, &str)], region: &str, organ: &str) {
    let document = convert(text, facts);
    let stated = |name| match document.meta.get(name).map(|field| &field.value) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Words(words)) => words.join("+"),
        _ => String::new(),
    };
    assert_eq!((stated(Name::Region), stated(Name::Organ)), (region.to_owned(), organ.to_owned()));
}

#[test]
fn who_speaks_at_a_meeting() {
    check(
        "政府工作报告\n——2022年1月12日在青溪县第十七届人民代表大会第二次会议上\n青溪县人民政府县长　沈一帆\n\
         各位代表：\n现在，我代表县人民政府，向大会报告工作，请予审议。\n一、2021年工作回顾\n全县生产总值增长8.2%。",
        &[],
        "青溪县",
        "青溪县人民政府",
    );
}

#[test]
fn the_source_has_the_full_name() {
    check(
        "市工信局2023年三季度重点工作进展情况\n2023-10-13 09:05:12　来源：云河市工业和信息化局\n一、工业运行情况\n\
         1—9月，全市规上工业增加值同比增长8.4%。",
        &[],
        "云河市",
        "云河市工业和信息化局",
    );
    // Another organ's name does not stand for it.
    check(
        "市工信局2023年三季度重点工作进展情况\n2023-10-13 09:05:12　来源：云河市统计局\n一、工业运行情况\n\
         1—9月，全市规上工业增加值同比增长8.4%。",
        &[],
        "云河市",
        "云河市工信局",
    );
}

#[test]
fn the_title_of_the_page_names_the_site() {
    let title = (FactKind::Title, "", "市科技局2019年工作总结-云河市人民政府门户网站");
    check("市科技局2019年工作总结\n一、主要工作\n新认定高新技术企业65家。", &[title], "云河市", "云河市科技局");
}

#[test]
fn a_signature_in_brackets() {
    check(
        "2018年1-9月青溪县经济运行情况分析\n一、主要指标\n全县工业增加值增长7.9%。\n二、建议\n着力扩大投资。\n\
         （青溪县统计局综合股）",
        &[],
        "青溪县",
        "青溪县统计局综合股",
    );
}
