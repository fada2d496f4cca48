//! Numbers of the outline as they are printed: 一、 （一） 1. （1） ① 第一条 一是 1.1 A. 首先, with the form of each.

use lantai_model::NumberStyle;

use crate::numeral::numeral;

/// A number found in folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its style, as documents state it.
    pub style: NumberStyle,
    /// Its form, finer than the style: what runs in one sequence.
    pub form: Form,
    /// How it is set off: 1. and 1、 may be two levels of one document.
    pub variant: Variant,
    /// Its value; of 1.2.3 the last.
    pub value: u32,
    /// Its length in characters, brackets and stop included.
    pub chars: usize,
    /// It stands without the stop or blank that would make it a number beyond doubt.
    pub weak: bool,
}

macro_rules! forms {
    ($($(#[$doc:meta])* $form:ident $style:ident,)*) => {
        /// What runs in one sequence, from the outside in by custom.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Form { $($(#[$doc])* $form,)* }

        impl Form {
            /// How many forms there are.
            pub const COUNT: usize = [$(Form::$form,)*].len();

            /// The style that documents state.
            pub fn style(self) -> NumberStyle {
                match self { $(Form::$form => NumberStyle::$style,)* }
            }
        }
    };
}

forms! {
    /// 第一部分, 第一编, 第一篇
    Part Part,
    /// 第一章
    Chapter Chapter,
    /// 第一节
    Section Section,
    /// 第一条
    Article Article,
    /// 案例一, 议题2: a word and its number
    Named Part,
    /// 甲、
    Stem Latin,
    /// 一、
    Han Han,
    /// （一）
    HanParen HanParen,
    /// 第一阶段：, 第二步：
    Stage Part,
    /// 1 or 01 before a heading, without a stop
    Bare Arabic,
    /// 1.
    Arabic Arabic,
    /// 1.1
    Decimal2 Decimal,
    /// 1.1.1
    Decimal3 Decimal,
    /// 1.1.1.1
    Decimal4 Decimal,
    /// （1）
    ArabicParen ArabicParen,
    /// ①
    Circled Circled,
    /// Ⅰ. and i)
    Roman Latin,
    /// A.
    Latin Latin,
    /// 第一，
    Ordinal Inline,
    /// 首先，其次，最后
    First Inline,
    /// 其一
    OfThem Inline,
    /// 一要
    Must Inline,
    /// 一是
    Is Inline,
}

impl Form {
    /// Runs inside paragraphs as a rule, below whatever is open: 一是, 首先.
    pub fn runs_in(self) -> bool {
        matches!(self, Form::First | Form::OfThem | Form::Must | Form::Is)
    }

    /// 1.1, 1.1.1 or 1.1.1.1.
    pub fn is_decimal(self) -> bool {
        matches!(self, Form::Decimal2 | Form::Decimal3 | Form::Decimal4)
    }
}

/// How a number is set off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// As usual for its form: 一、 （一） （1） 1.
    #[default]
    Usual,
    /// 1、 and 一.
    Other,
    /// One character: ㈠ ⑴ ⒈
    Single,
    /// 1） 一）
    Half,
}

/// The number that `text` (folded characters) begins with, if its form leaves little doubt.
pub fn label(text: &[char]) -> Option<Label> {
    candidate(text).filter(|label| !label.weak)
}

/// The number that `text` may begin with; a weak one needs others of its kind around it.
pub fn candidate(text: &[char]) -> Option<Label> {
    let first = *text.first()?;
    // Nearly all paragraphs end here.
    if !(first.is_ascii_alphanumeric()
        || matches!(first, '(' | '第' | '首' | '其' | '再' | '最' | '上' | '中' | '下')
        || first > '\u{215f}' && is_numeral(first))
    {
        return None;
    }
    let single =
        |form, base: char| Some(Label { variant: Variant::Single, ..made(form, first as u32 - base as u32 + 1, 1) });
    let label = match first {
        '(' => parenthesised(text),
        '第' => ordinal(text),
        '首' | '其' | '再' | '最' => word(text),
        '上' | '中' | '下' => volume(text),
        c if c.is_ascii_digit() => digits(text),
        c if c.is_ascii_alphabetic() => roman(text).or_else(|| latin(text, 0)),
        'Ⅰ'..='Ⅻ' => roman(text),
        _ if stem(first).is_some() => heavenly(text),
        '①'..='⑳' => Some(made(Form::Circled, first as u32 - '①' as u32 + 1, 1)),
        '⑴'..='⒇' => single(Form::ArabicParen, '⑴'),
        '⒈'..='⒛' => single(Form::Arabic, '⒈'),
        '㈠'..='㈩' => single(Form::HanParen, '㈠'),
        _ => han_number(text),
    }?;
    // （一）、 1）、 and ①. are printed too.
    let enclosed = matches!(label.form, Form::HanParen | Form::ArabicParen | Form::Circled);
    let stop = enclosed && matches!(text.get(label.chars), Some('、' | '.'));
    Some(Label { chars: label.chars + usize::from(stop), ..label })
}

fn is_numeral(c: char) -> bool {
    han_digit(c).is_some()
        || stem(c).is_some()
        || matches!(c, '①'..='⑳' | '⑴'..='⒇' | '⒈'..='⒛' | '㈠'..='㈩' | 'Ⅰ'..='Ⅻ')
}

fn made(form: Form, value: u32, chars: usize) -> Label {
    Label { style: form.style(), form, variant: Variant::Usual, value, chars, weak: false }
}

fn weak(form: Form, value: u32, chars: usize) -> Label {
    Label { weak: true, ..made(form, value, chars) }
}

/// 1. 1、 1） and, weakly, 1.1 总则, 1 总则, 01综合.
fn digits(text: &[char]) -> Option<Label> {
    let (value, digits) = arabic(text)?;
    let stop = skip_blanks(text, digits);
    let next = text.get(stop).copied();
    match next {
        Some('.' | '、') if !text.get(stop + 1).is_some_and(char::is_ascii_digit) || is_date(&text[stop + 1..]) => {
            let variant = if next == Some('、') { Variant::Other } else { Variant::Usual };
            Some(Label { variant, ..made(Form::Arabic, value, stop + 1) })
        }
        Some(')') => Some(Label { variant: Variant::Half, ..made(Form::ArabicParen, value, stop + 1) }),
        Some('.') => decimal(text, digits),
        // 1 总则, 01综合, 10科学: only where others of their kind stand around them.
        Some(c)
            if (stop > digits || digits == 2) && (c.is_alphabetic() || c == '★') && !(stop == digits && is_unit(c)) =>
        {
            Some(weak(Form::Bare, value, stop))
        }
        _ => None,
    }
}

/// 1.1 总则 and deeper; 1.31亿元 is none.
fn decimal(text: &[char], first: usize) -> Option<Label> {
    let (mut at, mut value, mut depth) = (first, 0, 1);
    while text.get(at) == Some(&'.')
        && let Some((part, used)) = text.get(at + 1..).and_then(arabic)
    {
        (at, value, depth) = (at + 1 + used, part, depth + 1);
    }
    let form = match depth {
        2 => Form::Decimal2,
        3 => Form::Decimal3,
        4 => Form::Decimal4,
        _ => return None,
    };
    // 1.1. and 1.1、 are printed too.
    let stop = usize::from(matches!(text.get(at), Some('.' | '、')));
    let rest = skip_blanks(text, at + stop);
    let next = text.get(rest)?;
    let is_text = !next.is_ascii_digit()
        && !matches!(*next, '%' | '‰' | '-' | '~' | '至' | ')' | ']' | '、' | ',' | ';' | ':')
        && (rest > at || !is_unit(*next));
    is_text.then(|| weak(form, value, at + stop))
}

/// Characters that measure or count what stands before them.
pub fn is_unit(c: char) -> bool {
    "亿万千百个元年月日时分秒人户家米吨公平亩项次倍件名台套座座辆级岁周天小度℃点号%‰余多".contains(c)
}

/// A year or a month may follow a number at once: 1.2025年度申报指南, 2.2024-2025学年, 3.2023学年考核方案, 4.3月底前.
fn is_date(text: &[char]) -> bool {
    let digits = text.iter().take(2).take_while(|c| c.is_ascii_digit()).count();
    let month = digits > 0 && text.get(digits) == Some(&'月') && (text[0] != '0' || digits == 2);
    month
        || text.len() > 4
            && text[..4].iter().all(char::is_ascii_digit)
            && matches!(text[..2], ['1', '9'] | ['2', '0'])
            && matches!(text[4], '年' | '学' | '届' | '-' | '—' | '–' | '~' | '至')
}

/// 一、 and 一. ; 一） ; 一是, 一要.
fn han_number(text: &[char]) -> Option<Label> {
    let (value, digits) = han(text)?;
    let next = text.get(digits).copied()?;
    if next == '是' && !text.get(digits + 1).is_some_and(|c| matches!(*c, '否' | '不')) {
        return Some(made(Form::Is, value, digits + 1));
    }
    if next == '要' && !text.get(digits + 1).is_some_and(|c| matches!(*c, '求' | '点' | '素' | '件' | '是')) {
        return Some(made(Form::Must, value, digits + 1));
    }
    let stop = skip_blanks(text, digits);
    let variant = match text.get(stop)? {
        '、' => Variant::Usual,
        '.' => Variant::Other,
        ')' => return Some(Label { variant: Variant::Half, ..made(Form::HanParen, value, stop + 1) }),
        _ => return None,
    };
    // 三、四月份; but 二、二〇二四年打算 and 一、一季度情况 are numbers.
    let counts_on = han(&text[stop + 1..]).is_some_and(|(next, used)| {
        used == 1
            && next == value + 1
            && text.get(stop + 2).is_some_and(|c| {
                matches!(*c, '月' | '季' | '级' | '年' | '期' | '楼' | '号' | '类' | '产' | '轮' | '等')
            })
            || next == value + 1 && text.get(stop + 2) == Some(&'、')
    });
    Some(Label { variant, weak: counts_on, ..made(Form::Han, value, stop + 1) })
}

/// （一） or （1）, blanks allowed inside; weakly （A）.
fn parenthesised(text: &[char]) -> Option<Label> {
    let start = skip_blanks(text, 1);
    let rest = text.get(start..)?;
    let (form, value, digits) = match arabic(rest) {
        Some((value, digits)) => (Form::ArabicParen, value, digits),
        None if rest.first().is_some_and(char::is_ascii_alphabetic) => return latin(text, start),
        None => {
            let (value, digits) = han(rest)?;
            (Form::HanParen, value, digits)
        }
    };
    let close = skip_blanks(text, start + digits);
    if text.get(close) != Some(&')') {
        return None;
    }
    Some(made(form, value, close + 1))
}

/// A. A、 A） （A）: weak, since it may be a name.
fn latin(text: &[char], at: usize) -> Option<Label> {
    let letter = text.get(at)?.to_ascii_uppercase();
    let stop = *text.get(at + 1)?;
    let ends = if at > 0 { stop == ')' } else { matches!(stop, '.' | '、' | ')') };
    let next = text.get(at + 2).is_some_and(|c| !c.is_ascii_alphanumeric() || c.is_whitespace());
    (ends && next).then(|| weak(Form::Latin, letter as u32 - 'A' as u32 + 1, at + 2))
}

/// The value of one of the ten stems (天干), which count as numbers do.
fn stem(c: char) -> Option<u32> {
    Some(match c {
        '甲' => 1,
        '乙' => 2,
        '丙' => 3,
        '丁' => 4,
        '戊' => 5,
        '己' => 6,
        '庚' => 7,
        '辛' => 8,
        '壬' => 9,
        '癸' => 10,
        _ => return None,
    })
}

/// 甲、 weak; 甲、乙双方 is a list.
fn heavenly(text: &[char]) -> Option<Label> {
    let value = stem(*text.first()?)?;
    let list = text.get(2).copied().and_then(stem).is_some();
    (matches!(text.get(1), Some('、' | '.')) && !list).then(|| weak(Form::Stem, value, 2))
}

/// Ⅰ. Ⅱ、 i) ii) weak; what may be a letter too is told apart by what stands around it.
fn roman(text: &[char]) -> Option<Label> {
    let first = *text.first()?;
    let (value, digits) = match first {
        'Ⅰ'..='Ⅻ' => (first as u32 - 'Ⅰ' as u32 + 1, 1),
        _ => {
            let digits = text.iter().take(5).take_while(|c| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x')).count();
            let word: String = text[..digits].iter().map(char::to_ascii_lowercase).collect();
            let all = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
            (all.iter().zip(1..).find(|(known, _)| **known == word)?.1, digits)
        }
    };
    let stop = skip_blanks(text, digits);
    let ends = matches!(text.get(stop), Some('.' | '、' | ')'));
    let next = text.get(stop + 1).is_some_and(|c| !c.is_ascii_alphanumeric());
    (ends && next).then(|| weak(Form::Roman, value, stop + 1))
}

/// A word of two to four characters and its number, set off from what follows: 案例一 某公司…, 议题2：…. Its length is
/// that of word and number with the mark behind; the word's own length comes second.
pub fn named(text: &[char]) -> Option<(Label, usize)> {
    let is_word = |c: &&char| ('\u{4e00}'..='\u{9fff}').contains(*c) && han_digit(**c).is_none();
    let word = text.iter().take(5).take_while(is_word).count();
    // 附表1 and 专栏1 are captions.
    if !(2..=4).contains(&word) || matches!(text[0], '附' | '第' | '表' | '图') || text.starts_with(&['专', '栏'])
    {
        return None;
    }
    let rest = &text[word..];
    let (value, digits) = han(rest).or_else(|| arabic(rest))?;
    let end = word + digits;
    let next = *text.get(end)?;
    let mark = usize::from(matches!(next, ':' | '、' | '.'));
    (mark == 1 && !text.get(end + 1).is_some_and(char::is_ascii_digit) || next.is_whitespace())
        .then(|| (made(Form::Named, value, end + mark), word))
}

/// 第一章, 第一节, 第一条, 第一部分; 第一， and 第一、. A word that goes on (第一条例) makes no number, and text that
/// follows without a blank makes a weak one: it may be a reference (第十六条规定…).
fn ordinal(text: &[char]) -> Option<Label> {
    let start = skip_blanks(text, 1);
    let rest = text.get(start..)?;
    let (value, digits) = han(rest).or_else(|| arabic(rest))?;
    let unit = skip_blanks(text, start + digits);
    let (form, mut end) = match text.get(unit)? {
        '章' => (Form::Chapter, unit + 1),
        '节' => (Form::Section, unit + 1),
        '条' => (Form::Article, unit + 1),
        '编' | '篇' => (Form::Part, unit + 1),
        '部' if text.get(unit + 1) == Some(&'分') => (Form::Part, unit + 2),
        ',' | '、' => return Some(weak(Form::Ordinal, value, unit + 1)),
        '阶' | '步' => return stage(text, unit).map(|end| weak(Form::Stage, value, end)),
        _ => return None,
    };
    let next = text.get(end).copied();
    let alone = next.is_none_or(char::is_whitespace);
    if next.is_some_and(|c| matches!(c, ':' | '、')) && form != Form::Article {
        end += 1;
    } else if next.is_some_and(|c| !alone && !c.is_alphanumeric() && !matches!(c, '【' | '(')) {
        return None;
    }
    // What goes on after a unit without a blank as words or references do.
    let goes_on = next.is_some_and(|c| "例约款项和及或至到所中之的规程以与件文奏".contains(c))
        || text.get(end..end + 2).is_some_and(|two| two == ['第', '一'] || two == ['规', '定']);
    let label = if alone { made(form, value, end) } else { weak(form, value, end) };
    (alone || !goes_on).then_some(label)
}

/// The end of 第一阶段： or 第一步：, whose unit begins at `unit`; a bracket or blank may follow in place of the colon.
fn stage(text: &[char], unit: usize) -> Option<usize> {
    let end = match text.get(unit..)? {
        ['阶', '段', ..] => unit + 2,
        ['步', '骤', ..] => unit + 2,
        ['步', ..] => unit + 1,
        _ => return None,
    };
    match text.get(end)? {
        ':' | '、' | '.' => Some(end + 1),
        '(' | '—' => Some(end),
        c if c.is_whitespace() => Some(end),
        _ => None,
    }
}

/// 首先, 其次, 再次, 最后; 其一.
fn word(text: &[char]) -> Option<Label> {
    let two = [*text.first()?, *text.get(1)?];
    let value = match two {
        ['首', '先'] => 1,
        ['其', '次'] => 2,
        ['再', '次' | '者'] => 3,
        // Follows whatever stands before it.
        ['最', '后'] => LAST,
        ['其', c] => {
            let value = han_digit(c).filter(|value| *value > 0)?;
            let comma = text.get(2) == Some(&',');
            return comma.then(|| weak(Form::OfThem, value, 3));
        }
        _ => return None,
    };
    let comma = usize::from(text.get(2) == Some(&','));
    Some(weak(Form::First, value, 2 + comma))
}

/// 上篇：, 中篇：, 下篇：; the last follows whatever stands before it.
fn volume(text: &[char]) -> Option<Label> {
    let value = match text.first()? {
        '上' => 1,
        '中' => 2,
        _ => LAST,
    };
    let set_off = text.get(2).is_some_and(|c| matches!(c, ':' | '、') || c.is_whitespace());
    (text.get(1) == Some(&'篇') && set_off).then(|| weak(Form::Part, value, 3))
}

/// The value of 最后 until it is known what stands before it.
pub const LAST: u32 = u32::MAX;

/// Han numerals 一 to 九百九十九, also 廿 and 〇; the value and the length in characters.
pub fn han(text: &[char]) -> Option<(u32, usize)> {
    let (mut total, mut digit, mut length) = (0, None, 0);
    let mut positional = false;
    for &c in text.iter().take(7) {
        match c {
            '十' => total += digit.take().unwrap_or(1) * 10,
            '百' => total += digit.take()? * 100,
            '廿' => total += 20,
            _ => {
                let Some(value) = han_digit(c) else { break };
                positional |= digit.is_some();
                digit = Some(value);
            }
        }
        length += 1;
    }
    // 二〇二三 is a year, not a number of the outline.
    let value = total + digit.unwrap_or(0);
    (length > 0 && !positional && value > 0).then_some((value, length))
}

/// The value of one Han numeral; 十, 百 and 廿 count as numerals without a digit value of their own.
pub fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '○' | '十' | '百' | '廿' => 0,
        // 两 counts things and numbers no heading.
        '两' => return None,
        _ => return numeral(c),
    })
}

