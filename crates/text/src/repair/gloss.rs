//! Glosses of content farms: readings in brackets behind the characters of a text, 項(xiàng)目, or doubled, 政(zheng)(zheng)府.
//!
//! A true reading of the character before it is taken out. True parentheses stay: (市), (PPP), 云河(yunhe).

use std::sync::OnceLock;

use memchr::memmem::Finder;

use super::codes::Codes;
use super::known::Known;
use super::language::Language;
use super::reading::{Gloss, gloss_at, is_hanzi, reads, reads_exactly};
use super::token::{doubled, is_mark};
use super::{Doubt, Repair, TextEdit, slip};
use crate::fold::fold_char;
use crate::plausibility::is_common;

/// Sure glosses from which a text is known to be glossed.
const EVIDENT: usize = 3;
/// The cost of a character that does not fit the one before it.
const SURPRISING: i32 = 110;
/// Sure glosses after which [`annotations`] stops counting.
const ENOUGH: usize = 4;
/// Steps that the undoing of slips may take in one document, and more for each of its characters. A step weighs one
/// character against the one before it.
pub(super) const STEPS: usize = 200_000;
pub(super) const STEPS_PER_CHAR: usize = 40;

/// The glosses of one document: whether it is known to be glossed, what they have told of the farm's table, and how much
/// work its slips may still cost.
#[derive(Clone, Debug)]
pub struct Glosses {
    evident: bool,
    pub(super) steps: usize,
    known: Known,
}

impl Glosses {
    /// With `evident`, the document is known to be glossed (see [`annotations`]): then readings without tone marks are
    /// taken out too, and rare characters lose theirs.
    pub fn new(evident: bool) -> Glosses {
        Glosses { evident, steps: STEPS, known: Known::default() }
    }

    /// Takes out the glosses of the document's next text and undoes the byte slips that their making caused. All texts
    /// together cost no more than steps in proportion to their length: what slipped behind that is only doubted.
    pub fn repair(&mut self, text: &str) -> Option<Repair> {
        if !may_be_glossed(text) {
            return None;
        }
        let chars: Vec<char> = text.chars().collect();
        self.steps = self.steps.saturating_add(STEPS_PER_CHAR * chars.len());
        let evident = self.evident || count(&chars, EVIDENT) >= EVIDENT;
        let mut work = Work {
            evident,
            slips: slip::Slips {
                chars: &chars,
                evident,
                traditional: chars.iter().any(|c| fold_char(*c) != *c && is_hanzi(*c)),
                steps: &mut self.steps,
                known: &mut self.known,
            },
            last: None,
            earlier: None,
            repair: Repair { text: String::with_capacity(text.len()), ..Repair::default() },
            chars: &chars,
        };
        let mut i = 0;
        while let Some(&c) = chars.get(i) {
            i = work.next(i, c);
        }
        work.repair.noted()
    }
}

/// The repair of a text that is a document of its own; see [`Glosses`].
pub fn gloss(text: &str, evident: bool) -> Option<Repair> {
    Glosses::new(evident).repair(text)
}

struct Work<'a> {
    chars: &'a [char],
    evident: bool,
    slips: slip::Slips<'a>,
    /// The repaired character before, and the one before that.
    last: Option<char>,
    earlier: Option<char>,
    repair: Repair,
}

