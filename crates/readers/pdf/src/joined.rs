//! Lines joined to the text of one paragraph, with what their type says of it.

use lantai_model::{Block, Cues, Item, Margin, Mark, MarkKind, Paragraph, Span};

use crate::lines::{Line, separator};
use crate::paragraphs::Habit;

/// A paragraph in the making.
pub(crate) struct Joined {
    text: String,
    /// Size of its first line, in points.
    size: f32,
    bold: bool,
    /// Length in bytes of the bold text that it begins with.
    lead: usize,
    red: bool,
}

impl Joined {
    pub fn new(line: &Line) -> Joined {
        Joined { text: line.text.clone(), size: line.size, bold: line.bold, lead: line.lead, red: line.red }
    }

    pub fn push(&mut self, line: &Line) {
        self.text.push_str(separator(&self.text, &line.text));
        if self.bold {
            self.lead = self.text.len() + line.lead;
        }
        self.text.push_str(&line.text);
        self.bold &= line.bold;
        self.red &= line.red;
    }

    /// The paragraph; `place` are the cues that its place gives.
    pub fn item(self, habit: &Habit, place: Cues, at: Span) -> Item {
        let cues = Cues { bold: self.bold, red: self.red, size: habit.relative(self.size), ..place };
        let mut paragraph = Paragraph::plain(self.text);
        // A heading in one paragraph with its text.
        if !self.bold && self.lead > 0 {
            paragraph.marks.push(Mark { start: 0, end: self.lead as u32, kind: MarkKind::Strong });
        }
        Item { block: Block::Paragraph(paragraph), cues, at }
    }
}

/// A line that stands for itself: furniture, text aside, hidden text.
pub(crate) fn alone(line: &Line, habit: &Habit, at: Span, margin: Option<Margin>, hidden: bool) -> Item {
    let cues = Cues { bold: line.bold, size: habit.relative(line.size), margin, hidden, ..Cues::default() };
    Item { block: Block::Paragraph(Paragraph::plain(line.text.clone())), cues, at }
}
