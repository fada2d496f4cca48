//! Numbers of ordered lists, which browsers show and sources do not hold.

use lantai_model::Paragraph;

/// Puts an automatic number before the text; returns its length in bytes.
pub fn put(paragraph: &mut Paragraph, number: &str) -> u16 {
    paragraph.text.insert_str(0, number);
    for mark in &mut paragraph.marks {
        mark.start += number.len() as u32;
        mark.end += number.len() as u32;
    }
    number.len() as u16
}

/// How a list numbers its items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// 1. 2. 3.
    #[default]
    Decimal,
    /// a. b. c., or A. B. C.
    Letter(u8),
    /// i. ii. iii., or I. II. III. where true.
    Roman(bool),
    /// 一、二、三、
    Han,
}

/// The style that `type` or `list-style-type` names, if they do.
pub fn style(kind: &str, list_style: &str) -> Option<Style> {
    match kind.trim() {
        "1" => return Some(Style::Decimal),
        "a" => return Some(Style::Letter(b'a')),
        "A" => return Some(Style::Letter(b'A')),
        "i" => return Some(Style::Roman(false)),
        "I" => return Some(Style::Roman(true)),
        _ => {}
    }
    if list_style.is_empty() {
        return None;
    }
    let is = |word: &str| list_style.split_ascii_whitespace().any(|part| part.eq_ignore_ascii_case(word));
    Some(if is("lower-alpha") || is("lower-latin") {
        Style::Letter(b'a')
    } else if is("upper-alpha") || is("upper-latin") {
        Style::Letter(b'A')
    } else if is("lower-roman") {
        Style::Roman(false)
    } else if is("upper-roman") {
        Style::Roman(true)
    } else if is("cjk-ideographic") || is("simp-chinese-informal") || is("trad-chinese-informal") {
        Style::Han
    } else if is("decimal") || is("decimal-leading-zero") || is("cjk-decimal") {
        Style::Decimal
    } else {
        return None;
    })
}

/// The number as a browser shows it; numbers that a style cannot write are decimal.
pub fn label(style: Style, number: i64) -> String {
    match style {
        Style::Letter(first) if (1..=26).contains(&number) => format!("{}.", char::from(first + number as u8 - 1)),
        Style::Roman(upper) if (1..=99).contains(&number) => {
            const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
            const TENS: [&str; 10] = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"];
            let label = format!("{}{}.", TENS[number as usize / 10], ONES[number as usize % 10]);
            if upper { label.to_ascii_uppercase() } else { label }
        }
        Style::Han if (1..=99).contains(&number) => {
            const ONES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
            let (tens, ones) = (number as usize / 10, number as usize % 10);
            let tens = match tens {
                0 => String::new(),
                1 => "十".to_owned(),
                _ => format!("{}十", ONES[tens]),
            };
            format!("{tens}{}、", ONES[ones])
        }
        _ => format!("{number}."),
    }
}

/// The text brings its own number: the page's style surely hides the automatic one.
pub fn shown(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "（(第①②③④⑤⑥⑦⑧⑨⑩".contains(c))
        || text.chars().take(4).find(|c| !"一二三四五六七八九十".contains(*c)) == Some('、')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_the_styles_of_lists() {
        let labels: Vec<String> =
            ["", "a", "A", "i", "I"].iter().map(|kind| label(style(kind, "").unwrap_or_default(), 14)).collect();
        assert_eq!(labels, ["14.", "n.", "N.", "xiv.", "XIV."]);
        let han = style("", "cjk-ideographic inside").expect("a style");
        assert_eq!([3, 10, 21, 40, 100].map(|n| label(han, n)), ["三、", "十、", "二十一、", "四十、", "100."]);
        assert_eq!(label(Style::Letter(b'a'), 0), "0.");
    }
}
