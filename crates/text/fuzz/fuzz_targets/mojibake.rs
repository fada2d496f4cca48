//! Wrong decodings, leftovers, single characters, Han variants and folding: any text.
#![no_main]

mod consistent;

use lantai_text::han::{HanTarget, convert};
use lantai_text::repair;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let text = match first & 3 {
        0 => String::from_utf8_lossy(bytes).into_owned(),
        1 => bytes.iter().copied().map(char::from).collect(),
        _ => lantai_text::decode(bytes, Some("gb18030"), false).text,
    };
    for step in [repair::mojibake, repair::leftovers, repair::invisible, repair::radicals] {
        consistent::check(&text, step(&text));
    }
    for target in [HanTarget::Simplified, HanTarget::Traditional] {
        assert_eq!(convert(&text, target).chars().count(), text.chars().count());
    }
    assert_eq!(lantai_text::fold(&text).chars().count(), text.chars().count());
});
