//! Figures that a list shares out in order: 工业投资、民间投资和技改投资分别增长3%、5%和7% are three indicators.
//!
//! Only where as many figures as names stand there; else nothing is read, as it is not sure what goes with what.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use lantai_model::{Change, Indicator, IndicatorKind};

use crate::clause::{Clause, Joint};
use crate::figure::{Sentence, Text};
use crate::figure_left::Left;
use crate::figure_name;
use crate::figure_rules::RULES;
use crate::numeral;
use crate::quantity::{Quantity, UnitKind};

/// Most things that are told apart.
const MOST: usize = 16;
/// Longest list of names, in characters.
const LONGEST: usize = 120;

struct Words {
    /// A word and the things that it names together.
    together: Vec<(Vec<char>, Vec<Vec<char>>)>,
    /// Last character → ends of what is measured, longest first.
    tails: HashMap<char, Vec<Vec<char>>>,
    /// Words in which a character that joins things joins none.
    joined: Vec<Vec<char>>,
    /// Those whose figures they are.
    classes: Vec<Vec<char>>,
}

/// The lexicon; only lists with 分别 need it.
static WORDS: LazyLock<Words> = LazyLock::new(load);

fn load() -> Words {
    let mut words = Words { together: Vec::new(), tails: HashMap::new(), joined: Vec::new(), classes: Vec::new() };
    let split = |text: &str| text.split(' ').map(|word| word.chars().collect()).collect::<Vec<Vec<char>>>();
    for line in include_str!("../rules/respective.tsv").lines() {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["together", word, parts] => words.together.push((word.chars().collect(), split(parts))),
            ["tails", all] => {
                for tail in split(all) {
                    words.tails.entry(tail.last().copied().unwrap_or_default()).or_default().push(tail);
                }
            }
            ["joined", all] => words.joined = split(all),
            ["classes", all] => words.classes = split(all),
            _ => {}
        }
    }
    words.tails.values_mut().for_each(|tails| tails.sort_by_key(|tail| std::cmp::Reverse(tail.len())));
    words
}

/// Where the word stands in a clause that shares out figures.
pub fn mark(folded: &[char], clause: &Clause<'_>) -> Option<Range<usize>> {
    let last = clause.quantities.last()?.start;
    let words = folded.get(clause.start..last)?;
    let at = words.windows(2).position(|two| two == ['分', '别']).map(|at| clause.start + at)?;
    Some(at..at + 2)
}

/// Where figures go on that are of the things before: 分别增长3%和5%，占比12%、30%.
pub fn goes_on(clause: &Clause<'_>, sentence: &Sentence, found: &[Indicator]) -> Option<Range<usize>> {
    let listed = sentence.group_size(found) > 1 && !clause.quantities.is_empty() && clause.joint == Joint::Comma;
    listed.then_some(clause.start..clause.start)
}

