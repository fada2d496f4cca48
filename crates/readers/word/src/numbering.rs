//! Automatic numbering (numbering.xml; ECMA-376 part 1, 17.9): definitions, counters, and the label of a paragraph.

use std::collections::HashMap;

use crate::numerals::Format;
use crate::xml::{Element, Node, Xml};

/// Levels of a list.
const LEVELS: usize = 9;

/// All lists of a document, with their counters.
#[derive(Default)]
pub(crate) struct Numbering {
    abstracts: HashMap<u32, Abstract>,
    nums: HashMap<u32, Num>,
    /// Definitions by the numbering style that they define (`w:styleLink`).
    by_style: HashMap<String, u32>,
}

#[derive(Default)]
struct Abstract {
    levels: [Level; LEVELS],
    /// The definition is that of a numbering style.
    style: Option<String>,
    counters: [Option<u32>; LEVELS],
}

#[derive(Default)]
struct Num {
    of: u32,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Box<Level>>; LEVELS],
    /// Levels whose start override has been used up.
    started: [bool; LEVELS],
}

/// A level of a list.
#[derive(Clone)]
struct Level {
    start: u32,
    format: Format,
    text: String,
    /// All numbers of the label are written in decimal.
    legal: bool,
    /// Nothing stands between label and text (`w:suff`).
    tight: bool,
    /// The level (1-based) above which it starts anew; 0 for never. Without it: any level above.
    restart: Option<u32>,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        // A level without a definition prints nothing.
        let text = String::new();
        Level { start: 0, format: Format::Decimal, text, legal: false, tight: false, restart: None, style: None }
    }
}

/// What numbering gives a paragraph.
#[derive(Debug, PartialEq)]
pub(crate) enum Label {
    /// A bullet, whose sign is not text.
    Bullet,
    /// A number as printed.
    Text(String),
}

