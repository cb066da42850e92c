"""A reason is suggested only where suggestions were better than the most frequent reason."""

import numpy as np
import pandas as pd
import pytest
from screening.test_criteria import ANSWERS, REASONS, RECORDS, WORDLESS, answer, learn

from cireview.screening import criterion_models, rank, suggest_reasons
from cireview.screening.reasons import beats_most_frequent

# Rank of what nobody labelled: one of them is likely relevant.
RANKING = pd.DataFrame({"record_id": ["r6", "r7", "r14", "r15"], "probability": [0.1, 0.49, 0.2, 0.5]})


def suggest(scores, reasons):
    return suggest_reasons(scores, RANKING, pd.Series(reasons, dtype="str")).set_index("record_id")


def test_a_reason_is_suggested_for_what_is_probably_irrelevant_and_for_nothing_else():
    scores, _ = learn(reasons=REASONS, scores=WORDLESS)
    suggested = suggest(scores, REASONS)
    assert suggested["suggested_reason"].to_dict() == {"r6": "nurse", "r7": "nurse", "r14": "trial"}
    assert set(suggested["basis"]) == {"labels"}


def test_words_suggest_where_they_did_better_than_the_most_frequent_reason():
    scores, _ = learn()
    suggested = suggest(scores, REASONS)
    assert suggested["suggested_reason"].to_dict() == {"r6": "nurse", "r7": "nurse", "r14": "trial"}
    assert set(suggested["basis"]) == {"words"}


NO_HELP = {
    "nothing is labelled": {},
    "no exclusion has a reason": dict.fromkeys(REASONS, ""),
    "one reason is that of all": dict.fromkeys(REASONS, "trial"),
    "too few to tell": {record: REASONS[record] for record in ("r0", "r1", "r2", "r8", "r9", "r10")},
    "reasons that no text explains": {f"r{i}": "nurse" if i % 2 else "trial" for i in range(14)},
    "reasons of another protocol": dict.fromkeys(REASONS, "elsewhere"),
}


@pytest.mark.parametrize("reasons", NO_HELP.values(), ids=NO_HELP)
def test_no_reason_is_suggested_where_it_does_not_help(reasons):
    scores, _ = learn(reasons=reasons, scores=WORDLESS)
    assert suggest(scores, reasons).empty
    assert list(suggest(scores, reasons)) == ["suggested_reason", "basis"]


def test_a_record_is_judged_by_models_that_did_not_see_its_label(monkeypatch):
    def score(space, rows, met, **_):
        unseen = np.where(met, 1.0, -1.0)
        unseen[0] = -unseen[0]  # who did not see the label of r0 takes it for the opposite
        return unseen

    monkeypatch.setattr(criterion_models, "score_unseen", score)
    nurse = learn(answer(ANSWERS), scores=WORDLESS)[0].query("criterion == 'nurse'").set_index("record_id")
    assert set(nurse["basis"]) == {"labels"}
    assert nurse.loc["r1", "unseen"] < 0.5 < nurse.loc["r0", "unseen"]
    assert nurse.loc["r0", "score"] < 0.5
    labelled = nurse.index.isin(list(ANSWERS))
    assert (nurse["unseen"] == nurse["score"])[~labelled].all()


# Reasons a, a, b … ; guesses; whether they clearly beat "a". Wins are on b, losses on a.
@pytest.mark.parametrize(
    ("wins", "losses", "clear"),
    [
        (5, 0, False),  # chance: 1 in 32
        (6, 0, True),  # 1 in 64
        (8, 1, True),  # 10 in 512
        (7, 1, False),  # 9 in 256
        (60, 40, False),
        (61, 39, True),
        (0, 6, False),
        (0, 0, False),
        (600, 400, True),
        (525, 500, False),
    ],
)
def test_clearly_better_is_a_sign_test_on_pairs(wins, losses, clear):
    both = wins + losses + 1  # right by either: they say nothing, and make "a" the most frequent
    given = pd.Series(["b"] * wins + ["a"] * (losses + both))
    guessed = pd.Series(["b"] * wins + ["c"] * losses + ["a"] * both)
    assert beats_most_frequent(guessed, given) is clear


def test_the_ranking_gives_the_probabilities():
    ranking = rank(RECORDS, pd.Series({"r0": False, "r15": True}), criteria="any", seed=1)
    assert suggest_reasons(learn()[0], ranking, pd.Series(REASONS)).shape[1] == 3
