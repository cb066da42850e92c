"""What a person types. One module per verb; the only place that prints.

A verb is a typer command function in a module of its own name, registered in `_VERBS`. Modules of verbs
import heavy libraries inside the function, so that `cireview --help` stays quick.
"""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path

import typer

from cireview import __version__
from cireview.cli.add_reviewer import add_reviewer
from cireview.cli.amend import amend
from cireview.cli.appendix import appendix
from cireview.cli.check import check
from cireview.cli.cite import cite
from cireview.cli.collect import collect
from cireview.cli.complete import complete
from cireview.cli.convert import convert
from cireview.cli.dedupe import dedupe
from cireview.cli.docs import docs
from cireview.cli.draw import draw
from cireview.cli.exits import STATUS
from cireview.cli.fetch import fetch
from cireview.cli.freeze import freeze
from cireview.cli.hand_over import hand_over
from cireview.cli.init import init
from cireview.cli.label import label
from cireview.cli.locate import locate
from cireview.cli.model import model
from cireview.cli.new_search import new_search
from cireview.cli.prisma import prisma
from cireview.cli.query import query
from cireview.cli.run import run
from cireview.cli.simulate import simulate
from cireview.cli.status import status
from cireview.cli.submit import submit
from cireview.cli.trace import trace
from cireview.cli.validate import validate
from cireview.errors import LINES, Problem, ReviewError, lay_out
from cireview.logs import collect_rarely

_VERBS: tuple[Callable[..., None], ...] = (
    init,
    run,
    check,
    status,
    trace,
    validate,
    appendix,
    label,
    collect,
    add_reviewer,
    hand_over,
    amend,
    freeze,
    new_search,
    draw,
    query,
    fetch,
    complete,
    cite,
    locate,
    convert,
    dedupe,
    prisma,
    submit,
    simulate,
    model,
    docs,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for _verb in _VERBS:
    app.command()(_verb)


@app.callback(invoke_without_command=True)
def cireview(
    version: bool = typer.Option(False, "--version", help="Print the version and exit."),
    verbose: bool = typer.Option(
        False, "--verbose", help="With --version, also print what a bug report needs."
    ),
) -> None:
    """Run a systematic review from protocol to figures, or one step of it on any files."""
    if version:
        typer.echo("\n".join(_describe_environment()) if verbose else __version__)
        raise typer.Exit


def _describe_environment() -> list[str]:
    """Return what whoever looks into a fault asks first, without names of people or folders."""
    import locale
    import platform

    from cireview.provenance import list_software

    lines = [f"{name} {number}" for name, number in list_software().items()]
    system = f"{platform.system()} {platform.release()} ({platform.machine()})"
    return [*lines, f"system {system}", f"encoding {locale.getpreferredencoding(False)}"]


def main() -> None:
    """Run the command line; say what is wrong, all of it for `check` and in a query; leave with a status."""
    collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # not every terminal and pipe takes every letter
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except ReviewError as error:
        problems = error.problems
    except OSError as error:  # a folder that may not be written to, a full disk
        problems = (_explain(error),)
    except Exception:
        traceback.print_exc()
        advice = f"Please send the lines above, and the version {__version__}, to the maintainers of cireview"
        print(f"error: cireview itself failed; your files are not the cause. {advice}", file=sys.stderr)
        sys.exit(STATUS["crashed"])
    else:
        return
    # No other command shows the remaining problems of a strategy.
    whole = sys.argv[1:2] in ([verb.__name__] for verb in (check, query, validate, fetch))
    first, *others = lay_out(problems, lines=None if whole else LINES)
    print(f"error: {first}", *others, sep="\n", file=sys.stderr)
    sys.exit(STATUS["to mend"])


_ADVICE: dict[type[OSError], tuple[str, str]] = {
    FileNotFoundError: ("this file does not exist and cannot be created here", "Check the path"),
    FileExistsError: ("this is a file, and a folder is needed", "Choose another folder"),
    NotADirectoryError: ("this is a file, and a folder is needed", "Choose another folder"),
    IsADirectoryError: ("this is a folder, and a file is needed", "Give the name of a file"),
    PermissionError: (
        "you have no permission to read or write this",
        "Get permission, or choose another place",
    ),
}


def _explain(error: OSError) -> Problem:
    """Return what the operating system refused as a problem that a person can mend."""
    file = str(error.filename or "")
    if error.errno == errno.EROFS:
        message = "nothing can be written in this folder, because its disk is read-only"
        folder = f"{Path(file).parent}/" if file else ""
        return Problem(message, folder, remedy="Choose a folder in which you may write")
    message, remedy = _ADVICE.get(type(error), (error.strerror or str(error), "Correct this, and run again"))
    return Problem(message, file, remedy=remedy)
