"""Forty and more sequences of what people do in two years, and what becomes of each answer."""

import os
import pickle
import shutil

import pandas as pd
import pytest
from review.acts import ANSWERS, PROTOCOL, Acts

COUNTS = ANSWERS  # every answer counts as it was given
SHEET = "data/labels/screening/anna.csv"
EXPORT = "data/exports/society.ris"


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    acts = Acts(tmp_path_factory.mktemp("acts") / "review")
    acts.begin()
    return acts


@pytest.fixture
def acts(begun, tmp_path):
    """Return a copy of the review in which Anna has labelled all six abstracts."""
    copy = pickle.loads(pickle.dumps(begun))
    copy.folder = tmp_path / "review"
    shutil.copytree(begun.folder, copy.folder)
    return copy


def but(**outcomes):
    return COUNTS | outcomes


def change(article, **fields):
    def act(acts):
        acts.articles[article] |= fields
        acts.export()

    return act


def leave_out(*names):
    def act(acts):
        kept = {name: article for name, article in acts.articles.items() if name not in names}
        acts.kept, acts.articles = acts.articles, kept
        acts.export()

    return act


def put_back(acts):
    acts.outcome()
    acts.articles = acts.kept
    acts.export()


def add(**fields):
    def act(acts):
        acts.articles["new"] = acts.articles["tin"] | fields
        acts.export()

    return act


def turn(acts):
    acts.articles = dict(reversed(acts.articles.items()))
    acts.export()


def export_twice(acts):
    text = (acts.folder / EXPORT).read_text()
    (acts.folder / EXPORT).write_text(text + text)


def other_format(acts):
    entries = [
        f"@article{{{name},\n" + "".join(f"  {field} = {{{text}}},\n" for field, text in {
            **article, "author": article["authors"].replace("; ", " and "), "authors": "",
        }.items() if text) + "}\n"
        for name, article in acts.articles.items()
    ]  # fmt: skip
    acts.write("data/exports/society.bib", "".join(entries))
    acts.remove(EXPORT)
    acts.write("config/protocol.yaml", PROTOCOL.replace("society.ris", "society.bib"))


def rename_source(with_id):
    def act(acts):
        name = "{name: Society of Cases" + (", id: the_society" if with_id else "")
        acts.write("config/protocol.yaml", PROTOCOL.replace("{name: The Society", name))

    return act


def answer_duplicate(article, answer):
    """Answer what the sheet of possible duplicates asks about the former id of an article."""

    def act(acts):
        acts.outcome()
        row = acts.former[acts.former["record_id"] == acts.ids[article]].iloc[0]
        acts.write(
            "data/labels/duplicates/s.csv",
            f"record_id_1,record_id_2,decision\n{row['record_id']},{row['now']},{answer}\n",
        )

    return act


def tell_apart(first, second):
    def act(acts):
        pair = f"{acts.ids[first]},{acts.ids[second]}"
        acts.write("data/labels/duplicates/s.csv", f"record_id_1,record_id_2,decision\n{pair},different\n")

    return act


def say_same(first, second):
    def act(acts):
        pair = f"{acts.ids[first]},{acts.ids[second]}"
        acts.write("data/labels/duplicates/s.csv", f"record_id_1,record_id_2,decision\n{pair},same\n")

    return act


def save(rows=lambda rows: rows, path=SHEET):
    def act(acts):
        acts.save(rows(acts.sheet()), path)

    return act


def sort_alone(*columns):
    """Sort these columns of the sheet without the others, as Excel does if only they were marked."""

    def rows(rows):
        table = pd.DataFrame(rows).sort_values(list(columns)).reset_index(drop=True)
        return [
            row | {column: table[column][number] for column in columns} for number, row in enumerate(rows)
        ]

    return rows


def shift_ids(rows):
    ids = [row["record_id"] for row in rows]
    return [row | {"record_id": record} for row, record in zip(rows, ids[1:] + ids[:1], strict=True)]


def each(**cells):
    return lambda rows: [row | cells for row in rows]


def edit(old, new):
    def act(acts):
        text = (acts.folder / SHEET).read_text(encoding="utf-8")
        assert old in text
        (acts.folder / SHEET).write_text(text.replace(old, new, 1), encoding="utf-8")

    return act


