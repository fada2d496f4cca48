//! What a browser shows of a page and what not; lists, links and pictures as they are seen.

use lantai_model::{Block, MarkKind, Remark};

use crate::more_tests::{flow, script_facts, texts};

/// Texts of links with their targets.
fn links(page: &str) -> Vec<(String, String)> {
    let items = flow(page).items.into_iter().filter_map(|item| match item.block {
        Block::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    });
    items
        .flat_map(|paragraph| {
            let text = paragraph.text;
            paragraph.marks.into_iter().filter_map(move |mark| match mark.kind {
                MarkKind::Link { href } => Some((text[mark.start as usize..mark.end as usize].to_owned(), href)),
                MarkKind::Strong => None,
            })
        })
        .collect()
}

#[test]
fn what_styles_hide_and_show_again() {
    let page = "<p style='visibility:hidden'>一<b style='visibility:visible'>二</b>三</p>\
        <p style='display:none'>四<b style='visibility:visible'>五</b></p>\
        <p>六<span style='font-size:0'>七</span><span style='opacity: 0.0'>八</span><span style='font-size:0.9em'>九</span></p>\
        <div style='font-size:0'><p>十</p></div><p style='display:none;display:block'>百</p><dialog>千</dialog><dialog open>万</dialog>";
    assert_eq!(texts(page, false), ["二", "六九", "十", "百", "万"]);
    assert_eq!(texts(page, true).concat(), "一三四五七八千");
}

#[test]
fn rows_of_a_hidden_table_belong_to_no_other_table() {
    let page = "<table border=1><tr><th>甲</th><th>乙</th></tr><tr><td>丙<table style='visibility:hidden'>\
        <tr><td style='visibility:visible'>藏</td></tr></table></td><td>丁</td></tr></table>";
    let table = crate::more_tests::table(page);
    assert_eq!(crate::more_tests::rows(&table), ["甲*|乙*", "丙|丁"]);
    assert_eq!(texts(page, true), ["藏"]);
}

#[test]
fn what_frames_hold_is_for_browsers_without_frames() {
    let page = "<p>正文</p><iframe src=/a.html height=900><p>不支持<a href=/a.html>框架</a></p></iframe><p>尾</p>";
    assert_eq!((texts(page, false), texts(page, true)), (vec!["正文".into(), "尾".into()], vec!["不支持框架".into()]));
    let frames = "<frameset cols=*><frame src=main.htm><noframes><body><p>请看<a href=main.htm>正文</a></p></noframes></frameset>";
    assert_eq!(texts(frames, false), ["请看正文"]);
    // An end tag that is missing makes all that follows part of the frame: it is not lost.
    assert_eq!(texts("<div>头</div><iframe src=/a.html><p>后文</p>", true), ["后文"]);
    let viewer = "<p>见</p><iframe src='/pdf/viewer.html?file=/f/a.pdf' height=900></iframe>";
    let reading = crate::read(&format!("{viewer}<p>{}</p>", "正文".repeat(200))).expect("a page");
    assert!(matches!(&reading.remarks[..], [Remark::Unclear { rule, .. }] if rule == "frame"));
}

#[test]
fn numbers_of_lists_are_those_that_are_seen() {
    for (page, seen) in [
        ("<ol reversed><li>甲<li>乙<li>丙</ol>", ["3.甲", "2.乙", "1.丙"]),
        ("<ol reversed start=9><li>甲<li value=5>乙<li>丙</ol>", ["9.甲", "5.乙", "4.丙"]),
        ("<ol><li>甲<li type=a>乙<li style='list-style-type:upper-roman'>丙</ol>", ["1.甲", "b.乙", "III.丙"]),
        ("<ul style='list-style-type:cjk-ideographic'><li>甲<li>乙<li>丙</ul>", ["一、甲", "二、乙", "三、丙"]),
        ("<ol style='list-style:inside square'><li>甲<li>乙<li>丙</ol>", ["甲", "乙", "丙"]),
        ("<ul type=disc><li>甲<li>乙<li>丙</ul>", ["甲", "乙", "丙"]),
        ("<dl><dt>甲<dd>乙<dd>丙</dl>", ["甲", "乙", "丙"]),
    ] {
        assert_eq!(texts(page, false), seen, "{page}");
    }
}

#[test]
fn links_lead_where_their_scripts_lead() {
    let link = |text: &str, href: &str| (text.to_owned(), href.to_owned());
    let page = "<p><a href=\"javascript:down('/f/1.doc')\">一</a><a href='#' onclick='window.open(\"2.xls\")'>二</a>\
        <a onclick=\"go(14,'x','./d/3.html')\">三</a><a href='/4.pdf' onclick=\"count('/c/4')\">四</a>\
        <a href=' JavaScript:void(0) ' onclick='zoom(\"14 px\")'>五</a><a href='#'>六</a><a onclick='f()'>七</a></p>";
    assert_eq!(
        links(page),
        [
            link("一", "/f/1.doc"),
            link("二", "2.xls"),
            link("三", "./d/3.html"),
            link("四", "/4.pdf"),
            link("五", "JavaScript:void(0)"),
            link("六", "#")
        ]
    );
}

#[test]
fn a_picture_that_leads_to_a_picture_is_content() {
    let page = "<p><a href=/big/1.JPG><img src=1.jpg></a><a href=/><img src=logo.jpg></a><a href=/2.html><img src=2.jpg alt=揭牌></a></p>";
    let pictures: Vec<_> = flow(page)
        .items
        .into_iter()
        .filter_map(|item| match item.block {
            Block::Image(image) => Some(image.src),
            _ => None,
        })
        .collect();
    assert_eq!(pictures, ["1.jpg", "2.jpg"]);
}

#[test]
fn facts_of_scripts_in_all_quotes() {
    let page = "<script>let docTitle = `云河市公报`, author='张三'; x.pubDate=\"2023-08-02\"; source=`${a}`; title=`<b>`;</script><p>文";
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        script_facts(page),
        [fact("docTitle", "云河市公报"), fact("author", "张三"), fact("pubDate", "2023-08-02")]
    );
}

#[test]
fn static_text_of_scripts_is_joined() {
    let page = "<div><script>document.write('<p>云河市' + \"<b>科技局</b></p>\"); document.write('<p>' + time + '</p>');\
        document.write(unescape('%3Cp%3E%u9752%u6EAA%u53BF%3C/p%3E'))</script></div>";
    assert_eq!(texts(page, false), ["云河市科技局", "青溪县"]);
}

#[test]
fn behind_a_limit_styles_are_no_text() {
    let page =
        format!("<p>头</p>{}<style>.a{{color:red}}</style><noscript>请启用</noscript><p>尾</p>", "<div>".repeat(2000));
    assert_eq!(texts(&page, false), ["头", "请启用", "尾"]);
}
