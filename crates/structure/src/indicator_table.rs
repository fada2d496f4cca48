//! Indicators (指标) in tables whose headings say what is measured, in which unit and for when.
//!
//! A table must name its indicators and give each figure a unit: in a column, in brackets after a heading or a name, or in
//! its caption. Prices, marks, budgets and rosters have headings of their own and are refused.

use std::collections::HashSet;

use lantai_model::{Cell, Change, Constraint, Direction, Indicator, IndicatorKind, Table};

use crate::cell_figure::{figure, folded, is_unit};
use crate::figure_rules::RULES;
use crate::indicator_columns::{self, Column, column, heading, time};
use crate::times;

/// Rows from the top among which the headings are looked for.
const REACH: usize = 4;
/// Longest name, in characters.
const LONGEST: usize = 40;

type Grid = Vec<Vec<Option<(usize, usize)>>>;

/// A column of the table.
struct Place {
    column: Column,
    words: String,
    unit: String,
    period: String,
}

/// What a table's headings say.
struct Head {
    last: usize,
    places: Vec<Place>,
    /// Unit of all figures, from the caption.
    unit: String,
    /// The first and the last column of a bare year.
    years: Option<(usize, usize)>,
}

fn is_year(place: &Place) -> bool {
    place.column == Column::Value(None) && place.period.contains('年')
}

/// Adds the indicators of a table, if it is one of indicators: `above` is the paragraph before it, which may state the
/// unit. Gives the cells that were read, none for another table.
pub fn read(
    table: &Table,
    above: &str,
    kind: Option<IndicatorKind>,
    found: &mut Vec<Indicator>,
) -> HashSet<(usize, usize)> {
    let mut read = HashSet::new();
    // Most tables have no such heading, and their grid is not needed.
    let named = |cell: &Cell| {
        cell.text.len() <= 90
            && heading(&cell.text).is_some_and(|h| matches!(column(&h.words), Column::Name(_) | Column::Time))
    };
    if table.rows.len() < 2 || !table.rows.iter().take(REACH).any(|row| row.cells.iter().any(named)) {
        return read;
    }
    let grid = table.grid();
    let Some(head) = head(table, &grid, above) else { return read };
    for row in 0..=head.last {
        read.extend(grid.get(row).into_iter().flatten().flatten().copied());
    }
    for row in head.last + 1..grid.len() {
        let row = Row { table, grid: &grid, head: &head, row, kind };
        row.read(found, &mut read);
    }
    read
}

fn cell<'a>(table: &'a Table, grid: &Grid, row: usize, column: usize) -> Option<(&'a Cell, (usize, usize))> {
    let (r, c) = (*grid.get(row)?.get(column)?)?;
    Some((table.rows.get(r)?.cells.get(c)?, (r, c)))
}

/// Finds the headings: a row with a name or a time, and the rows that its cells reach down to.
fn head(table: &Table, grid: &Grid, above: &str) -> Option<Head> {
    (0..grid.len().min(REACH)).find_map(|first| {
        let row = table.rows.get(first)?;
        let deepest = row.cells.iter().map(|cell| cell.row_span).max().unwrap_or(1).min(3) as usize;
        let mixed = row.cells.iter().any(|cell| cell.row_span == 1);
        let last = if mixed { (first + deepest - 1).min(grid.len() - 1) } else { first };
        let places = places(table, grid, first, last)?;
        let unit = caption_unit(table, first, above);
        let mut years = places.iter().enumerate().filter(|(_, place)| is_year(place)).map(|(at, _)| at);
        let years = years.next().map(|first| (first, years.next_back().unwrap_or(first)));
        let head = Head { last, places, unit, years };
        head.is_of_indicators(table, grid).then_some(head)
    })
}

