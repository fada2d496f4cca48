//! Damage: every sample PDF with bytes changed, taken out and doubled never makes the reader panic.
//!
//! `LANTAI_MUTATIONS=2000` sets how many damaged copies of each sample are read; the usual number keeps the test short.

use std::path::Path;

/// Damaged copies of each sample, where the environment says nothing else.
const USUAL: usize = 300;

/// A small generator (Marsaglia's xorshift): the same damage in each run.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

fn samples() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../samples");
    let mut files = Vec::new();
    for folder in std::fs::read_dir(root).expect("there are samples").flatten() {
        if let Ok(bytes) = std::fs::read(folder.path().join("source.pdf")) {
            files.push((folder.file_name().to_string_lossy().into_owned(), bytes));
        }
    }
    files.sort();
    files
}

/// The file with its streams unpacked, so that damage reaches what they hold.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut doc = lopdf::Document::load_mem(bytes).expect("a sound sample");
    doc.decompress();
    let mut out = Vec::new();
    doc.save_to(&mut out).expect("writes to memory");
    out
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    const TELLING: &[u8] = b"0123456789()<>[]/ -.%RTfjqQ\0\xff";
    for _ in 0..=random.next(4) {
        let at = random.next(bytes.len());
        match random.next(5) {
            0 => bytes[at] = random.next(256) as u8,
            1 | 2 => bytes[at] = TELLING[random.next(TELLING.len())],
            3 => drop(bytes.drain(at..(at + 1 + random.next(64)).min(bytes.len()))),
            _ => {
                let piece = bytes[at..(at + 1 + random.next(64)).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
        if bytes.is_empty() {
            return;
        }
    }
}

#[test]
fn damaged_samples_never_make_it_panic() {
    let count = std::env::var("LANTAI_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(USUAL);
    let samples = samples();
    assert!(samples.len() >= 3, "the samples hold PDF files");
    for (name, packed) in samples {
        let open = unpacked(&packed);
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut read = 0;
        for round in 0..count {
            let mut bytes = if round % 2 == 0 { packed.clone() } else { open.clone() };
            damage(&mut bytes, &mut random);
            let outcome = std::panic::catch_unwind(|| lantai_pdf::read(&bytes).is_ok());
            match outcome {
                Ok(done) => read += usize::from(done),
                Err(_) => panic!("{name}, copy {round} makes the reader panic"),
            }
        }
        assert!(read > count / 4, "{name}: small damage should rarely make a file unreadable ({read} of {count})");
    }
}
