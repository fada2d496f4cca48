//! Characters that were put into words so that machines do not find them: emoji between the characters of a word, and
//! letters of another script that look the same (Cyrillic and Greek in Latin words, phonetic signs and kana in Chinese
//! words). Only what can be shown to be wrong is touched.

use super::language::Language;
use super::reading::is_hanzi;
use super::{Repair, TextEdit};

/// Letters that look like Latin ones, each followed by the Latin one.
const LATIN: &str = "АAВBСCЕEНHІIЈJКKМMОOРPЅSТTХXаaеeоoрpсcуyхxіiјjѕsԁdԛqԝwΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνv";
/// Signs that look like hanzi, each followed by the hanzi: phonetic symbols and kana.
const HANZI: &str = "ㄧ一ㄚ丫ㄖ日ㄈ匚ニ二ハ八ロ口エ工カ力タ夕ト卜";

/// Takes out emoji and puts look-alikes right, where the word around proves them.
pub fn strays(text: &str) -> Option<Repair> {
    if !may_have_strays(text.as_bytes()) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    // Hiragana is Japanese: there kana are at home.
    let japanese = chars.iter().any(|c| matches!(c, '\u{3041}'..='\u{3096}'));
    let mut repair = Repair { text: String::with_capacity(text.len()), ..Repair::default() };
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        let change = emoji(&chars, i).or_else(|| {
            let like = if japanese { None } else { hanzi_like(&chars, i) };
            like.or_else(|| latin_like(&chars, i)).map(|to| (i + 1, Some(to)))
        });
        match change {
            Some((end, to)) => {
                let before = chars.get(i..end).unwrap_or_default().iter().collect();
                repair.edits.push(TextEdit { start: i, before, after: to.into_iter().collect() });
                repair.text.extend(to);
                i = end;
            }
            None => {
                repair.text.push(c);
                i += 1;
            }
        }
    }
    repair.noted()
}

/// Cheap look for first bytes of the scripts that matter: U+0391–04FF and U+0500–052F are CE to D4, U+3105–312F and
/// U+30A0–30FF follow E3 84 and E3 82–83, emoji start with F0 9F or E2 98–9E.
fn may_have_strays(bytes: &[u8]) -> bool {
    let next = |at: usize| bytes.get(at + 1).copied().unwrap_or(0);
    memchr::memchr3_iter(0xE2, 0xE3, 0xF0, bytes).any(|at| match bytes.get(at) {
        Some(0xE2) => (0x98..=0x9E).contains(&next(at)),
        Some(0xE3) => (0x82..=0x84).contains(&next(at)),
        _ => next(at) == 0x9F,
    }) || memchr::memchr3(0xCE, 0xCF, 0xD0, bytes).is_some()
        || memchr::memchr3(0xD1, 0xD2, 0xD4, bytes).is_some()
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}')
}

/// The end of emoji inside a word.
fn emoji(chars: &[char], i: usize) -> Option<(usize, Option<char>)> {
    if !is_emoji(*chars.get(i)?) {
        return None;
    }
    let glue = |c: &char| is_emoji(*c) || matches!(c, '\u{FE0F}' | '\u{200D}');
    let end = i + chars.get(i..)?.iter().take(8).take_while(|c| glue(c)).count();
    let (before, after) = (*chars.get(i.checked_sub(1)?)?, *chars.get(end)?);
    (is_hanzi(before) && is_hanzi(after) && Language::get().word(before, after)).then_some((end, None))
}

/// The Latin letter that a letter in a Latin word looks like. Words in which no letter is Latin are left.
fn latin_like(chars: &[char], i: usize) -> Option<char> {
    /// Letters on each side that are looked at.
    const WORD: usize = 24;
    let like = counterpart(LATIN, *chars.get(i)?)?;
    let letter = |c: &&char| c.is_alphabetic() && !is_hanzi(**c);
    let before = chars.get(..i)?.iter().rev().take(WORD).take_while(letter);
    let after = chars.get(i + 1..)?.iter().take(WORD).take_while(letter);
    let (mut latin, mut other) = (0, 0);
    for c in before.chain(after) {
        match c {
            c if c.is_ascii_alphabetic() => latin += 1,
            c if counterpart(LATIN, *c).is_some() => {}
            _ => other += 1,
        }
    }
    (latin > 0 && other == 0).then_some(like)
}

/// The hanzi that a sign in a Chinese word looks like.
fn hanzi_like(chars: &[char], i: usize) -> Option<char> {
    let like = counterpart(HANZI, *chars.get(i)?)?;
    let near = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied().filter(|c| is_hanzi(*c));
    let (before, after) = (near(i.checked_sub(1)), near(Some(i + 1)));
    let language = Language::get();
    let word =
        before.is_some_and(|before| language.word(before, like)) || after.is_some_and(|c| language.word(like, c));
    word.then_some(like)
}

fn counterpart(pairs: &str, c: char) -> Option<char> {
    if c.is_ascii() || is_hanzi(c) {
        return None;
    }
    let mut all = pairs.chars();
    while let (Some(from), Some(to)) = (all.next(), all.next()) {
        if from == c {
            return Some(to);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        strays(text).map_or_else(|| text.to_owned(), |repair| repair.text)
    }

    #[test]
    fn what_words_prove_is_put_right() {
        assert_eq!(cleaned("科技创新工😀作总结，重点项🔥️目建设"), "科技创新工作总结，重点项目建设");
        assert_eq!(cleaned("全市GDР增长8%，РРР项目"), "全市GDP增长8%，РРР项目");
        assert_eq!(cleaned("统ㄧ安排エ作"), "统一安排工作");
        let repair = strays("工😀作").expect("a repair");
        assert_eq!(repair.edits, vec![TextEdit { start: 1, before: "😀".into(), after: String::new() }]);
    }

    #[test]
    fn what_may_be_meant_stays() {
        for text in [
            "祝大家新年快乐🎉！中国🇨🇳",
            "PM2.5、μm、kΩ、ΔT、α粒子",
            "Постановление",
            "日本のカメラとエ作",
            "注音ㄅㄆㄇㄧ",
            "★重点☆",
            "",
        ] {
            assert_eq!(strays(text), None, "{text}");
        }
    }
}
