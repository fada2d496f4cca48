//! Styles (styles.xml; ECMA-376 part 1, 17.7): what a paragraph or run gets from its style and the styles that it builds on.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use lantai_model::Align;

use crate::xml::{Element, Node, Xml};

/// Longest chain of `w:basedOn` that is followed.
const MAX_CHAIN: usize = 32;

/// Properties of paragraphs that we keep, each only where it is stated.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ParagraphProps {
    pub(crate) align: Option<Align>,
    /// Outline level, 0-based; 9 is body text.
    pub(crate) outline: Option<u8>,
    /// List (`w:numId`; 0 takes numbering away).
    pub(crate) num: Option<u32>,
    /// Level in the list, 0-based.
    pub(crate) level: Option<u8>,
}

/// Properties of runs that we keep, each only where it is stated.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RunProps {
    pub(crate) bold: Option<bool>,
    pub(crate) hidden: Option<bool>,
    /// Font size in half-points.
    pub(crate) size: Option<u16>,
}

/// A style with all that it inherits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Style {
    /// Its name for people; `None` for the default style, which says nothing.
    pub(crate) name: Option<Arc<str>>,
    /// Heading level by outline level or by name, 0 for none.
    pub(crate) heading: u8,
    pub(crate) paragraph: ParagraphProps,
    pub(crate) run: RunProps,
    /// The style that states the list, for lists that tie their levels to styles.
    pub(crate) num_style: Option<String>,
}

/// All styles of a document.
#[derive(Default)]
pub(crate) struct Styles {
    resolved: HashMap<String, Style>,
    /// What a paragraph without a style has.
    pub(crate) default_paragraph: Style,
    /// Font size of the document defaults, in half-points.
    pub(crate) default_size: u16,
}

#[derive(Default)]
struct Raw {
    name: String,
    based_on: Option<String>,
    default: bool,
    paragraph_kind: bool,
    paragraph: ParagraphProps,
    run: RunProps,
}

impl ParagraphProps {
    /// Takes one child of `w:pPr` (or `w:numPr`) in.
    pub(crate) fn take(&mut self, element: &Element<'_>) {
        match element.name() {
            "jc" => {
                self.align = element.val().map(|v| match &*v {
                    "center" => Align::Center,
                    "right" | "end" => Align::End,
                    _ => Align::Start,
                });
            }
            "outlineLvl" => self.outline = element.number(),
            "numId" => self.num = element.number(),
            "ilvl" => self.level = element.number(),
            _ => {}
        }
    }

    fn inherit(&mut self, base: &ParagraphProps) {
        self.align = self.align.or(base.align);
        self.outline = self.outline.or(base.outline);
        self.num = self.num.or(base.num);
        self.level = self.level.or(base.level);
    }
}

impl RunProps {
    /// Takes one child of `w:rPr` in.
    pub(crate) fn take(&mut self, element: &Element<'_>) {
        match element.name() {
            "b" => self.bold = Some(element.on()),
            "vanish" => self.hidden = Some(element.on()),
            "sz" => self.size = element.number(),
            _ => {}
        }
    }

    fn inherit(&mut self, base: &RunProps) {
        self.bold = self.bold.or(base.bold);
        self.hidden = self.hidden.or(base.hidden);
        self.size = self.size.or(base.size);
    }
}

impl Styles {
    /// Reads styles.xml; an empty text gives the defaults of the format.
    pub(crate) fn parse(text: &str) -> Self {
        let mut raw: HashMap<String, Raw> = HashMap::new();
        let mut order: Vec<String> = Vec::new();
        let mut defaults = RunProps::default();
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            let Node::Start(element) = node else { continue };
            match element.name() {
                "rPrDefault" => defaults = parse_style(&mut xml).run,
                "latentStyles" => xml.leap(element.qualified_name()),
                // Table styles are the bulk of many files, and what they say is not kept.
                "style" if matches!(element.get("type").as_deref(), Some("table" | "numbering")) => {
                    xml.leap(element.qualified_name());
                }
                "style" => {
                    let id = element.get("styleId").map(|id| id.into_owned()).unwrap_or_default();
                    let default = matches!(element.get("default").as_deref(), Some("1" | "true" | "on"));
                    let paragraph_kind = element.get("type").is_none_or(|kind| kind == "paragraph");
                    let style = Raw { default, paragraph_kind, ..parse_style(&mut xml) };
                    if let Entry::Vacant(slot) = raw.entry(id) {
                        order.push(slot.key().clone());
                        slot.insert(style);
                    }
                }
                _ => {}
            }
        }
        let mut styles = Styles { default_size: defaults.size.unwrap_or(20), ..Styles::default() };
        for id in order {
            let style = resolve(&id, &raw);
            if raw.get(&id).is_some_and(|raw| raw.default && raw.paragraph_kind) {
                styles.default_paragraph = style.clone();
            }
            styles.resolved.insert(id, style);
        }
        styles
    }

    /// The style of that identifier.
    pub(crate) fn get(&self, id: &str) -> Option<&Style> {
        self.resolved.get(id)
    }
}

