"""What a release consists of: one version, and a wheel that works without the repository."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from cireview import __version__

ROOT = Path(__file__).parents[1]
IN_A_RELEASE = ("docx", "label", "pdf", "xls")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", folder, ROOT]
    built = subprocess.run(command, capture_output=True, text=True)
    if built.returncode and "hatchling" in built.stderr:
        pytest.skip("the build needs hatchling, and no network gives it")
    assert built.returncode == 0, built.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_all_files_name_one_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    metadata = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    assert {PROJECT["version"], citation["version"], metadata["version"]} == {__version__}
    assert re.search(rf"^## {re.escape(__version__)}|^## Unreleased", read("CHANGELOG.md"), re.MULTILINE)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_packages_with_a_digest_are_those_that_were_tested_and_all_that_a_run_needs():
    tested = set(re.findall(r"^\S+==\S+", read("requirements.lock").lower().replace("_", "-"), re.MULTILINE))
    with_digest = re.findall(r"^(\S+?)(?:\[\S+\])?(==\S+) ", read("requirements.hashed.txt"), re.MULTILINE)
    assert len(with_digest) > 100
    others = {name.replace("_", "-") + version for name, version in with_digest} - tested
    assert {package.partition("==")[0] for package in others} <= {"setuptools"}  # 'pip freeze' leaves it out
    wanted = PROJECT["dependencies"] + [
        package for extra in IN_A_RELEASE for package in PROJECT["optional-dependencies"][extra]
    ]
    names = {re.match(r"[\w.-]+", package)[0].lower().replace("_", "-") for package in wanted}
    assert names - {name.replace("_", "-") for name, _ in with_digest} == set()
    blocks = re.split(r"^(?=\S+==)", read("requirements.hashed.txt"), flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("file", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda file: file.name)
def test_workflow_files_and_forms_are_yaml_with_a_name(file):
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["name"]


def test_the_workflow_of_a_release_publishes_without_a_secret():
    text = read(".github/workflows/release.yml")
    assert "id-token: write" in text
    assert "secrets." not in text


def test_the_wheel_holds_workflow_manual_templates_and_the_demonstration(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "workflow/Snakefile",
        "docs/tutorial.md",
        "templates/review/config/protocol.yaml",
        "py.typed",
    ):
        assert f"cireview/{part}" in names
    assert [name for name in names if not name.startswith(("cireview/", "cireview-"))] == []


def list_files(folder):
    """Return the files in a folder but for what Python and people leave there."""
    return {path.relative_to(folder) for path in folder.rglob("[!.]*.*") if "__pycache__" not in path.parts}


def test_a_review_is_made_and_run_from_the_wheel_alone(wheel, tmp_path):
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    demonstration = ["init", "second", "--example", "collective_impact"]
    for words in (demonstration, ["init", "first", "--example", "sixty"], ["run", "--folder", "first"]):
        command = [sys.executable, "-m", "cireview", *words]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    origin = json.loads((tmp_path / "first/results/provenance.json").read_text(encoding="utf-8"))
    assert origin["software"]["cireview"] == __version__
    assert (tmp_path / "first/results/7_synthesis/report.html").is_file()
    for part in ("config", "data"):
        made, own = (list_files(folder / part) for folder in (tmp_path / "second", ROOT))
        assert {path for path in own if path.parts[0] != "corpus"} <= made
    assert not (tmp_path / "second/data/corpus").exists()
    where = "import cireview; print(cireview.__file__)"
    told = subprocess.run([sys.executable, "-c", where], env=environment, capture_output=True, text=True)
    assert told.stdout.startswith(str(installed))
