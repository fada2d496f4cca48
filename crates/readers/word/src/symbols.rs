//! Characters of symbol fonts (`w:sym`) as Unicode, as far as forms and ticked lists use them.

/// The character that stands for `code` (hexadecimal) of that font, if one does.
pub(crate) fn sign(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    // Symbol fonts live in the private use area at U+F000 plus their byte code.
    let byte = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    match font.trim().to_ascii_lowercase().as_str() {
        "wingdings" => Some(match byte {
            0x6C => '●',
            0x6E => '■',
            0x6F | 0xA8 => '□',
            0x75 => '◆',
            0xA1 => '○',
            0xD8 => '➢',
            0xE0 => '→',
            0xFB => '✗',
            0xFC => '✓',
            0xFD => '☒',
            0xFE => '☑',
            _ => return None,
        }),
        "wingdings 2" => Some(match byte {
            0x50 => '✓',
            0x4F => '✗',
            0x51 | 0x53 => '☒',
            0x52 => '☑',
            0x2A | 0xA3 => '□',
            0x98 => '●',
            0x99 => '○',
            _ => return None,
        }),
        "symbol" => Some(match byte {
            0xB0 => '°',
            0xB1 => '±',
            0xB3 => '≥',
            0xA3 => '≤',
            0xB4 => '×',
            0xB7 => '•',
            0xB8 => '÷',
            0xB9 => '≠',
            _ => return None,
        }),
        _ => char::from_u32(code).filter(|c| !(0xE000..=0xF8FF).contains(&(*c as u32)) && !c.is_control()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn boxes_and_ticks() {
        assert_eq!(super::sign("Wingdings", "F0FE"), Some('☑'));
        assert_eq!(super::sign("Wingdings 2", "00A3"), Some('□'));
        assert_eq!(super::sign("宋体", "25A1"), Some('□'));
        assert_eq!(super::sign("Webdings", "F061"), None);
    }
}
