//! Measures, work points and goals as documents print them, with the tasks that a reader sees.

use lantai_model::{Block, Cues, Flow, Item, Paragraph, Span, Task};

/// The tasks of a text whose lines are paragraphs, its parts' tasks after its own.
fn tasks(text: &str) -> Vec<Task> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let item = |line: &str| Item {
        block: Block::Paragraph(Paragraph::plain(line)),
        cues: Cues::default(),
        at: Span::default(),
    };
    let flow = Flow { items: lines.map(item).collect(), ..Flow::default() };
    let document = lantai_structure::structure(flow).0;
    document.parts.iter().fold(document.tasks, |mut all, part| {
        all.extend(part.tasks.iter().cloned());
        all
    })
}

fn shown(task: &Task) -> String {
    let mut all = vec![format!("{} {}", task.number, task.goal)];
    let units = [("measures", &task.measures), ("due", &task.due), ("progress", &task.progress)];
    for (name, text) in units.into_iter().filter(|(_, text)| !text.is_empty()) {
        all.push(format!("{name}={}", text.replace('\n', "/")));
    }
    let lists = [("leaders", &task.leaders), ("units", &task.units), ("with", &task.cooperating), ("refs", &task.refs)];
    for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        all.push(format!("{name}={}", list.join("+")));
    }
    all.join(" ; ")
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = tasks(text).iter().map(shown).collect();
    assert_eq!(found, expected);
}

#[test]
fn brackets_after_measures() {
    check(
        "青溪县促进茶产业发展行动方案
         一、总体要求
         坚持绿色发展，做强茶产业。
         二、主要任务
         （一）建设生态茶园。推广有机肥，三年新建生态茶园2万亩（含老茶园改造）。（县农业农村局牵头，各乡镇人民政府、县林业局按职责分工负责）
         （二）培育龙头企业。支持企业上市。（县地方金融管理局负责）支持企业技术改造。（县经信局、县财政局按职责分工负责）
         三、保障措施
         （一）加强领导。成立领导小组。",
        &[
            "（一） 建设生态茶园。 ; measures=推广有机肥，三年新建生态茶园2万亩（含老茶园改造）。 ; units=县农业农村局 ; with=各乡镇人民政府+县林业局",
            "（二） 支持企业上市。 ; units=县地方金融管理局",
            "（二） 支持企业技术改造。 ; units=县经信局+县财政局",
        ],
    );
}

#[test]
fn responsibility_on_lines_of_its_own() {
    check(
        "云河市优化营商环境实施方案
         一、重点任务
         1.压减办理时限。企业开办一日办结，
         不动产登记半日办结。
         牵头单位：市市场监管局
         配合单位：市自然资源局、市税务局
         完成时限：2024年9月底
         2.推行容缺受理。
         （责任单位：市政务服务局；责任领导：沈一帆）
         3.清理隐性门槛。全面清理不合理限制。责任单位：市发改委",
        &[
            "1 压减办理时限。 ; measures=企业开办一日办结，/不动产登记半日办结。 ; due=2024年9月底 ; units=市市场监管局 ; with=市自然资源局+市税务局",
            "2 推行容缺受理。 ; leaders=沈一帆 ; units=市政务服务局",
            "3 清理隐性门槛。 ; measures=全面清理不合理限制。 ; units=市发改委",
        ],
    );
}

#[test]
fn responsibility_in_headings() {
    check(
        "临江区2024年重点工作任务分解
         一、重点任务
         （一）实施河道治理工程（牵头单位：区水利局；责任单位：区财政局、各街道）
         完成清淤30公里。
         1.汛前完成勘测。
         2.汛后全面施工。
         （二）改造供水管网（区住建局牵头）
         改造管网12公里。",
        &[
            "（一） 实施河道治理工程 ; measures=完成清淤30公里。/1.汛前完成勘测。/2.汛后全面施工。 ; units=区水利局 ; with=区财政局+各街道",
            "（二） 改造供水管网 ; measures=改造管网12公里。 ; units=区住建局",
        ],
    );
}

#[test]
fn goals_with_references() {
    check(
        "市科技局重点任务三季度进展情况报告
         一、新增高新技术企业60家。（第12条、高新科）
         目前已申报72家。
         二、建成中试基地2个。（第15项，平台科）
         一是完成选址。二是启动建设。
         三、举办对接活动（上半年）。
         已举办3场。",
        &[
            "一 新增高新技术企业60家。 ; progress=目前已申报72家。 ; refs=第12条+高新科",
            "二 建成中试基地2个。 ; progress=一是完成选址。/二是启动建设。 ; refs=第15项+平台科",
        ],
    );
}

#[test]
fn work_points_are_tasks_of_the_deepest_items() {
    check(
        "青溪县科技局2024年工作要点
         2024年总的要求是稳中求进。
         一、培育创新主体
         1.壮大企业梯队。新增高企30家。
         2.做强平台。
         （1）建设实验室。
         （2）建设工程中心。
         二、强化党建引领
         一是加强学习。二是改进作风。",
        &[
            "1 壮大企业梯队。 ; measures=新增高企30家。",
            "2 做强平台。 ; measures=（1）建设实验室。/（2）建设工程中心。",
            "二 强化党建引领 ; measures=一是加强学习。/二是改进作风。",
        ],
    );
}

