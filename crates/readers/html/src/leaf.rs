//! Elements that stand for themselves: pictures, metas, the title.

use ego_tree::NodeRef;
use lantai_model::{Fact, FactKind, Image};
use scraper::Node;
use scraper::node::Element;

/// Pictures up to this size in pixels are icons.
const ICON: u32 = 32;

/// The picture of an `img`, if it is more than decoration: icons and linked pictures need a text to count.
pub fn image(element: &Element, in_link: bool) -> Option<Image> {
    let (mut src, mut lazy, mut alt, mut icon) = ("", "", "", false);
    for (name, value) in element.attrs() {
        match name {
            "src" => src = value.trim(),
            "data-src" | "data-original" => lazy = value.trim(),
            "alt" => alt = value.trim(),
            "width" | "height" => icon |= value.trim_end_matches("px").parse::<u32>().is_ok_and(|size| size <= ICON),
            _ => {}
        }
    }
    let src = if lazy.is_empty() { src } else { lazy };
    if alt.is_empty() && (icon || in_link || src.is_empty()) {
        return None;
    }
    // A picture inside the page's text has no address worth keeping.
    let src = if src.starts_with("data:") { src.split([';', ',']).next().unwrap_or("") } else { src };
    Some(Image { src: src.to_owned(), alt: alt.to_owned() })
}

/// What a `meta` states, by name or property.
pub fn meta(element: &Element) -> Option<Fact> {
    let (mut name, mut content) = ("", "");
    for (key, value) in element.attrs() {
        match key {
            "name" => name = value.trim(),
            "property" | "itemprop" if name.is_empty() => name = value.trim(),
            "content" => content = value.trim(),
            _ => {}
        }
    }
    let says = !name.is_empty() && !content.is_empty();
    says.then(|| Fact { kind: FactKind::Meta, name: name.to_owned(), value: content.to_owned() })
}

/// The page's title with its white space collapsed.
pub fn title(node: NodeRef<'_, Node>) -> Option<Fact> {
    let text: String = node.children().filter_map(|child| child.value().as_text()).map(|text| &**text).collect();
    let value = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    (!value.is_empty()).then_some(Fact { kind: FactKind::Title, name: String::new(), value })
}
