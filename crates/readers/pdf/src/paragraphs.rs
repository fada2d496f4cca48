//! Lines to paragraphs: where the text area ends, which lines are centred, and which line goes on in the next.

use lantai_model::Align;

use crate::columns::Column;
use crate::layout::{Block, PageLayout};
use crate::lines::Line;

/// What is usual in a document; the measure for single lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Habit {
    /// Font size of most characters.
    pub size: f32,
    /// Distance of base lines inside paragraphs, in font sizes.
    pub leading: f32,
}

impl Habit {
    /// A size in sizes of the text, with two decimals; 0 where nothing is usual.
    pub fn relative(&self, size: f32) -> f32 {
        if self.size > 0.0 { (size / self.size * 100.0).round() / 100.0 } else { 0.0 }
    }
}

/// Long lines that show a page's text area.
const SURE: usize = 4;
/// How much larger than the text the type of a title is.
const LARGER: f32 = 1.06;
/// Type larger than this, in sizes of the text, does not show where the text's edges are, beside lines of the text.
const LARGE: f32 = 1.8;
/// Gap in a line, in ems, over which it is two statements at either end of the line.
const PARTED: f32 = 6.0;
/// Characters outside tables that are enough to learn from.
const ENOUGH: usize = 200;

/// A line where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed<'l> {
    pub line: &'l Line,
    /// Left and right end of its text area.
    pub area: (f32, f32),
    pub page: u32,
    pub column: Column,
    /// Usual distance of base lines on its page, in font sizes.
    pub leading: f32,
    /// A separating ruling stands right above, and right below.
    pub ruled: (bool, bool),
}

/// The lines of a page's text without its furniture.
fn body(page: &PageLayout) -> impl Iterator<Item = (&Line, Column)> {
    page.blocks.iter().filter(|block| block.margin.is_none()).filter_map(|block| Some((block.line()?, block.column)))
}

/// Learns what is usual.
pub(crate) fn habit(pages: &[PageLayout]) -> Habit {
    // Size in quarter points and leading in twentieths of an em, each with a count; small sorted tables.
    let mut sizes: Vec<(i32, usize)> = Vec::new();
    let most = |table: &[(i32, usize)]| table.iter().max_by_key(|e| e.1).map(|e| e.0);
    for (line, _) in pages.iter().flat_map(body) {
        bump(&mut sizes, quarter_points(line.size), line.chars);
    }
    // Text outside tables sets the measure, unless there is next to none.
    if sizes.iter().map(|e| e.1).sum::<usize>() < ENOUGH {
        for table in pages.iter().flat_map(|page| &page.blocks).filter_map(|block| block.table()) {
            bump(&mut sizes, quarter_points(table.size), table.chars);
        }
    }
    let size = most(&sizes).map_or(0.0, |key| key as f32 / 4.0);
    let mut all: Vec<(i32, usize)> = Vec::new();
    for page in pages {
        for (key, count) in leadings(page, size) {
            bump(&mut all, key, count);
        }
    }
    Habit { size, leading: leading(&all, 1).unwrap_or(1.6) }
}

fn quarter_points(size: f32) -> i32 {
    (size * 4.0).round().clamp(0.0, 4000.0) as i32
}

/// Adds to a count in a small sorted table.
fn bump(table: &mut Vec<(i32, usize)>, key: i32, by: usize) {
    match table.binary_search_by_key(&key, |entry| entry.0) {
        Ok(i) => table[i].1 += by,
        Err(i) => table.insert(i, (key, by)),
    }
}

/// Distances of neighbouring base lines on a page, in twentieths of an em, with their counts.
fn leadings(page: &PageLayout, size: f32) -> Vec<(i32, usize)> {
    let mut table = Vec::new();
    let mut last: Option<&Line> = None;
    for (line, _) in body(page) {
        if let Some(before) = last {
            let step = (before.y - line.y) / line.size.max(0.1);
            let usual = |line: &Line| (line.size - size).abs() < 0.1 * size;
            if (0.8..4.0).contains(&step) && usual(line) && usual(before) {
                bump(&mut table, (step * 20.0).round() as i32, 1);
            }
        }
        last = Some(line);
    }
    table
}

