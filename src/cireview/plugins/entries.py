"""Find and load the parts of installed packages, and name the package if one fails.

Packages say what they bring by entry points (packaging.python.org, *Entry points specification*). These are
looked up when a name is asked for that is not built in, so that a review without plug-ins pays nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, ParamSpec, TypeVar

from cireview.errors import PluginError, Problem, ReviewError

Given = ParamSpec("Given")
Made = TypeVar("Made")

GROUPS = {
    "cireview.formats": "format",
    "cireview.sources": "source",
    "cireview.models": "model",
    "cireview.checklists": "checklist",
}
"""What a part is called, by its group of entry points."""


@dataclass(frozen=True)
class Plugin:
    """A part that an installed package brings.

    Parameters
    ----------
    group, name, value
        Its entry point: the group, its name, and where the part lies, as ``module:object``.
    package, version
        The package that brings it.
    """

    group: str
    name: str
    value: str
    package: str
    version: str

    @property
    def origin(self) -> str:
        """Package and version."""
        return f"{self.package} {self.version}"

    def accuse(self, what: str, remedy: str = "") -> Problem:
        """Return the problem that something is wrong with it."""
        message = f"the {GROUPS[self.group]} {self.name!r} of the package {self.origin} {what}"
        where = f"entry point {self.group}, {self.name} = {self.value}"
        or_else = f"Update the package, tell its maintainers, or remove it: pip uninstall {self.package}"
        return Problem(f"{message} ({where})", remedy=remedy or or_else)

    def load(self) -> Any:
        """Return the part; raise a PluginError if its package cannot be imported or lacks it."""
        return _load(self)


@cache
def list_plugins(group: str) -> tuple[Plugin, ...]:
    """Return the parts of a group from installed packages, sorted by name and package."""
    from importlib.metadata import entry_points  # 40 ms; few reviews ask for a plug-in

    found = [
        Plugin(group, one.name, one.value, one.dist.name if one.dist else "", one.dist.version)
        for one in entry_points(group=group)
        if one.dist
    ]
    return tuple(sorted(found, key=lambda plugin: (plugin.name, plugin.package)))


def list_origins(group: str) -> list[str]:
    """Return package and version of all that bring a part of a group, for jobs that may use one."""
    return sorted({plugin.origin for plugin in list_plugins(group)})


_OWNERS: list[tuple[Any, Plugin]] = []


@cache
def _load(plugin: Plugin) -> Any:
    from importlib.metadata import EntryPoint

    with blaming(plugin, "cannot be loaded"):
        part = EntryPoint(plugin.name, plugin.value, plugin.group).load()
    _OWNERS.append((part, plugin))
    return part


def owner_of(part: Any) -> Plugin | None:
    """Return the plug-in that a part was loaded from, None of one that is built in."""
    return next((plugin for own, plugin in _OWNERS if own is part), None)


@contextmanager
def blaming(
    plugin: Plugin | None,
    what: str,
    *,
    error: Callable[[Problem], Exception] = PluginError,
    passed: tuple[type[Exception], ...] = (),
) -> Iterator[None]:
    """Raise errors from inside as problems of the plug-in, if any; errors of a review stay unchanged."""
    try:
        yield
    except Exception as raised:  # code of others may raise anything
        if plugin is None or isinstance(raised, (ReviewError, *passed)):
            raise
        why = f"{what}: {type(raised).__name__}: {raised}".rstrip(": ")
        raise error(plugin.accuse(why)) from raised


def blame(
    plugin: Plugin,
    call: Callable[Given, Made],
    *,
    error: Callable[[Problem], Exception] = PluginError,
    passed: tuple[type[Exception], ...] = (),
) -> Callable[Given, Made]:
    """Wrap `call` so that its errors name the plug-in.

    Parameters
    ----------
    plugin, call
        The plug-in, and a function of it that is no generator.
    error
        Makes what is raised instead.
    passed
        What `call` may raise: it says something of its input, and not of itself.
    """

    def called(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        with blaming(plugin, "failed", error=error, passed=passed):
            return call(*args, **kwargs)

    return called
