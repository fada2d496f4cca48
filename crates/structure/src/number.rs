//! Numbers of the outline as they are printed: 一、 （一） 1. （1） ① 第一条 一是.

use lantai_model::NumberStyle;

/// A number found in folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its style.
    pub style: NumberStyle,
    /// Its value.
    pub value: u32,
    /// Its length in characters, brackets and stop included.
    pub chars: usize,
}

/// The number that `text` (folded characters) begins with.
pub fn label(text: &[char]) -> Option<Label> {
    let found = |style, value, chars| Some(Label { style, value, chars });
    match *text.first()? {
        '(' => parenthesised(text),
        '第' => ordinal(text),
        c if c.is_ascii_digit() => {
            let (value, digits) = arabic(text)?;
            let stop = skip_blanks(text, digits);
            match text.get(stop)? {
                '.' | '、' if !text.get(stop + 1).is_some_and(char::is_ascii_digit) || is_year(&text[stop + 1..]) => {
                    found(NumberStyle::Arabic, value, stop + 1)
                }
                ')' => found(NumberStyle::ArabicParen, value, stop + 1),
                _ => None,
            }
        }
        c if han_digit(c).is_some() => {
            let (value, digits) = han(text)?;
            if text.get(digits) == Some(&'是') && !"否不".contains(*text.get(digits + 1).unwrap_or(&' ')) {
                return found(NumberStyle::Inline, value, digits + 1);
            }
            let stop = skip_blanks(text, digits);
            matches!(text.get(stop)?, '、' | '.').then_some(Label { style: NumberStyle::Han, value, chars: stop + 1 })
        }
        c @ '①'..='⑳' => found(NumberStyle::Circled, c as u32 - '①' as u32 + 1, 1),
        c @ '⑴'..='⒇' => found(NumberStyle::ArabicParen, c as u32 - '⑴' as u32 + 1, 1),
        c @ '⒈'..='⒛' => found(NumberStyle::Arabic, c as u32 - '⒈' as u32 + 1, 1),
        c @ '㈠'..='㈩' => found(NumberStyle::HanParen, c as u32 - '㈠' as u32 + 1, 1),
        _ => None,
    }
}

/// A year may follow a number at once: 1.2025年度申报指南.
fn is_year(text: &[char]) -> bool {
    text.len() > 4 && text[..4].iter().all(char::is_ascii_digit) && text[4] == '年'
}

/// （一） or （1）, blanks allowed inside.
fn parenthesised(text: &[char]) -> Option<Label> {
    let start = skip_blanks(text, 1);
    let (style, value, digits) = match arabic(&text[start..]) {
        Some((value, digits)) => (NumberStyle::ArabicParen, value, digits),
        None => {
            let (value, digits) = han(&text[start..])?;
            (NumberStyle::HanParen, value, digits)
        }
    };
    let close = skip_blanks(text, start + digits);
    if text.get(close) != Some(&')') {
        return None;
    }
    // （一）、 and （一）. are printed too.
    let stop = matches!(text.get(close + 1), Some('、' | '.'));
    Some(Label { style, value, chars: close + 1 + usize::from(stop) })
}

/// 第一章, 第一节, 第一条; the word must stand alone: 第一条例 and 第三章程 are not numbers.
fn ordinal(text: &[char]) -> Option<Label> {
    let start = skip_blanks(text, 1);
    let (value, digits) = han(&text[start..]).or_else(|| arabic(&text[start..]))?;
    let unit = skip_blanks(text, start + digits);
    let style = match text.get(unit)? {
        '章' => NumberStyle::Chapter,
        '节' => NumberStyle::Section,
        '条' => NumberStyle::Article,
        _ => return None,
    };
    // A number is followed by a blank or the end; anything else is a reference inside a sentence.
    text.get(unit + 1).is_none_or(|c| c.is_whitespace()).then_some(Label { style, value, chars: unit + 1 })
}

/// Han numerals 一 to 九百九十九, also 廿 and 〇; the value and the length in characters.
pub fn han(text: &[char]) -> Option<(u32, usize)> {
    let (mut total, mut digit, mut length) = (0, None, 0);
    let mut positional = String::new();
    for &c in text.iter().take(7) {
        match c {
            '十' => total += digit.take().unwrap_or(1) * 10,
            '百' => total += digit.take()? * 100,
            '廿' => total += 20,
            _ => {
                let Some(value) = han_digit(c) else { break };
                if digit.is_some() {
                    positional.push('x');
                }
                digit = Some(value);
            }
        }
        length += 1;
    }
    // 二〇二三 is a year, not a number of the outline.
    let value = total + digit.unwrap_or(0);
    (length > 0 && positional.is_empty() && value > 0).then_some((value, length))
}

/// The value of one Han numeral; 十, 百 and 廿 count as numerals without a digit value of their own.
pub fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '○' | '零' | '十' | '百' | '廿' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn arabic(text: &[char]) -> Option<(u32, usize)> {
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let value = text[..digits].iter().fold(0, |sum, c| sum * 10 + c.to_digit(10).unwrap_or(0));
    (value > 0).then_some((value, digits))
}

fn skip_blanks(text: &[char], from: usize) -> usize {
    from + text.iter().skip(from).take_while(|c| c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<(NumberStyle, u32, usize)> {
        let chars: Vec<char> = text.chars().collect();
        label(&chars).map(|l| (l.style, l.value, l.chars))
    }

    #[test]
    fn every_style() {
        use NumberStyle::*;
        assert_eq!(parse("一、总体要求"), Some((Han, 1, 2)));
        assert_eq!(parse("二十三、附则"), Some((Han, 23, 4)));
        assert_eq!(parse("( 十二 )强化"), Some((HanParen, 12, 6)));
        assert_eq!(parse("㈢加强"), Some((HanParen, 3, 1)));
        assert_eq!(parse("16.加强"), Some((Arabic, 16, 3)));
        assert_eq!(parse("1.2025年度指南"), Some((Arabic, 1, 2)));
        assert_eq!(parse("(3)落实"), Some((ArabicParen, 3, 3)));
        assert_eq!(parse("2)落实"), Some((ArabicParen, 2, 2)));
        assert_eq!(parse("④推进"), Some((Circled, 4, 1)));
        assert_eq!(parse("第三章 监督"), Some((Chapter, 3, 3)));
        assert_eq!(parse("第十二条 本办法"), Some((Article, 12, 4)));
        assert_eq!(parse("一是加强"), Some((Inline, 1, 2)));
    }

    #[test]
    fn what_only_looks_like_a_number() {
        for text in
            ["1.31亿元", "2023年", "2023.8.2", "第一条例", "第三季度", "一方面", "(含在建)", "一是否", "三农", "0.5"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
