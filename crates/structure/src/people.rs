//! People and organs in rosters (名单): 组长, 副组长, 成员 with names, posts and the group they belong to.
//!
//! A line opens a roster with a role; the lines after it go on with names, or with the rest of a post that was wrapped.

use std::collections::BTreeSet;

use lantai_model::{Block, Document, Genre, Member, Placed, Section, Span, Table};

use crate::roster::{self, RULES};
use crate::roster_list;
use crate::roster_meeting;
use crate::roster_prose;
use crate::roster_table;

/// Longest line of a roster, in characters; lists of organs may be longer.
const WIDTH: usize = 400;
/// As much of a line as a role and a name may take, in characters.
const HEAD: usize = 64;
/// Characters at the start of a paragraph that may say who held a meeting.
const HOLDER: usize = 160;
/// Longest name of a part of a group that is a line of its own.
const PART: usize = 12;
/// Members before a sentence among which those are looked for whom it names again.
const NEAR: usize = 200;
/// Longest name of a group.
const GROUP: usize = 50;

/// All members that a document's rosters name, in reading order; those of its parts are theirs.
pub fn find(document: &Document) -> Vec<Member> {
    let mut finder = Finder::default();
    finder.groups.push((0, group_of(document.meta.title(), false).unwrap_or_default()));
    finder.minutes = document.genre == Genre::Minutes || document.meta.title().contains("会议记录");
    let mut open = vec![(&document.body, 0usize)];
    while let Some((section, depth)) = open.pop() {
        finder.section(section, depth);
        open.extend(section.children.iter().rev().map(|child| (child, depth + 1)));
    }
    // Below the signature stand tables that belong to the text, and who attended.
    finder.open = false;
    let below = document.notes.iter().filter(|note| finder.minutes || matches!(note.block, Block::Table(_)));
    below.collect::<Vec<_>>().into_iter().for_each(|note| finder.block(note));
    finder.finish()
}

#[derive(Default)]
struct Finder {
    found: Vec<Member>,
    /// Groups that the headings around name, with their depth, from the outside in.
    groups: Vec<(usize, String)>,
    /// The group that a sentence before the roster sets up.
    announced: String,
    role: String,
    /// The line before was of a roster.
    open: bool,
    /// The document is minutes of a meeting.
    minutes: bool,
    /// The open roster is of those who attended a meeting.
    meeting: bool,
    /// Those who attended a meeting, by their place in `found`, and the roles that they have.
    attended: Vec<usize>,
    attendance: BTreeSet<String>,
    /// Who is said in a sentence to have held the meeting, and how many were found before.
    holder: Option<(Member, usize)>,
}

impl Finder {
    fn section(&mut self, section: &Section, depth: usize) {
        self.open = false;
        if depth > 0 {
            self.groups.retain(|(outer, _)| *outer < depth);
            if let Some(group) = group_of(&section.heading, true) {
                self.groups.push((depth, group));
                self.announced.clear();
            }
            if !self.prose(&section.heading, &section.at) {
                self.line(&section.heading, &section.at);
            }
        }
        section.blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, Placed { block, at }: &Placed) {
        match block {
            Block::Paragraph(paragraph) if self.prose(&paragraph.text, at) => self.open = false,
            Block::Paragraph(paragraph) if self.names_group(&paragraph.text) => {}
            Block::Paragraph(paragraph) => self.line(&paragraph.text, at),
            Block::Table(table) => {
                self.open = false;
                let group = self.group();
                self.found.extend(roster_table::find(table, &group));
                if self.minutes {
                    self.attendance_of(table);
                }
            }
            Block::Image(_) => {}
        }
    }

    /// Minutes in a table: 主持人 | 王恒 | 记录人 | 李静.
    fn attendance_of(&mut self, table: &Table) {
        for (role, cell) in roster_table::attendance(table) {
            let printed: Vec<char> = cell.text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
            if printed.len() > WIDTH * 4 {
                continue;
            }
            let folded: Vec<char> = printed.iter().map(|c| lantai_text::fold_char(*c)).collect();
            (self.role, self.meeting) = (role, true);
            self.add(roster_meeting::entries(&folded, &printed, 0, false).unwrap_or_default(), &cell.at);
        }
    }

    /// All that were found. Those who attend a meeting are believed in its minutes, or where several roles say so: a page
    /// may name its recorder, too.
    fn finish(mut self) -> Vec<Member> {
        if !self.minutes && self.attendance.len() < 2 {
            let mut attended = self.attended.into_iter().peekable();
            let mut at = 0;
            self.found.retain(|_| {
                at += 1;
                attended.next_if_eq(&(at - 1)).is_none()
            });
            return self.found;
        }
        if let Some((holder, at)) = self.holder
            && !self.attendance.iter().any(|role| role.contains("主持"))
        {
            self.found.insert(at.min(self.found.len()), holder);
        }
        self.found
    }

