# Reads and checks everything that people own before any job starts.
import atexit
import contextlib
import logging
import re
import sys
from datetime import datetime
from pathlib import Path

from snakemake.logging import logger
from cireview import __version__ as VERSION, workflow_folder
from cireview.search.attempts import failed_attempts
from cireview.errors import ReviewError, lay_out
from cireview.logs import collect_rarely
from cireview.plugins import GROUPS, list_origins
from cireview.places import REPORTED, SHEET_KINDS, STANDING, place, places
from cireview.provenance import digest_code, digest_file, list_software
from cireview.review import (
    begin_run,
    check_folder,
    check_names,
    check_review,
    choose_synthesis,
)
from cireview.review import describe_run, digest_contents, end_run, is_main_run
from cireview.review import load_review, preferred_sources, settle_dates
from cireview.review.amendments import list_amendments, tell_differences
from cireview.review.jobs import finish_run
from cireview.review.synthesis import can_write_word
from cireview.screening import digest_model, list_encoder_files

collect_rarely()

# Times the size of a job's input. At 100,000 records the features of abstracts took most: 1,082 MB of 14.4 MB.
MEMORY = 80
IMPORT_MEMORY = 16
MAIN_RUN, NOW = is_main_run(workflow, sys.argv), datetime.now()
TODAY = f"{NOW:%Y-%m-%d}"


def refuse(reason):
    """End the run with these words alone: around those of an exception Snakemake puts its own."""
    logger.error(reason)
    sys.exit(1)


# Two runs at once would spoil each other's files, and a killed one leaves its lock.
if MAIN_RUN:
    # On a full disk Snakemake cannot write its log, and the traceback of that would hide what we say.
    logging.raiseExceptions = False
    try:
        this_run = describe_run(NOW)
        begin_run(".", this_run, sys.argv)
    except ReviewError as error:
        refuse("Nothing was run. " + "\n".join(lay_out(error.problems)))
    atexit.register(end_run, Path.cwd(), this_run)
    if sys.platform == "linux":
        from cireview.review.forks import fork_jobs

        fork_jobs()

try:
    REVIEW = load_review(".", config=config)
    check_names(".", REVIEW.files)
    if MAIN_RUN:
        check_folder(".", REVIEW.files, now=NOW, arguments=sys.argv)
    check_review(REVIEW, today=TODAY)
except ReviewError as error:
    refuse(
        "\n".join(["Nothing was run. Please correct first:", *lay_out(error.problems)])
    )

if MAIN_RUN:
    for line in tell_differences(REVIEW):
        logger.warning(f"Changed in the protocol since decisions were made: {line}.")

PROTOCOL, CODEBOOK, CONFIG = REVIEW.protocol, REVIEW.codebook, REVIEW.config
SCREEN, ELIGIBILITY = PROTOCOL.practical_screen, PROTOCOL.methodological_screen
CONFIGURATION = REVIEW.configuration
FOLDER = Path.cwd()  # whoever ends the run may have gone elsewhere
CONTENTS = digest_contents(".", REVIEW.files, memory=place("contents"))

if MAIN_RUN:
    settle_dates(".", NOW)


def one_of(keys):
    """Pattern of a wildcard that takes these values, or none."""
    return "|".join(re.escape(key) for key in keys) or "(?!)"


def content_of(files):
    """Digests of people's files: a rule that reads them runs again when one holds something else."""
    return {file: CONTENTS[file] for file in files}


def code_of(name):
    """Digest of all our modules that the script of this name uses: a change of them reruns its rule."""
    return digest_code(workflow_folder() / "scripts" / f"{name}.py")


def memory_of_job(_wildcards, input, attempt):
    """Megabytes that a job asks of a cluster: a table takes many times the room of its file."""
    # A second attempt may have twice as much.
    return attempt * max(1000, int(MEMORY * input.size_mb))


def memory_of_import(_wildcards, input, attempt):
    """Megabytes that reading an export file may take: unlike a table, it is not packed."""
    return attempt * max(1000, int(IMPORT_MEMORY * input.size_mb))


def folder_of_sheets(_wildcards, output):
    """Folder of the sheets that are handed out: there may be more of them than the outputs name."""
    return Path(output.digests).parent.as_posix()


def missing_keys():
    """What to do about keys that APIs need and that are not in the environment, by source."""
    from cireview.search.retry import PlannedSearch, missing_key

    return {
        key: missing_key(
            PlannedSearch(**REVIEW.fetch(key)), archive_folder=place("archive")
        )
        for key in REVIEW.apis
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


def say_last_words():
    """Clear results/ of what no run makes any more; print what is new, not used, awaited and to do."""
    with contextlib.chdir(FOLDER):
        lines = finish_run(workflow, RESULTS, REVIEW, CONTENTS, today=TODAY)
    print(*lines, sep="\n", file=sys.stderr)
