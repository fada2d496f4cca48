//! Who leads and who cooperates, in words: （市科技局牵头，市财政局按职责分工负责）, 责任单位：…, 牵头单位：… 配合单位：….

use crate::charge::Charge;
use crate::charges::{CHARGES, Kind};
use crate::line;
use crate::names;

/// Characters that a label may take, blanks included.
const LABEL: usize = 24;
/// Characters of the longest clause that says when.
const WHEN: usize = 28;
/// Bytes of the longest text whose sentences may say who is responsible.
const SENTENCES: usize = 6000;
/// Characters of the longest clause that may name units.
const CLAUSE: usize = 200;

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
        // ［市教育局、市财政局，2023年3月］
        let (names, due) = match inner.rsplit_once(['，', ',', '；', ';']) {
            Some((names, when)) if Text::new(when).says_when(0..when.chars().count()) => (names, when.trim()),
            _ => (inner, ""),
        };
        let names = Text::new(names);
        let units = names.units(0..names.folded.len());
        let named = !units.is_empty() && units.iter().all(|unit| is_unit(unit) && !is_place(unit));
        named.then(|| Charge { units, due: due.to_owned(), ..Charge::default() })
    })?;
    Some((bare[..from + open].trim_end(), charge))
}

/// A level of places is no unit by itself: （县、区）.
fn is_place(unit: &str) -> bool {
    unit.chars().count() < 3 || unit.starts_with(['含', '如'])
}

