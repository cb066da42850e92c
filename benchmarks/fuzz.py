"""Give broken files to what reads people's files: `python benchmarks/fuzz.py --seconds 60 [--seed 1]`.

A mutator takes small files of each format, files in tests, and files named as arguments. It cuts, copies,
repeats and joins pieces of them, and reads the outcome as exports, sheets, queries and codebooks. Anything
but a result or a ReviewError is a finding. Findings are printed and written to `--keep`, and the script exits
with 1. Seconds are CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from hostile import HOSTILE, zip_up

from cireview.errors import ReviewError
from cireview.formats import check_export, read_export, write_export
from cireview.protocol import Codebook, load_model
from cireview.query import parse_query
from cireview.tables.spreadsheets import parse_sheet

TESTS = Path(__file__).parents[1] / "tests"
ONCE_FAILED = TESTS / "formats" / "once_failed"
LONGEST, SLOWEST = 20_000, 20
SIGNS = [
    *(sign.encode() for sign in '{}"@=,;\n\r\t\0<>&#%\\*()'),
    *(b" and ", b" OR ", b"  - ", b"TY  - JOUR\n", b"ER  - \n", b"@article{", b"PT J\n", b"PMID- "),
    *(b"%0 ", b"<1. >\n", b"<record>", b"</record>"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xed\xa0\x80"),
]
QUERIES = [
    'TITLE("a b*") AND (c OR d) NOT e',
    "(a NEAR/3 b):ti,ab",
    "#1 OR #2",
    '"a',
    "exp Foo/ and (bar*).tw.",
]
RIS = b"TY  - JOUR\nTI  - T\nAU  - Roe, A\nPY  - 2001\nDO  - 10.5555/a\nAB  - Words.\nER  - \n\n" * 2
# One of each format that `write_export` does not write, and of what is compressed.
SMALL = [
    *(RIS, gzip.compress(RIS), zip_up("a.ris", RIS)),
    b"FN Clarivate\nVR 1.0\nPT J\nAF Roe, Ann\nTI T\n   goes on\nPY 2001\nUT WOS:000200148800007\nER\n\nEF\n",
    b"%0 Journal Article\n%A Roe, A\n%T T\n%D 2001\n\n%0 Book\n%T U\n",
    b"RT Journal\nA1 Roe,A\nT1 T\nYR 2001\n\nRT Book\nT1 U\n",
    b"<1. >\nUI  - 1\nTI  - T\nAU  - Roe A\nSO  - J. 3(1):5-9, 2001.\n",
    b"<1>\nTitle\n  T\nAuthor\n  Roe A.\nSource\n  J. 3(1):5-9, 2001\n",
    b"Report Information from ProQuest\n"
    + b"_" * 36
    + b"\nTitle: T\nAuthor: Roe, A\nProQuest document ID: 1\n",
]
CODEBOOK = """dimensions:
  - id: a
    label: A
    question: Q?
    kind: single
    values:
      - {id: x, label: X, terms: [y]}
"""


def _read_file(content: bytes) -> None:
    with tempfile.NamedTemporaryFile(prefix="fuzz", dir=FOLDER) as file:
        file.write(content)
        file.flush()
        check_export(file.name)
        read_export(file.name, source="Fuzz")


def _read_codebook(content: bytes) -> None:
    path = Path(FOLDER, "codebook.yaml")
    path.write_bytes(content)
    load_model(path, Codebook, name="codebook.yaml")


TARGETS: dict[str, Callable[[bytes], object]] = {
    "export": _read_file,
    "sheet": lambda content: parse_sheet(content, name="sheet"),
    "query": lambda content: parse_query(content.decode("utf-8", "replace")),
    "codebook": _read_codebook,
}
FOLDER = tempfile.gettempdir()


def _list_files_of_tests() -> list[bytes]:
    """Return the small files of registers, reference managers and services that tests read."""
    sys.path.insert(0, str(TESTS))
    modules = [vars(import_module(f"formats.{name}")) for name in ("register_files", "test_structured")]
    held = [value for module in modules for name, value in module.items() if name.isupper()]
    texts = [value for value in held if isinstance(value, str)]
    objects = [
        value for value in held if isinstance(value, list | dict) and ("id" in value or "DOI" in value)
    ]
    return [text.encode() for text in (*texts, *map(json.dumps, objects))]


def _write_all() -> list[bytes]:
    """Return two records in each format that is written."""
    made = Path(FOLDER, "fuzz_seed")
    made.write_bytes(RIS)
    records = read_export(made, source="Fuzz").records
    written = []
    for name in ("ris", "bibtex", "nbib", "csv", "endnote_xml"):
        write_export(records, made, format=name)
        written.append(made.read_bytes())
    made.unlink()
    return written


def list_seeds(files: list[Path]) -> dict[str, list[bytes]]:
    """Return the seeds of each target."""
    kept = [path.read_bytes()[:LONGEST] for path in sorted(ONCE_FAILED.glob("*")) + files if path.is_file()]
    small = [make() for name, make in HOSTILE.items() if name.startswith(("xlsx: no", "xlsx: a chart"))]
    sheets = [b"record_id,title,decision,reason\na:1,T,include,\na:2,U,exclude,r1\n", *small]
    return {
        "export": kept + small + SMALL + _write_all() + _list_files_of_tests(),
        "sheet": sheets + kept[:20],
        "query": [query.encode() for query in QUERIES],
        "codebook": [CODEBOOK.encode()],
    }


def mutate(draw: random.Random, seeds: list[bytes]) -> bytes:
    """Return a seed with one to eight changes."""
    content = bytearray(draw.choice(seeds))
    for _ in range(draw.randint(1, 8)):
        start = draw.randint(0, len(content))
        end = min(len(content), start + draw.choice([1, 1, 2, 5, 20, 100, 1000]))
        change = draw.randrange(6)
        if change == 0:
            del content[start:end]
        elif change == 1:
            content[start:start] = draw.choice(SIGNS) * draw.choice([1, 1, 1, 2, 30])
        elif change == 2:
            content[start:end] = bytes(draw.randrange(256) for _ in range(min(end - start, 20)))
        elif change == 3:
            content[start:start] = content[start:end] * draw.choice([1, 2, 10])
        elif change == 4:
            other = draw.choice(seeds)
            place = draw.randint(0, len(other))
            content[start:end] = other[place : place + 300]
        else:
            del content[start:]
    return bytes(content[: 2 * LONGEST])


def try_one(target: str, content: bytes) -> str:
    """Return the traceback that reading `content` ends in, "" if it ends as it should."""
    signal.alarm(SLOWEST)
    try:
        TARGETS[target](content)
    except ReviewError:
        return ""
    except Exception:
        return traceback.format_exc()
    finally:
        signal.alarm(0)
    return ""


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"more than {SLOWEST} seconds")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", help="seeds")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir(), "findings"))
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _too_slow)
    draw, seeds, done = random.Random(asked.seed), list_seeds(asked.files), Counter[str]()
    found: dict[str, str] = {}
    while time.process_time() < asked.seconds:
        target = draw.choices(list(TARGETS), [7, 2, 1, 1])[0]
        content = mutate(draw, seeds[target])
        done[target] += 1
        if error := try_one(target, content):
            where = error.strip().splitlines()[-3].strip()
            if where not in found:
                found[where] = error
                asked.keep.mkdir(exist_ok=True)
                Path(asked.keep, f"{target}_{len(found)}").write_bytes(content)
                print(f"{target}: {error}", flush=True)
    print(f"{time.process_time():.0f} CPU s, {dict(done)}, {len(found)} findings")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