impl Work<'_> {
    /// Repairs what starts at `i`, and says where to go on.
    #[inline]
    fn next(&mut self, i: usize, c: char) -> usize {
        let done = match c {
            '(' | '（' => self.bracket(i),
            '?' | '\u{FFFD}' | ',' => self.mark(i),
            // A reading whose bracket died with no mark starts with a letter.
            'a'..='z' | '\u{E0}'..='\u{1DC}' | 'ɑ' | 'ɡ' if self.last.is_some_and(is_hanzi) => self.mark(i),
            _ => None,
        };
        done.unwrap_or_else(|| {
            if self.evident {
                self.look(i, c);
            }
            self.repair.text.push(c);
            (self.earlier, self.last) = (self.last, Some(c));
            i + 1
        })
    }

    fn bracket(&mut self, i: usize) -> Option<usize> {
        let found = gloss_at(self.chars, i)?;
        let owner = self.last?;
        let end = doubled(self.chars, found.end, &found.syllable);
        if is_gloss(owner, &found, end != found.end, self.evident) {
            // 行(xìng): perhaps the reading of a character across 行 and the next one.
            let other = self.evident && found.syllable.toned && !reads_exactly(owner, &found.syllable);
            if let Some(run) = other.then(|| self.slips.misplaced(&found, owner, true)).flatten() {
                return Some(self.undo(i, run, Some("bytes were dropped")));
            }
            self.slips.known.glossed(owner);
            self.edit(i, end, "");
            return Some(end);
        }
        let sure = found.syllable.toned || end != found.end;
        if sure && self.across_letter(owner, &found) {
            self.doubt(i, format!("{} is the reading of a character that is not there", self.shown(i, end)));
            self.edit(i, end, "");
            return Some(end);
        }
        if !sure || !is_hanzi(owner) && !self.evident {
            return None;
        }
        // Only readers that drop broken bytes leave a whole gloss behind a character with another reading.
        if let Some(run) = (self.evident && found.syllable.toned && !reads(owner, &found.syllable))
            .then(|| self.slips.misplaced(&found, owner, false))
            .flatten()
        {
            return Some(self.undo(i, run, Some("bytes were dropped")));
        }
        let about = format!("{} may be a gloss; it is no sure reading of the character before it", self.shown(i, end));
        self.doubt(i, about);
        None
    }

    /// The bytes found were the end of a character and an ASCII letter behind it: only the gloss is damage.
    fn across_letter(&self, letter: char, found: &Gloss) -> bool {
        let before = self.earlier.and_then(|c| Codes::get().encode(c));
        let letter = u8::try_from(letter).ok().filter(u8::is_ascii);
        let owner = before.zip(letter).and_then(|([_, trail], letter)| Codes::get().decode(trail, letter));
        self.evident && owner.is_some_and(|owner| reads(owner, &found.syllable))
    }

    fn mark(&mut self, i: usize) -> Option<usize> {
        match self.slips.broken(i, self.last)? {
            slip::Outcome::Undone(run) => Some(self.undo(i, run, None)),
            slip::Outcome::Hopeless { end } => {
                self.doubt(i, format!("damaged and not restored: {}", self.shown(i, end)));
                None
            }
        }
    }

    fn undo(&mut self, i: usize, run: slip::Run, doubt: Option<&'static str>) -> usize {
        if let Some(doubt) = run.doubt.or(doubt) {
            self.doubt(i, format!("{doubt}: {}, read as {}", self.shown(i, run.end), run.text));
        }
        self.edit(i, run.end, &run.text);
        let mut back = run.text.chars().rev();
        if let Some(last) = back.next() {
            (self.earlier, self.last) = (back.next().or(self.last), Some(last));
        }
        run.end
    }

    /// Looks at a character that stays in a text that is known to be glossed: what is odd there may be a slip that was
    /// not seen.
    #[inline]
    fn look(&mut self, i: usize, c: char) {
        let next = self.chars.get(i + 1).copied().unwrap_or(' ');
        let before = || i.checked_sub(1).and_then(|at| self.chars.get(at)).is_some_and(|c| is_hanzi(*c));
        let odd = match c {
            '\u{4E00}'..='\u{9FFF}' => {
                if !matches!(next, '(' | '（' | '?' | '\u{FFFD}') {
                    self.slips.known.plain(c);
                }
                Language::get().is_odd(c, self.slips.traditional)
            }
            c if is_mark(c) => before() && next.is_alphanumeric(),
            '\u{3100}'..='\u{312F}' | '\u{2500}'..='\u{257F}' | '\u{E000}'..='\u{F8FF}' => before() || is_hanzi(next),
            '\u{3400}'..='\u{4DBF}' | '\u{2E80}'..='\u{2FDF}' => true,
            // The second byte of a character of traditional GBK.
            '@'..='~' | '\u{3040}'..='\u{30FF}' => before() && is_hanzi(next) && self.is_surprising(),
            _ => false,
        };
        if odd {
            self.doubt(i, format!("{c} may stand for lost text"));
        }
    }

    /// The character before is improbable where it stands.
    fn is_surprising(&self) -> bool {
        self.last.is_some_and(|last| Language::get().cost(self.earlier, last) > SURPRISING)
    }

    fn shown(&self, start: usize, end: usize) -> String {
        let chars = self.chars.get(start..end).unwrap_or_default();
        let mut shown = String::with_capacity(2 * chars.len());
        shown.extend(chars);
        shown
    }

    fn doubt(&mut self, start: usize, about: String) {
        self.repair.doubts.push(Doubt { start, about });
    }

    fn edit(&mut self, start: usize, end: usize, after: &str) {
        self.repair.text.push_str(after);
        self.repair.edits.push(TextEdit { start, before: self.shown(start, end), after: after.to_owned() });
    }
}

/// How many sure glosses a text has: toned true readings behind common characters, and doubled ones; true readings
/// without tone marks count half. A document whose paragraphs have several is evidently glossed. Counts no further than
/// is needed.
pub fn annotations(text: &str) -> usize {
    if may_be_glossed(text) { count(&text.chars().collect::<Vec<_>>(), ENOUGH) } else { 0 }
}

fn count(chars: &[char], enough: usize) -> usize {
    let mut halves = 0;
    for (i, pair) in chars.windows(2).enumerate() {
        if matches!(pair[1], '(' | '（')
            && is_hanzi(pair[0])
            && let Some(found) = gloss_at(chars, i + 1)
        {
            let twice = doubled(chars, found.end, &found.syllable) != found.end;
            if is_common(fold_char(pair[0])) && reads(pair[0], &found.syllable) {
                halves += if found.syllable.toned || twice { 2 } else { 1 };
            }
            if halves >= 2 * enough {
                break;
            }
        }
    }
    halves / 2
}

/// Cheap look for anything like a gloss: nearly all texts end here.
fn may_be_glossed(text: &str) -> bool {
    static WIDE: OnceLock<Finder<'static>> = OnceLock::new();
    let bytes = text.as_bytes();
    // Vowels with tone marks start with one of four bytes, which no hanzi has.
    if memchr::memchr3(0xC3, 0xC4, 0xC5, bytes).is_some() || memchr::memchr(0xC7, bytes).is_some() {
        return true;
    }
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    if memchr::memchr_iter(b'(', bytes).any(|at| letter(at + 1)) {
        return true;
    }
    let wide = WIDE.get_or_init(|| Finder::new("（"));
    wide.find_iter(bytes).any(|at| letter(at + 3))
}

/// Whether a bracketed syllable behind `owner` is a gloss.
fn is_gloss(owner: char, found: &Gloss, doubled: bool, evident: bool) -> bool {
    if !is_hanzi(owner) || !reads(owner, &found.syllable) {
        return false;
    }
    // Writers gloss rare characters themselves: 亳(bó)州. Nobody glosses 項.
    evident || ((found.syllable.toned || doubled) && is_common(fold_char(owner)))
}
