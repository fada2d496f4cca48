//! The lexicons of this crate, parsed once from `rules/*.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use lantai_model::{Genre, Name, Role};
use serde::Deserialize;

use crate::lexicon::{CharSet, Lexicon, Words};

/// A file of `rules/*.toml` as the build made it over.
macro_rules! rules_file {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json"))
    };
}
pub(crate) use rules_file;

/// All lexicons.
pub struct Rules {
    /// Label without blanks → field (None: metadata without a name of its own).
    pub labels: HashMap<String, Option<Name>>,
    /// Characters that labels begin with.
    pub label_starts: CharSet,
    /// Words before the names of authors in a line of their own.
    pub bylines: Vec<String>,
    /// Word ends of papers and sites, beside those of organs.
    pub source_ends: Vec<String>,
    /// Last steps of a path of columns that name no column.
    pub path_ends: Vec<String>,
    /// Endings of file names that a title may carry.
    pub file_endings: Vec<String>,
    /// Characters of the longest label.
    pub longest_label: usize,
    /// Tail of a cut label → the fields it may be, in order of preference.
    pub cut: HashMap<String, Vec<Name>>,
    /// Page meta, lower case → field.
    pub metas: HashMap<String, Name>,
    /// Page metas that say nothing of the document, lower case.
    pub ignored_metas: Vec<String>,
    /// Words in headings, and how paragraphs open → role.
    pub roles: RoleRules,
    /// Word in a title → genre.
    pub genres: Lexicon<Genre>,
    /// How organs end, who is addressed, how notes begin.
    pub organs: Organs,
    /// Numbered sentences that are text.
    pub sentences: Sentences,
}

/// Signs of numbered sentences that assert or rule, and so are text and no headings.
#[derive(Deserialize)]
pub struct Sentences {
    /// How they begin.
    pub openings: Words,
    /// Words in them.
    pub words: Words,
    /// Who is told to do something.
    pub told: Words,
}

/// What names the role of a section.
pub struct RoleRules {
    /// Phrases that name none.
    pub none: Words,
    /// Words of what is still to come.
    pub future: Words,
    /// How headings begin that name nothing.
    pub rest: Words,
    /// Words of what has been done.
    pub done: Words,
    /// Verbs that open statements.
    pub statement: Statement,
    /// Words of the last sections of a plan.
    pub closing: Words,
    /// Word → role, and where in a clause it counts.
    pub words: Lexicon<(RoleWord, Stands)>,
    /// How headings open that look back.
    pub passed: Words,
    /// Words that belong to what they are joined to: 组织机构及职责
    pub theirs: Vec<String>,
    /// Words of headings that close a report with a look ahead.
    pub onward: Words,
    /// What headings end with that give a particular of a plan and no measure.
    pub particulars: Words,
    /// Words of headings that open a plan or notice with why: 充分认识…的意义
    pub aware: Words,
    /// What headings end with that say no more than how things stand: 基本情况
    pub general: Words,
    /// Words of a paragraph's opening that say who will do what follows: 我们将
    pub will: Words,
    /// Who is asked where a heading asks for help: 需要上级解决的问题
    pub asked: Words,
    /// Word of a title → how its document looks.
    pub looks: Lexicon<Look>,
    /// Word of a text → what it is a sign of.
    pub signs: Lexicon<Sign>,
    /// Characters that begin such a word or a number, or end a clause.
    pub tells: CharSet,
    /// Role → how its paragraphs open.
    pub opens: BTreeMap<Role, Words>,
}

/// Where in a clause a word counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Anywhere.
    Any,
    /// At its end.
    End,
    /// As the whole of it.
    Alone,
    /// At its end, but not as the object of a verb.
    Noun,
}

/// How a document looks at what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// It tells what was done: a summary, a report.
    Back,
    /// It says what is to be done: a plan, a notice.
    Ahead,
    /// It speaks to those who are to do it: 讲话.
    Address,
    /// It looks into a question: 调研报告.
    Study,
}

/// What a word of a text is a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Nothing, though a shorter word in it would be one: 主要.
    Nothing,
    /// Something was done.
    Done,
    /// Something is to be done.
    Todo,
    /// Figures of its sentence are aimed at: 预期目标是…
    Aim,
    /// Something is wrong.
    Wrong,
    /// Something is asked for.
    Wish,
    /// Something is wrong, where it ends a clause: 名师少
    Faint,
    /// A phase of the work: 攻坚阶段
    Phase,
}

