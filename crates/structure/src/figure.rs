//! One quantity in its clause: its name, what it bounds, what it changes, when, and of what kind it is.

use std::ops::Range;

use lantai_model::{Bound, Change, Direction, Indicator, IndicatorKind, Span};

use crate::clause::{Clause, Joint};
use crate::figure_left::{Left, cut, link};
use crate::figure_name::{NAME, is_name, opening};
use crate::figure_rules::RULES;
use crate::indicator_columns::is_rate;
use crate::line::is_blank;
use crate::quantity::{Quantity, UnitKind};
use crate::respective;

/// Longest piece of the name before a figure that stands inside its words.
pub const STEM: usize = 16;

/// A text that is read, as printed and folded, and its place.
pub struct Text<'a> {
    /// Folded characters.
    pub folded: &'a [char],
    /// The same characters as printed.
    pub printed: &'a [char],
    /// Where the text stood.
    pub at: &'a Span,
    /// Where it begins inside that place, in characters.
    pub offset: usize,
}

impl Text<'_> {
    /// Words as printed, without the blanks of layout.
    pub fn words(&self, range: Range<usize>) -> String {
        let chars = self.printed.get(range).unwrap_or(&[]);
        let mut text = String::with_capacity(chars.len() * 3);
        text.extend(chars);
        if !chars.iter().any(|c| is_blank(*c)) {
            return text;
        }
        text.split_whitespace().collect::<Vec<_>>().join(if text.is_ascii() { " " } else { "" })
    }

    /// Folded words.
    fn plain(&self, range: Range<usize>) -> String {
        self.folded.get(range).unwrap_or(&[]).iter().collect()
    }

    /// The place of a range.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.at.within(range.start + self.offset, range.end + self.offset)
    }
}

/// What a sentence has said so far.
pub struct Sentence {
    /// What figures are here, where no word says.
    pub kind: Option<IndicatorKind>,
    /// No word says otherwise.
    certain: bool,
    /// What the words so far say of figures.
    pub cue: Option<IndicatorKind>,
    /// They are parts of the figure before.
    pub share: bool,
    /// The time that they are for; empty where none is.
    pub period: String,
    /// The time stands in the clause itself.
    pub timed: bool,
    /// 其中: stands before.
    parts: bool,
    /// Records of the sentence begin here in the list.
    first: Option<usize>,
    /// Records of the last clauses that 、 joins, or that 分别 shared figures out to.
    group: Range<usize>,
}

impl Sentence {
    /// A sentence where figures are of that kind unless words say otherwise; `certain`: whatever words say.
    pub fn new(kind: Option<IndicatorKind>, certain: bool) -> Self {
        Sentence {
            kind,
            certain,
            cue: None,
            share: false,
            period: String::new(),
            timed: false,
            parts: false,
            first: None,
            group: 0..0,
        }
    }

    /// The time that figures are for.
    pub fn period(&self) -> &str {
        &self.period
    }

    /// The time of a figure of that name. What is produced is not of the end of a year (年末), unless aimed at.
    fn period_of(&self, name: &str, level: bool) -> String {
        let flow = || {
            let chars: Vec<char> = name.chars().collect();
            RULES.flows.at_end(&chars).is_some()
        };
        let carried = !self.timed && self.period.ends_with("年末");
        if carried && self.kind(level) != Some(IndicatorKind::Target) && flow() {
            return String::new();
        }
        self.period.clone()
    }

    /// The records that the words before were of, if there are `count`.
    pub fn group(&self, found: &[Indicator], count: usize) -> Option<Range<usize>> {
        (self.group.len() == count && self.group.end == found.len()).then(|| self.group.clone())
    }

    /// How many records the words before were of, if they are the last.
    pub fn group_size(&self, found: &[Indicator]) -> usize {
        if self.group.end == found.len() { self.group.len() } else { 0 }
    }

    /// What the words after are of, where they share figures out.
    pub fn set_group(&mut self, group: Range<usize>) {
        self.group = group;
    }

