"""Define requests, answers and services; none of them ever contains a key."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

Value = TypeVar("Value")
Part = TypeVar("Part")


class UnreadableError(Exception):
    """An answer is not the expected one, so that another attempt makes sense."""

    def __init__(self, message: str) -> None:
        super().__init__(make_plain(message))


def make_plain(words: str, most: int = 300) -> str:
    """Return the words of a service on one line; what is no letter of a script could steer a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:most]


def understand(read: Callable[[Part], Value], part: Part) -> Value:
    """Return the result of `read` for an answer, or for a part of it.

    Raises
    ------
    UnreadableError
        Also if the answer is of a shape that `read` does not foresee: a service may send anything.
    """
    try:
        return read(part)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        message = f"it does not have the expected structure ({type(error).__name__})"
        raise UnreadableError(message) from error


@dataclass(frozen=True)
class Key:
    """A credential of the user, which is read from the environment when a request is sent.

    Parameters
    ----------
    variable
        Environment variable that holds it.
    where
        Where to get one.
    header, parameter
        Header or request parameter that carries it.
    prefix
        What stands before it there.
    required
        Whether the service answers nobody without it.
    """

    variable: str
    where: str
    header: str = ""
    parameter: str = ""
    prefix: str = ""
    required: bool = False


@dataclass(frozen=True)
class Service:
    """A service on the web and how it wants to be treated.

    Parameters
    ----------
    name
        Its name, as people know it.
    base_url
        What stands before the paths of requests.
    interval, interval_with_key
        Seconds between the starts of two requests, without and with the first of its keys.
    keys
        Its credentials.
    leads_elsewhere
        Whether its redirects may lead to another host. Only for what is public and known by its digest;
        never with a key.
    """

    name: str
    base_url: str
    interval: float
    interval_with_key: float = 0.0
    keys: tuple[Key, ...] = ()
    leads_elsewhere: bool = False


def given_keys(service: Service) -> list[str]:
    """Return the environment variables of a service that hold something; never what they hold."""
    return [key.variable for key in service.keys if os.environ.get(key.variable, "").strip()]


@dataclass(frozen=True)
class Request:
    """One request, without any key.

    Parameters
    ----------
    path
        What follows the service's base URL.
    params
        Parameters of the URL.
    form
        Fields that are posted; none means that the request is a GET.
    posted_json
        JSON text that is posted.
    holds_records
        Whether the answer is a page of records; a mere count or list of ids is not.
    reads
        Statuses besides success whose answers are to be read, such as 404 for what may not exist.
    """

    path: str = ""
    params: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    posted_json: str = ""
    holds_records: bool = True
    reads: tuple[int, ...] = ()

    @property
    def method(self) -> str:
        """GET or POST."""
        return "POST" if self.form or self.posted_json else "GET"


@dataclass(frozen=True)
class Answer:
    """The answer of a service, after every key was removed from it.

    Parameters
    ----------
    status
        HTTP status.
    body
        The raw answer, decompressed.
    headers
        Headers, names in lower case.
    retrieved
        Time of the answer, ISO 8601 in UTC.
    """

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    retrieved: str = ""


class Get(Protocol):
    """Gets an answer from the archive or the network and reads it."""

    def __call__(self, request: Request, read: Callable[[bytes], Value], /) -> Value:
        """Return what `read` makes of the answer; ask again as long as it raises UnreadableError."""
        ...


def describe_request(request: Request) -> dict[str, Any]:
    """Return the request as it is written into a manifest; equal requests give equal descriptions."""
    described: dict[str, Any] = {"method": request.method, "path": request.path}
    if request.params:
        described["params"] = [list(pair) for pair in request.params]
    if request.form:
        described["form"] = [list(pair) for pair in request.form]
    if request.posted_json:
        described["json"] = request.posted_json
    return described
