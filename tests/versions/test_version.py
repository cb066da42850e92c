"""A version is written once, whole or not at all; one that was cut or changed stops the run."""

import shutil

import pandas as pd
import pytest

from cireview.errors import VersionError
from cireview.places import place
from cireview.prisma import FATE
from cireview.search.notices import NOTICE
from cireview.sources.outcome import SEARCH_LOG
from cireview.tables import CODE, DECISION, RECORD, write_table
from cireview.versions import NOTHING, find_base, freeze_version, list_changes, read_versions

SCHEMAS = {
    "records": RECORD, "fates": FATE, "searches": SEARCH_LOG, "codes": CODE, "notices": NOTICE,
    "screening_decisions": DECISION, "eligibility_decisions": DECISION,
}  # fmt: skip


def rows(schema, *given):
    """Return a table of a schema with one row for each mapping, all else empty."""
    return schema.conform(pd.DataFrame(list(given)).reindex(columns=list(schema.columns)))


def searched(*searches):
    """Return a log of searches ``id day``."""
    numbers = dict.fromkeys(SEARCH_LOG.numbers, 0)
    given = [dict(zip(("search_id", "searched_on"), one.split(), strict=True)) for one in searches]
    return rows(SEARCH_LOG, *({**numbers, "source": "Scopus", "complete": "yes", **one} for one in given))


