#!/usr/bin/env python3
"""Makes 35 PDFs of the kinds that governments publish, and measures what the reader recovers of the text put into them.

Word processor, browser and PDF libraries as writers; fonts of every Chinese encoding, embedded or not, with and without
ToUnicode; encrypted, compressed, linearized and damaged files. For each file: recall and precision of the characters,
and the share of the text that comes back in the right order; blanks do not count. Of the file that is cut off only a
clear word is asked.

    cargo build --release -p lantai-pdf --example dump
    python3 crates/readers/pdf/bench/synthetic.py [--dump PATH] [--keep FOLDER] [--samples] [CASE …]

The texts are ../shared/seeds, or the project's samples where those are absent or `--samples` is given. Needs
`pip install pikepdf reportlab pymupdf fonttools`, soffice, chromium, fontconfig with a Chinese font, and poppler-data. A
case whose tool or font is absent is printed as skipped, with its reason; without the example it says so and leaves with
0. Leaves with 1 where a figure of a case is below .99, or the cut file is read without a word.
"""

import argparse
import difflib
import functools
import glob
import html
import importlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
SEEDS = ROOT.parent / "shared/seeds"
WANTED = 0.99
COLUMNS = 6  # of the task table
CMAPS = [f"{share}/poppler/cMap/*/" for share in ("/usr/share", "/usr/local/share", "/opt/homebrew/share")]
CMAPS += ["/usr/share/ghostscript/*/Resource/CMap/", "/var/lib/ghostscript/CMap/"]
# The characters of a collection that are half as wide as the others, as writers state them.
LATIN = f"[{'500 ' * 95}]"
HALF = {"GB1": f"1 {LATIN} 814 {LATIN}", "CNS1": f"1 {LATIN} 13648 {LATIN}", "Identity": ""}
ASCII_ONLY = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Part def /CMapType 2 def
1 begincodespacerange <00> <80> endcodespacerange 1 beginbfrange <20> <7e> <0020> endbfrange endcmap end end"""
# A flat OpenDocument text: page and paragraphs as official letters have them.
URN = "urn:oasis:names:tc:opendocument:xmlns"
DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:office="{URN}:office:1.0" xmlns:text="{URN}:text:1.0" xmlns:style="{URN}:style:1.0" xmlns:table="{URN}:table:1.0"
 xmlns:fo="{URN}:xsl-fo-compatible:1.0">""" + """
<office:styles><style:default-style style:family="paragraph"><style:text-properties fo:font-family="{family}"
 style:font-family-asian="{family}" fo:font-size="{size}pt" style:font-size-asian="{size}pt"/></style:default-style>
<style:style style:name="Body" style:family="paragraph">
<style:paragraph-properties fo:text-indent="{indent}pt" fo:line-height="{leading}pt"/></style:style>
<style:style style:name="Middle" style:family="paragraph">
<style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="Small" style:family="paragraph">
<style:text-properties fo:font-size="9pt" style:font-size-asian="9pt"/></style:style>
</office:styles><office:automatic-styles><style:style style:name="Cell" style:family="table-cell">
<style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="2pt"/></style:style>
<style:page-layout style:name="Sheet"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin-top="2.7cm" fo:margin-bottom="2.5cm" fo:margin-left="2.8cm" fo:margin-right="2.6cm">
<style:columns fo:column-count="{columns}" fo:column-gap="0.75cm"/></style:page-layout-properties>
<style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Sheet">
<style:header>{head}</style:header><style:footer>{foot}</style:footer></style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""
# Seed and samples of each text.
TEXTS = {
    "table": ("000", ["task-table-text"]),
    "report": ("001", ["farm-report-text"]),
    "gazette": ("002", ["key-points-text", "farm-report-text", "progress-text"]),
    "points": ("003", ["key-points-text"]),
    "progress": ("004", ["progress-text"]),
}


class Skip(Exception):
    """A case cannot be made here: why."""


def package(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        raise Skip(f"the Python package {name.split('.')[0]} is not installed") from None


def tool(*names):
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise Skip(f"{' or '.join(names)} is not installed")
    return found


def chinese_fonts():
    """(file, number within the file, family) of all fonts for simplified Chinese."""
    form = "--format=%{file}\t%{index}\t%{family[0]}\n"
    listed = subprocess.run([tool("fc-list"), form, ":lang=zh-cn"], capture_output=True, text=True, check=True).stdout
    if not listed:
        raise Skip("fontconfig knows no Chinese font")
    return sorted((file, int(at), family) for file, at, family in (line.split("\t") for line in listed.splitlines()))


def truetype():
    """The first Chinese font with TrueType outlines, the kind that /FontFile2 holds."""
    fonttools = package("fontTools.ttLib")
    for file, at, _ in chinese_fonts():
        font = fonttools.TTFont(file, fontNumber=at & 0xFFFF)
        if "glyf" in font:
            return font
    raise Skip("no Chinese font has TrueType outlines")


def cmap(name):
    """A predefined CMap as codes → CIDs."""
    files = [file for folder in CMAPS for file in glob.glob(folder + name)]
    if not files:
        raise Skip(f"no CMap {name}; poppler-data is not installed")
    source = Path(files[0]).read_text("latin1")
    base = re.search(r"/(\S+) usecmap", source)
    table = cmap(base[1]) if base else {}
    for block in re.findall(r"begincid(?:range|char)(.*?)endcid", source, re.S):
        for first, last, cid in re.findall(r"<(\w+)>\s*(?:<(\w+)>)?\s*(\d+)", block):
            start = int(first, 16)
            for i in range(int(last or first, 16) - start + 1):
                table[(start + i).to_bytes(len(first) // 2, "big")] = int(cid) + i
    return table


def text_of(name, samples):
    if name == "all":
        # The reports of a year; bars would be told as a table's.
        return "\n".join(text_of(each, samples) for each in TEXTS).replace("|", "、") * 9
    seed, slugs = TEXTS[name]
    files = [] if samples else sorted(SEEDS.glob(f"{seed}*.txt"))
    files = files or [ROOT / "samples" / slug / "source.txt" for slug in slugs]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def paragraphs(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def lines_of(text, width):
    """Lines as a program sets them that knows no more than how many characters fit."""
    return [p[at : at + width] for p in paragraphs(text) for at in range(0, len(p), width)]


def only(text, has):
    """The text without the characters that an encoding or font lacks."""
    return "".join(c for c in text if c == "\n" or has(c))


def title_and_rows(text):
    """The title of a task table, its rows, and the text of both."""
    title, body = text.split("\n", 1)
    cells = [cell.strip().replace("\n", "") for cell in body.split("|")]
    return title, [cells[at : at + COLUMNS] for at in range(0, len(cells), COLUMNS)], "\n".join([title, *cells])


# From here to CASES: makers. Each writes one PDF and gives the text that is to be found in it.
def office(text, out, table=False, columns=1, head="", tagged=False):
    """A document by LibreOffice. With a head, pages are numbered as letters are: — 1 —."""
    soffice, family = tool("soffice", "libreoffice"), chinese_fonts()[0][2]
    marked = lambda style, text: f'<text:p text:style-name="{style}">{html.escape(text)}</text:p>'
    cell = lambda text: f'<table:table-cell table:style-name="Cell">{marked("Small", text)}</table:table-cell>'
    if table:
        title, rows, text = title_and_rows(text)
        grid = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>\n" for row in rows)
        column = f'<table:table-column table:number-columns-repeated="{COLUMNS}"/>'
        body = marked("Middle", title) + f"<table:table>{column}{grid}</table:table>"
    else:
        body = "\n".join(marked("Body", paragraph) for paragraph in paragraphs(text))
    # Letters stand in 16 points, gazettes with columns in 10.5.
    size, leading = (16, 28) if columns == 1 else (10.5, 18)
    foot = marked("Middle", "— %s —") % "<text:page-number/>" if head else ""
    values = {"family": family, "size": size, "leading": leading, "indent": 2 * size, "columns": columns, "foot": foot}
    source = out.with_suffix(".fodt")
    source.write_text(DOCUMENT.format(head=marked("Small", head), body=body, **values), encoding="utf-8")
    profile = (out.parent / "soffice").absolute().as_uri()
    export = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}' if tagged else "pdf"
    command = [soffice, "--headless", f"-env:UserInstallation={profile}", "--convert-to", export, "--outdir"]
    printed_by([*command, out.parent, source], out)
    return text


def browser(text, out, table=False, columns=1):
    """A page by Chromium, with the head and foot that it prints."""
    chromium, family = tool("chromium", "google-chrome"), chinese_fonts()[0][2]
    if table:
        title, rows, text = title_and_rows(text)
        cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
        body = f"<h2>{html.escape(title)}</h2><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
    else:
        body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs(text))
    style = f'body{{font:14px/1.8 "{family}"}} p{{text-indent:2em;margin:0}} div{{column-count:{columns};column-gap:2em}}'
    style += "table{border-collapse:collapse} td{border:1px solid;padding:4px}"
    source = out.with_suffix(".html")
    page = f"<!doctype html><html lang=zh><meta charset=utf-8><title>{out.stem}</title><style>{style}</style>"
    source.write_text(f"{page}<div>{body}</div>" if columns > 1 else page + body, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={out}"]
    printed_by([chromium, *options, source.absolute().as_uri()], out)
    return text


def printed_by(command, out):
    out.unlink(missing_ok=True)
    subprocess.run(command, capture_output=True, timeout=300)
    if not out.exists():
        raise Skip(f"{Path(command[0]).name} wrote nothing")


def reportlab_lines(text, out):
    """Lines by reportlab in STSong-Light, which viewers supply."""
    canvas, cid = package("reportlab.pdfgen.canvas"), package("reportlab.pdfbase.cidfonts")
    package("reportlab.pdfbase.pdfmetrics").registerFont(cid.UnicodeCIDFont("STSong-Light"))
    sheet, lines = canvas.Canvas(str(out)), lines_of(text, 36)
    for page in pages_of(lines, 40):
        sheet.setFont("STSong-Light", 12)
        for row, line in enumerate(page):
            sheet.drawString(60, 800 - 18 * row, line)
        sheet.showPage()
    sheet.save()
    return "\n".join(lines)


def mupdf_lines(text, out, by_name):
    """Lines by MuPDF, in a font by name or in a subset of the library's own."""
    pymupdf = package("pymupdf")
    document, font, lines = pymupdf.open(), pymupdf.Font("china-s"), lines_of(text, 34)
    for page_lines in pages_of(lines, 38):
        page = document.new_page()
        writer = pymupdf.TextWriter(page.rect)
        for row, line in enumerate(page_lines):
            if by_name:
                page.insert_text((60, 60 + 19 * row), line, fontname="china-s", fontsize=13)
            else:
                writer.append((60, 60 + 19 * row), line, font=font, fontsize=13)
        writer.write_text(page)
    document.subset_fonts()
    document.save(out, garbage=3, deflate=True)
    return "\n".join(lines)


