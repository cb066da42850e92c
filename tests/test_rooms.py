"""The rooms of the house and the directions between them: no package imports from a later stage."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src/cireview"

# From what all others may use to what uses all others. A room may import from the rooms before it.
ROOMS = (
    "places",
    "errors",
    "limits",
    "provenance",
    "logs",
    "language",
    "shares",
    "plugins",
    "flow",
    "tables",
    "protocol",
    "formats",
    "query",
    "web",
    "sources",
    "search",
    "citations",
    "deduplication",
    "identity",
    "practical_screen",
    "full_texts",
    "sheets",
    "labels",
    "screening",
    "stopping",
    "coding",
    "prisma",
    "versions",
    "figures",
    "review",
    "paper",
    "notebook",
    "synthesis",
    "reading",
    "cli",
)
LOOSE = 8  # modules beside the packages, at most


def read_modules():
    """Return the path of every module by its dotted name without ``cireview.``."""
    paths = {path.relative_to(SOURCE).with_suffix("").as_posix(): path for path in SOURCE.rglob("*.py")}
    names = {name.removesuffix("/__init__").replace("/", "."): path for name, path in paths.items()}
    return {name: path for name, path in names.items() if name not in ("__init__", "__main__")}


def imports_of(source, modules, *, everywhere=True):
    """Yield the modules of ours that `source` imports; only those at its top level unless `everywhere`."""
    tree = ast.parse(source)
    for node in ast.walk(tree) if everywhere else outside_functions(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            deeper = [f"{node.module}.{alias.name}" for alias in node.names]
            own = [name for name in deeper if name.removeprefix("cireview.") in modules]
            names = own if len(own) == len(deeper) else [node.module, *own]
        yield from (name.removeprefix("cireview.") for name in names if name.startswith("cireview."))


def outside_functions(tree):
    """Yield what runs when a module is imported: nothing for type checkers, nothing inside functions."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node


def find_wrong_turns(modules):
    """Return both ends of every import against the direction of ROOMS."""
    wrong = []
    for name, source in modules.items():
        here = name.split(".")[0]
        for target in imports_of(source, modules):
            there = target.split(".")[0]
            if here != there and ROOMS.index(there) > ROOMS.index(here):
                wrong.append(f"{name} imports {target}")
    return wrong


@pytest.fixture(scope="module")
def modules():
    return {name: path.read_text() for name, path in read_modules().items()}


def test_every_module_lives_in_a_room(modules):
    assert {name.split(".")[0] for name in modules} == set(ROOMS)


def test_few_modules_lie_loose_beside_the_packages():
    loose = {path.name for path in SOURCE.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert len(loose) <= LOOSE, loose


def test_no_room_imports_from_a_later_one(modules):
    assert find_wrong_turns(modules) == []


def test_a_wrong_turn_is_named_with_both_ends(modules):
    spoiled = modules | {"tables.files": modules["tables.files"] + "\nfrom cireview.review import status\n"}
    assert find_wrong_turns(spoiled) == ["tables.files imports review.status"]


def test_no_module_imports_itself_over_others(modules):
    graph = {name: set(imports_of(text, modules, everywhere=False)) for name, text in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
        circle = ""
    except CycleError as error:
        circle = " imports ".join(reversed(error.args[1]))
    assert circle == ""
