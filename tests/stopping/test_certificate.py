"""The bound of a certificate may be looked at after every answer."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.stopping.certificate import Lot, bound_relevant, certified_recall, plan_answers
from cireview.stopping.rules import bound_missed

ERROR = 0.05


def chance_of_ever_missing(relevant: int, lot: Lot, bound: Callable[[int, int], int]) -> float:
    """Return the exact chance that the bound is below the truth after any number of answers."""
    alive, missed = {0: 1.0}, 0.0
    for seen in range(1, lot.left + 1):
        after: dict[int, float] = {}
        for hits, chance in alive.items():
            hit = (relevant - hits) / (lot.left - seen + 1)
            for more, share in ((1, hit), (0, 1 - hit)):
                if share > 0:
                    after[hits + more] = after.get(hits + more, 0.0) + chance * share
        missed += sum(chance for hits, chance in after.items() if bound(seen, hits) < relevant)
        alive = {hits: chance for hits, chance in after.items() if bound(seen, hits) >= relevant}
    return missed


LOTS = [Lot(60, 20, 0.95), Lot(60, 200, 0.95), Lot(90, 10, 0.8)]


@pytest.mark.parametrize("lot", LOTS, ids=str)
@pytest.mark.parametrize("relevant", [0, 1, 2, 5, 12, 30, 55])
def test_the_truth_is_missed_at_any_moment_no_more_often_than_stated(lot: Lot, relevant: int) -> None:
    chance = chance_of_ever_missing(relevant, lot, lambda *seen: bound_relevant(*seen, lot, error=ERROR))
    assert chance <= ERROR + 1e-9


def test_a_bound_for_one_look_is_not_to_be_looked_at_after_every_answer() -> None:
    """The check above finds a wrong bound: the exact one for a sample of fixed size."""
    lot = LOTS[0]
    wrong = [
        chance_of_ever_missing(
            relevant, lot, lambda seen, hits: bound_missed(lot.left, seen, hits, error=ERROR)
        )
        for relevant in (5, 12, 30)
    ]
    assert min(wrong) > 2 * ERROR


@given(st.data())
def test_a_bound_lies_between_what_was_seen_and_what_is_possible(data: st.DataObject) -> None:
    left = data.draw(st.integers(1, 400))
    seen = data.draw(st.integers(0, left))
    hits = data.draw(st.integers(0, seen))
    lot = Lot(left, data.draw(st.integers(0, 300)), 0.95)
    bound, surer = (bound_relevant(seen, hits, lot, error=error) for error in (0.2, 0.05))
    assert hits <= bound <= surer <= left - (seen - hits)
    assert bound_relevant(left, hits, lot, error=0.05) == hits if seen == left else True


@given(st.integers(1, 2000), st.integers(0, 300), st.integers(0, 2))
def test_the_planned_number_of_answers_is_the_least_that_certifies(left: int, found: int, hits: int) -> None:
    lot = Lot(left, found, 0.95)

    def certifies(size: int) -> bool:
        relevant = min(hits, size)
        bound = bound_relevant(size, relevant, lot, error=ERROR)
        return certified_recall(bound, outside=found, within=relevant) >= 0.95 - 1e-9

    size = plan_answers(lot, error=ERROR, expected=hits)
    assert certifies(size) or size == left
    assert size <= max(hits, 1) or not certifies(size - 1)


def test_what_the_ranking_found_in_the_lot_raises_the_recall_that_is_certified() -> None:
    before = certified_recall(30, outside=90, within=2)
    assert before < certified_recall(30, outside=90, within=12) < 1
    assert certified_recall(0, outside=0, within=0) == 1
