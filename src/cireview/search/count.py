"""How many records a search would find, and what it would cost, without fetching any."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cireview.errors import Problem, SearchError
from cireview.query import NO_LIMITS, Query, SearchLimits
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
    """

    source: str
    query: str
    hits: int
    parts: int = 1
    cost: str = ""
    losses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def tell(self) -> str:
        """Return the count as a line for people."""
        if self.hits < 0:
            return f"{self.source}: no count"
        most = "at most " if self.parts > 1 else ""
        parts = f" in {self.parts} parts, since the query is too long for one request" if most else ""
        return f"{self.source}: {most}{self.hits:,} hits{parts}" + (f"; {self.cost}" if self.cost else "")


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
