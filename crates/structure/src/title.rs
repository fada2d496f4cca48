//! The title: by agreement of the visible line, the page's own claims, and looks.

use lantai_model::{Align, Fact, FactKind, Field, Genre, Metadata, Name, Remark, Value};

use crate::date;
use crate::genre;
use crate::kind;
use crate::line::{self, Line, is_blank, key_of, key_of_text};
use crate::metadata::{ends_head, is_doc_number, tidy, understand};
use crate::number::{self, Form};
use crate::parts;
use crate::region;
use crate::rules::RULES;
use crate::tail;

/// Lines from the start among which the title is looked for.
const REACH: usize = 30;

/// Lines from the start among which the head of a gazette stands.
const MAST: usize = 4;

/// Verbs of titles with a document as their object.
const VERBS: [&str; 5] = ["印发", "转发", "批转", "公布", "发布"];

/// Below this score a line has nothing of a title but its place.
const POOR: u32 = 20;

/// Takes the title's lines out and states it in the metadata; a title that is printed again is omitted with a remark.
pub fn take(lines: Vec<Line>, meta: &mut Metadata, facts: &[Fact], remarks: &mut Vec<Remark>) -> Vec<Line> {
    let claims = claims(meta, facts);
    // What the source states with a label or in a meta for titles goes before a line that only may be one.
    let stated = meta.get(Name::Title).is_some() || facts.iter().any(is_title_meta);
    let found = find(&lines, &claims).filter(|(.., score)| !stated || *score >= POOR);
    let Some((from, count, _)) = found else {
        if meta.get(Name::Title).is_none()
            && let Some(fact) = facts.iter().find(|f| is_title_meta(f) || f.kind == FactKind::Title)
        {
            let value = if fact.kind == FactKind::Title { bare_title(&fact.value) } else { &fact.value };
            let value = Value::Text(tidy(value));
            let label = if fact.kind == FactKind::Title { "<title>".to_owned() } else { fact.name.clone() };
            let at = lantai_model::Span::default();
            meta.put(Some(Name::Title), Field { label, stated: fact.value.clone(), value, at });
        }
        return lines;
    };
    let title = state(&lines[from..from + count]);
    let key = key_of_text(&title.stated);
    set(meta, title);
    let mut in_head = true;
    let keep = |(index, line): (usize, Line)| {
        if (from..from + count).contains(&index) {
            return None;
        }
        if in_head && line.is_paragraph() && line.key_is(&key) {
            remarks.push(Remark::omitted("repeated_title", line.text(), line.at.clone()));
            return None;
        }
        in_head = in_head && !ends_head(&line);
        Some(line)
    };
    lines.into_iter().enumerate().filter_map(keep).collect()
}

/// Sets the title; what stood there before (名称) moves to the other fields.
pub fn set(meta: &mut Metadata, title: Field) {
    if let Some(index) = meta.fields.iter().position(|(name, _)| *name == Name::Title) {
        let (_, old) = meta.fields.remove(index);
        meta.other.push(old);
    }
    meta.fields.insert(0, (Name::Title, title));
}

