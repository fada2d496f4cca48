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
    // Several may stand on one line; any other sentence among them makes it text.
    let key: String = text.iter().filter(|c| !is_blank(**c)).collect();
    let mut sentences = key.split(['。', '!', ';', ':']).filter(|sentence| !sentence.is_empty()).peekable();
    line.label().is_none()
        && sentences.peek().is_some()
        && sentences.all(|sentence| kind::closes(sentence.trim_end_matches(['.', ','])))
}