    /// Who is said to have held the meeting, at the head of its minutes.
    fn held(&mut self, text: &str, at: &Span) {
        if !text.contains("主持") {
            return;
        }
        let printed: Vec<char> = text.chars().take(HOLDER).collect();
        let folded: Vec<char> = printed.iter().map(|c| lantai_text::fold_char(*c)).collect();
        if let Some(held) = roster_meeting::holder(&folded, &printed) {
            let at = at.within(held.start, held.end);
            let member =
                Member { name: held.name, title: held.title, role: "主持".to_owned(), group: String::new(), at };
            self.holder = Some((member, self.found.len()));
        }
    }

    /// A sentence that says who has which role; false where it names nobody.
    fn prose(&mut self, text: &str, at: &Span) -> bool {
        if !roster_prose::may_name(text) {
            return false;
        }
        let printed: Vec<char> = text.chars().collect();
        let folded: Vec<char> = printed.iter().map(|c| lantai_text::fold_char(*c)).collect();
        let named = roster_prose::find(&folded, &printed, |name| {
            self.found.iter().rev().take(NEAR).any(|member| member.name == name)
        });
        if named.is_empty() {
            return false;
        }
        // The group that the sentence sets up is that of all whom it names; 领导小组 alone is the one that is known.
        let own = named.iter().rev().find_map(|named| named.group.clone());
        let own: String = own.map_or(String::new(), |own| printed[own].iter().filter(|c| !c.is_whitespace()).collect());
        self.announce(&folded, &printed);
        let known = self.group();
        let group = if known.ends_with(own.as_str()) { known } else { own };
        if self.announced.is_empty() || !self.announced.ends_with(group.as_str()) {
            self.announced.clone_from(&group);
        }
        for person in named {
            self.found.push(Member {
                name: person.name,
                title: person.title,
                role: person.role,
                group: group.clone(),
                at: at.within(person.at.start, person.at.end),
            });
        }
        true
    }

    /// The nearest group; a longer name around it that ends the same is its full name.
    fn group(&self) -> String {
        if !self.announced.is_empty() {
            return self.announced.clone();
        }
        let mut names = self.groups.iter().rev().map(|(_, name)| name).filter(|name| !name.is_empty());
        let nearest = names.next().cloned().unwrap_or_default();
        names.find(|name| name.ends_with(nearest.as_str())).cloned().unwrap_or(nearest)
    }

    /// 工作领导小组人员名单 as a line of its own names the group.
    fn names_group(&mut self, text: &str) -> bool {
        let last = text.trim_end().chars().next_back();
        // A part of a group is named between the lines of others: 扑火抢险组.
        let part = last.is_some_and(|last| matches!(last, '组' | '組'))
            && text.len() <= PART * 4
            && text.trim().chars().count() <= PART
            && !text.contains(['、', '，', '：', ':', '。', ' ', '　']);
        // 专家名单（第一批）; few lines that end so are lists.
        let bracket = last.is_some_and(|last| matches!(last, ')' | '）')) && text.contains("名单");
        let list = (bracket || last.is_some_and(|last| "单單成员員".contains(last))) && !self.open;
        if text.len() > GROUP * 3
            || !part && !list
            || roster::role(&lantai_text::fold(text).chars().collect::<Vec<_>>()).is_some()
        {
            return false;
        }
        let Some(group) = group_of(text, true) else { return false };
        self.announced = group;
        self.open &= !part;
        true
    }

