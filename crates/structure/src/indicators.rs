//! Indicators (指标): quantities with the words that say what they measure, for when, and whether as target or result.
//!
//! A clause is read around each of its quantities: what stands before it, less the words of time, degree and doing, is the
//! name; 增长15% is a change of what stands before it. What does not name anything gives no record.

use std::collections::HashSet;

use lantai_model::{Block, Document, Genre, Indicator, IndicatorKind, NumberStyle, Role, Section, Span, Table};

use crate::clause::{self, Joint};
use crate::figure::{self, Sentence, Text};
use crate::figure_rules::RULES;
use crate::indicator_table;
use crate::line::is_blank;
use crate::quantity;
use crate::respective;

/// All indicators of a document's text, in reading order; those of its parts are theirs.
pub fn find(document: &Document) -> Vec<Indicator> {
    // What a regulation counts are thresholds, fees and penalties.
    if document.genre == Genre::Regulation || is_of_rules(document.meta.title()) {
        return Vec::new();
    }
    let mut finder = Finder {
        found: Vec::new(),
        document,
        items: Tasks::items(document),
        tasks: None,
        by_genre: of_genre(document.genre),
    };
    let mut open = vec![(&document.body, finder.by_genre)];
    let mut depth_one: HashSet<*const Section> = HashSet::new();
    depth_one.extend(document.body.children.iter().map(|child| child as *const Section));
    while let Some((section, kind)) = open.pop() {
        let top = depth_one.contains(&(section as *const Section));
        let mut kind =
            if top { section.role.and_then(|role| of_role(role, finder.by_genre)).or(finder.by_genre) } else { kind };
        if finder.section(section, &mut kind) {
            open.extend(section.children.iter().rev().map(|child| (child, kind)));
        }
    }
    finder.found
}

/// Whether a title says that figures are requirements or explanations (手册, 指南, 考核办法).
fn is_of_rules(title: &str) -> bool {
    let folded = lantai_text::fold(title);
    // 技术规范书 – 包1, 指南(试行) and 手册 1
    let end = folded.find([' ', '(', '–', '—']).filter(|at| *at >= 9).unwrap_or(folded.len());
    [&*folded, &folded[..end]].iter().any(|title| {
        let title = title.trim_end_matches(|c: char| !('\u{3400}'..='\u{9fff}').contains(&c));
        RULES.never_titles.iter().any(|word| title.ends_with(word.as_str()))
    })
}

/// What figures are in a section with this role, where their own words do not say.
fn of_role(role: Role, by_genre: Option<IndicatorKind>) -> Option<IndicatorKind> {
    match role {
        Role::Goals | Role::Plans | Role::Tasks => Some(IndicatorKind::Target),
        // What a report tells of its safeguards was done.
        Role::Safeguards if by_genre != Some(IndicatorKind::Actual) => Some(IndicatorKind::Target),
        Role::Summary | Role::Problems => Some(IndicatorKind::Actual),
        _ => None,
    }
}

/// What figures are in a document of this genre, where nothing nearer says.
fn of_genre(genre: Genre) -> Option<IndicatorKind> {
    match genre {
        Genre::KeyPoints | Genre::Plan => Some(IndicatorKind::Target),
        Genre::Summary | Genre::Progress | Genre::Bulletin => Some(IndicatorKind::Actual),
        _ => None,
    }
}

/// Goals and progress that task records state: the first are targets, the second results.
struct Tasks {
    /// Keys in their order.
    goals: Vec<u64>,
    progress: Vec<u64>,
}

impl Tasks {
    /// Work points are tasks too, but what stands below them is still to be done.
    fn items(document: &Document) -> HashSet<String> {
        let reported = document.tasks.iter().filter(|task| !task.progress.is_empty());
        reported.map(|task| task.at.to_string()).collect()
    }

    fn of(document: &Document) -> Self {
        // Only cells that may hold figures are asked for.
        let keys = |texts: &mut dyn Iterator<Item = &str>| {
            let mut keys: Vec<u64> = texts.filter(|text| quantity::may_hold(text)).map(key).collect();
            keys.sort_unstable();
            keys
        };
        // A goal may be made of several cells.
        let goals = || document.tasks.iter().map(|task| task.goal.as_str());
        let cells = goals().filter(|goal| goal.contains('：')).flat_map(|goal| goal.split('：'));
        Tasks {
            goals: keys(&mut goals().chain(cells)),
            progress: keys(&mut document.tasks.iter().map(|task| task.progress.as_str())),
        }
    }

