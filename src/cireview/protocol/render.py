"""Render the protocol for people: Markdown, the text of people made harmless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cireview.protocol.appraisal import Appraisal, describe_rule
from cireview.protocol.codebook import Codebook, Dimension
from cireview.protocol.kinds import complete_columns
from cireview.protocol.models import Protocol
from cireview.protocol.source import Source
from cireview.protocol.stages import Criterion, StageTeam
from cireview.tables.markdown import escape_markdown


def render_protocol(protocol: Protocol, codebook: Codebook) -> str:
    """Return the protocol and the codebook as Markdown, by Fink's steps."""
    return "\n".join(_lines(protocol, codebook)).rstrip() + "\n"


def _lines(protocol: Protocol, codebook: Codebook) -> Iterator[str]:
    say = escape_markdown
    screen, search = protocol.practical_screen, protocol.search
    yield f"# Protocol: {say(protocol.title)}"
    yield from _paragraph(say(protocol.note))
    yield from (line for note in protocol.notes for line in _paragraph(say(note)))
    yield from _section("1 Research questions", [say(protocol.question.main), ""])
    yield from (f"- {say(part)}" for part in protocol.question.parts)
    sources = (
        f"- {say(source.name)} ({source.kind}; {_way(source)}){_how(source)}" for source in protocol.sources
    )
    yield from _section("2 Databases and sources", sources)
    lines = [f"`{search.query}` in {', '.join(search.fields)}; search of {search.date}"]
    yield from _section("3 Search terms", lines)
    yield from _section("4 Practical screen", _limits(protocol))
    yield from _criteria(screen.criteria)
    yield from _paragraph(_people(screen, "abstract"))
    eligibility = protocol.methodological_screen
    yield from _section("5 Methodological screen", [])
    yield from _criteria(eligibility.criteria)
    yield from _paragraph(_people(eligibility, "full text"))
    yield from _section("6 Doing the review", [_coders(protocol.review), ""])
    yield from _codebook(codebook)
    stated = {key: text for key, text in protocol.statements.model_dump().items() if text}
    if stated:
        yield from _section("Statements", [])
        yield from (f"- **{say(key.replace('_', ' '))}**: {say(text)}" for key, text in stated.items())


def _codebook(codebook: Codebook) -> Iterator[str]:
    """Yield the table of dimensions, and what the values of each mean as far as the codebook says it."""
    say = escape_markdown
    yield "| dimension | question | values |"
    yield "| --- | --- | --- |"
    for dimension in codebook.dimensions:
        several = " (several)" if dimension.kind == "multiple" else ""
        values = ", ".join([*_free(dimension), *(say(value.label) for value in dimension.values)])
        asks = say(" ".join([dimension.question, *_condition(dimension.only_if)]))
        yield f"| {say(dimension.label)}{several} | {asks} | {values} |"
    if codebook.empty:
        labels = "; ".join(say(value.label) for value in codebook.empty)
        yield from _paragraph(f"Every dimension also allows: {labels}.")
    for dimension in codebook.dimensions:
        explained = [value for value in dimension.values if value.definition or value.example]
        if explained:
            yield from ("", f"### {say(dimension.label)}", "")
            yield from ("| value | meaning | example |", "| --- | --- | --- |")
        for one in explained:
            yield f"| {say(one.label)} | {say(one.definition)} | {say(one.example)} |"
    for appraisal in codebook.appraisals:
        yield from _appraisal(appraisal)


def _free(dimension: Dimension) -> Iterator[str]:
    """Yield what a question of no list takes."""
    if dimension.kind == "number":
        bounds = [f"at least {dimension.min:g}"] if dimension.min is not None else []
        bounds += [f"at most {dimension.max:g}"] if dimension.max is not None else []
        words = ["a whole number" if dimension.whole else "a number", *bounds]
        yield escape_markdown(" ".join([*words, *([f"({dimension.unit})"] if dimension.unit else [])]))
    elif dimension.kind == "table":
        labels = [column.label for column in complete_columns(dimension.columns, dimension.design)]
        yield escape_markdown(f"rows of {', '.join(labels)}")
    elif dimension.kind in ("text", "date"):
        yield f"a {dimension.kind}"


def _condition(only_if: Mapping[str, Iterable[str]]) -> list[str]:
    parts = [f"{other} is {' or '.join(values)}" for other, values in only_if.items()]
    return [f"Only if {' and '.join(parts)}."] if parts else []


def _appraisal(appraisal: Appraisal) -> Iterator[str]:
    """Yield the domains of an appraisal, what may be judged, and how the overall judgement is made."""
    say = escape_markdown
    yield from ("", f"### {say(appraisal.label)}", "", "| domain | question |", "| --- | --- |")
    for domain in appraisal.domains:
        critical = " (critical)" if domain.critical else ""
        asks = say(" ".join([domain.question, *_condition(domain.only_if)]))
        yield f"| {say(domain.label)}{critical} | {asks} |"
    yield from _paragraph(f"Judged: {'; '.join(say(one.label) for one in appraisal.judgements)}.")
    yield from _paragraph(say(describe_rule(appraisal)))


def _way(source: Source) -> str:
    if source.is_followed:
        return f"citations in {', '.join(source.services)}"
    return f"export file `{source.export}`" if source.export else f"API `{source.api}`"


def _how(source: Source) -> str:
    return f": {escape_markdown(source.how)}" if source.how else ""


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    yield from lines


def _paragraph(text: str) -> Iterator[str]:
    if text:
        yield from ("", text)


def _limits(protocol: Protocol) -> Iterator[str]:
    screen = protocol.practical_screen
    yield f"- Years: {f'{screen.years.first} to {screen.years.last}' if screen.years else 'any'}"
    yield f"- Languages: {escape_markdown(', '.join(screen.languages)) or 'any'}"
    yield f"- Document types: {escape_markdown(', '.join(screen.document_types)) or 'any'}"


def _criteria(criteria: Iterable[Criterion]) -> Iterator[str]:
    yield from ("", "| id | an article must fulfil | reason for exclusion if not |", "| --- | --- | --- |")
    say = escape_markdown
    yield from (
        f"| {say(criterion.id)} | {say(criterion.text)} | {say(criterion.label)} |" for criterion in criteria
    )


def _coders(step: StageTeam) -> str:
    some = f"any {step.readers} of " if step.readers < len(step.active) else ""
    former = f" Coded earlier, or pausing: {escape_markdown(', '.join(step.former))}." if step.former else ""
    return f"Coded by {some}{escape_markdown(', '.join(step.active))}.{former}"


def _people(stage: StageTeam, unit: str) -> str:
    """Return who works on a stage, in words."""
    say, several = escape_markdown, len(stage.active) > 1
    names = say(" and ".join(stage.active))
    some = f"Any {stage.readers} of " if stage.readers < len(stage.active) else ""
    parts = [f"{some}{names} {'read' if several else 'reads'} every {unit}."]
    parts += [f"{say(stage.adjudicator)} decides where they differ."] if stage.adjudicator else []
    if stage.former:
        parts.append(f"Read earlier, or pausing: {say(', '.join(stage.former))}.")
    return " ".join(parts)
