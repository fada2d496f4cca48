use lantai_model::{Block, ErrorKind, Place, Table};

use super::*;

fn blocks(text: &str) -> Vec<Block> {
    let reading = read(text).expect("text");
    assert_eq!(reading.flow.containers.len(), 1);
    for item in &reading.flow.items {
        let Place::Text { start, end } = item.at.place else { panic!("no place: {item:?}") };
        let shown = &text[start as usize..end as usize];
        assert_eq!(shown, shown.trim());
        if let Block::Paragraph(paragraph) = &item.block {
            assert_eq!(visible(&paragraph.text), visible(shown));
        }
    }
    assert_eq!(seen(&reading.flow), drawn(text), "text lost or found");
    reading.flow.items.into_iter().map(|item| item.block).collect()
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// All visible characters of a text but the drawing of tables.
fn drawn(text: &str) -> String {
    let rule = |line: &&str| !(line.contains("--") && line.contains('|'));
    visible(&text.lines().filter(rule).collect::<String>()).replace('|', "")
}

/// All visible characters of a flow.
fn seen(flow: &Flow) -> String {
    let mut text = String::new();
    for item in &flow.items {
        match &item.block {
            Block::Paragraph(paragraph) => text.push_str(&paragraph.text),
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| text.push_str(&cell.text))
            }
            Block::Image(_) => {}
        }
    }
    visible(&text).replace('|', "")
}

fn paragraphs(text: &str) -> Vec<String> {
    let paragraph = |block| match block {
        Block::Paragraph(paragraph) => paragraph.text,
        other => panic!("no paragraph: {other:?}"),
    };
    blocks(text).into_iter().map(paragraph).collect()
}

fn the_table(text: &str) -> Table {
    match blocks(text).into_iter().find(|block| matches!(block, Block::Table(_))) {
        Some(Block::Table(table)) => table,
        _ => panic!("no table in {text}"),
    }
}

fn texts(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
}

#[test]
fn blank_text_is_empty() {
    for text in ["", " \n\t\r\n", "\u{3000}\u{A0}\n\u{FEFF}"] {
        assert_eq!(read(text).map(|_| ()).map_err(|error| error.kind), Err(ErrorKind::Empty));
    }
}

#[test]
fn a_line_is_a_paragraph() {
    let text =
        "云河市科技局工作总结\r\n\r\n\u{3000}\u{3000}一、文       号：云科〔2024〕1号\u{A0}\r二、见下\x0c三、完\n";
    assert_eq!(paragraphs(text), ["云河市科技局工作总结", "一、文       号：云科〔2024〕1号", "二、见下", "三、完"]);
}

#[test]
fn places_are_bytes_of_the_text() {
    let reading = read("标题\n  正文 \n").expect("text");
    let places: Vec<String> = reading.flow.items.iter().map(|item| item.at.to_string()).collect();
    assert_eq!(places, ["text:0-6", "text:9-15"]);
}

const BROKEN: &str = "任务落实情况表
序号 | 任务 | 牵头 领导 |
责任单位 |
进展 (不超过
200字) |
状态 |
1 | 建设临江区孵化器。 | 周明 吴江 |
区科技局、区
财政局 | 已完成选址 and
site plan。 | 推进 |
2 | 新增高企5家。 | 吴江 | 区科技局 |  | 完成 |
以上请审阅。";

#[test]
fn cells_may_break_over_lines() {
    let table = the_table(BROKEN);
    assert_eq!(
        texts(&table),
        [
            ["序号", "任务", "牵头 领导", "责任单位", "进展 (不超过200字)", "状态"],
            ["1", "建设临江区孵化器。", "周明 吴江", "区科技局、区财政局", "已完成选址 and site plan。", "推进"],
            ["2", "新增高企5家。", "吴江", "区科技局", "", "完成"],
        ]
    );
    assert!(table.rows[0].cells.iter().all(|cell| cell.header));
    assert!(!table.rows[1].cells[0].header);
    let Place::Text { start, end } = table.rows[1].cells[3].at.place else { panic!("no place") };
    assert_eq!(&BROKEN[start as usize..end as usize], "区科技局、区\n财政局");
    assert_eq!(blocks(BROKEN).len(), 3);
}

#[test]
fn a_last_bar_may_be_missing() {
    let table = the_table("甲 | 乙 | 丙 |\n1 | 2 | 3 |\n4 | 5 | 6");
    assert_eq!(texts(&table), [["甲", "乙", "丙"], ["1", "2", "3"], ["4", "5", "6"]]);
}

