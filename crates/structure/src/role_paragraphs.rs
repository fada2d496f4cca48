//! Roles of paragraphs in a text without headings, by how they open and by what they tell.

use lantai_model::{Block, NumberStyle, Placed, Role, Section};

use crate::role_signs::{self as signs, Told};
use crate::role_words::opens_with_verb;
use crate::roles::{has_style, year};
use crate::rules::{Look, RULES};

/// Characters of a paragraph's start that say what it is.
const OPENING: usize = 24;
/// Characters of a paragraph's start in which a year is looked for.
const YEAR: usize = 6;
/// Signs by which a paragraph says what it is though its opening does not.
const STRONG: usize = 2;

/// The text has no headings: points within its sentences (一是) and what follows them are none.
pub fn has_no_headings(body: &Section) -> bool {
    body.children.iter().all(|section| is_point(section) || is_run(section))
}

/// 第一，提高认识。 is a point of a speech or listing, no section of a report.
pub fn is_point(section: &Section) -> bool {
    has_style(section, NumberStyle::Inline)
}

/// Paragraphs behind points, without a heading.
fn is_run(section: &Section) -> bool {
    section.number.is_none() && section.heading.is_empty()
}

/// A piece of such a text.
enum Piece {
    Block(Placed),
    Points(Section),
}

/// Parts the text where its paragraphs play two roles at least. `back` is the year that it looks back on.
pub fn assign(body: &mut Section, look: Option<Look>, back: Option<u32>) {
    let runs = body.children.iter().filter(|section| is_run(section)).flat_map(|section| &section.blocks);
    let paragraphs = || body.blocks.iter().chain(runs.clone());
    let roles = match look {
        Some(Look::Ahead) => ordered(paragraphs()),
        _ => told(paragraphs(), back),
    };
    let mut kinds = roles.iter().flatten();
    let first = kinds.next();
    if kinds.all(|role| Some(role) == first) {
        return;
    }
    // In the order in which the pieces lie.
    let mut roles = roles.into_iter();
    let mut pieces: Vec<Piece> = body.blocks.drain(..).map(Piece::Block).collect();
    for mut section in body.children.drain(..) {
        if is_run(&section) {
            pieces.extend(section.blocks.drain(..).map(Piece::Block));
            pieces.extend(section.children.drain(..).map(Piece::Points));
        } else {
            pieces.push(Piece::Points(section));
        }
    }
    let mut begun = false;
    for piece in pieces {
        let role = match &piece {
            Piece::Block(_) => roles.next().flatten(),
            Piece::Points(_) => None,
        };
        // Paragraphs without such words go on with what stands before them.
        let open = body.children.last_mut().filter(|open| begun && (role.is_none() || open.role == role));
        match (piece, open) {
            (Piece::Block(placed), None) if role.is_some() => {
                begun = true;
                body.children.push(Section { role, ..run(placed) });
            }
            (piece, Some(open)) => add(open, piece),
            (piece, None) => add(body, piece),
        }
    }
}

/// Roles of the paragraphs of a report.
fn told<'a>(paragraphs: impl Iterator<Item = &'a Placed> + Clone, back: Option<u32>) -> Vec<Option<Role>> {
    let mut roles: Vec<Option<Role>> = paragraphs.clone().map(|placed| plays(placed, back)).collect();
    // What stands before the problems and tells what was done needs no word for it.
    let turns = |role: &Option<Role>| matches!(role, Some(Role::Problems | Role::Plans));
    let turn = roles.iter().position(turns).unwrap_or(0);
    for (role, placed) in roles.iter_mut().zip(paragraphs).take(turn).filter(|(role, _)| role.is_none()) {
        let Block::Paragraph(paragraph) = &placed.block else { continue };
        let Told { past, done, future, wrong, .. } = signs::of_text(&paragraph.text, back);
        *role = (done > 0 && past >= STRONG && past > future + wrong).then_some(Role::Summary);
    }
    roles
}

