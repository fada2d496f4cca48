//! What the text of a section tells: signs of what was done, what is to be done, what is wrong and what is asked for.

use lantai_model::{Block, Section};

use crate::rules::{RULES, Sign};

/// Characters of a section's text that are weighed.
const WEIGHED: usize = 1200;
/// Clauses of a sentence whose figures count.
const FIGURES: usize = 3;

/// Signs in a text, and characters looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// What was done, with its figures.
    pub past: usize,
    /// Words of it.
    pub done: usize,
    /// What is to be done.
    pub future: usize,
    /// What is wrong.
    pub wrong: usize,
    /// What is asked for, at the start of a clause.
    pub wish: usize,
    /// Clauses that open with a verb of work and say neither: 强化阵地管理
    pub acts: usize,
    /// Phases of the work: 攻坚阶段
    pub phases: usize,
    /// The first sentence that tells of either tells what was done.
    pub begins_done: bool,
    /// Characters looked at.
    pub seen: usize,
}

/// Sections, each weighed once, when it is asked for.
pub struct Weighed<'a> {
    sections: &'a [Section],
    /// Empty as long as no section with text was asked for.
    told: Vec<Option<Told>>,
    back: Option<u32>,
}

impl<'a> Weighed<'a> {
    /// `back` is the year that the document looks back on: later years are to come.
    pub fn new(sections: &'a [Section], back: Option<u32>) -> Self {
        Weighed { sections, told: Vec::new(), back }
    }

    /// What a section tells.
    pub fn at(&mut self, at: usize) -> Told {
        let text = |section: &&Section| !section.blocks.is_empty() || !section.children.is_empty();
        let Some(section) = self.sections.get(at).filter(text) else { return Told::default() };
        if self.told.is_empty() {
            self.told.resize(self.sections.len(), None);
        }
        match self.told.get_mut(at) {
            Some(known) => *known.get_or_insert_with(|| weigh(section, self.back)),
            None => Told::default(),
        }
    }
}

/// Weighs the first characters of a section's text.
fn weigh(section: &Section, back: Option<u32>) -> Told {
    let mut told = Told::default();
    let mut waiting = vec![(section, false)];
    while let Some((section, below)) = waiting.pop() {
        let paragraphs = section.blocks.iter().filter_map(|placed| match &placed.block {
            Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
            _ => None,
        });
        for text in below.then_some(section.heading.as_str()).into_iter().chain(paragraphs) {
            // No text has more characters than bytes.
            let left = WEIGHED - told.seen;
            let cut = if text.len() > left { text.char_indices().nth(left) } else { None };
            let text = cut.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
            told.seen += text.chars().count();
            text_tells(text, back, &mut told);
            if told.seen >= WEIGHED {
                return told;
            }
        }
        waiting.extend(section.children.iter().rev().map(|child| (child, true)));
    }
    told
}

/// What one paragraph tells.
pub fn of_text(text: &str, back: Option<u32>) -> Told {
    let mut told = Told::default();
    let cut = text.char_indices().nth(WEIGHED).and_then(|(end, _)| text.get(..end));
    text_tells(cut.unwrap_or(text), back, &mut told);
    told
}

/// Reads a text in one pass over its characters.
fn text_tells(text: &str, back: Option<u32>, told: &mut Told) {
    let folded = lantai_text::fold(text);
    let (signs, tells) = (&RULES.roles.signs, &RULES.roles.tells);
    // What a sentence announces goes on in the next: 明年将…。新增企业20家。
    let mut coming = false;
    let mut sentence = Counts::default();
    let mut clause = Clause::default();
    for (at, c) in folded.char_indices().filter(|(_, c)| tells.contains(*c)) {
        if let ',' | ':' | '。' | ';' | '!' | '?' = c {
            sentence.take(&clause, folded.get(clause.from..at).unwrap_or_default(), told);
            if !matches!(c, ',' | ':') {
                sentence.tell(&mut coming, told);
                sentence = Counts::default();
            }
            clause = Clause { from: at + c.len_utf8(), ..Clause::default() };
            continue;
        }
        if c.is_ascii_digit() && at >= clause.number {
            clause.number_at(at, &folded, back);
        }
        if at < clause.hidden {
            continue;
        }
        let rest = folded.get(at..).unwrap_or_default();
        for (word, sign) in signs.at(rest) {
            clause.sign(at, word, *sign, &folded, told);
            if at < clause.hidden {
                break;
            }
        }
    }
    sentence.take(&clause, folded.get(clause.from..).unwrap_or_default(), told);
    sentence.tell(&mut coming, told);
}

