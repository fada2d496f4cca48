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

#[test]
fn the_office_of_a_region_and_organs_without_a_year() {
    check(
        "滨河街道2024年第一季度工作总结\n2024年04月08日　来源：滨河街道办事处\n一、经济发展\n完成投资3.2亿元。",
        &[],
        "滨河街道",
        "滨河街道办事处",
    );
    check("青溪县水利局工作总结\n一、主要工作\n完成投资3.2亿元。", &[], "青溪县", "青溪县水利局");
    check(
        "关于财政预算执行情况的报告\n青溪县财政局局长　沈一帆\n各位代表：\n受县人民政府委托，现将预算执行情况报告如下。\n\
         一、预算执行情况\n全县收入完成12.8亿元。",
        &[],
        "青溪县",
        "青溪县财政局",
    );
}

#[test]
fn a_region_in_the_title_of_what_is_submitted() {
    let text = "关于提请审议《云河市2021年财政决算（草案）》的议案\n市人大常委会：\n现提请市人大常委会审议。\n\
                市　长　沈一帆\n2022年7月15日";
    check(text, &[], "云河市", "");
    // A statute of the province tells nothing of the city that carries it out.
    check("关于贯彻《云河省水利条例》的通知\n市水利局：\n请认真贯彻落实。\n2022年7月15日", &[], "", "");
}

#[test]
fn who_forwards_speaks() {
    check(
        "云河市人民政府办公室转发市教育局关于规范培训机构实施意见的通知\n各县人民政府：\n现转发给你们，请认真贯彻执行。",
        &[],
        "云河市",
        "云河市人民政府办公室",
    );
    let text = "关于临江区2022年计划执行情况的报告\n——2023年1月9日在云河市临江区第五届人民代表大会第二次会议上\n\
                临江区发展和改革局\n各位代表：\n受区人民政府委托，现将计划执行情况提请审议。";
    check(text, &[], "临江区", "临江区发展和改革局");
}
