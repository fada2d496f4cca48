//! Tables of labels and values: pairs side by side, pairs inside cells, or a row of labels above a row of values.

use lantai_model::{Cell, Field, Metadata, Name, Remark, Table};

use crate::labels::pairs;
use crate::line::{Line, folded, key_of};
use crate::metadata::{other, printed_label, put, take_line, understand};
use crate::rules::RULES;

/// A label as printed, and the field that it names.
type Label = (String, Option<Name>);

/// Cells of the largest table that is a block of metadata.
const MOST_CELLS: usize = 120;

/// Reads a table of labels and values; false when it is none.
pub fn take(table: &Table, meta: &mut Metadata, remarks: &mut Vec<Remark>) -> bool {
    let cells: Vec<&Cell> = table.rows.iter().flat_map(|row| &row.cells).collect();
    if cells.len() > MOST_CELLS {
        return false;
    }
    // A block of labels begins with labels.
    let opens = cells.iter().take(6).any(|cell| cell_label(&cell.text).is_some() || starts_with_pair(&cell.text));
    if !opens {
        return false;
    }
    let known = cells.iter().filter(|cell| cell_label(&cell.text).is_some()).count();
    let inner = cells.iter().filter(|cell| starts_with_pair(&cell.text)).count();
    let filled = cells.iter().filter(|cell| !cell.text.trim().is_empty()).count();
    if known + inner < 2 || (known * 2 + inner) * 2 < filled {
        return false;
    }
    if let Some(below) = values_below(table) {
        for (label, value) in below {
            let (stated, at) = (value_text(&value.text), value.at.clone());
            let (label, name) = label;
            put(meta, name, Field { label, stated: stated.to_owned(), value: understand(name, stated), at });
        }
        return true;
    }
    for row in &table.rows {
        let mut cells = row.cells.iter().peekable();
        while let Some(cell) = cells.next() {
            if let Some((label, name)) = cell_label(&cell.text) {
                let value = cells.next_if(|next| cell_label(&next.text).is_none());
                let stated = value.map_or("", |cell| value_text(&cell.text));
                let at = value.map_or(&cell.at, |cell| &cell.at).clone();
                put(meta, name, Field { label, stated: stated.to_owned(), value: understand(name, stated), at });
            } else if !take_line(&Line::paragraph(&cell.text, cell.at.clone()), true, meta, remarks) {
                let text = cell.text.trim();
                if !text.is_empty() {
                    put(meta, None, other(String::new(), text, cell.at.clone()));
                }
            }
        }
    }
    true
}

/// The statements of a table of two rows, of which the first holds labels alone and the second none.
fn values_below(table: &Table) -> Option<Vec<(Label, &Cell)>> {
    let [labels, values] = table.rows.as_slice() else { return None };
    if labels.cells.len() < 2 || labels.cells.len() != values.cells.len() {
        return None;
    }
    let labels: Vec<_> = labels.cells.iter().map(|cell| cell_label(&cell.text)).collect::<Option<_>>()?;
    let none = values.cells.iter().all(|cell| cell_label(&cell.text).is_none() && !starts_with_pair(&cell.text));
    none.then(|| labels.into_iter().zip(&values.cells).collect())
}

/// A value as printed; the colon of its label may stand in its cell.
fn value_text(cell: &str) -> &str {
    cell.trim().trim_start_matches([':', '：']).trim_start()
}

/// The label that a cell holds, colon and blanks aside.
fn cell_label(text: &str) -> Option<Label> {
    if text.len() > 60 {
        return None;
    }
    let folded = folded(text);
    let key = key_of(&folded);
    let key = key.trim_end_matches(':').trim_start_matches('【').trim_end_matches('】');
    let name = RULES.labels.get(key)?;
    let printed = printed_label(text, 0, text.chars().count());
    Some((printed.trim_end_matches([':', '：']).to_owned(), *name))
}

fn starts_with_pair(text: &str) -> bool {
    if text.len() > 600 || !text.contains([':', '：']) {
        return false;
    }
    let folded = folded(text);
    pairs(&folded, false).first().is_some_and(|pair| folded[..pair.start].iter().all(|c| c.is_whitespace()))
}
