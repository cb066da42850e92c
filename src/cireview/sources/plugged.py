"""APIs of other packages: what they must provide, and errors that name the package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from cireview.errors import Problem, SearchError
from cireview.plugins import Plugin, blame, blaming
from cireview.sources.api import Api, ApiSearch, Page, walk
from cireview.sources.fields import Field
from cireview.web import Get, UnreadableError


def fits(part: Any) -> bool:
    """Return whether the part of a package is an API with the syntax of its queries."""
    return isinstance(part, Api) and part.syntax is not None


def guard(plugin: Plugin, source: Api) -> Api:
    """Return an API by the name of its entry point; errors of its functions name the plug-in.

    A search that a fault ends is incomplete, as one that the service ends; an entry that cannot be read is
    rejected. What is not as the service should have sent it is for the plug-in to say: `UnreadableError`.
    """
    assert source.syntax is not None
    mend = partial(blame, plugin, error=SearchError, passed=(UnreadableError,))
    pages = source.pages if source.pages is walk else _blame_pages(plugin, source.pages)
    return replace(
        source,
        key=plugin.name,
        syntax=replace(source.syntax, key=plugin.name),
        origin=plugin.origin,
        ask=mend(source.ask),
        read=mend(source.read),
        fields={column: _blame_field(plugin, field) for column, field in source.fields.items()},
        pages=pages,
        tell_cost=mend(source.tell_cost) if source.tell_cost else None,
    )


def _blame_field(plugin: Plugin, field: Field) -> Field:
    def refuse(problem: Problem) -> UnreadableError:
        return UnreadableError(str(problem))

    return blame(plugin, field, error=refuse, passed=(UnreadableError,)) if callable(field) else field


def _blame_pages(
    plugin: Plugin, pages: Callable[[Api, ApiSearch, Get], Iterator[Page]]
) -> Callable[[Api, ApiSearch, Get], Iterator[Page]]:
    def turn(source: Api, search: ApiSearch, get: Get) -> Iterator[Page]:
        with blaming(plugin, "failed", error=SearchError, passed=(UnreadableError,)):
            yield from pages(source, search, get)

    return turn
