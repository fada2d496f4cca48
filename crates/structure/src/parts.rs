//! Documents inside documents: a gazette's documents, a plan that a notice encloses, attachments.
//! Parts come before the outline: outlining first would hang 附件1's 一、 behind the notice's 三、.

use std::sync::LazyLock;

use lantai_model::{Align, Block, Document, Field, Genre, Metadata, Name, Placed, Remark, Value};

use crate::about;
use crate::annex::{self, Annexes};
use crate::closing;
use crate::collection::{self, Piece};
use crate::front;
use crate::genre;
use crate::imprint;
use crate::lexicon::Words;
use crate::line::{Line, is_blank, key_of_text};
use crate::metadata;
use crate::names;
use crate::outline;
use crate::roles;
use crate::tail;
use crate::tasks;
use crate::title;
use crate::toc;

/// Documents are nested at most this deep; deeper ones stay text.
const DEPTH: u32 = 4;
/// Documents that a notice encloses are at most this many.
const SEVERAL: usize = 12;
/// Characters of a paragraph among which it names what it encloses.
const SENTENCE: usize = 600;
/// Type of this size, relative to the text's, is a title's.
const LARGE: f32 = 1.15;
/// Lines of an order among which the sentence stands that says what is decreed.
const ORDER: usize = 4;

/// Reads one document from its metadata (with the title) and its lines.
pub fn document(meta: Metadata, lines: Vec<Line>, genre: Genre, depth: u32, remarks: &mut Vec<Remark>) -> Document {
    let mut document = Document { genre, meta, ..Document::default() };
    let mut lines = lines;
    let mut imprint = Vec::new();
    if depth == 0
        && let Some(label) = annex::own_label(&mut lines)
    {
        document.meta.other.push(metadata::other("附件".into(), label.text(), label.at.clone()));
    }
    if depth < DEPTH {
        if genre == Genre::Gazette
            && let Some(issue) = toc::split(&mut lines)
        {
            remarks.extend(issue.contents);
            document.parts = issue.documents.into_iter().map(|lines| inner(lines, depth + 1, remarks)).collect();
        } else {
            remarks.extend(toc::drop(&mut lines));
            document.parts = take_collection(&document.meta, &mut lines, depth, remarks);
            if document.parts.is_empty() {
                let sequels = take_sequels(&document.meta, &mut lines);
                imprint = imprint::take(&mut lines);
                document.parts = take_parts(&document.meta, &mut lines, depth, remarks);
                document.parts.extend(sequels.into_iter().map(|lines| inner(lines, depth + 1, remarks)));
            }
        }
    }
    front::take(&mut document, &mut lines, remarks);
    let announcement = take_announcement(&mut lines);
    let (signature, mut notes) = tail::take(&mut lines);
    document.signature = signature;
    let (closing, before) = closing::take(&mut lines);
    document.closing = closing.into_iter().map(Line::placed).collect();
    notes.splice(0..0, before.into_iter().map(Line::placed));
    document.attachment_list = announcement.into_iter().map(Line::placed).collect();
    notes.extend(imprint.into_iter().map(Line::placed));
    imprint::state(&notes, &mut document.meta);
    document.notes = notes;
    document.body = outline::build(lines, remarks);
    roles::assign(&mut document.body, genre, document.meta.title());
    document.tasks = tasks::find(&document.body, &document.notes, genre, remarks);
    about::state(&mut document, remarks);
    name_order(&mut document);
    document
}

/// An order bears the name of its organ where others bear a title (云河市人民政府令, GB/T 9704-2012, 10.2): it is called by
/// what it decrees.
fn name_order(document: &mut Document) {
    let Some(head) = document.meta.get(Name::Title) else { return };
    let organ = head.stated.trim_end().strip_suffix('令').map(str::trim).filter(|organ| names::ends_organ(organ));
    let decreed = document.parts.first().filter(|part| part.genre != Genre::Annex);
    let title = decreed.and_then(|part| part.meta.get(Name::Title));
    let (Some(organ), Some(title)) = (organ, title) else { return };
    let key = |text: &str| text.chars().filter(|c| !is_blank(*c)).collect::<String>();
    let named = format!("《{}》", key(&title.stated));
    let names_it =
        |placed: &Placed| matches!(&placed.block, Block::Paragraph(text) if key(&text.text).contains(&named));
    if !document.body.blocks.iter().any(names_it) {
        return;
    }
    let issuer = Field {
        label: String::new(),
        stated: organ.to_owned(),
        value: Value::Text(metadata::tidy(organ)),
        at: head.at.within(0, organ.chars().count()),
    };
    let (head, title) = (head.clone(), title.clone());
    title::set(&mut document.meta, title);
    document.meta.other.retain(|field| *field != head);
    document.meta.put(Some(Name::Letterhead), head);
    document.meta.put(Some(Name::Issuer), issuer);
}