    /// The kind of a figure; how much a part grew is no share.
    pub fn kind(&self, level: bool) -> Option<IndicatorKind> {
        if self.share && level {
            return Some(IndicatorKind::Share);
        }
        if self.certain { self.kind } else { self.cue.or(self.kind) }
    }
}

/// Reads the quantities of a clause. Clauses without any carry the time and the aim for those after them.
pub fn read(text: &Text<'_>, clause: &Clause<'_>, sentence: &mut Sentence, found: &mut Vec<Indicator>) {
    if clause.joint != Joint::List && !sentence.parts {
        sentence.share = false;
    }
    (sentence.parts, sentence.timed) = (false, false);
    let first = *sentence.first.get_or_insert(found.len());
    if clause.joint != Joint::List && !clause.quantities.is_empty() {
        sentence.group = found.len()..found.len();
    }
    let whole = &text.folded[clause.start..clause.end];
    let never = !clause.quantities.is_empty() && (RULES.never.last_in(whole).is_some() || is_rate_of(whole));
    let mut from = clause.start;
    let mut carried: Option<Range<usize>> = None;
    let mut made = false;
    for (nth, quantity) in clause.quantities.iter().enumerate() {
        let mut left = Left::read(text, from..quantity.start, sentence);
        let next = clause.quantities.get(nth + 1);
        let right = quantity.end..next.map_or(clause.end, |next| next.start);
        let adjacent = made && nth > 0 && text.folded[from..quantity.start].iter().all(|c| c.is_whitespace());
        made = false;
        // 引进3亿元以上工业项目9个: what bounds the thing is of its name.
        if next.is_some() && quantity.start - from <= NAME && is_threshold(quantity, &text.folded[right.clone()]) {
            continue;
        }
        from = quantity.end;
        if never {
            continue;
        }
        (left.subject, left.name) = cut(text.folded, left.name);
        // 由60%提高到66.6%, 由原定的6000平方米调整为4500平方米: the first is where it came from.
        if let Some(next) = next
            && let Some(origin) = left.origin(text.folded, from..next.start)
        {
            let mut end = origin;
            while let Some((length, None)) = link(&text.folded[left.name.start..end]) {
                end -= length;
            }
            carried = Some(left.name.start..end).filter(|name| is_name(&text.folded[name.clone()]));
            continue;
        }
        // 由7大类140多个品种增加到8大类150多个品种: what the second counts is not told apart.
        if next.is_some_and(|next| left.grows(text.folded, from..next.start)) {
            break;
        }
        let each = left.each;
        let read = Reading {
            text,
            quantity,
            left,
            right,
            carried: carried.take(),
            adjacent,
            nth,
            followed: next.map(|next| next.unit.kind),
        };
        let before = found.get(first..).and_then(|_| (found.len() > first).then(|| found.len() - 1));
        let previous = before.and_then(|index| found.get_mut(index));
        if let Some(indicator) = read.indicator(sentence, clause.joint, previous) {
            // 工业投资、技改投资均增长10%: each of them.
            match if each { respective::each(&indicator.name) } else { None } {
                Some(names) => {
                    found.extend(names.into_iter().map(|name| Indicator { name, ..indicator.clone() }));
                }
                None => found.push(indicator),
            }
            sentence.group.end = found.len();
            made = true;
        }
    }
    if clause.quantities.is_empty() {
        Left::read(text, clause.start..clause.end, sentence);
        sentence.parts = whole.iter().filter(|c| !c.is_whitespace()).eq(&['其', '中']);
    }
}

struct Reading<'a> {
    text: &'a Text<'a>,
    quantity: &'a Quantity,
    left: Left,
    right: Range<usize>,
    carried: Option<Range<usize>>,
    adjacent: bool,
    /// How many figures stand before it in the clause.
    nth: usize,
    /// What kind the figure is that follows in the clause.
    followed: Option<UnitKind>,
}

