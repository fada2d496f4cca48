//! Quantities as they are printed: a number with its multiples and a unit. 1.2万亿元, 3—5家, 15 %, 三百二十家, 20余家.
//!
//! A number without a unit of `rules/units.toml` is none: so dates, articles, ranks and phone numbers never come up.

use std::sync::LazyLock;

use lantai_model::Bound;
use serde::Deserialize;

use crate::decimal::Decimal;
use crate::figure_rules::Affixes;
use crate::lexicon::begins;
use crate::numeral::{Number, number, numeral, skip_blanks};
use crate::rules::{self, rules_file};

/// A quantity in folded text; offsets are characters.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// First character of the number.
    pub start: usize,
    /// One past the unit and the bound word after it.
    pub end: usize,
    /// The number in its unit, the lower one of a range.
    pub value: Decimal,
    /// The upper number of a range.
    pub upper: Option<Decimal>,
    /// Its unit.
    pub unit: &'static Unit,
    /// What the words in and after it say: 20余家, 15%以上.
    pub bound: Option<Bound>,
    /// A bound word stands after the unit.
    pub bounded_after: bool,
}

/// A unit of measure.
#[derive(Debug, Deserialize)]
pub struct Unit {
    /// Spellings; the first is the unit in records.
    pub words: Vec<String>,
    /// What it measures.
    pub kind: UnitKind,
    /// Han numerals are read before it.
    #[serde(default)]
    han: bool,
    /// What may not follow.
    #[serde(default)]
    not: Vec<String>,
    /// Words, one of which must stand close before it.
    #[serde(default)]
    needs: Vec<String>,
}

/// What units measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Money.
    Money,
    /// Things and people that are counted.
    Count,
    /// Lengths, areas, weights, power.
    Measure,
    /// Hundredths and thousandths.
    Percent,
    /// Percentage points.
    Points,
    /// How many times as much.
    Times,
}

impl Unit {
    fn is_meant(&self, before: &[char]) -> bool {
        let near = |word: &String| {
            let word: Vec<char> = word.chars().collect();
            before.windows(word.len().max(1)).any(|window| window == word)
        };
        self.needs.is_empty() || self.needs.iter().any(near)
    }
}

#[derive(Deserialize)]
struct UnitFile {
    unit: Vec<Unit>,
}

struct Units {
    all: Vec<Unit>,
    /// Spellings, with indices into `all`.
    starts: Affixes<usize>,
}

static UNITS: LazyLock<Units> = LazyLock::new(|| load().expect("the units are checked by a test"));

fn load() -> Result<Units, String> {
    let file: UnitFile = rules::parse("units.toml", rules_file!("units"))?;
    let spellings = file.unit.iter().enumerate().flat_map(|(at, unit)| unit.words.iter().map(move |word| (word, at)));
    let starts = Affixes::new(spellings.map(|(word, at)| (word.clone(), at)), false);
    Ok(Units { all: file.unit, starts })
}

/// How close, in characters.
const NEAR: usize = 24;

/// Whether a text (as printed) may hold a quantity: a look at its bytes that most texts do not pass.
pub fn may_hold(text: &str) -> bool {
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let mut sign = Sign::default();
    text.chars().any(|c| sign.sees(c))
}

/// Looks for the sign of a number: a digit, or Han numerals before their multiples or 点, or 百分之 before one.
#[derive(Default)]
pub struct Sign {
    digit: bool,
    /// 分, then 分之.
    share: u8,
}

impl Sign {
    /// Takes the next character; true when a number may stand there.
    #[inline]
    pub fn sees(&mut self, c: char) -> bool {
        let (before, share) = (self.digit, self.share);
        (self.digit, self.share) = (false, 0);
        match c {
            '0'..='9' | '０'..='９' => true,
            '百' => {
                self.digit = true;
                before
            }
            '十' | '千' | '万' | '萬' | '亿' | '億' | '成' => before || share == 2,
            // 百分点
            '点' | '點' => before || share == 1,
            // 翻番
            '番' => true,
            '一' | '二' | '两' | '兩' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '零' => {
                self.digit = true;
                share == 2
            }
            '分' => {
                self.share = 1;
                false
            }
            '之' => {
                self.share = if share == 1 { 2 } else { 0 };
                false
            }
            _ => false,
        }
    }
}

/// All quantities of a folded text, in order, never overlapping.
pub fn find(text: &[char]) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let c = text[at];
        // 实现翻番: doubled.
        if c == '番'
            && at > 0
            && text[at - 1] == '翻'
            && let Some(unit) = UNITS.all.iter().find(|unit| unit.kind == UnitKind::Times)
        {
            let value = Decimal::whole(1);
            let once = Quantity { start: at, end: at + 1, value, upper: None, unit, bound: None, bounded_after: false };
            found.push(bounded(text, once));
            at += 1;
            continue;
        }
        if !(c.is_ascii_digit() || numeral(c).is_some() || c == '百') {
            at += 1;
            continue;
        }
        let mut before = at.checked_sub(1).map_or(' ', |i| text[i]);
        // 19 109: what a blank parts from digits is the end of a longer number.
        if before.is_whitespace() && at > 1 && text[at - 2].is_ascii_digit() && c.is_ascii_digit() {
            before = text[at - 2];
        }
        if before == '翻'
            && let Some(doubled) = doubled(text, at)
        {
            at = doubled.end;
            found.push(doubled);
            continue;
        }
        match quantity(text, at, before) {
            // Units that mostly measure something else (天, 年) need their word before them.
            Ok(quantity) => {
                at = quantity.end;
                if quantity.unit.is_meant(&text[quantity.start.saturating_sub(NEAR)..quantity.start]) {
                    found.push(quantity);
                }
            }
            Err(next) => at = next.max(at + 1),
        }
    }
    found
}