def pages_of(lines, count):
    return [lines[at : at + count] for at in range(0, len(lines), count)]


def predefined(text, out, encoding, codec, **font):
    """A font that is not embedded, shown by the codes of a predefined CMap."""
    lines = lines_of(only(text, lambda c: c.encode(codec, "ignore")), 30)
    return composite(out, lines, encoding, lambda line: line.encode(codec), **font)


def bare_cids(text, out):
    """A font that is not embedded, shown by the numbers of its characters in Adobe-GB1."""
    table = cmap("UniGB-UTF16-H")
    cid = lambda c: table.get(c.encode("utf-16-be"))
    lines = lines_of(only(text, cid), 30)
    return composite(out, lines, "Identity-H", lambda line: b"".join(cid(c).to_bytes(2, "big") for c in line))


def embedded(text, out, by_glyph):
    """An embedded TrueType subset without ToUnicode, shown by its glyphs or by GBK and a map from CIDs to glyphs."""
    font, subset = truetype(), package("fontTools.subset")
    covered = font.getBestCmap()
    text = only(text, lambda c: c.encode("gbk", "ignore") and ord(c) in covered)
    for tag in {"BDF ", "FFTM", "GSUB", "GPOS", "morx", "kern", "vhea", "vmtx"} & set(font.keys()):
        del font[tag]
    subsetter = subset.Subsetter()
    subsetter.populate(text=text)
    subsetter.subset(font)
    program = io.BytesIO()
    font.flavor = None
    font.save(program)
    glyph = {chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()}
    lines, program = lines_of(text, 30), program.getvalue()
    if by_glyph:
        code = lambda line: b"".join(glyph[c].to_bytes(2, "big") for c in line)
        return composite(out, lines, "Identity-H", code, "Identity", "ABCDEF+FangSong", program=program)
    table, glyphs = cmap("GBK-EUC-H"), bytearray(0x20000)
    for c in set("".join(lines)):
        cid = table[c.encode("gbk")]
        glyphs[2 * cid : 2 * cid + 2] = glyph[c].to_bytes(2, "big")
    code = lambda line: line.encode("gbk")
    return composite(out, lines, "GBK-EUC-H", code, "GB1", "ABCDEF+FZXBSJW--GB1-0", program=program, glyphs=glyphs)


