//! Tests of the layout on small files that are built here: tables, columns, furniture, notes.

use lantai_model::{Margin, Reading};

use super::{Builder, at, paragraphs, rulings, song, table};
use crate::read;

/// Texts of a table's cells, by rows.
fn cells(reading: &Reading) -> Vec<Vec<&str>> {
    table(reading).rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
}

/// Texts in a line, each at its place.
fn columns(y: f32, texts: &[(f32, &str)]) -> String {
    texts.iter().map(|(x, text)| at(*x, y, 12.0, text)).collect()
}

/// Heading and two rows of a task table, the first row in two lines; with the rulings given.
fn tasks(rules: &str, heading: [&str; 4]) -> Reading {
    let [a, b, c, d] = heading;
    let content = rules.to_string()
        + &at(100.0, 740.0, 12.0, "现将临江区重点任务清单公布如下。")
        + &columns(700.0, &[(100.0, a), (170.0, b), (330.0, c), (430.0, d)])
        + &columns(676.0, &[(106.0, "1"), (150.0, "改造老旧小区供水管网二"), (320.0, "区住建局"), (430.0, "9月底")])
        + &columns(660.0, &[(150.0, "十公里")])
        + &columns(636.0, &[(106.0, "2"), (150.0, "新建社区食堂十处"), (320.0, "区民政局"), (430.0, "长期")])
        + &at(100.0, 600.0, 12.0, "请各单位认真抓好落实，按时报送进展情况，确保任务完成。");
    read(&Builder::new(song).page(&content).bytes()).expect("reads")
}

const TASKS: [[&str; 4]; 2] =
    [["1", "改造老旧小区供水管网二十公里", "区住建局", "9月底"], ["2", "新建社区食堂十处", "区民政局", "长期"]];

#[test]
fn known_headings_make_a_table_without_rulings() {
    let reading = tasks("", ["序号", "重点任务", "责任单位", "时限"]);
    assert_eq!(cells(&reading), [["序号", "重点任务", "责任单位", "时限"], TASKS[0], TASKS[1]]);
    assert_eq!(paragraphs(&reading).len(), 2, "text above and below is no row");
}

#[test]
fn three_rulings_make_a_table_of_unknown_headings() {
    let rule = |y: f32| format!("90 {y} m 490 {y} l S\n");
    let reading = tasks(&(rule(716.0) + &rule(694.0) + &rule(628.0)), ["甲", "乙", "丙", "丁"]);
    assert_eq!(cells(&reading), [["甲", "乙", "丙", "丁"], TASKS[0], TASKS[1]]);
    let unknown = tasks("", ["甲", "乙", "丙", "丁"]);
    assert!(unknown.flow.items.iter().all(|item| matches!(item.block, lantai_model::Block::Paragraph(_))));
}

#[test]
fn tables_without_rulings_go_on_over_page_breaks() {
    let row =
        |y: f32, n: &str, text: &str| columns(y, &[(100.0, n), (150.0, text), (300.0, "县水利局"), (400.0, "9月")]);
    let head = columns(200.0, &[(100.0, "序号"), (170.0, "任务"), (300.0, "责任单位"), (400.0, "时限")]);
    let one = head + &row(170.0, "1", "清淤河道") + &row(140.0, "2", "加固堤坝") + &at(300.0, 40.0, 9.0, "— 1 —");
    let two = row(740.0, "3", "修建水库") + &row(710.0, "4", "疏浚沟渠") + &at(300.0, 40.0, 9.0, "— 2 —");
    let reading = read(&Builder::new(song).page(&one).page(&two).bytes()).expect("reads");
    let numbers: Vec<&str> = cells(&reading).into_iter().map(|row| row[0]).collect();
    assert_eq!(numbers, ["序号", "1", "2", "3", "4"]);
    assert!(paragraphs(&reading).is_empty(), "{:?}", paragraphs(&reading));
}

#[test]
fn forms_and_signatures_are_no_tables() {
    let content = columns(700.0, &[(100.0, "联系电话："), (250.0, "联系电话："), (400.0, "联系电话：")])
        + &columns(670.0, &[(100.0, "时间："), (250.0, "时间："), (400.0, "时间：")]);
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading).len(), reading.flow.items.len(), "no table");
}

