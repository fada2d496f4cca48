//! Invented pages and texts: what must stay, what must fall, and that nothing vanishes without a remark.

use std::collections::BTreeMap;

use lantai_model::{Block, Container, Cues, FactKind, Flow, Item, MarkKind, Paragraph, Remark, Span};

use crate::clean;

const BODY: &str = "<p>　　各镇人民政府，区直有关单位：</p>\
    <p>　　为扎实做好全区科技创新工作，根据市政府统一部署，现将《临江区2024年科技工作要点》印发给你们，请认真组织实施。</p>\
    <p>　　一、总体要求</p>\
    <p>　　坚持以企业为主体，强化创新平台建设，力争全年新增高新技术企业20家，技术合同成交额达到5亿元；组织开展科技特派员下乡活动。</p>\
    <p>　　二、保障措施</p><p>　　各单位要加强领导，明确责任，确保各项任务落到实处。</p>\
    <p style='text-align:right'>临江区人民政府办公室</p><p style='text-align:right'>2024年3月5日</p>";

fn page(before: &str, body: &str, after: &str) -> String {
    format!(
        "<html><head><title>临江区2024年科技工作要点_临江区人民政府</title><meta name=ArticleTitle content='临江区2024年科技工作要点'></head>\
         <body><div class=top><a href=/wza>无障碍阅读</a> <a href=/map>网站地图</a></div>\
         <ul class=nav><li><a href=/>首页</a></li><li><a href=/zwgk>政务公开</a></li><li><a href=/bs>办事服务</a></li></ul>\
         <div class=weizhi>您现在的位置：<a href=/>首页</a> &gt; <a href=/zwgk>政务公开</a> &gt; <a href=/gh>规划计划</a></div>\
         {before}{body}{after}\
         <div class=foot>主办单位：临江区人民政府办公室 网站标识码：9900000001 云ICP备00000001号</div></body></html>"
    )
}

fn pages() -> Vec<(&'static str, String)> {
    let info = "<div class=info>发布时间：2024-03-06 09:10 来源：区科技局 浏览次数：<span>12</span> 【字体：<a>大</a> <a>中</a> <a>小</a>】 <a href='#'>打印</a></div>";
    let table = "<table class=xxgk><tr><th>索引号：</th><td>123456/2024-0001</td><th>发布机构：</th><td>临江区政府办</td></tr>\
                 <tr><th>文号：</th><td>临政办〔2024〕3号</td><th>发布日期：</th><td>2024-03-06</td></tr></table>";
    let title = "<h1>临江区2024年科技工作要点</h1>";
    let share = "<div class=share>分享到：<a>微信</a> <a>微博</a></div><div>上一篇：<a href=/1>关于某事的通知</a></div>\
                 <div class=xg><h3>相关阅读</h3><ul><li><a href=/2>青溪县召开会议</a></li><li><a href=/3>云河市发布规划</a></li></ul></div>";
    let row = "<tr><td>1</td><td>建设创新平台，完善管理制度，加快建设进度</td><td>区科技局</td><td>已完成前期论证、立项、招标。</td></tr>";
    vec![
        (
            "full",
            page(
                &format!("<div class=main>{table}{title}{info}<div id=zoom>"),
                BODY,
                &format!("</div><p>附件：<a href=/f/1.docx>任务分工表</a></p><p>责任编辑：李明</p>{share}</div>"),
            ),
        ),
        (
            "short",
            page(
                &format!("<div class=main>{title}{info}<div class=content>"),
                "<p>详见附件。</p><p><a href='/f/a.pdf'>2024年工作要点.pdf</a></p>",
                &format!("</div>{share}</div>"),
            ),
        ),
        (
            "table",
            page(
                &format!("<div class=main>{title}{info}<div class=content>"),
                &format!(
                    "<table><tr><td>序号</td><td>任务</td><td>责任单位</td><td>进展</td></tr>{}</table>",
                    row.repeat(8)
                ),
                &format!("</div>{share}</div>"),
            ),
        ),
        (
            "layout",
            page(
                "<center><table><tr><td class=left><a href=/a>机构职能</a><br><a href=/b>领导之窗</a><br><a href=/c>政策文件</a></td><td><table><tr><td align=center><b>临江区2024年科技工作要点</b></td></tr><tr><td>日期：2024-03-06　来源：区科技局</td></tr><tr><td>",
                BODY,
                "</td></tr></table></td></tr></table></center>",
            ),
        ),
        (
            "split",
            page(
                &format!(
                    "<div class=wrap>{title}<ul class=head><li><span>索 引 号</span></li><li>123456/2024-0001</li><li>发布机构</li><li>临江区政府办</li><li>文　　号</li><li>临政办〔2024〕3号</li></ul><div class=box>"
                ),
                BODY,
                "</div><div>（此件公开发布）</div><div>抄送：区委办公室</div><div class=r><a href=/4>青溪县召开会议</a><br><a href=/5>云河市发布规划</a></div></div>",
            ),
        ),
        (
            "sidebar",
            page(
                &format!(
                    "<div class=l><p>今日要闻：区长到青溪县调研，强调要抓好春耕生产。</p><a href=/9>详细</a></div><div class=r>{title}{info}"
                ),
                &BODY.repeat(3),
                "</div>",
            ),
        ),
        ("bare", BODY.to_owned()),
        ("nothing", "<p><a href=/>首页</a></p>".to_owned()),
    ]
}

