"""The parts of one kind by their names: those built in, and those that other packages bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from cireview.errors import PluginError
from cireview.plugins.entries import GROUPS, Plugin, list_plugins

Part = TypeVar("Part")


class Registry(Generic[Part]):
    """Parts of one kind; what is built in and what a package brings have the same shape.

    Parameters
    ----------
    group
        Group of entry points that other packages name.
    built_in
        Parts of ours by name; a package cannot take their names.
    fits
        Whether a loaded object is such a part.
    guard
        Gives the part whose functions name the plug-in where they fail.
    """

    def __init__(
        self,
        group: str,
        built_in: Mapping[str, Part],
        *,
        fits: Callable[[Any], bool],
        guard: Callable[[Plugin, Part], Part] = lambda _, part: part,
    ) -> None:
        self.group = group
        self.built_in = built_in
        self._fits = fits
        self._guard = guard

    def get(self, name: str) -> Part | None:
        """Return the part of this name, None where there is none.

        Raises
        ------
        PluginError
            If the package that brings it cannot be loaded, brings something else, or is one of two.
        """
        if name in self.built_in:
            return self.built_in[name]
        plugin = self.find(name)
        return self.load(plugin) if plugin else None

    def find(self, name: str) -> Plugin | None:
        """Return the plug-in of this name; None where it is built in, or where there is none."""
        if name in self.built_in:
            return None
        found = [plugin for plugin in list_plugins(self.group) if plugin.name == name]
        if len(found) > 1:
            others = " and ".join(plugin.origin for plugin in found[1:])
            remedy = f"Keep one of them: pip uninstall {found[1].package}"
            raise PluginError(found[0].accuse(f"has the same name as one of {others}", remedy))
        return found[0] if found else None

    def load(self, plugin: Plugin) -> Part:
        """Load the part of a plug-in; raise a PluginError if this fails or the part has the wrong type."""
        part = plugin.load()
        if not self._fits(part):
            message = f"has the wrong type: {type(part).__name__}"
            raise PluginError(plugin.accuse(message))
        return self._guard(plugin, part)

    def installed(self) -> Iterator[tuple[Plugin, Part]]:
        """Yield each plug-in with its part."""
        for plugin in list_plugins(self.group):
            if plugin.name not in self.built_in:
                yield plugin, self.load(plugin)

    def names(self) -> list[str]:
        """Return all names, those built in first; nothing is loaded."""
        return list(dict.fromkeys([*self.built_in, *(one.name for one in list_plugins(self.group))]))

    def __repr__(self) -> str:
        return f"Registry of {GROUPS[self.group]}s: {', '.join(self.names())}"
