//! The metadata block: label-and-value tables and lines, the line under the title, page metas.

use lantai_model::{Block, Fact, FactKind, Field, Metadata, Name, Remark, Span, Value};

use crate::date;
use crate::dateline;
use crate::doc_number;
use crate::labels::{Pair, bare_pairs, pairs};
use crate::labels_table;
use crate::line::{Line, byte_range, key_of_text};
use crate::rules::RULES;

/// How many lines from the start may belong to the head of a source.
const HEAD_LINES: usize = 80;
/// A paragraph this wide is text, not a label and its value.
const TEXT_WIDTH: usize = 80;
/// A sentence this wide is text.
const SENTENCE_WIDTH: usize = 40;

/// Lines in a row that begin with labels without colons, from which they are a block.
const BARE_RUN: usize = 3;
/// Lines at the end among which a block of metadata is looked for.
const FOOT_LINES: usize = 4;

/// Takes the metadata out of the head of a source, and a block of it at the end; what remains keeps its order.
pub fn take(lines: Vec<Line>, remarks: &mut Vec<Remark>) -> (Metadata, Vec<Line>) {
    let mut meta = Metadata::default();
    let mut in_head = true;
    let mut in_block = false;
    // Lists print a label and its value as two lines, with or without a colon; one label alone may as well have no value.
    let head = || lines.iter().take(HEAD_LINES);
    let labels = |colon: bool| head().filter(|line| lone_label(line, colon).is_some()).count();
    let (paired, bare) = (labels(true) >= 2, labels(false) >= 3);
    let glued = bare_run(&lines);
    let mut waiting: Option<(Line, Option<Name>)> = None;
    // In place: a document may have very many lines.
    let keep = |(index, line): (usize, Line)| {
        in_head = in_head && index < HEAD_LINES;
        if let Some((label, name)) = waiting.take() {
            let label_text = printed_label(label.text(), 0, label.folded.len());
            let label_text = label_text.trim_end_matches([':', '：']).to_owned();
            if is_value(&line, name) && !(bare && lone_label(&line, false).is_some()) {
                let whole = 0..line.folded.len();
                put(&mut meta, name, field(&line, label_text, name, whole));
                in_block = true;
                return None;
            }
            put(&mut meta, None, other(label_text, "", label.at));
        }
        if in_head {
            let label = if bare { lone_label(&line, false) } else { None };
            if let Some(name) = label.or_else(|| lone_label(&line, true).filter(|_| paired)) {
                waiting = Some((line, name));
                in_block = true;
                return None;
            }
            let found = match &line.block {
                Block::Paragraph(_) => {
                    glued.contains(&index) && state(&line, bare_pairs(&line), &mut meta, remarks)
                        || take_line(&line, in_block, &mut meta, remarks)
                        || line.cues.link_chars as usize * 3 < line.width().max(1)
                            && dateline::take_line(&line, &mut meta, remarks)
                        || dateline::take_byline(&line, &mut meta)
                }
                Block::Table(table) => labels_table::take(table, &mut meta, remarks),
                Block::Image(_) => false,
            };
            if found {
                in_block = true;
                return None;
            }
            in_head = !ends_head(&line);
            in_block = false;
        }
        Some(line)
    };
    let mut rest: Vec<Line> = lines.into_iter().enumerate().filter_map(keep).collect();
    if let Some((label, _)) = waiting {
        rest.push(label);
    }
    take_foot(&mut rest, &mut meta, remarks);
    (meta, rest)
}

/// The first run of lines in the head that begin with labels without colons; empty where it is too short.
fn bare_run(lines: &[Line]) -> std::ops::Range<usize> {
    let mut run = 0..0;
    for (index, line) in lines.iter().enumerate().take(HEAD_LINES) {
        let alone = || lone_label(line, false).is_some();
        if line.is_paragraph() && line.width() <= TEXT_WIDTH && (!bare_pairs(line).is_empty() || alone()) {
            run = if run.end == index { run.start..index + 1 } else { index..index + 1 };
        } else if run.len() >= BARE_RUN || ends_head(line) {
            break;
        }
    }
    if run.len() >= BARE_RUN { run } else { 0..0 }
}

