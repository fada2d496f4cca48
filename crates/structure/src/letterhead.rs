//! What stands above the title in a document with a red head (GB/T 9704-2012, 7.2): 份号, 密级和保密期限, 紧急程度,
//! 发文机关标志, 发文字号, 签发人.

use lantai_model::{Field, Metadata, Name, Remark, Value};

use crate::doc_number;
use crate::line::Line;
use crate::metadata::{field, tidy};
use crate::names;
use crate::region;

const LEVELS: &[&str] = &["绝密", "机密", "秘密"];
const URGENCIES: &[&str] = &["特急", "加急", "特提", "平急", "紧急"];

/// Reads a line of the head into the metadata; false when it is none.
pub fn read(line: &Line, meta: &mut Metadata, remarks: &mut Vec<Remark>) -> bool {
    if !line.is_paragraph() || line.width() > 60 || line.folded.is_empty() {
        return false;
    }
    let folded = &line.folded;
    // Statements stand side by side, apart by wide blanks: 机密★1年　　特急; 云政发〔2022〕17号　　签发人：沈一帆.
    let mut found = Vec::new();
    let mut at = line.start();
    while at < folded.len() {
        if let Some((end, statements)) = statement(line, at) {
            found.extend(statements);
            at = end + folded[end..].iter().take_while(|c| c.is_whitespace()).count();
        } else {
            return false;
        }
    }
    for (name, value, sure, range) in found {
        let mut field = field(line, String::new(), name, range);
        if !sure {
            let about = format!("the brackets of {} are lost; read as {value:?}", field.stated);
            remarks.push(Remark::unclear("doc_number", about, field.at.clone()));
        }
        field.value = value.unwrap_or_else(|| Value::Text(tidy(&field.stated)));
        put(meta, name, field);
    }
    true
}

/// Whether the line holds statements of the head and nothing else.
pub fn is_statement(line: &Line) -> bool {
    read(line, &mut Metadata::default(), &mut Vec::new())
}

/// The field (none for one without a name of its own), its value if that is not the text, whether that is sure, and where
/// it stands.
type Statement = (Option<Name>, Option<Value>, bool, std::ops::Range<usize>);

/// The statement that begins at `from`, and where it ends.
fn statement(line: &Line, from: usize) -> Option<(usize, Vec<Statement>)> {
    let folded = &line.folded;
    // Labels as blank forms print them are no part of what is stated.
    let label = ["份号:", "密级:", "密级和保密期限:", "紧急程度:", "编号:", "字号:"].iter().find(|label| {
        folded[from..].iter().zip(label.chars()).filter(|(a, b)| **a == *b).count() == label.chars().count()
    });
    let from = from + label.map_or(0, |label| label.chars().count());
    let from = from + folded[from..].iter().take_while(|c| c.is_whitespace()).count();
    // A statement ends before two blanks, a wide blank as printed, or the label 签发人.
    let signer = signer(folded, from);
    if let Some((from, end)) = signer.filter(|(start, _)| *start >= from && label_at(folded, from)) {
        let printed: String = line.text().chars().skip(from).take(end - from).collect();
        let names = names::people(&printed).0;
        let value = if names.len() == 1 { None } else { Some(Value::Words(names)) };
        return Some((end, vec![(Some(Name::Signer), value, true, from..end)]));
    }
    let limit = label_start(folded, from).unwrap_or(folded.len());
    for end in ends(folded, from, limit) {
        if end <= from {
            continue;
        }
        let piece = &folded[from..end];
        if let Some(number) = doc_number::read(piece) {
            return Some((end, vec![(Some(Name::DocNumber), Some(Value::Text(number.value)), number.sure, from..end)]));
        }
        let key: String = piece.iter().filter(|c| !c.is_whitespace()).collect();
        // （第3号）
        let bare = key.strip_prefix('(').and_then(|key| key.strip_suffix(')')).filter(|key| is_order_number(key));
        if let Some(bare) = bare {
            return Some((end, vec![(Some(Name::DocNumber), Some(Value::Text(bare.to_owned())), true, from..end)]));
        }
        // 云河市人民政府令第17号, 云河市水利局公告2022年第17号
        let order = |word: &&str| {
            let (organ, number) = key.split_once(*word).unwrap_or_default();
            names::ends_organ(organ) && is_order_number(number.trim_start_matches('(').trim_end_matches(')'))
        };
        if ["令", "公告", "通告"].iter().any(order) {
            return Some((end, vec![(Some(Name::DocNumber), Some(Value::Text(key)), true, from..end)]));
        }
        if is_order_number(&key) || is_bare_number(&key) {
            return Some((end, vec![(Some(Name::DocNumber), Some(Value::Text(key)), true, from..end)]));
        }
        // Telegrams: 特提　　云河市人民政府办公室发电.
        if key.strip_suffix("发电").is_some_and(names::ends_organ) && region::leading(piece) > 0 {
            return Some((end, vec![(Some(Name::Letterhead), None, true, from..end)]));
        }
        // Telegrams add their way: 特急·明电.
        let urgency = ["明电", "密电"].iter().find_map(|way| key.strip_suffix(way)).unwrap_or(&key);
        let urgency = urgency.trim_end_matches(['·', '.', '・', '-', '—']);
        if URGENCIES.contains(&urgency) {
            return Some((end, vec![(Some(Name::Urgency), Some(Value::Text(urgency.to_owned())), true, from..end)]));
        }
        if let Some(level) = LEVELS.iter().find(|level| key.starts_with(**level)) {
            let rest = key[level.len()..].trim_start_matches(['★', '☆', '*', '·', '.']);
            let term = rest.ends_with(['年', '月', '日', '期']) && rest.chars().count() <= 8;
            if !(rest.is_empty() || term) {
                continue;
            }
            let mut all = vec![(Some(Name::Secrecy), Some(Value::Text((*level).to_owned())), true, from..end)];
            if !rest.is_empty() {
                let start = end - rest.chars().count().min(end - from);
                all.push((Some(Name::SecrecyPeriod), Some(Value::Text(rest.to_owned())), true, start..end));
            }
            return Some((end, all));
        }
        if is_registration(&key) {
            return Some((end, vec![(None, None, true, from..end)]));
        }
        // 份号: six figures alone on the first line.
        if key.len() == 6 && key.bytes().all(|byte| byte.is_ascii_digit()) && key.starts_with('0') {
            return Some((end, vec![(Some(Name::CopyNumber), Some(Value::Text(key)), true, from..end)]));
        }
    }
    None
}