/// Takes the texts that a page collects (篇一, 篇二) off the end of `lines`.
fn take_collection(meta: &Metadata, lines: &mut Vec<Line>, depth: u32, remarks: &mut Vec<Remark>) -> Vec<Document> {
    let pieces = collection::pieces(meta.title(), lines);
    let mut parts = Vec::new();
    for piece in pieces.into_iter().rev() {
        parts.push((lines.split_off(piece.line), piece));
    }
    parts.into_iter().rev().map(|(lines, piece)| piece_part(lines, &piece, depth, remarks)).collect()
}

/// One text of a collection: its head line is its title, or stands above it.
fn piece_part(lines: Vec<Line>, piece: &Piece, depth: u32, remarks: &mut Vec<Remark>) -> Document {
    let mut head = lines;
    let mut rest = head.split_off(1.min(head.len()));
    let mut meta = Metadata::default();
    if let Some(line) = head.first() {
        if piece.whole {
            title::set(&mut meta, title::state(&head));
        } else {
            let end = piece.title_from.unwrap_or(line.folded.len());
            if let Some(label) = line.slice(0, end) {
                meta.other.push(metadata::other("篇".into(), label.text(), label.at.clone()));
            }
            if let Some(title) = line.slice(end, line.folded.len()) {
                title::set(&mut meta, title::state(&[title]));
            } else if rest.first().is_some_and(collection::is_title) {
                let body = rest.split_off(1);
                title::set(&mut meta, title::state(&rest));
                rest = body;
            }
        }
    }
    let genre = genre::of(meta.title());
    document(meta, rest, genre, depth + 1, remarks)
}

/// Takes the documents that follow the first one on the same page off the end of `lines`.
fn take_sequels(meta: &Metadata, lines: &mut Vec<Line>) -> Vec<Vec<Line>> {
    let mut starts = collection::sequels(lines);
    if let Some(first) = starts.first() {
        // What stands before may announce the next as printed with it: 关于转发…的通知.
        let enclosed = enclosed(meta.title(), lines).first().map(|(start, _)| *start);
        if !annex::scan(lines).starts.is_empty() {
            starts.clear();
        } else if let Some(enclosed) = enclosed.filter(|start| start <= first) {
            // A document with a number of its own, after the one printed with the notice, stands beside the notice.
            starts.retain(|start| *start > enclosed && collection::is_numbered(lines, *start));
        }
    }
    let mut sequels: Vec<Vec<Line>> = starts.iter().rev().map(|start| lines.split_off(*start)).collect();
    sequels.reverse();
    sequels
}

/// A document whose first lines are its title.
fn inner(lines: Vec<Line>, depth: u32, remarks: &mut Vec<Remark>) -> Document {
    let mut lines = lines;
    let count = title_lines(&lines);
    let rest = lines.split_off(count);
    let mut meta = Metadata::default();
    if !lines.is_empty() {
        title::set(&mut meta, title::state(&lines));
    }
    let genre = genre::of(meta.title());
    document(meta, rest, genre, depth, remarks)
}

/// How many of the first lines are a title: up to the one that ends with a genre word.
fn title_lines(lines: &[Line]) -> usize {
    let short = |line: &&Line| {
        line.is_paragraph()
            && line.width() <= 90
            && line.label().is_none()
            && !line.last().is_some_and(|c| matches!(c, '。' | ';' | ':'))
    };
    let run = lines.iter().take(4).take_while(short).count();
    let ends = |at: &usize| title::genre_word_at_end(&lines[*at].key());
    // 关于印发…行动方案 / 的通知: no title's line begins with 的.
    let goes_on = |at: usize| at + 1 < run && lines[at + 1].key().starts_with('的');
    (0..run).find(|at| ends(at) && !goes_on(*at)).map_or(run.min(1), |at| at + 1)
}

