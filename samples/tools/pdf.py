"""Writes small PDF files by hand: Chinese fonts that are not embedded, wrapped paragraphs, ruled tables. No compression,
so that every machine writes the same bytes."""

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 79, 521, 740, 100
NO_LINE_START = "，。、；：？！）》”’％%"

FONTS = {
    # name: (BaseFont, CMap, Python codec, CID range of the narrow ASCII glyphs, kind of CID font)
    "song": ("STSong-Light", "UniGB-UCS2-H", "utf-16-be", (1, 95), "CIDFontType0"),
    "fang": ("FangSong", "GBK-EUC-H", "gbk", (814, 939), "CIDFontType2"),
}


def width(text, size):
    return sum(size / 2 if ord(c) < 128 else size for c in text)


def wrap(text, size, room, indent=0.0):
    """Lines of at most `room` points; no line begins with a closing sign."""
    lines, line, used = [], "", indent
    for c in text:
        w = width(c, size)
        if used + w > room + 0.01 and c not in NO_LINE_START:
            lines.append(line)
            line, used = "", 0.0
        line += c
        used += w
    return lines + [line]


class Pdf:
    def __init__(self, font, title, head="", foot=True):
        self.font = FONTS[font]
        self.title, self.head, self.foot = title, head, foot
        self.pages = []
        self.new_page()

    def new_page(self):
        self.ops = []
        self.pages.append(self.ops)
        self.y = TOP
        if self.head:
            self.text(LEFT, 790, 10.5, self.head)
        if self.foot:
            label = f"— {len(self.pages)} —"
            self.text((WIDTH - width(label, 14)) / 2, 56, 14, label)

    def text(self, x, y, size, text):
        codec = self.font[2]
        self.ops.append(f"BT /F1 {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{text.encode(codec).hex().upper()}> Tj ET")

    def line(self, x1, y1, x2, y2):
        self.ops.append(f"0.5 w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def paragraph(self, style, text, size=16, leading=28):
        room = RIGHT - LEFT
        if style == "title":
            size, leading = 22, 34
        indent = 2 * size if style in ("p", "h1", "h2") else 0
        for number, line in enumerate(wrap(text, size, room, indent)):
            if self.y < BOTTOM:
                self.new_page()
            x = LEFT + (indent if number == 0 else 0)
            if style == "title":
                x = (WIDTH - width(line, size)) / 2
            if style == "right":
                x = RIGHT - 2 * size - width(line, size)
            self.text(x, self.y, size, line)
            self.y -= leading
        if style == "title":
            self.y -= 14

    def table(self, head, rows, columns, size=10.5, leading=15):
        """A ruled table. `^` in a cell: it is merged with the cell above. The head row is repeated on each page."""
        edges = [(WIDTH - sum(columns)) / 2]
        for w in columns:
            edges.append(edges[-1] + w)

        def shape(row):
            cells = [wrap(cell, size, w - 8) if cell != "^" else None for cell, w in zip(row, columns)]
            return cells, max(len(cell) for cell in cells if cell) * leading + 8

        def put(row, first_on_page, last_on_page, below):
            cells, height = shape(row)
            top, bottom = self.y, self.y - height
            for column, cell in enumerate(cells):
                x1, x2 = edges[column], edges[column + 1]
                self.line(x1, top, x1, bottom)
                self.line(x2, top, x2, bottom)
                if cell is not None or first_on_page:
                    self.line(x1, top, x2, top)
                if last_on_page or below is None or below[column] != "^":
                    self.line(x1, bottom, x2, bottom)
                for number, text in enumerate(cell or []):
                    self.text(x1 + 4, top - 4 - size - number * leading, size, text)
            self.y = bottom

        put(head, True, False, rows[0])
        fresh = False
        for at, row in enumerate(rows):
            below = rows[at + 1] if at + 1 < len(rows) else None
            next_height = shape(below)[1] if below else 0
            here = shape(row)[1]
            last = below is not None and self.y - here - next_height < BOTTOM - 20
            put(row, fresh, last, below)
            fresh = False
            if last:
                self.new_page()
                put(head, True, False, None)
                fresh = True
        self.y -= 30

    def bytes(self):
        base, cmap, _, (first, last), kind = self.font
        objects = {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            3: f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /{cmap} /DescendantFonts [4 0 R] >>",
            4: f"<< /Type /Font /Subtype /{kind} /BaseFont /{base} /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
               f"/Supplement 2 >> /DW 1000 /W [{first} {last} 500] /FontDescriptor 5 0 R >>",
            5: f"<< /Type /FontDescriptor /FontName /{base} /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
               "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
            6: "<< /Title <FEFF" + self.title.encode("utf-16-be").hex().upper()
               + "> /Producer (Lantai samples) /CreationDate (D:20250101080000+08'00') >>",
        }
        kids = []
        for ops in self.pages:
            number = 7 + 2 * len(kids)
            stream = "\n".join(ops) + "\n"
            objects[number] = (f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
                               f"/Resources << /Font << /F1 3 0 R >> >> /Contents {number + 1} 0 R >>")
            objects[number + 1] = f"<< /Length {len(stream)} >>\nstream\n{stream}endstream"
            kids.append(f"{number} 0 R")
        objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
        out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number in sorted(objects):
            offsets.append(len(out))
            out += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode("ascii")
        xref = len(out)
        out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode("ascii")
        for offset in offsets:
            out += f"{offset:010d} 00000 n \n".encode("ascii")
        out += f"trailer\n<< /Size {len(offsets) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{xref}\n%%EOF\n".encode("ascii")
        return bytes(out)
