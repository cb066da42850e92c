"""A source of the search: what it is, and where its records come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from cireview.flow.kinds import DATABASE_KINDS
from cireview.protocol.values import FileName, Key, SearchDate, Strict, Text
from cireview.tables.ids import source_key
from cireview.tables.registers import is_register, is_register_api

Service = Literal["openalex", "crossref", "semantic_scholar", "lens"]
Kind = Literal["database", "register", "website", "organisation", "citations", "contact"]


def _kind_of(name: str) -> Kind:
    return "register" if is_register(name) else "database"


class Source(Strict):
    """Fink step 2: one database, register, website or other place that was searched."""

    name: Text = Field(description="name, as the report prints it")
    id: Key | None = Field(
        default=None,
        description="permanent name of the source in record ids and files; by default its name in "
        "small letters",
    )
    kind: Kind = Field(
        default_factory=lambda given: _kind_of(str(given.get("name", ""))),
        description="kind in PRISMA: database or register; for other methods website, organisation, "
        "citations or contact; by default register if name or API is a known register, otherwise "
        "database",
        json_schema_extra={"default": "database"},
    )
    export: FileName | None = Field(default=None, description="export file in data/exports/")
    api: str | None = Field(
        default=None,
        description="bibliographic API that the run searches instead; installed packages can add APIs",
    )
    platform: str = Field(default="", description="platform or interface, if it differs from the name")
    query_for: str = Field(default="", description="database whose query syntax it uses; by default its own")
    query: str = Field(
        default="",
        description="query as a person ran it, if it differs from the one that cireview writes; the "
        "run sends it "
        "unchanged to an API",
    )
    hits: int | None = Field(
        default=None,
        ge=0,
        description="number of records that the database showed, for an export file",
    )
    limits: str = Field(default="", description="limits that a person set in the database, in words; or none")
    coverage: str = Field(
        default="",
        description="years, segment or version of the database that was searched, as the database shows them",
    )
    searched_on: SearchDate | None = Field(default=None, description="date of the search, YYYY[-MM[-DD]]")
    encoding: str | None = Field(
        default=None, description="encoding of the export file, if cireview does not recognise it"
    )
    how: str = Field(default="", description="for other methods: what was done there, in words")
    services: list[Service] = Field(
        default=["openalex", "crossref", "semantic_scholar"],
        min_length=1,
        description="services that the run asks for citations, if there is no export file",
    )

    @model_validator(mode="before")
    @classmethod
    def _is_a_register_by_its_api(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and "kind" not in given and is_register_api(given.get("api")):
            return {**given, "kind": "register"}
        return given

    @property
    def key(self) -> str:
        """How record ids and files name it."""
        return self.id or source_key(self.name)

    @property
    def is_queried(self) -> bool:
        """Whether it is asked with the protocol's query, as databases and registers are."""
        return self.kind in DATABASE_KINDS

    @property
    def is_followed(self) -> bool:
        """Whether the run itself searches the citations of included articles."""
        return self.kind == "citations" and not self.export

    @model_validator(mode="after")
    def _is_read_one_way(self) -> Source:
        if self.is_followed:
            if self.api or not self.searched_on:
                raise ValueError(f"{self.name} needs searched_on or an export file, and takes no api")
        elif not self.is_queried and self.api:
            raise ValueError(
                f"{self.name} belongs to other methods: it takes no api and needs an export file"
            )
        elif not self.is_queried and not self.export:
            raise ValueError(
                f"{self.name} belongs to other methods and needs an export file of what was found"
            )
        elif bool(self.export) == bool(self.api):
            raise ValueError(f"{self.name} needs either an export file or an api, not both")
        if "services" in self.model_fields_set and not self.is_followed:
            reason = "only kind: citations without an export file uses services"
            raise ValueError(f"{self.name} takes no services: {reason}")
        if self.query and not self.is_queried:
            raise ValueError(f"{self.name} takes no query: describe under 'how' what was done there")
        if (self.hits is not None or self.limits) and not self.export:
            raise ValueError(f"{self.name} takes no hits and no limits: they belong to an export file")
        return self