    fn of_cell(&self, text: &str) -> Option<IndicatorKind> {
        if self.goals.is_empty() && self.progress.is_empty() {
            return None;
        }
        let key = key(text);
        if self.progress.binary_search(&key).is_ok() {
            return Some(IndicatorKind::Actual);
        }
        self.goals.binary_search(&key).is_ok().then_some(IndicatorKind::Target)
    }
}

/// The text without its blanks, as a number: FNV-1a, so that no copies are made and no order of them can be seen.
fn key(text: &str) -> u64 {
    let visible = text.chars().filter(|c| !is_blank(*c));
    visible.fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(c)).wrapping_mul(0x100_0000_01b3))
}

struct Finder<'a> {
    found: Vec<Indicator>,
    document: &'a Document,
    /// Places of numbered items that are tasks with their progress below.
    items: HashSet<String>,
    /// What the cells of task tables state; made for the first table.
    tasks: Option<Tasks>,
    by_genre: Option<IndicatorKind>,
}

impl Finder<'_> {
    /// Reads a section's heading and blocks; false when what is below it states conditions.
    fn section(&mut self, section: &Section, kind: &mut Option<IndicatorKind>) -> bool {
        let heading = &section.heading;
        if heading.len() <= 60 {
            let folded = lantai_text::fold(heading.trim_end());
            if RULES.never_headings.iter().any(|word| folded.ends_with(word.as_str())) {
                return false;
            }
        }
        // Articles of a law or a regulation, whatever the title is.
        if section.number.as_ref().is_some_and(|number| number.style == NumberStyle::Article) {
            return false;
        }
        // What stands below a task's heading is its progress.
        let item = !self.items.is_empty() && self.items.contains(&section.at.to_string());
        if quantity::may_hold(heading) {
            let (at, offset) = heading_place(section);
            let kind = if item { Some(IndicatorKind::Target) } else { *kind };
            self.text(heading, &at, offset, kind, item);
        }
        if item {
            *kind = Some(IndicatorKind::Actual);
        }
        let kind = *kind;
        let mut above = "";
        for placed in &section.blocks {
            match &placed.block {
                Block::Paragraph(paragraph) => {
                    self.text(&paragraph.text, &placed.at, 0, kind, false);
                    above = &paragraph.text;
                }
                Block::Table(table) => {
                    let read = indicator_table::read(table, above, kind, &mut self.found);
                    self.cells(table, &read, kind);
                    above = "";
                }
                Block::Image(_) => {}
            }
        }
        true
    }

    /// Reads the cells of a table as texts, but those that `read` names.
    fn cells(&mut self, table: &Table, read: &HashSet<(usize, usize)>, kind: Option<IndicatorKind>) {
        for (r, row) in table.rows.iter().enumerate() {
            for (c, cell) in row.cells.iter().enumerate() {
                if quantity::may_hold(&cell.text) && !read.contains(&(r, c)) {
                    let document = self.document;
                    let tasks = self.tasks.get_or_insert_with(|| Tasks::of(document));
                    let column = tasks.of_cell(&cell.text);
                    self.text(&cell.text, &cell.at, 0, column.or(kind), column.is_some());
                }
            }
        }
    }

    /// Reads one text. `certain`: the place decides the kind whatever the words say. Only sentences with figures are
    /// looked at, as nothing goes from one sentence to the next.
    fn text(&mut self, text: &str, at: &Span, offset: usize, kind: Option<IndicatorKind>, certain: bool) {
        if !quantity::may_hold(text) {
            return;
        }
        let printed: Vec<char> = text.chars().collect();
        let mut sign = quantity::Sign::default();
        // Where the sentence begins, and whether a number may stand in it.
        let (mut start, mut holds) = (0, false);
        for (index, c) in printed.iter().enumerate() {
            holds = holds || sign.sees(*c);
            let end = index + 1;
            if matches!(c, '。' | '！' | '？' | '\n') || end == printed.len() {
                if holds {
                    self.sentence(&printed[start..end], at, offset + start, Sentence::new(kind, certain));
                }
                (start, holds, sign) = (end, false, quantity::Sign::default());
            }
        }
    }

    fn sentence(&mut self, printed: &[char], at: &Span, offset: usize, mut sentence: Sentence) {
        let folded: Vec<char> = printed.iter().map(|c| lantai_text::fold_char(*c)).collect();
        let mut quantities = quantity::find(&folded);
        clause::drop_titles(&folded, &mut quantities);
        if quantities.is_empty() {
            return;
        }
        let text = Text { folded: &folded, printed, at, offset };
        let clauses = clause::split(&folded, &quantities);
        let mut rest = &clauses[..];
        // Whether a list shares figures out in a way that is not sure.
        let mut doubtful = false;
        while let Some((clause, after)) = rest.split_first() {
            let mark = respective::mark(&folded, clause);
            let (mark, on) = (mark.is_some(), mark);
            let on = on.or_else(|| respective::goes_on(clause, &sentence, &self.found));
            let taken = on.and_then(|mark| respective::read(&text, rest, mark, &mut sentence, &mut self.found));
            doubtful = taken.is_none() && (mark || doubtful && clause.joint == Joint::List);
            if taken.is_none() && !doubtful {
                figure::read(&text, clause, &mut sentence, &mut self.found);
            }
            rest = taken.and_then(|taken| rest.get(taken..)).unwrap_or(after);
        }
    }
}

