//! Takes out lines that sites add around a document, by the rules.

use lantai_model::{Block, Fact, FactKind, Flow, Item, Paragraph, Remark};

use crate::key::{is_sentence, key, line, visible_up_to};
use crate::omit::omit;
use crate::related::{is_attachment, mostly_links};
use crate::rules::{Follow, Rule, Where, rules};

/// Characters of a line inside which a tool bar is looked for.
const MAX_META_LINE: usize = 300;
/// Visible characters from which a sentence is text and no chrome.
const LONG: usize = 60;
/// Lines at the edges of a flow in which edge rules look.
const MAX_EDGE: usize = 60;

/// Rules that hold everywhere, tool bars, and tool bars behind metadata.
pub fn anywhere(flow: &mut Flow, remarks: &mut Vec<Remark>) {
    let mut fallen: Vec<Option<&'static str>> = vec![None; flow.items.len()];
    for at in 0..flow.items.len() {
        let Some(text) = line(&flow.items[at]) else { continue };
        if fallen[at].is_some() || text.len() > rules().longest() * 8 {
            continue;
        }
        let key = key(text);
        if let Some(rule) = rules().find(&key, |rule| rule.place == Where::Anywhere) {
            fell(flow, &mut fallen, at, rule, remarks);
        } else if is_path(&flow.items[at], &key) {
            fallen[at] = Some("breadcrumb");
            let value = breadcrumb_path(text).to_owned();
            flow.facts.push(Fact { kind: FactKind::Breadcrumb, name: String::new(), value });
        } else if rules().is_bar(&key, mostly_links(&flow.items[at])) {
            fallen[at] = Some("tool_bar");
        } else if key.chars().count() <= MAX_META_LINE
            && let (block, line) = rules().labels(&key)
            && (block + line > 0 || has_date(&key))
            && let Some((from, to)) = rules().bar_inside(&key, |at| opens_word(text, key[..at].chars().count()))
        {
            cut(&mut flow.items[at], key[..from].chars().count(), key[..to].chars().count(), "tool_bar", remarks);
        }
    }
    omit(flow, &fallen, remarks);
}

/// Rules that hold before the text begins and after it has ended.
pub fn edges(flow: &mut Flow, remarks: &mut Vec<Remark>) {
    let mut fallen: Vec<Option<&'static str>> = vec![None; flow.items.len()];
    for at in 0..flow.items.len().min(MAX_EDGE) {
        if !edge_line(flow, &mut fallen, at, Where::Start, remarks) {
            break;
        }
    }
    for at in (0..flow.items.len()).rev().take(MAX_EDGE) {
        if !edge_line(flow, &mut fallen, at, Where::End, remarks) {
            cut_tail(&mut flow.items[at], remarks);
            break;
        }
        if fallen[at].is_none() {
            cut_tail(&mut flow.items[at], remarks);
        }
    }
    omit(flow, &fallen, remarks);
}

