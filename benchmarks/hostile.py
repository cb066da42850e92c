"""Read hostile files below 1 MB, each in a process of its own: `python benchmarks/hostile.py [NAME]`.

Prints for each file its size, the outcome, CPU seconds and the highest memory of the process, including
Python and its libraries. Exits with 1 if a file ends in a traceback, takes more than 10 CPU seconds or takes
more than 500 MB.
"""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart

MOST_SECONDS, MOST_MEMORY = 10.0, 500.0
READ = r"""
import re, sys, time
from cireview.errors import ReviewError
from cireview.formats import check_export, read_export
from cireview.tables.spreadsheets import parse_sheet
path = sys.argv[1]
content = open(path, "rb").read()
start = time.process_time()
try:
    check_export(path)
    reading = read_export(path, source="Hostile")
    said = f"{len(reading.records)} records, {len(reading.rejected)} rejected"
except ReviewError as error:
    said = str(error).removeprefix(path).strip(": ")[:90]
if sys.argv[2] == "sheet":
    try:
        parse_sheet(content, name="sheet")
    except ReviewError as error:
        said += " | " + str(error)[:60]
spent = time.process_time() - start
# Not ru_maxrss, which begins with that of the process that started this one.
memory = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) / 1e3
print(spent, memory, said, sep="\t")
"""


