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
    assert_eq!(words(&tasks[0]["leaders"]), ["朱策", "王恒来"]);
    assert_eq!(words(&tasks[9]["leaders"]), ["王恒来", "江卓琪"]);
    assert_eq!(words(&tasks[9]["units"]), ["市科技局", "市农业农村局"]);
    for task in tasks {
        let expected = if ["150", "152"].contains(&task["number"].as_str().unwrap_or_default()) {
            "达预期"
        } else {
            "序时推进"
        };
        assert_eq!(task["status"], expected);
        assert!(
            !task["goal"].as_str().unwrap_or_default().is_empty()
                && !task["progress"].as_str().unwrap_or_default().is_empty()
        );
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