pub fn html(page: &str) -> Flow {
    lantai_html::read(page).expect("a page").flow
}

pub fn plain(lines: &[&str]) -> Flow {
    let item = |line: &&str| Item {
        block: Block::Paragraph(Paragraph::plain(*line)),
        cues: Cues::default(),
        at: Span::text(0, line.len()),
    };
    Flow { items: lines.iter().map(item).collect(), containers: vec![Container::default()], facts: Vec::new() }
}

pub fn texts(flow: &Flow) -> Vec<String> {
    flow.items
        .iter()
        .flat_map(|item| match &item.block {
            Block::Paragraph(paragraph) => vec![paragraph.text.clone()],
            Block::Table(table) => table
                .caption
                .iter()
                .cloned()
                .chain(table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.clone()))
                .collect(),
            Block::Image(_) => Vec::new(),
        })
        .collect()
}

pub fn omitted<'a>(remarks: &'a [Remark], rule: &str) -> Vec<&'a str> {
    remarks
        .iter()
        .filter_map(|remark| match remark {
            Remark::Omitted { rule: name, text, .. } if name == rule => Some(text.trim_end()),
            _ => None,
        })
        .collect()
}

fn count(texts: impl IntoIterator<Item = String>) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for text in texts {
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            *counts.entry(c).or_insert(0) += 1;
        }
    }
    counts
}

/// Cleans, and checks that every visible character is in the flow, omitted, or was corrected.
pub fn checked(flow: Flow) -> (Flow, Vec<Remark>) {
    let before = count(texts(&flow));
    let (flow, remarks) = clean(flow);
    let told = remarks.iter().flat_map(|remark| match remark {
        Remark::Omitted { text, .. } => vec![text.clone()],
        Remark::Corrected { edits, .. } => edits.iter().map(|edit| edit.before.clone()).collect(),
        _ => Vec::new(),
    });
    let after = count(texts(&flow).into_iter().chain(told.collect::<Vec<_>>()));
    for (c, n) in before {
        assert!(after.get(&c).is_some_and(|m| *m >= n), "{c} vanished: {n} before, {:?} after", after.get(&c));
    }
    (flow, remarks)
}

fn cleaned(name: &str) -> (Vec<String>, Flow, Vec<Remark>) {
    let page = pages().into_iter().find(|(other, _)| *other == name).expect("a page of that name").1;
    let (flow, remarks) = checked(html(&page));
    (texts(&flow), flow, remarks)
}

#[test]
fn nothing_vanishes_unrecorded() {
    for (_, page) in pages() {
        checked(html(&page));
    }
    checked(Flow::default());
}