/// A block of metadata below the text: it states one of the fields that only such blocks state.
fn take_foot(rest: &mut Vec<Line>, meta: &mut Metadata, remarks: &mut Vec<Remark>) {
    let from = rest.len().saturating_sub(FOOT_LINES).max(1);
    for index in (from..rest.len()).rev() {
        let mut foot = Metadata::default();
        let mut told = Vec::new();
        let line = &rest[index];
        let found = match &line.block {
            Block::Table(table) => labels_table::take(table, &mut foot, &mut told),
            Block::Paragraph(_) => {
                line.folded.contains(&':')
                    && pairs(&line.folded, false).len() >= 2
                    && take_line(line, false, &mut foot, &mut told)
            }
            Block::Image(_) => false,
        };
        let block = [Name::IndexNumber, Name::Publisher, Name::Published];
        if found && block.iter().any(|name| foot.get(*name).is_some()) {
            rest.remove(index);
            foot.fields.into_iter().for_each(|(name, field)| put(meta, Some(name), field));
            meta.other.extend(foot.other);
            remarks.extend(told);
        }
    }
}

/// The field of a line that is a label and nothing else: 索 引 号：, or 索引号 where no colon is printed.
fn lone_label(line: &Line, colon: bool) -> Option<Option<Name>> {
    if line.folded.len() > 40
        || colon && line.last() != Some(':')
        || line.folded.get(line.start()).is_none_or(|first| !RULES.label_starts.contains(*first))
    {
        return None;
    }
    let key = line.key();
    RULES.labels.get(if colon { key.strip_suffix(':')? } else { &key }).copied()
}

/// Whether a line can be the value of the label before it.
fn is_value(line: &Line, name: Option<Name>) -> bool {
    let plain = line.plain();
    let short = line.is_paragraph()
        && line.width() <= 60
        && pairs(&line.folded, false).is_empty()
        && lone_label(line, true).is_none();
    short
        && match name {
            Some(name) if is_date(name) => date::leading(plain.trim()).is_some(),
            Some(Name::IndexNumber) => {
                line.folded.iter().filter(|c| c.is_ascii_alphanumeric()).count() * 2 > line.width()
            }
            Some(Name::DocNumber) => is_doc_number(&line.folded),
            _ => !plain.trim_end().ends_with(['。', ':']),
        }
}

/// True for the first line of the text proper.
pub fn ends_head(line: &Line) -> bool {
    match &line.block {
        Block::Paragraph(_) => {
            let width = line.width();
            let sentence = width > SENTENCE_WIDTH && line.last() == Some('。');
            width > TEXT_WIDTH || sentence || line.label().is_some_and(|l| l.chars > 0)
        }
        Block::Table(_) => true,
        Block::Image(_) => false,
    }
}

/// Reads a line of labels and values; false when it is none.
pub fn take_line(line: &Line, in_block: bool, meta: &mut Metadata, remarks: &mut Vec<Remark>) -> bool {
    let folded = &line.folded;
    let pairs = pairs(folded, in_block);
    let Some(first) = pairs.first() else { return false };
    let start = line.start();
    // (联系人：张三，联系电话：…) is a note of the text's own (附注).
    if first.name.is_none() && folded.get(start) == Some(&'(') && line.last() == Some(')') {
        return false;
    }
    let opens = folded[start..first.start].iter().all(|c| c.is_whitespace() || "【[(|".contains(*c));
    let dated = !opens && dateline::find_before(&folded[start..first.start]).is_some();
    // A name of a site may stand before the labels of a line that has a date.
    let name = start..first.start;
    let named = !opens && !dated && line.width() <= TEXT_WIDTH && is_site_name(&folded[name.clone()]) && {
        dateline::find_before(&folded[first.start..]).is_some()
    };
    if !opens && !dated && !named {
        return false;
    }
    if pairs.len() == 1 && !dated && !named {
        let width = first.value.len();
        let long = matches!(first.name, Some(Name::Title | Name::Subject));
        let fits = match first.name {
            None => in_block && width <= 40,
            Some(name) if is_date(name) => {
                width == 0
                    || matches!(understand(Some(name), &value_text(folded, &first.value)), Value::Date(_))
                    || in_block && width <= 20
            }
            Some(_) => width <= if long { 300 } else { 60 },
        };
        if !fits {
            return false;
        }
    }
    let names_source = pairs.iter().any(|pair| pair.name == Some(Name::ContentSource));
    if dated && !dateline::take_prefix(line, first.start, names_source, meta, remarks) {
        return false;
    }
    if named && let Some(piece) = line.slice(name.start, name.end) {
        meta.put(None, other(String::new(), piece.text(), piece.at.clone()));
    }
    state(line, pairs, meta, remarks)
}