impl Numbering {
    /// Reads numbering.xml.
    pub(crate) fn parse(text: &str) -> Self {
        let mut all = Numbering::default();
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            let Node::Start(element) = node else { continue };
            match element.name() {
                "abstractNum" => {
                    let id = element.get("abstractNumId").and_then(|v| v.trim().parse().ok());
                    let (definition, link) = parse_abstract(&mut xml);
                    if let Some(id) = id {
                        if let Some(style) = link {
                            all.by_style.insert(style, id);
                        }
                        all.abstracts.insert(id, definition);
                    }
                }
                "num" => {
                    let id = element.get("numId").and_then(|v| v.trim().parse().ok());
                    let num = parse_num(&mut xml);
                    if let Some(id) = id {
                        all.nums.insert(id, num);
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// True when the document defines no lists.
    pub(crate) fn is_empty(&self) -> bool {
        self.nums.is_empty()
    }

    /// The level of list `num` that a paragraph style is tied to (`w:lvl/w:pStyle`).
    pub(crate) fn level_of_style(&self, num: u32, style: &str) -> Option<u8> {
        let definition = self.abstracts.get(&self.definition_of(num)?)?;
        definition.levels.iter().position(|level| level.style.as_deref() == Some(style)).map(|level| level as u8)
    }

    /// Counts one paragraph at that level (0-based) of that list and gives its label.
    pub(crate) fn count(&mut self, num_id: u32, level: u8) -> Option<Label> {
        let at = usize::from(level).min(LEVELS - 1);
        let id = self.definition_of(num_id)?;
        let num = self.nums.get_mut(&num_id)?;
        let definition = self.abstracts.get_mut(&id)?;
        let levels: [&Level; LEVELS] =
            std::array::from_fn(|i| num.levels[i].as_deref().unwrap_or(&definition.levels[i]));
        let counters = &mut definition.counters;
        let start = num.starts[at].unwrap_or(levels[at].start);
        counters[at] = Some(match counters[at] {
            _ if num.starts[at].is_some() && !num.started[at] => start,
            Some(n) => n.saturating_add(1),
            None => start,
        });
        num.started[at] = true;
        for (below, level) in levels.iter().enumerate().skip(at + 1) {
            if (at as u32) < level.restart.unwrap_or(below as u32) {
                counters[below] = None;
            }
        }
        if levels[at].format == Format::Bullet {
            return Some(Label::Bullet);
        }
        let mut label = String::new();
        let mut chars = levels[at].text.chars().peekable();
        while let Some(c) = chars.next() {
            let which = if c == '%' { chars.peek().and_then(|d| d.to_digit(10)).filter(|d| *d > 0) } else { None };
            let Some(which) = which else {
                label.push(c);
                continue;
            };
            chars.next();
            let which = which as usize - 1;
            let n = *counters[which].get_or_insert(num.starts[which].unwrap_or(levels[which].start));
            let format = levels[which].format;
            let legal = levels[at].legal && !matches!(format, Format::None | Format::Bullet);
            (if legal { Format::Decimal } else { format }).write(n, &mut label);
        }
        if label.trim().is_empty() {
            return None;
        }
        // A number that ends without a sign of its own is set off by a space, as it is on the page.
        if !levels[at].tight && label.ends_with(char::is_alphanumeric) {
            label.push(' ');
        }
        Some(Label::Text(label))
    }

    /// The definition that a list uses, through a numbering style if it points to one.
    fn definition_of(&self, num: u32) -> Option<u32> {
        let id = self.nums.get(&num)?.of;
        match self.abstracts.get(&id)?.style.as_ref().and_then(|style| self.by_style.get(style)) {
            Some(linked) if self.abstracts.contains_key(linked) => Some(*linked),
            _ => Some(id),
        }
    }
}

fn parse_abstract(xml: &mut Xml<'_>) -> (Abstract, Option<String>) {
    let mut definition = Abstract::default();
    let mut link = None;
    let inside = xml.depth();
    while xml.depth() >= inside {
        let Some(node) = xml.next() else { break };
        let Node::Start(element) = node else { continue };
        match element.name() {
            "lvl" => {
                let at = level_index(&element);
                let level = parse_level(xml);
                if let Some(slot) = at.and_then(|at| definition.levels.get_mut(at)) {
                    *slot = level;
                }
            }
            "numStyleLink" => definition.style = element.val().map(Into::into),
            "styleLink" => link = element.val().map(Into::into),
            _ => {}
        }
    }
    (definition, link)
}

fn parse_num(xml: &mut Xml<'_>) -> Num {
    let mut num = Num::default();
    let mut at = None;
    let inside = xml.depth();
    while xml.depth() >= inside {
        let Some(node) = xml.next() else { break };
        let Node::Start(element) = node else { continue };
        match element.name() {
            "abstractNumId" => num.of = element.number().unwrap_or(u32::MAX),
            "lvlOverride" => at = level_index(&element),
            "startOverride" => {
                if let Some(slot) = at.and_then(|at: usize| num.starts.get_mut(at)) {
                    *slot = element.number();
                }
            }
            "lvl" => {
                let level = parse_level(xml);
                if let Some(slot) = at.and_then(|at: usize| num.levels.get_mut(at)) {
                    *slot = Some(Box::new(level));
                }
            }
            _ => {}
        }
    }
    num
}

fn level_index(element: &Element<'_>) -> Option<usize> {
    element.get("ilvl")?.trim().parse().ok()
}

fn parse_level(xml: &mut Xml<'_>) -> Level {
    let mut level = Level::default();
    let inside = xml.depth();
    while xml.depth() >= inside {
        let Some(node) = xml.next() else { break };
        let Node::Start(element) = node else { continue };
        match element.name() {
            "start" => level.start = element.number().unwrap_or(1),
            "numFmt" => level.format = element.val().map_or(Format::Decimal, |name| Format::named(&name)),
            "lvlText" => level.text = element.val().map(Into::into).unwrap_or_default(),
            "isLgl" => level.legal = element.on(),
            "suff" => level.tight = element.val().is_some_and(|v| v == "nothing"),
            "lvlRestart" => level.restart = element.number(),
            "pStyle" => level.style = element.val().map(Into::into),
            "pPr" | "rPr" => xml.skip(),
            _ => {}
        }
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(at: u8, format: &str, text: &str, more: &str) -> String {
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
        )
    }

    fn labels(xml: &str, counts: &[(u32, u8)]) -> Vec<String> {
        let mut numbering = Numbering::parse(xml);
        counts
            .iter()
            .map(|(num, level)| match numbering.count(*num, *level) {
                Some(Label::Text(text)) => text,
                Some(Label::Bullet) => "*".into(),
                None => "-".into(),
            })
            .collect()
    }

    fn official() -> String {
        format!(
            r#"<w:numbering><w:abstractNum w:abstractNumId="7">{}{}{}{}</w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
            </w:numbering>"#,
            level(0, "chineseCounting", "%1、", ""),
            level(1, "chineseCounting", "（%2）", ""),
            level(2, "decimal", "%3.", r#"<w:lvlRestart w:val="0"/>"#),
            level(3, "decimal", "%1.%2.%4", "<w:isLgl/>"),
        )
    }

    #[test]
    fn official_outline_counts_and_restarts() {
        let counts = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2), (1, 3)];
        let found = labels(&official(), &counts);
        assert_eq!(found, ["一、", "（一）", "1.", "2.", "（二）", "3.", "二、", "（一）", "4.", "2.1.1 "]);
    }

    #[test]
    fn start_override_holds_once() {
        assert_eq!(labels(&official(), &[(1, 0), (2, 0), (2, 0), (1, 0)]), ["一、", "五、", "六、", "七、"]);
    }

    #[test]
    fn unknown_lists_give_nothing() {
        assert_eq!(labels(&official(), &[(9, 0), (0, 3)]), ["-", "-"]);
        assert_eq!(labels("<w:numbering>", &[(1, 0)]), ["-"]);
    }

    #[test]
    fn a_list_may_point_to_a_numbering_style() {
        let xml = format!(
            r#"<n><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/></w:abstractNum>
            <w:abstractNum w:abstractNumId="2"><w:styleLink w:val="S"/>{}</w:abstractNum>
            <w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num></n>"#,
            level(0, "chineseCountingThousand", "第%1条", "")
        );
        assert_eq!(labels(&xml, &[(3, 0), (3, 0)]), ["第一条 ", "第二条 "]);
    }
}
