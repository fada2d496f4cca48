//! Numbers of ordered lists, which browsers show and sources do not hold.

use lantai_model::Paragraph;

/// Puts an automatic number before the text; returns its length in bytes.
pub fn put(paragraph: &mut Paragraph, number: &str) -> u16 {
    paragraph.text.insert_str(0, number);
    for mark in &mut paragraph.marks {
        mark.start += number.len() as u32;
        mark.end += number.len() as u32;
    }
    number.len() as u16
}

/// The text brings its own number: the page's style surely hides the automatic one.
pub fn shown(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "（(第①②③④⑤⑥⑦⑧⑨⑩".contains(c))
        || text.chars().take(4).find(|c| !"一二三四五六七八九十".contains(*c)) == Some('、')
}
