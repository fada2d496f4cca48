//! The administrative region (行政区域) that names of organs, sites and titles begin with: 安徽省云河市青溪县, without a list
//! of places: only the names of the provinces are known.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::{CharSet, Words};
use crate::line::text_of;
use crate::period;
use crate::rules::{parse, rules_file};

/// Provinces, autonomous regions and municipalities, as named in law.
static PROVINCES: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    include_str!("../rules/provinces.txt").split_whitespace().map(|name| name.chars().collect()).collect()
});

/// Characters that their names begin with.
static PROVINCE_STARTS: LazyLock<CharSet> =
    LazyLock::new(|| PROVINCES.iter().filter_map(|name| name.first().copied()).collect());

/// What tells names of regions from other words.
#[derive(Deserialize)]
struct Rules {
    none: Words,
    both: Vec<String>,
    qualifiers: String,
    lands: Words,
    zones: Vec<String>,
    parks: Vec<String>,
    of_towns: Words,
    no_towns: Words,
    offices: Words,
    words: Vec<String>,
    counters: String,
    openers: String,
    other_words: String,
    openings: Words,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    parse("regions.toml", rules_file!("regions")).expect("the rules of regions are checked by a test")
});

/// A letter that ends names of regions.
fn is_level(c: char) -> bool {
    matches!(c, '省' | '市' | '县' | '区' | '州' | '旗' | '盟')
}

/// Letters that no name of a place begins with here: 全市, 我县, 各区, 本省, 该市.
static NO_FIRST: LazyLock<CharSet> = LazyLock::new(|| {
    "全我各本该某此两跨及和与对在于向的关由把将为按省市县区州旗盟镇乡国第一二三四五六七八九十".chars().collect()
});

/// What follows a zone that is no region but a task: 高新区建设.
const NO_ZONE: &str = "建创规内的和、与及等申验发";

/// The region that folded text begins with: characters it takes. 0 where it begins with none.
pub fn leading(text: &[char]) -> usize {
    if RULES.openings.begins_in(text) {
        return 0;
    }
    let mut end = 0;
    if text.first().is_some_and(|first| PROVINCE_STARTS.contains(*first)) {
        end = PROVINCES.iter().find_map(|name| province(text, name)).unwrap_or(0);
    }
    for _ in 0..3 {
        let Some(next) = unit(&text[end..], end == 0) else { break };
        end += next;
    }
    let Some(rest) = text.get(end..) else { return end };
    end + zone(rest, end == 0).or_else(|| township(rest)).unwrap_or(0)
}

/// Where the region stands that folded text names first: before it may stand marks (《), the period that a title opens with
/// (2022年云河市…) and 中共, which names no place.
pub fn first(text: &[char]) -> Option<Range<usize>> {
    let marks = |from: usize| {
        from + text[from..].iter().take_while(|c| c.is_whitespace() || "《“”\"'‘【(".contains(**c)).count()
    };
    let mut start = marks(0);
    if text.get(start).is_some_and(|c| c.is_ascii_digit() || matches!(c, '二' | '十'))
        && let Some(found) = period::find(&text[start..], None).filter(|found| found.chars.start == 0)
    {
        start = marks(start + found.chars.end);
        let time: &[char] = &['时', '期'];
        start += if text[start..].starts_with(time) { time.len() } else { 0 };
    }
    let party: &[char] = &['中', '共'];
    if text[start..].starts_with(party) {
        start += party.len();
    }
    let length = leading(&text[start..]);
    (length > 0).then_some(start..start + length)
}

/// A development zone at the start of a text: 云河经济技术开发区; after the name of a region also 高新区 alone.
fn zone(text: &[char], first: bool) -> Option<usize> {
    let reach = text.len().min(16);
    let end = text[..reach].iter().position(|c| *c == '区').map(|at| at + 1)?;
    let word = text_of(&text[..end]);
    if !first && RULES.parks.contains(&word) {
        return Some(end);
    }
    let place = RULES.zones.iter().find_map(|zone| word.strip_suffix(zone.as_str()))?;
    let named = place.chars().count() >= 2 && !NO_FIRST.contains(text[0]) && place.chars().all(is_name)
        || place.is_empty() && !first;
    // 滨河新区: the place is part of the name.
    let goes_on = text.get(end).is_some_and(|c| NO_ZONE.contains(*c));
    (named && !goes_on).then_some(end)
}

