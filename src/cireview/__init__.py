"""One folder is one systematic literature review, from a written protocol to the tables of the paper."""

from importlib import import_module
from pathlib import Path
from typing import Any

__version__ = "0.2.0"

_FACE = {
    "Flow": "flows",
    "RelevanceClassifier": "classifier",
    "agreement": "stages",
    "as_records": "records",
    "deduplicate": "stages",
    "rank": "stages",
    "read": "records",
    "read_flow": "flows",
}
"""What Python sees of cireview (docs/python.md), each with its module of `cireview.notebook`."""

__all__ = ["__version__", "query", *_FACE]


def __getattr__(name: str) -> Any:
    # Loaded when it is first used: `import cireview` alone is quick.
    if name in _FACE:
        return getattr(import_module(f"cireview.notebook.{_FACE[name]}"), name)
    if name == "query":  # a package that can be called
        return import_module("cireview.query")
    raise AttributeError(f"module 'cireview' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


def workflow_folder() -> Path:
    """Return the folder of the Snakemake workflow: inside the installed package, or beside ``src/``."""
    return _find_folder("workflow")


def docs_folder() -> Path:
    """Return the folder of the manual: inside the installed package, or beside ``src/``."""
    return _find_folder("docs")


def example_folder(name: str) -> Path:
    """Return the folder of the demonstration: inside the installed package, or the repository itself."""
    package = Path(__file__).parent
    own = package / "examples" / name
    return own if own.is_dir() else package.parents[1]


def _find_folder(name: str) -> Path:
    package = Path(__file__).parent
    return next(folder for folder in (package / name, package.parents[1] / name) if folder.is_dir())
