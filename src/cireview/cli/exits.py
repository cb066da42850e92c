"""The exit status of every command, for scripts and continuous integration."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STATUS: Mapping[str, int] = MappingProxyType(
    {
        "done": 0,  # also where people are awaited
        "to mend": 1,  # a file, a disk, a lock: the message says what to do
        "wrong use": 2,  # an option or a name that does not exist; typer ends so by itself
        "crashed": 3,  # a fault of the program
        "stopped": 130,  # by Ctrl-C; typer ends so by itself
    }
)
"""Status by what became of the command."""
