//! Any bytes, under any label, become text of bounded size, the same each time.
#![no_main]

use libfuzzer_sys::fuzz_target;

const LABELS: [Option<&str>; 8] = [
    None,
    Some("utf-8"),
    Some("gb2312"),
    Some("big5"),
    Some("utf-16le"),
    Some("windows-1252"),
    Some("shift_jis"),
    Some("?"),
];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let (claim, markup) = (LABELS[usize::from(first & 7)], first & 8 != 0);
    let decoded = lantai_text::decode(bytes, claim, markup);
    assert!(decoded.text.len() <= 3 * bytes.len() + 4);
    assert!(decoded.evidence.len() < 1_000);
    assert!(decoded.replaced as usize <= bytes.len());
    if std::str::from_utf8(bytes).is_ok() && decoded.charset == "UTF-8" {
        assert_eq!(decoded.replaced, 0);
    }
    assert_eq!(lantai_text::decode(bytes, claim, markup), decoded);
});