fn arabic(text: &[char]) -> Option<(u32, usize)> {
    let digits = text.iter().take(4).take_while(|c| c.is_ascii_digit()).count();
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

    fn form(text: &str) -> Option<(Form, u32, usize)> {
        let chars: Vec<char> = text.chars().collect();
        candidate(&chars).filter(|l| l.weak).map(|l| (l.form, l.value, l.chars))
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
        assert_eq!(parse("2.2023学年考核方案"), Some((Arabic, 2, 2)));
        assert_eq!(parse("1.3月底前完成自评"), Some((Arabic, 1, 2)));
        assert_eq!(parse("(3)落实"), Some((ArabicParen, 3, 3)));
        assert_eq!(parse("2)落实"), Some((ArabicParen, 2, 2)));
        assert_eq!(parse("④推进"), Some((Circled, 4, 1)));
        assert_eq!(parse("三)压实责任"), Some((HanParen, 3, 2)));
        assert_eq!(parse("2)、数据清洗"), Some((ArabicParen, 2, 3)));
        assert_eq!(parse("⑴、走访"), Some((ArabicParen, 1, 2)));
        assert_eq!(parse("第三章 监督"), Some((Chapter, 3, 3)));
        assert_eq!(parse("第十二条 本办法"), Some((Article, 12, 4)));
        assert_eq!(parse("第二部分 现状"), Some((Part, 2, 4)));
        assert_eq!(parse("一是加强"), Some((Inline, 1, 2)));
        assert_eq!(parse("二、三农工作"), Some((Han, 2, 2)));
        assert_eq!(parse("二、二〇二四年打算"), Some((Han, 2, 2)));
    }

    #[test]
    fn what_needs_others_of_its_kind() {
        assert_eq!(form("1.1 背景"), Some((Form::Decimal2, 1, 3)));
        assert_eq!(form("3.2.11系统设计"), Some((Form::Decimal3, 11, 6)));
        assert_eq!(form("1 总则"), Some((Form::Bare, 1, 2)));
        assert_eq!(form("03工业"), Some((Form::Bare, 3, 2)));
        assert_eq!(form("B.数据中台"), Some((Form::Latin, 2, 2)));
        assert_eq!(form("第一,提高认识"), Some((Form::Ordinal, 1, 3)));
        assert_eq!(form("首先,要落实"), Some((Form::First, 1, 3)));
        assert_eq!(form("第二条对学生的要求"), Some((Form::Article, 2, 3)));
        assert_eq!(form("三、四月份"), Some((Form::Han, 3, 2)));
        assert_eq!(form("第一阶段:宣传发动"), Some((Form::Stage, 1, 5)));
        assert_eq!(form("第二步 组织实施"), Some((Form::Stage, 2, 3)));
    }

    #[test]
    fn what_only_looks_like_a_number() {
        for text in [
            "1.31亿元",
            "2023年",
            "2023.8.2",
            "第一条例",
            "第一阶段工作已经结束",
            "第一步要做的",
            "第三季度",
            "一方面",
            "(含在建)",
            "一是否",
            "三农",
            "0.5",
            "8:30启动",
            "100余名",
            "3、4号机组",
            "第十六条规定的",
            "第三十二条第一款",
            "第16条、第17条",
            "一要求",
            "1.5倍",
            "12.5%",
            "GDP增长",
            "U.S.",
            "20个",
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(candidate(&chars), None, "{text}");
        }
    }
}
