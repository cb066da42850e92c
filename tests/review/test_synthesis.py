"""Chosen tables and figures name dimensions that can be counted; where nothing is chosen, some fit."""

from pathlib import Path

import pytest

from cireview.errors import ReviewError
from cireview.protocol import Codebook, check_model
from cireview.review import Review, choose_synthesis
from cireview.review.load import load_review
from cireview.review.synthesis import check_synthesis, propose_synthesis

TEMPLATE = Path(__file__).parents[2] / "src/cireview/templates/review/config"
CODEBOOK = """
dimensions:
- {id: theme, label: Theme, question: q, kind: multiple, values: [{id: x, label: X}]}
- {id: country, label: Country, question: q, values: [{id: x, label: X}]}
- {id: sample, label: Sample, question: q, kind: number}
- {id: quote, label: Quote, question: q, kind: text}
"""


def review(folder, *entries) -> Review:
    config = folder / "config"
    config.mkdir()
    (config / "protocol.yaml").write_text((TEMPLATE / "protocol.yaml").read_text())
    (config / "codebook.yaml").write_text(CODEBOOK)
    text = "".join(f"- {entry}\n" for entry in entries)
    (config / "config.yaml").write_text("seed: 1\n" + (f"synthesis:\n{text}" if entries else ""))
    return load_review(folder)


@pytest.mark.parametrize(
    "entry",
    [
        "{cross: [theme, country]}",
        "{cross: [theme, country, year]}",
        "{map: [journal, theme]}",
        "{count: year}",
        "{years: theme}",
        "{table: characteristics, columns: [sample, quote, theme]}",
        "{co_occurrence: theme}",
    ],
)
def test_what_can_be_counted_may_be_chosen(tmp_path, entry):
    check_synthesis(review(tmp_path, entry))


@pytest.mark.parametrize(
    ("entry", "message", "remedy"),
    [
        ("{themes: themes}", "'themes' is not a dimension", "Did you mean theme?"),
        ("{cross: [theme, countri]}", "'countri' is not a dimension", "Did you mean country?"),
        ("{count: journals}", "'journals' is not a dimension", "Did you mean journal?"),
        ("{matrix: zzz}", "'zzz' is not a dimension", "Choose one of theme, country"),
        ("{cross: [theme, quote]}", "'quote' cannot be counted or cross-tabulated, because its kind is text",
         "Choose a dimension of the kind single or multiple: theme, country"),
        ("{map: [sample, theme]}", "'sample' cannot be counted", "theme, country"),
        ("{years: year}", "'year' is not a dimension", "Choose"),
        ("{table: characteristics, columns: [quot]}", "'quot' is not a dimension", "Did you mean quote?"),
        ("{co_occurrence: country}", "'country' is of kind single", "Choose one of theme"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_with_the_nearest_name(tmp_path, entry, message, remedy):
    with pytest.raises(ReviewError) as error:
        check_synthesis(review(tmp_path, "{themes: theme}", entry))
    (problem,) = error.value.problems
    assert (problem.file, problem.row) == ("config/config.yaml", 4)
    assert problem.column.startswith("synthesis.2.")
    assert message in problem.message
    assert remedy in problem.remedy


def test_all_problems_are_named_at_once(tmp_path):
    with pytest.raises(ReviewError) as error:
        check_synthesis(review(tmp_path, "{cross: [them, contry]}", "{count: quote}"))
    assert len(error.value.problems) == 3


def dimension(name, kind="single", size=2):
    values = [{"id": f"v{number}", "label": f"V {number}"} for number in range(size)]
    return {"id": name, "label": name, "question": "q", "kind": kind, "values": values if size else []}


ALWAYS = ["characteristics", "count_journal"]


@pytest.mark.parametrize(
    ("dimensions", "pages"),
    [
        ([dimension("text", "text", 0)], ALWAYS),
        (
            [dimension("a")],
            ["characteristics", "table_1", "count_journal", "matrix_a", "years_a", "themes_a"],
        ),
        (
            [dimension("country", size=20), dimension("long", "multiple", 20), dimension("b", "multiple")],
            ["characteristics", "table_1", "count_journal", "cross_b_country", "map_b_country", "matrix_b",
             "years_b", "themes_b", "co_occurrence_b"],
        ),
    ],
)  # fmt: skip
def test_by_default_some_are_made_that_fit_the_codebook(dimensions, pages):
    codebook = check_model({"dimensions": dimensions}, Codebook, name="codebook")
    assert [one.page for one in propose_synthesis(codebook)] == pages


@pytest.mark.parametrize(
    ("entries", "pages"), [(["{themes: theme}"], ["themes_theme"]), ([], None)], ids=["chosen", "default"]
)
def test_what_people_chose_counts_before_the_default(tmp_path, entries, pages):
    one = review(tmp_path, *entries)
    made = [chosen.page for chosen in choose_synthesis(one)]
    assert made == (pages or [chosen.page for chosen in propose_synthesis(one.codebook)])
    check_synthesis(one)
