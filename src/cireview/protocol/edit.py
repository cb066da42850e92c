"""Change the people of a stage in the text of `config/protocol.yaml` as a person would.

Only the lines that name people change: comments, order and line breaks of all others stay. A library that
writes the whole file anew breaks long lists into other lines, and moves comments that stand between keys.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping, Sequence

import yaml

from cireview.errors import Problem, ProtocolError
from cireview.places import place
from cireview.protocol.load import read_model
from cireview.protocol.marks import end_of, end_of_line, newline_of
from cireview.protocol.models import Protocol
from cireview.protocol.stages import STAGES, StageTeam

Value = str | int | Sequence[str] | Mapping[str, str] | Mapping[str, float]
_NEAR = 0.6  # as of keys that are misspelt: "bne" and "ben"


def add_person(text: str, stage: str, name: str, *, share: float | None = None) -> str:
    """Return the protocol with one more person who reads, or with one who is back.

    Parameters
    ----------
    text
        The file.
    stage
        One of `STAGES`.
    name
        The person. Who paused or left reads again.
    share
        Share of the work; those of the others become smaller in proportion. None shares alike.

    Raises
    ------
    ProtocolError
        If the person reads already, or the file would be no protocol then.
    """
    team = _team_of(text, stage)
    active, *away = team.ROLES
    if name in team.active:
        raise _refuse(f"{name} is already one of the {active}", stage)
    changes: dict[str, Value] = {active: [*team.active, name]}
    changes |= {role: [one for one in getattr(team, role) if one != name] for role in away}
    changes["hand_over"] = {giver: taker for giver, taker in team.hand_over.items() if giver != name}
    if share is not None:
        rest = team.shares or dict.fromkeys(team.active, 1 / len(team.active))
        shares = {person: round(part * (1 - share), 4) for person, part in rest.items()}
        changes["shares"] = {**shares, name: round(1 - math.fsum(shares.values()), 4)}
    return _edit(text, stage, changes)


def hand_over(text: str, stage: str, giver: str, taker: str, *, pause: bool = False) -> str:
    """Return the protocol in which `taker` takes over the open work of `giver`.

    What the giver decided stays and counts. The giver leaves, or pauses; an adjudicator leaves. Parameters
    and errors are as of `add_person`.
    """
    team = _team_of(text, stage)
    if giver == taker:
        raise _refuse(f"{giver} cannot hand over to themselves", stage)
    if giver == team.adjudicator:
        former = [*team.former_adjudicators, giver]
        return _edit(text, stage, {"adjudicator": taker, "former_adjudicators": former})
    if giver not in team.active + team.former:
        message = f"{giver} never had anything to read at this stage, so there is nothing to hand over"
        raise _refuse(message, stage, ", ".join(team.people))
    active, paused, former_role = team.ROLES
    names = [taker if name == giver and taker not in team.active else name for name in team.active]
    names = [name for name in names if name != giver]
    away = {
        role: [one for one in getattr(team, role) if one not in (giver, taker)] for role in team.ROLES[1:]
    }
    away[paused if pause else former_role].append(giver)
    changes: dict[str, Value] = {active: names if taker in names else [*names, taker], **away}
    given = {one: other for one, other in team.hand_over.items() if one != taker}
    changes["hand_over"] = {**given, giver: taker}
    if giver in team.shares:
        shares = {one: share for one, share in team.shares.items() if one != giver}
        changes["shares"] = {**shares, taker: round(shares.get(taker, 0) + team.shares[giver], 4)}
    return _edit(text, stage, changes)


def warn_of_team(text: str, stages: Sequence[str], giver: str) -> list[str]:
    """Return warnings after a hand-over: too few readers, and stages that still name the first person.

    Parameters
    ----------
    text
        The protocol as it is now.
    stages
        Stages of the hand-over.
    giver
        Who handed over.
    """
    warnings = []
    for stage, key in STAGES.items():
        team = _team_of(text, stage)
        if stage in stages and len(team.active) < team.readers:
            warnings.append(
                f"{key}: {len(team.active)} people are left, but {team.COUNT} is {team.readers}: add another "
                "one ('cireview add-reviewer'), or write a lower number"
            )
        if stage not in stages and giver in [*team.active, team.adjudicator]:
            warnings.append(f"{giver} is still named under {key}; hand that over with --in {stage}")
    return warnings


def warn_of_name(text: str, name: str) -> list[str]:
    """Return a warning if a new person's name is nearly that of somebody in the protocol.

    Parameters
    ----------
    text
        The protocol as it was before the person was named.
    name
        The person.
    """
    named = {person for stage in STAGES for person in _team_of(text, stage).people}
    near = [] if name in named else difflib.get_close_matches(name, sorted(named), 1, _NEAR)
    return (
        [f"{name} is new to this review. If you meant {near[0]}, correct {place('protocol')}"] if near else []
    )


def _edit(text: str, stage: str, changes: Mapping[str, Value]) -> str:
    """Return `text` with keys of a stage changed; how many read each report stays as it was."""
    before = _team_of(text, stage)
    anchor = before.ROLES[0]
    for key, value in changes.items():
        old = getattr(before, key)
        if value != old:
            after = "adjudicator" if key == "former_adjudicators" else anchor
            text = _set(text, STAGES[stage], key, value, after=after)
    if _team_of(text, stage).readers != before.readers:
        text = _set(text, STAGES[stage], before.COUNT, before.readers, after=anchor)
    return text


def _team_of(text: str, stage: str) -> StageTeam:
    team: StageTeam = getattr(read_model(text, Protocol, name=place("protocol")), STAGES[stage])
    return team


def _set(text: str, stage: str, key: str, value: Value, *, after: str) -> str:
    """Return the text with one key of a stage set, put behind the key `after` if it is new."""
    document = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(document, yaml.MappingNode)  # it was read as a protocol
    team = next(node for name, node in document.value if name.value == stage)
    nodes = {name.value: (name, node) for name, node in team.value}
    if key in nodes:
        return _replace(text, *nodes[key], value, flow=team.flow_style)
    if not value:
        return text
    name, node = nodes[after]
    end = end_of(text, node)
    if team.flow_style:
        return f"{text[:end]}, {key}: {_write(value)}{text[end:]}"
    # After a comment on the same line.
    end = end_of_line(text, end)
    return f"{text[:end]}{newline_of(text)}{' ' * name.start_mark.column}{key}: {_write(value)}{text[end:]}"


def _replace(text: str, name: yaml.Node, node: yaml.Node, value: Value, *, flow: bool) -> str:
    """Return the text with the value of a key replaced; a key without a value goes."""
    start, end = node.start_mark.index, end_of(text, node)
    if not value:
        start = name.start_mark.index
        if flow:
            return text[:start] + re.sub(r"^\s*,\s*", "", text[end:])
        start -= name.start_mark.column
        return text[:start] + re.sub(r"^[^\n]*\n?", "", text[end:])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and not isinstance(value, str | int):
        end = end_of_line(text, end)
        return (
            text[:start] + _relist(text[start:end], node, list(value), newline=newline_of(text)) + text[end:]
        )
    return text[:start] + _write(value) + text[end:]


def _relist(listed: str, node: yaml.SequenceNode, names: Sequence[str], *, newline: str) -> str:
    """Return a list with one name a line: only lines of names that come or go change.

    Parameters
    ----------
    listed
        The list, to the end of its last line.
    node, names
        The list as it was read, and the names that it is to hold.
    newline
        How lines of the file end.
    """
    lines, first = listed.splitlines(), node.start_mark.line
    line_of = {item.value: item.start_mark.line - first for item in node.value}
    new = [name for name in names if name not in line_of]
    for name, line in line_of.items():
        if name not in names:
            # The new person takes the place of the other one; a comment was about the other one.
            lines[line] = lines[line][: lines[line].index("-")] + f"- {new.pop(0)}" if new else ""
    lines += [" " * node.start_mark.column + f"- {name}" for name in new]
    gone = {line for name, line in line_of.items() if name not in names and not lines[line]}
    kept = [text for number, text in enumerate(lines) if number not in gone]
    # The first line begins after the margin.
    return newline.join(kept).lstrip(" ")


def _write(value: Value) -> str:
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {entry}" for key, entry in value.items()) + "}"
    return "[" + ", ".join(value) + "]"


def _refuse(message: str, stage: str, named: str = "") -> ProtocolError:
    remedy = f"Named there: {named}" if named else "Nothing was changed"
    return ProtocolError(Problem(message, place("protocol"), 0, STAGES[stage], remedy))
