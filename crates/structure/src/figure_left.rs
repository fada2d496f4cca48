//! What stands before a figure in its clause: its name, the words that bound it, what it changes, the time and the aim.

use std::ops::Range;

use lantai_model::{Bound, Direction, IndicatorKind};

use crate::figure::{STEM, Sentence, Text};
use crate::figure_name::{Opening, basis, is_name, opening};
use crate::figure_rules::RULES;
use crate::respective;

/// What stands before a quantity in its clause.
pub struct Left {
    /// What it is of.
    pub name: Range<usize>,
    /// How the words bound it.
    pub bound: Option<Bound>,
    /// The way of a change, and whether a noun says it.
    pub change: Option<(Direction, bool)>,
    /// Where the words of change, or else the bound words, begin.
    pub stated: usize,
    /// What a change is compared with.
    pub basis: Range<usize>,
    /// Words between name and figure were there.
    pub linked: bool,
    /// Where the words end that go with what follows the figure: 能为40户家庭.
    pub stem: usize,
    /// 新增, 净增: the verb of a change that may also count what follows the figure.
    pub added: Option<Range<usize>>,
    /// Whose the bare name is: 服务业 of 增加值.
    pub subject: Option<Range<usize>>,
    /// Where all of it ends.
    pub raw: usize,
    /// 均, 各: the figure is of each thing that is named.
    pub each: bool,
}

impl Left {
    /// Where 由 or 从 stands shortly before the quantity, if the words up to the next one say what it became.
    pub fn origin(&self, folded: &[char], between: Range<usize>) -> Option<usize> {
        let between = &folded[between];
        let from = self.raw.saturating_sub(10).max(self.name.start).min(self.raw);
        let at = folded[from..self.raw].iter().rposition(|c| matches!(c, '由' | '从'))?;
        (between.len() <= 8 && matches!(between.last(), Some('到' | '至' | '为'))).then_some(from + at)
    }

    /// Whether 由 or 从 stands shortly before the quantity and the words up to the next one name what grows or falls.
    pub fn grows(&self, folded: &[char], between: Range<usize>) -> bool {
        let from = self.raw.saturating_sub(12).max(self.name.start).min(self.raw);
        let between = &folded[between];
        let reaches =
            |two: &[char]| matches!(two, ['加' | '高' | '升' | '长' | '少' | '降' | '整' | '展', '到' | '至' | '为']);
        between.len() <= 16
            && between.windows(2).any(reaches)
            && folded[from..self.raw].iter().any(|c| matches!(c, '由' | '从'))
    }

    /// Takes the words between name and figure off the end, and time and aim off the start.
    pub fn read(text: &Text<'_>, range: Range<usize>, sentence: &mut Sentence) -> Left {
        let folded = text.folded;
        let (start, mut end) = (range.start, range.end);
        let mut left = Left {
            name: start..start,
            bound: None,
            change: None,
            stated: range.end,
            basis: 0..0,
            linked: false,
            stem: start,
            added: None,
            subject: None,
            raw: start,
            each: false,
        };
        let trim = |end: &mut usize| {
            while *end > start && folded[*end - 1].is_whitespace() {
                *end -= 1;
            }
        };
        trim(&mut end);
        left.raw = end;
        while let Some((length, bound)) = link(&folded[start..end]) {
            if length == 1 && "为由从在将到至".contains(folded[end - 1]) {
                left.stem = left.stem.max(end);
            }
            // 女性占40%
            sentence.share |= folded[end - length..end].contains(&'占');
            // 各5家 may be of each kind of them.
            left.each |= matches!(folded[end - length..end], ['均' | '都']);
            end -= length;
            left.linked = true;
            if bound.is_some() {
                left.stated = end;
                // The word nearest to the figure says most, but that it is reached says least.
                if left.bound.is_none_or(|bound| bound == Bound::Reaches) {
                    left.bound = bound;
                }
            }
            trim(&mut end);
        }
        if let Some((length, change)) = RULES.changes.at_end(&folded[start..end]) {
            let word = end - length;
            // 均增长, but not 年均增长
            let each = matches!(link(&folded[start..word]), Some((1, None))) && matches!(folded[word - 1], '均' | '各');
            left.each |= each;
            let verb = word - usize::from(each);
            let basis = basis(&folded[start..verb]).map_or(verb, |at| start + at);
            let mut before = basis;
            trim(&mut before);
            left.change = Some(change);
            // A rate of growth with a name before it is an indicator by itself.
            if change.1 && is_name(&folded[opening(folded, start..before).at..before]) {
                left.change = None;
            } else {
                left.basis = basis..verb;
                left.stated = basis;
                left.added = matches!(folded[word], '新' | '净').then_some(word..word + length);
                end = before;
            }
        }
        while let Some((length, None)) = link(&folded[start..end]) {
            // 总额 is not 总 and 额: what is left must still be a name.
            if end - start < length + 2 {
                break;
            }
            left.each |= length == 1 && matches!(folded[end - 1], '均' | '各' | '都');
            end -= length;
            trim(&mut end);
        }
        end = before_run(folded, start, end);
        cues(&folded[range.clone()], range.start == 0, sentence);
        let Opening { at: name, time, kind: lead, weak, now } = opening(folded, start..end);
        if let Some(time) = time.clone() {
            if time.start > 0 && matches!(folded[time.start - 1], '到' | '至') && sentence.cue.is_none() {
                let reached = time.start > 1 && matches!(folded[time.start - 2], '截' | '止');
                sentence.cue = (!reached && is_year(&folded[time.clone()])).then_some(IndicatorKind::Target);
            }
            // 3月开始征集: that is when it began, not what the figure is for.
            sentence.timed = true;
            let begins = [&['开', '始'][..], &['起'], &['启', '动']];
            let rest = &folded[time.end..range.end];
            sentence.period =
                if begins.iter().any(|word| rest.starts_with(word)) { String::new() } else { text.words(time) };
        }
        if now && time.is_none() {
            sentence.period.clear();
        } else if folded.get(range.end).is_some_and(|c| c.is_alphanumeric())
            && folded[name..end].windows(2).any(|two| two == ['每', '年'])
        {
            sentence.period = "每年".to_owned();
        }
        match lead {
            // 争取 is done as often as meant.
            Some(IndicatorKind::Target) if weak && sentence.kind == Some(IndicatorKind::Actual) => {}
            Some(IndicatorKind::Share) => sentence.share = true,
            Some(kind) => sentence.cue = Some(kind),
            None => {}
        }
        // 邮政业务总量[3]: the mark of a note.
        if end > name && folded[end - 1] == ']' {
            let mark = folded[name..end].iter().rev().take(4).position(|c| *c == '[');
            end -= mark.map_or(0, |length| length + 1);
        }
        left.name = name..end;
        left
    }
}

