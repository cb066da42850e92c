"""What a person answered before a run is still shown, changed and taken back on the page."""

import re
import shutil

import pandas as pd
import pytest
from reading.conftest import Visitor, serving
from reading.reviews import Reviewed

from cireview.places import place
from cireview.reading.cards import compose_card
from cireview.reading.past import Past
from cireview.reading.piles import Said
from cireview.reading.said import name_pair
from cireview.reading.stages import CODING, DUPLICATES, SCREENING, Asked
from cireview.reading.texts import read_texts
from cireview.sheets.content import AGAIN
from cireview.tables import RECORD, write_table
from cireview.tables.spreadsheets import find_sheets, read_sheets

ANSWER = {"decision": "include"}


@pytest.fixture
def copied(screened, tmp_path):
    """Return a review that nobody else changes."""
    shutil.copytree(screened.path, tmp_path / "review")
    return Reviewed(tmp_path / "review")


@pytest.fixture
def served(copied):
    """Return a server whose visitor answered one record before a run."""
    with serving(copied.path, "screening", "anna", relearns=False) as served:
        yield served


def ask(visitor, path="/screening"):
    return dict(re.findall(r'name="(key|seen)" value="([^"]*)"', visitor.get(path).text)[:2])


def answer_first(served):
    visitor = Visitor(served.links["anna"])
    form = ask(visitor)
    assert visitor.post("/screening/answer", form | ANSWER).status_code == 303
    return visitor, form["key"]


def pretend_run(review, *answered):
    """Take out of what awaits what a run would take out."""
    path = review.path / place("screening_awaiting")
    awaiting = pd.read_csv(path, dtype=str, keep_default_na=False)
    awaiting[~awaiting["record_id"].isin(answered)].to_csv(path, index=False)


def list_answers(review, column="decision"):
    sheets = read_sheets(find_sheets(review.path / "data/labels/screening"), [], root=review.path)
    return {row["record_id"]: row.get(column) for _, sheet in sheets for row in sheet.to_dict("records")}


@pytest.mark.parametrize("starts_anew", [False, True], ids=["this session", "an earlier session"])
def test_an_answer_of_before_a_run_is_listed_shown_changed_and_taken_back(copied, starts_anew):
    with serving(copied.path, "screening", "anna", relearns=False) as served:
        visitor, key = answer_first(served)
        pretend_run(copied, key)
        served.office.take_up()
        if not starts_anew:
            change_and_take_back(visitor, key, copied)
    if starts_anew:
        with serving(copied.path, "screening", "anna", relearns=False) as served:
            change_and_take_back(Visitor(served.links["anna"]), key, copied)


def change_and_take_back(visitor, key, review):
    assert ask(visitor)["key"] != key
    (link,) = re.findall(r'href="(/screening\?key=[^"]+)"', visitor.get("/screening/answered").text)
    page = visitor.get(link).text
    assert "You answered: Include" in page
    assert "We asked" in page  # its abstract
    form = ask(visitor, link)
    assert form["key"] == key
    assert visitor.post("/screening/answer", form | {"decision": "exclude"}).status_code == 303
    assert list_answers(review) == {key: "exclude"}
    assert visitor.post("/screening/undo", ask(visitor, link)).status_code == 303
    assert list_answers(review) == {}
    assert "You answered" not in visitor.get(link).text


def test_back_and_undo_are_offered_after_a_run_and_work(served, copied):
    visitor, key = answer_first(served)
    pretend_run(copied, key)
    served.office.take_up()
    page = visitor.get("/screening").text
    assert 'data-key="b"' in page
    undo = re.search(r'/undo"><input type="hidden" name="key" value="([^"]+)".*?value="([^"]+)"', page)
    assert undo[1] == key
    done = visitor.post("/screening/undo", {"key": key, "seen": undo[2]})
    assert done.status_code == 303
    assert visitor.get(done.headers["location"]).status_code == 200


def test_an_answer_whose_record_is_gone_is_explained_and_no_key_leads_to_it(served, copied):
    visitor, key = answer_first(served)
    desk = served.office.find("screening", "anna").desk
    before = desk.recall(key)
    desk.look_again(lambda: {"gone": before})
    desk.history.append("gone")
    answer = visitor.get("/screening?key=gone")
    assert answer.status_code == 404
    assert "the last run no longer has its record" in answer.text
    page = visitor.get("/screening").text
    assert 'data-key="b"' not in page
    assert 'data-key="z"' not in page


def test_a_criterion_that_the_protocol_gains_while_the_server_runs_has_its_column(served, copied):
    visitor, _ = answer_first(served)
    protocol = copied.path / "config/protocol.yaml"
    text = protocol.read_text()
    added = "  criteria:\n    - {id: taste, text: Taste is asked for, reason: No taste}\n"
    protocol.write_text(text.replace("  criteria:\n", added, 1))
    served.office.take_up()
    form = ask(visitor)
    assert visitor.post("/screening/answer", form | ANSWER | {"meets_taste": "yes"}).status_code == 303
    assert list_answers(copied, "meets_taste")[form["key"]] == "yes"
    assert "Taste is asked for" in visitor.get("/screening").text


def make_records(root):
    blank = dict.fromkeys(RECORD.columns, "")
    rows = [blank | {"record_id": one, "title": f"Title {one}", "year": "2014//"} for one in "ab"]
    for name in ("records", "reports"):
        (root / place(name)).parent.mkdir(parents=True, exist_ok=True)
        write_table(pd.DataFrame(rows), root / place(name))


@pytest.mark.parametrize(
    ("stage", "key", "shows"),
    [
        (SCREENING, "a", {"record_id": "a", "title": "Title a", "year": "2014"}),
        (CODING, "a", {"title": "Title a", "dimensions": "country"}),
        (DUPLICATES, name_pair("b", "a"), {"record_id_1": "a", "title_1": "Title a", "title_2": "Title b"}),
    ],
    ids=["abstract", "article", "pair"],
)
def test_each_stage_shows_what_was_answered_long_ago(tmp_path, stage, key, shows):
    past = Past(tmp_path, stage, {"a": Said({"country.value": "FI", "country.note": ""})}.get, {})
    assert key not in past  # the table is not made yet
    make_records(tmp_path)
    assert key in past
    assert past.find_title(key) == "Title a"
    assert shows.items() <= past[key].items()
    assert "z" not in past


def test_what_was_shown_when_it_was_answered_stays(tmp_path):
    past = Past(tmp_path, CODING, {}.get, {"a": {"title": "T", "dimensions": "country foods"}})
    assert "a" in past
    assert (past["a"]["dimensions"], past.find_title("a")) == ("country foods", "T")


def test_the_page_asks_for_no_date_where_somebody_contradicted_themselves():
    words = read_texts()
    card = compose_card(Asked(SCREENING), {"said": AGAIN}, None, texts=words, words={})
    assert card["hints"] == [(words["said_by_others"], words["twice"])]
