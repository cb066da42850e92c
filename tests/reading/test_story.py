"""A review read on the page from abstracts to codes, by keyboard; the server is killed on the way."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import pandas as pd
import pytest
from matplotlib.figure import Figure
from reading.conftest import serving
from reading.reviews import CODES, PEOPLE, TEXTS, Reviewed

from cireview.labels import read_answers
from cireview.reading.piles import digest_order
from cireview.sheets.duplicates import side_by_side
from cireview.tables import POSSIBLE, RECORD, read_table
from cireview.tables.spreadsheets import find_sheets, read_sheet, read_sheets, write_sheet

pytestmark = [pytest.mark.programs, pytest.mark.workflow]
LIMIT = 60_000  # milliseconds that a page may take on a machine that others use too
CODED, FLOW = "results/6_review/coded.csv", "results/7_synthesis/prisma/flow.csv"


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


def look(page, audit):
    """Hold a page to what axe-core finds serious, light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert audit(page) == []


def run_from_page(browser, review):
    """Press the button that runs the review, and wait for its end."""
    with serving(review.path, "screening", "anna", relearns=False) as served:
        page = visit(browser, served.links["anna"], "screening")
        page.get_by_role("link", name="Where we stand").click()
        page.get_by_role("button", name="Run the review now").click()
        page.get_by_text("A run is in progress.").wait_for()
        page.get_by_text("The run has finished. Everything is up to date.").wait_for(timeout=300_000)
        assert "jobs done" in page.get_by_role("log").inner_text()
        assert (
            "Methodological screen: full texts to decide by anna: 15"
            in page.locator(".standing").inner_text()
        )
        report = page.context.request.get(page.url.replace("/where", "/report"))
        assert report.ok
        assert "School gardens and what children eat" in report.text()
        assert page.context.request.get(page.url.replace("/where", "/flow_page")).ok
        page.context.close()


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


def read_texts(browser, audit, review):
    sheet = read_sheet(review.path / "results/5_methodological_screen/sheets/eligibility_anna.csv")
    for name, title in zip(sheet["save_as"][:2], sheet["title"], strict=False):
        make_pdf(review.path / "data/fulltext" / name, title)
    review.make(TEXTS)
    with serving(review.path, "eligibility", "anna") as served:
        page = visit(browser, served.links["anna"], "eligibility")
        shown = []
        page.on("response", lambda one: shown.append(one.headers.get("content-type", "")))
        look(page, audit)
        keys = iter("iii2r")
        page.reload()
        count = read_page(page, lambda _: next(keys))
        page.context.close()
    assert "application/pdf" in shown
    return count


def code_articles(browser, audit, review):
    with serving(review.path, "coding", "anna") as served:
        page = visit(browser, served.links["anna"], "coding")
        assert page.locator(".question input:checked").count() == 0
        marked = page.locator(".abstract mark.sentence").all_inner_texts()
        assert any("pupils about fruit" in sentence for sentence in marked)
        look(page, audit)
        for _ in range(3):
            for key in ("1", "j", "1", "j"):
                page.keyboard.press(key)
            page.keyboard.type("120")
            press(page, "Control+Enter")
        assert page.locator("#record").count() == 0
        page.context.close()


def test_sixty_abstracts_are_read_by_two_people_and_the_flow_is_right(browser, screened, tmp_path):
    shutil.copytree(screened.path, tmp_path / "review")
    review = Reviewed(tmp_path / "review")
    sheet = read_sheet(review.path / "results/4_practical_screen/sheets/screening_anna.csv")
    read_abstracts(browser, review)
    check_abstracts(review, sheet["record_id"].tolist())
    run_from_page(browser, review)
    decisions = review.table("decisions")["decision"].value_counts().to_dict()
    assert decisions == {"exclude": 45, "include": 15}
    assert count_in_flow(review, "records_screened", "records_excluded") == ["60", "45"]


def test_full_texts_are_read_beside_their_pdf_and_articles_coded(browser, audit, screened, tmp_path):
    shutil.copytree(screened.path, tmp_path / "review")
    review = Reviewed(tmp_path / "review")
    said = [("exclude" if number % 12 else "include", number) for number in range(60)]
    rows = [f"scopus:a-{number},{word},{who}" for word, number in said for who in PEOPLE]
    review.label("screening", "all", "record_id,decision,reviewer", rows)
    review.make(TEXTS)
    assert read_texts(browser, audit, review) == 5
    review.make(CODES)
    code_articles(browser, audit, review)
    review.make(CODED, FLOW)
    codes = read_table(review.path / CODED)
    assert codes.groupby("dimension")["value"].agg(set).to_dict() == {
        "country": {"FI"},
        "outcomes": {"fruit"},
        "pupils": {"120"},
    }
    assert count_in_flow(review, "dbr_notretrieved_reports", "new_studies") == ["1", "3"]


def count_in_flow(review, *keys):
    flow = read_table(review.path / FLOW).set_index("data")["n"]
    return [flow[key] for key in keys]


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


def test_ten_duplicates_are_judged(browser, audit, review):
    ask_pairs(review)
    with serving(review.path, "duplicates", "anna") as served:
        page = visit(browser, served.links["anna"], "duplicates")
        assert page.locator("mark.differs").count() > 1
        look(page, audit)
        keys = iter("ieieieieie")
        assert read_page(page, lambda _: next(keys)) == 10
        page.context.close()
    answers = read_answers(find_sheets(review.path / "data/labels/duplicates"))
    assert sorted(answers["decision"]) == ["different"] * 5 + ["same"] * 5
