//! The genre (文种/体裁) of a document, from its title.

use lantai_model::Genre;

use crate::line::key_of_text;
use crate::rules::RULES;

/// The genre that a title names: the genre word that ends last decides, the longer one where several end together.
pub fn of(title: &str) -> Genre {
    let folded = key_of_text(title);
    // The genre of a notice stands outside the brackets: 关于印发《…方案》的通知.
    let outside = without_brackets(&folded);
    // What follows the brackets says what the document is, though it may be of no genre: 《…方案》政策解读.
    let named = find(&outside).is_some() || outside.chars().count() >= 2 && !ends_bracketed(&folded);
    let text = if named { &outside } else { &folded };
    match find(text) {
        // 法 alone ends many words; a statute's title names the state that gives it.
        _ if outside.starts_with("中华人民共和国") && outside.ends_with('法') => Genre::Regulation,
        // 【解读】《…办法》 is no regulation.
        _ if reads_another(&folded) => Genre::Other,
        // 云河政报 is a gazette; inside other words (财政报告) that means nothing.
        None if outside.ends_with("政报") => Genre::Gazette,
        // A summary that also plans (总结及计划) is a summary.
        Some(Genre::Plan) if names(text, Genre::Summary) || looks_back_first(text) => Genre::Summary,
        found => found.unwrap_or(Genre::Other),
    }
}

/// 工作情况及下一步打算: what was done stands before the plan, joined to it.
fn looks_back_first(text: &str) -> bool {
    ["工作情况", "完成情况", "进展情况", "开展情况", "推进情况", "落实情况", "工作亮点", "工作成效", "工作回顾"]
        .iter()
        .any(|word| {
            let after = text.find(word).and_then(|at| text.get(at + word.len()..));
            after.is_some_and(|after| after.starts_with(['及', '和', '与', '暨', '、']))
        })
}

fn names(text: &str, genre: Genre) -> bool {
    RULES.genres.find(text).any(|(.., of)| *of == genre)
}

fn find(text: &str) -> Option<Genre> {
    RULES
        .genres
        .find(text)
        .map(|(at, _, word, genre)| (at + word.len(), word.len(), *genre))
        .max_by_key(|(end, length, _)| (*end, *length))
        .map(|(.., genre)| genre)
}

/// A tag before the title says that the text explains another: 【解读】, 【一图读懂】.
fn reads_another(text: &str) -> bool {
    let tag = text.strip_prefix('【').and_then(|rest| rest.split_once('】')).map(|(tag, _)| tag);
    tag.is_some_and(|tag| ["解读", "读懂", "图解"].iter().any(|word| tag.ends_with(word) || tag.starts_with(word)))
}

fn ends_bracketed(text: &str) -> bool {
    text.ends_with(['》', ')', '】', '”', '"', '号', '期'])
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let mut outside = String::with_capacity(text.len());
    outside.extend(text.chars().filter(|c| {
        match c {
            '《' | '(' | '【' => depth += 1,
            '》' | ')' | '】' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    }));
    outside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_the_last_genre_word() {
        for (title, genre) in [
            ("云河市科技局2024年全市科技工作要点", Genre::KeyPoints),
            ("青溪县人民政府关于印发《青溪县产业振兴行动方案》的通知", Genre::Notice),
            ("临江区人民政府公报2023年第7期", Genre::Gazette),
            ("云河政报", Genre::Gazette),
            ("云河市2023年国民经济和社会发展统计公报", Genre::Bulletin),
            ("市科技局半年工作情況匯報", Genre::Summary),
            ("市科技局关于重点任务三季度进展情况报告", Genre::Progress),
            ("青溪县2023年工作总结及2024年工作计划", Genre::Summary),
            ("云河市妇女发展规划(2021—2030年)", Genre::Plan),
            ("青溪县民政局2023年工作情况及2024年工作打算", Genre::Summary),
            ("云河市2023年上半年工作小结", Genre::Summary),
            ("工作情况检查方案", Genre::Plan),
            ("领导活动", Genre::Other),
            ("《云河市促进创新行动方案》政策解读", Genre::Other),
            ("【解读】《云河市燃气安全管理办法》", Genre::Other),
            ("青溪县印发《青溪县产业振兴行动方案》", Genre::Plan),
        ] {
            assert_eq!(of(title), genre, "{title}");
        }
    }
}