def date_rows(acts):
    """Date the first answer and contradict it in a row without a date below."""
    rows = acts.sheet()
    rows[0] |= {"decided_on": "2026-01-05"}
    acts.save([*rows, rows[0] | {"decision": "exclude", "decided_on": ""}])


def change_mind(acts):
    rows = [row | {"decided_on": "2026-01-05"} for row in acts.sheet()]
    acts.save([*rows, rows[0] | {"decision": "exclude", "decided_on": "2026-02-01"}])


def in_a_second_sheet(acts):
    with pd.ExcelWriter(acts.folder / SHEET.replace("csv", "xlsx")) as book:
        for name, rows in (("first", acts.sheet()[:3]), ("second", acts.sheet()[3:])):
            pd.DataFrame(rows).drop(columns="columns").to_excel(book, sheet_name=name, index=False)
    acts.remove(SHEET)


def copy_sheet(name, **cells):
    return save(each(**cells), f"data/labels/screening/{name}")


def cut(acts):
    content = (acts.folder / SHEET).read_bytes()
    (acts.folder / SHEET).write_bytes(content[: content.rindex(b'","')])


def cut_register(acts):
    part = next((acts.folder / "data/register").iterdir())
    part.write_bytes(part.read_bytes()[:50])


def delete_last_part(acts):
    max((acts.folder / "data/register").iterdir()).unlink()


def backdate(acts):
    """Answer anew in a file that is older than the last run, as a copy or an archive brings it."""
    acts.save([row | {"decision": "include"} for row in acts.sheet()])
    os.utime(acts.folder / SHEET, (0, 0))


ALL_IN = dict.fromkeys(ANSWERS, "include")
TIN = "What the price of tin did to three mining towns"
LATER = {"year": "2024", "volume": "11", "pages": "1-2", "abstract": ""}

