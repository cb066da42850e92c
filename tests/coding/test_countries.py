"""Countries that texts name, and countries of authors by their affiliations."""

import pandas as pd
import pytest

from cireview.coding import suggest_codes
from cireview.coding.countries import country_of

CODES = ["US", "GB", "AU", "CA", "NZ", "IE", "GE", "FI", "NO", "JP", "other"]
TERMS = {"where": {code: [{"country": code}] for code in CODES}}


def countries(text, terms=TERMS, field=""):
    table = pd.DataFrame({"record_id": ["a"], "field": [field], "text": [text]}, dtype="str")
    return suggest_codes(table, terms)["value"].tolist()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Towns in New South Wales met.", ["AU"]),
        ("Families of Dublin, Ohio, met.", ["US"]),
        ("The city of Ontario, California, met.", ["US"]),
        ("Families of London, Ontario, met.", ["CA"]),
        ("Latin American towns met.", []),
        ("African American families met.", []),
        ("Towns of the UK, US and Norway met.", ["US", "GB", "NO"]),
        ("They told us who met.", []),
        ("Leaders in Aotearoa met.", ["NZ"]),
        ("Families of Atlanta, Georgia, met.", ["US"]),
        ("A clinic in Tbilisi, Georgia, opened.", ["GE"]),
        ("Towns in Georgia met. Others met in Ohio.", ["US"]),
        ("Towns in Georgia met.", []),
        ("The Georgian ministry met.", ["GE"]),
        ("Finnish towns and U.S. towns met.", ["US", "FI"]),
        ("Turkey and other poultry were served.", []),
        ("Michael Jordan met us.", []),
        ("Towns in Jordan met.", ["other"]),
        ("They speak Finnish at home.", []),
        ("We paid 40 US dollars.", []),
        ("Northern Ireland and the Republic of Ireland", ["GB", "IE"]),
        ("California, Ontario and Ohio", ["US", "CA"]),
        ("Papua New Guinea met.", ["other"]),
        ("Towns near Vancouver, Washington, met.", ["US"]),
        ("Towns near Birmingham, UK, met.", ["GB"]),
        ("England, Scotland and Wales met.", ["GB"]),
    ],
)
def test_a_text_names_countries(text, codes):
    assert countries(text) == codes


@pytest.mark.parametrize(
    ("affiliation", "code"),
    [
        ("Dept of Health, Univ Oulu, Oulu, Finland.", "FI"),
        ("School of Nursing, Dublin, Ohio 43016", "US"),
        ("School of Nursing, Dublin, OH 43016, USA", "US"),
        ("College, Ontario, CA 91761", "US"),
        ("Western Univ, London, ON, CA", "CA"),
        ("[Doe, J; Roe, R] Univ Sydney, Sydney, NSW 2006", "AU"),
        ("University of Wales, Cardiff, Wales", "GB"),
        ("Emory University, Atlanta, Georgia", "US"),
        ("State University, Tbilisi, Georgia", "GE"),
        ("Univ Auckland, Auckland, New Zealand. Electronic address: j.doe@uni.test", "NZ"),
        ("Univ Beijing, Beijing, Peoples R China", "CN"),
        ("United States", "US"),
        ("Deakin Univ, Geelong, Victoria", "AU"),
        ("University of Victoria, Victoria, BC", "CA"),
        ("U.S.A.", "US"),
        ("Boston Children's Hospital", "US"),
        ("University of Georgia", "US"),
        ("Trinity College, Belfast, N Ireland", "GB"),
        ("A place that nobody knows", ""),
        ("Latin American Institute, Canberra, Australia", "AU"),
    ],
)
def test_the_last_part_of_an_affiliation_names_its_country(affiliation, code):
    assert country_of(affiliation) == code


def test_a_first_author_works_where_the_first_affiliation_is():
    cell = "[Doe, J; Roe, R] Univ Oulu, Oulu, Finland; Univ Oslo, Oslo, Norway"
    first = {
        "where": {code: [{"country": code, "fields": ["affiliations"], "first": True}] for code in CODES}
    }
    every = {"where": {code: [{"country": code, "fields": ["affiliations"]}] for code in CODES}}
    assert countries(cell, first, "affiliations") == ["FI"]
    assert countries(cell, every, "affiliations") == ["FI", "NO"]
    assert countries("Finland", first, "abstract") == []