/// The word between name and figure that a text ends with.
pub fn link(text: &[char]) -> Option<(usize, Option<Bound>)> {
    let found = RULES.links.at_end(text)?;
    let kept = RULES.link_keep.at_end(text).is_some_and(|(length, ())| length >= found.0);
    (!kept).then_some(found)
}

/// Where a name ends before 连续8年.
fn before_run(folded: &[char], start: usize, end: usize) -> usize {
    let Some(years) = folded[start..end].strip_suffix(&['年']) else { return end };
    let digits =
        years.iter().rev().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十多".contains(**c)).count();
    match folded[start..end - 1 - digits].strip_suffix(&['连', '续']) {
        Some(name) if digits > 0 => start + name.len(),
        _ => end,
    }
}

/// A year stands alone or with its end: 2025年, 2025年底.
fn is_year(time: &[char]) -> bool {
    time.len() <= 6 && time.first().is_some_and(char::is_ascii_digit) && time.contains(&'年')
}

/// Words that tell targets from results.
fn cues(words: &[char], opens: bool, sentence: &mut Sentence) {
    let start = words.iter().take_while(|c| c.is_whitespace()).count();
    sentence.share |= words[start..].starts_with(&['其', '中']);
    // 预计全县生产总值完成81亿元 in a report: what it expects of its own time is as good as done.
    let weak = opens && words.first() == Some(&'预') && sentence.kind == Some(IndicatorKind::Actual);
    // The word nearest to the figure decides.
    let kept = |at: usize| RULES.kinds_keep.iter().any(|name| words[at..].starts_with(name));
    let found = RULES.kinds.last_in(words).filter(|(at, ..)| !kept(*at));
    // 研发投入强度预计为1.8% in such a report too.
    let expected = |at: usize, length: usize| {
        let mut end = words.len();
        while let Some((length, _)) = link(&words[at + length..end]) {
            end -= length;
        }
        let reported = sentence.kind == Some(IndicatorKind::Actual) && words[at..].starts_with(&['预', '计']);
        reported && end == at + length && !words[..at].contains(&'后') && at > start
    };
    let cue = found.filter(|(at, length, _)| !(weak && *at == 0 || expected(*at, *length))).map(|(.., kind)| *kind);
    sentence.cue = cue.or(sentence.cue);
}

/// Cuts off what stands before the last verb that announces a figure; 服务业实现增加值 is 增加值 of 服务业.
pub fn cut(folded: &[char], name: Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
    let Some((at, length, ())) = RULES.cut.last_in(&folded[name.clone()]) else { return (None, name) };
    let verb = name.start + at;
    let start = opening(folded, verb + length..name.end).at;
    let rest = start..name.end;
    let owned = || RULES.owners.at_end(&folded[name.start..verb]).is_some();
    if matches!(folded[verb..verb + length], ['实', '现'] | ['完', '成'])
        && (respective::is_tail(&folded[rest.clone()]) || owned() && is_name(&folded[rest.clone()]))
    {
        let mut end = verb;
        while let Some((length, None)) = link(&folded[name.start..end]) {
            end -= length;
        }
        let subject = name.start..end;
        if subject.len() <= STEM && is_name(&folded[subject.clone()]) && !folded[subject.clone()].contains(&'、') {
            return (Some(subject), rest);
        }
    }
    if is_name(&folded[rest.clone()]) { (None, rest) } else { (None, name) }
}
