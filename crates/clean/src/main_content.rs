//! Finds the part of a page that holds the document. Outside of it only the title, metadata and attachments stay.
//! In doubt text stays.

use lantai_model::{Block, FactKind, Flow, Remark};

use crate::chrome::has_date;
use crate::draft::Draft;
use crate::key::key;
use crate::pager::pagers;
use crate::related::is_attachment;
use crate::rules::rules;
use crate::score::{Measured, measure, parent};

/// Below this weight a page has no body that could be told from the rest by its weight.
const LITTLE: u64 = 60;
/// Lines between the body and a pager that turns its pages.
const NEAR_PAGER: usize = 5;
/// Lines between a title and the body.
const NEAR: usize = 30;

/// Takes out what stands outside the main content of a page.
pub fn main_content(draft: &mut Draft, remarks: &mut Vec<Remark>) {
    if draft.flow.containers.len() < 2 || !draft.page() {
        return;
    }
    let measured = measure(draft);
    let title = find_title(draft, &measured);
    let main = choose(&draft.flow, &measured);
    let mut keep = region(draft, &measured, title, main);
    let all: u64 = measured.items.iter().map(|item| u64::from(item.mass)).sum();
    let kept: u64 =
        measured.items.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(item, _)| u64::from(item.mass)).sum();
    if kept * 5 < all * 2 {
        // The choice leaves most of the text outside: it must be wrong.
        keep = region(draft, &measured, title, 0);
    }
    if all == 0 && !speaks(draft, &keep, title) {
        // A list of links on purpose: all from the title on.
        let from = title.unwrap_or(0);
        let site = |at: usize| at < from || measured.items[at].furniture;
        keep.iter_mut().enumerate().for_each(|(at, keep)| *keep |= !site(at));
    }
    let mut fallen: Vec<_> = keep.iter().map(|keep| (!keep).then_some("outside_main")).collect();
    if let Some(at) = repeated_summary(draft, &keep) {
        fallen[at] = Some("repeated_summary");
    }
    draft.omit(&fallen, remarks);
}

/// Something other than the title is kept.
fn speaks(draft: &Draft, keep: &[bool], title: Option<usize>) -> bool {
    keep.iter().enumerate().any(|(at, keep)| {
        *keep
            && Some(at) != title
            && matches!(draft.flow.items[at].block, Block::Image(_))
                | (draft.line(at).chars > 0)
                | matches!(draft.flow.items[at].block, Block::Table(_))
    })
}

/// The line that shows the page's description before the text, where the text begins with the same words.
fn repeated_summary(draft: &Draft, keep: &[bool]) -> Option<usize> {
    let description = |fact: &&lantai_model::Fact| {
        fact.kind == FactKind::Meta
            && ["description", "og:description"].iter().any(|n| fact.name.eq_ignore_ascii_case(n))
    };
    let description = key(&draft.flow.facts.iter().find(description)?.value);
    let same = |at: usize, next: usize| {
        let summary = draft.key(at).trim_end_matches(['.', '…']);
        summary.len() >= 30 && description.starts_with(summary) && draft.key(next).starts_with(summary)
    };
    let mut kept = (0..keep.len()).filter(|at| keep[*at]).take(NEAR);
    let mut before = kept.next()?;
    kept.find_map(|at| {
        if same(before, at) {
            Some(before)
        } else {
            before = at;
            None
        }
    })
}

/// The container of the body: from the outermost inwards, as long as one child holds nearly all of the text.
fn choose(flow: &Flow, measured: &Measured) -> usize {
    let count = flow.containers.len();
    let mut main = 0;
    if measured.sums[0].mass < LITTLE {
        return main;
    }
    // The heaviest child of each container, the first of equals.
    let mut heaviest: Vec<usize> = vec![0; count];
    for at in 1..count {
        let best = &mut heaviest[parent(flow, at)];
        if *best == 0 || measured.sums[at].mass > measured.sums[*best].mass {
            *best = at;
        }
    }
    loop {
        let best = heaviest[main];
        if best == 0 {
            return main;
        }
        let (all, inner) = (measured.sums[main].mass, measured.sums[best].mass);
        let left = all - inner;
        let share = if measured.hints[best].content { 30 } else { 12 };
        if inner == 0 || left * 100 > all * share {
            return main;
        }
        main = best;
    }
}

