"""The only package that uses the network: polite requests, and an archive of the answers."""

from cireview.web.access import Access
from cireview.web.archive import Archive, has_ended, is_archive_of, is_begun, open_archive
from cireview.web.service import (
    Answer,
    Get,
    Key,
    Request,
    Service,
    UnreadableError,
    describe_request,
    given_keys,
    understand,
)
from cireview.web.session import Clock, Session, url_length

__all__ = [
    "Access",
    "Answer",
    "Archive",
    "Clock",
    "Get",
    "Key",
    "Request",
    "Service",
    "Session",
    "UnreadableError",
    "describe_request",
    "given_keys",
    "has_ended",
    "is_archive_of",
    "is_begun",
    "open_archive",
    "understand",
    "url_length",
]
