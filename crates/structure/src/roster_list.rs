//! How a line lists people and organs: 王恒、李静, 区长王恒, 王恒（区长）, 县财政局　李静　局长.

use std::ops::Range;

use crate::roster::{RULES, first_name, is_han, is_name, is_organ, is_post, may_be_name};

/// Longest line of names and posts by turns, in characters.
const LINE: usize = 400;

/// Someone whom a line names; ranges are characters of the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name, blanks inside it left out; empty where only the post is said.
    pub name: String,
    /// The post as printed, blanks at its ends left out; empty where none is said.
    pub title: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// Who is named in `folded[from..]`; `None` when it is no list of people, posts or organs.
pub fn entries(folded: &[char], printed: &[char], from: usize) -> Option<Vec<Entry>> {
    let rest = folded.get(from..)?;
    if let Some(found) = by_turns(folded, printed, trim(folded, from, folded.len())) {
        return Some(found);
    }
    // 王 恒  区委副书记、区长: one person and what he is.
    if let Some((name, end)) = first_name(rest) {
        let title = trim(folded, from + end, without_duty(folded, from + end));
        let words = &folded[title.clone()];
        let blank = rest.get(end).is_some_and(|c| c.is_whitespace());
        if title.is_empty() || blank && is_title(words) {
            let start = from + rest.iter().take_while(|c| c.is_whitespace()).count();
            let title = post(printed, title);
            return Some(vec![Entry { name, title, start, end: folded.len() }]);
        }
    }
    if let Some(entry) = stranger(folded, printed, trim(folded, from, folded.len())) {
        return Some(vec![entry]);
    }
    let mut found = Vec::new();
    for clause in parts(folded, from..folded.len(), &[';', '。']) {
        match with_posts(folded, printed, &clause) {
            Some(entry) => found.push(entry),
            None => _ = list(folded, printed, clause, true, &mut found)?,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Where words on what somebody does begin, behind his post and a blank: 王恒　县长　主持全面工作; else the end.
fn without_duty(folded: &[char], from: usize) -> usize {
    let rest = folded.get(from..).unwrap_or_default();
    let blanks = rest.windows(2).enumerate().skip(1).filter(|(_, two)| two[0].is_whitespace());
    let mut starts =
        blanks.map(|(at, _)| at + 1).filter(|at| RULES.duties.iter().any(|word| rest[*at..].starts_with(word)));
    starts.next().map_or(folded.len(), |at| from + at)
}

/// Somebody whose name is known by the post alone that stands behind it: 扎西次仁　县政协副主席, 扎西次仁（县政协副主席）.
fn stranger(folded: &[char], printed: &[char], piece: Range<usize>) -> Option<Entry> {
    let words = &folded[piece.clone()];
    let length = words.iter().take_while(|c| is_han(**c)).count();
    let (start, end) = (piece.start, piece.end);
    let blank = words.get(length)?.is_whitespace();
    let rest = trim(folded, start + length, end);
    let bracket = folded[rest.clone()].first() == Some(&'(');
    let title = match folded[rest.clone()].iter().position(|c| *c == ')') {
        Some(close) if bracket && rest.start + close + 1 == end => rest.start + 1..end - 1,
        _ if blank && !bracket => rest,
        _ => return None,
    };
    let post_words = &folded[title.clone()];
    (may_be_name(&words[..length]) && is_post(post_words) && is_title(post_words) && first_name(post_words).is_none())
        .then(|| Entry { name: words[..length].iter().collect(), title: post(printed, title), start, end })
}

/// 王恒，区委副书记、区长: one person, and what he is behind a comma. 王恒市政府副市长: the same, where blanks were lost.
pub fn with_posts(folded: &[char], printed: &[char], clause: &Range<usize>) -> Option<Entry> {
    let (start, end) = (clause.start, clause.end);
    let words = &folded[clause.clone()];
    let names = |range: Range<usize>| {
        parts(folded, range, &['、', ',']).iter().any(|piece| {
            let words = &folded[piece.clone()];
            is_name(words) || first_name(words).is_some() || name_at_end(words).is_some() || glued(words).is_some()
        })
    };
    let made = |name: String, from: usize| {
        let title = trim(folded, from, end);
        (is_title(&folded[title.clone()]) && !names(title.clone())).then(|| Entry {
            name,
            title: post(printed, title),
            start,
            end,
        })
    };
    if let Some((name, length)) = first_name(words).filter(|(_, length)| words.get(*length) == Some(&',')) {
        return made(name, start + length + 1);
    }
    let length = glued(words)?;
    made(words[..length].iter().collect(), start + length)
}

/// Where a name ends that nothing parts from the post after it, if there is only one way: 王恒市财政局局长.
fn glued(words: &[char]) -> Option<usize> {
    if words.len() < 6 || !is_post(words) || words.iter().take(4).any(|c| c.is_whitespace()) {
        return None;
    }
    let mut ways = [2, 3, 4].into_iter().filter(|length| {
        let (name, post) = words.split_at(*length);
        is_name(name)
            && post.len() > 3
            && matches!(post, ['省' | '市' | '县' | '区' | '镇' | '州', next, ..] if *next != '长')
    });
    ways.next().filter(|_| ways.next().is_none())
}

/// Adds those whom a list names between stops. Where somebody is not understood the list is none if it must be `sure`;
/// else he is passed over, and the value says how many are.
pub fn list(
    folded: &[char],
    printed: &[char],
    clause: Range<usize>,
    sure: bool,
    found: &mut Vec<Entry>,
) -> Option<usize> {
    let mut passed = 0;
    // 县委副书记、县长王恒: the posts of the one who is named next.
    let mut before: Option<Entry> = None;
    for piece in pieces(folded, clause) {
        let (piece_start, words) = (piece.start, &folded[piece.clone()]);
        // 联络员：王恒，电话：…: how to reach somebody is nobody.
        if [&['电', '话'][..], &['联', '系'], &['手', '机']].iter().any(|label| words.starts_with(label))
            || words.iter().all(|c| c.is_ascii_digit() || *c == '-')
        {
            continue;
        }
        let one = || {
            let entry = entry(folded, printed, piece.clone()).or_else(|| stranger(folded, printed, piece.clone()));
            entry.map(|entry| vec![entry])
        };
        let Some(mut next) = spaced(folded, printed, piece.clone()).or_else(one) else {
            if sure {
                return None;
            }
            passed += 1;
            found.extend(before.take());
            continue;
        };
        if let Some(posts) = before.take() {
            let led = next.first_mut().filter(|next| {
                !next.name.is_empty()
                    && !next.title.is_empty()
                    && folded.get(posts.end) == Some(&'、')
                    && is_leading(words, &next.name)
            });
            match led {
                Some(next) => {
                    let between: String = printed.get(posts.end..piece_start).unwrap_or(&[]).iter().collect();
                    next.title = format!("{}{}{}", posts.title, between.trim(), next.title);
                    next.start = posts.start;
                }
                None => found.push(posts),
            }
        }
        let last = next.pop();
        found.append(&mut next);
        match last {
            Some(last) if last.name.is_empty() && !RULES.general.iter().any(|word| last.title.contains(word)) => {
                before = Some(last);
            }
            last => found.extend(last),
        }
    }
    found.extend(before);
    Some(passed)
}

/// The post stands before the name.
fn is_leading(words: &[char], name: &str) -> bool {
    !words.iter().copied().filter(|c| !c.is_whitespace()).take(2).eq(name.chars().take(2))
}

/// Words apart by blanks: 县财政局　李　静　局长, 副县长　王恒; the unit, the name and the post.
fn spaced(folded: &[char], printed: &[char], piece: Range<usize>) -> Option<Vec<Entry>> {
    let mut found = Vec::new();
    let mut at = piece.start;
    // 县政协　王恒　　县法院　李静: one unit after the other.
    while at < piece.end {
        at = unit_and_names(folded, printed, at..piece.end, &mut found)?;
    }
    Some(found)
}

/// Names and posts by turns, with blanks alone between them: 王恒  县长    李静  副县长. None where there is one person.
fn by_turns(folded: &[char], printed: &[char], piece: Range<usize>) -> Option<Vec<Entry>> {
    if piece.len() > LINE {
        return None;
    }
    let mut found: Vec<Entry> = Vec::new();
    let mut at = piece.start;
    while at < piece.end {
        let (name, length) = first_name(&folded[at..piece.end])?;
        let start = at + folded[at..].iter().take_while(|c| c.is_whitespace()).count();
        // The post goes up to blanks before the next name.
        let from = at + length;
        let mut end = from;
        while end < piece.end {
            let blanks = folded[end..piece.end].iter().take_while(|c| c.is_whitespace()).count();
            if end > from && blanks > 0 && first_name(&folded[end..piece.end]).is_some() {
                break;
            }
            end += blanks;
            end += folded[end..piece.end].iter().take_while(|c| !c.is_whitespace()).count();
        }
        let title = trim(folded, from, end);
        let words = &folded[title.clone()];
        if words.is_empty() || !folded[from].is_whitespace() || !(is_post(words) || is_organ(words)) {
            return None;
        }
        found.push(Entry { name, title: post(printed, title), start, end });
        at = end;
    }
    (found.len() > 1).then_some(found)
}

/// Adds those whom a unit or post stands before, up to the next unit; where that begins.
fn unit_and_names(folded: &[char], printed: &[char], piece: Range<usize>, found: &mut Vec<Entry>) -> Option<usize> {
    let (start, end) = (piece.start, piece.end);
    let words = &folded[piece];
    let unit = words.iter().position(|c| c.is_whitespace())?;
    let before = &words[..unit];
    let mut at = unit;
    let first = found.len();
    // 县财政局王恒　李静: the first name stands right after the unit.
    let own = match name_at_end(before) {
        Some(name) => {
            let own = post(printed, start..start + name);
            found.push(Entry { name: before[name..].iter().collect(), title: own.clone(), start, end: start + unit });
            own
        }
        None if is_post(before) || sends(before) => post(printed, start..start + unit),
        None => return None,
    };
    while let Some((name, length)) = first_name(&words[at..]) {
        let blanks = words[at..].iter().take_while(|c| c.is_whitespace()).count();
        let from = if found.len() == first { start } else { start + at + blanks };
        found.push(Entry { name, title: own.clone(), start: from, end: start + at + length });
        at += length;
    }
    let rest = trim(folded, start + at, end);
    let one = if let [one] = found.get_mut(first..)? { Some(one) } else { None };
    if let Some(one) = one.filter(|_| !rest.is_empty() && is_title(&folded[rest.clone()])) {
        // What is told after the only name is his post.
        one.title.push_str(&post(printed, rest));
        one.end = end;
        return Some(end);
    }
    (found.len() > first).then_some(if rest.is_empty() { end } else { rest.start })
}

/// Organs and places that send people: 县财政局, 青溪镇, 临江街道, 县政协.
fn sends(words: &[char]) -> bool {
    is_organ(words)
        || words.len() >= 3
            && (RULES.senders.iter().any(|end| words.ends_with(end))
                || matches!(words.last(), Some('镇' | '乡' | '村')))
}

/// Where the name begins that ends words after a post, an organ or a place: 县财政局李静.
pub fn name_at_end(words: &[char]) -> Option<usize> {
    // 县人民政府办公室 ends as some names do.
    if is_post(words) || is_organ(words) {
        return None;
    }
    let starts = [3, 2, 4].into_iter().filter_map(|length| words.len().checked_sub(length).filter(|at| *at >= 2));
    starts.into_iter().find(|at| {
        let (before, name) = words.split_at(*at);
        is_name(name) && (is_post(before) || sends(before))
    })
}

/// Posts need not be known by their last word where several are told or a unit is named.
fn is_title(words: &[char]) -> bool {
    words.len() <= 60 && !words.contains(&'。') && (is_post(words) || is_organ(words)) && !lists_names(words)
}

/// Names only, apart by blanks or stops: 朱明 王晓来 李 静.
fn lists_names(words: &[char]) -> bool {
    let text: String = words.iter().collect();
    let (names, _) = crate::names::people(&text);
    names.len() > 1 && names.iter().all(|name| is_name(&name.chars().collect::<Vec<_>>()))
}

/// One of several: a name, 王恒（区长）, 区长王恒, an organ, or a post without a name.
fn entry(folded: &[char], printed: &[char], piece: Range<usize>) -> Option<Entry> {
    let words = &folded[piece.clone()];
    let (start, end) = (piece.start, piece.end);
    let made = |name: String, title: String| Some(Entry { name, title, start, end });
    let bare: Vec<char> = words.iter().filter(|c| !c.is_whitespace()).copied().collect();
    if is_name(&bare) {
        return made(bare.iter().collect(), String::new());
    }
    if let Some((name, length)) = first_name(words) {
        let title = trim(folded, start + length, end);
        let words = &folded[title.clone()];
        if words.first() == Some(&'(') && words.last() == Some(&')') {
            return made(name, post(printed, title.start + 1..title.end - 1));
        }
        return if is_title(words) { made(name, post(printed, title)) } else { None };
    }
    // 区财政局局长李静, 区财政局李静
    let apart =
        bare.len() + 1 < words.len() && words.iter().take(words.len().saturating_sub(5)).any(|c| c.is_whitespace());
    if let Some(at) = name_at_end(&bare).filter(|_| !apart) {
        return made(bare[at..].iter().collect(), bare[..at].iter().collect());
    }
    if bare.windows(2).any(|two| matches!(two, ['设', '在'] | ['设', '于']))
        || bare.iter().enumerate().any(|(at, c)| {
            // 主要负责人 and 需要, 应急办 and 应当 are not alike.
            "由为的须将".contains(*c)
                || *c == '要' && at.checked_sub(1).is_none_or(|at| bare[at] != '主')
                || *c == '应' && bare.get(at + 1) != Some(&'急')
        })
    {
        return None;
    }
    if (2..=40).contains(&bare.len()) && is_post(&bare) {
        return made(String::new(), post(printed, piece));
    }
    (bare.len() <= 30 && is_organ(&bare)).then_some(())?;
    made(post(printed, piece), String::new())
}

/// The pieces of a list between stops outside brackets; where there are no stops, between blanks, if all are names.
fn pieces(folded: &[char], range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    parts(folded, range, &['、', ',']).into_iter().flat_map(|piece| by_blanks(folded, piece))
}

/// The parts of a range between stops that stand outside brackets, blanks at their ends left out.
pub fn parts(folded: &[char], range: Range<usize>, stops: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (range.start, 0i32);
    for at in range.start..=range.end {
        match folded[..range.end].get(at) {
            Some('(') => depth += 1,
            Some(')') => depth -= 1,
            Some(c) if depth > 0 || !stops.contains(c) => {}
            _ => {
                let piece = trim(folded, start, at);
                if !piece.is_empty() {
                    found.push(piece);
                }
                start = at + 1;
            }
        }
    }
    found
}

/// 朱明 王晓来 李 静: three names; 朱明（县长）　李静（局长）: two.
fn by_blanks(folded: &[char], piece: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = piece.start;
    while at < piece.end {
        let words = &folded[at..piece.end];
        let Some((_, mut length)) = first_name(words) else { return vec![piece] };
        let blanks = words.iter().take_while(|c| c.is_whitespace()).count();
        if words.get(length) == Some(&'(') {
            let Some(close) = words[length..].iter().position(|c| *c == ')') else { return vec![piece] };
            length += close + 1;
            if words.get(length).is_some_and(|c| !c.is_whitespace()) {
                return vec![piece];
            }
        }
        found.push(at + blanks..at + length);
        at += length;
        at += folded[at..piece.end].iter().take_while(|c| c.is_whitespace()).count();
    }
    found
}

pub fn trim(folded: &[char], start: usize, end: usize) -> Range<usize> {
    let start = start + folded[start..end].iter().take_while(|c| c.is_whitespace()).count();
    let blanks = folded[start..end].iter().rev().take_while(|c| c.is_whitespace()).count();
    start..end - blanks
}

/// A post as printed, runs of blanks as one.
pub fn post(printed: &[char], range: Range<usize>) -> String {
    let text: String = printed.get(range).unwrap_or(&[]).iter().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<(String, String)>> {
        let folded: Vec<char> = lantai_text::fold(text).chars().collect();
        let printed: Vec<char> = text.chars().collect();
        let found = entries(&folded, &printed, 0)?;
        Some(found.into_iter().map(|entry| (entry.name, entry.title)).collect())
    }

    fn one(text: &str) -> Option<(String, String)> {
        read(text).filter(|found| found.len() == 1).map(|mut found| found.remove(0))
    }

    fn pair(name: &str, title: &str) -> Option<(String, String)> {
        Some((name.to_owned(), title.to_owned()))
    }

    #[test]
    fn one_person() {
        assert_eq!(one("王　恒　　区委副书记、区政府区长"), pair("王恒", "区委副书记、区政府区长"));
        assert_eq!(one("欧阳修远 县科技局党组书记、局长（兼）"), pair("欧阳修远", "县科技局党组书记、局长（兼）"));
        assert_eq!(one("李静（县财政局局长）"), pair("李静", "县财政局局长"));
        assert_eq!(one("县财政局局长李静"), pair("李静", "县财政局局长"));
        assert_eq!(one("阿依古丽·买买提  镇长"), pair("阿依古丽·买买提", "镇长"));
        assert_eq!(one("王　恒　县长　主持全面工作"), pair("王恒", "县长"));
        assert_eq!(one("扎西次仁　县政协副主席"), pair("扎西次仁", "县政协副主席"));
        assert_eq!(one("扎西次仁  （县政协副主席）"), pair("扎西次仁", "县政协副主席"));
        assert_eq!(one("扎西次仁（县政协副主席）"), pair("扎西次仁", "县政协副主席"));
        assert_eq!(one("王恒，电话：0570-1234567"), pair("王恒", ""));
        assert_eq!(one("县政府分管副县长"), pair("", "县政府分管副县长"));
        assert_eq!(one("县发展改革委"), pair("县发展改革委", ""));
    }

    #[test]
    fn posts_before_and_behind_commas() {
        assert_eq!(one("县委副书记、县长王恒"), pair("王恒", "县委副书记、县长"));
        assert_eq!(one("王恒，县委副书记、县长"), pair("王恒", "县委副书记、县长"));
        assert_eq!(one("县财政局　李　静　局长"), pair("李静", "县财政局局长"));
        assert_eq!(one("副县长　王恒"), pair("王恒", "副县长"));
        assert_eq!(one("王晓恒市财政局党组书记、局长"), pair("王晓恒", "市财政局党组书记、局长"));
        let all = |text: &str| {
            read(text).unwrap_or_default().into_iter().map(|(n, t)| format!("{n}|{t}")).collect::<Vec<_>>()
        };
        assert_eq!(all("王恒，县财政局局长；李静，县教育局局长；"), ["王恒|县财政局局长", "李静|县教育局局长"]);
        assert_eq!(all("县财政局李静、青溪镇吕腾"), ["李静|县财政局", "吕腾|青溪镇"]);
        assert_eq!(all("县财政局主要负责人、青溪镇镇长王恒"), ["|县财政局主要负责人", "王恒|青溪镇镇长"]);
        assert_eq!(all("青溪县人民政府办公室"), ["青溪县人民政府办公室|"]);
    }

    #[test]
    fn apart_by_blanks_alone() {
        let all = |text: &str| {
            read(text).unwrap_or_default().into_iter().map(|(n, t)| format!("{n}|{t}")).collect::<Vec<_>>()
        };
        assert_eq!(all("朱明（县政府办副主任）　李静（县教育局局长）"), ["朱明|县政府办副主任", "李静|县教育局局长"]);
        assert_eq!(
            all("王恒  县长    李  静  县人武部部长    朱明  副县长"),
            ["王恒|县长", "李静|县人武部部长", "朱明|副县长"]
        );
        assert_eq!(all("县住建局　古　月县财政局　李静"), ["古月|县住建局", "李静|县财政局"]);
        assert_eq!(all("青溪镇镇长　　　　朱明"), ["朱明|青溪镇镇长"]);
        assert_eq!(all("县政协　王　恒　　县法院　李静　朱明"), ["王恒|县政协", "李静|县法院", "朱明|县法院"]);
    }

    #[test]
    fn several() {
        let names = |text: &str| read(text).map(|found| found.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
        assert_eq!(names("朱明、王晓来、李 静").unwrap(), ["朱明", "王晓来", "李静"]);
        assert_eq!(names("朱明 王晓来　李　静").unwrap(), ["朱明", "王晓来", "李静"]);
        assert_eq!(names("县教育局、县财政局、青溪镇人民政府").unwrap(), ["县教育局", "县财政局", "青溪镇人民政府"]);
        let found = read("张明（县发改委主任），李华（县财政局副局长）").unwrap();
        assert_eq!(found[1], ("李华".to_owned(), "县财政局副局长".to_owned()));
    }

    #[test]
    fn what_is_no_roster() {
        for text in ["负责统筹协调全区工作", "由县长召集并主持", "另行通知", "各单位要高度重视，加强领导", ""]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