/// Which items stay when `main` holds the body.
fn region(draft: &Draft, measured: &Measured, title: Option<usize>, main: usize) -> Vec<bool> {
    let flow = &draft.flow;
    let inside = subtree(flow, main);
    let lies_in =
        |at: usize, set: &[bool]| set.get(flow.items[at].cues.container as usize).copied().unwrap_or(main == 0);
    let count = flow.items.len();
    let mut keep: Vec<bool> =
        (0..count).map(|at| lies_in(at, &inside) && !is_site_part(flow, measured, at, main)).collect();
    let Some(first) = keep.iter().position(|keep| *keep) else { return vec![true; count] };
    let last = keep.iter().rposition(|keep| *keep).unwrap_or(first);

    keep_metadata(draft, measured, &mut keep);
    // From the title to the body: subtitle, date, source.
    let from = match title {
        Some(at) if at < first && first - at <= NEAR => {
            keep[at] = true;
            at
        }
        Some(at) => {
            keep[at] = true;
            first
        }
        None => first,
    };
    let dated = |at: usize| draft.line(at).chars < 160 && has_date(draft.key(at));
    for (at, item) in measured.items.iter().enumerate().take(first).skip(from) {
        keep[at] |= !item.links && (!item.furniture || item.line_labels > 0 || dated(at));
    }
    // A line of metadata may stand before the title or where there is none.
    for (at, item) in measured.items.iter().enumerate().take(first.max(from)).skip(from.saturating_sub(6)) {
        keep[at] |= !item.furniture && !item.links && (item.line_labels > 0 || dated(at));
    }
    // Behind the body: what the page put into a box of its own, up to the first link or piece of the site.
    let around = subtree(flow, common(flow, main, title));
    let mut on = true;
    for (at, (item, measure)) in flow.items.iter().zip(&measured.items).enumerate().skip(last + 1) {
        let attached = matches!(&item.block, Block::Paragraph(paragraph) if is_attachment(paragraph));
        on &= lies_in(at, &around) && !measure.furniture && (!measure.links || attached) && at <= last + 12;
        keep[at] |= on || (attached && !measure.furniture);
    }
    // A pager right below the body speaks of the text.
    let pager = pagers(draft);
    if let Some(start) = (last + 1..count).take(NEAR_PAGER).find(|at| pager[*at]) {
        keep.iter_mut().zip(&pager).skip(start).take_while(|(_, pager)| **pager).for_each(|(keep, _)| *keep = true);
    }
    // Before the title, links are ways to other pages.
    if let Some(title) = title {
        for (keep, item) in keep.iter_mut().zip(&measured.items).take(title) {
            *keep &= !item.links;
        }
    }
    keep
}

/// The item belongs to the site although it lies inside the main container.
fn is_site_part(flow: &Flow, measured: &Measured, at: usize, main: usize) -> bool {
    let measure = &measured.items[at];
    let item = &flow.items[at];
    let attached = matches!(&item.block, Block::Paragraph(paragraph) if is_attachment(paragraph));
    if attached || measure.block_labels > 0 || measure.line_labels > 0 {
        return false;
    }
    if main == 0 && measured.sums[0].mass < LITTLE && measure.links {
        return true;
    }
    let Some(Some(part)) = measured.furniture.get(item.cues.container as usize) else { return false };
    let sum = measured.sums[*part as usize];
    let heading = matches!(item.cues.heading, 1 | 2) && !measure.links;
    !heading && (sum.link * 2 > sum.visible || sum.mass * 10 < LITTLE * 2 || measure.links)
}

