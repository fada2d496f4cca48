//! Glosses and slips: any text, with and without the document's evidence.
#![no_main]

mod consistent;

use lantai_text::repair;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // GB 18030 makes hanzi, slips and glosses out of most bytes; a quarter of the inputs is UTF-8.
    let Some((first, bytes)) = data.split_first() else { return };
    let text = match first & 3 {
        0 => String::from_utf8_lossy(bytes).into_owned(),
        _ => lantai_text::decode(bytes, Some("gb18030"), false).text,
    };
    repair::annotations(&text);
    for evident in [false, true] {
        consistent::check(&text, repair::gloss(&text, evident));
    }
});
