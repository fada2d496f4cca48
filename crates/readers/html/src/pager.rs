//! Notices links to further pages of a text: 下一页, and rows of linked page numbers.

use lantai_model::Fact;

use crate::facts;

/// Words of links that lead on. 下一篇 leads to another text.
const WORDS: [&str; 8] = ["下一页", "下页", "后一页", "末页", "尾页", "下一頁", "next", "Next"];
/// A row of more numbers is a calendar or a list of lists.
const MAX_ROW: u32 = 12;

/// What was seen of page numbers.
#[derive(Default)]
pub struct Pager<'a> {
    /// Last number, the length of its row, its first link.
    last: u32,
    row: u32,
    first: &'a str,
    /// Link of the best row.
    found: Option<&'a str>,
    words: Option<&'a str>,
}

impl<'a> Pager<'a> {
    /// Looks at a run of text and the link that it stands in.
    pub fn text(&mut self, text: &str, link: Option<&'a str>) {
        // Long runs are no words of a pager.
        if text.len() > 60 {
            return self.end_row();
        }
        let word = text.trim_matches(|c: char| c.is_whitespace() || "[]【】<>«»‹›（）()|".contains(c));
        if word.is_empty() {
            return;
        }
        let leads = link.filter(|href| !href.is_empty() && !href.starts_with('#') && !href.starts_with("javascript"));
        if word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = word.parse().unwrap_or(0);
            if self.row == 0 || number != self.last + 1 {
                self.end_row();
                self.first = "";
            }
            self.last = number;
            if let Some(href) = leads {
                self.row += 1;
                self.first = if self.first.is_empty() { href } else { self.first };
            } else {
                // The page that is shown is not linked.
                self.row += u32::from(number == 1);
            }
            return;
        }
        self.end_row();
        if self.words.is_none() && WORDS.contains(&word) {
            self.words = leads;
        }
    }

    fn end_row(&mut self) {
        let starts_low = self.last <= self.row + 1;
        if (2..=MAX_ROW).contains(&self.row) && starts_low && !self.first.is_empty() && self.found.is_none() {
            self.found = Some(self.first);
        }
        self.row = 0;
    }

    /// Notes what was found.
    pub fn finish(&mut self, facts: &mut Vec<Fact>) {
        self.end_row();
        if let Some(href) = self.words.or(self.found) {
            facts::pagination(href, facts);
        }
    }
}
