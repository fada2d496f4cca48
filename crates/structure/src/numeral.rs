//! Numbers as they are printed, without a unit: 1,350, 20.3亿, 1亿2000万, 三百二十, 八点五.

use crate::decimal::Decimal;

/// The number that a text is, with nothing after it.
pub fn decimal(text: &[char]) -> Option<Decimal> {
    digits(text, 0).filter(|(_, end)| *end == text.len()).map(|(value, _)| value)
}

/// A number with its multiples.
pub struct Number {
    /// In its multiples.
    pub value: Decimal,
    /// One past its last character.
    pub end: usize,
    /// Power of ten of its multiples.
    pub power: u32,
    /// In Han numerals.
    pub han: bool,
    /// A lone Han digit.
    pub plain: bool,
    /// 余 or 多 stands in it.
    pub more: bool,
}

/// The number at `at`, without a unit.
pub fn number(text: &[char], at: usize) -> Option<Number> {
    let c = *text.get(at)?;
    if c.is_ascii_digit() { arabic(text, at) } else { han(text, at) }
}

/// 1,350 and 20.3亿 and 1亿2000万.
fn arabic(text: &[char], at: usize) -> Option<Number> {
    let (mut value, mut end) = digits(text, at)?;
    let (mut power, mut more) = (0, false);
    let take_more = |end: &mut usize, more: &mut bool| {
        if !*more && matches!(text.get(*end), Some('余' | '多')) {
            *end += 1;
            *more = true;
        }
    };
    take_more(&mut end, &mut more);
    let (first, after) = multiple(text, end);
    if after > end {
        (power, end) = (first, after);
        value = value.times_ten_to(power)?;
        if power == 8
            && let Some((small, next)) = digits(text, end)
            && text.get(next) == Some(&'万')
        {
            value = value.plus(small.times_ten_to(4)?)?;
            end = next + 1;
        }
        take_more(&mut end, &mut more);
    }
    Some(Number { value, end, power, han: false, plain: false, more })
}

/// Digits with a point or thousand separators; `None` for what is no number of a figure (1.2.3).
fn digits(text: &[char], at: usize) -> Option<(Decimal, usize)> {
    let mut value = Decimal::whole(0);
    let mut end = at;
    let mut fraction = false;
    let digit = |i: usize| text.get(i).and_then(|c| c.to_digit(10));
    loop {
        if let Some(d) = digit(end) {
            value = value.push(d, fraction)?;
            end += 1;
        } else if end > at && !fraction && text.get(end) == Some(&'.') && digit(end + 1).is_some() {
            fraction = true;
            end += 1;
        } else if end > at
            && end - at <= 15
            && !fraction
            && text.get(end) == Some(&',')
            && (1..=3).all(|i| digit(end + i).is_some())
            && digit(end + 4).is_none()
            && (end - at <= 3 || text.get(end - 4) == Some(&','))
        {
            end += 1;
        } else {
            break;
        }
    }
    let again = fraction && text.get(end) == Some(&'.') && digit(end + 1).is_some();
    (end > at && !again).then_some((value, end))
}

/// 百, 千, 万, 亿 and 万亿: the power of ten and where they end.
fn multiple(text: &[char], at: usize) -> (u32, usize) {
    let (mut power, mut end) = (0, skip_blanks(text, at));
    let from = end;
    while let Some(more) = text.get(end).and_then(|c| multiplier(*c)).filter(|_| power < 12) {
        power += more;
        end += 1;
    }
    // 千瓦 and 千米 are units, not multiples of 瓦 and 米.
    if end > from && text.get(end - 1) == Some(&'千') && matches!(text.get(end), Some('瓦' | '米' | '克')) {
        end -= 1;
        power -= 3;
    }
    if end == from { (0, at) } else { (power, end) }
}

fn multiplier(c: char) -> Option<u32> {
    Some(match c {
        '百' => 2,
        '千' => 3,
        '万' => 4,
        '亿' => 8,
        _ => return None,
    })
}

/// The value of a Han numeral up to ten.
pub fn numeral(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    })
}

/// 三百二十, 两千, 一千二百万; 〇 and 零 only inside. Vague ones (数百, 几十, 上千) do not begin with a digit.
fn han(text: &[char], at: usize) -> Option<Number> {
    let (mut total, mut section, mut digit) = (0u128, 0u128, None::<u128>);
    let mut end = at;
    let mut more = false;
    while let Some(&c) = text.get(end).filter(|_| end - at < 20) {
        match (numeral(c), multiplier(c)) {
            (Some(10), _) => section += digit.take().unwrap_or(1) * 10,
            (Some(0), _) if end > at => digit = None,
            (Some(value), _) => {
                // Digits side by side are a year or a vague number (三五家).
                if digit.is_some() {
                    return None;
                }
                digit = Some(u128::from(value));
            }
            (None, Some(power @ (2 | 3))) => section += digit.take()? * 10u128.pow(power),
            (None, Some(power)) => {
                total += (section + digit.take().unwrap_or(0)) * 10u128.pow(power);
                section = 0;
            }
            (None, None) if (c == '余' || c == '多') && end > at && !more => more = true,
            _ => break,
        }
        end += 1;
    }
    let mut value = Decimal::whole(total + section + digit.unwrap_or(0));
    let whole = end - at;
    if text.get(end) == Some(&'点')
        && !more
        && let Some((broken, after)) = han_fraction(text, end + 1, value)
    {
        (value, end) = (broken, after);
    }
    let some = value.is_broken() || value != Decimal::whole(0);
    let plain = whole < 2 && !value.is_broken();
    (some && total < 10u128.pow(15)).then_some(Number { value, end, power: 0, han: true, plain, more })
}

/// 八点五, 三点二亿: the digits after 点 and their multiple. 三点二十分 is a time.
fn han_fraction(text: &[char], from: usize, mut value: Decimal) -> Option<(Decimal, usize)> {
    let mut end = from;
    while let Some(digit) = text.get(end).and_then(|c| numeral(*c)) {
        value = value.push(Some(digit).filter(|digit| *digit < 10)?, true)?;
        end += 1;
    }
    let (power, after) = multiple(text, end);
    (end > from).then_some((value.times_ten_to(power)?, after))
}

/// Past at most two blanks.
pub fn skip_blanks(text: &[char], from: usize) -> usize {
    from + text.iter().skip(from).take(2).take_while(|c| c.is_whitespace()).count()
}
