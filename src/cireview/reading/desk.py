"""What one person reads at one stage: the next record, earlier answers, and answers taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock, RLock

from cireview.errors import LabelError, Problem
from cireview.reading.contradiction import choose_replaced
from cireview.reading.journal import Journal
from cireview.reading.piles import Pile, Place, Said, Stood, digest_order, find_word, is_same, merge_rows
from cireview.tables.journals import ACTION, ANSWER, REPLACES, UNDO


class Changed(Exception):  # noqa: N818 - no error: a person answers
    """The answer on which a page was based has changed in the meantime."""


class Desk:
    """One person at one stage. Several windows and threads may use it at once.

    Parameters
    ----------
    person
        Who reads, as the protocol names them.
    piles
        What there is to read, in order.
    journal
        Where answers go.
    said
        What the person answered before, in journals and sheets, by key.
    clock
        Tells the time.
    again
        Keys that await the person although they answered before: only an answer after `since` counts.
    since
        Time of the last run.
    is_whole
        Says of a key whether an answer holds all that is asked.
    """

    def __init__(
        self,
        person: str,
        piles: Sequence[Pile],
        journal: Journal,
        said: Mapping[str, Said],
        *,
        clock: Callable[[], datetime],
        again: Iterable[str] = (),
        since: str = "",
        is_whole: Callable[[str, Said], bool] = lambda _key, _said: True,
    ) -> None:
        self.person, self.journal = person, journal
        self.lock = RLock()
        self.answered_now = 0
        self.history: list[str] = []
        self._clock, self._is_whole = clock, is_whole
        self._reading = Lock()  # two readings at once would forget each other's answers
        self._skipped: dict[str, None] = {}
        self._taken_back: dict[str, Said] = {}
        self._changes: list[tuple[str, Said | None]] = []
        self._place_piles(piles, again=again, since=since)
        self._said = dict(said)
        self._count_left()

    def take_up(
        self,
        piles: Sequence[Pile],
        *,
        again: Iterable[str],
        since: str,
        is_whole: Callable[[str, Said], bool],
    ) -> None:
        """Load what a new run handed out; parameters are those of the class."""
        with self.lock:
            self._is_whole = is_whole
            # Answers that the run knew to be taken back are on its piles, if the person still has to answer.
            self._taken_back = {key: said for key, said in self._taken_back.items() if said.at > since}
            self._place_piles(piles, again=again, since=since)
            self._count_left()

    def _place_piles(self, piles: Sequence[Pile], *, again: Iterable[str], since: str) -> None:
        with self.lock:
            self.piles = [
                pile if pile.digest else replace(pile, digest=digest_order(pile.keys)) for pile in piles
            ]
            self._again, self._since = frozenset(again), since
            self._of = {key: number for number, pile in enumerate(self.piles) for key in pile.keys}

    def reorder(self, keys: Sequence[str]) -> None:
        """Put the piles that follow the ranking in a new order; samples and batches stay as they are."""
        piles = self.piles
        moved = [pile.reorder(keys) if pile.moves else pile for pile in piles]  # before anybody has to wait
        with self.lock:
            if piles is self.piles:
                self.piles = moved

    def find_next(self) -> Place | None:
        """Return the next record: the first unread one; skipped ones come last."""
        with self.lock:
            for skipped in (False, True):
                for place in self._list_places():
                    if (place.key in self._skipped) is skipped and self.is_awaited(place.key):
                        return place
            return None

    def _list_places(self) -> Iterator[Place]:
        for pile in self.piles:
            yield from (Place(key, pile, number) for number, key in enumerate(pile.keys, 1))
        yield from (_place_past(key, said) for key, said in self._taken_back.items() if key not in self._of)

    def find(self, key: str) -> Place | None:
        """Return the place of a key; None if the person has neither read nor to read it."""
        with self.lock:
            if key in self._of:
                pile = self.piles[self._of[key]]
                return Place(key, pile, pile.keys.index(key) + 1)
            said = self._said.get(key) or self._taken_back.get(key)
            return _place_past(key, said) if said else None

    def find_before(self, key: str) -> str:
        """Return the key answered before `key`, or the last one if `key` has no answer, or ""."""
        with self.lock:
            answered = [one for one in dict.fromkeys(reversed(self.history)) if one in self._said]
            here = answered.index(key) + 1 if key in answered else 0
            return answered[here] if here < len(answered) else ""

    def is_awaited(self, key: str) -> bool:
        """Say whether the person has to answer this."""
        said = self._said.get(key)
        if said is None or (key in self._again and said.at <= self._since):
            return True
        return not self._is_whole(key, said)

    def recall(self, key: str) -> Said | None:
        """Return the person's answer so far."""
        with self.lock:
            return self._said.get(key)

    def count(self) -> dict[str, int]:
        """Return how many things there are, how many of them are answered, and how many were skipped."""
        with self.lock:
            known, left = len(self._of.keys() | self._taken_back.keys()), self._left
            return {"all": known, "answered": known - left, "left": left, "skipped": len(self._skipped)}

    def list_said(self) -> Iterator[tuple[str, Said]]:
        """Yield all that the person answered, the latest first."""
        with self.lock:
            yield from sorted(self._said.items(), key=lambda one: one[1].at, reverse=True)

    def skip(self, key: str) -> None:
        """Put something after all others, for this session."""
        with self.lock:
            if key in self._of or key in self._taken_back:
                self._skipped[key] = self._skipped.pop(key, None)

    def answer(self, key: str, seen: str, rows: Sequence[Mapping[str, str]]) -> Said:
        """Write an answer, which replaces an earlier one.

        Parameters
        ----------
        key
            What is answered.
        seen
            The mark of the answer that stood when the page was made, "" for none.
        rows
            The cells of each line. Place, ranking and time are added here.

        Raises
        ------
        Changed
            If another window, server or sheet answered it since; the same answer given twice is one.
        LabelError
            If it cannot be written.
        """
        with self.lock:
            place, before = self.find(key), self._said.get(key)
            if place is None:
                raise Changed
            values = merge_rows(rows)
            if before and before.mark != seen:
                if is_same(before.values, values):
                    return before
                raise Changed
            if before and not before.lines and not self.is_awaited(key):
                message = f"this was already answered on a sheet: {before.where}"
                raise LabelError(
                    Problem(message, remedy="Change the answer there: a second one would contradict it")
                )
            said = self._write(place, rows, before, values)
            self._note(key, said)
            self.answered_now += 1
            self._skipped.pop(key, None)
            return said

    def undo(self, key: str, seen: str) -> None:
        """Take an answer back by a further line.

        Raises
        ------
        Changed
            If it is not the answer that stands, or stands on a sheet.
        """
        with self.lock:
            place, before = self.find(key), self._said.get(key)
            if place is None or before is None or before.mark != seen or not before.lines:
                raise Changed
            row = {ACTION: UNDO, REPLACES: before.mark, **self._stamp(place)}
            self.journal.append(row | self._identify(before))
            self._note(key, None, replace(before, at=str(row["at"])))

    def mend(self) -> None:
        """Restore lines that another program removed from the journal.

        Raises
        ------
        LabelError
            If it cannot be written.
        """
        with self.lock:
            self.journal.mend()

    def look_again(self, read: Callable[[], Mapping[str, Said]]) -> None:
        """Read the files; answers of this session have priority."""
        with self._reading:
            with self.lock:
                self._changes.clear()
            said = dict(read())
            with self.lock:
                for key, change in self._changes:
                    said.pop(key, None)
                    if change:
                        said[key] = change
                self._said = said
                self._taken_back = {key: one for key, one in self._taken_back.items() if key not in said}
                self._count_left()

    def _write(
        self, place: Place, rows: Sequence[Mapping[str, str]], before: Said | None, values: Mapping[str, str]
    ) -> Said:
        stamp = self._stamp(place)
        record = rows[0].get("record_id", place.key)
        new = Stood(find_word(values), record, stamp["decided_on"], self.journal.path.name, 0)
        replaced = choose_replaced(before, new)
        # The first line takes earlier ones back; each further one belongs to the same answer.
        mark = " ".join(replaced)
        lines = [{**row, ACTION: ANSWER, REPLACES: "" if n else mark, **stamp} for n, row in enumerate(rows)]
        written = self.journal.append(*lines)
        stay = tuple(one for one in before.stood if one.line not in replaced) if before else ()
        stood = (*stay, replace(new, line=written[0]))
        return Said(values, written, at=stamp["at"], chosen=stamp["chosen"], stood=stood)

    def _stamp(self, place: Place) -> dict[str, str]:
        now = self._clock()
        return {
            "reviewer": self.person,
            "coder": self.person,
            "decided_on": f"{now:%Y-%m-%d}",
            "at": f"{now:%Y-%m-%dT%H:%M:%S.%f}"[:23],
            "chosen": place.pile.chosen.get(place.key, place.pile.kind),
            "place": str(place.place or ""),
            "ranking": place.pile.digest,
        }

    def _count_left(self) -> None:
        self._left = sum(map(self.is_awaited, self._of.keys() | self._taken_back.keys()))

    def _note(self, key: str, said: Said | None, taken_back: Said | None = None) -> None:
        self._left -= self._is_left(key)
        self._said.pop(key, None)
        self._taken_back.pop(key, None)
        if said:
            self._said[key] = said
            self.history.append(key)
        else:
            self.history = [one for one in self.history if one != key]
        if taken_back:
            self._taken_back[key] = taken_back
        self._left += self._is_left(key)
        self._changes.append((key, said))

    def _is_left(self, key: str) -> bool:
        return (key in self._of or key in self._taken_back) and self.is_awaited(key)

    @staticmethod
    def _identify(before: Said) -> dict[str, str]:
        kept = ("record_id", "record_id_1", "record_id_2", "title", "dimension")
        return {column: before.values[column] for column in kept if column in before.values}


def _place_past(key: str, said: Said) -> Place:
    return Place(key, Pile("", (), kind=said.chosen), 0)
