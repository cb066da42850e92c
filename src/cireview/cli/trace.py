"""`cireview trace`: the life of one record, from the file it was found in to the numbers that count it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

LISTED = 20  # records that are listed where a title is that of several


def trace(
    record: Annotated[str, typer.Argument(help="Id, DOI or part of the title of the record.")],
    folder: Annotated[Path, typer.Option(help="Folder of the review.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, for programs.")] = False,
) -> None:
    """Show the life of a record as of the last run: found, merged, ranked, read, decided, coded, counted."""
    import json

    from cireview.review import load_review
    from cireview.review.trace import find_records, read_lives, trace_record

    review = load_review(folder)
    lives = read_lives(folder)
    found = find_records(lives, record)
    if len(found) > 1:
        rows = lives[lives["record_id"].isin(found)][["record_id", "year", "title"]].to_dict("records")
        print(json.dumps(rows, indent=1) if as_json else "\n".join(_list(rows)))
        return
    life = trace_record(review, lives, found[0])
    print(json.dumps(life, indent=1) if as_json else "\n".join(map(_plain, _tell(life))))


def _plain(line: str) -> str:
    """Return a line without characters that steer a terminal or turn its text."""
    return "".join(letter if letter.isprintable() else " " for letter in line)


def _list(rows: list[Any]) -> Iterator[str]:
    yield f"{len(rows)} records match. Run this again with one of their ids:"
    for row in rows[:LISTED]:
        yield _plain(f"  {row['record_id']}  {row['title']} ({row['year']})")
    if len(rows) > LISTED:
        yield f"  … and {len(rows) - LISTED} more: give more of the title"


Life = Mapping[str, Any]


def _tell(life: Life) -> Iterator[str]:
    """Yield the life of a record, one line a thing."""
    record, fate = life["record"], life["fate"]
    yield record["title"] or record["record_id"]
    yield "  ".join(filter(None, [record["authors"], record["year"], record["doi"], record["record_id"]]))
    yield f"Found in {_found(life['found'])}"
    yield from _tell_merging(life)
    if life["rules"]:
        yield f"Rules of the practical screen: {_because(life['rules'])}"
    if life["ranking"]:
        yield f"Ranking: place {life['ranking']['rank']}, probability {life['ranking']['probability']}"
    yield from _tell_stage("Title and abstract", life["screening"])
    if life["retrieved"] or life["full_texts"]:
        yield f"Full text retrieved: {'  '.join(filter(None, [life['retrieved'], *life['full_texts']]))}"
    yield from _tell_stage("Full text", life["eligibility"])
    if record["study"]:
        yield f"Study: {record['study']}"
    for code in life["codes"]:
        evidence = f" “{code['evidence']}”" if code["evidence"] else ""
        yield f"Code: {code['dimension_in_words']}: {code['value_in_words']} ({code['coder']}){evidence}"
    ended = ": ".join(filter(None, [fate["fate_in_words"], fate["reason"]]))
    yield f"Fate: {ended}{_by(fate)}"
    yield "Counted in:"
    yield from (f"  {number['words']}: {number['n']:,}  ({number['key']})" for number in life["counted_in"])


def _tell_merging(life: Life) -> Iterator[str]:
    if merged := life["merged"]:
        yield f"Duplicate of {merged['duplicate_of']}{_joined(merged)}"
    for other in life["also_found"]:
        yield f"Also found as {other['record_id']} in {_found(other)}{_joined(other)}"
    for answer in life["answers"]:
        pair = f"{answer['record_id_1']} and {answer['record_id_2']}"
        yield f"A person judged {pair}: {answer['decision']} ({answer['file']}, row {answer['row']})"


def _tell_stage(name: str, stage: Life) -> Iterator[str]:
    if stage["decision"]:
        yield f"{name}: {_because(stage['decision'])}{_by(stage['decision'])}"
    if stage["withheld"]:
        judged = ", ".join(stage["withheld"])
        yield f"{name}: judged by {judged}; the answers are shown once the report is settled"
    for conflict in stage["conflicts"]:
        settled = f"awaits {conflict['awaits']}" if conflict["awaits"] else "settled"
        said = f": {conflict['decisions']}" if conflict["decisions"] else ""
        yield f"{name}: {conflict['kind']}{said}; {settled}"
    for label in stage["labels"]:
        said = label["decision"] or f"retrieved {label['retrieved']}"
        how = f", chosen by {label['chosen']}" if label["chosen"] else ""
        place = f"{label['file']}, row {label['row']}"
        yield f"  {label['decided_by']}{_on(label)}: {_because({**label, 'decision': said})}{how} ({place})"


def _because(row: Life) -> str:
    why = row.get("reason_in_words", row["reason"])
    said = ": ".join(filter(None, [row["decision"], why]))
    return f"{said} [{row['note']}]" if row.get("note") else said


def _by(row: Life) -> str:
    return f", by {row['decided_by']}{_on(row)}" if row["decided_by"] else ""


def _on(row: Life) -> str:
    return f" on {row['decided_on']}" if row["decided_on"] else ""


def _joined(row: Life) -> str:
    return f" (rule '{row['rule']}', similarity {row['score']})"


def _found(row: Life) -> str:
    day = f", searched on {row['searched_on']}" if row["searched_on"] else ""
    line = f", line {row['line']}" if row["line"] else ""
    return f"{row['source']}{day}" + (f", {row['file']}{line}" if row["file"] else "")
