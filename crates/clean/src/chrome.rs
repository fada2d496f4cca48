//! Takes out lines that sites add around a document, by the rules.

use lantai_model::{Block, Fact, FactKind, Item, Paragraph, Remark};

use crate::draft::{Draft, Line};
use crate::key::{is_sentence, line, visible_up_to};
use crate::marks::tell;
use crate::related::{is_attachment, links_to_file, mostly_links};
use crate::rules::{Asked, Follow, Rule, Where, rules};

/// Characters of a line inside which a tool bar is looked for.
const MAX_META_LINE: u32 = 300;
/// Characters of a line without labels that states a date as metadata.
const MAX_DATE_LINE: u32 = 100;
/// Tool bars in one line.
const MAX_BARS: usize = 4;
/// Lines on either side of a footer that may belong to it.
const MAX_BESIDE: usize = 6;

/// Rules that hold everywhere, tool bars, and tool bars behind metadata.
pub fn anywhere(draft: &mut Draft, remarks: &mut Vec<Remark>) {
    let count = draft.flow.items.len();
    let mut fallen: Vec<Option<&'static str>> = vec![None; count];
    for at in 0..count {
        let line = draft.line(at);
        if !line.keyed {
            continue;
        }
        let key = draft.key(at);
        let rule = rules().find(&asked(draft, at), Where::Anywhere);
        // A heading that fell with the one before it has lines of its own.
        if fallen[at].is_some() && rule.is_none_or(|rule| rule.follow == 0) {
            continue;
        }
        if let Some(rule) = rule {
            fell(draft, &mut fallen, at, rule, remarks);
        } else if draft.page() && is_path(&draft.flow.items[at], key, line.chars) {
            fallen[at] = Some("breadcrumb");
            let value = breadcrumb_path(text(draft, at)).to_owned();
            draft.flow.facts.push(Fact { kind: FactKind::Breadcrumb, name: String::new(), value });
        } else if rules().is_bar(key, mostly_links(&draft.flow.items[at]), draft.scope) {
            fallen[at] = Some("tool_bar");
        } else if line.chars <= MAX_META_LINE
            && (line.block_labels + line.line_labels > 0 || (line.chars <= MAX_DATE_LINE && has_date(key)))
        {
            bars_inside(draft, at, remarks);
        }
    }
    draft.omit(&fallen, remarks);
}

/// Cuts tool bars out of a line of metadata.
fn bars_inside(draft: &mut Draft, at: usize, remarks: &mut Vec<Remark>) {
    // 发 文 字 号： is a label, and 字号 in it no bar.
    if rules().is_block_label(draft.key(at)) {
        return;
    }
    for _ in 0..MAX_BARS {
        let key = draft.key(at);
        let labelled = draft.line(at).block_labels + draft.line(at).line_labels > 0;
        // Behind a day or a time of day the next box begins.
        let day = |to: usize| key[..to].ends_with(|c: char| c.is_ascii_digit()) && has_date(&key[..to]);
        let opens = |to: usize| opens_word(text(draft, at), key[..to].chars().count()) || day(to);
        let Some((from, to)) = rules().bar_inside(key, labelled, opens) else { return };
        let from = key[..from].trim_end_matches(|c: char| counts_people(&key[from..to]) && c.is_ascii_digit()).len();
        let (from, to) = (key[..from].chars().count(), key[..to].chars().count());
        cut(&mut draft.flow.items[at], from, to, "tool_bar", remarks);
        draft.refresh(at);
    }
}

/// A bar that begins behind the number of people: 326人参与在线咨询.
fn counts_people(bar: &str) -> bool {
    bar.starts_with('人') || bar.starts_with('次')
}

/// A line as rules are asked about it.
pub fn asked(draft: &Draft, at: usize) -> Asked<'_> {
    let Line { chars, inside, .. } = draft.line(at);
    let linked = draft.flow.items[at].cues.link_chars * 2 >= chars.max(1);
    let leads = draft.flow.items.get(at + 1).is_some_and(|next| {
        (mostly_links(next) || is_dated_link(next))
            && !matches!(&next.block, Block::Paragraph(paragraph) if links_to_file(paragraph))
    });
    Asked { key: draft.key(at), chars, inside, scope: draft.scope, linked, leads }
}

fn text(draft: &Draft, at: usize) -> &str {
    line(&draft.flow.items[at]).unwrap_or("")
}

pub fn item_is_attachment(item: &Item) -> bool {
    matches!(&item.block, Block::Paragraph(paragraph) if is_attachment(paragraph))
}

