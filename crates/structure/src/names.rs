//! Names of people and units in cells and lists, with or without stops between them.

use std::collections::HashSet;
use std::sync::LazyLock;

use memchr::memchr;

use crate::lexicon::{CharSet, Words};
use crate::roster;
use crate::roster_list;
use crate::rules::RULES;

/// What parts units: stops and blanks.
fn unit_stop(c: char) -> bool {
    matches!(c, '、' | ',' | '，' | ';' | '；' | ' ' | '\t' | '\u{3000}' | '\u{a0}')
}

/// What parts names of people: also slashes and line breaks.
fn stop(c: char) -> bool {
    unit_stop(c) || c == '\n' || c == '/'
}

/// Words by which a piece is known to be a title (副市长) and no name. Titles end with them.
static TITLES: LazyLock<Words> = LazyLock::new(|| {
    let words = [
        "书记",
        "市长",
        "县长",
        "区长",
        "州长",
        "镇长",
        "乡长",
        "局长",
        "处长",
        "科长",
        "厅长",
        "部长",
        "院长",
        "校长",
        "秘书长",
        "主任",
        "主席",
        "常委",
        "委员",
        "同志",
        "巡视员",
        "调研员",
        "政委",
        "组长",
        "专员",
        "旗长",
        "盟长",
        "总工程师",
    ];
    words.into_iter().collect()
});

/// Levels of places.
const LEVELS: &[&str] =
    &["省", "自治区", "市", "州", "盟", "县", "区", "旗", "乡镇", "镇", "乡", "街", "街道", "园区", "开发区", "功能区"];

/// Words of pieces that are no names of people.
const NO_NAMES: &[&str] = &["各", "领导", "负责", "单位", "成员", "人员", "部门"];

struct Surnames {
    single: CharSet,
    double: HashSet<(char, char)>,
}

static SURNAMES: LazyLock<Surnames> = LazyLock::new(|| {
    let mut double = HashSet::new();
    let (singles, doubles) = include_str!("../rules/surnames.txt").split_once('\n').unwrap_or_default();
    for word in doubles.split_whitespace() {
        let mut chars = word.chars();
        double.extend(chars.next().zip(chars.next()));
    }
    Surnames { single: singles.chars().collect(), double }
});

/// The pieces of a text between stops that stand outside round brackets, blanks at the ends left out.
pub fn pieces(text: &str, stop: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    let mut depth = 0i32;
    let outside = move |c: char| {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        depth <= 0 && stop(c)
    };
    text.split(outside).map(str::trim).filter(|piece| !piece.is_empty())
}

/// Names of people in a cell: apart by blanks, stops or line breaks; 杨　林 is one name padded to three places. Titles
/// that stand beside a name are left out. The second value is false where names that nothing parts may be parted in two ways.
pub fn people(text: &str) -> (Vec<String>, bool) {
    let mut names: Vec<String> = Vec::new();
    let mut titles: Vec<&str> = Vec::new();
    let mut half: Option<&str> = None;
    let mut sure = true;
    for word in pieces(text, stop) {
        let single = word.chars().nth(1).is_none();
        if single && half.is_none() && stands_alone(text, word) && ends_name(&names) {
            end_name(&mut names, word);
            continue;
        }
        match half.take() {
            Some(first) if single => {
                names.push(format!("{first}{word}"));
                continue;
            }
            // A lone letter ends the name before it (王恒\n来), or is all there is.
            Some(first) => end_name(&mut names, first),
            None => {}
        }
        if single {
            half = Some(word);
            continue;
        }
        match without_title(word) {
            "" => titles.push(word),
            name if name.chars().nth(3).is_some() => {
                let (parted, one_way) = part(name);
                sure &= one_way;
                names.extend(parted);
            }
            name => names.push(name.to_owned()),
        }
    }
    if let Some(last) = half {
        end_name(&mut names, last);
    }
    if names.is_empty() {
        names.extend(titles.into_iter().map(str::to_owned));
    }
    (names, sure)
}

/// A letter that is all of its line carries on the name of the line before it.
fn stands_alone(text: &str, word: &str) -> bool {
    let at = word.as_ptr() as usize - text.as_ptr() as usize;
    let before = text[..at].trim_end_matches([' ', '\t', '\u{3000}', '\u{a0}']);
    let after = text[at + word.len()..].trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']);
    before.ends_with('\n') && (after.is_empty() || after.starts_with('\n'))
}

fn ends_name(names: &[String]) -> bool {
    names.last().is_some_and(|name| name.chars().count() == 2)
}

fn end_name(names: &mut Vec<String>, letter: &str) {
    match names.last_mut() {
        Some(name) if name.chars().count() == 2 => name.push_str(letter),
        _ => names.push(letter.to_owned()),
    }
}