#[test]
fn items_that_name_a_unit() {
    check(
        "青溪县创建园林县城实施方案
         一、任务分工
         （一）县住建局。负责公园建设。
         （二）县财政局。负责经费保障。
         二、保障措施
         加强领导。",
        &["（一） 负责公园建设。 ; units=县住建局", "（二） 负责经费保障。 ; units=县财政局"],
    );
}

#[test]
fn what_only_looks_like_a_charge() {
    check(
        "青溪县科技局2023年工作总结
         一、主要工作
         （一）推进项目。由企业自主管理（企业负责人负责制）的项目完成12项。
         （二）开展培训（县科技局、县人社局）。培训500人（含线上）。
         牵头单位要加强统筹。
         （三）抓好落实（详见附件）。",
        &[],
    );
}

#[test]
fn labels_below_a_heading_and_text_after_them() {
    check(
        "青溪县生态环境保护督察整改方案
         一、总体要求
         坚持问题导向，逐项整改。
         二、整改任务
         （一）部分乡镇污水管网建设滞后。
         责任单位：县住建局、柳河镇人民政府
         责任领导：朱明
         整改时限：2024年12月底前
         整改措施：加快推进管网二期工程。
         整改进展：已建成管网12公里。
         （二）砂石企业扬尘治理不到位。
         责任单位：县经信局、
         县应急管理局
         整改时限：立行立改
         整改措施：安装喷淋设施。",
        &[
            "（一） 部分乡镇污水管网建设滞后。 ; measures=整改措施：加快推进管网二期工程。 ; due=2024年12月底前 ; progress=已建成管网12公里 ; leaders=朱明 ; units=县住建局+柳河镇人民政府",
            "（二） 砂石企业扬尘治理不到位。 ; measures=整改措施：安装喷淋设施。 ; due=立行立改 ; units=县经信局+县应急管理局",
        ],
    );
}

#[test]
fn matters_of_minutes_that_name_who_sees_to_them() {
    check(
        "关于研究青溪大道改造有关问题的会议纪要
         2024年4月6日，副县长朱明在县政府主持召开专题会议。会议议定：
         一、关于征地问题。由柳河镇负责，4月底前完成签约。
         二、关于管线问题。由县住建局牵头，县供电公司、县水务集团配合，5月底前完成迁改。
         三、关于下一步工作。各单位要提高认识，密切配合。
         四、关于资金问题。由县财政局负责统筹安排资金300万元。
         出　席：县财政局　王恒",
        &[
            "一 关于征地问题。 ; measures=由柳河镇负责，4月底前完成签约。 ; units=柳河镇",
            "二 关于管线问题。 ; measures=由县住建局牵头，县供电公司、县水务集团配合，5月底前完成迁改。 ; units=县住建局 ; with=县供电公司+县水务集团",
            "四 关于资金问题。 ; measures=由县财政局负责统筹安排资金300万元。 ; units=县财政局",
        ],
    );
}

#[test]
fn who_is_responsible_below_the_last_of_several_items() {
    check(
        "青溪县农业机械化行动方案
         一、总体要求
         坚持绿色发展。
         二、重点任务
         （一）补齐装备短板。
         1．推进适用机械研发。支持企业攻关。
         2．加快老旧农机更新。三年更新200台。
         责任单位：县农业农村局、县财政局
         （二）强化服务。培育农机合作社50家。
         责任单位：县供销社",
        &[
            "（一） 补齐装备短板。 ; measures=1．推进适用机械研发。/支持企业攻关。/2．加快老旧农机更新。/三年更新200台。 ; units=县农业农村局+县财政局",
            "（二） 强化服务。 ; measures=培育农机合作社50家。 ; units=县供销社",
        ],
    );
}

#[test]
fn a_text_that_goes_by_units() {
    check(
        "青溪县贯彻落实优化营商环境条例任务分工
         一、县市场监督管理局
         1.推行企业登记全程电子化。
         2.建立简易注销制度。
         二、县税务局
         3.精简办税资料。",
        &[
            "1 推行企业登记全程电子化。 ; units=县市场监督管理局",
            "2 建立简易注销制度。 ; units=县市场监督管理局",
            "3 精简办税资料。 ; units=县税务局",
        ],
    );
}

#[test]
fn sentences_in_a_row_that_say_who() {
    check(
        "青溪县2024年重点工程责任分工
         1.交通畅通工程。新建农村公路35公里。责任领导：朱明。责任单位：县交通局。
         2.教育提质工程。建成学校3所。责任领导：李静。责任单位：县教育局，县住建局。",
        &[
            "1 交通畅通工程。 ; measures=新建农村公路35公里。 ; leaders=朱明 ; units=县交通局",
            "2 教育提质工程。 ; measures=建成学校3所。 ; leaders=李静 ; units=县教育局+县住建局",
        ],
    );
}

#[test]
fn what_is_examined_is_no_task() {
    check(
        "关于开展2024年度安全生产考核的通知
         各镇人民政府：
         一、考核内容
         （一）责任落实情况。查看会议记录。
         （二）隐患排查情况。查看排查台账。
         二、工作要求
         各镇要高度重视。",
        &[],
    );
}
