//! The period that a document reports on or plans for (报告期间), from its title: 2021年上半年, 三季度, 1-6月, “十四五”,
//! 2021—2030年, 2024年度.

use lantai_model::{Date, Period};

use crate::number;

/// A period found in a text.
#[derive(Debug, PartialEq)]
pub struct Found {
    /// First and last day.
    pub period: Period,
    /// Characters of the text that state it.
    pub chars: std::ops::Range<usize>,
    /// The year is not in the text.
    pub borrowed: bool,
}

/// Finds the period in folded text; `year` is taken where the text names a part of a year and no year.
pub fn find(folded: &[char], year: Option<u16>) -> Option<Found> {
    // Each form has one of these; many titles have none.
    if !folded.iter().any(|c| matches!(c, '年' | '季' | '月' | '五')) {
        return None;
    }
    // Blanks stand between figures and words in many titles.
    let mut at = Vec::with_capacity(folded.len());
    at.extend((0..folded.len()).filter(|i| !folded[*i].is_whitespace()));
    let text: Vec<char> = at.iter().map(|i| folded[*i]).collect();
    let printed = |from: usize, to: usize| at[from]..at[to - 1] + 1;
    let named = years(&text);
    if let Some((from, to, first, last)) = named.iter().find(|(.., first, last)| last > first) {
        return Some(Found { period: days(*first, 1, *last, 12)?, chars: printed(*from, *to), borrowed: false });
    }
    let part = (0..text.len()).find_map(|start| part(&text, start).map(|(end, first, last)| (start, end, first, last)));
    if let Some((start, end, first, last)) = part {
        // The year that stands before it, or any in the text.
        let before = named.iter().rev().find(|(_, to, ..)| *to <= start);
        let own = before.or(named.first());
        let value = own.map(|(.., first, _)| *first).or(year)?;
        let from = before.filter(|(_, to, ..)| start - to <= 2).map_or(start, |(from, ..)| *from);
        return Some(Found {
            period: days(value, first, value, last)?,
            chars: printed(from, end),
            borrowed: own.is_none(),
        });
    }
    if let Some((start, end, first)) = five_years(&text) {
        return Some(Found { period: days(first, 1, first + 4, 12)?, chars: printed(start, end), borrowed: false });
    }
    let (from, to, first, last) = named.first()?;
    Some(Found { period: days(*first, 1, *last, 12)?, chars: printed(*from, *to), borrowed: false })
}

fn days(from: u16, first: u8, to: u16, last: u8) -> Option<Period> {
    let end = [31, 30, 29, 28].into_iter().find_map(|day| Date::day(to, last, day))?;
    Some(Period { from: Date::day(from, first, 1)?, to: end })
}

/// Years as 2024年, 二〇二四年, and ranges 2021—2025年; not years of days, of issues (2023年第7期) and of numbers.
fn years(text: &[char]) -> Vec<(usize, usize, u16, u16)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some((value, end)) = year(text, at).filter(|_| at == 0 || !text[at - 1].is_ascii_digit()) else {
            at += 1;
            continue;
        };
        let mut next = end + usize::from(text.get(end) == Some(&'年'));
        let dashes = text[next..].iter().take_while(|c| "-—–－~～至到".contains(**c)).count();
        let second = if (1..=2).contains(&dashes) { year(text, next + dashes) } else { None };
        if let Some((last, after)) = second.filter(|(last, after)| *last > value && text.get(*after) == Some(&'年')) {
            next = after + 1;
            found.push((at, next, value, last));
        } else if text.get(end) == Some(&'年') {
            let day = month_and_day(text, next);
            let issue = text.get(next) == Some(&'第') && issue_ahead(text, next);
            // （2022年修订） tells when the text was made.
            let made = ["修订", "修正", "修改", "制定", "印发", "公布", "发布", "版"];
            let made = made
                .iter()
                .any(|word| word.chars().zip(&text[next..]).filter(|(a, b)| a == *b).count() == word.chars().count());
            if !day && !issue && !made {
                let full = text[next..].iter().zip("度".chars()).take_while(|(a, b)| **a == *b).count();
                next += full;
                found.push((at, next, value, value));
            }
        }
        at = next;
    }
    found
}

