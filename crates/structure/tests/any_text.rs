//! No text whatever makes the structure step fail: lines put together from pieces that its rules look at.

use lantai_model::{Block, Cell, Cues, Flow, Item, Paragraph, Row, Span, Table};

const PIECES: &[&str] = &[
    "号",
    "第",
    "〔",
    "2022",
    "〕",
    "）",
    "（",
    "(",
    ")",
    "牵头",
    "负责",
    "单位：",
    "责任单位",
    "：",
    ":",
    "。",
    "，",
    "、",
    " ",
    "　",
    "签发人",
    "机密",
    "★",
    "年",
    "月",
    "日",
    "1",
    "-6",
    "十四五",
    "季度",
    "省",
    "市",
    "县",
    "局",
    "抄送",
    "印发",
    "附件",
    "一、",
    "（一）",
    "1.",
    "序号",
    "目标",
    "任务",
    "进展",
    "状态",
    "朱",
    "王恒",
    "副市长",
    "会同",
    "等",
    "文件",
    "云河",
    "通知",
    "二〇",
    "○",
    "🌊",
    "\u{301}",
    "«",
    "【",
    "】",
    "合计",
    "—",
    "完成",
    "未",
    "\n",
    "配合",
    "由",
    "至",
    "上半年",
    "的",
    "关于",
    "人民政府",
];

/// The next of a fixed row of numbers that look random.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    (*state >> 33) as usize
}

fn text(state: &mut u64) -> String {
    (0..1 + next(state) % 12).map(|_| PIECES[next(state) % PIECES.len()]).collect()
}

#[test]
fn nothing_fails() {
    let mut state = 7;
    for _ in 0..3000 {
        let mut items = Vec::new();
        for nth in 0..1 + next(&mut state) % 14 {
            let block = if next(&mut state).is_multiple_of(6) {
                let cell = |state: &mut u64| {
                    let mut cell = Cell::new(text(state), Span::default());
                    (cell.row_span, cell.col_span) = (1 + next(state) as u32 % 3, 1 + next(state) as u32 % 2);
                    cell
                };
                let row = |state: &mut u64| Row { cells: (0..next(state) % 6).map(|_| cell(state)).collect() };
                Block::Table(Table {
                    caption: None,
                    rows: (0..next(&mut state) % 6).map(|_| row(&mut state)).collect(),
                })
            } else {
                let line = text(&mut state).replace('\n', "");
                Block::Paragraph(Paragraph::plain(if line.trim().is_empty() { "云" } else { &line }))
            };
            items.push(Item { block, cues: Cues::default(), at: Span::text(nth * 10, nth * 10 + 9) });
        }
        lantai_structure::structure(Flow { items, ..Flow::default() });
    }
}