/// Verbs that open a statement: 聚焦群众看病难问题
#[derive(Deserialize)]
pub struct Statement {
    /// Verbs with a problem as their object.
    pub tackles: Words,
    /// Verbs that begin no noun.
    pub does: Words,
    /// Verbs that may begin a noun.
    pub also: Words,
    /// Words before a problem that is named.
    pub owns: Words,
    /// Nouns that begin like such a verb: 使用
    pub nouns: Words,
}

/// What a word in a heading says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleWord {
    /// One role.
    Of(Role),
    /// What was done, or what is to be done, as the document looks back or ahead: 主要工作
    Either,
    /// What is to come, or how a plan begins: 工作思路
    Course,
    /// Figures that were reached, or aims: 主要指标
    Measure,
}

#[derive(Deserialize)]
struct RoleFile {
    none: Words,
    future: Words,
    rest: Words,
    done: Words,
    statement: Statement,
    closing: Closing,
    passed: Words,
    theirs: Vec<String>,
    onward: Words,
    particulars: Words,
    aware: Words,
    general: Words,
    asked: Words,
    will: Words,
    looks: Looks,
    opens: BTreeMap<String, Words>,
    signs: Signs,
    #[serde(flatten)]
    words: BTreeMap<String, RoleWords>,
}

#[derive(Deserialize)]
struct Closing {
    words: Words,
}

#[derive(Deserialize)]
struct Signs {
    nothing: Vec<String>,
    past: Vec<String>,
    future: Vec<String>,
    aim: Vec<String>,
    wrong: Vec<String>,
    wish: Vec<String>,
    faint: Vec<String>,
    phases: Vec<String>,
}

#[derive(Deserialize)]
struct Looks {
    back: Vec<String>,
    ahead: Vec<String>,
    address: Vec<String>,
    study: Vec<String>,
}

#[derive(Deserialize)]
struct RoleWords {
    #[serde(default)]
    any: Vec<String>,
    #[serde(default)]
    end: Vec<String>,
    #[serde(default)]
    alone: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
}

/// Lists of words, each with what its words mean.
fn meaning<T: Copy, const N: usize>(lists: [(Vec<String>, T); N]) -> Lexicon<T> {
    Lexicon::new(lists.into_iter().flat_map(|(words, of)| words.into_iter().map(move |word| (word, of))).collect())
}

impl RoleFile {
    fn rules(self) -> Result<RoleRules, String> {
        let role = |key: &str| Role::from_key(key).ok_or(format!("roles.toml: no role {key}"));
        let mut words = Vec::new();
        for (key, RoleWords { any, end, alone, noun }) in self.words {
            let meaning = match key.as_str() {
                "either" => RoleWord::Either,
                "course" => RoleWord::Course,
                "measures" => RoleWord::Measure,
                key => RoleWord::Of(role(key)?),
            };
            words.extend(any.into_iter().map(|word| (word, (meaning, Stands::Any))));
            words.extend(end.into_iter().map(|word| (word, (meaning, Stands::End))));
            words.extend(alone.into_iter().map(|word| (word, (meaning, Stands::Alone))));
            words.extend(noun.into_iter().map(|word| (word, (meaning, Stands::Noun))));
        }
        let opens =
            self.opens.into_iter().map(|(key, words)| Ok((role(&key)?, words))).collect::<Result<_, String>>()?;
        let Signs { nothing, past, future, aim, wrong, wish, faint, phases } = self.signs;
        // What is no sign comes first, so that it hides the words in it.
        let signs = [
            (nothing, Sign::Nothing),
            (past, Sign::Done),
            (future, Sign::Todo),
            (aim, Sign::Aim),
            (wrong, Sign::Wrong),
            (wish, Sign::Wish),
            (faint, Sign::Faint),
            (phases, Sign::Phase),
        ];
        let Looks { back, ahead, address, study } = self.looks;
        let looks = [(back, Look::Back), (ahead, Look::Ahead), (address, Look::Address), (study, Look::Study)];
        let signs = meaning(signs);
        Ok(RoleRules {
            tells: signs.firsts().chain('0'..='9').chain([',', ':', '。', ';', '!', '?']).collect(),
            none: self.none,
            future: self.future,
            rest: self.rest,
            done: self.done,
            statement: self.statement,
            closing: self.closing.words,
            passed: self.passed,
            theirs: self.theirs,
            onward: self.onward,
            particulars: self.particulars,
            aware: self.aware,
            general: self.general,
            asked: self.asked,
            will: self.will,
            words: Lexicon::new(words),
            looks: meaning(looks),
            signs,
            opens,
        })
    }
}

