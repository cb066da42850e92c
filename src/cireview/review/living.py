"""Check a living review: its frozen versions, its later searches, and the files that both need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cireview.errors import Problem, ReviewError, VersionError
from cireview.places import place
from cireview.provenance import digest_file
from cireview.review.amendments import check_amendments, tell_differences, tell_unamended
from cireview.review.changes import recall_run
from cireview.review.folder import Review
from cireview.search.notices import check_watch
from cireview.tables.dates import is_before
from cireview.versions import NOTHING, find_version


def check_living(review: Review, *, today: str) -> None:
    """Check versions, amendments, dates of searches, and files of notices.

    Raises
    ------
    ReviewError
        With every problem.
    """
    problems: list[Problem] = []
    checks: tuple[Callable[[], None], ...] = (
        lambda: _check_dates(review, today),
        lambda: check_amendments(review, today=today),
        lambda: _check_versions(review),
        lambda: _check_notice_files(review),
    )
    for check in checks:
        try:
            check()
        except ReviewError as error:
            problems += error.problems
    if problems:
        raise ReviewError(problems)


def doubt_protocol(review: Review) -> list[Problem]:
    """Return changes of the protocol after the first decisions, and what they affect."""
    changed = [f"changed since decisions were made: {line}" for line in tell_differences(review)]
    told = [Problem(line, place("protocol")) for line in [*changed, *tell_unamended(review)]]
    return [*told, *find_replaced(review)]


def find_replaced(review: Review, contents: Mapping[str, str] = MappingProxyType({})) -> list[Problem]:
    """Return export files of a version whose content has changed since.

    Parameters
    ----------
    review
        The review.
    contents
        SHA-256 of files, as far as they are known: others are read.
    """
    exports = f"{place('exports')}/"
    replaced: dict[str, str] = {}
    for version in review.versions:
        files = {file: digest for file, digest in version.inputs.items() if file.startswith(exports)}
        there = (file for file in files if (review.root / file).is_file())
        now = {file: contents.get(file) or digest_file(review.root / file) for file in there}
        replaced |= {file: version.name for file, digest in now.items() if digest != files[file]}
    remedy = "Save a later search under another name, beside this file ('cireview new-search')"
    return [
        Problem(
            f"the content of this file changed after the version {of} was made from it", file, remedy=remedy
        )
        for file, of in replaced.items()
    ]


def _check_dates(review: Review, today: str) -> None:
    protocol, problems = review.protocol, []
    for number, source in enumerate(protocol.sources, 1):
        day = source.searched_on or protocol.search.date
        key = f"sources.{number}.searched_on" if source.searched_on else "search.date"
        if is_before(today, day):
            message = f"the date of the search of {source.name}, {day}, is in the future"
            remedy = f"Write the date of the search; today is {today}"
            problems.append(Problem(message, place("protocol"), 0, key, remedy))
    if problems:
        raise ReviewError(problems)


def _check_versions(review: Review) -> None:
    """Check that versions are whole, and that what they were searched from is still there."""
    versions, problems = review.versions, list[Problem]()
    names = [version.name for version in versions]
    if (name := review.protocol.update_of) and name != NOTHING:
        try:
            find_version(versions, name)
        except VersionError as error:
            problems += error.problems
    for gone_version in sorted(set((recall_run(review.root) or {}).get("versions", [])) - set(names)):
        message = "this frozen version has disappeared since the last run"
        remedy = f"Restore it from a copy. If you deleted it on purpose, delete {place('last_run')} too"
        problems.append(Problem(message, f"{place('versions')}/{gone_version}", remedy=remedy))
    exports, there = f"{place('exports')}/", set(review.exports.values())
    gone: dict[str, str] = {}
    for version in versions:
        gone |= {
            file: version.name for file in version.inputs if file.startswith(exports) and file not in there
        }
    for file, of in gone.items():
        named = (review.root / file).is_file()
        message = f"the version {of} was made from this export file, which "
        message += "no source in the protocol uses any more" if named else "is gone"
        remedy = (
            "Name it again as the export of its source: an update keeps earlier searches"
            if named
            else "Restore it from a copy: an update keeps earlier searches. Save a later search under "
            "another name ('cireview new-search')"
        )
        problems.append(Problem(message, file, remedy=remedy))
    if problems:
        raise ReviewError(problems)


def _check_notice_files(review: Review) -> None:
    folder = review.root / place("notice_files")
    strange = [path for path in sorted(folder.glob("[!.]*")) if path.suffix.lower() not in (".csv", ".md")]
    problems = [
        Problem("no run reads this file", f"{place('notice_files')}/{path.name}",
                remedy="Save the file of Retraction Watch as CSV")
        for path in strange
    ]  # fmt: skip
    for file in review.notice_files:
        try:
            check_watch(review.root / file)
        except ReviewError as error:
            problems += error.problems
    if problems:
        raise ReviewError(problems)
