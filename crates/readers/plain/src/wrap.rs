//! Hard-wrapped text: lines broken at a fixed width by a mailer or a converter, which belong together.

use crate::lines::{Line, is_wide};

/// Widths of a wrapped column, in half columns (a wide character is two).
const WIDTHS: std::ops::RangeInclusive<usize> = 56..=100;
/// A full line may be short of the column by a wide character and a half: no line starts with closing punctuation.
const SLACK: usize = 4;
/// Fewest full lines that make wrapping evident.
const EVIDENCE: usize = 5;

/// The column that a text was wrapped to.
#[derive(Debug)]
pub(crate) struct Wrap {
    width: usize,
    /// Paragraphs start with blanks: a line without them goes on.
    indented: bool,
}

impl Wrap {
    /// The column, if wrapping is evident: most lines reach the same width, hardly one is wider, and full lines mostly
    /// do not end a sentence.
    pub(crate) fn of(text: &str, lines: &[Line]) -> Option<Wrap> {
        let widths: Vec<usize> = lines.iter().filter(|line| !line.is_blank()).map(|line| width(text, line)).collect();
        let mut counts = [0usize; *WIDTHS.end() + 1];
        let mut wider = 0;
        for width in &widths {
            match counts.get_mut(*width) {
                Some(count) => *count += 1,
                None => wider += 1,
            }
        }
        // The widest column that more than one line in twenty reaches.
        let mut above = wider;
        let mut column = None;
        for width in WIDTHS.rev() {
            above += counts[width];
            if above * 20 > widths.len() {
                column = Some(width);
                break;
            }
        }
        let column = column.filter(|_| wider * 20 <= widths.len())?;
        let full: Vec<&Line> =
            lines.iter().filter(|line| !line.is_blank() && width(text, line) + SLACK >= column).collect();
        let open = full.iter().filter(|line| !ends_sentence(line.text(text))).count();
        let evident = full.len() >= EVIDENCE && full.len() * 2 >= widths.len() && open * 10 >= full.len() * 6;
        let indents = lines.iter().filter(|line| is_indented(text, line)).count();
        evident.then_some(Wrap { width: column, indented: indents >= 2 })
    }

    /// How many lines from the first on make one paragraph.
    pub(crate) fn paragraph(&self, text: &str, lines: &[Line]) -> usize {
        let goes_on = |pair: &[Line]| match pair {
            [line, next] => {
                !next.is_blank()
                    && width(text, line) + SLACK >= self.width
                    && !is_indented(text, next)
                    && (self.indented || !(ends_sentence(line.text(text)) || starts_item(next.text(text))))
                    && !text[next.start..next.end].contains(['|', '\t'])
            }
            _ => false,
        };
        1 + lines.windows(2).take_while(|pair| goes_on(pair)).count()
    }
}

/// Width in half columns, blanks before the text included.
fn width(text: &str, line: &Line) -> usize {
    text[line.from..line.end].chars().map(|c| if is_wide(c) || c == '\u{3000}' { 2 } else { 1 }).sum()
}

/// At least one wide or two narrow blanks before the text.
fn is_indented(text: &str, line: &Line) -> bool {
    let blanks = &text[line.from..line.start];
    !line.is_blank() && (blanks.contains(['\u{3000}', '\t']) || blanks.chars().count() >= 2)
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '’', '）', ')', '》', '」']);
    text.ends_with(['。', '！', '？', '!', '?', '；', ';', '：', ':'])
}

/// The line starts with a number of an outline: 一、 （一） 1. (1) ①.
fn starts_item(text: &str) -> bool {
    let bare = text.trim_start_matches(['(', '（', '第']);
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百零".contains(c);
    let rest = bare.trim_start_matches(number);
    if rest.len() == bare.len() {
        return bare.starts_with(|c| matches!(c, '①'..='⑳'));
    }
    let mark = rest.chars().next();
    match mark {
        Some('.') => !rest[1..].starts_with(|c: char| c.is_ascii_digit()),
        Some('、' | '．' | ')' | '）' | '条' | '章' | '节') => true,
        _ => false,
    }
}
