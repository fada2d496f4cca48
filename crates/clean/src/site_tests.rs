//! Invented pages in the shapes that content management systems give them: what must be there, what must not.

use lantai_model::{Flow, Remark};

use crate::rules::rules;
use crate::tests::{checked, html, omitted, texts};

/// Paragraphs of a text that all of these pages show.
const BODY: [&str; 7] = [
    "各镇人民政府，县直有关单位：",
    "为做好全县防汛抗旱工作，现将2024年工作要点印发给你们，请结合实际认真组织实施。",
    "一、总体要求",
    "坚持人民至上、生命至上，立足防大汛、抗大旱、抢大险，全面落实各项责任，确保水库不垮坝、重要堤防不决口。",
    "二、重点任务",
    "（一）加强隐患排查。汛前完成12座小型水库、46公里堤防的检查，建立问题台账，逐项整改销号。",
    "青溪县人民政府办公室",
];

const TITLE: &str = "青溪县2024年防汛抗旱工作要点";

/// The body with these tags around each paragraph.
fn body(open: &str, close: &str) -> String {
    BODY.iter().map(|line| format!("{open}{line}{close}\n")).collect()
}

struct Shape {
    name: &'static str,
    page: String,
    /// Besides title and body.
    have: &'static [&'static str],
    not: &'static [&'static str],
    /// The text is told to be incomplete: surely (true), perhaps (false), not at all.
    incomplete: Option<bool>,
}

