"""Find changes of the protocol after the first decisions: what they affect, and whether they are amended."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from cireview.errors import Problem, ReviewError
from cireview.places import find_made, place
from cireview.protocol import Protocol
from cireview.protocol.amendments import RULES, SCREENS, Difference, compare_facts, list_facts
from cireview.review.folder import Review
from cireview.tables import DECISION, RECORD, read_table
from cireview.tables.dates import is_before
from cireview.versions.kept import KeptProtocol, keep_protocol
from cireview.versions.touched import tell_criterion, tell_rules

_DECISIONS = {"abstracts": "screening_decisions", "full_texts": "eligibility_decisions"}
AMEND = "Run 'cireview amend REASON' to record it in the protocol"


def find_differences(review: Review) -> list[Difference]:
    """Return the differences from the stored protocol; nothing before decisions exist."""
    kept = review.kept_protocols
    return compare_facts(kept[-1].facts, list_facts(review.protocol)) if kept else []


def is_amended(review: Review) -> bool:
    """Return whether the protocol has an amendment that the stored one lacks."""
    kept = review.kept_protocols
    return not kept or bool(_count(_amendments(review)) - _count(kept[-1].amendments))


def tell_differences(review: Review) -> list[str]:
    """Return each difference from the kept protocol with the decisions of the last run that it touches."""
    differences = find_differences(review)
    names = ["reports", *_DECISIONS.values()]
    paths = find_made(review.root, names) if differences else {}
    lines, rules = [], []
    for one in differences:
        if one.is_rule:
            rules.append(one)
        elif one.stage and _DECISIONS[one.stage] in paths:
            decisions = read_table(paths[_DECISIONS[one.stage]], DECISION)
            is_new, is_gone = one.before is None, one.now is None
            told = tell_criterion(decisions, one.criterion, is_new=is_new, is_gone=is_gone)
            lines.append(f"{one.tell()}: of {one.stage.replace('_', ' ')}, {told}")
        else:
            lines.append(one.tell())
    if rules:
        told = "; ".join(one.tell() for one in rules)
        if {"reports", "screening_decisions"} <= set(paths):
            reports = read_table(paths["reports"], RECORD)
            screening = read_table(paths["screening_decisions"], DECISION)
            before, now = (_rules_of(facts) for facts in _before_and_now(review))
            told = f"{told}: {tell_rules(reports, screening, before=before, now=now)}"
        lines.append(told)
    return lines


def tell_unamended(review: Review) -> list[str]:
    """Return the line on a protocol that changed under decisions without an amendment."""
    if not review.kept_protocols:
        return []
    lines = [
        f"The protocol lacks the amendment of {day} as it was recorded, and decisions rest on it. Restore it"
        for day, _ in sorted(_count(_noted(review)) - _count(_amendments(review)))
    ]
    differences = [] if is_amended(review) else find_differences(review)
    if not differences:
        return lines
    first = differences[0].tell()
    more = f" and {len(differences) - 1} more" if len(differences) > 1 else ""
    told = (
        f"The protocol changed after decisions were made, and no amendment records it: {first}{more}. {AMEND}"
    )
    return [*lines, told]


def keep_if_due(review: Review, *, today: str) -> None:
    """Keep the protocol of a run that ended: the first with decisions, and each that was amended."""
    if review.screening_labels.empty and review.eligibility_labels.empty:
        return
    kept, amendments = review.kept_protocols, _amendments(review)
    if kept and (list(kept[-1].amendments) == amendments or not is_amended(review)):
        return
    screens = {key: getattr(review.protocol, key).criteria for key in SCREENS.values()}
    reasons = {key: {one.id: one.label for one in criteria} for key, criteria in screens.items()}
    now = KeptProtocol(today, list_facts(review.protocol), reasons, amendments)
    keep_protocol(review.root / place("kept_protocols"), now)


def list_amendments(review: Review) -> list[dict[str, str]]:
    """Return the amendments with what each changed (PRISMA 2020 item 24c); what is not amended comes last.

    Returns
    -------
    list of dict
        ``on``, ``change``, ``reason``, ``keys`` (what differs from the protocol before, in words) and
        ``reopens``.
    """
    amendments = _amendments(review)
    states: list[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]
    states = [(kept.facts, kept.amendments) for kept in review.kept_protocols]
    states.append((list_facts(review.protocol), amendments))
    keys: dict[int, str] = {}
    for (before, then), (now, today) in pairwise(states):
        told = "; ".join(one.tell() for one in compare_facts(before, now))
        new = [dict(one) for one in today if one not in then]
        keys |= {amendments.index(one): told for one in new if one in amendments}
    rows = []
    for number, one in enumerate(review.protocol.amendments):
        reopens = "; ".join(
            f"{stage.replace('_', ' ')}: {', '.join(words)}" for stage, words in one.reopens.items()
        )
        rows.append({"on": one.on, "change": one.change, "reason": one.reason, "keys": keys.get(number, ""),
                     "reopens": reopens})  # fmt: skip
    if not is_amended(review) and (left := find_differences(review)):
        told = "; ".join(one.tell() for one in left)
        rows.append({"on": "", "change": "not amended", "reason": "", "keys": told, "reopens": ""})
    return rows


def check_new_amendment(review: Review, changed: Protocol, *, today: str) -> None:
    """Check the amendment that `changed` has and the protocol of `review` lacks, before it is written.

    Raises
    ------
    ReviewError
        If a run would refuse it, or the same change is noted already.
    """
    check_amendments(replace(review, protocol=changed), today=today)
    *others, new = changed.amendments
    known = [dict(one) for one in _noted(review)]
    waiting = [one for one in others if one.model_dump(mode="json") not in known]
    if again := [one for one in waiting if one.change == new.change]:
        message = f"the amendment of {again[0].on} already records this change"
        remedy = "Run 'cireview run' to apply it. To correct the entry, edit the protocol"
        raise ReviewError(Problem(message, place("protocol"), 0, "amendments", remedy))


def check_amendments(review: Review, *, today: str) -> None:
    """Check the dates of amendments, and that what they reopen exists.

    Raises
    ------
    ReviewError
        With a problem for each that is dated before the protocol or in the future, or names no criterion.
    """
    problems, dated = [], review.protocol.dated
    for number, one in enumerate(review.protocol.amendments, 1):
        where = place("protocol"), 0, f"amendments.{number}.on"
        if dated and is_before(one.on, dated):
            message = f"the amendment of {one.on} is earlier than the date of the protocol, {dated}"
            problems.append(Problem(message, *where, "Correct one of the two dates"))
        if is_before(today, one.on):
            message = f"the date of the amendment, {one.on}, is in the future"
            problems.append(Problem(message, *where, f"Write the date of the change; today is {today}"))
        for stage, words in one.reopens.items():
            known = ["include", "exclude", *review.known_reasons(stage)]
            for word in words:
                if word not in known:
                    message, remedy = (
                        f"{word!r} is neither a decision nor a criterion",
                        f"Write some of: {', '.join(known)}",
                    )
                    key = f"amendments.{number}.reopens.{stage}"
                    problems.append(Problem(message, place("protocol"), 0, key, remedy))
    if problems:
        raise ReviewError(problems)


def _noted(review: Review) -> Sequence[Mapping[str, Any]]:
    """Return the amendments that stood in the protocol when it was kept last."""
    return review.kept_protocols[-1].amendments if review.kept_protocols else []


def _count(amendments: Sequence[Mapping[str, Any]]) -> Counter[tuple[str, str]]:
    """Count amendments by what decisions rest on; their words may be mended."""
    return Counter((str(one["on"]), json.dumps(one["reopens"], sort_keys=True)) for one in amendments)


def _amendments(review: Review) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in review.protocol.amendments]


def _before_and_now(review: Review) -> tuple[Any, Any]:
    return review.kept_protocols[-1].facts, list_facts(review.protocol)


def _rules_of(facts: Any) -> dict[str, Any]:
    values = {rule: facts.get(f"practical_screen.{rule}") for rule in RULES}
    return {
        **values,
        "languages": values["languages"] or [],
        "document_types": values["document_types"] or [],
    }
