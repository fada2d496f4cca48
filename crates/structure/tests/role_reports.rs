//! Roles of sections in whole reports, where the place and the text of a section tell what its heading does not.

use lantai_model::{Block, Cues, Flow, Item, Paragraph, Section, Span};

const REPORTS: &str = include_str!("roles/reports.tsv");

/// The number of its set, its title, its headings with their roles.
type Report = (usize, &'static str, Vec<(&'static str, &'static str)>);

/// A sentence such as stands in a section of that role.
fn text(role: &str) -> &'static str {
    match role {
        "overview" => "全县辖12个乡镇、186个行政村，现有干部职工326人，内设科室8个。",
        "goals" => "到2025年底，力争综合覆盖率达到95%以上，群众满意度达到90%以上。",
        "summary" => "先后召开专题会议5次，印发文件12份，解决具体事项43件，取得了较好成效。",
        "tasks" => "各单位按照任务分工，逐项细化举措，加大执法检查力度，形成工作合力。",
        "problems" => "工作中还有不少薄弱环节，人员力量相对紧张，个别项目进度偏慢。",
        "plans" => "将继续围绕中心工作，细化措施，压实责任，推动各项工作再上新台阶。",
        "safeguards" => "各级各部门要高度重视，成立工作专班，明确专人负责，加强督促检查。",
        "suggestions" => "建议上级部门加大资金支持力度，进一步完善配套政策。",
        _ => "有关情况已按规定办理。",
    }
}

fn structured(title: &'static str, sections: &[(&str, &str)]) -> Vec<Section> {
    let mut lines = vec![title];
    for (heading, roles) in sections {
        lines.push(heading);
        lines.push(text(roles.split(['|', ',']).next().unwrap_or("none")));
    }
    let mut flow = Flow::default();
    for (at, line) in lines.into_iter().enumerate() {
        let block = Block::Paragraph(Paragraph::plain(line));
        flow.items.push(Item { block, cues: Cues::default(), at: Span::text(at, at + 1) });
    }
    lantai_structure::structure(flow).0.body.children
}

#[test]
fn roles_in_reports() {
    let mut sets: Vec<(usize, usize, String)> = Vec::new();
    let mut reports: Vec<Report> = Vec::new();
    let mut set = 0;
    for line in REPORTS.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with('%') {
            sets.push(Default::default());
            set = sets.len() - 1;
        } else if let Some(title) = line.strip_prefix("= ") {
            reports.push((set, title, Vec::new()));
        } else {
            let section = line.split_once('\t').expect("a heading and its roles");
            reports.last_mut().expect("a title").2.push(section);
        }
    }
    for (set, title, sections) in reports {
        let found = structured(title, &sections);
        for (at, (heading, roles)) in sections.iter().enumerate() {
            let section = found.get(at).filter(|section| heading.ends_with(section.heading.as_str()));
            let got = section.map_or("no section".into(), |section| {
                let roles: Vec<_> = section.role.iter().chain(&section.also).map(|role| role.as_str()).collect();
                if roles.is_empty() { "none".to_owned() } else { roles.join(",") }
            });
            let (right, all, wrong) = &mut sets[set];
            *all += 1;
            if roles.split('|').any(|roles| roles == got) {
                *right += 1;
            } else {
                wrong.push_str(&format!("{title}: {heading}: {roles}, found {got}\n"));
            }
        }
    }
    for (right, all, wrong) in &sets {
        println!("{right} of {all}\n{wrong}");
        assert!(right * 100 >= all * 95, "{right} of {all}\n{wrong}");
    }
    assert_eq!(sets.len(), 3);
}