/// Roles of the paragraphs of a plan or notice: why, what is aimed at, what to do, what secures it.
fn ordered<'a>(paragraphs: impl Iterator<Item = &'a Placed>) -> Vec<Option<Role>> {
    let mut begun = false;
    let plays = |placed: &Placed| {
        let Block::Paragraph(paragraph) = &placed.block else { return None };
        let start = start(&paragraph.text);
        let first = start.split([',', '。', ':', ';']).next().unwrap_or("");
        let opens = |role: Role| RULES.roles.opens.get(&role);
        let first = first.trim_end_matches(['是', '为']);
        let goals = || opens(Role::Goals).is_some_and(|words| words.begins(first) || words.ends(first));
        let overview = || opens(Role::Overview).is_some_and(|words| words.begins(first) || words.ends(first));
        let role = match () {
            _ if goals() => Role::Goals,
            _ if overview() => Role::Overview,
            _ if begun && opens(Role::Safeguards).is_some_and(|words| words.stands_in(&start)) => Role::Safeguards,
            _ if begun && (first.starts_with('要') || opens_with_verb(first)) => Role::Tasks,
            _ => return None,
        };
        begun = true;
        Some(role)
    };
    paragraphs.map(plays).collect()
}

/// Adds a piece at the end of a section.
fn add(section: &mut Section, piece: Piece) {
    match piece {
        Piece::Block(placed) if section.children.is_empty() => section.blocks.push(placed),
        Piece::Block(placed) => section.children.push(run(placed)),
        Piece::Points(points) => section.children.push(points),
    }
}

fn run(placed: Placed) -> Section {
    Section { at: placed.at.clone(), blocks: vec![placed], ..Section::default() }
}

/// The role that a paragraph plays: by its opening, by a year at its start, or where it tells of one thing alone.
fn plays(placed: &Placed, back: Option<u32>) -> Option<Role> {
    let Block::Paragraph(paragraph) = &placed.block else { return None };
    let start = start(&paragraph.text);
    if let Some(role) = opening(&start) {
        return Some(role);
    }
    let Told { past, done, future, wrong, acts, .. } = signs::of_text(&paragraph.text, back);
    let at_start = start.char_indices().nth(YEAR).and_then(|(end, _)| start.get(..end)).unwrap_or(&start);
    match year(at_start).zip(back) {
        Some((year, back)) if year > back && future >= past => Some(Role::Plans),
        Some((year, back)) if year == back && past > future => Some(Role::Summary),
        _ if wrong > past + future && (wrong >= STRONG || past + future + acts == 0) => Some(Role::Problems),
        _ if done >= STRONG && future + wrong == 0 => Some(Role::Summary),
        _ => None,
    }
}

/// The first characters of a paragraph, folded, without blanks.
fn start(text: &str) -> String {
    let mut start = String::with_capacity(OPENING * 3);
    start.extend(text.chars().filter(|c| !c.is_whitespace()).take(OPENING).map(lantai_text::fold_char));
    start
}

/// What a paragraph says of itself by its opening words.
pub fn says(text: &str) -> Option<Role> {
    opening(&start(text))
}

/// What the opening words of a paragraph say of it.
fn opening(start: &str) -> Option<Role> {
    // 为此，恳请…
    let start =
        ["为此,", "对此,", "因此,", "鉴于此,"].iter().find_map(|lead| start.strip_prefix(lead)).unwrap_or(start);
    let first = start.split([',', '。', ':', ';']).next().unwrap_or("");
    let words = |role: &Role| RULES.roles.opens.get(role);
    // Problems may be named later in the opening: 目前，工作中还存在一些不足.
    if words(&Role::Problems).is_some_and(|words| words.stands_in(start)) {
        return Some(Role::Problems);
    }
    // 二季度，我们将重点抓好以下工作
    if RULES.roles.will.stands_in(start) {
        return Some(Role::Plans);
    }
    let begins = |role: &Role| words(role).is_some_and(|words| words.begins(first));
    let named = [Role::Plans, Role::Suggestions, Role::Summary].into_iter().find(begins);
    // 今年9月以来, 开学以来
    named.or_else(|| first.ends_with("以来").then_some(Role::Summary))
}
