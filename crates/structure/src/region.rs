//! The administrative region (行政区域) that names of organs, sites and titles begin with: 安徽省云河市青溪县, without a list
//! of places: only the names of the provinces are known.

use std::ops::Range;
use std::sync::LazyLock;

use crate::lexicon::CharSet;
use crate::line::text_of;
use crate::period;

/// Provinces, autonomous regions and municipalities, as named in law.
static PROVINCES: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    include_str!("../rules/provinces.txt").split_whitespace().map(|name| name.chars().collect()).collect()
});

/// A letter that ends names of regions.
fn is_level(c: char) -> bool {
    matches!(c, '省' | '市' | '县' | '区' | '州' | '旗' | '盟')
}

/// Letters that no name of a place begins with here: 全市, 我县, 各区, 本省, 该市.
static NO_FIRST: LazyLock<CharSet> = LazyLock::new(|| {
    "全我各本该某此两跨及和与对在于向的关由把将为按省市县区州旗盟镇乡国第一二三四五六七八九十".chars().collect()
});

/// Words that end as regions do and are none.
const NO_REGIONS: &[&str] = &[
    "城市",
    "都市",
    "园区",
    "社区",
    "景区",
    "小区",
    "校区",
    "厂区",
    "库区",
    "灾区",
    "牧区",
    "林区",
    "矿区",
    "山区",
    "辖区",
    "城区",
    "街区",
    "片区",
    "开发区",
    "高新区",
    "经开区",
    "试验区",
    "示范区",
    "保护区",
    "功能区",
    "度假区",
    "自贸区",
    "保税区",
    "工业区",
    "超市",
    "股市",
    "上市",
    "夜市",
    "门市",
    "集市",
    "地市",
    "县市",
    "市区",
    "郊区",
    "老区",
    "特区",
    "军区",
    "战区",
    "地区",
    "新区",
    "革命老区",
    "合作区",
];

/// Development zones (开发区), which are regions with the name of a place; the longer words first.
const ZONES: &[&str] = &[
    "高新技术产业开发区",
    "高新技术开发区",
    "经济技术开发区",
    "经济开发区",
    "高新开发区",
    "旅游度假区",
    "开发区",
    "高新区",
    "经开区",
    "新区",
];

/// What follows a zone that is no region but a task: 高新区建设.
const NO_ZONE: &str = "建创规内的和、与及等申验发";

/// Townships (乡镇、街道) stand right before these, or a year.
const OF_TOWNS: &[&str] = &[
    "人民政府",
    "政府",
    "党委",
    "党工委",
    "党政",
    "人大",
    "办事处",
    "纪委",
    "纪工委",
    "综合",
    "便民",
    "财政所",
    "司法所",
    "中心",
    "卫生院",
    "关于",
    "年度",
];

/// Words that end as townships do and are none.
const NO_TOWNS: &[&str] = &[
    "乡镇",
    "城镇",
    "集镇",
    "村镇",
    "城乡",
    "下乡",
    "返乡",
    "回乡",
    "家乡",
    "故乡",
    "老乡",
    "水乡",
    "侨乡",
    "还乡",
    "入乡",
    "镇乡",
    "重镇",
    "强镇",
    "中心镇",
    "名镇",
    "特色镇",
    "建制镇",
    "辖镇",
    "市镇",
    "县镇",
    "区镇",
];

/// The region that folded text begins with: characters it takes. 0 where it begins with none.
pub fn leading(text: &[char]) -> usize {
    let mut end = PROVINCES.iter().find_map(|name| province(text, name)).unwrap_or(0);
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
    let place = ZONES.iter().find_map(|zone| word.strip_suffix(zone))?;
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
        let follows = rest.first().is_none_or(char::is_ascii_digit)
            || OF_TOWNS.iter().any(|word| word.chars().enumerate().all(|(nth, c)| rest.get(nth) == Some(&c)));
        let word = text_of(&text[..=at]);
        let name = word.trim_end_matches("街道").chars().count() >= if street { 1 } else { 2 };
        let sum = matches!(text[0], '各' | '全' | '本' | '我' | '该' | '某' | '此' | '第')
            || NO_TOWNS.iter().any(|no| word.ends_with(no));
        return (follows && name && !sum).then_some(at + 1);
    }
    None
}

/// A character that names of places are made of.
fn is_name(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
        && !matches!(
            c,
            '关' | '于'
                | '的'
                | '年'
                | '月'
                | '日'
                | '人'
                | '民'
                | '政'
                | '府'
                | '局'
                | '委'
                | '厅'
                | '办'
                | '加'
                | '抓'
                | '推'
        )
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

/// One region at the start of a text: 云河市, 青溪县, 临江区.
fn unit(text: &[char], first: bool) -> Option<usize> {
    // 全椒县人民政府: such letters may begin a name where an office stands behind it.
    let doubtful = NO_FIRST.contains(*text.first()?);
    for (at, c) in text.iter().enumerate().take(16).skip(1) {
        if !('\u{3400}'..='\u{9fff}').contains(c)
            || matches!(
                *c,
                '关' | '于' | '的' | '年' | '月' | '日' | '人' | '民' | '政' | '府' | '局' | '委' | '厅' | '办'
            ) && !is_level(*c)
        {
            return None;
        }
        if !is_level(*c) {
            continue;
        }
        let word = text_of(&text[..=at]);
        // Only names of autonomous regions are longer.
        if at >= 12 && !["自治州", "自治县", "自治旗"].iter().any(|end| word.ends_with(end)) {
            return None;
        }
        let rest = &text[at + 1..];
        if doubtful {
            let office = rest.starts_with(&['人', '民', '政', '府']) || rest.starts_with(&['政', '府']);
            let sum = text[1..at].iter().any(|c| "各全本该每省市县区州".contains(*c));
            return (first && office && at >= 2 && !sum).then_some(at + 1);
        }
        // 云河市市场监管局: the first 市 ends the region; 市场, 区域, 县域 are words of their own.
        let goes_on = match rest.first() {
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
            let office = rest.starts_with(&['行', '政', '公', '署']) || rest.starts_with(&['行', '署']);
            return (at >= 3 && office).then_some(at + 1);
        }
        // 恩施土家族苗族自治州, 临江自治县: the letter that ends the name is the last one.
        let development = NO_REGIONS.iter().any(|no| word.ends_with(no));
        return (!development).then_some(at + 1);
    }
    None
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
