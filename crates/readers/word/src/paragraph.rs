//! One paragraph while it is being read: text, looks by character count, links; and the item it becomes.

use lantai_model::{Align, Block, Cues, Image, Item, Mark, MarkKind, Paragraph};

use crate::numbering::Label;
use crate::styles::{ParagraphProps, RunProps, Style};

/// Most font sizes that are told apart in one paragraph.
const MAX_SIZES: usize = 64;

/// A paragraph that is open.
pub(crate) struct Builder<'s> {
    /// 1-based number in its part.
    pub(crate) number: u32,
    pub(crate) style: &'s Style,
    pub(crate) props: ParagraphProps,
    /// Properties and character style of the run that is open.
    pub(crate) run: RunProps,
    pub(crate) run_style: Option<&'s Style>,
    /// The label, once it has been counted.
    pub(crate) label: Option<Option<Label>>,
    /// The paragraph mark is a tracked deletion: the text goes on in the next paragraph.
    pub(crate) mark_deleted: bool,
    /// Items that stand in boxes anchored here; they follow the paragraph.
    pub(crate) boxes: Vec<Item>,
    pub(crate) images: Vec<Image>,
    text: String,
    hidden: String,
    strong: Vec<(usize, usize)>,
    links: Vec<(usize, usize, String)>,
    open_link: Option<(usize, String)>,
    /// Visible characters by font size in half-points.
    sizes: Vec<(u16, u32)>,
    visible: u32,
    bold_visible: u32,
}

/// A finished paragraph.
pub(crate) struct Finished {
    /// Text with its label, marks and list depth; the text may be empty.
    pub(crate) paragraph: Paragraph,
    /// Cues without container and margin; the size is in half-points still.
    pub(crate) cues: Cues,
    /// Hidden text, trimmed.
    pub(crate) hidden: String,
    /// Visible characters by font size in half-points.
    pub(crate) sizes: Vec<(u16, u32)>,
}

impl<'s> Builder<'s> {
    pub(crate) fn new(number: u32, style: &'s Style) -> Self {
        Builder {
            number,
            style,
            props: ParagraphProps::default(),
            run: RunProps::default(),
            run_style: None,
            label: None,
            mark_deleted: false,
            boxes: Vec::new(),
            images: Vec::new(),
            text: String::new(),
            hidden: String::new(),
            strong: Vec::new(),
            links: Vec::new(),
            open_link: None,
            sizes: Vec::new(),
            visible: 0,
            bold_visible: 0,
        }
    }

    /// Ends the run that is open.
    pub(crate) fn end_run(&mut self) {
        self.run = RunProps::default();
        self.run_style = None;
    }

    /// True when nothing has been read into it.
    pub(crate) fn is_blank(&self) -> bool {
        self.visible == 0 && self.hidden.is_empty() && self.boxes.is_empty() && self.images.is_empty()
    }

    /// Goes on as the next paragraph: its text follows ours, its properties hold.
    pub(crate) fn continue_as(&mut self, number: u32, style: &'s Style) {
        self.number = number;
        self.style = style;
        self.props = ParagraphProps::default();
        self.label = None;
        self.mark_deleted = false;
        self.end_run();
    }

    /// Appends text with the looks of the open run.
    pub(crate) fn push(&mut self, text: &str, default_size: u16) {
        let from_styles = |get: fn(&RunProps) -> Option<bool>| {
            // Toggle properties of paragraph and character style cancel each other (ECMA-376 part 1, 17.7.3).
            get(&self.style.run).unwrap_or(false) != self.run_style.and_then(|style| get(&style.run)).unwrap_or(false)
        };
        if self.run.hidden.unwrap_or_else(|| from_styles(|run| run.hidden)) {
            self.hidden.push_str(text);
            return;
        }
        let bold = self.run.bold.unwrap_or_else(|| from_styles(|run| run.bold));
        let size = self
            .run
            .size
            .or_else(|| self.run_style.and_then(|style| style.run.size))
            .or(self.style.run.size)
            .unwrap_or(default_size);
        let start = self.text.len();
        self.text.push_str(text);
        let visible = text.chars().filter(|c| !c.is_whitespace()).count() as u32;
        self.visible += visible;
        if visible > 0 {
            let room = self.sizes.len() < MAX_SIZES;
            match self.sizes.iter_mut().find(|(known, _)| *known == size) {
                Some((_, chars)) => *chars += visible,
                None if room => self.sizes.push((size, visible)),
                None => {}
            }
        }
        if bold {
            self.bold_visible += visible;
            match self.strong.last_mut() {
                Some((_, end)) if *end == start => *end = self.text.len(),
                _ => self.strong.push((start, self.text.len())),
            }
        }
    }