/// The distance of lines inside paragraphs. Paragraphs of one line may outnumber lines inside paragraphs: the smallest
/// distance that is frequent counts.
fn leading(table: &[(i32, usize)], least: usize) -> Option<f32> {
    let top = table.iter().map(|entry| entry.1).max().filter(|top| *top >= least)?;
    table.iter().find(|entry| entry.1 * 3 >= top).map(|entry| entry.0 as f32 / 20.0)
}

/// Finds the text area of each page and column.
pub(crate) fn measure(pages: &mut [PageLayout], habit: &Habit) {
    let mut columns: Vec<Column> = pages.iter().flat_map(|page| &page.blocks).map(|block| block.column).collect();
    columns.sort_unstable();
    columns.dedup();
    let own: Vec<Vec<Option<(f32, f32, usize)>>> =
        pages.iter().map(|page| columns.iter().map(|column| area(page, *column, habit)).collect()).collect();
    // The document's usual area, by column, from the pages that show it best.
    let usual = |c: usize| {
        let areas = || own.iter().filter_map(|page| page.get(c).copied().flatten());
        let sure = areas().any(|area| area.2 >= SURE);
        let best: Vec<(f32, f32, usize)> = areas().filter(|area| !sure || area.2 >= SURE).collect();
        let median = |mut values: Vec<f32>| {
            values.sort_by(f32::total_cmp);
            values.get(values.len() / 2).copied()
        };
        Some((median(best.iter().map(|a| a.0).collect())?, median(best.iter().map(|a| a.1).collect())?))
    };
    let usual: Vec<Option<(f32, f32)>> = (0..columns.len()).map(usual).collect();
    let sizes: Vec<(f32, f32)> = pages.iter().map(|page| page.size).collect();
    for (page, own) in pages.iter_mut().zip(&own) {
        page.leading = leading(&leadings(page, habit.size), 4).unwrap_or(habit.leading);
        let same_paper = |size: &(f32, f32)| (size.0 - page.size.0).abs() < 10.0;
        let usual_paper = sizes.iter().filter(|size| same_paper(size)).count() * 2 > sizes.len();
        for ((column, own), usual) in columns.iter().zip(own).zip(&usual) {
            let area = match (*own, usual.filter(|_| usual_paper)) {
                // Mirrored pages differ: what a page shows well counts for it, but a full line sets its right end.
                (Some(own), Some(usual)) if own.2 >= SURE => {
                    let shift = own.0 - usual.0;
                    let near = shift.abs() < 3.0 * habit.size && usual.1 + shift - own.1 < 0.15 * (own.1 - own.0);
                    (own.0, if near { own.1.max(usual.1 + shift) } else { own.1 })
                }
                (Some(own), Some(usual)) => (own.0.min(usual.0), own.1.max(usual.1)),
                (Some(own), None) => (own.0, own.1),
                (None, usual) => usual.unwrap_or((0.0, page.size.0)),
            };
            for block in page.blocks.iter_mut().filter(|block| block.column == *column) {
                block.area = area;
            }
        }
    }
}

/// Left end, right end and number of long lines of a column's text.
fn area(page: &PageLayout, column: Column, habit: &Habit) -> Option<(f32, f32, usize)> {
    // What stands over columns has their area. Heads and titles in large type may reach beyond the text.
    let inside = |at: Column| at == column || column == Column::WHOLE;
    let all = || body(page).filter(|(_, at)| inside(*at)).map(|(line, _)| line);
    let usual = |line: &&Line| line.size <= LARGE * habit.size;
    let some = all().filter(usual).take(SURE).count() == SURE;
    let extents: Vec<(f32, f32)> =
        all().filter(|line| !some || usual(line)).map(|line| (line.rect.x0, line.rect.x1)).collect();
    let mut left = extents.iter().map(|e| e.0).reduce(f32::min)?;
    let mut right = extents.iter().map(|e| e.1).reduce(f32::max)?;
    // Short lines that stick out do not make an edge, where long ones show it.
    let long: Vec<(f32, f32)> = extents.into_iter().filter(|e| e.1 - e.0 > 0.5 * (right - left)).collect();
    let edge = |of: fn(&(f32, f32)) -> f32, better: fn(f32, f32) -> f32| long.iter().map(of).reduce(better);
    if let (Some(x0), Some(x1)) = (edge(|e| e.0, f32::min), edge(|e| e.1, f32::max)) {
        let near = if long.len() >= SURE { f32::INFINITY } else { 4.0 * habit.size };
        left = if x0 - left < near { x0 } else { left };
        right = if right - x1 < near { x1 } else { right };
    }
    if long.len() < SURE {
        // Too few lines to show the area: tables fill it, too.
        for table in page.blocks.iter().filter(|block| block.column == column).filter_map(|block| block.table()) {
            left = left.min(table.rect.x0);
            right = right.max(table.rect.x1);
        }
    }
    Some((left, right, long.len()))
}

