//! What the numbered lines of a document have in common, where one line alone does not tell: whether a whole sentence is
//! an item or a heading, and whether a colon ends a heading or stands inside one.

use crate::heading;
use crate::levels::{Kind, Levels};
use crate::line::Line;
use crate::number::Form;
use crate::scan::Marks;

/// Sentences of this width, in characters, say what is to be done rather than name it.
const SENTENCE: usize = 19;
/// Sentences of this width that nothing hangs below are no headings, whatever their like are.
const LONG: usize = 26;

/// How a numbered line is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habit {
    /// 1.新增企业50家，增长8%。 is an item of a list, no heading.
    pub item: bool,
    /// 一、抓安全：守好生命线 is a heading as a whole.
    pub colon: bool,
    /// 一、会议听取了…汇报。会议要求… is text, as most of its like are.
    pub text: bool,
}

/// Numbers of one form below one parent.
#[derive(Clone, Default)]
struct Group {
    lines: Vec<usize>,
    /// Sentences that nothing hangs below.
    sentences: usize,
    /// Those that state a figure or have many words.
    full: usize,
    /// Numbers with a heading, or with text below them.
    others: usize,
    /// Lines that begin with a sentence.
    told: Vec<Told>,
    /// Those among them that assert or rule.
    asserting: usize,
    /// Those that are full and stand alone.
    alone: usize,
}

/// A line that begins with a sentence.
#[derive(Clone, Copy)]
struct Told {
    line: usize,
    /// The sentence states a figure, has many words, or asserts.
    full: bool,
    /// It has more words still, or asserts.
    plain: bool,
    /// It is all of the paragraph, and nothing hangs below.
    alone: bool,
}

impl Group {
    /// Whether a line that begins with a sentence has no heading.
    fn is_text(&self, told: Told) -> bool {
        // Most sentences of the group assert or rule.
        if self.asserting * 2 > self.told.len() {
            return true;
        }
        // A heading has text: where half of the sentences have none, the full ones are items.
        if self.alone >= 2 && self.alone * 2 >= self.told.len() { told.full } else { told.alone && told.plain }
    }
}

/// Reads the habits of a document, one for each line.
pub fn learn(lines: &[Line], marks: &Marks, levels: &Levels) -> Vec<Habit> {
    let mut habits = vec![Habit::default(); lines.len()];
    let mut groups: Vec<(Kind, Group)> = Vec::new();
    let mut open: Vec<(Kind, usize)> = Vec::new();
    let mut colons = [(0u32, 0u32); Form::COUNT];
    for (at, (line, marks_here)) in lines.iter().zip(marks.iter()).enumerate() {
        for mark in marks_here {
            let kind = levels.kind(mark.label);
            crate::steps::count(open.len());
            open.retain(|(other, _)| !levels.above(kind, *other));
            let place = match open.iter().find(|(other, _)| *other == kind) {
                Some((_, place)) => *place,
                None => {
                    groups.push((kind, Group::default()));
                    open.push((kind, groups.len() - 1));
                    groups.len() - 1
                }
            };
            let Some((_, group)) = groups.get_mut(place) else { continue };
            let alone = marks_here.len() == 1 && mark.at == line.start();
            let text = line.folded.get(mark.at + mark.label.chars..).unwrap_or_default();
            let followed = is_followed(lines, marks, levels, at, kind);
            if alone && heading::is_inner_colon(text) && mark.label.form != Form::Article {
                let (all, with_text) = &mut colons[mark.label.form as usize];
                *all += 1;
                *with_text += u32::from(followed);
            }
            let plain = line.cues.heading == 0 && !line.cues.bold;
            let own = marks_here
                .get(1)
                .map_or(text, |next| line.folded.get(mark.at + mark.label.chars..next.at).unwrap_or(text));
            let told = heading::first_sentence(own).filter(|_| plain && mark.at == line.start());
            let mut full = false;
            if let Some(sentence) = told {
                let asserts = heading::asserts(sentence);
                let figures = sentence.iter().any(char::is_ascii_digit);
                full = asserts || figures || sentence.len() >= SENTENCE;
                let alone = alone && !followed && heading::is_sentence(text);
                group.told.push(Told { line: at, full, plain: asserts || sentence.len() >= LONG, alone });
                group.asserting += usize::from(asserts);
                group.alone += usize::from(alone && full);
            }
            if alone && plain && !followed && heading::is_sentence(text) {
                group.lines.push(at);
                group.sentences += 1;
                group.full += usize::from(full);
            } else if !text.last().is_some_and(|c| matches!(c, ';' | ':')) {
                group.others += 1;
            }
        }
    }
    let is_list = |group: &Group| group.sentences >= 2 && group.others == 0 && group.full * 2 > group.sentences;
    // One sentence below a parent is read as its like below the others.
    let (mut lists, mut headings) = ([false; Form::COUNT], [false; Form::COUNT]);
    for (kind, group) in &groups {
        let Kind::Number(form, _) = kind else { continue };
        lists[*form as usize] |= is_list(group);
        headings[*form as usize] |= group.others > 0;
    }
    let follows =
        |kind: &Kind| matches!(kind, Kind::Number(form, _) if lists[*form as usize] && !headings[*form as usize]);
    for (_, group) in groups.iter().filter(|(kind, group)| is_list(group) || follows(kind)) {
        for at in &group.lines {
            habits[*at].item = true;
        }
    }
    for (_, group) in &groups {
        for told in group.told.iter().filter(|told| group.is_text(**told)) {
            habits[told.line].text = true;
        }
    }
    for (at, mark) in marks.iter().enumerate().filter_map(|(at, marks)| marks.first().map(|mark| (at, mark))) {
        let (all, with_text) = colons[mark.label.form as usize];
        habits[at].colon = with_text * 2 > all;
    }
    habits
}