/// One field from the lines of a title.
pub fn state(lines: &[Line]) -> Field {
    let mut stated = String::with_capacity(lines.iter().map(|line| line.text().len() + 1).sum());
    for (nth, line) in lines.iter().enumerate() {
        stated.push_str(if nth > 0 { "\n" } else { "" });
        stated.push_str(line.text());
    }
    // A title broken over lines reads on without a blank, unless Latin words meet.
    let mut value = String::with_capacity(stated.len());
    for line in lines {
        let text = tidy(line.text());
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(value.chars().last()) && latin(text.chars().next()) {
            value.push(' ');
        }
        value.push_str(&text);
    }
    let mut value = drawn_together(value);
    // Libraries print the name of the file.
    let ends = |end: &&String| {
        let from = value.len().checked_sub(end.len());
        from.and_then(|from| value.get(from..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
    };
    if let Some(end) = RULES.file_endings.iter().find(ends) {
        value.truncate(value.len() - end.len());
    }
    let at = lines.first().map(|line| line.at.clone()).unwrap_or_default();
    Field { label: String::new(), stated, value: Value::Text(value), at }
}

/// A title whose letters stand apart (政 府 工 作 报 告), or the word of its kind at its end: …的通　知.
fn drawn_together(title: String) -> String {
    if !title.contains(' ') {
        return title;
    }
    if title.split(' ').all(|word| word.chars().count() == 1 && !word.is_ascii()) {
        return title.replace(' ', "");
    }
    let folded: Vec<char> = title.chars().map(lantai_text::fold_char).collect();
    let Some(kind) = kind::of_title(&folded).map(|found| found.chars) else { return title };
    let apart = |(at, c): &(usize, char)| !(kind.contains(at) && *c == ' ');
    title.chars().enumerate().filter(apart).map(|(_, c)| c).collect()
}

/// A title may end with its document number (…的意见（国发〔2017〕28号）), or begin with it: there it is no part of the name.
pub fn state_doc_number(meta: &mut Metadata) {
    take_leading_number(meta);
    let Some(title) = meta.get(Name::Title).filter(|_| meta.get(Name::DocNumber).is_none()) else { return };
    let folded: Vec<char> = lantai_text::fold(&title.stated).chars().collect();
    let Some(end) = folded.iter().rposition(|c| !c.is_whitespace()).filter(|end| folded[*end] == ')') else { return };
    let Some(open) = folded[..end].iter().rposition(|c| *c == '(') else { return };
    if is_doc_number(&folded[open + 1..end]) {
        let stated: String = title.stated.chars().skip(open + 1).take(end - open - 1).collect();
        let (value, at) = (understand(Some(Name::DocNumber), &stated), title.at.within(open + 1, end));
        meta.put(Some(Name::DocNumber), Field { label: String::new(), stated, value, at });
    }
}

/// 云政发〔2014〕20号 云河市人民政府关于…的意见; the title may stand in brackets: 云政发〔2014〕7号《关于…的通知》.
fn take_leading_number(meta: &mut Metadata) {
    let Some((_, title)) = meta.fields.iter_mut().find(|(name, _)| *name == Name::Title) else { return };
    let Value::Text(value) = &title.value else { return };
    let folded: Vec<char> = value.chars().map(lantai_text::fold_char).collect();
    let Some(end) = folded.iter().take(40).position(|c| *c == '号').map(|at| at + 1) else { return };
    if !is_doc_number(&folded[..end]) || folded.len() < end + 6 {
        return;
    }
    let rest: String = value.chars().skip(end).collect();
    let rest = rest.trim_start_matches([' ', '\u{3000}', ':', '：', '-', '—']);
    let inside = rest.strip_prefix('《').and_then(|inner| inner.strip_suffix('》'));
    let name = inside.filter(|inner| !inner.contains(['《', '》'])).unwrap_or(rest).to_owned();
    let number: String = value.chars().take(end).collect();
    let from = title.stated.chars().take_while(|c| c.is_whitespace()).count();
    let printed = title.stated.chars().skip(from).position(|c| c == '号').map_or(end, |at| at + 1);
    let stated: String = title.stated.chars().skip(from).take(printed).collect();
    let at = if title.at.is_unknown() { title.at.clone() } else { title.at.within(from, from + printed) };
    title.value = Value::Text(name);
    if meta.get(Name::DocNumber).is_none() {
        let value = understand(Some(Name::DocNumber), &number);
        meta.put(Some(Name::DocNumber), Field { label: String::new(), stated, value, at });
    }
}

/// A day in brackets that ends a title is the document's own (成文日期) and no part of its name: …的意见（2017年2月10日）.
pub fn state_day(meta: &mut Metadata) {
    let Some((_, title)) = meta.fields.iter_mut().find(|(name, _)| *name == Name::Title) else { return };
    let Value::Text(value) = &title.value else { return };
    let Some(open) = value.rfind(['(', '（']).filter(|open| *open > 0) else { return };
    let Some(day) = date::whole(&line::folded(&value[open..])).filter(|day| day.day.is_some()) else { return };
    let name = value[..open].trim_end().to_owned();
    let ends = title.stated.chars().count();
    let Some(from) = title.stated.chars().rev().position(|c| matches!(c, '(' | '（')) else { return };
    let from = ends - from - 1;
    let stated: String = title.stated.chars().skip(from).collect();
    let at = if title.at.is_unknown() { title.at.clone() } else { title.at.within(from, ends) };
    title.value = Value::Text(name);
    meta.put(Some(Name::Issued), Field { label: String::new(), stated, value: Value::Date(day), at });
}

/// The title in a `<title>`, without the names of site and column beside it: the first piece of some length, else the
/// longest.
fn bare_title(title: &str) -> &str {
    let mut pieces = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, c) in title.char_indices() {
        // A hyphen between figures is part of the title: 2024-2025年.
        let after = title[at + c.len_utf8()..].chars().next();
        let figures = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if matches!(c, '_' | '|' | '｜') || matches!(c, '-' | '–' | '—') && !(figures(before) && figures(after)) {
            pieces.push(title[start..at].trim());
            start = at + c.len_utf8();
        }
        before = Some(c);
    }
    pieces.push(title[start..].trim());
    let length = |piece: &&str| piece.chars().count();
    let first = pieces.iter().find(|piece| length(piece) >= 8);
    first.or_else(|| pieces.iter().rev().max_by_key(|piece| length(piece))).copied().unwrap_or(title)
}

fn is_title_meta(fact: &Fact) -> bool {
    matches!(fact.kind, FactKind::Meta | FactKind::Script)
        && RULES.metas.get(&fact.name.to_lowercase()) == Some(&Name::Title)
}

/// What claims to be the title, folded and without blanks, with the weight of the claim.
fn claims(meta: &Metadata, facts: &[Fact]) -> Vec<(String, u32)> {
    let mut claims = Vec::new();
    if let Some(field) = meta.get(Name::Title) {
        claims.push((key_of_text(&field.stated), 100));
    }
    for fact in facts {
        match fact.kind {
            _ if is_title_meta(fact) => claims.push((key_of_text(&fact.value), 100)),
            FactKind::Title => {
                claims.push((key_of_text(&fact.value), 95));
                // The site's name follows the title after a dash or a bar.
                let pieces = fact.value.split(['_', '|', '-', '—', '–', '>']).map(key_of_text);
                claims.extend(pieces.filter(|piece| piece.chars().count() >= 4).map(|piece| (piece, 90)));
            }
            FactKind::Property if fact.name.eq_ignore_ascii_case("title") || fact.name == "dc:title" => {
                claims.push((key_of_text(&fact.value), 80));
            }
            _ => {}
        }
    }
    claims.retain(|(key, _)| key.chars().count() >= 2);
    claims
}

/// Where the title stands: the first line, how many lines, and the score of the best of them.
fn find(lines: &[Line], claims: &[(String, u32)]) -> Option<(usize, usize, u32)> {
    let mut best: Option<(u32, usize, usize)> = None;
    let widths: Vec<usize> = claims.iter().map(|(claim, _)| claim.chars().count()).collect();
    for (index, line) in lines.iter().enumerate().take(REACH) {
        let score = score(line, claims);
        let mut found = (score, index, 1);
        for count in 2..=4 {
            if let Some(run) = lines.get(index..index + count)
                && run.iter().all(Line::is_paragraph)
                && widths.contains(&run.iter().map(Line::width).sum())
            {
                let key: String = run.iter().map(Line::key).collect();
                if let Some((_, weight)) = claims.iter().find(|(claim, _)| *claim == key) {
                    found = (weight + 2, index, count);
                }
            }
        }
        if found.0 > 0 && best.is_none_or(|(top, ..)| found.0 > top) {
            best = Some(found);
        }
        if ends_head(line) && score < 90 {
            break;
        }
    }
    // The head of a gazette may be set smaller than the titles in it.
    if let Some(head) = gazette_head(lines).filter(|_| best.is_none_or(|(score, ..)| score < 80)) {
        return Some((head, 1, POOR));
    }
    let (score, index, count) = best?;
    if let Some(notice) = notice_above(lines, index, count) {
        return Some((notice, 1, score));
    }
    if count > 1 || score >= 90 {
        return Some((index, count, score));
    }
    let (before, after) = (begun(lines, index), continued(lines, index));
    Some((index - before, before + 1 + after, score))
}

/// The head of a gazette among the first lines: 云河市人民政府公报 above the issue's number.
fn gazette_head(lines: &[Line]) -> Option<usize> {
    let issue = |line: &Line| {
        let key = line.key();
        key.chars().count() <= 30 && key.contains('第') && (key.contains('期') || key.contains('号'))
    };
    (0..lines.len().min(MAST)).find(|at| {
        let line = &lines[*at];
        line.last() == Some('报')
            && (line.key().ends_with("政府公报") || line.key().ends_with("政报"))
            && can_be_title(line)
            && lines.get(at + 1).is_some_and(issue)
    })
}

/// What looks most like a title may be that of what a notice prints: 关于印发《…办法》的通知 stands above it, less large.
fn notice_above(lines: &[Line], index: usize, count: usize) -> Option<usize> {
    let printed: String = lines.get(index..index + count)?.iter().map(Line::key).collect();
    let notice = |line: &Line| {
        line.last() == Some('知')
            && can_be_title(line)
            && parts::announced_title(&line.key()).is_some_and(|named| named == printed)
    };
    lines[..index].iter().position(notice)
}

/// A line that ends with the verb has its object on the next: 青溪县人民政府关于印发 / 《…办法》的通知.
pub fn is_cut(line: &Line) -> bool {
    line.last().is_some_and(|c| matches!(c, '发' | '转' | '布'))
        && can_be_title(line)
        && VERBS.iter().any(|verb| line.key().strip_suffix(verb).is_some_and(|rest| rest.ends_with("关于")))
}

/// How many lines before one that begins with 关于 name the organ in the same type: the title is broken there.
fn begun(lines: &[Line], index: usize) -> usize {
    let first = &lines[index];
    let alike = |line: &&Line| {
        line.cues.align == first.cues.align
            && line.cues.bold == first.cues.bold
            && line.cues.heading == first.cues.heading
            && (line.cues.size - first.cues.size).abs() < 0.05
            && (first.cues.align == Align::Center || first.cues.heading > 0 || first.cues.bold)
            && can_be_title(line)
            && tail::is_organ(line)
    };
    if let Some(before) = index.checked_sub(1).and_then(|before| lines.get(before))
        && before.cues.align == first.cues.align
        && is_cut(before)
    {
        return 1;
    }
    // No title begins with 的: 关于印发《…方案》 / 的通知.
    if first.key().starts_with('的') {
        let same = |line: &&Line| {
            (line.cues.size - first.cues.size).abs() < 0.05 && line.cues.align == first.cues.align && can_be_title(line)
        };
        return lines[..index].iter().rev().take(3).take_while(same).count();
    }
    let key = first.key();
    if !(key.starts_with("关于")
        || VERBS.iter().any(|verb| key.strip_prefix(verb).is_some_and(|rest| rest.starts_with('《'))))
    {
        return 0;
    }
    // A text without looks: the organ's name alone, right above 关于….
    let plain = |line: &&Line| {
        line.cues.align == first.cues.align
            && line.width() <= 24
            && can_be_title(line)
            && tail::is_organ_name(&line.plain())
            && region::first(&line.folded).is_some()
    };
    match lines[..index].iter().rev().take(3).take_while(alike).count() {
        0 => lines[..index].iter().rev().take(3).take_while(plain).count(),
        count => count,
    }
}

/// How many lines after the first continue a title in the same large or centred type.
fn continued(lines: &[Line], index: usize) -> usize {
    let first = &lines[index].cues;
    let alike = |line: &&Line| {
        let cues = &line.cues;
        let same_size = (cues.size - first.size).abs() < 0.05;
        let large = first.size >= 1.15 && same_size;
        let heading = first.heading == 1 && cues.heading == 1;
        (large || heading) && cues.align == first.align && can_be_title(line) && line.width() <= 40
    };
    let alike = lines[index + 1..].iter().take(3).take_while(alike).count();
    // A line that ends with 的 has its noun on the next: 关于报送…工作安排的 / 报　告.
    let noun = |line: &Line| {
        line.key_is("函") || can_be_title(line) && line.width() <= 6 && kind::of_title(&line.folded).is_some()
    };
    match alike {
        0 => usize::from(lines[index].last() == Some('的') && lines.get(index + 1).is_some_and(noun)),
        alike => alike,
    }
}

fn can_be_title(line: &Line) -> bool {
    let width = line.width();
    line.is_paragraph()
        && (2..=120).contains(&width)
        && !line.last().is_some_and(|c| matches!(c, '。' | ';' | ':' | ',' | '，'))
        && line.label().is_none()
        && !is_numbered(line)
        && number::named(line.folded.get(line.start()..).unwrap_or_default()).is_none()
        && !is_doc_number(&line.folded)
        && date::whole(&line.folded).is_none()
        && !is_banner(line)
}

/// The line is a numbered section: 1 总则, 1.1 背景.
fn is_numbered(line: &Line) -> bool {
    let text = line.folded.get(line.start()..).unwrap_or_default();
    number::candidate(text).is_some_and(|label| {
        let rest = text.get(label.chars..).unwrap_or_default();
        let han = rest.iter().find(|c| !c.is_whitespace()).is_some_and(|c| !c.is_ascii());
        han && (label.form.is_decimal() || label.form == Form::Bare && text.get(1).is_some_and(|c| c.is_whitespace()))
    })
}

/// 红头: 云河市人民政府文件.
pub fn is_banner(line: &Line) -> bool {
    if line.last() != Some('件') {
        return false;
    }
    let key = line.key();
    let length = key.chars().count();
    // Several organs, or one with another name in brackets, take more room than one.
    let organ = || key.strip_suffix("文件").is_some_and(|organ| tail::is_organ_name(organ.trim_end_matches(')')));
    key.ends_with("文件") && !key.contains("关于") && (5..=60).contains(&length) && (length <= 24 || organ())
}

fn score(line: &Line, claims: &[(String, u32)]) -> u32 {
    if !line.is_paragraph() {
        return 0;
    }
    if let Some(weight) = claims.iter().filter(|(claim, _)| line.key_is(claim)).map(|(_, weight)| *weight).max() {
        return weight;
    }
    if !can_be_title(line) {
        return 0;
    }
    let key = line.key();
    let cues = &line.cues;
    let prefix = line.width() >= 8 && claims.iter().any(|(claim, _)| claim.starts_with(&key));
    let looks = match (cues.heading, cues.align, cues.bold) {
        _ if prefix => 80,
        (1, ..) => 70,
        (2, ..) => 50,
        _ if cues.size >= 1.2 => 40 + u32::from(cues.align == Align::Center) * 10,
        (_, Align::Center, true) => 30,
        (_, Align::Center, false) => 20,
        _ => 5,
    };
    looks + u32::from(genre::of(&key) != Genre::Other) * 8
}

/// A line that ends with its genre (文种), as titles of official documents do; what stands in brackets behind it aside.
pub fn ends_with_genre(line: &Line) -> bool {
    let end = line.folded.iter().position(|c| *c == '(').unwrap_or(line.folded.len());
    let Some(text) = line.folded.get(..end) else { return false };
    let last = text.iter().rev().find(|c| !is_blank(**c));
    last.is_some_and(|last| RULES.genres.may_end(*last)) && RULES.genres.ends(&key_of(text))
}

/// The same of a key.
pub fn genre_word_at_end(key: &str) -> bool {
    let key = key.split('(').next().unwrap_or(key);
    RULES.genres.ends(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_stands_above_what_a_claim_names() {
        let lines: Vec<Line> = ["青政办〔2023〕5号", "关于印发《青溪县市容管理办法》的通知", "青溪县市容管理办法"]
            .iter()
            .map(|text| Line::paragraph(text, lantai_model::Span::default()))
            .collect();
        let found = find(&lines, &[("青溪县市容管理办法".to_owned(), 80)]);
        assert_eq!(found.map(|(line, ..)| line), Some(1));
        let found = find(&lines[1..2], &[("青溪县市容管理办法".to_owned(), 80)]);
        assert_eq!(found.map(|(line, ..)| line), Some(0));
    }

    #[test]
    fn letters_that_stand_apart() {
        for (printed, title) in [
            ("政 府 工 作 报 告", "政府工作报告"),
            ("关于做好防汛工作的通　　知", "关于做好防汛工作的通知"),
            ("云河市人民政府 关于防汛工作的通知", "云河市人民政府 关于防汛工作的通知"),
            ("A B C", "A B C"),
        ] {
            assert_eq!(
                state(&[Line::paragraph(printed, lantai_model::Span::default())]).value,
                Value::Text(title.into())
            );
        }
    }

    #[test]
    fn a_number_before_the_title() {
        for (text, name) in [
            ("云政发〔2014〕20号 云河市人民政府关于深化改革的意见", "云河市人民政府关于深化改革的意见"),
            ("云政发〔2014〕20号《云河市人民政府关于深化改革的意见》", "云河市人民政府关于深化改革的意见"),
        ] {
            let mut meta = Metadata::default();
            set(&mut meta, state(&[Line::paragraph(text, lantai_model::Span::default())]));
            state_doc_number(&mut meta);
            let number = meta.get(Name::DocNumber).map(|field| field.stated.as_str());
            assert_eq!((meta.title(), number), (name, Some("云政发〔2014〕20号")));
        }
    }

    #[test]
    fn a_day_behind_the_title() {
        let read = |text: &str| {
            let mut meta = Metadata::default();
            set(&mut meta, state(&[Line::paragraph(text, lantai_model::Span::default())]));
            state_day(&mut meta);
            (meta.title().to_owned(), meta.date(Name::Issued).map(|day| day.to_string()))
        };
        let day = Some("2017-02-10".to_owned());
        assert_eq!(read("关于发展农业的意见（2017年2月10日）"), ("关于发展农业的意见".to_owned(), day));
        for title in ["青溪县发展规划（2021—2025年）", "青溪县工作总结（2021年度）", "青溪县养犬办法（试行）"]
        {
            assert_eq!(read(title), (title.to_owned(), None));
        }
    }

    #[test]
    fn a_numbered_section_is_no_title() {
        let numbered = |text: &str| is_numbered(&Line::paragraph(text, lantai_model::Span::default()));
        assert!(numbered("1 评价背景") && numbered("2.1 指标体系"));
        assert!(!numbered("2023年工作总结") && !numbered("7 CFR Part 331"));
    }

    #[test]
    fn a_title_broken_before_its_last_words() {
        let line = |text: &str| {
            let mut line = Line::paragraph(text, lantai_model::Span::default());
            (line.cues.align, line.cues.size) = (Align::Center, 1.1);
            line
        };
        let mut lines = vec![line("关于印发《青溪县防汛工作制度》"), line("的通知")];
        lines.push(Line::paragraph("各镇人民政府：", lantai_model::Span::default()));
        assert_eq!(find(&lines, &[]).map(|(from, count, _)| (from, count)), Some((0, 2)));
    }

    #[test]
    fn names_of_sites_beside_the_title() {
        for (title, bare) in [
            ("云河市2024-2025年工作要点 - 云河市人民政府门户网站", "云河市2024-2025年工作要点"),
            ("要闻--云河市召开安全生产工作会议", "云河市召开安全生产工作会议"),
            ("工作总结_云河市", "工作总结"),
            ("信息公开", "信息公开"),
        ] {
            assert_eq!(bare_title(title), bare);
        }
    }
}
