"""results/provenance.json says what results come from, and no clock moves it."""

import hashlib

import pytest

from cireview import __version__
from cireview.provenance import describe_origin, list_software


@pytest.fixture
def describe(tmp_path):
    def run(inputs=None, searched_on=(), plugins=()):
        return describe_origin(
            inputs or {},
            archive=tmp_path,
            searched_on=searched_on,
            software=list_software(),
            plugins=plugins,
            seed=7,
            config="abc",
        )

    return run


def test_software_is_named_with_its_version(describe):
    software = describe()["software"]
    assert software["cireview"] == __version__
    assert {"python", "pandas", "snakemake", "scikit-learn"} <= set(software)
    assert "unknown" not in software.values()


@pytest.mark.parametrize(
    ("dates", "as_of"),
    [([], ""), ([""], ""), (["2024-05-02", "2024-11-01", ""], "2024-11-01"), (["2023"], "2023")],
)
def test_its_date_is_that_of_the_last_search(describe, dates, as_of):
    assert describe(searched_on=dates)["as_of"] == as_of


def test_files_of_people_and_replies_of_apis_are_inputs(describe, tmp_path):
    (tmp_path / "pubmed").mkdir()
    (tmp_path / "pubmed/0001.xml").write_bytes(b"<reply/>")
    found = describe({"config/protocol.yaml": "f00"})["inputs"]
    reply = hashlib.sha256(b"<reply/>").hexdigest()
    assert found == {(tmp_path / "pubmed/0001.xml").as_posix(): reply, "config/protocol.yaml": "f00"}


def test_packages_with_parts_of_their_own_are_named_once(describe):
    assert describe(plugins=["tiny 1.0", "other 2.0", "tiny 1.0"])["plugins"] == ["other 2.0", "tiny 1.0"]


def test_the_same_run_is_described_alike(describe):
    assert describe({"a": "1"}) == describe({"a": "1"})
