//! Finds the numbers of the outline: at the start of paragraphs and inside them. What only looks like a number is told
//! from one by what stands around it: numbers come in sequences, dates, amounts and citations do not.

use crate::line::Line;
use crate::number::{self, Form, LAST, Label};

/// A number of the outline in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its first character.
    pub at: usize,
    /// What it is.
    pub label: Label,
}

/// Widest line that 1 总则 or 01综合 may head, in characters.
const BARE_WIDTH: usize = 40;
/// Lines after a number inside a paragraph among which the next of its sequence may begin.
const AHEAD: usize = 6;
/// Deepest decimal number.
const DECIMALS: usize = 4;

/// The numbers of all lines. One list of them: a document may have a million lines with one number each.
#[derive(Debug, Default)]
pub struct Marks {
    all: Vec<Mark>,
    /// For each line the end of its own.
    ends: Vec<u32>,
}

impl Marks {
    /// The numbers of a line.
    pub fn get(&self, line: usize) -> Option<&[Mark]> {
        let end = *self.ends.get(line)? as usize;
        let start = line.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |start| *start as usize);
        self.all.get(start..end)
    }

    /// The numbers of each line.
    pub fn iter(&self) -> impl Iterator<Item = &[Mark]> {
        (0..self.ends.len()).map(|line| self.get(line).unwrap_or_default())
    }
}

impl std::ops::Index<usize> for Marks {
    type Output = [Mark];

    fn index(&self, line: usize) -> &[Mark] {
        self.get(line).unwrap_or_default()
    }
}

/// The numbers of each line, in order.
pub fn numbers(lines: &[Line]) -> Marks {
    let mut starts: Vec<Option<Label>> = lines.iter().map(candidate).collect();
    take_named(lines, &mut starts);
    let next = next_of_form(&starts);
    let mut scan =
        Scan { last: [0; Form::COUNT], open: [0; Form::COUNT], path: [0; DECIMALS], sure: next_sure(&starts) };
    let mut marks = Marks { all: Vec::new(), ends: Vec::with_capacity(lines.len()) };
    for (index, line) in lines.iter().enumerate() {
        if line.is_paragraph() {
            let inner = inner(&line.folded, line.start() + starts[index].map_or(0, |label| label.chars));
            if let Some(label) = starts[index]
                && scan.accepts(
                    lines,
                    index,
                    label,
                    next[index].map(|next| next as usize).and_then(|next| starts[next].map(|l| (next, l))),
                    &inner,
                )
            {
                marks.all.push(scan.take(line.start(), label, &line.folded));
            }
            let ahead = starts.get(index + 1..).unwrap_or_default();
            scan.inside(&inner, &ahead[..ahead.len().min(AHEAD)], &mut marks.all, &line.folded);
        }
        marks.ends.push(marks.all.len() as u32);
    }
    marks
}

/// The number that a line may begin with.
fn candidate(line: &Line) -> Option<Label> {
    if !line.is_paragraph() {
        return None;
    }
    let start = line.start();
    let text = line.folded.get(start..)?;
    // An automatic number is one, whatever its form.
    if line.cues.auto_number > 0 || line.cues.heading > 0 {
        let found = number::candidate(text).map(|label| Label { weak: false, ..label });
        if let Some(label) = found.filter(|label| label.form != Form::First) {
            return Some(label);
        }
    }
    number::candidate(text)
}

/// Lines that count the same word from one on: 案例一 …, 案例二 ….
fn take_named(lines: &[Line], starts: &mut [Option<Label>]) {
    // The word that is counted, its last number and the line that has it.
    let mut run: Option<(&[char], u32, usize, Label)> = None;
    for (at, line) in lines.iter().enumerate() {
        if starts[at].is_some() || !line.is_paragraph() {
            continue;
        }
        let text = line.folded.get(line.start()..).unwrap_or_default();
        let Some((label, word)) = number::named(text) else { continue };
        let word = &text[..word];
        match run {
            Some((counted, last, before, first)) if counted == word && label.value == last + 1 => {
                starts[before] = Some(first);
                starts[at] = Some(label);
                run = Some((word, label.value, at, label));
            }
            _ if label.value == 1 => run = Some((word, 1, at, label)),
            _ => {}
        }
    }
}

