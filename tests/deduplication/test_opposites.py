"""Two studies whose titles differ in a word, a prefix, a letter or a number are never one report.

Sixty pairs, each in five settings: no pages on either side, pages that contradict, and one DOI on both.
"""

from __future__ import annotations

import pandas as pd
import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import Deduplication, deduplicate
from cireview.deduplication.text import fold
from cireview.deduplication.words import find_difference

# The title around the words that differ; every pair is two trials of one team, in one volume.
FRAMES = {
    "word": "Caffeine and sleep quality in {} shift workers: a randomised trial",
    "prefix": "Caffeine and {} among shift workers: a randomised trial",
    "letter": "Caffeine and {} in shift workers: a randomised trial",
    "number": "Caffeine and sleep quality in shift workers, {}: a randomised trial",
}
OPPOSITES = {
    "word": (
        ("male", "female"),
        ("men", "women"),
        ("urban", "rural"),
        ("acute", "chronic"),
        ("young", "old"),
        ("Spanish", "French"),
        ("northern", "southern"),
        ("eastern", "western"),
        ("left-handed", "right-handed"),
        ("mild", "severe"),
        ("married", "single"),
        ("public", "private"),
        ("primary", "secondary"),
        ("summer", "winter"),
        ("smoking", "sober"),
        ("healthy", "diabetic"),
        ("nursing", "mining"),
        ("rested", "tired"),
        ("trained", "untrained"),
        ("smoking", "non-smoking"),
    ),
    "prefix": (
        ("hypotension", "hypertension"),
        ("hyperglycaemia", "hypoglycaemia"),
        ("interrater agreement", "intrarater agreement"),
        ("symptomatic apnoea", "asymptomatic apnoea"),
        ("typical fatigue", "atypical fatigue"),
        ("prenatal stress", "postnatal stress"),
        ("macrovascular damage", "microvascular damage"),
        ("overweight", "underweight"),
        ("bradycardia", "tachycardia"),
        ("agonist response", "antagonist response"),
        ("monotherapy", "polytherapy"),
        ("homogeneous groups", "heterogeneous groups"),
        ("endogenous rhythm", "exogenous rhythm"),
        ("increased arousal", "decreased arousal"),
        ("regular use", "irregular use"),
        ("inpatient care", "outpatient care"),
    ),
    "letter": (
        ("vitamin B", "vitamin D"),
        ("hepatitis A", "hepatitis B"),
        ("part A of the scale", "part B of the scale"),
        ("dysphagia", "dysphasia"),
        ("abduction", "adduction"),
        ("afferent signals", "efferent signals"),
        ("ileum function", "ilium function"),
        ("nitrate", "nitrite"),
        ("type A behaviour", "type B behaviour"),
        ("group C", "group D"),
        ("influenza A", "influenza B"),
        ("vitamin K", "vitamin E"),
    ),
    "number": (
        ("part 1", "part 2"),
        ("part I", "part II"),
        ("phase II", "phase III"),
        ("10 mg", "20 mg"),
        ("wave 3", "wave 4"),
        ("study one", "study two"),
        ("2014", "2015"),
        ("six months", "twelve months"),
        ("first report", "second report"),
        ("type 1", "type 2"),
        ("grade 3", "grade 4"),
        ("1.5 g", "15 g"),
    ),
}
SETTINGS = {
    "no pages": ({"pages": ""}, {"pages": ""}),
    "contradicting pages": ({}, {"pages": "211-220"}),
    "pages from one on": ({"pages": "1-10"}, {"pages": "11-20"}),
    "one DOI": (
        {"doi": "10.1234/sleep.7", "pages": ""},
        {"doi": "10.1234/sleep.7", "pages": ""},
    ),
    "one DOI and the same pages": ({"doi": "10.1234/sleep.7"}, {"doi": "10.1234/sleep.7"}),
}
PAIRS = [(kind, pair) for kind, pairs in OPPOSITES.items() for pair in pairs]


def compare_opposites(kind: str, pair: tuple[str, str], setting: str) -> Deduplication:
    titles = [FRAMES[kind].format(words) for words in pair]
    rows = zip(titles, SETTINGS[setting], strict=True)
    return deduplicate(make_records(*(ARTICLE | {"title": title} | changes for title, changes in rows)))


