"""Where answers come from: the archive, and the network if there is a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cireview.web.session import Session


@dataclass(frozen=True)
class Access:
    """What every search and look-up needs to get its answers.

    Parameters
    ----------
    archive_folder
        ``data/search``; each search and each purpose has a folder of its own below it, and nothing that is
        archived there is asked for twice.
    date
        ``search.date`` of the protocol, such as 2020-03; another date starts a new one beside it.
    session
        Session that reaches the services; None to use the archive alone.
    addresses
        Other base URLs of services that are looked up, by key of the source, for tests and mirrors.
    """

    archive_folder: str | Path
    date: str
    session: Session | None
    addresses: Mapping[str, str] = field(default_factory=dict)