/// For each line the next one that begins with a number of the same form.
fn next_of_form(starts: &[Option<Label>]) -> Vec<Option<u32>> {
    let mut seen: [Option<u32>; Form::COUNT] = [None; Form::COUNT];
    let mut next = vec![None; starts.len()];
    for (index, label) in starts.iter().enumerate().rev() {
        let Some(label) = label else { continue };
        next[index] = seen[label.form as usize];
        seen[label.form as usize] = Some(index as u32);
    }
    next
}

struct Scan {
    /// The last number of each form.
    last: [u32; Form::COUNT],
    /// The same, forgotten when a number of a higher rank comes.
    open: [u32; Form::COUNT],
    /// The parts of the last decimal number.
    path: [u32; DECIMALS],
    /// For each line the value of the next 一、 beyond doubt after it; 0 for none.
    sure: Vec<u32>,
}

/// For each line the value of the next 一、 after it that is one beyond doubt; 0 for none.
fn next_sure(starts: &[Option<Label>]) -> Vec<u32> {
    let mut next = 0;
    let mut all = vec![0; starts.len()];
    for (place, label) in all.iter_mut().zip(starts).rev() {
        *place = next;
        if let Some(label) = label.filter(|label| label.form == Form::Han && !label.weak) {
            next = label.value;
        }
    }
    all
}

impl Scan {
    /// Whether the next 一、 beyond doubt goes on after this one.
    fn later(&self, label: Label, index: usize) -> bool {
        self.sure.get(index).is_some_and(|next| *next == label.value + 1)
    }

    /// Whether a number at the start of a line belongs to the outline.
    fn accepts(
        &self,
        lines: &[Line],
        index: usize,
        label: Label,
        next: Option<(usize, Label)>,
        inner: &[(usize, Label, bool)],
    ) -> bool {
        let line = &lines[index];
        let rest = line.folded.get(line.start() + label.chars..).unwrap_or_default();
        let has_text = rest.iter().any(|c| !c.is_whitespace());
        let last = self.last[label.form as usize];
        let follows = label.value > 1 && label.value != LAST && label.value == last + 1;
        let goes_on = next.is_some_and(|(_, next)| next.value == label.value.wrapping_add(1));
        let marked = line.cues.heading > 0 || line.cues.auto_number > 0;
        let inside =
            |value: u32| inner.iter().any(|(_, l, _)| l.form == label.form && (l.value == value || l.value == LAST));
        match label.form {
            // 第三， goes on after the （一） and （二） of 第二，.
            Form::Ordinal if has_text && follows => true,
            Form::Is | Form::Must | Form::OfThem | Form::Ordinal | Form::First => {
                let open = self.open[label.form as usize];
                has_text
                    && (open > 0 && (label.value == open + 1 || label.value == LAST)
                        || label.value == 1 && inside(2)
                        || goes_on
                        || label.form == Form::First && label.value == 1 && next.is_some_and(|(_, l)| l.value == LAST))
            }
            Form::Arabic | Form::ArabicParen => {
                has_text && (label.value == 1 || label.value <= last + 3 || goes_on || inside(label.value + 1))
            }
            Form::Bare => {
                // 01 leads a sequence of two figures, 10 only follows it.
                let (first, second) = (line.folded.get(line.start()), line.folded.get(line.start() + label.chars - 1));
                let apart = first == Some(&'0') || second.is_some_and(|c| c.is_whitespace());
                let word = !rest.iter().any(|c| c.is_whitespace())
                    && line.width() <= BARE_WIDTH
                    && !rest.first().is_some_and(|c| number::is_unit(*c));
                let open = line.last().is_some_and(|c| matches!(c, '。' | ';' | ':' | ',' | '、'));
                has_text && (marked || word && !open && (follows || apart && goes_on))
            }
            Form::Decimal2 | Form::Decimal3 | Form::Decimal4 => {
                has_text && (marked || self.decimal(lines, index, next))
            }
            Form::Latin | Form::Roman | Form::Stem => has_text && (marked || follows || label.value == 1 && goes_on),
            // 一、二季度运行情况 is a heading where 二、 follows it; 一、二季度增长3%。 is a sentence.
            Form::Han if label.weak => {
                let heading = line.last() != Some('。') && line.width() <= BARE_WIDTH;
                follows || next.is_some_and(|(_, l)| !l.weak) && goes_on || heading && self.later(label, index)
            }
            // 下篇 follows 上篇 or 中篇.
            Form::Part if label.weak && label.value == LAST => last > 0,
            Form::Part if label.weak => follows || goes_on || next.is_some_and(|(_, l)| l.value == LAST),
            _ if label.weak => follows || goes_on,
            Form::Article => has_text,
            _ => true,
        }
    }

