use encoding_rs::{BIG5, GB18030, UTF_16LE, WINDOWS_1252};

use super::*;

const SIMPLIFIED: &str =
    "云河市人民政府办公室关于印发《2024年重点工作任务清单》的通知。各县（市、区）人民政府，市直有关单位：";
const TRADITIONAL: &str =
    "雲河市人民政府辦公室關於印發重點工作任務清單的通知，各縣人民政府，市直有關單位請認真組織實施。";

fn page(charset: &str, body: &str) -> String {
    format!(
        "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\"></head><p>{body}</p>"
    )
}

fn gb(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

#[test]
fn nothing_is_fine() {
    assert_eq!(decode(b"", None, true).text, "");
    assert_eq!(decode(b"\xEF\xBB\xBF", None, true).text, "");
    assert_eq!(decode(b"\xFF\xFE", None, true).text, "");
    assert_eq!(decode(b"\xFF", None, false).text.chars().count(), 1);
}

#[test]
fn utf_8_whatever_is_declared() {
    for label in ["utf-8", "gb2312", "gbk", "big5", "nonsense"] {
        let page = page(label, SIMPLIFIED);
        let decoded = decode(page.as_bytes(), Some("gb18030"), true);
        assert_eq!((decoded.text.as_str(), decoded.charset, decoded.replaced), (page.as_str(), "UTF-8", 0));
        assert!(decoded.evidence.contains(&format!("declared {label}")), "{}", decoded.evidence);
    }
}

#[test]
fn gb_bytes_whatever_is_declared() {
    for label in ["utf-8", "gb2312", "gbk", "gb18030", "big5", "iso-8859-1"] {
        let page = page(label, &format!("{SIMPLIFIED}朱镕基、喆、堃、㑇"));
        let decoded = decode(&gb(&page), None, true);
        assert_eq!((decoded.text, decoded.charset, decoded.replaced), (page, "gb18030", 0), "{}", decoded.evidence);
    }
    assert_eq!(decode(&gb(SIMPLIFIED), None, false).text, SIMPLIFIED);
    assert_eq!(decode(&gb(TRADITIONAL), None, false).text, TRADITIONAL);
}

#[test]
fn the_evidence_tells_the_story() {
    let decoded = decode(&gb(&page("utf-8", SIMPLIFIED)), None, true);
    assert!(decoded.evidence.starts_with("declared utf-8; bytes are not UTF-8 ("), "{}", decoded.evidence);
    assert!(decoded.evidence.ends_with("gb18030 decodes without errors"), "{}", decoded.evidence);
}

#[test]
fn big5_bytes_whatever_is_declared() {
    for label in ["utf-8", "big5", "gbk"] {
        let page = page(label, TRADITIONAL);
        let decoded = decode(&BIG5.encode(&page).0, None, true);
        assert_eq!((decoded.text, decoded.charset), (page, "Big5"), "{}", decoded.evidence);
    }
}

#[test]
fn short_text_without_declaration() {
    for text in ["关于任命的通知", "标题", "工作总结"] {
        assert_eq!(decode(&gb(text), None, false).text, text);
        assert_eq!(decode(text.as_bytes(), None, false).text, text);
    }
}

#[test]
fn one_bad_byte_leaves_utf_8_what_it_is() {
    let mut stray = SIMPLIFIED.as_bytes().to_vec();
    stray.insert(30, 0xA0);
    let decoded = decode(&stray, Some("gbk"), false);
    assert_eq!((decoded.charset, decoded.replaced), ("UTF-8", 1));
    assert_eq!(decode(b"\xE4\xBA\x91\xA0\xE6\xB2\xB3", None, false).text, "云\u{FFFD}河");
    let cut = &SIMPLIFIED.as_bytes()[..SIMPLIFIED.len() - 1];
    let decoded = decode(cut, None, false);
    assert_eq!((decoded.charset, decoded.replaced), ("UTF-8", 1));
    assert!(SIMPLIFIED.starts_with(decoded.text.trim_end_matches('\u{FFFD}')));
}

#[test]
fn utf_16_with_and_without_a_mark() {
    for mark in ["\u{FEFF}", ""] {
        for text in [page("utf-8", SIMPLIFIED), SIMPLIFIED.to_owned()] {
            let units: Vec<u16> = format!("{mark}{text}").encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            assert_eq!(
                (decode(&little, None, true).text, decode(&little, None, true).charset),
                (text.clone(), "UTF-16LE")
            );
            assert_eq!((decode(&big, None, true).text, decode(&big, None, true).charset), (text, "UTF-16BE"));
        }
    }
    assert_eq!(UTF_16LE.name(), "UTF-16LE");
}

#[test]
fn other_charsets_by_statistics() {
    let text = "Le ministère a présenté à Genève le résumé des activités réalisées cette année par l’établissement.";
    let decoded = decode(&WINDOWS_1252.encode(text).0, None, false);
    assert_eq!((decoded.text.as_str(), decoded.charset), (text, "windows-1252"), "{}", decoded.evidence);
    let (bytes, _, _) =
        encoding_rs::SHIFT_JIS.encode("これは日本語のテキストです。よろしくお願いします。ひらがなとカタカナ。");
    assert_eq!(decode(&bytes, Some("shift_jis"), false).charset, "Shift_JIS");
    let russian = "Постановление администрации города";
    assert_eq!(decode(russian.as_bytes(), None, false).text, russian);
}

#[test]
fn a_lone_sign_is_no_hanzi() {
    for text in ["© 2024 Qingxi", "café", "a · b", "Zürich"] {
        assert_eq!(decode(text.as_bytes(), None, false).text, text);
        assert_eq!(decode(&WINDOWS_1252.encode(text).0, None, false).text, text);
    }
}

#[test]
fn xml_declarations_count() {
    let text = format!("<?xml version=\"1.0\" encoding=\"GB2312\"?><doc>{SIMPLIFIED}</doc>");
    let decoded = decode(&gb(&text), None, true);
    assert_eq!(decoded.text, text);
    assert!(decoded.evidence.contains("declared GB2312"));
}

#[test]
fn every_declaration_is_heard() {
    let head = "x".repeat(6000);
    let text = format!(
        "<html><!-- <meta charset=koi8-r> --><script charset=\"big5\"></script><style>{head}</style>\
         <META CHARSET='GBK'><p>{SIMPLIFIED}</p><?xml version=\"1.0\" encoding=\"utf-8\"?><meta \
         content=\"text/html; Charset=gb2312\" http-equiv=content-type></html>"
    );
    let decoded = decode(&gb(&text), Some("iso-8859-1"), true);
    assert_eq!(decoded.text, text);
    let claims = "claimed from outside iso-8859-1, declared GBK, declared utf-8, declared gb2312; ";
    assert!(decoded.evidence.starts_with(claims), "{}", decoded.evidence);
}

#[test]
fn private_use_codes_become_characters() {
    let mut bytes = gb(SIMPLIFIED);
    bytes.extend([0xA6, 0xD9, 0xFE, 0x59, 0xFE, 0x51, 0xFE, 0x91, 0xA8, 0xBC]);
    assert!(decode(&bytes, None, false).text.ends_with("\u{FE10}\u{9FB4}\u{20087}\u{241FE}ḿ"));
}

/// GB 18030-2022 defines these rows of ideographs and these signs; none of them may stay private.
#[test]
fn no_character_of_the_standard_stays_private() {
    let head = gb(&SIMPLIFIED.repeat(4));
    let rows = (0xFEu8..=0xFE).flat_map(|high| (0x50..=0xA0).filter(|low| *low != 0x7F).map(move |low| [high, low]));
    let signs = [[0xA6u8, 0xD9], [0xA6, 0xDF], [0xA6, 0xEC], [0xA6, 0xED], [0xA6, 0xF3], [0xA8, 0xBC], [0xA8, 0xBF]];
    for code in rows.chain(signs).chain([[0xA2, 0xE3], [0xA3, 0xA0], [0xA9, 0x89], [0xA9, 0x95]]) {
        let decoded = decode(&[&head, &code[..]].concat(), Some("gb18030"), false);
        let last = decoded.text.chars().next_back().unwrap_or_default();
        assert!(!('\u{E000}'..='\u{F8FF}').contains(&last) && decoded.replaced == 0, "{code:X?} {last:?}");
    }
}

const FOOTER: &str = "<div class=\"footer\"><p>主办：青溪县人民政府办公室</p> <p>地址：青溪县人民路1号</p></div>";

#[test]
fn a_utf_8_footer_in_a_gbk_page_is_read_by_region() {
    let body = page("gb2312", &SIMPLIFIED.repeat(3));
    let bytes = [&gb(&body), FOOTER.as_bytes(), &gb("</body>云河市</html>")].concat();
    let decoded = decode(&bytes, None, true);
    assert_eq!(decoded.text, format!("{body}{FOOTER}</body>云河市</html>"), "{}", decoded.evidence);
    assert_eq!((decoded.charset, decoded.replaced), ("gb18030", 0));
    let start = gb(&body).len() + FOOTER.find('主').unwrap_or(0);
    let end = gb(&body).len() + FOOTER.rfind('号').unwrap_or(0) + 2;
    let told = format!("; gb18030 but for bytes {start}–{end}, which are UTF-8");
    assert!(decoded.evidence.ends_with(&told), "{}", decoded.evidence);
}

#[test]
fn a_gbk_footer_in_a_utf_8_page_is_read_by_region() {
    let body = page("utf-8", &SIMPLIFIED.repeat(3));
    for mark in ["", "\u{FEFF}"] {
        let bytes = [mark.as_bytes(), body.as_bytes(), &gb(FOOTER), b"</body></html>"].concat();
        let decoded = decode(&bytes, None, true);
        assert_eq!(decoded.text, format!("{body}{FOOTER}</body></html>"), "{}", decoded.evidence);
        assert_eq!((decoded.charset, decoded.replaced), ("UTF-8", 0));
        let start = mark.len() + body.len() + FOOTER.find('主').unwrap_or(0);
        assert!(decoded.evidence.contains(&format!("; UTF-8 but for bytes {start}–")), "{}", decoded.evidence);
        assert!(decoded.evidence.ends_with(", which are gb18030"), "{}", decoded.evidence);
    }
}

#[test]
fn a_region_ends_where_its_text_ends() {
    // GBK of 目 is valid UTF-8, and that of 主要目标。 holds a sequence of three bytes.
    for footer in ["<p>联系科室：规划股,目</p>", "<p>联系科室：规划股(二)主要目标。</p>", "<p>目|联系科室|规划股</p>"]
    {
        let body = page("utf-8", &SIMPLIFIED.repeat(2));
        let bytes = [body.as_bytes(), &gb(footer), "<p>青溪县 · 云河市</p>".as_bytes()].concat();
        let decoded = decode(&bytes, None, true);
        assert_eq!(decoded.text, format!("{body}{footer}<p>青溪县 · 云河市</p>"), "{}", decoded.evidence);
    }
}

#[test]
fn damage_is_no_region() {
    // Cut bytes between tags, one after the other: still a damaged UTF-8 page.
    let cells: String =
        "云河市 人民 政府 办公室 关于 印发 清单 的 通知".split(' ').map(|it| format!("<td>{it}</td>")).collect();
    let bytes = cells.repeat(20).into_bytes();
    for at in (0..bytes.len()).filter(|at| bytes[*at] >= 0x80).step_by(7) {
        let mut cut = bytes.clone();
        cut.remove(at);
        let decoded = decode(&cut, Some("gbk"), true);
        assert!(decoded.charset == "UTF-8" && !decoded.evidence.contains("but for"), "{}", decoded.evidence);
    }
}

#[test]
fn statistics_are_taken_of_a_bounded_part() {
    let gbk = gb(SIMPLIFIED).repeat((5 << 20) / SIMPLIFIED.len() + 1);
    let gbk = [gbk.as_slice(), &gbk].concat();
    assert!(gbk.len() > 4 << 20);
    // The survey looks at 32 KiB on each side of the first error, arbitration at a sample, the detector at 64 KiB.
    let sample = survey::sample(&gbk);
    assert!(!sample.is_empty() && sample.len() <= 8 << 10, "{}", sample.len());
    const { assert!(DETECTOR_BYTES <= 64 << 10 && survey::SURVEYED <= 64 << 10) };
    assert_eq!(decode(&gbk, Some("big5"), false).charset, "gb18030");
}
