//! Task tables as offices lay them out: each layout drawn in text, with the tasks that a reader sees in it.
//!
//! Tables are drawn as `drawn` says, with `/` as a line break inside a cell. A task is a line of
//! `field=value`, several values apart by `+`.

use lantai_model::{Block, Cues, Flow, Item, Paragraph, Span, Table, Task};

mod drawn;

fn table(rows: &str) -> Table {
    drawn::table(rows, Some('/'))
}

fn tasks(table: Table) -> Vec<Task> {
    tasks_of(vec![Block::Table(table)])
}

fn tasks_of(blocks: Vec<Block>) -> Vec<Task> {
    let item = |block| Item { block, cues: Cues::default(), at: Span::default() };
    let mut items = vec![
        item(Block::Paragraph(Paragraph::plain("青溪县2024年重点工作任务推进情况"))),
        item(Block::Paragraph(Paragraph::plain("今年以来，各项任务有序推进，现将情况列表如下。"))),
    ];
    items.extend(blocks.into_iter().map(item));
    lantai_structure::structure(Flow { items, ..Flow::default() }).0.tasks
}

fn shown(task: &Task) -> String {
    let mut all = Vec::new();
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            all.push(format!("{name}={value}"));
        }
    };
    add("no", task.number.clone());
    add("goal", task.goal.clone());
    add("measures", task.measures.clone());
    add("leaders", task.leaders.join("+"));
    add("units", task.units.join("+"));
    add("with", task.cooperating.join("+"));
    add("due", task.due.clone());
    add("progress", task.progress.replace('\n', "/"));
    add("status", task.status.clone());
    add("state", task.state.map_or("", |state| state.as_str()).to_owned());
    add("refs", task.refs.join("+"));
    all.join(" ; ")
}

