"""Compare how strategies are read and written by cireview, search-query and SRA Polyglot.

    python benchmarks/strategies.py FOLDER [--peer PYTHON] [--polyglot NODE_MODULES]

FOLDER has a folder for each syntax, named as `cireview query --from` takes it, with a strategy in each file:
`FOLDER/ovid_medline/gardens.txt`. PYTHON is the interpreter of an environment with search-query; NODE_MODULES
the folder in which npm put sra-polyglot (the library of the web page of that name).

Our own reader of a syntax reads the output of each tool. It is compared with what the same reader makes of
the strategy itself. So this comparison cannot show a mistake of the reader. `tests/query/test_orders.py` and
`docs/strategies.md` compare the reader with the vendors' pages.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from cireview.errors import QueryError
from cireview.query import Query, Strategy, find_database, read_strategy, write_strategy
from cireview.query.normal import without_lines
from cireview.query.tree import And, Near, Not, Or, Scoped

TARGETS = (
    *("pubmed", "ovid_medline", "embase", "cochrane", "cinahl"),
    *("ebsco", "web_of_science", "scopus", "proquest", "ovid_psycinfo"),
)
SEARCH_QUERY = {"pubmed": "pubmed", "web_of_science": "wos", "ebsco": "ebscohost", "cinahl": "ebscohost"}
POLYGLOT = {
    "pubmed": "pubmed",
    "ovid_medline": "ovid",
    "embase": "embase",
    "cochrane": "cochrane",
    "cinahl": "cinahl",
    "web_of_science": "wos",
    "scopus": "scopus",
}
SAME, FIELDS, REPORTED, SILENT = "same", "same but for fields", "differs, reported", "differs in silence"
UNREADABLE, REFUSED = "written, not readable", "refused"
OUTCOMES = (SAME, FIELDS, REPORTED, SILENT, UNREADABLE, REFUSED)

PEER = """
import contextlib, io, json, sys
from search_query.parser import parse
for line in sys.stdin:
    text, source, targets = json.loads(line)
    out = {}
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            query = parse(text, platform=source)
        except Exception:
            query = None
        for target in targets if query else ():
            try:
                out[target] = query.translate(target_syntax=target).to_string()
            except Exception:
                out[target] = None
    print(json.dumps(out if query else None))
"""
NODE = """
const polyglot = require(process.argv[2] + '/sra-polyglot');
for (const line of require('fs').readFileSync(0, 'utf8').split('\\n').filter(Boolean)) {
  let out = null;
  try { out = {}; const text = JSON.parse(line);
    for (const key of ['pubmed', 'ovid', 'embase', 'cochrane', 'cinahl', 'wos', 'scopus'])
      out[key] = polyglot.translate(text, key, {html: false}); } catch (error) { out = null; }
  console.log(JSON.stringify(out));
}
"""


def main() -> None:
    """Print two tables: what each tool read, and what became of what it wrote."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peer")
    parser.add_argument("--polyglot", type=Path)
    given = parser.parse_args()
    texts = [(path.parent.name, path.read_text("utf-8")) for path in sorted(given.folder.glob("*/*.txt"))]
    written = {"cireview": [_write(*one) for one in texts]}
    if given.peer:
        written["search-query"] = _ask_peer(given.peer, texts)
    if given.polyglot:
        written["SRA Polyglot"] = _ask_polyglot(given.polyglot, texts)
    _print_read(texts, written)
    _print_written(texts, written)


def _write(database: str, text: str) -> dict[str, tuple[str | None, bool]] | None:
    """Return what cireview writes for each target, and whether it reports a loss; None if it cannot read."""
    strategy = _read(text, database)
    if strategy is None:
        return None
    out: dict[str, tuple[str | None, bool]] = {}
    for target in TARGETS:
        try:
            native = write_strategy(strategy, database=target)
            out[target] = native.text, bool(native.losses or native.limits)
        except QueryError:
            out[target] = None, True
    return out


