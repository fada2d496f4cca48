//! Attachments (附件) as notices announce, print and leave them out, and documents that follow one another on a page.
//!
//! What is found is shown as a line for each announced line, each part with its title, and each remark on attachments.

use lantai_model::{Block, Cues, Document, Flow, Item, Paragraph, Placed, Remark, Span};

fn convert(text: &str) -> (Document, Vec<Remark>) {
    let item = |(nth, line): (usize, &str)| Item {
        block: Block::Paragraph(Paragraph::plain(line.trim())),
        cues: Cues::default(),
        at: Span::text(nth * 10, nth * 10 + 9),
    };
    lantai_structure::structure(Flow { items: text.lines().enumerate().map(item).collect(), ..Flow::default() })
}

fn text(placed: &Placed) -> &str {
    match &placed.block {
        Block::Paragraph(paragraph) => &paragraph.text,
        _ => "",
    }
}

const HEAD: &str =
    "关于开展普查的通知\n青溪县统计局各科室：\n为做好本次普查工作，经研究，现将有关事项通知如下，请结合实际抓好落实。";
const SIGNED: &str = "青溪县统计局\n2023年5月8日";
const TEXT: &str =
    "五月完成名录核查，六月完成入户登记，七月完成数据审核，八月完成质量抽查和验收总结，九月汇总上报并归档。";

#[track_caller]
fn check(rest: &str, expected: &[&str]) {
    let (document, remarks) = convert(&format!("{HEAD}\n{rest}"));
    let mut found: Vec<String> = document.attachment_list.iter().map(|line| format!("list {}", text(line))).collect();
    found.extend(document.notes.iter().map(|line| format!("note {}", text(line))));
    found.extend(document.parts.iter().map(|part| format!("part {}", part.meta.title())));
    for remark in &remarks {
        if let Remark::Unclear { rule, about, .. } = remark {
            let rule = rule.trim_start_matches("attachment_");
            let about = about.split(" is ").next().unwrap_or_default();
            found.push(format!("{rule} {about}"));
        }
    }
    assert_eq!(found, expected);
    assert_eq!(document.body.blocks.len(), 1, "{:?}", document.body);
    assert!(document.signature.is_some());
}

#[test]
fn a_list_on_one_line() {
    check(
        &format!("附件：1.任务分工表 2．进度安排表；3.名单\n{SIGNED}"),
        &[
            "list 附件：1.任务分工表 2．进度安排表；3.名单",
            "missing 附件1 任务分工表",
            "missing 附件2 进度安排表",
            "missing 附件3 名单",
        ],
    );
}

#[test]
fn a_list_without_numbers() {
    check(
        &format!("附件：任务分工表\n进度安排表\n{SIGNED}"),
        &["list 附件：任务分工表", "list 进度安排表", "missing 附件 任务分工表", "missing 附件 进度安排表"],
    );
}

#[test]
fn tables_and_maps() {
    check(
        &format!("附图：普查区划图\n{SIGNED}\n附图\n普查区划图\n{TEXT}"),
        &["list 附图：普查区划图", "part 普查区划图"],
    );
    check(&format!("附表：任务分工表\n{SIGNED}"), &["list 附表：任务分工表", "missing 附件 任务分工表"]);
}

#[test]
fn said_to_be_sent_apart() {
    for said in ["（附件另发）", "附件请到附件栏下载", "（附件略）"] {
        let (document, remarks) = convert(&format!("{HEAD}\n附件：任务分工表\n{SIGNED}\n{said}"));
        assert_eq!(document.notes.iter().map(text).collect::<Vec<_>>(), [said]);
        let about = format!("附件 任务分工表 is announced and not printed with it: {said}");
        assert!(matches!(&remarks[..], [Remark::Unclear { about: found, .. }] if *found == about), "{remarks:?}");
    }
}

#[test]
fn heads_with_titles_begin_attachments_and_announce_none() {
    check(
        &format!("{SIGNED}\n附件1：任务分工表\n一、市场科负责名录核查，分片包干到人。\n附件2：进度安排表\n{TEXT}"),
        &["part 任务分工表", "part 进度安排表", "unannounced 附件1", "unannounced 附件2"],
    );
}

#[test]
fn what_stands_between_two_lists_stays_in_the_text() {
    let (document, _) = convert(&format!("{HEAD}\n附件：任务分工表\n{TEXT}\n附件：进度安排表\n{SIGNED}"));
    assert_eq!(document.attachment_list.iter().map(text).collect::<Vec<_>>(), ["附件：任务分工表", "附件：进度安排表"]);
    assert_eq!(document.body.blocks.iter().map(text).next_back(), Some(TEXT));
}