/// The number under which a rule is registered (统一登记号): QXDR—2022—01003.
fn is_registration(key: &str) -> bool {
    let mut parts = key.split(['-', '—', '–', '―']).filter(|part| !part.is_empty());
    let letters = parts
        .next()
        .is_some_and(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_uppercase()));
    let year = |part: &str| part.len() == 4 && part.starts_with(['1', '2']) && part.bytes().all(|b| b.is_ascii_digit());
    let figures = |part: &str| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_digit());
    letters && parts.next().is_some_and(year) && parts.next().is_some_and(figures) && parts.all(figures)
}

/// Minutes are numbered by year alone: 〔2023〕5号.
fn is_bare_number(key: &str) -> bool {
    let inner = key.strip_prefix(['〔', '[', '【', '(']).and_then(|key| key.strip_suffix('号'));
    let Some((year, number)) = inner.and_then(|inner| inner.split_once(['〕', ']', '】', ')'])) else { return false };
    let number = number.strip_prefix('第').unwrap_or(number);
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    year.len() == 4 && digits(year) && digits(number)
}

/// Orders and announcements are numbered without a sign: 第12号, 2023年第5号.
fn is_order_number(key: &str) -> bool {
    // 2020年第3号（总第15号）
    let key = key.strip_suffix(')').and_then(|key| key.split_once("(总第")).map_or(key, |(own, _)| own);
    let Some((year, number)) = key.strip_suffix('号').and_then(|key| key.split_once('第')) else { return false };
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let han: Vec<char> = number.chars().collect();
    let numbered = digits(number) || crate::number::han(&han).is_some_and(|(_, used)| used == han.len());
    numbered && (year.is_empty() || year.strip_suffix('年').is_some_and(|year| year.len() == 4 && digits(year)))
}

/// Where a statement may end: at the limit, or before blanks inside it, the longest first.
fn ends(folded: &[char], from: usize, limit: usize) -> Vec<usize> {
    let trimmed = |end: usize| end - folded[from..end].iter().rev().take_while(|c| c.is_whitespace()).count();
    let mut ends = vec![trimmed(limit)];
    for at in (from + 1..limit).rev() {
        if folded[at].is_whitespace() && !folded[at - 1].is_whitespace() {
            ends.push(at);
        }
    }
    ends.truncate(8);
    ends
}

/// Where the next label 签发人 begins.
fn label_start(folded: &[char], from: usize) -> Option<usize> {
    (from..folded.len()).find(|at| label_at(folded, *at))
}

fn label_at(folded: &[char], at: usize) -> bool {
    signer_label(folded, at).is_some()
}

