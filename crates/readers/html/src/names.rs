//! Names of elements and attributes, without hashing each one again.

use html5ever::{LocalName, local_name};

const SLOTS: usize = 128;

/// Element names met so far.
pub struct Names(Box<[(u64, LocalName); SLOTS]>);

impl Default for Names {
    fn default() -> Self {
        Names(Box::new(std::array::from_fn(|_| (0, LocalName::default()))))
    }
}

impl Names {
    /// The name in lower case.
    pub fn get(&mut self, name: &str) -> LocalName {
        let bytes = name.as_bytes();
        if bytes.len() > 8 || bytes.contains(&0) {
            return LocalName::from(name.to_ascii_lowercase().replace('\0', "\u{FFFD}"));
        }
        let mut packed = [0; 8];
        for (to, from) in packed.iter_mut().zip(bytes) {
            *to = from.to_ascii_lowercase();
        }
        let key = u64::from_le_bytes(packed);
        let slot = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 57) as usize % SLOTS;
        let known = &mut self.0[slot];
        if known.0 != key {
            *known = (key, LocalName::from(name.to_ascii_lowercase()));
        }
        known.1.clone()
    }
}

/// The name of an attribute that reading or tree building uses; others are not kept.
pub fn attribute_name(name: &[u8]) -> Option<LocalName> {
    let mut lower = [0; 16];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"id" => local_name!("id"),
        b"src" => local_name!("src"),
        b"alt" => local_name!("alt"),
        b"href" => local_name!("href"),
        b"role" => local_name!("role"),
        b"type" => local_name!("type"),
        b"name" => local_name!("name"),
        b"open" => local_name!("open"),
        b"data" => local_name!("data"),
        b"face" => local_name!("face"),
        b"size" => local_name!("size"),
        b"color" => local_name!("color"),
        b"class" => local_name!("class"),
        b"style" => local_name!("style"),
        b"align" => local_name!("align"),
        b"value" => local_name!("value"),
        b"start" => local_name!("start"),
        b"width" => local_name!("width"),
        b"hidden" => local_name!("hidden"),
        b"border" => local_name!("border"),
        b"height" => local_name!("height"),
        b"content" => local_name!("content"),
        b"onclick" => local_name!("onclick"),
        b"rowspan" => local_name!("rowspan"),
        b"colspan" => local_name!("colspan"),
        b"encoding" => local_name!("encoding"),
        b"reversed" => local_name!("reversed"),
        b"property" => local_name!("property"),
        b"itemprop" => local_name!("itemprop"),
        b"http-equiv" => local_name!("http-equiv"),
        b"placeholder" => local_name!("placeholder"),
        b"data-src" | b"data-original" => LocalName::from(std::str::from_utf8(lower).ok()?),
        _ => return None,
    })
}