impl Reading<'_> {
    fn indicator(mut self, sentence: &Sentence, joint: Joint, previous: Option<&mut Indicator>) -> Option<Indicator> {
        let folded = self.text.folded;
        let kind = self.quantity.unit.kind;
        let right = &folded[self.right.clone()];
        let object =
            right.first().is_some_and(|c| is_word(*c)) && RULES.after.at_start(right).is_none() || is_measured(right);
        let named = self.left.subject.is_some() || is_name(&folded[self.left.name.clone()]);
        // 新增5家企业 counts those; 高新技术企业新增5家 tells their rise.
        if let Some(verb) = self.left.added.clone().filter(|_| object && !named) {
            self.left.change = None;
            self.left.stated = self.quantity.start;
            self.left.name = verb;
        }
        if right.first() == Some(&'的') {
            return None;
        }
        // 20万元以上设备 is a threshold, and 农资100%纳入平台 tells no rate of 农资.
        if is_threshold(self.quantity, right)
            || kind == UnitKind::Percent
                && !self.left.linked
                && self.left.change.is_none()
                && right.first().is_some_and(|c| is_word(*c) && !"比较同".contains(*c))
                && !is_rate(&self.text.plain(self.left.name.clone()))
        {
            return None;
        }
        if let Some((direction, _)) = self.left.change {
            let change = self.change(direction)?;
            if named {
                let (start, name) = self.name();
                return self.record(name, start, None, Some(change), sentence);
            }
            if let Some(previous) = previous
                && previous.change.is_none()
                && joint != Joint::List
                && self.left.name.is_empty()
            {
                previous.change = Some(change);
            }
            return None;
        }
        if matches!(kind, UnitKind::Points | UnitKind::Times) {
            return None;
        }
        // 河口外30米 is where, not how much.
        if kind == UnitKind::Measure && folded[self.left.name.clone()].last().is_some_and(|c| "外内处旁".contains(*c))
        {
            return None;
        }
        if let Some(name) = self.carried.clone() {
            return self.level(self.text.words(name.clone()), name.start, self.quantity.end, sentence);
        }
        if folded[self.left.name.clone()].first() == Some(&'占') {
            let words = self.text.plain(self.left.name.clone());
            // 占地11亩 is an area, 占年计划的60% how far one got.
            if kind != UnitKind::Percent || ["计划", "任务", "目标"].iter().any(|word| words.contains(word)) {
                return None;
            }
            let name = previous?.name.clone();
            let start = self.left.name.start;
            let mut record = self.level(name, start, self.quantity.end, sentence)?;
            record.kind = Some(IndicatorKind::Share);
            return Some(record);
        }
        if object && (matches!(kind, UnitKind::Count | UnitKind::Measure) || !named && kind == UnitKind::Money) {
            return self.around(sentence);
        }
        if named {
            let (start, name) = self.name();
            // 对经济增长的贡献率 is of what stands before.
            let of = folded[start] == '对' && kind == UnitKind::Percent && joint == Joint::Comma;
            let name = if of { previous?.name.clone() + &name } else { name };
            return self.level(name, start, self.quantity.end, sentence);
        }
        // 突破600家，达到620家: what was surpassed, or grew, is what is reached.
        let unit = self.unit();
        let goes_on = |previous: &&mut Indicator| {
            previous.unit == unit && previous.bound == Some(Bound::Over)
                || previous.value.is_none()
                    && (kind != UnitKind::Percent || previous.change.as_ref().is_some_and(|change| change.unit != unit))
        };
        let reaches = self.left.linked && self.left.bound == Some(Bound::Reaches) && joint == Joint::Comma;
        if self.left.name.is_empty() && (self.adjacent && !self.left.linked || reaches) {
            let name = previous.filter(|previous| self.adjacent || goes_on(previous))?.name.clone();
            return self.level(name, self.quantity.start, self.quantity.end, sentence);
        }
        if kind == UnitKind::Count && !right.is_empty() && self.left.name.is_empty() && right.first() != Some(&'、') {
            return self.around(sentence);
        }
        None
    }

    /// The name before the figure and where it begins.
    fn name(&self) -> (usize, String) {
        let name = self.left.name.clone();
        match self.left.subject.clone() {
            Some(subject) => (subject.start, self.text.words(subject) + &self.text.words(name)),
            None => (name.start, self.text.words(name)),
        }
    }

    /// A figure inside its words: 新增5家企业 counts 新增企业.
    fn around(&self, sentence: &Sentence) -> Option<Indicator> {
        let folded = self.text.folded;
        let mut end = self.right.end;
        while end > self.right.start && (folded[end - 1].is_whitespace() || "和与及、并且以".contains(folded[end - 1]))
        {
            end -= 1;
        }
        // 105个重点项目累计完成投资120亿元: the verb speaks of the next figure.
        if self.followed.is_some()
            && let words = self.text.plain(self.right.start..end)
            && let Some((at, ..)) = RULES.cut.find(&words).next()
            && at > 0
        {
            end = self.right.start + words[..at].chars().count();
        }
        // 3个断面达标率100%: those words are of the next figure.
        else if self.followed == Some(UnitKind::Percent) {
            return None;
        }
        // 3名航天员已进驻: what they did is told of what is counted.
        let said = |c: &char| matches!(c, '已' | '按' | '均' | '正');
        if let Some(at) = folded[self.right.start..end].iter().position(said)
            && is_name(&folded[self.right.start..self.right.start + at])
        {
            end = self.right.start + at;
        }
        let after = self.right.start..end;
        let before = self.quantity.start.saturating_sub(3).max(self.left.name.start).min(self.quantity.start);
        let before: Vec<char> = folded[before..self.quantity.start]
            .iter()
            .filter(|c| !(c.is_whitespace() || "近约".contains(**c)))
            .copied()
            .collect();
        match before[..] {
            // 由5家企业组成, 在25公里内: the figure tells how or where, not how much.
            [.., '把' | '给' | '将' | '由' | '从'] => return None,
            [.., '制' | '定' | '持', '在'] => {}
            [.., '在' | '至' | '到'] if self.quantity.unit.kind == UnitKind::Measure => return None,
            _ => {}
        }
        // 对现有17家企业进行查看 is said whole.
        let whole = folded[self.quantity.start.saturating_sub(4)..self.quantity.start].contains(&'对');
        if !is_counted(&folded[after.clone()], whole) {
            return None;
        }
        // 10座中转站和20座公厕: each has its own.
        let joined = (matches!(before[..], [.., '和']) || self.nth > 0 && matches!(before[..], [.., '与' | '及']))
            && !matches!(before[..], [.., '涉' | '普', '及'] | [.., '参' | '给', '与']);
        let stem = self.left.name.start..self.left.name.end.max(self.left.stem);
        let stem = if joined { stem.end..stem.end } else { stem };
        let stem = opening(folded, stem.clone()).at..stem.end;
        let joined: Vec<char> = folded[stem.clone()].iter().chain(&folded[after.clone()]).copied().collect();
        let (start, name) = if stem.len() <= STEM && joined.len() <= NAME && is_name(&joined) {
            (stem.start, self.text.words(stem) + &self.text.words(after))
        } else if is_name(&folded[after.clone()]) {
            (self.quantity.start, self.text.words(after))
        } else {
            return None;
        };
        self.level(name, start, end, sentence)
    }

    fn level(&self, name: String, start: usize, end: usize, sentence: &Sentence) -> Option<Indicator> {
        let mut record = self.record(name, start, Some(self.quantity), None, sentence)?;
        record.at = self.text.span(start..end.max(self.quantity.end));
        Some(record)
    }

    fn record(
        &self,
        name: String,
        start: usize,
        value: Option<&Quantity>,
        change: Option<Change>,
        sentence: &Sentence,
    ) -> Option<Indicator> {
        Some(Indicator {
            period: sentence.period_of(&name, value.is_some()),
            name: without_notes(name),
            stated: self.text.words(self.left.stated..self.quantity.end),
            value: value.map(|quantity| quantity.value.to_string()),
            upper: value.and_then(|quantity| quantity.upper).map(|upper| upper.to_string()),
            unit: value.map_or_else(String::new, |_| self.unit()),
            bound: value.and_then(|_| self.bound()),
            change,
            kind: sentence.kind(value.is_some()),
            constraint: None,
            at: self.text.span(start..self.quantity.end),
        })
    }

    fn change(&self, direction: Direction) -> Option<Change> {
        Some(Change {
            stated: self.text.words(self.left.stated..self.quantity.end),
            direction,
            basis: self.text.words(self.left.basis.clone()),
            value: self.quantity.value.to_string(),
            upper: self.quantity.upper.map(|upper| upper.to_string()),
            unit: self.unit(),
            bound: self.bound(),
        })
    }

    fn unit(&self) -> String {
        self.quantity.unit.words.first().cloned().unwrap_or_default()
    }

    /// What follows the figure says more than what stands before it.
    fn bound(&self) -> Option<Bound> {
        let within = self.left.bound == Some(Bound::Within);
        if within && self.quantity.bound != Some(Bound::About) {
            Some(Bound::Within)
        } else {
            self.quantity.bound.or(self.left.bound)
        }
    }
}