#[test]
fn double_and_dashed_rulings_are_lines() {
    let text = columns(710.0, &[(110.0, "序号"), (210.0, "任务")]) + &columns(680.0, &[(110.0, "1"), (210.0, "植树")]);
    let (xs, ys) = ([100.0, 200.0, 300.0], [730.0, 700.0, 670.0]);
    let double = rulings(&xs, &ys) + &rulings(&xs.map(|x| x + 3.5), &ys.map(|y| y - 3.5));
    // Dashes as boxes, then dots.
    let pieces = |length: f32, gap: f32| {
        let mut out = String::new();
        for i in 0..(200.0 / (length + gap)) as usize {
            let x = 100.0 + i as f32 * (length + gap);
            out.extend(ys.iter().map(|y| format!("{x} {y} {length} 1 re f\n")));
        }
        for i in 0..(60.0 / (length + gap)) as usize {
            let y = 670.0 + i as f32 * (length + gap);
            out.extend(xs.iter().map(|x| format!("{x} {y} 1 {length} re f\n")));
        }
        out
    };
    for lines in [double, pieces(8.0, 5.0), pieces(1.0, 1.5)] {
        let reading = read(&Builder::new(song).page(&(lines + &text)).bytes()).expect("reads");
        assert_eq!(cells(&reading), [["序号", "任务"], ["1", "植树"]]);
    }
}

#[test]
fn merged_cells_go_on_over_page_breaks() {
    // The cell of the first column covers both rows of each page; the second page draws its lower half empty.
    let page = |rows: [(&str, &str); 2], group: &str| {
        let lines = "100 700 m 400 700 l S 200 660 m 400 660 l S 100 620 m 400 620 l S\n".to_string()
            + "100 620 m 100 700 l S 200 620 m 200 700 l S 300 620 m 300 700 l S 400 620 m 400 700 l S\n";
        let row = |y: f32, (number, text): (&str, &str)| columns(y, &[(205.0, number), (305.0, text)]);
        lines + &at(105.0, 655.0, 12.0, group) + &row(680.0, rows[0]) + &row(640.0, rows[1])
    };
    let one = page([("1", "植树"), ("2", "修路")], "生态");
    let two = page([("3", "治水"), ("4", "护林")], "");
    let reading = read(&Builder::new(song).page(&one).page(&two).bytes()).expect("reads");
    assert_eq!(cells(&reading), [vec!["生态", "1", "植树"], vec!["2", "修路"], vec!["3", "治水"], vec!["4", "护林"]]);
    assert_eq!(table(&reading).rows[0].cells[0].row_span, 4);
}

#[test]
fn the_rest_of_one_cell_on_the_next_page_is_its_end() {
    let one = rulings(&[100.0, 200.0, 300.0], &[130.0, 100.0, 70.0])
        + &columns(110.0, &[(105.0, "序号"), (205.0, "任务")])
        + &columns(80.0, &[(105.0, "1"), (205.0, "建设产业园区基础")]);
    let two = rulings(&[100.0, 200.0, 300.0], &[760.0, 730.0]) + &at(205.0, 740.0, 12.0, "设施");
    let reading = read(&Builder::new(song).page(&one).page(&two).bytes()).expect("reads");
    assert_eq!(cells(&reading), [["序号", "任务"], ["1", "建设产业园区基础设施"]]);
}

/// A page of full lines of one character.
fn page_of(c: &str) -> String {
    (0..14).map(|i| at(100.0, 690.0 - 30.0 * i as f32, 20.0, &c.repeat(20))).collect()
}

#[test]
fn watermarks_are_furniture() {
    // Slanted, and lying flat over the text.
    let slanted = "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <518590E8> Tj ET\n".to_string();
    for mark in [slanted, at(150.0, 500.0, 90.0, "内部资料")] {
        let mut builder = Builder::new(song);
        for c in ["水", "库", "坝"] {
            builder = builder.page(&(page_of(c) + &mark));
        }
        let reading = read(&builder.bytes()).expect("reads");
        assert_eq!(paragraphs(&reading), ["水".repeat(280) + &"库".repeat(280) + &"坝".repeat(280)]);
        assert_eq!(reading.flow.items.iter().filter(|item| item.cues.margin.is_some()).count(), 3);
    }
}

