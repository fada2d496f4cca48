//! The graphics-state interpreter: runs content streams and keeps glyphs, rulings and the place of images
//! (ISO 32000-1, 8.4, 9.3, 9.4, 14.6). What colours, clips and images hide is for `paint`.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use lopdf::{Dictionary, Object, ObjectId};

use crate::font::Font;
use crate::geometry::{Matrix, Rect};
use crate::glyph::PageContent;
use crate::objects::{File, Page, text_bytes};
use crate::paint::{Areas, Ink, NO_CLIP};
use crate::path::Paths;
use crate::token::{Token, Tokenizer};

/// Deepest nesting of form XObjects.
const MAX_FORMS: usize = 12;
/// Deepest nesting of saved states and of marked content.
const MAX_NESTING: usize = 512;
/// Most operands that are kept for one operator.
const MAX_OPERANDS: usize = 100_000;
/// Most names of fonts that are remembered for a page.
const MAX_NAMED: usize = 16;
/// Most fonts that are kept for a document.
const MAX_FONTS: usize = 500;

/// Fonts of a document by the address of their dictionary, which does not move while the file is open.
pub(crate) type Fonts<'a> = HashMap<usize, Rc<Font<'a>>>;

/// The part of the graphics state that matters for text and rulings.
#[derive(Clone)]
pub(crate) struct State<'a> {
    pub ctm: Matrix,
    pub font: Option<Rc<Font<'a>>>,
    pub size: f64,
    pub char_space: f64,
    pub word_space: f64,
    /// Horizontal scale, 1 = 100 %.
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
    /// Text rendering mode.
    pub render: u8,
    pub line_width: f64,
    pub ink: Ink,
    pub clip: Rect,
}

/// A level of marked content.
#[derive(Default)]
pub(crate) struct Mark {
    /// Replacement text, and how many glyphs each layer held when it began.
    pub actual: Option<(String, [usize; 4])>,
    pub artifact: bool,
    pub hidden: bool,
    /// The innermost content with a number, as in [`crate::glyph::Glyph::tag`].
    pub tag: u16,
}

/// Interprets one page.
pub(crate) struct Interpreter<'a, 'f> {
    pub(crate) file: &'a File,
    fonts: &'f mut Fonts<'a>,
    hidden_layers: &'f HashSet<ObjectId>,
    resources: Vec<&'a Dictionary>,
    /// Fonts by their names: valid as long as `resources` stays as it is.
    named: Vec<(Vec<u8>, Rc<Font<'a>>)>,
    pub(crate) state: State<'a>,
    saved: Vec<State<'a>>,
    /// Saves beyond the limit, so that restores still balance.
    unsaved: usize,
    pub(crate) text: Matrix,
    line: Matrix,
    pub(crate) marks: Vec<Mark>,
    pub(crate) paths: Paths,
    pub(crate) areas: Areas,
    /// `W` was read: the path will clip once it is painted.
    pub(crate) clipping: bool,
    /// Object number of the form that is run, 0 for the page itself.
    form: u32,
    pub(crate) page: PageContent,
}

/// Reads one page.
pub(crate) fn page<'a>(
    file: &'a File,
    page: &Page<'a>,
    fonts: &mut Fonts<'a>,
    hidden_layers: &HashSet<ObjectId>,
) -> PageContent {
    let [left, bottom, right, top] = page.bounds;
    let (w, h) = (right - left, top - bottom);
    let (turn, width, height) = match page.rotate {
        1 => (Matrix([0.0, -1.0, 1.0, 0.0, 0.0, w]), h, w),
        2 => (Matrix([-1.0, 0.0, 0.0, -1.0, w, h]), w, h),
        3 => (Matrix([0.0, 1.0, -1.0, 0.0, h, 0.0]), h, w),
        _ => (Matrix::IDENTITY, w, h),
    };
    let state = State {
        ctm: Matrix::shift(-left, -bottom).then(&turn),
        font: None,
        size: 1.0,
        char_space: 0.0,
        word_space: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
        render: 0,
        line_width: 1.0,
        ink: Ink::BLACK,
        clip: NO_CLIP,
    };
    let mut interpreter = Interpreter {
        file,
        fonts,
        hidden_layers,
        resources: page.resources.into_iter().collect(),
        named: Vec::new(),
        state: state.clone(),
        saved: Vec::new(),
        unsaved: 0,
        text: Matrix::IDENTITY,
        line: Matrix::IDENTITY,
        marks: Vec::new(),
        paths: Paths::default(),
        areas: Areas::default(),
        clipping: false,
        form: 0,
        page: PageContent { size: (width as f32, height as f32), ..PageContent::default() },
    };
    interpreter.run(&file.content(page), 0);
    interpreter.saved.clear();
    interpreter.marks.clear();
    interpreter.state = state;
    // What annotations draw is no content of the page's structure.
    interpreter.form = u32::MAX;
    interpreter.annotations(page);
    interpreter.page.rulings = std::mem::take(&mut interpreter.paths.rulings);
    interpreter.page
}