@pytest.mark.parametrize(("kind", "pair"), PAIRS, ids=lambda value: "/".join(value))
def test_a_title_differs_from_its_companion_whichever_comes_first(kind: str, pair: tuple[str, str]) -> None:
    one, other = (fold(FRAMES[kind].format(word)) for word in pair)
    assert find_difference(one, other) == find_difference(other, one)


def test_there_are_sixty_opposites() -> None:
    assert len(PAIRS) == 60


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize(("kind", "pair"), PAIRS, ids=lambda value: "/".join(value))
def test_opposites_stay_two_reports(kind: str, pair: tuple[str, str], setting: str) -> None:
    found = compare_opposites(kind, pair, setting)
    assert found.matches["report_id"].nunique() == 2
    if setting.startswith("one DOI"):
        assert len(found.possible) == 1, "one identifier on two titles is a question"


# Titles that differ in more than a word, or in a part at one end; all else but the pages agrees.
CATCHMENT = (
    "Attendance of {} at the hearing clinics of the north in the ten years after the reform of primary care"
)
COMPANIONS = (
    (CATCHMENT.format("men over sixty in cities"), CATCHMENT.format("women under thirty in villages")),
    (CATCHMENT.format("boys living with kin"), CATCHMENT.format("girls living in care homes")),
    ("Hearing loss in welders: a qualitative study", "Hearing loss in welders: a randomised trial"),
    ("Hearing loss in welders of shipyards", "Hearing loss in welders of shipyards: part two"),
    ("Hearing loss in welders of shipyards", "Hearing loss in welders of shipyards: results in women"),
    ("Hearing loss in welders of shipyards", "Hearing loss in welders of shipyards: ten year follow up"),
    ("Hearing loss in welders before retirement", "Hearing loss in welders after retirement"),
    ("Screening of welders: effects on referral", "No screening of welders: effects on referral"),
    ("Noise at work of dockers", "Cost of protection from noise at work of dockers"),
    ("Third report of the hearing cohort", "Fourth report of the hearing cohort"),
)


@pytest.mark.parametrize(("title", "companion"), COMPANIONS)
def test_companions_without_pages_are_never_one_report(title: str, companion: str) -> None:
    rows = [ARTICLE | {"title": text, "pages": ""} for text in (title, companion)]
    assert deduplicate(make_records(*rows)).matches["report_id"].nunique() == 2


SPELLINGS = (
    ("quality", "qualities"),
    ("randomised", "randomized"),
    ("shift workers", "shiftworkers"),
    ("shift workers", "shift-workers"),
    ("Caffeine", "Caffiene"),
    ("Caffeine", "Cafeine"),
    ("randomised", "randomissed"),
    ("workers", "worker"),
    ("and", "&"),
    ("trial", "trial*"),
    ("trial", "trial †"),
    ("trial", "trial 1"),
)


@pytest.mark.parametrize(("word", "spelling"), SPELLINGS)
def test_another_spelling_is_no_other_word(word: str, spelling: str) -> None:
    title = "Caffeine and sleep quality in shift workers: a randomised trial"
    rows = [ARTICLE | {"title": text, "pages": ""} for text in (title, title.replace(word, spelling))]
    assert deduplicate(make_records(*rows)).matches["report_id"].nunique() == 1


def drift(title: str, *words: tuple[str, str]) -> list[dict[str, str]]:
    rows = [ARTICLE | {"title": title, "pages": ""}]
    for word, other in words:
        title = title.replace(word, other)
        rows.append(ARTICLE | {"title": title, "pages": ""})
    return rows


def test_a_chain_whose_ends_are_two_titles_does_not_hold() -> None:
    rows = drift("Cardiation and sleep among workers in shifts", *DRIFT)
    matches: pd.DataFrame = deduplicate(make_records(*rows)).matches
    report = matches.set_index("record_id")["report_id"]
    assert report["r0"] != report[f"r{len(rows) - 1}"]


DRIFT = (
    ("Cardiation", "Cradiation"),
    ("Cradiation", "Crediation"),
    ("Crediation", "Creditation"),
    ("Creditation", "Crepitation"),
)