def composite(out, lines, encoding, code, ordering="GB1", name="STSong-Light", program=None, glyphs=None, unicode=None):
    """Lines in one Type0 font; columns from the right where its CMap is a vertical one."""
    pikepdf = package("pikepdf")
    pdf = pikepdf.new()
    outlines, supplement = (2, 0) if program else (0, 4)
    font = pikepdf.Object.parse(
        f"""<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{encoding} /DescendantFonts [
        << /Type /Font /Subtype /CIDFontType{outlines} /BaseFont /{name} /DW 1000 /W [{HALF[ordering]}]
        /CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement {supplement} >>
        /FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0
        /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >> ] >>""".encode()
    )
    inner = font.DescendantFonts[0]
    if program:
        inner.FontDescriptor.FontFile2 = pdf.make_stream(program)
    if glyphs:
        inner.CIDToGIDMap = pdf.make_stream(bytes(glyphs))
    if unicode:
        font.ToUnicode = pdf.make_stream(unicode)
    inner.FontDescriptor = pdf.make_indirect(inner.FontDescriptor)
    font.DescendantFonts[0] = pdf.make_indirect(inner)
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    for page_lines in pages_of(lines, 36):
        shown = ["BT /F1 14 Tf"]
        for row, line in enumerate(page_lines):
            x, y = (540 - 14 * row, 780) if encoding.endswith("-V") else (72, 780 - 20 * row)
            shown.append(f"1 0 0 1 {x} {y} Tm <{code(line).hex()}> Tj")
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = resources
        page.obj.Contents = pdf.make_stream("\n".join([*shown, "ET"]).encode())
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return "\n".join(lines)


