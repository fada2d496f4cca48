//! Document numbers (发文字号) in all the brackets in use: 云政发〔2022〕17号, [2022], 【2022】, （2022）, 2022年17号; and
//! those that lost their brackets.

use crate::number;

/// A document number as understood.
#[derive(Debug, PartialEq)]
pub struct DocNumber {
    /// In the form of GB/T 9704-2012: 云政发〔2022〕17号.
    pub value: String,
    /// False where brackets are lost and the year may be parted from the number in another way.
    pub sure: bool,
}

/// Brackets that stand around the year.
const OPEN: &str = "〔[【({<〈「『《";
const CLOSE: &str = "〕]】)}>〉」』》";

/// Reads a number that is all of `folded`, blanks, brackets around it and 文件 behind it aside.
pub fn read(folded: &[char]) -> Option<DocNumber> {
    // Nearly all lines end here.
    let last = folded.iter().rev().find(|c| !c.is_whitespace())?;
    if !matches!(last, '号' | ')' | ']' | '】' | '件' | '文') {
        return None;
    }
    let key: Vec<char> = folded.iter().copied().filter(|c| !c.is_whitespace()).take(LONGEST + 1).collect();
    let key = bare(&key);
    if key.len() > LONGEST || key.last() != Some(&'号') {
        return None;
    }
    // The organ's sign and kind: 云政办发, 青科函; letters stand in some.
    let sign = key.iter().take_while(|c| !c.is_ascii_digit() && !OPEN.contains(**c) && **c != '第').count();
    let organ = &key[..sign];
    let letter = |c: &char| *c >= '\u{3400}' && c.is_alphabetic() || *c == '、' || c.is_ascii_uppercase();
    if sign + 1 >= key.len()
        || !(1..=16).contains(&sign)
        || !organ.iter().all(letter)
        || organ.first().is_some_and(|c| *c == '、' || c.is_ascii())
        || organ.ends_with(&['、'])
    {
        return None;
    }
    let rest = &key[sign..key.len() - 1];
    let open = rest.first().is_some_and(|c| OPEN.contains(*c));
    let rest = if open { &rest[1..] } else { rest };
    let (year, length) = year(rest, open)?;
    let rest = &rest[length..];
    let closed = rest.first().is_some_and(|c| CLOSE.contains(*c));
    let by_year = !open && rest.first() == Some(&'年');
    // 云政发2022-17号: a dash parts year and number as brackets do.
    let dashed = !open && rest.first() == Some(&'-');
    let rest = if closed || by_year || dashed { &rest[1..] } else { rest };
    let rest = if rest.first() == Some(&'第') { &rest[1..] } else { rest };
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let number: String = match digits {
        0 => number::han(rest).filter(|(_, used)| *used == rest.len()).map(|(value, _)| value.to_string())?,
        1..=5 if digits == rest.len() => rest.iter().collect(),
        _ => return None,
    };
    // A year of two figures is told by both brackets alone.
    if length == 2 && !(open && closed) {
        return None;
    }
    // A bracket that only opens or only closes still shows where the year ends; a year without any does not.
    let sure = open && closed || by_year;
    // Without brackets only signs that end as such signs do are taken: 云政发202217号, but no 门牌.
    let known = organ.last().is_some_and(|c| "发函办字文政通令规厅科教财审报知复批任呈请".contains(*c));
    // A blank where the brackets stood parts year and number as they did: 云政复2018 33号.
    let spaced = organ.len() >= 3 && !organ.last().is_some_and(|c| "路街巷道弄里楼".contains(*c));
    let known = known || spaced && !by_year && is_blank_behind(folded, sign + 4);
    let joint = organ.contains(&'、');
    if !open && !closed && !known || by_year && !known || joint && !(open && closed) {
        return None;
    }
    let organ: String = organ.iter().collect();
    let number = number.trim_start_matches('0');
    (!number.is_empty()).then(|| DocNumber { value: format!("{organ}〔{year}〕{number}号"), sure })
}

/// Characters of the longest number.
const LONGEST: usize = 40;

