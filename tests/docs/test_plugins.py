"""The page *Write a plug-in* shows the package that the tests install, piece by piece."""

import re
import tomllib

from docs.pages import ROOT

from cireview.plugins import GROUPS

TINY = ROOT / "tests/plugins/tiny"
SHOWN = re.findall(r"```(\w+)\n(.*?)```", (ROOT / "docs/plugins.md").read_text(encoding="utf-8"), re.DOTALL)


def test_each_module_and_table_that_is_shown_is_one_of_the_package():
    files = {"python": ("records.py", "search.py", "models.py", "reporting.py"), "csv": ("items.csv",)}
    for kind, names in files.items():
        pieces = [text for language, text in SHOWN if language == kind]
        assert pieces == [(TINY / "cireview_tiny" / name).read_text() for name in names]


def test_each_entry_point_that_is_shown_is_one_of_the_package():
    (shown,) = [tomllib.loads(text)["project"] for language, text in SHOWN if language == "toml"]
    package = tomllib.loads((TINY / "pyproject.toml").read_text())["project"]
    assert set(shown["entry-points"]) == set(GROUPS)
    for group, names in shown.pop("entry-points").items():
        assert names.items() <= package["entry-points"][group].items()
    assert shown.items() <= package.items()