/// The columns by the headings in rows `first..=last`, upper words before lower ones.
fn places(table: &Table, grid: &Grid, first: usize, last: usize) -> Option<Vec<Place>> {
    let width = grid.get(last)?.len();
    let mut places = Vec::with_capacity(width);
    for at in 0..width {
        let (mut words, mut unit, mut before) = (String::new(), String::new(), None);
        let mut lowest = Column::Unknown;
        for row in first..=last {
            let Some((cell, place)) = cell(table, grid, row, at) else { continue };
            if before.replace(place) == Some(place) {
                continue;
            }
            let heading = heading(&cell.text)?;
            lowest = column(&heading.words);
            words.push_str(&heading.words);
            if !heading.unit.is_empty() {
                unit = heading.unit;
            }
        }
        // The lower heading says more; 2025年 over 目标 is both.
        let whole = column(&words);
        let column = match (lowest, whole) {
            (Column::Unknown | Column::Value(None), whole) => whole,
            (lowest, _) => lowest,
        };
        let period = time(&words).unwrap_or_default();
        places.push(Place { column, words, unit, period });
    }
    Some(places)
}

/// The unit that a caption gives for all: 单位:亿元. The caption, the rows above the headings, the paragraph before.
fn caption_unit(table: &Table, first: usize, above: &str) -> String {
    let rows = table.rows.iter().take(first).flat_map(|row| &row.cells).map(|cell| cell.text.as_str());
    let mut texts = table.caption.as_deref().into_iter().chain(rows).chain([above]).filter(|text| text.len() <= 180);
    let unit = |text: &str| {
        let text = folded(text);
        let (_, unit) = text.split_once("单位:")?;
        let unit = unit.split([')', ']', ';', ',', '。']).next().unwrap_or("");
        (!unit.is_empty() && unit.chars().count() <= 10).then(|| unit.to_owned())
    };
    texts.find_map(unit).unwrap_or_default()
}

impl Head {
    fn has(&self, wanted: impl Fn(Column) -> bool) -> bool {
        self.places.iter().any(|place| wanted(place.column))
    }

    /// Whether it is sure what the figures are of, and in which unit.
    fn is_of_indicators(&self, table: &Table, grid: &Grid) -> bool {
        if self.has(|column| column == Column::Never) {
            return false;
        }
        let figures = |column: Column| matches!(column, Column::Value(_) | Column::Change(_));
        let in_cells = self.places.iter().position(|place| place.column == Column::Unit).is_some_and(|at| {
            let cells = (self.last + 1..grid.len()).filter_map(|row| cell(table, grid, row, at));
            let (mut units, mut all) = (0, 0);
            for (cell, _) in cells.filter(|(cell, _)| !cell.text.trim().is_empty()) {
                all += 1;
                units += usize::from(is_unit(&folded(&cell.text)));
            }
            units * 2 > all
        });
        if self.has(|column| column == Column::Name(true)) {
            return self.has(figures);
        }
        if self.has(|column| column == Column::Name(false)) {
            return self.has(figures) && in_cells;
        }
        let measured = |place: &Place| place.column == Column::Unknown && is_unit(&place.unit);
        self.has(|column| column == Column::Time) && self.places.iter().any(measured)
    }
}

/// One row below the headings.
struct Row<'a> {
    table: &'a Table,
    grid: &'a Grid,
    head: &'a Head,
    row: usize,
    kind: Option<IndicatorKind>,
}

