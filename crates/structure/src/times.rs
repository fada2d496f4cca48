//! Times that figures are for (时期), as they open clauses: 2021年上半年, 1—6月, 前三季度, “十四五”期间.

use crate::figure_rules::RULES;

/// The length in characters of the time that `text` (folded) begins with; times side by side are one (今年1—6月).
pub fn at_start(text: &[char]) -> Option<usize> {
    let mut end = 0;
    // 2023年 and 上半年 and 1月 and 1日: no time has more pieces.
    for _ in 0..4 {
        let Some(length) = one(&text[end..]) else { break };
        end += length;
    }
    (end > 0).then_some(end)
}

fn one(text: &[char]) -> Option<usize> {
    let years = ["底", "末", "初", "度", "间", "期间", "以来", "中"];
    if let Some(digits) = digits(text, 4, 4) {
        let mut end = digits;
        if text.get(end).is_some_and(|c| "-—–~至".contains(*c))
            && let Some(more) = digits_at(text, end + 1, 4, 4)
        {
            end = more;
        }
        if text.get(end) != Some(&'年') || !plausible(&text[..4]) {
            return None;
        }
        // 2010年中国: not its middle.
        let name = matches!(text.get(end + 1..end + 3), Some(['中', '国' | '央' | '心' | '小' | '部']));
        return Some(end + 1 + if name { 0 } else { any(&text[end + 1..], &years) });
    }
    if let Some(first) = digits(text, 1, 2) {
        let mut end = first;
        if text.get(end).is_some_and(|c| "-—–~至".contains(*c))
            && let Some(more) = digits_at(text, end + 1, 1, 2)
        {
            end = more;
        }
        // A day alone (20日) says no period; a month may name its day.
        if text.get(end) != Some(&'月') {
            return None;
        }
        end += 1 + any(&text[end + 1..], &["份", "底", "末", "初", "上旬", "中旬", "下旬"]);
        if let Some(day) = digits_at(text, end, 1, 2)
            && text.get(day) == Some(&'日')
        {
            end = day + 1;
        }
        return Some(end + any(&text[end..], &["底", "末", "以来"]));
    }
    RULES.times.at_start(text).map(|(length, ())| length)
}

fn plausible(year: &[char]) -> bool {
    matches!(year, ['1', '9', ..] | ['2', '0', ..])
}

fn any(text: &[char], words: &[&str]) -> usize {
    let fits = |word: &&&str| word.chars().zip(text).filter(|(a, b)| a == *b).count() == word.chars().count();
    words.iter().filter(fits).map(|word| word.chars().count()).max().unwrap_or(0)
}

fn digits(text: &[char], min: usize, max: usize) -> Option<usize> {
    digits_at(text, 0, min, max)
}

/// Where `min` to `max` digits from `at` end; more digits are none.
fn digits_at(text: &[char], at: usize, min: usize, max: usize) -> Option<usize> {
    let count = text.iter().skip(at).take(max + 1).take_while(|c| c.is_ascii_digit()).count();
    (min..=max).contains(&count).then_some(at + count)
}

#[cfg(test)]
mod tests {
    #[test]
    fn times() {
        for (text, time) in [
            ("2021年上半年实现产值", "2021年上半年"),
            ("1-5月份增速", "1-5月份"),
            ("今年1—6月完成", "今年1—6月"),
            ("2023年底前", "2023年底"),
            ("前三季度固定资产", "前三季度"),
            ("2021—2025年新建", "2021—2025年"),
            ("“十四五”期间累计", "“十四五”期间"),
            ("2023年6月30日共有", "2023年6月30日"),
            ("2023年中国", "2023年"),
            ("2023年中完成", "2023年中"),
            ("高新技术企业", ""),
            ("20日前", ""),
            ("1350家", ""),
        ] {
            let folded: Vec<char> = lantai_text::fold(text).chars().collect();
            let length = super::at_start(&folded).unwrap_or(0);
            assert_eq!(text.chars().take(length).collect::<String>(), time, "{text}");
        }
    }
}