#[test]
fn a_page_keeps_title_metadata_body_and_attachments() {
    let (lines, flow, remarks) = cleaned("full");
    assert_eq!(
        lines[..8].join("|"),
        "索引号：|123456/2024-0001|发布机构：|临江区政府办|文号：|临政办〔2024〕3号|发布日期：|2024-03-06"
    );
    assert_eq!(
        lines[8..11],
        [
            "临江区2024年科技工作要点",
            "发布时间：2024-03-06 09:10 来源：区科技局 浏览次数：12",
            "各镇人民政府，区直有关单位："
        ]
    );
    assert_eq!(lines[lines.len() - 2..], ["2024年3月5日", "附件：任务分工表"]);
    assert_eq!(omitted(&remarks, "editors"), ["责任编辑：李明"]);
    assert_eq!(omitted(&remarks, "related"), ["相关阅读\n青溪县召开会议\n云河市发布规划"]);
    assert_eq!(omitted(&remarks, "tool_bar")[0], "【字体：大 中 小】 打印");
    let crumb = flow.facts.iter().find(|fact| fact.kind == FactKind::Breadcrumb).expect("a breadcrumb");
    assert_eq!(crumb.value, "首页 > 政务公开 > 规划计划");
    let Block::Paragraph(last) = &flow.items[flow.items.len() - 1].block else { panic!("a paragraph") };
    assert!(matches!(&last.marks[0].kind, MarkKind::Link { href } if href == "/f/1.docx"));
}

#[test]
fn short_pages_keep_their_line_and_files() {
    let (lines, ..) = cleaned("short");
    assert_eq!(
        lines,
        [
            "临江区2024年科技工作要点",
            "发布时间：2024-03-06 09:10 来源：区科技局 浏览次数：12",
            "详见附件。",
            "2024年工作要点.pdf"
        ]
    );
}

#[test]
fn pages_that_are_a_table_keep_it() {
    let (lines, flow, _) = cleaned("table");
    assert_eq!(lines[0], "临江区2024年科技工作要点");
    assert!(matches!(&flow.items[2].block, Block::Table(table) if table.rows.len() == 9));
    assert_eq!(flow.items.len(), 3);
}

#[test]
fn old_layout_tables_are_no_obstacle() {
    let (lines, ..) = cleaned("layout");
    assert_eq!(
        lines[..3],
        ["临江区2024年科技工作要点", "日期：2024-03-06　来源：区科技局", "各镇人民政府，区直有关单位："]
    );
    assert_eq!(lines.last().map(String::as_str), Some("2024年3月5日"));
}

#[test]
fn metadata_in_boxes_and_lines_after_the_body_stay() {
    let (lines, ..) = cleaned("split");
    assert_eq!(lines[..3], ["临江区2024年科技工作要点", "索 引 号", "123456/2024-0001"]);
    assert_eq!(lines[lines.len() - 2..], ["（此件公开发布）", "抄送：区委办公室"]);
}

#[test]
fn a_sidebar_falls() {
    let (lines, _, remarks) = cleaned("sidebar");
    assert_eq!(lines[0], "临江区2024年科技工作要点");
    assert!(omitted(&remarks, "outside_main").iter().any(|text| text.contains("今日要闻")));
}

#[test]
fn fragments_without_a_site_stay_whole() {
    let (lines, _, remarks) = cleaned("bare");
    assert_eq!((lines.len(), remarks.len()), (8, 0));
}

#[test]
fn plain_text_loses_what_farms_and_sites_added() {
    let (flow, remarks) = checked(plain(&[
        "今天是：2024年3月5日 星期二",
        "您现在的位置 : 首页 > 政务督查",
        "區科技局半年工作情況匯報",
        "時間：2023-12-13 04:52:13",
        "導語：區科技局半年工作情況匯報一文來源於網友上傳，不代表本站觀點，若需要原創文章可諮詢客服老師，歡迎參考。",
        "上半年，全區科技工作圍繞工作要點，大力推動科技支撐產業發展，取得較好成效，現將有關情況匯報如下，請予審議。",
        "剩余3页未读，继续阅读",
        "熱門標籤",
        "科技創新論文 科技文化 科技教育",
    ]));
    assert_eq!(texts(&flow).len(), 3);
    assert_eq!(omitted(&remarks, "tags"), ["熱門標籤\n科技創新論文 科技文化 科技教育"]);
    assert_eq!(omitted(&remarks, "paywall").len(), 1);
    assert!(remarks.iter().any(|remark| matches!(remark, Remark::Limited { rule, .. } if rule == "incomplete")));
}

#[test]
fn text_that_speaks_of_such_things_stays() {
    let lines = [
        "青溪县关于加强政府网站管理的通知",
        "各单位要做好网站ICP备案工作，规范使用政府网站标识码，完善公网安备标识，落实无障碍阅读要求，当前位置信息要准确。",
        "2023年5月10日，县档案馆组织开展文物收藏",
        "标准",
        "联系人：王芳，联系电话：0999-1234567",
        "地址：青溪县和平路1号",
        "青溪县人民政府办公室",
        "2023年5月12日",
    ];
    let (flow, remarks) = checked(plain(&lines));
    assert_eq!((texts(&flow), remarks.len()), (lines.map(str::to_owned).to_vec(), 0));
}

