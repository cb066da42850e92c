"""Write docs/commands.md from the command line itself: `python tests/docs/command_reference.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from cireview.cli import app

PAGE = Path(__file__).parents[2] / "docs/commands.md"
HEAD = """# Commands

Every command with its arguments and options, as `cireview COMMAND --help` shows them.
If you are in the folder of a review, you can leave out the argument or option for it.
"""


def list_commands() -> dict[str, Any]:
    """Return every command by its name, in the order in which `cireview --help` has them."""
    return dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def name_parameter(parameter: Any) -> str:
    """Return an argument or an option as it is typed."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper()).strip("[]{}").replace("|", " or ")
    takes = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    return ", ".join([*parameter.opts, *parameter.secondary_opts]) + takes.replace("|", " or ")


def render_page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *(_render(name, command) for name, command in list_commands().items())])


def _render(name: str, command: Any) -> str:
    rows = [
        f"| `{name_parameter(one)}` | {(one.help or '').replace('|', ' or ')} | {_default(one)} |"
        for one in command.params
        if one.name != "help"
    ]
    table = ["| argument or option | meaning | default |", "| --- | --- | --- |", *rows, ""] if rows else []
    about = " ".join(command.help.split())
    return "\n".join([f"## cireview {name}", "", about, "", *table])


def _default(parameter: Any) -> str:
    if parameter.required:
        return "must be given"
    value = parameter.default
    if value is None or value is False or str(value) in ("", ".", "Sentinel.UNSET", "[]", "()"):
        return ""
    return f"`{value}`".replace(str(Path.home()), "~")


if __name__ == "__main__":
    PAGE.write_text(render_page(), encoding="utf-8")
