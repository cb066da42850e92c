"""A small review in which people do what people do; its runs are those of the workflow, without Snakemake."""

import csv
import shutil

import pandas as pd

from cireview.deduplication import deduplicate
from cireview.errors import ReviewError
from cireview.formats import read_export
from cireview.identity import find_former, follow_answers, follow_ids, read_register, register_records
from cireview.labels import Team, check_rows, read_rows
from cireview.places import place
from cireview.practical_screen import apply_rules
from cireview.review import check_review, doubt_answers, load_review
from cireview.review.changes import recall_run, remember_run, see_review, tell_changes
from cireview.stopping import settle_screening
from cireview.tables import MATCH, RECORD, write_table

COLUMNS = ("title", "authors", "year", "journal", "volume", "issue", "pages", "abstract")
ABSTRACT = (
    "We asked children, parents and teachers of {} how it went, and report what they said over two years."
)
ARTICLES = {
    "gardens": (
        "Gardens at twelve schools: a trial of shared plots",
        "Alder, Ann; Birch, Bob",
        "2018",
        "7",
        "101-112",
    ),
    "tin": ("What the price of tin did to three mining towns", "Cedar, Cy", "2017", "3", "5-19"),
    "roads": ("Safer roads to school in a growing suburb", "Dorn, Di; Elm, Eve", "2019", "12", "44-60"),
    "beans": ("Beans, shade and the patience of pupils", "Fir, Fay", "2016", "2", "200-214"),
    "choirs": ("Choirs in hospital schools: who sings and who listens", "Gorse, Guy", "2020", "9", "1-9"),
    "libraries": (
        "Libraries on wheels for islands without a school",
        "Hazel, Hal; Ivy, Ina",
        "2015",
        "4",
        "77-90",
    ),
}
ANSWERS = dict(zip(ARTICLES, ["include", "exclude", "include", "exclude", "include", "exclude"], strict=True))
RIS = {
    "title": "TI",
    "year": "PY",
    "journal": "JO",
    "volume": "VL",
    "issue": "IS",
    "pages": "SP",
    "abstract": "AB",
}
RIS |= {"doi": "DO"}


