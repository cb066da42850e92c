"""A review read on the page from abstracts to codes, by keyboard; the server is killed on the way."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pandas as pd
import pytest
from matplotlib.figure import Figure
from reading.conftest import serving
from reading.reviews import CODES, SCREEN, TEXTS, write_review

from cireview.labels import read_answers
from cireview.reading.piles import digest_order
from cireview.sheets.duplicates import side_by_side
from cireview.tables import POSSIBLE, RECORD, read_table
from cireview.tables.spreadsheets import find_sheets, read_sheet, read_sheets, write_sheet

pytestmark = [pytest.mark.programs, pytest.mark.workflow]
LIMIT = 20_000


@contextmanager
def server(folder, *words):
    """Start the command itself, and yield its process and the link of each person."""
    command = [sys.executable, "-m", "cireview", "label", *words, "--no-browser", "--folder", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        links, said = {}, []
        for line in process.stdout:
            said.append(line)
            if found := re.match(r"(\w+): (http\S+)", line):
                links[found[1]] = found[2]
            if "Ctrl-C" in line:
                break
        assert links, "".join(said)
        yield process, links
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def visit(browser, link, stage):
    page = browser.new_context().new_page()
    page.set_default_timeout(LIMIT)
    page.goto(link)
    page.wait_for_url(f"**/{stage}")
    return page


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def read_page(page, choose, most=1000):
    """Answer by keyboard until nothing is left, or `most` times; return how many were answered."""
    for number in range(most):
        if page.locator("#record").count() == 0:
            return number
        press(page, choose(page))
    return most


def by_title(page):
    return "i" if "School garden" in page.locator("h1").inner_text() else "1"


def rows_of(folder, stage):
    sheets = read_sheets(find_sheets(folder / f"data/labels/{stage}"), [], root=folder)
    return pd.concat([sheet for _, sheet in sheets], ignore_index=True)


def read_abstracts(browser, review):
    """Two people read sixty abstracts each; the server is killed twice, once right after a key."""
    for most in (23, 17, 1000):
        with server(review.path, "screening", "--reviewers", "anna,ben") as (process, links):
            pages = {person: visit(browser, link, "screening") for person, link in links.items()}
            for page in pages.values():
                read_page(page, by_title, most)
            if most < 1000:
                pages["anna"].keyboard.press("s")  # on its way, and worth nothing
                os.kill(process.pid, signal.SIGKILL)
            for page in pages.values():
                page.context.close()


def check_abstracts(review, order):
    rows = rows_of(review.path, "screening")
    assert (
        rows.groupby("reviewer")["record_id"].agg(["size", "nunique"]).to_numpy().tolist() == [[60, 60]] * 2
    )
    first = rows[rows["ranking"] == digest_order(order)]
    assert len(first) >= 10
    assert [order[int(place) - 1] for place in first["place"]] == first["record_id"].tolist()
    assert rows["ranking"].nunique() > 1  # it was learnt anew


def make_pdf(path, title):
    figure = Figure(figsize=(6, 8))
    figure.text(0.1, 0.9, f"{title}\nWe asked 120 pupils in Finland about fruit.")
    figure.savefig(path)


def read_texts(browser, review):
    sheet = read_sheet(review.path / "results/5_methodological_screen/sheets/eligibility_anna.csv")
    for name, title in zip(sheet["save_as"][:2], sheet["title"], strict=False):
        make_pdf(review.path / "data/fulltext" / name, title)
    review.make(TEXTS)
    with serving(review.path, "eligibility", "anna") as served:
        page = visit(browser, served.links["anna"], "eligibility")
        shown = []
        page.on("response", lambda one: shown.append(one.headers.get("content-type", "")))
        keys = iter(["i", "i", "i", *"12r"] + ["1"] * 50)
        page.reload()
        count = read_page(page, lambda _: next(keys))
        page.context.close()
    assert "application/pdf" in shown
    return count


def code_articles(browser, review):
    with serving(review.path, "coding", "anna") as served:
        page = visit(browser, served.links["anna"], "coding")
        assert page.locator("input:checked").count() == 0
        assert "pupils about fruit" in page.locator("mark.sentence").first.inner_text()
        for _ in range(3):
            page.get_by_role("radio", name="Finland").check()
            page.get_by_role("checkbox", name="Fruit").check()
            page.locator("input[name='pupils.value']").fill("120")
            press(page, "Control+Enter")
        assert page.locator("#record").count() == 0
        page.context.close()


def test_a_review_is_read_from_abstracts_to_codes(browser, screened, tmp_path):
    review = write_review(tmp_path / "review")
    review.make(*SCREEN)
    order = read_sheet(review.path / "results/4_practical_screen/sheets/screening_anna.csv")[
        "record_id"
    ].tolist()
    read_abstracts(browser, review)
    check_abstracts(review, order)
    review.make(TEXTS)
    decisions = review.table("decisions")["decision"].value_counts().to_dict()
    assert decisions == {"exclude": 45, "include": 15}
    assert read_texts(browser, review) == 15
    review.make(CODES)
    code_articles(browser, review)
    review.make()
    codes = read_table(review.path / "results/6_review/coded.csv")
    assert codes.groupby("dimension")["value"].agg(set).to_dict() == {
        "country": {"FI"},
        "outcomes": {"fruit"},
        "pupils": {"120"},
    }
    flow = read_table(review.path / "results/7_synthesis/prisma/flow.csv").set_index("data")["n"]
    wanted = {
        "records_screened": "60",
        "records_excluded": "45",
        "dbr_notretrieved_reports": "1",
        "new_studies": "3",
    }
    assert {name: flow[name] for name in wanted} == wanted


def ask_pairs(review):
    """Put ten pairs of records on the sheet of possible duplicates."""
    records = read_table(review.path / "results/3_search/records.parquet", RECORD)
    ids = records["record_id"].tolist()
    pairs = [
        (ids[2 * number], ids[2 * number + 1], 0.5, "near title", "years differ") for number in range(10)
    ]
    table = POSSIBLE.conform(
        pd.DataFrame(pairs, columns=["record_id_1", "record_id_2", "score", "rule", "doubt"])
    )
    write_sheet(side_by_side(records, table), review.path / "results/3_search/sheets/possible_duplicates.csv")


def test_ten_duplicates_are_judged(browser, screened, review):
    ask_pairs(review)
    with serving(review.path, "duplicates", "anna") as served:
        page = visit(browser, served.links["anna"], "duplicates")
        assert page.locator("mark.differs").count() > 1
        keys = iter("ieieieieie")
        assert read_page(page, lambda _: next(keys)) == 10
        page.context.close()
    answers = read_answers(find_sheets(review.path / "data/labels/duplicates"))
    assert sorted(answers["decision"]) == ["different"] * 5 + ["same"] * 5
