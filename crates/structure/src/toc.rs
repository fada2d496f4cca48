//! Gazettes: the table of contents and the documents that it lists.

use lantai_model::Remark;

use crate::collection;
use crate::line::Line;
use crate::metadata::is_doc_number;
use crate::parts::{TitleKeys, announced_title};
use crate::tail;
use crate::title;

/// Lines from the start among which a table of contents is looked for.
const REACH: usize = 80;

/// A gazette's issue, split.
pub struct Issue {
    /// The table of contents, as a remark.
    pub contents: Option<Remark>,
    /// The lines of each document, its title first.
    pub documents: Vec<Vec<Line>>,
}

/// Splits a gazette at the titles that its table of contents lists; `lines` keeps what stands before it.
pub fn split(lines: &mut Vec<Line>) -> Option<Issue> {
    let mut entries = entries(lines);
    let titles = by_titles(lines);
    // One line that comes again is as likely an organ's name as a table of contents.
    if entries.len() < titles.len() && entries.len() < 2 {
        entries.clear();
    }
    // Entries that are read wrongly, where titles stand at the places of all the others, leave the titles.
    let listed = |start: &usize| entries.iter().any(|entry| entry.start == *start);
    let more = titles.len() > entries.len() && titles.iter().filter(|start| listed(start)).count() == entries.len();
    let starts: Vec<usize> = if more { titles } else { entries.iter().map(|e| e.start).collect() };
    let mut before = entries.iter().map(|entry| entry.line + 1).max().unwrap_or(0);
    let starts: Vec<usize> = starts
        .into_iter()
        .map(|start| {
            let order = order_above(&lines[before.min(start)..start]).map_or(start, |above| start - above);
            before = start + 1;
            order
        })
        .collect();
    let first = *starts.first()?;
    let head = lines[..first.min(REACH)].iter().position(|line| line.key_is("目录") || line.key_is("目次"));
    let mut documents = Vec::new();
    for start in starts.iter().rev() {
        documents.push(lines.split_off(*start));
    }
    documents.reverse();
    let table = entries.first().map(|entry| {
        let last = entries.iter().map(|entry| entry.line).max().unwrap_or(entry.line);
        // Headings of the table (政府文件) stand right above its first entry.
        let above = lines[..entry.line].iter().rev().take_while(|line| is_entry(line) && line.width() <= 12).count();
        // The last entry may run over several lines: its document number and page.
        let below =
            lines.get(last + 1..first).unwrap_or_default().iter().take_while(|line| ends_with_page(line)).count();
        entry.line - above..(last + 1 + below).min(first)
    });
    // All entries below that word belong to the table, those with mistakes, too.
    let under = head.filter(|head| lines.get(*head..first).is_some_and(|under| under.iter().all(is_entry)));
    let table = under.map(|head| head..first).or(table);
    let contents = table.filter(|table| !table.is_empty()).map(|table| {
        let table: Vec<Line> = lines.drain(table).collect();
        let text = table.iter().map(Line::text).collect::<Vec<_>>().join("\n");
        let at = table.first().map(|line| line.at.clone()).unwrap_or_default();
        Remark::omitted("table_of_contents", text, at)
    });
    Some(Issue { contents, documents })
}

/// Lines between the head of an order (云河市人民政府令) and the regulation that it decrees.
const ORDER: usize = 8;

/// How many lines above a regulation the order stands that decrees it and that the table of contents does not name.
fn order_above(lines: &[Line]) -> Option<usize> {
    let is_order = |line: &Line| line.is_paragraph() && line.key().strip_suffix('令').is_some_and(tail::is_organ_name);
    let above = lines.iter().rev().take(ORDER).position(is_order)?;
    let decrees = lines.iter().rev().take(above).any(|line| line.folded.contains(&'《'));
    decrees.then_some(above + 1)
}

struct Entry {
    line: usize,
    start: usize,
}