/// The quantity at `at`, or where to look on.
fn quantity(text: &[char], at: usize, before: char) -> Result<Quantity, usize> {
    let hundredths = text[at..].starts_with(&['百', '分', '之']);
    let start = if hundredths { at + 3 } else { at };
    let Some(first) = number(text, start) else { return Err(start + 1) };
    // Ordinals, ranks, parts of longer codes and page numbers are no figures.
    if matches!(before, '第' | '前' | '每' | '.' | '·' | ':' | '№' | '#' | '/' | '〔' | '[' | 'P' | 'p')
        || before.is_ascii_alphanumeric()
        || numeral(before).is_some()
    {
        return Err(first.end);
    }
    if hundredths {
        let unit = UNITS.all.iter().find(|unit| unit.words.iter().any(|word| word == "%")).ok_or(first.end)?;
        return Ok(bounded(
            text,
            Quantity {
                start: at,
                end: first.end,
                value: first.value,
                upper: None,
                unit,
                bound: None,
                bounded_after: false,
            },
        ));
    }
    if first.han && text.get(first.end) == Some(&'成') && first.plain {
        return tenths(text, at, before, first);
    }
    // 3—5家, 5%—8%, 100万至200万元: the upper number may lend the lower one its multiple and its unit.
    let own = unit(text, &first);
    let mut from = own.map_or(first.end, |(_, end)| end);
    let mut second = None;
    if let Some(next) = range_mark(text, from, own.is_some())
        && let Some(upper) = number(text, next).filter(|upper| upper.han == first.han)
        && let Some((_, end)) = unit(text, &upper)
    {
        from = end;
        second = Some(upper);
    }
    let (value, upper, unit) = match second {
        None => {
            let Some((unit, _)) = own else { return Err(first.end) };
            (first.value, None, unit)
        }
        Some(upper) => {
            let Some((unit, _)) = unit(text, &upper) else { return Err(first.end) };
            if own.is_some_and(|(own, _)| !std::ptr::eq(own, unit)) {
                return Err(first.end);
            }
            let lent = if first.power == 0 && own.is_none() { upper.power } else { 0 };
            let lower = first.value.times_ten_to(lent).ok_or(first.end)?;
            if !lower.is_below(upper.value) {
                return Err(upper.end);
            }
            (lower, Some(upper.value), unit)
        }
    };
    let bound = if first.more { Some(Bound::Over) } else { None };
    Ok(bounded(text, Quantity { start: at, end: from, value, upper, unit, bound, bounded_after: false }))
}

/// 翻两番: doubled twice, so four times as much, three times more.
fn doubled(text: &[char], at: usize) -> Option<Quantity> {
    let times = numeral(*text.get(at)?).filter(|times| (1..=4).contains(times))?;
    let unit = UNITS.all.iter().find(|unit| unit.kind == UnitKind::Times)?;
    let value = Decimal::whole((1 << times) - 1);
    let plain = Quantity { start: at, end: at + 2, value, upper: None, unit, bound: None, bounded_after: false };
    (text.get(at + 1) == Some(&'番')).then(|| bounded(text, plain))
}

/// 三成: thirty per cent, where the words around it speak of a share.
fn tenths(text: &[char], at: usize, before: char, first: Number) -> Result<Quantity, usize> {
    let end = first.end + 1;
    let after = text.get(end).copied().unwrap_or('。');
    let unit = UNITS.all.iter().find(|unit| unit.words.iter().any(|word| word == "%")).ok_or(end)?;
    if !("长达超近约占高低升降过".contains(before) && ",。;、)以左".contains(after)) {
        return Err(end);
    }
    let value = first.value.times_ten_to(1).ok_or(end)?;
    Ok(bounded(text, Quantity { start: at, end, value, upper: None, unit, bound: None, bounded_after: false }))
}

/// Takes the bound word after the unit: 以上, 左右.
fn bounded(text: &[char], mut quantity: Quantity) -> Quantity {
    const WORDS: &[(&str, Bound)] = &[
        ("以上", Bound::AtLeast),
        ("及以上", Bound::AtLeast),
        ("以内", Bound::Within),
        ("之内", Bound::Within),
        ("以下", Bound::Within),
        ("及以下", Bound::Within),
        ("左右", Bound::About),
        ("上下", Bound::About),
        ("余", Bound::Over),
        ("多", Bound::Over),
    ];
    let from = skip_blanks(text, quantity.end);
    let rest = &text[from..];
    for (word, bound) in WORDS {
        if begins(rest, word) {
            quantity.end = from + word.chars().count();
            quantity.bound = Some(*bound);
            quantity.bounded_after = true;
            return quantity;
        }
    }
    quantity
}

