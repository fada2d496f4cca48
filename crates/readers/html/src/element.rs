//! What elements and their attributes mean for reading: kinds of element, hidden text, bold, alignment, landmarks.

use lantai_model::{Align, Landmark};
use scraper::node::Element;

/// What an element does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Part of a line.
    Inline,
    /// Separates paragraphs and groups others.
    Container,
    /// Separates paragraphs.
    Block,
    /// A heading h1–h6.
    Heading(u8),
    /// A list: `ul`, `ol`, `menu`, `dir`.
    List,
    /// A list item.
    ListItem,
    /// A forced line break.
    Break,
    /// `table`.
    Table,
    /// `tr`.
    TableRow,
    /// `td`, `th`.
    TableCell,
    /// `caption`.
    Caption,
    /// `img`.
    Image,
    /// A form control; its text is seen, and is not content.
    Control,
    /// `input`.
    Input,
    /// `title`.
    Title,
    /// `meta`.
    Meta,
    /// `script`.
    Script,
    /// `head`: nothing in it is shown.
    Head,
    /// Never shown.
    Skip,
}

/// The kind of an element by its lower-case name.
pub fn kind(name: &str) -> Kind {
    match name {
        "body" | "div" | "section" | "article" | "main" | "nav" | "header" | "footer" | "aside" | "form" | "dl"
        | "center" | "fieldset" | "details" | "search" => Kind::Container,
        "p" | "html" | "dt" | "dd" | "blockquote" | "pre" | "address" | "figure" | "figcaption" | "hr" | "summary"
        | "legend" | "hgroup" | "thead" | "tbody" | "tfoot" | "colgroup" | "listing" | "xmp" | "plaintext"
        | "dialog" | "frameset" => Kind::Block,
        "h1" => Kind::Heading(1),
        "h2" => Kind::Heading(2),
        "h3" => Kind::Heading(3),
        "h4" => Kind::Heading(4),
        "h5" => Kind::Heading(5),
        "h6" => Kind::Heading(6),
        "ul" | "ol" | "menu" | "dir" => Kind::List,
        "li" => Kind::ListItem,
        "br" => Kind::Break,
        "table" => Kind::Table,
        "tr" => Kind::TableRow,
        "td" | "th" => Kind::TableCell,
        "caption" => Kind::Caption,
        "img" => Kind::Image,
        "select" | "option" | "optgroup" | "button" | "textarea" => Kind::Control,
        "input" => Kind::Input,
        "title" => Kind::Title,
        "meta" => Kind::Meta,
        "script" => Kind::Script,
        "head" => Kind::Head,
        "style" | "template" | "noscript" | "noframes" | "noembed" | "iframe" | "audio" | "video" | "canvas"
        | "datalist" | "desc" | "defs" | "metadata" => Kind::Skip,
        _ => Kind::Inline,
    }
}

/// The attributes that reading looks at, gathered in one pass.
#[derive(Default)]
pub struct Attributes<'a> {
    pub class: &'a str,
    pub id: &'a str,
    pub href: Option<&'a str>,
    pub clickable: bool,
    pub role: &'a str,
    pub align: Option<Align>,
    pub bold: Option<bool>,
    pub hidden: bool,
    pub unnumbered: bool,
    pub input_type: &'a str,
    pub value: &'a str,
    pub placeholder: &'a str,
    pub start: &'a str,
    pub row_span: &'a str,
    pub col_span: &'a str,
    pub bordered: bool,
}

impl<'a> Attributes<'a> {
    /// Gathers the attributes of an element.
    pub fn of(element: &'a Element) -> Self {
        let mut found = Attributes::default();
        for (name, value) in element.attrs() {
            match name {
                "class" => found.class = value,
                "id" => found.id = value,
                "href" => found.href = Some(value),
                "onclick" => found.clickable = true,
                "role" => found.role = value.trim(),
                "align" => found.align = found.align.or_else(|| align(value)),
                "hidden" => found.hidden = true,
                "style" => found.read_style(value),
                "type" => found.input_type = value,
                "value" => found.value = value,
                "placeholder" => found.placeholder = value,
                "start" => found.start = value,
                "rowspan" => found.row_span = value,
                "colspan" => found.col_span = value,
                "border" => found.bordered |= value.trim().parse::<u32>().is_ok_and(|width| width > 0),
                _ => {}
            }
        }
        found
    }

    fn read_style(&mut self, style: &str) {
        for declaration in style.split(';') {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let (name, value) = (name.trim(), value.trim());
            let is = |word: &str| value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
            // By length first: styles are long, and these six are all that matters.
            match name.len() {
                7 if name.eq_ignore_ascii_case("display") => self.hidden |= is("none"),
                10 if name.eq_ignore_ascii_case("visibility") => self.hidden |= is("hidden") || is("collapse"),
                10 if name.eq_ignore_ascii_case("text-align") => self.align = align(value).or(self.align),
                11 if name.eq_ignore_ascii_case("font-weight") => {
                    self.bold = if is("bold") || is("7") || is("8") || is("9") {
                        Some(true)
                    } else if is("normal") || is("light") || is("4") || is("3") {
                        Some(false)
                    } else {
                        self.bold
                    };
                }
                10 if name.eq_ignore_ascii_case("list-style") => self.unnumbered |= is("none"),
                15 if name.eq_ignore_ascii_case("list-style-type") => self.unnumbered |= is("none"),
                _ => {}
            }
        }
    }
}

fn align(value: &str) -> Option<Align> {
    let value = value.trim();
    let is = |word: &str| value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if is("center") || is("middle") || is("-webkit-center") {
        Some(Align::Center)
    } else if is("right") || is("end") {
        Some(Align::End)
    } else if is("left") || is("start") || is("justify") {
        Some(Align::Start)
    } else {
        None
    }
}

/// The landmark that an element's name or ARIA role declares.
pub fn landmark(name: &str, role: &str) -> Option<Landmark> {
    Some(match role {
        "navigation" => Landmark::Navigation,
        "banner" => Landmark::Banner,
        "contentinfo" => Landmark::ContentInfo,
        "complementary" => Landmark::Complementary,
        "main" => Landmark::Main,
        "article" => Landmark::Article,
        "form" | "search" => Landmark::Form,
        _ => match name {
            "nav" => Landmark::Navigation,
            "header" => Landmark::Banner,
            "footer" => Landmark::ContentInfo,
            "aside" => Landmark::Complementary,
            "main" => Landmark::Main,
            "article" => Landmark::Article,
            "form" | "search" => Landmark::Form,
            _ => return None,
        },
    })
}