    /// Opens a link at this point.
    pub(crate) fn open_link(&mut self, href: String) {
        self.open_link = Some((self.text.len(), href));
    }

    /// Ends the open link, if there is one.
    pub(crate) fn close_link(&mut self) {
        if let Some((start, href)) = self.open_link.take()
            && start < self.text.len()
        {
            self.links.push((start, self.text.len(), href));
        }
    }

    /// Puts everything together.
    pub(crate) fn finish(mut self) -> Finished {
        self.close_link();
        let text = self.text.trim_end();
        let cut = text.len() - text.trim_start().len();
        let end = text.len();
        let mut label = String::new();
        let mut list = 0;
        match self.label.take().flatten() {
            Some(Label::Bullet) => list = self.level() + 1,
            Some(Label::Text(text)) => label = text,
            None => {}
        }
        let bold = self.visible > 0 && self.bold_visible == self.visible;
        // Ranges of the text as it was collected become ranges behind the label.
        let place = |from: usize, to: usize| {
            let (from, to) = (from.clamp(cut.min(end), end), to.clamp(cut.min(end), end));
            let blank = self.text.get(from..to).is_none_or(|range| range.trim().is_empty());
            let shift = |at: usize| (at + label.len() - cut.min(end)) as u32;
            (!blank).then(|| (shift(from), shift(to)))
        };
        let mut marks: Vec<Mark> = Vec::new();
        if !bold {
            let ranges = self.strong.iter().filter_map(|(from, to)| place(*from, *to));
            marks.extend(ranges.map(|(start, end)| Mark { start, end, kind: MarkKind::Strong }));
        }
        let mut link_chars = 0;
        for (from, to, href) in &self.links {
            if let Some((start, end)) = place(*from, *to) {
                let range = self.text.get(*from..*to).unwrap_or_default();
                link_chars += range.chars().filter(|c| !c.is_whitespace()).count() as u32;
                marks.push(Mark { start, end, kind: MarkKind::Link { href: href.clone() } });
            }
        }
        marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
        let heading = match self.props.outline {
            Some(level @ 0..=8) => level + 1,
            Some(_) => 0,
            None => self.style.heading,
        };
        let size = self.sizes.iter().max_by_key(|(size, chars)| (*chars, *size)).map_or(0, |(size, _)| *size);
        let cues = Cues {
            link_chars,
            heading,
            align: self.props.align.or(self.style.paragraph.align).unwrap_or(Align::Start),
            bold,
            size: f32::from(size),
            auto_number: u16::try_from(label.len()).unwrap_or(0),
            style: self.style.name.clone(),
            ..Cues::default()
        };
        let body = self.text.get(cut..end).unwrap_or_default();
        let text = if label.is_empty() { body.to_owned() } else { format!("{label}{body}").trim_end().to_owned() };
        let hidden = self.hidden.trim().to_owned();
        Finished { paragraph: Paragraph { text, marks, list }, cues, hidden, sizes: self.sizes }
    }

    /// The paragraph's level in its list, 0-based.
    pub(crate) fn level(&self) -> u8 {
        self.props.level.or(self.style.paragraph.level).unwrap_or(0).min(8)
    }
}

impl Finished {
    /// The items that the paragraph makes, in order: its text, and what it hides.
    pub(crate) fn into_items(self, at: lantai_model::Span) -> impl Iterator<Item = Item> {
        let hidden = (!self.hidden.is_empty()).then(|| Item {
            block: Block::Paragraph(Paragraph::plain(self.hidden)),
            cues: Cues { hidden: true, style: self.cues.style.clone(), ..Cues::default() },
            at: at.clone(),
        });
        let shown = Item { block: Block::Paragraph(self.paragraph), cues: self.cues, at };
        let shown = Some(shown).filter(|item| !matches!(&item.block, Block::Paragraph(p) if p.text.is_empty()));
        shown.into_iter().chain(hidden)
    }
}