/// A line of its own that says who is responsible: it begins with a label.
pub fn of_line(line: &str) -> Option<Charge> {
    let line = line
        .trim()
        .trim_start_matches(['—', '–', '-', '－', '●', '◆', '■', '◎', '★', '·', '▲', '※', '*', '➢', '✓'])
        .trim_start();
    // 责, 牵, 主 …: few lines begin with one of these.
    let bare = line.trim_start_matches(['(', '（', '[', '【', '〔']);
    let first = lantai_text::fold_char(bare.chars().next()?);
    if line.len() > 3000 || !CHARGES.starts.contains(first) {
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
    // A stop must end it.
    if !text.chars().take(LABEL).any(|c| matches!(c, ':' | '：' | '】' | ']' | ')' | '）')) {
        return false;
    }
    CHARGES.labels.iter().any(|(word, _)| {
        let mut letters = letters();
        word.chars().all(|c| letters.next() == Some(c))
    })
}

/// Who is named by sentences of a text: 由县住建局牵头，县供电公司配合，5月15日前完成. `None` where no sentence begins so.
pub fn of_sentences(text: &str) -> Option<Charge> {
    if text.len() > SENTENCES || !text.contains('由') {
        return None;
    }
    let text = Text::new(text);
    let mut charge = Charge::default();
    let mut done = 0;
    for (at, _) in text.folded.iter().enumerate().filter(|(_, c)| **c == '由') {
        let before = text.folded[..at].iter().rev().find(|c| !c.is_whitespace());
        if at >= done && before.is_none_or(|c| matches!(c, '。' | ';' | ',' | ':' | '.' | '、' | ')')) {
            done = text.sentence(at, &mut charge);
        }
    }
    (!charge.units.is_empty()).then_some(charge)
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
    marked(names::units(cell), &mut charge);
    charge
}

/// Adds units of which those that lead may be marked: 市科技局（牵头）、市财政局.
fn marked(units: Vec<String>, charge: &mut Charge) {
    let lead = |unit: &str| unit.find(['(', '（']).filter(|open| unit[*open..].contains("牵头"));
    if !units.iter().any(|unit| lead(unit).is_some()) {
        return charge.units.extend(units);
    }
    for unit in units {
        match lead(&unit) {
            Some(open) => charge.units.push(unit[..open].trim().to_owned()),
            None => charge.cooperating.push(unit),
        }
    }
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
        if !CHARGES.starts.contains(*rest.iter().find(|c| !c.is_whitespace())?) {
            return None;
        }
        let (word, kind) = CHARGES.labels.iter().find(|(word, _)| {
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
        // 县教育局（牵头）、县公安局: a mark on the name before it.
        let after = self.folded.get(end..).unwrap_or_default().iter().find(|c| !c.is_whitespace() && **c != ')');
        if self.folded.get(end) == Some(&')') && after.is_none_or(|c| matches!(c, '、' | ',' | ';' | '。')) {
            return None;
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
                Kind::Progress => charge.progress = self.take(value),
                Kind::Cooperate => charge.cooperating.extend(self.units(value)),
                Kind::Charge if led => charge.cooperating.extend(self.units(value)),
                Kind::Lead | Kind::Charge => match self.clauses(value.clone(), true) {
                    Some(inner) => charge.add(inner),
                    None => marked(self.units(value), &mut charge),
                },
            }
        }
        Some(charge)
    }

    fn units(&self, range: std::ops::Range<usize>) -> Vec<String> {
        let mut units = names::units(&self.take(range));
        if let Some(last) = units.last_mut()
            && let Some(bare) =
                CHARGES.rest.iter().find_map(|rest| last.strip_suffix(rest)).filter(|bare| bare.chars().count() > 2)
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
            if !sure && self.says_when(from..to) {
                charge.due = self.take(from..to);
                from = at + 1;
                continue;
            }
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

    /// Adds the units of a sentence that begins with 由 at a character, and of the clauses that follow with verbs of their own;
    /// where those end.
    fn sentence(&self, at: usize, charge: &mut Charge) -> usize {
        let mut from = at + 1;
        let mut first = true;
        while let Some(rest) = self.folded.get(from..).filter(|rest| !rest.is_empty()) {
            // 由县财政局牵头，由县教育局配合
            let again = usize::from(!first && rest.first() == Some(&'由'));
            from += again;
            let rest = &rest[again..];
            let length = rest.iter().take(CLAUSE).take_while(|c| !matches!(**c, ',' | ';' | '。')).count();
            let named = |end: usize| {
                let (units, beside) = self.beside(from..end);
                let all = !units.is_empty() && units.iter().chain(&beside).all(|unit| is_unit(unit));
                all.then_some((units, beside))
            };
            let (kind, end) = self.verb(from..from + length);
            let mut found = kind.and_then(|kind| Some((kind, named(end)?)));
            if first && found.is_none() {
                // 由县财政局负责统筹资金, 由县水务集团接管
                let verb = rest[..length].windows(2).position(|two| matches!(two, ['负', '责'] | ['牵', '头']));
                let before = verb.and_then(|verb| named(self.verb(from..from + verb + 2).1));
                let units = before.or_else(|| named(from + self.unit_length(from..from + length)));
                found = units.map(|units| (Kind::Charge, units));
            }
            let Some((kind, (units, beside))) = found else { return from };
            match kind {
                Kind::Cooperate => charge.cooperating.extend(units),
                _ if first => charge.units.extend(units),
                _ => charge.cooperating.extend(units),
            }
            charge.cooperating.extend(beside);
            if rest.get(length) != Some(&',') {
                return from + length;
            }
            (first, from) = (false, from + length + 1);
        }
        from
    }

    /// The length of the local organ that a clause begins with; 0 where it begins with none.
    fn unit_length(&self, range: std::ops::Range<usize>) -> usize {
        let clause = &self.folded[range];
        if !clause.first().is_some_and(|c| "省市县区镇乡州盟旗各".contains(*c)) {
            return 0;
        }
        let longest = clause.len().min(30);
        let ends = |length: &usize| names::ends_organ(&clause[..*length].iter().collect::<String>());
        // 县财政局统筹: the first end, and what an organ's name goes on with: 县政府办公室.
        let Some(first) = (3..=longest).find(ends) else { return 0 };
        (first..=longest.min(first + 4)).rev().find(ends).unwrap_or(first)
    }

    /// A clause that says when: 2025年底前完成, 持续推进.
    fn says_when(&self, range: std::ops::Range<usize>) -> bool {
        // A clause that says when begins with a number or is one of few; all others are units.
        let first = self.folded[range.clone()].iter().find(|c| !c.is_whitespace());
        if range.len() > WHEN
            || !first.is_some_and(|c| c.is_ascii_digit() || *c == '每' || CHARGES.when_starts.contains(*c))
        {
            return false;
        }
        let clause: String = self.folded[range].iter().filter(|c| !c.is_whitespace()).collect();
        if CHARGES.when.contains(&clause.as_str()) {
            return true;
        }
        let dated =
            clause.starts_with(|c: char| c.is_ascii_digit() || c == '每') && clause.contains(['年', '月', '日', '季']);
        // 2023年底前取得明显进展: what is reached by then may follow.
        let by = ["年前", "月前", "日前", "底前", "末前"].iter().any(|by| clause.find(by).is_some_and(|at| at <= 24));
        dated && (by || clause.ends_with(['前', '底', '末', '成', '年', '月', '日', '内', '次', '位', '施']))
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
            if !text.last().is_some_and(|last| CHARGES.verb_ends.contains(*last)) {
                break;
            }
            let found = CHARGES.verbs.iter().find(|(word, _)| {
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
        && (names::ends_organ(key) || CHARGES.unit_ends.iter().any(|end| key.ends_with(end)) || key.starts_with('各'))
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
        assert_eq!(units("拓展应用。（县教育局、县公安局等）"), found("拓展应用。", &["县教育局", "县公安局"]));
        assert_eq!(units("攻关10项。【计划科牵头，农村科配合】"), found("攻关10项。", &["计划科"]));
        assert_eq!(of_end("日办结。［县教育局、县财政局，2023年3月］").unwrap().1.due, "2023年3月");
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
        let found = of_bracket("省商务厅牵头，省财政厅配合，2025年底前完成").unwrap();
        assert_eq!(
            (found.units, found.cooperating, &*found.due),
            (vec!["省商务厅".to_owned()], vec!["省财政厅".to_owned()], "2025年底前完成")
        );
        assert_eq!(of_bracket("县教育局等部门负责；持续推进").unwrap().due, "持续推进");
        assert_eq!(of_bracket("县医保局负责，2023年底前取得进展").unwrap().due, "2023年底前取得进展");
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
    fn sentences() {
        for (text, units, cooperating) in [
            (
                "由县住建局牵头，县供电公司、县水务集团配合，5月15日前完成迁改。",
                &["县住建局"][..],
                &["县供电公司", "县水务集团"][..],
            ),
            ("对全县学校开展检查。由县市场监管局负责。", &["县市场监管局"], &[]),
            ("同意接管，由县水务集团接管运营。", &["县水务集团"], &[]),
            ("由县财政局牵头，由县教育局配合。", &["县财政局"], &["县教育局"]),
            ("由县政府办公室统筹推进。", &["县政府办公室"], &[]),
            ("原则同意。由县财政局负责统筹安排资金300万元。", &["县财政局"], &[]),
            ("开展排查，由县教育局、县公安局共同负责。", &["县教育局", "县公安局"], &[]),
        ] {
            assert_eq!(of_sentences(text), Some(charge(units, cooperating)), "{text}");
        }
        for text in ["由此产生的问题", "由企业自主负责", "资金由县财政局负责", "由于历史原因，县财政局负责", ""]
        {
            assert_eq!(of_sentences(text), None, "{text}");
        }
    }

    #[test]
    fn lines() {
        let line = of_line("责任领导：沈一帆　责任单位：区民政局、区财政局　完成时限：2024年12月底").unwrap();
        assert_eq!((line.leaders, line.due.as_str()), (vec!["沈一帆".to_owned()], "2024年12月底"));
        assert_eq!(line.units, ["区民政局", "区财政局"]);
        assert_eq!(of_line("【牵头单位】县科技局").unwrap().units, ["县科技局"]);
        assert_eq!(of_line("（牵头单位：县科技局；配合单位：县财政局）").unwrap().cooperating, ["县财政局"]);
        let line = of_line("整改进展：已完成整改，建成管网3公里。").unwrap();
        assert_eq!(line.progress, "已完成整改，建成管网3公里");
        assert_eq!(of_line("责任单位：市科技局、市财政局等部门").unwrap().units, ["市科技局", "市财政局"]);
        let line = of_line("——责任单位：县教育局（牵头）、县公安局").unwrap();
        assert_eq!((line.units, line.cooperating), (vec!["县教育局".to_owned()], vec!["县公安局".to_owned()]));
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
