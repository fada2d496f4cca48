//! The structure tree of a tagged file (ISO 32000-1, 14.7 and 14.8): which marked content makes up which paragraph,
//! heading or table cell, in the order of reading.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Object, ObjectId};

use crate::objects::{File, Page, as_dict};

/// Most nodes that are visited; larger trees are not used.
const MAX_NODES: usize = 1_000_000;
/// Longest chain of role names.
const MAX_ROLES: usize = 8;
/// Most rows or columns that a cell may cover.
const MAX_SPAN: f64 = 1_000.0;

/// Marked content: page by index, object number of the form that holds it (0 for the page itself), number of the mark.
pub(crate) type Content = (usize, u32, u32);

/// What marked content belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// Place in the order of reading.
    pub order: u32,
    /// Index of its block.
    pub block: u32,
}

/// A paragraph, heading, item of a list, or a part of a cell.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TreeBlock {
    /// Level of a heading, 0 for others.
    pub heading: u8,
    /// Its table, row and cell.
    pub cell: Option<[u32; 3]>,
}

/// A cell as tagged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TreeCell {
    pub row_span: u32,
    pub column_span: u32,
    pub header: bool,
}

/// The structure tree, made flat.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub pieces: HashMap<Content, Piece>,
    /// In the order of reading.
    pub blocks: Vec<TreeBlock>,
    /// Cells of the rows of each table.
    pub tables: Vec<Vec<Vec<TreeCell>>>,
}

/// What an element does to the text inside it.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// Its text is a block of its own; a heading of this level where it is not 0.
    Block(u8),
    /// Holds blocks.
    Group,
    /// Its text goes on that around it.
    Inline,
    Item,
    Table,
    Row,
    Cell {
        header: bool,
    },
    /// Not part of the text.
    Artifact,
}

impl Role {
    fn named(name: &[u8]) -> Option<Role> {
        Some(match name {
            b"P" | b"TOCI" | b"Caption" | b"Note" | b"FENote" | b"Figure" | b"H" => Role::Block(0),
            b"Title" | b"H1" => Role::Block(1),
            [b'H', level @ b'2'..=b'9'] => Role::Block((level - b'0').min(6)),
            b"Document" | b"DocumentFragment" | b"Part" | b"Art" | b"Sect" | b"Div" | b"BlockQuote" | b"TOC"
            | b"Index" | b"L" | b"Aside" | b"THead" | b"TBody" | b"TFoot" => Role::Group,
            b"LI" => Role::Item,
            b"Table" => Role::Table,
            b"TR" => Role::Row,
            b"TD" => Role::Cell { header: false },
            b"TH" => Role::Cell { header: true },
            b"Artifact" => Role::Artifact,
            b"Span" | b"Quote" | b"Reference" | b"BibEntry" | b"Code" | b"Link" | b"Annot" | b"Lbl" | b"LBody"
            | b"NonStruct" | b"Private" | b"Ruby" | b"RB" | b"RT" | b"RP" | b"Warichu" | b"WT" | b"WP" | b"Formula"
            | b"Form" | b"Em" | b"Strong" | b"Sub" => Role::Inline,
            _ => return None,
        })
    }
}

/// Where text inside an element goes.
#[derive(Clone, Copy)]
struct Around {
    page: Option<usize>,
    /// Index of the slot that holds the open block.
    slot: usize,
    heading: u8,
    /// The slot of an item of a list whose first paragraph is still to come.
    item: Option<usize>,
    table: Option<u32>,
    /// Its table and row, where text beside the cells goes into the first one.
    row: Option<[u32; 2]>,
    cell: Option<[u32; 3]>,
}

struct Walk<'a> {
    file: &'a File,
    pages: HashMap<*const Dictionary, usize>,
    roles: Option<&'a Dictionary>,
    tree: Tree,
    /// Open blocks of elements; an element that is inside another one ends the block of that.
    slots: Vec<Option<u32>>,
    /// Slots of items that have their first paragraph.
    begun: HashSet<usize>,
    order: u32,
}

impl Tree {
    /// Reads the structure tree; `None` where a file has none, or one that is too large.
    pub(crate) fn load(file: &File, pages: &[Page<'_>]) -> Option<Tree> {
        let root = file.dict(file.catalog()?, b"StructTreeRoot")?;
        let mut walk = Walk {
            file,
            pages: pages.iter().enumerate().map(|(index, page)| (std::ptr::from_ref(page.dict), index)).collect(),
            roles: file.dict(root, b"RoleMap"),
            tree: Tree::default(),
            slots: vec![None],
            begun: HashSet::new(),
            order: 0,
        };
        let top = Around { page: None, slot: 0, heading: 0, item: None, table: None, row: None, cell: None };
        let mut seen: HashSet<ObjectId> = HashSet::new();
        let mut stack: Vec<(&Object, Around)> = Vec::new();
        walk.kids(root, top, &mut stack);
        let mut nodes = 0usize;
        while let Some((object, around)) = stack.pop() {
            nodes += 1;
            if nodes > MAX_NODES || stack.len() > MAX_NODES {
                return None;
            }
            // Only references can lead in a circle.
            if let Object::Reference(id) = object
                && !seen.insert(*id)
            {
                continue;
            }
            match file.resolve(object) {
                Object::Integer(mark) => walk.content(0, *mark, around),
                Object::Dictionary(dict) if dict.has(b"S") => {
                    if let Some(inside) = walk.element(dict, around) {
                        walk.kids(dict, inside, &mut stack);
                    }
                }
                Object::Dictionary(dict) => {
                    if let Ok(Object::Integer(mark)) = dict.get(b"MCID") {
                        let form = dict.get(b"Stm").and_then(Object::as_reference).map_or(0, |id| id.0);
                        let page = walk.page(dict).or(around.page);
                        walk.content(form, *mark, Around { page, ..around });
                    }
                }
                _ => {}
            }
        }
        (!walk.tree.pieces.is_empty()).then_some(walk.tree)
    }
}

impl<'a> Walk<'a> {
    fn page(&self, dict: &Dictionary) -> Option<usize> {
        self.pages.get(&std::ptr::from_ref(self.file.dict(dict, b"Pg")?)).copied()
    }

