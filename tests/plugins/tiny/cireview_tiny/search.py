import json
import os

from cireview.query import Database
from cireview.sources import Api, Page
from cireview.web import Request, Service


def ask(search, at):
    """Return the request for what follows, None after the last page."""
    if at.pages and at.received >= at.total:
        return None
    return Request("/find", (("q", search.text), ("from", str(at.received))))


def read(body):
    answer = json.loads(body)
    return Page(answer["count"], tuple(answer["works"]))


ADDRESS = os.environ.get("TINY_ADDRESS", "https://api.tiny.example")
SOURCE = Api(
    key="tiny",
    service=Service("Tiny", ADDRESS, interval=1.0),  # seconds between two requests
    ask=ask,
    read=read,
    fields={"accession": "id", "title": "name", "authors": "people.name", "year": "year"},
    syntax=Database("tiny", "Tiny", ADDRESS, "api", tags=()),  # how a query is written for it
)
