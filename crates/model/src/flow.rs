//! What a reader saw, in reading order, with the facts about looks and place that judgement needs.
//! Readers state cues; only `clean` and `structure` judge.

use std::sync::Arc;

use crate::{Block, Span};

/// The content of one source in reading order. A reader leaves no visible text out.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// Blocks in reading order.
    pub items: Vec<Item>,
    /// The containers that items lie in; index 0 is the whole source and is always there after reading.
    pub containers: Vec<Container>,
    /// What the source says about itself outside its visible text.
    pub facts: Vec<Fact>,
}

/// One block with its cues and its place.
#[derive(Clone, Debug)]
pub struct Item {
    /// The block.
    pub block: Block,
    /// Facts about looks and place.
    pub cues: Cues,
    /// Where it stood.
    pub at: Span,
}

/// Facts about an item's looks and place.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// Index into [`Flow::containers`].
    pub container: u32,
    /// Visible characters inside links.
    pub link_chars: u32,
    /// Heading level that the source marks (h1 = 1, Word outline level 1 = 1; a Word title = 1), 0 for none.
    pub heading: u8,
    /// Horizontal alignment.
    pub align: Align,
    /// All visible characters are bold.
    pub bold: bool,
    /// All visible characters are printed in red ink (套红), as the head of an official document is (红头).
    pub red: bool,
    /// A ruling over most of the text's width stands right above the item, with nothing between (版记分隔线).
    pub rule_above: bool,
    /// A ruling over most of the text's width stands right below the item, with nothing between (版头分隔线).
    pub rule_below: bool,
    /// Font size relative to the body text of the source; 0 when not known.
    pub size: f32,
    /// Length in bytes of an automatic number (`一、`) that the reader put at the start of the text, 0 for none.
    pub auto_number: u16,
    /// Style or element name as the source gives it (`h1`, `Heading 1`), where it says something.
    pub style: Option<Arc<str>>,
    /// The item lies in the page margin (running head, foot, page number).
    pub margin: Option<Margin>,
    /// The source hides the item from view (`display:none`, hidden text).
    pub hidden: bool,
}

/// Horizontal alignment of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As usual, or not known.
    #[default]
    Start,
    /// Centred (居中).
    Center,
    /// To the right (居右), as signatures are.
    End,
}

/// Page margins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Margin {
    /// Running head (页眉).
    Header,
    /// Running foot or page number (页脚).
    Footer,
}

/// A container of the source: an HTML element that groups others, a header part, a page.
#[derive(Clone, Debug, Default)]
pub struct Container {
    /// Index of the container around this one; the root is its own parent.
    pub parent: u32,
    /// Element name (`div`, `td`), or the kind of part (`page`, `header`).
    pub tag: Arc<str>,
    /// Its class and id words, lower case, separated by single spaces.
    pub words: Arc<str>,
    /// What the source declares it to be.
    pub landmark: Option<Landmark>,
}

/// What a source declares a container to be (HTML elements and ARIA roles).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landmark {
    /// Navigation.
    Navigation,
    /// Site or page header.
    Banner,
    /// Site or page footer.
    ContentInfo,
    /// Side matter.
    Complementary,
    /// The main content.
    Main,
    /// A self-contained article.
    Article,
    /// A form.
    Form,
}

/// Something that the source says about itself outside its visible text.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Where such a thing is said.
    pub kind: FactKind,
    /// Its name as written (`PubDate`, `dc:title`, `pubdata`), or empty.
    pub name: String,
    /// Its value as written, entities resolved.
    pub value: String,
}

/// The places where sources speak of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// An HTML `<meta>` (name or property, content).
    Meta,
    /// The HTML `<title>`.
    Title,
    /// A literal in a script that looks like metadata.
    Script,
    /// A breadcrumb (您现在的位置) that cleaning took out of the text; the path of columns.
    Breadcrumb,
    /// Document properties (PDF Info and XMP, Office core and app properties).
    Property,
}

impl Flow {
    /// The chain of containers around an item, innermost first, the root left out.
    pub fn containers_of<'a>(&'a self, item: &Item) -> impl Iterator<Item = &'a Container> {
        let mut index = item.cues.container as usize;
        std::iter::from_fn(move || {
            if index == 0 {
                return None;
            }
            let container = self.containers.get(index)?;
            // A parent always comes before its children, so this ends.
            index = (container.parent as usize).min(index - 1);
            Some(container)
        })
    }
}
