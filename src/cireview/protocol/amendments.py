"""Amendments of the protocol, and what differs between the protocol of one day and that of another.

PRISMA 2020 item 24c asks for each change since the protocol, with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import Field

from cireview.protocol.stages import STAGES
from cireview.protocol.values import SearchDate, Strict, Text

Stage = Literal["abstracts", "full_texts"]
SCREENS: dict[Stage, str] = {stage: STAGES[stage] for stage in get_args(Stage)}
"""Key of the protocol, by the stages that decide by criteria."""

RULES = ("years", "languages", "document_types")
_RULES_KEYS = tuple(f"practical_screen.{rule}" for rule in RULES)


class Amendment(Strict):
    """A change of the protocol after it was finished."""

    on: SearchDate = Field(description="date of the change")
    change: Text = Field(description="what was changed, in words for readers of the review")
    reason: Text = Field(description="why it was changed")
    reopens: dict[Stage, list[Text]] = Field(
        default={},
        description="earlier decisions that no longer count: for `abstracts` and `full_texts`, each "
        "a list of "
        "*include*, *exclude*, and ids of criteria that were the reason for exclusion",
    )


@dataclass(frozen=True)
class Difference:
    """One thing that differs between two protocols.

    Parameters
    ----------
    key
        Its key; of a criterion that of its screen and its id.
    before, now
        What stood there, and what stands there; None where nothing did.
    """

    key: str
    before: Any
    now: Any

    @property
    def is_rule(self) -> bool:
        """Whether it is a rule of the practical screen, which a run applies by itself."""
        return self.key in _RULES_KEYS

    @property
    def stage(self) -> str:
        """Stage whose criterion it is, "" for anything else."""
        screen, _, rest = self.key.partition(".criteria.")
        return next((stage for stage, key in SCREENS.items() if rest and key == screen), "")

    @property
    def criterion(self) -> str:
        """Id of the criterion, "" for anything else."""
        return self.key.partition(".criteria.")[2]

    def tell(self) -> str:
        """Return the difference in words."""
        if self.before is None:
            return f"{self.key} is new"
        if self.now is None:
            return f"{self.key} is gone"
        shown = [_show(value) for value in (self.before, self.now)]
        return f"{self.key} is no longer {shown[0]} but {shown[1]}"


Facts = dict[str, Any]
"""What decisions rest on, by key: see `list_facts`."""


def list_facts(protocol: Any) -> Facts:
    """Return the facts that decisions rest on: question, query, rules and criteria, by key, as plain values.

    Parameters
    ----------
    protocol
        A `cireview.protocol.Protocol`.
    """
    screen = protocol.practical_screen
    facts: Facts = {
        "question.main": protocol.question.main,
        "search.query": protocol.search.query,
        "practical_screen.years": [screen.years.first, screen.years.last] if screen.years else None,
        "practical_screen.languages": list(screen.languages) or None,
        "practical_screen.document_types": list(screen.document_types) or None,
    }
    for key in SCREENS.values():
        facts |= {f"{key}.criteria.{one.id}": one.text for one in getattr(protocol, key).criteria}
    return {key: value for key, value in facts.items() if value is not None}


def compare_facts(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """Return the differences between the facts of two protocols, in the order of the protocol.

    Blanks and the ends of lines make no difference.
    """
    keys = [*now, *(key for key in before if key not in now)]
    return [
        Difference(key, before.get(key), now.get(key))
        for key in keys
        if _plain(before.get(key)) != _plain(now.get(key))
    ]


def _plain(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _show(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return (
            " to ".join(map(str, value)) if all(isinstance(one, int) for one in value) else ", ".join(value)
        )
    text = " ".join(str(value).split())
    return f"'{text if len(text) <= 60 else text[:59] + '…'}'"
