"""The page of the flow in a browser: lists open, focus moves, titles stay text, nobody is kept out."""

import pandas as pd
import pytest
from paper.test_flow_page import HOSTILE, known
from programs import play

from cireview.paper.flow_page import write_flow_page
from cireview.prisma.lives import LIFE

pytestmark = pytest.mark.programs
SCREENED = 250
COUNTS = {
    "database_results": SCREENED + 1, "duplicates": 1,
    "records_screened": SCREENED, "records_excluded": SCREENED,
    "dbr_sought_reports": 0, "dbr_notretrieved_reports": 0, "dbr_assessed": 0, "new_studies": 0,
}  # fmt: skip
ASK = """
const ask = async (hash) => { location.hash = hash; await wait(300); };
const lines = () => [...document.querySelectorAll("#records li > a")].map((one) => one.textContent);
const focus = () => document.activeElement.id;
"""


@pytest.fixture(scope="module")
def page():
    """Return the page of a flow whose titles are hostile, the last record a duplicate of the first."""
    rows = [(f"r/{n} #", HOSTILE[n % len(HOSTILE)] + f" {n}", "") for n in range(SCREENED)]
    table = pd.DataFrame([*rows, ("copy", "Copy", "r/0 #")], columns=["record_id", "title", "duplicate_of"])
    screened = "database_results; records_screened; records_excluded"
    counted = [screened] * SCREENED + ["database_results; duplicates"]
    table = table.assign(report_id=table["record_id"], counted_in=counted, source="Scopus", rule="like")
    lives = LIFE.conform(table.reindex(columns=list(LIFE.columns), fill_value=""))
    return write_flow_page(lives, COUNTS, known(), title=HOSTILE[0])


ACTS = {
    "a number opens its list, and focus moves to its head": (
        "await ask('#n-records_screened'); tell([lines().length, focus()]);",
        [100, "list-head"],
    ),
    "the third page has the rest, and no fourth follows": (
        "await ask('#n-records_screened'); const go = document.getElementById('after');"
        "go.click(); go.click();"
        "tell([lines().length, document.getElementById('records').start, go.disabled]);",
        [50, 201, True],
    ),
    "what is written in the filter narrows the list": (
        "await ask('#n-records_screened');"
        "const box = document.getElementById('filter'); box.value = '.EXE 11';"
        "box.dispatchEvent(new Event('input')); await wait(500);"
        "tell([lines().length, document.getElementById('found').textContent]);",
        [2, "2 of 250"],
    ),
    "a record opens its life, from which the duplicate opens": (
        "await ask('#n-records_screened'); document.querySelector('#records a').click(); await wait(300);"
        "const links = [...document.querySelectorAll('#facts a')];"
        "links.find((one) => one.textContent === 'Copy (Scopus)').click(); await wait(300);"
        "tell([focus(), document.getElementById('life-head').textContent]);",
        ["life-head", "Copy"],
    ),
    "the way back leads to the list": (
        "await ask('#n-records_screened'); document.querySelector('#records a').click(); await wait(300);"
        "document.getElementById('back').click(); await wait(300); tell([focus(), lines().length]);",
        ["list-head", 100],
    ),
    "titles are text, and none of them ran": (
        "let ran = 0; window.alert = () => { ran += 1; }; await ask('#n-records_screened');"
        "tell([lines().slice(0, 2), document.querySelectorAll('main img, main script').length, ran]);",
        [["</script><script>alert(1)</script> 0", "<img src=x onerror=alert(1)> 1"], 0, 0],
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_in_the_browser(chromium, page, tmp_path, act):
    script, told = ACTS[act]
    assert play(page, tmp_path / "page.html", ASK + script) == told


def test_its_own_policy_lets_its_script_run(chromium, page, tmp_path):
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    shown = chromium("--dump-dom", (tmp_path / "page.html").as_uri() + "#n-duplicates")
    assert '<a href="#r-copy"><bdi>Copy</bdi></a>' in shown


@pytest.mark.parametrize("place", ["", "#n-records_screened", "#r-copy"])
def test_axe_finds_no_serious_barrier(axe, page, tmp_path, place):
    assert axe(page, tmp_path / "page.html", f"{ASK} await ask('{place}');") == []
