"""What the pages for people say is so: links, pictures, commands."""

import re

import pytest
from docs.pages import PAGES, ROOT, read_commands
from docs.pictures import draw_pictures

LINK = re.compile(r"(?<!`)!?\[[^\]\n]*\]\(([^)\s]+)\)")
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}

_SET_UP = "python3 -m venv .venv && . .venv/bin/activate && pip install -q -e"
_NETWORK = "CIREVIEW_PASSPHRASE='five words are better' cireview label screening --reviewers anna,ben"
RUN_ELSEWHERE = {
    "pytest -m programs": ".ci/run, which installs the programs and runs every test",
    f"{_SET_UP} . -c requirements.lock && cireview run": "needs the network: .ci/run runs it",
    f'{_SET_UP} ".[test]" -c requirements.lock && pytest -n 2': "runs these tests: .ci/run runs it",
    f"{_SET_UP} . -c requirements.lock": "needs the network: .ci/run runs it",
    "pip install -q --require-hashes -r requirements.hashed.txt && pip install -q --no-deps .": (
        "needs the network: .github/workflows/release.yml"
    ),
    "bash .ci/run": "runs both of them",
    "cireview run": "tests/faults/test_quiet_runs.py::test_a_first_run_says_little",
    "cireview run -- --profile profiles/slurm": (
        "tests/slurm/test_slurm.py::"
        "test_a_review_survives_a_node_that_fails_and_makes_the_bytes_of_a_local_run"
    ),
    "cireview prisma . -o flow.svg -o flow.tiff --width 85 --style journal --dpi 600": (
        "tests/cli/test_prisma.py::test_the_ending_of_a_file_says_its_format"
    ),
    'cireview prisma numbers.csv -o flow.html --lang de --notes "Searches of 3 May 2026."': (
        "tests/cli/test_prisma.py::test_options_change_the_figure"
    ),
    "cireview submit submission --journal plos": "tests/workflow/test_submission.py::test_a_journals_rules",
    "cireview trace 10.1000/xyz123": "tests/review/test_trace.py::test_a_record_is_found_by",
    'cireview trace "school gardens" --folder my-review --json': (
        "tests/workflow/test_numbers_open_records.py::test_trace_tells_the_life_of_an_excluded_full_text"
    ),
    "cireview label screening --reviewer anna": (
        "tests/reading/test_command.py::test_each_person_has_a_link_and_the_browser_opens_for_one"
    ),
    "cireview label screening --reviewers anna,ben": (
        "tests/reading/test_story.py::test_sixty_abstracts_are_read_by_two_people_and_the_flow_is_right"
    ),
    f"{_NETWORK} --host review.lab --certificate lab.pem --key lab.key": (
        "tests/reading/test_command.py::test_a_trusted_network_is_served_with_tls_and_a_passphrase"
    ),
    "cireview init my-review": "tests/cli/test_folder.py::test_init_makes_what_people_own_and_no_code",
}
"""Commands that no test types as they stand, and where they are run instead."""


def without_code(text):
    return re.sub(r"(?ms)^ *```.*?^ *```$", "", text)


def slugs(text):
    """Return the names by which headings of a page are linked to."""
    heads = re.findall(r"^#+ (.+)$", without_code(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", TEXTS)
def test_every_relative_link_leads_to_a_file_and_a_heading(name):
    broken = []
    for link in LINK.findall(without_code(TEXTS[name])):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, heading = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        there = target.is_file() and (not heading or heading in slugs(target.read_text(encoding="utf-8")))
        broken += [] if there else [link]
    assert broken == []


@pytest.mark.parametrize("name", TEXTS)
def test_no_page_names_a_folder_of_one_machine(name):
    assert re.findall(r"(?<![\w.])/(?:home|root|tmp|work|Users|opt|mnt)/\S*|[A-Z]:\\\S+", TEXTS[name]) == []


MESSAGES = {
    "docs/tutorial.md": ("| what it says | what to do |", 1),
    "docs/protocol.md": ("| what you did | what the message says |", 2),
}


@pytest.mark.parametrize(("page", "head", "column"), [(page, *table) for page, table in MESSAGES.items()])
def test_the_messages_that_a_page_explains_exist(page, head, column):
    source = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "src").rglob("*.py")))
    table = TEXTS[page].split(head)[1].split("\n\n")[0]
    quoted = [
        told for row in table.splitlines()[2:] for told in re.findall(r"`([^`]+)`", row.split("|")[column])
    ]
    assert len(quoted) > 10
    parts = [part.strip(" .?") for told in quoted for part in told.split("…")]
    assert [part for part in parts if part not in source] == []


def test_every_picture_is_shown_somewhere_and_is_small():
    shown = {link.rsplit("/", 1)[-1] for text in TEXTS.values() for link in LINK.findall(text)}
    pictures = sorted((ROOT / "docs/images").iterdir())
    assert [one.name for one in pictures if one.name not in shown] == []
    assert [one.name for one in pictures if one.stat().st_size > 150_000] == []


def test_figures_of_invented_reviews_are_as_the_software_draws_them(tmp_path):
    drawn = {file.name: file.read_bytes() for file in draw_pictures(tmp_path)}
    assert drawn == {name: (ROOT / "docs/images" / name).read_bytes() for name in drawn}


TYPED = {"start.md", "tutorial.md", "sixty.md"}
COMMANDS = [(page.name, command) for page in PAGES for command in read_commands(page)]


@pytest.mark.parametrize(("page", "command"), [one for one in COMMANDS if one[0] not in TYPED])
def test_every_command_is_run_by_a_test(page, command):
    """Commands of these pages are run in their order by their own tests; every other one is listed above."""
    assert command in RUN_ELSEWHERE, f"{page}: name the test that runs it"
    for path, _, test in re.findall(r"(tests/[\w/]+\.py)(::)(\w+)", RUN_ELSEWHERE[command]):
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")


def test_no_command_is_listed_that_no_page_holds():
    assert set(RUN_ELSEWHERE) <= {command for _, command in COMMANDS}


def test_continuous_integration_runs_the_commands_of_the_readme():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "grep -E '^python3 -m venv ' README.md" in script
    found = [line for line in TEXTS["README.md"].splitlines() if line.startswith("python3 -m venv ")]
    assert set(found) <= set(RUN_ELSEWHERE)
    assert len(found) == 2


def test_continuous_integration_installs_the_programs_that_contributing_names():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    (packages,) = re.findall(r"^programs=\(([^)]+)\)$", script, re.MULTILINE)
    named = re.findall(
        r"`((?:libreoffice|texlive|fonts)-[\w-]+|chromium|librsvg2-bin|poppler-utils|pandoc|slurm-wlm|munge)`",
        TEXTS["CONTRIBUTING.md"],
    )
    assert packages.split() == named


def test_the_flow_that_the_readme_shows_has_the_published_numbers():
    drawn = " ".join(re.findall(r">([^<>\n]+)<", (ROOT / "docs/images/flow.svg").read_text(encoding="utf-8")))
    numbers = {
        "Databases": 221,
        "Duplicate records removed": 128,
        "Records screened": 93,
        "Records excluded": 42,
        "Reports sought for retrieval": 51,
        "Reports assessed for eligibility": 51,
        "Reports excluded": 19,
        "Studies included in review": 32,
    }
    for words, number in numbers.items():
        assert re.search(rf"{words}\**:? +\(n = {number}\)", drawn), words
    assert "Unfinished" not in drawn
