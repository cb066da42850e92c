"""Write the tables of docs/protocol.md from the models: `python tests/docs/protocol_keys.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from cireview.protocol import Codebook, Config, Protocol
from cireview.protocol import values as known

PAGE = Path(__file__).parents[2] / "docs/protocol.md"
FILES: dict[str, type[BaseModel]] = {"protocol": Protocol, "codebook": Codebook, "config": Config}
_PATTERNS = {
    known.Id: "id",
    known.Person: "name",
    known.SearchDate: "date",
    known.FileName: "file name",
    known.Key: "id in small letters",
}
_NAMES = {kind.__metadata__[0].pattern: name for kind, name in _PATTERNS.items()}


def list_keys(model: type[BaseModel]) -> list[tuple[str, str, dict[str, Any], Any]]:
    """Return dotted key, kind of value, schema and default (… if it must be given) of every key."""
    return list(_walk(model.model_json_schema(), model.model_json_schema(), ""))


def render_page(text: str) -> str:
    """Return the page with the tables between its markers made anew."""
    for name, model in FILES.items():
        rows = ["| key | value | meaning | default |", "| --- | --- | --- | --- |"]
        for key, kind, schema, default in list_keys(model):
            given = "must be given" if default is ... else _shown(default)
            rows.append(f"| `{key}` | {kind} | {schema['description']} | {given} |")
        table = "\n".join(rows)
        text = re.sub(
            rf"(?s)(<!-- {name} -->\n).*?(<!-- end of {name} -->)",
            lambda found, table=table: f"{found[1]}{table}\n{found[2]}",  # type: ignore[misc]
            text,
        )
    return text


def _walk(
    schema: dict[str, Any], root: dict[str, Any], above: str
) -> Iterator[tuple[str, str, dict[str, Any], Any]]:
    required = schema.get("required", [])
    for name, one in schema["properties"].items():
        key = f"{above}{name}"
        kind, inner, repeated = _kind(one, root)
        default = ... if name in required else one.get("default")
        yield key, kind, one, default
        if inner:
            yield from _walk(inner, root, f"{key}[]." if repeated else f"{key}.")


def _kind(one: dict[str, Any], root: dict[str, Any]) -> tuple[str, dict[str, Any] | None, bool]:
    """Return the words for a kind of value, the schema of its keys if it has any, and whether it repeats."""
    if "anyOf" in one:
        return _kind(next(other for other in one["anyOf"] if other.get("type") != "null"), root)
    if "$ref" in one:
        return "keys below", root["$defs"][one["$ref"].rsplit("/", 1)[1]], False
    if one.get("type") == "array":
        kind, inner, _ = _kind(one["items"], root)
        return ("list; each has the keys below" if inner else f"list: {kind}"), inner, True
    if one.get("type") == "object":
        return f"{_kind(_values(one), root)[0]} by id", None, False
    if "enum" in one:
        return " or ".join(f"`{value}`" for value in one["enum"]), None, False
    if one.get("pattern"):
        return _NAMES[one["pattern"]], None, False
    return (
        {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}[
            one["type"]
        ],
        None,
        False,
    )


def _values(one: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = one.get("additionalProperties") or next(iter(one["patternProperties"].values()))
    return values


def _shown(default: Any) -> str:
    if default in (None, "", [], {}):
        return "none"
    if isinstance(default, list):
        return ", ".join(f"`{one}`" for one in default)
    if isinstance(default, dict):
        return "below"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    PAGE.write_text(render_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
