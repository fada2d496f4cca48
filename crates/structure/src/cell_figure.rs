//! One figure in a cell of a table: 12,350.5, 7左右, ≥65, 下降1.5 with the unit of its column.

use lantai_model::{Bound, Change, Direction};

use crate::columns::COLUMNS;
use crate::decimal::Decimal;
use crate::numeral;
use crate::quantity;

/// Longest cell with a figure, in characters.
const LONGEST: usize = 40;

/// Folded, without blanks.
pub fn folded(text: &str) -> String {
    text.chars().map(lantai_text::fold_char).filter(|c| !c.is_whitespace()).collect()
}

/// Whether the text is a unit that figures have: 亿元, %, 件/万人.
pub fn is_unit(text: &str) -> bool {
    let first = text.split('/').next().unwrap_or("");
    text == "百分比" || text == "岁" || text == "年" || text == "天" || figure(&format!("1{first}"), "").is_some()
}

/// A figure in a cell.
pub struct Figure {
    /// In its unit, the lower one of a range.
    pub value: Decimal,
    /// The upper one of a range.
    pub upper: Option<Decimal>,
    /// Its unit, multiples resolved.
    pub unit: String,
    /// What the words beside it say: 左右, ≥.
    pub bound: Option<Bound>,
    /// 下降, in words.
    pub way: Option<Direction>,
    /// With a minus sign.
    pub negative: bool,
}

impl Figure {
    /// The figure as a change; `stated` as printed.
    pub fn change(&self, stated: &str, direction: Direction, basis: &str) -> Change {
        Change {
            stated: stated.split_whitespace().collect(),
            direction,
            basis: basis.to_owned(),
            value: self.value.to_string(),
            upper: self.upper.map(|upper| upper.to_string()),
            unit: self.unit.clone(),
            bound: self.bound,
        }
    }
}

/// Reads a cell (folded, without blanks) that holds one figure and nothing else; `unit` where the cell has none.
pub fn figure(text: &str, unit: &str) -> Option<Figure> {
    if text.is_empty() || text.chars().count() > LONGEST || COLUMNS.empty.contains(&text) {
        return None;
    }
    let (mut rest, mut bound, mut way, mut negative) = (text, None, None, false);
    // 〔21.5〕 is a sum over the years, its figure none the less.
    if let Some(inner) = rest.strip_prefix(['[', '〔']).and_then(|rest| rest.strip_suffix([']', '〕'])) {
        rest = inner;
    }
    let words: &[(&str, Option<Bound>, Option<Direction>)] = &[
        ("≥", Some(Bound::AtLeast), None),
        (">", Some(Bound::Over), None),
        ("≤", Some(Bound::Within), None),
        ("<", Some(Bound::Within), None),
        ("不低于", Some(Bound::AtLeast), None),
        ("不少于", Some(Bound::AtLeast), None),
        ("高于", Some(Bound::Over), None),
        ("超过", Some(Bound::Over), None),
        ("超", Some(Bound::Over), None),
        ("达到", Some(Bound::Reaches), None),
        ("控制在", Some(Bound::Within), None),
        ("不超过", Some(Bound::Within), None),
        ("约", Some(Bound::About), None),
        ("增长", None, Some(Direction::Increase)),
        ("提高", None, Some(Direction::Increase)),
        ("上升", None, Some(Direction::Increase)),
        ("下降", None, Some(Direction::Decrease)),
        ("降低", None, Some(Direction::Decrease)),
        ("减少", None, Some(Direction::Decrease)),
    ];
    for _ in 0..2 {
        for (word, says, direction) in words {
            if let Some(after) = rest.strip_prefix(word) {
                (rest, bound, way) = (after, says.or(bound), direction.or(way));
                break;
            }
        }
    }
    if let Some(after) = rest.strip_prefix(['-', '－', '−']) {
        (rest, negative) = (after, true);
    } else if let Some(after) = rest.strip_prefix('+') {
        rest = after;
    }
    let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    if !digits(rest) {
        return None;
    }
    // A number without a unit gets that of its row or column, before the bound word after it: 7.5左右.
    let number = rest.find(|c: char| !(c.is_ascii_digit() || ".,-—–~至".contains(c))).unwrap_or(rest.len());
    let (number, after) = rest.split_at(number);
    let unit = if unit == "百分比" { "%" } else { unit };
    let bare = after.is_empty() || after.starts_with(['以', '左', '之']) || after == "及以上";
    let whole = if bare { format!("{number}{unit}{after}") } else { rest.to_owned() };
    let chars: Vec<char> = whole.chars().collect();
    if let Some(quantity) = quantity::find(&chars).first().filter(|q| q.start == 0 && q.end == chars.len()) {
        let (value, upper) = (quantity.value, quantity.upper);
        let unit = quantity.unit.words.first().cloned().unwrap_or_default();
        return Some(Figure { value, upper, unit, bound: quantity.bound.or(bound), way, negative });
    }
    // A unit that is none of the common ones (件/万人) stands as printed, its multiple resolved.
    if !bare || unit.is_empty() || unit.chars().count() > 12 || unit.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let power = match unit.chars().next() {
        Some('万') => 4,
        Some('亿') => 8,
        _ => 0,
    };
    let named = if power > 0 { unit.get(3..).filter(|rest| !rest.is_empty())? } else { unit };
    let value = numeral::decimal(&number.chars().collect::<Vec<_>>())?;
    let bound = match after {
        "左右" => Some(Bound::About),
        "以上" | "及以上" => Some(Bound::AtLeast),
        "以内" | "以下" | "之内" => Some(Bound::Within),
        _ => bound,
    };
    Some(Figure { value: value.times_ten_to(power)?, upper: None, unit: named.to_owned(), bound, way, negative })
}
