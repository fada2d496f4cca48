//! Several texts on one page: collections (篇一, 第2篇, …总结范文3), and documents that follow one another.

use lantai_model::Align;

use crate::front;
use crate::line::Line;
use crate::metadata::is_doc_number;
use crate::number;
use crate::{date, tail, title};

/// Widest line that heads a text of a collection, in characters.
const WIDTH: usize = 60;
/// Lines above a title among which the date of the document before it stands.
const ABOVE: usize = 4;
/// Lines after a title among which addressees or a document number stand.
const BELOW: usize = 4;

/// Lines of a document without a date before another begins.
const UNDATED: usize = 3;

/// Type of this size, relative to the text's, is a title's.
const LARGE: f32 = 1.2;

/// A text of a collection: the line that heads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Index of its line.
    pub line: usize,
    /// Character at which its own title begins, where the number stands before one.
    pub title_from: Option<usize>,
    /// The whole line is the title (…总结 第2篇).
    pub whole: bool,
}

/// The texts that a page collects: lines that count 篇一, 篇二 … from one on, at least two.
pub fn pieces(title: &str, lines: &[Line]) -> Vec<Piece> {
    let title = lantai_text::fold(title);
    let said =
        || title.contains('篇') || ["范文", "汇编", "大全", "集锦", "合集", "模板"].iter().any(|w| title.contains(w));
    let stem = stem(&title);
    let mut pieces = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let counted =
            || again(line, &stem).map(|value| (value, Piece { line: index, title_from: None, whole: true }, true));
        let Some((value, piece, certain)) = head(line, index).or_else(counted) else { continue };
        if value as usize == pieces.len() + 1 && (certain || said()) {
            pieces.push(piece);
        }
    }
    if pieces.len() >= 2 { pieces } else { Vec::new() }
}

/// A collection's title without what tells how many it holds: 安全工作总结（通用3篇） → 安全工作总结.
fn stem(title: &str) -> Vec<char> {
    let key: Vec<char> = title.chars().filter(|c| !c.is_whitespace()).collect();
    let end = match key.last() {
        Some(')') => key.iter().rposition(|c| *c == '('),
        Some('篇') => {
            let number = |c: &char| c.is_ascii_digit() || number::han_digit(*c).is_some();
            Some(key.iter().rposition(|c| *c != '篇' && !number(c)).map_or(0, |at| at + 1))
        }
        _ => None,
    };
    key[..end.unwrap_or(key.len())].to_vec()
}

/// The number of a line that is the collection's title again with a number behind it: 安全工作总结2, 安全工作总结（二）.
fn again(line: &Line, stem: &[char]) -> Option<u32> {
    let width = line.width();
    if !(stem.len() + 1..=stem.len() + 5).contains(&width) || stem.len() < 4 || !line.is_paragraph() {
        return None;
    }
    let mut key = line.folded.iter().copied().filter(|c| !c.is_whitespace());
    if !stem.iter().all(|c| key.next() == Some(*c)) {
        return None;
    }
    let rest: Vec<char> = key.filter(|c| !matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | ':')).collect();
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits == rest.len() && (1..=2).contains(&digits) {
        return Some(rest.iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0)));
    }
    number::han(&rest).filter(|(_, used)| *used == rest.len()).map(|(value, _)| value)
}

