//! Who leads and who cooperates, in words: （市科技局牵头，市财政局按职责分工负责）, 责任单位：…, 牵头单位：… 配合单位：….

use std::sync::LazyLock;

use crate::lexicon::CharSet;
use crate::line;
use crate::names;

/// What such words say.
#[derive(Debug, Default, PartialEq)]
pub struct Charge {
    /// Leaders in charge (责任领导).
    pub leaders: Vec<String>,
    /// Units that lead, or that are responsible where none leads.
    pub units: Vec<String>,
    /// Units that cooperate.
    pub cooperating: Vec<String>,
    /// When it must be done, as printed.
    pub due: String,
}

impl Charge {
    /// Adds what another line says of the same measure.
    pub fn add(&mut self, other: Charge) {
        // 牵头单位 on one line and 责任单位 on the next: the second line's units take part.
        let units = if self.units.is_empty() { &mut self.units } else { &mut self.cooperating };
        units.extend(other.units);
        self.leaders.extend(other.leaders);
        self.cooperating.extend(other.cooperating);
        if self.due.is_empty() {
            self.due = other.due;
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Lead,
    Charge,
    Cooperate,
    Leader,
    Due,
}

/// Labels, longer ones before those that they begin with.
const LABELS: &[(&str, Kind)] = &[
    ("牵头责任单位", Kind::Lead),
    ("牵头单位和责任单位", Kind::Lead),
    ("牵头及责任单位", Kind::Lead),
    ("牵头单位", Kind::Lead),
    ("牵头部门", Kind::Lead),
    ("牵头科室", Kind::Lead),
    ("牵头处室", Kind::Lead),
    ("主办单位", Kind::Lead),
    ("主责单位", Kind::Lead),
    ("主要责任单位", Kind::Lead),
    ("牵头领导", Kind::Leader),
    ("牵头", Kind::Lead),
    ("责任单位", Kind::Charge),
    ("责任部门", Kind::Charge),
    ("责任科室", Kind::Charge),
    ("责任处室", Kind::Charge),
    ("责任主体", Kind::Charge),
    ("承办单位", Kind::Charge),
    ("承办科室", Kind::Charge),
    ("落实单位", Kind::Charge),
    ("实施单位", Kind::Charge),
    ("负责单位", Kind::Charge),
    ("负责部门", Kind::Charge),
    ("配合责任单位", Kind::Cooperate),
    ("配合单位", Kind::Cooperate),
    ("配合部门", Kind::Cooperate),
    ("配合科室", Kind::Cooperate),
    ("配合", Kind::Cooperate),
    ("协办单位", Kind::Cooperate),
    ("协助单位", Kind::Cooperate),
    ("协同单位", Kind::Cooperate),
    ("参与单位", Kind::Cooperate),
    ("参加单位", Kind::Cooperate),
    ("参与部门", Kind::Cooperate),
    ("责任领导", Kind::Leader),
    ("分管领导", Kind::Leader),
    ("包保领导", Kind::Leader),
    ("责任人", Kind::Leader),
    ("完成时限", Kind::Due),
    ("完成时间", Kind::Due),
    ("办结时限", Kind::Due),
    ("时限要求", Kind::Due),
    ("时间节点", Kind::Due),
    ("推进时间", Kind::Due),
];

/// Characters that labels begin with.
static STARTS: LazyLock<CharSet> =
    LazyLock::new(|| LABELS.iter().filter_map(|(label, _)| label.chars().next()).collect());

/// Characters that verbs end with.
static VERB_ENDS: LazyLock<CharSet> =
    LazyLock::new(|| VERBS.iter().filter_map(|(word, _)| word.chars().next_back()).collect());

/// Words at the end of a clause and what they say of the units before them.
const VERBS: &[(&str, Option<Kind>)] = &[
    ("牵头", Some(Kind::Lead)),
    ("主办", Some(Kind::Lead)),
    ("配合", Some(Kind::Cooperate)),
    ("协助", Some(Kind::Cooperate)),
    ("参与", Some(Kind::Cooperate)),
    ("参加", Some(Kind::Cooperate)),
    ("协办", Some(Kind::Cooperate)),
    ("协同", Some(Kind::Cooperate)),
    ("负责", Some(Kind::Charge)),
    ("落实", Some(Kind::Charge)),
    ("承办", Some(Kind::Charge)),
    ("分工", Some(Kind::Charge)),
    ("实施", Some(Kind::Charge)),
    ("推进", Some(Kind::Charge)),
    ("各负其责", Some(Kind::Charge)),
    // Words around the verb, without a meaning of their own.
    ("按照职责", None),
    ("根据职责", None),
    ("按各自职责", None),
    ("按职能", None),
    ("按职责", None),
    ("依职责", None),
    ("职责", None),
    ("按", None),
    ("分别", None),
    ("共同", None),
    ("具体", None),
    ("组织", None),
    ("积极", None),
    ("密切", None),
    ("抓好", None),
    ("做好", None),
    ("有关部门", None),
    ("有关单位", None),
    ("等", None),
    ("总", None),
];

/// Names of units that do not end as organs do.
const UNIT_ENDS: &[&str] = &[
    "单位", "部门", "企业", "园区", "支行", "分行", "镇", "乡", "街", "县", "区", "市", "州", "机构", "院校", "高校",
    "村", "社区", "方",
];

/// Bytes of the longest bracket that ends an item.
const BRACKET: usize = 1500;

/// What stands in a bracket after a measure, brackets left out; none when it says nothing of units.
pub fn of_bracket(inner: &str) -> Option<Charge> {
    if inner.len() > 1500 {
        return None;
    }
    let text = Text::new(inner);
    text.labelled(0).or_else(|| text.clauses(0..text.folded.len(), false))
}

/// The bracket that ends an item of work points and holds units, and the text before it: [高新科、各县（区）科技局].
pub fn of_end(text: &str) -> Option<(&str, Charge)> {
    let bare = text.trim_end().trim_end_matches(['。', '.', '；', ';']);
    let mut depth = 0u32;
    let from = bare.floor_char_boundary(bare.len().saturating_sub(BRACKET));
    let (open, opened) = bare.get(from..)?.char_indices().rev().find(|(_, c)| {
        match c {
            ')' | '）' | ']' | '］' | '】' | '〕' => depth += 1,
            '(' | '（' | '[' | '［' | '【' | '〔' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })?;
    let inner = bare.get(from + open + opened.len_utf8()..)?;
    let inner = inner.get(..inner.char_indices().next_back()?.0)?.trim();
    let charge = of_bracket(inner).or_else(|| {
        let units = names::units(inner);
        let named = !units.is_empty() && units.iter().all(|unit| is_unit(unit) && !is_place(unit));
        named.then(|| Charge { units, ..Charge::default() })
    })?;
    Some((bare[..from + open].trim_end(), charge))
}

/// A level of places is no unit by itself: （县、区）.
fn is_place(unit: &str) -> bool {
    unit.chars().count() < 3 || unit.starts_with(['含', '如'])
}

/// A line of its own that says who is responsible: it begins with a label.
pub fn of_line(line: &str) -> Option<Charge> {
    let line = line.trim();
    // 责, 牵, 主 …: few lines begin with one of these.
    let bare = line.trim_start_matches(['(', '（', '[', '【', '〔']);
    let first = lantai_text::fold_char(bare.chars().next()?);
    if line.len() > 3000 || !STARTS.contains(first) {
        return None;
    }
    if !opens_with_label(bare) {
        return None;
    }
    let bare = bare.trim_end_matches([')', '）', ']', '】', '〕', '。']);
    // A bracket that was opened inside must stay closed.
    let closes = |text: &str| text.matches([')', '）']).count() >= text.matches(['(', '（']).count();
    Text::new(if closes(bare) { bare } else { line }).labelled(0)
}

/// Quick: the text begins with the letters of a label, blanks left out.
fn opens_with_label(text: &str) -> bool {
    let letters = || text.chars().filter(|c| !c.is_whitespace()).map(lantai_text::fold_char);
    LABELS.iter().any(|(word, _)| {
        let mut letters = letters();
        word.chars().all(|c| letters.next() == Some(c))
    })
}

/// A cell of a table's column of units.
pub fn of_cell(cell: &str) -> Charge {
    let joined: String = if cell.contains('\n') { names::units(cell).join("、") } else { cell.to_owned() };
    // Labels begin lines of their own in such cells.
    let text = Text::new(if cell.contains([':', '：']) { cell } else { &joined });
    if let Some(charge) = text.labelled(0).or_else(|| text.clauses(0..text.folded.len(), true)) {
        return charge;
    }
    let mut charge = Charge::default();
    for unit in names::units(cell) {
        // 市科技局（牵头）
        let mark = unit.find(['(', '（']).filter(|open| unit[*open..].contains("牵头"));
        match mark {
            Some(open) => charge.units.push(unit[..open].trim().to_owned()),
            None => charge.cooperating.push(unit),
        }
    }
    if charge.units.is_empty() {
        charge.units = std::mem::take(&mut charge.cooperating);
    }
    charge
}

/// Text with its folded characters: decisions are made on these, values are taken as printed.
struct Text {
    printed: Vec<char>,
    folded: Vec<char>,
}

impl Text {
    fn new(text: &str) -> Self {
        let folded = line::folded(text);
        let mut printed = Vec::with_capacity(folded.len());
        printed.extend(text.chars());
        Text { printed, folded }
    }

    fn take(&self, range: std::ops::Range<usize>) -> String {
        let text = line::text_of(self.printed.get(range).unwrap_or_default());
        text.trim().trim_end_matches(['，', ',', '；', ';', '。', '、']).trim_end().to_owned()
    }

    /// The label at `at`, with where its value begins.
    fn label(&self, at: usize) -> Option<(Kind, usize)> {
        let rest = self.folded.get(at..)?;
        if !STARTS.contains(*rest.iter().find(|c| !c.is_whitespace())?) {
            return None;
        }
        let (word, kind) = LABELS.iter().find(|(word, _)| {
            let mut rest = rest.iter().filter(|c| !c.is_whitespace());
            word.chars().all(|c| rest.next() == Some(&c)) && matches!(rest.next(), Some(':' | '】' | ']' | ')'))
        })?;
        let mut end = at;
        for _ in word.chars() {
            while self.folded.get(end).is_some_and(|c| c.is_whitespace()) {
                end += 1;
            }
            end += 1;
        }
        while self.folded.get(end).is_some_and(|c| c.is_whitespace() || matches!(*c, ':' | '】' | ']' | ')')) {
            end += 1;
        }
        Some((*kind, end))
    }

    /// Labels with their values: 牵头单位：甲；配合单位：乙.
    fn labelled(&self, from: usize) -> Option<Charge> {
        let start = from + self.folded[from..].iter().take_while(|c| c.is_whitespace()).count();
        let mut heads = vec![(start, self.label(start)?)];
        let mut at = heads[0].1.1;
        while at < self.folded.len() {
            let parts = matches!(self.folded[at], '，' | ',' | ';' | '。' | '、' | '|' | '【' | '[' | '(')
                || self.folded[at].is_whitespace();
            if let Some(next) = if parts { self.label(at + 1) } else { None } {
                heads.push((at, next));
                at = next.1;
                continue;
            }
            at += 1;
        }
        let led = heads.iter().any(|(_, (kind, _))| *kind == Kind::Lead);
        let ends = heads.iter().skip(1).map(|head| head.0).chain([self.folded.len()]);
        let mut charge = Charge::default();
        for ((_, (kind, from)), to) in heads.iter().zip(ends) {
            let value = *from..to.max(*from);
            match kind {
                Kind::Leader => charge.leaders.extend(names::people(&self.take(value)).0),
                Kind::Due => charge.due = self.take(value),
                Kind::Cooperate => charge.cooperating.extend(self.units(value)),
                Kind::Charge if led => charge.cooperating.extend(self.units(value)),
                Kind::Lead | Kind::Charge => match self.clauses(value.clone(), true) {
                    Some(inner) => charge.add(inner),
                    None => charge.units.extend(self.units(value)),
                },
            }
        }
        Some(charge)
    }

    fn units(&self, range: std::ops::Range<usize>) -> Vec<String> {
        let mut units = names::units(&self.take(range));
        if let Some(last) = units.last_mut()
            && let Some(bare) = last.strip_suffix('等').filter(|bare| bare.chars().count() > 2)
        {
            *last = bare.to_owned();
        }
        units
    }

    /// Clauses that end with a verb: 甲牵头，乙、丙按职责分工负责. `sure` when a label already says that these are units.
    fn clauses(&self, range: std::ops::Range<usize>, sure: bool) -> Option<Charge> {
        let mut charge = Charge::default();
        let mut waiting: Vec<String> = Vec::new();
        let mut verbs = 0;
        let mut depth = 0;
        let mut from = range.start;
        for at in range.clone() {
            match self.folded[at] {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            let stop = depth <= 0 && matches!(self.folded[at], ',' | ';' | '。');
            if !stop && at + 1 < range.end {
                continue;
            }
            let to = if stop { at } else { at + 1 };
            let (kind, end) = self.verb(from..to);
            let start = from + usize::from(self.folded.get(from) == Some(&'由'));
            from = at + 1;
            if end <= start {
                continue;
            }
            let (units, beside) = self.beside(start..end);
            if !sure && !units.iter().chain(&beside).all(|unit| is_unit(unit)) {
                return None;
            }
            match kind {
                Some(Kind::Lead) => {
                    charge.units.append(&mut waiting);
                    charge.units.extend(units);
                }
                Some(Kind::Cooperate) => {
                    charge.cooperating.append(&mut waiting);
                    charge.cooperating.extend(units);
                }
                Some(_) => {
                    let led = verbs > 0 && !charge.units.is_empty();
                    let all = if led { &mut charge.cooperating } else { &mut charge.units };
                    all.append(&mut waiting);
                    all.extend(units);
                }
                None => waiting.extend(units),
            }
            charge.cooperating.extend(beside);
            verbs += u32::from(kind.is_some());
        }
        charge.cooperating.append(&mut waiting);
        (verbs > 0 && !(charge.units.is_empty() && charge.cooperating.is_empty())).then_some(charge)
    }

    /// The units of a clause: 甲会同乙 has units beside the first.
    fn beside(&self, range: std::ops::Range<usize>) -> (Vec<String>, Vec<String>) {
        for word in ["会同", "联合", "商"] {
            let Some(first) = word.chars().next() else { continue };
            let inside = &self.folded[range.clone()];
            let here = |at: usize| word.chars().zip(&inside[at..]).all(|(a, b)| a == *b);
            let length = word.chars().count();
            let last = (inside.len() + 1).saturating_sub(length);
            let found = (0..last).find(|at| inside[*at] == first && here(*at));
            if let Some(at) = found.map(|at| range.start + at) {
                let left = self.units(range.start..at);
                if left.iter().all(|unit| is_unit(unit)) && !left.is_empty() {
                    return (left, self.units(at + length..range.end));
                }
            }
        }
        (self.units(range), Vec::new())
    }

    /// The verb that ends a clause, and where the units before it end.
    fn verb(&self, range: std::ops::Range<usize>) -> (Option<Kind>, usize) {
        let mut end = range.end;
        let mut kind: Option<Kind> = None;
        loop {
            while end > range.start && (self.folded[end - 1].is_whitespace() || self.folded[end - 1] == '、') {
                end -= 1;
            }
            let text = &self.folded[range.start..end];
            if !text.last().is_some_and(|last| VERB_ENDS.contains(*last)) {
                break;
            }
            let found = VERBS.iter().find(|(word, _)| {
                let mut before = text.iter().rev();
                word.chars().rev().all(|c| before.next() == Some(&c))
            });
            let Some((word, says)) = found else { break };
            // 有关部门 and 等 belong to the units where no verb follows them.
            if kind.is_none() && says.is_none() {
                break;
            }
            // 县、区、有关部门: the units themselves may end so.
            if word.ends_with("部门") || word.ends_with("单位") {
                break;
            }
            kind = match (kind, *says) {
                (Some(Kind::Charge) | None, Some(new)) => Some(new),
                (old, _) => old,
            };
            end -= word.chars().count();
        }
        (kind, end)
    }
}

/// A name that may be a unit's.
fn is_unit(name: &str) -> bool {
    let folded = lantai_text::fold(name);
    let key = folded.trim_end_matches(|c: char| c == ')' || c.is_whitespace());
    let count = key.chars().count();
    (2..=40).contains(&count)
        && !key.contains(['。', ':', '“', '《'])
        && (names::ends_organ(key) || UNIT_ENDS.iter().any(|end| key.ends_with(end)) || key.starts_with('各'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charge(units: &[&str], cooperating: &[&str]) -> Charge {
        let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Charge { units: all(units), cooperating: all(cooperating), ..Charge::default() }
    }

    #[test]
    fn brackets_of_any_form_at_the_end() {
        let units = |text| of_end(text).map(|(before, charge)| (before.to_owned(), charge.units));
        let found = |before: &str, names: &[&str]| Some((before.to_owned(), charge(names, &[]).units));
        assert_eq!(units("新增平台8家。［资源配置科］"), found("新增平台8家。", &["资源配置科"]));
        assert_eq!(units("发布榜单。[高新科、各县（区）科技局]"), found("发布榜单。", &["高新科", "各县（区）科技局"]));
        assert_eq!(units("攻关10项。【计划科牵头，农村科配合】"), found("攻关10项。", &["计划科"]));
        for text in ["覆盖全部县（市、区）", "建设道路（含桥梁）", "（一）", "第7期]", "）", ""]
        {
            assert_eq!(units(text), None, "{text}");
        }
    }

    #[test]
    fn brackets() {
        for (text, units, cooperating) in [
            ("区科技局牵头", &["区科技局"][..], &[][..]),
            ("区科技局牵头，各镇人民政府、区财政局按职责分工负责", &["区科技局"], &["各镇人民政府", "区财政局"]),
            ("市财政局（国资委）、市科技局按职责分工负责", &["市财政局（国资委）", "市科技局"], &[]),
            ("责任单位：市科技局、市财政局", &["市科技局", "市财政局"], &[]),
            ("牵头单位:市科技局;配合单位:市财政局,市教育局", &["市科技局"], &["市财政局", "市教育局"]),
            ("牵头单位：市科技局，责任单位：各县（区）人民政府", &["市科技局"], &["各县（区）人民政府"]),
            ("市科技局牵头负责，市财政局、市税务局配合", &["市科技局"], &["市财政局", "市税务局"]),
            ("由市科技局会同市财政局负责", &["市科技局"], &["市财政局"]),
            ("各镇、各街道，区直有关单位分工负责", &["各镇", "各街道", "区直有关单位"], &[]),
            ("市科技局、市财政局等按职责分工负责", &["市科技局", "市财政局"], &[]),
            ("產業推進組工作專班牽頭單位按職責負責", &["產業推進組工作專班牽頭單位"], &[]),
        ] {
            assert_eq!(of_bracket(text), Some(charge(units, cooperating)), "{text}");
        }
        for text in [
            "由企业自主负责",
            "含企业自主研发项目",
            "详见附件",
            "2024年",
            "第16条、高新科",
            "以下简称市科技局",
            "国资委",
        ] {
            assert_eq!(of_bracket(text), None, "{text}");
        }
    }

    #[test]
    fn lines() {
        let line = of_line("责任领导：沈一帆　责任单位：区民政局、区财政局　完成时限：2024年12月底").unwrap();
        assert_eq!((line.leaders, line.due.as_str()), (vec!["沈一帆".to_owned()], "2024年12月底"));
        assert_eq!(line.units, ["区民政局", "区财政局"]);
        assert_eq!(of_line("【牵头单位】县科技局").unwrap().units, ["县科技局"]);
        assert_eq!(of_line("（牵头单位：县科技局；配合单位：县财政局）").unwrap().cooperating, ["县财政局"]);
        assert_eq!(of_line("责任单位要高度重视。"), None);
        assert_eq!(of_line("主办单位会议要求：各镇抓好落实"), None);
    }

    #[test]
    fn cells() {
        assert_eq!(of_cell("市科技局（牵头）、市财政局"), charge(&["市科技局"], &["市财政局"]));
        assert_eq!(of_cell("牵头单位：市科技局\n配合单位：市财政局"), charge(&["市科技局"], &["市财政局"]));
        assert_eq!(of_cell("市科技局牵头，市财政局配合"), charge(&["市科技局"], &["市财政局"]));
    }
}
