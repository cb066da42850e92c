"""The ten export files: 221 records of 93 articles, with their databases' habits, saying what they are."""

import csv
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

from cireview.formats import read_export
from cireview.tables.ids import identify_records, source_key

DATA = Path(__file__).parents[2] / "data"
STARTS = {
    "ProQuest": ("proquest.ris", rb"^TY  - ", 40),
    "Scopus": ("scopus.csv", rb'"2-s2\.0-\d+"\n', 45),
    "Wiley": ("wiley.ris", rb"^TY  - ", 8),
    "EBSCO": ("ebsco.ris", rb"^TY  - ", 33),
    "Web of Science": ("web_of_science.txt", rb"^PT J$", 30),
    "SAGE Journals": ("sage.bib", rb"^@article\{", 10),
    "Emerald": ("emerald.ris", rb"^TY  - ", 9),
    "ScienceDirect": ("sciencedirect.bib", rb"^@article\{", 9),
    "JSTOR": ("jstor.ris", rb"^TY  - ", 7),
    "PubMed": ("pubmed.nbib", rb"^PMID- ", 30),
}
INVENTED = b"Invented record, made for the cireview demonstration corpus"
REAL = b"Summary written for the cireview demonstration corpus; bibliographic facts are real"


def articles(name: str) -> list[dict]:
    return yaml.safe_load((DATA / f"corpus/{name}.yaml").read_text(encoding="utf-8"))


def truth() -> dict[str, str]:
    with (DATA / "corpus/truth.csv").open(encoding="utf-8", newline="") as file:
        return {row["record_id"]: row["article"] for row in csv.DictReader(file)}


def export(file: str) -> bytes:
    return (DATA / "exports" / file).read_bytes()


def test_ten_files_hold_221_records():
    assert {path.name for path in (DATA / "exports").iterdir()} == {file for file, _, _ in STARTS.values()}
    assert sum(number for _, _, number in STARTS.values()) == 221


@pytest.mark.parametrize(("name", "file", "start", "number"), [(n, *rest) for n, rest in STARTS.items()])
def test_each_record_is_there_is_read_and_says_what_it_is(name, file, start, number):
    content = export(file)
    assert len(re.findall(start, content, re.MULTILINE)) == number
    result = read_export(DATA / "exports" / file, source=name)
    assert len(result.records) == number
    assert set(identify_records(result.records)) <= set(truth())
    unwrapped = re.sub(rb"\s+", b" ", content)
    assert unwrapped.count(INVENTED) + unwrapped.count(REAL) == number


def test_the_truth_names_each_record_once_and_each_article():
    names = {article["id"] for kind in ("included", "invented") for article in articles(kind)}
    assert len(truth()) == 221
    assert set(truth().values()) == names
    assert len(names) == 93


def test_an_article_is_in_one_to_six_databases_and_sometimes_twice_in_one():
    held = {(record.split(":")[0], article) for record, article in truth().items()}
    databases = Counter(article for _, article in held)
    assert set(databases.values()) <= set(range(1, 7))
    assert {min(databases.values()), max(databases.values())} == {1, 6}
    assert len(held) < 221


def test_the_note_of_a_record_tells_an_invented_article_from_a_real_one():
    starts = {
        "pubmed": "99",
        "proquest": "99",
        "ebsco": "999",
        "scopus": "2-s2.0-999",
        "web_of_science": "WOS:999",
        "jstor": "999",
        "sciencedirect": "S9999",
    }
    for source, _, accession in (record.partition(":") for record in truth()):
        assert accession.startswith(starts.get(source, "h-")), accession


def test_building_again_gives_the_same_bytes(tmp_path):
    shutil.copytree(DATA / "labels/coding", tmp_path / "labels/coding")
    command = [sys.executable, "-B", str(DATA / "corpus/build.py"), "--into", str(tmp_path)]
    subprocess.run(command, check=True)
    built = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert {Path("exports") / file for file, _, _ in STARTS.values()} < built
    for path in sorted(built):
        assert (tmp_path / path).read_bytes() == (DATA / path).read_bytes(), path


def test_the_readme_gives_each_file_its_number():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w ]+) \| `([\w.]+)` \| (\d+) \|", readme, re.MULTILINE)
    counted = Counter(record.split(":")[0] for record in truth())
    assert {(name, file): int(number) for name, file, number in rows} == {
        (name, file): counted[source_key(name)] for name, (file, _, _) in STARTS.items()
    }
