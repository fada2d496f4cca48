//! Footnotes (脚注): small lines at the foot of a page that begin with a mark. They do not cut the sentence that goes on
//! on the next page.

use crate::columns::Column;
use crate::layout::{BlockKind, PageLayout};
use crate::paragraphs::Habit;

/// Largest size of notes, as a share of the text's.
const SMALL: f32 = 0.9;
/// How far from the foot of the page the last line of a note may stand, as a share of the page's height: notes under
/// tables are none.
const FOOT: f32 = 0.2;
/// Least lines of text above notes.
const LEAST_TEXT: usize = 4;

/// Marks the footnotes of all pages: those at the foot of a column, and those under the whole page.
pub(crate) fn mark(pages: &mut [PageLayout], habit: &Habit) {
    for page in pages {
        let foot = page.foot() + FOOT * page.size.1;
        let mut columns: Vec<Column> = page.blocks.iter().map(|block| block.column).collect();
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            // Under the columns of a page all of its text stands above the notes.
            let others =
                if column == Column::WHOLE { page.blocks.iter().filter(|b| b.column != column).count() } else { 0 };
            let open = page.blocks.iter_mut().rev().filter(|block| block.margin.is_none() && block.column == column);
            let mut notes: Vec<&mut bool> = Vec::new();
            let mut at_foot = false;
            let (mut begun, mut text) = (false, 0usize);
            for block in open {
                match &block.kind {
                    BlockKind::Line(line) if text == 0 && line.size <= SMALL * habit.size => {
                        at_foot |= notes.is_empty() && line.y < foot;
                        begun = starts_note(&line.text);
                        notes.push(&mut block.note);
                    }
                    _ => text += 1,
                }
            }
            // The uppermost small line begins a note, and most of the page is text.
            if begun && at_foot && text + others >= LEAST_TEXT.max(notes.len()) {
                for note in notes {
                    *note = true;
                }
            }
        }
    }
}

/// True for text that begins with the mark of a note: `①`, `[1]`, `*`, `注：`, a raised `1`.
pub(crate) fn starts_note(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('①'..='⑳' | '*' | '＊' | '※' | '†') => true,
        Some('[' | '［' | '〔') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        Some('注') => chars.next().is_some_and(|c| matches!(c, ':' | '：' | '①'..='⑳') || c.is_ascii_digit()),
        Some(first) if first.is_ascii_digit() => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            text.len() - rest.len() <= 2 && rest.trim_start().chars().next().is_some_and(char::is_alphabetic)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_notes() {
        for yes in ["①见附表。", "[1] 同上", "* 试点", "注：数据为初步统计", "1 本表不含", "2云河市统计局"]
        {
            assert!(starts_note(yes), "{yes}");
        }
        for no in ["注册资本", "2024年", "1.5亿元", "云河市", "[见附件]", ""] {
            assert!(!starts_note(no), "{no}");
        }
    }
}
