//! What the headings of tables of indicators mean: 指标, 计量单位, 2025年目标值, 同比增长(%).

use std::sync::LazyLock;

use lantai_model::IndicatorKind;

use crate::times;

/// Longest heading, in characters.
const LONGEST: usize = 40;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// 指标; false for a bare word that only a column of units confirms.
    Name(bool),
    /// 计量单位
    Unit,
    /// 年份: the rows are times.
    Time,
    /// 目标值, 完成值, 2025年
    Value(Option<IndicatorKind>),
    /// 同比增长
    Change(Option<IndicatorKind>),
    /// 完成率 and what else is no figure of the indicator.
    Other,
    /// A table with this is none of indicators.
    Never,
    /// Not known.
    Unknown,
}

struct Words {
    whole: Vec<(&'static str, Column)>,
    parts: Vec<(Column, Vec<&'static str>)>,
    rates: Vec<&'static str>,
}

/// The lexicon of headings.
static WORDS: LazyLock<Words> = LazyLock::new(load);

fn load() -> Words {
    let mut words = Words { whole: Vec::new(), parts: Vec::new(), rates: Vec::new() };
    let lines = include_str!("../rules/indicator_columns.tsv").lines().filter(|line| !line.starts_with('#'));
    for (key, names) in lines.filter_map(|line| line.split_once('\t')) {
        let (key, whole) = key.strip_suffix('=').map_or((key, false), |key| (key, true));
        let column = match key {
            "name" => Column::Name(true),
            "bare" => Column::Name(false),
            "unit" => Column::Unit,
            "time" => Column::Time,
            "never" => Column::Never,
            "ratio" | "none" => Column::Other,
            "change" => Column::Change(None),
            "target" => Column::Value(Some(IndicatorKind::Target)),
            "actual" => Column::Value(Some(IndicatorKind::Actual)),
            "value" => Column::Value(None),
            _ => {
                words.rates.extend(names.split(' '));
                continue;
            }
        };
        if whole {
            words.whole.extend(names.split(' ').map(|name| (name, column)));
        } else {
            words.parts.push((column, names.split(' ').collect()));
        }
    }
    words
}

/// A heading: its words, and the unit in brackets after them.
pub struct Heading {
    /// Folded, without blanks.
    pub words: String,
    /// Folded.
    pub unit: String,
}

/// Folded words without blanks; what stands in brackets is apart.
pub fn heading(text: &str) -> Option<Heading> {
    let (mut words, mut unit, mut depth) = (String::new(), String::new(), 0u32);
    for (count, c) in text.chars().map(lantai_text::fold_char).filter(|c| !c.is_whitespace()).enumerate() {
        match c {
            _ if count > LONGEST => return None,
            '(' | '[' | '〔' | '【' => depth += 1,
            ')' | ']' | '〕' | '】' => depth = depth.saturating_sub(1),
            ':' => {}
            c if depth > 0 => unit.push(c),
            c => words.push(c),
        }
    }
    Some(Heading { words, unit: unit.trim_start_matches("单位").to_owned() })
}

/// What a heading says; `words` is folded and without brackets.
pub fn column(words: &str) -> Column {
    let table = &*WORDS;
    if let Some((_, column)) = table.whole.iter().find(|(word, _)| *word == words) {
        return *column;
    }
    let has = |wanted: Column| {
        table.parts.iter().filter(|(column, _)| *column == wanted).any(|(_, all)| all.iter().any(|w| words.contains(w)))
    };
    let target = has(Column::Value(Some(IndicatorKind::Target)));
    let found = table.parts.iter().find(|(_, all)| all.iter().any(|word| words.contains(word)));
    match found {
        // 增长目标 is aimed at.
        Some((Column::Change(_), _)) => Column::Change(target.then_some(IndicatorKind::Target)),
        Some((column, _)) => *column,
        None if time(words).is_some() => Column::Value(None),
        None => Column::Unknown,
    }
}

/// The time that stands in a heading.
pub fn time(words: &str) -> Option<String> {
    let chars: Vec<char> = words.chars().collect();
    // 比上年 says what a change is compared with.
    let free = |at: &usize| *at == 0 || !matches!(chars[*at - 1], '比' | '较' | '与');
    let starts = (0..chars.len()).filter(free);
    let found = starts.filter_map(|at| times::at_start(&chars[at..]).map(|length| (at, length))).next();
    found.map(|(at, length)| chars[at..at + length].iter().collect())
}

/// Whether a percentage of a thing with this name is a level (覆盖率) and not how fast it grows.
pub fn is_rate(name: &str) -> bool {
    WORDS.rates.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        let of = |text: &str| heading(text).map(|heading| (column(&heading.words), heading.unit)).unwrap();
        let plain = |column: Column| (column, String::new());
        assert_eq!(of("主要 指标"), plain(Column::Name(true)));
        assert_eq!(of("计量单位"), plain(Column::Unit));
        assert_eq!(of("2025年目标值（亿元）"), (Column::Value(Some(IndicatorKind::Target)), "亿元".to_owned()));
        assert_eq!(of("1—6月完成"), plain(Column::Value(Some(IndicatorKind::Actual))));
        assert_eq!(of("完成年度目标（%）"), (Column::Other, "%".to_owned()));
        assert_eq!(of("比上年增长（%）"), (Column::Change(None), "%".to_owned()));
        assert_eq!(of("２０２５年"), plain(Column::Value(None)));
        assert_eq!(of("单价（元）"), (Column::Never, "元".to_owned()));
        assert_eq!(time("2024年比上年增长").as_deref(), Some("2024年"));
        assert_eq!(time("比上年增长"), None);
    }
}
