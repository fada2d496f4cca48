//! The red head (红头) of an official document, told by its ink and by the ruling under it (GB/T 9704-2012, 7.2.4 and
//! 10): the name of one organ or several (发文机关标志), also on letters (信函) and minutes (纪要), which print no 文件; and
//! the number, organ and day that minutes and bulletins (简报) print between name and ruling.

use lantai_model::{Align, Date, Field, Metadata, Name, Remark, Value};

use crate::date;
use crate::letterhead;
use crate::line::Line;
use crate::metadata::{field, is_doc_number};
use crate::names::ends_organ;
use crate::region;
use crate::rules::RULES;
use crate::tail::{self, is_organ_name};

/// Lines from the start among which the head begins: 份号, 密级 and 紧急程度 stand above it.
const REACH: usize = 8;
/// Most lines between the organs' names and the ruling.
const LONGEST: usize = 5;
/// Least size of the organs' names, in sizes of the text.
const LARGE: f32 = 1.4;
/// Most lines between the head and the title: letters print their numbers there.
const TITLE: usize = 6;

/// Where a head stands: its red lines, and one past the line over the ruling.
struct Head {
    first: usize,
    red: usize,
    end: usize,
}

/// Takes the head out of the lines and states what it says.
pub fn take(lines: Vec<Line>, meta: &mut Metadata, remarks: &mut Vec<Remark>) -> Vec<Line> {
    let Some(head) = find(&lines).or_else(|| find_by_words(&lines)) else { return lines };
    state(&lines[head.first..head.red], meta);
    let mut kept = Vec::with_capacity(lines.len());
    for (index, line) in lines.into_iter().enumerate() {
        let red = (head.first..head.red).contains(&index);
        let below = (head.red..head.end).contains(&index);
        if !(red || below && under_the_name(&line, meta, remarks)) {
            kept.push(line);
        }
    }
    kept
}

fn find(lines: &[Line]) -> Option<Head> {
    let first = lines.iter().take(REACH).position(is_red)?;
    let red = first + lines[first..].iter().take_while(|line| is_red(line)).count();
    // A title may be red, too.
    if lines[first..red].iter().any(|line| line.key().contains("关于")) {
        return None;
    }
    let to = lines.len().min(red + LONGEST);
    let ruled = (red - 1..to).find(|at| lines[*at].cues.rule_below).map(|at| at + 1);
    // Where the ruling is an image or is left out, the number tells as much.
    let end = ruled.or_else(|| (red..to).find(|at| is_doc_number(&lines[*at].folded)).map(|_| red))?;
    // Without another title the head is the title: 云河市人民政府令.
    let title = |line: &Line| {
        let large = line.cues.align == Align::Center || line.cues.size >= 1.12;
        line.is_paragraph() && large && line.width() >= 4 && !line.last().is_some_and(|c| "。;:".contains(c))
    };
    let after = lines.get(end..).unwrap_or_default().iter().take(TITLE);
    let mut after = after.filter(|line| !is_doc_number(&line.folded) && !is_issue(line));
    after.any(title).then_some(Head { first, red, end })
}

/// A head without ink and ruling: the name of minutes or a bulletin above the number of an issue, or the name of an organ
/// alone above a document number (letters); the title stands below.
fn find_by_words(lines: &[Line]) -> Option<Head> {
    let first = lines.iter().take(REACH).position(|line| {
        is_serial(line)
            || line.is_paragraph()
                && line.width() <= 30
                && tail::names_organ(&line.folded)
                && region::first(&line.folded).is_some()
    })?;
    let serial = is_serial(&lines[first]);
    let red = first + 1;
    let numbered = |line: &Line| if serial { is_issue(line) } else { is_doc_number(&line.folded) };
    if !lines.get(red).is_some_and(numbered) {
        return None;
    }
    let mut end = red;
    if serial {
        let below = lines.get(red + 1).is_some_and(|line| organ_and_day(line).is_some());
        end += 1 + usize::from(below);
    }
    let title = lines.get(red + 1..)?.iter().take(TITLE).find(|line| {
        line.is_paragraph() && line.width() > 0 && organ_and_day(line).is_none() && !letterhead::is_statement(line)
    })?;
    let is_title = (6..=80).contains(&title.width()) && !title.last().is_some_and(|c| "。;:".contains(c));
    (is_title && title.label().is_none()).then_some(Head { first, red, end })
}

