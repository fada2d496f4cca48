//! Unpacks streams in the filters that nearly all text has, with one inflater for the whole file. Everything else, and
//! whatever is damaged, is left to lopdf.

use std::cell::RefCell;

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Object, Stream};

/// The inflater of a file: making one costs as much as unpacking a page.
pub(crate) struct Unpacker(RefCell<Decompress>);

impl Default for Unpacker {
    fn default() -> Self {
        Unpacker(RefCell::new(Decompress::new(true)))
    }
}

impl Unpacker {
    /// The data of a stream in `FlateDecode`, alone or inside `ASCII85Decode`, without parameters, if it is whole and no
    /// longer than `limit`.
    pub(crate) fn unpack(&self, stream: &Stream, limit: usize) -> Option<Vec<u8>> {
        if stream.dict.has(b"DecodeParms") || stream.content.len() > limit {
            return None;
        }
        let filters = match stream.dict.get(b"Filter").ok()? {
            Object::Array(filters) => filters.as_slice(),
            filter => std::slice::from_ref(filter),
        };
        let is = |filter: &Object, name: &[u8]| filter.as_name().is_ok_and(|filter| filter == name);
        match filters {
            [flate] if is(flate, b"FlateDecode") => self.inflate(&stream.content, limit),
            [outer, flate] if is(outer, b"ASCII85Decode") && is(flate, b"FlateDecode") => {
                self.inflate(&ascii85(&stream.content)?, limit)
            }
            _ => None,
        }
    }

    fn inflate(&self, packed: &[u8], limit: usize) -> Option<Vec<u8>> {
        let mut inflater = self.0.borrow_mut();
        inflater.reset(true);
        let mut out = Vec::with_capacity(packed.len().saturating_mul(4).clamp(256, limit.saturating_add(256)));
        loop {
            let rest = packed.get(usize::try_from(inflater.total_in()).ok()?..)?;
            let status = inflater.decompress_vec(rest, &mut out, FlushDecompress::Finish).ok()?;
            if out.len() > limit {
                return None;
            }
            match status {
                Status::StreamEnd => return Some(out),
                // Room was wanting; where there is some left, it is the end of the data that is.
                _ if out.len() == out.capacity() => out.reserve(out.len()),
                _ => return None,
            }
        }
    }
}

/// Bytes from base 85 (ISO 32000-1, 7.4.3); `None` where it is faulty.
fn ascii85(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 5 * 4 + 4);
    let (mut group, mut count) = (0u32, 0usize);
    for &b in text {
        match b {
            b'!'..=b'u' => {
                group = group.checked_mul(85)?.checked_add(u32::from(b - b'!'))?;
                count += 1;
                if count == 5 {
                    out.extend_from_slice(&group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            b'z' if count == 0 => out.extend_from_slice(&[0; 4]),
            b'~' => break,
            _ if b.is_ascii_whitespace() => {}
            _ => return None,
        }
    }
    if count > 0 {
        for _ in count..5 {
            group = group.checked_mul(85)?.checked_add(84)?;
        }
        out.extend_from_slice(group.to_be_bytes().get(..count - 1)?);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use lopdf::dictionary;

    use super::*;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(data).expect("memory");
        encoder.finish().expect("memory")
    }

    fn stream(filter: impl Into<Object>, content: Vec<u8>) -> Stream {
        Stream::new(dictionary! { "Filter" => filter.into() }, content)
    }

    #[test]
    fn streams_one_after_the_other_with_one_inflater() {
        let unpacker = Unpacker::default();
        for size in [0, 10, 100_000] {
            let data: Vec<u8> = (0..size).map(|i: u32| (i % 7) as u8).collect();
            let stream = stream("FlateDecode", packed(&data));
            assert_eq!(unpacker.unpack(&stream, 200_000).as_deref(), Some(data.as_slice()));
            assert_eq!(unpacker.unpack(&stream, 200_000), stream.decompressed_content().ok());
        }
    }

    #[test]
    fn damage_limits_and_other_filters_are_not_its_own() {
        let unpacker = Unpacker::default();
        let whole = packed(&[7; 5000]);
        assert_eq!(unpacker.unpack(&stream("FlateDecode", whole.clone()), 4999), None);
        assert!(unpacker.unpack(&stream("FlateDecode", whole.clone()), 5000).is_some());
        let cut = whole.get(..whole.len() - 3).unwrap_or_default().to_vec();
        assert_eq!(unpacker.unpack(&stream("FlateDecode", cut), 9999), None);
        assert_eq!(unpacker.unpack(&stream("LZWDecode", whole.clone()), 9999), None);
        let mut with_parameters = stream("FlateDecode", whole);
        with_parameters.dict.set("DecodeParms", dictionary! { "Predictor" => 12 });
        assert_eq!(unpacker.unpack(&with_parameters, 9999), None);
    }

    #[test]
    fn base_85() {
        assert_eq!(ascii85(b"87cUR\nD]i,\"Ebo80~>").as_deref(), Some(&b"Hello World!"[..]));
        assert_eq!(ascii85(b"z87~>").as_deref(), Some(&b"\0\0\0\0H"[..]));
        assert_eq!(ascii85(b"87\xffUR~>"), None);
        assert_eq!(ascii85(b"uuuuu~>"), None);
    }
}