/// Entries of the table of contents: short lines near the start that come again, in order, as titles.
fn entries(lines: &[Line]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let keys = TitleKeys::new(lines);
    let mut limit = lines.len().min(REACH);
    let mut line = 0;
    while line < limit {
        if is_entry(&lines[line]) {
            let from = entries.last().map_or(line + 1, |entry| entry.start + 1);
            let start = |key: &str| {
                let names = key.chars().nth(5).is_some() && !is_doc_number(&key.chars().collect::<Vec<_>>());
                (from..lines.len()).filter(|_| names).find(|at| keys.run_equal(*at, key).is_some())
            };
            let mut found = start(&entry_key(lines[line].key()));
            // An entry may run over two lines; the second ends with the page.
            let next = lines.get(line + 1).filter(|next| found.is_none() && is_entry(next) && ends_with_page(next));
            if let Some(next) = next {
                found = start(&entry_key(lines[line].key() + &next.key()));
                line += usize::from(found.is_some());
            }
            if let Some(start) = found.filter(|start| *start > line) {
                limit = limit.min(entries.first().map_or(start, |entry| entry.start));
                entries.push(Entry { line, start });
            }
        } else if !entries.is_empty() {
            // A sentence ends the table.
            break;
        }
        line += 1;
    }
    entries
}

fn is_entry(line: &Line) -> bool {
    line.is_paragraph()
        && (2..=150).contains(&line.width())
        && !line.last().is_some_and(|c| matches!(c, '。' | ';' | ':' | ','))
}

/// A title without the dots and the page number that follow it in a table of contents.
fn entry_key(key: String) -> String {
    let key = key.trim_start_matches(['●', '•', '·', '◆', '■', '★', '○', '▪', '◇', '□', '△', '▲', '※']);
    let key: String = key.chars().filter(|c| !matches!(c, '《' | '》' | '“' | '”' | '"')).collect();
    let bare =
        key.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '·' | '…' | '—' | '-' | '(' | ')'));
    // Digits that end the title itself are kept where no dots stand before them, but for those after its last word.
    let led = key.get(bare.len()..).is_some_and(|end| end.contains(['.', '·', '…'])) || title::genre_word_at_end(bare);
    // A page in brackets: (12).
    let led = led
        || key.strip_suffix(')').and_then(|key| key.rsplit_once('(')).is_some_and(|(title, page)| {
            !title.is_empty() && (1..=3).contains(&page.len()) && page.bytes().all(|b| b.is_ascii_digit())
        });
    let words = if led { bare } else { key.as_str() };
    without_number(bare).or_else(|| without_number(words)).unwrap_or(words).to_owned()
}

/// A title without its document number in brackets (云政发〔2022〕9号), whose last bracket may be cut off.
fn without_number(key: &str) -> Option<&str> {
    let rest = key.strip_suffix(')').unwrap_or(key);
    let open = rest.rfind('(')?;
    let inside: Vec<char> = rest.get(open + 1..)?.chars().collect();
    is_doc_number(&inside).then(|| key.get(..open)).flatten().filter(|title| !title.is_empty())
}

/// Without a table of contents: titles that addressees or a document number follow.
fn by_titles(lines: &[Line]) -> Vec<usize> {
    let begins = |line: &Line| collection::is_addressees(line) || is_doc_number(&line.folded);
    let starts: Vec<usize> = (0..lines.len())
        .filter(|at| {
            let line = &lines[*at];
            // Another title comes first below an entry of the table of contents.
            let mut below = lines[at + 1..].iter().take(4).take_while(|below| !collection::is_title(below));
            collection::is_title(line) && !has_leader(line) && below.any(begins)
        })
        .collect();
    // What a notice prints with it (关于转发…的通知) is its own.
    let mut own: Vec<String> = Vec::new();
    let starts: Vec<usize> = starts
        .into_iter()
        .filter(|at| {
            let key = lines[*at].key();
            let printed = own.iter().any(|title| key.ends_with(title.as_str()));
            own.clear();
            own.extend(announced_title(&key));
            !printed
        })
        .map(|at| collection::with_organ_above(lines, at))
        .collect();
    if starts.len() >= 2 { starts } else { Vec::new() }
}

/// Lines with leaders in a row that are a table of contents without its heading.
const LED: usize = 4;

/// Longest table of contents, in lines.
const LONGEST: usize = 600;