fn year(text: &[char], at: usize) -> Option<(u16, usize)> {
    let digits = text.get(at..at + 4)?;
    let mut value = 0;
    for c in digits {
        let digit = match c {
            '〇' | '○' | '零' | 'O' | 'o' | 'Ο' | 'О' => 0,
            c if c.is_ascii_digit() => c.to_digit(10)?,
            '十' | '百' | '廿' => return None,
            c => number::han_digit(*c)?,
        };
        value = value * 10 + digit as u16;
    }
    (1990..=2060).contains(&value).then_some((value, at + 4))
}

/// 8月2日 after a year: that is a day and no period.
fn month_and_day(text: &[char], at: usize) -> bool {
    let mut rest = text[at..].iter().take(8).skip_while(|c| **c != '月');
    rest.any(|c| *c == '日')
}

/// 第7期, 第12号 after a year: 2023年第二批 is of that year.
fn issue_ahead(text: &[char], at: usize) -> bool {
    text[at..].iter().take(6).any(|c| matches!(c, '期' | '号' | '次' | '辑' | '册' | '卷'))
}

/// A part of a year that begins at `at`: its end, first month and last month.
fn part(text: &[char], at: usize) -> Option<(usize, u8, u8)> {
    let rest = &text[at..];
    let begins = |word: &str| rest.len() >= word.chars().count() && word.chars().zip(rest).all(|(a, b)| a == *b);
    // Few characters begin one of the words, or a count.
    let first = *rest.first()?;
    if !(first.is_ascii_digit()
        || matches!(first, '上' | '下' | '前' | '半' | '第')
        || number::han_digit(first).is_some())
    {
        return None;
    }
    for (word, first, last) in [
        ("上半年", 1, 6),
        ("下半年", 7, 12),
        ("前三季度", 1, 9),
        ("前三个季度", 1, 9),
        ("前两季度", 1, 6),
        ("一至三季度", 1, 9),
        ("1-3季度", 1, 9),
        ("1至3季度", 1, 9),
        ("半年", 1, 6),
    ] {
        if begins(word) {
            return Some((at + word.chars().count(), first, last));
        }
    }
    let (first, used) = count(rest)?;
    // 第三季度, 三季度, 3季度
    let after = &rest[used..];
    if after.starts_with(&['季', '度']) && (1..=4).contains(&first) {
        return Some((at + used + 2, first * 3 - 2, first * 3));
    }
    let month = usize::from(after.first() == Some(&'月') || after.starts_with(&['月', '份']));
    let after = &after[month..];
    let dashes = after.iter().take_while(|c| "-—–~至到".contains(**c)).count();
    if (1..=2).contains(&dashes)
        && let Some((last, more)) = count(&after[dashes..])
        && after.get(dashes + more) == Some(&'月')
        && (1..=12).contains(&first)
        && first <= last
        && last <= 12
        && (at == 0 || !text[at - 1].is_ascii_digit())
    {
        let end = at + used + month + dashes + more + 1;
        let day = text.get(end).is_some_and(char::is_ascii_digit) && text[end..].iter().take(3).any(|c| *c == '日');
        return (!day).then_some((end + usize::from(text.get(end) == Some(&'份')), first, last));
    }
    // 6月份, and 6月 after a year.
    let whole = month == 1 && (1..=12).contains(&first);
    let marked = after.first() == Some(&'份') || at > 0 && text[at - 1] == '年';
    if whole && marked && !month_and_day(text, at) {
        return Some((at + used + 1 + usize::from(after.first() == Some(&'份')), first, first));
    }
    None
}

/// A count in figures or Han numerals, 第 before it allowed.
fn count(text: &[char]) -> Option<(u8, usize)> {
    let skip = usize::from(text.first() == Some(&'第'));
    let digits = text[skip..].iter().take_while(|c| c.is_ascii_digit()).count();
    if (1..=2).contains(&digits) {
        let value: String = text[skip..skip + digits].iter().collect();
        return Some((value.parse().ok()?, skip + digits));
    }
    let (value, used) = number::han(text.get(skip..)?)?;
    Some((u8::try_from(value).ok()?, skip + used))
}

