//! The administrative region (行政区域) that names of organs, sites and titles begin with: 安徽省云河市青溪县, without a list
//! of places: only the names of the provinces are known.

use std::sync::LazyLock;

/// Provinces, autonomous regions and municipalities, as named in law.
static PROVINCES: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    include_str!("../rules/provinces.txt").split_whitespace().map(|name| name.chars().collect()).collect()
});

/// Letters that end names of regions.
const LEVELS: &str = "省市县区州旗盟";

/// Letters that no name of a place begins with here: 全市, 我县, 各区, 本省, 该市.
const NO_FIRST: &str = "全我各本该某此两跨及和与对在于向的关由把将为按省市县区州旗盟镇乡国第一二三四五六七八九十";

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

/// The region that folded text begins with: characters it takes. 0 where it begins with none.
pub fn leading(text: &[char]) -> usize {
    let mut end = PROVINCES.iter().find_map(|name| province(text, name)).unwrap_or(0);
    for _ in 0..3 {
        let Some(next) = unit(&text[end..]) else { break };
        end += next;
    }
    end
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
    unit(rest).map(|_| short)
}

/// One region at the start of a text: 云河市, 青溪县, 临江区.
fn unit(text: &[char]) -> Option<usize> {
    if NO_FIRST.contains(*text.first()?) {
        return None;
    }
    for (at, c) in text.iter().enumerate().take(12).skip(1) {
        if !('\u{3400}'..='\u{9fff}').contains(c)
            || matches!(
                *c,
                '关' | '于' | '的' | '年' | '月' | '日' | '人' | '民' | '政' | '府' | '局' | '委' | '厅' | '办'
            ) && !LEVELS.contains(*c)
        {
            return None;
        }
        if !LEVELS.contains(*c) {
            continue;
        }
        let word: String = text[..=at].iter().collect();
        // 云河市市场监管局: the first 市 ends the region; 市场, 区域, 县域 are words of their own.
        let goes_on = match text.get(at + 1) {
            Some('场') => *c == '市',
            Some('域' | '级' | '划' | '块' | '间') => true,
            Some('治') => at >= 1 && text[at] == '州',
            _ => false,
        };
        if goes_on {
            return None;
        }
        // 恩施土家族苗族自治州, 临江自治县: the letter that ends the name is the last one.
        let development = NO_REGIONS.iter().any(|no| word.ends_with(no));
        if development {
            return if word.ends_with("新区") && at >= 3 { Some(at + 1) } else { None };
        }
        return Some(at + 1);
    }
    None
}

/// The level that an organ's name without a place begins with: 市科技局 → 市.
pub fn bare_level(text: &[char]) -> Option<char> {
    let level = text.first().copied().filter(|c| matches!(*c, '省' | '市' | '县' | '区' | '州' | '旗'))?;
    // 市场, 区域, 县域 begin words of their own.
    let word = text.get(1).is_some_and(|c| matches!(*c, '场' | '域' | '级' | '长' | '内' | '外'));
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
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found: String = chars[..leading(&chars)].iter().collect();
            assert_eq!(found, region, "{text}");
        }
    }
}
