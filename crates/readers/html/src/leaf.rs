//! Elements that stand for themselves: pictures, metas, the title.

use ego_tree::NodeRef;
use lantai_model::{Fact, FactKind, Image};
use scraper::Node;
use scraper::node::Element;

/// Pictures up to this size in pixels are icons.
const ICON: u32 = 32;

/// The picture of an `img`, if it is more than decoration: icons, and pictures that lead to a page, need a text to count.
pub fn image(element: &Element, link: Option<&str>) -> Option<Image> {
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
    // A link to a picture leads to the same one, larger.
    let leads =
        link.is_some_and(|href| !["jpg", "jpeg", "png", "gif", "bmp", "webp", "tif"].contains(&&*extension(href)));
    if alt.is_empty() && (icon || leads || src.is_empty()) {
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
            // Of what a server would say, only these speak of the document.
            "http-equiv" if name.is_empty() => {
                let telling = ["last-modified", "date", "keywords", "description", "content-language", "author"];
                name = telling.into_iter().find(|word| value.trim().eq_ignore_ascii_case(word)).unwrap_or("");
            }
            "content" => content = value.trim(),
            _ => {}
        }
    }
    let says = !name.is_empty() && !content.is_empty();
    says.then(|| Fact { kind: FactKind::Meta, name: name.to_owned(), value: content.to_owned() })
}

/// What a frame or an embedded object shows.
pub struct Frame<'a> {
    /// Its address.
    pub address: &'a str,
    /// It is large enough to be content.
    pub large: bool,
    /// It is a document, or a part of a page that is made of frames: surely content.
    pub content: bool,
}

/// The address of what a frame or an embedded object shows, if that may be text.
pub fn frame(element: &Element) -> Option<Frame<'_>> {
    let (mut src, mut small, mut tiny) = ("", false, false);
    for (name, value) in element.attrs() {
        let least = match name {
            "src" | "data" => {
                src = value.trim();
                continue;
            }
            "width" => 150,
            "height" => 100,
            _ => continue,
        };
        if let Ok(size) = value.trim().trim_end_matches("px").parse::<u32>() {
            small |= size < least;
            tiny |= size < 6;
        }
    }
    let scheme = src.split(':').next().filter(|scheme| scheme.len() < src.len());
    let local = scheme.is_some_and(|scheme| ["about", "javascript", "data", "blob"].contains(&scheme));
    if src.is_empty() || local || tiny {
        return None;
    }
    // A viewer has the document's address in its own: `viewer.html?file=/f/a.pdf`.
    let document = src
        .split(['?', '#', '&', '='])
        .any(|part| ["pdf", "doc", "docx", "wps", "ofd", "xls", "xlsx"].contains(&&*extension(part)));
    // Of embedded objects only documents are text; films and the like are not.
    let page = matches!(element.name(), "iframe" | "frame") || document;
    page.then_some(Frame { address: src, large: !small, content: document || element.name() == "frame" })
}

/// The ending of an address's path in lower case, or "".
fn extension(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or("");
    let name = path.rsplit('/').next().unwrap_or("");
    name.rsplit_once('.').filter(|(_, end)| end.len() <= 5).map_or(String::new(), |(_, end)| end.to_ascii_lowercase())
}

/// Where a link leads: its `href`, or where that is no address, the first address that its script names.
pub fn target<'a>(href: &'a str, onclick: Option<&'a str>) -> &'a str {
    let href = href.trim();
    let script = href.get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"));
    if !script && !href.is_empty() && href != "#" {
        return href;
    }
    let scripts = [Some(href).filter(|_| script), onclick];
    scripts.into_iter().flatten().find_map(address_in).unwrap_or(href)
}

/// The first literal in a script that is an address: it has a path, or a file's ending.
fn address_in(script: &str) -> Option<&str> {
    let script = &script[..script.floor_char_boundary(1000)];
    let mut rest = script;
    while let Some(open) = memchr::memchr2(b'"', b'\'', rest.as_bytes()) {
        let text = &rest[open + 1..];
        let close = memchr::memchr(rest.as_bytes()[open], text.as_bytes())?;
        let literal = text[..close].trim();
        rest = &text[close + 1..];
        let clean = literal.len() > 2 && !literal.contains(|c: char| c.is_whitespace() || "<>;{}()\\".contains(c));
        let named = !extension(literal).is_empty() && !literal.ends_with('.');
        if clean && (named || literal.starts_with(['/', '.']) || literal.starts_with("http")) {
            return Some(literal);
        }
    }
    None
}

/// The page's title with its white space collapsed.
pub fn title(node: NodeRef<'_, Node>) -> Option<Fact> {
    let text: String = node.children().filter_map(|child| child.value().as_text()).map(|text| &**text).collect();
    let value = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    (!value.is_empty()).then_some(Fact { kind: FactKind::Title, name: String::new(), value })
}