/// The number of a text, and whether its form leaves no doubt (第一篇 may also divide a plan).
fn head(line: &Line, index: usize) -> Option<(u32, Piece, bool)> {
    // Nearly all lines end here.
    if !line.is_paragraph()
        || line.folded.len() > 2 * WIDTH
        || !line.folded.iter().any(|c| matches!(c, '篇' | '文'))
        || line.width() > WIDTH
        || line.last().is_some_and(|c| matches!(c, '。' | ';' | ','))
    {
        return None;
    }
    let text: Vec<(usize, char)> =
        line.folded.iter().copied().enumerate().filter(|(_, c)| !c.is_whitespace()).collect();
    let chars: Vec<char> = text.iter().map(|(_, c)| *c).collect();
    let open = usize::from(chars.first().is_some_and(|c| matches!(*c, '【' | '(' | '[' | '《' | '<')));
    if let Some((value, end, certain)) = count(&chars[open..]).map(|(value, end, certain)| (value, end + open, certain))
    {
        let end = end
            + chars[end..]
                .iter()
                .take_while(|c| matches!(**c, '】' | ')' | ']' | '》' | '>' | ':' | '、' | '.'))
                .count();
        let title_from = text.get(end).map(|(at, _)| *at);
        // 篇一律 is a word; a number is set off, or nothing follows.
        let set_off = end == chars.len()
            || end > 0 && matches!(chars[end - 1], '】' | ')' | ']' | '》' | '>' | ':' | '、' | '.')
            || {
                let at = text[end].0;
                at > 0 && line.folded[at - 1].is_whitespace()
            };
        let named = title_from.is_some_and(|_| title::genre_word_at_end(&chars[end..].iter().collect::<String>()));
        return set_off.then_some((value, Piece { line: index, title_from, whole: false }, certain || named));
    }
    // …总结 第2篇, …总结篇二, …总结范文3
    let close = chars.iter().rev().take_while(|c| matches!(**c, '】' | ')' | ']' | '》' | '>' | ':')).count();
    let inside = &chars[..chars.len() - close];
    let from = inside.iter().rposition(|c| matches!(c, '篇' | '范'))?;
    let from = if from > 0 && inside[from] == '篇' && from + 1 == inside.len() {
        inside.iter().rposition(|c| *c == '第')?
    } else {
        from
    };
    let (value, end, _) = count(&inside[from..])?;
    let before: String = inside[..from].iter().filter(|c| !matches!(**c, '【' | '(' | '[' | '《' | '<')).collect();
    (end == inside.len() - from && before.chars().count() >= 4).then_some((
        value,
        Piece { line: index, title_from: None, whole: true },
        true,
    ))
}

/// 篇一, 第一篇, 范文一 at the start of `text`: value, length, and whether the form leaves no doubt.
fn count(text: &[char]) -> Option<(u32, usize, bool)> {
    let after = |from: usize| {
        let rest = text.get(from..)?;
        let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        if (1..=2).contains(&digits) {
            let value = rest[..digits].iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0));
            return Some((value, from + digits));
        }
        number::han(rest).map(|(value, used)| (value, from + used))
    };
    match text.first()? {
        '篇' => after(1).map(|(value, end)| (value, end, true)),
        '范' if text.get(1) == Some(&'文') => after(2).map(|(value, end)| (value, end, true)),
        '第' => after(1).filter(|(_, end)| text.get(*end) == Some(&'篇')).map(|(value, end)| (value, end + 1, false)),
        _ => None,
    }
}

/// Where further documents begin after the first: a title below a date, that addressees or a document number follow or
/// that is printed as titles are, large and centred.
pub fn sequels(lines: &[Line]) -> Vec<usize> {
    let mut starts = Vec::new();
    // The last line that is a date, and so may end a document.
    let mut dated: Option<usize> = None;
    crate::steps::count(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let head = |next: &Line| is_doc_number(&next.folded) || is_addressees(next);
        let begins = if dated.is_some_and(|day| at - day <= ABOVE) {
            is_title(line) && (is_large(line) || lines[at + 1..].iter().take(BELOW).any(head))
        } else {
            begins_undated(lines, at, starts.last().copied().unwrap_or(0))
        };
        if begins {
            starts.push(with_organ_above(lines, at));
            dated = None;
        } else if ends_document(line) {
            dated = Some(at);
        }
    }
    starts
}

/// A document number stands right below a title.
pub fn is_numbered(lines: &[Line], title: usize) -> bool {
    lines.iter().skip(title + 1).take(BELOW).any(|next| is_doc_number(&next.folded))
}

