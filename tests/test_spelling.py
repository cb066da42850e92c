"""British and American spelling are one word for suggestions and for queries; no word becomes another."""

import re

import pandas as pd
import pytest

from cireview.coding import suggest_codes
from cireview.language import fold_spelling, unify_spelling
from cireview.query.spelling import is_variant

PAIRS = {
    "behaviour": "behavior",
    "behavioural": "behavioral",
    "neighbourhoods": "neighborhoods",
    "odour": "odor",
    "anaemia": "anemia",
    "haemoglobin": "hemoglobin",
    "paediatric": "pediatric",
    "anaesthesia": "anesthesia",
    "gynaecology": "gynecology",
    "aetiology": "etiology",
    "oestrogen": "estrogen",
    "oedema": "edema",
    "foetus": "fetus",
    "diarrhoea": "diarrhea",
    "coeliac": "celiac",
    "manoeuvre": "maneuver",
    "organisations": "organizations",
    "analysed": "analyzed",
    "centres": "centers",
    "fibre": "fiber",
    "programmes": "programs",
    "catalogue": "catalog",
    "counsellor": "counselor",
    "defence": "defense",
    "licences": "licenses",
    "judgement": "judgment",
    "enrolment": "enrollment",
    "fulfil": "fulfill",
    "ageing": "aging",
}
OTHERS = [
    *[("four", "for"), ("our", "or"), ("hour", "hor"), ("poet", "pet"), ("does", "des"), ("tour", "tor")],
    *[("there", "ther"), ("more", "moer"), ("goes", "ges"), ("shoes", "shes"), ("flour", "flor")],
]


@pytest.mark.parametrize(("british", "american"), PAIRS.items())
def test_two_spellings_are_one_word(british, american):
    assert unify_spelling(british) == unify_spelling(american)
    assert is_variant(unify_spelling(british), [american])


@pytest.mark.parametrize(("word", "other"), OTHERS)
def test_no_word_becomes_another(word, other):
    assert unify_spelling(word) != unify_spelling(other)


@pytest.mark.parametrize(("term", "text"), [*PAIRS.items(), *((text, term) for term, text in PAIRS.items())])
def test_a_term_finds_the_other_spelling_in_a_text(term, text):
    texts = pd.DataFrame({"record_id": ["a"], "text": [f"They saw the {text} there."]}, dtype="str")
    codes = suggest_codes(texts, {"d": {"v": [term]}})
    assert len(codes) == 1


@pytest.mark.parametrize("word", ["ngos", "centres", "programmes"])
def test_folding_once_more_changes_nothing(word):
    assert fold_spelling(fold_spelling(word)) == fold_spelling(word)
    assert re.fullmatch(r"[a-z]+", fold_spelling(word))