/// Takes the enclosed document and the attachments off the end of `lines`.
fn take_parts(meta: &Metadata, lines: &mut Vec<Line>, depth: u32, remarks: &mut Vec<Remark>) -> Vec<Document> {
    let mut enclosed = enclosed(meta.title(), lines);
    let mut annexes = annex::scan(lines);
    // Attachments that the enclosed document announces are its own.
    if let Some((start, _)) = enclosed.first()
        && !annexes.announced.iter().any(|announced| announced.line < *start)
    {
        annexes = Annexes::default();
    }
    let first_annex = annexes.starts.first().map(|start| start.line);
    let titles: Vec<String> =
        annexes.starts.iter().map(|start| annex_title(lines, start.line, start.title_from)).collect();
    remarks.extend(annex::compare(&annexes, lines, &titles));

    let mut attached = Vec::new();
    for start in annexes.starts.iter().rev() {
        attached.push((start.title_from, lines.split_off(start.line)));
    }
    attached.reverse();
    enclosed.retain(|(start, _)| first_annex.is_none_or(|annex| *start < annex));
    let mut printed = Vec::new();
    for (start, count) in enclosed.into_iter().rev() {
        let mut title = lines.split_off(start);
        let body = title.split_off(count);
        printed.push((title, body));
    }
    printed.reverse();
    take_back_signature(meta, lines, &annexes, printed.last_mut().map(|(_, body)| body), &mut attached);

    let mut parts = Vec::new();
    for (title, body) in printed {
        let mut meta = Metadata::default();
        title::set(&mut meta, title::state(&title));
        let genre = genre::of(meta.title());
        parts.push(document(meta, body, genre, depth + 1, remarks));
    }
    let announced: Vec<String> = annexes.announced.into_iter().map(|announced| announced.key).collect();
    for (title_from, part) in attached {
        parts.push(annex_part(title_from, part, &announced, depth, remarks));
    }
    parts
}

/// A notice that is not signed itself is signed at the very end of all that it encloses, where its own organ signs there.
fn take_back_signature(
    meta: &Metadata,
    lines: &mut Vec<Line>,
    annexes: &Annexes,
    enclosed: Option<&mut Vec<Line>>,
    attached: &mut [(Option<usize>, Vec<Line>)],
) {
    let own = annexes.announced.first().and_then(|first| lines.get(..first.line)).unwrap_or(lines);
    if tail::is_signed(own) || tail::is_signed(lines) {
        return;
    }
    let is_attached = !attached.is_empty();
    let Some(last) = attached.last_mut().map(|(_, part)| part).or(enclosed) else { return };
    let title = key_of_text(meta.title());
    let heads: Vec<String> = lines.iter().take(4).filter(|line| title::is_banner(line)).map(Line::key).collect();
    let issues = |organ: &str| {
        let organ = key_of_text(organ);
        let stated = [Name::Issuer, Name::Publisher].iter().filter_map(|name| meta.get(*name));
        // A title without an organ leaves the one that signs what it prints.
        let unnamed = !is_attached && title.starts_with("关于印发");
        title.starts_with(&organ)
            || unnamed
            || heads.iter().any(|head| head.starts_with(&organ))
            || stated.into_iter().any(|field| key_of_text(&field.stated) == organ)
    };
    if let Some(first) = tail::signed_by(last, issues) {
        let signature = last.split_off(first);
        lines.extend(signature);
    }
}

/// An attachment as a document: its head line is metadata, its title the announced or the first short lines.
fn annex_part(
    title_from: Option<usize>,
    part: Vec<Line>,
    announced: &[String],
    depth: u32,
    remarks: &mut Vec<Remark>,
) -> Document {
    let mut part = part;
    let body = part.split_off(1.min(part.len()));
    let mut meta = Metadata::default();
    let mut rest = body;
    if let Some(head) = part.first() {
        let end = title_from.unwrap_or(head.folded.len());
        if let Some(label) = head.slice(0, end) {
            meta.other.push(metadata::other("附件".into(), label.text(), label.at.clone()));
        }
        if let Some(inline) = title_from.and_then(|from| head.slice(from, head.folded.len())) {
            title::set(&mut meta, title::state(&[inline]));
        }
    }
    if meta.get(Name::Title).is_none() {
        let equal = (1..=3).find(|count| {
            let key: String = rest.iter().take(*count).map(Line::key).collect();
            rest.len() >= *count && announced.iter().any(|title| bare(title) == bare(&key))
        });
        let count = equal.unwrap_or_else(|| title_run(&rest));
        let body = rest.split_off(count);
        if !rest.is_empty() {
            title::set(&mut meta, title::state(&rest));
        }
        rest = body;
    }
    document(meta, rest, Genre::Annex, depth + 1, remarks)
}

fn annex_title(lines: &[Line], line: usize, title_from: Option<usize>) -> String {
    match title_from {
        Some(from) => lines[line].folded[from..].iter().filter(|c| !c.is_whitespace()).collect(),
        None => lines.get(line + 1).map(Line::key).unwrap_or_default(),
    }
}