    /// Whether a decimal number continues or opens a sequence.
    fn decimal(&self, lines: &[Line], index: usize, next: Option<(usize, Label)>) -> bool {
        let path = path(&lines[index]);
        let depth = path.iter().filter(|part| **part > 0).count();
        let Some(deepest) = depth.checked_sub(1) else { return false };
        let same_parent = |other: &[u32; DECIMALS]| other[..deepest] == path[..deepest];
        let follows = same_parent(&self.path) && self.path[deepest] + 1 == path[deepest];
        let opens = path[deepest] == 1
            && (same_parent(&self.path) && depth > 2
                || depth == 2
                    && [Form::Bare, Form::Arabic, Form::Chapter, Form::Han]
                        .iter()
                        .any(|form| self.last[*form as usize] == path[0]));
        let goes_on = next.is_some_and(|(at, _)| {
            let other = self::path(&lines[at]);
            same_parent(&other) && other[deepest] == path[deepest] + 1
        });
        follows || opens || goes_on
    }

    /// Takes a number into the sequences.
    fn take(&mut self, at: usize, label: Label, folded: &[char]) -> Mark {
        let form = label.form as usize;
        let value = if label.value == LAST { self.open[form] + 1 } else { label.value };
        self.last[form] = value;
        self.open[form] = value;
        if !label.form.runs_in() {
            self.open[form + 1..].fill(0);
        }
        if label.form.is_decimal() {
            self.path = path_of(&folded[at..]);
        }
        Mark { at, label: Label { value, ..label } }
    }

    /// Takes the numbers inside a paragraph that continue or open a sequence.
    fn inside(
        &mut self,
        inner: &[(usize, Label, bool)],
        ahead: &[Option<Label>],
        marks: &mut Vec<Mark>,
        folded: &[char],
    ) {
        for (nth, &(at, label, clause)) in inner.iter().enumerate() {
            let open = self.open[label.form as usize];
            let continues = open > 0 && (label.value == open + 1 || label.value == LAST);
            let is_next =
                |l: &Label| l.form == label.form && (l.value == label.value.wrapping_add(1) || l.value == LAST);
            let opens = || {
                label.value == 1
                    && (inner[nth + 1..]
                        .iter()
                        .take(40)
                        .inspect(|_| crate::steps::count(1))
                        .any(|(_, l, _)| is_next(l))
                        || !clause && ahead.iter().flatten().take(3).any(is_next))
            };
            if continues || opens() {
                marks.push(self.take(at, label, folded));
            }
        }
    }
}

fn path(line: &Line) -> [u32; DECIMALS] {
    path_of(line.folded.get(line.start()..).unwrap_or_default())
}

/// The parts of 1.2.3.
fn path_of(text: &[char]) -> [u32; DECIMALS] {
    let mut path = [0u32; DECIMALS];
    let mut part = 0;
    for c in text.iter().take(20) {
        match c.to_digit(10) {
            Some(digit) => path[part] = path[part].saturating_mul(10).saturating_add(digit),
            None if *c == '.' && part + 1 < DECIMALS && path[part] > 0 => part += 1,
            None => break,
        }
    }
    path
}