class Acts:
    """The folder of the review, and the acts that change it."""

    def __init__(self, folder):
        self.folder = folder
        self.notes = []
        for part in ("config", "data/exports", "data/labels/screening", "data/labels/duplicates"):
            (folder / part).mkdir(parents=True)
        self.write("config/protocol.yaml", PROTOCOL)
        self.write("config/codebook.yaml", CODEBOOK)
        self.write("config/config.yaml", "{}\n")
        self.articles = {
            name: dict(zip(COLUMNS, (title, authors, year, "Journal of Cases", volume, "1", pages,
                                     ABSTRACT.format(name)), strict=True))
            for name, (title, authors, year, volume, pages) in ARTICLES.items()
        }  # fmt: skip
        self.export()

    def write(self, path, text):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def export(self, path="data/exports/society.ris"):
        """Save the articles as the society's website does: without a number of its own."""
        entries = []
        for article in self.articles.values():
            authors = "".join(f"AU  - {name}\n" for name in article["authors"].split("; "))
            tags = "".join(
                f"{RIS[field]}  - {text}\n" for field, text in article.items() if field in RIS and text
            )
            entries.append(f"TY  - JOUR\n{authors}{tags}ER  - \n\n")
        self.write(path, "".join(entries))

    def sheet(
        self, answers=None, columns=("record_id", "title", "authors", "year", "decision", "decided_on")
    ):
        """Return the filled sheet of Anna, whose rows are as they were handed out."""
        ids = self.ids
        return [
            {"record_id": ids[name], "decision": answer, "decided_on": "", **self.handed_out[name]}
            | {"columns": columns}
            for name, answer in (answers or ANSWERS).items()
        ]

    def save(self, rows, path="data/labels/screening/anna.csv"):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        columns = list(rows[0]["columns"])
        table = pd.DataFrame([{column: row[column] for column in columns} for row in rows])
        if path.endswith("xlsx"):
            table.to_excel(self.folder / path, index=False)
        else:
            table.to_csv(self.folder / path, index=False, quoting=csv.QUOTE_ALL)

    def begin(self):
        """Run once and label all abstracts: what lies behind every act of the table."""
        self.run()
        records = pd.read_parquet(self.folder / place("records"))
        names = {article["title"]: name for name, article in self.articles.items()}
        self.ids = {
            names[title]: record for title, record in zip(records["title"], records["record_id"], strict=True)
        }
        shown = ["title", "authors", "year"]
        self.handed_out = {
            name: {column: self.articles[name][column] for column in shown} for name in self.ids
        }
        self.save(self.sheet())
        self.run()
        self.notes = []

    def run(self):
        """Run as far as the decisions on abstracts; return them by article, or the words of the refusal."""
        review = load_review(self.folder)
        check_review(review, today="2030-01-01")
        tables = [RECORD.empty()]
        for source in review.protocol.sources:
            if file := review.exports.get(source.key):
                reading = read_export(self.folder / file, source=source.name, search_id=source.key)
                tables.append(reading.records)
        register = self.folder / place("register")
        records = register_records(pd.concat(tables, ignore_index=True), register).records
        sheets = [self.folder / file for file in review.label_files("screening")]
        rows, entries = read_rows(sheets, root=self.folder), read_register(register)
        former = find_former(rows, records, entries=entries, answers=review.duplicate_answers)
        found = deduplicate(records, answers=follow_answers(review.duplicate_answers, records["record_id"]))
        write_table(records, self.folder / place("records"), RECORD)
        write_table(found.matches, self.folder / place("duplicates"), MATCH)
        known = pd.concat([records, entries], ignore_index=True)
        report_of = dict(zip(found.matches["record_id"], found.matches["report_id"], strict=True))
        check_rows(rows, known, report_of=report_of)
        settled = settle_screening(
            review.screening_labels,
            matches=follow_ids(found.matches, review.duplicate_answers),
            rules=apply_rules(records, found.matches, years=None, languages=[], document_types=[]),
            team=Team(["anna"]),
        )
        before, now = recall_run(self.folder), see_review(review)
        remember_run(self.folder, now)
        self.notes = tell_changes(before, now) + [
            str(note) for note in doubt_answers(review, today="2030-01-01")
        ]
        self.former, self.settled = former, settled
        self.report_of = {**report_of, **dict(zip(former["record_id"], former["now"], strict=True))}
        return settled

    def outcome(self):
        """Return what became of Anna's answer on each article: counts, conflict, asked, or unknown."""
        try:
            self.run()
        except ReviewError as error:
            return str(error)
        decided = dict(
            zip(self.settled["decisions"]["record_id"], self.settled["decisions"]["decision"], strict=True)
        )
        conflicts = set(self.settled["conflicts"]["record_id"])
        # A spreadsheet may have changed the capitals of an id.
        states = dict(zip(self.former["record_id"].str.lower(), self.former["state"], strict=True))
        matches = {record: self.report_of.get(record, "") for record in self.ids.values()}
        outcomes = {}
        for name, record in self.ids.items():
            report = matches[record] if states.get(record, "confirmed") == "confirmed" else ""
            report = self.report_of.get(report, report)
            said = decided.get(report)
            outcomes[name] = said or ("conflict" if report in conflicts else states.get(record, "lost"))
        return outcomes

    def remove(self, path):
        target = self.folder / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()


CODEBOOK = """\
dimensions:
  - {id: place, label: Place, question: Where, kind: single, values: [{id: x, label: X}]}
"""
PROTOCOL = """\
title: Acts
question: {main: "What do people do?"}
sources:
  - {name: The Society, export: society.ris}
search: {query: children, date: 2026-01}
practical_screen:
  criteria: [{id: children, text: Children are concerned, reason: No children}]
  reviewers: [anna]
methodological_screen:
  criteria: [{id: data, text: Data are reported, reason: No data}]
  reviewers: [anna]
review: {coders: [anna]}
"""