#[test]
fn a_table_ends_where_the_rows_do_not_fit() {
    let text = "甲 | 乙 | 丙 |\n1 | 2 | 3 |\n4 | 5 | 6 | 7 | 8 |\n说明";
    let blocks = blocks(text);
    assert!(matches!(&blocks[0], Block::Table(table) if table.rows.len() == 2));
    assert_eq!(blocks.len(), 3);
}

#[test]
fn markdown_tables() {
    let table = the_table("表\n\n| 序号 | 任务 |\n|---|:--:|\n| 1 | 编制规划 \\| 实施 |\n| 2 |  |\n\n完");
    assert_eq!(texts(&table), [["序号", "任务"], ["1", "编制规划 \\| 实施"], ["2", ""]]);
    let bare = the_table("序号 | 任务\n--- | ---\n1 | 编制规划\n");
    assert_eq!(texts(&bare), [["序号", "任务"], ["1", "编制规划"]]);
}

#[test]
fn a_line_of_links_is_no_table() {
    let text = "首页 | 公开 | 互动\n云河市人民政府";
    assert_eq!(paragraphs(text), ["首页 | 公开 | 互动", "云河市人民政府"]);
    assert_eq!(paragraphs("作者 | 张明\n来源 | 云河发布").len(), 2);
    assert_eq!(paragraphs("首页 |\n公开 |\n互动").len(), 3);
}

#[test]
fn tabs_make_tables() {
    let table = the_table("序号\t任务\t单位\n1\t编制规划\t\n2\t\t县科技局\n落款");
    assert_eq!(texts(&table), [["序号", "任务", "单位"], ["1", "编制规划", ""], ["2", "", "县科技局"]]);
    assert_eq!(paragraphs("\t\t正文一\n\t\t正文二"), ["正文一", "正文二"]);
    assert_eq!(paragraphs("甲\t乙\n丙\t丁").len(), 2);
}

const WRAPPED: &str = "\u{3000}\u{3000}今年以来，青溪县科技局紧紧围绕县委、县政府中心工作，持续优
化创新环境，加快建设创新平台，各项重点任务按时间节点有序推进，
全县新增高新技术企业十二家，完成年度目标的百分之八十，投入达12
34万元，强度比上年同期提高零点三个百分点。
\u{3000}\u{3000}下一步，将继续做好企业培育和服务工作，组织申报省级科技计划项
目，推动校企合作走深走实，力争全年完成技术合同成交额五亿元以上
的目标，为全县高质量发展提供支撑。
\u{3000}\u{3000}特此报告。
青溪县科技局
";

#[test]
fn wrapped_lines_join() {
    let joined = paragraphs(WRAPPED);
    assert_eq!(joined.len(), 4, "{joined:#?}");
    assert!(joined[0].contains("达1234万元"));
    assert!(joined[0].contains("持续优化创新环境") && joined[0].ends_with("零点三个百分点。"));
    assert_eq!(joined[3], "青溪县科技局");
}

#[test]
fn lines_of_their_own_do_not_join() {
    let list = "一、持续优化创新环境，加快建设创新平台，各项任务按节点有序推进。\n".repeat(8);
    assert_eq!(paragraphs(&list).len(), 8);
    let short = "加强领导\n明确责任\n".repeat(6);
    assert_eq!(paragraphs(&short).len(), 12);
}

#[test]
fn odd_input_is_read_whole() {
    for text in [
        "|",
        "||\n||",
        "|||\n---|---\n",
        "a|\n|b",
        "|-|\n|-|",
        "\t\t\t\n|\t|",
        "甲|乙|\n丙",
        "| a\n\n| b |",
        "\\|a|b|c\n1|2|3",
    ] {
        let flow = read(text).expect("text").flow;
        assert_eq!(seen(&flow).replace(['-', '\\'], ""), visible(text).replace(['|', '-', '\\'], ""), "{text:?}");
    }
}

#[test]
fn hostile_bars_cost_no_more_than_a_few_passes() {
    for line in ["a |\n", "a | b\n", "| a |\n", "|--|\n", "a | b | c |\nd |\n", "a | b |\nc | d | e |\n"] {
        let text = line.repeat(4_000);
        let flow = read(&text).expect("text").flow;
        assert_eq!(seen(&flow).chars().count(), visible(&text).replace('|', "").chars().count(), "{line:?}");
    }
}