/// Reads one `w:style` or the like to its end.
fn parse_style(xml: &mut Xml<'_>) -> Raw {
    let mut style = Raw::default();
    let inside = xml.depth();
    while xml.depth() >= inside {
        let Some(node) = xml.next() else { break };
        let Node::Start(element) = node else { continue };
        match element.name() {
            "name" => style.name = element.val().map(Into::into).unwrap_or_default(),
            "basedOn" => style.based_on = element.val().map(Into::into),
            // Conditional looks of table styles, and properties before a tracked change, are not the style's own.
            "tblStylePr" | "pPrChange" | "rPrChange" | "tblPr" | "trPr" | "tcPr" | "tabs" => xml.skip(),
            _ => {
                style.paragraph.take(&element);
                style.run.take(&element);
            }
        }
    }
    style
}

fn resolve(id: &str, raw: &HashMap<String, Raw>) -> Style {
    let mut style = Style::default();
    let mut by_name = 0;
    let mut next = Some(id);
    let mut steps = 0;
    while let Some((id, found)) = next.and_then(|id| Some((id, raw.get(id)?))) {
        if steps == 0 && !found.default && !found.name.is_empty() {
            style.name = Some(found.name.as_str().into());
        }
        if by_name == 0 {
            by_name = heading_by_name(&found.name);
        }
        if style.num_style.is_none() && found.paragraph.num.is_some() {
            style.num_style = Some(id.to_owned());
        }
        style.paragraph.inherit(&found.paragraph);
        style.run.inherit(&found.run);
        next = found.based_on.as_deref();
        steps += 1;
        if steps >= MAX_CHAIN {
            break;
        }
    }
    style.heading = match style.paragraph.outline {
        Some(level @ 0..=8) => level + 1,
        Some(_) => 0,
        None => by_name,
    };
    style
}

/// The level that a style's name speaks of: `Title`, `标题`, `heading 2`, `标题 2`.
fn heading_by_name(name: &str) -> u8 {
    let name = name.trim().to_lowercase();
    let rest = match name.as_str() {
        "title" | "标题" => return 1,
        name => name.strip_prefix("heading").or_else(|| name.strip_prefix("标题")),
    };
    match rest.map(|rest| rest.trim().parse()) {
        Some(Ok(level @ 1..=9)) => level,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_inherit_along_the_chain() {
        let styles = Styles::parse(
            r#"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
            <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>
            <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
            <w:style w:type="paragraph" w:styleId="x"><w:name w:val="一级"/><w:basedOn w:val="1"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b w:val="0"/></w:rPr></w:style>
            </w:styles>"#,
        );
        assert_eq!((styles.default_size, styles.default_paragraph.run.size), (21, Some(32)));
        assert_eq!(styles.default_paragraph.name, None);
        let style = styles.get("x").unwrap();
        assert_eq!((style.heading, style.paragraph.align), (1, Some(Align::Center)));
        assert_eq!((style.run.bold, style.run.size), (Some(false), Some(32)));
        assert_eq!((style.paragraph.num, style.num_style.as_deref()), (Some(4), Some("1")));
    }

    #[test]
    fn a_ring_of_styles_ends() {
        let styles = Styles::parse(
            r#"<s><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style></s>"#,
        );
        assert_eq!(styles.get("a").map(|style| style.heading), Some(1));
    }

    #[test]
    fn headings_by_name() {
        let found: Vec<u8> =
            ["Title", "标题", "heading 3", "标题 2", "Heading", "标题文字"].map(heading_by_name).into();
        assert_eq!(found, [1, 1, 3, 2, 0, 0]);
    }
}