@functools.cache
def letter(text, folder):
    """The file that others are made from, and its text: LibreOffice's, or reportlab's where there is no LibreOffice."""
    out = folder / "letter.pdf"
    try:
        return out, office(text, out, head="云河市人民政府公报")
    except Skip:
        return out, reportlab_lines(text, out)


def saved(text, out, packed=False, linearize=False, lock=None):
    """The letter, saved anew by qpdf's library: with object streams, for the web, or with its owner's password."""
    pikepdf = package("pikepdf")
    source, text = letter(text, out.parent)
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    encryption = pikepdf.Encryption(owner="owner", user="", **lock) if lock else None
    with pikepdf.open(source) as pdf:
        pdf.save(out, object_stream_mode=mode, linearize=linearize, encryption=encryption)
    return text


def damaged(text, out, damage, packed=None):
    """The letter as it was written, or saved anew with or without object streams, with wrong bytes."""
    if packed is None:
        source, text = letter(text, out.parent)
    else:
        source, text = out, saved(text, out, packed)
    out.write_bytes(damage(source.read_bytes()))
    return text


def wrong_start(pdf):
    return pdf[: pdf.rindex(b"startxref")] + b"startxref\n999\n%%EOF\n"


def without_table(pdf):
    table = pdf.rfind(b"\nxref")
    return pdf[: table if table > 0 else pdf.rindex(b"startxref")]