/// A township at the start of a text, where what stands behind it says that it is one: 城关镇人民政府, 滨河街道办事处.
fn township(text: &[char]) -> Option<usize> {
    let reach = text.len().min(10);
    for at in 1..reach {
        let street = text[at] == '道' && text[at - 1] == '街';
        if !street && !matches!(text[at], '镇' | '乡') {
            let about = text[at] == '关' && text.get(at + 1) == Some(&'于');
            if about || text[at] != '关' && !is_name(text[at]) {
                return None;
            }
            continue;
        }
        let rest = &text[at + 1..];
        let office = is_office(rest);
        let dated = rest.first().is_some_and(char::is_ascii_digit);
        let follows = office || dated || rest.is_empty() || RULES.of_towns.begins_in(rest);
        let word = text_of(&text[..=at]);
        let name = word.trim_end_matches("街道").chars().count() >= if street { 1 } else { 2 };
        // 集镇 is no name, 王集镇人民政府 has one.
        let common =
            RULES.no_towns.ends(&word) && !(at == 2 && (office || dated) && !RULES.qualifiers.contains(text[0]));
        let sum = matches!(text[0], '各' | '全' | '本' | '我' | '该' | '某' | '此' | '第') || common;
        return (follows && name && !sum).then_some(at + 1);
    }
    None
}

/// An office of a region right at the start of a text: 人民政府, 委.
fn is_office(text: &[char]) -> bool {
    RULES.offices.begins_in(text)
}
/// A character that names of places are made of.
fn is_name(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) && !"关于的年人民政局委厅办加抓推".contains(c)
}

/// A province in full, or its short name before another region: 安徽云河市.
fn province(text: &[char], name: &[char]) -> Option<usize> {
    if text.first() != name.first() {
        return None;
    }
    if text.starts_with(name) {
        return Some(name.len());
    }
    let short = if name.starts_with(&['内', '蒙']) || name.starts_with(&['黑', '龙']) { 3 } else { 2 };
    let rest = text.strip_prefix(&name[..short])?;
    unit(rest, true).map(|_| short)
}

/// Characters of the longest name of a region, and from which on only names of autonomous regions are as long.
const LONGEST: usize = 16;
const LONG: usize = 12;

/// One region at the start of a text: 云河市, 青溪县, 临江区. `first` is false behind another region.
fn unit(text: &[char], first: bool) -> Option<usize> {
    for (at, c) in text.iter().enumerate().take(LONGEST).skip(1) {
        if !('\u{3400}'..='\u{9fff}').contains(c) {
            return None;
        }
        let next = text.get(at + 1).copied();
        if !is_level(*c) {
            if "关于的年月日人民政府局委厅办".contains(*c) && !may_end_name(text[at - 1], *c, next) {
                return None;
            }
            continue;
        }
        let rest = &text[at + 1..];
        if level_goes_on(at, *c, rest) {
            continue;
        }
        let word = text_of(&text[..=at]);
        if at >= LONG && !["自治州", "自治县", "自治旗"].iter().any(|end| word.ends_with(end)) {
            return None;
        }
        // 云河市市场监管局: the first 市 ends the region; 市场, 区域, 县域 are words of their own.
        let goes_on = match next {
            Some('场') => *c == '市',
            Some('域' | '级' | '划' | '块' | '间') => true,
            Some('治') => *c == '州',
            _ => false,
        };
        if goes_on {
            return None;
        }
        // 云河地区行政公署
        if word.ends_with("地区") {
            return (at >= 3 && is_office(rest)).then_some(at + 1);
        }
        return (begins_name(&text[..=at], rest, first) && !is_common(&word, text[0], rest, first)).then_some(at + 1);
    }
    None
}

/// 扬州市, 红旗区, 辉县市, 新市区: a letter of a level that another one follows is part of the name.
fn level_goes_on(at: usize, level: char, rest: &[char]) -> bool {
    let next = rest.first().copied().unwrap_or(' ');
    let after = rest.get(1).copied().unwrap_or(' ');
    // 云河州市场监管局, 云河州县级公立医院, 云河州区域发展
    let own_word = matches!(after, '场' | '域' | '级' | '内' | '直' | '政' | '属' | '两');
    match level {
        '州' | '旗' | '盟' => "市县区".contains(next) && !own_word,
        // Of two letters, the name would be of one: 辉县市, 梅县区, 沙市区.
        '市' | '县' => {
            "市区".contains(next) && at == 1 && !own_word && !(level == '市' && next == '市' && after == '监')
        }
        _ => false,
    }
}

/// Letters of other words that may stand right before the level: 韶关市, 富民县, 万年县, 学府区, but not 有关县, 居民区.
fn may_end_name(before: char, letter: char, next: Option<char>) -> bool {
    let word: String = [before, letter].iter().collect();
    "关年民府日月".contains(letter) && next.is_some_and(is_level) && !RULES.words.contains(&word)
}