impl Row<'_> {
    fn read(&self, found: &mut Vec<Indicator>, read: &mut HashSet<(usize, usize)>) {
        let by_time = !self.head.has(|column| matches!(column, Column::Name(_)));
        let (mut name, mut own_unit, mut time) = (String::new(), String::new(), String::new());
        let mut constraint = None;
        let mut named = None;
        for (at, place) in self.head.places.iter().enumerate() {
            let Some((cell, slot)) = cell(self.table, self.grid, self.row, at) else { continue };
            let text = cell.text.trim();
            match place.column {
                // A name may be told in two cells, a wider one before: 居民收入 and 城镇.
                Column::Name(_) if named != Some(slot) => {
                    named = Some(slot);
                    if !name.is_empty() && !text.is_empty() {
                        name.push('：');
                    }
                    name.extend(text.chars().filter(|c| !c.is_whitespace()));
                }
                Column::Unit => own_unit = folded(text),
                Column::Time => time = text.split_whitespace().collect(),
                // 属性, whatever the column is called.
                _ => constraint = constraint_of(text).or(constraint),
            }
        }
        let first = found.len();
        let (name, part, bracket) = clean_name(&name);
        if own_unit.is_empty() {
            own_unit = bracket;
        }
        if by_time && !is_time(&time) || !by_time && name.is_empty() {
            return;
        }
        let mut before = None;
        for (at, place) in self.head.places.iter().enumerate() {
            let Some((cell, slot)) = cell(self.table, self.grid, self.row, at) else { continue };
            // A cell over several columns says nothing of one of them.
            if before.replace(slot) == Some(slot) || named == Some(slot) || cell.col_span > 1 {
                continue;
            }
            let name = if by_time { &place.words } else { &name };
            let period = if by_time { &time } else { &place.period };
            let unit = [&place.unit, &own_unit, &self.head.unit].into_iter().find(|unit| !unit.is_empty());
            let unit = unit.map_or("", String::as_str);
            match place.column {
                Column::Value(kind) if !by_time => {
                    let kind = kind.or_else(|| self.kind_of(at)).or(self.kind);
                    let kind = if part { Some(IndicatorKind::Share) } else { kind };
                    let record = level(cell, name, unit, period, kind);
                    // Words in a cell (已建成8个) are read as words.
                    if record.is_some() || !has_words(&cell.text) {
                        read.insert(slot);
                    }
                    found.extend(record);
                }
                Column::Unknown if by_time && is_unit(&place.unit) => {
                    read.insert(slot);
                    found.extend(level(cell, name, &place.unit, period, self.kind));
                }
                Column::Change(kind) => {
                    read.insert(slot);
                    let Some(change) = change(cell, place, &own_unit, &self.head.unit) else { continue };
                    let last = if found.len() > first { found.last_mut() } else { None };
                    let same = |last: &Indicator| {
                        last.change.is_none() && (period.is_empty() || *period == last.period || last.period.is_empty())
                    };
                    if let Some(last) = last.filter(|last| same(last) && kind.is_none()) {
                        last.change = Some(change);
                    } else if !by_time {
                        let kind = kind.or(self.kind);
                        found.push(record(cell, name, period, kind, Some(change)));
                    }
                }
                _ => {}
            }
        }
        for record in found.iter_mut().skip(first) {
            // What was reached before a plan began binds nobody.
            record.constraint = constraint.filter(|_| record.kind != Some(IndicatorKind::Actual));
        }
    }

    /// In a plan, the first of several years is where it starts from, the others what is aimed at.
    fn kind_of(&self, at: usize) -> Option<IndicatorKind> {
        let (first, last) = self.head.years?;
        (self.kind == Some(IndicatorKind::Target) && first < last).then_some(())?;
        Some(if at == first { IndicatorKind::Actual } else { IndicatorKind::Target })
    }
}

/// A name without its number, what it says of being a part, and the unit in brackets at its end.
fn clean_name(text: &str) -> (String, bool, String) {
    let mut name = text.trim();
    let mut part = false;
    loop {
        let digits = name.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = digits.trim_start_matches(['.', '、', '．']);
        if digits.len() < name.len() && rest.len() < digits.len() && !rest.starts_with(|c: char| c.is_ascii_digit()) {
            name = rest;
        } else if let Some(rest) = name.strip_prefix("其中") {
            (name, part) = (rest, true);
        } else if let Some(rest) = name.strip_prefix([':', '：', '#', '＃', '*', '＊', '★', '▲', '△', '、']) {
            name = rest;
        } else {
            break;
        }
    }
    let name = name.trim();
    let Some(inner) = name.strip_suffix([')', '）']) else { return (name.to_owned(), part, String::new()) };
    let Some(at) = inner.rfind(['(', '（']) else { return (name.to_owned(), part, String::new()) };
    let (before, bracket) = inner.split_at(at);
    let unit = folded(bracket.trim_start_matches(['(', '（']));
    if is_unit(&unit) { (before.to_owned(), part, unit) } else { (name.to_owned(), part, String::new()) }
}