/// Where a heading's text begins in its section's place, which covers number and heading.
fn heading_place(section: &Section) -> (Span, usize) {
    let width = section.heading.chars().count();
    let offset = section.at.chars.map_or(0, |(from, to)| (to.saturating_sub(from) as usize).saturating_sub(width));
    (section.at.clone(), offset)
}

#[cfg(test)]
mod tests {
    use lantai_model::{Bound, Paragraph, Placed};

    use super::*;

    fn read(genre: Genre, text: &str) -> Vec<Indicator> {
        let block = Block::Paragraph(Paragraph::plain(text));
        let body = Section { blocks: vec![Placed { block, at: Span::text(0, text.len()) }], ..Section::default() };
        find(&Document { genre, body, ..Document::default() })
    }

    fn lines(genre: Genre, text: &str) -> Vec<String> {
        let written = |indicator: &Indicator| {
            let bound = |bound: Option<Bound>| bound.map_or(String::new(), |bound| format!(" {}", bound.as_str()));
            let mut line = indicator.name.clone();
            if let Some(value) = &indicator.value {
                line += &format!(" = {value} {}{}", indicator.unit, bound(indicator.bound));
            }
            if let Some(change) = &indicator.change {
                let (way, basis, value) = (change.direction.as_str(), &change.basis, &change.value);
                line += &format!(", {way} {basis} {value} {}{}", change.unit, bound(change.bound));
            }
            let kind = indicator.kind.map_or("", |kind| kind.as_str());
            line + &format!("; {} {kind}", indicator.period)
        };
        read(genre, text).iter().map(|indicator| written(indicator).trim_end().to_owned()).collect()
    }

    #[test]
    fn targets() {
        assert_eq!(
            lines(
                Genre::Other,
                "到2026年，云河市高新技术企业达320家以上，全社会研发投入年均增长12%，技术合同成交额突破1.2万亿元；力争新增孵化器3—5家、\
                 众创空间10家左右，万元产值能耗控制在0.4吨标准煤以内。"
            ),
            [
                "云河市高新技术企业 = 320 家 at_least; 2026年 target",
                "全社会研发投入, increase 年均 12 %; 2026年 target",
                "技术合同成交额 = 1200000000000 元 over; 2026年 target",
                "新增孵化器 = 3 家; 2026年 target",
                "众创空间 = 10 家 about; 2026年 target",
                "万元产值能耗 = 0.4 吨标准煤 within; 2026年 target",
            ]
        );
        assert_eq!(read(Genre::Other, "新增孵化器3—5家")[0].upper.as_deref(), Some("5"));
    }

    #[test]
    fn results_with_changes_and_shares() {
        assert_eq!(
            lines(
                Genre::Summary,
                "2024年上半年，全县完成工业投资12.5亿元，同比增长8.6%，其中技改投资3.1亿元、占全部投资的24.8%。\
                 目前培训农民1,350人次，脱贫户三百二十户；城镇登记失业率为3.2%，比上年下降0.3个百分点。"
            ),
            [
                "工业投资 = 1250000000 元, increase 同比 8.6 %; 2024年上半年 actual",
                "技改投资 = 310000000 元; 2024年上半年 share",
                "技改投资 = 24.8 %; 2024年上半年 share",
                "培训农民 = 1350 人次;  actual",
                "脱贫户 = 320 户;  actual",
                "城镇登记失业率 = 3.2 %, decrease 比上年 0.3 百分点;  actual",
            ]
        );
    }

    #[test]
    fn figures_inside_their_words() {
        assert_eq!(
            lines(Genre::Summary, "认定5家省级工程中心，已为４０户家庭办理登记；入户走访率由60%提高到95.5%。"),
            [
                "认定省级工程中心 = 5 家;  actual",
                "为家庭办理登记 = 40 户;  actual",
                "入户走访率 = 95.5 % reaches;  actual",
            ]
        );
    }