/// Judges a line at an edge; false where the text is reached.
fn edge_line(
    flow: &mut Flow,
    fallen: &mut [Option<&'static str>],
    at: usize,
    edge: Where,
    remarks: &mut Vec<Remark>,
) -> bool {
    let item = &flow.items[at];
    let Some(text) = line(item) else { return matches!(item.block, Block::Image(_)) };
    if fallen[at].is_some() {
        return true;
    }
    if text.len() <= rules().longest() * 8
        && !item_is_attachment(item)
        && let Some(rule) = rules().find(&key(text), |rule| rule.place == edge)
    {
        fell(flow, fallen, at, rule, remarks);
        return true;
    }
    !(is_sentence(text) && visible_up_to(text, LONG) >= LONG)
}

fn item_is_attachment(item: &Item) -> bool {
    matches!(&item.block, Block::Paragraph(paragraph) if is_attachment(paragraph))
}

/// A rule fits: the line falls, with those that hang on it.
fn fell(
    flow: &mut Flow,
    fallen: &mut [Option<&'static str>],
    at: usize,
    rule: &'static Rule,
    remarks: &mut Vec<Remark>,
) {
    fallen[at] = Some(&rule.id);
    let mut path = (rule.id == "breadcrumb").then(|| line(&flow.items[at]).unwrap_or("").to_owned());
    if let Some(about) = &rule.incomplete {
        let text = line(&flow.items[at]).unwrap_or("");
        remarks.push(Remark::unclear("incomplete", format!("{about}: {text}"), flow.items[at].at.clone()));
    }
    // A label of a breadcrumb that stands alone has its path in the next lines.
    let alone = path
        .as_deref()
        .is_some_and(|path| !path.contains(['>', '＞', '»', '›', '/', '→']) && path.chars().count() < 16);
    let (count, how) = if alone { (8, Follow::Links) } else { (rule.follow, rule.follow_while) };
    for (item, fallen) in flow.items.iter().zip(fallen.iter_mut()).skip(at + 1).take(count) {
        let falls = match (&item.block, how) {
            (Block::Image(_), _) => true,
            (Block::Paragraph(paragraph), Follow::Links) => {
                let sign = alone && paragraph.text.chars().all(|c| !c.is_alphanumeric());
                sign || (mostly_links(item) && !is_attachment(paragraph))
            }
            (Block::Paragraph(paragraph), Follow::Short) => {
                !is_sentence(&paragraph.text)
                    && item.cues.heading == 0
                    && visible_up_to(&paragraph.text, 241) <= 240
                    && !is_attachment(paragraph)
            }
            (Block::Table(_), _) => false,
        };
        if !falls {
            break;
        }
        if let (Some(path), Some(text)) = (&mut path, line(item)) {
            if !path.is_empty() {
                path.push(' ');
            }
            path.push_str(text);
        }
        *fallen = Some(&rule.id);
    }
    if let Some(path) = path {
        let value = breadcrumb_path(&path);
        if !value.is_empty() {
            flow.facts.push(Fact { kind: FactKind::Breadcrumb, name: String::new(), value: value.to_owned() });
        }
    }
}

/// A path of links that has no label: 政务公开 > 法定主动公开内容 > 规划计划.
fn is_path(item: &Item, key: &str) -> bool {
    let signs = key.matches(['>', '»', '›']).count();
    let links = item.cues.link_chars as usize;
    let chars = key.chars().count();
    signs >= 2 && chars <= 120 && links * 2 >= chars && !key.contains(">>") && !key.starts_with('>')
}

/// The path behind the label of a breadcrumb.
fn breadcrumb_path(text: &str) -> &str {
    let value = match text.find(['：', ':']) {
        Some(at) if text[..at].contains("位置") => text[at..].trim_start_matches(['：', ':']),
        _ => text.find("位置").map_or(text, |at| &text[at + "位置".len()..]),
    };
    value.trim().trim_matches(['>', '＞', '»', ' ', '\u{a0}', '\u{3000}']).trim()
}

/// A day written with digits: 2023-08-02, 2023年8月2日, 2023/8/2.
pub fn has_date(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.windows(4).enumerate().any(|(at, year)| {
        year.iter().all(u8::is_ascii_digit)
            && (year.starts_with(b"19") || year.starts_with(b"20"))
            && key.get(at + 4..).is_some_and(|rest| {
                rest.starts_with(['-', '/', '.', '年'])
                    && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
                    && rest.chars().skip(2).take(2).any(|c| "-/.月".contains(c))
            })
    })
}

/// A word begins at that visible character: a blank or sign stands before it.
fn opens_word(text: &str, visible: usize) -> bool {
    let mut before = None;
    let mut seen = 0;
    for c in text.chars() {
        if !c.is_whitespace() {
            if seen == visible {
                break;
            }
            seen += 1;
        }
        before = Some(c);
    }
    before.is_none_or(|c| !c.is_alphanumeric())
}

/// Takes a range, counted in visible characters, out of a line, and tells it.
fn cut(item: &mut Item, from: usize, to: usize, rule: &'static str, remarks: &mut Vec<Remark>) {
    let Block::Paragraph(paragraph) = &mut item.block else { return };
    let mut visible = 0;
    let (mut start, mut end) = (paragraph.text.len(), paragraph.text.len());
    let (mut first, mut last) = (0, 0);
    for (index, (at, c)) in paragraph.text.char_indices().enumerate() {
        if c.is_whitespace() {
            continue;
        }
        if visible == from {
            (start, first) = (at, index);
        }
        if visible < to {
            (end, last) = (at + c.len_utf8(), index + 1);
        }
        visible += 1;
    }
    if start >= end {
        return;
    }
    remarks.push(Remark::omitted(rule, &paragraph.text[start..end], item.at.within(first, last)));
    let head = paragraph.slice(0, paragraph.text[..start].trim_end().len());
    let behind = end + paragraph.text[end..].len() - paragraph.text[end..].trim_start().len();
    let tail = paragraph.slice(behind, paragraph.text.len());
    let links = |paragraph: &Paragraph| {
        let linked = paragraph.marks.iter().filter(|mark| matches!(mark.kind, lantai_model::MarkKind::Link { .. }));
        let text = |mark: &lantai_model::Mark| paragraph.text.get(mark.start as usize..mark.end as usize).unwrap_or("");
        linked.map(|mark| visible_up_to(text(mark), usize::MAX)).sum::<usize>()
    };
    let mut joined = head;
    if !joined.text.is_empty() && !tail.text.is_empty() {
        joined.text.push(' ');
    }
    let shift = joined.text.len() as u32;
    joined.text.push_str(&tail.text);
    joined.marks.extend(tail.marks.into_iter().map(|mark| lantai_model::Mark {
        start: mark.start + shift,
        end: mark.end + shift,
        kind: mark.kind,
    }));
    item.cues.link_chars = item.cues.link_chars.min(links(&joined) as u32);
    *paragraph = joined;
}

/// Cuts a note about editors off the end of a line of text.
fn cut_tail(item: &mut Item, remarks: &mut Vec<Remark>) {
    let Some(text) = line(item) else { return };
    let key = key(text);
    for phrase in &rules().tails {
        let Some(at) = key.rfind(phrase.as_str()) else { continue };
        let from = at + if phrase.starts_with('。') { '。'.len_utf8() } else { 0 };
        if from > 0 && key[from..].chars().count() <= 40 {
            let all = key.chars().count();
            return cut(item, key[..from].chars().count(), all, "editors", remarks);
        }
    }
}