/// 预期性, 约束性指标 and nothing else.
fn constraint_of(text: &str) -> Option<Constraint> {
    if text.len() > 24 {
        return None;
    }
    match folded(text).trim_end_matches("指标") {
        "预期性" | "预期" => Some(Constraint::Expected),
        "约束性" | "约束" => Some(Constraint::Binding),
        _ => None,
    }
}

fn has_words(text: &str) -> bool {
    text.chars().filter(|c| ('\u{3400}'..='\u{9fff}').contains(c)).count() > 4
}

fn is_time(text: &str) -> bool {
    let chars: Vec<char> = lantai_text::fold(text).chars().collect();
    let year =
        chars.len() == 4 && chars.iter().all(char::is_ascii_digit) && matches!(chars[..2], ['1', '9'] | ['2', '0']);
    year || times::at_start(&chars) == Some(chars.len()) && !chars.is_empty()
}

fn record(cell: &Cell, name: &str, period: &str, kind: Option<IndicatorKind>, change: Option<Change>) -> Indicator {
    let stated = cell.text.split_whitespace().collect();
    Indicator {
        name: name.to_owned(),
        stated,
        period: period.to_owned(),
        kind,
        change,
        at: cell.at.clone(),
        ..Default::default()
    }
}

/// The record of a figure.
fn level(cell: &Cell, name: &str, unit: &str, period: &str, kind: Option<IndicatorKind>) -> Option<Indicator> {
    if name.chars().count() > LONGEST || name.chars().filter(|c| ('\u{3400}'..='\u{9fff}').contains(c)).count() < 2 {
        return None;
    }
    let unit = unit.split(['、', ',', ';']).next().unwrap_or("");
    let figure = figure(&folded(&cell.text), unit)?;
    if figure.way.is_some() || figure.negative {
        return None;
    }
    // 地区生产总值增长, in %: a change of what stands before the verb.
    let chars: Vec<char> = lantai_text::fold(name).chars().collect();
    if matches!(figure.unit.as_str(), "%" | "‰" | "百分点") {
        if let Some((length, (direction, false))) = RULES.changes.at_end(&chars) {
            let printed: Vec<char> = name.chars().collect();
            let subject: String = printed.get(..printed.len().checked_sub(length)?)?.iter().collect();
            if subject.chars().count() < 2 {
                return None;
            }
            let change = figure.change(&cell.text, direction, "");
            return Some(record(cell, &subject, period, kind, Some(change)));
        }
        if !indicator_columns::is_rate(name) {
            return None;
        }
    }
    let mut record = record(cell, name, period, kind, None);
    record.value = Some(figure.value.to_string());
    record.upper = figure.upper.map(|upper| upper.to_string());
    record.unit = figure.unit;
    record.bound = figure.bound;
    Some(record)
}

/// The change that a cell states under a heading such as 同比增长(%).
fn change(cell: &Cell, place: &Place, own: &str, caption: &str) -> Option<Change> {
    let text = folded(&cell.text);
    let unit = match () {
        () if !place.unit.is_empty() => place.unit.trim_start_matches(['±', '+', '-']),
        () if place.words.contains('%') => "%",
        () if ["增速", "增幅", "增长率"].iter().any(|word| place.words.contains(word)) => "%",
        () if caption.contains('%') => "%",
        () => "",
    };
    // How a rate rose in % may be meant in points: not told.
    if unit == "%" && own == "%" && !text.contains("百分点") {
        return None;
    }
    let figure = figure(&text, if unit == "个百分点" { "百分点" } else { unit })?;
    let direction = figure.way.unwrap_or(if figure.negative { Direction::Decrease } else { Direction::Increase });
    let basis = ["比上年同期", "比去年同期", "较上年同期", "比上年", "较上年", "比去年", "同比", "环比", "年均"];
    let basis = basis.iter().find(|word| place.words.contains(**word)).copied().unwrap_or("");
    Some(figure.change(&cell.text, direction, basis))
}
