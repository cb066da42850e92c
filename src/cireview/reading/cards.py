"""What a page shows of one record: its texts with marked words, earlier answers, and links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from cireview.reading.marks import find_differences, mark_words
from cireview.reading.piles import Said
from cireview.reading.stages import CODING, Asked
from cireview.screening.texts import strip_markup
from cireview.sheets.content import AGAIN
from cireview.sheets.duplicates import SHOWN
from cireview.tables.questions import LISTED, MULTIPLE, TABLE

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_NEVER_HIDDEN = ("said", "criteria_so_far")
_EXPECTED = ("suggested_reason", "probability", "perhaps_unmet", "sentence_for", "sentence_against")
Texts = Mapping[str, str]


def compose_card(
    asked: Asked,
    shown: Mapping[str, str],
    said: Said | None,
    *,
    texts: Texts,
    words: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Return the values for the template of a record.

    Parameters
    ----------
    asked
        What is asked at the stage.
    shown
        The row of the sheet. What a sheet does not show, this does not either.
    said
        What the person answered so far.
    texts
        The words of the page.
    words
        Words to mark by kind, besides those of the protocol.
    """
    terms = {"term": [word for one in asked.terms.values() for word in one]}
    marked = {kind: list(phrases) for kind, phrases in {**words, **terms}.items() if phrases}
    if asked.stage == CODING:
        marked = {"sentence": _list_sentences(shown), **marked}
    kinds = [kind for kind in ("term", "for", "against") if kind in marked]
    return {
        "title": mark_words(strip_markup(shown.get("title", "")), marked),
        "abstract": list(_cut_paragraphs(shown.get("abstract", ""), marked)),
        "keywords": mark_words(shown.get("keywords", ""), marked),
        "kinds": kinds,
        "notes": [note for note in shown.get("text_note", "").split("; ") if note],
        "hints": [
            (texts[_name(column)], texts["twice"] if shown[column] == AGAIN else shown[column])
            for column in _list_hints(shown)
        ],
        "links": list(_list_links(shown, texts)),
        "criteria": asked.criteria,
        "reasons": asked.reasons,
        "said_words": describe_answer(said, texts) if said else "",
        "questions": list(_list_questions(asked, shown, said)),
        "has_tables": any(
            one.kind == TABLE and one.id in shown.get("dimensions", "").split() for one in asked.questions
        ),
    }


def compose_pair(shown: Mapping[str, str]) -> list[tuple[str, Markup, Markup]]:
    """Return name and both values, differences marked, of each field of two records that either has."""
    rows = []
    for field in SHOWN:
        one, other = (strip_markup(shown.get(f"{field}_{side}", "")) for side in (1, 2))
        if one or other:
            rows.append((field.replace("_", " "), *find_differences(one, other)))
    return rows


def describe_answer(said: Said, texts: Texts) -> str:
    """Return an answer in words of the page."""
    values = said.values
    if values.get("retrieved") == "no" and not values.get("decision"):
        return texts["retrieved_no"]
    decision = values.get("decision", "")
    if not decision:
        coded = [
            f"{name.removesuffix('.value')}: {cell}"
            for name, cell in values.items()
            if name.endswith(".value")
        ]
        return "; ".join(cell for cell in coded if not cell.endswith(": "))
    return ": ".join(filter(None, [texts.get(decision, decision), values.get("reason", "")]))


def _name(column: str) -> str:
    return {"said": "said_by_others", "criteria_so_far": "your_answers"}.get(column, column)


def _list_hints(shown: Mapping[str, str]) -> list[str]:
    return [column for column in (*_NEVER_HIDDEN, *_EXPECTED) if shown.get(column)]


def _cut_paragraphs(text: str, marked: Mapping[str, Sequence[str]]) -> Iterator[Markup]:
    for part in re.split(r"\n\s*\n|\r", strip_markup(text)):
        if part.strip():
            yield mark_words(part.strip(), marked)


def _list_links(shown: Mapping[str, str], texts: Texts) -> Iterator[dict[str, str]]:
    found = _DOI.search(shown.get("doi", ""))
    if found:
        yield {"href": f"https://doi.org/{quote(found[0], safe='/:;().-_')}", "text": texts["open_doi"]}
    for column, name in (("url", "open_link"), ("free_pdf", "free_version"), ("free_url", "free_version")):
        # Text from records: any other scheme could run something.
        address = shown.get(column, "").split(";")[0].strip()
        if re.match(r"https?://[^\s\"'<>]+$", address, re.IGNORECASE):
            yield {"href": address, "text": texts[name]}


def _list_sentences(shown: Mapping[str, str]) -> list[str]:
    found = (cell for name, cell in shown.items() if name.endswith(".suggestion_evidence"))
    return [re.sub(r"\s*\[page [^\]]*\]$", "", one) for cell in found for one in cell.split(" / ") if one]


def _list_questions(asked: Asked, shown: Mapping[str, str], said: Said | None) -> Iterator[dict[str, Any]]:
    values = said.values if said else {}
    for one in asked.list_questions(shown) if asked.stage == CODING else ():
        text = values.get(f"{one.id}.value", "")
        yield {
            **{
                name: getattr(one, name) for name in ("id", "label", "asks", "condition", "values", "allowed")
            },
            "listed": one.kind in LISTED,
            "several": one.kind == MULTIPLE,
            "text": text,
            "chosen": [part.strip() for part in text.split(";")],
            "evidence": values.get(f"{one.id}.evidence", ""),
            "page": values.get(f"{one.id}.page", ""),
            "suggestion": shown.get(f"{one.id}.suggestion", ""),
            "sentence": shown.get(f"{one.id}.suggestion_evidence", ""),
            "said": shown.get(f"{one.id}.said", ""),
        }
