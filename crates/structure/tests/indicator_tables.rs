//! Tables of indicators as offices lay them out: each layout drawn in text, with the indicators that a reader sees in it,
//! and tables of figures that are none.
//!
//! Tables are drawn as `drawn` says.

use lantai_model::{Block, Cues, Flow, Indicator, Item, Paragraph, Span, Table};

use indicated::shown;

mod drawn;
mod indicated;

fn table(rows: &str) -> Table {
    drawn::table(rows, None)
}

fn read(title: &str, above: &str, table: Table) -> Vec<Indicator> {
    let item = |block| Item { block, cues: Cues::default(), at: Span::default() };
    let items = vec![
        item(Block::Paragraph(Paragraph::plain(title))),
        item(Block::Paragraph(Paragraph::plain(above))),
        item(Block::Table(table)),
    ];
    let (mut document, _) = lantai_structure::structure(Flow { items, ..Flow::default() });
    lantai_structure::records(&mut document);
    document.indicators
}

#[track_caller]
fn check(title: &str, above: &str, rows: &str, expected: &str) {
    let found: Vec<String> = read(title, above, table(rows)).iter().map(shown).collect();
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(found, expected);
}

const REPORT: &str = "青溪县2024年经济社会发展工作总结";
const PLAN: &str = "青溪县国民经济和社会发展第十五个五年规划";
const TEXT: &str = "现将主要指标列表如下。";

#[test]
fn a_plan_with_years_as_columns_and_merged_categories() {
    check(
        PLAN,
        "专栏1 主要指标",
        "类别 | 序号 | 指标 | 单位 | 2025年 | 2030年 | 年均增长（%） | 属性
         经济发展 | 1 | 地区生产总值 | 亿元 | 320 | 450 | 7左右 | 预期性
         ^ | 2 | 全员劳动生产率 | 万元/人 | 15.2 | 20 | — | 预期性
         ^ | 3 | 常住人口城镇化率 | % | 58.3 | ≥65 | — | 预期性
         创新驱动 | 4 | 每万人口高价值发明专利拥有量 | 件 | 3.1 | 5以上 | — | 预期性
         ^ | 5 | 研发经费投入增长 | % | — | 〔10〕 | — | 约束性",
        "地区生产总值 = 32000000000 元; 2025年 actual
         地区生产总值 = 45000000000 元, increase 年均 7 % about; 2030年 target expected
         全员劳动生产率 = 152000 元/人; 2025年 actual
         全员劳动生产率 = 200000 元/人; 2030年 target expected
         常住人口城镇化率 = 58.3 %; 2025年 actual
         常住人口城镇化率 = 65 % at_least; 2030年 target expected
         每万人口高价值发明专利拥有量 = 3.1 件; 2025年 actual
         每万人口高价值发明专利拥有量 = 5 件 at_least; 2030年 target expected
         研发经费投入, increase  10 %; 2030年 target binding",
    );
}

#[test]
fn aims_beside_results() {
    check(
        REPORT,
        TEXT,
        "序号 | 指标名称 | 计量单位 | 2024年目标值 | 1—9月完成 | 完成率（%） | 责任单位
         1 | 招商引资到位资金 | 亿元 | 60 | 48.5 | 80.8 | 县商务局
         2 | 新增高新技术企业 | 家 | 20家以上 | 17 | 85 | 县科技局
         3 | 城镇登记失业率 | % | 4.5以内 | 3.2 | — | 县人社局
         4 | 技术合同成交额 | 万元 | 无 | 12,350.5 | / | 县科技局",
        "招商引资到位资金 = 6000000000 元; 2024年 target
         招商引资到位资金 = 4850000000 元; 1—9月 actual
         新增高新技术企业 = 20 家 at_least; 2024年 target
         新增高新技术企业 = 17 家; 1—9月 actual
         城镇登记失业率 = 4.5 % within; 2024年 target
         城镇登记失业率 = 3.2 %; 1—9月 actual
         技术合同成交额 = 123505000 元; 1—9月 actual",
    );
}

