"""The table of docs/queries.md says what the databases' entries say."""

from pathlib import Path

from cireview.query import databases

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
