//! Dates as they are printed: 2023年8月2日, 2023-08-02 08:34, 2023.8.2, 二〇二三年八月二日.

use lantai_model::Date;

use crate::number;

/// The date that `text` (folded) begins with, after blanks, and the characters it takes.
pub fn leading(text: &str) -> Option<(Date, usize)> {
    let first = text.trim_start().chars().next()?;
    if !may_begin(first) {
        return None;
    }
    leading_of(&text.chars().collect::<Vec<_>>())
}

/// A date may begin with that character.
fn may_begin(first: char) -> bool {
    first.is_ascii_digit() || year_digit(first).is_some() || matches!(first, '中' | '民')
}

/// The same of characters.
fn leading_of(chars: &[char]) -> Option<(Date, usize)> {
    let mut at = Cursor { chars, at: 0 };
    at.blanks();
    if !may_begin(at.peek()?) {
        return None;
    }
    let date = at.date()?;
    Some((date, at.at))
}

/// The date that is all of `text` (folded), blanks and enclosing brackets aside.
pub fn whole(text: &[char]) -> Option<Date> {
    let blank = |c: &&char| c.is_whitespace();
    let text = &text[text.iter().take_while(blank).count()..];
    let text = &text[..text.len() - text.iter().rev().take_while(blank).count()];
    let text = match text {
        ['(', inner @ .., ')'] => inner,
        text => text,
    };
    let (date, used) = leading_of(text)?;
    text[used..].iter().all(|c| c.is_whitespace()).then_some(date)
}

/// The day that is all of `text` (folded), in eight figures as registers write it: 20230802. Only behind a label.
pub fn compact(text: &str) -> Option<Date> {
    let text = text.trim();
    let number: u32 = text.parse().ok().filter(|_| text.len() == 8)?;
    let year = u16::try_from(number / 10_000).ok().filter(|year| (1900..=2100).contains(year))?;
    Date::day(year, (number / 100 % 100) as u8, (number % 100) as u8)
}

/// Whether a text (folded) may hold a date with its day: each form has one of these signs.
pub fn may_hold_day(text: &[char]) -> bool {
    text.iter().any(|c| matches!(c, '日' | '号' | '-' | '/' | '.'))
}

/// The date that ends `text` (folded), with the character at which it begins.
pub fn trailing(text: &str) -> Option<(Date, usize)> {
    trailing_of(&text.chars().collect::<Vec<_>>())
}

/// The same of characters.
pub fn trailing_of(chars: &[char]) -> Option<(Date, usize)> {
    let from = chars.len().saturating_sub(24);
    (from..chars.len()).find_map(|start| {
        // A date that begins inside a longer number is not a date.
        let first = chars[start];
        if !(may_begin(first) || first == '(') || start > 0 && chars[start - 1].is_ascii_digit() {
            return None;
        }
        whole(&chars[start..]).filter(|date| date.day.is_some()).map(|date| (date, start))
    })
}

