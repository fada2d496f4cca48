//! Pages as sites and office programs make them: text in scripts and frames, styles that hide, tables with merged cells.

use lantai_model::{Block, Fact, FactKind, Flow, MarkKind, Remark, Table};

pub fn flow(page: &str) -> Flow {
    crate::read(page).expect("a page").flow
}

pub fn texts(page: &str, hidden: bool) -> Vec<String> {
    let items = flow(page).items.into_iter().filter(|item| item.cues.hidden == hidden);
    items
        .filter_map(|item| match item.block {
            Block::Paragraph(paragraph) => Some(paragraph.text),
            _ => None,
        })
        .collect()
}

pub fn table(page: &str) -> Table {
    let tables = flow(page).items.into_iter().find_map(|item| match item.block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.expect("a table")
}

/// Cells by rows: text, spans where not 1×1, `*` for headings.
pub fn rows(table: &Table) -> Vec<String> {
    let cell = |cell: &lantai_model::Cell| {
        let span = (cell.row_span, cell.col_span);
        let span = if span == (1, 1) { String::new() } else { format!("{}x{}", span.0, span.1) };
        format!("{}{span}{}", cell.text, if cell.header { "*" } else { "" })
    };
    table.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
}

pub fn script_facts(page: &str) -> Vec<(String, String)> {
    let facts = flow(page).facts.into_iter().filter(|fact| fact.kind == FactKind::Script);
    facts.map(|Fact { name, value, .. }| (name, value)).collect()
}

#[test]
fn what_word_leaves_in_a_page_is_no_text() {
    let page = "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml>\
        <![endif]--><style><!-- p.MsoNormal {mso-style-parent:\"\"} --></style></head><body>\
        <xml><w:View>Normal</w:View><w:Zoom>0</w:Zoom></xml>\
        <p class=MsoNormal align=center style='text-align:center'><b><span style='font-size:22.0pt;font-family:宋体'>云河市科技局\
        <span lang=EN-US>2023</span>年<font face=宋体><span>工作</span>总结</font><span lang=EN-US><o:p></o:p></span></span></b></p>\
        <p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>\
        <p class=MsoNormal style='text-indent:32.0pt'><![if !supportLists]><span style='mso-list:Ignore'>1.<span \
        style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span><![endif]>完成\n  建设<span style='mso-hide:all'>暗</span>任务</p></body></html>";
    assert_eq!(texts(page, false), ["云河市科技局2023年工作总结", "1.\u{a0} 完成建设任务"]);
    assert_eq!(texts(page, true), ["Normal0", "暗"]);
}

#[test]
fn lines_end_at_breaks_as_paragraphs_do() {
    let page = "<div id=zoom>　　一、目标<br><br>　　二、任务<br/>&nbsp;<br>三、保障</div>";
    assert_eq!(texts(page, false), ["一、目标", "二、任务", "三、保障"]);
}

#[test]
fn a_body_behind_the_end_of_the_page_is_read() {
    let page =
        "<html><body><div>导航</div></body></html>\n<div class=pages_content><p>正文</p></div></body></html><p>尾</p>";
    assert_eq!(texts(page, false), ["导航", "正文", "尾"]);
    let flow = flow(page);
    assert_eq!(
        flow.containers_of(&flow.items[1]).next().map(|c| c.words.to_string()).as_deref(),
        Some("pages_content")
    );
}

#[test]
fn text_that_scripts_write_stands_where_they_stand() {
    let page = "<p>来源：<script>document.write('云河市\\u79d1技局');</script> 作者</p>\
        <script>document.write(\"<div class='a'>\");document.writeln( \"<p>版权\\\"所有\\\"<\\/p></div>\" );document.write(x+'不见');</script>\
        <script>document.write('<scr' + 'ipt>');document.write('<script>var a=\"藏\";<\\/script>')</script>\
        <script>if (old) { var s='}'; document.write('请升级浏览器'); }</script>";
    assert_eq!(texts(page, false), ["来源：云河市科技局 作者", "版权\"所有\""]);
    assert_eq!(texts(page, true), ["请升级浏览器"]);
    let flow = flow(page);
    let words: Vec<_> = flow.containers_of(&flow.items[1]).map(|c| c.words.to_string()).collect();
    assert_eq!(words[..2], ["a", "document-write"]);
}

#[test]
fn records_of_a_data_island_are_text() {
    let record = |text: &str| {
        format!("<record><![CDATA[<li><a href='/a.html'>{text}</a><span>2023-08-02</span></li>]]></record>")
    };
    let page = format!(
        "<ul class=list><script type='text/xml'><datastore><nextgroup><![CDATA[<a>下组</a>]]></nextgroup><recordset>{}{}</recordset>\
         </datastore></script></ul><p>正文</p>",
        record("云河市通知"),
        record("青溪县通知")
    );
    assert_eq!(texts(&page, false), ["云河市通知2023-08-02", "青溪县通知2023-08-02", "正文"]);
    let rows = "<div><script type='text/xml'><datastore><record><![CDATA[<tr><td>甲</td><td>乙</td></tr>]]></record></datastore></script>";
    assert_eq!(texts(rows, false), ["甲", "乙"]);
}

#[test]
fn noscript_is_shown_where_nothing_else_is() {
    assert_eq!(
        texts("<body><noscript><p>请<b>启用</b>脚本</p></noscript><div id=app></div></body>", false),
        ["请启用脚本"]
    );
    assert_eq!(texts("<body><noscript>请启用</noscript><p>正文</p>", false), ["正文"]);
}

#[test]
fn styles_of_the_page_hide_what_is_short() {
    let long = "各镇人民政府要认真落实。".repeat(20);
    let page = format!(
        "<style>.tip, #pop {{ display: none }} @media print {{ .bar {{display:none}} }}</style>\
         <p class='x tip'>提示</p><div id=pop>弹窗</div><p class=bar>工具</p><div class=tip><p>{long}</p></div>"
    );
    assert_eq!(texts(&page, false), ["工具", &long]);
    assert_eq!(texts(&page, true), ["提示", "弹窗"]);
}

#[test]
fn frames_are_noted_and_remarked_on_where_they_hold_the_content() {
    let page = "<h1>公告</h1><iframe src='/f/2023.pdf' width=800 height=600></iframe><iframe src='about:blank'></iframe>\
        <iframe src=/count height=0></iframe><iframe src='/small' width=88 height=31></iframe><embed src=a.swf>";
    let reading = crate::read(page).expect("a page");
    assert_eq!(script_facts(page), [("frame".to_owned(), "/f/2023.pdf".to_owned())]);
    assert!(matches!(&reading.remarks[..], [Remark::Unclear { rule, .. }] if rule == "frame"));
    let full = format!("<p>{}</p><iframe src=/ad.html></iframe>", "正文".repeat(200));
    assert!(crate::read(&full).expect("a page").remarks.is_empty());
    let frameset = crate::read("<frameset><frame src=left.htm><frame src=main.htm></frameset>").expect("a page");
    assert_eq!(frameset.remarks.iter().filter(|remark| matches!(remark, Remark::Unclear { .. })).count(), 2);
}

#[test]
fn further_pages_are_noted_once() {
    let pagination =
        |page: &str| script_facts(page).into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
    assert_eq!(pagination("<p>正文<a href='t1_2.html'>下一页</a><a href=t1_3.html>尾页</a>"), ["pagination=t1_2.html"]);
    assert_eq!(
        pagination("<p><span>1</span> <a href=_2.html>[2]</a> <a href=_3.html>[3]</a></p>"),
        ["pagination=_2.html"]
    );
    assert_eq!(
        pagination("<script>createPageHTML(3, 0, 't', 'html');</script><p>正文"),
        ["pagination=createPageHTML(3"]
    );
    assert_eq!(pagination("<script>var countPage = 2//共多少页</script><p>正文"), ["pagination=countPage=2"]);
    let calendar: String = (1..=31).map(|day| format!("<td><a href=/{day}>{day}</a></td>")).collect();
    for none in [
        "<script>createPageHTML(1, 0, 't', 'html'); var countPage=1</script><p>正文",
        "<a href='x.html'>下一篇</a><a href='javascript:void(0)'>下一页</a><a href=#>末页</a>",
        &format!("<table><tr>{calendar}</tr></table>"),
        "<p>共 <a href=/c>3</a> 条</p>",
    ] {
        assert!(pagination(none).is_empty(), "{none}");
    }
}

#[test]
fn facts_from_metas_json_and_hidden_fields() {
    let page = "<meta http-equiv=Last-Modified content='2023-08-02'><meta http-equiv=refresh content=5><meta itemprop=datePublished content=2023-08-03>\
        <script type='application/ld+json'>{\"publisher\":{\"@type\":\"Organization\",\"name\":\"云河市人民政府\"}}</script>\
        <input type=hidden id=pubDate value='2023-08-04'><input type=hidden name=csrf value=1><p>正文";
    let facts: Vec<_> = flow(page).facts.into_iter().map(|fact| format!("{}={}", fact.name, fact.value)).collect();
    assert_eq!(
        facts,
        ["last-modified=2023-08-02", "datePublished=2023-08-03", "publisher=云河市人民政府", "pubDate=2023-08-04"]
    );
}

#[test]
fn links_in_cells_are_kept() {
    let table = table(
        "<table border=1><tr><th>名称</th><th>附件</th></tr><tr><td>甲</td><td><p>见</p><a href='/f/1.xls'><b>责任表</b>.xls</a></td></tr></table>",
    );
    let cell = &table.rows[1].cells[1];
    assert_eq!(cell.text, "见\n责任表.xls");
    let [mark] = &cell.marks[..] else { panic!("one mark: {:?}", cell.marks) };
    assert_eq!(&cell.text[mark.start as usize..mark.end as usize], "责任表.xls");
    assert_eq!(mark.kind, MarkKind::Link { href: "/f/1.xls".into() });
}

#[test]
fn spans_are_those_of_the_standard() {
    let page = "<table border=1><thead><tr><th rowspan=9>序号</th><th colspan=2px>任务</th></tr><tr><th>甲</th><th>乙</th></tr></thead>\
        <tbody><tr><td rowspan=0>1</td><td colspan=0>丙</td><td>丁</td></tr><tr><td rowspan=3>戊</td><td>己</td></tr><tr></tr>\
        <tr><td>庚</td></tr></tbody><tbody><tr><td colspan=99>小计</td></tr><tr><td rowspan=-1>2</td><td rowspan=x>辛</td><td>壬</td></tr></table>";
    let table = table(page);
    assert_eq!(rows(&table), ["序号2x1*|任务1x2*", "甲*|乙*", "13x1|丙|丁", "戊2x1|己", "庚", "小计1x3", "2|辛|壬"]);
    // A cell that spans rows is there for each of them.
    let grid = table.grid();
    let first: Vec<_> = grid.iter().map(|row| row[0].map(|(r, c)| table.rows[r].cells[c].text.as_str())).collect();
    assert_eq!(first, ["序号", "序号", "1", "1", "1", "小计", "2"].map(Some));
    assert!(grid.iter().all(|row| row.len() == 3));
}

#[test]
fn heading_rows_are_seen_by_their_looks_and_when_they_come_again() {
    let bold = "<table border=1><tr><td colspan=2>任务表</td></tr><tr><td><b>序号</b></td><td><strong>任务</strong></td></tr>\
        <tr><td>1</td><td>甲</td></tr><tr><td>序号</td><td>任务</td></tr><tr><td>2</td><td>乙</td></tr></table>";
    assert_eq!(rows(&table(bold)), ["任务表1x2", "序号*|任务*", "1|甲", "序号*|任务*", "2|乙"]);
    let two = "<table border=1><tr><td rowspan=2><b>序号</b></td><td colspan=2><b>任务</b></td></tr><tr><td><b>甲</b></td><td><b>乙</b></td></tr>\
        <tr><td>1</td><td>丙</td><td>丁</td></tr></table>";
    assert_eq!(rows(&table(two)), ["序号2x1*|任务1x2*", "甲*|乙*", "1|丙|丁"]);
    let all = "<table border=1><tr><td><b>甲</b></td><td><b>乙</b></td></tr><tr><td><b>丙</b></td><td><b>丁</b></td></tr></table>";
    assert_eq!(rows(&table(all)), ["甲|乙", "丙|丁"]);
    let head = "<table><thead><tr><td>序号</td><td>任务</td></tr></thead><tr><td>1</td><td>甲</td></tr></table>";
    assert_eq!(rows(&table(head)), ["序号*|任务*", "1|甲"]);
}

#[test]
fn cells_hold_lists_with_their_numbers_and_pictures_come_behind() {
    let page = "<table border=1><tr><th>任务</th><th>图</th></tr><tr><td><ol type=a><li>甲</li><li>乙</li></ol></td><td><img src=a.png alt=图1></td></tr></table>";
    let flow = flow(page);
    assert_eq!(rows(&table(page)), ["任务*|图*", "a.甲\nb.乙|"]);
    assert!(matches!(&flow.items[1].block, Block::Image(image) if image.src == "a.png"));
}

#[test]
fn a_picture_and_its_caption_follow_each_other() {
    let flow = flow("<figure><img src=a.jpg alt=揭牌><figcaption>图为揭牌仪式</figcaption></figure>");
    assert!(matches!(&flow.items[0].block, Block::Image(image) if image.alt == "揭牌"));
    assert_eq!(flow.items[1].cues.style.as_deref(), Some("figcaption"));
}