/// Takes the table of contents (目录) out of a document: lines under that word, or in its style, whose words come again
/// below as headings or that end with page numbers.
pub fn drop(lines: &mut Vec<Line>) -> Option<Remark> {
    let near = lines.iter().take(REACH);
    let (head, first) = match near.clone().position(|line| line.key_is("目录") || line.key_is("目次")) {
        Some(head) => (head, head + 1),
        None => {
            // Without that word, lines that lead to their page numbers one after the other.
            let led = |run: &[Line]| run.iter().all(has_leader);
            let styled = near.clone().position(is_styled);
            let windows = || lines[..lines.len().min(REACH)].windows(LED);
            let head = styled.or_else(|| windows().position(led)).or_else(|| {
                // Numbers and pages without leaders, where the first of them comes again below.
                let paged = |run: &[Line]| run.iter().all(|line| line.label().is_some() && ends_with_page(line));
                let at = windows().position(paged)?;
                let words = entry_words(&lines[at]);
                lines[at + LED..].iter().any(|line| line.width() <= 80 && line.key_is(&words)).then_some(at)
            })?;
            // The word and the first entry may stand on one line.
            let joined = |above: &Line| above.key().starts_with("目录") && ends_with_page(above);
            let above = head.checked_sub(1).filter(|above| lines.get(*above).is_some_and(joined));
            (above.unwrap_or(head), head)
        }
    };
    let words = match entry_words(lines.get(head)?).strip_prefix("目录") {
        Some(words) if !words.is_empty() => words.to_owned(),
        _ => entry_words(lines.get(first)?),
    };
    let run = lines[first..]
        .iter()
        .take(LONGEST)
        .take_while(|line| is_entry(line) || is_styled(line) || has_leader(line))
        .count();
    // The body begins where the first entry comes again.
    let again = |line: &&Line| !words.is_empty() && line.is_paragraph() && line.width() <= 80 && line.key_is(&words);
    let end = match lines[first + 1..].iter().position(|line| again(&line)).map(|at| first + 1 + at) {
        Some(again) => again.min(first + run),
        None => {
            let led = head == first;
            let entry = |line: &&Line| is_styled(line) || if led { has_leader(line) } else { ends_with_page(line) };
            let listed = lines[first..first + run].iter().take_while(entry);
            first + listed.count()
        }
    };
    if end < first + 2 {
        return None;
    }
    let table: Vec<Line> = lines.drain(head..end).collect();
    let text = table.iter().map(Line::text).collect::<Vec<_>>().join("\n");
    let at = table.first().map(|line| line.at.clone()).unwrap_or_default();
    Some(Remark::omitted("table_of_contents", text, at))
}

/// The source styles the line as an entry of a table of contents.
fn is_styled(line: &Line) -> bool {
    line.cues.style.as_deref().is_some_and(|style| {
        let style = style.trim().as_bytes();
        style.len() > 3 && style[..3].eq_ignore_ascii_case(b"toc") && style[3..].iter().any(u8::is_ascii_digit)
    })
}

/// The end of an entry's words: the leader and the page number after them are left out.
fn words_end(line: &Line) -> usize {
    let folded = &line.folded;
    let mut end = folded.iter().rposition(|c| !c.is_whitespace()).map_or(0, |at| at + 1);
    let bracket = usize::from(end > 0 && folded[end - 1] == ')');
    let digits = folded[..end - bracket].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let lead = end - bracket - digits;
    if (1..=4).contains(&digits)
        && lead > 0
        && (folded[lead - 1].is_whitespace() || matches!(folded[lead - 1], '.' | '·' | '…' | '—' | '-' | '('))
    {
        end = folded[..lead]
            .iter()
            .rposition(|c| !c.is_whitespace() && !matches!(*c, '.' | '·' | '…' | '—' | '-' | '('))
            .map_or(0, |at| at + 1);
    }
    end
}

fn entry_words(line: &Line) -> String {
    line.folded[..words_end(line)].iter().filter(|c| !c.is_whitespace()).collect()
}

/// Dots lead to a page number: 第一章 前言…………2.
fn has_leader(line: &Line) -> bool {
    if !line.is_paragraph() || !line.last().is_some_and(|c| c.is_ascii_digit() || c == ')') {
        return false;
    }
    let end = words_end(line);
    let dots = line.folded[end..].iter().filter(|c| matches!(**c, '.' | '·' | '…' | '—')).count();
    end > 0 && dots >= 3 && line.folded[end..].iter().any(char::is_ascii_digit)
}

fn ends_with_page(line: &Line) -> bool {
    let end = words_end(line);
    end > 0 && line.folded[end..].iter().any(char::is_ascii_digit)
}