/// The name of minutes or of a bulletin (简报), which is printed in issues.
fn is_serial(line: &Line) -> bool {
    line.is_paragraph() && (4..=30).contains(&line.width()) && {
        let may = |end: &String| end.chars().next_back() == line.last();
        RULES.organs.serials.iter().any(may) && {
            let key = line.key();
            RULES.organs.serials.iter().any(|end| key.ends_with(end.as_str())) && !key.contains("关于")
        }
    }
}

fn is_red(line: &Line) -> bool {
    let clean = || !line.folded.iter().any(|c| "。;:".contains(*c));
    line.cues.red && line.cues.size >= LARGE && line.is_paragraph() && (2..=40).contains(&line.width()) && clean()
}

/// States the names of the organs; 文件 stands after the last one, or beside several.
fn state(lines: &[Line], meta: &mut Metadata) {
    if let [line] = lines
        && line.key().ends_with("文件")
    {
        return letterhead::banner(line, meta);
    }
    let mut names: Vec<String> = Vec::new();
    let mut document = false;
    // The names of several organs, and 文件 beside them, may be run together: …委员会…财政厅 文件…科学技术厅.
    let single = match lines {
        [line] => joint_names(line),
        _ => Vec::new(),
    };
    let texts = lines.iter().map(|line| line.text().to_owned());
    let texts: Vec<String> = if single.len() > 1 { single } else { texts.collect() };
    for text in texts {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let name = text.strip_suffix("文件");
        document |= name.is_some();
        let name = name.unwrap_or(&text);
        if !name.is_empty() {
            names.push(name.to_owned());
        }
    }
    let at = lines.first().map(|line| line.at.clone()).unwrap_or_default();
    let stated = lines.iter().map(|line| line.text().trim()).collect::<Vec<_>>().join("\n");
    let whole = names.join(" ") + if document { "文件" } else { "" };
    let organs = names.iter().all(|name| ends_organ(&lantai_text::fold(name)));
    let field = |stated, value| Field { label: String::new(), stated, value, at: at.clone() };
    meta.put(Some(Name::Letterhead), field(stated, Value::Text(whole)));
    if organs && !names.is_empty() {
        let stated = names.join("\n");
        let value = if names.len() == 1 { Value::Text(names.concat()) } else { Value::Words(names) };
        meta.put(Some(Name::Issuer), field(stated, value));
    }
}

/// Reads a line between the name and the ruling; false when it says nothing of the head.
fn under_the_name(line: &Line, meta: &mut Metadata, remarks: &mut Vec<Remark>) -> bool {
    if letterhead::read(line, meta, remarks) {
        return true;
    }
    if is_issue(line) {
        let mut number = field(line, String::new(), None, 0..line.folded.len());
        let key = line.key();
        // （第12次）, but not （总第62期） behind another number.
        let bare = key.strip_prefix('(').and_then(|key| key.strip_suffix(')')).filter(|key| !key.contains(['(', ')']));
        number.value = Value::Text(bare.unwrap_or(&key).to_owned());
        meta.put(Some(Name::DocNumber), number);
        return true;
    }
    if let Some((day, organ, at)) = organ_and_day(line) {
        meta.put(Some(Name::Issuer), field(line, String::new(), Some(Name::Issuer), 0..organ));
        let mut when = field(line, String::new(), None, at..line.folded.len());
        when.value = Value::Date(day);
        meta.put(Some(Name::Issued), when);
        return true;
    }
    false
}

