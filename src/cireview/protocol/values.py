"""Values that keys of `config/` may take, and the rule that a key nobody knows is refused."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
# As `cireview.tables.ids.source_key` makes them of names.
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$")]
# The name is part of the names of sheets, which every file system has to take.
Person = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _check_date(text: str) -> str:
    datetime.date.fromisoformat(f"{text}-01-01"[:10])
    return text


SearchDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}){0,2}$"), AfterValidator(_check_date)]
FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\]+$")]


class Strict(BaseModel):
    """A part of a file that refuses keys it does not know."""

    # An unknown key is a misspelt one: without this check its default would count without a message.
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


def repeated(values: list[str]) -> list[str]:
    """Return the entries that appear in `values` more than once, sorted."""
    return sorted({value for value in values if values.count(value) > 1})
