//! The five texts that the product was conceived from, converted by the command, and what must be true of each.
//! They are not ours to publish: the test skips where they are absent.

use std::fs;
use std::path::PathBuf;

use lantai::{Options, Source};
use lantai_tests::{Scratch, run, shared};
use serde_json::Value;

/// The seed whose name begins with that number, converted by the command with these arguments.
fn seed(number: &str, arguments: &[&str]) -> Option<Value> {
    let file = file(number)?;
    let mut all = vec!["convert", file.to_str()?, "--to", "json"];
    all.extend(arguments);
    let scratch = Scratch::new();
    let done = run(scratch.path(), &all);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(serde_json::from_slice(&done.stdout).expect("JSON"))
}

fn file(number: &str) -> Option<PathBuf> {
    let folder = shared("seeds")?;
    let name = lantai_tests::files(&folder).into_iter().find(|name| name.to_string_lossy().starts_with(number))?;
    Some(folder.join(name))
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn omitted(conversion: &Value) -> String {
    let texts = list(&conversion["remarks"]).iter().filter(|remark| remark["kind"] == "omitted");
    texts.filter_map(|remark| remark["text"].as_str()).collect::<Vec<_>>().join("\n")
}

fn roles(document: &Value) -> Vec<&str> {
    list(&document["body"]["children"]).iter().filter_map(|section| section["role"].as_str()).collect()
}

/// Number labels of a section's children.
fn labels(section: &Value) -> Vec<&str> {
    list(&section["children"]).iter().filter_map(|child| child["number"]["label"].as_str()).collect()
}

#[test]
fn the_folder_converts_with_exit_code_0() {
    let Some(folder) = shared("seeds") else { return };
    let scratch = Scratch::new();
    let done = run(scratch.path(), ["convert", folder.to_str().expect("a path"), "--to", "json,markdown", "-o", "out"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let report: Value =
        serde_json::from_slice(&fs::read(scratch.path().join("out/.lantai/report.json")).expect("a report"))
            .expect("JSON");
    assert_eq!((&report["inputs"], &report["ok"]), (&5.into(), &5.into()), "{report}");
    assert_eq!(list(&report["rows"]).len(), 5);
}

/// The rows of the first seed: leaders, units, status, goal, and how the progress begins and ends.
const ROWS: [(&str, &str, &str, &str, &str, &str); 10] = [
    (
        "朱策、王恒来",
        "市财政局(国资委)、市经济和信息化局、市科技局",
        "序时推进",
        "深化与央企省企、知名民企、高校院所合作。",
        "组织开展安徽“双创汇",
        "流、洽谈产学研合作。",
    ),
    (
        "王恒来",
        "市科技局",
        "序时推进",
        "开展“海聚英才·揭榜挂帅”、聘请“科技副总”“产业教授”等活动。",
        "拟制2023年度市级",
        ",新增合作意向2名。",
    ),
    (
        "王恒来",
        "市科技局",
        "序时推进",
        "建立科技情报员、产业链与创新链“双链融合专员”制度。",
        "举办安徽“双创汇”走",
        "累计入库专家29人。",
    ),
    (
        "王恒来",
        "市科技局、市经济和信息化局",
        "达预期",
        "支持龙头企业与高校、科研院所组建创新联合体,引导企业建设省企业技术中心和制造业创新中心。",
        "黄山华绿园生物科技有",
        "认定的省重点实验室。",
    ),
    (
        "王恒来",
        "市科技局、市经济和信息化局",
        "达预期",
        "加快建设一批高品质众创空间、孵化器、加速器等载体,全年新认定省级创新平台3个以上。",
        "指导中科创新广场对照",
        "科技企业孵化器认定。",
    ),
    (
        "王恒来",
        "市科技局",
        "序时推进",
        "积极融入长三角区域创新共同体,深化与浙江大学、安徽大学、合肥工业大学、中国计量大学等产学研合作。",
        "赴中国科学技术大学先",
        "院所开展产学研对接。",
    ),
    (
        "王恒来",
        "市科技局",
        "序时推进",
        "支持行业领军企业组建科技成果中试基地,争取建立省科技成果转化引导基金黄山市子基金。",
        "会同徽州区政府、有关",
        "导基金提供决策支持。",
    ),
    (
        "王恒来",
        "市科技局",
        "序时推进",
        "全年新认定高新技术企业超45家、备案登记科技型中小企业超250家。",
        "第一批共推荐申报高新",
        "已完成年度目标任务。",
    ),
    ("王恒来", "市科技局", "序时推进", "全社会研发经费投入增长20%以上。", "全市共上报研发经费统", "“清零”的年度任务。"),
    (
        "王恒来、江卓琪",
        "市科技局、市农业农村局",
        "序时推进",
        "深化“科技特派员+”制度,农业科技进步贡献率提高到66.6%。",
        "全市各乡镇均已设立或",
        "业科技领域项目8项。",
    ),
];

#[test]
fn seed_000_is_a_task_table() {
    let Some(conversion) = seed("000", &[]) else { return };
    let document = &conversion["document"];
    let title = document["meta"]["title"]["value"].as_str().unwrap_or_default();
    assert!(title.starts_with("【二季度"), "{title}");
    let tables = list(&document["body"]["blocks"]).iter().filter(|block| block["type"] == "table").count();
    assert_eq!(tables, 1);
    let tasks = list(&document["tasks"]);
    let numbers: Vec<_> = tasks.iter().filter_map(|task| task["number"].as_str()).collect();
    assert_eq!(numbers, ["89", "143", "149", "150", "152", "154", "155", "156", "158", "173"]);
    for (task, gold) in tasks.iter().zip(ROWS) {
        let (leaders, units, status, goal, begins, ends) = gold;
        let progress = task["progress"].as_str().unwrap_or_default();
        assert_eq!(words(&task["leaders"]).join("、"), leaders);
        assert_eq!(words(&task["units"]).join("、"), units);
        assert_eq!(task["goal"], goal);
        assert_eq!(task["status"], status);
        assert_eq!(task["state"], if status == "达预期" { "on_target" } else { "on_schedule" });
        assert!(progress.starts_with(begins) && progress.ends_with(ends), "{progress}");
        assert!(words(&task["cooperating"]).is_empty() && task["due"] == "" && task["measures"] == "");
    }
}

#[test]
fn seed_001_is_repaired_and_in_three_sections() {
    let Some(conversion) = seed("001", &[]) else { return };
    let document = &conversion["document"];
    let text = document.to_string();
    let toned = text.chars().filter(|c| "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ".contains(*c)).count();
    assert_eq!(toned, 0, "annotations are left");
    assert!(text.contains("專家庫建設") && !text.contains('ㄔ'));
    assert_eq!(document["meta"]["published"]["value"], "2022-12-13T04:52:13");
    let gone = omitted(&conversion);
    assert!(gone.contains("網友上傳") && gone.contains("熱門標簽") && gone.contains("人文科學概論"), "{gone}");
    assert!(!text.contains("網友上傳") && !text.contains("心理培訓"));
    assert_eq!(roles(document), ["summary", "problems", "plans"]);
    let sections = list(&document["body"]["children"]);
    assert_eq!(sections.len(), 3);
    assert_eq!(labels(&sections[0]), ["(一)", "(二)", "(三)", "(四)", "(五)", "(六)", "(七)", "(八)"]);
    assert_eq!(labels(&sections[1]), ["一是", "二是", "三是", "四是"]);
    assert_eq!(labels(&sections[2]), ["(一)", "(二)", "(三)", "(四)", "(五)", "(六)"]);
}

#[test]
fn seed_001_in_simplified_characters() {
    let Some(conversion) = seed("001", &["--han", "simplified"]) else { return };
    let text = conversion["document"].to_string();
    assert!(text.contains("专家库建设") && text.contains("科学编制“十四五”科技创新发展规划") && !text.contains('創'));
}

/// Units of the measures in the second seed, in their order; after ` + ` those that cooperate with the one that leads.
const MEASURES: [&str; 36] = [
    "区科技经信局 + 各镇人民政府、各街道办事处、区发展改革委、区教育局、区财政局、区投资促进局、九龙园区服务中心、区国投集团",
    "区科技经信局",
    "区科技经信局 + 各镇人民政府、各街道办事处、区发展改革委、区财政局、九龙园区服务中心、区国投集团",
    "区委组织部",
    "区人力资源和社会保障局",
    "区科技经信局",
    "区科技经信局",
    "区人力资源和社会保障局",
    "区科技经信局、区委组织部、各镇人民政府、九龙园区服务中心",
    "区科技经信局 + 各镇人民政府、九龙园区服务中心",
    "区科技经信局 + 区发展改革委、九龙园区服务中心",
    "区发展改革委、区科技经信局、九龙园区服务中心、区国投集团",
    "区发展改革委、区科技经信局",
    "区科技经信局、区发展改革委、九龙园区服务中心",
    "区委组织部(区人才办)、区自然资源和规划局、区住建局、九龙园区服务中心、区国投集团",
    "区科技经信局",
    "区科技经信局、区财政局、区自然资源和规划局、区住建局、九龙园区服务中心",
    "区科技经信局",
    "区科技经信局 + 区七大新兴产业推进组工作专班牵头单位",
    "区委组织部、各镇人民政府、区发展改革委、区科技经信局、九龙园区服务中心、区国投集团",
    "区七大新兴产业推进组工作专班牵头单位",
    "各镇人民政府、区科技经信局、九龙园区服务中心",
    "区科技经信局",
    "区科技经信局、九龙园区服务中心",
    "区科技经信局",
    "区财政局、区科技经信局、区国投集团",
    "区财政局、区科技经信局",
    "区人力资源和社会保障局、区财政局",
    "区财政局、区科技经信局、区国投集团",
    "区财政局、区国投集团",
    "区政府督查室、区科技经信局",
    "区人民法院",
    "区市场监督管理局",
    "区科技经信局",
    "区委组织部",
    "区科技经信局",
];

#[test]
fn seed_002_measures_name_their_units() {
    let Some(conversion) = seed("002", &[]) else { return };
    let plan = &conversion["document"]["parts"][0]["parts"][0];
    let shown = |task: &Value| {
        let (units, cooperating) = (words(&task["units"]).join("、"), words(&task["cooperating"]).join("、"));
        if cooperating.is_empty() { units } else { format!("{units} + {cooperating}") }
    };
    let found: Vec<String> = list(&plan["tasks"]).iter().map(shown).collect();
    assert_eq!(found, MEASURES);
    let goal = |nth: usize| plan["tasks"][nth]["goal"].as_str().unwrap_or_default();
    assert!(goal(0).starts_with("坚持产城融合。") && goal(0).ends_with("屯溪的IP。"), "{}", goal(0));
    assert!(goal(3).starts_with("将研发投入、吸纳技术合同成交额") && goal(3).ends_with("考核指标。"), "{}", goal(3));
    assert_eq!((goal(30), goal(31)), ("加强组织领导。", "建立健全知识产权纠纷调解协议司法确认机制。"));
    // What a working group's office has to do in general is no task.
    assert!(list(&plan["parts"][0]["tasks"]).is_empty());
}

#[test]
fn seed_002_is_a_gazette_of_three_documents() {
    let Some(conversion) = seed("002", &[]) else { return };
    let document = &conversion["document"];
    let meta = &document["meta"];
    assert_eq!(document["genre"], "gazette");
    assert_eq!(meta["index_number"]["value"], "003143189/202308-00066");
    assert_eq!(meta["index_number"]["label"], "号");
    assert_eq!(meta["publisher"]["value"], "屯溪区政府办");
    assert_eq!(meta["published"]["value"], "2023-08-02");
    assert_eq!(meta["validity"]["value"], "有效");
    // The table of contents is no text.
    assert!(!document["body"].to_string().contains("关于印发") && omitted(&conversion).contains("政府办文件"));
    let parts = list(&document["parts"]);
    assert_eq!(parts.len(), 3);
    let date = |part: &Value| part["signature"]["date"]["value"].as_str().map(str::to_owned);
    let dates: Vec<_> = parts.iter().filter_map(date).collect();
    assert_eq!(dates, ["2023-07-21", "2023-06-30", "2023-07-04"]);
    assert_eq!(words(&parts[0]["signature"]["organs"]), ["屯溪区人民政府"]);
    assert_eq!(words(&parts[1]["signature"]["organs"]), ["屯溪区人民政府办公室"]);
    assert_eq!(words(&parts[0]["addressees"]), ["各镇人民政府", "各街道办事处", "区直有关单位"]);
    let plan = &parts[0]["parts"][0];
    assert_eq!(plan["genre"], "plan");
    assert_eq!(labels(&plan["body"]), ["一、", "二、", "三、"]);
    let children: Vec<usize> =
        list(&plan["body"]["children"]).iter().map(|section| list(&section["children"]).len()).collect();
    assert_eq!(children, [2, 7, 3]);
    let annex = &plan["parts"][0];
    assert_eq!(
        (&annex["genre"], &annex["meta"]["title"]["value"]),
        (&"annex".into(), &"屯溪区科技成果转化工作专班".into())
    );
    assert_eq!(labels(&annex["body"]), ["一、", "二、", "三、"]);
    assert_eq!(list(&plan["parts"]).len(), 1);
    let missing = list(&conversion["remarks"]).iter().filter(|remark| remark["rule"] == "attachment_missing").count();
    assert_eq!(missing, 1);
}

/// The sixteen work points of the fourth seed.
const WORK_POINTS: [&str; 16] = [
    "强化创新主体培育。",
    "强化科创平台增效。",
    "强化院(校)地协调创新。",
    "强化人工智能产业引育。",
    "提升企业自主创新能力。",
    "实施科技强农提升行动。",
    "加强绿色技术和民生科技创新。",
    "突出企业创新人才引育。",
    "拓宽科技要素对接渠道。",
    "强化科技成果转移转化。",
    "强化科技创新工作监测评价。",
    "突出企业创新生态优化。",
    "深化科技体制改革。",
    "加强政治机关建设。",
    "加强党风廉政建设。",
    "加强机关作风建设。",
];

#[test]
fn seed_003_counts_its_items_through() {
    let Some(conversion) = seed("003", &[]) else { return };
    let document = &conversion["document"];
    assert_eq!(document["genre"], "key_points");
    assert_eq!(labels(&document["body"]), ["一、", "二、", "三、"]);
    let third = &document["body"]["children"][2];
    assert_eq!(labels(third), ["(一)", "(二)", "(三)", "(四)", "(五)"]);
    let items: Vec<u64> = list(&third["children"])
        .iter()
        .flat_map(|child| list(&child["children"]))
        .filter_map(|item| item["number"]["value"].as_u64())
        .collect();
    assert_eq!(items, (1..=16).collect::<Vec<_>>());
    let tasks = list(&document["tasks"]);
    let goals: Vec<&str> = tasks.iter().filter_map(|task| task["goal"].as_str()).collect();
    assert_eq!(goals, WORK_POINTS);
    let numbers: Vec<u32> = tasks.iter().filter_map(|task| task["number"].as_str()?.parse().ok()).collect();
    assert_eq!(numbers, (1..=16).collect::<Vec<_>>());
    let measures = |nth: usize| tasks[nth]["measures"].as_str().unwrap_or_default();
    assert!(measures(0).starts_with("实施高新技术企业和") && measures(0).ends_with("中小企业1350家。"));
    assert!(measures(11).starts_with("设立科创类基金") && measures(11).ends_with("占比达到1.8%。"));
}

#[test]
fn seed_004_names_clauses() {
    let Some(conversion) = seed("004", &[]) else { return };
    let document = &conversion["document"];
    assert_eq!(document["meta"]["index_number"]["value"], "011336941/2025-05835");
    assert_eq!(document["meta"]["published"]["value"], "2025-02-21");
    assert_eq!(labels(&document["body"]), ["一、", "二、", "三、", "四、", "五、", "六、"]);
    let refs: Vec<Vec<&str>> = list(&document["tasks"]).iter().map(|task| words(&task["refs"])).collect();
    assert_eq!(
        refs,
        [
            ["第16条", "高新科"],
            ["第17条", "高新科"],
            ["第18条", "成果科"],
            ["第83条", "双创中心"],
            ["第85条", "战资科"],
            ["第87条", "战资科"]
        ]
    );
    let tasks = list(&document["tasks"]);
    let numbers: Vec<&str> = tasks.iter().filter_map(|task| task["number"].as_str()).collect();
    assert_eq!(numbers, ["一", "二", "三", "四", "五", "六"]);
    let text = |nth: usize, key: &str| tasks[nth][key].as_str().unwrap_or_default();
    assert!(text(0, "goal").ends_with("高新技术企业达620家。"), "{}", text(0, "goal"));
    assert!(text(2, "goal").starts_with("完成科技成果转化120项、") && text(2, "progress").ends_with("229亿元。"));
    assert!(text(4, "progress").starts_with("开展咸宁(武汉)离岸科创园建设考核3次"));
    assert_eq!(words(&document["signature"]["organs"]), ["咸宁市科学技术局"]);
    assert_eq!(document["signature"]["date"]["value"], "2024-10-12");
    let gone = omitted(&conversion);
    assert!(gone.contains("您现在的位置") && gone.contains("今天是") && gone.contains("无障碍阅读"), "{gone}");
}

#[test]
fn no_visible_character_is_lost() {
    let mut lost = Vec::new();
    for folder in ["seeds", "corpus"] {
        let Some(folder) = shared(folder) else { continue };
        for name in lantai_tests::files(&folder) {
            let bytes = fs::read(folder.join(&name)).expect("a file can be read");
            let source = Source { name: name.to_string_lossy().into_owned(), bytes, ..Source::default() };
            let Ok(format) = lantai::detect(&source) else { continue };
            let Ok(reading) = lantai::read(format, &source) else { continue };
            let conversion = lantai::convert(&source, &Options::default()).expect("what is read is converted");
            let missing = lantai_tests::lossless::missing(&reading.flow, &conversion);
            if !missing.is_empty() {
                lost.push(format!("{}: {missing:?}", source.name));
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}
