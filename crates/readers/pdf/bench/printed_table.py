#!/usr/bin/env python3
"""Counts the cells of a task table that survive being printed to PDF by LibreOffice and by Chromium.

The table is the first of the seeds, 11 rows of 6 cells with long text. Each program prints it from the same HTML page,
Chromium also with its own head and foot on every page; the whole program reads it, and every cell must be there, in
order, with nothing beside them.

    cargo build --release
    python3 crates/readers/pdf/bench/printed_table.py [--lantai PATH]

Needs ../shared/seeds and soffice or chromium; prints why and leaves with 0 where they are absent. Leaves with 1 where a
cell is missing.
"""

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
COLUMNS = 6


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(0)


def tight(text):
    return re.sub(r"\s+", "", text)


def page(title, cells):
    rows = (cells[at : at + COLUMNS] for at in range(0, len(cells), COLUMNS))
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><meta charset=utf-8><h2>{html.escape(title)}</h2><table border=1 cellspacing=0>{body}</table></html>"


def prints(source, folder):
    """The PDFs that the programs on this machine print."""
    if soffice := shutil.which("soffice"):
        command = [soffice, "--headless", "--convert-to", "pdf", "--outdir", folder, source]
        subprocess.run(command, check=True, capture_output=True)
        yield "LibreOffice", folder / "page.pdf"
    if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        for name, options in (("Chromium", ["--no-pdf-header-footer"]), ("Chromium, head and foot", [])):
            out = folder / f"chromium{len(options)}.pdf"
            command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={out}", *options]
            subprocess.run([*command, source.as_uri()], check=True, capture_output=True)
            yield name, out


def tables(value):
    """The text of all cells of all tables in a conversion, in order."""
    if isinstance(value, list):
        for inner in value:
            yield from tables(inner)
    elif isinstance(value, dict) and value.get("type") == "table":
        yield from texts(value["rows"])
    elif isinstance(value, dict):
        for inner in value.values():
            yield from tables(inner)


def texts(value):
    if isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, dict) and isinstance(value.get("text"), str):
        yield value["text"]
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--lantai", default=ROOT / "target/release/lantai")
    lantai = arguments.parse_args().lantai
    if not Path(lantai).exists():
        skip(f"there is no {lantai}; run cargo build --release")
    seeds = sorted((ROOT.parent / "shared/seeds").glob("000*.txt"))
    if not seeds:
        skip("there is no ../shared/seeds beside this checkout")
    if not any(map(shutil.which, ("soffice", "chromium", "google-chrome"))):
        skip("neither LibreOffice nor Chromium is installed")
    title, table = seeds[0].read_text(encoding="utf-8").split("\n", 1)
    cells = [cell.strip().replace("\n", "") for cell in table.split("|") if tight(cell)]
    wanted = [tight(cell) for cell in cells]
    complete = True
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page(title, cells), encoding="utf-8")
        for name, pdf in prints(source, Path(folder)):
            run = subprocess.run([lantai, "convert", pdf, "--to", "json", "--quiet"], capture_output=True, check=True)
            found = [tight(cell) for cell in tables(json.loads(run.stdout)["document"]) if tight(cell)]
            missing = [cell for cell in wanted if cell not in found]
            print(f"{name}: {len(wanted) - len(missing)} of {len(wanted)} cells, nothing else: {found == wanted}")
            complete &= not missing
    sys.exit(0 if complete else 1)


if __name__ == "__main__":
    main()