/// A rule fits: the line falls, with those that hang on it.
pub fn fell(
    draft: &mut Draft,
    fallen: &mut [Option<&'static str>],
    at: usize,
    rule: &'static Rule,
    remarks: &mut Vec<Remark>,
) {
    fallen[at] = Some(&rule.id);
    tell(rule.incomplete, text(draft, at), &draft.flow.items[at].at, remarks);
    if !rule.beside.is_empty() {
        beside(draft, fallen, at, rule);
    }
    let mut path = (rule.id == "breadcrumb").then(|| text(draft, at).to_owned());
    // A label of a breadcrumb that stands alone has its path in the next lines.
    let alone = path
        .as_deref()
        .is_some_and(|path| !path.contains(['>', '＞', '»', '›', '/', '→']) && path.chars().count() < 16);
    let (count, how) = if alone { (8, Follow::Links) } else { (rule.follow, rule.follow_while) };
    let mut linked = false;
    for (item, fallen) in draft.flow.items.iter().zip(fallen.iter_mut()).skip(at + 1).take(count) {
        let falls = match (&item.block, how) {
            (Block::Image(_), _) => true,
            (Block::Paragraph(paragraph), Follow::Links) => {
                let sign = paragraph.text.chars().all(|c| !c.is_alphanumeric());
                // Below the heading of a list, a name that ends like a file is a title.
                let file = if rule.id == "related" { links_to_file(paragraph) } else { is_attachment(paragraph) };
                let link = (mostly_links(item) || is_dated_link(item)) && !file;
                // Links may carry the beginning of what they lead to, and its day.
                let teaser = linked && (rules().is_teaser(&paragraph.text) || is_day(&paragraph.text));
                linked |= link;
                sign || link || teaser
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
            draft.flow.facts.push(Fact { kind: FactKind::Breadcrumb, name: String::new(), value: value.to_owned() });
        }
    }
}

/// Lines right above and below that begin as the rule says and lie in the same container fall with it.
fn beside(draft: &Draft, fallen: &mut [Option<&'static str>], at: usize, rule: &'static Rule) {
    let container = draft.flow.items[at].cues.container;
    let mut fits = |other: usize| {
        let begins = |key: &str| rule.beside.iter().any(|word| key.starts_with(word.as_str()));
        let same = draft.flow.items[other].cues.container == container;
        let line = draft.line(other);
        let falls =
            fallen[other].is_some() || (same && line.keyed && line.chars <= rule.max_chars && begins(draft.key(other)));
        if falls {
            fallen[other].get_or_insert(&rule.id);
        }
        falls
    };
    let _ = (0..at).rev().take(MAX_BESIDE).all(&mut fits);
    let _ = (at + 1..draft.flow.items.len()).take(MAX_BESIDE).all(&mut fits);
}

/// A path of links that has no label: 政务公开 > 法定主动公开内容 > 规划计划.
fn is_path(item: &Item, key: &str, chars: u32) -> bool {
    chars <= 120
        && item.cues.link_chars * 2 >= chars
        && !key.starts_with('>')
        && key.split(['>', '»', '›']).filter(|step| !step.is_empty()).nth(2).is_some()
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
    key.as_bytes().windows(4).enumerate().any(|(at, year)| {
        matches!(year[0], b'1' | b'2')
            && (year.starts_with(b"19") || year.starts_with(b"20"))
            && year.iter().all(u8::is_ascii_digit)
            && key.get(at + 4..).is_some_and(|rest| {
                rest.starts_with(['-', '/', '.', '年'])
                    && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
                    && rest.chars().skip(2).take(2).any(|c| "-/.月".contains(c))
            })
    })
}

/// A link with nothing but a day beside it.
fn is_dated_link(item: &Item) -> bool {
    let Block::Paragraph(paragraph) = &item.block else { return false };
    let linked = paragraph.marks.iter().filter(|mark| matches!(mark.kind, lantai_model::MarkKind::Link { .. }));
    let Some((start, end)) = linked.map(|mark| (mark.start as usize, mark.end as usize)).next() else { return false };
    let beside =
        |range: Option<&str>| range.is_some_and(|text| text.chars().all(|c| !c.is_alphanumeric()) || is_day(text));
    beside(paragraph.text.get(..start)) && beside(paragraph.text.get(end..))
}

/// Digits and the signs of a day, with nothing else: [2024-04-03].
fn is_day(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 40
        && text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || !c.is_alphanumeric() || "年月日".contains(c))
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
pub fn cut(item: &mut Item, from: usize, to: usize, rule: &str, remarks: &mut Vec<Remark>) {
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