def write_run(root, ids="ab", searches=("scopus 2020",), **tables):
    """Write the tables of a run as it left them; each record is an included report of its own."""
    made = {name: schema.empty() for name, schema in SCHEMAS.items()}
    made["records"] = rows(RECORD, *({"record_id": one, "title": f"Title {one}"} for one in ids))
    made["fates"] = rows(FATE, *({"record_id": one, "report_id": one, "fate": "included"} for one in ids))
    made["searches"] = searched(*searches)
    for name, table in (made | tables).items():
        path = root / place(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_table(table, path, SCHEMAS[name])
    (root / place("flow")).parent.mkdir(parents=True, exist_ok=True)
    (root / place("flow")).write_text("data,n\n")
    for name in ("protocol", "codebook"):
        if not (root / place(name)).exists():
            (root / place(name)).parent.mkdir(exist_ok=True)
            (root / place(name)).write_text(f"{name}: yes\n")


def freeze(root, name, *, day="2020-05-01", finished=True):
    settings = {"frozen_on": f"{day}T12:00:00", "finished": finished, "software": "cireview"}
    return freeze_version(root, name, files=["config/protocol.yaml"], **settings)


@pytest.fixture
def root(tmp_path):
    write_run(tmp_path)
    return tmp_path


def versions(root):
    return read_versions(root / "data/versions")


def test_a_version_is_read_as_it_was_frozen(root):
    freeze(root, "2020-05")
    write_run(root, ids="abc")
    (one,) = versions(root)
    assert (one.name, one.frozen_on, one.finished) == ("2020-05", "2020-05-01T12:00:00", True)
    assert one.fates["record_id"].tolist() == ["a", "b"]
    assert one.standing == ["a", "b"]
    assert list(one.inputs) == ["config/protocol.yaml"]
    assert (one.folder / "protocol.yaml").read_text() == "protocol: yes\n"


REFUSED = {
    "twice": ("first", "the version first exists already. Choose another name"),
    "twice in other capitals": ("First", "the version first exists already"),
    "a folder": ("a/b", "cannot be the name of a version"),
    "the folder above": ("..", "cannot be the name of a version"),
    "a blank": ("my version", "cannot be the name of a version"),
    "no version": (NOTHING, "cannot be the name of a version"),
    "no name": ("", "cannot be the name of a version"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_names_that_are_taken_or_cannot_be(root, case):
    name, message = REFUSED[case]
    freeze(root, "first")
    before = sorted(root.rglob("*"))
    with pytest.raises(VersionError, match=message):
        freeze(root, name)
    assert sorted(root.rglob("*")) == before


def test_nothing_is_frozen_before_a_run(root):
    (root / place("fates")).unlink()
    with pytest.raises(
        VersionError, match=r"fates.csv: no run has finished yet, so there is nothing to freeze"
    ):
        freeze(root, "first")
    assert not (root / "data/versions").exists()


DAMAGE = {
    "a table that was changed": (lambda one: (one / "fates.csv").write_text("record_id\n"), "was changed"),
    "a table that is gone": (lambda one: (one / "records.parquet").unlink(), "is missing"),
    "the protocol of then": (lambda one: (one / "protocol.yaml").write_text("x"), "was changed"),
    "no list": (lambda one: list_of(one).unlink(), "has no list of its files"),
    "a list that was changed": (lambda one: list_of(one).write_text("file,sha256\n"), "list .* was changed"),
    "two lists": (
        lambda one: shutil.copy(list_of(one), one / "digests_000000000000.csv"),
        "has no list of its files",
    ),
    "an empty folder": (lambda one: (shutil.rmtree(one), one.mkdir()), "has no list of its files"),
}


def list_of(folder):
    return next(folder.glob("digests_*.csv"))


@pytest.mark.parametrize("case", DAMAGE)
def test_a_version_that_was_cut_is_refused_with_the_way_back(root, case):
    damage, message = DAMAGE[case]
    freeze(root, "whole")
    freeze(root, "cut", day="2020-06-01")
    damage(root / "data/versions/cut")
    with pytest.raises(VersionError, match=message) as caught:
        versions(root)
    assert all("data/versions/cut" in str(problem) for problem in caught.value.problems)
    assert all("Restore" in problem.remedy for problem in caught.value.problems)


BASES = {
    "nothing since": (("scopus 2020",), "ab", None, None),
    "a later search": (("scopus 2020", "scopus_2021 2021"), "ab", None, "second"),
    "a later date of the same search": (("scopus 2021",), "ab", None, "second"),
    "a new record of an old search": (("scopus 2020",), "abc", None, "second"),
    "by name": (("scopus 2020", "scopus_2021 2021"), "abc", "first", "first"),
    "by no name": (("scopus 2020", "scopus_2021 2021"), "abc", NOTHING, None),
    "a record is gone": (("scopus 2020",), "a", None, None),
}


@pytest.mark.parametrize("case", BASES)
def test_which_version_a_review_updates(root, case):
    searches, ids, update_of, name = BASES[case]
    freeze(root, "second", day="2020-06-01")
    freeze(root, "first", day="2020-05-01")
    freeze(root, "third", day="2020-07-01", finished=False)
    base = find_base(versions(root), searched(*searches), list(ids), update_of=update_of)
    assert (base.name if base else None) == name


def test_freezing_an_update_leaves_it_an_update_of_the_version_before(root):
    freeze(root, "first")
    later = ("scopus 2020", "scopus_2021 2021")
    write_run(root, ids="abc", searches=later)
    before = find_base(versions(root), searched(*later), "abc", update_of=None)
    freeze(root, "second", day="2021-05-01")
    after = find_base(versions(root), searched(*later), "abc", update_of=None)
    assert (before.name, after.name) == ("first", "first")


def test_a_name_that_no_version_has(root):
    freeze(root, "first")
    with pytest.raises(VersionError, match=r"there is no version 'frist'\. Versions: first"):
        find_base(versions(root), searched("scopus 2021"), "ab", update_of="frist")


def changes(root, ids, *, notices=(), **tables):
    """Return what changed since the version, as ``kind record what``."""
    freeze(root, "first")
    write_run(root, ids=ids)
    records = rows(
        RECORD, *({"record_id": one, "title": f"Title {one}", **tables.get(one, {})} for one in ids)
    )
    ends = tables.get("ends", {})
    fates = rows(
        FATE,
        *({"record_id": one, "report_id": one, "fate": ends.get(one, "included")} for one in ids),
    )
    table = list_changes(records, fates, rows(NOTICE, *notices), since=versions(root)[0])
    return [" ".join(row) for row in table[["change", "record_id", "what"]].to_numpy().tolist()]


CHANGES = {
    "nothing": ({"ids": "ab"}, []),
    "new": ({"ids": "abc"}, ["new c found since"]),
    "gone": ({"ids": "a"}, ["gone b no search finds any of its records any more"]),
    "a title": ({"ids": "ab", "a": {"title": "Another"}}, ["changed a title"]),
    "a title in other letters": ({"ids": "ab", "a": {"title": "TITLE: a."}}, []),
    "a DOI that came": ({"ids": "ab", "b": {"doi": "10.1/x"}}, ["changed b doi"]),
    "excluded": (
        {"ids": "ab", "ends": {"a": "excluded_eligibility"}},
        ["decided otherwise a where it ended"],
    ),
    "open again": ({"ids": "ab", "ends": {"a": "awaiting_screening"}}, ["open again a where it ended"]),
    "of what the rules left out no text matters": (
        {"ids": "ab", "a": {"title": "Another"}, "ends": {"a": "ineligible"}},
        ["decided otherwise a where it ended"],
    ),
    "retracted": (
        {"ids": "ab", "notices": [{"record_id": "a", "change": "retracted", "said_by": "Crossref"}]},
        ["retracted a Crossref"],
    ),
    "retracted, and excluded since": (
        {
            "ids": "ab",
            "notices": [{"record_id": "a", "change": "retracted", "said_by": "Crossref"}],
            "ends": {"a": "excluded_eligibility"},
        },
        ["retracted a Crossref", "decided otherwise a where it ended"],
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_changed_since_a_version(root, case):
    given, told = CHANGES[case]
    assert changes(root, **given) == told


def test_a_notice_that_the_version_knew_is_no_change(root):
    notice = {"record_id": "a", "change": "retracted", "said_by": "Crossref"}
    write_run(root, notices=rows(NOTICE, notice))
    assert changes(root, "ab", notices=[notice]) == []
