# Reads and checks everything that people own before any job starts.
import atexit
import re
import sys
from pathlib import Path

from snakemake.exceptions import WorkflowError
from snakemake.logging import logger
from cireview import __version__ as VERSION, workflow_folder
from cireview.search.attempts import failed_attempts
from cireview.errors import ReviewError
from cireview.places import REPORTED, SHEET_KINDS, STANDING, place, places
from cireview.provenance import digest_code, digest_file
from cireview.review import check_review, digest_contents, load_review
from cireview.review.jobs import end_run

try:
    REVIEW = load_review(".", config=config)
    check_review(REVIEW)
except ReviewError as error:
    problems = "\n".join(
        f"  {number}. {problem}" for number, problem in enumerate(error.problems, 1)
    )
    raise WorkflowError(f"Nothing was run. Please mend first:\n{problems}") from None

for problem in REVIEW.placeholders:
    logger.warning(f"Not written yet: {problem}.")

PROTOCOL, CODEBOOK, CONFIG = REVIEW.protocol, REVIEW.codebook, REVIEW.config
SCREEN, ELIGIBILITY = PROTOCOL.practical_screen, PROTOCOL.methodological_screen
CONFIGURATION = REVIEW.configuration
FOLDER = Path.cwd()  # whoever ends the run may have gone elsewhere
CONTENTS = digest_contents(".", REVIEW.files, memory=place("contents"))


def one_of(keys):
    """Pattern of a wildcard that takes these values, or none."""
    return "|".join(re.escape(key) for key in keys) or "(?!)"


def content_of(files):
    """Digests of people's files: a rule that reads them runs again when one holds something else."""
    return {file: CONTENTS[file] for file in files}


def code_of(name):
    """Digest of all our modules that the script of this name uses: a change of them reruns its rule."""
    return digest_code(workflow_folder() / "scripts" / f"{name}.py")


def folder_of_sheets(_wildcards, output):
    """Folder of the sheets that are handed out: there may be more of them than the outputs name."""
    return Path(output.digests).parent.as_posix()


def missing_keys():
    """What to do about keys that APIs need and that are not in the environment, by source."""
    from cireview.search.retry import missing_key

    dates = {key: REVIEW.fetch(key)["date"] for key in REVIEW.apis}
    return {
        key: missing_key(api, archive_folder=place("archive"), date=dates[key])
        for key, api in REVIEW.apis.items()
    }


def round_state(key):
    """What makes the next run search citations: the seeds, keys given since, attempts that failed."""
    from cireview.citations.rounds import list_service_keys
    from cireview.citations.seeds import seeds_file

    seeds = seeds_file(place("archive"), REVIEW.rounds[key]["date"])
    return {
        "seeds": digest_file(seeds) if seeds.exists() else "",
        "keys": list_service_keys(REVIEW.rounds[key]["services"]),
        "attempts": failed_attempts(place("search_attempts"), key),
    }


def fetch_state(key):
    """What makes the next run ask an API again: keys given since, and attempts that were not completed."""
    from cireview.search.retry import list_api_keys

    return {
        "keys": list_api_keys(REVIEW.apis[key]),
        "attempts": failed_attempts(place("search_attempts"), key),
    }


def open_access_state():
    """What makes the next run look up free versions again; see fetch_state."""
    from cireview.sources.open_access import UNPAYWALL
    from cireview.web import given_keys

    return {
        "keys": given_keys(UNPAYWALL.service),
        "attempts": failed_attempts(place("open_access_attempts"), "open_access"),
    }


def clear_results():
    """Remove what no run makes any more, and name what no run made."""
    strangers = end_run(workflow, RESULTS, root=FOLDER)
    if strangers:
        print(
            f"results/ holds {len(strangers)} files that no run made, the first is {strangers[0]}",
            file=sys.stderr,
        )
