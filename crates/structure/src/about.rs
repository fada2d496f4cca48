//! What a document is about, from all that it states of itself: its kind, its period, its region and organ.

use std::cell::OnceCell;
use std::ops::Range;

use lantai_model::{Document, Field, Genre, Name, Remark, Span, Value};

use crate::kind;
use crate::lexicon::begins;
use crate::line;
use crate::names;
use crate::period;
use crate::region;
use crate::roster;
use crate::tail;

/// Adds the fields that only the whole document can tell.
pub fn state(document: &mut Document, remarks: &mut Vec<Remark>) {
    let title = document.meta.get(Name::Title).map(|title| (title.stated.clone(), title.at.clone()));
    let (stated, at) = title.unwrap_or_default();
    let folded = line::folded(&stated);
    state_kind(document, &stated, &folded, &at);
    state_period(document, &stated, &folded, &at, remarks);
    state_organ(document, &stated, &folded, &at, remarks);
}

/// A part of the text `stated` as a field.
fn part(stated: &str, chars: Range<usize>, value: Value, at: &Span) -> Field {
    let text: String = stated.chars().skip(chars.start).take(chars.len()).collect();
    let at = if at.is_unknown() { at.clone() } else { at.within(chars.start, chars.end) };
    Field { label: String::new(), stated: text, value, at }
}

fn state_kind(document: &mut Document, stated: &str, folded: &[char], at: &Span) {
    let by_title = kind::of_title(folded).map(|found| {
        let field = part(stated, found.chars, Value::Text(found.kind.to_owned()), at);
        // 可行性研究报告 is a report by its name only.
        (field, if found.kind == "报告" && !folded.contains(&'关') { Genre::Other } else { kind::genre(found.kind) })
    });
    // 云河市人民政府常务会议纪要: minutes are named by their head.
    let by_head = || {
        let head = document.meta.get(Name::Letterhead)?;
        let folded = line::folded(&head.stated);
        let found = kind::of_title(&folded)?;
        let value = Value::Text(found.kind.to_owned());
        Some((part(&head.stated, found.chars, value, &head.at), kind::genre(found.kind)))
    };
    let by_text = || {
        let by_closing = kind::of_closing(&document.closing, &document.body);
        let (found, stated, at) = by_closing.or_else(|| kind::of_opening(&document.body))?;
        let at = at.within(found.chars.start, found.chars.end);
        let value = Value::Text(found.kind.to_owned());
        Some((Field { label: String::new(), stated, value, at }, kind::genre(found.kind)))
    };
    let Some((field, genre)) = by_title.or_else(by_head).or_else(by_text) else { return };
    document.meta.put(Some(Name::Kind), field);
    if document.genre == Genre::Other {
        document.genre = genre;
    }
}

fn state_period(document: &mut Document, stated: &str, folded: &[char], at: &Span, remarks: &mut Vec<Remark>) {
    let signed = document.signature.as_ref().and_then(|signature| signature.date.as_ref()).map(|date| date.value.year);
    let dated = [Name::Issued, Name::Created, Name::Published].into_iter().find_map(|name| document.meta.date(name));
    let year = signed.or(dated.map(|date| date.year));
    let Some(found) = period::find(folded, year) else { return };
    let field = part(stated, found.chars, Value::Period(found.period), at);
    if found.borrowed {
        let about = format!("the year of {} is taken from the document's date", field.stated);
        remarks.push(Remark::unclear("period", about, field.at.clone()));
    }
    document.meta.put(Some(Name::Period), field);
}

/// A statement that may name an organ, with the characters of its name.
struct Claim {
    stated: String,
    folded: Vec<char>,
    at: Span,
    /// It names an organ, and not a site.
    organ: bool,
    /// The region that it names first, once it is asked for.
    region: OnceCell<Option<Range<usize>>>,
}

impl Claim {
    fn region(&self) -> Option<Range<usize>> {
        self.region.get_or_init(|| region::first(&self.folded)).clone()
    }
}