/// Without the marks of notes: 外商直接投资[7]金额.
fn without_notes(name: String) -> String {
    if !name.contains(['[', '［']) {
        return name;
    }
    let mut rest = name.as_str();
    let mut clean = String::with_capacity(name.len());
    while let Some(at) = rest.find(['[', '［']) {
        let (before, mark) = rest.split_at(at);
        clean.push_str(before);
        rest = mark.split_once([']', '］']).map_or("", |(_, after)| after);
    }
    clean + rest
}

/// 每2公里设置护路员1名: how many for each is a rule; 每100元营业收入中的成本 is measured.
fn is_rate_of(clause: &[char]) -> bool {
    clause.windows(2).enumerate().any(|(at, two)| {
        two[0] == '每' && two[1].is_ascii_digit() && {
            let unit = clause[at + 1..].iter().find(|c| !(c.is_ascii_digit() || **c == '.'));
            unit.is_none_or(|c| *c != '元')
        }
    })
}

/// 3亿元以上项目: what goes on after the bound is what it bounds.
fn is_threshold(quantity: &Quantity, right: &[char]) -> bool {
    let object = right.first().is_some_and(|c| is_word(*c)) && RULES.after.at_start(right).is_none();
    object && quantity.bounded_after && quantity.unit.kind != UnitKind::Count
}

/// Whether words after a figure are what it counts: not 行政村的水利项目, where it counts villages, nor a statement.
fn is_counted(after: &[char], whole: bool) -> bool {
    let of = after.iter().position(|c| *c == '的');
    let told = |before: &[char]| before.iter().any(|c| c.is_ascii_digit() || "超达上下亿万元".contains(*c));
    let stated = after.windows(2).skip(1).any(|two| matches!(two, ['实', '施'] | ['进', '行']));
    whole || !stated && of.is_none_or(|at| told(&after[..at]))
}

/// Whether a bound of what is counted follows: 10蒸吨以下燃煤锅炉.
fn is_measured(right: &[char]) -> bool {
    let near = &right[..right.len().min(8)];
    let bound = near.windows(2).position(|two| matches!(two, ['以', '上' | '下' | '内']));
    right.first().is_some_and(char::is_ascii_digit)
        && bound.is_some_and(|at| right.get(at + 2).is_some_and(|c| is_word(*c)))
}

fn is_word(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) || c.is_ascii_alphabetic() || "“《‘\"".contains(c)
}