def _read(text: str, database: str) -> Strategy | None:
    try:
        return read_strategy(text, database=database)
    except QueryError:
        return None


def _ask_peer(python: str, texts: list[tuple[str, str]]) -> list[dict[str, tuple[str | None, bool]] | None]:
    names = sorted(set(SEARCH_QUERY.values()))
    asked = [[text.strip(), SEARCH_QUERY.get(database, database), names] for database, text in texts]
    answers = _run([python, "-c", PEER], asked)
    back = {"pubmed": "pubmed", "wos": "web_of_science", "ebscohost": "cinahl"}
    return [answer and {back[key]: (text, False) for key, text in answer.items()} for answer in answers]


def _ask_polyglot(
    modules: Path, texts: list[tuple[str, str]]
) -> list[dict[str, tuple[str | None, bool]] | None]:
    with tempfile.NamedTemporaryFile("w", suffix=".cjs") as script:
        script.write(NODE)
        script.flush()
        answers = _run(["node", script.name, str(modules.resolve())], [text for _, text in texts])
    back = {key: database for database, key in POLYGLOT.items()}
    return [answer and {back[key]: (text, False) for key, text in answer.items()} for answer in answers]


def _run(command: list[str], lines: list[object]) -> list[dict[str, str | None] | None]:
    given = "\n".join(map(json.dumps, lines)) + "\n"
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _judge(source: Strategy, target: str, text: str | None, is_reported: bool) -> str:
    if text is None:
        return REFUSED
    read = _read(text, target)
    if read is None:
        return UNREADABLE
    wanted, got = without_lines(source.query), without_lines(read.query)
    if wanted == got:
        return SAME
    if _drop_fields(wanted) == _drop_fields(got):
        return FIELDS
    return REPORTED if is_reported else SILENT


def _drop_fields(query: Query) -> object:
    """Return a query without its fields, with the parts of AND and OR in no order."""
    match query:
        case Scoped(part, _):
            return _drop_fields(part)
        case And(parts) | Or(parts):
            kind, flat = type(query), set[object]()
            for part in map(_drop_fields, parts):
                same = isinstance(part, tuple) and part[0] is kind
                flat |= part[1] if same else {part}
            return next(iter(flat)) if len(flat) == 1 else (kind, frozenset(flat))
        case Not(wanted, unwanted):
            return Not, _drop_fields(wanted), _drop_fields(unwanted)
        case Near(left, right, distance, ordered):
            ends = [_drop_fields(left), _drop_fields(right)]
            return Near, tuple(ends) if ordered else frozenset(ends), distance, ordered
        case _:
            return query


def _print_read(texts: list[tuple[str, str]], written: dict[str, list]) -> None:  # type: ignore[type-arg]
    print("| syntax | strategies |" + "".join(f" {tool} reads |" for tool in written))
    print("| --- | --- |" + " --- |" * len(written))
    for database in dict.fromkeys(database for database, _ in texts):
        at = [number for number, (one, _) in enumerate(texts) if one == database]
        counts = [sum(answers[number] is not None for number in at) for answers in written.values()]
        print(f"| {find_database(database).name} | {len(at)} |" + "".join(f" {count} |" for count in counts))
    print()


def _print_written(texts: list[tuple[str, str]], written: dict[str, list]) -> None:  # type: ignore[type-arg]
    print("| tool | targets |" + "".join(f" {outcome} |" for outcome in OUTCOMES))
    print("| --- | --- |" + " --- |" * len(OUTCOMES))
    for tool, answers in written.items():
        counts = Counter[str]()
        for (database, text), answer in zip(texts, answers, strict=True):
            source = _read(text, database)
            for target, (out, is_reported) in (answer or {}).items() if source else ():
                if target != database:
                    counts[_judge(source, target, out, is_reported)] += 1
        cells = "".join(f" {counts[outcome]} |" for outcome in OUTCOMES)
        print(f"| {tool} | {counts.total()} |{cells}")


if __name__ == "__main__":
    main()
