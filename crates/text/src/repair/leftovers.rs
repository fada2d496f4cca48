//! Escapes that a program wrote and none took back: `&#24453;` and `&amp;#x4e00;` (HTML), `_x000D_` (ECMA-376 part 1,
//! 22.4.2.4), `x0dx0a` and `\r\n` (line ends of dumps), `%u4E00%u4E01` and `\u4e00\u4e01` (scripts).
//!
//! Only what no text says of itself is taken back: a paragraph that speaks of markup is left.

use super::{Repair, TextEdit};

/// Names of HTML that pages are full of, without those that keep markup apart from text (lt, gt, amp).
const NAMES: [(&str, char); 22] = [
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("quot", '"'),
    ("apos", '\''),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("deg", '°'),
    ("permil", '‰'),
    ("yen", '¥'),
    ("plusmn", '±'),
];

/// Takes back escapes that stand in the text as they were written. A line end becomes a blank.
pub fn leftovers(text: &str) -> Option<Repair> {
    let bytes = text.as_bytes();
    let starts = |byte: &u8| matches!(byte, b'&' | b'_' | b'\\' | b'%');
    if !bytes.iter().any(starts) && memchr::memmem::find(bytes, b"x0").is_none() {
        return None;
    }
    let mut repair = Repair { text: String::with_capacity(text.len()), ..Repair::default() };
    // Bytes and characters that lie behind; `copied` is where the last escape ended.
    let (mut copied, mut at, mut index) = (0, 0, 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let found = if matches!(c, '&' | '_' | '\\' | '%' | 'x') { escape(rest, text.get(..at)?) } else { None };
        let Some((length, after)) = found else {
            at += c.len_utf8();
            index += 1;
            continue;
        };
        repair.text.push_str(text.get(copied..at).unwrap_or_default());
        let (before, next) = (rest.get(..length)?, rest.get(length..)?);
        let blank = after == " " && !before.contains('&');
        let idle = next.is_empty() || next.starts_with(char::is_whitespace) || escape(next, before).is_some();
        let idle = blank && (idle || repair.text.is_empty() || repair.text.ends_with(char::is_whitespace));
        let after = if idle { String::new() } else { after };
        repair.text.push_str(&after);
        repair.edits.push(TextEdit { start: index, before: before.to_owned(), after });
        index += before.chars().count();
        at += length;
        copied = at;
    }
    if repair.edits.is_empty() || speaks_of_markup(text) {
        return None;
    }
    repair.text.push_str(text.get(copied..).unwrap_or_default());
    Some(repair)
}

fn speaks_of_markup(text: &str) -> bool {
    text.contains("</")
        || text.contains("实体")
        || memchr::memmem::find(&text.to_ascii_lowercase().into_bytes(), b"html").is_some()
}

/// The escape that the text starts with: its bytes, and what it stands for.
fn escape(text: &str, before: &str) -> Option<(usize, String)> {
    match text.as_bytes().first()? {
        b'&' => entity(text, before),
        b'_' => office(text),
        b'%' => run(text, "%u"),
        b'\\' => run(text, "\\u").or_else(|| line_end(text)).or_else(|| spelled_line_end(text, before)),
        b'x' => line_end(text),
        _ => None,
    }
}

/// `&#24453;`, `&#x4e00;`, `&nbsp;`, each with any number of `amp;` behind the `&`.
fn entity(text: &str, before: &str) -> Option<(usize, String)> {
    let mut rest = text.strip_prefix('&')?;
    let mut amps = 0;
    while let Some(more) = rest.strip_prefix("amp;").filter(|_| amps < 4) {
        rest = more;
        amps += 1;
    }
    let end = rest.as_bytes().iter().take(10).position(|byte| *byte == b';')?;
    let (name, next) = (rest.get(..end)?, rest.get(end + 1..)?);
    let length = text.len() - next.len();
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            visible(code)?
        }
        None => NAMES.iter().find(|(known, _)| *known == name)?.1,
    };
    // A quotation mark is one only beside Chinese; elsewhere it may be meant as written.
    let chinese = || next.chars().next().into_iter().chain(before.chars().next_back()).any(|c| !c.is_ascii());
    let sure = !matches!(c, '"' | '\'') || chinese();
    (sure && !number_with_sign(name)).then(|| (length, c.to_string()))
}

/// `str::parse` takes `+5` for a number.
fn number_with_sign(name: &str) -> bool {
    name.bytes().any(|byte| matches!(byte, b'+' | b'-'))
}

/// The character of a number that text can have; line ends and blanks are blanks. Markup's own signs stay escaped.
fn visible(code: u32) -> Option<char> {
    match char::from_u32(code)? {
        '\t' | '\n' | '\r' | ' ' | '\u{A0}' => Some(' '),
        '<' | '>' | '&' | '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}' | '\u{FFFC}'..='\u{FFFF}' => {
            None
        }
        c if code < 0x3_2400 || (0xE0100..0xE01F0).contains(&code) => Some(c),
        _ => None,
    }
}