    #[test]
    fn every_form_of_a_figure() {
        for (text, expected) in [
            ("孵化器至少达到20家。", "孵化器 = 20 家 at_least;"),
            ("孵化器超20家。", "孵化器 = 20 家 over;"),
            ("万元产值能耗下降到0.4吨标准煤以内。", "万元产值能耗 = 0.4 吨标准煤 within;"),
            ("孵化器总数稳定在20家左右。", "孵化器总数 = 20 家 about;"),
            ("研发投入占比不低于2.5%。", "研发投入占比 = 2.5 % at_least;"),
            ("力争孵化器达到20家。", "孵化器 = 20 家 reaches;  target"),
            ("确保孵化器20家以上。", "孵化器 = 20 家 at_least;  target"),
            ("工业投资增长5%-6%。", "工业投资, increase  5 %;"),
            ("工业投资三百二十亿元。", "工业投资 = 32000000000 元;"),
            ("培训农民十二万人次。", "培训农民 = 120000 人次;"),
            ("工业投资增长１５％。", "工业投资, increase  15 %;"),
            ("研发投入强度提高０．３个百分点。", "研发投入强度, increase  0.3 百分点;"),
            ("出口额增长1.5倍。", "出口额, increase  1.5 倍;"),
            ("出口额实现翻一番。", "出口额, increase  1 倍;"),
            ("出口额比2020年翻两番以上。", "出口额, increase 比2020年 3 倍 at_least;"),
            ("行政审批事项减少12项。", "行政审批事项, decrease  12 项;"),
            ("一般性支出压减10%。", "一般性支出, decrease  10 %;"),
            ("入户率由60%提高到95%。", "入户率 = 95 % reaches;"),
            ("截至6月底，入库企业20家。", "入库企业 = 20 家; 6月底 actual"),
            ("1—6月，入库企业20家。", "入库企业 = 20 家; 1—6月"),
            ("“十三五”期间，新建孵化器20家。", "新建孵化器 = 20 家; “十三五”期间"),
            ("三季度，入库企业20家。", "入库企业 = 20 家; 三季度"),
            ("1至6月累计入库企业20家。", "入库企业 = 20 家; 1至6月"),
        ] {
            let found = lines(Genre::Other, text);
            assert_eq!(found, [expected], "{text}");
        }
    }

    #[test]
    fn names_are_whole() {
        for (text, expected) in [
            (
                "2024年，全市服务业实现增加值120亿元，增长5%，对经济增长的贡献率达到52%。",
                &[
                    "全市服务业增加值 = 12000000000 元, increase  5 %; 2024年 actual",
                    "全市服务业增加值对经济增长的贡献率 = 52 % reaches; 2024年 actual",
                ][..],
            ),
            (
                "邮政业务总量[3]2亿元，外商直接投资[7]金额3万美元。",
                &["邮政业务总量 = 200000000 元;  actual", "外商直接投资金额 = 30000 美元;  actual"],
            ),
            (
                "引进3亿元以上工业项目9个，建成10座中转站和20座公厕。",
                &["引进3亿元以上工业项目 = 9 个;  actual", "建成中转站 = 10 座;  actual", "公厕 = 20 座;  actual"],
            ),
            (
                "全县105个重点项目累计完成投资120亿元，占年计划的80%。",
                &["全县重点项目 = 105 个;  actual", "重点项目投资 = 12000000000 元;  actual"],
            ),
            (
                "预计全市生产总值完成81亿元，增长8%；工业产值突破90亿元大关。",
                &["全市生产总值 = 8100000000 元, increase  8 %;  actual", "工业产值 = 9000000000 元 over;  actual"],
            ),
            ("全市现有13个村民小组，505户1748人，占地11亩，工程已在4个乡镇实施。", &["全市村民小组 = 13 个;  actual"]),
        ] {
            assert_eq!(lines(Genre::Summary, text), expected, "{text}");
        }
    }

    #[test]
    fn documents_of_requirements_have_none() {
        for title in ["云河市政务数据操作手册 1", "数据标注技术规范书 – 包2", "青溪县考核办法（试行）", "胃病治疗指南"]
        {
            let mut meta = lantai_model::Metadata::default();
            let value = lantai_model::Value::Text(title.to_owned());
            let field =
                lantai_model::Field { label: String::new(), stated: title.to_owned(), value, at: Span::default() };
            meta.put(Some(lantai_model::Name::Title), field);
            let block = Block::Paragraph(Paragraph::plain("覆盖率达到95%。"));
            let body = Section { blocks: vec![Placed { block, at: Span::default() }], ..Section::default() };
            assert!(find(&Document { meta, body, ..Document::default() }).is_empty(), "{title}");
        }
    }

