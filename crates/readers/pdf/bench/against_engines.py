#!/usr/bin/env python3
"""Compares the characters that the PDF reader finds with those of three other engines.

For every file: bag recall and precision of our characters against the median count per character of pdftotext, mutool
and pypdfium2. Blanks, controls, U+FFFD and marks without width are ignored on all sides; radicals and ligatures count as
the characters that they stand for, because engines differ in folding them;
so do the dots in the middle of the line, which two of the engines read as a mathematical sign.

    cargo build --release -p lantai-pdf --example dump
    python3 crates/readers/pdf/bench/against_engines.py [--dump PATH] [--show] [FILE.pdf …]

Without files it measures ../shared/corpus/docs/files/pdf_zh. Needs poppler-utils, mupdf-tools and `pip install
pypdfium2`; prints why and leaves with 0 where an engine, the files or the example is absent. Leaves with 1 where the mean
recall is below .999 or the mean precision below .998.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
CORPUS = ROOT.parent / "shared/corpus/docs/files/pdf_zh"
RECALL, PRECISION, EACH = 0.999, 0.998, 0.99


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(0)


def radicals():
    """The supplement's radicals, which Unicode does not decompose."""
    table = {}
    for line in (ROOT / "crates/text/data/radicals.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not line.startswith("#") and len(cells) >= 2 and len(cells[0]) == 1 and len(cells[1]) == 1:
            table[cells[0]] = cells[1]
    return table


RADICALS = radicals()


def bag(text):
    out = Counter()
    for c in text:
        if c in RADICALS:
            c = RADICALS[c]
        elif "\u2f00" <= c <= "\u2fdf" or "\ufb00" <= c <= "\ufb06" or "\uf900" <= c <= "\ufaff":
            c = unicodedata.normalize("NFKC", c)
        elif c in "\u00ad\u2010\u2011":
            c = "-"
        elif c == "\u22ef":
            c = "…"
        for d in c:
            if not d.isspace() and unicodedata.category(d) not in ("Cc", "Cf", "Cs") and d not in "\ufffd\ufe0f\ufffe\uffff":
                out[d] += 1
    return out


def run(command):
    try:
        done = subprocess.run(command, capture_output=True, timeout=120)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace")


def pdfium(path):
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return ""
    pages = []
    for page in document:
        pages.append(page.get_textpage().get_text_range())
    return "\n".join(pages)


def engines(path):
    return [
        run(["pdftotext", "-enc", "UTF-8", path, "-"]),
        run(["mutool", "draw", "-q", "-F", "txt", "-o", "-", path]),
        pdfium(path),
    ]


def score(ours, texts):
    bags = [bag(text) for text in texts]
    median = Counter()
    for c in set().union(*bags):
        count = statistics.median(b[c] for b in bags)
        if count:
            median[c] = int(count)
    hits = sum(min(n, ours[c]) for c, n in median.items())
    total, own = sum(median.values()), sum(ours.values())
    recall = hits / total if total else 1.0
    precision = hits / own if own else (1.0 if not total else 0.0)
    missing, extra = median - ours, ours - median
    return recall, precision, total, own, missing, extra


def main():
    parser = argparse.ArgumentParser()
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser.add_argument("--dump", default=target / "release/examples/dump")
    parser.add_argument("--show", action="store_true", help="print which characters differ")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    if not Path(options.dump).exists():
        skip(f"no {options.dump}; build it with: cargo build --release -p lantai-pdf --example dump")
    for tool in ("pdftotext", "mutool"):
        if not shutil.which(tool):
            skip(f"{tool} is not installed")
    try:
        import pypdfium2  # noqa: F401
    except ImportError:
        skip("pypdfium2 is not installed")
    files = options.files or sorted(str(p) for p in CORPUS.glob("*.pdf"))
    if not files:
        skip(f"no files in {CORPUS}")
    rows = []
    for path in files:
        ours = bag(run([str(options.dump), "--all", path]))
        recall, precision, total, own, missing, extra = score(ours, engines(path))
        rows.append((recall, precision))
        mark = "*" if min(recall, precision) < EACH else " "
        print(f"{mark} {recall:.4f} {precision:.4f} {total:7} {own:7} {os.path.basename(path)}", flush=True)
        if options.show and (missing or extra):
            listed = lambda bag: " ".join(f"{c}{n}" for c, n in sorted(bag.items(), key=lambda pair: (-pair[1], pair[0]))[:25])
            print(f"    missing {sum(missing.values())}: {listed(missing)}\n    extra {sum(extra.values())}: {listed(extra)}")
    recall, precision = (statistics.mean(row[i] for row in rows) for i in (0, 1))
    print(f"mean of {len(rows)} files: recall {recall:.5f}, precision {precision:.5f}")
    if recall < RECALL or precision < PRECISION:
        sys.exit(1)


if __name__ == "__main__":
    main()
