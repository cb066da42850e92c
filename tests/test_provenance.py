"""A changed module of ours reruns what uses it, and nothing else."""

import ast
import hashlib
import shutil
from pathlib import Path

import pytest

from cireview import provenance
from cireview.provenance import digest_code, digest_file

MODULES = {
    "__init__.py": "",
    "tables.py": "A = 1\n",
    "records.py": "from cireview.tables import A\n",
    "query/__init__.py": "from cireview.query.parse import parse\n",
    "query/parse.py": "def parse():\n    from cireview.records import A\n",
    "report.py": "import cireview.tables\n",
    "round.py": "import cireview.trip\n",
    "trip.py": "import cireview.round\n",
    "page.py": "NAME = 'page.html.j2'\n",
    "templates/page.html.j2": "{{ title }}\n",
    "weighing.py": "NAMES = 'weights.json', 'register.json'\n",
    "weights.json": "{}\n",
    "naming.py": "NAMES = 'countries.csv', 'flow.csv'\n",
    "countries.csv": "code\n",
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Return the folder of a small package in place of ours."""
    folder = tmp_path / "cireview"
    for name, text in MODULES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.setattr(provenance, "_PACKAGE", folder)
    forget()
    yield folder
    forget()


def forget():
    for remembered in (provenance._imports, provenance._named_files, provenance._source, provenance._file):
        remembered.cache_clear()


def changed(package, script, module):
    """Return whether the digest of a script changes with a module."""
    (package / "script.py").write_text(script)
    before = digest_code(package / "script.py")
    (package / module).write_text((package / module).read_text() + "# more\n")
    forget()
    return digest_code(package / "script.py") != before


def test_imports_are_found_as_python_finds_them():
    for file in sorted(Path(provenance.__file__).parent.rglob("*.py")):
        names = []
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        ours = {name for name in names if name.startswith("cireview.")}
        assert set(provenance._imports(file.read_bytes())) == ours, file


@pytest.mark.parametrize(
    ("script", "module", "told"),
    [
        ("from cireview.records import A", "records.py", True),
        ("from cireview.records import A", "tables.py", True),  # imported by an import
        ("from cireview.records import A", "report.py", False),
        ("import pandas", "tables.py", False),
        ("from cireview import records", "tables.py", True),
        ("from cireview.query import parse", "query/parse.py", True),
        ("from cireview.query import parse", "query/__init__.py", True),
        ("from cireview.query import parse", "tables.py", True),  # imported within a function
        ("def f():\n    import cireview.report", "report.py", True),
        ("import cireview.round", "trip.py", True),  # modules that import each other
        ("import cireview.page", "templates/page.html.j2", True),
        ("import cireview.weighing", "weights.json", True),
        ("import cireview.naming", "countries.csv", True),
        ("import cireview.page", "weights.json", False),
        ("import cireview.page", "countries.csv", False),
        ("import cireview.report", "templates/page.html.j2", False),
    ],
)
def test_the_digest_changes_with_the_modules_that_a_script_uses(package, script, module, told):
    assert changed(package, script, module) is told


def test_the_digest_does_not_depend_on_where_the_package_lies(package, tmp_path, monkeypatch):
    (package / "script.py").write_text("from cireview.records import A")
    here = digest_code(package / "script.py")
    shutil.copytree(package, tmp_path / "elsewhere")
    monkeypatch.setattr(provenance, "_PACKAGE", tmp_path / "elsewhere")
    forget()
    assert digest_code(tmp_path / "elsewhere/script.py") == here


def test_the_digest_of_a_file_is_its_sha_256(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert digest_file(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()
