//! Sentences that close a document (结束语) in lines of their own: 特此通知, 妥否，请批示, 以上报告，请予审议. They belong to the
//! end of the whole document and not to its last section.

use crate::kind;
use crate::line::{Line, is_blank};
use crate::tail;

/// Widest closing sentence, in characters.
const WIDTH: usize = 40;
/// Lines at the end that may be closing sentences, or notes below one.
const REACH: usize = 4;

/// Takes them off the end of a document's lines, once signature and notes are gone; also the notes that stand between them
/// and the signature: （联系人：…）.
pub fn take(lines: &mut Vec<Line>) -> (Vec<Line>, Vec<Line>) {
    let mut from = lines.len();
    let mut first = None;
    // A document has more than its end.
    while from > 1 && lines.len() - from < REACH {
        let line = &lines[from - 1];
        if closes(line) {
            first = Some(from - 1);
        } else if first.is_some() || !tail::is_note(line) {
            break;
        }
        from -= 1;
    }
    let Some(first) = first else { return (Vec::new(), Vec::new()) };
    lines.split_off(first).into_iter().partition(closes)
}

/// The line is a closing sentence and nothing else.
pub fn closes(line: &Line) -> bool {
    if !line.is_paragraph() || line.width() > WIDTH || line.width() < 2 {
        return false;
    }
    let text = line.folded.get(line.start()..).unwrap_or_default();
    let end = text.iter().rposition(|c| c.is_alphanumeric()).map_or(0, |last| last + 1);
    // Another sentence before it is text of the section.
    if line.label().is_some() || text[..end].iter().any(|c| matches!(c, '。' | ';' | ':')) {
        return false;
    }
    let key: String = text[..end].iter().filter(|c| !is_blank(**c)).collect();
    kind::closes(&key)
}
