//! Whatever numbered lines follow one another: the outline keeps every character, in its order, and says so twice alike.

use lantai_model::{Align, Block, Cues, Document, Flow, Item, Mark, MarkKind, Paragraph, Remark, Section, Span};

/// A generator of numbers that needs no crate (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const NUMBERS: &[&str] = &[
    "一、",
    "二、",
    "三、",
    "十二、",
    "（一）",
    "（二）",
    "(三)",
    "㈣",
    "1.",
    "2．",
    "3、",
    "⒈",
    "（1）",
    "2）",
    "⑶",
    "①",
    "②",
    "第一章 ",
    "第二节 ",
    "第三条 ",
    "第四条",
    "第一部分 ",
    "1.1",
    "1.2 ",
    "1.1.1",
    "A.",
    "B、",
    "一是",
    "二是",
    "三是",
    "一要",
    "首先，",
    "其次，",
    "最后",
    "第一，",
    "第二、",
    "01",
    "02",
    "3 ",
    "——",
    "●",
    "",
    "",
    "",
];
const TEXTS: &[&str] = &[
    "加强组织领导。",
    "成立领导小组，落实责任；",
    "主要做法",
    "存在问题：",
    "新增企业50家，增长8%。",
    "抓早，",
    "各项工作平稳推进",
    "总 则",
    "1.31亿元",
    "2023年8月2日",
    "（市科技局牵头）",
    "“双随机、一公开”",
    "第16条、第17条",
    " ",
    "　",
    "责任到人！",
    "𠀀𣎴",
];

fn flow(random: &mut Random) -> Flow {
    let mut flow = Flow::default();
    for line in 0..2 + random.below(14) {
        let mut text = String::new();
        for _ in 0..1 + random.below(4) {
            text.push_str(random.pick(NUMBERS));
            text.push_str(random.pick(TEXTS));
        }
        if text.trim().is_empty() {
            continue;
        }
        let mut cues = Cues::default();
        let mut marks = Vec::new();
        match random.below(8) {
            0 => cues.bold = true,
            1 => cues.align = Align::Center,
            2 => cues.heading = 1 + random.below(3) as u8,
            3 => cues.size = 1.3,
            4 => {
                let end =
                    text.char_indices().map(|(at, c)| at + c.len_utf8()).nth(random.below(6)).unwrap_or(text.len());
                marks.push(Mark { start: 0, end: end as u32, kind: MarkKind::Strong });
            }
            _ => {}
        }
        let block = Block::Paragraph(Paragraph { text, marks, list: 0 });
        flow.items.push(Item { block, cues, at: Span::text(line, line + 1) });
    }
    flow
}

fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace())
}

fn section(out: &mut String, from: &Section) {
    out.extend(from.number.iter().flat_map(|number| visible(&number.label)));
    out.extend(visible(&from.heading));
    for placed in &from.blocks {
        if let Block::Paragraph(paragraph) = &placed.block {
            out.extend(visible(&paragraph.text));
        }
    }
    from.children.iter().for_each(|child| section(out, child));
}

/// All that a document states outside its outline.
fn rest(out: &mut String, document: &Document) {
    let fields = document.meta.fields.iter().map(|(_, field)| field).chain(&document.meta.other);
    fields.for_each(|field| out.push_str(&format!("{}{}", field.label, field.stated)));
    out.extend(document.salutation.iter().map(|salutation| salutation.stated.as_str()));
    out.extend(document.signature.iter().map(|signature| signature.stated.as_str()));
    for placed in [&document.closing, &document.attachment_list, &document.notes].into_iter().flatten() {
        if let Block::Paragraph(paragraph) = &placed.block {
            out.push_str(&paragraph.text);
        }
    }
    for part in &document.parts {
        section(out, &part.body);
        rest(out, part);
    }
}

#[test]
fn nothing_is_lost_and_nothing_moves() {
    let mut random = Random(0x5eed_1234_5678_9abc);
    for case in 0..2000 {
        let flow = flow(&mut random);
        let input: String = flow
            .items
            .iter()
            .flat_map(|item| match &item.block {
                Block::Paragraph(paragraph) => visible(&paragraph.text).collect::<Vec<_>>(),
                _ => Vec::new(),
            })
            .collect();
        let (document, remarks) = lantai_structure::structure(flow.clone());
        let (mut body, mut others) = (String::new(), String::new());
        section(&mut body, &document.body);
        rest(&mut others, &document);
        for remark in &remarks {
            if let Remark::Omitted { text, .. } = remark {
                others.push_str(text);
            }
        }
        // In order: what the outline says stands in the source from left to right.
        let mut source = input.chars();
        let moved = body.chars().find(|c| !source.any(|s| s == *c));
        assert_eq!(moved, None, "case {case}: {input}\n{body}");
        // Complete: each character as often as in the source.
        let (mut all, mut had): (Vec<char>, Vec<char>) =
            (body.chars().chain(visible(&others)).collect(), input.chars().collect());
        all.sort_unstable();
        had.sort_unstable();
        let mut found = all.into_iter();
        let lost = had.into_iter().find(|c| !found.by_ref().any(|f| f == *c));
        assert_eq!(lost, None, "case {case}: {input}\n{body}\n{others}");
        if case % 16 == 0 {
            let again = lantai_structure::structure(flow);
            assert_eq!(format!("{document:?}{remarks:?}"), format!("{:?}{:?}", again.0, again.1));
        }
    }
}

#[test]
fn depth_and_length_are_bounded() {
    // Each line nests deeper if it can; no outline is deeper than there are kinds of numbers and headings.
    let mut random = Random(0xabcd_ef01_2345_6789);
    let mut all = Flow::default();
    for _ in 0..400 {
        all.items.extend(flow(&mut random).items);
    }
    let (document, _) = lantai_structure::structure(all);
    let mut deepest = 0;
    let mut waiting = vec![(&document.body, 0usize)];
    while let Some((section, depth)) = waiting.pop() {
        deepest = deepest.max(depth);
        waiting.extend(section.children.iter().map(|child| (child, depth + 1)));
    }
    assert!(deepest <= 90, "{deepest}");
}