struct Cursor<'a> {
    chars: &'a [char],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Takes one of the characters, blanks before it allowed.
    fn take(&mut self, any: &str) -> bool {
        let start = self.at;
        self.blanks();
        if self.peek().is_some_and(|c| any.contains(c)) {
            self.at += 1;
            return true;
        }
        self.at = start;
        false
    }

    fn digits(&mut self, min: usize, max: usize) -> Option<u16> {
        self.blanks();
        let start = self.at;
        while self.at - start < max && self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        let digits = &self.chars[start..self.at];
        (digits.len() >= min).then(|| digits.iter().fold(0, |sum, c| sum * 10 + c.to_digit(10).unwrap_or(0) as u16))
    }

    fn date(&mut self) -> Option<Date> {
        let rest = &self.chars[self.at..];
        if let ['民', '国', ..] | ['中', '华', '民', '国', ..] = rest {
            self.at += if rest[0] == '民' { 2 } else { 4 };
            return self.republic_date();
        }
        if self.peek().is_some_and(|c| year_digit(c).is_some() && !c.is_ascii_digit()) {
            return self.han_date();
        }
        let year = self.digits(4, 4)?;
        if !(1900..=2100).contains(&year) {
            return None;
        }
        if self.take("年") {
            let start = self.at;
            let Some(month) = self.count().filter(|_| self.take("月")) else {
                self.at = start;
                return Some(Date { year, month: None, day: None, time: None });
            };
            let start = self.at;
            return match self.count() {
                Some(day) if self.take("日号") => {
                    self.timed(Date::day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?)
                }
                _ => {
                    self.at = start;
                    (1..=12).contains(&month).then_some(Date { year, month: Some(month as u8), day: None, time: None })
                }
            };
        }
        let separator = self.peek().filter(|c| "-/.".contains(*c))?;
        self.at += 1;
        let month = self.digits(1, 2)?;
        if self.peek() != Some(separator) {
            return None;
        }
        self.at += 1;
        let day = self.digits(1, 2)?;
        self.timed(Date::day(year, month as u8, day as u8)?)
    }

    /// 二〇二三年八月二日; the zero is printed in many ways, the month and the day also in figures.
    fn han_date(&mut self) -> Option<Date> {
        let mut year = 0;
        for _ in 0..4 {
            year = year * 10 + year_digit(self.peek()?)?;
            self.at += 1;
            self.blanks();
        }
        if !(1900..=2100).contains(&year) || !self.take("年") {
            return None;
        }
        let start = self.at;
        let Some(month) = self.count().filter(|_| self.take("月")) else {
            self.at = start;
            return Some(Date { year, month: None, day: None, time: None });
        };
        let start = self.at;
        match self.count() {
            Some(day) if self.take("日号") => Date::day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?),
            _ => {
                self.at = start;
                (1..=12).contains(&month).then_some(Date { year, month: Some(month as u8), day: None, time: None })
            }
        }
    }

    /// 中华民国一百一十三年十二月十八日: years are counted from 1912.
    fn republic_date(&mut self) -> Option<Date> {
        let year = self.count()?;
        let month = self.take("年").then(|| self.count())??;
        let day = self.take("月").then(|| self.count())??;
        self.take("日").then(|| Date::day(year + 1911, month as u8, day as u8))?
    }

    /// A number of up to three places, in digits or Han numerals.
    fn count(&mut self) -> Option<u16> {
        self.blanks();
        if let Some((value, used)) = number::han(&self.chars[self.at..]) {
            self.at += used;
            return Some(value.min(999) as u16);
        }
        self.digits(1, 3)
    }

    /// A time of day after the date, if one follows.
    fn timed(&mut self, mut date: Date) -> Option<Date> {
        let start = self.at;
        if self.peek() == Some('T') {
            self.at += 1;
        }
        let hour = self.digits(1, 2).filter(|hour| *hour < 24);
        if let Some(hour) = hour
            && self.take(":时")
            && let Some(minute) = self.digits(1, 2).filter(|minute| *minute < 60)
        {
            let before_seconds = self.at;
            let second = if self.take(":") { self.digits(2, 2).filter(|second| *second < 60) } else { None };
            if second.is_none() {
                self.at = before_seconds;
            }
            date.time = Some((hour as u8, minute as u8, second.map(|s| s as u8)));
        } else {
            self.at = start;
        }
        Some(date)
    }
}

/// A figure of a year written out: 二〇二三; the zero is any of the round letters that are typed for it.
fn year_digit(c: char) -> Option<u16> {
    match c {
        '〇' | '○' | '◯' | '零' | 'O' | 'o' | 'Ｏ' | '０' | 'О' | 'о' | 'Ο' | 'ο' | 'ᴑ' | '⚪' => {
            Some(0)
        }
        '0'..='9' => Some(c as u16 - '0' as u16),
        '十' | '百' | '廿' => None,
        c => number::han_digit(c).map(|digit| digit as u16),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Date> {
        whole(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn printed_forms() {
        for (text, iso) in [
            ("2023年8月2日", "2023-08-02"),
            ("2025年02月21日", "2025-02-21"),
            ("2023-08-02 08:34", "2023-08-02T08:34"),
            ("2022-12-13 04:52:13", "2022-12-13T04:52:13"),
            ("2023.8.2", "2023-08-02"),
            ("2023/08/02", "2023-08-02"),
            ("二〇二三年十二月三十一日", "2023-12-31"),
            ("二○二三年八月二日", "2023-08-02"),
            ("二O二三年八月二日", "2023-08-02"),
            ("二0二三年八月二日", "2023-08-02"),
            ("二零二三年八月二十日", "2023-08-20"),
            ("二〇二三年十月三十一日", "2023-10-31"),
            ("二〇二三年8月2日", "2023-08-02"),
            ("2023年八月十二日", "2023-08-12"),
            ("二 〇 二 三 年 八 月 二 日", "2023-08-02"),
            ("二〇二三年", "2023"),
            (" 2024 年 10 月 12 日 ", "2024-10-12"),
            ("(2021年3月)", "2021-03"),
            ("中华民国一百一十三年十二月十八日", "2024-12-18"),
            ("民国113年5月1日", "2024-05-01"),
        ] {
            assert_eq!(read(text).map(|d| d.to_string()).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn not_dates() {
        for text in ["2023年13月1日", "2023-02-30", "12345-01-01", "2023年8月2日印发", "1.31", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn eight_figures() {
        assert_eq!(compact("20230802").map(|d| d.to_string()).as_deref(), Some("2023-08-02"));
        assert_eq!([compact("20231302"), compact("2023080"), compact("00314202")], [None; 3]);
    }

    #[test]
    fn a_date_at_the_end() {
        let (date, start) = trailing("青溪县科学技术局 2024年10月12日").unwrap();
        assert_eq!((date.to_string().as_str(), start), ("2024-10-12", 9));
        assert_eq!(trailing("会议定于明天"), None);
    }
}