/// How a line stands in its area.
pub(crate) fn align(placed: &Placed<'_>, habit: &Habit) -> Align {
    let (line, (left, right)) = (placed.line, placed.area);
    let (before, after) = (line.rect.x0 - left, right - line.rect.x1);
    let em = line.size;
    let large = line.size > LARGER * habit.size;
    let least = if large { 0.8 * em } else { 2.7 * em };
    // The head of a document fills the width, or reaches over it on both sides.
    let even = (before - after).abs() < 0.5 * em;
    let head = line.size > LARGE * habit.size && before < em && after < em && even;
    // What is hardly larger than the text must stand in the very middle.
    let sure = even || !large || line.size > 1.15 * habit.size;
    let near = sure && (before - after).abs() < (1.3 * em).max(0.05 * (right - left));
    if head || before > least && after > least && near {
        Align::Center
    } else if before > 0.45 * (right - left) && after < 5.0 * em {
        Align::End
    } else {
        Align::Start
    }
}

/// True for a line that fills its area, or reaches a little over it on both sides.
pub(crate) fn fills(placed: &Placed<'_>) -> bool {
    let (line, (left, right)) = (placed.line, placed.area);
    (line.rect.x0 - left).abs() < line.size && (right - line.rect.x1).abs() < line.size
}

/// True where `next` carries on the paragraph that `before` belongs to. `first` says that `before` is the first line
/// of its paragraph.
pub(crate) fn goes_on(before: &Placed<'_>, next: &Placed<'_>, first: bool, habit: &Habit) -> bool {
    let (a, b) = (before.line, next.line);
    let em = a.size.max(0.1);
    if (a.size - b.size).abs() > 0.06 * a.size.max(b.size) {
        return false;
    }
    let same_flow = before.page == next.page && before.column == next.column;
    let step = a.y - b.y;
    if same_flow && step > 0.0 {
        let usual = (a.size - habit.size).abs() < 0.1 * habit.size;
        let limit = if usual { (1.3 * next.leading).max(1.25) } else { next.leading.max(1.8) * 1.25 };
        if step > limit * em {
            return false;
        }
    }
    // Statements at either end of a line (云政发〔2023〕17号　　签发人：…) are no text that reads on.
    let ruled = same_flow && before.ruled.1 && next.ruled.0;
    // Nothing reads on from a day on a line of its own: it dates what stands above.
    if ends_with_leader(&a.text) || ruled || a.gap > PARTED || is_day(&a.text) {
        return false;
    }
    let numbered = starts_numbered(&b.text);
    let room = before.area.1 - a.rect.x1;
    let (center_a, center_b) = (align(before, habit), align(next, habit));
    let large = a.size > LARGER * habit.size;
    if center_b == Align::Center || large && center_a == Align::Center && fills(next) {
        // A title over several lines: its lines are centred, or fill the width.
        let whole = center_a == Align::Center || room < 1.5 * em;
        return large && whole && same_flow && !numbered && a.bold == b.bold;
    }
    // Of two lines to the right, unless they are a block, each stands for itself: a signature and its date.
    let ragged = center_a == Align::End
        && center_b == Align::End
        && ((a.rect.x0 - b.rect.x0).abs() > 0.3 * em || is_day(&b.text));
    // So does a day at the right before anything else: the date of completion above an imprint that fills its line.
    let dated = center_a == Align::End && is_day(&a.text);
    if center_a == Align::Center || ragged || dated {
        return false;
    }
    if room > 2.3 * em && room > b.first_unit + 0.6 * em {
        // A bracket that is still open holds a block together that is narrower than the area.
        return same_flow && room < 8.0 * em && !numbered && is_open(&a.text) && b.rect.x0 - a.rect.x0 < 1.2 * em;
    }
    let ended = ends_sentence(&a.text);
    let indent = b.rect.x0 - next.area.0;
    if numbered && (indent > 0.6 * em || ended || room > 1.2 * em) {
        return false;
    }
    if indent > 1.2 * em {
        // Text that hangs under the text after a label: 抄送：….
        if same_flow && first && !ended && a.hangs.iter().flatten().any(|x| (b.rect.x0 - x).abs() < 0.35 * em) {
            return true;
        }
        let same_indent = (a.rect.x0 - before.area.0 - indent).abs() < 0.4 * em;
        // Bold words and plain ones: a heading that fills its line, and the text after it.
        if a.bold != b.bold && (a.lead == 0 || b.lead == 0) {
            return false;
        }
        // A block that is indented as a whole, against a first line under a first line.
        return same_indent && !(ended && (first || room > 0.6 * em) || (first && room > 1.2 * em));
    }
    // The line before was full by less than what came next, and the sentence was over: too short for chance.
    !(ended && room > 1.2 * em && room > b.first_unit + 0.3 * em && a.rect.x0 - before.area.0 < 1.2 * em && first)
}

