"""Read what databases and reference managers export, and write the usual interchange formats.

`check_export` and `sniff_format` look at the ends of a file only, and importing them loads no table library;
all others load it when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cireview.formats.checking import check_export, find_register
from cireview.formats.sniffing import sniff_format

if TYPE_CHECKING:
    from cireview.formats.entries import Dialect, Entry
    from cireview.formats.reading import Imported, read_export
    from cireview.formats.structured import Format
    from cireview.formats.writing import write_export

__all__ = [
    "Dialect",
    "Entry",
    "Format",
    "Imported",
    "check_export",
    "find_register",
    "read_export",
    "sniff_format",
    "write_export",
]

_LAZY = {
    "Dialect": "entries",
    "Entry": "entries",
    "Format": "structured",
    "Imported": "reading",
    "read_export": "reading",
    "write_export": "writing",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"cireview.formats.{_LAZY[name]}"), name)
