"""Keys of the synthesis: which tables and figures are made of the codes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from cireview.protocol.values import Id, Strict, repeated

KINDS = ("table", "cross", "matrix", "map", "co_occurrence", "years", "count", "themes")
OF_RECORDS = {"year": "Year of publication", "journal": "Journal"}
"""Labels of what records say and may be crossed too, unless a dimension has the same id."""


class Chosen(Strict):
    """One table or figure: the one key that is given of ``table`` to ``themes`` says which."""

    table: Literal["characteristics", "table_1"] | None = Field(
        default=None,
        description="`characteristics`: a row for each article; `table_1`: articles by dimension and value",
    )
    columns: list[Id] = Field(default=[], description="dimensions of a `table`; by default all with findings")
    cross: list[Id] | None = Field(
        default=None,
        min_length=2,
        max_length=3,
        description="two or three dimensions: number of articles with each pair of values; a third "
        "one adds rows",
    )
    matrix: Id | None = Field(
        default=None, description="a dimension: a row for each article, a column for each value"
    )
    map: list[Id] | None = Field(
        default=None,
        min_length=2,
        max_length=2,
        description="evidence map of two dimensions (rows and columns): bubbles, and signs for gaps",
    )
    co_occurrence: Id | None = Field(
        default=None, description="a dimension of kind multiple: which values occur together in an article"
    )
    years: Id | None = Field(default=None, description="a dimension: articles by value and year")
    count: Id | None = Field(
        default=None, description="a dimension, `journal` or `year`: bars of the articles with each value"
    )
    themes: Id | None = Field(
        default=None, description="a dimension: a paragraph for each value that cites its articles"
    )
    name: Id | Literal[""] = Field(
        default="", description="name of the files; by default made from the content"
    )
    caption: str = Field(default="", description="caption; by default made from the content")

    @property
    def kind(self) -> str:
        """Which table or figure it is (`KINDS`)."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def dimensions(self) -> list[str]:
        """Ids of the dimensions that it shows, in their order."""
        shown = self.columns if self.table else getattr(self, self.kind)
        return list(shown) if isinstance(shown, list) else [str(shown)]

    @property
    def page(self) -> str:
        """Name of its files."""
        return self.name or (self.table or "_".join([self.kind, *self.dimensions]))

    @property
    def is_drawn(self) -> bool:
        """Whether it is a figure as well as a table."""
        return self.kind in ("matrix", "map", "co_occurrence", "years", "count")

    @model_validator(mode="after")
    def _says_one_thing(self) -> Chosen:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            said = f"this one has {' and '.join(given)}" if given else "this one has none"
            raise ValueError(f"each entry needs exactly one of the keys {', '.join(KINDS)}, and {said}")
        if self.columns and not self.table:
            raise ValueError(f"only a table has columns, but this is {given[0]}")
        if twice := repeated(self.dimensions):
            raise ValueError(f"{', '.join(twice)} appears twice, but two different dimensions are needed")
        return self


def refuse_same_names(chosen: list[Chosen] | None) -> list[Chosen] | None:
    """Return `chosen` if no two have files of one name.

    Raises
    ------
    ValueError
        With each name that two have.
    """
    # Some file systems ignore capitals.
    if twice := repeated([one.page.lower() for one in chosen or []]):
        raise ValueError(
            f"two entries would have the same file name {', '.join(twice)}: remove one, or give it a name"
        )
    return chosen
