//! Whether text can be Chinese, or Latin, at all: a broken character map makes ideographs that nobody uses, private
//! characters, or a page of accented letters.

use std::sync::OnceLock;

use encoding_rs::{BIG5, GBK};

/// Fewer characters of a kind do not decide.
const ENOUGH: u32 = 30;
/// Share of characters without meaning that makes text unreadable.
const ODD: f32 = 0.2;
/// Least share of common ideographs in Chinese text. Those common in either script are a third of all that Unicode holds
/// in its first block, so that a shuffled map stays far below; real text, names and lists included, stays far above.
const COMMON: f32 = 0.65;
/// Share of letters with accents that no language reaches.
const ACCENTED: f32 = 0.5;

const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// One bit for each ideograph of the first level of GB 2312 or of Big5.
fn common() -> &'static [u64] {
    static BITS: OnceLock<Vec<u64>> = OnceLock::new();
    BITS.get_or_init(|| {
        let mut bits = vec![0u64; ((LAST - FIRST) / 64 + 1) as usize];
        let gb = (0xb0..=0xd7u8).flat_map(|lead| (0xa1..=0xfeu8).flat_map(move |trail| [lead, trail]));
        let big5 = (0xa4..=0xc6u8).flat_map(|lead| (0x40..=0x7e).chain(0xa1..=0xfeu8).flat_map(move |t| [lead, t]));
        let (gb, big5): (Vec<u8>, Vec<u8>) = (gb.collect(), big5.collect());
        let (gb, big5) = (GBK.decode_without_bom_handling(&gb).0, BIG5.decode_without_bom_handling(&big5).0);
        for c in gb.chars().chain(big5.chars()) {
            if let Some(at) = u32::from(c).checked_sub(FIRST)
                && let Some(word) = bits.get_mut(at as usize / 64)
            {
                *word |= 1 << (at % 64);
            }
        }
        bits
    })
}

/// Counts of kinds of characters.
#[derive(Debug)]
pub(crate) struct Tally {
    usual: &'static [u64],
    all: u32,
    odd: u32,
    ideographs: u32,
    common: u32,
    letters: u32,
    accented: u32,
}

impl Tally {
    pub(crate) fn new() -> Self {
        Tally { usual: common(), all: 0, odd: 0, ideographs: 0, common: 0, letters: 0, accented: 0 }
    }

    /// Counts a visible character.
    pub(crate) fn add(&mut self, c: char) {
        self.all += 1;
        match c {
            // Most of all text, told first.
            '\u{4e00}'..='\u{9fff}' => {
                self.ideographs += 1;
                let at = u32::from(c) - FIRST;
                let word = self.usual.get(at as usize / 64).copied().unwrap_or(0);
                self.common += (word >> (at % 64) & 1) as u32;
            }
            'a'..='z' | 'A'..='Z' => self.letters += 1,
            '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => self.odd += 1,
            '\u{a1}'..='\u{ff}' => self.accented += 1,
            _ => {}
        }
    }

    /// True where this cannot be what the page shows.
    pub(crate) fn unreadable(&self) -> bool {
        let share = |part: u32, of: u32| part as f32 / of.max(1) as f32;
        share(self.odd, self.all) > ODD
            || self.ideographs >= ENOUGH && share(self.common, self.ideographs) < COMMON
            || self.accented >= ENOUGH && self.ideographs == 0 && share(self.accented, self.all) > ACCENTED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unreadable(text: &str) -> bool {
        let mut tally = Tally::new();
        text.chars().filter(|c| !c.is_whitespace()).for_each(|c| tally.add(c));
        tally.unreadable()
    }

    #[test]
    fn real_text_is_plausible_in_either_script() {
        assert!(!unreadable(
            "云河市人民政府关于印发二〇二四年重点工作任务分工方案的通知，请认真组织实施，按季度报送进展情况。"
        ));
        assert!(!unreadable(
            "雲河市人民政府關於印發二〇二四年重點工作任務分工方案的通知，請認真組織實施，按季度報送進展情況。"
        ));
        assert!(!unreadable("Le député européen a été élu à l'unanimité; très étonné, il a déclaré être prêt."));
        assert!(!unreadable("犇骉鱻"), "a few rare characters are names");
    }

    #[test]
    fn broken_maps_are_seen() {
        let shifted: String = "云河市人民政府关于印发重点工作任务分工方案的通知请认真组织实施按季度报送进展情况"
            .chars()
            .filter_map(|c| char::from_u32(u32::from(c) + 29))
            .collect();
        assert!(unreadable(&shifted));
        let halves: String = encoding_rs::GBK
            .encode("云河市人民政府关于印发重点工作任务分工方案的通知")
            .0
            .iter()
            .map(|b| char::from(*b))
            .collect();
        assert!(unreadable(&halves));
        assert!(unreadable("一\u{e001}\u{e002}"));
    }
}