/// “十四五”, 第十四个五年规划: the plans of five years, counted from 1953; the tenth began in 2001. “八五”普法: the programmes
/// of legal education, of which the first began in 1986.
fn five_years(text: &[char]) -> Option<(usize, usize, u16)> {
    let plan: Vec<char> = "个五年".chars().collect();
    let law: Vec<char> = "普法".chars().collect();
    let digit = |at: usize| number::han_digit(*text.get(at)?).filter(|digit| (1..=9).contains(digit));
    (0..text.len().saturating_sub(2)).find_map(|at| {
        if text[at] == '十' {
            let nth = digit(at + 1)?;
            if text[at + 2] == '五' && text.get(at + 3) != Some(&'年') {
                return Some((at, at + 3, 2001 + nth as u16 * 5));
            }
            return text[at + 2..].starts_with(&plan).then(|| (at, at + 5, 2001 + nth as u16 * 5));
        }
        let nth = digit(at).filter(|_| text[at + 1] == '五' && (at == 0 || text[at - 1] != '十'))?;
        let quoted = usize::from(text[at + 2] == '”');
        text[at + 2 + quoted..].starts_with(&law).then(|| (at, at + 4 + quoted, 1981 + nth as u16 * 5))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, year: Option<u16>) -> String {
        let folded: Vec<char> = lantai_text::fold(text).chars().collect();
        find(&folded, year).map_or(String::new(), |found| {
            let stated: String = text.chars().skip(found.chars.start).take(found.chars.len()).collect();
            let mark = if found.borrowed { " ?" } else { "" };
            format!("{}/{} {stated}{mark}", found.period.from, found.period.to)
        })
    }

    #[test]
    fn periods_in_titles() {
        for (text, expected) in [
            ("云河市科技局2021年上半年工作总结", "2021-01-01/2021-06-30 2021年上半年"),
            ("青溪县2024年1-6月工作情况汇报", "2024-01-01/2024-06-30 2024年1-6月"),
            ("青溪县2024年1月至9月经济运行情况", "2024-01-01/2024-09-30 2024年1月至9月"),
            ("云河市2023年第三季度重点工作进展", "2023-07-01/2023-09-30 2023年第三季度"),
            ("关于2024年市政府工作报告主要目标任务三季度进展情况报告", "2024-07-01/2024-09-30 三季度"),
            ("云河市第十四个五年规划和二〇三五年远景目标纲要", "2021-01-01/2025-12-31 十四个五年"),
            ("青溪县“八五”普法工作方案", "2021-01-01/2025-12-31 八五”普法"),
            ("云河市财政局二O二O年工作总结", "2020-01-01/2020-12-31 二O二O年"),
            ("2024年前三季度工作总结", "2024-01-01/2024-09-30 2024年前三季度"),
            ("【二季度】2023年284项重点工作落实情况", "2023-04-01/2023-06-30 二季度"),
            ("云河市妇女发展规划（2021—2030年）", "2021-01-01/2030-12-31 2021—2030年"),
            ("青溪县科技创新三年行动计划（2023-2025年）", "2023-01-01/2025-12-31 2023-2025年"),
            ("云河市“十四五”科技创新规划", "2021-01-01/2025-12-31 十四五"),
            ("云河市国民经济和社会发展第十三五规划", "2016-01-01/2020-12-31 十三五"),
            ("2023年度工作总结", "2023-01-01/2023-12-31 2023年度"),
            ("二〇二三年工作要点", "2023-01-01/2023-12-31 二〇二三年"),
            ("2023年工作总结及2024年工作计划", "2023-01-01/2023-12-31 2023年"),
            ("2024年2月份工作简报", "2024-02-01/2024-02-29 2024年2月份"),
            ("２０２４年上半年工作", "2024-01-01/2024-06-30 ２０２４年上半年"),
            ("2024 年 6 月工作小结", "2024-06-01/2024-06-30 2024 年 6 月"),
            ("临江区人民政府公报2023年第7期", ""),
            ("关于2023年8月2日会议的通知", ""),
            ("领导活动", ""),
        ] {
            assert_eq!(read(text, None), expected, "{text}");
        }
        assert_eq!(read("上半年工作总结", Some(2022)), "2022-01-01/2022-06-30 上半年 ?");
        assert_eq!(read("上半年工作总结", None), "");
    }
}
