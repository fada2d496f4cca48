//! Where a name (指标名称) begins in its clause, what a change is compared with, and what names nothing.

use std::ops::Range;

use lantai_model::IndicatorKind;

use crate::figure_rules::RULES;
use crate::times;

/// Longest name, in characters.
pub const NAME: usize = 40;

/// How a clause opens.
pub struct Opening {
    /// Where its name begins.
    pub at: usize,
    /// The time before it.
    pub time: Option<Range<usize>>,
    /// What the words before it say of the figure.
    pub kind: Option<IndicatorKind>,
    /// They say it only where nothing else does.
    pub weak: bool,
    /// They say that it is so now.
    pub now: bool,
}

/// Where the name begins: after times, light words and numbers of lists; with the time and the aim that they state.
pub fn opening(folded: &[char], range: Range<usize>) -> Opening {
    let (mut at, end) = (range.start, range.end);
    let (mut time, mut kind, mut weak, mut plain, mut now) = (None, None, false, true, false);
    while at < end {
        let rest = &folded[at..end];
        if rest[0].is_whitespace() || "“”\"'‘’.·、-—*●◆■▲★◎○".contains(rest[0]) && !closes_later(rest)
        {
            at += 1;
        } else if plain && let Some(length) = times::at_start(rest) {
            time = Some(at..at + length);
            at += length;
            if folded[at..end].starts_with(&['前']) {
                at += 1;
            }
        } else if let Some((length, ())) = RULES.places.at_start(rest)
            && times::at_start(&rest[length..]).is_some()
        {
            at += length;
        } else if let Some((length, word)) = RULES.lead.at_start(rest)
            && RULES.lead_keep.at_start(rest).is_none_or(|(kept, ())| kept < length)
        {
            // 完成2023年任务: the year is of the task.
            plain = rest[..length].iter().any(|c| "到至截前争保计其如而但即另".contains(*c));
            now |= matches!(rest[..length], ['目', '前', ..] | ['截', '至', '目', '前', ..] | ['现', '有']);
            at += length;
            if let Some(word) = word {
                // 将经费列入预算: no future.
                weak = matches!(rest[0], '争' | '将');
                kind = Some(word);
            }
        } else if rest[0] == '('
            && let Some(close) = rest.iter().take(NAME).position(|c| *c == ')')
        {
            at += close + 1;
        } else if let [digit, '是', ..] = rest
            && "一二三四五六七八九十".contains(*digit)
        {
            at += 2;
        } else {
            break;
        }
    }
    Opening { at, time, kind, weak, now }
}

/// A quotation mark that is closed before the name ends belongs to the name: “双招双引”项目.
fn closes_later(rest: &[char]) -> bool {
    let near = &rest[..rest.len().min(NAME)];
    match rest[0] {
        '“' => near.contains(&'”'),
        '‘' => near.contains(&'’'),
        '"' => near.iter().skip(1).any(|c| *c == '"'),
        _ => false,
    }
}

/// Where the words that a change is compared with begin, before its verb.
pub fn basis(before: &[char]) -> Option<usize> {
    let mut end = before.len();
    for _ in 0..3 {
        let Some((length, ())) = RULES.basis.at_end(&before[..end]) else { break };
        // 2023年增长: the year is no basis, 年增长 is.
        if length == 1 && end > 1 && before[end - 2].is_ascii_digit() {
            break;
        }
        end -= length;
    }
    // 比2020年, 较2022年底, 比全省平均水平
    let window = end.saturating_sub(16);
    let from = before[window..end].iter().rposition(|c| "比较与".contains(*c)).map(|at| at + window);
    if let Some(from) = from
        && end - from >= 3
        && before[from + 1..end]
            .iter()
            .all(|c| c.is_ascii_digit() || "年月上去同期初末底季度半前第一二三四五十“”相比全".contains(*c))
    {
        end = from;
    }
    (end < before.len()).then_some(end)
}

/// At least two Han characters, and words that name something.
pub fn is_name(name: &[char]) -> bool {
    let han = name.iter().filter(|c| ('\u{3400}'..='\u{9fff}').contains(*c)).count();
    if han < 2 || name.len() > NAME || name.contains(&'|') {
        return false;
    }
    // [J] is of a list of books, [3] a mark of a note. Digits at the end are of a number that a blank parts.
    let mark = |at: usize| name.get(at + 1).is_some_and(char::is_ascii_digit) && name[at..].contains(&']');
    if (0..name.len()).any(|at| name[at] == '[' && !mark(at)) || name.last().is_some_and(char::is_ascii_digit) {
        return false;
    }
    if RULES.name_starts.at_start(name).is_some() || RULES.name_ends.at_end(name).is_some() {
        return false;
    }
    if matches!(name.first(), Some('比' | '较' | '占' | '的' | '至'))
        || name.last().is_some_and(|c| "的第前每满以于把按较从由与和及被让".contains(*c))
    {
        return false;
    }
    // 这一比重 is told elsewhere, … stands for what was left out.
    if name.windows(2).any(|two| matches!(two, ['这', '一'] | ['.', '.'] | ['…', _])) {
        return false;
    }
    let opened = name.iter().filter(|c| **c == '(').count();
    if opened != name.iter().filter(|c| **c == ')').count() {
        return false;
    }
    !(name.len() <= RULES.longest_no_name && RULES.no_names.contains(name))
}
