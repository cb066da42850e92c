"""How one search of one source is written, described for its archive, and divided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date as day
from typing import Any

from cireview.errors import Problem, SearchError
from cireview.query import (
    NO_LIMITS,
    Native,
    NativeQuery,
    Query,
    SearchLimits,
    asked_limits,
    write_canonical,
    write_query,
)
from cireview.sources import Api, ApiSearch, Position
from cireview.sources.dividing import EARLIEST, Part, divide_by_dates, divide_by_terms
from cireview.web import url_length


@dataclass(frozen=True)
class Plan:
    """A search of one source: what it is limited to, its date, and how it is written and divided.

    Parameters
    ----------
    source, limits, date
        What is asked, to what it is limited, and the date that names its archive.
    left
        Limits that are left to the practical screen, of a query that goes as it stands.
    """

    source: Api
    limits: SearchLimits
    date: str
    left: SearchLimits | None = None

    def write(self, part: Part) -> NativeQuery:
        """Return a part of the search in the source's own syntax."""
        by_years = part.days and self.source.divides_by == "years"
        years = (part.days[0].year, part.days[1].year) if part.days and by_years else self.limits.years
        native = write_query(
            part.query,
            database=self.source.key,
            fields=self.limits.fields,
            years=years,
            languages=self.limits.languages,
            document_types=self.limits.document_types,
        )
        return replace(native, left=asked_limits(self.left)) if self.left else native

    def describe(self, query: Query) -> dict[str, Any]:
        """Return the request to the archive."""
        native = self.write(Part(query))
        return {
            "source": self.source.key,
            "date": self.date,
            "query": write_canonical(query),
            "fields": list(self.limits.fields),
            "years": list(self.limits.years) if self.limits.years else None,
            "languages": list(self.limits.languages),
            "document_types": list(self.limits.document_types),
            "native_query": native.text,
            "limits": [list(limit) for limit in native.limits],
            "limited_by": list(native.applied),
            "left_to_screen": list(native.left),
            "losses": [*native.losses, *self.source.cautions],
        }

    def search(self, part: Part) -> ApiSearch:
        """Return a part of the search in the form that the source takes."""
        native = self.write(part)
        return ApiSearch(native.text, native.limits, part.days if self.source.divides_by == "days" else None)

    def is_too_long(self, search: ApiSearch) -> bool:
        """Say whether the address of its first request is longer than the source takes."""
        request = self.source.ask(search, Position())
        assert request is not None
        return 0 < self.source.max_url < url_length(self.source.service, request)

    def divide(self, part: Part, *, by_terms: bool = False) -> tuple[Part, Part] | None:
        """Return the two halves of a part, or None."""
        # A query that is sent unchanged can be divided only by its limits.
        if by_terms or not self.source.divides_by or (self.left and self.source.divides_by == "years"):
            return divide_by_terms(part)
        first, last = self.limits.years or (
            EARLIEST.year,
            int(self.date[:4]) + 1,
        )  # journals date issues ahead
        dated = Part(part.query, part.days or (day(first, 1, 1), day(last, 12, 31)))
        return divide_by_dates(dated, smallest=self.source.divides_by) or divide_by_terms(part)

    def halve(self, part: Part) -> tuple[Part, Part]:
        """Return the two halves, by the terms of an OR group, of a part whose query is too long.

        Raises
        ------
        SearchError
            If it has no such group.
        """
        halves = self.divide(part, by_terms=True)
        if halves is None:
            message = f"the query is longer than {self.source.name} takes and has no OR group to divide"
            raise SearchError(Problem(message, remedy="Shorten the query"))
        return halves


def plan_search(source: Api, query: Query, limits: SearchLimits, date: str) -> Plan:
    """Return the plan of a search; a query in the source's own syntax is sent unchanged."""
    own = isinstance(query, Native)
    return Plan(source, NO_LIMITS if own else limits, date, limits if own else None)
