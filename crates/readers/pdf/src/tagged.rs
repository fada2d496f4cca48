//! The flow of a tagged file by its structure tree, where the tree covers the text and reads no worse than the layout.
//!
//! Running heads and feet, watermarks, text aside and hidden text are the layout's; what stands outside the tree keeps
//! its place on the page.

use lantai_model::{Align, Block, Cues, Flow, Item, Margin, Place, Remark, Row, Span, Table};

use crate::geometry::Rect;
use crate::glyph::Glyph;
use crate::joined::{Joined, alone};
use crate::layout::PageLayout;
use crate::lines::{Line, rows, separator};
use crate::marked::{self, Drawn, Ordered, Sorted, TaggedPage};
use crate::paragraphs::{Habit, Placed, align, goes_on, placed};
use crate::structure::{Tree, TreeBlock, TreeCell};

/// Most lines outside the tree on a page of a tree that is used.
const MOST_ASIDE: usize = 200;
/// Share of steps between paragraphs of a page that may lead up the page; columns need some.
const UPWARDS: f32 = 0.2;
/// How many times as many paragraphs as the layout, or as few, a tree may have.
const MORE: f32 = 1.6;
const FEWER: f32 = 0.6;
/// Paragraphs that are too few for a comparison.
const FEW: usize = 4;
/// Longest heading, in characters.
const LONGEST_HEADING: usize = 100;
/// Most rows of a table's head.
const MOST_HEADS: usize = 4;

/// The text of a block of the tree.
struct Text {
    /// Where it begins in the order of reading.
    order: u32,
    block: TreeBlock,
    lines: Vec<PageLine>,
}

/// A line and its page, by index.
struct PageLine {
    page: usize,
    line: Line,
}

/// An item and where it stands: first page by index, box upright.
struct Standing {
    item: Item,
    page: usize,
    rect: Rect,
}

/// The flow by the tree; `None` where it does not cover the text or reads worse than the layout.
pub(crate) fn flow(
    tree: &Tree,
    pages: &[TaggedPage],
    layouts: &[PageLayout],
    habit: Habit,
    (by_layout, omitted): (&Flow, &[Remark]),
) -> Option<(Flow, Vec<Remark>)> {
    if layouts.iter().any(|page| page.from_invisible) {
        return None;
    }
    let Sorted { ordered, outside, drawn, told } = marked::sort(tree, pages, layouts, by_layout)?;
    let build = Build { layouts, habit };
    let texts = build.joined(build.texts(&ordered, tree));
    let mut remarks = Vec::new();
    let (mut items, headers) = build.items(tree, texts, &drawn, &told, &mut remarks)?;
    doubt_headings(&mut items);
    if !reads_well(&items, by_layout) {
        return None;
    }
    let items = build.with_the_rest(items, outside, &drawn, &headers, &mut remarks)?;
    // What the layout took out of the tables that stay its own.
    let stays = |at: &Span| drawn.iter().any(|table| table.holds(at));
    remarks.extend(omitted.iter().filter(|remark| matches!(remark, Remark::Omitted { at, .. } if stays(at))).cloned());
    Some((Flow { items, containers: by_layout.containers.clone(), facts: Vec::new() }, remarks))
}

/// Whether the tree's paragraphs are as good as the layout's: not whole pages in one, not lines apart, not backwards.
fn reads_well(items: &[Standing], by_layout: &Flow) -> bool {
    let density = |items: &mut dyn Iterator<Item = &Item>| {
        let (mut count, mut chars) = (0usize, 0usize);
        for item in items.filter(|item| matches!(item.block, Block::Paragraph(_))) {
            count += 1;
            chars += item.block.visible_chars();
        }
        (count, count.max(1) as f32 / chars.max(1) as f32)
    };
    let body = by_layout.items.iter().filter(|item| item.cues.margin.is_none() && !item.cues.hidden);
    let (count, usual) = density(&mut body.into_iter());
    let (tagged, own) = density(&mut items.iter().map(|standing| &standing.item));
    if count.max(tagged) > FEW && !(FEWER..=MORE).contains(&(own / usual)) {
        return false;
    }
    let (mut steps, mut up, mut back) = (0usize, 0usize, 0usize);
    for pair in items.windows(2) {
        if let [a, b] = pair {
            steps += 1;
            back += usize::from(b.page < a.page);
            up += usize::from(a.page == b.page && b.rect.y0 > a.rect.y1);
        }
    }
    back * 50 <= steps && (up as f32) <= UPWARDS * steps.max(FEW) as f32
}