fn shapes() -> Vec<Shape> {
    let p = body("<p style='text-indent:2em'>", "</p>");
    let br = body("　　", "<br>");
    let head = format!("<html><head><title>{TITLE}_青溪县人民政府</title></head><body>");
    vec![
        Shape {
            name: "disclosure page with a TRS editor",
            page: format!("{head}<div class='header'><ul><li><a href='/'>首页</a></li><li><a href='/zw'>政务公开</a></li></ul></div>
                <div class='BreadcrumbNav'>当前位置：<a href='/'>首页</a> &gt; <a href='/zw'>政务公开</a> &gt; <a href='/gh'>计划</a></div>
                <table class='head'><tr><td>索引号：</td><td>112233/2024-00008</td><td>发布日期：</td><td>2024-04-02</td></tr></table>
                <h1>{TITLE}</h1><div class='TRS_Editor'>{p}</div>
                <div class='tools'>【打印】【关闭】 分享到：<a href='#'>微信</a></div><div>扫一扫在手机打开当前页</div>
                <div class='dialog'><p>您访问的链接即将离开“青溪县人民政府”门户网站 是否继续？</p><a href='#'>继续访问</a> <a href='#'>放弃</a></div>
                <div class='footer'><p>主办：青溪县人民政府办公室　承办：青溪县政务中心</p><p>网站标识码：9912340001　云ICP备09000000号</p></div>"),
            have: &["112233/2024-00008"],
            not: &["首页", "【打印】", "扫一扫", "即将离开", "继续访问", "承办", "标识码"],
            incomplete: None,
        },
        Shape {
            name: "jcms with a data island",
            page: format!("{head}<table width=100%><tr><td>您现在的位置：<a href=/>首页</a>&gt;<a href=/a>信息公开</a></td></tr></table>
                <table id='c'><tr><td class=title>{TITLE}</td></tr><tr><td>发布日期：2024-04-02 信息来源：县水利局 浏览次数：12 字号：[ <a>大</a> <a>中</a> <a>小</a> ] 视力保护色：<a> </a></td></tr>
                <tr><td class='bt_content'><div id=zoom>{p}</div></td></tr><tr><td>[<a>打印本页</a>] [<a>关闭窗口</a>]</td></tr></table>
                <table><tr><td>版权所有：青溪县人民政府 技术支持：云河信息 Produced By 大汉网络</td></tr></table>"),
            have: &["发布日期：2024-04-02", "信息来源：县水利局"],
            not: &["视力保护色", "关闭窗口", "技术支持", "大汉"],
            incomplete: None,
        },
        Shape {
            name: "intensive platform",
            page: format!("{head}<div class='top-tool'><a>登录</a><a>注册</a><a>无障碍</a><a>长者模式</a></div><div class='ty-nav'><a href=1>要闻</a><a href=2>公开</a><a href=3>服务</a></div>
                <div class='con-box'><h2 class='con-title'>{TITLE}</h2><div class='pages-date'>2024-04-02 10:08<span>来源：县应急管理局</span><span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span><span><a>打印</a></span></div>
                <div class='pages_content'>{p}<p>附件：<a href='P0202404.docx'>责任分工表.docx</a></p></div><div class='editor'>责任编辑：王芳　审核：李强　终审：赵敏</div>
                <div class='related'><h4>相关链接</h4><ul><li><a href=9>一图读懂防汛要点</a></li></ul></div></div>
                <div class='foot'>政府网站标识码：9900000009 云公网安备 99000002000001号</div>"),
            have: &["来源：县应急管理局", "责任分工表.docx"],
            not: &["长者模式", "要闻", "【字体", "责任编辑", "终审", "一图读懂", "公网安备"],
            incomplete: None,
        },
        Shape {
            name: "EmpireCMS",
            page: format!("{head}<div class='logo'><a href=/><img src=l.png></a></div><div class='main'><div class='path'>当前位置：<a href=/>首页</a>&nbsp;&gt;&nbsp;<a href=/x>总结</a></div>
                <h1>{TITLE}</h1><p class=info>日期：2024-04-02 来源：云河文秘 阅读：188</p><div id='text'>{p}</div>
                <p>-------分隔线----------------------------</p><div class='digg'>顶一下 (3) 踩一下 (0)</div>
                <ul><li>上一篇：<a href=7>青溪县节水总结</a></li><li>下一篇：<a href=8>青溪县节水方案</a></li></ul>
                <div class='tag'>标签：<a>防汛</a> <a>要点</a></div><h3>相关文章</h3><ul><li><a href=5>节水宣传周总结</a></li><li><a href=6>河长制工作要点</a></li></ul></div>
                <div>Powered by EmpireCMS © 2002-2024</div>"),
            have: &["阅读：188"],
            not: &["分隔线", "踩一下", "节水总结", "标签", "河长制", "Powered"],
            incomplete: None,
        },
        Shape {
            name: "Dedecms with pages",
            page: format!("{head}<div class='place'><strong>当前位置:</strong> <a href=/>主页</a> &gt; <a href=/z>工作总结</a> &gt;</div>
                <div class='viewbox'><div class='title'><h2>{TITLE}</h2></div><div class='info'><small>时间:</small>2024-04-02 10:00<small>来源:</small>未知 <small>作者:</small>admin <small>点击:</small>66次</div>
                <div class='content'>{br}</div><div class='dede_pages'><ul class='pagelist'><li><a>共3页: </a></li><li><a>上一页</a></li><li>1</li><li><a href=2>2</a></li><li><a href=3>3</a></li><li><a href=2>下一页</a></li></ul></div>
                <div class='handle'><a>收藏</a> <a>挑错</a> <a>推荐</a> <a>打印</a></div></div>
                <div class='tuijian'><dl><dt>推荐内容</dt><dd><a href=4>镇防汛方案</a></dd><dd><a href=5>村防汛方案</a></dd></dl></div>"),
            have: &[],
            not: &["下一页", "镇防汛方案", "共3页"],
            incomplete: Some(true),
        },
        Shape {
            name: "WordPress-like",
            page: format!("{head}<a class='skip' href='#c'>跳至内容</a><header><h1 class='site-title'><a href=/>云河记录</a></h1><nav><a href=/>首页</a><a href=/a>关于</a></nav></header>
                <main><article class='post'><header><h2 class='entry-title'>{TITLE}</h2><span>发布于 <time>2024年4月2日</time></span></header><div class='entry-content'>{p}</div>
                <footer>分类：<a>总结</a> 标签：<a>防汛</a></footer></article><nav class='post-navigation'><a href=1>← 上一篇文章</a><a href=2>下一篇文章 →</a></nav>
                <div id='comments'><h3>发表回复 <a>取消回复</a></h3><p>您的邮箱地址不会被公开。 必填项已用 * 标注</p></div></main><aside><h3>近期文章</h3><ul><li><a href=3>春耕纪实</a></li></ul></aside>"),
            have: &[],
            not: &["跳至内容", "上一篇", "取消回复", "邮箱地址", "春耕纪实"],
            incomplete: None,
        },
        Shape {
            name: "old page of nested tables",
            page: format!("{head}<table bgcolor=#cc0000 width=780><tr><td><a href=1>首页</a> | <a href=2>县情</a> | <a href=3>政务</a></td></tr></table>
                <table width=780 bgcolor=white><tr><td width=160 bgcolor=#eeeeee><table><tr><td>栏目导航</td></tr><tr><td><a href=4>文件</a></td></tr><tr><td><a href=5>公告</a></td></tr></table></td>
                <td><table><tr><td align=center><font size=5><b>{TITLE}</b></font></td></tr><tr><td align=center>2024-4-2 　来源：水利局　 点击：30</td></tr><tr><td><font size=3>{br}</font></td></tr><tr><td align=right>（编辑：李强）</td></tr><tr><td align=center>【<a>打印本页</a>】【<a>关闭窗口</a>】</td></tr></table></td></tr></table>
                <table width=780><tr><td align=center>青溪县人民政府主办　建议使用1024×768分辨率浏览<br>地址：青溪县和平路1号　邮编：999000<br>云ICP备05000000号</td></tr></table>"),
            have: &["来源：水利局"],
            not: &["县情", "栏目导航", "编辑：李强", "打印本页", "1024", "和平路", "ICP"],
            incomplete: None,
        },
        Shape {
            name: "mobile page",
            page: format!("{head}<div class='m-head'><a>返回</a><span>详情</span><a>菜单</a></div><section><h3>{TITLE}</h3><p class='time'>2024-04-02 青溪发布</p>{p}<p>编辑丨王芳</p><p>审核丨李强</p><p>来源丨青溪县水利局</p></section>
                <div class='fix'>点赞 12 收藏 分享 评论 3</div><p>长按二维码关注我们</p><p>打开APP，查看更多</p>"),
            have: &["青溪发布"],
            not: &["编辑丨", "审核丨", "来源丨", "收藏", "长按二维码"],
            incomplete: None,
        },
        Shape {
            name: "content farm with links inside the text",
            page: format!("{head}<div class='crumb'><a href=/>范文网</a> &gt; <a href=/g>工作总结</a> &gt; 正文</div><h1>{TITLE}</h1><div class='article'>{}
                <div class='rec'><p>相关推荐</p><ul><li><a href=1>镇工作总结范文</a></li><li><a href=2>村工作总结范文</a></li></ul></div>
                <p>【<a href=3>相关阅读：街道工作总结</a>】</p>{}<p>……此处隐藏1356个字……</p><p>三、工作保障。各单位要压实责任。……（此处隐藏120字）……确保完成全年任务。</p>
                <p>以上就是工作要点的全部内容了，希望对大家有所帮助</p><p>本文由网友上传，仅供参考，不代表本站观点。</p><p>将本文的Word文档下载到电脑，方便收藏和打印</p><p>推荐度：</p></div>
                <div class='hot'>热门推荐</div><ul><li><a href=4>教师总结</a></li><li><a href=5>护士总结</a></li></ul>",
                &p[..p.find("<p style='text-indent:2em'>二、").unwrap_or(0)], &p[p.find("<p style='text-indent:2em'>二、").unwrap_or(0)..]),
            have: &["压实责任", "确保完成全年任务"],
            not: &["镇工作总结", "街道工作总结", "此处隐藏", "全部内容了", "网友上传", "下载到电脑", "护士"],
            incomplete: Some(true),
        },
        Shape {
            name: "library with a paywall",
            page: format!("{head}<div class='doc-bar'><a>登录</a> <a>注册</a></div><h1>{TITLE}.docx</h1><div class='stat'>上传人：zhang*** 文档编号：123456 上传时间：2024-04-02 页数：6</div><div class='doc-body'>{p}</div>
                <div class='pay'>剩余4页未读，<a>继续阅读</a></div><p>下载文档到电脑，查找使用更方便</p><p>第1页 / 共6页</p><p>亲，该文档总共6页，免费展示到第2页</p><div class='copy'>版权声明：本文档由用户上传，版权归作者所有</div>"),
            have: &[],
            not: &["剩余4页", "下载文档到电脑", "展示到第2页", "版权归"],
            incomplete: Some(true),
        },
        Shape {
            name: "forum",
            page: format!("{head}<div id=hd><a>设为首页</a> <a>收藏本站</a></div><div id=pt><a href=/>论坛</a> › <a href=/1>县情</a> › <a href=/2>公文</a></div><table><tr><td class=pls>王小明<br>注册时间 2012-1-1 积分 120<br>发消息</td>
                <td class=plc><h1>{TITLE}</h1><div>发表于 2024-4-2 10:00 | 只看该作者</div><div class='t_f'>{br}</div><div>回复 举报</div><div>使用道具 举报</div></td></tr></table><p>您需要登录后才可以回帖 登录 | 立即注册</p><p>本版积分规则</p>"),
            have: &[],
            not: &["收藏本站", "只看该作者", "使用道具", "回帖", "积分规则"],
            incomplete: None,
        },
        Shape {
            name: "frame content with pages below",
            page: format!("{head}<center><b>{TITLE}</b></center><hr>{br}<p>【1】<a href=2>【2】</a><a href=3>【3】</a></p><p align=right>[责任编辑 王芳]</p>"),
            have: &[],
            not: &["【2】", "责任编辑"],
            incomplete: Some(true),
        },
        Shape {
            name: "news page with cookie bar and disclaimer",
            page: format!("{head}<div class='cookie'>本网站使用Cookie以改善体验，继续浏览即表示同意。<a>知道了</a></div><div id=main><h1>{TITLE}</h1><div>2024年04月02日10:00 | 来源：青溪日报</div><div id=rwb_zw>{p}<p>(责编：王芳、李强)</p></div>
                <div>分享让更多人看到</div><p>免责声明：本网转载此文，目的在于传递更多信息。如涉及侵权请联系删除。</p><h3>推荐阅读</h3><div><a href=1>云河市召开会议</a></div><div><a href=2>云河市发布方案</a></div></div>"),
            have: &["来源：青溪日报"],
            not: &["Cookie", "责编", "更多人看到", "免责声明", "召开会议"],
            incomplete: None,
        },
        Shape {
            name: "text folded up by the page",
            page: format!("{head}<div class=wrap><h1>{TITLE}</h1><div class=txt>{p}</div><div class=more>点击展开全文</div></div>"),
            have: &[],
            not: &["点击展开"],
            incomplete: Some(false),
        },
    ]
}

#[test]
fn pages_of_many_shapes_keep_their_text_and_lose_the_site() {
    let mut wrong = Vec::new();
    for shape in shapes() {
        let (flow, remarks) = checked(html(&shape.page));
        let text = texts(&flow).join("\n");
        for part in [TITLE].iter().chain(&BODY).chain(shape.have) {
            if !text.contains(part) {
                wrong.push(format!("{}: misses {part}", shape.name));
            }
        }
        for part in shape.not {
            if text.contains(part) {
                wrong.push(format!("{}: keeps {part}", shape.name));
            }
        }
        let surely = remarks.iter().any(|r| matches!(r, Remark::Limited { rule, .. } if rule == "incomplete"));
        let perhaps = remarks.iter().any(|r| matches!(r, Remark::Unclear { rule, .. } if rule == "incomplete"));
        let incomplete = (surely || perhaps).then_some(surely);
        if incomplete != shape.incomplete {
            wrong.push(format!("{}: incomplete {incomplete:?}", shape.name));
        }
        if std::env::var_os("SHOW").is_some() {
            println!("===== {}\n{text}\n", shape.name);
            remarks.iter().for_each(|remark| println!("  {remark:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn documents_that_are_no_pages_keep_their_colophon_and_headings() {
    let lines = [
        "青溪县人民政府公报",
        "登录",
        "意见反馈",
        "第一步打开系统，点击登录，输入用户名和密码。",
        "主办：青溪县人民政府",
        "承办：青溪县人民政府办公室",
        "编辑出版：青溪县人民政府公报编辑部",
        "Copyright © 2009 青溪出版社",
        "地址：青溪县和平路1号",
        "来源：县统计局",
        "第1页 共4页",
    ];
    let (flow, remarks) = checked(crate::tests::plain(&lines));
    assert_eq!((texts(&flow), remarks.len()), (lines.map(str::to_owned).to_vec(), 0));
}

#[test]
fn what_contests_and_forms_say_at_their_end_stays() {
    let lines = [
        "参赛作品版权归作者所有，主办方有权展示。未经授权不得转载。",
        "用户登录后查看全文，系统记录下载次数。",
        "防范黑客入侵删除数据，落实等级保护制度。",
        "立即下载",
        "编辑：李强",
        "审核：王芳",
        "责任编辑：王芳",
    ];
    let mut flow = crate::tests::plain(&lines);
    for item in &mut flow.items {
        item.at = lantai_model::Place::Part { part: "word/document.xml".into(), paragraph: 1 }.into();
    }
    let (flow, remarks) = checked(flow);
    assert_eq!((texts(&flow), remarks.len()), (lines.map(str::to_owned).to_vec(), 0));
}

#[test]
fn a_mark_of_a_paywall_falls_alone() {
    let line = "三、工作保障。各单位要压实责任。……（此处隐藏120字）……确保完成全年任务。";
    let (flow, remarks) = checked(crate::tests::plain(&[line]));
    assert_eq!(texts(&flow), ["三、工作保障。各单位要压实责任。 确保完成全年任务。"]);
    assert_eq!(omitted(&remarks, "paywall"), ["……（此处隐藏120字）……"]);
}

#[test]
fn phrases_are_written_as_keys() {
    for phrase in rules().phrases() {
        assert_eq!(phrase, crate::key::key(phrase));
    }
}

#[test]
fn events_of_a_notice_are_no_footer() {
    let page = "<div class=content><h1>青溪县关于举办科技活动周的通知</h1><p>为普及科学知识，决定举办2024年科技活动周，现将有关事项通知如下。</p>\
        <p>一、主办单位</p><p>主办单位：青溪县人民政府</p><p>承办单位：县科技局</p><p>二、联系方式</p><p>地址：青溪县和平路1号</p><p>联系电话：0999-1234567</p></div>";
    let (flow, remarks): (Flow, Vec<Remark>) = checked(html(page));
    assert_eq!((texts(&flow).len(), remarks.len()), (8, 0), "{remarks:?}");
}
