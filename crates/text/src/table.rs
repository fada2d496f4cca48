//! A two-level table from characters of the Basic Multilingual Plane to characters: one load for the page, one for the
//! character.

/// Maps characters to characters; a character without an entry maps to itself.
pub(crate) struct CharTable {
    /// Page number by high byte; page 0 is empty.
    index: [u8; 256],
    pages: Vec<[u16; 256]>,
}

impl CharTable {
    /// Builds the table; entries outside the BMP are left out, and of two entries for one character the first holds.
    pub(crate) fn new(entries: impl IntoIterator<Item = (char, char)>) -> Self {
        let mut table = CharTable { index: [0; 256], pages: vec![[0; 256]] };
        for (from, to) in entries {
            let (Ok(from), Ok(to)) = (u16::try_from(u32::from(from)), u16::try_from(u32::from(to))) else { continue };
            let [high, low] = from.to_be_bytes().map(usize::from);
            if table.index[high] == 0 {
                // At most 256 high bytes exist; U+FFxx would be page 256 only if every other page were in use.
                let Ok(page) = u8::try_from(table.pages.len()) else { continue };
                table.index[high] = page;
                table.pages.push([0; 256]);
            }
            let slot = &mut table.pages[usize::from(table.index[high])][low];
            if *slot == 0 {
                *slot = to;
            }
        }
        table
    }

    /// What the character maps to.
    #[inline]
    pub(crate) fn get(&self, c: char) -> char {
        let Ok(code) = u16::try_from(u32::from(c)) else { return c };
        let [high, low] = code.to_be_bytes().map(usize::from);
        match self.pages[usize::from(self.index[high])][low] {
            0 => c,
            to => char::from_u32(u32::from(to)).unwrap_or(c),
        }
    }
}

/// The entries of a tab-separated data file: key and first value; lines that start with `#` are comments.
pub(crate) fn entries(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (key, values) = line.split_once('\t')?;
        let first = values.split(' ').next()?;
        Some((key, first, values))
    })
}

/// The only character of a text.
pub(crate) fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}
