"""One table owns the paths: what it names is what the rules make, and nothing else spells a path."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cireview.places import BESIDE, MADE, PEOPLES, SHEET_KINDS, place

ROOT = Path(__file__).parents[2]

# Prints the outputs of every rule as the workflow has them once its files are read.
LIST_OUTPUTS = """
from pathlib import Path
from snakemake.api import SnakemakeApi
from snakemake.settings.types import ResourceSettings

with SnakemakeApi() as api:
    settings = {"resource_settings": ResourceSettings(cores=1), "workdir": Path(".")}
    workflow = api.workflow(snakefile=Path("Snakefile"), **settings)
    for rule in workflow._workflow.rules:
        for path in rule.output:
            print(f"{rule.name}\\t{path}")
"""


def list_outputs(folder):
    """Return rule and path of every output, with wildcards as the rule names them."""
    command = [sys.executable, "-W", "ignore", "-c", LIST_OUTPUTS]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [tuple(line.split("\t")) for line in done.stdout.splitlines() if "\t" in line]


def find_strangers(outputs, made):
    """Return what only one side knows: rules with the paths that no name has, names that no rule makes."""
    patterns = {
        name: re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(path))) for name, path in made.items()
    }
    named = {path: [name for name, pattern in patterns.items() if pattern.fullmatch(path)]
             for _, path in outputs}  # fmt: skip
    unnamed = [f"{rule} makes {path}, which no name has" for rule, path in outputs if not named[path]]
    known = {name for names in named.values() for name in names}
    return unnamed + [f"{name} is {made[name]}, which no rule makes" for name in made if name not in known]


@pytest.fixture(scope="module")
def outputs():
    return list_outputs(ROOT)


def test_every_path_of_the_table_is_made_by_a_rule_and_the_other_way_round(outputs):
    assert find_strangers(outputs, MADE) == []


@pytest.mark.parametrize(
    ("made", "stranger"),
    [
        (
            {name: path for name, path in MADE.items() if name != "fates"},
            "assign_fates makes results/7_synthesis/fates.csv, which no name has",
        ),
        ({**MADE, "fate": "results/fate.csv"}, "fate is results/fate.csv, which no rule makes"),
    ],
)
def test_a_stranger_is_named_with_both_ends(outputs, made, stranger):
    assert find_strangers(outputs, made) == [stranger]


def test_no_file_is_made_by_two_rules(outputs):
    single = [path for _, path in outputs if "{" not in path]
    assert len(single) == len(set(single))


def test_names_and_paths_are_different():
    tables = (MADE, PEOPLES, BESIDE)
    assert len({name for table in tables for name in table}) == sum(map(len, tables))
    assert len({path for table in tables for path in table.values()}) == sum(map(len, tables))


def test_a_path_is_filled_in_and_an_unknown_name_is_refused():
    assert place("table", table="matrix") == "results/7_synthesis/tables/matrix.csv"
    assert place("imported_records") == "results/3_search/imports/{source}.parquet"
    with pytest.raises(KeyError, match="tabel"):
        place("tabel")


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_sheets_lie_beside_the_table_of_what_was_handed_out(kind):
    assert Path(place(f"{kind}_sheet")).parent == Path(place(SHEET_KINDS[kind])).parent


# Words for people name files too; these begin a path that code would open.
SPELT = re.compile(
    r"""["'](?:results|data|config)/[\w{]|["'/][1-7]_(?:question|sources|search|\w+_screen|review|synthesis)/\w"""
)
WORDS_FOR_PEOPLE = {"src/cireview/formats/packing.py"}


def test_nothing_else_spells_a_path():
    files = [*ROOT.glob("src/cireview/**/*.py"), *ROOT.glob("workflow/rules/*.smk"),
             *ROOT.glob("workflow/scripts/*.py")]  # fmt: skip
    spelt = {
        f"{file.relative_to(ROOT).as_posix()}:{number}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if SPELT.search(line) and "job=" not in line and "description=" not in line
    }
    owner = "src/cireview/places.py"
    assert {place for place in spelt if place.split(":")[0] not in {owner, *WORDS_FOR_PEOPLE}} == set()