/// A short name without any sign, as sites print theirs before the source.
fn is_site_name(folded: &[char]) -> bool {
    // Its address may stand beside it.
    let words = || folded.split(|c| c.is_whitespace()).filter(|word| !is_address(word));
    let name = || words().flatten();
    (2..=16).contains(&name().count()) && name().all(|c| c.is_alphanumeric())
}

/// The address of a site: www.yunhe.example.
fn is_address(word: &[char]) -> bool {
    let begins = |text: &str| word.len() > text.len() && text.chars().zip(word).all(|(a, b)| a == *b);
    (begins("www.") || begins("http")) && word.iter().all(char::is_ascii)
}

/// Files the pairs of a line; the signs between them are told. False where there are none.
fn state(line: &Line, pairs: Vec<Pair>, meta: &mut Metadata, remarks: &mut Vec<Remark>) -> bool {
    let Some(first) = pairs.first() else { return false };
    let mut told = first.start - before_brackets(&line.folded, first.start)..first.start;
    let mut signs = String::new();
    let mut tell = |range: std::ops::Range<usize>| {
        let sign = |at: &usize| !line.folded[*at].is_whitespace();
        let marks: Vec<usize> = range.filter(sign).collect();
        if marks.is_empty() {
            return;
        }
        signs.extend(line.text().chars().enumerate().filter(|(at, _)| marks.contains(at)).map(|(_, c)| c));
    };
    for (index, pair) in pairs.iter().enumerate() {
        crate::steps::count(pair.value.end);
        tell(told);
        let colon = usize::from(line.folded.get(pair.label_end) == Some(&':'));
        let label = printed_label(line.text(), pair.start, pair.label_end);
        let value = dateline::take_suffix(line, pair.name, pair.value.clone(), meta);
        put(meta, pair.name, field(line, label, pair.name, value));
        tell(pair.label_end + colon..pair.value.start);
        told = pair.value.end..pairs.get(index + 1).map_or(line.folded.len(), |next| next.start);
    }
    tell(told);
    if !signs.is_empty() {
        remarks.push(Remark::omitted("separators", signs, line.at.clone()));
    }
    true
}

/// How many brackets and bars stand right before a place.
fn before_brackets(folded: &[char], at: usize) -> usize {
    folded[..at].iter().rev().take_while(|c| c.is_whitespace() || "【[(|".contains(**c)).count()
}

/// A label as printed, the blanks inside it (索 引 号) left out.
pub fn printed_label(text: &str, start: usize, end: usize) -> String {
    let mut label = String::with_capacity((end - start) * 3);
    label.extend(text.chars().skip(start).take(end - start).filter(|c| !c.is_whitespace()));
    label
}

/// Files a field; an empty statement, or one of the wrong kind, never takes the name.
pub fn put(meta: &mut Metadata, name: Option<Name>, field: Field) {
    let fits = |name: &Name| match name {
        Name::Views => field.stated.starts_with(|c: char| c.is_numeric()),
        // The number of an account is no author.
        Name::Author => !field.stated.chars().all(|c| c.is_ascii_digit()),
        name => !is_date(*name) || matches!(field.value, Value::Date(_)),
    };
    let named = name.filter(|name| !field.stated.is_empty() && fits(name));
    meta.put(named, field);
}

pub fn field(line: &Line, label: String, name: Option<Name>, range: std::ops::Range<usize>) -> Field {
    let (mut start, mut end) = (range.start, range.end);
    while start < end && line.folded[start].is_whitespace() {
        start += 1;
    }
    while end > start && line.folded[end - 1].is_whitespace() {
        end -= 1;
    }
    let text = line.text();
    let stated = text[byte_range(text, start, end)].to_owned();
    let value = understand(name, &stated);
    Field { label, stated, value, at: line.at.within(start, end) }
}

fn value_text(folded: &[char], range: &std::ops::Range<usize>) -> String {
    folded[range.clone()].iter().collect::<String>().trim().to_owned()
}

