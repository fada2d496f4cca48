//! What elements and their attributes mean for reading: kinds of element, hidden text, bold, alignment, landmarks.

use html5ever::{LocalName, local_name};
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
    /// `noscript`, `noframes`: for browsers that lack something.
    NoScript,
    /// `iframe`, `frame`, `embed`: another page or file inside this one.
    Frame,
    /// `object`: as a frame; what it holds is shown where the file cannot be.
    Object,
    /// `style`.
    Style,
    /// `xml`: data that an office program left.
    Data,
    /// `head`: nothing in it is shown.
    Head,
    /// Never shown.
    Skip,
}

/// The kind of an element by its lower-case name.
pub fn kind(name: &LocalName) -> Kind {
    // Atoms compare as numbers.
    match *name {
        local_name!("body")
        | local_name!("div")
        | local_name!("section")
        | local_name!("article")
        | local_name!("main")
        | local_name!("nav")
        | local_name!("header")
        | local_name!("footer")
        | local_name!("aside")
        | local_name!("form")
        | local_name!("dl")
        | local_name!("center")
        | local_name!("fieldset")
        | local_name!("details") => Kind::Container,
        local_name!("p")
        | local_name!("html")
        | local_name!("dt")
        | local_name!("dd")
        | local_name!("blockquote")
        | local_name!("pre")
        | local_name!("address")
        | local_name!("figure")
        | local_name!("figcaption")
        | local_name!("hr")
        | local_name!("summary")
        | local_name!("legend")
        | local_name!("hgroup")
        | local_name!("thead")
        | local_name!("tbody")
        | local_name!("tfoot")
        | local_name!("colgroup")
        | local_name!("listing")
        | local_name!("xmp")
        | local_name!("plaintext")
        | local_name!("dialog")
        | local_name!("frameset") => Kind::Block,
        local_name!("h1") => Kind::Heading(1),
        local_name!("h2") => Kind::Heading(2),
        local_name!("h3") => Kind::Heading(3),
        local_name!("h4") => Kind::Heading(4),
        local_name!("h5") => Kind::Heading(5),
        local_name!("h6") => Kind::Heading(6),
        local_name!("ul") | local_name!("ol") | local_name!("menu") | local_name!("dir") => Kind::List,
        local_name!("li") => Kind::ListItem,
        local_name!("br") => Kind::Break,
        local_name!("table") => Kind::Table,
        local_name!("tr") => Kind::TableRow,
        local_name!("td") | local_name!("th") => Kind::TableCell,
        local_name!("caption") => Kind::Caption,
        local_name!("img") => Kind::Image,
        local_name!("select")
        | local_name!("option")
        | local_name!("optgroup")
        | local_name!("button")
        | local_name!("textarea") => Kind::Control,
        local_name!("input") => Kind::Input,
        local_name!("title") => Kind::Title,
        local_name!("meta") => Kind::Meta,
        local_name!("script") => Kind::Script,
        local_name!("noscript") | local_name!("noframes") => Kind::NoScript,
        local_name!("iframe") | local_name!("frame") | local_name!("embed") => Kind::Frame,
        local_name!("object") => Kind::Object,
        local_name!("style") => Kind::Style,
        local_name!("head") => Kind::Head,
        local_name!("template")
        | local_name!("noembed")
        | local_name!("audio")
        | local_name!("video")
        | local_name!("canvas")
        | local_name!("datalist")
        | local_name!("desc")
        | local_name!("defs")
        | local_name!("metadata") => Kind::Skip,
        _ => match &**name {
            "search" => Kind::Container,
            "xml" => Kind::Data,
            _ => Kind::Inline,
        },
    }
}

/// The attributes that reading looks at, gathered in one pass.
#[derive(Default)]
pub struct Attributes<'a> {
    pub class: &'a str,
    pub id: &'a str,
    pub href: Option<&'a str>,
    pub onclick: Option<&'a str>,
    pub role: &'a str,
    pub align: Option<Align>,
    pub bold: Option<bool>,
    /// Not shown, with all that it holds: `hidden`, `display:none`.
    pub hidden: bool,
    /// Written with no size or no opacity. Scripts and style sheets often set both anew.
    pub faint: bool,
    /// `visibility`, which elements inside may set anew.
    pub visible: Option<bool>,
    /// A `dialog` is shown when it is open.
    pub open: bool,
    pub reversed: bool,
    pub unnumbered: bool,
    /// `type` of an input, a script or a list.
    pub kind: &'a str,
    pub name: &'a str,
    /// `list-style` and `list-style-type`.
    pub list_style: &'a str,
    pub value: &'a str,
    pub placeholder: &'a str,
    pub start: &'a str,
    pub row_span: &'a str,
    pub col_span: &'a str,
    pub bordered: bool,
}

/// A style's number is zero: `0`, `0px`, `0.0`.
fn is_zero(value: &str) -> bool {
    let number = value.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    value.starts_with('0') && value[..number].bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

impl<'a> Attributes<'a> {
    /// Gathers the attributes of an element.
    pub fn of(element: &'a Element) -> Self {
        let mut found = Attributes::default();
        for (name, value) in &element.attrs {
            let value = &**value;
            match name.local {
                local_name!("class") => found.class = value,
                local_name!("id") => found.id = value,
                local_name!("href") => found.href = Some(value),
                local_name!("onclick") => found.onclick = Some(value),
                local_name!("role") => found.role = value.trim(),
                local_name!("align") => found.align = found.align.or_else(|| align(value)),
                local_name!("hidden") => found.hidden = true,
                local_name!("open") => found.open = true,
                local_name!("reversed") => found.reversed = true,
                local_name!("style") => found.read_style(value),
                local_name!("type") => found.kind = value,
                local_name!("name") => found.name = value,
                local_name!("value") => found.value = value,
                local_name!("placeholder") => found.placeholder = value,
                local_name!("start") => found.start = value,
                local_name!("rowspan") => found.row_span = value,
                local_name!("colspan") => found.col_span = value,
                local_name!("border") => {
                    found.bordered |= value.trim().parse::<u32>().is_ok_and(|width| width > 0);
                }
                _ => {}
            }
        }
        found
    }

    fn read_style(&mut self, style: &'a str) {
        // What is written last counts.
        let (mut gone, mut clear, mut tiny) = (false, false, false);
        for declaration in style.split(';') {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let (name, value) = (name.trim(), value.trim());
            let is = |word: &str| value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
            // By length first: styles are long, and these are all that matters.
            match name.len() {
                7 if name.eq_ignore_ascii_case("display") => gone = is("none"),
                7 if name.eq_ignore_ascii_case("opacity") => clear = is_zero(value),
                9 if name.eq_ignore_ascii_case("font-size") => tiny = is_zero(value),
                10 if name.eq_ignore_ascii_case("visibility") => {
                    let hides = is("hidden") || is("collapse");
                    self.visible = if hides || is("visible") { Some(!hides) } else { self.visible };
                }
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
                8 if name.eq_ignore_ascii_case("mso-hide") => self.hidden |= is("all"),
                10 if name.eq_ignore_ascii_case("list-style") => self.read_list_style(value),
                15 if name.eq_ignore_ascii_case("list-style-type") => self.read_list_style(value),
                _ => {}
            }
        }
        self.hidden |= gone;
        self.faint = clear || tiny;
    }

    fn read_list_style(&mut self, value: &'a str) {
        let bullets = ["none", "disc", "circle", "square"];
        self.unnumbered |=
            value.split_ascii_whitespace().any(|word| bullets.iter().any(|name| word.eq_ignore_ascii_case(name)));
        self.list_style = value;
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