/// Reads the figures after the word at `mark` in the first of `clauses`; how many clauses they take. None where it is not
/// sure what each is of.
pub fn read(
    text: &Text<'_>,
    clauses: &[Clause<'_>],
    mark: Range<usize>,
    sentence: &mut Sentence,
    found: &mut Vec<Indicator>,
) -> Option<usize> {
    let clause = clauses.first()?;
    let folded = text.folded;
    // 比上年提高3.9、2个百分点 after those that were shared out: no word is needed.
    let follows = mark.is_empty();
    let (mark, after) = (mark.start, mark.end);
    // A figure before the word: what it names is not parted here.
    if clause.quantities.first()?.start < after {
        return None;
    }
    let (figures, taken) = figures(folded, clauses);
    let figures = shared(folded, after, figures)?;
    let first = figures.first()?;
    if figures.len() < 2 || figures.len() > MOST || mark - clause.start > LONGEST {
        return None;
    }
    let end = figures.last()?.end;
    let stop = clauses.get(taken - 1)?.end;
    // What goes on with a word counts things (分别设置1名巡河员).
    if !folded.get(end..stop)?.iter().all(|c| c.is_whitespace()) {
        return None;
    }
    let words: String = text.folded[clause.start..clause.end].iter().collect();
    if RULES.never.find(&words).any(|(_, _, word, ())| word != "分别") {
        return None;
    }
    let head = Left::read(text, clause.start..mark, sentence);
    let left = Left::read(text, after..first.start, sentence);
    let change = left.change.or(head.change);
    let share = folded.get(left.name.clone())?.first() == Some(&'占');
    if !share && left.name.end > left.name.start && !is_stop(folded, left.name.clone()) {
        return None;
    }
    if follows && !share && change.is_none() {
        return None;
    }
    let head_shares = folded.get(head.name.clone())?.first() == Some(&'占');
    let mut listed = head.name.clone();
    let mut basis = if left.change.is_some() { left.basis.clone() } else { head.basis.clone() };
    // 比上年分别增长: what the changes are compared with stands before the word.
    if change.is_some()
        && let Some(at) = figure_name::basis(folded.get(listed.clone())?)
    {
        if basis.is_empty() {
            basis = listed.start + at..listed.end;
        }
        listed.end = listed.start + at;
    }
    let names = folded.get(listed)?;
    let names = if names.is_empty() || head_shares {
        // 分别增长9.6%和29.1%: of those that the words before shared out.
        Names::Before(sentence.group(found, figures.len())?)
    } else {
        let same = figures.iter().all(|figure| std::ptr::eq(figure.unit, first.unit));
        Names::Here(parted(names, figures.len(), same)?)
    };
    let level = change.is_none();
    if level && matches!(first.unit.kind, UnitKind::Points | UnitKind::Times) {
        return None;
    }
    let bound = figures.last().and_then(|figure| figure.bound);
    let bound_of = |figure: &Quantity| figure.bound.or(bound).or(left.bound).or(head.bound);
    let stated = if left.stated < first.start { left.stated } else { first.start };
    let from = found.len();
    for (nth, figure) in figures.iter().enumerate() {
        let printed = text.words(if nth == 0 { stated } else { figure.start }..figure.end);
        let unit = figure.unit.words.first().cloned().unwrap_or_default();
        let upper = figure.upper.map(|upper| upper.to_string());
        let value = figure.value.to_string();
        let changed = change.map(|(direction, _)| Change {
            stated: printed.clone(),
            direction,
            basis: text.words(basis.clone()),
            value: value.clone(),
            upper: upper.clone(),
            unit: unit.clone(),
            bound: bound_of(figure),
        });
        let (name, start) = match &names {
            Names::Before(group) => {
                let before = found.get_mut(group.start + nth)?;
                if before.change.is_none() && changed.is_some() {
                    before.change = changed;
                    continue;
                }
                (before.name.clone(), clause.start)
            }
            Names::Here(names) => (names.get(nth)?.clone(), head.name.start),
        };
        let parts = share || head_shares;
        found.push(Indicator {
            name,
            stated: printed,
            value: level.then_some(value),
            upper: if level { upper } else { None },
            unit: if level { unit } else { String::new() },
            bound: if level { bound_of(figure) } else { None },
            change: changed,
            period: sentence.period().to_owned(),
            kind: if parts { Some(IndicatorKind::Share) } else { sentence.kind(level) },
            constraint: None,
            at: text.span(start..figure.end),
        });
    }
    // Shares of the same things go before nothing: what follows is still of the things.
    match names {
        Names::Before(group) => sentence.set_group(group),
        Names::Here(_) => sentence.set_group(from..found.len()),
    }
    Some(taken)
}

enum Names {
    /// Records of those things.
    Before(Range<usize>),
    /// As printed.
    Here(Vec<String>),
}

/// The figures of a clause and of those after it that are set off from one another by nothing but 、 and 和.
fn figures<'a>(folded: &[char], clauses: &'a [Clause<'_>]) -> (Vec<&'a Quantity>, usize) {
    let mut figures: Vec<&Quantity> = Vec::new();
    let mut taken = 0;
    for clause in clauses {
        if taken > 0 && clause.joint != Joint::List {
            break;
        }
        let mut at = clause.start;
        for (nth, figure) in clause.quantities.iter().enumerate() {
            let between = folded.get(at..figure.start).unwrap_or(&[]);
            let joins = between.iter().all(|c| c.is_whitespace() || "、和与及以".contains(*c));
            if !joins && (taken > 0 || nth > 0) {
                return (figures, taken.max(1));
            }
            figures.push(figure);
            at = figure.end;
        }
        if clause.quantities.is_empty() {
            break;
        }
        taken += 1;
    }
    (figures, taken)
}

/// The figures, with the numbers before the first that share its unit: 提高3.9、2.0、2.9个百分点.
fn shared(folded: &[char], from: usize, figures: Vec<&Quantity>) -> Option<Vec<Quantity>> {
    let first = *figures.first()?;
    let mut all = sharing(folded, from..first.start, first);
    all.extend(figures.into_iter().cloned());
    Some(all)
}

/// The numbers that stand before a quantity in its list and share its unit: the first two of 3.9、2.0、2.9个百分点.
fn sharing(text: &[char], range: Range<usize>, own: &Quantity) -> Vec<Quantity> {
    let Some(last) = numeral::number(text, own.start).filter(|last| !last.han && own.upper.is_none()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if !text[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let value = numeral::number(text, at).filter(|next| next.power == 0 && !next.more);
        let next = value.as_ref().map_or(range.end, |next| {
            let piece = own.unit.kind == UnitKind::Points && text.get(next.end) == Some(&'个');
            usize::from(piece) + next.end + text.iter().skip(next.end).take(2).take_while(|c| c.is_whitespace()).count()
        });
        match value.and_then(|next| next.value.times_ten_to(last.power).map(|value| (value, next.end))) {
            Some((value, end)) if next < range.end && "、和与及".contains(text[next]) => {
                let end = end + usize::from(text.get(end) == Some(&'个'));
                found.push(Quantity { start: at, end, value, upper: None, bound: None, ..own.clone() });
                at = next;
            }
            // A number of another kind stands between (2020年): none of them shares the unit.
            _ => {
                found.clear();
                at = next.max(at + 1);
            }
        }
    }
    // Nothing but the joint between the last of them and the quantity.
    let last = found.last().map_or(range.end, |last| last.end);
    let joined = text
        .get(last..range.end)
        .is_some_and(|words| words.iter().all(|c| c.is_whitespace() || "、和与及".contains(*c)));
    if joined { found } else { Vec::new() }
}

/// The names of a list, each whole, if there are `count` of them. `same`: their figures have one unit.
fn parted(names: &[char], count: usize, same: bool) -> Option<Vec<String>> {
    let words = &*WORDS;
    let together = words.together.iter().filter(|(_, parts)| parts.len() == count);
    for (word, parts) in together {
        if let Some(at) = names.windows(word.len()).position(|window| window == word.as_slice()) {
            let (before, after) = (&names[..at], &names[at + word.len()..]);
            // A list of such lists is not taken apart.
            if before.contains(&'、') || after.contains(&'、') || conjunction(after).is_some() {
                return None;
            }
            return whole(parts.iter().map(|part| [before, part, after].concat()).collect());
        }
    }
    let mut parts = cut(names);
    if parts.len() + 1 == count {
        let last = parts.pop()?;
        let (at, length) = conjunction(last)?;
        parts.extend([&last[..at], &last[at + length..]]);
    }
    // 甲、乙和丙 may be three as well as two.
    else if parts.len() > 1 && parts.last().is_some_and(|last| conjunction(last).is_some()) {
        return None;
    }
    if parts.len() != count {
        return None;
    }
    whole(if same { filled(&parts) } else { parts.iter().map(|part| part.to_vec()).collect() })
}

fn whole(names: Vec<Vec<char>>) -> Option<Vec<String>> {
    let good = !names.is_empty() && names.iter().all(|name| figure_name::is_name(name));
    good.then(|| names.iter().map(|name| name.iter().filter(|c| !c.is_whitespace()).collect()).collect())
}

/// The list at its 、, those in brackets and quotations left alone.
fn cut(names: &[char]) -> Vec<&[char]> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0i32);
    for (at, c) in names.iter().enumerate() {
        match c {
            '(' | '“' | '《' => depth += 1,
            ')' | '”' | '》' => depth -= 1,
            '、' if depth == 0 => {
                parts.push(&names[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&names[from..]);
    parts
}

/// The things that a name lists, where a word says that the figure is of each.
pub fn each(name: &str) -> Option<Vec<String>> {
    let chars: Vec<char> = name.chars().collect();
    let mut parts = cut(&chars);
    if let Some((at, length)) = parts.last().and_then(|last| conjunction(last)) {
        let last = parts.pop()?;
        parts.extend([&last[..at], &last[at + length..]]);
    }
    if !(2..=MOST).contains(&parts.len()) {
        return None;
    }
    // 小学、初中适龄儿童入学率: how much of the last is of all is not sure.
    let (last, others) = parts.split_last()?;
    let longest = others.iter().map(|part| part.len()).max()?;
    if others.iter().all(|part| tail(part).is_none()) && last.len() - tail(last).unwrap_or(0) > longest + 2 {
        return None;
    }
    whole(filled(&parts))
}

/// The only word that joins two things: where it stands and how long it is.
fn conjunction(words: &[char]) -> Option<(usize, usize)> {
    if let Some(at) = words.windows(2).position(|two| two == ['以', '及']) {
        return Some((at, 2));
    }
    let part_of_word = |at: usize| {
        WORDS.joined.iter().any(|word| {
            (0..word.len()).any(|inside| {
                let start = at.checked_sub(inside);
                start.is_some_and(|start| words.get(start..start + word.len()) == Some(word.as_slice()))
            })
        })
    };
    let mut all = (0..words.len()).filter(|at| matches!(words[*at], '和' | '与' | '及') && !part_of_word(*at));
    let at = all.next()?;
    (all.next().is_none() && at > 0 && at + 1 < words.len()).then_some((at, 1))
}

/// The names with what the last of them, or the first, says for all: 第一、二、三产业增加值.
fn filled(parts: &[&[char]]) -> Vec<Vec<char>> {
    // 甲产业、乙产业增加值占工业的比重: what it is a share of is said once.
    let of = |part: &[char]| part.iter().position(|c| matches!(c, '占' | '对')).filter(|at| *at > 1);
    if let Some((last, others)) = parts.split_last()
        && let Some(at) = of(last)
        && others.iter().all(|part| of(part).is_none())
    {
        let (name, end) = last.split_at(at);
        return ended(&[others, &[name]].concat()).into_iter().map(|name| [&name, end].concat()).collect();
    }
    ended(parts)
}

/// The names with what is measured behind each, and with 第 before each.
fn ended(parts: &[&[char]]) -> Vec<Vec<char>> {
    let plain = || parts.iter().map(|part| part.to_vec()).collect();
    let (Some(first), Some((last, others))) = (parts.first(), parts.split_last()) else { return plain() };
    let ordinal = |part: &&[char]| {
        let digits = part.strip_prefix(&['第']).unwrap_or(part);
        digits.first().is_some_and(|c| "一二三四五六七八九十".contains(*c)) && digits.len() == 1
    };
    if others.iter().all(ordinal) {
        let digits = last.strip_prefix(&['第']).unwrap_or(last);
        if digits.first().is_some_and(|c| "一二三四五六七八九十".contains(*c)) {
            let tail = &digits[1..];
            let head = if first.first() == Some(&'第') { &['第'][..] } else { &[] };
            let digit = |part: &&[char]| part.strip_prefix(&['第']).unwrap_or(part).first().copied().into_iter();
            return parts
                .iter()
                .map(|part| head.iter().copied().chain(digit(part)).chain(tail.iter().copied()).collect())
                .collect();
        }
        return plain();
    }
    // 制造业贷款、小微贷款余额: what the last says more is of all.
    if let (Some(own), Some(all)) = (self::tail(first), self::tail(last))
        && let (own, all) = (&first[first.len() - own..], &last[last.len() - all..])
        && own.len() < all.len()
        && all.starts_with(own)
        && others.iter().all(|part| part.ends_with(own))
    {
        let more = &all[own.len()..];
        return others.iter().map(|part| [part, more].concat()).chain([last.to_vec()]).collect();
    }
    if others.iter().any(|part| self::tail(part).is_some()) {
        return plain();
    }
    let Some(tail) = tail(last) else {
        // 根除率 of all or of the last only: not sure.
        let measured = |part: &&[char]| part.last().is_some_and(|c| "率额量值数度费".contains(*c));
        return if measured(last) && !others.iter().any(measured) { Vec::new() } else { plain() };
    };
    // 城镇、农村居民人均可支配收入: whose they are is said once too.
    let class = WORDS
        .classes
        .iter()
        .filter_map(|class| last.windows(class.len()).position(|window| window == class.as_slice()));
    let class = class.filter(|at| *at > 1).min();
    let shared = class.map_or(tail, |at| (last.len() - at).max(tail));
    let end = &last[last.len() - shared..];
    let mut names: Vec<Vec<char>> = others.iter().map(|part| [part, end].concat()).collect();
    names.push(last.to_vec());
    names
}

/// Whether the words are one of those ends and no more: 增加值 of nothing.
pub fn is_tail(name: &[char]) -> bool {
    tail(name) == Some(name.len())
}

/// How long the end is that says what is measured.
fn tail(name: &[char]) -> Option<usize> {
    let tails = WORDS.tails.get(name.last()?)?;
    tails.iter().find(|tail| name.ends_with(tail)).map(Vec::len)
}

/// Whether the words between are such as say nothing.
fn is_stop(folded: &[char], words: Range<usize>) -> bool {
    folded.get(words).is_some_and(|words| words.iter().all(|c| c.is_whitespace() || *c == '为'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, count: usize) -> String {
        let chars: Vec<char> = text.chars().collect();
        parted(&chars, count, true).map_or_else(|| "none".to_owned(), |names| names.join("|"))
    }

    #[test]
    fn lists_of_names() {
        for (text, count, expected) in [
            ("工业投资、民间投资和技改投资", 3, "工业投资|民间投资|技改投资"),
            ("第一、二、三产业增加值", 3, "第一产业增加值|第二产业增加值|第三产业增加值"),
            ("第一、第二和第三产业增加值", 3, "第一产业增加值|第二产业增加值|第三产业增加值"),
            ("一、二、三产业投资", 3, "一产业投资|二产业投资|三产业投资"),
            (
                "三次产业对经济增长的贡献率",
                3,
                "第一产业对经济增长的贡献率|第二产业对经济增长的贡献率|第三产业对经济增长的贡献率",
            ),
            ("城乡居民人均可支配收入", 2, "城镇居民人均可支配收入|农村居民人均可支配收入"),
            ("城镇、农村居民人均可支配收入", 2, "城镇居民人均可支配收入|农村居民人均可支配收入"),
            ("小麦、玉米和水稻播种面积", 3, "小麦播种面积|玉米播种面积|水稻播种面积"),
            ("高新技术产业、装备制造业增加值", 2, "高新技术产业增加值|装备制造业增加值"),
            ("教育、社会保障和就业支出", 2, "教育支出|社会保障和就业支出"),
            ("国有、民营企业营业收入", 2, "国有企业营业收入|民营企业营业收入"),
            ("利润总额以及营业收入", 2, "利润总额|营业收入"),
            ("普及率和覆盖率", 2, "普及率|覆盖率"),
            // Counts that differ, or more than one word that may part them.
            ("教育和科学和文化支出", 2, "none"),
            ("甲方案和乙方案检出率", 2, "none"),
            ("工业投资、民间投资和技改投资", 2, "none"),
            ("城乡居民人均可支配收入", 3, "none"),
            ("财政收入", 2, "none"),
        ] {
            assert_eq!(names(text, count), expected, "{text}");
        }
    }
}