/// Keeps the information-disclosure block wherever it stands.
fn keep_metadata(draft: &Draft, measured: &Measured, keep: &mut [bool]) {
    let flow = &draft.flow;
    let mut labels = vec![0u32; flow.containers.len()];
    let alone = |at: usize| draft.line(at).chars <= 20 && rules().is_block_label(draft.key(at));
    let mut lone = 0;
    for (at, item) in flow.items.iter().enumerate() {
        let measure = &measured.items[at];
        let alone = alone(at);
        lone += u32::from(alone);
        if measure.furniture || measure.links || (measure.block_labels == 0 && !alone) {
            continue;
        }
        if measure.block_labels > 0 {
            keep[at] = true;
        }
        let container = item.cues.container as usize;
        for around in [container, parent(flow, container)] {
            if let Some(labels) = labels.get_mut(around) {
                *labels += 1;
            }
        }
    }
    // Labels in boxes of their own have their values in the next.
    let few = |at: usize| measured.items.get(at).is_some_and(|item| item.visible <= 100 && !item.furniture);
    for at in (0..keep.len()).filter(|at| lone >= 2 && alone(*at) && few(*at)) {
        keep[at] = true;
        if at + 1 < keep.len() && few(at + 1) && !alone(at + 1) {
            keep[at + 1] = true;
        }
    }
    // Labels without colons, with their values glued to them, one below the other.
    let glued = |at: usize| {
        let line = draft.line(at);
        (3..=80).contains(&line.chars) && few(at) && (alone(at) || rules().begins_block_label(draft.key(at)))
    };
    let mut from = 0;
    for at in 0..=keep.len() {
        if at < keep.len() && glued(at) {
            continue;
        }
        if at >= from + 3 {
            keep[from..at].fill(true);
        }
        from = at + 1;
    }
    // Labels and values of a block in one box: all of the box.
    for (at, item) in flow.items.iter().enumerate() {
        let container = item.cues.container as usize;
        let block = [container, parent(flow, container)].into_iter().filter(|at| *at > 0).any(|around| {
            let sum = measured.sums[around];
            labels[around] >= 3 && sum.visible < 1500 && sum.link * 2 < sum.visible
        });
        keep[at] |= block && !measured.items[at].furniture;
    }
}

/// Per container: whether it is `root` or lies in it.
fn subtree(flow: &Flow, root: usize) -> Vec<bool> {
    let mut inside = vec![false; flow.containers.len()];
    for at in 0..inside.len() {
        inside[at] = at == root || (at > root && inside[parent(flow, at)]);
    }
    inside
}

/// The innermost container around the body that also holds the title; else the one around the body.
fn common(flow: &Flow, main: usize, title: Option<usize>) -> usize {
    let mut around = parent(flow, main);
    let Some(title) = title else { return around };
    let mut chain = vec![flow.items[title].cues.container as usize];
    while let Some(at) = chain.last().copied().filter(|at| *at > 0) {
        chain.push(parent(flow, at));
    }
    while around > 0 && !chain.contains(&around) {
        around = parent(flow, around);
    }
    around
}

/// The item that shows the title: as the page's facts have it, or the first heading.
fn find_title(draft: &Draft, measured: &Measured) -> Option<usize> {
    let mut exact = Vec::new();
    let mut longer = Vec::new();
    for fact in &draft.flow.facts {
        match fact.kind {
            FactKind::Meta if ["articletitle", "og:title"].iter().any(|name| fact.name.eq_ignore_ascii_case(name)) => {
                exact.push(key(&fact.value));
            }
            FactKind::Title => longer.push(key(&fact.value)),
            _ => {}
        }
    }
    let mut best: Option<(u8, usize)> = None;
    // A line that is named or printed as a title, with the date or source right below it.
    let stated = |at: usize| measured.items[at].line_labels > 0 || has_date(draft.key(at));
    let looks = |at: usize, item: &lantai_model::Item| {
        let words = draft.flow.containers.get(item.cues.container as usize).map_or("", |container| &container.words);
        let named = words.split(' ').any(|word| ["title", "tit", "bt", "biaoti"].contains(&word));
        (named || item.cues.size >= 1.2 || item.cues.bold)
            && !measured.items[at].furniture
            && (at + 1..at + 4).any(|next| next < measured.items.len() && draft.line(next).chars < 160 && stated(next))
    };
    for (at, item) in draft.flow.items.iter().enumerate() {
        let chars = draft.line(at).chars;
        if !(4..=200).contains(&chars) || (measured.items[at].links && item.cues.heading == 0) {
            continue;
        }
        let key = draft.key(at);
        let heading = matches!(item.cues.heading, 1 | 2) && !measured.items[at].furniture;
        let grade = if exact.iter().any(|title| title == key) {
            4
        } else if (chars >= 6 && longer.iter().any(|title| title.starts_with(key)))
            || (chars >= 10 && heading && longer.iter().any(|title| title.contains(key)))
        {
            3
        } else if heading {
            3 - item.cues.heading
        } else {
            u8::from(chars >= 8 && best.is_none() && looks(at, item))
        };
        if grade > 0 && best.is_none_or(|(other, _)| grade > other) {
            best = Some((grade, at));
        }
    }
    best.map(|(_, at)| at)
}