/// The value of a statement.
pub fn understand(name: Option<Name>, stated: &str) -> Value {
    let folded = lantai_text::fold(stated);
    match name {
        Some(name) if is_date(name) => {
            match date::leading(&folded).map(|(date, _)| date).or_else(|| date::compact(&folded)) {
                Some(date) => Value::Date(date),
                None => Value::Text(tidy(stated)),
            }
        }
        Some(Name::Keywords) => Value::Words(
            stated
                .split([';', '；', ',', '，', '、', ' ', '\u{3000}', '\u{a0}'])
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
        ),
        Some(Name::DocNumber) => {
            let read = doc_number::read(&folded.chars().collect::<Vec<_>>());
            Value::Text(read.map_or_else(|| tidy(stated), |number| number.value))
        }
        // 1,032次: unit and commas are no part of the number.
        Some(Name::Views) if folded.starts_with(|c: char| c.is_ascii_digit()) && !folded.contains('万') => {
            let number = folded.chars().take_while(|c| c.is_ascii_digit() || *c == ',');
            Value::Text(number.filter(char::is_ascii_digit).collect())
        }
        Some(Name::Column) => Value::Text(path(stated)),
        _ => Value::Text(tidy(stated)),
    }
}

/// A path of columns with its steps set apart alike; a last step that names no column is left out.
fn path(stated: &str) -> String {
    let strong = ['>', '＞', '»', '›', '→', '》'];
    let steps: Vec<&str> = if stated.contains(strong) {
        stated.split(|c| strong.contains(&c) || c == '|').collect()
    } else if stated.contains(" - ") {
        stated.split(" - ").collect()
    } else if stated.contains('/') && !stated.contains("://") {
        stated.split('/').collect()
    } else {
        vec![stated]
    };
    let mut steps: Vec<String> = steps.into_iter().map(tidy).filter(|step| !step.is_empty()).collect();
    if steps.len() > 1 && steps.last().is_some_and(|last| RULES.path_ends.contains(last)) {
        steps.pop();
    }
    steps.join(" > ")
}

/// Text with runs of blanks as one space.
pub fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        tidy.push_str(if tidy.is_empty() { "" } else { " " });
        tidy.push_str(word);
    }
    tidy
}

fn is_date(name: Name) -> bool {
    matches!(name, Name::Issued | Name::Published | Name::Created | Name::Effective | Name::Repealed)
}

/// A field without a name of its own.
pub fn other(label: String, stated: &str, at: Span) -> Field {
    Field { label, stated: stated.to_owned(), value: Value::Text(tidy(stated)), at }
}

/// Adds what the source says of itself outside its text: named where the text does not state it, else with the others.
///
/// A breadcrumb tells the whole path of columns and goes before metas that name the last column.
pub fn add_facts(meta: &mut Metadata, facts: &[Fact]) {
    let path = |fact: &&Fact| fact.kind == FactKind::Breadcrumb;
    for fact in facts.iter().filter(path).chain(facts.iter().filter(|fact| !path(fact))) {
        let lower = fact.name.to_lowercase();
        let name = match fact.kind {
            FactKind::Meta | FactKind::Script => RULES.metas.get(&lower).copied(),
            FactKind::Breadcrumb => Some(Name::Column),
            FactKind::Title | FactKind::Property => None,
        };
        let dull = RULES.ignored_metas.contains(&lower) || fact.value.trim().is_empty();
        if dull || fact.kind == FactKind::Script && name.is_none() {
            continue;
        }
        let label = match fact.kind {
            FactKind::Title => "<title>".to_owned(),
            FactKind::Breadcrumb => "您现在的位置".to_owned(),
            _ => fact.name.clone(),
        };
        // The title is chosen by agreement of all that claim one; see `title`.
        let name = name.filter(|name| *name != Name::Title);
        let value = match path_to(meta, fact) {
            Some(path) => Value::Text(path),
            None => understand(name, unlabelled(&fact.value)),
        };
        put(meta, name, Field { label, stated: fact.value.clone(), value, at: Span::default() });
    }
}

/// The value of a meta without a label in it: 来源：云河日报.
fn unlabelled(value: &str) -> &str {
    let Some((label, rest)) = value.split_once([':', '：']).filter(|(label, _)| label.chars().count() <= 8) else {
        return value;
    };
    if RULES.labels.contains_key(&key_of_text(label)) && !rest.trim().is_empty() { rest.trim() } else { value }
}