#[test]
fn headings_that_recur_are_no_furniture() {
    let mut builder = Builder::new(song);
    for (number, c) in (1..).zip(["水", "库", "坝"]) {
        let heads = at(60.0, 780.0, 9.0, "云河市政府公报") + &at(200.0, 725.0, 26.0, "单位预算说明");
        builder = builder.page(&(heads + &page_of(c) + &at(290.0, 30.0, 9.0, &format!("第{number}页"))));
    }
    let reading = read(&builder.bytes()).expect("reads");
    assert_eq!(paragraphs(&reading).iter().filter(|text| **text == "单位预算说明").count(), 3);
    let margin = |m| reading.flow.items.iter().filter(|item| item.cues.margin == Some(m)).count();
    assert_eq!((margin(Margin::Header), margin(Margin::Footer)), (3, 3));
}

#[test]
fn page_numbers_beside_turned_pages_are_furniture() {
    // The text runs upwards; the number stands upright at the foot of the sheet.
    let text: String = (0..8)
        .map(|i| format!("BT /F1 12 Tf 0 1 -1 0 {} 100 Tm <{}> Tj ET\n", 200 + 20 * i, super::ucs2(&"表".repeat(40))))
        .collect();
    let content = text + &at(290.0, 20.0, 9.0, "— 7 —");
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading), ["表".repeat(320)]);
}

#[test]
fn footnotes_do_not_cut_a_sentence() {
    let notes = at(100.0, 110.0, 12.0, "①数据为全市初步统计数，最终数据以统计部门公布的为准，下同，其")
        + &at(100.0, 94.0, 12.0, "中县区数据另行公布。")
        + &at(100.0, 78.0, 12.0, "②按可比价格计算。")
        + &at(290.0, 30.0, 9.0, "— 1 —");
    let bytes = Builder::new(song).page(&(page_of("水") + &notes)).page(&page_of("库")).bytes();
    let reading = read(&bytes).expect("reads");
    let note = "①数据为全市初步统计数，最终数据以统计部门公布的为准，下同，其中县区数据另行公布。";
    assert_eq!(paragraphs(&reading), ["水".repeat(280) + &"库".repeat(280), note.into(), "②按可比价格计算。".into()]);
}

/// Sixteen full lines of text, down from a height.
fn text_from(y: f32) -> String {
    (0..16).map(|i| at(100.0, y - 24.0 * i as f32, 16.0, &"水".repeat(25))).collect()
}

#[test]
fn a_red_head_is_told_by_ink_and_ruling() {
    // The organ's name reaches beyond the text; number and signer stand at either end of one line over the ruling.
    let content = "1 0 0 rg\n".to_string()
        + &at(84.0, 700.0, 48.0, "云河市人民政府文件")
        + "0 g\n"
        + &at(116.0, 640.0, 16.0, "云政发〔2023〕7号")
        + &at(380.0, 640.0, 16.0, "签发人：沈一帆")
        + "1 0 0 RG 2 w 100 626 m 500 626 l S\n"
        + &at(140.0, 590.0, 22.0, "关于水库除险加固的请示")
        + &text_from(550.0);
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    let cues = |i: usize| &reading.flow.items[i].cues;
    assert_eq!((cues(0).red, cues(0).size, cues(0).align), (true, 3.0, lantai_model::Align::Center));
    assert_eq!(paragraphs(&reading)[1], "云政发〔2023〕7号 签发人：沈一帆");
    assert_eq!(
        [0, 1, 2, 3].map(|i| (cues(i).rule_above, cues(i).rule_below)),
        [(false, false), (false, true), (true, false), (false, false)]
    );
    assert!(!cues(1).red && !cues(2).red);
    assert_eq!(paragraphs(&reading).len(), 4, "the head's width is not that of the text");
}

