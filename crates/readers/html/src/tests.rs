//! Small pages of invented places, and what must be read from them.

use lantai_model::{Align, Block, FactKind, Flow, Item, Landmark, MarkKind, Remark, Table};

fn flow(page: &str) -> Flow {
    crate::read(page).expect("a page").flow
}

fn lines(page: &str) -> Vec<String> {
    flow(page).items.iter().filter(|item| !item.cues.hidden).map(text).collect()
}

fn text(item: &Item) -> String {
    match &item.block {
        Block::Paragraph(paragraph) => paragraph.text.clone(),
        Block::Table(table) => format!("[{}]", rows(table).join(" / ")),
        Block::Image(image) => format!("<{}>", image.src),
    }
}

fn rows(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn paragraphs_end_at_blocks_and_line_breaks() {
    let page = "<div>云河市<b>人民</b>政府<br>办公室<p>　　一、总体&nbsp;要求　</p>尾\n  行 a\n b</div>";
    assert_eq!(lines(page), ["云河市人民政府", "办公室", "一、总体\u{a0}要求", "尾行 a b"]);
}

#[test]
fn a_source_line_break_between_elements_stays_a_space() {
    assert_eq!(
        lines("<div><span>发布时间：2023年</span>\n<span>来源：云河市</span></div>"),
        ["发布时间：2023年 来源：云河市"]
    );
}

#[test]
fn scripts_styles_comments_and_head_are_not_text() {
    let page = "<head><title>云河市 公报</title><style>.a{}</style></head><script>var a='见';</script>\
                <!-- 注 --><noscript>请开启</noscript><template>模板</template><p>正文</p>";
    assert_eq!(lines(page), ["正文"]);
    assert_eq!(flow(page).facts[0].value, "云河市 公报");
    // What a browser without scripts would show is there, and hidden.
    assert_eq!(flow(page).items.iter().map(text).collect::<Vec<_>>(), ["请开启", "正文"]);
}

#[test]
fn hidden_text_and_controls_are_said_to_be_hidden() {
    let page = "<p>可见<span style='Display : none'>暗</span>文</p><div hidden><p>甲</p><p>乙</p></div>\
                <select><option>选一</option><option>选二</option></select><input value='搜一下'><input type=hidden value=x>";
    let flow = flow(page);
    let hidden: Vec<String> = flow.items.iter().filter(|item| item.cues.hidden).map(text).collect();
    assert_eq!(lines(page), ["可见文"]);
    assert_eq!(hidden, ["暗", "甲", "乙", "选一 选二 搜一下"]);
}

#[test]
fn facts_come_from_metas_and_scripts() {
    let page = "<meta name=PubDate content='2023-08-02 08:34'><meta property='og:title' content='甲'>\
                <script>var pubdata = '2017-08-11'; var url='/a'; x={\"title\" : \"\\u4e91河\"}</script>\
                <script type='application/ld+json'>{\"headline\":\"青溪县\",\"datePublished\":\"2024-01-02\"}</script><p>正文";
    let facts: Vec<_> = flow(page).facts.into_iter().map(|fact| (fact.kind, fact.name, fact.value)).collect();
    let fact = |kind, name: &str, value: &str| (kind, name.to_owned(), value.to_owned());
    assert_eq!(
        facts,
        [
            fact(FactKind::Meta, "PubDate", "2023-08-02 08:34"),
            fact(FactKind::Meta, "og:title", "甲"),
            fact(FactKind::Script, "pubdata", "2017-08-11"),
            fact(FactKind::Script, "title", "云河"),
            fact(FactKind::Script, "headline", "青溪县"),
            fact(FactKind::Script, "datePublished", "2024-01-02"),
        ]
    );
}

#[test]
fn cues_say_how_a_paragraph_looks() {
    let page = "<h2><a href='/x'>标题</a></h2><p align=center><b>居中</b></p><p style='text-align:right'>落款</p>\
                <center><p>中</p></center><p><strong>一、</strong>目标</p>";
    let flow = flow(page);
    let cues: Vec<_> = flow.items.iter().map(|item| &item.cues).collect();
    assert_eq!((cues[0].heading, cues[0].bold, cues[0].link_chars, cues[0].style.as_deref()), (2, true, 2, Some("h2")));
    assert_eq!((cues[1].align, cues[1].bold), (Align::Center, true));
    assert_eq!((cues[2].align, cues[3].align), (Align::End, Align::Center));
    assert!(!cues[4].bold);
    let Block::Paragraph(last) = &flow.items[4].block else { panic!("a paragraph") };
    assert_eq!((last.marks.len(), last.marks[0].start, last.marks[0].end), (1, 0, "一、".len() as u32));
}

#[test]
fn links_are_marks_over_bytes() {
    let flow = flow("<p>附件：<a href='a.pdf'>甲\n  乙</a> <a href='b.pdf'>丙</a></p>");
    let Block::Paragraph(paragraph) = &flow.items[0].block else { panic!("a paragraph") };
    let links: Vec<_> = paragraph
        .marks
        .iter()
        .map(|mark| match &mark.kind {
            MarkKind::Link { href } => (&paragraph.text[mark.start as usize..mark.end as usize], href.as_str()),
            MarkKind::Strong => panic!("no bold here"),
        })
        .collect();
    assert_eq!(links, [("甲乙", "a.pdf"), ("丙", "b.pdf")]);
    assert_eq!(flow.items[0].cues.link_chars, 3);
}

#[test]
fn containers_know_their_words_and_landmarks() {
    let flow = flow(
        "<div class='Main Zoom' id=Con><nav><a href=/>首页</a></nav><p>正文</p></div><div role=contentinfo>脚</div>",
    );
    let chain = |at: usize| -> Vec<_> {
        flow.containers_of(&flow.items[at]).map(|c| (c.tag.to_string(), c.words.to_string(), c.landmark)).collect()
    };
    assert_eq!(chain(0)[0], ("nav".into(), "".into(), Some(Landmark::Navigation)));
    assert_eq!(chain(1)[0], ("div".into(), "main zoom con".into(), None));
    assert_eq!(chain(2)[0].2, Some(Landmark::ContentInfo));
    assert!(flow.containers.iter().enumerate().skip(1).all(|(at, container)| (container.parent as usize) < at));
}

#[test]
fn paths_number_siblings_only_where_there_are_several() {
    let flow = flow("<html><body><div><p>甲</p><p>乙<br>丙</p></div></body></html>");
    let at: Vec<String> = flow.items.iter().map(|item| item.at.to_string()).collect();
    assert_eq!(at, ["html:/html/body/div/p[1]", "html:/html/body/div/p[2]", "html:/html/body/div/p[2]+2-3"]);
}

#[test]
fn data_tables_keep_spans_headers_and_lines() {
    let page = "<table border=1><caption>任务表</caption><tr><th rowspan=2>序号</th><th colspan='2'>任务</th></tr>\
                <tr><td><p>甲</p><p>乙</p></td><td>丙<table><tr><td>丁</td><td>戊</td></tr><tr><td>己</td></tr></table></td></tr></table>";
    let flow = flow(page);
    let Block::Table(table) = &flow.items[0].block else { panic!("a table") };
    assert_eq!(table.caption.as_deref(), Some("任务表"));
    assert_eq!(rows(table), ["序号|任务", "甲\n乙|丙\n丁 戊\n己"]);
    let first = &table.rows[0];
    assert_eq!((first.cells[0].row_span, first.cells[1].col_span, first.cells[0].header), (2, 2, true));
    assert_eq!(table.rows[1].cells[1].at.to_string(), "html:/html/body/table/tbody/tr[2]/td[2]");
}

#[test]
fn layout_tables_are_read_through() {
    let long = "各镇人民政府要认真落实本方案提出的各项任务，确保按时完成。".repeat(10);
    let page = format!(
        "<table><tr><td><a href=/>首页</a></td><td><h1>云河市工作要点</h1><p>{long}</p><table><tr><td>索引号：</td><td>001</td></tr>\
         <tr><td>文号：</td><td>云政〔2023〕1号</td></tr></table></td></tr></table>"
    );
    assert_eq!(lines(&page), ["首页", "云河市工作要点", &long, "[索引号：|001 / 文号：|云政〔2023〕1号]"]);
    assert_eq!(lines("<table><tr><td>标题</td></tr><tr><td>正文</td></tr></table>"), ["标题", "正文"]);
}

#[test]
fn a_task_table_with_long_cells_is_data() {
    let long = "组织开展走访，完成投资。".repeat(12);
    let row = |n: u32| format!("<tr><td>{n}</td><td>建设园区</td><td><p>{long}</p><p>{long}</p></td></tr>");
    let page = format!("<table>{}{}{}</table>", row(1), row(2), row(3));
    assert!(matches!(flow(&page).items[0].block, Block::Table(_)));
}

#[test]
fn ordered_lists_show_their_numbers() {
    let page = "<ol start=3><li>甲</li><li>乙<ul><li>丙</li></ul></li><li>（一）丁</li></ol><ol style='list-style:none'><li>戊</li></ol>";
    let flow = flow(page);
    let read: Vec<_> = flow
        .items
        .iter()
        .map(|item| match &item.block {
            Block::Paragraph(paragraph) => (&*paragraph.text, paragraph.list, item.cues.auto_number),
            _ => panic!("a paragraph"),
        })
        .collect();
    assert_eq!(read, [("3.甲", 1, 2), ("4.乙", 1, 2), ("丙", 2, 0), ("（一）丁", 1, 0), ("戊", 1, 0)]);
}

#[test]
fn images_stand_alone_and_icons_do_not() {
    let page = "<p>见图<img src='a.png' width=16><img src='b.png' alt='图1'>所示</p><a href=/><img src=logo.png></a>";
    assert_eq!(lines(page), ["见图所示", "<b.png>"]);
}

#[test]
fn preformatted_text_keeps_its_lines() {
    assert_eq!(lines("<pre>第一行\n第二行  末</pre>"), ["第一行", "第二行 末"]);
}

#[test]
fn deep_nesting_is_cut_and_its_text_kept() {
    let page =
        format!("<p>头</p>{}<p>深处</p><script>var x='<p>不见';</script><p>尾&amp;末</p>", "<div>".repeat(60_000));
    let reading = crate::read(&page).expect("a page");
    assert!(matches!(&reading.remarks[0], Remark::Limited { rule, .. } if rule == "html_depth"));
    let texts: Vec<String> = reading.flow.items.iter().map(text).collect();
    assert_eq!(texts, ["头", "深处", "尾&末"]);
}

#[test]
fn exploding_formatting_is_cut() {
    let many: String = (0..3000).map(|n| format!("<b id={n}>")).collect();
    let page = format!("{many}{}<p>尾</p>", "<p>x".repeat(20_000));
    let reading = crate::read(&page).expect("a page");
    assert!(matches!(&reading.remarks[0], Remark::Limited { .. }));
    assert_eq!(reading.flow.items.last().map(text).as_deref(), Some("尾"));
}

#[test]
fn blank_pages_are_errors_and_silent_pages_are_partial() {
    assert_eq!(crate::read(" \n").unwrap_err().kind.as_str(), "empty");
    let reading = crate::read("<html><body><script>load()</script></body></html>").expect("a page");
    assert!(matches!(&reading.remarks[0], Remark::Limited { rule, .. } if rule == "no_text"));
}