/// Numbers that may stand inside a paragraph, from character `from` on: after the end of a sentence, or (true) of a clause.
fn inner(folded: &[char], from: usize) -> Vec<(usize, Label, bool)> {
    let mut found = Vec::new();
    let (mut boundary, mut clause) = (false, false);
    let mut depth = 0i32;
    let mut at = 0;
    crate::steps::count(folded.len());
    while at < folded.len() {
        // Letters: above them stand no brackets, stops and blanks once a text is folded.
        if !(boundary || clause) {
            let Some(next) = folded[at..].iter().position(|c| *c <= '〕') else { break };
            at += next;
        }
        let c = folded[at];
        if (boundary || clause)
            && at >= from
            && !c.is_whitespace()
            && let Some(label) = number::candidate(&folded[at..]).filter(|label| may_stand_inside(*label, boundary))
        {
            found.push((at, label, !boundary));
            at += label.chars;
            (boundary, clause) = (false, false);
            continue;
        }
        match c {
            '(' | '《' | '“' | '〔' | '[' => depth += 1,
            ')' | '》' | '”' | '〕' | ']' => depth = (depth - 1).max(0),
            _ => {}
        }
        (boundary, clause) = match c {
            // （市科技局牵头）二是: a bracket or quotation that closes after a sentence.
            '。' | ';' | ':' | '!' | '?' | ')' | '”' => (depth == 0, false),
            ',' => (false, depth == 0),
            _ if c.is_whitespace() => (boundary, clause),
            _ => (false, false),
        };
        at += 1;
    }
    found
}

/// Forms that start inside paragraphs; after a comma only those that little else looks like.
fn may_stand_inside(label: Label, boundary: bool) -> bool {
    match label.form {
        Form::Is | Form::Must | Form::Circled => true,
        Form::Ordinal | Form::First | Form::OfThem => boundary,
        Form::Han | Form::HanParen | Form::Arabic | Form::ArabicParen => boundary && !label.weak,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::Span;

    fn found(texts: &[&str]) -> Vec<Vec<u32>> {
        let lines: Vec<Line> = texts.iter().map(|text| Line::paragraph(text, Span::default())).collect();
        numbers(&lines).iter().map(|marks| marks.iter().map(|mark| mark.label.value).collect()).collect()
    }

    #[test]
    fn sequences_inside_paragraphs() {
        assert_eq!(found(&["重点是：一是抓早，二是抓小；三是抓实。"]), [vec![1, 2, 3]]);
        assert_eq!(found(&["总的看，一是好。", "另有。二是差。"]), [[0u32; 0]; 2]);
        assert_eq!(found(&["首先，要学习。其次，要落实。最后，要督查。"]), [vec![1, 2, 3]]);
        assert_eq!(found(&["首先要说明的是安全。"]), [[0u32; 0]]);
    }

    #[test]
    fn weak_numbers_need_their_like() {
        assert_eq!(
            found(&["1 总则", "正文。", "1.1 范围", "1.2 依据", "2 现状"]),
            [vec![1], vec![], vec![1], vec![2], vec![2]]
        );
        assert_eq!(found(&["1 总则", "正文。"]), [[0u32; 0]; 2]);
        assert_eq!(
            found(&["09财政", "正文。", "10科学", "11月起施行", "12教育"]),
            [vec![9], vec![], vec![10], vec![], vec![]]
        );
        assert_eq!(found(&["第十六条办理情况良好。"]), [[0u32; 0]]);
        assert_eq!(found(&["第一条对教师的要求", "第二条对学生的要求"]), [vec![1], vec![2]]);
        assert_eq!(found(&["上篇：总结", "正文。", "下篇：计划"]), [vec![1], vec![], vec![2]]);
        assert_eq!(found(&["上篇：总结", "正文。"]), [[0u32; 0]; 2]);
        assert_eq!(found(&["3.14圆周率"]), [[0u32; 0]]);
    }
}
