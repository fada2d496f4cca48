//! The metadata block: label-and-value tables and lines, the line under the title, page metas.

use lantai_model::{Block, Fact, FactKind, Field, Metadata, Name, Span, Table, Value};

use crate::date;
use crate::dateline;
use crate::line::{Line, byte_range, key_of};
use crate::number;
use crate::rules::RULES;

/// How many lines from the start may belong to the head of a source.
const HEAD_LINES: usize = 80;
/// A paragraph this wide is text, not a label and its value.
const TEXT_WIDTH: usize = 80;

/// A label with its value in one line, as character ranges of the line.
#[derive(Debug, PartialEq)]
struct Pair {
    start: usize,
    name: Option<Name>,
    value: std::ops::Range<usize>,
}

/// Takes the metadata out of the head of a source; what remains keeps its order.
pub fn take(lines: Vec<Line>) -> (Metadata, Vec<Line>) {
    let mut meta = Metadata::default();
    let mut rest = Vec::with_capacity(lines.len());
    let mut in_head = true;
    let mut in_block = false;
    // Lists print a label and its value as two lines, with or without a colon; one label alone may as well have no value.
    let head = || lines.iter().take(HEAD_LINES);
    let labels = |colon: bool| head().filter(|line| lone_label(line, colon).is_some()).count();
    let (paired, bare) = (labels(true) >= 2, labels(false) >= 3);
    let mut waiting: Option<(Line, Option<Name>)> = None;
    for (index, line) in lines.into_iter().enumerate() {
        in_head = in_head && index < HEAD_LINES;
        if let Some((label, name)) = waiting.take() {
            let label_text = printed_label(label.text(), 0, label.folded.len());
            let label_text = label_text.trim_end_matches([':', '：']).to_owned();
            if is_value(&line, name) && !(bare && lone_label(&line, false).is_some()) {
                let whole = 0..line.folded.len();
                put(&mut meta, name, field(&line, label_text, name, whole));
                in_block = true;
                continue;
            }
            put(&mut meta, None, other(label_text, "", label.at));
        }
        if in_head {
            let label = if bare { lone_label(&line, false) } else { None };
            if let Some(name) = label.or_else(|| lone_label(&line, true).filter(|_| paired)) {
                waiting = Some((line, name));
                in_block = true;
                continue;
            }
            let found = match &line.block {
                Block::Paragraph(_) => take_line(&line, in_block, &mut meta) || dateline::take_line(&line, &mut meta),
                Block::Table(table) => take_table(table, &mut meta),
                Block::Image(_) => false,
            };
            if found {
                in_block = true;
                continue;
            }
            in_head = !ends_head(&line);
            in_block = false;
        }
        rest.push(line);
    }
    if let Some((label, _)) = waiting {
        rest.push(label);
    }
    (meta, rest)
}

/// The field of a line that is a label and nothing else: 索 引 号：, or 索引号 where no colon is printed.
fn lone_label(line: &Line, colon: bool) -> Option<Option<Name>> {
    if line.folded.len() > 40 || colon && line.last() != Some(':') {
        return None;
    }
    let key = line.key();
    RULES.labels.get(if colon { key.strip_suffix(':')? } else { &key }).copied()
}

/// Whether a line can be the value of the label before it.
fn is_value(line: &Line, name: Option<Name>) -> bool {
    let plain = line.plain();
    let short =
        line.is_paragraph() && line.width() <= 60 && pairs(&line.folded).is_empty() && lone_label(line, true).is_none();
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
        Block::Paragraph(_) => line.width() > TEXT_WIDTH || line.label().is_some_and(|l| l.chars > 0),
        Block::Table(_) => true,
        Block::Image(_) => false,
    }
}

/// Reads a line of labels and values; false when it is none.
fn take_line(line: &Line, in_block: bool, meta: &mut Metadata) -> bool {
    let folded = &line.folded;
    let pairs = pairs(folded);
    let Some(first) = pairs.first() else { return false };
    let start = line.start();
    let opens = folded[start..first.start].iter().all(|c| c.is_whitespace() || "【[(".contains(*c));
    let dated = !opens && dateline::find(&folded[start..first.start]).is_some();
    if !opens && !dated {
        return false;
    }
    if pairs.len() == 1 && !dated {
        let width = first.value.len();
        let long = matches!(first.name, Some(Name::Title | Name::Subject));
        let fits = match first.name {
            None => in_block && width <= 40,
            Some(name) if is_date(name) => {
                width == 0 || date::leading(&value_text(folded, &first.value)).is_some() || in_block && width <= 20
            }
            Some(_) => width <= if long { 300 } else { 60 },
        };
        if !fits {
            return false;
        }
    }
    if dated && !dateline::take_prefix(line, first.start, meta) {
        return false;
    }
    for pair in pairs {
        let label = printed_label(line.text(), pair.start, pair.value.start - 1);
        let field = field(line, label, pair.name, pair.value);
        put(meta, pair.name, field);
    }
    true
}

