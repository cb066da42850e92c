"""Check everything that people own in a review, and gather all problems before one error is raised."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cireview.errors import Problem, ReviewError, gather_alike
from cireview.full_texts import SUFFIXES, can_read_pdf, name_text_files, text_key, warn_of_files
from cireview.identity import follow_ids
from cireview.labels import (
    find_comments,
    find_contradictions,
    find_future_dates,
    find_moved_reasons,
    find_others_sheets,
)
from cireview.places import ALL_SHEETS, SHEET_KINDS, place, sheets_folder
from cireview.query import find_database, parse_query, read_verbatim
from cireview.review.changes import recall_run, see_review, tell_changes
from cireview.review.codebook import check_published, check_secondhand, doubt_appraisers
from cireview.review.copies import check_copies, find_same_copies
from cireview.review.exports import SYSTEMS, check_exports, stands_for_another
from cireview.review.folder import Review
from cireview.review.identities import check_answered_rows, check_sources, doubt_ids, preferred_sources
from cireview.review.living import check_living, doubt_protocol
from cireview.review.synthesis import check_synthesis
from cireview.screening.learning import resolve_model
from cireview.search.seals import read_seals
from cireview.sheets.handouts import check_handouts
from cireview.sheets.strays import name_home, name_sheet
from cireview.stopping.sample_tables import find_lost_samples
from cireview.stopping.stops import check_stop, find_lost_stops
from cireview.tables import MATCH, read_table
from cireview.tables.copies import is_temporary
from cireview.tables.spreadsheets import SHEET_SUFFIXES
from cireview.tables.vocabulary import (
    DOCUMENT_TYPE_NAMES,
    LANGUAGE_NAMES,
    document_type_named,
    document_type_of,
    languages_of,
)

_NO_SHEETS = (".md", *SYSTEMS)  # and notes


def check_review(review: Review, *, today: str) -> None:
    """Check all that people own, and that no filled sheet would be overwritten.

    Parameters
    ----------
    review
        The review.
    today
        Date of today, by which searches and amendments that are still to come are known.

    Raises
    ------
    ReviewError
        With every problem of query, export files, labels and sheets.
    """
    problems: list[Problem] = []
    search = review.protocol.search
    checks: list[Callable[[], Any]] = [
        lambda: _check_placeholders(review),
        lambda: parse_query(search.query, file=place("protocol")),
        lambda: check_living(review, today=today),
        lambda: read_seals(review.root / place("sealed")),
        lambda: _check_rules(review),
        lambda: check_exports(review),
        lambda: _check_apis(review),
        lambda: _check_syntaxes(review),
        lambda: _check_own_queries(review),
        lambda: _check_models(review),
        lambda: _check_earlier(review),
        lambda: preferred_sources(review),
        lambda: check_published(review),
        lambda: check_secondhand(review),
        lambda: check_synthesis(review),
        lambda: check_copies(review.root, exports=set(review.exports.values())),
        lambda: _check_strays(review),
        lambda: _check_full_texts(review),
        lambda: review.duplicate_answers,
        review.samples,
        lambda: _check_screening_labels(review),
        lambda: review.eligibility_labels,
        lambda: review.coding,
        lambda: review.studies,
        review.matrix,
        review.findings,
        lambda: check_sources(review),
        lambda: check_answered_rows(review),
        lambda: check_handouts(review.root / place("results"), review.root / place("all_labels")),
    ]
    for check in checks:
        try:
            check()
        except ReviewError as error:
            problems += error.problems
    if problems:
        raise ReviewError(gather_alike(problems))


def find_nameless_texts(review: Review) -> list[Problem]:
    """Return the files in ``data/fulltext/`` that belong to no record of the last run."""
    table = review.root / place("duplicates")
    if not review.full_texts or not table.is_file():
        return []
    files = [Path(file).name for file in review.full_texts.values()]
    return warn_of_files(name_text_files(files, read_table(table, MATCH)))


def doubt_answers(review: Review, *, today: str) -> list[Problem]:
    """Return probable mistakes in the sheets that stop no run; one line for each kind."""
    labels = [review.screening_labels, review.eligibility_labels]
    doubts = [*find_same_copies(review.root, exports=set(review.exports.values()))]
    doubts += [problem for part in labels for problem in find_future_dates(part, today=today)]
    doubts += [problem for part in labels for problem in find_moved_reasons(part)]
    doubts += find_comments(review.label_files(*SHEET_KINDS), root=review.root)
    people = [review.screening_people, review.eligibility_people]
    for part, known_people in zip(labels, people, strict=True):
        doubts += find_others_sheets(part, known_people)
    table = review.root / place("duplicates")
    matches = read_table(table, MATCH) if table.is_file() else MATCH.empty()
    matches = follow_ids(matches, review.duplicate_answers)
    report_of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    doubts += [problem for part in labels for problem in find_contradictions(part, report_of)]
    doubts += [
        Problem(line)
        for line in tell_changes(recall_run(review.root), see_review(review))
        if "More" not in line
    ]
    return doubts + doubt_appraisers(review) + doubt_ids(review) + doubt_protocol(review)


def _check_placeholders(review: Review) -> None:
    """Check that nothing of the template is left: it would be taken for the question of the review."""
    if review.placeholders:
        raise ReviewError(review.placeholders)


def _check_rules(review: Review) -> None:
    """Check that no language or document type is misspelt: the rules would remove all records of it."""
    screen, protocol = review.protocol.practical_screen, place("protocol")
    problems = []
    for (
        language
    ) in screen.languages:  # one that the rule does not know is fine: it removes none of its records
        near = difflib.get_close_matches(language.lower(), LANGUAGE_NAMES, 1, 0.85)
        if near and not languages_of(language):
            where = f"the language {language!r} is not known", protocol, 0, "practical_screen.languages"
            problems.append(Problem(*where, f"Did you mean {near[0]!r}?"))
    for kind in screen.document_types:
        if not document_type_of(document_type_named(kind)):
            where = f"the document type {kind!r} is not known", protocol, 0, "practical_screen.document_types"
            problems.append(Problem(*where, f"Write one of: {', '.join(DOCUMENT_TYPE_NAMES)}"))
    if problems:
        raise ReviewError(problems)


def _check_apis(review: Review) -> None:
    if not review.apis:
        return
    from cireview.sources import find_api  # only a review that asks an API loads what can

    problems: list[Problem] = []
    for name in review.apis.values():
        try:
            find_api(name)
        except ReviewError as error:
            file = place("protocol")
            problems += [replace(problem, file=file, column="sources.api") for problem in error.problems]
    if problems:
        raise ReviewError(problems)


def _check_syntaxes(review: Review) -> None:
    """Check that every database is known whose syntax a source names."""
    problems: list[Problem] = []
    for number, source in enumerate(review.protocol.sources, 1):
        where = place("protocol"), f"sources.{number}.query_for"
        try:
            find_database(source.query_for or "pubmed")
        except ReviewError as error:
            problems += [replace(problem, file=where[0], column=where[1]) for problem in error.problems]
    if problems:
        raise ReviewError(problems)


def _check_own_queries(review: Review) -> None:
    """Check the queries that go to APIs as they stand."""
    problems: list[Problem] = []
    for number, source in enumerate(review.protocol.sources, 1):
        where = place("protocol"), f"sources.{number}.query"
        try:
            if source.query and source.api:
                read_verbatim(source.query, database=source.api, file=where[0])
        except ReviewError as error:
            problems += [replace(problem, column=where[1]) for problem in error.problems]
    if problems:
        raise ReviewError(problems)


def _check_models(review: Review) -> None:
    """Check that the models are there; what makes them is loaded, which takes a while, only if named."""
    problems: list[Problem] = []
    try:
        resolve_model(review.config.screening.model)
    except ReviewError as error:
        problems += [replace(problem, file=place("config")) for problem in error.problems]
    name = review.config.spacy_model
    if name and not Path(name).is_dir() and not (name.isidentifier() and find_spec(name)):
        message = f"the spaCy model {name!r} is not installed"
        remedy = f"Run 'python -m spacy download {name}', or write null"
        problems.append(Problem(message, place("config"), 0, "spacy_model", remedy))
    if problems:
        raise ReviewError(problems)


def _check_earlier(review: Review) -> None:
    earlier = review.config.deduplication.earlier
    if earlier and not (review.root / earlier).is_file():
        remedy = "Copy duplicates.csv of the earlier run to that path, or write null"
        where = place("config"), 0, "deduplication.earlier"
        raise ReviewError(Problem(f"the file {earlier} does not exist", *where, remedy))


def _check_strays(review: Review) -> None:
    """Check that no file lies where people save sheets and yet is read by nobody."""
    labels = review.root / place("all_labels")
    homes = list(ALL_SHEETS)
    folders = [labels, *(review.root / sheets_folder(kind) for kind in ALL_SHEETS)]
    problems = []
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if is_temporary(path.name) or stands_for_another(path):
            continue
        sheet = path.suffix.lower() in SHEET_SUFFIXES
        at_home = labels not in path.parents or path.relative_to(labels).parts[0] in homes
        if (sheet and at_home) or path.suffix in _NO_SHEETS:
            continue
        remedy = f"Move it to one of the folders {', '.join(homes)}" if sheet else "Save it as XLSX or CSV"
        there = path.relative_to(review.root).as_posix()
        problems.append(name_home(path, there) or Problem("no run reads this file", there, remedy=remedy))
    if problems:
        raise ReviewError(problems)


def _check_screening_labels(review: Review) -> None:
    """Check the labels of abstracts, and that no sample or stop that they are of is gone."""
    names = [Path(file).stem for file in review.sample_files]
    problems = find_lost_samples(review.screening_labels, names)
    seen, stop = (recall_run(review.root) or {}).get("stops", {}), review.protocol.practical_screen.stopped
    folder = review.root / place("stops")
    problems += find_lost_stops(folder, seen, stop)
    if not problems:
        problems = check_stop(folder, stop, searched_on=review.protocol.searched_on)
    if problems:
        raise ReviewError(problems)


def _check_full_texts(review: Review) -> None:
    """Check that every text of an article can be read and told from the others."""
    texts = place("full_text_files")
    folder, problems = review.root / texts, []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        there = path.relative_to(review.root).as_posix()
        if path.name.startswith((".", "~$")) or path.suffix.lower() in _NO_SHEETS:
            continue
        if sheet := name_sheet(path, there):
            problems.append(sheet)
        elif path.parent != folder:
            problems.append(Problem("no run reads this file", there, remedy=f"Move it to {texts}/"))
        elif path.suffix.lower() not in SUFFIXES:
            problems.append(Problem("no run reads this file", there, remedy="Save it as PDF or plain text"))
        elif (read := review.full_texts[text_key(path.name)]) != there:
            remedy = "Rename or delete one of them"
            problems.append(Problem(f"it has the same name as {read}", there, remedy=remedy))
        elif path.suffix.lower() == ".pdf" and not can_read_pdf():
            remedy = "Install it: pip install 'cireview[pdf]'. Or save the text as .txt"
            problems.append(Problem("reading PDFs needs pypdf, which is not installed", there, remedy=remedy))
    if problems:
        raise ReviewError(problems)