    fn line(&mut self, text: &str, at: &Span) {
        if self.minutes && self.holder.is_none() {
            self.held(text, at);
        }
        // Most lines are neither short nor of a roster: look no further at those.
        if text.len() > WIDTH * 4 {
            self.open = false;
            return;
        }
        // Nor at those whose first words are no role, unless a roster is open or a group is set up.
        if !self.open && !text.contains('立') {
            let first = text.trim_start().chars().next().map(lantai_text::fold::fold_char);
            if !first.is_some_and(|c| RULES.role_starts.contains(c)) {
                return;
            }
            let head: Vec<char> = text.chars().take(HEAD).map(lantai_text::fold::fold_char).collect();
            if roster::role(&head).is_none() {
                return;
            }
        }
        let printed: Vec<char> = text.chars().collect();
        let mut folded: Vec<char> = printed.iter().map(|c| lantai_text::fold_char(*c)).collect();
        if folded.iter().all(|c| c.is_whitespace()) {
            return;
        }
        without_comrades(&mut folded);
        if let Some((role, from)) = roster::role(&folded) {
            self.roles(role, from, &folded, &printed, at);
            return;
        }
        if !self.open {
            self.announce(&folded, &printed);
            self.inside(&folded, &printed, at);
            return;
        }
        if folded.len() > WIDTH || crate::number::label(&folded).is_some() {
            self.open = false;
        } else if let Some(entries) = self.more(&folded, &printed) {
            self.add(entries, at);
        } else if folded.len() <= 60
            && roster::is_post(&folded)
            && let Some(last) = self.found.last_mut().filter(|last| !last.title.is_empty())
        {
            // The rest of a post that was wrapped.
            last.title.push_str(text.trim());
        } else {
            self.open = false;
            self.announce(&folded, &printed);
        }
    }

    /// Roles inside a paragraph: 成立领导小组。组长：王恒，成员：李静、朱明。办公室设在县科技局.
    fn inside(&mut self, folded: &[char], printed: &[char], at: &Span) {
        let Some(start) = roster::next_role(folded, 0) else { return };
        let Some((role, from)) = roster::role(&folded[start..]) else { return };
        let end = folded[start..].iter().position(|c| *c == '。').map_or(folded.len(), |stop| start + stop);
        self.roles(role, start + from, &folded[..end], printed, at);
        self.open = false;
    }

    /// A line of one role, or of several: 组长：王恒　副组长：李静.
    fn roles(&mut self, mut role: String, mut from: usize, folded: &[char], printed: &[char], at: &Span) {
        loop {
            let next = roster::next_role(folded, from);
            let text = &folded[..next.unwrap_or(folded.len())];
            self.meeting = roster_meeting::attends(&role);
            let entries = if self.meeting {
                roster_meeting::entries(text, printed, from, false)
            } else {
                roster_list::entries(text, printed, from)
            };
            let alone = folded[from..].iter().all(|c| c.is_whitespace());
            self.open = alone || entries.is_some();
            self.role = role;
            self.add(entries.unwrap_or_default(), at);
            let Some((start, (after, length))) = next.and_then(|next| Some((next, roster::role(&folded[next..])?)))
            else {
                return;
            };
            (role, from) = (after, start + length);
        }
    }

    /// A line that goes on with the roster: it begins with a name, or lists organs or posts.
    fn more(&self, folded: &[char], printed: &[char]) -> Option<Vec<roster_list::Entry>> {
        if self.meeting {
            let entries = roster_meeting::entries(folded, printed, 0, true)?;
            let person = |entry: &roster_list::Entry| roster::is_name(&entry.name.chars().collect::<Vec<_>>());
            return entries.iter().any(person).then_some(entries);
        }
        let entries = roster_list::entries(folded, printed, 0)?;
        let named = entries.iter().all(|entry| !entry.name.is_empty());
        let person = |name: &str| roster::is_name(&name.chars().collect::<Vec<_>>());
        // After people, 书记、主任 is the rest of a post and an organ's name alone the signature.
        let people = self.found.last().is_some_and(|last| person(&last.name));
        let known = |entry: &roster_list::Entry| {
            person(&entry.name)
                || roster::is_post(&entry.title.chars().collect::<Vec<_>>())
                    && roster::may_be_name(&entry.name.chars().collect::<Vec<_>>())
        };
        (named && entries.iter().all(known) || !people).then_some(entries)
    }

    fn add(&mut self, entries: Vec<roster_list::Entry>, at: &Span) {
        let group = self.group();
        if self.meeting && !entries.is_empty() {
            self.attended.extend(self.found.len()..self.found.len() + entries.len());
            self.attendance.insert(self.role.clone());
        }
        for entry in entries {
            self.found.push(Member {
                name: entry.name,
                title: entry.title,
                role: self.role.clone(),
                group: group.clone(),
                at: at.within(entry.start, entry.end),
            });
        }
    }

    /// 决定成立县科技创新工作领导小组，组成人员如下：
    fn announce(&mut self, folded: &[char], printed: &[char]) {
        let last = folded.len().saturating_sub(4);
        for (start, two) in folded.windows(2).take(last).enumerate() {
            if two[1] != '立' || !matches!(two[0], '成' | '设' | '建') {
                continue;
            }
            let from = start + 2 + usize::from(folded.get(start + 2) == Some(&'了'));
            let length =
                folded[from..].iter().take(GROUP).take_while(|c| !matches!(**c, ',' | '。' | ';' | ':' | '、')).count();
            let named = &folded[from..from + length];
            let end = RULES.groups.iter().filter_map(|word| last_end(named, word)).max();
            if let Some(end) = end {
                self.announced = printed[from..from + end].iter().filter(|c| !c.is_whitespace()).collect();
                return;
            }
        }
    }
}

