"""Whatever two people do on the page, and whenever it is killed: it comes to what sheets would say."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from reading.desks import PEOPLE, REASONS, answer, open_desk, ticking

from cireview.labels import Team, assign_readers, read_labels, settle
from cireview.reading.desk import Changed
from cireview.tables.spreadsheets import find_sheets

IDS = ("r1", "r2", "r3", "r4")
TEAM = Team(PEOPLE)
people, records = st.sampled_from(PEOPLE), st.sampled_from(IDS)
words = st.sampled_from(["include", "exclude", "unsure"])
ACTIONS = st.one_of(
    st.tuples(st.just("answer the next"), people, words),
    st.tuples(st.just("go back and change"), people, records, words),
    st.tuples(st.just("undo"), people, records),
    st.tuples(st.just("skip"), people, records),
    st.tuples(st.just("old window"), people, records, words),
    st.tuples(st.just("kill"), people),
    st.tuples(st.just("copy a file"), people),
    st.tuples(st.just("spreadsheet saves"), people),
    st.tuples(st.just("new ranking"), st.permutations(IDS)),
)


class House:
    """Two servers over one folder, and the sheets that the same people would have filled."""

    def __init__(self, folder):
        self.folder, self.clock = folder, ticking()
        self.sheets = {person: {} for person in PEOPLE}
        self.desks = {person: self.open(person) for person in PEOPLE}

    def open(self, person):
        return open_desk(self.folder, person, IDS, clock=self.clock)

    def act(self, what, *how):
        getattr(self, f"_{what.replace(' ', '_')}")(*how)

    def _answer_the_next(self, person, word):
        if found := self.desks[person].find_next():
            self._go_back_and_change(person, found.key, word)

    def _go_back_and_change(self, person, record, word):
        answer(self.desks[person], record, word)
        self.sheets[person][record] = word

    def _undo(self, person, record):
        said = self.desks[person].recall(record)
        if said:
            self.desks[person].undo(record, said.mark)
        self.sheets[person].pop(record, None)

    def _skip(self, person, record):
        self.desks[person].skip(record)

    def _old_window(self, person, record, word):
        """A window that was opened before the record was answered sends its answer: it is not taken."""
        if self.desks[person].recall(record):
            try:
                answer(self.desks[person], record, word, seen="")
            except Changed:
                return
            assert self.sheets[person][record] == word

    def _kill(self, person):
        """Kill the server in the middle of its next line, which nobody heard of, and start it again."""
        journal = self.desks[person].journal.path
        if journal.exists() and b'"line"' in journal.read_bytes():  # else the next line goes to another file
            with journal.open("ab") as file:
                file.write(b'"r1","","","exclu')
        self.desks[person] = self.open(person)

    def _copy_a_file(self, person):
        journal = self.desks[person].journal.path
        if journal.exists():
            shutil.copy(journal, self.folder / f"copy of {journal.name}")

    def _spreadsheet_saves(self, person):
        journal = self.desks[person].journal.path
        if journal.exists():
            journal.write_text(journal.read_text().replace('"', ""))

    def _new_ranking(self, order):
        for desk in self.desks.values():
            desk.reorder(order)


def come_to(folder):
    labels = read_labels(find_sheets(folder), stage="screening", people=PEOPLE, reasons=REASONS, root=folder)
    spoken = {}
    for record, person in zip(labels["record_id"], labels["decided_by"], strict=True):
        spoken.setdefault(record, set()).add(person)
    readers = assign_readers(IDS, team=TEAM, spoken=spoken)
    report_of = {one: one for one in IDS}
    settled = settle(labels, report_of=report_of, reports=IDS, readers=readers, team=TEAM, stage="screening")
    tables = settled.decisions.drop(columns="decided_on"), settled.conflicts, settled.awaiting
    return sorted(zip(labels["record_id"], labels["decided_by"], labels["decision"], strict=True)), [
        table.to_numpy().tolist() for table in tables
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(ACTIONS, max_size=15))
def test_the_page_comes_to_what_sheets_say(actions):
    with tempfile.TemporaryDirectory() as place:
        page, sheets = Path(place, "page"), Path(place, "sheets")
        page.mkdir()
        sheets.mkdir()
        house = House(page)
        for action in actions:
            house.act(*action)
        for person, said in house.sheets.items():
            lines = [f"{record},{word},{person},2026-01-02" for record, word in said.items()]
            head = "record_id,decision,reviewer,decided_on"
            Path(sheets, f"screening_{person}.csv").write_text("\n".join([head, *lines]) + "\n")
        assert come_to(page) == come_to(sheets)
