"""The provenance of results: digests of our own code, and the software, inputs and dates of a run.

Snakemake sees a rule's script, but not the modules that it imports; a digest of them among the rule's
parameters makes a change visible.
"""

from __future__ import annotations

import ast
import hashlib
import platform
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from cireview import __version__

_PACKAGE = Path(__file__).parent
# A pattern, for to parse all our modules takes much longer than to read them.
_IMPORT = re.compile(
    r"^[ \t]*(?:from +(cireview[\w.]*) +import +(\([^)]*\)|[^\n]*)|import +(cireview[\w.]*))", re.MULTILINE
)

# What computes; everything else of an environment only carries.
_PACKAGES = (
    *(
        "matplotlib",
        "numpy",
        "pandas",
        "pyarrow",
        "pydantic",
        "rapidfuzz",
        "requests",
        "scikit-learn",
        "scipy",
    ),
    *("snakemake", "spacy", "spacy-lookups-data"),
)


def digest_code(script: str | Path) -> str:
    """Return 16 hex digits of the SHA-256 of all modules of ours that `script` imports, directly or not.

    The templates of pages that these modules name belong to them, and so do tables beside them.
    """
    modules = sorted(_closure(Path(script).read_bytes()))
    named = sorted({path for module in modules for path in _named_files(module)})
    content = [*map(_source, modules), *(path.read_bytes() for path in named)]
    return hashlib.sha256(b"\0".join(content)).hexdigest()[:16]


def digest_file(path: str | Path) -> str:
    """Return the SHA-256 of a file as hex digits."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def list_software() -> dict[str, str]:
    """Return the versions of cireview, of Python and of the packages that compute, by name."""
    found = {"cireview": __version__, "python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # a system may bring a module without its metadata
            found[name] = "unknown"
    return found


def describe_origin(
    inputs: Mapping[str, str],
    *,
    archive: str | Path,
    searched_on: Iterable[str],
    software: Mapping[str, str],
    plugins: Iterable[str],
    seed: int,
    config: str,
) -> dict[str, Any]:
    """Return the provenance of the results of a review: the tree in ``results/provenance.json``.

    Parameters
    ----------
    inputs
        SHA-256 of each file of people that the run read, by path.
    archive
        Folder of the replies of APIs, each of which is an input, too.
    searched_on
        Dates of the searches.
    software
        As `list_software` returns it.
    plugins
        Name and version of each package that brings a part of its own, as `cireview.plugins` lists them.
    seed
        Seed of everything random.
    config
        Digest of ``config/`` as it was read, with what the command line put in its place.

    Returns
    -------
    dict
        ``command``; ``as_of``, the date of the last search, which no clock changes; ``seed``, ``config``,
        ``software``, ``plugins`` and ``inputs``.
    """
    replies = {path.as_posix(): digest_file(path) for path in Path(archive).rglob("*") if path.is_file()}
    return {
        "command": "cireview run",
        "as_of": max((date for date in searched_on if date), default=""),
        "seed": seed,
        "config": config,
        "software": dict(software),
        "plugins": sorted(set(plugins)),
        "inputs": dict(sorted({**replies, **inputs}.items())),
    }


def _closure(source: bytes) -> set[str]:
    reached: set[str] = set()
    waiting = list(_imports(source))
    while waiting:
        module = waiting.pop()
        if module not in reached and _file(module) is not None:
            reached.add(module)
            waiting += _imports(_source(module))
    return reached


@cache
def _imports(source: bytes) -> tuple[str, ...]:
    """Return the modules of ours that may be meant: of ``from a.b import c``, ``a.b`` and ``a.b.c``."""
    names: list[str] = []
    for module, imported, whole in _IMPORT.findall(source.decode()):
        given = (
            part.split(" as ")[0].strip(" (),") for part in re.split("[,\n]", re.sub("#.*", "", imported))
        )
        names += [whole or module, *(f"{module}.{name}" for name in given if name.isidentifier())]
    return tuple(name for name in names if name.startswith("cireview."))


@cache
def _named_files(module: str) -> tuple[Path, ...]:
    source = _source(module)
    if not any(ending in source for ending in (b".j2", b".json", b".csv")):
        return ()
    texts = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    names = [text for text in texts if isinstance(text, str) and re.fullmatch(r"[\w.]+\.(j2|json|csv)", text)]
    file = _file(module)
    assert file is not None
    paths = (_PACKAGE / "templates" / name if name.endswith("j2") else file.parent / name for name in names)
    # Some JSON and CSV that a module names is a file of the review.
    return tuple(path for path in paths if path.suffix == ".j2" or path.is_file())


@cache
def _source(module: str) -> bytes:
    file = _file(module)
    assert file is not None
    return file.read_bytes()


@cache
def _file(module: str) -> Path | None:
    place = _PACKAGE.joinpath(*module.split(".")[1:])
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)