fn state_organ(document: &mut Document, stated: &str, folded: &[char], at: &Span, remarks: &mut Vec<Remark>) {
    let mut claims = Vec::new();
    let mut claim = |stated: String, at: Span, organ: bool| {
        let folded = line::folded(&stated);
        claims.push(Claim { stated, folded, at, organ, region: OnceCell::new() });
    };
    let named = |name: Name| document.meta.get(name).map(|field| (field.stated.clone(), field.at.clone()));
    if let Some(field) = document.meta.get(Name::Issuer) {
        // As understood: letters of a padded name are drawn together there.
        let name = match &field.value {
            Value::Text(name) => name.clone(),
            _ => field.stated.clone(),
        };
        claim(name, field.at.clone(), true);
    }
    if let Some(signature) = &document.signature
        // Who signs an order (市长 沈一帆) is no organ.
        && let Some(organ) = signature.organs.iter().find(|organ| !organ.contains(' '))
    {
        claim(organ.clone(), signature.at.clone(), true);
    }
    let titled = region::first(folded);
    if let Some(end) = organ_of_title(folded, titled.as_ref()) {
        let field = part(stated, 0..end, Value::Text(String::new()), at);
        claim(field.stated, field.at, true);
    } else if titled.is_some() {
        claim(stated.to_owned(), at.clone(), false);
    }
    // 青溪县水利局局长　沈一帆 speaks for the organ whose post it is.
    // A page may name another author in its labels.
    let unnamed = document.meta.other.iter().filter(|field| field.label.is_empty());
    for field in document.meta.get(Name::Author).into_iter().chain(unnamed) {
        if let Some(end) = organ_of_speaker(&field.stated) {
            claim(field.stated.chars().take(end).collect(), field.at.within(0, end), true);
        }
    }
    // Who speaks, and where: 云河市市长　沈一帆; 在云河市第十五届人民代表大会第三次会议上.
    for name in [Name::Author, Name::TitleNote] {
        let Some((stated, at)) = named(name) else { continue };
        let meeting = stated.find('在').map_or(0, |at| stated[..at].chars().count() + 1);
        let from = if name == Name::TitleNote { meeting } else { 0 };
        claim(stated.chars().skip(from).collect(), at.within(from, stated.chars().count()), false);
    }
    for name in [Name::Publisher, Name::Site, Name::ContentSource] {
        if let Some((stated, at)) = named(name) {
            claim(stated, at, name == Name::Publisher);
        }
    }
    // The name of the site stands beside the title in a page's <title>.
    for piece in document.meta.other.iter().filter(|field| field.label == "<title>").flat_map(site_names) {
        claim(piece, Span::default(), false);
    }
    // What a title is about may be of another region than who wrote it, and is asked last: 关于云河市…的报告.
    if folded.starts_with(&['关', '于']) {
        claim(stated.chars().skip(2).collect(), at.within(2, folded.len()), false);
    }
    // So is what a title names in brackets (《云河市…》), which must be of the level that the document speaks of: 市人大常委会.
    let levels: Vec<char> = claims.iter().filter_map(|claim| region::bare_level(&claim.folded)).collect();
    let addressed = document.addressees.iter().filter_map(|name| region::bare_level(&name.chars().collect::<Vec<_>>()));
    let levels: Vec<char> = levels.into_iter().chain(addressed).collect();
    let named = folded.iter().position(|c| *c == '《').map_or(folded.len(), |open| open + 1);
    let place = (!levels.is_empty()).then(|| region::first(&folded[named..])).flatten();
    if let Some(place) = place.filter(|place| levels.contains(&folded[named + place.end - 1])) {
        let (from, to) = (named + place.start, named + place.end);
        let stated: String = stated.chars().skip(from).take(to - from).collect();
        claims.push(Claim {
            stated,
            folded: folded[from..to].to_vec(),
            at: at.within(from, to),
            organ: false,
            region: OnceCell::new(),
        });
    }
    let place = claims.iter().find_map(|claim| claim.region().map(|range| (claim, range)));
    if let Some((claim, range)) = &place {
        let name: String = claim.stated.chars().skip(range.start).take(range.len()).collect();
        document.meta.put(Some(Name::Region), part(&claim.stated, range.clone(), Value::Text(name), &claim.at));
    }
    let Some(organ) = claims.iter().find(|claim| claim.organ && !claim.stated.trim().is_empty()) else { return };
    let mut value = organ.stated.trim().to_owned();
    // 滨河街道 is a region's name; another statement may have that of its office.
    let office = |claim: &&Claim| {
        claim.folded.starts_with(&organ.folded) && {
            let rest: String = claim.folded[organ.folded.len()..].iter().collect();
            OFFICES.contains(&rest.trim())
        }
    };
    if organ.region().is_some_and(|region| region.end == organ.folded.len())
        && let Some(office) = claims.iter().find(office)
    {
        value = office.stated.trim().to_owned();
    }
    // 市科技局 names no city; another statement may.
    if let Some(level) = region::bare_level(&organ.folded)
        && region::leading(&organ.folded) == 0
    {
        let whole = place.and_then(|(claim, range)| {
            let end = region::down_to(&claim.folded[range.clone()], level)?;
            Some(claim.stated.chars().skip(range.start).take(end).collect::<String>())
        });
        let full = claims.iter().find(|claim| is_full_name(&claim.folded, &organ.folded, level));
        match (full, whole) {
            (Some(full), _) => value = full.stated.trim().to_owned(),
            // The level is printed once: 云河市 and 市科技局 make 云河市科技局.
            (None, Some(region)) => value = region + value.strip_prefix(level).unwrap_or(&value),
            (None, None) => {
                let about = format!("of which {level} {value} is, is not stated");
                remarks.push(Remark::unclear("organ", about, organ.at.clone()));
            }
        }
    }
    // Organs that issue a document together stand side by side.
    let several: Vec<&str> = value.split_whitespace().collect();
    let value = if several.len() > 1 && several.iter().all(|organ| names::ends_organ(organ)) {
        Value::Words(several.into_iter().map(str::to_owned).collect())
    } else {
        Value::Text(value)
    };
    let field = Field { label: String::new(), stated: organ.stated.clone(), value, at: organ.at.clone() };
    document.meta.put(Some(Name::Organ), field);
}

