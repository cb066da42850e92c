"""The register grows part by part; a part is written once, and a damaged register is refused."""

import errno
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from cireview.errors import RegisterError
from cireview.identity import (
    REGISTERED,
    keep_ids,
    list_parts,
    open_register,
    read_register,
    register_records,
    tell_lost_parts,
)
from cireview.tables import RECORD


def records_of(*titles):
    rows = [{"record_id": f"a:{title}", "search_id": "a", "source": "A", "title": title} for title in titles]
    return RECORD.conform(pd.DataFrame(rows).reindex(columns=list(RECORD.columns)))


def versions_of(*titles):
    return keep_ids(records_of(*titles), REGISTERED.empty()).versions


def test_a_register_gives_back_what_was_written_in_order(tmp_path):
    for titles in (["x", "y"], ["z"]):
        with open_register(tmp_path / "register") as register:
            register.add(versions_of(*titles))
    assert read_register(tmp_path / "register")["title"].tolist() == ["x", "y", "z"]
    assert [name[:5] for name in list_parts(tmp_path / "register")] == ["0001_", "0002_"]


def test_what_is_known_writes_no_part(tmp_path):
    first = register_records(records_of("x"), tmp_path)
    before = sorted(tmp_path.iterdir())
    second = register_records(records_of("x"), tmp_path)
    assert first.records["record_id"].tolist() == second.records["record_id"].tolist()
    assert sorted(tmp_path.iterdir()) == before


def test_no_register_is_an_empty_one(tmp_path):
    assert read_register(tmp_path / "none").empty


def cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def change(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (cut, "0001_"),
        (change, "0001_"),
        (lambda path: path.write_bytes(b""), "0001_"),
        (lambda path: path.unlink(), "part 0001 of the register of ids is missing"),
        (lambda path: path.with_name("notes.txt").write_text("hello"), "not part of the register"),
        (lambda path: path.rename(path.with_name(f"copy of {path.name}")), "not part of the register"),
    ],
    ids=["cut", "changed", "empty", "gone", "a stranger", "renamed"],
)
def test_a_damaged_register_is_refused_with_the_way_back(tmp_path, damage, told):
    register_records(records_of("x"), tmp_path)
    register_records(records_of("x", "y"), tmp_path)
    damage(min(tmp_path.glob("*.parquet")))
    with pytest.raises(RegisterError, match="register") as refused:
        read_register(tmp_path)
    assert told in str(refused.value)
    assert "Restore" in str(refused.value) or "Move" in str(refused.value)


def test_parts_of_two_people_with_one_number_are_both_read(tmp_path):
    register_records(records_of("x"), tmp_path / "one")
    register_records(records_of("y"), tmp_path / "two")
    other = next((tmp_path / "two").glob("*.parquet"))
    other.rename(tmp_path / "one" / other.name)
    assert sorted(read_register(tmp_path / "one")["title"]) == ["x", "y"]


WRITE_MANY = """
import sys
import pandas as pd
from cireview.identity import register_records
from cireview.tables import RECORD

for number in range(1, 6):
    ids = [f"a:{sys.argv[2]}{each}" for each in range(number)]
    rows = [{"record_id": each, "search_id": "a", "source": "A"} for each in ids]
    table = pd.DataFrame(rows).reindex(columns=list(RECORD.columns)).fillna("")
    register_records(table.assign(title=table["record_id"]), sys.argv[1])
"""


def test_two_runs_at_once_lose_nothing(tmp_path):
    command = [sys.executable, "-c", WRITE_MANY, str(tmp_path)]
    runs = [subprocess.Popen([*command, name]) for name in "xy"]
    assert [run.wait() for run in runs] == [0, 0]
    entries = read_register(tmp_path)
    assert sorted(entries["title"]) == sorted(f"a:{name}{number}" for name in "xy" for number in range(5))
    assert entries["record_id"].is_unique


def test_a_lock_that_another_person_made_is_enough(tmp_path, monkeypatch):
    def refuse_to_write(path, mode="r", *rest, **options):
        if path.name == ".lock" and "a" in mode:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, mode, *rest, **options)

    opened = Path.open
    monkeypatch.setattr(Path, "open", refuse_to_write)
    with pytest.raises(PermissionError):
        register_records(records_of("x"), tmp_path)
    (tmp_path / ".lock").touch()
    register_records(records_of("x"), tmp_path)
    assert read_register(tmp_path)["title"].tolist() == ["x"]


@pytest.mark.parametrize(
    ("answers", "asked"),
    [([0], 1), ([errno.EDEADLK, errno.EDEADLK, 0], 3), ([errno.EINVAL, 0], 1)],
    ids=["free", "held for a while", "a drive without locks"],
)
def test_windows_waits_for_a_lock_that_is_held_and_for_no_other(tmp_path, monkeypatch, answers, asked):
    def lock(*_):
        left.append(answers[len(left)])
        if left[-1]:
            raise OSError(left[-1], "no lock")

    left = []
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_LOCK=1, locking=lock))
    monkeypatch.setattr("cireview.identity.register.sys", SimpleNamespace(platform="win32"))
    register_records(records_of("x"), tmp_path)
    assert len(left) == asked
    assert read_register(tmp_path)["title"].tolist() == ["x"]


def test_a_part_that_an_earlier_run_saw_is_missed_even_if_it_was_the_last(tmp_path):
    register_records(records_of("x"), tmp_path)
    register_records(records_of("x", "y"), tmp_path)
    before = list_parts(tmp_path)
    (tmp_path / before[-1]).unlink()
    [problem] = tell_lost_parts(before, list_parts(tmp_path))
    assert before[-1] in problem.message
    # All gone: the review begins anew, as the way back says.
    assert tell_lost_parts(before, []) == []


def source(key, *titles):
    return records_of(*titles).assign(search_id=key, source=key.upper())


NINE = [f"Paper {letter} on gardens" for letter in "abcdefghi"]
TEN = [f"Report {letter} on tin" for letter in "abcdefghij"]


def test_two_sources_that_were_exchanged_are_refused_before_anything_is_written(tmp_path):
    register_records(pd.concat([source("a", *NINE), source("b", *TEN)], ignore_index=True), tmp_path)
    parts = list_parts(tmp_path)
    with pytest.raises(RegisterError, match=r"A \(a\) now has the records that 'b' had"):
        register_records(pd.concat([source("a", *TEN), source("b", *NINE)], ignore_index=True), tmp_path)
    assert list_parts(tmp_path) == parts
    # Many of another's records beside one's own are no exchange.
    register_records(pd.concat([source("a", *NINE, *TEN), source("b", *TEN)], ignore_index=True), tmp_path)