/// True where a sentence or clause ends with the text.
fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '’', '）', ')', '"']).ends_with(['。', '；', '：', '！', '？', '.', ';', ':', '!', '?'])
}

/// True for a line of a table of contents: a row of dots, and a page number.
fn ends_with_leader(text: &str) -> bool {
    // The first bytes of the dots below: most lines have none of them.
    if memchr::memchr3(b'.', 0xe2, 0xc2, text.as_bytes()).is_none() {
        return false;
    }
    let dots = text.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '—' | '(' | ')'));
    dots.len() < text.len() && dots.chars().rev().take_while(|c| matches!(c, '.' | '…' | '·' | ' ')).count() >= 4
}

/// True for a date and nothing else: 2023年6月1日, 二〇二三年六月一日.
fn is_day(text: &str) -> bool {
    let part = |c: char| c.is_ascii_digit() || c.is_whitespace() || "〇零一二三四五六七八九十年月".contains(c);
    text.contains('年') && text.strip_suffix('日').is_some_and(|text| text.chars().all(part))
}

/// True where a bracket or quotation mark is open at the end of the text.
fn is_open(text: &str) -> bool {
    let mut depth = 0i32;
    for c in text.chars() {
        match c {
            '（' | '(' | '《' | '“' | '〔' | '【' => depth += 1,
            '）' | ')' | '》' | '”' | '〕' | '】' => depth = (depth - 1).max(0),
            _ => {}
        }
    }
    depth > 0
}

/// True for text that begins with the number of an item, a bullet, or 附件.
pub(crate) fn starts_numbered(text: &str) -> bool {
    let chinese = |c: char| "一二三四五六七八九十百零〇".contains(c);
    let mut rest = text.chars().peekable();
    let Some(&first) = rest.peek() else { return false };
    let mut take = |test: &dyn Fn(char) -> bool, most: usize| {
        let mut count = 0;
        while count < most && rest.peek().is_some_and(|c| test(*c)) {
            rest.next();
            count += 1;
        }
        (count, rest.peek().copied())
    };
    match first {
        '●' | '■' | '◆' | '▪' | '•' | '★' | '□' | '➢' | '✓' => true,
        '①'..='⒛' | '㈠'..='㈩' => true,
        '（' | '(' => {
            take(&|c| c == first, 1);
            let (count, after) = take(&|c| chinese(c) || c.is_ascii_digit(), 3);
            count > 0 && matches!(after, Some('）' | ')'))
        }
        '第' => {
            take(&|c| c == '第', 1);
            let (count, after) = take(&|c| chinese(c) || c.is_ascii_digit(), 6);
            count > 0 && after.is_some_and(|c| "章节条款编部篇".contains(c))
        }
        '附' => text.starts_with("附件") || text.starts_with("附：") || text.starts_with("附表"),
        c if chinese(c) => {
            let (_, after) = take(&|c| chinese(c), 5);
            matches!(after, Some('、' | '．'))
        }
        '0'..='9' => {
            let (count, after) = take(&|c| c.is_ascii_digit(), 3);
            match after {
                Some('、' | '．' | '）') => count > 0,
                Some('.') => {
                    take(&|c| c == '.', 1);
                    let (_, after) = take(&|c| c == ' ', 1);
                    !after.is_none_or(|c| c.is_ascii_digit())
                }
                _ => false,
            }
        }
        _ => false,
    }
}

