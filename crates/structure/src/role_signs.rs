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
    told: Vec<Option<Told>>,
    back: Option<u32>,
}

impl<'a> Weighed<'a> {
    /// `back` is the year that the document looks back on: later years are to come.
    pub fn new(sections: &'a [Section], back: Option<u32>) -> Self {
        Weighed { sections, told: vec![None; sections.len()], back }
    }

    /// What a section tells.
    pub fn at(&mut self, at: usize) -> Told {
        match (self.told.get_mut(at), self.sections.get(at)) {
            (Some(known), Some(section)) => *known.get_or_insert_with(|| weigh(section, self.back)),
            _ => Told::default(),
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

fn text_tells(text: &str, back: Option<u32>, told: &mut Told) {
    let folded = lantai_text::fold(text);
    // What a sentence announces goes on in the next: 明年将…。新增企业20家。
    let mut coming = false;
    for sentence in folded.split(['。', ';', '!', '?']) {
        sentence_tells(sentence, back, &mut coming, told);
    }
}

fn sentence_tells(sentence: &str, back: Option<u32>, coming: &mut bool, told: &mut Told) {
    let (mut done, mut todo, mut figures, mut acts) = (0, 0, 0, 0);
    for clause in sentence.split([',', ':']) {
        let mut hidden = 0;
        let (mut past, mut future, mut wrong) = (0, 0, 0);
        for (at, _, word, sign) in RULES.roles.signs.find(clause) {
            if at < hidden {
                continue;
            }
            match sign {
                Sign::Nothing => hidden = at + word.len(),
                Sign::Done => past += 1,
                Sign::Todo => future += usize::from(!takes_object(clause, at, word)),
                Sign::Wrong => wrong = 1,
                Sign::Faint => wrong = wrong.max(usize::from(at + word.len() == clause.len())),
                Sign::Phase => told.phases += 1,
                Sign::Wish => told.wish += usize::from(at == 0),
            }
        }
        let (figure, later) = figure(clause, back);
        figures += usize::from(figure);
        future += usize::from(later);
        let verbs = &RULES.roles.statement;
        let tackled = wrong > 0 && (verbs.tackles.begins(clause.trim_start()) || past > 0);
        told.wrong += if tackled { 0 } else { wrong };
        acts += usize::from(past + future + wrong == 0 && !figure && verbs.does.begins(clause.trim_start()));
        done += past;
        todo += future;
    }
    let figures = figures.min(FIGURES);
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

/// 将 that begins a clause stands for 把 where a noun follows: 将法治建设纳入考核, but 将继续推进.
fn takes_object(clause: &str, at: usize, word: &str) -> bool {
    let roles = &RULES.roles;
    let rest = clause.get(at + word.len()..).unwrap_or_default();
    let goes_on = || {
        let verbs = &roles.statement;
        verbs.does.begins(rest) || verbs.also.begins(rest) || verbs.tackles.begins(rest) || {
            roles.signs.find(rest).any(|(at, _, _, sign)| at == 0 && *sign == Sign::Todo)
        }
    };
    word == "将" && clause.get(..at).is_some_and(|before| before.trim().is_empty()) && !goes_on()
}

/// A clause names a quantity (评选10名, 4280万元), and a year later than `back`. Dates, times and numbers of articles are
/// no quantities.
fn figure(clause: &str, back: Option<u32>) -> (bool, bool) {
    let (mut quantity, mut later) = (false, false);
    let mut rest = clause;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[at..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(rest.len(), |end| at + end);
        let number = &rest[at..digits];
        let next = rest[digits..].chars().next();
        match next {
            Some('年') => {
                let year: Option<u32> = if number.len() == 4 { number.parse().ok() } else { None };
                later |= back.zip(year).is_some_and(|(back, year)| year > back && year < back + 30);
            }
            Some('月' | '日' | '号' | '条' | '款' | '时' | '点' | '-' | '—' | '~' | '、' | ')' | '/') | None =>
                {}
            Some(_) => quantity = true,
        }
        rest = &rest[digits..];
    }
    (quantity, later)
}
