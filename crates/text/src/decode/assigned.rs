//! Characters that GB 18030 keeps in the private use area, moved to the codes that Unicode has given them since.
//!
//! GB 18030-2022 itself moved 18 of them (A6D9–A6DF, A6EC, A6ED, A6F3: U+FE10–FE19; FE59, FE61, FE66, FE67, FE6D, FE7E,
//! FE90, FEA0: U+9FB4–9FBB), and the decoder follows it. Left are the six ideographs whose codes lie beyond the BMP
//! (FE51, FE52, FE53, FE6C, FE76, FE91: GB 18030-2022 keeps them at U+E816 …, Unicode has them in Extension B), and the
//! four-byte codes through which older writers reached the private places of the 18, of ḿ (A8BC) and of the blank A3A0.

/// From the private use area to the character's code today.
const MOVED: [(char, char); 26] = [
    ('\u{E5E5}', '\u{3000}'),
    ('\u{E78D}', '\u{FE10}'),
    ('\u{E78E}', '\u{FE12}'),
    ('\u{E78F}', '\u{FE11}'),
    ('\u{E790}', '\u{FE13}'),
    ('\u{E791}', '\u{FE14}'),
    ('\u{E792}', '\u{FE15}'),
    ('\u{E793}', '\u{FE16}'),
    ('\u{E794}', '\u{FE17}'),
    ('\u{E795}', '\u{FE18}'),
    ('\u{E796}', '\u{FE19}'),
    ('\u{E7C7}', '\u{1E3F}'),
    ('\u{E816}', '\u{20087}'),
    ('\u{E817}', '\u{20089}'),
    ('\u{E818}', '\u{200CC}'),
    ('\u{E81E}', '\u{9FB4}'),
    ('\u{E826}', '\u{9FB5}'),
    ('\u{E82B}', '\u{9FB6}'),
    ('\u{E82C}', '\u{9FB7}'),
    ('\u{E831}', '\u{215D7}'),
    ('\u{E832}', '\u{9FB8}'),
    ('\u{E83B}', '\u{2298F}'),
    ('\u{E843}', '\u{9FB9}'),
    ('\u{E854}', '\u{9FBA}'),
    ('\u{E855}', '\u{241FE}'),
    ('\u{E864}', '\u{9FBB}'),
];

/// Moves the characters. Other private use characters are the writer's own and stay.
pub(super) fn assigned(text: String) -> String {
    // Every private use character below U+F000 starts with byte EE.
    if memchr::memchr(0xEE, text.as_bytes()).is_none() {
        return text;
    }
    text.chars().map(|c| MOVED.binary_search_by_key(&c, |(from, _)| *from).map_or(c, |at| MOVED[at].1)).collect()
}