/// The path of columns in a breadcrumb, without the title at its end.
fn path_to(meta: &Metadata, fact: &Fact) -> Option<String> {
    let path = (fact.kind == FactKind::Breadcrumb).then(|| path(&fact.value))?;
    let (title, last) = (key_of_text(meta.title()), path.rfind(" > ")?);
    let step = key_of_text(path[last..].trim_start_matches([' ', '>']));
    let end = step.trim_end_matches(['.', '…']);
    let whole = !end.is_empty() && (step == title || end.len() < step.len() && title.starts_with(end));
    Some(if whole { path[..last].to_owned() } else { path })
}

/// The document number (发文字号) that is all of a folded line: 云政发〔2023〕5号. Brackets of all kinds count.
pub fn is_doc_number(folded: &[char]) -> bool {
    doc_number::read(folded).is_some_and(|number| number.sure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> (Metadata, Vec<String>) {
        let lines = lines.iter().map(|text| Line::paragraph(text, Span::default())).collect();
        let (meta, rest) = take(lines, &mut Vec::new());
        (meta, rest.iter().map(|line| line.text().to_owned()).collect())
    }

    fn stated(meta: &Metadata, name: Name) -> &str {
        meta.get(name).map_or("-", |field| &field.stated)
    }

    #[test]
    fn two_pairs_in_a_line_and_blanks_in_labels() {
        let (meta, rest) = read(&[
            "索 引 号 : 01233/2025-00835 文       号 :",
            "主题分类: 科技 发文单位: 云河市科学技术局",
            "有效性: 有效 发布日期: 2025年02月21日",
            "今年以来，各项工作有序推进。",
        ]);
        assert_eq!(stated(&meta, Name::IndexNumber), "01233/2025-00835");
        assert_eq!(stated(&meta, Name::Issuer), "云河市科学技术局");
        assert_eq!(meta.date(Name::Published).map(|d| d.to_string()).as_deref(), Some("2025-02-21"));
        assert_eq!(meta.other.iter().map(|f| f.label.as_str()).collect::<Vec<_>>(), ["文号"]);
        assert_eq!(rest, ["今年以来，各项工作有序推进。"]);
    }

    #[test]
    fn labels_glued_to_values() {
        let (meta, _) = read(&["来源：县科技局作者：谭秀兰时间：2024-01-09 15:32点击数：415"]);
        assert_eq!((stated(&meta, Name::ContentSource), stated(&meta, Name::Author)), ("县科技局", "谭秀兰"));
        assert_eq!((stated(&meta, Name::Published), stated(&meta, Name::Views)), ("2024-01-09 15:32", "415"));
    }

    #[test]
    fn a_site_and_its_address_before_the_labels() {
        let (meta, rest) =
            read(&["云河市人民政府门户网站　www.yunhe.example　时间：2019年07月08日　来源：市政府办　作者：未知"]);
        assert_eq!(
            (stated(&meta, Name::ContentSource), stated(&meta, Name::Published)),
            ("市政府办", "2019年07月08日")
        );
        assert_eq!(meta.other[0].stated, "云河市人民政府门户网站　www.yunhe.example");
        assert!(rest.is_empty());
    }

    #[test]
    fn cut_labels_beside_whole_ones() {
        let (meta, _) = read(&[
            "号: 00314/202308-00066 信息分类: 政府公报",
            "发布文号: 词: 某某公报2023年第7期",
            "内容概述: 性: 有效",
        ]);
        assert_eq!(stated(&meta, Name::IndexNumber), "00314/202308-00066");
        assert_eq!(stated(&meta, Name::Keywords), "某某公报2023年第7期");
        assert_eq!(stated(&meta, Name::Validity), "有效");
    }

    #[test]
    fn sentences_are_not_metadata() {
        let (meta, rest) = read(&[
            "会议强调：要抓好落实",
            "来源清楚、去向明确。",
            "时间：另行通知",
            "（联系人：苏默，联系电话：0599-8123456）",
        ]);
        assert_eq!((meta.fields.len(), rest.len()), (0, 4));
    }

    #[test]
    fn document_numbers() {
        let is = |text: &str| is_doc_number(&text.chars().collect::<Vec<_>>());
        assert!(is("云政发〔2023〕5号") && is("云政办[2022] 17号") && is("青科〔2024〕第3号"));
        assert!(!is("云河市(2023)年工作") && !is("云政发〔2023〕5号文件精神") && !is("第〔2023〕"));
    }
}
