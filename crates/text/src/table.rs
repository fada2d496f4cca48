//! A table from characters of the Basic Multilingual Plane to characters: one load for a character.

/// Maps characters to characters; a character without an entry maps to itself.
pub(crate) struct CharTable {
    /// What each character maps to, by its code; 0 for itself.
    chars: Vec<u16>,
}

impl CharTable {
    /// Builds the table; entries outside the BMP are left out, and of two entries for one character the first holds.
    pub(crate) fn new(entries: impl IntoIterator<Item = (char, char)>) -> Self {
        let mut chars = vec![0; 1 << 16];
        for (from, to) in entries {
            let (Some(place), Ok(to)) = (chars.get_mut(from as usize), u16::try_from(u32::from(to))) else { continue };
            if *place == 0 {
                *place = to;
            }
        }
        CharTable { chars }
    }

    /// What the character of that code maps to, by its code: 0 for itself.
    #[inline]
    pub(crate) fn code(&self, code: usize) -> u16 {
        self.chars.get(code).copied().unwrap_or(0)
    }

    /// What the character maps to.
    #[inline]
    pub(crate) fn get(&self, c: char) -> char {
        match self.chars.get(c as usize) {
            None | Some(0) => c,
            Some(to) => char::from_u32(u32::from(*to)).unwrap_or(c),
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
