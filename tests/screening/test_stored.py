import numpy as np
import pandas as pd
import pytest

from cireview.screening import PRESETS, rank
from cireview.screening.stored import open_space

RECORDS = pd.DataFrame(
    {
        "record_id": ["a", "b", "c"],
        "title": ["Nudging nurses", "Pressure of rats", ""],
        "abstract": ["Nurses nudged", "Rats pressed", ""],
    }
)
GIVEN = {"criteria": "nudging", "model": "default"}


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "features.npz"
    open_space(path, RECORDS, **GIVEN)
    return path


def test_features_are_computed_once(kept, monkeypatch):
    import cireview.screening.stored as module

    fresh = module.place_records(RECORDS, criteria="nudging", preset=PRESETS["default"])
    monkeypatch.setattr(module, "place_records", None)
    space = open_space(kept, RECORDS, **GIVEN)
    assert (space.ids, space.terms, space.empty.tolist()) == (fresh.ids, fresh.terms, [False, False, True])
    assert (space.values != fresh.values).nnz == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"criteria": "rats"}, "other records, criteria or settings"),
        ({"model": "words"}, "other records, criteria or settings"),
    ],
)
def test_other_settings_are_computed_anew_and_a_warning_says_why(kept, change, reason):
    before = kept.read_bytes()
    with pytest.warns(RuntimeWarning, match=reason):
        open_space(kept, RECORDS, **{**GIVEN, **change})
    assert kept.read_bytes() != before


def test_other_records_are_computed_anew(kept):
    with pytest.warns(RuntimeWarning, match="other records"):
        assert open_space(kept, RECORDS[:2], **GIVEN).ids == ["a", "b"]


def test_a_file_of_another_version_is_refused_with_the_reason_and_rebuilt(kept, monkeypatch):
    import cireview.screening.stored as module

    monkeypatch.setattr(module, "__version__", "99.0")
    with pytest.warns(RuntimeWarning, match=r"this is 99\.0"):
        open_space(kept, RECORDS, **GIVEN)
    open_space(kept, RECORDS, **GIVEN)  # a warning would be an error here


@pytest.mark.parametrize("damage", [b"", b"PK nonsense", None])
def test_a_damaged_file_is_rebuilt(kept, damage):
    kept.write_bytes(kept.read_bytes()[:200] if damage is None else damage)
    with pytest.warns(RuntimeWarning, match="cannot be used"):
        assert open_space(kept, RECORDS, **GIVEN).ids == ["a", "b", "c"]
    open_space(kept, RECORDS, **GIVEN)


def test_a_file_with_code_in_it_is_not_run(kept):
    np.savez(kept, version=np.array([{}], dtype=object))
    with pytest.warns(RuntimeWarning, match="allow_pickle"):
        assert open_space(kept, RECORDS, **GIVEN).ids == ["a", "b", "c"]


def test_ranking_is_the_same_with_and_without_kept_features(kept):
    labels = pd.Series([True], index=["a"])
    settings = {"criteria": "nudging", "seed": 1}
    first = rank(RECORDS, labels, **settings)
    space = open_space(kept, RECORDS, **GIVEN)
    pd.testing.assert_frame_equal(rank(RECORDS, labels, space=space, **settings), first)