/// How many of an attachment's first lines are its title: one, with those that go on in the same large or centred type.
fn title_run(lines: &[Line]) -> usize {
    let Some(first) = lines.first().filter(|line| is_short_title(line)) else { return 0 };
    let alike = |line: &&Line| {
        let (a, b) = (&first.cues, &line.cues);
        let stands_out = a.align == Align::Center && (a.size >= LARGE || a.bold);
        stands_out && a.align == b.align && a.bold == b.bold && (a.size - b.size).abs() < 0.05 && is_short_title(line)
    };
    1 + lines[1..].iter().take(2).take_while(alike).count()
}

fn is_short_title(line: &Line) -> bool {
    line.is_paragraph()
        && line.width() <= 60
        && line.label().is_none()
        && !line.last().is_some_and(|c| matches!(c, '。' | ';' | ':' | ','))
}

/// Where the documents begin that a title announces with 印发, 转发, 公布: the first line of each and how many lines its
/// title has. Of several the title or the first lines name each: 现将《A》《B》印发给你们.
fn enclosed(title: &str, lines: &[Line]) -> Vec<(usize, usize)> {
    let title = key_of_text(title);
    let key = announced_title(&title).or_else(|| decreed(&title, lines));
    let mut names = named_in_text(&title, lines);
    names.retain(|name| Some(name) != key.as_ref());
    let titles = TitleKeys::new(lines);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for name in key.iter().chain(&names) {
        // Each stands below the one before.
        let below = found.last().map_or(1, |(start, count)| start + count);
        found.extend((below..lines.len()).find_map(|index| {
            let count = titles.run_equal(index, name)?;
            Some((index, count + usize::from(lines.get(index + count).is_some_and(is_years))))
        }));
    }
    found
}

/// The years that a plan is for, in brackets on a line below its title: （2021—2035年）.
fn is_years(line: &Line) -> bool {
    let key = line.key();
    let years = key.strip_prefix('(').and_then(|key| key.strip_suffix("年)"));
    line.is_paragraph() && years.is_some_and(|years| years.len() > 4 && years.starts_with("20"))
}

/// The documents that a title that announces several, or the sentence that does so below it, names in brackets.
fn named_in_text(title: &str, lines: &[Line]) -> Vec<String> {
    let announces = |text: &str| ["印发", "转发", "公布", "发布"].iter().any(|verb| text.contains(verb));
    if !announces(title) {
        return Vec::new();
    }
    let text = |line: &Line| line.folded.iter().filter(|c| !is_blank(**c)).take(SENTENCE).collect::<String>();
    let below = lines.iter().take(ORDER).filter(|line| line.is_paragraph()).map(text).filter(|text| announces(text));
    let mut named = std::iter::once(title.to_owned()).chain(below).map(|text| in_brackets(&text));
    named.find(|names| names.len() >= 2).unwrap_or_default()
}

/// What stands between 《 and 》, in order.
fn in_brackets(text: &str) -> Vec<String> {
    let names = text.split('《').skip(1).filter_map(|rest| rest.split_once('》')).map(|(name, _)| bare(name));
    names.filter(|name| name.chars().count() >= 4).take(SEVERAL).collect()
}

/// What an order, whose title names nothing, says to be decreed: 《X》已经…通过，现予公布 → X.
fn decreed(title: &str, lines: &[Line]) -> Option<String> {
    title.strip_suffix('令').filter(|organ| names::ends_organ(organ))?;
    lines.iter().take(ORDER).find_map(|line| {
        let text: String = line.folded.iter().filter(|c| !is_blank(**c)).collect();
        let (open, close) = (text.find('《')? + '《'.len_utf8(), text.find('》')?);
        ["公布", "通过", "发布", "施行"]
            .iter()
            .any(|verb| text.contains(verb))
            .then(|| text.get(open..close).map(bare))?
    })
}

/// 关于印发《X》的通知 → X; also without brackets.
pub fn announced_title(title: &str) -> Option<String> {
    static VERBS: LazyLock<Words> =
        LazyLock::new(|| ["印发", "转发", "公布", "发布", "报送", "上报", "呈报"].into_iter().collect());
    let verb = VERBS.find(title).next().map(|(at, _, verb, ())| at + verb.len())?;
    let rest = &title[verb..];
    let named = match (rest.find('《'), rest.rfind('》')) {
        (Some(open), Some(close)) if open < close => &rest[open + '《'.len_utf8()..close],
        _ => ["的通知", "的公告", "的报告", "的函", "通知"].iter().find_map(|end| rest.strip_suffix(end))?,
    };
    (named.chars().count() >= 4).then(|| bare(named))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_quote(*c)).collect()
}

