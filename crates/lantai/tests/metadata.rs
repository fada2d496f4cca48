//! The information-disclosure block in the layouts that sites print it in: the same fields from each.

use lantai::{Conversion, Options, Source};
use lantai_model::Name;

const BODY: &str = "<div class=\"content\"><p>各镇人民政府，县直各部门：</p><p>为做好2024年全县高标准农田建设工作，经县政府同意，现就有关事项通知如下，\
    请结合各自实际认真贯彻落实，确保年度任务如期完成。</p><p>一、明确目标任务</p><p>全年新建高标准农田3.2万亩，改造提升1.8万亩，\
    完善田间道路和灌排渠系，项目区亩均粮食产能提高80公斤以上。</p><p>二、落实工作责任</p><p>县农业农村局负责统筹协调，\
    各镇负责组织实施，按月报送进度。</p><p>青溪县人民政府办公室</p><p>2024年3月8日</p></div>";
const TITLE: &str = "青溪县人民政府办公室关于做好2024年高标准农田建设工作的通知";

fn page(block: &str) -> Conversion {
    let html = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{TITLE}_青溪县人民政府</title></head><body>\
         <div class=\"nav\"><a href=\"/\">首页</a> <a href=\"/zwgk\">政务公开</a> <a href=\"/fw\">办事服务</a></div>\
         {block}{BODY}<div class=\"footer\">主办：青溪县人民政府办公室 备案号：云ICP备00000号</div></body></html>"
    );
    let source = Source { name: "page.html".into(), bytes: html.into_bytes(), ..Source::default() };
    lantai::convert(&source, &Options::default()).expect("the page is converted")
}

fn check(layout: &str, block: &str) {
    let conversion = page(block);
    let meta = &conversion.document.meta;
    let stated = |name: Name| meta.get(name).map_or("—", |field| field.stated.as_str());
    let seen = [
        meta.title(),
        stated(Name::IndexNumber),
        stated(Name::DocNumber),
        stated(Name::Publisher),
        stated(Name::Validity),
        &meta.date(Name::Issued).map_or("—".into(), |date| date.to_string()),
        &meta.date(Name::Published).map_or("—".into(), |date| date.to_string()),
    ]
    .map(str::to_owned);
    let expected =
        [TITLE, "QX0012/2024-00031", "青政办〔2024〕6号", "青溪县人民政府办公室", "有效", "2024-03-08", "2024-03-11"];
    assert_eq!(seen, expected, "{layout}: {:#?}", meta.other);
    let body = conversion.document.body.blocks.iter().map(|block| format!("{:?}", block.block)).collect::<String>();
    assert!(!body.contains("索") && !body.contains("QX0012") && !body.contains("发布"), "{layout}: {body}");
    assert_eq!(conversion.document.body.children.len(), 2, "{layout}");
}

#[test]
fn a_table_with_two_pairs_in_a_row_and_blanks_in_labels() {
    check(
        "table",
        "<table class=\"info\"><tr><td><b>索 引 号：</b></td><td>QX0012/2024-00031</td><td><b>主题分类：</b></td><td>农业</td></tr>\
         <tr><td><b>发布机构：</b></td><td>青溪县人民政府办公室</td><td><b>发文日期：</b></td><td>2024年03月08日</td></tr>\
         <tr><td><b>文　　号：</b></td><td>青政办〔2024〕6号</td><td><b>发布日期：</b></td><td>2024年03月11日</td></tr>\
         <tr><td><b>有 效 性：</b></td><td>有效</td><td><b>废止日期：</b></td><td></td></tr></table><h1>青溪县人民政府办公室关于做好2024年高标准农田建设工作的通知</h1>",
    );
}

#[test]
fn a_table_whose_labels_have_no_colon() {
    check(
        "th",
        "<h1>青溪县人民政府办公室关于做好2024年高标准农田建设工作的通知</h1><table><tr><th>索引号</th><td>QX0012/2024-00031</td>\
         <th>发文字号</th><td>青政办〔2024〕6号</td></tr><tr><th>发布机构</th><td>青溪县人民政府办公室</td><th>有效性</th><td>有效</td></tr>\
         <tr><th>成文日期</th><td>2024-03-08</td><th>发布日期</th><td>2024-03-11</td></tr></table>",
    );
}

#[test]
fn a_definition_list() {
    check(
        "dl",
        "<h1>青溪县人民政府办公室关于做好2024年高标准农田建设工作的通知</h1><dl class=\"xxgk\"><dt>索引号：</dt><dd>QX0012/2024-00031</dd>\
         <dt>文号：</dt><dd>青政办〔2024〕6号</dd><dt>发布机构：</dt><dd>青溪县人民政府办公室</dd><dt>发文日期：</dt><dd>2024-03-08</dd>\
         <dt>发布日期：</dt><dd>2024-03-11</dd><dt>有效性：</dt><dd>有效</dd></dl>",
    );
}

#[test]
fn a_list_of_label_and_value_in_one_item() {
    check(
        "li",
        "<ul class=\"head\"><li><strong>索 引 号：</strong><span>QX0012/2024-00031</span></li><li><strong>发布机构：</strong>\
         <span>青溪县人民政府办公室</span></li><li><strong>发文日期：</strong><span>2024年3月8日</span></li><li><strong>发布日期：</strong>\
         <span>2024年3月11日</span></li><li><strong>文　　号：</strong><span>青政办〔2024〕6号</span></li><li><strong>有效性：</strong>\
         <span>有效</span></li></ul><h2>青溪县人民政府办公室关于做好2024年高标准农田建设工作的通知</h2>",
    );
}

#[test]
fn divisions_side_by_side() {
    check(
        "div",
        "<div class=\"t\">青溪县人民政府办公室关于做好2024年高标准农田建设工作的通知</div><div class=\"row\"><div>索引号</div>\
         <div>QX0012/2024-00031</div></div><div class=\"row\"><div>文号</div><div>青政办〔2024〕6号</div></div><div class=\"row\">\
         <div>发布机构</div><div>青溪县人民政府办公室</div></div><div class=\"row\"><div>发文日期</div><div>2024-03-08</div></div>\
         <div class=\"row\"><div>发布日期</div><div>2024-03-11</div></div><div class=\"row\"><div>有效性</div><div>有效</div></div>",
    );
}

#[test]
fn lines_with_wide_blanks() {
    check(
        "lines",
        "<div class=\"tt\"><p>索引号：QX0012/2024-00031&nbsp;&nbsp;&nbsp;&nbsp;文号：青政办〔2024〕6号</p><p>发布机构：青溪县人民政府办公室　　\
         发文日期：2024年3月8日</p><p>发布日期：2024年3月11日　　有效性：有效</p></div><h1>青溪县人民政府办公室关于做好2024年高标准农田建设工作的通知</h1>",
    );
}