def halved_lengths(pdf):
    half = lambda found: b"/Length " + str(int(found[1]) // 2).zfill(len(found[1])).encode()
    return re.sub(rb"/Length (\d+)\b(?! \d+ R)", half, pdf)


MING = {"ordering": "CNS1", "name": "MSung-Light"}
CASES = [
    # Word processors: a task table over several pages; a letter with running head and — 1 —; a gazette in two columns;
    # a tagged file, as accessible publishing asks; a collection of a year.
    ("lo_000_table", office, "table", {"table": True}),
    ("lo_001_hf", office, "report", {"head": "云河市人民政府公报"}),
    ("lo_002_2col", office, "gazette", {"columns": 2, "head": "政府公报 2024年第3期"}),
    ("lo_003_tagged", office, "points", {"tagged": True}),
    ("lo_big", office, "all", {"head": "工作总结汇编"}),
    # Pages printed from a browser: table, article, columns.
    ("chr_000_table", browser, "table", {"table": True}),
    ("chr_004", browser, "progress", {}),
    ("chr_003_2col", browser, "points", {"columns": 2}),
    # Old offices' printer drivers: a font by name, text in GB 2312, in GBK, in its proportional twin, in GB 18030.
    ("cid_gbeuc", predefined, "points", {"encoding": "GB-EUC-H", "codec": "gb2312"}),
    ("cid_gbk", predefined, "points", {"encoding": "GBK-EUC-H", "codec": "gbk"}),
    ("cid_gbkp", predefined, "points", {"encoding": "GBKp-EUC-H", "codec": "gbk"}),
    ("cid_gbk2k", predefined, "points", {"encoding": "GBK2K-H", "codec": "gb18030"}),
    # Text set from top to bottom.
    ("cid_gbkV", predefined, "points", {"encoding": "GBK-EUC-V", "codec": "gbk"}),
    # Report generators of web applications: Unicode codes, in UCS-2 and UTF-16.
    ("cid_ucs2", predefined, "points", {"encoding": "UniGB-UCS2-H", "codec": "utf-16-be"}),
    ("cid_utf16", predefined, "points", {"encoding": "UniGB-UTF16-H", "codec": "utf-16-be"}),
    # Traditional systems: Big5 and Unicode for Adobe-CNS1.
    ("cid_b5", predefined, "points", {"encoding": "ETen-B5-H", "codec": "big5", **MING}),
    ("cid_unicns", predefined, "points", {"encoding": "UniCNS-UCS2-H", "codec": "utf-16-be", **MING}),
    # Typesetting systems that write the collection's own numbers.
    ("cid_ident_gb1", bare_cids, "points", {}),
    # Founder's and WPS's exports of official letters: an embedded subset without ToUnicode.
    ("emb_gbk_notouni", embedded, "points", {"by_glyph": False}),
    # Subsets by glyph number alone; only the font's own table tells the characters.
    ("emb_ident_notouni", embedded, "points", {"by_glyph": True}),
    # A ToUnicode of Latin letters only, in a font full of Chinese.
    ("cid_gbk_badtouni", predefined, "points", {"encoding": "GBK-EUC-H", "codec": "gbk", "unicode": ASCII_ONLY}),
    # PDF libraries of scripts: reportlab; MuPDF with a font by name and with a subset.
    ("rl_stsong", reportlab_lines, "report", {}),
    ("mu_chinas", mupdf_lines, "progress", {"by_name": True}),
    ("mu_embed", mupdf_lines, "progress", {"by_name": False}),
    # Files that may be read, but not printed or changed: AES of 256 and 128 bits, and the RC4 of twenty years ago.
    ("enc_aes256", saved, "report", {"lock": {"R": 6}}),
    ("enc_aes128", saved, "report", {"lock": {"R": 4}}),
    ("enc_rc4_40", saved, "report", {"lock": {"R": 2, "aes": False, "metadata": False}}),
    # Files made small, and files made for the web.
    ("objstm", saved, "report", {"packed": True}),
    ("linear", saved, "report", {"linearize": True}),
    # Wrong offsets: by an editor that changed bytes, also in a compressed file; by a server that stored its headers.
    ("dmg_startxref", damaged, "report", {"damage": wrong_start}),
    ("dmg_objstm", damaged, "report", {"packed": True, "damage": wrong_start}),
    ("dmg_prefix", damaged, "report", {"damage": lambda pdf: b"HTTP/1.1 200 OK\r\nX: y\r\n\r\n" * 3 + pdf}),
    # A download that lost its last block, the table of objects.
    ("dmg_noxref", damaged, "report", {"damage": without_table}),
    # Writers that count the bytes of streams wrongly.
    ("dmg_length", damaged, "report", {"packed": False, "damage": halved_lengths}),
    # A download that broke off: what cannot be read must be said.
    ("dmg_trunc", damaged, "report", {"damage": lambda pdf: pdf[: len(pdf) * 7 // 10]}),
]


def run(command):
    try:
        return subprocess.run(command, capture_output=True, timeout=120).stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return ""


def tight(text):
    return re.sub(r"\s+", "", text)


def score(wanted, found):
    """Recall and precision of characters, and the share of the wanted text that stands in matching runs of clauses."""
    hits = sum((Counter(wanted) & Counter(found)).values())
    left, right = (re.findall(r"[^。；，、：;,:|]*[。；，、：;,:|]?", text) for text in (wanted, found))
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    ordered = sum(len("".join(left[run.a : run.a + run.size])) for run in matcher.get_matching_blocks())
    size = max(1, len(wanted))
    return (hits / size, hits / max(1, len(found)), ordered / size)


def what_is_told(dump, pdf):
    """The error, or the first remark that makes the text partial or doubtful."""
    told = re.compile(rf"(?:{re.escape(str(pdf))}: |remark (?=Limited|Unclear))(.*)")
    return next((found[1] for line in run([dump, str(pdf)]).splitlines() if (found := told.match(line))), None)


def measure(case, folder, options):
    """Prints the case's line; true where it is good, None where it was skipped."""
    name, make, source, how = case
    pdf, dump = folder / f"{name}.pdf", str(options.dump)
    try:
        wanted = make(text_of(source, options.samples), pdf, **how)
    except Skip as reason:
        print(f"  skipped: {name}: {reason}", flush=True)
        return None
    if name == "dmg_trunc":
        told = what_is_told(dump, pdf)
        good, shown = bool(told), told or "read without a word"
    else:
        figures = score(tight(wanted), tight(run([dump, "--text", str(pdf)])))
        good, shown = min(figures) >= WANTED, " ".join(f"{figure:.4f}" for figure in figures)
    print(f"{' ' if good else '*'} {name:17} {shown}", flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser.add_argument("--dump", default=target / "release/examples/dump")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the files there")
    parser.add_argument("--samples", action="store_true", help="the project's own texts even where the seeds are")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="only these")
    options = parser.parse_args()
    if not Path(options.dump).exists():
        print(f"skipped: no {options.dump}; build it with: cargo build --release -p lantai-pdf --example dump")
        sys.exit(0)
    chosen = [case for case in CASES if not options.cases or case[0] in options.cases]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"  {'':17} recall prec.  order")
        results = [measure(case, folder, options) for case in chosen]
    good, bad, skipped = (sum(result is kind for result in results) for kind in (True, False, None))
    print(f"{len(results)} cases: {good} good, {bad} below {WANTED} or silent, {skipped} skipped")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