/// A name without the title before or after it; "" for a title alone.
fn without_title(word: &str) -> &str {
    if word.len() <= 9 && !TITLES.ends(word) {
        return word;
    }
    // 朱策（副市长）
    let open = word.find(['(', '（']).filter(|open| *open > 0 && word.ends_with([')', '）']));
    if let Some(open) = open
        && TITLES.stands_in(&word[open..])
    {
        return word[..open].trim_end();
    }
    let Some((at, title)) = TITLES.find(word).map(|(at, _, title, ())| (at, title)).max() else {
        return word;
    };
    let is_name = |text: &str| {
        let mut chars = text.chars();
        let known = chars.next().is_some_and(|first| SURNAMES.single.contains(first));
        known && (1..=2).contains(&chars.count())
    };
    let (before, after) = (word[..at].trim_end_matches('副'), &word[at + title.len()..]);
    match after {
        "" if is_name(before)
            && !["市委", "县委", "区委", "省委", "党组"].iter().any(|organ| before.starts_with(organ)) =>
        {
            before
        }
        "" => "",
        name if is_name(name) => name,
        _ => word,
    }
}

/// Parts names that nothing parts (朱策王恒来), if surnames allow one way only.
fn part(word: &str) -> (Vec<String>, bool) {
    let whole = || vec![word.to_owned()];
    let chars: Vec<char> = word.chars().collect();
    if chars.len() > 12
        || chars.iter().any(|c| !('\u{4e00}'..='\u{9fff}').contains(c))
        || NO_NAMES.iter().any(|no| word.contains(no))
    {
        return (whole(), true);
    }
    let surnames = &*SURNAMES;
    // ways[i]: in how many ways the first i letters are names, and the length of the last name of one of them.
    let mut ways: Vec<(u32, usize)> = vec![(0, 0); chars.len() + 1];
    ways[0].0 = 1;
    for start in 0..chars.len() {
        let before = ways[start].0;
        if before == 0 {
            continue;
        }
        let double = chars.get(start + 1).is_some_and(|next| surnames.double.contains(&(chars[start], *next)));
        let lengths = if double { 3..=4 } else { 2..=3 };
        if !double && !surnames.single.contains(chars[start]) {
            continue;
        }
        for length in lengths {
            if let Some(way) = ways.get_mut(start + length) {
                *way = (way.0 + before, length);
            }
        }
    }
    match ways[chars.len()].0 {
        0 => (whole(), true),
        1 => {
            let mut names = Vec::new();
            let mut end = chars.len();
            while end > 0 && ways[end].1 > 0 {
                let start = end - ways[end].1;
                names.insert(0, chars[start..end].iter().collect());
                end = start;
            }
            (names, true)
        }
        _ => (whole(), false),
    }
}

/// Units and people of one cell: 县教育局　王恒, on a line each or apart by stops; 县教育局王恒.
pub fn units_and_people(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut all, mut people) = (Vec::new(), Vec::new());
    for line in text.lines() {
        for piece in pieces(line, |c| unit_stop(c) || c == '/') {
            let piece = piece.trim_matches(['(', '（', ')', '）', ':', '：']);
            let chars: Vec<char> = piece.chars().map(lantai_text::fold_char).collect();
            if roster::is_name(&chars) {
                people.push(piece.to_owned());
                continue;
            }
            // 县教育局王恒, 县教育局（王恒）
            let at = roster_list::name_at_end(&chars).or_else(|| {
                let open = chars.iter().rposition(|c| matches!(c, '(' | ':'))?;
                roster::is_name(&chars[open + 1..]).then_some(open + 1)
            });
            let Some(at) = at else {
                all.extend(units(piece));
                continue;
            };
            let unit: String = piece.chars().take(at).collect();
            people.push(piece.chars().skip(at).collect());
            all.extend(units(unit.trim_end_matches(['(', '（', ':', '：'])));
        }
    }
    (all, people)
}

/// Names of units in a cell.
pub fn units(text: &str) -> Vec<String> {
    let mut units = Vec::new();
    if memchr(b'\n', text.as_bytes()).is_none() {
        add_units(text, &mut units);
        return units;
    }
    // A line break inside a name is only layout: 市农业农村\n局.
    let mut joined = String::with_capacity(text.len() + 8);
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        if ends_organ(&joined) && !joined.ends_with(unit_stop) && !is_tail(line) {
            joined.push('、');
        }
        joined.push_str(line);
    }
    add_units(&joined, &mut units);
    units
}

fn add_units(text: &str, units: &mut Vec<String>) {
    let first = units.len();
    let mut letters = true;
    for piece in pieces(text, unit_stop) {
        // 各区、县人民政府 are one: all places of both levels.
        if is_level(piece)
            && let Some(last) = units.get_mut(first..).and_then(<[String]>::last_mut).filter(|last| is_all(last))
        {
            let stop = text.get(..piece.as_ptr() as usize - text.as_ptr() as usize);
            let stop = stop.and_then(|before| before.trim_end().chars().next_back()).unwrap_or('、');
            last.push(stop);
            last.push_str(piece);
            continue;
        }
        letters &= piece.chars().nth(1).is_none();
        let mut rest = piece;
        while let Some(at) = seam(rest) {
            units.push(rest[..at.0].to_owned());
            rest = &rest[at.1..];
        }
        units.push(rest.to_owned());
    }
    // 市 科 技 局: one name, its letters apart.
    if letters && units.len() > first + 2 {
        let name = units.split_off(first).concat();
        units.push(name);
    }
}