/// The end of the label 签发人: at `at`, blanks inside it allowed.
fn signer_label(folded: &[char], at: usize) -> Option<usize> {
    let mut next = at;
    for wanted in "签发人:".chars() {
        if wanted != '签' {
            next += folded.get(next..)?.iter().take_while(|c| c.is_whitespace()).count();
        }
        if folded.get(next) != Some(&wanted) {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// The names after the label 签发人 at `from`.
fn signer(folded: &[char], from: usize) -> Option<(usize, usize)> {
    let start = signer_label(folded, from)?;
    let start = start + folded[start..].iter().take_while(|c| c.is_whitespace()).count();
    (start < folded.len()).then_some((start, folded.len()))
}

/// Files a field under its name unless the name is taken; the same statement twice is filed with the others.
fn put(meta: &mut Metadata, name: Option<Name>, field: Field) {
    meta.put(name, field);
}

/// The organs that a head line names: 云河市人民政府文件, 中共云河市委文件, 云河市科学技术局 云河市财政局文件.
pub fn banner(line: &Line, meta: &mut Metadata) {
    let whole = 0..line.folded.len();
    let plain = line.plain();
    // 竞争性磋商文件 names no organ.
    let key = line.key();
    let named = key.strip_suffix("文件").is_some_and(names::ends_organ);
    meta.put(named.then_some(Name::Letterhead), field(line, String::new(), None, whole));
    if !named {
        return;
    }
    let Some(cut) = plain.trim_end().strip_suffix("文件").or_else(|| plain.trim_end().strip_suffix("文 件")) else {
        return;
    };
    let end = cut.trim_end().chars().count();
    let mut issuer = field(line, String::new(), Some(Name::Issuer), 0..end);
    let words: Vec<&str> = issuer.stated.split_whitespace().collect();
    // Letters of a padded name stand apart: 云 河 市 人 民 政 府.
    let padded = words.len() > 2 && words.iter().all(|word| word.chars().count() <= 2);
    if padded {
        issuer.value = Value::Text(words.concat());
    } else if words.len() > 1 && words.iter().all(|word| names::ends_organ(word)) {
        issuer.value = Value::Words(words.iter().map(|word| (*word).to_owned()).collect());
    }
    meta.put(Some(Name::Issuer), issuer);
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::Span;

    fn read_all(text: &str) -> Vec<String> {
        let (mut meta, mut remarks) = (Metadata::default(), Vec::new());
        let line = Line::paragraph(text, Span::text(0, 9));
        if !read(&line, &mut meta, &mut remarks) {
            return Vec::new();
        }
        let shown = |(name, field): &(Name, Field)| {
            format!("{}={} {}", name.as_str(), serde_json::to_string(&field.value).unwrap(), field.at)
        };
        meta.fields.iter().map(shown).collect()
    }

    #[test]
    fn statements_side_by_side() {
        assert_eq!(read_all("000123"), ["copy_number=\"000123\" text:0-9+0-6"]);
        assert_eq!(
            read_all("机密★1年　　特急"),
            ["secrecy=\"机密\" text:0-9+0-5", "secrecy_period=\"1年\" text:0-9+3-5", "urgency=\"特急\" text:0-9+7-9"]
        );
        assert_eq!(
            read_all("特提　　云河市人民政府办公室发电"),
            ["urgency=\"特提\" text:0-9+0-2", "letterhead=\"云河市人民政府办公室发电\" text:0-9+4-16"]
        );
        assert_eq!(
            read_all("份号：000021　　　机密★三年"),
            [
                "copy_number=\"000021\" text:0-9+3-9",
                "secrecy=\"机密\" text:0-9+12-17",
                "secrecy_period=\"三年\" text:0-9+15-17"
            ]
        );
        assert_eq!(read_all("特急·明电"), ["urgency=\"特急\" text:0-9+0-5"]);
        assert_eq!(read_all("2020年第3号（总第15号）"), ["doc_number=\"2020年第3号(总第15号)\" text:0-9+0-15"]);
        assert_eq!(read_all("特 急"), ["urgency=\"特急\" text:0-9+0-3"]);
        assert_eq!(
            read_all("云政发〔2022〕17号　　　签发人：沈一帆"),
            ["doc_number=\"云政发〔2022〕17号\" text:0-9+0-12", "signer=\"沈一帆\" text:0-9+19-22"]
        );
        assert_eq!(read_all("签发人：沈一帆  高亚楠"), ["signer=[\"沈一帆\",\"高亚楠\"] text:0-9+4-12"]);
        assert_eq!(
            read_all("云政发〔2022〕17号　　QXDR—2022—01003"),
            ["doc_number=\"云政发〔2022〕17号\" text:0-9+0-12"]
        );
        assert_eq!(read_all("云河市人民政府令第17号"), ["doc_number=\"云河市人民政府令第17号\" text:0-9+0-12"]);
        for text in ["秘密工作条例", "紧急通知", "123456", "云河市人民政府", "特急件须当日办结"]
        {
            assert_eq!(read_all(text), Vec::<String>::new(), "{text}");
        }
    }
}
