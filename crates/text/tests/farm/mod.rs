//! Makes texts as content farms do: traditional characters, GBK bytes, a replacement of bytes, and a reading with loss.
//!
//! Every character of a table is replaced by itself and its reading in brackets, wherever its two bytes stand: the end of
//! one character and the start of the next may be taken for it, and the bracket then falls into a character.

#![allow(dead_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use encoding_rs::{GB18030, GBK};
use lantai_text::han::{HanTarget, convert};
use lantai_text::repair::Glosses;
use pinyin::ToPinyin;

/// Where a character of the table is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Where it stands as a character: nothing slips.
    Characters,
    /// In the bytes, one character of the table after the other over the whole text.
    Each,
    /// In the bytes, all at once from the left.
    Once,
}

/// How the bytes are read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A lead byte takes the next byte with it, whatever it is; what is no character becomes `?`.
    Eating,
    /// The same; characters of the private areas vanish.
    EatingPrivate,
    /// As the Encoding Standard says: U+FFFD, and the ASCII byte is read again; private-use characters stay.
    Standard,
    /// What is no character is dropped, with no mark; ASCII stays.
    Dropping,
}

/// How readings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Toned,
    Untoned,
    Doubled,
}

/// A character, its bytes and what they are replaced by.
pub type Entry = (char, [u8; 2], Vec<u8>);

/// A table of characters with their first reading; characters without one, or without a code, are left out.
pub fn table(characters: &str, style: Style) -> Vec<Entry> {
    let chars: BTreeSet<char> = characters.chars().collect();
    let entry = |c: char| {
        let code = two_bytes(c)?;
        let toned = c.to_pinyin()?.with_tone();
        let reading = match style {
            Style::Toned => format!("({toned})"),
            Style::Untoned => format!("({})", untoned(toned)),
            Style::Doubled => format!("({0})({0})", untoned(toned)),
        };
        // ḿ and its like have no code.
        let bytes = GBK.encode(&reading).0.into_owned();
        (!bytes.contains(&b'&')).then(|| (c, code, [code.as_slice(), &bytes].concat()))
    };
    chars.into_iter().filter_map(entry).collect()
}

fn untoned(reading: &str) -> String {
    const TONED: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ";
    const PLAIN: &str = "aaaaeeeeiiiioooouuuuvvvvnnn";
    let plain = |c| TONED.chars().position(|t| t == c).and_then(|at| PLAIN.chars().nth(at)).unwrap_or(c);
    reading.chars().map(plain).collect()
}

fn two_bytes(c: char) -> Option<[u8; 2]> {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = GBK.encode(c.encode_utf8(&mut buffer));
    <[u8; 2]>::try_from(bytes.as_ref()).ok().filter(|_| !failed)
}

/// What farms start from: traditional text that GBK can hold.
pub fn traditional(text: &str) -> String {
    let kept = |c: &char| c.is_ascii() || two_bytes(*c).is_some_and(|code| gbk_char(code).is_some());
    convert(text, HanTarget::Traditional).chars().filter(kept).collect()
}

/// One line of text, garbled.
pub fn garble(line: &str, table: &[Entry], search: Search, reader: Reader) -> String {
    let bytes = GBK.encode(line).0.into_owned();
    let replaced = match search {
        Search::Characters => {
            let mut out = Vec::new();
            for c in line.chars() {
                match table.binary_search_by_key(&c, |entry| entry.0) {
                    Ok(at) => out.extend_from_slice(&table[at].2),
                    Err(_) => out.extend_from_slice(&GBK.encode(c.encode_utf8(&mut [0; 4])).0),
                }
            }
            out
        }
        Search::Each => table.iter().fold(bytes, |bytes, (_, code, with)| {
            let mut out = Vec::with_capacity(bytes.len());
            let mut done = 0;
            while let Some(at) = memchr::memmem::find(&bytes[done..], code) {
                out.extend_from_slice(&bytes[done..done + at]);
                out.extend_from_slice(with);
                done += at + code.len();
            }
            out.extend_from_slice(&bytes[done..]);
            out
        }),
        Search::Once => {
            let mut out = Vec::with_capacity(bytes.len() * 2);
            let mut i = 0;
            while i < bytes.len() {
                match table.iter().find(|(_, code, _)| bytes[i..].starts_with(code)) {
                    Some((_, code, with)) => {
                        out.extend_from_slice(with);
                        i += code.len();
                    }
                    None => {
                        out.push(bytes[i]);
                        i += 1;
                    }
                }
            }
            out
        }
    };
    read(&replaced, reader)
}

/// A character of GBK proper.
fn gbk_char(code: [u8; 2]) -> Option<char> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(&code)?;
    let mut chars = text.chars();
    chars.next().filter(|c| chars.next().is_none() && !('\u{E000}'..='\u{F8FF}').contains(c))
}