/// A label as printed, the blanks inside it (索 引 号) left out.
fn printed_label(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).filter(|c| !c.is_whitespace()).collect()
}

/// Files a field; an empty statement, or one of the wrong kind, never takes the name.
fn put(meta: &mut Metadata, name: Option<Name>, field: Field) {
    let fits = |name: &Name| match name {
        Name::Views => field.stated.starts_with(|c: char| c.is_numeric()),
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
        Some(name) if is_date(name) => match date::leading(&folded) {
            Some((date, _)) => Value::Date(date),
            None => Value::Text(tidy(stated)),
        },
        Some(Name::Keywords) => Value::Words(
            stated
                .split([';', '；', ',', '，', '、', ' ', '\u{3000}', '\u{a0}'])
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
        ),
        // 1032次: the unit is no part of the number.
        Some(Name::Views) if folded.starts_with(|c: char| c.is_ascii_digit()) => {
            Value::Text(folded.chars().take_while(char::is_ascii_digit).collect())
        }
        _ => Value::Text(tidy(stated)),
    }
}

/// Text with runs of blanks as one space.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_date(name: Name) -> bool {
    matches!(name, Name::Issued | Name::Published | Name::Created | Name::Effective | Name::Repealed)
}

/// All labels with their values in a folded line. Cut labels count only beside a whole one.
fn pairs(folded: &[char]) -> Vec<Pair> {
    let colons: Vec<usize> = folded.iter().enumerate().filter(|(_, c)| **c == ':').map(|(at, _)| at).collect();
    let mut heads: Vec<(usize, usize, Option<Name>)> = Vec::new();
    let mut floor = 0;
    for &colon in &colons {
        // After a first label, values and labels may stand side by side without a blank.
        let glued = !heads.is_empty();
        if let Some((start, name)) = whole_label(folded, floor, colon, glued) {
            heads.push((start, colon, name));
            floor = colon + 1;
        }
    }
    if !heads.is_empty() {
        let mut floor = 0;
        for &colon in &colons {
            let taken = heads.iter().any(|head| head.1 == colon);
            if !taken && let Some((start, name)) = cut_label(folded, floor, colon) {
                heads.push((start, colon, Some(name)));
            }
            floor = colon + 1;
        }
        heads.sort();
    }
    let ends: Vec<usize> = heads.iter().skip(1).map(|head| head.0).chain([folded.len()]).collect();
    heads
        .into_iter()
        .zip(ends)
        .map(|((start, colon, name), end)| Pair { start, name, value: colon + 1..end.max(colon + 1) })
        .collect()
}

/// The longest known label that ends at the colon and begins after a blank or at the floor, or anywhere where labels may be
/// glued to the value before them. Blanks inside are allowed (索 引 号).
fn whole_label(folded: &[char], floor: usize, colon: usize, glued: bool) -> Option<(usize, Option<Name>)> {
    let rules = &*RULES;
    let mut word: Vec<char> = Vec::new();
    let mut best = None;
    for at in (floor..colon).rev() {
        if folded[at].is_whitespace() {
            continue;
        }
        word.insert(0, folded[at]);
        if word.len() > rules.longest_label {
            break;
        }
        let boundary = at == floor || folded[at - 1].is_whitespace() || "|【[(】])".contains(folded[at - 1]);
        if boundary || glued && word.len() >= 2 {
            let label: String = word.iter().collect();
            if let Some(name) = rules.labels.get(&label) {
                best = Some((at, *name));
            }
        }
    }
    best
}

/// A cut label: all that stands between a blank and the colon, and the value agrees with its meaning.
fn cut_label(folded: &[char], floor: usize, colon: usize) -> Option<(usize, Name)> {
    let start = (floor..colon).rev().take_while(|at| !folded[*at].is_whitespace()).last()?;
    let label: String = folded[start..colon].iter().collect();
    let names = RULES.cut.get(&label)?;
    let value: String = folded[colon + 1..].iter().collect::<String>().trim_start().to_owned();
    let value = value.split_whitespace().next().unwrap_or("");
    let fits = |name: &&Name| match name {
        Name::IndexNumber => value.chars().filter(char::is_ascii_digit).count() >= 6 && value.contains(['/', '-']),
        Name::DocNumber => value.contains(['〔', '[', '【']),
        _ => true,
    };
    names.iter().find(fits).map(|name| (start, *name))
}