/// Whether a word may name a place by its first letters: 全市, 三个县 do not; 全椒县, 三亚市, 市中区 do.
fn begins_name(word: &[char], rest: &[char], first: bool) -> bool {
    let [opener, second, .., _] = word else { return word.first().is_some_and(|c| !NO_FIRST.contains(*c)) };
    if !NO_FIRST.contains(*opener) {
        return true;
    }
    // 市中区, 市北区, 市南区
    if *opener == '市' && word.len() == 3 && "中北南".contains(*second) && word[2] == '区' {
        return true;
    }
    let own = word.ends_with(&['自', '治', '县']);
    if "一二三四五六七八九十".contains(*opener) {
        let counts = RULES.counters.contains(*second) || is_level(*second);
        return !counts && (own || word.len() <= 5 || is_office(rest));
    }
    if (word.len() == 3 || own) && RULES.openers.contains(*opener) && !RULES.other_words.contains(*second) {
        return true;
    }
    // 全椒县人民政府: such letters may begin a name where an office stands behind it.
    let sum = word[1..word.len() - 1].iter().any(|c| "各全本该每省市县区州".contains(*c));
    first && is_office(rest) && !sum
}

/// Words that end as regions do and are none: 工业园区, 智慧城市; but 盐城市, 东城区, 江门市 are names.
fn is_common(word: &str, opener: char, rest: &[char], first: bool) -> bool {
    if RULES.none.ends(word) {
        return true;
    }
    let Some(common) = RULES.both.iter().find(|common| word.ends_with(common.as_str())) else { return false };
    let before = word.chars().count() - common.chars().count();
    // 云河市郊区人民政府, 云河矿区人民政府
    let governed = is_office(rest);
    match before {
        0 => first || !governed,
        1 => RULES.qualifiers.contains(opener) && !governed,
        2 if ["山区", "林区", "矿区"].contains(&common.as_str()) => RULES.lands.begins(word),
        _ => !governed,
    }
}

/// The level that an organ's name without a place begins with: 市科技局 → 市.
pub fn bare_level(text: &[char]) -> Option<char> {
    let level =
        text.first().copied().filter(|c| matches!(*c, '省' | '市' | '县' | '区' | '州' | '旗' | '镇' | '乡'))?;
    // 市场, 区域, 县域 begin words of their own.
    let word =
        text.get(1).is_some_and(|c| matches!(*c, '场' | '域' | '级' | '长' | '内' | '外' | '村' | '镇' | '土' | '间'));
    (text.len() >= 3 && !word).then_some(level)
}