fn range_mark(text: &[char], at: usize, has_unit: bool) -> Option<usize> {
    let from = skip_blanks(text, at);
    let c = *text.get(from)?;
    let marks = if has_unit { "-—–－~～至" } else { "-—–－~～至到" };
    if !marks.contains(c) {
        return None;
    }
    let double = usize::from(text.get(from + 1) == Some(&c) && !"至到".contains(c));
    Some(skip_blanks(text, from + 1 + double))
}

/// The unit after a number, and where it ends.
fn unit(text: &[char], number: &Number) -> Option<(&'static Unit, usize)> {
    let from = skip_blanks(text, number.end);
    let (length, index) = UNITS.starts.at_start(text.get(from..)?)?;
    let unit = UNITS.all.get(index)?;
    let end = from + length;
    let rest = text.get(end..)?;
    let barred = unit.not.iter().any(|word| begins(rest, word));
    // 5元/平方米 is a rate.
    let rate = matches!(rest.first(), Some('/' | '每'));
    // What is counted comes in wholes: 8.2项目概况 is a heading. Not so of means: 每千人口床位数6.8张.
    let near = text.get(number.end.saturating_sub(NEAR)..number.end)?;
    let mean = near.iter().any(|c| matches!(c, '每' | '均'));
    let broken = unit.kind == UnitKind::Count && number.value.is_broken() && unit.needs.is_empty() && !mean;
    // 三家企业 counts nothing worth a record; 两个百分点 and 三点二公里 measure.
    let sure = unit.han && !number.plain || unit.kind == UnitKind::Points || number.value.is_broken();
    (!barred && !rate && !broken && (sure || !number.han)).then_some((unit, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let folded: Vec<char> = lantai_text::fold(text).chars().collect();
        let quantities = find(&folded);
        assert!(quantities.is_empty() || may_hold(text), "{text}");
        let written = |q: &Quantity| {
            let upper = q.upper.map_or(String::new(), |upper| format!("–{upper}"));
            let bound = q.bound.map_or("", |bound| bound.as_str());
            format!("{}{upper} {} {bound}", q.value, q.unit.words[0]).trim_end().to_owned()
        };
        quantities.iter().map(written).collect()
    }

    #[test]
    fn the_units_load() {
        assert!(load().unwrap().all.len() > 40);
    }

    #[test]
    fn printed_forms() {
        for (text, expected) in [
            ("1.31亿元", "131000000 元"),
            ("354.386万元", "3543860 元"),
            ("1.2万亿元", "1200000000000 元"),
            ("1亿2000万元", "120000000 元"),
            ("1,350家", "1350 家"),
            ("１２，３４５．６亩", "12345.6 亩"),
            ("增长 15 %", "15 %"),
            ("３３．５％以上", "33.5 % at_least"),
            ("0.5个百分点", "0.5 百分点"),
            ("3-5家", "3–5 家"),
            ("3至5个以内", "3–5 个 within"),
            ("5%—8%", "5–8 %"),
            ("100—200万元", "1000000–2000000 元"),
            ("20多家", "20 家 over"),
            ("3万余人", "30000 人 over"),
            ("2500人左右", "2500 人 about"),
            ("三百二十家", "320 家"),
            ("一千二百零五万元", "12050000 元"),
            ("二十余户", "20 户 over"),
            ("百分之十五以上", "15 % at_least"),
            ("百分之八点五", "8.5 %"),
            ("十二点零五亿元", "1205000000 元"),
            ("零点三个百分点", "0.3 百分点"),
            ("提高两个百分点", "2 百分点"),
            ("占三成。", "30 %"),
            ("30万千瓦", "300000 千瓦"),
            ("1.5倍", "1.5 倍"),
            ("翻两番以上", "3 倍 at_least"),
            ("34萬平方米", "340000 平方米"),
        ] {
            assert_eq!(all(text), [expected], "{text}");
        }
        assert_eq!(all("新增3家、2个和100万元"), ["3 家", "2 个", "1000000 元"]);
    }

    #[test]
    fn what_is_no_quantity() {
        for text in [
            "2023年8月2日",
            "第16条",
            "第3次",
            "前10名",
            "3个月内",
            "5个工作日",
            "0559-2512345",
            "云政发〔2022〕17号",
            "版本1.2.3个",
            "5元/平方米",
            "三家企业",
            "一个中心",
            "近百家",
            "数十家",
            "三五家",
            "19 109元",
            "二十大",
            "十五五",
            "1-5月份",
            "第三成员单位",
            "10:30",
            "3位居全省",
            "4A级景区",
            "2021—2030年",
            "十二项任务",
            "一成立",
            "三点二十分",
            "一点建议",
        ] {
            assert_eq!(all(text), Vec::<String>::new(), "{text}");
        }
    }
}
