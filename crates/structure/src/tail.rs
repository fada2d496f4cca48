//! The end of a document: signature (署名), date of completion (成文日期), and what follows them (附注, 抄送, 印发).

use lantai_model::{Align, Placed, Signature, StatedDate};

use crate::date;
use crate::line::Line;
use crate::metadata::tidy;
use crate::rules::RULES;

/// Lines from the end among which a signature is looked for.
const REACH: usize = 16;

/// Takes the signature and the notes after it off the end of a document's lines.
pub fn take(lines: &mut Vec<Line>) -> (Option<Signature>, Vec<Placed>) {
    let Some((first, date_line, day)) = find(lines) else { return (None, imprint(lines)) };
    let notes = lines.split_off(date_line + 1).into_iter().map(Line::placed).collect();
    let signed = lines.split_off(first);
    let mut organs = Vec::new();
    for (nth, line) in signed.iter().enumerate() {
        let text = line.text();
        // The date stands on the last line, alone or after an organ.
        let end = if nth + 1 == signed.len() { day.start } else { line.folded.len() };
        let words: String = text.chars().take(end).collect();
        organs.extend(split_organs(&words));
    }
    let stated = signed.iter().map(|line| line.text().trim()).collect::<Vec<_>>().join("\n");
    let at = signed.first().map(|line| line.at.clone()).unwrap_or_default();
    (Some(Signature { organs, date: Some(day.date), stated, at }), notes)
}

/// Takes the imprint (抄送, 印发) off a text that nobody signs: a regulation behind the notice that prints it.
fn imprint(lines: &mut Vec<Line>) -> Vec<Placed> {
    let printed = |line: &Line| line.is_paragraph() && line.width() <= 80 && line.key().ends_with("日印发");
    let Some(last) = lines.last().filter(|line| printed(line) || is_note(line)) else { return Vec::new() };
    if !last.is_paragraph() {
        return Vec::new();
    }
    let count = lines.iter().rev().take(REACH).take_while(|line| printed(line) || is_note(line)).count();
    lines.split_off((lines.len() - count).max(1)).into_iter().map(Line::placed).collect()
}

/// The date in a signature and the character of its line at which it begins.
struct Day {
    date: StatedDate,
    start: usize,
}

/// First line of the signature, line of its date, and the date.
fn find(lines: &[Line]) -> Option<(usize, usize, Day)> {
    let from = lines.len().saturating_sub(REACH);
    for index in (from.max(1)..lines.len()).rev() {
        if lines[index + 1..].iter().any(|line| line.width() > 160 || line.label().is_some() && !is_note(line)) {
            continue;
        }
        let Some(day) = day(&lines[index]) else { continue };
        let mut first = index;
        while first > 1 && index - first < 6 && is_organ(&lines[first - 1]) {
            first -= 1;
        }
        return Some((first, index, day));
    }
    None
}

/// A line that is a date, or an organ and a date.
fn day(line: &Line) -> Option<Day> {
    if !line.is_paragraph() || line.width() > 60 {
        return None;
    }
    let plain = line.plain();
    let made = |start: usize, value| {
        let stated: String = line.text().chars().skip(start).collect::<String>().trim().to_owned();
        Some(Day { date: StatedDate { stated, value }, start })
    };
    if let Some(value) = date::whole(&plain).filter(|date| date.day.is_some() && date.time.is_none()) {
        return made(0, value);
    }
    let (value, start) = date::trailing(&plain).filter(|(date, _)| date.time.is_none())?;
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

fn names_organ(folded: &[char]) -> bool {
    let text: String = folded.iter().collect();
    let text = text.trim();
    let clean =
        !text.chars().any(|c| matches!(c, '。' | ';' | ':' | ',' | '!' | '?' | '《' | '》') || c.is_ascii_digit());
    let length = text.chars().filter(|c| !c.is_whitespace()).count();
    // Letters of a padded name stand apart: 青 溪 县 人 民 政 府.
    let key: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let key = key.trim_end_matches(['(', ')', '章', '印']);
    clean && length >= 3 && RULES.organs.ends.ends(key)
}

/// Names of organs side by side, apart by wide blanks. Single letters apart are one padded name.
fn split_organs(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    if words.iter().all(|word| word.chars().count() <= 2) {
        return vec![words.concat()];
    }
    words.iter().map(|word| tidy(word)).collect()
}

/// 附注, 抄送, 印发 lines.
fn is_note(line: &Line) -> bool {
    RULES.organs.notes.begins(line.plain().trim_start())
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
    fn a_date_in_a_sentence_is_none() {
        let mut all = lines(&["会议召开。", "自2023年1月1日起施行，有效期至2025年12月31日。"]);
        assert!(take(&mut all).0.is_none());
        assert_eq!(all.len(), 2);
    }
}