/// 各区, 各市（州）: all places of a level, of which more levels may follow.
fn is_all(unit: &str) -> bool {
    let Some(level) = unit.strip_prefix('各') else { return false };
    let level = level.split(['(', '（']).next().unwrap_or(level);
    LEVELS.contains(&level.rsplit(['、', '，']).next().unwrap_or(level))
}

/// A level of places by itself, with or without their government: 县人民政府, 街道.
fn is_level(piece: &str) -> bool {
    const GOVERNMENTS: [&str; 6] = ["人民政府", "政府", "党委", "办事处", "党工委", "管委会"];
    let bare = GOVERNMENTS.iter().find_map(|end| piece.strip_suffix(end)).unwrap_or(piece);
    let bare = bare.split(['(', '（']).next().unwrap_or(bare);
    LEVELS.contains(&bare)
}

/// Where one unit's name ends and the next begins although no stop parts them: 市科技局市财政局, 市科技局和市财政局.
fn seam(text: &str) -> Option<(usize, usize)> {
    // Two names of three letters are the least.
    if text.len() < 18 {
        return None;
    }
    let first = text.chars().next().filter(|c| "省市县区州".contains(*c))?;
    let mut from = first.len_utf8();
    while let Some(found) = text.get(from..).and_then(|rest| rest.find(first)) {
        let at = from + found;
        let before = &text[..at];
        let name = before.strip_suffix(['和', '及', '与']).unwrap_or(before);
        let bracketed = name.matches(['(', '（']).count() != name.matches([')', '）']).count();
        if name.chars().count() >= 3 && !bracketed && ends_organ(name) && ends_organ(&text[at..]) {
            return Some((name.len(), at));
        }
        from = at + first.len_utf8();
    }
    None
}

/// True when a text ends as names of organs do.
pub fn ends_organ(text: &str) -> bool {
    RULES.organs.ends.ends(text)
}

fn is_tail(line: &str) -> bool {
    line.starts_with(['(', '（', '、', ',', '，'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        people(text).0
    }

    #[test]
    fn people_with_and_without_stops() {
        assert_eq!(names("朱明 王晓来"), ["朱明", "王晓来"]);
        assert_eq!(names("朱明王晓来"), ["朱明", "王晓来"]);
        assert_eq!(names("杨　林、李  静\n欧阳修远"), ["杨林", "李静", "欧阳修远"]);
        assert_eq!(names("王晓\n来 朱明"), ["王晓来", "朱明"]);
        assert_eq!(names("副市长 朱明"), ["朱明"]);
        assert_eq!(names("副市长朱明、王晓来同志"), ["朱明", "王晓来"]);
        assert_eq!(names("朱明（副县长）"), ["朱明"]);
        assert_eq!(names("分管副市长"), ["分管副市长"]);
        assert_eq!(names("各镇主要负责人"), ["各镇主要负责人"]);
        assert_eq!(names("欧阳修远"), ["欧阳修远"]);
        assert_eq!(people("王海江李明"), (vec!["王海江李明".to_owned()], false));
    }

    #[test]
    fn units_and_who_answers_for_them() {
        let pair = |units: &[&str], people: &[&str]| {
            let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            (all(units), all(people))
        };
        assert_eq!(
            units_and_people("县教育局　王恒\n县财政局 李静"),
            pair(&["县教育局", "县财政局"], &["王恒", "李静"])
        );
        assert_eq!(units_and_people("县教育局王恒、李静"), pair(&["县教育局"], &["王恒", "李静"]));
        assert_eq!(units_and_people("县教育局（王恒）"), pair(&["县教育局"], &["王恒"]));
        assert_eq!(units_and_people("县教育局\n各镇人民政府"), pair(&["县教育局", "各镇人民政府"], &[]));
    }

    #[test]
    fn units_with_and_without_stops() {
        assert_eq!(units("市财政局(国资委)、市科技局"), ["市财政局(国资委)", "市科技局"]);
        assert_eq!(units("市科技局\n市农业农村\n局"), ["市科技局", "市农业农村局"]);
        assert_eq!(units("市科技局市财政局"), ["市科技局", "市财政局"]);
        assert_eq!(units("区科技局和区财政局"), ["区科技局", "区财政局"]);
        assert_eq!(units("市人力资源和社会保障局"), ["市人力资源和社会保障局"]);
        assert_eq!(units("各区、县人民政府"), ["各区、县人民政府"]);
        assert_eq!(units("各镇、街道、县教育局"), ["各镇、街道", "县教育局"]);
        assert_eq!(units("各镇、县人武部、各街道"), ["各镇", "县人武部", "各街道"]);
        assert_eq!(units("市 科 技 局"), ["市科技局"]);
        assert_eq!(units("各镇（街道）、县直有关单位"), ["各镇（街道）", "县直有关单位"]);
    }
}