/// `_x000D_`: white space, and Chinese.
fn office(text: &str) -> Option<(usize, String)> {
    let hex = text.strip_prefix("_x")?.get(..4)?;
    let closed = text.as_bytes().get(6) == Some(&b'_') && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = u32::from_str_radix(hex, 16).ok().filter(|_| closed)?;
    match code {
        0x09 | 0x0A | 0x0D | 0x20 => Some((7, " ".into())),
        _ => chinese(code).map(|c| (7, c.to_string())),
    }
}

/// Two or more of `%u4E00` or `\u4e00` in a row that are Chinese.
fn run(text: &str, lead: &str) -> Option<(usize, String)> {
    let mut found = String::new();
    let mut rest = text;
    while let Some(hex) = rest.strip_prefix(lead).and_then(|rest| rest.get(..4)) {
        let code =
            if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) { u32::from_str_radix(hex, 16).ok() } else { None };
        let Some(c) = code.and_then(chinese) else { break };
        found.push(c);
        rest = rest.get(lead.len() + 4..)?;
    }
    (found.chars().count() >= 2).then(|| (text.len() - rest.len(), found))
}

/// Hanzi and the punctuation of Chinese.
fn chinese(code: u32) -> Option<char> {
    let known = matches!(code, 0x2013..=0x2026 | 0x3000..=0x3017 | 0x3400..=0x9FFF | 0xFF01..=0xFF5E);
    char::from_u32(code).filter(|_| known)
}

/// `x0dx0a` and `\x0d\x0a`, in either case.
fn line_end(text: &str) -> Option<(usize, String)> {
    let bytes = text.as_bytes();
    let slash = usize::from(bytes.first() == Some(&b'\\'));
    let half = |at: usize, value: &[u8]| {
        let own = bytes.get(at..at + slash).is_some_and(|lead| lead.iter().all(|byte| *byte == b'\\'));
        own && bytes.get(at + slash..at + slash + 3).is_some_and(|it| it.eq_ignore_ascii_case(value))
    };
    let length = 2 * (3 + slash);
    (half(0, b"x0d") && half(3 + slash, b"x0a")).then(|| (length, " ".into()))
}

/// `\r\n` between Chinese characters.
fn spelled_line_end(text: &str, before: &str) -> Option<(usize, String)> {
    if before.chars().next_back().is_some_and(|c| c.is_ascii()) {
        return None;
    }
    let mut rest = text.strip_prefix("\\r\\n")?;
    while let Some(more) = rest.strip_prefix("\\r\\n") {
        rest = more;
    }
    let between = rest.chars().next().is_none_or(|c| !c.is_ascii());
    between.then(|| (text.len() - rest.len(), " ".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(text: &str) -> Option<String> {
        let repair = leftovers(text)?;
        crate::repair::tests::assert_consistent(text, &repair);
        Some(repair.text)
    }

    #[test]
    fn escapes_are_taken_back() {
        for (text, want) in [
            ("青溪县&#24453;办事项", "青溪县待办事项"),
            ("&amp;#x4e00;是加强领导", "一是加强领导"),
            ("&amp;amp;#20108;、任务", "二、任务"),
            ("&ldquo;十四五&rdquo;规划&nbsp;&nbsp;纲要", "“十四五”规划  纲要"),
            ("&quot;放管服&quot;改革", "\"放管服\"改革"),
            ("第一条。x0dx0a第二条。x0Dx0Ax0dx0a", "第一条。 第二条。"),
            ("完成情况\\x0d\\x0a正常", "完成情况 正常"),
            ("按月推进_x000D_ 已完成_x000d_", "按月推进 已完成"),
            ("总结。\\r\\n下一步", "总结。 下一步"),
            ("%u5E02%u653F府", "市政府"),
            ("\\u4e91\\u6cb3市", "云河市"),
        ] {
            assert_eq!(fixed(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn good_text_stays() {
        for text in [
            "云河市工作报告",
            "R&D投入强度2.5%，AT&T; P&G",
            "在HTML中 &nbsp; 表示空格",
            "实体 &#24453; 的写法",
            "a < b &lt; c &gt; d &amp; e",
            "&#60;script&#62; &#xE001; &#99999999; &#x; &#;",
            "file_x000_name max_x0010y x0d x0a",
            "D:\\xinwen\\report\\u1 C:\\r\\n",
            "100%up %u12 \\u4e91",
            "say &quot;yes&quot; twice",
            "https://example.cn/?a=1&nbsp=2&times=3",
            "&",
            "_x",
            "\\",
        ] {
            assert_eq!(leftovers(text), None, "{text}");
        }
    }

    #[test]
    fn arbitrary_fragments_come_back_consistent() {
        let fragments =
            ["&", "amp;", "#", "x4e00;", "24453;", "_x000D_", "x0d", "x0a", "\\", "r\\n", "%u5E02", "市", ";", " "];
        let mut seed = 0x9E37_79B9_7F4A_7C15u64;
        for _ in 0..5_000 {
            let mut text = String::new();
            for _ in 0..(seed >> 33) % 24 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(fragments[(seed >> 33) as usize % fragments.len()]);
            }
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(99);
            fixed(&text);
        }
    }
}
