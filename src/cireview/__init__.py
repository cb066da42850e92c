"""One folder is one systematic literature review, from a written protocol to the tables of the paper."""

from pathlib import Path

__version__ = "0.1.0"


def workflow_folder() -> Path:
    """Return the folder of the Snakemake workflow: inside the installed package, or beside ``src/``."""
    return _find_folder("workflow")


def docs_folder() -> Path:
    """Return the folder of the manual: inside the installed package, or beside ``src/``."""
    return _find_folder("docs")


def _find_folder(name: str) -> Path:
    package = Path(__file__).parent
    return next(folder for folder in (package / name, package.parents[1] / name) if folder.is_dir())
