#!/usr/bin/env python3
"""Measures documents and pages per CPU-second: the whole pipeline to Markdown against pypdfium2 and pdftotext.

    cargo build --release -p lantai-cli -p lantai-markdown
    python3 crates/readers/pdf/bench/speed.py [--rounds N] [--pages N]

Each engine converts each set in one process on one thread; the engines take turns, and the best of the rounds counts, so
that a busy machine disturbs all of them alike. The sets are ../shared/peers/corpus/pdf-stsong and pdf-lo, and a text
document of 300 pages (and of --pages) made with reportlab. Prints why and leaves with 0 where something is absent.
"""

import argparse
import importlib.util
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
PEERS = ROOT.parent / "shared/peers/corpus"
PDFIUM = """
import sys, pypdfium2
for path in sys.argv[1:]:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_bounded()
"""


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(0)


def text_document(path, pages):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    words = "云河市人民政府办公室关于做好重点工作任务分工落实，各区县各部门要认真组织实施、按季度报送进展情况，确保全年目标完成"
    sheet = canvas.Canvas(str(path), pageCompression=1)
    at = 0
    for page in range(1, pages + 1):
        sheet.setFont("STSong-Light", 14)
        for line in range(34):
            # Paragraphs of four lines, the first one indented, the last one short.
            first, last = line % 4 == 0, line % 4 == 3
            length = 28 if first else 17 if last else 30
            text = "".join(words[(at + i) % len(words)] for i in range(length)) + ("。" if last else "")
            at += length + 7
            sheet.drawString(108 if first else 80, 770 - 20 * line, text)
        sheet.setFont("STSong-Light", 10)
        sheet.drawString(290, 40, f"— {page} —")
        sheet.showPage()
    sheet.save()


def cpu(command):
    """CPU seconds and peak memory in MB of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        print(f"  {command[0]} ended with {child.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    parser.add_argument("--bin", default=target / "lantai")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=3000)
    options = parser.parse_args()
    lantai = Path(options.bin)
    if not lantai.exists():
        skip(f"no {lantai}; build it with: cargo build --release -p lantai-cli -p lantai-markdown")
    for module in ("pypdfium2", "reportlab"):
        # Found, not loaded: a child's peak memory begins with its parent's.
        if not importlib.util.find_spec(module):
            skip(f"{module} is not installed")
    with tempfile.TemporaryDirectory() as folder:
        sets = {}
        for name in ("pdf-stsong", "pdf-lo"):
            files = sorted(str(path) for path in (PEERS / name).glob("*.pdf"))
            if files:
                # Many documents, so that starting a process counts little.
                sets[name] = (files * 10, len(files) * 10, "documents")
        for pages in (300, options.pages):
            path = Path(folder) / f"{pages}.pdf"
            subprocess.run([sys.executable, __file__, "--make", str(path), str(pages)], check=True)
            sets[f"{pages} pages"] = ([str(path)], pages, "pages")
        for name, (files, count, unit) in sets.items():
            # The same file under many names: outputs must not meet.
            inputs = Path(folder) / name.replace(" ", "-")
            inputs.mkdir()
            for i, path in enumerate(files):
                shutil.copy(path, inputs / f"{i:05}.pdf")
            copies = sorted(str(path) for path in inputs.iterdir())
            out = str(Path(folder) / "out")
            commands = {
                "lantai": [str(lantai), "convert", "-q", "-j", "1", "--plugin", str(lantai.parent), "-o", out, str(inputs)],
                "pypdfium2": [sys.executable, "-c", PDFIUM, *copies],
            }
            if shutil.which("pdftotext") and len(copies) == 1:
                commands["pdftotext"] = ["pdftotext", copies[0], "-"]
            best = {}
            for _ in range(options.rounds):
                for engine, command in commands.items():
                    shutil.rmtree(out, ignore_errors=True)
                    seconds, memory = cpu(command)
                    best[engine] = min(best.get(engine, (1e9, 0)), (seconds, memory))
            idle = min(cpu([sys.executable, "-c", "import pypdfium2"])[0] for _ in range(options.rounds))
            seconds, memory = best["pypdfium2"]
            best["pypdfium2"] = (max(seconds - idle, 1e-6), memory)
            ours = best["lantai"][0]
            print(name)
            for engine, (seconds, memory) in best.items():
                print(f"  {engine:10} {count / seconds:9.1f} {unit}/s {memory:7.1f} MB   lantai is {seconds / ours:.2f} × as fast")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        text_document(sys.argv[2], int(sys.argv[3]))
    else:
        main()
