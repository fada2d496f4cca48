//! Garbles clean text as content farms do, repairs it, and prints what came back and how fast:
//! `cargo run --release -p lantai-text --example garbling [--speed] [FILE…]`. Without files, the samples are varied; with
//! `--speed`, only the speed is measured.

#[path = "../tests/farm/mod.rs"]
mod farm;

use std::sync::OnceLock;
use std::time::Instant;

use farm::{Reader, Search, Style, garble, reports, roundtrip, table, traditional};
use lantai_text::fold::fold_char;
use lantai_text::repair::{Glosses, annotations, strays};

/// Bytes of text for each measure.
const SIZE: usize = 400_000;
const EXAMPLES: usize = 60;

fn main() {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let read = |file: &String| std::fs::read_to_string(file).unwrap_or_default();
    let clean = if files.is_empty() { reports(SIZE) } else { files.iter().map(read).collect() };
    let text: String =
        traditional(&clean).lines().filter(|line| !line.trim().is_empty()).flat_map(|l| [l, "\n"]).collect();
    let changed: String = text.chars().filter(|c| fold_char(*c) != *c).collect();
    let half = |odd: usize| text.chars().filter(|c| !c.is_ascii() && *c as usize % 4 == odd).collect::<String>();
    println!("{} bytes, {} characters", text.len(), text.chars().count());
    let tables: [(&str, String); 4] = [
        ("traditional", changed.clone()),
        ("traditional/2", changed.chars().filter(|c| (*c as u32).is_multiple_of(2)).collect()),
        ("any/4", half(1)),
        ("any/4 b", half(3)),
    ];
    for (name, chars) in tables.iter().filter(|_| flags.is_empty()) {
        let entries = table(chars, Style::Toned);
        for search in [Search::Characters, Search::Each, Search::Once] {
            for reader in [Reader::Eating, Reader::EatingPrivate, Reader::Standard, Reader::Dropping] {
                if search == Search::Characters && reader != Reader::Eating {
                    continue;
                }
                let out = roundtrip(&text, &entries, search, reader);
                println!(
                    "{name} ({}) {search:?} {reader:?}: {:.4} % right ({} wrong), lines {} slipped {} inexact {} silent {} doubted {}",
                    entries.len(),
                    out.right(),
                    out.wrong,
                    out.lines,
                    out.slipped,
                    out.inexact,
                    out.silent.len(),
                    out.doubted
                );
                for (want, got) in out.silent.iter().take(EXAMPLES) {
                    show("silent", want, got);
                }
                for (want, got) in out.examples.iter().take(EXAMPLES) {
                    show("", want, got);
                }
            }
        }
    }
    let entries = table(&changed, Style::Toned);
    let garbled: String =
        text.lines().flat_map(|line| [garble(line, &entries, Search::Each, Reader::Eating), "\n".into()]).collect();
    for (name, text) in [("garbled", &garbled), ("clean traditional", &text), ("clean simplified", &clean)] {
        let repair = || {
            let mut glosses = Glosses::new(true);
            text.lines().map(|line| annotations(line) + glosses.repair(line).map_or(0, |r| r.text.len())).sum::<usize>()
        };
        let (best, stray) = (measured(repair), measured(|| text.lines().filter(|line| strays(line).is_some()).count()));
        // Of the bytes that are read.
        let speed = |seconds: f64| text.len() as f64 / 1e6 / seconds;
        println!("{name}: {:.0} MB/s; strays {:.0} MB/s", speed(best), speed(stray));
    }
}

/// Seconds of one call, in the mean of half a second of them.
fn measured(work: impl Fn() -> usize) -> f64 {
    let (start, mut n) = (seconds(), 0);
    while n < 3 || seconds() - start < 0.5 {
        std::hint::black_box(work());
        n += 1;
    }
    (seconds() - start) / f64::from(n)
}

/// Seconds that this thread was on a core, where Linux tells; else by the clock.
fn seconds() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let cpu = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = cpu.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64(), |n| n / 1e9)
}

fn show(what: &str, want: &str, got: &str) {
    let at = want.chars().zip(got.chars()).position(|(a, b)| a != b).unwrap_or(0);
    let part = |text: &str| text.chars().skip(at.saturating_sub(5)).take(16).collect::<String>();
    println!("    {what} {} | {}", part(want), part(got));
}