/// Takes the levels from headings that are none: whole paragraphs, and all of them where most of the text is tagged so.
fn doubt_headings(items: &mut [Standing]) {
    let chars = |standing: &Standing| match &standing.item.block {
        Block::Paragraph(_) => standing.item.block.visible_chars(),
        _ => 0,
    };
    let all: usize = items.iter().map(chars).sum();
    let tagged: usize = items.iter().filter(|standing| standing.item.cues.heading > 0).map(chars).sum();
    let too_many = items.len() > FEW && tagged * 2 > all;
    for standing in items {
        if too_many || chars(standing) > LONGEST_HEADING {
            standing.item.cues.heading = 0;
        }
    }
}

struct Build<'l> {
    layouts: &'l [PageLayout],
    habit: Habit,
}

impl Build<'_> {
    /// The text of each block that has some, in the order of reading.
    fn texts(&self, ordered: &[Ordered], tree: &Tree) -> Vec<Text> {
        let mut out = Vec::new();
        for part in ordered.chunk_by(|a, b| a.block == b.block) {
            let Some(first) = part.first() else { continue };
            let mut lines = Vec::new();
            let mut piece: Vec<Glyph> = Vec::new();
            let (mut page, mut low) = (first.page, f32::INFINITY);
            for Ordered { page: next, glyph, .. } in part {
                // A new column or page: lines are looked for in each by itself.
                if *next != page || glyph.y > low + 2.0 * glyph.size {
                    lines.extend(lines_of(&piece, page as usize));
                    piece.clear();
                    (page, low) = (*next, f32::INFINITY);
                }
                low = low.min(glyph.y);
                piece.push(*glyph);
            }
            lines.extend(lines_of(&piece, page as usize));
            let block = tree.blocks.get(first.block as usize).copied().unwrap_or_default();
            if !lines.is_empty() {
                out.push(Text { order: first.order, block, lines });
            }
        }
        out
    }

    /// Paragraphs that end with a page and go on at the top of the next one, as some programs cut them there.
    fn joined(&self, texts: Vec<Text>) -> Vec<Text> {
        let plain = |block: &TreeBlock| block.heading == 0 && block.cell.is_none();
        let mut out: Vec<Text> = Vec::with_capacity(texts.len());
        for mut text in texts {
            if let Some(open) = out.last_mut()
                && let (Some(before), Some(next)) = (open.lines.last(), text.lines.first())
                && before.page + 1 == next.page
                && plain(&open.block)
                && plain(&text.block)
                && let (Some(a), Some(b)) = (self.placed(before), self.placed(next))
                && goes_on(&a, &b, open.lines.len() == 1, &self.habit)
            {
                open.lines.append(&mut text.lines);
                continue;
            }
            out.push(text);
        }
        out
    }

    fn span(&self, page: usize, rect: &Rect) -> Span {
        let r = self.layouts.get(page).map_or(*rect, |layout| layout.turn.back(rect));
        Place::Page { page: page as u32 + 1, bbox: [r.x0, r.y0, r.x1, r.y1] }.into()
    }

    /// A line as the layout placed it.
    fn placed<'p>(&self, at: &'p PageLine) -> Option<Placed<'p>> {
        let layout = self.layouts.get(at.page)?;
        let (x, y) = (at.line.rect.x0 + 0.1, at.line.y + 0.3 * at.line.size);
        let block = layout
            .blocks
            .iter()
            .take(1_000)
            .find(|block| block.line().is_some() && block.rect().contains(x, y, 1.0))?;
        Some(placed(&at.line, block, layout))
    }

    /// Paragraphs of a block: one, unless a short line ends before the next one begins anew, as forced breaks do.
    fn paragraphs(&self, lines: &[PageLine], heading: u8) -> Vec<Standing> {
        let mut out: Vec<Standing> = Vec::new();
        let placed: Vec<Option<Placed<'_>>> = lines.iter().map(|line| self.placed(line)).collect();
        let mut open = 0;
        for i in 1..=lines.len() {
            let broken = match (placed.get(i - 1), placed.get(i)) {
                (Some(Some(a)), Some(Some(b))) => heading == 0 && self.forced_break(a, b, i - 1 == open),
                (_, Some(_)) => false,
                _ => true,
            };
            if broken && let (Some(part), Some(places)) = (lines.get(open..i), placed.get(open..i)) {
                out.extend(self.paragraph(part, places, heading));
                open = i;
            }
        }
        out
    }

    fn forced_break(&self, a: &Placed<'_>, b: &Placed<'_>, first: bool) -> bool {
        let (left, right) = a.area;
        let room = right - a.line.rect.x1;
        a.column == b.column
            && room > 0.25 * (right - left)
            && room > b.line.first_unit + 2.0 * a.line.size
            && align(a, &self.habit) != Align::Center
            && !goes_on(a, b, first, &self.habit)
    }

    fn paragraph(&self, lines: &[PageLine], places: &[Option<Placed<'_>>], heading: u8) -> Option<Standing> {
        let first = lines.first()?;
        let mut joined = Joined::new(&first.line);
        for at in lines.iter().skip(1) {
            joined.push(&at.line);
        }
        let on_first = lines.iter().filter(|at| at.page == first.page);
        let rect = on_first.fold(Rect::NONE, |rect, at| rect.union(&at.line.rect));
        let ways = || places.iter().map(|place| place.as_ref().map_or(Align::Start, |place| align(place, &self.habit)));
        let how = match ways().next_back() {
            // The first line of a title may fill the width.
            Some(Align::Center) => Align::Center,
            Some(Align::End) if ways().all(|way| way == Align::End) => Align::End,
            _ => Align::Start,
        };
        let ruled =
            |place: Option<&Option<Placed<'_>>>| place.and_then(Option::as_ref).map_or((false, false), |p| p.ruled);
        let (rule_above, rule_below) = (ruled(places.first()).0, ruled(places.last()).1);
        let place = Cues { heading, rule_above, rule_below, align: how, ..Cues::default() };
        let item = joined.item(&self.habit, place, self.span(first.page, &rect));
        Some(Standing { item, page: first.page, rect })
    }

    /// Items of all texts and drawn tables, with the texts of the first rows of tables; `None` where the tree is broken.
    fn items(
        &self,
        tree: &Tree,
        texts: Vec<Text>,
        drawn: &[Drawn<'_>],
        told: &[bool],
        remarks: &mut Vec<Remark>,
    ) -> Option<(Vec<Standing>, Vec<String>)> {
        let mut tables: Vec<Vec<Text>> = tree.tables.iter().map(|_| Vec::new()).collect();
        let mut order: Vec<(Option<usize>, Text)> = Vec::new();
        for text in texts {
            let table = text.block.cell.map(|[table, ..]| table as usize);
            let Some(table) = table.filter(|table| told.get(*table) == Some(&true)) else {
                order.push((None, text));
                continue;
            };
            let home = tables.get_mut(table)?;
            if home.is_empty() {
                order.push((Some(table), Text { order: text.order, block: text.block, lines: Vec::new() }));
            }
            home.push(text);
        }
        let (mut items, mut headers) = (Vec::new(), Vec::new());
        let standing = |d: &Drawn<'_>| Standing { item: d.item.clone(), page: d.page, rect: d.rect };
        let mut drawn = drawn.iter().filter(|table| table.order.is_some()).peekable();
        for (table, text) in order {
            while let Some(before) = drawn.next_if(|table| table.order < Some(text.order)) {
                items.push(standing(before));
            }
            let Some(table) = table else {
                items.extend(self.paragraphs(&text.lines, text.block.heading));
                continue;
            };
            let parts = std::mem::take(tables.get_mut(table)?);
            let (table, header) = self.table(tree.tables.get(table)?, parts, remarks)?;
            headers.extend(header);
            items.push(table);
        }
        items.extend(drawn.map(standing));
        Some((items, headers))
    }

    /// A table of its cells; rows that only repeat the first ones on a later page are told and left out.
    fn table(
        &self,
        cells: &[Vec<TreeCell>],
        parts: Vec<Text>,
        remarks: &mut Vec<Remark>,
    ) -> Option<(Standing, Option<String>)> {
        let page = parts.first()?.lines.first()?.page;
        let mut rect = Rect::NONE;
        let mut rows: Vec<(Option<usize>, Row)> =
            marked::model(cells).rows.into_iter().map(|row| (None, row)).collect();
        for Text { block, lines, .. } in parts {
            let [_, row, cell] = block.cell?;
            let (first_page, row) = rows.get_mut(row as usize)?;
            let cell = row.cells.get_mut(cell as usize)?;
            let mut own = Rect::NONE;
            let home = lines.first()?.page;
            for (i, at) in lines.iter().enumerate() {
                if i == 0 && !cell.text.is_empty() {
                    cell.text.push('\n');
                } else {
                    cell.text.push_str(separator(&cell.text, &at.line.text));
                }
                cell.text.push_str(&at.line.text);
                if at.page == home {
                    own = own.union(&at.line.rect);
                }
                if at.page == page {
                    rect = rect.union(&at.line.rect);
                }
            }
            first_page.get_or_insert(home);
            if cell.at == Span::default() {
                cell.at = self.span(home, &own);
            }
        }
        let text = |row: &Row| row.cells.iter().map(|cell| squeezed(&cell.text)).collect::<String>();
        let heads: Vec<String> = rows.iter().take(MOST_HEADS).map(|(_, row)| text(row)).collect();
        let mut last = page;
        // How many of the first rows have been repeated on the page.
        let mut repeated = 0;
        let mut out = Vec::with_capacity(rows.len());
        for (home, mut row) in rows {
            let home = home.unwrap_or(last);
            let again = if home > last { 0 } else { repeated };
            let new_page = home > last || repeated > 0;
            let said = text(&row);
            let repeats = new_page && !said.is_empty() && heads.get(again) == Some(&said);
            repeated = if repeats { again + 1 } else { 0 };
            last = home.max(last);
            for cell in row.cells.iter_mut().filter(|cell| cell.at == Span::default()) {
                let nowhere = Rect::new(0.0, 0.0, 0.0, 0.0);
                cell.at = self.span(home, if home == page { &rect } else { &nowhere });
            }
            if repeats {
                let said: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
                let at = row.cells.first().map(|cell| cell.at.clone()).unwrap_or_default();
                remarks.push(Remark::omitted("repeated_header", said.join("\n") + "\n", at));
            } else {
                out.push(row);
            }
        }
        let header = heads.into_iter().next().filter(|text| !text.is_empty());
        let at = self.span(page, &rect);
        let block = Block::Table(Table { caption: None, rows: out });
        Some((Standing { item: Item { block, cues: Cues::default(), at }, page, rect }, header))
    }

    /// Puts in what the tree does not hold: running heads and feet, text outside the tree, aside and hidden text.
    fn with_the_rest(
        &self,
        items: Vec<Standing>,
        outside: Vec<Vec<Glyph>>,
        drawn: &[Drawn<'_>],
        headers: &[String],
        remarks: &mut Vec<Remark>,
    ) -> Option<Vec<Item>> {
        // By page, the items that begin on it, and how many there are up to its end.
        let mut on_page: Vec<Vec<usize>> = vec![Vec::new(); self.layouts.len()];
        for (i, standing) in items.iter().enumerate() {
            on_page.get_mut(standing.page)?.push(i);
        }
        let mut more: Vec<(usize, Item)> = Vec::new();
        let mut end = 0;
        for ((index, glyphs), layout) in outside.into_iter().enumerate().zip(self.layouts) {
            let own = on_page.get(index)?;
            let start = end;
            end = own.iter().fold(end, |end, i| end.max(i + 1));
            let loose = lines_of(&glyphs, index);
            if loose.len() > MOST_ASIDE {
                return None;
            }
            for at in loose {
                let place = self.span(index, &at.line.rect);
                if headers.iter().any(|header| *header == squeezed(&at.line.text)) {
                    remarks.push(Remark::omitted("repeated_header", at.line.text + "\n", place));
                    continue;
                }
                let above = own.iter().filter(|i| items.get(**i).is_some_and(|item| item.rect.y0 > at.line.y));
                let behind = above.fold(start, |behind, i| behind.max(i + 1));
                more.push((behind, alone(&at.line, &self.habit, place, None, false)));
            }
            let untold = drawn.iter().filter(|table| table.order.is_none() && table.page == index);
            more.extend(untold.map(|table| (end, table.item.clone())));
            for block in layout.blocks.iter().filter(|block| block.margin.is_some()) {
                if let Some(line) = block.line() {
                    let place = if block.margin == Some(Margin::Header) { start } else { end };
                    more.push((place, alone(line, &self.habit, self.span(index, &block.rect()), block.margin, false)));
                }
            }
            let place = |r: &Rect| Place::Page { page: layout.number, bbox: [r.x0, r.y0, r.x1, r.y1] }.into();
            more.extend(
                layout.aside.iter().map(|a| (end, alone(&a.line, &self.habit, place(&a.rect), a.margin, false))),
            );
            more.extend(
                layout.hidden.iter().map(|(line, rect)| (end, alone(line, &self.habit, place(rect), None, true))),
            );
        }
        more.sort_by_key(|(behind, _)| *behind);
        let mut out = Vec::with_capacity(items.len() + more.len());
        let mut more = more.into_iter().peekable();
        for (i, standing) in items.into_iter().enumerate() {
            while let Some((_, item)) = more.next_if(|(behind, _)| *behind <= i) {
                out.push(item);
            }
            out.push(standing.item);
        }
        out.extend(more.map(|(_, item)| item));
        Some(out)
    }
}

fn lines_of(glyphs: &[Glyph], page: usize) -> Vec<PageLine> {
    rows(glyphs).iter().filter_map(|row| row.line()).map(|line| PageLine { page, line }).collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
