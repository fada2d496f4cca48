//! Roles of sections in whole documents of many genres, told by headings, places and texts together.

use lantai_model::{Block, Cues, Flow, Item, Paragraph, Section, Span};

const DOCUMENTS: &str = include_str!("roles/documents.tsv");

/// Its title, its lines, its headings with their roles.
#[derive(Default)]
struct Text {
    lines: Vec<&'static str>,
    sections: Vec<(&'static str, &'static str)>,
}

fn structured(lines: &[&str]) -> Vec<Section> {
    let mut flow = Flow::default();
    for (at, line) in lines.iter().enumerate() {
        let block = Block::Paragraph(Paragraph::plain(*line));
        flow.items.push(Item { block, cues: Cues::default(), at: Span::text(at, at + 1) });
    }
    lantai_structure::structure(flow).0.body.children
}

fn roles(section: &Section) -> String {
    let roles: Vec<_> = section.role.iter().chain(&section.also).map(|role| role.as_str()).collect();
    if roles.is_empty() { "none".to_owned() } else { roles.join("+") }
}

#[test]
fn roles_in_documents() {
    let mut sets: Vec<Vec<Text>> = Vec::new();
    for line in DOCUMENTS.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with('%') {
            sets.push(Vec::new());
            continue;
        }
        let set = sets.last_mut().expect("a set");
        if let Some(title) = line.strip_prefix("= ") {
            set.push(Text { lines: vec![title], ..Text::default() });
            continue;
        }
        let text = set.last_mut().expect("a title");
        let heading = line.split_once('\t');
        text.sections.extend(heading);
        text.lines.push(heading.map_or(line, |(heading, _)| heading));
    }
    assert_eq!(sets.len(), 11);
    for set in &sets {
        let (mut right, mut all, mut wrong) = (0, 0, String::new());
        for text in set {
            let found = structured(&text.lines);
            for (heading, expected) in &text.sections {
                let bare = |text: &'_ str| text.trim_end_matches('。').to_owned();
                let section = found.iter().find(|section| {
                    !section.heading.is_empty() && bare(heading).ends_with(bare(&section.heading).as_str())
                });
                let got = section.map_or("no section".to_owned(), roles);
                all += 1;
                match expected.split('|').any(|expected| expected == got) {
                    true => right += 1,
                    false => wrong.push_str(&format!("{}: {heading}: {expected}, found {got}\n", text.lines[0])),
                }
            }
        }
        println!("{right} of {all}\n{wrong}");
        assert!(all >= 40 && right * 100 >= all * 95, "{right} of {all}\n{wrong}");
    }
}

#[test]
fn paragraphs_without_headings() {
    let found = structured(&[
        "青溪县渔政站2023年工作小结",
        "2023年，我站巡查水域96次，查处违规捕捞38起，增殖放流鱼苗120万尾。",
        "存在的主要问题：一是执法艇老化；二是夜间力量不足。",
        "与先进县相比，科技手段还有不小差距。",
        "2024年，我们将新建视频探头40处，推行网格巡护。",
    ]);
    let roles: Vec<String> = found.iter().map(roles).collect();
    assert_eq!(roles, ["summary", "problems", "plans"]);
    // The points of a paragraph stay with it, and what goes on with it stands behind them.
    let below: Vec<_> = found[1].children.iter().map(|child| child.number.is_some()).collect();
    assert_eq!(below, [true, true, false]);
}
