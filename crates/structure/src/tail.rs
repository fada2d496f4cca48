//! The end of a document: signature (署名), date of completion (成文日期), and what follows them (附注, 抄送, 印发).

use lantai_model::{Align, Placed, Signature, StatedDate};

use crate::closing;
use crate::date;
use crate::imprint::is_imprint;
use crate::line::{Line, folded, is_blank, text_of};
use crate::region;
use crate::roster;
use crate::rules::RULES;

/// Lines from the end among which a signature is looked for.
const REACH: usize = 16;

/// Takes the signature and the notes after it off the end of a document's lines.
pub fn take(lines: &mut Vec<Line>) -> (Option<Signature>, Vec<Placed>) {
    let Some((first, last, day)) = find(lines).or_else(|| undated(lines)) else {
        return (None, notes_of_unsigned(lines));
    };
    let notes = lines.split_off(last + 1).into_iter().map(Line::placed).collect();
    let signed = lines.split_off(first);
    let mut organs = Vec::new();
    for (nth, line) in signed.iter().enumerate() {
        let text = line.text();
        // The date stands on the last line, alone or after an organ.
        let dated = day.as_ref().filter(|_| nth + 1 == signed.len());
        let words: String = text.chars().take(dated.map_or(line.folded.len(), |day| day.start)).collect();
        organs.extend(self::organs(&words));
    }
    let stated = signed.iter().map(|line| line.text().trim()).collect::<Vec<_>>().join("\n");
    let at = signed.first().map(|line| line.at.clone()).unwrap_or_default();
    (Some(Signature { organs, date: day.map(|day| day.date), stated, at }), notes)
}

/// Takes the notes (附注, 抄送, 印发) off a text that nobody signs.
fn notes_of_unsigned(lines: &mut Vec<Line>) -> Vec<Placed> {
    let note = |line: &&Line| is_imprint(line) || line.is_paragraph() && is_note(line);
    let count = lines.iter().rev().take(REACH).take_while(note).count();
    lines.split_off((lines.len() - count).max(1.min(lines.len()))).into_iter().map(Line::placed).collect()
}

/// The date in a signature and the character of its line at which it begins.
struct Day {
    date: StatedDate,
    start: usize,
}

/// Whether a signature with its date ends these lines.
pub fn is_signed(lines: &[Line]) -> bool {
    find(lines).is_some()
}

/// The signature that ends the lines of an attachment or an enclosed document, if it is one of the organs that `names`
/// knows: its first line.
pub fn signed_by(lines: &[Line], names: impl Fn(&str) -> bool) -> Option<usize> {
    let (first, last, day) = find(lines)?;
    let named = |line: &Line, end: usize| {
        let words: String = line.text().chars().take(end).collect();
        organs(&words).iter().any(|organ| names(organ))
    };
    let start = day.map_or(0, |day| day.start);
    let organ = |at: usize| named(&lines[at], if at == last { start } else { lines[at].folded.len() });
    (last + 1 == lines.len() && (first..=last).any(organ)).then_some(first)
}

/// First line of the signature, line of its date, and the date.
fn find(lines: &[Line]) -> Option<(usize, usize, Option<Day>)> {
    let from = lines.len().saturating_sub(REACH);
    for index in (from.max(1)..lines.len()).rev() {
        // Long or numbered lines stand below no signature.
        let below = lines.get(index + 1);
        if below.is_some_and(|line| line.width() > 160 || line.label().is_some() && !is_note(line)) {
            return None;
        }
        let signed = |line: &Line| line.is_paragraph() && line.width() <= 60 && names_organ(&line.folded);
        let day = day(&lines[index]).or_else(|| month(&lines[index]).filter(|_| signed(&lines[index - 1])));
        let Some(day) = day else { continue };
        let mut first = index;
        while first > 1 && index - first < 6 && (is_organ(&lines[first - 1]) || is_signatory(&lines[first - 1])) {
            first -= 1;
        }
        return Some((first, index, Some(day)));
    }
    None
}

/// Organs that sign without a date: the last lines, right below a sentence, each with the name of a region.
fn undated(lines: &[Line]) -> Option<(usize, usize, Option<Day>)> {
    let end = lines.len() - lines.iter().rev().take(4).take_while(|line| is_note(line) || is_imprint(line)).count();
    let organ = |line: &&Line| {
        line.is_paragraph() && line.width() <= 30 && names_organ(&line.folded) && region::first(&line.folded).is_some()
    };
    let count = lines[..end].iter().rev().take(4).take_while(organ).count();
    let first = end - count;
    let above = first.checked_sub(1).and_then(|above| lines.get(above))?;
    let ends = above.is_paragraph() && above.last() == Some('。') || closing::closes(above);
    (count > 0 && ends).then_some((first, end - 1, None))
}