#[test]
fn attachments_that_no_list_announces() {
    check(
        &format!("{SIGNED}\n附件1\n任务分工表\n{TEXT}\n附件2\n进度安排表\n{TEXT}"),
        &["part 任务分工表", "part 进度安排表", "unannounced 附件1", "unannounced 附件2"],
    );
    // The text speaks of it, or the source is an attachment itself.
    let (document, remarks) =
        convert(&format!("关于开展普查的通知\n请按附件1的要求抓好落实。\n{SIGNED}\n附件1\n任务分工表\n{TEXT}"));
    assert_eq!((document.parts.len(), remarks.len()), (1, 0), "{remarks:?}");
}

#[test]
fn two_documents_without_a_date_between_them() {
    let one = |title: &str| format!("{title}\n各科室：\n{TEXT}\n{TEXT}\n请认真抓好落实。");
    let (document, _) =
        convert(&format!("{}\n{}", one("青溪县统计局关于开展普查的通知"), one("青溪县统计局关于报送台账的通知")));
    let titles: Vec<&str> = document.parts.iter().map(|part| part.meta.title()).collect();
    assert_eq!(titles, ["青溪县统计局关于报送台账的通知"]);
    assert_eq!(document.parts[0].addressees, ["各科室"]);
    // A sentence or a heading that names a document begins none.
    let named = format!("{}\n关于报送台账的通知\n{TEXT}", one("青溪县统计局关于开展普查的通知"));
    assert!(convert(&named).0.parts.is_empty());
}

#[test]
fn a_source_that_is_an_attachment_itself() {
    let (document, remarks) = convert(&format!("附件1\n青溪县2023年重点工作任务清单\n{TEXT}\n{TEXT}"));
    assert_eq!(document.meta.title(), "青溪县2023年重点工作任务清单");
    assert_eq!((document.parts.len(), document.body.blocks.len(), remarks.len()), (0, 2, 0), "{remarks:?}");
    assert_eq!(document.meta.other[0].stated, "附件1");
    // Two attachments in one file stay parts.
    let two = format!("附件1\n青溪县2023年重点工作任务清单\n{TEXT}\n附件2\n青溪县2023年进度安排\n{TEXT}");
    assert_eq!(convert(&two).0.parts.len(), 2);
}

#[test]
fn letters_and_numbers_without_the_word() {
    let at = |heads: [&str; 2], said: &str| {
        let [one, two] = heads.map(|head| format!("{head}\n进度安排\n{TEXT}"));
        let (document, remarks) = convert(&format!("关于开展普查的通知\n{said}\n{TEXT}\n{SIGNED}\n{one}\n{two}"));
        (document.parts.len(), remarks.len())
    };
    assert_eq!(at(["附录A", "附录B"], "具体措施见附录A、附录B。"), (2, 0));
    assert_eq!(at(["附1：", "附2："], "具体范围见附1和附2。"), (2, 0));
    // Sentences and names that only begin with that letter.
    assert_eq!(at(["附2份材料", "附近小区"], "具体范围见附图。").0, 0);
}

#[test]
fn brackets_around_an_announced_title() {
    check(
        &format!("附件：1.《青溪县统计局普查方案》\n{SIGNED}\n附件1\n青溪县统计局\n普查方案\n{TEXT}"),
        &["list 附件：1.《青溪县统计局普查方案》", "part 青溪县统计局普查方案"],
    );
}

#[test]
fn a_list_below_the_word_alone() {
    check(
        &format!("附件\n1.任务分工表\n2.进度安排表\n{SIGNED}"),
        &[
            "list 附件",
            "list 1.任务分工表",
            "list 2.进度安排表",
            "missing 附件1 任务分工表",
            "missing 附件2 进度安排表",
        ],
    );
    // Below the signature it is the attachment itself.
    let (document, _) = convert(&format!("{HEAD}\n请按附件报送。\n{SIGNED}\n附件\n1.任务分工表\n2.进度安排表"));
    assert_eq!((document.attachment_list.len(), document.parts.len()), (0, 1));
    // The number after 附件：X belongs to the text.
    let (document, _) = convert(&format!("{HEAD}\n附件：任务分工表\n一、背景\n{TEXT}\n二、要求\n{TEXT}\n{SIGNED}"));
    assert_eq!((document.attachment_list.len(), document.body.children.len()), (1, 2));
}