/// Reads a table of labels and values; false when it is none.
fn take_table(table: &Table, meta: &mut Metadata) -> bool {
    let cells: Vec<_> = table.rows.iter().flat_map(|row| &row.cells).collect();
    if cells.len() > 120 {
        return false;
    }
    // A block of labels begins with labels.
    let opens = cells.iter().take(6).any(|cell| cell_label(&cell.text).is_some() || starts_with_pair(&cell.text));
    if !opens {
        return false;
    }
    let known = cells.iter().filter(|cell| cell_label(&cell.text).is_some()).count();
    let inner = cells.iter().filter(|cell| starts_with_pair(&cell.text)).count();
    let filled = cells.iter().filter(|cell| !cell.text.trim().is_empty()).count();
    if known + inner < 2 || (known * 2 + inner) * 2 < filled {
        return false;
    }
    for row in &table.rows {
        let mut cells = row.cells.iter().peekable();
        while let Some(cell) = cells.next() {
            if let Some((label, name)) = cell_label(&cell.text) {
                let value = cells.next_if(|next| cell_label(&next.text).is_none());
                let stated = value.map_or("", |cell| cell.text.trim());
                let at = value.map_or(&cell.at, |cell| &cell.at).clone();
                put(meta, name, Field { label, stated: stated.to_owned(), value: understand(name, stated), at });
            } else if !take_line(&Line::paragraph(&cell.text, cell.at.clone()), true, meta) {
                let text = cell.text.trim();
                if !text.is_empty() {
                    put(meta, None, other(String::new(), text, cell.at.clone()));
                }
            }
        }
    }
    true
}

/// The label that a cell holds, colon and blanks aside.
fn cell_label(text: &str) -> Option<(String, Option<Name>)> {
    if text.len() > 60 {
        return None;
    }
    let folded: Vec<char> = lantai_text::fold(text).chars().collect();
    let key = key_of(&folded);
    let key = key.trim_end_matches(':').trim_start_matches('【').trim_end_matches('】');
    let name = RULES.labels.get(key)?;
    let printed = printed_label(text, 0, text.chars().count());
    Some((printed.trim_end_matches([':', '：']).to_owned(), *name))
}

fn starts_with_pair(text: &str) -> bool {
    if text.len() > 600 || !text.contains([':', '：']) {
        return false;
    }
    let folded: Vec<char> = lantai_text::fold(text).chars().collect();
    pairs(&folded).first().is_some_and(|pair| folded[..pair.start].iter().all(|c| c.is_whitespace()))
}

/// A field without a name of its own.
pub fn other(label: String, stated: &str, at: Span) -> Field {
    Field { label, stated: stated.to_owned(), value: Value::Text(tidy(stated)), at }
}

/// Adds what the source says of itself outside its text: named where the text does not state it, else with the others.
pub fn add_facts(meta: &mut Metadata, facts: &[Fact]) {
    for fact in facts {
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
        let value = understand(name, &fact.value);
        put(meta, name, Field { label, stated: fact.value.clone(), value, at: Span::default() });
    }
}

/// The document number (发文字号) that is all of a folded line: 云政发〔2023〕5号. Brackets of all kinds count.
pub fn is_doc_number(folded: &[char]) -> bool {
    let key: Vec<char> = folded.iter().copied().filter(|c| !c.is_whitespace()).collect();
    let Some(open) = key.iter().position(|c| "〔[【(".contains(*c)) else { return false };
    if !(1..=14).contains(&open) || key.len() > 30 || !key[..open].iter().all(|c| *c >= '\u{3400}') {
        return false;
    }
    let year = key[open + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
    if year != 4 || !key.get(open + 5).is_some_and(|c| "〕]】)".contains(*c)) {
        return false;
    }
    let number: Vec<char> = key[open + 6..].iter().copied().skip_while(|c| *c == '第').collect();
    let digits = number.iter().take_while(|c| c.is_ascii_digit()).count();
    let digits = if digits == 0 { number::han(&number).map_or(0, |(_, used)| used) } else { digits };
    digits > 0 && number[digits..] == ['号']
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> (Metadata, Vec<String>) {
        let lines = lines.iter().map(|text| Line::paragraph(text, Span::default())).collect();
        let (meta, rest) = take(lines);
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
        let (meta, rest) = read(&["会议强调：要抓好落实", "来源清楚、去向明确。", "时间：另行通知"]);
        assert_eq!((meta.fields.len(), rest.len()), (0, 3));
    }

    #[test]
    fn document_numbers() {
        let is = |text: &str| is_doc_number(&text.chars().collect::<Vec<_>>());
        assert!(is("云政发〔2023〕5号") && is("云政办[2022] 17号") && is("青科〔2024〕第3号"));
        assert!(!is("云河市(2023)年工作") && !is("云政发〔2023〕5号文件精神") && !is("第〔2023〕"));
    }
}