/// 云河市人民政府办公室　　2023年5月6日, 云河市防汛办编　2023年5月6日: the day, the end of the name and where the day begins.
fn organ_and_day(line: &Line) -> Option<(Date, usize, usize)> {
    if !line.is_paragraph() || line.width() > 60 {
        return None;
    }
    let plain = line.plain();
    let (day, at) = date::trailing(plain.trim_end()).filter(|(day, _)| day.time.is_none())?;
    let name: String = plain.chars().take(at).collect();
    let name = name.trim_end();
    let bare = ["编印", "主办", "编"].iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name);
    is_organ_name(bare.trim()).then(|| (day, bare.trim_end().chars().count(), at))
}

/// The names of organs of one region that stand in one line, 文件 among them; empty where it is no such line.
fn joint_names(line: &Line) -> Vec<String> {
    let key = line.key();
    let Some(at) = key.find("文件") else { return Vec::new() };
    let whole: Vec<char> = key[..at].chars().chain(key[at + "文件".len()..].chars()).collect();
    let Some(region) = region::first(&whole).filter(|range| range.start == 0).map(|range| &whole[range]) else {
        return Vec::new();
    };
    let mut starts: Vec<usize> = (0..whole.len()).filter(|at| whole[*at..].starts_with(region)).collect();
    starts.push(whole.len());
    let names: Vec<String> = starts.windows(2).map(|pair| whole[pair[0]..pair[1]].iter().collect()).collect();
    // Nothing of the words as printed is lost: 文件 goes back to the last name.
    let organs = names.len() > 1 && names.iter().all(|name| ends_organ(name));
    if !organs {
        return Vec::new();
    }
    let last = names.len() - 1;
    names.into_iter().enumerate().map(|(nth, name)| if nth == last { name + "文件" } else { name }).collect()
}

