//! How a document looks at what it tells, back or ahead: by its genre, by the words of its title, by what its text tells.

use lantai_model::{Genre, Section};

use crate::role_signs::Weighed;
use crate::rules::{Look, RULES};

/// How a document of that genre and title looks; none where neither tells.
pub fn of(genre: Genre, title: &str) -> Option<Look> {
    match genre {
        Genre::Summary | Genre::Progress | Genre::Bulletin => Some(Look::Back),
        // 上半年工作总结及下半年工作要点
        Genre::KeyPoints if lantai_text::fold(title).contains("总结") => Some(Look::Back),
        Genre::KeyPoints => Some(Look::Ahead),
        // 情况通报, 规划…评估报告
        Genre::Plan | Genre::Notice => by_title(title, true).filter(|look| *look == Look::Back).or(Some(Look::Ahead)),
        Genre::Other => by_title(title, false),
        _ => None,
    }
}

/// The word of a title that says it: the last, but a study before all. `ends` asks for the title's last word.
fn by_title(title: &str, ends: bool) -> Option<Look> {
    let folded = lantai_text::fold(title);
    let title = without_brackets(&folded);
    let title = title.trim_end();
    let found = || RULES.roles.looks.find(title).map(|(at, _, word, look)| (at + word.len(), *look));
    if !ends && found().any(|(_, look)| look == Look::Study) {
        return Some(Look::Study);
    }
    found().max_by_key(|(end, _)| *end).filter(|(end, _)| !ends || *end == title.len()).map(|(_, look)| look)
}

/// A title without what stands in brackets: 规划（2011—2020年）终期评估报告.
fn without_brackets(title: &str) -> String {
    let mut open = 0usize;
    let outside = |c: &char| {
        match c {
            '(' | '〔' => open += 1,
            ')' | '〕' if open > 0 => {
                open -= 1;
                return false;
            }
            _ => {}
        }
        open == 0
    };
    title.chars().filter(outside).collect()
}

/// How a text looks whose genre and title tell nothing: numbered sections of which most tell what was done, or what to do.
/// A speech may report, too: 经验交流发言.
pub fn by_text(sections: &[Section], speech: bool, weighed: &mut Weighed<'_>) -> Option<Look> {
    if sections.iter().filter(|section| section.number.is_some()).count() < 2 {
        return None;
    }
    let (mut back, mut ahead, mut done) = (0, 0, 0);
    for at in 0..sections.len() {
        let told = weighed.at(at);
        done += told.done;
        back += usize::from((speech || told.done > 0) && told.past > told.future + told.acts);
        ahead += usize::from(told.future + told.acts > told.past);
    }
    match () {
        _ if back * 2 > sections.len() && done > 0 => Some(Look::Back),
        _ if ahead * 2 > sections.len() => Some(Look::Ahead),
        _ => None,
    }
}