/// Lexicon of organs.
#[derive(Deserialize)]
pub struct Organs {
    /// Word ends that name organs.
    pub ends: Words,
    /// Words in a line of addressees.
    pub addressees: Words,
    /// Beginnings of what follows a signature.
    pub notes: Words,
    /// Ends of notes below a title that tell where and when.
    pub title_notes: Vec<String>,
    /// Ends of notes below a title that call it a draft.
    pub drafts: Vec<String>,
    /// Words of a line that says that attachments are not printed.
    pub apart: Vec<String>,
    /// Words in brackets that stand for a seal.
    pub seals: Vec<String>,
    /// Ends of names of minutes and bulletins.
    pub serials: Vec<String>,
}

#[derive(Deserialize)]
struct LabelFile {
    labels: BTreeMap<String, Vec<String>>,
    cut: BTreeMap<String, Vec<String>>,
    metas: BTreeMap<String, Vec<String>>,
    ignore: BTreeMap<String, Vec<String>>,
    words: LabelWords,
}

#[derive(Deserialize)]
struct LabelWords {
    bylines: Vec<String>,
    source_ends: Vec<String>,
    path_ends: Vec<String>,
    file_endings: Vec<String>,
}

/// The lexicons. They are part of the program, so a mistake in them is a mistake in the program: a test loads them.
pub static RULES: LazyLock<Rules> = LazyLock::new(|| load().expect("the lexicons are checked by a test"));

fn load() -> Result<Rules, String> {
    let labels: LabelFile = parse("labels.toml", rules_file!("labels"))?;
    let roles: RoleFile = parse("roles.toml", rules_file!("roles"))?;
    let genres: BTreeMap<String, Vec<String>> = parse("genres.toml", rules_file!("genres"))?;
    let organs = parse("organs.toml", rules_file!("organs"))?;
    let sentences = parse("sentences.toml", rules_file!("sentences"))?;

    let name = |key: &str| match key {
        "other" => Ok(None),
        _ => Name::from_key(key).map(Some).ok_or(format!("labels.toml: no field {key}")),
    };
    let mut genre_words = Vec::new();
    for (key, words) in genres {
        let genre = Genre::from_key(&key).ok_or(format!("genres.toml: no genre {key}"))?;
        genre_words.extend(words.into_iter().map(|word| (word, genre)));
    }
    let mut rules = Rules {
        labels: HashMap::new(),
        longest_label: 0,
        label_starts: labels.labels.values().flatten().filter_map(|word| word.chars().next()).collect(),
        bylines: labels.words.bylines,
        source_ends: labels.words.source_ends,
        path_ends: labels.words.path_ends,
        file_endings: labels.words.file_endings,
        cut: HashMap::new(),
        metas: HashMap::new(),
        ignored_metas: labels.ignore.into_values().flatten().map(|meta| meta.to_lowercase()).collect(),
        roles: roles.rules()?,
        genres: Lexicon::new(genre_words),
        organs,
        sentences,
    };
    for (key, words) in labels.labels {
        for word in words {
            rules.longest_label = rules.longest_label.max(word.chars().count());
            rules.labels.insert(word, name(&key)?);
        }
    }
    for (tail, keys) in labels.cut {
        let names = keys.iter().map(|key| name(key)).collect::<Result<Vec<_>, _>>()?;
        rules.cut.insert(tail, names.into_iter().flatten().collect());
    }
    for (key, words) in labels.metas {
        let Some(field) = name(&key)? else { continue };
        rules.metas.extend(words.into_iter().map(|word| (word.to_lowercase(), field)));
    }
    Ok(rules)
}

/// Reads such a file.
pub fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("{file}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicons_load() {
        let rules = load().unwrap();
        assert_eq!(rules.labels.get("索引号"), Some(&Some(Name::IndexNumber)));
    }
}
