"""The key ``synthesis``: one table or figure an entry, and what is wrong with an entry is said."""

import pytest

from cireview.errors import ProtocolError
from cireview.protocol import Config
from cireview.protocol.load import read_model


def read(*entries):
    text = "".join(f"- {entry}\n" for entry in entries)
    return read_model(f"seed: 1\nsynthesis:\n{text}", Config, name="config.yaml").synthesis


@pytest.mark.parametrize(
    ("entry", "page", "dimensions", "drawn"),
    [
        ("{table: characteristics, columns: [a, b]}", "characteristics", ["a", "b"], False),
        ("{table: table_1}", "table_1", [], False),
        ("{cross: [a, b]}", "cross_a_b", ["a", "b"], False),
        ("{cross: [a, b, c]}", "cross_a_b_c", ["a", "b", "c"], False),
        ("{matrix: a}", "matrix_a", ["a"], True),
        ("{map: [a, b]}", "map_a_b", ["a", "b"], True),
        ("{co_occurrence: a}", "co_occurrence_a", ["a"], True),
        ("{years: a}", "years_a", ["a"], True),
        ("{count: journal}", "count_journal", ["journal"], True),
        ("{themes: a}", "themes_a", ["a"], False),
        ("{themes: a, name: mine, caption: What is told}", "mine", ["a"], False),
    ],
)
def test_an_entry_is_one_table_or_figure(entry, page, dimensions, drawn):
    (chosen,) = read(entry)
    assert (chosen.page, chosen.dimensions, chosen.is_drawn) == (page, dimensions, drawn)


@pytest.mark.parametrize(
    ("entries", "row", "told"),
    [
        (["{table: tabel}"], 3, "tabel"),
        (["{corss: [a, b]}"], 3, "unknown key 'corss'"),
        (["{themes: a, matrix: a}"], 3, "this one has matrix and themes"),
        (["{caption: Nothing}"], 3, "this one has none"),
        (["{cross: [a, a]}"], 3, "a appears twice"),
        (["{map: [a, b]}", "{map: [a, a]}"], 4, "a appears twice"),
        (["{table: table_1, columns: [a, b, a]}"], 3, "a appears twice"),
        (["{cross: [a]}"], 3, "cross"),
        (["{cross: [a, b, c, d]}"], 3, "cross"),
        (["{map: [a, b, c]}"], 3, "map"),
        (["{themes: a, columns: [b]}"], 3, "only a table has columns, but this is themes"),
        (["{themes: a}", "{themes: a}"], 2, "file name themes_a"),
        (["{themes: a}", "{matrix: a, name: Themes_a}"], 2, "file name themes_a"),
        (["{cross: [a_b, c]}", "{cross: [a, b_c]}"], 2, "file name cross_a_b_c"),
        (["{themes: a, name: ../x}"], 3, "an id starts with a letter"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(entries, row, told):
    with pytest.raises(ProtocolError) as error:
        read(*entries)
    assert [problem.row for problem in error.value.problems] == [row]
    assert told in str(error.value)
