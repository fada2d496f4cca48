//! What the bytes themselves say: how well they hold to UTF-8, and a sample of those that tell charsets apart.

/// Bytes around the first error that are surveyed.
const WINDOW: usize = 32 << 10;
/// The most that is surveyed.
#[cfg(test)]
pub(super) const SURVEYED: usize = 2 * WINDOW;
/// Bytes in a sample.
const SAMPLE: usize = 2048;
/// Broken sequences after which counting stops, if long ones are not in the majority.
const HOPELESS: usize = 100;

/// Sequences around the first byte that is not UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Survey {
    /// Valid sequences of three bytes or more: in other charsets they hardly come up by chance.
    long: usize,
    /// Broken sequences.
    broken: usize,
    /// The count is not of all bytes.
    partial: bool,
}

impl Survey {
    /// Surveys bytes.
    pub(super) fn of(bytes: &[u8]) -> Survey {
        let first = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
        let mut start = first.saturating_sub(WINDOW);
        // Begin with a whole sequence.
        while start < first && bytes[start] & 0xC0 == 0x80 {
            start += 1;
        }
        let end = bytes.len().min(first + WINDOW);
        let mut survey = Survey { long: 0, broken: 0, partial: start > 0 || end < bytes.len() };
        for chunk in bytes[start..end].utf8_chunks() {
            survey.long += chunk.valid().bytes().filter(|byte| *byte >= 0xE0).count();
            // A sequence cut by the window's own end is no error.
            let cut_here =
                end < bytes.len() && chunk.invalid().as_ptr_range().end == bytes[start..end].as_ptr_range().end;
            survey.broken += usize::from(!chunk.invalid().is_empty() && !cut_here);
            if survey.broken >= HOPELESS && survey.long < survey.broken {
                survey.partial = true;
                break;
            }
        }
        survey
    }

    /// UTF-8 that lost or gained a byte here and there.
    pub(super) fn is_damaged_utf8(&self) -> bool {
        self.long >= 2 && self.long >= 2 * self.broken
    }

    /// Worth trying as UTF-8 before other charsets.
    pub(super) fn leans_to_utf8(&self) -> bool {
        self.long >= self.broken
    }

    /// For an evidence sentence.
    pub(super) fn describe(&self) -> String {
        let n = self.broken;
        match (n, self.partial) {
            (1, _) => "; bytes are not UTF-8 (1 error)".into(),
            (_, false) => format!("; bytes are not UTF-8 ({n} errors)"),
            (_, true) => format!("; bytes are not UTF-8 ({n} errors and more)"),
        }
    }
}

/// The first bytes that tell charsets apart: runs from a byte above ASCII to the second ASCII byte after it, so that each
/// run starts at a character's first byte and keeps trail bytes that look like ASCII.
pub(super) fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::with_capacity(SAMPLE.min(bytes.len()));
    let mut i = 0;
    // Each round passes a byte above ASCII or reaches the end.
    while i < bytes.len() && sample.len() < SAMPLE {
        let start = i + encoding_rs::Encoding::ascii_valid_up_to(&bytes[i..]);
        // The letter before a run tells an accent in a word from noise.
        if start > i {
            sample.push(bytes[start - 1]);
        }
        let mut end = start;
        let mut ascii = 0;
        while end < bytes.len() && end - start < SAMPLE {
            ascii = if bytes[end] < 0x80 { ascii + 1 } else { 0 };
            // A byte below 0x30 is never a trail byte; after two ASCII bytes the second begins a character.
            if bytes[end] < 0x30 || ascii >= 2 {
                break;
            }
            end += 1;
        }
        sample.extend_from_slice(&bytes[start..end]);
        sample.push(b' ');
        i = end;
    }
    sample
}

/// True if the bytes read well as UTF-8 or as pairs of bytes above ASCII.
pub(super) fn looks_multibyte(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|byte| **byte >= 0xA1).count();
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() || high * 10 >= bytes.len() * 9,
    }
}
