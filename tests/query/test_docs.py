"""The pages on queries say what the databases' entries say, and what the program writes."""

import re
from pathlib import Path

import pytest

from cireview.errors import QueryError
from cireview.query import databases, read_strategy, write_strategy

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"


def row(database):
    """One line of the table; the columns are those of the page."""
    fields = {field for tag in database.tags for field in tag.fields}
    searched = " ".join(letter if field in fields else "–" for letter, field in FIELD_LETTERS)
    wildcards = " ".join(
        sign for sign, there in (("*", database.truncation), ("?", database.one_letter)) if there
    )
    limits = " ".join(
        letter if there else "–"
        for letter, there in (
            ("Y", database.years),
            ("L", database.languages),
            ("D", database.document_types or database.only_type),
        )
    )
    near = "yes" if database.near else "no"
    if not database.boolean:
        near = "no Boolean"
    cells = [
        database.name,
        f"`{database.key}`",
        searched if database.tags else {"form": "menu", "api": "words"}[database.kind],
        f"`{wildcards}`" if wildcards else "none",
        near,
        limits,
        database.export_format or "API",
    ]
    return f"| {' | '.join(cells)} |"


FIELD_LETTERS = (("T", "title"), ("A", "abstract"), ("K", "keywords"))


def test_the_table_is_that_of_the_entries():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| database | key |"))
    table = lines[start + 2 : start + 2 + len(databases())]
    assert table == [row(database) for database in databases()]


def blocks(page):
    """The blocks of plain text of a page."""
    return re.findall(r"```text\n(.*?)\n```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_of_a_strategy_is_what_the_program_writes():
    strategy, written, lost, refused = blocks(PAGE.parent / "strategies.md")
    native = write_strategy(read_strategy(strategy), database="scopus", in_lines=True)
    assert (native.text, "\n".join(native.losses)) == (written, lost)
    with pytest.raises(QueryError) as caught:
        read_strategy('1. garden*.ti,ab.\n2. (child or “young people".ti,ab.\n3. 1', database="ovid_medline")
    assert str(caught.value) == refused


def test_the_databases_of_the_page_can_be_read():
    table = (PAGE.parent / "strategies.md").read_text(encoding="utf-8").split("| --- | --- | --- |\n")[1]
    named = {key for line in table.split("\n\n")[0].splitlines() for key in re.findall(r"`(\w+)`", line)}
    assert named == {one.key for one in databases() if one.dialect.name} - {"scopus_api", "wos_expanded"}
