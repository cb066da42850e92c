"""Pages, command line and code hold together: each public name and command is documented, nothing else."""

import inspect
import re

import pytest
from docs.command_reference import PAGE, list_commands, render_page
from docs.pages import PAGES, ROOT

import cireview

COMMANDS = list_commands()
TYPED = re.compile(r"`[^`\n]*`|^ *```bash\n.*?^ *```$", re.MULTILINE | re.DOTALL)
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
PUBLIC = set(cireview.__all__) - {"__version__"}


def test_the_page_of_commands_is_what_the_command_line_says():
    assert PAGE.read_text(encoding="utf-8") == render_page(), "run python tests/docs/command_reference.py"
    assert re.findall(r"^## cireview (\S+)$", render_page(), re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_argument_and_option_is_explained(name):
    assert [one.name for one in COMMANDS[name].params if not one.help] == []


def commands_in(text):
    """Yield name and options of each command that a text shows as code."""
    for code in TYPED.findall(text):
        for line in re.findall(r"(?<![\w/.-])cireview ([a-z][a-z-]*)([^`\n]*)", code):
            name, rest = line
            yield name, re.findall(r"(?<!\S)(--?[a-z][a-z-]*)", rest.split(" -- ")[0].split(" && ")[0])


@pytest.mark.parametrize("page", TEXTS)
def test_each_command_that_a_page_shows_exists_with_its_options(page):
    unknown = []
    for name, options in commands_in(TEXTS[page]):
        known = {one for each in COMMANDS[name].params for one in (*each.opts, *each.secondary_opts)} | {
            "--help"
        } if name in COMMANDS else set()  # fmt: skip
        unknown += [f"{name} {option}" for option in options if option not in known]
        unknown += [name] if name not in COMMANDS else []
    assert unknown == []


def rows_of_the_python_page():
    table = (ROOT / "docs/python.md").read_text(encoding="utf-8").split("| name | does |")[1].split("\n\n")[0]
    return "\n".join(row.split("|")[1] for row in table.splitlines()[2:])


def test_each_public_name_is_documented_and_nothing_else_is():
    assert set(re.findall(r"`(\w+)", rows_of_the_python_page())) == PUBLIC


CALLS = re.findall(r"`(\w+)\(([^)]*)\)", rows_of_the_python_page())


@pytest.mark.parametrize(("name", "given"), CALLS, ids=[name for name, _ in CALLS])
def test_the_page_names_the_arguments_that_a_call_takes_first(name, given):
    called = getattr(cireview, name)
    takes = ["text"] if name == "query" else list(inspect.signature(called).parameters)
    assert given.split(", ") == takes[: given.count(",") + 1]


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_each_public_name_has_a_docstring_and_is_listed(name):
    assert getattr(cireview, name).__doc__
    assert name in dir(cireview)


@pytest.mark.parametrize("page", TEXTS)
def test_each_name_that_a_page_uses_in_python_is_public(page):
    assert set(re.findall(r"\bcr\.(\w+)", TEXTS[page])) <= PUBLIC