/// Brackets and quotation marks of titles.
fn is_quote(c: char) -> bool {
    matches!(c, '《' | '》' | '“' | '”' | '"')
}

/// What lines have in common with titles: folded, without blanks, brackets and quotation marks. None for what is no title.
pub struct TitleKeys<'a> {
    lines: &'a [Line],
}

impl<'a> TitleKeys<'a> {
    /// The keys of all lines.
    pub fn new(lines: &'a [Line]) -> Self {
        TitleKeys { lines }
    }

    fn key(&self, index: usize) -> Option<impl DoubleEndedIterator<Item = char> + 'a> {
        let line = self.lines.get(index).filter(|line| line.is_paragraph() && line.width() <= 120)?;
        Some(line.folded.iter().copied().filter(|c| !is_blank(*c) && !is_quote(*c)))
    }

    /// How many lines from `index` on make up the title `key`; an organ's name before it is allowed.
    pub fn run_equal(&self, index: usize, key: &str) -> Option<usize> {
        crate::steps::count(1);
        // The title ends as one of the lines does, or before the years in brackets there.
        let last = key.chars().next_back()?;
        let mut lines = (index..index + 4).map_while(|at| self.key(at));
        if !lines.any(|mut line| line.next_back().is_some_and(|c| c == last || c == ')')) {
            return None;
        }
        // It begins within the longest name of an organ.
        let mut opening = [' '; PREFIX + BEGINNING];
        let chars = || (index..index + 4).map_while(|at| self.key(at)).flatten();
        opening.iter_mut().zip(chars()).for_each(|(place, c)| *place = c);
        let may_begin = |opening: &[char]| key.chars().zip(opening).all(|(a, b)| a == *b);
        let begins = |(from, opening)| may_begin(opening) && chars().skip(from).zip(key.chars()).all(|(a, b)| a == b);
        if !opening.windows(BEGINNING).enumerate().any(begins) {
            return None;
        }
        let mut joined = String::new();
        for count in 0..4 {
            crate::steps::count(1);
            joined.extend(self.key(index + count)?);
            // The years that a plan is for may be printed in its own title only: …行动计划(2025—2027年).
            let named = match joined.strip_suffix(')').and_then(|open| open.rfind('(')) {
                Some(open) if !key.ends_with(')') => &joined[..open],
                _ => &joined,
            };
            if named == key || named.strip_suffix(key).is_some_and(is_organ_prefix) {
                return Some(count + 1);
            }
            // What is joined so far must be the start of the title, or the organ's name and that start.
            let may_go_on = joined.char_indices().take(PREFIX + 1).any(|(at, _)| key.starts_with(&joined[at..]));
            if !may_go_on && joined.chars().count() > PREFIX {
                return None;
            }
        }
        None
    }
}

/// Longest name of an organ before a title, in characters.
const PREFIX: usize = 16;
/// Characters of a title by which a place where it may begin is known.
const BEGINNING: usize = 4;

/// The name of an organ that may stand before a title.
fn is_organ_prefix(text: &str) -> bool {
    text.chars().count() <= PREFIX
        && !text.contains("关于")
        && !text.chars().any(|c| c.is_ascii_digit() || matches!(c, '。' | ',' | ':' | '(' | ')' | '〇'))
        // A signature and its date stand before a title, not in it.
        && !text.ends_with('日')
}

/// Takes the list of attachments (附件说明) out of the text: it belongs to the end of the document.
fn take_announcement(lines: &mut Vec<Line>) -> Vec<Line> {
    let lists = annex::scan(lines).lists;
    if lists.is_empty() {
        return Vec::new();
    }
    let mut lists = lists.into_iter().peekable();
    let mut listed = |at: usize| {
        while lists.next_if(|list| list.end <= at).is_some() {}
        lists.peek().is_some_and(|list| list.contains(&at))
    };
    let (announced, rest): (Vec<_>, Vec<_>) =
        std::mem::take(lines).into_iter().enumerate().partition(|(at, _)| listed(*at));
    *lines = rest.into_iter().map(|(_, line)| line).collect();
    announced.into_iter().map(|(_, line)| line).collect()
}

/// A statement without a label.
pub fn unlabelled(line: &Line, value: Option<Value>) -> Field {
    let stated = line.text().trim().to_owned();
    let value = value.unwrap_or_else(|| Value::Text(metadata::tidy(&stated)));
    Field { label: String::new(), stated, value, at: line.at.clone() }
}
