"""Versions of a review that were frozen, and what a living review changed since."""

from cireview.versions.changes import CHANGE, list_changes
from cireview.versions.version import (
    NOTHING,
    Version,
    find_base,
    find_version,
    freeze_version,
    read_versions,
    version_files,
)

__all__ = [
    "CHANGE",
    "NOTHING",
    "Version",
    "find_base",
    "find_version",
    "freeze_version",
    "list_changes",
    "read_versions",
    "version_files",
]
