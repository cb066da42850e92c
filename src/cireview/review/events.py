"""Report what Snakemake does to the program that started it: lines of JSON among its own output.

`cireview run` starts this module as a program, which runs Snakemake.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

MARK = "\x1e"
"""Stands before each event: the separator of RFC 7464, which no text for people holds."""

ENDED = "ended"
"""The event after the last one of Snakemake; what is said from there on are our last words."""


class Teller(logging.Filter):
    """Writes an event for each record of Snakemake's log, and lets all of them pass.

    It is a filter, for Snakemake takes all other handlers off its log, and its logger plug-ins get their
    records through a queue, which can lose the last ones.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Write the event of a log record."""
        event = describe(record)
        if event:
            _write(event)
        return True


def describe(record: logging.LogRecord) -> dict[str, Any]:
    """Return the event of a record in Snakemake's log; empty if it is only text.

    Returns
    -------
    dict
        ``event`` is ``planned`` (``total`` jobs), ``job`` (``id``, ``rule``, ``message``), ``progress``
        (``done``), ``failed`` (``id``, ``rule``, ``logs``), ``error`` (``kind``, ``text``), or of
        our own rules ``refused`` or ``note`` (``text``).
    """
    said = vars(record)
    kind = str(getattr(said.get("event"), "value", ""))
    if kind == "run_info":
        # The job of rule all does nothing.
        return {"event": "planned", "total": said["stats"]["total"] - said["stats"].get("all", 0)}
    if kind == "job_info":
        job = {"id": said["jobid"], "rule": said["rule_name"], "message": said["rule_msg"] or ""}
        return {"event": "job", **job}
    if kind == "progress":
        return {"event": "progress", "done": said["done"]}
    if kind == "job_error":
        return {"event": "failed", "id": said["jobid"], "rule": said["rule_name"], "logs": list(said["log"])}
    if kind == "error":
        return {"event": "error", "kind": said.get("exception") or "", "text": record.getMessage()}
    if not kind and record.levelno >= logging.WARNING and Path(record.pathname).suffix == ".smk":
        refused = record.levelno >= logging.ERROR
        return {"event": "refused" if refused else "note", "text": record.getMessage()}
    return {}


def read_event(line: str) -> tuple[str, dict[str, Any]]:
    """Return the text of a line, and its event, which is empty if there is none."""
    text, mark, event = line.partition(MARK)
    if not mark:
        return line, {}
    try:
        return text, json.loads(event)
    except ValueError:  # a job wrote into it
        return text + event, {}


def _write(event: Mapping[str, Any]) -> None:
    sys.stderr.write(f"{MARK}{json.dumps(event)}\n")


def run_snakemake(typed: Sequence[str], words: Sequence[str]) -> None:
    """Run Snakemake with these words, as the command `typed` asks, and end as it does."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    from snakemake.cli import main
    from snakemake.logging import logger

    # Rules read here what was typed.
    sys.argv = ["cireview", "run", *typed]
    logger.addFilter(Teller())
    try:
        main(list(words))
    finally:
        _write({"event": ENDED})


if __name__ == "__main__":
    # A script that starts a run in the background has it ignore Ctrl-C; then nobody could ask it to end.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    run_snakemake(json.loads(sys.argv[1]), sys.argv[2:])
