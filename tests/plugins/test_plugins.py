"""What another package brings is used as what is built in, and named where it fails."""

import json
import subprocess
import sys

import pandas as pd
import pytest
from pydantic import TypeAdapter, ValidationError
from sources.plays import Reply
from sources.server import Server

from cireview import rank
from cireview.errors import ReviewError
from cireview.formats import check_export, read_export
from cireview.paper.checklists import fill_checklist
from cireview.paper.packages import list_packages
from cireview.plugins import Registry, list_plugins
from cireview.protocol import Protocol
from cireview.query import find_database
from cireview.screening.encoder import digest_model
from cireview.screening.learning import resolve_model
from cireview.sources import find_api

FILE = "#tiny\nRain in the north|Poe, Ada and Li, Bo|2019\nSnow at sea|Ek, Cy|2020\n"
TRAINED = pd.DataFrame(
    {"id": range(30), "title": [f"{'rain' if n % 2 else 'snow'} in town" for n in range(30)]}
)
LABELS = {n: bool(n % 2) for n in range(24)}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "export.tny"
    path.write_text(FILE)
    return path


def told(call, *given, **named):
    with pytest.raises(ReviewError) as raised:
        call(*given, **named)
    return str(raised.value)


def test_a_format_is_read(plugged, file):
    assert check_export(file) == []
    read = read_export(file, source="Tiny")
    assert read.records[["title", "authors", "year"]].to_numpy().tolist() == [
        ["Rain in the north", "Poe, Ada; Li, Bo", "2019"],
        ["Snow at sea", "Ek, Cy", "2020"],
    ]
    assert (read.format, read.expected, read.warnings) == ("tiny (cireview-tiny 0.3.1)", 2, ())


def test_without_the_package_the_file_is_of_no_known_format(file):
    assert "neither tags nor column names" in str(check_export(file)[0])


def test_a_format_is_read_by_the_command_line(run, file):
    done = run("convert", file, "-o", "out.ris")
    assert done.returncode == 0, done.stderr
    assert "tiny (cireview-tiny 0.3.1), 2 records read" in done.stdout + done.stderr


def test_a_model_ranks(plugged):
    ranked = rank(TRAINED, LABELS, model="nearest")
    assert set(ranked.head(3)["title"]) == {"rain in town"}
    assert type(resolve_model("nearest")[1]).__name__ == "Nearest"
    assert resolve_model("rare_words")[0].min_df == 1
    assert digest_model("nearest") == "cireview-tiny 0.3.1"


def answer(count, *works):
    return Reply(200, json.dumps({"count": count, "works": works}).encode())


WORK = {"id": "t1", "name": "Rain in the north", "people": [{"name": "Poe, A"}], "year": 2019}


@pytest.fixture
def served():
    """Return the server that plays the source."""
    with Server(plays={"find": lambda *_: answer(1, WORK)}) as server:
        yield server


def fetch(run, server, name="tiny"):
    words = ("fetch", "rain AND north", "--from", name, "--date", "2020-03", "-o", "found.csv")
    return run(*words, TINY_ADDRESS=server.address)


def test_a_source_is_asked_in_its_own_syntax(run, served, tmp_path):
    done = fetch(run, served)
    assert done.returncode == 0, done.stderr
    assert served.asked[0].params["q"] == "rain AND north"
    found = pd.read_csv(tmp_path / "found.csv", dtype=str)
    assert found[["accession", "title", "authors"]].to_numpy().tolist() == [["t1", WORK["name"], "Poe, A"]]


def test_a_query_is_written_for_it(run):
    done = run("query", "rain AND north", "--for", "tiny")
    assert (done.returncode, "rain AND north" in done.stdout) == (0, True), done.stderr


def test_a_checklist_is_filled(plugged):
    facts, statements = {"databases": "PubMed, Tiny"}, {"support": "Nobody paid"}
    filled = fill_checklist("tiny", statements=statements, facts=facts)
    assert filled["told"].tolist() == ["PubMed, Tiny", "Nobody paid", "for the authors"]
    assert filled["location"].tolist() == ["Methods", "", ""]


def named_in_reporting(name):
    field = Protocol.model_fields["reporting"]
    return TypeAdapter(field.annotation).validate_python([name])


def test_the_protocol_takes_its_name_and_lists_what_there_is(plugged):
    assert named_in_reporting("tiny") == ["tiny"]
    with pytest.raises(ValidationError, match="'scr' or 'swim' or 'lucky' or 'tiny'"):
        named_in_reporting("tidy")


def test_the_protocol_refuses_it_without_the_package():
    with pytest.raises(ValidationError, match=r"'scr' or 'swim' \["):
        named_in_reporting("tiny")


