//! A document buffer (LTD1) in memory: bytes that begin on an 8-byte boundary.

use crate::{DocView, ViewError};

/// An owned document buffer. Bytes that a [`DocBuilder`](crate::DocBuilder) made are known to be sound; bytes from
/// elsewhere are checked whenever they are viewed.
#[derive(Clone, Debug)]
pub struct Buffer {
    words: Vec<u64>,
    len: usize,
    sound: bool,
}

impl Buffer {
    /// A copy of bytes from elsewhere: a pipe, a file.
    pub fn from_bytes(bytes: &[u8]) -> Buffer {
        let mut buffer = Buffer::zeroed(bytes.len());
        buffer.bytes_mut().copy_from_slice(bytes);
        buffer
    }

    /// The bytes; the first lies on an 8-byte boundary.
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: `len` is never more than the bytes in `words` (see `zeroed`), and any byte of a u64 is a valid u8.
        unsafe { std::slice::from_raw_parts(self.words.as_ptr().cast::<u8>(), self.len) }
    }

    /// The document in it.
    ///
    /// # Errors
    /// The bytes came from elsewhere and are not a sound document buffer.
    pub fn view(&self) -> Result<DocView<'_>, ViewError> {
        if self.sound {
            // SAFETY: `sound` is only set by the builder of this crate, which keeps all rules of the format.
            Ok(unsafe { DocView::trusted(self.as_bytes()) })
        } else {
            DocView::new(self.as_bytes())
        }
    }

    /// True for a buffer that was built in this process by [`DocBuilder`](crate::DocBuilder): no check is needed.
    pub fn is_sound(&self) -> bool {
        self.sound
    }

    pub(crate) fn zeroed(len: usize) -> Buffer {
        Buffer { words: vec![0; len.div_ceil(8)], len, sound: false }
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as in `as_bytes`; any u8 is valid in a u64, and the borrow is unique.
        unsafe { std::slice::from_raw_parts_mut(self.words.as_mut_ptr().cast::<u8>(), self.len) }
    }

    pub(crate) fn mark_sound(mut self) -> Buffer {
        self.sound = true;
        self
    }
}
