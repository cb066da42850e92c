"""What holds for all records, answers and shards."""

from __future__ import annotations

import itertools

import pandas as pd
from deduplication.records_at_hand import groups_of, make_records
from hypothesis import given, settings
from hypothesis import strategies as st

from cireview.deduplication import Deduplication, compare_shard, deduplicate, gather, normalise

TITLES = (
    "Effects of caffeine on sleep quality in shift workers: a randomised trial",
    "Effects of caffeine on sleep quality in shift workers",
    "Erratum to: Effects of caffeine on sleep quality in shift workers",
    "Editorial",
    "Caffeine and sleep. Part II",
)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(TITLES),
            "authors": st.sampled_from(("", "Müller, J.; Okafor, C.", "Baker, T.")),
            "year": st.sampled_from(("", "2014", "2015")),
            "journal": st.sampled_from(("", "Journal of Occupational Sleep")),
            "volume": st.sampled_from(("", "12", "13")),
            "pages": st.sampled_from(("", "201-210", "388")),
            "doi": st.sampled_from(("", "", "10.1234/a", "10.1234/b")),
        }
    ),
    min_size=2,
    max_size=12,
)
ANSWERS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from(("same", "different"))), max_size=5
)
few = settings(max_examples=10)

UNRELATED = {
    "title": "Platform labour and the welfare state in the nordic countries",
    "authors": "Ilsøe, Anna",
    "year": "2020",
    "journal": "Transfer",
    "volume": "26",
    "pages": "389-405",
}


def assert_equal(one: Deduplication, other: Deduplication) -> None:
    for name in ("matches", "possible", "reports", "origins"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@few
@given(RECORDS, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows: list[dict[str, str]], random) -> None:
    records = make_records(*rows)
    order = list(records.index)
    random.shuffle(order)
    assert_equal(deduplicate(records), deduplicate(records.loc[order]))


@few
@given(RECORDS)
def test_a_second_run_on_its_own_result_changes_nothing(rows: list[dict[str, str]]) -> None:
    records = make_records(*rows)
    first = deduplicate(records)
    pd.testing.assert_frame_equal(deduplicate(records, earlier=first.matches).matches, first.matches)


@few
@given(RECORDS)
def test_an_unrelated_record_changes_no_group(rows: list[dict[str, str]]) -> None:
    alone = groups_of(deduplicate(make_records(*rows)).matches)
    joined = groups_of(deduplicate(make_records(*rows, UNRELATED)).matches)
    assert joined == alone | {frozenset({f"r{len(rows)}"})}


@few
@given(RECORDS, ANSWERS)
def test_answers_are_never_contradicted(
    rows: list[dict[str, str]], given: list[tuple[int, int, str]]
) -> None:
    given = [(one % len(rows), other % len(rows), decision) for one, other, decision in given]
    given = [answer for answer in given if answer[0] != answer[1]]
    answers = pd.DataFrame(
        [(f"r{one}", f"r{other}", decision) for one, other, decision in given],
        columns=["record_id_1", "record_id_2", "decision"],
        dtype="str",
    )
    found = deduplicate(make_records(*rows), answers=answers)
    report = found.matches.set_index("record_id")["report_id"]
    apart = [(one, other) for one, other, decision in given if decision == "different"]
    assert all(report[f"r{one}"] != report[f"r{other}"] for one, other in apart)
    if not apart:
        assert all(report[f"r{one}"] == report[f"r{other}"] for one, other, _ in given)
    asked = set(zip(found.possible["record_id_1"], found.possible["record_id_2"], strict=True))
    assert not asked & {(f"r{min(a, b)}", f"r{max(a, b)}") for a, b, _ in given}


@few
@given(RECORDS, st.integers(2, 5))
def test_shards_give_what_one_run_gives(rows: list[dict[str, str]], shards: int) -> None:
    records = make_records(*rows)
    forms = normalise(records)
    scored = [compare_shard(forms, shard=shard, shards=shards) for shard in range(shards)]
    assert_equal(gather(records, forms, reversed(scored)), deduplicate(records))


@few
@given(RECORDS, st.integers(1, 11))
def test_an_earlier_report_keeps_its_id(rows: list[dict[str, str]], cut: int) -> None:
    records = make_records(*rows)
    earlier = deduplicate(records[:cut]).matches
    later = deduplicate(records, earlier=earlier).matches
    old = later[later["record_id"].isin(earlier["record_id"])].reset_index(drop=True)
    pd.testing.assert_series_equal(old["report_id"], earlier["report_id"])


@few
@given(RECORDS)
def test_no_report_holds_records_that_must_differ(rows: list[dict[str, str]]) -> None:
    records = make_records(*rows)
    found = deduplicate(records)
    dois = records.set_index("record_id")["doi"]
    for group in groups_of(found.matches):
        assert len({dois[member] for member in group} - {""}) < 2


def contents_of(rows: list[dict[str, str]], order: list[int]) -> list[list[list[str]]]:
    """Return what the records of each group say, where the ids are given in `order`."""
    named = [{**row, "record_id": f"r{number:02}"} for row, number in zip(rows, order, strict=True)]
    said = {row["record_id"]: sorted(row[name] for name in rows[0]) for row in named}
    groups = groups_of(deduplicate(make_records(*named)).matches)
    # Copies change places unseen, so that groups are told by what is in them.
    return sorted(sorted(said[member] for member in group) for group in groups)


@settings(max_examples=30)
@given(RECORDS, st.randoms(use_true_random=False))
def test_ids_do_not_matter(rows: list[dict[str, str]], random) -> None:
    order = list(range(len(rows)))
    before = contents_of(rows, order)
    random.shuffle(order)
    assert contents_of(rows, order) == before


def test_ids_do_not_choose_between_two_links_that_are_equally_sure() -> None:
    told = dict.fromkeys(("title", "year", "pages", "volume", "journal", "doi"), "")
    told |= {"title": TITLES[-1], "year": "2014", "pages": "201-210"}
    rows = [{**told, "authors": name} for name in ("", "Müller, J.; Okafor, C.", "Baker, T.")]
    found = [contents_of(rows, list(order)) for order in itertools.permutations(range(len(rows)))]
    assert found == found[:1] * len(found)