/// 王恒同志（县长）: blanks for the word after a name.
fn without_comrades(folded: &mut [char]) {
    for at in 1..folded.len().saturating_sub(1) {
        if folded[at] == '同' && folded[at + 1] == '志' && !folded.get(at + 2).copied().is_some_and(roster::is_han) {
            (folded[at], folded[at + 1]) = (' ', ' ');
        }
    }
}

/// One past the last place where a word stands.
fn last_end(text: &[char], word: &[char]) -> Option<usize> {
    text.windows(word.len()).rposition(|window| window == word).map(|at| at + word.len())
}

/// The group that a heading or title names: 工作专班成员名单 → 工作专班. Parts of a group (综合协调组, 指挥部办公室) have headings only.
fn group_of(heading: &str, part: bool) -> Option<String> {
    // 专家名单（第一批）
    let heading = match heading.trim_end().strip_suffix(['）', ')']).and_then(|bare| bare.rfind(['（', '('])) {
        Some(open) if open > 0 => &heading[..open],
        _ => heading,
    };
    // What a group's name or 名单 and its like end with; most headings end otherwise.
    let last = lantai_text::fold::fold_char(heading.trim_end().chars().next_back()?);
    if !("组班部会议委库单员成构位责知".contains(last) || part && last == '室') {
        return None;
    }
    let folded: Vec<char> = lantai_text::fold(heading).chars().filter(|c| !c.is_whitespace()).collect();
    let printed: Vec<char> = heading.chars().filter(|c| !c.is_whitespace()).collect();
    if folded.len() > GROUP || folded.len() != printed.len() {
        return None;
    }
    let mut end = folded.len();
    if folded.ends_with(&['的', '通', '知']) {
        end -= 3;
    }
    if let Some(word) = RULES.roster.iter().find(|word| folded[..end].ends_with(word)) {
        end -= word.len();
    }
    // 关于调整县科技创新委员会组成人员的通知
    let verb = |two: &[char]| matches!(two, ['成', '立'] | ['调', '整'] | ['设', '立']);
    let start = folded.windows(2).position(verb).map_or(0, |at| at + 2);
    let named = &folded[start.min(end)..end];
    let grouped = RULES.groups.iter().any(|word| named.ends_with(word))
        || part && named.len() > 2 && (named.ends_with(&['组']) || named.ends_with(&['办', '公', '室']));
    (grouped && end > start).then(|| printed[start..end].iter().collect())
}

#[cfg(test)]
mod tests {
    use lantai_model::Paragraph;

    use super::*;

    fn read(heading: &str, lines: &[&str]) -> Vec<String> {
        let blocks = lines
            .iter()
            .map(|line| Placed { block: Block::Paragraph(Paragraph::plain(*line)), at: Span::text(0, line.len()) });
        let section = Section { heading: heading.into(), blocks: blocks.collect(), ..Section::default() };
        let body = Section { children: vec![section], ..Section::default() };
        let found = find(&Document { body, ..Document::default() });
        found.iter().map(|m| [&*m.role, &*m.name, &*m.title, &*m.group].join("|")).collect()
    }

    #[test]
    fn wrapped_lines_and_padded_names() {
        assert_eq!(
            read(
                "科技创新工作专班成员名单",
                &[
                    "组　　长：王　恒　县委副书记、县长",
                    "副 组 长：李　静　副县长",
                    "成　　员：程春晓　县政府办公室党组",
                    "书记、主任",
                    "吕　腾　县财政局局长",
                    "青溪县人民政府办公室",
                    "专班办公室设在县科技局，负责日常工作。",
                    "赵　明　不是名单里的人",
                ]
            ),
            [
                "组长|王恒|县委副书记、县长|科技创新工作专班",
                "副组长|李静|副县长|科技创新工作专班",
                "成员|程春晓|县政府办公室党组书记、主任|科技创新工作专班",
                "成员|吕腾|县财政局局长|科技创新工作专班",
            ]
        );
    }

