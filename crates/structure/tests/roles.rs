//! Headings of top-level sections with the roles that a reader gives them, in two halves: one was looked at while the
//! lexicon was made, the other was held back. Each must come out right in nineteen of twenty cases.

use lantai_model::{Block, Cues, Flow, Item, Paragraph, Span};

const HEADINGS: &str = include_str!("roles/headings.tsv");

#[test]
fn roles_of_headings() {
    let mut halves = [(0, 0), (0, 0)];
    let mut wrong = [String::new(), String::new()];
    for line in HEADINGS.lines().filter(|line| !line.starts_with('#')) {
        let [genre, roles, heading] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let half = usize::from(held_back(heading));
        let found = roles_of(genre, heading);
        let (right, all) = &mut halves[half];
        *all += 1;
        if found == roles.trim_matches('-') {
            *right += 1;
        } else {
            wrong[half].push_str(&format!("{heading}: {roles}, found {found}\n"));
        }
    }
    println!("seen {:?}, held back {:?}", halves[0], halves[1]);
    if std::env::var_os("LANTAI_SHOW").is_some() {
        println!("{}", wrong[0]);
    }
    assert!(halves[0].1 + halves[1].1 >= 200 && halves[0].1 >= 100 && halves[1].1 >= 100, "{halves:?}");
    for (half, (right, all)) in halves.into_iter().enumerate() {
        assert!(right * 100 >= all * 95, "half {half}: {right} of {all}\n{}", wrong[half]);
    }
}

/// FNV-1a of the heading decides its half.
fn held_back(heading: &str) -> bool {
    let hash = heading
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    (hash >> 20) & 1 == 1
}

/// The roles that the heading gets in a document of that genre.
fn roles_of(genre: &str, heading: &str) -> String {
    let title = match genre {
        "s" => "青溪县科技局2023年工作总结",
        "k" => "青溪县2024年科技工作要点",
        "p" => "青溪县科技创新实施方案",
        "n" => "关于做好科技工作的通知",
        other => panic!("no genre {other}"),
    };
    let mut flow = Flow::default();
    let heading = format!("一、{heading}");
    for (at, text) in [title, heading.as_str(), "正文从略。", "二、附注", "正文从略。"].into_iter().enumerate()
    {
        let block = Block::Paragraph(Paragraph::plain(text));
        flow.items.push(Item { block, cues: Cues::default(), at: Span::text(at, at + 1) });
    }
    let (document, _) = lantai_structure::structure(flow);
    let first = document.body.children.first();
    let roles = first.map(|section| section.role.iter().chain(&section.also).map(|role| role.as_str()).collect());
    roles.map_or(String::new(), |roles: Vec<_>| roles.join(","))
}
