"""A review that was run, and a server over a copy of it."""

import shutil
import threading
from contextlib import contextmanager
from datetime import datetime

import programs
import pytest
import requests
from reading.reviews import PAIRS, SCREEN, Reviewed, write_review

from cireview.reading.serve import Address, prepare


@pytest.fixture(scope="session")
def screened(make_once):
    """Return a folder, to be left as it is, in which abstracts are handed out to anna and ben."""
    return Reviewed(
        make_once("page for reading", lambda home: write_review(home / "review").make(*SCREEN, PAIRS))
        / "review"
    )


@pytest.fixture(scope="module")
def review(screened, tmp_path_factory):
    """Return a copy for the tests of a module."""
    home = tmp_path_factory.mktemp("copy") / "review"
    shutil.copytree(screened.path, home)
    return Reviewed(home)


@pytest.fixture(scope="session")
def browser(chromium):
    """Return a Chromium that a test can type into, or skip where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        program = shutil.which("chromium")
        opened = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def audit(browser):
    """Return the function that lists what axe-core finds serious in a page that is open."""
    if programs.find_axe() is None:
        pytest.skip("axe-core is not installed (the Python package axe-core-python brings it)")
    return list_barriers


_AUDIT = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    const bad = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
    return bad.flatMap((one) => one.nodes.map((node) => one.id + ": " + node.html.slice(0, 200)));
}"""


def list_barriers(page):
    """Return what axe-core finds serious or critical; no policy of the page keeps it out."""
    page.evaluate(programs.find_axe().read_text(encoding="utf-8"))
    return page.evaluate(_AUDIT)


@contextmanager
def serving(folder, stage, *people, **given):
    """Serve the page of a folder as long as the block lasts."""
    served = prepare(folder, stage, people, address=Address(), clock=datetime.now, **given)
    thread = threading.Thread(target=served.run)
    thread.start()
    try:
        yield served
    finally:
        served.stop()
        thread.join(20)


class Visitor:
    """A browser without scripts."""

    def __init__(self, link):
        self.home = link.partition("/enter")[0]
        self.session = requests.Session()
        self.session.get(link)

    def get(self, path, **given):
        return self.session.get(self.home + path, **given)

    def post(self, path, form, **headers):
        sent = {"Origin": self.home, **headers}
        sent = {name: text for name, text in sent.items() if text is not None}
        return self.session.post(self.home + path, form, headers=sent, allow_redirects=False)
