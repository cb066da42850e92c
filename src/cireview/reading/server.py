"""The page: which address shows what, and what each answer does. All state is at the desks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cireview.errors import ReviewError
from cireview.reading.cards import compose_card, compose_pair, describe_answer
from cireview.reading.desk import Changed
from cireview.reading.frame import Frame
from cireview.reading.guard import Doors, Guard
from cireview.reading.office import Office
from cireview.reading.opening import Opened
from cireview.reading.piles import Place
from cireview.reading.stages import CODING, DUPLICATES, SCREENING, STAGES, Unclear
from cireview.reading.surroundings import Surroundings
from cireview.reading.texts import STATIC

_TEMPLATES = {DUPLICATES: "pair.html.j2", CODING: "article.html.j2"}
_MOST_FIELDS = 2_000


class Pages:
    """Everything that the page shows and takes.

    Parameters
    ----------
    office
        The desks.
    doors
        Who may come in.
    texts
        The words of the page.
    first
        The stage that is shown first.
    """

    def __init__(self, office: Office, doors: Doors, texts: Mapping[str, Any], *, first: str) -> None:
        self.office, self.doors, self.texts, self.first = office, doors, texts, first
        self.frame = Frame(office, texts, first=first)
        self.around = Surroundings(self.frame)

    def make_app(self) -> Any:
        """Return the application, guarded."""
        stages = "|".join(STAGES)
        routes = [
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/enter", _sync(self.enter), methods=["GET", "POST"]),
            Route("/", lambda _: RedirectResponse(f"/{self.first}", 303)),
            Route("/where", _sync(self.around.show_where)),
            Route("/run", _sync(self.around.run), methods=["POST"]),
            Route("/help", _sync(self.around.show_help)),
            Route("/report", _sync(self.around.show_made("report"))),
            Route("/flow_page", _sync(self.around.show_made("flow_page"))),
            Route("/text/{name:path}", _sync(self.around.show_text)),
        ]
        for stage in stages.split("|"):
            routes += [
                Route(f"/{stage}", _sync(self._at(stage, self.show_card))),
                Route(f"/{stage}/answered", _sync(self._at(stage, self.show_answered))),
                Route(f"/{stage}/answer", _sync(self._at(stage, self.take_answer)), methods=["POST"]),
                Route(f"/{stage}/undo", _sync(self._at(stage, self.undo)), methods=["POST"]),
                Route(f"/{stage}/skip", _sync(self._at(stage, self.skip)), methods=["POST"]),
            ]
        return Guard(Starlette(routes=routes), self.doors)

    def enter(self, request: Request, form: Mapping[str, str]) -> Response:
        """Let a person in who has the link, and the passphrase if one is needed."""
        token = form.get("token") or request.query_params.get("token", "")
        person = self.doors.find_person(token)
        if not person:
            words = "This link is from an earlier start of the page. Use the link that cireview printed last."
            return HTMLResponse(words, 401)
        asks, given = bool(self.doors.passphrase), form.get("passphrase")
        wrong = asks and given is not None and not self.doors.check_passphrase(given)
        shown = {"person": person, "token": token}
        if asks and (given is None or wrong):
            page = self.frame.render("enter.html.j2", **shown, asks=True, wrong=wrong)
            return HTMLResponse(page, 403 if wrong else 200)
        # A page instead of a redirect: after a link in a mail, a browser would not send the cookie.
        response = HTMLResponse(self.frame.render("enter.html.j2", **shown, asks=False, wrong=False))
        response.set_cookie(
            self.doors.cookie,
            self.doors.let_in(person),
            httponly=True,
            samesite="strict",
            secure=self.doors.scheme == "https",
            path="/",
        )
        response.headers["referrer-policy"] = "no-referrer"
        return response

    def show_card(
        self, request: Request, _: Mapping[str, str], opened: Opened, problem: str = ""
    ) -> Response:
        """Show the requested record, or the next one."""
        desk, stage = opened.desk, opened.asked.stage
        asked = request.query_params.get("key", "")
        with desk.lock:  # a run that ended takes away rows and piles at once
            found = desk.find(asked) if asked else desk.find_next()
            shown = opened.shown[found.key] if found and found.key in opened.shown else {}
            before = desk.find_before(asked)
        last = self._last(opened)
        if (found and not shown) or (asked and not found):
            return self._miss(request, opened, asked)
        if found is None:
            return self.frame.page("done.html.j2", request, stage, count=desk.count(), last=last)
        said = desk.recall(found.key)
        words = self.office.words_of(found.key) if stage == SCREENING else {}
        card = compose_card(opened.asked, shown, said, texts=self.texts, words=words)
        card |= {
            "key": found.key,
            "shown": defaultdict(str, shown),  # not every sheet shows every field
            "said": said,
            "pile": found.pile,
            "place_words": self._name_place(found),
            "count": desk.count(),
            "before": before if before in opened.shown else "",
            "last": last,
            "problem": problem,
            "file": self.office.opening.find_text(found.key, shown),
            "fields": compose_pair(shown) if stage == DUPLICATES else [],
        }
        template = _TEMPLATES.get(stage, "card.html.j2")
        return self.frame.page(template, request, stage, 422 if problem else 200, **card)

    def take_answer(self, request: Request, form: Mapping[str, str], opened: Opened) -> Response:
        """Write an answer and go on to the next record."""
        stage, key = opened.asked.stage, form.get("key", "")
        if key not in opened.shown:
            return self._miss(request, opened, key)
        back = f"/{stage}?key={quote(key)}"
        if form.get("exclude"):
            form = {**form, "decision": "exclude", "reason": form["exclude"]}
        try:
            opened.desk.answer(key, form.get("seen", ""), opened.asked.read_form(opened.shown[key], form))
        except Unclear as error:
            words = self.texts.get(str(error), str(error))
            return self.frame.refuse(request, stage, self.texts["problem_title"], [words], 422, back)
        except Changed:
            said = opened.desk.recall(key)
            answer = describe_answer(said, self.texts) if said else "–"
            lines = [self.texts["changed_text"].format(decision=answer)]
            return self.frame.refuse(request, stage, self.texts["changed_title"], lines, 409, back)
        except ReviewError as error:
            lines = [str(problem) for problem in error.problems]
            return self.frame.refuse(request, stage, self.texts["not_saved"], lines, 409, back)
        self.office.answered(stage, opened.desk)
        return RedirectResponse(f"/{stage}", 303)

    def undo(self, request: Request, form: Mapping[str, str], opened: Opened) -> Response:
        """Take an answer back and show its record again."""
        stage, key = opened.asked.stage, form.get("key", "")
        back = f"/{stage}?key={quote(key)}"
        try:
            opened.desk.undo(key, form.get("seen", ""))
        except Changed:
            lines = [self.texts["changed_text"].format(decision="–")]
            return self.frame.refuse(request, stage, self.texts["changed_title"], lines, 409, back)
        except ReviewError as error:
            lines = [str(problem) for problem in error.problems]
            return self.frame.refuse(request, stage, self.texts["not_saved"], lines, 409, back)
        return RedirectResponse(back, 303)

    def skip(self, _: Request, form: Mapping[str, str], opened: Opened) -> Response:
        """Put a record after all others."""
        opened.desk.skip(form.get("key", ""))
        return RedirectResponse(f"/{opened.asked.stage}", 303)

    def show_answered(self, request: Request, _: Mapping[str, str], opened: Opened) -> Response:
        """List what the person answered, the latest first."""
        stage, rows = opened.asked.stage, []
        for key, said in opened.desk.list_said():
            title = opened.shown.find_title(key) or key
            link = f"/{stage}?key={quote(key)}" if key in opened.shown else ""
            words = describe_answer(said, self.texts)
            rows.append({"at": said.at.replace("T", " ")[:16], "title": title, "words": words, "link": link})
        return self.frame.page("answered.html.j2", request, stage, rows=rows, here="answered")

    def _at(
        self, stage: str, show: Callable[..., Response]
    ) -> Callable[[Request, Mapping[str, str]], Response]:
        def handle(request: Request, form: Mapping[str, str]) -> Response:
            try:
                opened = self.office.find(stage, request.state.person)
            except ReviewError as error:
                lines = [str(problem) for problem in error.problems]
                return self.frame.refuse(request, stage, self.texts[stage], lines, 409, "/where")
            return show(request, form, opened)

        return handle

    def _miss(self, request: Request, opened: Opened, key: str) -> Response:
        name = "gone_record" if opened.desk.recall(key) else "no_record"
        lines, stage = [self.texts[name]], opened.asked.stage
        return self.frame.refuse(request, stage, self.texts["problem_title"], lines, 404)

    def _last(self, opened: Opened) -> dict[str, str] | None:
        key = opened.desk.history[-1] if opened.desk.history else ""
        said = opened.desk.recall(key)
        return {"key": key, "seen": said.mark} if said and said.lines and key in opened.shown else None

    def _name_place(self, found: Place) -> str:
        if not found.place:
            return str(self.texts["place_past"])
        if found.pile.moves:
            return str(self.texts["place_ranking"].format(place=found.place))
        return str(
            self.texts["place_fixed"].format(
                place=found.place, all=len(found.pile.keys), name=found.pile.name
            )
        )


def _sync(handle: Callable[[Request, Mapping[str, str]], Response]) -> Callable[[Request], Any]:
    """Return what reads the form of a request and then handles it in a thread: answers wait for the disk."""

    async def handled(request: Request) -> Response:
        form: dict[str, str] = {}
        if request.method == "POST":
            try:
                text = (await request.body()).decode("utf-8", "replace")
            except ClientDisconnect:  # it was larger than any answer
                return PlainTextResponse("This is too large for an answer, so it was not saved.", 413)
            try:
                cells = parse_qsl(text, max_num_fields=_MOST_FIELDS)
            except ValueError:
                return PlainTextResponse("This has too many fields for an answer, so it was not saved.", 400)
            for name, cell in cells:
                form[name] = f"{form[name]}; {cell}" if name in form else cell
        return await run_in_threadpool(handle, request, form)

    return handled
