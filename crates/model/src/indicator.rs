//! Figures in their context (指标) and people in rosters (名单), as records beside the text.

use serde::Serialize;

use crate::Span;
use crate::document::vocabulary;

/// A quantity in its context (指标): what is counted or measured, how much of it, for when, and whether that is a target
/// or what was reached. At least one of `value` and `change` is there.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Indicator {
    /// Name of the indicator as printed (指标名称). Where the figure stands inside its words (认定5家企业), the words
    /// around it (认定企业).
    pub name: String,
    /// The figure as printed, with the words that bound it (数值原文): `达620家`, `15%以上`.
    pub stated: String,
    /// The figure as an exact decimal in `unit` (数值): `131000000`; absent where only a change is stated.
    pub value: Option<String>,
    /// The upper end of a range (区间上限), where `value` is the lower one.
    pub upper: Option<String>,
    /// Unit of `value` with its multiples resolved (计量单位): 元 for 亿元, 人 for 万人.
    pub unit: String,
    /// How the figure bounds the indicator (限定): 以上, 超, 达到, 以内, 左右.
    pub bound: Option<Bound>,
    /// By how much the indicator changes (增减变化): 同比增长15%.
    pub change: Option<Change>,
    /// Time that the figure is for, as printed in the same sentence (时期); empty where none is.
    pub period: String,
    /// Whether it is aimed at or reached (指标性质); absent where the document does not say.
    pub kind: Option<IndicatorKind>,
    /// Whether a plan expects it or binds itself to it (指标属性); absent where the plan does not say.
    pub constraint: Option<Constraint>,
    /// Where its words stood.
    pub at: Span,
}

/// A rise or fall of an indicator (增减变化).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The change as printed (原文): `同比增长15%`.
    pub stated: String,
    /// Rise or fall (增减方向).
    pub direction: Direction,
    /// What it is compared with, as printed (比较基准): 同比, 环比, 年均, 比上年; empty where nothing is said.
    pub basis: String,
    /// How much, as an exact decimal in `unit` (幅度), never negative.
    pub value: String,
    /// The upper end of a range (区间上限).
    pub upper: Option<String>,
    /// Unit of the change (计量单位): %, 百分点, 倍 or a unit of the indicator.
    pub unit: String,
    /// How the figure bounds the change (限定).
    pub bound: Option<Bound>,
}

vocabulary! {
    /// How a printed figure bounds what it speaks of.
    Bound {
        /// This much or more (以上、不少于、不低于、至少).
        AtLeast "at_least",
        /// More than this (超、超过、突破、余、多).
        Over "over",
        /// As much as this (达、达到、提高到).
        Reaches "reaches",
        /// This much or less (以内、以下、不超过、控制在).
        Within "within",
        /// More or less this (左右、约).
        About "about",
        /// Just under this (近).
        Nearly "nearly",
    }
}

vocabulary! {
    /// What an indicator's figure is.
    IndicatorKind {
        /// Aimed at, planned or expected (目标、计划、预计).
        Target "target",
        /// Reached or found (完成、现状).
        Actual "actual",
        /// A part of the figure before it (其中、占).
        Share "share",
    }
}

vocabulary! {
    /// How far a plan commits to its indicator.
    Constraint {
        /// What is expected to come about (预期性).
        Expected "expected",
        /// What the government binds itself to (约束性).
        Binding "binding",
    }
}

vocabulary! {
    /// Rise or fall.
    Direction {
        /// 增长、提高、上升
        Increase "increase",
        /// 下降、减少、降低
        Decrease "decrease",
    }
}

/// A member of a group that a roster names (名单): a person or an organ.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Member {
    /// Name of the person (姓名), blanks inside it left out, or of the organ (成员单位).
    pub name: String,
    /// Posts as printed after the name (职务); empty where none are.
    pub title: String,
    /// Role in the group as printed, blanks left out (组内职务): 组长, 副组长, 成员; at a meeting 主持, 出席, 列席, 请假, 记录.
    pub role: String,
    /// The group (组织名称): the nearest heading or title that names it; empty where none does.
    pub group: String,
    /// Where it stood.
    pub at: Span,
}
