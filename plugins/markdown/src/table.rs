//! Tables with pipes. Markdown has no merged cells: a cell that covers several rows is repeated in each of them, one that
//! covers several columns stands in the first and leaves the others empty.

use lantai_plugin::{NodeRef, kind};

use crate::inline::{Place, inline};

/// Places that merged cells may fill beyond the cells themselves, in one table.
const MOST_FILLED: usize = 200_000;
/// Bytes of text that are repeated for merged cells, in one table.
const MOST_REPEATED: usize = 4 << 20;
/// Places up to which short rows are filled up to the width of the table.
const MOST_PADDED: usize = 1_000_000;

/// Text of a place: its index among the cells' texts, 0 for none.
type Grid = Vec<Vec<usize>>;

/// The texts of the cells, one behind the other.
#[derive(Default)]
struct Texts {
    all: String,
    /// Where each text ends; the first is empty.
    ends: Vec<usize>,
}

impl Texts {
    fn get(&self, index: usize) -> &str {
        let end_of = |index: usize| self.ends.get(index).copied().unwrap_or(0);
        if index == 0 { "" } else { self.all.get(end_of(index - 1)..end_of(index)).unwrap_or("") }
    }

    /// Takes in the text of a cell; its index.
    fn put(&mut self, text: &str) -> usize {
        let start = self.all.len();
        inline(&mut self.all, text.trim(), &[], Place::Cell);
        if self.all.len() == start {
            return 0;
        }
        self.ends.push(self.all.len());
        self.ends.len() - 1
    }
}

/// Appends the table; nothing if it has no cells.
pub fn table(out: &mut String, node: NodeRef<'_>) {
    let mut texts = Texts { ends: vec![0], ..Texts::default() };
    let grid = grid(node, &mut texts);
    let width = grid.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 {
        return;
    }
    out.reserve(texts.all.len() + grid.len() * (2 + 3 * width.min(1000)));
    let padded = grid.len().saturating_mul(width) <= MOST_PADDED;
    for (number, row) in grid.iter().enumerate() {
        out.push('|');
        for text in row {
            out.push(' ');
            out.push_str(texts.get(*text));
            out.push_str(if *text == 0 { "|" } else { " |" });
        }
        // A table is as wide as its first row says, and the line below it.
        if padded || number == 0 {
            out.extend(std::iter::repeat_n(" |", width.saturating_sub(row.len())));
        }
        out.push('\n');
        if number == 0 {
            out.push('|');
            out.extend(std::iter::repeat_n(" --- |", width));
            out.push('\n');
        }
    }
}

/// Lays the cells out in rows and columns.
fn grid(node: NodeRef<'_>, texts: &mut Texts) -> Grid {
    let mut grid = Grid::new();
    // For each column the rows that a cell from above still covers, and its text.
    let mut above: Vec<(u64, usize)> = Vec::new();
    let (mut filled, mut repeated) = (0, 0);
    for row in node.children_of(kind::ROW) {
        let mut places: Vec<usize> = Vec::new();
        for cell in row.children_of(kind::CELL) {
            carry(&mut places, &mut above, texts, &mut repeated, false);
            let index = texts.put(cell.text());
            let room = 1 + MOST_FILLED.saturating_sub(filled);
            let columns = cell.attr_int("col_span").unwrap_or(1).clamp(1, 1000).min(room as u64) as usize;
            let rows = cell.attr_int("row_span").unwrap_or(1).clamp(1, 100_000);
            filled += columns - 1;
            for column in 0..columns {
                let text = if column == 0 { index } else { 0 };
                if rows > 1 && filled < MOST_FILLED {
                    let at = places.len();
                    above.resize(above.len().max(at + 1), (0, 0));
                    if let Some(slot) = above.get_mut(at) {
                        *slot = (rows - 1, text);
                    }
                }
                places.push(text);
            }
        }
        let own = places.len();
        carry(&mut places, &mut above, texts, &mut repeated, true);
        filled += above.len() + (places.len() - own);
        if filled >= MOST_FILLED {
            above.clear();
        }
        while above.last().is_some_and(|(rows, _)| *rows == 0) {
            above.pop();
        }
        grid.push(places);
    }
    grid
}

/// Continues cells from above at the next places of the row: up to the first free place, or `to_the_end` of all that are
/// still covered.
fn carry(places: &mut Vec<usize>, above: &mut [(u64, usize)], texts: &Texts, repeated: &mut usize, to_the_end: bool) {
    let last = above.iter().rposition(|(rows, _)| *rows > 0).map_or(0, |last| last + 1);
    while places.len() < last {
        let Some((rows, text)) = above.get_mut(places.len()) else { return };
        if *rows == 0 {
            if !to_the_end {
                return;
            }
            places.push(0);
            continue;
        }
        *rows -= 1;
        *repeated += texts.get(*text).len();
        places.push(if *repeated <= MOST_REPEATED { *text } else { 0 });
    }
}