    #[test]
    fn organs_posts_and_an_announced_group() {
        assert_eq!(
            read(
                "加强组织领导",
                &[
                    "为抓好落实，决定成立青溪县河道整治工作领导小组，组成人员如下：",
                    "组长：县政府分管副县长",
                    "成员单位：县水利局、县财政局，各镇人民政府。",
                    "领导小组办公室设在县水利局。",
                ]
            ),
            [
                "组长||县政府分管副县长|青溪县河道整治工作领导小组",
                "成员单位|县水利局||青溪县河道整治工作领导小组",
                "成员单位|县财政局||青溪县河道整治工作领导小组",
                "成员单位|各镇人民政府||青溪县河道整治工作领导小组",
            ]
        );
    }

    #[test]
    fn a_line_that_names_the_group() {
        assert_eq!(
            read("附则", &["县安全生产工作领导小组人员名单", "组长：王恒（县长）"]),
            ["组长|王恒|县长|县安全生产工作领导小组"]
        );
    }

    #[test]
    fn several_roles_on_a_line_and_parts_of_a_group() {
        assert_eq!(
            read(
                "（二）宣传报道组",
                &[
                    "组长：王恒　副组长：李静，县财政局局长",
                    "成员单位：县财政局、县教育局",
                    "办公室主任由李静同志兼任。"
                ]
            ),
            [
                "组长|王恒||（二）宣传报道组",
                "副组长|李静|县财政局局长|（二）宣传报道组",
                "成员单位|县财政局||（二）宣传报道组",
                "成员单位|县教育局||（二）宣传报道组",
                "办公室主任|李静||（二）宣传报道组",
            ]
        );
    }

    #[test]
    fn parts_of_a_group_between_its_lines() {
        assert_eq!(
            read(
                "应急工作组",
                &["综合协调组", "组长：镇长", "成员单位：镇应急办、镇财政所", "扑火抢险组", "组长：镇武装部部长"]
            ),
            [
                "组长||镇长|综合协调组",
                "成员单位|镇应急办||综合协调组",
                "成员单位|镇财政所||综合协调组",
                "组长||镇武装部部长|扑火抢险组"
            ]
        );
    }

    #[test]
    fn roles_inside_a_paragraph() {
        assert_eq!(
            read(
                "组织领导",
                &[
                    "成立青溪县旅游工作领导小组。组长：王恒（县长），副组长：李静（副县长），成员：朱明、吕腾。办公室设在县文旅局。"
                ]
            ),
            [
                "组长|王恒|县长|青溪县旅游工作领导小组",
                "副组长|李静|副县长|青溪县旅游工作领导小组",
                "成员|朱明||青溪县旅游工作领导小组",
                "成员|吕腾||青溪县旅游工作领导小组",
            ]
        );
    }

    fn attended(genre: Genre, lines: &[&str]) -> Vec<String> {
        let blocks = lines
            .iter()
            .map(|line| Placed { block: Block::Paragraph(Paragraph::plain(*line)), at: Span::text(0, line.len()) });
        let body = Section { blocks: blocks.collect(), ..Section::default() };
        let found = find(&Document { body, genre, ..Document::default() });
        found.iter().map(|m| [&*m.role, &*m.name, &*m.title].join("|")).collect()
    }

    #[test]
    fn minutes_of_a_meeting() {
        let lines = [
            "2024年3月6日，副县长沈一帆在县政府主持召开专题会议。现纪要如下：",
            "会议听取了县财政局王恒的汇报。",
            "出　席：县政府办　　朱　明",
            "　　　　县财政局　　王　恒　　李静",
            "列　席：青溪镇吕腾",
            "县政府办公室",
        ];
        assert_eq!(
            attended(Genre::Minutes, &lines),
            [
                "主持|沈一帆|副县长",
                "出席|朱明|县政府办",
                "出席|王恒|县财政局",
                "出席|李静|县财政局",
                "列席|吕腾|青溪镇",
            ]
        );
        let lines = ["出席：县财政局　王恒", "列席：县教育局李静同志"];
        assert_eq!(attended(Genre::Minutes, &lines), ["出席|王恒|县财政局", "列席|李静|县教育局"]);
        // A page may name its recorder or the host of a talk; two such roles are a meeting's.
        assert!(attended(Genre::Other, &["主持人：王恒", "县长沈一帆主持召开会议。"]).is_empty());
        assert_eq!(attended(Genre::Other, &["主持人：王恒", "参加人员：朱明、李静"]).len(), 3);
    }

    #[test]
    fn no_roster() {
        assert!(read("工作要求", &["成员单位要各司其职，密切配合。", "组长：另行通知", "主任：负责"]).is_empty());
        assert!(read("职责", &["组长负责全面工作。副组长协助组长开展工作。"]).is_empty());
    }
}