#[test]
fn notes_of_editors_are_cut_off_the_last_line() {
    let (flow, remarks) = checked(plain(&[
        "云河市召开科技工作会议",
        "会议要求，各部门要提高认识，压实责任，确保全年目标任务圆满完成，推动高质量发展再上新台阶。（责任编辑：李明）",
    ]));
    assert!(texts(&flow)[1].ends_with("再上新台阶。"));
    assert_eq!(omitted(&remarks, "editors"), ["（责任编辑：李明）"]);
}

#[test]
fn repairs_move_marks_and_cite_the_source() {
    let page = "<div><p>建设<b>项(xiàng)目(mù)</b>，我\u{200B}们(men)<a href=/a>全面(miàn)</a>完成⼈⼤工(gōng)作任务。</p></div>";
    let (flow, remarks) = checked(html(page));
    let Block::Paragraph(paragraph) = &flow.items[0].block else { panic!("a paragraph") };
    assert_eq!(paragraph.text, "建设项目，我们全面完成人大工作任务。");
    let marked: Vec<_> =
        paragraph.marks.iter().map(|mark| &paragraph.text[mark.start as usize..mark.end as usize]).collect();
    assert_eq!(marked, ["项目", "全面"]);
    let source: Vec<char> =
        "建设项(xiàng)目(mù)，我\u{200B}们(men)全面(miàn)完成⼈⼤工(gōng)作任务。".chars().collect();
    for remark in &remarks {
        let Remark::Corrected { edits, .. } = remark else { continue };
        for edit in edits {
            let (start, end) = edit.at.chars.expect("a range");
            let cited: String = source[start as usize..end as usize].iter().collect();
            assert_eq!(cited, edit.before);
        }
    }
}

#[test]
fn hidden_text_and_page_margins_fall() {
    let mut flow = plain(&["正文。", "暗", "— 1 —"]);
    flow.items[1].cues.hidden = true;
    flow.items[2].cues.margin = Some(lantai_model::Margin::Footer);
    let (flow, remarks) = checked(flow);
    assert_eq!(texts(&flow), ["正文。"]);
    assert_eq!((omitted(&remarks, "hidden"), omitted(&remarks, "page_furniture")), (vec!["暗"], vec!["— 1 —"]));
}

#[test]
fn a_ruined_document_is_told_in_bounds() {
    let item = |at: usize| Item {
        block: Block::Paragraph(Paragraph::plain("锟斤拷云河市锟斤拷")),
        at: Span::text(at, at + 1),
        cues: Cues::default(),
    };
    let (_, remarks) = clean(Flow { items: (0..5000).map(item).collect(), ..Flow::default() });
    let unclear: Vec<&Remark> = remarks.iter().filter(|remark| matches!(remark, Remark::Unclear { .. })).collect();
    assert_eq!(unclear.len(), 2001);
    let told = matches!(unclear.last(), Some(Remark::Unclear { about, .. }) if about.starts_with("8000 more places"));
    assert!(told, "{:?}", unclear.last());
}

/// 上篇 and 下篇 head the halves of a report; with a link they lead to another page.
#[test]
fn first_and_second_part_are_headings() {
    let body = "<h1>云河市2024年工作综述</h1><p>2024年，全市各项工作取得新成效，现综述如下。</p><p>上篇：经济发展稳中有进</p>\
                <p>全市生产总值增长6%，新增规上企业30家，市场主体总量达到12万户。</p><p>下篇：民生福祉持续改善</p>\
                <p>新建学校3所，改造老旧小区22个，城镇新增就业1.2万人。</p>";
    let pager = "<div class=pager><p>上篇：<a href=/1.html>关于防汛工作的通知</a></p><p>下篇：没有了</p></div>";
    let (flow, _) = checked(html(&page("<div class=content>", body, &format!("</div>{pager}"))));
    let texts = texts(&flow);
    assert!(texts.iter().any(|text| text == "上篇：经济发展稳中有进"));
    assert!(texts.iter().any(|text| text == "下篇：民生福祉持续改善"));
    assert!(!texts.iter().any(|text| text.contains("防汛") || text.contains("没有了")));
}