    #[test]
    fn lists_share_figures_out() {
        assert_eq!(
            lines(
                Genre::Bulletin,
                "2024年，第一、二、三产业增加值分别为12亿元、30亿元和40.5亿元，分别增长3%、5%和7.2%。\
                 城乡居民人均可支配收入分别达到3.2万元、1.8万元以上，比上年分别增长5.1%和6.3%；\
                 战略性新兴产业、装备制造业增加值占规模以上工业的比重分别为27.1%、40.5%，分别提高3.9、2个百分点。\
                 进口额12亿元，出口额30亿元，分别下降1%和增长2%。工业投资30亿元、民间投资20亿元，同比分别增长8%、9%。"
            ),
            [
                "第一产业增加值 = 1200000000 元, increase  3 %; 2024年 actual",
                "第二产业增加值 = 3000000000 元, increase  5 %; 2024年 actual",
                "第三产业增加值 = 4050000000 元, increase  7.2 %; 2024年 actual",
                "城镇居民人均可支配收入 = 32000 元 at_least, increase 比上年 5.1 %;  actual",
                "农村居民人均可支配收入 = 18000 元 at_least, increase 比上年 6.3 %;  actual",
                "战略性新兴产业增加值占规模以上工业的比重 = 27.1 %, increase  3.9 百分点;  actual",
                "装备制造业增加值占规模以上工业的比重 = 40.5 %, increase  2 百分点;  actual",
                "进口额 = 1200000000 元;  actual",
                "出口额 = 3000000000 元;  actual",
                "工业投资 = 3000000000 元, increase 同比 8 %;  actual",
                "民间投资 = 2000000000 元, increase 同比 9 %;  actual",
            ]
        );
    }

    #[test]
    fn a_place_for_each() {
        let text = "一是加强管理。高新技术企业达620家。";
        let found = read(Genre::Summary, text);
        let (start, end) = found[0].at.chars.unwrap();
        let words: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
        assert_eq!((words.as_str(), found[0].stated.as_str()), ("高新技术企业达620家", "达620家"));
    }

    #[test]
    fn what_is_no_indicator() {
        for text in [
            "根据《办法》第16条，2023年8月2日印发，联系电话0559-2512345。",
            "云政发〔2022〕17号文件经第21次常务会议审议通过，3个工作日内办结。",
            "全市排名前10名，位居全省第3位。",
            "对投资5000万元以上的项目一次性给予100万元补助，逾期处以2万元罚款。",
            "工业投资、民间投资和技改投资分别增长5%和7%。",
            "河道两岸每公里分别设置1名、2名巡查员。",
            "坚持3个原则，突出5个方面。",
            "印发《创建100个示范点实施方案（2021—2030年）》。",
            "近百家企业参加，数十人受益。",
            "若准确率未达到95%，视为验收不通过；每周抽检不少于1次，每2公里设置护路员1名。",
            "36个工业大类行业中，部分回升；平台由近60万个零部件组成；拉动规模以上工业增加值增长9.1个百分点。",
            "投资1.4亿元，开工建设南环路；农资100%纳入平台管理；这一比值为20.4%。",
            "抓好涉及16个行政村的小型农田水利项目的实施，由60个零部件组成，在做好10个试点村建设的同时，总重相当于3万辆小汽车。",
            "软件版本1.2.3，网址v2.5。",
            "巡查范围为河道中心线至外堤脚外10米，船只驶至140米停泊点。",
            "面点由7大类140多个品种增加到8大类150多个品种；默认情况下共有30个分片，例如入户率达95%。",
            "中国2007年这一比重为10.9%，甲公司斥资7亿元。",
            "8.2项目概况",
        ] {
            assert_eq!(lines(Genre::Summary, text), Vec::<String>::new(), "{text}");
        }
        assert!(lines(Genre::Regulation, "罚没收入达到5000元").is_empty());
    }

    #[test]
    fn cost_grows_with_length_only() {
        // Shapes that would be slow if any part of a text were read again and again.
        for piece in [
            "“",
            "其中5家、",
            "达到",
            "(1家",
            "《",
            "1",
            "增长",
            "一百",
            "、5家企业和",
            "分别5家、",
            "投资和收入、分别",
            "甲乙、均增长翻番",
            "连续8年",
        ] {
            let text = piece.repeat(60_000 / piece.len());
            assert!(read(Genre::Summary, &text).len() < text.len());
        }
    }
}
