//! The lines between a document's title and its text: 红头, 发文字号, 签发人, date, 主送机关.

use lantai_model::{Block, Document, Genre, Name, Remark, Salutation, Value};

use crate::date;
use crate::letterhead;
use crate::line::{Line, is_blank};
use crate::names::pieces;
use crate::parts::unlabelled;
use crate::region;
use crate::roster;
use crate::rules::RULES;
use crate::tail;
use crate::title;
use crate::title_note;

/// Lines at the start that say nothing of the kind, after which these are looked for no more.
const REACH: usize = 8;
/// Lines that a front has at most, with those that are taken: more of them are no front, and taking each would cost all.
const MOST: usize = 64;

/// Takes them into the document's metadata and addressees.
pub fn take(document: &mut Document, lines: &mut Vec<Line>, remarks: &mut Vec<Remark>) {
    let mut index = 0;
    let mut seen = 0;
    for _ in 0..MOST {
        if index >= lines.len() || seen >= REACH {
            break;
        }
        let line = &lines[index];
        // A picture at the head is the site's emblem, or a scanned red head.
        if matches!(line.block, Block::Image(_)) {
            index += 1;
            seen += 1;
            continue;
        }
        if !line.is_paragraph() || line.label().is_some() {
            break;
        }
        // 组长：王恒: a roster is text, and the lines after it are people of it.
        if line.folded.contains(&':') && roster::role(&line.folded).is_some() {
            break;
        }
        let next_is_date = |line: Option<&Line>| line.and_then(|l| date::whole(&l.folded)).is_some();
        let below = lines.get(index + 1);
        if letterhead::read(line, &mut document.meta, remarks) {
            // 份号, 密级, 紧急程度, 发文字号, 签发人.
        } else if title::is_banner(line) {
            letterhead::banner(line, &mut document.meta);
        } else if let Some(date) = date::whole(&line.folded).filter(|date| date.month.is_some() && lines.len() > 2) {
            // A date above the text is the document's own, where no signature follows it at once.
            document.meta.put(Some(Name::Issued), unlabelled(line, Some(Value::Date(date))));
        } else if let Some((day, note)) = title_note::broken(line, below) {
            if let Some(day) = day {
                document.meta.put(Some(Name::Issued), day);
            }
            document.meta.put(Some(Name::TitleNote), note);
            lines.remove(index + 1);
        } else if let Some(day) = title_note::read(line) {
            if let Some(day) = day {
                document.meta.put(Some(Name::Issued), day);
            }
            document.meta.put(Some(Name::TitleNote), title_note::field(line));
        } else if let Some(count) = organs_above_day(&lines[index..]) {
            // 青溪县统计局 / 国家统计局青溪调查队 / 2023年3月28日
            let mut issuer = title_note::field(line);
            let all = &lines[index..index + count];
            issuer.stated = all.iter().map(|line| line.text().trim()).collect::<Vec<_>>().join("\n");
            issuer.value = Value::Words(all.iter().flat_map(|line| tail::organs(line.text())).collect());
            document.meta.put(Some(Name::Issuer), issuer);
            lines.drain(index + 1..index + count);
        } else if tail::is_organ(line) && next_is_date(below) && lines.len() > index + 3
            || lines.len() > index + 2 && below.is_some_and(|below| issues(line, below))
        {
            document.meta.put(Some(Name::Issuer), title_note::field(line));
        } else if document.genre != Genre::Annex
            && below.is_some_and(|below| !title_note::is_speaker(below))
            && title_note::is_speaker(line)
        {
            document.meta.put(Some(Name::Author), title_note::field(line));
        } else if let Some(addressees) = addressees(line) {
            document.addressees = addressees;
            document.salutation = Some(Salutation { stated: line.text().trim().to_owned(), at: line.at.clone() });
            lines.remove(index);
            break;
        } else if line.width() > 60 || line.last() == Some('。') {
            // A sentence: the text has begun.
            break;
        } else {
            index += 1;
            seen += 1;
            continue;
        }
        lines.remove(index);
    }
}

/// How many organs, each with a line of its own, stand above a day: two at least.
fn organs_above_day(lines: &[Line]) -> Option<usize> {
    let organ = |line: &&Line| line.is_paragraph() && line.width() <= 40 && tail::is_organ_name(&line.plain());
    let count = lines.iter().take(5).take_while(organ).count();
    let dated = lines.get(count).is_some_and(|line| date::whole(&line.folded).is_some());
    (count > 1 && dated && lines.len() > count + 2).then_some(count)
}