#[test]
fn rulings_part_the_imprint_and_its_lists_hang() {
    let content = text_from(750.0)
        + "100 140 m 500 140 l S 100 92 m 500 92 l S 100 68 m 500 68 l S\n"
        + &at(114.0, 122.0, 14.0, "抄送：市委各部门，市人大常委会办公室，市政协办公室，市监")
        + &at(156.0, 102.0, 14.0, "委，市中级人民法院。")
        + &at(114.0, 76.0, 14.0, "云河市人民政府办公室")
        + &at(360.0, 76.0, 14.0, "2023年4月6日印发");
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    let imprint = [
        "抄送：市委各部门，市人大常委会办公室，市政协办公室，市监委，市中级人民法院。",
        "云河市人民政府办公室 2023年4月6日印发",
    ];
    assert_eq!(paragraphs(&reading)[1..], imprint);
}

#[test]
fn the_number_cell_tells_a_cut_row_in_a_table_with_a_group_column() {
    // Both pages are closed by rulings, the group's cell goes on, and the head is repeated.
    let page = |rows: &[(&str, &str)], group: &str| {
        let bottom = 660.0 - 40.0 * rows.len() as f32;
        let mut out = format!("100 700 m 400 700 l S 100 660 m 400 660 l S 100 {bottom} m 400 {bottom} l S\n");
        for x in [100.0, 200.0, 300.0, 400.0] {
            out += &format!("{x} {bottom} m {x} 700 l S\n");
        }
        out += &columns(680.0, &[(105.0, "类别"), (205.0, "序号"), (305.0, "任务")]);
        out += &at(105.0, 640.0, 12.0, group);
        for (i, (number, text)) in rows.iter().enumerate() {
            let y = 660.0 - 40.0 * i as f32;
            out += &format!("200 {y} m 400 {y} l S\n");
            out += &columns(y - 20.0, &[(205.0, number), (305.0, text)]);
        }
        out
    };
    let one = page(&[("1", "植树"), ("2", "建设产业园区基")], "生态");
    let two = page(&[("", "础设施"), ("3", "治水")], "");
    let reading = read(&Builder::new(song).page(&one).page(&two).bytes()).expect("reads");
    let texts =
        [vec!["类别", "序号", "任务"], vec!["生态", "1", "植树"], vec!["2", "建设产业园区基础设施"], vec!["3", "治水"]];
    assert_eq!(cells(&reading), texts);
    assert_eq!(table(&reading).rows[1].cells[0].row_span, 3);
}

#[test]
fn notes_under_columns_and_stops_in_the_gutter() {
    // Two columns whose gutter the stops at the ends of lines reach into; the notes stand under both, and alike on all
    // pages but for their numbers.
    let page = |n: usize| {
        let line = |i: usize| {
            let y = 680.0 - 20.0 * i as f32;
            at(60.0, y, 12.0, &("左".repeat(18) + "，")) + &at(300.0, y, 12.0, &("右".repeat(18) + "，"))
        };
        (0..20).map(line).collect::<String>()
            + &at(60.0, 100.0, 9.0, &format!("{n}本项所称投资，不含农户投资，按现价计算。"))
            + &at(300.0, 40.0, 9.0, &format!("·{n}·"))
    };
    let mut builder = Builder::new(song);
    for n in 1..=3 {
        builder = builder.page(&page(n));
    }
    let reading = read(&builder.bytes()).expect("reads");
    let texts = paragraphs(&reading);
    assert_eq!(texts.len(), 4, "one text over three pages and three notes: {texts:?}");
    let sides: String = texts[0].split('，').filter_map(|line| line.chars().next()).collect();
    assert_eq!(sides, ("左".repeat(20) + &"右".repeat(20)).repeat(3));
    assert!(texts[1].starts_with("1本项"));
}

#[test]
fn signatures_to_the_right_are_lines() {
    let content =
        text_from(700.0) + &at(388.0, 250.0, 16.0, "云河市人民政府") + &at(388.0, 222.0, 16.0, "二〇二三年六月");
    let day = content.replace(&super::ucs2("二〇二三年六月"), &super::ucs2("二〇二三年六日"));
    let reading = read(&Builder::new(song).page(&day).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading)[1..], ["云河市人民政府", "二〇二三年六日"]);
}