/// Who signs an order: 市　长　　沈一帆.
pub fn is_signatory(line: &Line) -> bool {
    let blanks = line.folded.get(line.start()..).is_some_and(|text| text.iter().any(|c| is_blank(*c)));
    let key = || line.folded.iter().copied().filter(|c| !is_blank(*c)).collect::<Vec<_>>();
    line.is_paragraph() && line.width() <= 30 && blanks && name_after_post(&key()).is_some()
}

/// Where the name begins in a post and a name without blanks.
fn name_after_post(key: &[char]) -> Option<usize> {
    let starts = [3, 2].into_iter().filter_map(|name| key.len().checked_sub(name).filter(|at| *at >= 2));
    starts.into_iter().find(|at| roster::is_post(&key[..*at]) && roster::is_name(&key[*at..]))
}

/// A line that is a month: 2023年12月.
fn month(line: &Line) -> Option<Day> {
    if !line.is_paragraph() || line.width() > 12 {
        return None;
    }
    let blanks = |text: &[char]| text.len() - text.iter().rev().take_while(|c| c.is_whitespace()).count();
    let text = &line.folded[..blanks(&line.folded)];
    // A draft leaves room for the day: 2023年8月　日.
    let open = text.strip_suffix(&['日']).map(|rest| &rest[..blanks(rest)]).filter(|rest| rest.ends_with(&['月']));
    let value = date::whole(open.unwrap_or(text)).filter(|date| date.day.is_none() && date.month.is_some())?;
    Some(Day { date: StatedDate { stated: line.text().trim().to_owned(), value }, start: 0 })
}

/// A line that is a date, or an organ and a date.
fn day(line: &Line) -> Option<Day> {
    if !line.is_paragraph() || line.width() > 60 || !date::may_hold_day(&line.folded) {
        return None;
    }
    let sealed = line.last().is_some_and(|c| matches!(c, ')' | ']' | '〕' | '】'));
    let end = if sealed { without_seal(&line.plain()).chars().count() } else { line.folded.len() };
    let text = &line.folded[..end];
    let made = |start: usize, value| {
        let stated: String = line.text().chars().skip(start).collect::<String>().trim().to_owned();
        Some(Day { date: StatedDate { stated, value }, start })
    };
    if let Some(value) = date::whole(text).filter(|date| date.day.is_some() && date.time.is_none()) {
        return made(0, value);
    }
    let (value, start) = date::trailing_of(text).filter(|(date, _)| date.time.is_none())?;
    names_organ(&line.folded[..start]).then(|| made(start, value))?
}

/// A short line that names an organ, or several.
pub fn is_organ(line: &Line) -> bool {
    line.is_paragraph() && line.width() <= 60 && line.label().is_none() && {
        names_organ(&line.folded)
            || line.cues.align == Align::End
                && line.width() <= 30
                && !line.folded.iter().any(|c| matches!(*c, '。' | ';' | ':' | ','))
    }
}

/// A text that is the name of an organ and nothing else.
pub fn is_organ_name(text: &str) -> bool {
    names_organ(&text.chars().collect::<Vec<_>>())
}

/// The same of folded characters.
pub fn names_organ(folded: &[char]) -> bool {
    // Nearly all lines end here; only a seal or a bracket may stand behind the name.
    let last = folded.iter().rev().find(|c| !c.is_whitespace());
    if !last.is_some_and(|c| RULES.organs.ends.may_end(*c) || matches!(c, ')' | '）' | ']' | '〕' | '】')) {
        return false;
    }
    let text = text_of(folded);
    let text = without_seal(&text).trim();
    let clean =
        !text.chars().any(|c| matches!(c, '。' | ';' | ':' | ',' | '!' | '?' | '《' | '》') || c.is_ascii_digit());
    // Letters of a padded name stand apart: 青 溪 县 人 民 政 府.
    let mut key = String::with_capacity(text.len());
    key.extend(text.chars().filter(|c| !c.is_whitespace()));
    let key = key.trim_end_matches([')']);
    clean && key.chars().nth(2).is_some() && RULES.organs.ends.ends(key)
}

