//! Takes marks out of lines that stay: paywalls that cut a text open (此处隐藏1200字). What they say of the text is told.

use lantai_model::{Remark, Span};

use crate::chrome::cut;
use crate::draft::Draft;
use crate::rules::{Incomplete, rules};

/// Marks in one line; more than that is no text.
const MOST: usize = 50;

/// Takes out marks and tells what they say.
pub fn marks(draft: &mut Draft, remarks: &mut Vec<Remark>) {
    let mut fallen = vec![None; draft.flow.items.len()];
    for (at, fallen) in fallen.iter_mut().enumerate() {
        if !draft.line(at).mark {
            continue;
        }
        let mut from = 0;
        for _ in 0..MOST {
            let key = draft.key(at);
            let Some((rule, start, end)) = rules().mark(key, draft.scope, from) else { break };
            let (start, end) = widen(key, start, end);
            let visible = |range: &str| range.chars().count();
            let (before, inside) = (visible(&key[..start]), visible(&key[start..end]));
            tell(rule.incomplete, &key[start..end], &draft.flow.items[at].at, remarks);
            let rest = [&key[..start], &key[end..]];
            let letters = rest.iter().flat_map(|part| part.chars()).filter(|c| c.is_alphanumeric()).count();
            let speaks = rest.iter().any(|part| part.contains(['。', ';', '!', '?']));
            if letters == 0 || (letters <= rule.whole as usize && !speaks) {
                *fallen = Some(rule.id.as_str());
                break;
            }
            cut(&mut draft.flow.items[at], before, before + inside, &rule.id, remarks);
            from = start;
            draft.refresh(at);
        }
    }
    draft.omit(&fallen, remarks);
}

/// Takes dots and a pair of brackets around a mark in.
fn widen(key: &str, mut start: usize, mut end: usize) -> (usize, usize) {
    let dots = |c: char| matches!(c, '.' | '…' | '·' | '-' | '—' | '~' | '>' | '⋯');
    for _ in 0..2 {
        start = key[..start].trim_end_matches(dots).len();
        end = key.len() - key[end..].trim_start_matches(dots).len();
        let (Some(open), Some(close)) = (key[..start].chars().next_back(), key[end..].chars().next()) else { break };
        if !matches!((open, close), ('(', ')') | ('[', ']') | ('【', '】') | ('<', '>') | ('{', '}') | ('「', '」'))
        {
            break;
        }
        start -= open.len_utf8();
        end += close.len_utf8();
    }
    (start, end)
}

/// Tells that the text is not whole, or may not be.
pub fn tell(incomplete: Option<Incomplete>, mark: &str, at: &Span, remarks: &mut Vec<Remark>) {
    match incomplete {
        Some(Incomplete::Surely) => {
            let about = format!("the source shows only a part of the text: {mark}");
            remarks.push(Remark::limited("incomplete", about, at.clone()));
        }
        Some(Incomplete::Perhaps) => {
            let about = format!("the source may show only a part of the text: {mark}");
            remarks.push(Remark::unclear("incomplete", about, at.clone()));
        }
        None => {}
    }
}
