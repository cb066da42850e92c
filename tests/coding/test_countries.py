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


THINGS = {
    "an animal": "The Canada goose nests in parks.",
    "a dog": "The German shepherd guarded the yard.",
    "cells": "Chinese hamster ovary cells were cultured.",
    "a rat": "Norway rats were trapped in the cellar.",
    "food": "Brazil nuts were eaten twice a week.",
    "a bird": "Turkey was served with cranberries.",
    "clothes": "Panama hats were sold at the fair.",
    "a stain": "Indian ink marked the samples.",
    "history": "The Dutch Hunger Winter Families Study was read.",
    "police": "Scotland Yard closed the file.",
    "a man at the start": "Chad asked his brother for help.",
    "a player at the start": "Jordan scored thirty points in the final.",
}


@pytest.mark.parametrize("text", THINGS.values(), ids=THINGS)
def test_a_thing_or_a_person_with_the_name_of_a_place_is_no_country(text):
    assert countries(text, {"where": {code: [{"country": code}] for code in (*CODES, "DE", "NL")}}) == []


PLACES = {
    "a list at the start": "Jordan and Chad took part.",
    "a list with commas": "Chad, Mali and Niger took part.",
    "what it has": "Jordan's schools took part.",
    "a verb that no person takes": "Jordan is a small country.",
    "after a preposition": "Schools in Jordan and Turkey took part.",
    "at the start, and no given name": "Turkey took part.",
    "a region of it": "Chad, a country in Africa, took part.",
}


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_a_country_with_the_name_of_a_thing_or_a_person_is_found(text):
    assert countries(text) == ["other"]


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
