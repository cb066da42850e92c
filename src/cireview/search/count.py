"""How many records a search, or each line of a strategy, would find, and what fetching them would cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cireview.errors import Problem, QueryError, SearchError
from cireview.query import NO_LIMITS, Query, SearchLimits, Strategy, find_database
from cireview.search.plan import Plan, plan_search
from cireview.sources import Api, ApiSearch, Page, Position, shrink
from cireview.sources.dividing import Part
from cireview.web import Session, UnreadableError, understand


@dataclass(frozen=True)
class HitCount:
    """What a source says of a search.

    Parameters
    ----------
    source, query
        Its name, and the query as it was sent.
    hits
        Records found; -1 if it did not answer.
    parts
        Requests into which the query had to be divided; of more than one the sum can count a record twice.
    cost
        What fetching all of them costs, in words; empty where it costs nothing.
    losses
        What of the query the source could not do.
    notes
        What the source itself remarks on the query.
    problems
        Why there is no number, and what to do.
    line
        Number of the line of a strategy; 0 for a whole query.
    then
        Hits that the strategy itself names.
    """

    source: str
    query: str
    hits: int
    parts: int = 1
    cost: str = ""
    losses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    line: int = 0
    then: int | None = None

    def tell(self) -> str:
        """Return the count as a line for people."""
        name = f"{self.source}, line {self.line}" if self.line else self.source
        if self.hits < 0:
            return f"{name}: no count"
        most = "at most " if self.parts > 1 else ""
        parts = f" in {self.parts} parts, since the query is too long for one request" if most else ""
        then = f"; the strategy says {self.then:,}" if self.then is not None else ""
        return f"{name}: {most}{self.hits:,} hits{parts}{then}" + (f"; {self.cost}" if self.cost else "")


def count_hits(source: Api, query: Query, session: Session, limits: SearchLimits = NO_LIMITS) -> HitCount:
    """Ask a source how many records a search has. Nothing is archived, since nothing of it is a record.

    Parameters
    ----------
    source, query, limits
        As in `cireview.search.run.run_search`.
    session
        What asks.

    Raises
    ------
    QueryError
        If the query cannot be written for the source.
    """
    plan = plan_search(source, query, limits, date="")
    native = plan.write(Part(query))
    told = HitCount(source.name, native.text, -1, losses=(*native.losses, *source.cautions))
    try:
        searches = _divide(plan, Part(query))
        counts = [_count(source, search, session) for search in searches]
    except SearchError as error:
        return replace(told, problems=error.problems)
    costs = dict.fromkeys(cost for _, cost in counts if cost)
    notes = dict.fromkeys(note for page, _ in counts for note in page.notes)
    hits = sum(page.total for page, _ in counts)
    return replace(told, hits=hits, parts=len(counts), cost=" and ".join(costs), notes=tuple(notes))


def count_strategy(source: Api, strategy: Strategy, session: Session) -> Iterator[HitCount]:
    """Yield the count of each line, where the source counts lines, then that of the whole.

    A line is asked as a query of its own, in the source's own syntax. One that the source cannot express, or
    that it refuses, has no count; its problem says why, and the others are counted.

    Parameters
    ----------
    source, session
        As in `count_hits`.
    strategy
        As `cireview.query.read_strategy` gives it. The hits that it names were found in its own database, and
        stand beside the counts of that alone.
    """
    own = find_database(strategy.database).key == source.key
    lines = strategy.lines if source.counts_lines and len(strategy.lines) > 1 else ()
    told = None
    for line in lines:
        told = replace(_try_count(source, line.query, session), then=line.hits if own else None)
        yield replace(told, line=line.number)
    # The last line is the whole.
    then = strategy.lines[-1].hits if own else None
    yield told or replace(_try_count(source, strategy.query, session), then=then)


def _try_count(source: Api, query: Query, session: Session) -> HitCount:
    try:
        return count_hits(source, query, session)
    except QueryError as error:
        return HitCount(source.name, "", -1, problems=error.problems)


def tell_cost(source: Api, query: Query, session: Session, limits: SearchLimits = NO_LIMITS) -> str:
    """Return the number of records and the cost of a search before it runs; "" if free or not known.

    Why a source did not answer the search itself will say.
    """
    if source.tell_cost is None:
        return ""
    told = count_hits(source, query, session, limits)
    return told.tell() if told.cost else ""


def _divide(plan: Plan, whole: Part) -> list[ApiSearch]:
    waiting, searches = [whole], list[ApiSearch]()
    while waiting:
        part = waiting.pop(0)
        search = plan.search(part)
        if not plan.is_too_long(search):
            searches.append(search)
            continue
        waiting = [*plan.halve(part), *waiting]
    return searches


def _count(source: Api, search: ApiSearch, session: Session) -> tuple[Page, str]:
    request = source.ask(search, Position())
    assert request is not None
    answer, page = session.fetch(source.service, shrink(source, request), source.read)
    try:
        cost = understand(source.tell_cost, answer) if source.tell_cost else ""
    except UnreadableError:
        cost = ""
    return page, cost
