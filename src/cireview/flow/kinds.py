"""The two ways into a review: *databases and registers*, and *other methods*, PRISMA's second column."""

from __future__ import annotations

from collections.abc import Mapping

DATABASE_KINDS = {"database": "Databases", "register": "Registers"}
OTHER_KINDS = {
    "website": "Websites",
    "organisation": "Organisations",
    "citations": "Citation searching",
    "contact": "Contacts",
}
"""Kinds of sources of each way, with the words of the figure, in its order."""


def other_sources(kinds: Mapping[str, str]) -> list[str]:
    """Return the names of the sources of other methods, of kinds by name."""
    return [name for name, kind in kinds.items() if kind in OTHER_KINDS]