/// The part of a region down to a level: 云河市青溪县 at 市 is 云河市.
pub fn down_to(region: &[char], level: char) -> Option<usize> {
    region.iter().rposition(|c| *c == level).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters that end or begin other words, too, in names of places of all makes.
    #[test]
    fn names_like_other_words() {
        for (text, region) in [
            ("云州市财政局", "云州市"),
            ("云州市市场监管局", "云州市"),
            ("云州市场监管局", "云州"),
            ("赤旗区水利局", "赤旗区"),
            ("青溪左旗教育局", "青溪左旗"),
            ("云门市水利局", "云门市"),
            ("云城市统计局", "云城市"),
            ("云都市统计局", "云都市"),
            ("云河市青山区人民政府", "云河市青山区"),
            ("云河市东城区审计局", "云河市东城区"),
            ("云河市郊区人民政府", "云河市郊区"),
            ("云河矿区人民政府", "云河矿区"),
            ("三云市财政局", "三云市"),
            ("六盘溪市统计局", "六盘溪市"),
            ("七溪河区水利局", "七溪河区"),
            ("云关市财政局", "云关市"),
            ("云河关区水务局", "云河关区"),
            ("云民市水利局", "云民市"),
            ("永年区水利局", "永年区"),
            ("于溪县水利局", "于溪县"),
            ("和云区教育局", "和云区"),
            ("镇云县教育局", "镇云县"),
            ("云县市财政局", "云县市"),
            ("云市区财政局", "云市区"),
            ("云河市市中区财政局", "云河市市中区"),
            ("云府新区管委会", "云府新区"),
            ("云州工业园区管委会", "云州工业园区"),
            ("王集镇人民政府", "王集镇"),
            ("云河市慈城镇2018年工作总结", "云河市慈城镇"),
            ("小城镇2018年建设情况", ""),
            ("加强市县合作办公室", ""),
            ("教育强县创建", ""),
            ("特色小镇2023年建设情况", ""),
            ("部分市县调研", ""),
            ("云河市教育强区建设", "云河市"),
            ("智慧城市建设办公室", ""),
            ("文明城市创建指挥部", ""),
            ("大城市病治理", ""),
            ("小城市培育试点", ""),
            ("中心城区改造指挥部", ""),
            ("主城区道路改造", ""),
            ("工业园区建设指挥部", ""),
            ("贫困山区扶贫办", ""),
            ("国有林区改革", ""),
            ("有关县教育局", ""),
            ("居民区改造", ""),
            ("今年市政府工作", ""),
            ("三个县财政局", ""),
            ("五大片区指挥部", ""),
            ("十届市政府", ""),
            ("两市合作办公室", ""),
            ("一县一品建设", ""),
            ("全县各乡镇", ""),
            ("和各区县", ""),
            ("本地市场监管", ""),
            ("产业联盟秘书处", ""),
            ("小集镇建设", ""),
            ("市区两级财政局", ""),
            ("县市区财政局", ""),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found: String = chars[..leading(&chars)].iter().collect();
            assert_eq!(found, region, "{text}");
        }
    }

    #[test]
    fn what_may_stand_before_a_region() {
        for (text, region) in [
            ("《云河市促进创新若干措施》政策解读", "云河市"),
            ("2022年云河市统计公报", "云河市"),
            ("2018年1-9月青溪县经济运行情况", "青溪县"),
            ("“十四五”时期云河市发展规划", "云河市"),
            ("二〇二三年青溪县工作总结", "青溪县"),
            ("中共青溪县委文件", "青溪县"),
            ("中共中央办公厅", ""),
            ("2023年全市工作总结", ""),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found: String = chars[first(&chars).unwrap_or_default()].iter().collect();
            assert_eq!(found, region, "{text}");
        }
    }

    #[test]
    fn names_begin_with_regions() {
        for (text, region) in [
            ("云河市科学技术局", "云河市"),
            ("青溪县人民政府办公室", "青溪县"),
            ("安徽省云河市临江区人民政府", "安徽省云河市临江区"),
            ("安徽云河市财政局", "安徽云河市"),
            ("云河市市场监督管理局", "云河市"),
            ("北京市临江区人民政府", "北京市临江区"),
            ("广西壮族自治区云河市", "广西壮族自治区云河市"),
            ("云河滨海新区管委会", "云河滨海新区"),
            ("沛县人民政府", "沛县"),
            ("市科技局", ""),
            ("全市科技工作", ""),
            ("国家市场监督管理总局", ""),
            ("城市管理局", ""),
            ("高新区管委会", ""),
            ("关于我市科技创新", ""),
            ("县域经济发展办", ""),
            ("领导活动", ""),
            ("青溪县城关镇人民政府", "青溪县城关镇"),
            ("云河市临江区滨河街道办事处", "云河市临江区滨河街道"),
            ("城关镇人民政府", "城关镇"),
            ("柳林乡2023年工作总结", "柳林乡"),
            ("滨河街道2023年工作总结", "滨河街道"),
            ("云河经济技术开发区管委会", "云河经济技术开发区"),
            ("云河高新技术产业开发区管理委员会", "云河高新技术产业开发区"),
            ("云河市高新区管委会", "云河市高新区"),
            ("云河市经开区2023年工作总结", "云河市经开区"),
            ("云河高新区管委会", "云河高新区"),
            ("云河土家族苗族自治州人民政府", "云河土家族苗族自治州"),
            ("云河土家族苗族自治州青溪县财政局", "云河土家族苗族自治州青溪县"),
            ("青溪彝族自治县人民政府", "青溪彝族自治县"),
            ("云河地区行政公署", "云河地区"),
            ("滨河新区管委会", "滨河新区"),
            ("柳林回族乡人民政府", "柳林回族乡"),
            ("开发区管委会", ""),
            ("经济技术开发区管委会", ""),
            ("各镇人民政府", ""),
            ("乡镇企业局", ""),
            ("新型城镇化工作领导小组", ""),
            ("加强乡村振兴工作", ""),
            ("街道办事处", ""),
            ("本镇2023年工作", ""),
            ("集镇建设情况", ""),
            ("全区街道工作", ""),
            ("城乡居民收入", ""),
            ("县城管局", ""),
            ("全椒县人民政府", "全椒县"),
            ("全市各县人民政府", ""),
            ("各县人民政府", ""),
            ("示范区建设", ""),
            ("云河市示范区建设", "云河市"),
            ("云河市高新区建设情况", "云河市"),
            ("三河镇人民政府", "三河镇"),
            ("云河市经济技术开发区管委会", "云河市经济技术开发区"),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found: String = chars[..leading(&chars)].iter().collect();
            assert_eq!(found, region, "{text}");
        }
    }
}
