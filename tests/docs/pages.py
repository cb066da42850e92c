"""The steps of a page: files that it has the reader save, commands, and what they are said to print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warm import starter

ROOT = Path(__file__).parents[2]
MANUAL = [*sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs/evidence").glob("*.md"))]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *MANUAL]

_STEP = re.compile(
    r"(?ms)^(?P<prose>[^\n`]*(?:`[^`\n]+`[^\n`]*)*\n\n)?```(?P<language>\w*)\n(?P<body>.*?)^```$"
    r"|delete\s+its\s+line\s+`(?P<line>[^`]+)`\s+from\s+`(?P<from>[^`]+)`"
    r"|change\s+`(?P<old>[^`]+)`\s+to\s+`(?P<new>[^`]+)`\s+in\s+`(?P<in>[^`]+)`"
)
_SAVED = re.compile(r"`([^`\n]+)`:\n\n$")


@dataclass(frozen=True)
class Save:
    """A file that the reader saves."""

    path: str
    text: str


@dataclass(frozen=True)
class Delete:
    """A line that the reader deletes."""

    line: str
    path: str


@dataclass(frozen=True)
class Change:
    """Words that the reader writes in place of others."""

    old: str
    new: str
    path: str


@dataclass(frozen=True)
class Run:
    """Commands, and lines that they print, in any order."""

    commands: list[str]
    printed: list[str]


def read_steps(page: Path) -> list[Save | Delete | Change | Run]:
    """Return the steps of a page in their order; other blocks of code are no steps."""
    return list(_steps(page.read_text(encoding="utf-8")))


def read_commands(page: Path) -> list[str]:
    """Return every command of the page's bash blocks."""
    return [command for step in read_steps(page) if isinstance(step, Run) for command in step.commands]


def do_steps(steps: list[Save | Delete | Change | Run], folder: Path) -> None:
    """Do what the page says, in `folder`, and hold each command to what the page says of it."""
    for step in steps:
        if isinstance(step, Save):
            (folder / step.path).write_text(step.text, encoding="utf-8")
        elif isinstance(step, Delete):
            text = (folder / step.path).read_text(encoding="utf-8")
            assert step.line in text
            kept = [line for line in text.splitlines() if line.strip() != step.line]
            (folder / step.path).write_text("\n".join(kept) + "\n", encoding="utf-8")
        elif isinstance(step, Change):
            text = (folder / step.path).read_text(encoding="utf-8")
            assert text.count(step.old) == 1
            (folder / step.path).write_text(text.replace(step.old, step.new), encoding="utf-8")
        else:
            said = ""
            for command in step.commands:
                if command.startswith("cd "):
                    folder /= command[3:].strip()
                    continue
                said += _run(command, folder)
            printed = [line.strip() for line in said.splitlines()]
            assert [line for line in step.printed if line.strip() not in printed] == [], said


def _run(command: str, folder: Path) -> str:
    """Run a command; ours in a fork of a process that has imported all, as imports take most of the time."""
    if command.startswith("cireview "):
        words = shlex.split(command, comments=True)[1:]
        status, said = starter().run(*words, folder=folder, program="cireview")
    else:
        status, said = _run_in_shell(command, folder)
    assert (status != 0) == command.endswith("# stops"), f"{command}\n{said}"
    return said


def _run_in_shell(command: str, folder: Path) -> tuple[int, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = ["bash", "-c", command]
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(
        shell, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def _steps(text: str) -> Iterator[Save | Delete | Change | Run]:
    found = list(_STEP.finditer(text))
    for number, step in enumerate(found):
        if step["line"]:
            yield Delete(step["line"], step["from"])
        elif step["old"]:
            yield Change(step["old"], step["new"], step["in"])
        elif step["language"] == "bash":
            after = found[number + 1] if number + 1 < len(found) else None
            told = (
                after is not None
                and after["language"] == "text"
                and not text[step.end() : after.start()].strip()
            )
            printed = after["body"].splitlines() if after and told and not after["prose"] else []
            yield Run(
                [line for line in step["body"].splitlines() if line and not line.startswith("#")],
                [line for line in printed if line],
            )
        elif saved := _SAVED.search(step["prose"] or ""):
            yield Save(saved[1], step["body"])