/// An organ's own name right above the text, perhaps in brackets: 云河市科学技术局.
fn issues(line: &Line, below: &Line) -> bool {
    let inside = title_note::inside(line);
    let text: Vec<char> =
        line.folded.get(inside).unwrap_or_default().iter().copied().filter(|c| !is_blank(*c)).collect();
    let local = region::leading(&text) > 0 || region::bare_level(&text).is_some();
    // The text begins below: a sentence, or a first heading.
    let begins = is_addressees(below)
        || below.width() > 30
        || below.last() == Some('。')
        || below.label().is_some_and(|label| label.value == 1);
    line.is_paragraph()
        && line.width() <= 30
        && local
        && begins
        && tail::is_organ_name(&text.iter().collect::<String>())
}

/// A line that names addressees.
pub fn is_addressees(line: &Line) -> bool {
    addressees(line).is_some()
}

/// The addressees that a line names: it ends with a colon and is made of organs.
fn addressees(line: &Line) -> Option<Vec<String>> {
    if line.last() != Some(':') {
        return None;
    }
    let plain = line.plain();
    let list = plain.trim().strip_suffix(':')?;
    if list.chars().count() > 300 || list.contains(['。', ';', '“', '《', ':']) {
        return None;
    }
    let organs = &RULES.organs;
    let names = |part: &str| {
        let part = part.trim();
        let known = organs.addressees.ends(part) || organs.ends.ends(part);
        known || part.starts_with('各') && part.chars().count() <= 20
    };
    if !list.split(['、', ',']).any(names)
        || ["如下", "现将", "为了", "下列", "以下", "有关情况", "通知"].iter().any(|word| list.contains(word))
    {
        return None;
    }
    let text = line.text().trim();
    let text = text.strip_suffix([':', '：']).unwrap_or(text);
    // Groups stand apart by commas. Inside a group a piece that names no organ of its own belongs to the next:
    // 各省、自治区、直辖市人民政府.
    let mut all = Vec::new();
    for group in split_outside_brackets(text, &[',', '，']) {
        let mut open = String::new();
        let pieces = split_outside_brackets(&group, &['、']);
        let ends = pieces.iter().any(|piece| is_organ_name(piece));
        for piece in pieces {
            if !open.is_empty() {
                open.push('、');
            }
            open.push_str(&piece);
            if is_organ_name(&piece) || !ends {
                all.push(std::mem::take(&mut open));
            }
        }
        // 市政府各部门、单位: what is too short for a name belongs to the one before it.
        match all.last_mut().filter(|_| ends && !open.is_empty() && open.chars().count() <= 2) {
            Some(last) => {
                last.push('、');
                last.push_str(&open);
            }
            None => all.extend(Some(open).filter(|open| !open.is_empty())),
        }
    }
    (!all.is_empty()).then_some(all)
}

fn is_organ_name(piece: &str) -> bool {
    let folded = lantai_text::fold(piece);
    let key = folded.trim_end_matches([')', ' ']);
    key.chars().count() > 2 && (RULES.organs.addressees.ends(key) || RULES.organs.ends.ends(key))
}

/// Splits at any of the separators that stand outside round brackets; blanks at the ends are left out.
pub fn split_outside_brackets(text: &str, separators: &[char]) -> Vec<String> {
    pieces(text, |c| separators.contains(&c)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::Span;

    #[test]
    fn a_front_has_an_end() {
        let line = |nth: usize| Line::paragraph(&format!("（云政发〔2022〕{nth}号）"), Span::default());
        let mut lines: Vec<Line> = (1..=3 * MOST).map(line).collect();
        take(&mut Document::default(), &mut lines, &mut Vec::new());
        assert_eq!(lines.len(), 2 * MOST);
    }

    #[test]
    fn who_is_addressed() {
        let read = |text: &str| addressees(&Line::paragraph(text, Span::default()));
        assert_eq!(
            read("各镇人民政府，各街道办事处，县直有关单位：").unwrap(),
            ["各镇人民政府", "各街道办事处", "县直有关单位"]
        );
        assert_eq!(
            read("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：").unwrap(),
            ["各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"]
        );
        assert_eq!(read("各县市区人民政府，市政府各部门、单位：").unwrap(), ["各县市区人民政府", "市政府各部门、单位"]);
        assert_eq!(read("现将有关情况汇报如下："), None);
        assert_eq!(read("一要做到："), None);
    }
}
