//! An open element of the walk: what it means for the text inside it.

use html5ever::LocalName;
use lantai_model::Align;

use crate::element::Kind;
use crate::number::Style;
use crate::paragraph::Look;

/// An open element. What is inside inherits its looks.
#[derive(Clone)]
pub struct Frame<'a> {
    pub kind: Kind,
    pub name: &'a LocalName,
    pub class: &'a str,
    pub id: &'a str,
    pub role: &'a str,
    /// Groups others: becomes a container when something is found in it.
    pub groups: bool,
    /// Its index among the flow's containers, once it has one.
    pub container: Option<u32>,
    /// Depth of the innermost element that separates paragraphs, itself included.
    pub block: usize,
    pub look: Look<'a>,
    /// Not shown: gone or unseen.
    pub hidden: bool,
    /// Hidden with all that is inside.
    pub gone: bool,
    /// Hidden by `visibility`, which an element inside may set anew.
    pub unseen: bool,
    /// Inside `<noscript>`.
    pub noscript: bool,
    pub pre: bool,
    pub align: Align,
    pub heading: u8,
    pub list: u8,
    /// Next number of an ordered list, the step to the one after it, how it is written, and whether it is shown.
    pub number: i64,
    pub step: i64,
    pub style: Style,
    pub numbered: bool,
    /// Characters of paragraphs that stood directly in this element so far.
    pub chars: u32,
}

impl<'a> Frame<'a> {
    /// An element inside `parent`, before its own attributes are looked at.
    pub fn inside(parent: Option<&Frame<'a>>, kind: Kind, name: &'a LocalName) -> Self {
        let inherited = parent.map(|parent| {
            (
                parent.block,
                parent.look,
                parent.hidden,
                parent.gone,
                parent.unseen,
                parent.noscript,
                parent.pre,
                parent.align,
                parent.heading,
                parent.list,
            )
        });
        let (block, look, hidden, gone, unseen, noscript, pre, align, heading, list) = inherited.unwrap_or_default();
        Frame {
            kind,
            name,
            class: "",
            id: "",
            role: "",
            groups: false,
            container: None,
            block,
            look,
            hidden,
            gone,
            unseen,
            noscript,
            pre,
            align,
            heading,
            list,
            number: 1,
            step: 1,
            style: Style::Decimal,
            numbered: false,
            chars: 0,
        }
    }
}

/// The element is part of the line that it stands in.
pub fn in_line(kind: Kind) -> bool {
    matches!(kind, Kind::Inline | Kind::Break | Kind::Image | Kind::Input | Kind::Script | Kind::Frame | Kind::Object)
}