/// A line where the layout put it.
pub(crate) fn placed<'l>(line: &'l Line, block: &Block, page: &PageLayout) -> Placed<'l> {
    Placed {
        line,
        area: block.area,
        page: page.number,
        column: block.column,
        leading: page.leading,
        ruled: block.ruled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;

    const HABIT: Habit = Habit { size: 10.0, leading: 1.6 };

    fn line(text: &str, x0: f32, x1: f32, y: f32) -> Line {
        let rect = Rect::new(x0, y - 2.0, x1, y + 8.0);
        let chars = text.chars().count();
        Line {
            text: text.into(),
            rect,
            y,
            size: 10.0,
            bold: false,
            lead: 0,
            red: false,
            artifact: false,
            first_unit: 10.0,
            chars,
            gap: 0.0,
            hangs: [None; 2],
        }
    }

    fn in_area(line: &Line) -> Placed<'_> {
        Placed { line, area: (0.0, 400.0), page: 1, column: Column::WHOLE, leading: 1.6, ruled: (false, false) }
    }

    fn joined(a: &Line, b: &Line) -> bool {
        goes_on(&in_area(a), &in_area(b), true, &HABIT)
    }

    #[test]
    fn numbers_that_begin_an_item() {
        for yes in ["一、总体", "（一）目标", "(3)条", "1. 任务", "1．任务", "12、任务", "第三条 ", "①做", "附件1", "●"]
        {
            assert!(starts_numbered(yes), "{yes}");
        }
        for no in ["一是", "1.5亿元", "2023年", "（试行）", "第三方", "附近", "十分", ""] {
            assert!(!starts_numbered(no), "{no}");
        }
    }

    #[test]
    fn full_lines_go_on_and_short_lines_end() {
        let full = line("全市上下紧紧围绕中心工作", 20.0, 399.0, 100.0);
        assert!(joined(&full, &line("稳步推进。", 0.0, 50.0, 84.0)));
        let short = line("稳步推进。", 0.0, 50.0, 84.0);
        assert!(!joined(&short, &line("下一段从这里", 20.0, 399.0, 68.0)));
        assert!(!joined(&short, &line("下一段从这里", 0.0, 399.0, 68.0)));
    }

    #[test]
    fn indents_and_numbers_begin_paragraphs() {
        let full = line("工作取得了新的成效。", 0.0, 399.0, 100.0);
        assert!(!joined(&full, &line("二是加大力度", 20.0, 399.0, 84.0)));
        assert!(!joined(&full, &line("二、存在问题", 0.0, 399.0, 84.0)));
        let day = line("2023年5月8日", 320.0, 399.0, 100.0);
        assert!(!joined(&day, &line("附件", 0.0, 30.0, 84.0)));
        let open = line("完成投资", 0.0, 399.0, 100.0);
        assert!(joined(&open, &line("3.2亿元", 0.0, 60.0, 84.0)));
        assert!(!joined(&full, &line("隔得很开", 0.0, 399.0, 60.0)));
    }

    #[test]
    fn contents_and_open_brackets() {
        assert!(ends_with_leader("一、概况 ........ 3") && ends_with_leader("概况………………12"));
        assert!(!ends_with_leader("概况……") && !ends_with_leader("第3页"));
        assert!(is_open("（2024年3月1日第一次") && !is_open("（试行）"));
    }

    #[test]
    fn alignment() {
        let of = |line: &Line| align(&in_area(line), &HABIT);
        assert_eq!(of(&line("关于通知", 180.0, 220.0, 0.0)), Align::Center);
        assert_eq!(of(&line("2024年3月1日", 290.0, 365.0, 0.0)), Align::End);
        assert_eq!(of(&line("一、概况", 20.0, 60.0, 0.0)), Align::Start);
    }
}
