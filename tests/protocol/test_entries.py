"""A search or an amendment comes into the file as a person would write it: every other line stays."""

import pytest

from cireview.errors import ProtocolError
from cireview.protocol import Protocol
from cireview.protocol.entries import add_amendment, add_search
from cireview.protocol.load import read_model

HEAD = "title: Gardens\nquestion: {main: Do gardens change what children eat}\n"
TAIL = """search: {query: garden* AND child*, date: 2020-01}
practical_screen:
  criteria: [{id: garden, text: About gardens}]
  reviewers: [anna]
methodological_screen:
  criteria: [{id: method, text: Compares groups}]
  reviewers: [anna]
review: {coders: [anna]}
"""
SOURCES = {
    "one a line": (
        "sources:\n  - {name: Scopus, export: s.ris}  # first\n  # rest\n  - {name: PubMed, api: pubmed}\n",
        "  - {name: Scopus, id: scopus_2021, export: t.ris, searched_on: '2021-03-01'}",
    ),
    "in one line": (
        "sources: [{name: Scopus, export: s.ris}, {name: PubMed, api: pubmed}]\n",
        "sources: [{name: Scopus, export: s.ris}, {name: Scopus, id: scopus_2021, export: t.ris, "
        "searched_on: '2021-03-01'}, {name: PubMed, api: pubmed}]",
    ),
    "in blocks, without a margin": (
        "sources:\n- name: Scopus\n  export: s.ris  # 1\n  platform: E\n\n- name: PubMed\n  api: pubmed\n",
        "- {name: Scopus, id: scopus_2021, platform: E, export: t.ris, searched_on: '2021-03-01'}",
    ),
    "with how in lines": (
        "sources:\n  - name: Scopus\n    export: s.ris\n    how: >-\n      By hand,\n      it\n\n"
        "  - {name: PubMed, api: pubmed}\n",
        "  - {name: Scopus, id: scopus_2021, how: 'By hand, it', export: t.ris, searched_on: '2021-03-01'}",
    ),
}  # fmt: skip
AMENDMENT = {
    "on": "2021-03-01",
    "change": "Years: from 1990",
    "reason": "Older ones were found",
    "reopens": {},
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("case", SOURCES)
def test_a_later_search_stands_behind_the_one_before(case, ends):
    sources, line = SOURCES[case]
    text = (HEAD + sources + TAIL).replace("\n", ends)
    changed, key = add_search(text, "scopus", on="2021-03-01", export="t.ris")
    assert key == "scopus_2021"
    assert [one for one in changed.split(ends) if one not in text.split(ends)] == [line]
    if "in one" not in case:
        assert [one for one in text.split(ends) if one not in changed.split(ends)] == []
    names = [(one.name, one.key) for one in read_model(changed, Protocol, name="p").sources]
    assert names == [("Scopus", "scopus"), ("Scopus", "scopus_2021"), ("PubMed", "pubmed")]


def test_ids_of_searches_of_one_year_differ():
    text, key = add_search(HEAD + SOURCES["one a line"][0] + TAIL, "PubMed", on="2021-03-01")
    text, second = add_search(text, "PubMed", on="2021-06-01")
    text, third = add_search(text, "PubMed", on="2021-06-30")
    assert [key, second, third] == ["pubmed_2021", "pubmed_2021_06", "pubmed_2021_06_30"]
    with pytest.raises(ProtocolError, match="PubMed already has a search of 2021-06-30"):
        add_search(text, "PubMed", on="2021-06-30")


REFUSED = {
    "no such source": (("Embase", None), "there is no source 'Embase'. The sources are: Scopus"),
    "no file": (("Scopus", None), "Scopus needs an export file. Give the new file too"),
    "a file of an API": (("PubMed", "p.nbib"), "the run itself searches PubMed. Remove the file"),
    "the same file": (("Scopus", "s.ris"), "export files given twice: s.ris"),
    "a folder": (("Scopus", "a/s.ris"), "a file name contains no folder"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused(case):
    (name, export), message = REFUSED[case]
    with pytest.raises(ProtocolError, match=message):
        add_search(HEAD + SOURCES["one a line"][0] + TAIL, name, on="2021-03-01", export=export)


THERE = {
    "none yet": ("", 4),
    "an empty list": ("amendments: []\n", 4),
    "nothing behind the colon": ("amendments:\n", 3),
    "one before": ("amendments:\n  - on: 2020-05\n    change: x\n    reason: y  # why\n", 3),
    "one before in one line": ("amendments: [{on: 2020-05, change: x, reason: y}]\n", 1),
}


@pytest.mark.parametrize("case", THERE)
def test_an_amendment_stands_behind_the_others(case):
    before, lines = THERE[case]
    text = HEAD + SOURCES["one a line"][0] + before + TAIL
    changed = add_amendment(text, AMENDMENT)
    came = [one for one in changed.splitlines() if one and one not in text.splitlines()]
    assert len(came) == lines
    amendments = read_model(changed, Protocol, name="p").amendments
    assert (amendments[-1].on, amendments[-1].change, amendments[-1].reason) == (
        "2021-03-01", "Years: from 1990", "Older ones were found")  # fmt: skip
    assert len(amendments) == 1 + ("before" in case)


def test_an_amendment_that_opens_decisions_again():
    reopens = {"abstracts": ["include", "garden"]}
    changed = add_amendment(HEAD + SOURCES["one a line"][0] + TAIL, {**AMENDMENT, "reopens": reopens})
    assert read_model(changed, Protocol, name="p").amendments[0].reopens == reopens
