//! An indicator as one line: name, value, change, time, kind.

use lantai_model::{Bound, Indicator};

pub fn shown(indicator: &Indicator) -> String {
    let figure = |value: &str, upper: &Option<String>, unit: &str, bound: Option<Bound>| {
        let upper = upper.as_ref().map_or(String::new(), |upper| format!("–{upper}"));
        format!("{value}{upper} {unit} {}", bound.map_or("", Bound::as_str)).trim_end().to_owned()
    };
    let mut line = indicator.name.clone();
    if let Some(value) = &indicator.value {
        line += &format!(" = {}", figure(value, &indicator.upper, &indicator.unit, indicator.bound));
    }
    if let Some(change) = &indicator.change {
        let figure = figure(&change.value, &change.upper, &change.unit, change.bound);
        line += &format!(", {} {} {figure}", change.direction.as_str(), change.basis);
    }
    let kind = indicator.kind.map_or("", |kind| kind.as_str());
    let constraint = indicator.constraint.map_or("", |constraint| constraint.as_str());
    format!("{line}; {} {kind} {constraint}", indicator.period).trim_end().to_owned()
}