/// Text or a number of a lower level stands right below a line.
fn is_followed(lines: &[Line], marks: &Marks, levels: &Levels, at: usize, kind: Kind) -> bool {
    let (Some(next), Some(marks)) = (lines.get(at + 1), marks.get(at + 1)) else { return false };
    match marks.first() {
        Some(mark) if mark.at == next.start() => levels.above(kind, levels.kind(mark.label)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::levels::Event;
    use crate::scan;
    use lantai_model::Span;

    fn habits(texts: &[&str]) -> Vec<(bool, bool)> {
        learned(texts).iter().map(|habit| (habit.item, habit.colon)).collect()
    }

    fn learned(texts: &[&str]) -> Vec<Habit> {
        let lines: Vec<Line> = texts.iter().map(|text| Line::paragraph(text, Span::default())).collect();
        let marks = scan::numbers(&lines);
        let labels = marks.iter().flatten().map(|mark| mark.label);
        let events: Vec<Event> = labels
            .map(|label| Event { kind: Kind::Number(label.form, label.variant), value: label.value, heading: 0 })
            .collect();
        learn(&lines, &marks, &Levels::learn(&events))
    }

    #[test]
    fn sentences_that_are_text() {
        let text = |texts: &[&str]| learned(texts).iter().map(|habit| habit.text).collect::<Vec<_>>();
        // Most of them rule.
        let rules = [
            "（一）申报单位应当依法注册。证照齐全。",
            "（二）项目期限不超过两年。可延期一次。",
            "（三）经费专款专用。",
        ];
        assert_eq!(text(&rules), [true; 3]);
        // Most of them stand alone and say much; 管护。 heads its text.
        let alone = [
            "1.新建改建农村公路一百八十公里以上，惠及群众八万人。",
            "2.加强管护。落实管护人员。",
            "3.完成二十座病险水库除险加固主体工程建设任务。",
        ];
        assert_eq!(text(&alone), [true, false, true]);
        assert_eq!(text(&["（一）加强领导。成立专班。", "（二）压实责任。签订责任书。"]), [false; 2]);
    }

    #[test]
    fn sentences_in_a_list_are_items() {
        let (item, none) = ((true, false), (false, false));
        assert_eq!(
            habits(&["一、任务", "1.新建学校6所，增加学位1800个。", "2.改造小区42个，惠及8600户。"]),
            [none, item, item]
        );
        assert_eq!(habits(&["1.加强领导，压实责任。", "2.加大投入，强化保障。"]), [none; 2]);
        assert_eq!(habits(&["1.新建学校6所，增加学位。", "正文。", "2.改造小区42个，惠及8600户。"]), [none; 3]);
    }

    #[test]
    fn a_colon_inside_a_heading() {
        let (inside, none) = ((false, true), (false, false));
        assert_eq!(
            habits(&["一、抓安全：守好生命线", "正文。", "二、抓服务：打造暖心院", "正文。"]),
            [inside, none, inside, none]
        );
        assert_eq!(habits(&["一、时间：9月1日", "二、地点：县政府", "三、人员：各镇镇长"]), [none; 3]);
    }
}
