"""Metadata of a submission as RO-Crate 1.1 (Soiland-Reyes et al. 2022, doi 10.3233/DS-210053), in JSON-LD.

Written by hand: the crate is one list of things, and programs that read crates need no more.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from cireview import __version__

NAME = "ro-crate-metadata.json"
_CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
_SOFTWARE, _PYTHON, _RUN, _SEED = "#cireview", "#python", "#run", "#seed"
_FORMATS = {
    ".bib": "application/x-bibtex",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eps": "application/postscript",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems",
    ".svg": "image/svg+xml",
    ".tex": "application/x-tex",
    ".tiff": "image/tiff",
}


@dataclass(frozen=True)
class Made:
    """How a submission was made.

    Parameters
    ----------
    title, about
        Title of the review, and one sentence on what the folder is and in which state.
    on
        Date, ISO 8601.
    commands
        What was typed.
    seed
        Random seed.
    inputs
        SHA-256 of each file of people that the run read, by its path in the review's folder.
    packages
        Other packages whose parts were used (`cireview.paper.packages.list_packages`).
    """

    title: str
    about: str
    on: str
    commands: Sequence[str]
    seed: int
    inputs: Mapping[str, str]
    packages: Sequence[str] = ()


def describe_crate(folder: Path, made: Made) -> dict[str, Any]:
    """Return the metadata of all files of `folder` as JSON: files, software, inputs, seed, commands."""
    files = [_describe(path, folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    inputs = [
        {"@id": f"#input/{quote(path)}", "@type": "DigitalDocument", "name": path, "sha256": digest}
        for path, digest in sorted(made.inputs.items())
    ]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": made.title,
        "description": made.about,
        "datePublished": made.on,
        "license": "To be chosen by the authors; records of databases are not theirs to license",
        "hasPart": _refer(files),
        "mentions": [{"@id": _RUN}],
    }
    descriptor = {
        "@id": NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    return {"@context": _CONTEXT, "@graph": [descriptor, root, *files, *_describe_run(made, inputs), *inputs]}


def _describe_run(made: Made, inputs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    packages = [
        {"@id": f"#package/{quote(one)}", "@type": "SoftwareApplication", "name": one}
        for one in made.packages
    ]
    software = {
        "@id": _SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "cireview",
        "version": __version__,
        "softwareRequirements": [{"@id": _PYTHON}, *_refer(packages)] if packages else {"@id": _PYTHON},
    }
    python = {
        "@id": _PYTHON,
        "@type": "SoftwareApplication",
        "name": "Python",
        "version": platform.python_version(),
    }
    seed = {"@id": _SEED, "@type": "PropertyValue", "name": "random seed", "value": made.seed}
    run = {
        "@id": _RUN,
        "@type": "CreateAction",
        "name": "Run of the review, and this folder",
        "description": "; ".join(made.commands),
        "instrument": {"@id": _SOFTWARE},
        "object": [{"@id": _SEED}, *_refer(inputs)],
        "result": {"@id": "./"},
    }
    return [software, python, *packages, seed, run]


def _describe(path: Path, folder: Path) -> dict[str, Any]:
    content = path.read_bytes()
    kind = _FORMATS.get(path.suffix, "")
    return {
        "@id": quote(path.relative_to(folder).as_posix()),
        "@type": "File",
        "name": path.name,
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
        **({"encodingFormat": kind} if kind else {}),
    }


def _refer(things: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{"@id": thing["@id"]} for thing in things]


def read_digests(crate: Mapping[str, Any]) -> dict[str, str]:
    """Return the SHA-256 of each file of a crate of ours, by its path; {} of a crate of others."""
    things = crate.get("@graph", [])
    if not any(isinstance(one, dict) and one.get("@id") == _SOFTWARE for one in things):
        return {}
    return {unquote(one["@id"]): one["sha256"] for one in things if one.get("@type") == "File"}