def test_methods_name_the_packages_that_were_used(plugged):
    formats = ["ris", "tiny (cireview-tiny 0.3.1)", "API", "API of cireview-tiny 0.3.1"]
    assert list_packages(model="nearest", checklists=["scr", "tiny"], formats=formats) == [
        "cireview-tiny 0.3.1 (checklist tiny)",
        "cireview-tiny 0.3.1 (format tiny)",
        "cireview-tiny 0.3.1 (ranking model nearest)",
        "cireview-tiny 0.3.1 (search)",
    ]
    assert list_packages(model="default", checklists=["scr"], formats=["ris", "API"]) == []


UNKNOWN = {
    "model": (lambda: resolve_model("nearst"), "Did you mean 'nearest'?"),
    "any model": (lambda: resolve_model("xyz"), "default, words, absent, dividing, mute, nearest, number"),
    "source": (lambda: find_api("tinny"), "Did you mean 'tiny'?"),
    "database": (lambda: find_database("xyz"), "lens, tiny"),
    "checklist": (lambda: fill_checklist("x", statements={}, facts={}), "swim, lucky, tiny"),
}


@pytest.mark.parametrize(("call", "words"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_name_is_answered_with_what_there_is(plugged, call, words):
    assert words in told(call)


FAULTS = {
    "it cannot be imported": (
        lambda: resolve_model("absent"),
        "model 'absent' of the package cireview-tiny 0.3.1 cannot be loaded: ModuleNotFoundError",
        "entry point cireview.models, absent = cireview_tiny.nowhere:Model",
    ),
    "it is something else": (lambda: resolve_model("number"), "'number' of the package cireview-tiny 0.3.1",
                             "has the wrong type: int"),
    "it gives no score": (lambda: resolve_model("mute"), "'mute' of the package cireview-tiny 0.3.1",
                          "gives neither a score nor a probability"),
    "it fails as it learns": (lambda: rank(TRAINED, LABELS, model="dividing"), "'dividing' of the package",
                              "failed: ZeroDivisionError: no neighbours"),
    "a checklist asks for an unknown fact": (
        lambda: fill_checklist("lucky", statements={}, facts={}),
        "checklist 'lucky' of the package cireview-tiny 0.3.1 asks in item 1 for a fact that does not exist",
        "KeyError: 'luck'",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("call", "who", "what"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_package_and_entry_point_and_what_to_do(plugged, call, who, what):
    message = told(call)
    assert who in message
    assert what in message
    assert "(entry point cireview." in message
    assert "pip uninstall cireview-tiny" in message


def test_a_reader_that_fails_is_named_with_the_file(plugged, file):
    file.write_text("#tiny\nno bars\n")
    message = told(read_export, file, source="Tiny")
    assert message.startswith(
        f"{file}: the format 'tiny' of the package cireview-tiny 0.3.1 failed: ValueError"
    )


NO_ENTRIES = {
    "no entry": ("[{'title': 'x'}]", "an Entry is needed, but this is of type dict"),
    "a field that is no list": ("[Entry(2, {'title': 'x'})]", "the field 'title' of the entry at line 2"),
}


@pytest.mark.parametrize(("given", "words"), NO_ENTRIES.values(), ids=NO_ENTRIES)
def test_a_reader_that_gives_something_else_is_named(plugged, file, monkeypatch, given, words):
    from cireview_tiny import records

    made = eval(given, vars(records))
    monkeypatch.setattr(records, "FORMAT", records.Format(lambda _: made, recognises=lambda _: True))
    assert words in told(read_export, file, source="Tiny")


def test_a_source_that_fails_leaves_a_gap_that_names_it(run, served):
    served.plays["find"] = lambda *_: Reply(200, b'{"works": []}')
    done = fetch(run, served)
    assert done.returncode == 1
    assert "the source 'tiny' of the package cireview-tiny 0.3.1 failed: KeyError: 'count'" in done.stderr


def test_two_packages_of_one_name_are_refused(plugged, monkeypatch):
    (own,) = [one for one in list_plugins("cireview.models") if one.name == "nearest"]
    both = (own, type(own)(own.group, own.name, own.value, "other", "1.0"))
    monkeypatch.setattr("cireview.plugins.registry.list_plugins", lambda group: both)
    message = told(Registry("cireview.models", {}, fits=lambda part: True).get, "nearest")
    assert "has the same name as one of other 1.0" in message


def test_what_is_built_in_is_found_without_looking_for_packages():
    asked = """
import sys
from cireview.query import find_database
from cireview.screening.learning import resolve_model
from cireview.sources import find_api
from cireview.plugins import list_plugins
resolve_model("default"), find_api("pubmed"), find_database("scopus")
print(list_plugins.cache_info().misses)
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert done.stdout == "0\n", done.stderr


def test_help_does_not_look_for_packages(run):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cireview", "--help"], capture_output=True, text=True
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "cireview.cli" in loaded
    assert not {"cireview.plugins", "importlib.metadata"} & loaded