SEQUENCES = {
    # What databases do
    "search again": ([turn], COUNTS),
    "new records": (
        [add(title="Chess for all: what clubs change", authors="Juniper, Jo", abstract="")],
        COUNTS,
    ),
    "pages corrected": ([change("tin", pages="6-20")], COUNTS),
    "issue and pages come late": ([change("tin", issue="4", pages="")], COUNTS),
    "another year, volume and pages": (
        [change("tin", volume="4", issue="2", pages="33-47", year="2018")],
        but(tin="asked"),
    ),
    "a DOI is added": ([change("tin", doi="10.5555/tin")], COUNTS),
    "capitals": ([change("tin", title=TIN.upper())], COUNTS),
    "a typing error": ([change("tin", title="What the prize of tin did to three mining towns")], COUNTS),
    "an abstract corrected": ([change("tin", abstract="We asked miners of three towns.")], COUNTS),
    "authors by initials": ([change("roads", authors="Dorn D; Elm E")], COUNTS),
    "a journal abbreviated": ([change("roads", journal="J Cases")], COUNTS),
    "corrected twice": (
        [change("tin", pages=""), Acts.outcome, change("tin", pages="5-19", issue="2")],
        COUNTS,
    ),
    "corrected and back": ([change("tin", title="Tin"), Acts.outcome, change("tin", title=TIN)], COUNTS),
    "a record is removed": ([leave_out("tin")], but(tin="unknown")),
    "a record is removed and comes back": ([leave_out("tin"), put_back], COUNTS),
    "all but one are removed and come back": ([leave_out(*list(ANSWERS)[1:]), put_back], COUNTS),
    "every record twice": ([export_twice], COUNTS),
    "another format": ([other_format], COUNTS),
    "another article of that title": (
        [change("tin", authors="Zed, Zoe", **LATER)],
        but(tin="asked"),
    ),
    "and a person says it is the same": (
        [
            change("tin", authors="Zed, Zoe", **LATER),
            answer_duplicate("tin", "same"),
        ],
        COUNTS,
    ),
    "and a person says it is another": (
        [
            change("tin", authors="Zed, Zoe", **LATER),
            answer_duplicate("tin", "different"),
        ],
        but(tin="refused"),
    ),
    # What researchers do
    "a source renamed": ([rename_source(with_id=False)], "but has the records of the source"),
    "a source renamed with its id": ([rename_source(with_id=True)], COUNTS),
    "results deleted": ([lambda acts: acts.remove("results")], COUNTS),
    "the register deleted": ([lambda acts: acts.remove("data/register")], COUNTS),
    "the last part of the register deleted": (
        [change("tin", pages="6-20"), Acts.outcome, delete_last_part],
        "of the register of ids is missing",
    ),
    "the register cut": ([cut_register], "part of the register of ids is cut off or was changed"),
    "the register deleted after a correction": (
        [change("tin", pages="6-20"), Acts.outcome, lambda acts: acts.remove("data/register")],
        but(tin="asked"),
    ),
    "the memory of runs deleted": ([lambda acts: acts.remove(".cireview")], COUNTS),
    "two said to be one, with two answers": (
        [say_same("gardens", "tin")],
        but(gardens="conflict", tin="conflict"),
    ),
    "two said to be one, with one answer": ([say_same("gardens", "roads")], COUNTS),
    "two said to be two": ([tell_apart("gardens", "tin")], COUNTS),
    # What reviewers do
    "saved as XLSX": (
        [save(path="data/labels/screening/anna.xlsx"), lambda acts: acts.remove(SHEET)],
        COUNTS,
    ),
    "moved into a folder": (
        [save(path="data/labels/screening/2026/anna.csv"), lambda acts: acts.remove(SHEET)],
        COUNTS,
    ),
    "all columns sorted": ([save(lambda rows: sorted(rows, key=lambda row: row["title"]))], COUNTS),
    "ids sorted alone": ([save(sort_alone("record_id"))], "probably one column was sorted alone"),
    "titles sorted alone": ([save(sort_alone("title"))], "first author that does not match the record"),
    "titles and authors sorted alone": (
        [save(sort_alone("title", "authors"))],
        "sorted alone, or ids were pasted",
    ),
    "ids pasted one row too high": ([save(shift_ids)], "ids were pasted"),
    "ids in capitals": (
        [save(lambda rows: [row | {"record_id": row["record_id"].upper()} for row in rows])],
        dict.fromkeys(ANSWERS, "asked"),
    ),
    "titles typed anew": ([edit("What the price of tin did", "what the price of  tin did")], COUNTS),
    "a mind changed on a later day": ([change_mind], but(gardens="exclude")),
    "a dated answer and one without a date": ([date_rows], but(gardens="conflict")),
    "a sheet older than the last run": ([backdate], ALL_IN),
    "answers on a second worksheet": ([in_a_second_sheet], "second"),
    "the marks of a merge": (
        [edit('"include"', '"include"\n<<<<<<< HEAD\n"x","y","","","",""\n=======\n>>>>>>> other')],
        "merge",
    ),
    "cut in mid-row": ([cut], "row 7: a quotation mark that begins in this row"),
    "the same copy beside it": ([copy_sheet("anna (1).csv")], COUNTS),
    "another copy beside it": (
        [copy_sheet("anna (conflicted copy 2026-03-01).csv", decision="exclude")],
        "differ",
    ),
    "a half synchronised sheet": (
        [lambda acts: acts.write(f"{SHEET}.part", "x")],
        "not on this computer yet",
    ),
}


@pytest.mark.parametrize(("sequence", "outcome"), SEQUENCES.values(), ids=SEQUENCES)
def test_what_becomes_of_each_answer(acts, sequence, outcome):
    for act in sequence:
        act(acts)
    result = acts.outcome()
    if isinstance(outcome, str):
        assert isinstance(result, str), result
        assert outcome in result
    else:
        assert result == outcome


NOTED = {
    "rows deleted": (save(lambda rows: rows[:4]), "Fewer answers than at the last run: anna 2"),
    "a sheet deleted": (
        lambda acts: acts.remove(SHEET),
        f"Fewer answers than at the last run: anna 6 (gone: {SHEET})",
    ),
    "decisions sorted alone": (save(sort_alone("decision")), "was one column sorted alone?"),
    "a record gone": (leave_out("tin"), "1 answer does not count: no record has the id"),
    "an answer contradicted": (date_rows, "two answers, and no date says which counts"),
}


@pytest.mark.parametrize(("act", "note"), NOTED.values(), ids=NOTED)
def test_what_stops_no_run_is_told(acts, act, note):
    act(acts)
    acts.outcome()
    assert any(note in line for line in acts.notes), acts.notes