/// The number of an issue: 第5期, （总第128期）, 〔2023〕第5次, 〔2023〕5号.
fn is_issue(line: &Line) -> bool {
    let key = line.key();
    let counted = key.chars().any(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let signs = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百〇年第总期次号()〔〕[],".contains(c);
    line.is_paragraph() && line.width() <= 24 && counted && key.contains(['期', '次', '号']) && key.chars().all(signs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::Span;

    /// Lines: `!` red and large, `^` centred, `_` over a ruling.
    fn read(texts: &[&str]) -> (Vec<String>, Vec<String>) {
        let line = |text: &&str| {
            let mut line = Line::paragraph(text.trim_start_matches(['!', '^', '_']), Span::default());
            line.cues.red = text.contains('!');
            line.cues.rule_below = text.contains('_');
            line.cues.size = if line.cues.red { 2.5 } else { 1.0 };
            line.cues.align = if text.contains('^') { Align::Center } else { Align::Start };
            line
        };
        let (mut meta, mut remarks) = (Metadata::default(), Vec::new());
        let kept = take(texts.iter().map(line).collect(), &mut meta, &mut remarks);
        let shown = |(name, field): &(Name, Field)| {
            format!("{}={}", name.as_str(), serde_json::to_string(&field.value).unwrap().replace('"', ""))
        };
        (meta.fields.iter().map(shown).collect(), kept.iter().map(|line| line.text().to_owned()).collect())
    }

    #[test]
    fn one_organ_and_several() {
        let (fields, kept) =
            read(&["000012", "!云河市人民政府文件", "_云政发〔2023〕7号　　签发人：沈一帆", "^关于防汛的请示"]);
        assert_eq!(
            fields,
            ["letterhead=云河市人民政府文件", "issuer=云河市人民政府", "doc_number=云政发〔2023〕7号", "signer=沈一帆"]
        );
        assert_eq!(kept, ["000012", "^关于防汛的请示"].map(|text| text.trim_start_matches('^')));
        let (fields, _) = read(&["!青溪县水利局", "!文件", "!青溪县 财政局", "_青水〔2023〕7号", "^关于防汛的通知"]);
        assert_eq!(
            fields[..2],
            ["letterhead=青溪县水利局 青溪县财政局文件", "issuer=[青溪县水利局,青溪县财政局]"].map(str::to_owned)
        );
    }

    #[test]
    fn letters_minutes_and_bulletins() {
        let (fields, kept) = read(&["_!云河市教育局", "云教函〔2023〕3号", "^关于校园安全的函"]);
        assert_eq!(fields, ["letterhead=云河市教育局", "issuer=云河市教育局"]);
        assert_eq!(kept.len(), 2);
        let minutes =
            ["!云河市人民政府常务会议纪要", "^〔2023〕第5次", "_云河市人民政府办公室　2023年5月6日", "^研究防汛工作"];
        let (fields, kept) = read(&minutes);
        assert_eq!(
            fields,
            [
                "letterhead=云河市人民政府常务会议纪要",
                "doc_number=〔2023〕第5次",
                "issuer=云河市人民政府办公室",
                "issued=2023-05-06"
            ]
        );
        assert_eq!(kept, ["研究防汛工作"]);
    }

    #[test]
    fn heads_without_ink() {
        let minutes = [
            "云河市人民政府市长办公会议纪要",
            "〔2019〕第7期",
            "云河市人民政府办公室        2019年4月3日",
            "关于研究供水管网改造的会议纪要",
        ];
        let (fields, kept) = read(&minutes);
        assert_eq!(
            fields,
            [
                "letterhead=云河市人民政府市长办公会议纪要",
                "doc_number=〔2019〕第7期",
                "issuer=云河市人民政府办公室",
                "issued=2019-04-03"
            ]
        );
        assert_eq!(kept, ["关于研究供水管网改造的会议纪要"]);
        let bulletin =
            ["防汛工作简报", "第15期", "云河市防汛抗旱指挥部办公室编　2021年7月26日", "我市扎实做好防汛准备工作"];
        let (fields, _) = read(&bulletin);
        assert_eq!(fields[1..3], ["doc_number=第15期", "issuer=云河市防汛抗旱指挥部办公室"].map(str::to_owned));
        let (fields, kept) = read(&["特急", "云河市教育局", "云教函〔2023〕3号", "关于商请协助做好高考工作的函"]);
        assert_eq!(fields, ["letterhead=云河市教育局", "issuer=云河市教育局"]);
        assert_eq!(kept.len(), 3);
        for texts in [
            vec!["云河市水利局", "2023年工作总结", "今年以来，全市水利工作稳步推进。"],
            vec!["云河市人民政府公报", "第7期", "一、政府文件"],
            vec!["全市经济工作会议纪要", "2023年5月6日，市政府召开会议。"],
        ] {
            assert_eq!(read(&texts).0, Vec::<String>::new(), "{texts:?}");
        }
    }

    #[test]
    fn names_run_together() {
        let (fields, _) = read(&["!_云河省发展和改革委员会云河省财政厅 文件云河省科技厅", "^关于下达计划的通知"]);
        assert_eq!(
            fields,
            [
                "letterhead=云河省发展和改革委员会 云河省财政厅 云河省科技厅文件",
                "issuer=[云河省发展和改革委员会,云河省财政厅,云河省科技厅]"
            ]
        );
    }

    #[test]
    fn red_titles_are_titles() {
        for texts in [
            vec!["!云河市人民政府令", "^_第12号", "《云河市养犬管理办法》已经通过，现予公布。"],
            vec!["!云河市人民政府", "_!关于防汛的通知", "^各县区人民政府"],
            vec!["!云河市2023年工作总结", "^云河市水利局", "今年以来，全市水利工作稳步推进。"],
        ] {
            assert_eq!(read(&texts).0, Vec::<String>::new(), "{texts:?}");
        }
    }
}
