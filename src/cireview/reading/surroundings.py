"""What surrounds the reading: where the review stands, its run, report, flow, full texts and help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from cireview.places import place
from cireview.reading.frame import Frame
from cireview.reading.stages import CODING, DUPLICATES, ELIGIBILITY, SCREENING

_SANDBOX = "sandbox allow-scripts allow-popups allow-downloads"
_MOVES = "n note, z undo, b back, s skip"
_MARKS = "m marks, h highlight"
_KEYS = {
    SCREENING: f"i include, e exclude, 1–9 reason, u unsure, {_MOVES}, {_MARKS}",
    ELIGIBILITY: f"i include, 1–9 reason, u unsure, r retrieved, {_MOVES}, {_MARKS}",
    CODING: f"1–9 value, j/k question, i save, {_MOVES}, {_MARKS}",
    DUPLICATES: f"i same, e different, {_MOVES}",
}


class Surroundings:
    """The pages beside those for reading.

    Parameters
    ----------
    frame
        Puts them into a page.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame, self.office, self.texts, self.first = frame, frame.office, frame.texts, frame.first

    def show_where(self, request: Request, _: Mapping[str, str]) -> Response:
        """Show the status of the review, and the current run."""
        runner, told = self.office.runner, self.office.tell()
        stopping = told["stopping"]
        samples = [
            self.texts["recall_row"].format(**{**one, "recall": one["recall_95"]})
            for one in stopping["samples"]
            if one["recall_95"] is not None
        ]
        agreed = told["agreement"]
        rows = [one for one in agreed if one.get("kappa")] if agreed is not None else []
        shown = {
            "standing": told["standing"],
            "rules": stopping["rules"],
            "samples": samples,
            "agreement": None if agreed is None else [self._tell_agreement(one) for one in rows],
            "made": [(name, self.texts["report" if name == "report" else "flow"]) for name in told["made"]],
            "at_work": runner.is_at_work,
            "said": list(runner.lines),
            "ended": runner.status,
        }
        return self.frame.page("where.html.j2", request, "", here="where", **shown)

    def run(self, _: Request, __: Mapping[str, str]) -> Response:
        """Run the review, if no run lasts."""
        self.office.runner.start()
        return RedirectResponse("/where", 303)

    def show_help(self, request: Request, _: Mapping[str, str]) -> Response:
        """Show the keys, and the folder of the answers."""
        folder = place("label_sheets", kind=self.first)
        return self.frame.page(
            "help.html.j2", request, "", here="help", folder=folder, keys=self._list_keys()
        )

    def show_made(self, name: str) -> Callable[[Request, Mapping[str, str]], Response]:
        """Return the handler of a page that a run made, isolated so that its scripts reach nothing here."""

        def show(request: Request, _: Mapping[str, str]) -> Response:
            path = self.office.opening.root / place(name)
            if not path.is_file():
                return self.frame.refuse(
                    request, "", self.texts["where_we_stand"], [self.texts["not_made"]], 404, "/where"
                )
            return FileResponse(path, headers={"content-security-policy": _SANDBOX})

        return show

    def show_text(self, request: Request, _: Mapping[str, str]) -> Response:
        """Show a full text: a PDF in the browser's own viewer, anything else as plain text."""
        names = {Path(file).name: file for file in self.office.opening.review.full_texts.values()}
        # Only names that the review itself lists: no path of a request is ever opened.
        file = names.get(request.path_params["name"])
        if file is None:
            return self.frame.refuse(request, "", self.texts["full_text"], [self.texts["no_full_text"]], 404)
        kind = "application/pdf" if file.lower().endswith(".pdf") else "text/plain; charset=utf-8"
        framed = {"x-frame-options": "SAMEORIGIN", "content-security-policy": "frame-ancestors 'self'"}
        return FileResponse(self.office.opening.root / file, media_type=kind, headers=framed)

    def _tell_agreement(self, row: Mapping[str, str]) -> str:
        words = {"one": row["reviewer_1"], "other": row["reviewer_2"], "kappa": row["kappa"], "n": row["n"]}
        return str(self.texts["agreement_row"].format(**words, low=row["kappa_low"], high=row["kappa_high"]))

    def _list_keys(self) -> list[tuple[str, str]]:
        pairs = (part.split() for part in _KEYS[self.first].split(", "))
        return [(key, self.texts[f"key_{name}"]) for key, name in pairs] + [("?", self.texts["key_help"])]
