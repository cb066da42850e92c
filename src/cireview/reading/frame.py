"""The frame of every page: its header, its texts, and its refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from cireview.reading.office import Office, is_of_config
from cireview.reading.texts import make_environment

_MOST = 3  # problems of a kind that a page shows


class Frame:
    """Puts content into a page.

    Parameters
    ----------
    office
        The desks.
    texts
        The words of the page.
    first
        The stage that is shown first.
    """

    def __init__(self, office: Office, texts: Mapping[str, Any], *, first: str) -> None:
        self.office, self.texts, self.first = office, texts, first
        self._templates = make_environment()

    def render(self, template: str, **shown: Any) -> str:
        """Return a template that is filled in."""
        return self._templates.get_template(template).render(t=self.texts, first=self.first, **shown)

    def refuse(
        self, request: Request, stage: str, heading: str, lines: list[str], status: int, back: str = ""
    ) -> Response:
        """Return a page that says why something was not done."""
        return self.page("problem.html.j2", request, stage, status, heading=heading, lines=lines, back=back)

    def page(self, template: str, request: Request, stage: str, status: int = 200, **shown: Any) -> Response:
        """Return a page of a stage, or of none."""
        person = request.state.person
        shared = {
            "review": self.office.opening.title,
            "stage": stage,
            "stages": self.office.find_stages(person),
            "here_first": stage or self.first,
            "person": person,
            "here": "",
            "banner": self._list_problems(),
        }
        return HTMLResponse(self.render(template, **{**shared, **shown}), status)

    def _list_problems(self) -> list[str]:
        """Return what cannot be read, below a heading for each folder of people, the first three of each."""
        listed = []
        for heading, is_config in (("config_problem", True), ("labels_problem", False)):
            said = [one for one in self.office.problems if is_of_config(one) == is_config]
            shown = list(dict.fromkeys(map(str, said)))[:_MOST]
            listed += [self.texts[heading], *shown] if shown else []
        return listed