/// A document below one without a date: a full title (青溪县教育局关于…的通知), its number or addressees right below, and text
/// before it that has come to its end.
fn begins_undated(lines: &[Line], at: usize, since: usize) -> bool {
    let line = &lines[at];
    let head = |next: &Line| is_doc_number(&next.folded) || front::is_addressees(next);
    at >= since + UNDATED
        && line.last().is_some_and(|c| !c.is_ascii())
        && is_title(line)
        && line.key().contains("关于")
        && lines[at + 1..].iter().take(2).any(head)
        && lines[..at].last().is_some_and(|before| before.last() == Some('。') || tail::is_organ(before))
}

/// The first line of a title: the organ whose name stands right above 关于 begins it, as does what ends with 关于印发.
pub fn with_organ_above(lines: &[Line], title: usize) -> usize {
    let above = title.checked_sub(1).and_then(|above| Some((above, lines.get(above)?)));
    let about = lines.get(title).is_some_and(|line| line.key().starts_with("关于"));
    if let Some((at, line)) = above
        && title::is_cut(line)
    {
        return at;
    }
    above.filter(|(_, line)| about && tail::is_organ(line) && line.cues.align != Align::End).map_or(title, |(at, _)| at)
}

fn is_large(line: &Line) -> bool {
    line.cues.align == Align::Center && line.cues.size >= LARGE
}

/// A title of an official document: it ends with its genre.
pub fn is_title(line: &Line) -> bool {
    line.is_paragraph()
        && line.folded.len() <= 160
        && (6..=80).contains(&line.width())
        && !line.last().is_some_and(|c| matches!(c, '。' | ';' | ':' | ','))
        && line.folded.get(line.start()) != Some(&'附')
        && title::ends_with_genre(line)
        && line.label().is_none()
}

/// A line that ends with a colon and is short enough to name addressees.
pub fn is_addressees(line: &Line) -> bool {
    line.is_paragraph() && line.last() == Some(':') && line.width() <= 120 && line.label().is_none()
}

fn ends_document(line: &Line) -> bool {
    line.is_paragraph()
        && line.folded.len() <= 60
        && line.last().is_some_and(|c| matches!(c, '日' | ')') || c.is_ascii_digit())
        && line.width() <= 40
        && (date::whole(&line.folded).is_some_and(|date| date.day.is_some())
            || date::trailing_of(&line.folded).is_some_and(|(date, _)| date.day.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::Span;

    fn lines(texts: &[&str]) -> Vec<Line> {
        texts.iter().map(|text| Line::paragraph(text, Span::default())).collect()
    }

    fn starts(title: &str, texts: &[&str]) -> Vec<usize> {
        pieces(title, &lines(texts)).iter().map(|piece| piece.line).collect()
    }

    #[test]
    fn collections() {
        assert_eq!(starts("总结", &["篇一：工作总结", "正文。", "篇二：工作总结", "正文。"]), [0, 2]);
        assert_eq!(starts("总结范文", &["第1篇", "正文。", "第2篇", "正文。"]), [0, 2]);
        assert_eq!(starts("总结", &["半年工作总结【篇1】", "正文。", "半年工作总结【篇2】"]), [0, 2]);
        assert_eq!(starts("总结", &["半年工作总结范文一", "正文。", "半年工作总结范文二"]), [0, 2]);
        let again = &["安全工作总结1", "正文。", "安全工作总结（二）", "正文。", "安全工作总结三"];
        assert_eq!(starts("安全工作总结（精选三篇）", again), [0, 2, 4]);
        assert_eq!(starts("安全工作总结三篇", again), [0, 2, 4]);
    }

    #[test]
    fn what_is_no_collection() {
        assert!(starts("规划", &["第一篇 发展基础", "第一章 现状", "第二篇 总体要求"]).is_empty());
        assert!(starts("总结", &["篇一律不收。", "篇二：工作总结"]).is_empty());
        assert!(starts("总结", &["全年发表信息12篇", "其中省级2篇"]).is_empty());
    }
}