/// Whether a name is the full one of an organ that is named shortly: 云河市工业和信息化局 of 市工信局. The letters of the
/// short name follow each other in it, behind the region of its level.
fn is_full_name(full: &[char], short: &[char], level: char) -> bool {
    let Some(region) = region::first(full).filter(|region| region.start == 0 && full[region.end - 1] == level) else {
        return false;
    };
    let name = || full[region.end..].iter().filter(|c| !c.is_whitespace());
    let mut letters = name();
    // Organs that end alike are compared: 局 with 局, and no 中心 of a 局.
    name().next_back() == short.last()
        && name().next() == short.get(1)
        && short[1..].iter().all(|c| letters.any(|letter| letter == c))
        && tail::is_organ_name(&line::text_of(full))
}

/// The organ in the name of a post, up to the post itself and who holds it: 青溪县水利局 of 青溪县水利局局长　沈一帆.
fn organ_of_speaker(stated: &str) -> Option<usize> {
    let folded: Vec<char> = stated.chars().map(lantai_text::fold_char).take(40).collect();
    region::first(&folded)?;
    let end = folded.iter().position(|c| c.is_whitespace())?;
    // The post itself has two letters at least.
    (3..end.saturating_sub(1))
        .rev()
        .find(|at| names::ends_organ(&folded[..*at].iter().collect::<String>()) && roster::is_post(&folded[*at..end]))
}

/// Offices of whole regions.
const OFFICES: &[&str] = &["办事处", "人民政府", "政府", "党工委", "管委会", "管理委员会"];

/// The pieces of a page's title, between the signs that set column and site apart from it.
fn site_names(field: &Field) -> Vec<String> {
    let pieces = field.stated.split(['_', '|', '｜', '-', '—', '–', '>', '·']).map(str::trim);
    pieces.filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
}

/// The organ that a title begins with, before 关于, 印发 or a year: 市科技局关于…, 云河市科技局2024年….
fn organ_of_title(folded: &[char], region: Option<&Range<usize>>) -> Option<usize> {
    // 云河市人民政府令
    let ordered = folded.iter().rposition(|c| !c.is_whitespace()).filter(|last| folded[*last] == '令');
    if let Some(end) = ordered.filter(|end| tail::is_organ_name(&line::text_of(&folded[..*end]))) {
        return Some(end);
    }
    let organ = |end: &usize| tail::is_organ_name(&line::text_of(&folded[..*end]));
    let year = |at: usize| folded[at] == '二' && folded.get(at + 1).is_some_and(|c| "〇○零0".contains(*c));
    let about = |at: usize| folded[at] == '关' && folded.get(at + 1) == Some(&'于');
    let reach = folded.len().min(30);
    let end = (0..reach).find(|at| folded[*at].is_ascii_digit() || year(*at) || about(*at));
    // …办公室转发市水利局关于…: two organs, of which the first speaks.
    let forwards = |end: &usize| {
        let name: String = folded[..*end].iter().collect();
        ["转发", "印发", "批转"].iter().any(|verb| name.contains(verb))
    };
    if let Some(end) = end.filter(organ).filter(|end| !forwards(end)) {
        return Some(end);
    }
    // 青溪县水利局工作总结: the words behind the name begin no name of an organ.
    region.filter(|region| region.start == 0)?;
    (3..end.unwrap_or(reach))
        .rev()
        .find(|at| AFTER_ORGAN.iter().any(|word| begins(&folded[*at..], word)) && organ(at) && !forwards(at))
}

/// Words that follow the name of an organ in titles without 关于 or a year.
const AFTER_ORGAN: &[&str] = &[
    "工作总结",
    "工作要点",
    "工作计划",
    "工作汇报",
    "法治政府",
    "政府信息公开",
    "“十",
    "“双",
    "上半年",
    "下半年",
    "第一季",
    "第二季",
    "第三季",
    "第四季",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
    "印发",
    "转发",
    "批转",
    "公告",
    "通告",
    "年度",
];