/// A text without the words that stand for a seal at its end: （盖章）, (章), （印章）, 〔印〕.
fn without_seal(text: &str) -> &str {
    let Some(inner) = text.trim_end().strip_suffix([')', '）', ']', '〕', '】']) else { return text };
    let Some(open) = inner.rfind(['(', '（', '[', '〔', '【']) else { return text };
    let word: String = inner[open..].chars().skip(1).filter(|c| !c.is_whitespace()).collect();
    if RULES.organs.seals.contains(&lantai_text::fold(&word).into_owned()) { &text[..open] } else { text }
}

/// The organs, or the one who signs, that a line names.
pub fn organs(text: &str) -> Vec<String> {
    let text = without_seal(text).trim();
    // （青溪县统计局综合股）
    let inner = text.strip_prefix(['(', '（']).and_then(|inner| inner.strip_suffix([')', '）']));
    let organs = split_organs(inner.unwrap_or(text));
    organs.into_iter().map(|organ| without_seal(&organ).trim_end().to_owned()).collect()
}

/// Names of organs side by side, apart by wide blanks. Single letters apart are one padded name.
fn split_organs(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let organ = |text: &str| names_organ(&folded(text));
    if words.is_empty() || words.len() > 1 && words.iter().all(|word| organ(word)) {
        return words.into_iter().map(str::to_owned).collect();
    }
    // Padded names side by side: 云 河 市 财 政 局　　云 河 市 统 计 局.
    let wide = wide_pieces(text);
    if wide.len() > 1 && wide.iter().all(|piece| organ(piece)) {
        return wide;
    }
    let whole = words.concat();
    if let Some(at) = name_after_post(&folded(&whole)) {
        let (post, name): (String, String) = (whole.chars().take(at).collect(), whole.chars().skip(at).collect());
        return vec![format!("{post} {name}")];
    }
    if words.iter().all(|word| word.chars().nth(2).is_none()) {
        return vec![whole];
    }
    words.into_iter().map(str::to_owned).collect()
}

/// What stands between blanks of two characters and more, single blanks left out.
fn wide_pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut blanks = 0;
    for c in text.trim().chars() {
        if c.is_whitespace() {
            blanks += 1;
            continue;
        }
        if blanks > 1 {
            pieces.push(String::new());
        }
        blanks = 0;
        pieces.last_mut().into_iter().for_each(|piece| piece.push(c));
    }
    pieces
}

/// 附注, 抄送, 印发 lines.
pub fn is_note(line: &Line) -> bool {
    line.folded.get(line.start()..).is_some_and(|text| RULES.organs.notes.begins_in(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::Span;

    fn lines(texts: &[&str]) -> Vec<Line> {
        texts.iter().enumerate().map(|(at, text)| Line::paragraph(text, Span::text(at, at + 1))).collect()
    }

    #[test]
    fn organ_and_date_on_two_lines_with_a_note() {
        let mut all = lines(&["现印发给你们。", "青溪县人民政府", "2023年7月21日", "(此件公开发布)"]);
        let (signature, notes) = take(&mut all);
        let signature = signature.unwrap();
        assert_eq!(signature.organs, ["青溪县人民政府"]);
        assert_eq!(signature.date.unwrap().value.to_string(), "2023-07-21");
        assert_eq!((all.len(), notes.len()), (1, 1));
    }

    #[test]
    fn two_organs_and_a_date_on_one_line() {
        let mut all = lines(&["特此通知。", "云河市科学技术局　云河市财政局　2024年10月12日"]);
        let signature = take(&mut all).0.unwrap();
        assert_eq!(signature.organs, ["云河市科学技术局", "云河市财政局"]);
        assert_eq!(signature.date.unwrap().stated, "2024年10月12日");
    }

    #[test]
    fn days_left_open_and_days_under_a_seal() {
        for (day, value) in [("2023年8月　日", "2023-08"), ("2023年8月2日（盖章）", "2023-08-02")] {
            let mut all = lines(&["特此通知。", "青溪县人民政府", day]);
            let signature = take(&mut all).0.unwrap();
            assert_eq!(signature.organs, ["青溪县人民政府"]);
            assert_eq!(signature.date.unwrap().value.to_string(), value);
        }
    }

    #[test]
    fn a_date_in_a_sentence_is_none() {
        let mut all = lines(&["会议召开。", "自2023年1月1日起施行，有效期至2025年12月31日。"]);
        assert!(take(&mut all).0.is_none());
        assert_eq!(all.len(), 2);
    }
}
