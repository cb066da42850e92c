"""All databases that are known, and the way from a name to one of them."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import Any

from cireview.errors import Problem, QueryError
from cireview.plugins import Plugin, Registry, list_plugins
from cireview.query.catalogue_apis import API_SYNTAXES
from cireview.query.catalogue_databases import DATABASES
from cireview.query.catalogue_health import HEALTH_DATABASES
from cireview.query.catalogue_regional import REGIONAL_DATABASES
from cireview.query.catalogue_registers import REGISTER_SYNTAXES
from cireview.query.database import Database


def databases() -> tuple[Database, ...]:
    """Return every known database: first those exported by hand, then the APIs."""
    return DATABASES + HEALTH_DATABASES + REGIONAL_DATABASES + API_SYNTAXES + REGISTER_SYNTAXES


def _has_syntax(part: Any) -> bool:
    return isinstance(getattr(part, "syntax", None), Database)


def _take_syntax(plugin: Plugin, part: Any) -> Database:
    syntax: Database = part.syntax
    return replace(syntax, key=plugin.name)


# An API of another package has its syntax with it (`cireview.sources.Api`).
_BROUGHT: Registry[Database] = Registry("cireview.sources", {}, fits=_has_syntax, guard=_take_syntax)


def find_database(name: str) -> Database:
    """Return the database with this key or name, however it is spelt ('Web of Science', 'web_of_science').

    Raises
    ------
    QueryError
        If none has it; the problem names the nearest.
    PluginError
        If the package that brings it cannot be loaded.
    """
    names = {
        _plain(spelling): database
        for database in databases()
        for spelling in (database.key, database.name, *database.also_as)
    }
    if _plain(name) in names:
        return names[_plain(name)]
    brought = {_plain(plugin.name): plugin for plugin in list_plugins(_BROUGHT.group)}
    if _plain(name) in brought:
        return _BROUGHT.load(brought[_plain(name)])
    near = difflib.get_close_matches(_plain(name), names, 1, 0.6)
    keys = ", ".join([*(database.key for database in databases()), *_BROUGHT.names()])
    remedy = f"Did you mean {names[near[0]].key!r}?" if near else f"Known are {keys}"
    raise QueryError(Problem(f"unknown database {name!r}", remedy=remedy))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