    fn kids(&self, dict: &'a Dictionary, around: Around, stack: &mut Vec<(&'a Object, Around)>) {
        match dict.get(b"K").map(|kids| (kids, self.file.resolve(kids))) {
            Ok((_, Object::Array(kids))) => stack.extend(kids.iter().take(MAX_NODES).rev().map(|kid| (kid, around))),
            Ok((kid, _)) => stack.push((kid, around)),
            Err(_) => {}
        }
    }

    fn role(&self, dict: &'a Dictionary) -> Option<Role> {
        let mut name = self.file.name(dict, b"S")?;
        for _ in 0..MAX_ROLES {
            if let Some(role) = Role::named(name) {
                return Some(role);
            }
            name = self.file.name(self.roles?, name)?;
        }
        None
    }

    /// Enters an element; `None` where its content is not text.
    fn element(&mut self, dict: &'a Dictionary, around: Around) -> Option<Around> {
        // What no standard role explains is taken for what stands around it.
        let role = self.role(dict).unwrap_or(Role::Inline);
        let mut inside = Around { page: self.page(dict).or(around.page), ..around };
        match role {
            Role::Artifact => return None,
            Role::Inline => return Some(inside),
            Role::Block(_) => {
                if let Some(item) = around.item
                    && self.begun.insert(item)
                {
                    return Some(inside);
                }
            }
            _ => {}
        }
        if let Some(slot) = self.slots.get_mut(around.slot) {
            *slot = None;
        }
        inside.slot = self.slots.len();
        inside.item = None;
        inside.heading = 0;
        self.slots.push(None);
        match role {
            Role::Block(level) => inside.heading = level,
            Role::Item => inside.item = Some(inside.slot),
            // A table inside a cell is text of that cell.
            Role::Table if around.cell.is_none() => {
                inside.table = u32::try_from(self.tree.tables.len()).ok();
                self.tree.tables.push(Vec::new());
            }
            Role::Row if around.cell.is_none() => {
                if let Some(table) = self.table(around.table) {
                    table.push(Vec::new());
                    let row = table.len() as u32 - 1;
                    inside.row = around.table.map(|table| [table, row]);
                }
            }
            Role::Cell { header } if around.cell.is_none() => {
                let (row_span, column_span) = (self.span(dict, b"RowSpan"), self.span(dict, b"ColSpan"));
                if let Some(table) = self.table(around.table)
                    && let Some(cells) = table.last_mut()
                {
                    cells.push(TreeCell { row_span, column_span, header });
                    let (cell, row) = (cells.len() - 1, table.len() - 1);
                    inside.cell = around.table.map(|table| [table, row as u32, cell as u32]);
                }
            }
            _ => {}
        }
        Some(inside)
    }

    fn table(&mut self, table: Option<u32>) -> Option<&mut Vec<Vec<TreeCell>>> {
        self.tree.tables.get_mut(table? as usize)
    }

    /// A number among an element's attributes, which are a dictionary or an array that holds dictionaries.
    fn span(&self, dict: &'a Dictionary, key: &[u8]) -> u32 {
        let Some(attributes) = self.file.get(dict, b"A") else { return 1 };
        let list = match attributes {
            Object::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut dicts = list.iter().take(16).filter_map(|object| as_dict(self.file.resolve(object)));
        dicts.find_map(|dict| self.file.number(dict, key)).unwrap_or(1.0).clamp(1.0, MAX_SPAN) as u32
    }

    fn content(&mut self, form: u32, mark: i64, around: Around) {
        let (Some(page), Ok(mark), Some(slot)) = (around.page, u32::try_from(mark), self.slots.get_mut(around.slot))
        else {
            return;
        };
        let cell = around.cell.or(around.row.map(|[table, row]| [table, row, 0]));
        let blocks = &mut self.tree.blocks;
        let block = *slot.get_or_insert_with(|| {
            blocks.push(TreeBlock { heading: around.heading, cell });
            blocks.len() as u32 - 1
        });
        // What is said twice counts where it is said first.
        self.tree.pieces.entry((page, form, mark)).or_insert(Piece { order: self.order, block });
        self.order = self.order.saturating_add(1);
    }
}