/// A clause while it is read.
#[derive(Debug, Default)]
struct Clause {
    /// Where it begins.
    from: usize,
    /// Up to here stands a word that is no sign, though shorter words in it would be some.
    hidden: usize,
    /// Up to here stands the last number.
    number: usize,
    /// It names a quantity.
    figure: bool,
    /// It names a year to come.
    later: bool,
    /// It says that figures are aimed at.
    aim: bool,
    past: usize,
    future: usize,
    wrong: usize,
}

impl Clause {
    fn sign(&mut self, at: usize, word: &str, sign: Sign, folded: &str, told: &mut Told) {
        let after = || folded.get(at + word.len()..).unwrap_or_default();
        match sign {
            Sign::Nothing => self.hidden = at + word.len(),
            Sign::Done => self.past += 1,
            Sign::Aim => self.aim = true,
            Sign::Todo => {
                let takes = word == "将" && folded.get(self.from..at).is_some_and(is_blank) && takes_object(after());
                self.future += usize::from(!takes);
            }
            Sign::Wrong => self.wrong = 1,
            Sign::Faint => self.wrong = self.wrong.max(usize::from(ends_clause(after().chars().next()))),
            Sign::Phase => told.phases += 1,
            Sign::Wish => told.wish += usize::from(at == self.from),
        }
    }

    /// A number begins: it is a quantity (评选10名, 4280万元), or a year that may be later than `back`. Dates, times and
    /// numbers of articles are no quantities.
    fn number_at(&mut self, at: usize, folded: &str, back: Option<u32>) {
        let rest = folded.get(at..).unwrap_or_default();
        let length = rest.bytes().position(|b| !b.is_ascii_digit() && b != b'.').unwrap_or(rest.len());
        let (number, behind) = rest.split_at(length);
        self.number = at + length;
        match behind.chars().next() {
            Some('年') => {
                let year: Option<u32> = if number.len() == 4 { number.parse().ok() } else { None };
                self.later |= back.zip(year).is_some_and(|(back, year)| year > back && year < back + 30);
            }
            Some('月' | '日' | '号' | '条' | '款' | '时' | '点' | '-' | '—' | '~' | '、' | ')' | '/') => {}
            next if ends_clause(next) => {}
            _ => self.figure = true,
        }
    }
}

/// A clause ends before that character, or with the text.
fn ends_clause(next: Option<char>) -> bool {
    matches!(next, None | Some(',' | ':' | '。' | ';' | '!' | '?'))
}

fn is_blank(text: &str) -> bool {
    text.trim_start().is_empty()
}

/// What the clauses of a sentence tell.
#[derive(Debug, Default)]
struct Counts {
    aim: bool,
    done: usize,
    todo: usize,
    figures: usize,
    acts: usize,
}

impl Counts {
    /// Takes a clause that has been read.
    fn take(&mut self, read: &Clause, clause: &str, told: &mut Told) {
        let Clause { past, wrong, figure, .. } = *read;
        let future = read.future + usize::from(read.later);
        let verbs = &RULES.roles.statement;
        let tackled = wrong > 0 && (verbs.tackles.begins(clause.trim_start()) || past > 0);
        told.wrong += if tackled { 0 } else { wrong };
        self.figures += usize::from(figure);
        self.acts += usize::from(past + future + wrong == 0 && !figure && verbs.does.begins(clause.trim_start()));
        self.aim |= read.aim;
        self.done += past;
        self.todo += future;
    }

    /// The sentence is at its end.
    fn tell(&self, coming: &mut bool, told: &mut Told) {
        let Counts { aim, done, todo, figures, acts } = *self;
        let figures = figures.min(FIGURES);
        // 主要预期目标是：生产总值增长7%。 tells nothing that was done.
        let (done, todo, figures) = if aim { (0, todo + figures.max(1), 0) } else { (done, todo, figures) };
        if told.past + told.future == 0 {
            told.begins_done = todo <= done && done + figures > 0;
        }
        match () {
            _ if todo > done => {
                told.future += todo;
                *coming = true;
            }
            _ if done > 0 => {
                told.past += done + figures;
                told.done += done;
                told.future += todo;
                *coming = false;
            }
            _ if *coming => told.future += figures.min(1),
            _ => told.past += figures,
        }
        told.acts += acts;
    }
}

/// 将 at the start of a clause stands for 把 where a noun follows: 将法治建设纳入考核, but 将继续推进.
fn takes_object(rest: &str) -> bool {
    let roles = &RULES.roles;
    let verbs = &roles.statement;
    !(verbs.does.begins(rest)
        || verbs.also.begins(rest)
        || verbs.tackles.begins(rest)
        || roles.signs.at(rest).any(|(_, sign)| *sign == Sign::Todo))
}
