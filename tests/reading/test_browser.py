"""What a browser shows: for keyboards, screen readers, small and enlarged pages, light and dark."""

import re

import pytest
from reading.conftest import serving

pytestmark = pytest.mark.programs
PAGES = (
    "/screening",
    "/screening?key=scopus:a-11",
    "/where",
    "/screening/answered",
    "/help",
    "/screening?key=none",
)


@pytest.fixture(scope="module")
def link(review):
    with serving(review.path, "screening", "anna", relearns=False) as served:
        yield served.links["anna"]


@pytest.fixture
def visit(browser, link):
    """Return a function that opens the page in a new window; what a script complains about fails the test."""
    opened, complaints = [], []

    def open_page(path="/screening", **given):
        context = browser.new_context(**given)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None
        )
        page.goto(link)
        page.wait_for_url("**/screening")
        page.goto(link.partition("/enter")[0] + path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert complaints == []


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_barrier(visit, audit, scheme):
    page = visit(color_scheme=scheme)
    press(page, "u")
    home = page.url.partition("/screening")[0]
    found = {}
    for path in PAGES:
        page.goto(home + path)
        found[path] = audit(page)
    assert found == {path: [] for path in PAGES}


SIZES = {"phone": (390, 844), "400 % zoom": (320, 256), "desktop": (1280, 800)}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_nothing_is_wider_than_the_page(visit, size):
    page = visit(viewport={"width": size[0], "height": size[1]})
    for path in PAGES:
        page.goto(page.url.partition("/screening")[0].partition("/where")[0].partition("/help")[0] + path)
        assert page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth") <= 0, path


def test_the_keys_do_what_their_buttons_say(visit):
    page = visit()
    title = page.locator("h1").inner_text()
    press(page, "2")
    assert page.locator("h1").inner_text() != title
    press(page, "b")
    assert page.locator("h1").inner_text() == title
    assert "You answered: Exclude: children" in page.locator(".said").inner_text()
    press(page, "z")
    assert page.locator(".said").count() == 0
    press(page, "s")
    assert page.locator("h1").inner_text() != title
    page.keyboard.press("n")
    page.keyboard.type("include? 12")
    assert page.locator("#note").input_value() == "include? 12"
    page.keyboard.press("Escape")
    press(page, "i")
    press(page, "b")
    assert page.locator("#note").input_value() == "include? 12"


def test_without_scripts_every_button_still_works(visit):
    page = visit(java_script_enabled=False)
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="Unsure").click()
    assert page.locator("h1").inner_text() != title
    page.get_by_role("button", name="Take back my last answer").click()
    assert page.locator("h1").inner_text() == title


def test_tab_and_enter_are_enough_when_single_keys_are_off(visit):
    page = visit("/help")
    page.get_by_role("button", name="Single keys are on").press("Enter")
    page.goto(page.url.replace("/help", "/screening"))
    title = page.locator("h1").inner_text()
    page.keyboard.press("i")
    assert page.locator("h1").inner_text() == title
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "include":
            break
    press(page, "Enter")
    assert page.locator("h1").inner_text() != title


def test_a_screen_reader_hears_names_and_states(visit):
    page = visit()
    assert page.get_by_role("article").get_attribute("aria-labelledby") == "record-title"
    assert page.get_by_role("progressbar", name="Progress").count() == 1
    for name in ("Include", "Exclude", "Unsure", "Not about school gardens", "Skip"):
        assert page.get_by_role("button", name=name).count() >= 1, name
    group = page.get_by_role("radiogroup", name="Children take part")
    assert group.get_by_role("radio").count() == 3
    assert page.get_by_role("textbox", name="Note").get_attribute("aria-describedby") == "note-hint"
    assert page.get_by_role("link", name="opens in a new tab").count() >= 1


def test_a_text_in_hebrew_runs_from_the_right(visit):
    page = visit("/screening?key=scopus:a-11")
    for part in ("h1", ".abstract"):
        assert page.locator(part).evaluate("(part) => getComputedStyle(part).direction") == "rtl"


def test_what_is_missing_is_said(visit):
    assert (
        visit("/screening?key=scopus:a-13").locator(".missing").inner_text() == "This record has no abstract."
    )
    assert "English" in visit("/screening?key=scopus:a-11").locator(".notes").inner_text()


def test_marks_are_told_apart_without_colour_and_can_be_switched_off(visit):
    page = visit()
    assert (
        page.locator("h1 mark.term").first.evaluate("(one) => getComputedStyle(one).textDecorationLine")
        == "underline"
    )
    page.keyboard.press("m")
    assert (
        page.locator("h1 mark.term").first.evaluate("(one) => getComputedStyle(one).textDecorationLine")
        == "none"
    )


def test_own_words_are_marked_and_stay(visit):
    page = visit()
    page.locator("#marks summary").click()
    page.locator("#own-words").fill("asked, <b>")
    assert page.locator("mark.own").first.inner_text() == "asked"
    page.reload()
    assert page.locator("mark.own").count() >= 1


def test_a_script_in_a_record_does_not_run(visit):
    page = visit("/screening?key=scopus:a-7")
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.dismiss()))
    page.reload()
    assert "alert(" in page.locator(".abstract").inner_text() + page.locator("h1").inner_text()
    assert page.locator("article img, article script").count() == 0
    assert asked == []


def test_nothing_is_loaded_from_anywhere_else(visit):
    page = visit()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/screening", "/where", "/help"):
        page.goto(re.sub(r"(//[^/]+).*", rf"\1{path}", page.url))
    home = re.match(r"http://[^/]+", page.url)[0]
    assert [one for one in asked if not one.startswith(home)] == []