def zip_up(name: str, content: bytes) -> bytes:
    """Return a ZIP archive of one file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def _book(fill: Callable[[Workbook], None]) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    fill(book)
    book.save(stream)
    return stream.getvalue()


def _fill(*cells: tuple[int, int]) -> Callable[[Workbook], None]:
    def fill(book: Workbook) -> None:
        book.active.append(["Title", "Year"])
        book.active.append(["A", 2014])
        for row, column in cells:
            book.active.cell(row, column, "x")

    return fill


def _chart_alone(book: Workbook) -> None:
    book.create_chartsheet().add_chart(BarChart())
    del book[book.sheetnames[0]]


def _without(part: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book(_fill()))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if part not in name:
                new.writestr(name, old.read(name))
    return stream.getvalue()


def _strings(first: str, joint: str, times: int) -> bytes:
    lines = [f'@string{{a0 = "{first}"}}']
    lines += [f"@string{{a{n} = {joint.format(n - 1)}}}" for n in range(1, times)]
    return ("\n".join(lines) + f"\n@article{{z, title = a{times - 1}}}").encode()


def _many(entry: str, number: int, head: str = "") -> bytes:
    return (head + "".join(entry.format(n=n, m=n + 1) for n in range(number))).encode()


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
_ROW = (
    '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell'
    ' table:number-columns-repeated="1000000000"><text:p>x<text:s text:c="1000000000"/></text:p>'
    "</table:table-cell></table:table-row>"
)
_X = "x" * 100
HOSTILE: dict[str, Callable[[], bytes]] = {
    "bib: strings that double": lambda: _strings(_X, "a{0} # a{0}", 23),
    "bib: a string that takes itself": lambda: b'@string{a = "x"}\n' + b"@string{a = a # a}\n" * 40,
    "bib: strings of ten parts": lambda: _strings(_X, " # ".join(["a{0}"] * 10), 9),
    "bib: one long string, often used": lambda: _many(
        "@article{{k{n}, title = s}}\n", 10_000, f'@string{{s = "{"x" * 500_000}"}}\n'
    ),
    "bib: one long xdata, often used": lambda: _many(
        "@article{{k{n}, xdata = {{x}}}}\n", 10_000, f"@xdata{{x, abstract = {{{'x' * 500_000}}}}}\n"
    ),
    "bib: a chain of cross-references": lambda: _many(
        "@book{{k{n}, crossref = {{k{m}}}, title = {{T}}}}\n", 18_000),
    "bib: one names all others": lambda: _many(
        "@xdata{{k{n}, title = {{T}}}}\n",
        20_000,
        "@book{a, xdata = {" + ",".join(f"k{n}" for n in range(20_000)) + "}}\n",
    ),
    "bib: comments that are not closed": lambda: b"@comment{\n" * 90_000,
    "bib: entries that are not closed": lambda: b"@book{k,\n title = {T\n" * 40_000,
    "bib: fields that are not closed": lambda: b"@book{k,\n" + b" a = {x,\n" * 90_000,
    "bib: open braces": lambda: b"@book{k, title = " + b"{" * 900_000,
    "bib: braces in braces": lambda: b"@book{k, title = " + b"{" * 400_000 + b"}" * 400_000 + b"}",
    "bib: commas": lambda: b"@book{k" + b"," * 900_000 + b"}",
    "bib: blanks": lambda: b"@book{k, title = {a" + b" " * 900_000 + b"b}}",
    "bib: words": lambda: b"@book{k, title = {T}, " + b"word " * 180_000 + b"}",
    "bib: signs @": lambda: b"@a{" * 300_000,
    "bib: many names": lambda: b"@book{k, title={T}, author = {" + b"A, B and " * 90_000 + b"C}}",
    "ris: et al. and et al.": lambda: b"TY  - JOUR\nTI  - T\nAU  - A" + b" et al." * 120_000 + b"\nER  - \n",
    "ris: a name of blanks": lambda: b"TY  - JOUR\nTI  - T\nAU  - A, @;" + b" " * 900_000 + b"x\nER  - \n",
    "ris: starts and ends": lambda: b"TY  - \nER  - \n" * 60_000,
    "ris: one line": lambda: b"TY  - JOUR\nTI  - " + b"x" * 950_000,
    "ris: addresses": lambda: b"TY  - JOUR\nTI  - T\nUR  - " + b"ovid.com" * 110_000 + b"\nER  - \n",
    "ovid: a line of blanks": lambda: b"<1>\nTitle\n  A\nB" + b" " * 900_000 + b"x\n",
    "ovid: a source of blanks": lambda: b"<1. >\nTI  - A\nSO  - J" + b" " * 900_000 + b"x\n",
    "csv: wide header": lambda: b"title," + b"a," * 450_000 + b"\nT\n",
    "csv: quotation marks": lambda: b'title,abstract\n"' + b'""' * 450_000 + b'",x\n',
    "csv: commas": lambda: b"title,abstract\nT" + b"," * 900_000 + b"\n",
    "gzip: newlines": lambda: gzip.compress(b"TY  - JOUR\nTI  - T\n" + b"\n" * 100_000_000 + b"ER  - \n"),
    "gzip: newlines within the limit": lambda: gzip.compress(
        b"TY  - JOUR\nTI  - T\n" + b"\n" * 9_900_000 + b"ER  - \n"
    ),
    "gzip: zeros": lambda: gzip.compress(bytes(900_000_000), 9),
    "gzip: one line": lambda: gzip.compress(b"TY  - JOUR\nTI  - " + b"x" * 9_000_000),
    "zip: newlines": lambda: zip_up("a.ris", b"TY  - JOUR\nTI  - T\n" + b"\n" * 300_000_000),
    "zip: a table of one word": lambda: zip_up("a.csv", b"title\n" + b"T\n" * 4_900_000),
    "xml: elements in elements": lambda: b"<xml><records>" + b"<record>" * 100_000,
    "xml: depth": lambda: b"<xml><records><record>" + b"<a>" * 150_000 + b"</a>" * 100_000,
    "xml: entities": lambda: (
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><records><record>&b;</record></records>'
    ),
    "xml: empty records": lambda: b"<xml><records>" + b"<record></record>" * 50_000 + b"</records></xml>",
    "json: brackets": lambda: b"[" * 900_000,
    "json: many works": lambda: b"[" + b",".join([b'{"type":"book","title":"T"}'] * 30_000) + b"]",
    "json: many names": lambda: (
        b'[{"type":"book","title":"T","author":[' + b",".join([b'{"family":"A"}'] * 60_000) + b"]}]"
    ),
    "json: an open string": lambda: b'[{"type":"book","title":"' + b'\\"' * 450_000,
    "json: lines that are broken": lambda: b'{"type":"book","title":"T"\n' * 30_000,
    "euctr: open headings": lambda: b"Summary\nEudraCT Number: 2014-000001-42\n" + b"A.1 " * 220_000,
    "cochrane: tags": lambda: b"Record #1 of 1\nID: CD1\n" + b"AB: x\n" * 150_000,
    "xlsx: last cell of the first row": lambda: _book(_fill((1, 16_384))),
    "xlsx: last cell of all": lambda: _book(_fill((1_048_576, 16_384))),
    "xlsx: last column of many rows": lambda: _book(_fill(*((row, 16_384) for row in range(3, 20_000)))),
    "xlsx: no worksheet": lambda: _without("worksheets/"),
    "xlsx: no workbook": lambda: _without("xl/workbook.xml"),
    "xlsx: a chart alone": lambda: _book(_chart_alone),
    "xlsx: a part that unpacks to much": lambda: zip_up("xl/worksheets/sheet1.xml", bytes(500_000_000)),
    "ods: repeated cells": lambda: zip_up("content.xml", _ODS.format(_ROW * 2_000).encode()),
    "ods: depth": lambda: zip_up("content.xml", _ODS.format("<table:table-row>" * 100_000).encode()),
    "utf-16: half of a letter": lambda: b"\xff\xfeT\x00Y\x00" + b"\xd8" * 900_001,
}  # fmt: skip


def measure(name: str, folder: str) -> tuple[int, float, float, str]:
    """Return size, CPU seconds, highest memory in MB, and what came of reading the file called `name`."""
    path = Path(folder, "export.dat")
    path.write_bytes(HOSTILE[name]())
    kind = "sheet" if name.startswith(("xlsx", "ods", "csv")) else "export"
    command = [sys.executable, "-W", "ignore", "-c", READ, str(path), kind]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=6 * MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return path.stat().st_size, 6 * MOST_SECONDS, 0.0, "stopped"
    if done.returncode:
        return path.stat().st_size, 0.0, 0.0, f"TRACEBACK {done.stderr.strip().splitlines()[-1:]}"
    spent, memory, said = done.stdout.rstrip("\n").split("\t", 2)
    return path.stat().st_size, float(spent), float(memory), said


def main() -> None:
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in [name for name in HOSTILE if name.startswith(tuple(sys.argv[1:] or [""]))]:
            size, spent, memory, said = measure(name, folder)
            failed = spent > MOST_SECONDS or memory > MOST_MEMORY or said.startswith("TRACEBACK")
            worst = max(worst, int(failed))
            print(f"{name:38}{size:9,} B {spent:6.1f} s {memory:6.0f} MB  {'!! ' * failed}{said}", flush=True)
    sys.exit(worst)


if __name__ == "__main__":
    main()