#[test]
fn two_rows_of_headings_and_a_unit_in_the_caption() {
    check(
        REPORT,
        "单位：万元、%",
        "指标 | 6月 | < | 1—6月 | <
         ^ | 绝对额 | 同比增长 | 绝对额 | 同比增长
         一般公共预算收入 | 3,200 | 5.1 | 21,000 | -2.3
         其中：税收收入 | 2,100 | 3.0 | 14,000 | 下降1.5
         固定资产投资 | — | — | — | 8.6",
        "一般公共预算收入 = 32000000 元, increase 同比 5.1 %; 6月 actual
         一般公共预算收入 = 210000000 元, decrease 同比 2.3 %; 1—6月 actual
         税收收入 = 21000000 元, increase 同比 3 %; 6月 share
         税收收入 = 140000000 元, decrease 同比 1.5 %; 1—6月 share
         固定资产投资, increase 同比 8.6 %; 1—6月 actual",
    );
}

#[test]
fn units_in_names_and_products() {
    check(
        REPORT,
        TEXT,
        "主要指标 | 2024年 | 比上年增长（%）
         1.粮食总产量（万吨） | 12.5 | 1.2
         2.生猪出栏（万头） | 30 | -4
         3.旅游总收入（亿元） | 18.6亿元 | 20",
        "粮食总产量 = 125000 吨, increase 比上年 1.2 %; 2024年 actual
         生猪出栏 = 300000 头, decrease 比上年 4 %; 2024年 actual
         旅游总收入 = 1860000000 元, increase 比上年 20 %; 2024年 actual",
    );
    check(
        REPORT,
        TEXT,
        "产品名称 | 单位 | 产量 | 同比±%
         水泥 | 万吨 | 52 | 3.1
         服装 | 万件 | 130 | -6",
        "水泥 = 520000 吨, increase 同比 3.1 %;  actual
         服装 = 1300000 件, decrease 同比 6 %;  actual",
    );
}

#[test]
fn years_as_rows() {
    check(
        REPORT,
        TEXT,
        "年份 | 地区生产总值（亿元） | 增长（%） | 常住人口（万人）
         2022年 | 280 | 5.2 | 31.2
         2023年 | 301.5 | 6 | 31",
        "地区生产总值 = 28000000000 元, increase  5.2 %; 2022年 actual
         常住人口 = 312000 人; 2022年 actual
         地区生产总值 = 30150000000 元, increase  6 %; 2023年 actual
         常住人口 = 310000 人; 2023年 actual",
    );
}

#[test]
fn a_name_in_two_cells_and_its_place() {
    let rows = "指标 | < | 单位 | 目标值
                居民人均可支配收入 | 城镇 | 元 | 42000
                ^ | 农村 | 元 | 21000";
    check(
        PLAN,
        TEXT,
        rows,
        "居民人均可支配收入：城镇 = 42000 元;  target
         居民人均可支配收入：农村 = 21000 元;  target",
    );
    let found = read(PLAN, TEXT, table(rows));
    assert_eq!((found[1].stated.as_str(), &found[1].at), ("21000", &Span::text(203, 204)));
}

#[test]
fn words_in_cells_are_read_as_words() {
    check(
        REPORT,
        TEXT,
        "指标 | 单位 | 目标值 | 完成情况
         新增就业 | 人 | 1200 | 已举办招聘会35场，城镇新增就业1150人。",
        "新增就业 = 1200 人;  target
         举办招聘会 = 35 场;  actual
         城镇新增就业 = 1150 人;  actual",
    );
}

#[test]
fn tables_of_other_things() {
    for rows in [
        // Prices, marks, budgets, rosters, and figures whose unit or meaning is not told.
        "项目 | 单位 | 数量 | 单价\n电脑 | 台 | 12 | 4500",
        "三级指标 | 指标值 | 分值\n培训人数 | 200 | 10",
        "项目 | 预算数 | 决算数\n教育支出 | 1200 | 1180",
        "姓名 | 单位 | 电话\n沈一帆 | 县科技局 | 2512345",
        "项目 | 数量\n会议室 | 3",
        "指标 | 说明\n覆盖率 | 按月统计",
        "指标 | 单位 | 2024年\n规模以上工业增加值 | % | 8.5",
        "年份 | 事件\n2022年 | 建县60周年",
        "项目 | 单位 | 完成时间\n道路 | 县交通局 | 2024年",
    ] {
        assert_eq!(
            read(REPORT, TEXT, table(rows)).iter().map(shown).collect::<Vec<_>>(),
            Vec::<String>::new(),
            "{rows}"
        );
    }
}