#[track_caller]
fn check(rows: &str, expected: &str) {
    let found: Vec<String> = tasks(table(rows)).iter().map(shown).collect();
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_plain_layout_of_a_progress_report() {
    check(
        "序号 | 重点工作/目标任务 | 牵头 负责领导 | 责任单位 | 进展情况（200字以内，不要改变前面序号） | 完成状态
         7 | 新建社区养老服务站12个。 | 沈一帆 高亚楠 | 县民政局(残联)、县财政局 | 已建成8个。 | 序时推进
         15 | 改造老旧小区20个。 | 高亚楠 | 县住建局、各镇（街道） | 已改造20个。 | 达预期",
        "no=7 ; goal=新建社区养老服务站12个。 ; leaders=沈一帆+高亚楠 ; units=县民政局(残联)+县财政局 ; progress=已建成8个。 ; status=序时推进 ; state=on_schedule
         no=15 ; goal=改造老旧小区20个。 ; leaders=高亚楠 ; units=县住建局+各镇（街道） ; progress=已改造20个。 ; status=达预期 ; state=on_target",
    );
}

#[test]
fn two_rows_of_headings_with_a_parted_one() {
    check(
        "序号 | 工作任务 | 责任分工 | < | 完成时限
         ^ | ^ | 牵头单位 | 配合单位 | ^
         1 | 编制水系规划 | 县水利局 | 县财政局、县自然资源局 | 2024年6月底
         2 | 疏浚河道10公里 | 县水利局 | 各镇人民政府 | 全年",
        "no=1 ; goal=编制水系规划 ; units=县水利局 ; with=县财政局+县自然资源局 ; due=2024年6月底
         no=2 ; goal=疏浚河道10公里 ; units=县水利局 ; with=各镇人民政府 ; due=全年",
    );
}

#[test]
fn two_rows_of_headings_whose_merges_are_lost_downwards() {
    check(
        "序号 | 目标任务 | 责任落实 | < | 进度
          |  | 责任领导 | 责任单位 |
         1 | 建设仓储园 | 沈一帆 | 县商务局 | 未启动
         2 | 新修公路 | 高亚楠 | 县交通局 | 滞后",
        "no=1 ; goal=建设仓储园 ; leaders=沈一帆 ; units=县商务局 ; status=未启动 ; state=not_started
         no=2 ; goal=新修公路 ; leaders=高亚楠 ; units=县交通局 ; status=滞后 ; state=behind",
    );
}

#[test]
fn a_merged_leader_over_three_rows() {
    check(
        "序号 | 任务内容 | 分管领导 | 承办单位 | 办理情况
         1 | 编写志书 | 沈一帆 | 县档案馆 | 初稿完成
         2 | 修缮城墙 | ^ | 县文旅局 | 已开工
         3 | 建设书房5间 | ^ | ^ | 已选址",
        "no=1 ; goal=编写志书 ; leaders=沈一帆 ; units=县档案馆 ; progress=初稿完成
         no=2 ; goal=修缮城墙 ; leaders=沈一帆 ; units=县文旅局 ; progress=已开工
         no=3 ; goal=建设书房5间 ; leaders=沈一帆 ; units=县文旅局 ; progress=已选址",
    );
}

#[test]
fn one_task_with_several_measures() {
    check(
        "序号 | 重点任务 | 具体举措 | 责任单位
         1 | 壮大园区 | 建成标准厂房3万平方米 | 县经开区管委会
         ^ | ^ | 引进企业5家 | 县投资促进局",
        "no=1 ; goal=壮大园区 ; measures=建成标准厂房3万平方米 ; units=县经开区管委会
         no=1 ; goal=壮大园区 ; measures=引进企业5家 ; units=县投资促进局",
    );
}

#[test]
fn a_title_row_a_date_row_and_captions_of_groups() {
    check(
        "青溪县2024年民生实事清单 | < | < | <
         填报日期：2024年7月1日 | < | < | <
         编号 | 项目名称 | 牵头部门 | 推进情况
         一、教育 | < | < | <
         1 | 新建幼儿园2所 | 县教育局 | 主体封顶
         二、医疗 |  |  |
         2 | 改造卫生院3家 | 县卫健委 | 完成招标
         合计 |  |  | 2项",
        "no=1 ; goal=新建幼儿园2所 ; units=县教育局 ; progress=主体封顶
         no=2 ; goal=改造卫生院3家 ; units=县卫健委 ; progress=完成招标",
    );
}

#[test]
fn headings_printed_again_on_the_next_page_and_a_row_that_goes_on() {
    check(
        "序号 | 工作任务 | 责任单位 | 进展情况
         1 | 整治农房 | 县住建局 | 已整治三百户，其余正在
          |  |  | 排查之中。
         序号 | 工作/任务 | 责任单位 | 进展情况
         2 | 修建驿站 | 县文旅局 | 已修建2处。",
        "no=1 ; goal=整治农房 ; units=县住建局 ; progress=已整治三百户，其余正在排查之中。
         no=2 ; goal=修建驿站 ; units=县文旅局 ; progress=已修建2处。",
    );
}

#[test]
fn cells_broken_over_lines() {
    check(
        "序/号 | 目标/任务 | 责任/领导 | 责任/单位 | 完成/情况
         3 | 新增高新技术/企业45家 | 沈一/帆/高　楠 | 县科技/局/县财政局/（国资委） | 新增30/家",
        "no=3 ; goal=新增高新技术企业45家 ; leaders=沈一帆+高楠 ; units=县科技局+县财政局（国资委） ; progress=新增30家",
    );
}

#[test]
fn lead_and_cooperating_units_in_one_cell() {
    check(
        "序号 | 事项 | 责任单位 | 完成时间
         1 | 办好博览会 | 牵头单位：县商务局/配合单位：县公安局、县融媒体中心 | 9月
         2 | 争创园林县城 | 县城管局牵头，县住建局、县林业局配合 | 12月
         3 | 开展普查 | 县统计局（牵头）、各镇 | 长期",
        "no=1 ; goal=办好博览会 ; units=县商务局 ; with=县公安局+县融媒体中心 ; due=9月
         no=2 ; goal=争创园林县城 ; units=县城管局 ; with=县住建局+县林业局 ; due=12月
         no=3 ; goal=开展普查 ; units=县统计局 ; with=各镇 ; due=长期",
    );
}

#[test]
fn task_and_target_in_columns_of_their_own() {
    check(
        "序号 | 重点工作 | 年度目标 | 完成值 | 责任科室 | 进度评价
         1 | 技术合同成交 | 20亿元 | 22.9亿元 | 成果科 | 超额完成
         2 | 成果转化 | 120项 | 95项 | 成果科 | 未达序时进度",
        "no=1 ; goal=技术合同成交：20亿元 ; units=成果科 ; progress=22.9亿元 ; status=超额完成 ; state=ahead
         no=2 ; goal=成果转化：120项 ; units=成果科 ; progress=95项 ; status=未达序时进度 ; state=behind",
    );
}

#[test]
fn traditional_characters() {
    check(
        "序號 | 重點工作任務 | 牽頭領導 | 責任單位 | 進展情況 | 完成狀態
         1 | 興建圖書館 | 沈一帆 | 縣文旅局、縣財政局 | 已開工 | 序時推進",
        "no=1 ; goal=興建圖書館 ; leaders=沈一帆 ; units=縣文旅局+縣財政局 ; progress=已開工 ; status=序時推進 ; state=on_schedule",
    );
}

#[test]
fn no_numbers_and_a_column_of_kinds() {
    check(
        "类别 | 工作内容 | 牵头领导 | 牵头单位 | 责任单位 | 备注
         产业 | 建设特色街区 | 高亚楠 | 县商务局 | 城关街道、县住建局 | 续建
         ^ | 引进连锁品牌3个 | 高亚楠 | 县商务局 | — | ",
        "goal=建设特色街区 ; leaders=高亚楠 ; units=县商务局 ; with=城关街道+县住建局
         goal=引进连锁品牌3个 ; leaders=高亚楠 ; units=县商务局",
    );
}

#[test]
fn names_with_titles_and_names_without_stops() {
    check(
        "序号 | 任务名称 | 市领导 | 责任部门 | 状态
         1 | 建成跨江大桥 | 副市长沈一帆 | 市交通局市住建局 | 按序时进度推进
         2 | 整治黑臭水体 | 沈一帆高亚楠 | 市生态环境局和市水利局 | 已办结",
        "no=1 ; goal=建成跨江大桥 ; leaders=沈一帆 ; units=市交通局+市住建局 ; status=按序时进度推进 ; state=on_schedule
         no=2 ; goal=整治黑臭水体 ; leaders=沈一帆+高亚楠 ; units=市生态环境局+市水利局 ; status=已办结 ; state=completed",
    );
}

#[test]
fn suggestions_and_their_handling() {
    check(
        "编号 | 建议内容 | 主办单位 | 协办单位 | 办理结果
         101 | 关于增设公交站点的建议 | 县交通局 | 县公安局 | 已增设4处
         102 | 关于保护古井的建议 | 县文旅局 |  | 列入规划",
        "no=101 ; goal=关于增设公交站点的建议 ; units=县交通局 ; with=县公安局 ; progress=已增设4处
         no=102 ; goal=关于保护古井的建议 ; units=县文旅局 ; progress=列入规划",
    );
}

#[test]
fn three_rows_of_headings() {
    check(
        "序号 | 项目名称 | 推进情况 | < | < | 责任体系 | <
         ^ | ^ | 上半年 | < | 全年计划 | 责任人 | 责任单位
         ^ | ^ | 投资进展 | 形象进度 | ^ | ^ | ^
         1 | 云河大道 | 完成1.2亿元 | 路基完工 | 3亿元 | 沈一帆 | 县交通局",
        "no=1 ; goal=云河大道 ; leaders=沈一帆 ; units=县交通局 ; progress=完成1.2亿元/路基完工/全年计划：3亿元",
    );
}

#[test]
fn headings_by_bare_words_need_others_that_are_sure() {
    check(
        "序号 | 内容 | 责任人 | 时限
         1 | 张贴告示 | 沈一帆 | 3月底",
        "no=1 ; goal=张贴告示 ; leaders=沈一帆 ; due=3月底",
    );
    check("项目 | 数值 | 情况\n人口 | 12万 | 增加", "");
}

#[test]
fn other_tables_have_no_tasks() {
    check("姓名 | 职务 | 单位\n沈一帆 | 局长 | 县科技局", "");
    check("指标名称 | 单位 | 数量 | 增速\n总产值 | 亿元 | 120 | 8%", "");
    check(
        "指标名称 | 单位 | 完成值 | 责任单位\n总产值 | 亿元 | 120 | 县统计局",
        "goal=总产值 ; units=县统计局 ; progress=120",
    );
    check("年份 | 收入 | 支出\n2023 | 12 | 11\n2024 | 13 | 12", "");
}

#[test]
fn rows_and_values_have_their_place() {
    let found = tasks(table("序号 | 任务 | 责任单位\n1 | 甲事 | 县水利局\n2 | 乙事 | 县水利局"));
    let places: Vec<String> = found.iter().map(|task| task.at.to_string()).collect();
    assert_eq!(places, ["text:100-101", "text:200-201"]);
}

#[test]
fn states_as_columns() {
    check(
        "序号 | 重点任务 | 责任单位 | 已完成 | 推进中 | 滞后
         1 | 编制水系规划 | 县水利局 | √ |  |
         2 | 疏浚河道10公里 | 县水利局 |  | ● |
         3 | 新修公路 | 县交通局 |  |  | ▲
         4 | 建设仓储园 | 县商务局 |  |  | ",
        "no=1 ; goal=编制水系规划 ; units=县水利局 ; status=已完成 ; state=completed
         no=2 ; goal=疏浚河道10公里 ; units=县水利局 ; status=推进中 ; state=on_schedule
         no=3 ; goal=新修公路 ; units=县交通局 ; status=滞后 ; state=behind
         no=4 ; goal=建设仓储园 ; units=县商务局",
    );
    check(
        "序号 | 重点任务 | 责任单位 | 完成状态 | < | <
         ^ | ^ | ^ | 达预期 | 序时推进 | 未启动
         1 | 编制水系规划 | 县水利局 |  | ✓ |
         2 | 新修公路 | 县交通局 | ✔ |  | ",
        "no=1 ; goal=编制水系规划 ; units=县水利局 ; status=序时推进 ; state=on_schedule
         no=2 ; goal=新修公路 ; units=县交通局 ; status=达预期 ; state=on_target",
    );
}

#[test]
fn a_choice_in_a_cell_and_shares_of_the_work() {
    check(
        "序号 | 重点任务 | 责任单位 | 完成状态
         1 | 编制水系规划 | 县水利局 | □已完成 ☑推进中 □滞后
         2 | 新修公路 | 县交通局 | 100%
         3 | 建设仓储园 | 县商务局 | 65.5％",
        "no=1 ; goal=编制水系规划 ; units=县水利局 ; status=推进中 ; state=on_schedule
         no=2 ; goal=新修公路 ; units=县交通局 ; progress=100% ; status=100% ; state=completed
         no=3 ; goal=建设仓储园 ; units=县商务局 ; progress=65.5％",
    );
}

#[test]
fn a_table_cut_in_two() {
    let first = "序号 | 重点任务 | 责任单位 | 完成状态\n1 | 编制水系规划 | 县水利局 | 已完成";
    let second =
        "2 | 新修公路 | 县交通局 | 滞后\n序号 | 重点任务 | 责任单位 | 完成状态\n3 | 建设仓储园 | 县商务局 | 未启动";
    let paragraph = |text: &str| Block::Paragraph(Paragraph::plain(text));
    let numbers = |blocks: Vec<Block>| tasks_of(blocks).iter().map(shown).collect::<Vec<_>>();
    let expected = [
        "no=1 ; goal=编制水系规划 ; units=县水利局 ; status=已完成 ; state=completed",
        "no=2 ; goal=新修公路 ; units=县交通局 ; status=滞后 ; state=behind",
        "no=3 ; goal=建设仓储园 ; units=县商务局 ; status=未启动 ; state=not_started",
    ];
    let (first, second) = (|| Block::Table(table(first)), || Block::Table(table(second)));
    assert_eq!(numbers(vec![first(), second()]), expected);
    assert_eq!(numbers(vec![first(), paragraph("（续上表）"), second()]), expected);
    // Text between them, or another number of columns, makes it another table.
    let apart = numbers(vec![first(), paragraph("以下为另一张统计表，与上表无关，请注意区分。"), second()]);
    assert_eq!(apart, [expected[0], expected[2]]);
    let other = Block::Table(table("甲 | 乙\n丙 | 丁"));
    assert_eq!(numbers(vec![first(), other]), [expected[0]]);
}

#[test]
fn headings_in_the_first_column() {
    check(
        "任务名称 | 编制水系规划 | 新修公路
         责任单位 | 县水利局 | 县交通局
         完成时限 | 2024年6月底 | 全年
         进展情况 | 已形成初稿 | 路基完工",
        "goal=编制水系规划 ; units=县水利局 ; due=2024年6月底 ; progress=已形成初稿
         goal=新修公路 ; units=县交通局 ; due=全年 ; progress=路基完工",
    );
    // A form.
    check(
        "任务名称 | 试卷审核
         题型 | □是 □否
         分值 | □是 □否
         责任单位 | 教务处
         负责人 | 签字",
        "",
    );
}

#[test]
fn a_column_of_progress_that_only_says_how_it_stands() {
    check(
        "序号|项目名称|1—9月进展情况|完成情况|责任单位
         1|修建县道|完成路基施工。|序时推进|县交通局
         2|改造老旧小区|全部完工。|已完成|县住建局",
        "no=1 ; goal=修建县道 ; units=县交通局 ; progress=完成路基施工。 ; status=序时推进 ; state=on_schedule
         no=2 ; goal=改造老旧小区 ; units=县住建局 ; progress=全部完工。 ; status=已完成 ; state=completed",
    );
}

#[test]
fn purchases_and_licences_are_no_tasks() {
    check(
        "序号|项目名称|采购单位|预算金额（万元）|中标单位
         1|办公家具|县教育局|48|云河市某某家具有限公司",
        "",
    );
    check("序号|建设项目名称|建设地点|建设单位|环评单位\n 1|塑料颗粒项目|柳河镇|某某公司|某某环保公司", "");
}

#[test]
fn a_schedule_by_quarters_and_units_with_people() {
    check(
        "目标任务 | 责任单位及责任人 | 时间进度安排 | < | 整改情况
         ^ | ^ | 一季度 | 二季度 | ^
         新建学校2所 | 县教育局　王恒/县住建局　李静 | 下达计划 | 开工建设 | 已完成",
        "goal=新建学校2所 ; leaders=王恒+李静 ; units=县教育局+县住建局 ; due=一季度：下达计划；二季度：开工建设 ; status=已完成 ; state=completed",
    );
}