#[test]
fn hidden_text_across_the_page_is_told() {
    let mark = "BT /F1 60 Tf 3 Tr 0.7 0.7 -0.7 0.7 200 300 Tm <518590E8> Tj ET BT 0 Tr ET\n";
    let reading = read(&Builder::new(song).page(&(page_of("水") + mark)).bytes()).expect("reads");
    let hidden: Vec<usize> = (0..reading.flow.items.len()).filter(|i| reading.flow.items[*i].cues.hidden).collect();
    assert_eq!((hidden.len(), paragraphs(&reading).contains(&"内部")), (1, true));
}

#[test]
fn two_known_columns_are_a_table() {
    let content = text_from(760.0)
        + &columns(340.0, &[(150.0, "重点任务"), (350.0, "责任单位")])
        + &columns(320.0, &[(105.0, "改造老旧小区供水管网二"), (350.0, "区住建局")])
        + &columns(304.0, &[(105.0, "十公里")])
        + &columns(284.0, &[(105.0, "新建社区食堂十处"), (350.0, "区民政局")]);
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    let rows =
        [["重点任务", "责任单位"], ["改造老旧小区供水管网二十公里", "区住建局"], ["新建社区食堂十处", "区民政局"]];
    assert_eq!(cells(&reading), rows);
}

#[test]
fn numbers_begin_rows_beside_a_column_of_groups() {
    let row = |y: f32, group: &str, n: &str, task: &str| {
        columns(y, &[(100.0, group), (170.0, n), (220.0, task), (400.0, "水利局")])
    };
    let content = columns(700.0, &[(100.0, "类别"), (165.0, "序号"), (230.0, "任务"), (395.0, "责任单位")])
        + &row(680.0, "生态", "1", "植树")
        + &row(660.0, "", "2", "治水")
        + &row(640.0, "民生", "3", "修路");
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    let tasks: Vec<&str> = cells(&reading).into_iter().map(|row| row[2]).collect();
    assert_eq!(tasks, ["任务", "植树", "治水", "修路"]);
}

#[test]
fn names_over_several_columns_head_a_table() {
    let content = columns(700.0, &[(100.0, "指标"), (200.0, "单位"), (300.0, "全年情况")])
        + &columns(680.0, &[(300.0, "绝对量"), (400.0, "增速")])
        + &columns(660.0, &[(100.0, "第一产业"), (200.0, "亿元"), (300.0, "123.4"), (400.0, "3.2")])
        + &columns(640.0, &[(100.0, "第二产业"), (200.0, "亿元"), (300.0, "456.7"), (400.0, "6.1")]);
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    let rows = [
        ["指标", "单位", "全年情况", ""],
        ["", "", "绝对量", "增速"],
        ["第一产业", "亿元", "123.4", "3.2"],
        ["第二产业", "亿元", "456.7", "6.1"],
    ];
    assert_eq!(cells(&reading), rows);
}

#[test]
fn bold_text_that_begins_a_paragraph_is_marked() {
    let content = "BT 2 Tr ET\n".to_string()
        + &at(140.0, 700.0, 20.0, "（一）加强领导。")
        + "BT 0 Tr ET\n"
        + &at(300.0, 700.0, 20.0, "各单位要压实各项责任")
        + &at(100.0, 670.0, 20.0, "，抓好落实。");
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    let lantai_model::Block::Paragraph(paragraph) = &reading.flow.items[0].block else { panic!("a paragraph") };
    let ends: Vec<u32> = paragraph.marks.iter().map(|mark| mark.end).collect();
    assert_eq!((paragraph.text.as_str(), ends), ("（一）加强领导。各单位要压实各项责任，抓好落实。", vec![24]));
}

#[test]
fn a_title_over_three_lines_fills_the_width() {
    let content = at(125.0, 760.0, 25.0, &"云".repeat(14))
        + &at(96.0, 725.0, 25.0, &"河".repeat(16))
        + &at(100.0, 690.0, 25.0, &"市".repeat(16))
        + &text_from(640.0);
    let reading = read(&Builder::new(song).page(&content).bytes()).expect("reads");
    assert_eq!(paragraphs(&reading)[0], "云".repeat(14) + &"河".repeat(16) + &"市".repeat(16));
    assert_eq!(reading.flow.items[0].cues.align, lantai_model::Align::Center);
}