/// A number without the brackets around it and the word behind it: （云政发〔2022〕17号）, 云政发〔2022〕17号文件.
fn bare(key: &[char]) -> &[char] {
    let inside = match key {
        ['(', inner @ .., ')'] | ['[', inner @ .., ']'] | ['【', inner @ .., '】'] if inner.ends_with(&['号']) => {
            inner
        }
        _ => key,
    };
    let word: &[char] = &['号', '文', '件'];
    if inside.ends_with(word) { &inside[..inside.len() - 2] } else { inside.strip_suffix(&['文']).unwrap_or(inside) }
}

/// The year that a text begins with, and how many characters print it: 2022, 二〇二二, in brackets also 98.
fn year(text: &[char], bracketed: bool) -> Option<(u16, usize)> {
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    if bracketed && digits == 2 {
        let short: u16 = text[..2].iter().collect::<String>().parse().ok()?;
        // Numbers with years of two figures were in use until the nineties.
        return (short >= 49).then_some((1900 + short, 2));
    }
    let figures = text.get(..4)?.iter().map(|c| match c {
        '〇' | '○' | '零' => Some(0),
        c => c.to_digit(10).or_else(|| number::han_digit(*c).filter(|value| *value < 10)),
    });
    let year =
        figures.map(|figure| figure.map(|figure| figure as u16)).try_fold(0, |sum, figure| Some(sum * 10 + figure?))?;
    (1949..=2099).contains(&year).then_some((year, 4))
}

/// Whether a blank follows the nth character that is none.
fn is_blank_behind(folded: &[char], nth: usize) -> bool {
    let mut signs = folded.iter().enumerate().filter(|(_, c)| !c.is_whitespace());
    let last = nth.checked_sub(1).and_then(|nth| signs.nth(nth));
    last.is_some_and(|(at, _)| folded.get(at + 1).is_some_and(|c| c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_of_all_kinds() {
        let read = |text: &str| read(&lantai_text::fold(text).chars().collect::<Vec<_>>()).map(|n| (n.value, n.sure));
        for text in [
            "云政发〔2022〕17号",
            "云政发[2022]17号",
            "云政发【2022】17号",
            "云政发（2022）17号",
            "云政发〔２０２２〕第１７号",
            "云政发 〔 2022 〕 17 号",
            "云政发〔2022〕十七号",
            "云政发2022年17号",
            "雲政發〔2022〕017號",
            "云政发﹝2022﹞17号",
            "云政发『2022』17号",
            "云政发《2022》17号",
            "云政发〔二〇二二〕17号",
            "（云政发〔2022〕17号）",
            "[云政发〔2022〕17号]",
            "云政发〔2022〕17号文件",
            "云政发〔2022〕17号文",
        ] {
            assert_eq!(read(text), Some(("云政发〔2022〕17号".into(), true)), "{text}");
        }
        assert_eq!(read("水利、财政函〔2022〕3号"), Some(("水利、财政函〔2022〕3号".into(), true)));
        assert_eq!(read("云ZF〔2022〕3号"), Some(("云ZF〔2022〕3号".into(), true)));
        assert_eq!(read("云政发[98]7号"), Some(("云政发〔1998〕7号".into(), true)));
        assert_eq!(read("云政发2022-17号"), Some(("云政发〔2022〕17号".into(), false)));
        assert_eq!(read("云政发202217号"), Some(("云政发〔2022〕17号".into(), false)));
        assert_eq!(read("云政发2022〕17号"), Some(("云政发〔2022〕17号".into(), false)));
        assert_eq!(read("云政复2018 33号"), Some(("云政复〔2018〕33号".into(), false)));
        assert_eq!(read("云水监2018 33号"), Some(("云水监〔2018〕33号".into(), false)));
        for text in [
            "滨江路2022 18号",
            "云水监201833号",
            "云河市(2023)年工作",
            "云政发〔2023〕5号文件精神",
            "第〔2023〕",
            "解放路2022号",
            "2022年第17号",
            "云河市2023年1号",
            "号",
            "河边、桥头2022年3号",
            "云政发号",
            "云政发[22]7号",
            "QX〔2022〕3号",
            "解放路98号",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
