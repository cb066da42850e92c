"""The report in a browser: tables sort and filter by keyboard, print opens all, nobody is kept out."""

import importlib.util
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from workflow.test_report import report_of

pytestmark = [pytest.mark.workflow, pytest.mark.programs]
TELL = """const tell = (it) => { const e = document.createElement("pre"); e.id = "told";
e.textContent = encodeURIComponent(JSON.stringify(it)); document.body.append(e); };
const first = (head) => [...document.querySelectorAll("th")].find((one) => one.textContent.trim() === head);
const table = (head) => first(head).closest("table");
const column = (head) => [...table(head).tBodies[0].rows].filter((row) => !row.hidden)
  .map((row) => row.cells[first(head).cellIndex].textContent);
"""
ACTS = {
    "a click sorts numbers as numbers, a second one turns them": (
        "const head = first('reports'); const button = head.querySelector('button');"
        "const go = () => { button.click(); const all = column('reports').map(Number);"
        "return [all.every((n, i) => !i || all[i - 1] <= n), head.getAttribute('aria-sort')]; };"
        "tell([go(), go()[1]]);",
        [[True, "ascending"], "descending"],
    ),
    "a head is a button that the keyboard reaches": (
        "const indices = ['th button', '.scroll'].map((one) => document.querySelector(one).tabIndex);"
        "tell(indices);",
        [0, 0],
    ),
    "what is written in a filter hides the other rows and is counted": (
        "const label = document.querySelector('.filter'); const box = label.querySelector('input');"
        "const rows = [...label.nextElementSibling.querySelectorAll('tbody tr')];"
        "box.value = rows[3].textContent; box.dispatchEvent(new Event('input'));"
        "const left = rows.filter((row) => !row.hidden);"
        "const told = label.querySelector('output').textContent;"
        "tell([left.includes(rows[3]), told === `${left.length} of ${rows.length}`]);",
        [True, True],
    ),
    "parts are closed on the screen, and all open for print": (
        "const closed = () => document.querySelectorAll('details:not([open])').length;"
        "const before = closed(); dispatchEvent(new Event('beforeprint')); const during = closed();"
        "dispatchEvent(new Event('afterprint')); tell([before > 5, during, closed() === before]);",
        [True, 0, True],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def page(finished):
    return report_of(finished)


def play(chromium, page, target, script):
    """Return what `script` tells when it runs in a copy of the page."""
    body, end = page[: page.rindex("</body>")], page[page.rindex("</body>") :]
    run = f"<script>{TELL}addEventListener('load', async () => {{ {script} }});</script>"
    target.write_text(f"{body}{run}{end}", encoding="utf-8")
    found = re.search('<pre id="told">([^<]*)</pre>', chromium("--dump-dom", target.as_uri()))
    return json.loads(unquote(found[1])) if found else None


@pytest.mark.parametrize("act", ACTS)
def test_in_the_browser(chromium, page, tmp_path, act):
    script, told = ACTS[act]
    assert play(chromium, page, tmp_path / "page.html", script) == told


def test_axe_finds_no_serious_barrier_with_all_parts_open(chromium, page, tmp_path):
    brings = importlib.util.find_spec("axe_core_python")
    if brings is None:
        pytest.skip("axe-core is not installed (the Python package axe-core-python brings it)")
    axe = Path(brings.origin).with_name("axe.min.js").read_text(encoding="utf-8")
    axe = axe.replace("</script", "<\\/script")
    audit = """document.querySelectorAll("details").forEach((one) => { one.open = true; });
    const found = await axe.run(document, { resultTypes: ["violations"] });
    const bad = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
    tell([found.testEngine.name, bad.map((one) => one.id)]);"""
    body, end = page[: page.rindex("</body>")], page[page.rindex("</body>") :]
    whole = f"{body}<script>{axe}</script>{end}"
    assert play(chromium, whole, tmp_path / "page.html", audit) == ["axe-core", []]


@pytest.mark.parametrize("script", [True, False])
def test_print_has_what_is_folded_on_the_screen(chromium, page, tmp_path, script):
    text = page if script else re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    chromium(f"--print-to-pdf={tmp_path / 'page.pdf'}", (tmp_path / "page.html").as_uri())
    if importlib.util.find_spec("pypdf") is None:
        pytest.skip("pypdf is not installed")
    from pypdf import PdfReader

    printed = "".join(one.extract_text() for one in PdfReader(tmp_path / "page.pdf").pages)
    assert "Weight against" in " ".join(printed.split())


def test_no_network_is_asked(page):
    assert re.findall(r'\bsrc="|<link\b', page) == []
    assert not re.search(r"""(?:src=|@import|fetch\(|XMLHttpRequest)""", page)