/// The `i`-th operand as a number, 0 where there is none.
pub(crate) fn num(operands: &[Token<'_>], i: usize) -> f64 {
    match operands.get(i) {
        Some(Token::Number(n)) => *n,
        _ => 0.0,
    }
}

fn matrix(operands: &[Token<'_>]) -> Matrix {
    Matrix(std::array::from_fn(|i| num(operands, i)))
}

impl<'a> Interpreter<'a, '_> {
    fn run(&mut self, data: &[u8], depth: usize) {
        let mut tokens = Tokenizer::new(data);
        let mut operands: Vec<Token<'_>> = Vec::with_capacity(64);
        while let Some(token) = tokens.next() {
            match token {
                Token::Keyword(b"true" | b"false" | b"null") => {}
                Token::Keyword(word) => {
                    if !self.file.budget.work(1) {
                        return;
                    }
                    if word == b"ID" {
                        tokens.skip_inline_image();
                        self.image(None);
                    } else {
                        self.operator(word, &operands, depth);
                    }
                    operands.clear();
                }
                operand if operands.len() < MAX_OPERANDS => operands.push(operand),
                _ => {}
            }
        }
    }

    fn operator(&mut self, word: &[u8], ops: &[Token<'_>], depth: usize) {
        match word {
            b"q" if self.saved.len() >= MAX_NESTING => self.unsaved += 1,
            b"q" => self.saved.push(self.state.clone()),
            b"Q" if self.unsaved > 0 => self.unsaved -= 1,
            b"Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            b"cm" => self.state.ctm = matrix(ops).then(&self.state.ctm),
            b"w" => self.state.line_width = num(ops, 0),
            b"BT" => {
                self.text = Matrix::IDENTITY;
                self.line = Matrix::IDENTITY;
            }
            b"Tf" => {
                if let Some(Token::Name(name)) = ops.first() {
                    self.state.font = self.font(name);
                }
                self.state.size = num(ops, 1);
            }
            b"Tc" => self.state.char_space = num(ops, 0),
            b"Tw" => self.state.word_space = num(ops, 0),
            b"Tz" => self.state.stretch = num(ops, 0) / 100.0,
            b"TL" => self.state.leading = num(ops, 0),
            b"Ts" => self.state.rise = num(ops, 0),
            b"Tr" => self.state.render = num(ops, 0).clamp(0.0, 7.0) as u8,
            b"Td" => self.next_line(num(ops, 0), num(ops, 1)),
            b"TD" => {
                self.state.leading = -num(ops, 1);
                self.next_line(num(ops, 0), num(ops, 1));
            }
            b"Tm" => {
                self.line = matrix(ops);
                self.text = self.line;
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tj" | b"TJ" => self.show_all(ops),
            b"'" => {
                self.next_line(0.0, -self.state.leading);
                self.show_all(ops);
            }
            b"\"" => {
                self.state.word_space = num(ops, 0);
                self.state.char_space = num(ops, 1);
                self.next_line(0.0, -self.state.leading);
                self.show_all(ops.get(2..).unwrap_or_default());
            }
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" => self.path_operator(word, ops),
            b"S" => self.paint(true, false),
            b"s" => {
                self.paths.close();
                self.paint(true, false);
            }
            b"f" | b"F" | b"f*" => self.paint(false, true),
            b"B" | b"B*" => self.paint(true, true),
            b"b" | b"b*" => {
                self.paths.close();
                self.paint(true, true);
            }
            b"n" => self.end_path(),
            b"W" | b"W*" => self.clipping = true,
            b"g" | b"rg" | b"k" | b"cs" | b"sc" | b"scn" => self.colour(word, ops),
            b"gs" => self.graphics_state(ops),
            b"sh" => self.shade(),
            b"BMC" | b"BDC" => self.begin_mark(ops),
            b"EMC" => {
                if let Some(mark) = self.marks.pop() {
                    self.end_mark(mark);
                }
            }
            b"Do" => {
                if let Some(Token::Name(name)) = ops.first() {
                    self.object(name, depth);
                }
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(&self.line);
        self.text = self.line;
    }

    /// Strings and adjustments of `Tj` and `TJ`, the brackets left out.
    fn show_all(&mut self, ops: &[Token<'_>]) {
        for op in ops {
            match op {
                Token::String(bytes) => self.show(bytes),
                Token::Number(n) => {
                    let by = -n / 1000.0 * self.state.size;
                    let vertical = self.state.font.as_ref().is_some_and(|font| font.vertical);
                    let (x, y) = if vertical { (0.0, by) } else { (by * self.state.stretch, 0.0) };
                    self.text = Matrix::shift(x, y).then(&self.text);
                }
                _ => {}
            }
        }
    }

    pub(crate) fn at(&self, x: f64, y: f64) -> (f32, f32) {
        let (x, y) = self.state.ctm.apply(x, y);
        (x as f32, y as f32)
    }

    fn path_operator(&mut self, word: &[u8], ops: &[Token<'_>]) {
        let n = |i| num(ops, i);
        match word {
            b"m" => self.paths.move_to(self.at(n(0), n(1))),
            b"l" => self.paths.line_to(self.at(n(0), n(1))),
            b"c" => self.paths.curve_to(&[self.at(n(0), n(1)), self.at(n(2), n(3)), self.at(n(4), n(5))]),
            b"v" | b"y" => self.paths.curve_to(&[self.at(n(0), n(1)), self.at(n(2), n(3))]),
            b"h" => self.paths.close(),
            _ => {
                let (x, y, w, h) = (n(0), n(1), n(2), n(3));
                self.paths.rect([self.at(x, y), self.at(x + w, y), self.at(x + w, y + h), self.at(x, y + h)]);
            }
        }
    }

    /// An entry of a resource category, from the innermost resources outwards.
    pub(crate) fn resource(&self, category: &[u8], name: &[u8]) -> Option<&'a Object> {
        self.resources.iter().rev().find_map(|resources| self.file.dict(resources, category)?.get(name).ok())
    }

    fn font(&mut self, name: &[u8]) -> Option<Rc<Font<'a>>> {
        // Many programs name the font anew for each line.
        if let Some((_, font)) = self.named.iter().find(|(known, _)| known == name) {
            return Some(Rc::clone(font));
        }
        let font = self.find_font(name)?;
        if self.named.len() >= MAX_NAMED {
            self.named.clear();
        }
        self.named.push((name.to_vec(), Rc::clone(&font)));
        Some(font)
    }

    fn find_font(&mut self, name: &[u8]) -> Option<Rc<Font<'a>>> {
        let dict = self.file.resolve(self.resource(b"Font", name)?).as_dict().ok()?;
        let key = std::ptr::from_ref(dict) as usize;
        if let Some(font) = self.fonts.get(&key) {
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::load(self.file, dict));
        if self.fonts.len() >= MAX_FONTS {
            self.fonts.clear();
        }
        self.fonts.insert(key, Rc::clone(&font));
        Some(font)
    }

    fn begin_mark(&mut self, ops: &[Token<'_>]) {
        if self.marks.len() >= MAX_NESTING {
            return;
        }
        let outer = self.marks.last();
        let mut mark = Mark {
            actual: None,
            artifact: outer.is_some_and(|mark| mark.artifact),
            hidden: outer.is_some_and(|mark| mark.hidden),
            tag: outer.map_or(0, |mark| mark.tag),
        };
        let tag: &[u8] = match ops.first() {
            Some(Token::Name(name)) => name,
            _ => b"",
        };
        let mut actual = None;
        let mut number = None;
        match ops.get(1) {
            Some(Token::Name(name)) => {
                if let Some(object) = self.resource(b"Properties", name) {
                    if let Object::Reference(id) = object
                        && tag == b"OC"
                    {
                        mark.hidden |= self.hidden_layers.contains(id);
                    }
                    if let Ok(dict) = self.file.resolve(object).as_dict() {
                        actual = self.file.get(dict, b"ActualText").and_then(crate::objects::text_string);
                        number = self.file.number(dict, b"MCID");
                        mark.artifact |= tag == b"Artifact" && self.file.name(dict, b"Type") == Some(b"Pagination");
                    }
                }
            }
            Some(Token::DictStart) => {
                for pair in ops.windows(2) {
                    match pair {
                        [Token::Name(key), Token::String(text)] if key.as_ref() == b"ActualText" => {
                            actual = Some(text_bytes(text));
                        }
                        [Token::Name(key), Token::Number(mark)] if key.as_ref() == b"MCID" => number = Some(*mark),
                        [Token::Name(key), Token::Name(value)]
                            if key.as_ref() == b"Type" && value.as_ref() == b"Pagination" =>
                        {
                            mark.artifact |= tag == b"Artifact";
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        if let Some(number) = number
            && let Ok(tag) = u16::try_from(self.page.tags.len() + 1)
        {
            self.page.tags.push((self.form, number as u32));
            mark.tag = tag;
        }
        // Replacement text inside replaced text does not count.
        if self.marks.iter().all(|mark| mark.actual.is_none()) {
            mark.actual = actual.filter(|text| !text.trim().is_empty()).map(|text| (text, self.lengths()));
        }
        self.marks.push(mark);
    }

    fn object(&mut self, name: &[u8], depth: usize) {
        let Some(object) = self.resource(b"XObject", name) else { return };
        let Object::Stream(stream) = self.file.resolve(object) else { return };
        let hidden = matches!(stream.dict.get(b"OC"), Ok(Object::Reference(id)) if self.hidden_layers.contains(id));
        if hidden {
            return;
        }
        match self.file.name(&stream.dict, b"Subtype") {
            Some(b"Image") => self.image(Some((stream, object.as_reference().ok()))),
            Some(b"Form") => {
                let number = object.as_reference().map_or(0, |id| id.0);
                let outer = std::mem::replace(&mut self.form, number);
                self.form(stream, Matrix::IDENTITY, depth);
                self.form = outer;
            }
            _ => {}
        }
    }

    /// Runs a form XObject, placed by `place` after its own matrix.
    fn form(&mut self, stream: &'a lopdf::Stream, place: Matrix, depth: usize) {
        if depth >= MAX_FORMS {
            self.file.budget.note("form_depth");
            return;
        }
        // A form costs more than an operator: forms that call forms could multiply without end.
        if !self.file.budget.work(50) {
            return;
        }
        let Some(data) = self.file.data(stream) else { return };
        let saved = (self.state.clone(), self.text, self.line, self.marks.len());
        let (outer_saved, outer_unsaved) = (std::mem::take(&mut self.saved), std::mem::take(&mut self.unsaved));
        self.state.ctm = self.file.matrix(&stream.dict, b"Matrix").then(&place).then(&self.state.ctm);
        if let Some([x0, y0, x1, y1]) = self.file.rect(&stream.dict, b"BBox") {
            let corners = [self.at(x0, y0), self.at(x1, y0), self.at(x1, y1), self.at(x0, y1)];
            self.clip(corners.iter().fold(Rect::NONE, |r, c| r.union(&Rect::new(c.0, c.1, c.0, c.1))));
        }
        let own = self.file.dict(&stream.dict, b"Resources");
        self.resources.extend(own);
        self.named.clear();
        self.run(&data, depth + 1);
        self.named.clear();
        if own.is_some() {
            self.resources.pop();
        }
        self.saved = outer_saved;
        self.unsaved = outer_unsaved;
        self.marks.truncate(saved.3);
        (self.state, self.text, self.line) = (saved.0, saved.1, saved.2);
    }

    /// Text that annotations draw: filled form fields, free text, stamps (ISO 32000-1, 12.5.5).
    fn annotations(&mut self, page: &Page<'a>) {
        for object in self.file.array(page.dict, b"Annots").unwrap_or_default().iter().take(10_000) {
            let Some(annotation) = crate::objects::as_dict(self.file.resolve(object)) else { continue };
            let flags = self.file.number(annotation, b"F").unwrap_or(0.0) as i64;
            let popup = self.file.name(annotation, b"Subtype") == Some(b"Popup");
            // Hidden (bit 2) and NoView (bit 6).
            if flags & 0b10_0010 != 0 || popup || !self.file.budget.work(1) {
                continue;
            }
            let Some(rect) = self.file.rect(annotation, b"Rect") else { continue };
            let Some(normal) = self.file.dict(annotation, b"AP").and_then(|ap| self.file.get(ap, b"N")) else {
                continue;
            };
            let stream = match normal {
                Object::Stream(stream) => stream,
                Object::Dictionary(states) => {
                    let state = self.file.name(annotation, b"AS").and_then(|state| self.file.get(states, state));
                    let Some(Object::Stream(stream)) = state else { continue };
                    stream
                }
                _ => continue,
            };
            let own = self.file.matrix(&stream.dict, b"Matrix");
            let Some([x0, y0, x1, y1]) = self.file.rect(&stream.dict, b"BBox") else { continue };
            let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|(x, y)| own.apply(x, y));
            let low = corners.iter().fold((f64::MAX, f64::MAX), |m, c| (m.0.min(c.0), m.1.min(c.1)));
            let high = corners.iter().fold((f64::MIN, f64::MIN), |m, c| (m.0.max(c.0), m.1.max(c.1)));
            let scale = |low: f64, high: f64, to: f64| if high - low > 1e-6 { to / (high - low) } else { 1.0 };
            let (sx, sy) = (scale(low.0, high.0, rect[2] - rect[0]), scale(low.1, high.1, rect[3] - rect[1]));
            let place = Matrix([sx, 0.0, 0.0, sy, rect[0] - low.0 * sx, rect[1] - low.1 * sy]);
            self.form(stream, place, 0);
        }
    }
}