fn read(bytes: &[u8], reader: Reader) -> String {
    if reader == Reader::Standard {
        return GBK.decode_without_bom_handling(bytes).0.into_owned();
    }
    let mut out = String::new();
    let mut i = 0;
    while let Some(&lead) = bytes.get(i) {
        if lead < 0x80 {
            out.push(char::from(lead));
            i += 1;
            continue;
        }
        let Some(&trail) = bytes.get(i + 1) else {
            out.extend((reader != Reader::Dropping).then_some('?'));
            break;
        };
        let private = lead > 0x80 && trail >= 0x40 && trail != 0x7F && trail != 0xFF && lead != 0xFF;
        i += 2;
        match gbk_char([lead, trail]) {
            Some(c) => out.push(c),
            None if private && reader != Reader::Eating => {}
            None if reader == Reader::Dropping => i -= 1,
            None => out.push('?'),
        }
    }
    out
}

/// A generator of numbers, always the same ones.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or(0)
    }
}

/// Clean report text of at least `size` bytes: the lines of the samples, then new lines of their clauses, with other
/// numbers.
pub fn reports(size: usize) -> String {
    let mut lines: BTreeSet<String> = BTreeSet::new();
    for folder in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")).expect("samples").flatten()
    {
        for file in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if !(name.ends_with(".txt.in") || name == "text.html.in" || name.ends_with(".html")) {
                continue;
            }
            let Ok(text) = fs::read_to_string(file.path()) else { continue };
            lines.extend(
                text.split(['\n', '<', '>', '|']).map(str::trim).filter(|line| is_prose(line)).map(str::to_owned),
            );
        }
    }
    let mut text: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
    let clauses: Vec<&str> =
        lines.iter().flat_map(|line| line.split(['，', '。', '；', '：'])).filter(|c| c.chars().count() > 2).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    while text.len() < size {
        for i in 0..3 + random.below(6) {
            text.push_str(if i == 0 { "" } else { ["，", "，", "，", "；", "。", "、"][random.below(6)] });
            for c in clauses[random.below(clauses.len())].chars() {
                text.push(if c.is_ascii_digit() { char::from(b'0' + random.below(10) as u8) } else { c });
            }
        }
        text.push_str(["。\n", "。\n", "。\n", "：\n", "\n"][random.below(5)]);
    }
    text
}

/// Chinese, and not garbled itself.
fn is_prose(line: &str) -> bool {
    let hanzi = line.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
    hanzi >= 6 && !line.contains(['{', '=', '\u{FFFD}']) && lantai_text::repair::gloss(line, true).is_none()
}

/// Characters that were changed: insertions, deletions and replacements between two lines.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let best = (corner + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = best;
        }
    }
    row[b.len()]
}

/// What came back of a garbled text.
#[derive(Debug, Default)]
pub struct Outcome {
    pub characters: usize,
    pub wrong: usize,
    pub lines: usize,
    /// Lines in which bytes slipped.
    pub slipped: usize,
    pub inexact: usize,
    /// Lines that are not exact and carry no doubt.
    pub silent: Vec<(String, String)>,
    /// Lines that are exact and carry one.
    pub doubted: usize,
    /// Lines that are not exact.
    pub examples: Vec<(String, String)>,
}

impl Outcome {
    pub fn right(&self) -> f64 {
        100.0 * (1.0 - self.wrong as f64 / self.characters.max(1) as f64)
    }
}

/// Garbles every line of a clean traditional text, repairs it and compares.
pub fn roundtrip(text: &str, table: &[Entry], search: Search, reader: Reader) -> Outcome {
    let garbled: Vec<String> = text.lines().map(|line| garble(line, table, search, reader)).collect();
    let evident = garbled.iter().map(|line| lantai_text::repair::annotations(line)).sum::<usize>() >= 3;
    let mut outcome = Outcome::default();
    let mut glosses = Glosses::new(evident);
    for (line, garbled) in text.lines().zip(&garbled) {
        let repair = glosses.repair(garbled);
        let (repaired, doubts) = repair.map_or((garbled.clone(), 0), |repair| (repair.text, repair.doubts.len()));
        outcome.characters += line.chars().count();
        outcome.lines += 1;
        outcome.slipped += usize::from(*garbled != garble(line, table, Search::Characters, reader));
        if repaired == line {
            outcome.doubted += usize::from(doubts > 0);
            continue;
        }
        outcome.inexact += 1;
        outcome.wrong += distance(line, &repaired);
        if doubts == 0 {
            outcome.silent.push((line.to_owned(), repaired.clone()));
        }
        outcome.examples.push((line.to_owned(), repaired));
    }
    outcome
}
