"""PDFs of a few lines, written by hand."""


def pdf(*pages):
    """Return a PDF with these lists of lines (bytes in Latin-1) as its pages."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = b"".join(b"(%s) Tj T* " % _escape(line) for line in lines)
        stream = b"BT /F1 10 Tf 12 TL 50 750 Td " + shown + b"ET"
        resources = b"/Resources << /Font << /F1 3 0 R >> >>"
        place = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R" % (5 + 2 * number)
        objects += [b"<< " + place + b" " + resources + b" >>"]
        objects += [b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream"]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + head + table + tail


def _escape(line):
    return line.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


ARTICLE = [
    b"The collective",
    b"impact of gardens on child-",
    b"ren was studied in four schools of a town in the north, and parents were",
    b"asked about well-being. Families ate more carrots and spinach than they did",
    b"before, which the teachers had not expected at all. Nobody knows why that is.",
]
TEXT = (
    "The collective impact of gardens on children was studied in four schools of a town in the north, and "
    "parents were asked about well-being. Families ate more carrots and spinach than they did before, which "
    "the teachers had not expected at all. Nobody knows why that is."
)
