"""The appendix of searches as LaTeX, with all that people and databases wrote escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from cireview.paper.latex import escape_latex, latex_table, name_engine
from cireview.search.appendix import DescribedSearch, describe_searches

_NEEDS = r"% Needs \usepackage{array,booktabs,longtable} and \usepackage[T1]{fontenc}"
_WIDTHS = [0.11, 0.70, 0.19]  # of number, query and hits
_LONG = 24  # letters of a word that may have to be broken at the end of a line


def write_latex_appendix(searches: pd.DataFrame) -> str:
    r"""Return all searches for a paper's ``\input``: what is known of each, and its lines with their hits.

    Parameters
    ----------
    searches
        The log of all searches (SEARCH_LOG).
    """
    lines = [line for search in describe_searches(searches) for line in _describe(search)]
    return "\n".join([*name_engine("".join(lines)), _NEEDS, *lines, ""])


def _describe(search: DescribedSearch) -> Iterator[str]:
    yield rf"\subsection*{{{escape_latex(search.name)}}}"
    if search.facts:
        yield r"\begin{description}\raggedright"
        yield from (rf"\item[{{{escape_latex(name)}}}] {_break(value)}" for name, value in search.facts)
        yield r"\end{description}"
    if search.remark:
        yield rf"\noindent {escape_latex(search.remark)}\par"
    if search.lines:
        table = pd.DataFrame(search.lines, columns=["Line", "Query", "Hits"])
        caption, label = f"Strategy for {search.name}", f"tab:search-{search.search_id.replace('_', '-')}"
        yield latex_table(table, caption=caption, label=label, widths=_WIDTHS)
    elif search.query:
        yield r"\begin{quote}\ttfamily\small\raggedright"
        yield from (rf"{_break(line)}\par" for line in search.query.splitlines() if line.strip())
        yield r"\end{quote}"
    else:
        yield r"\noindent No query.\par"


def _break(text: str) -> str:
    """Return a text escaped, and with places where a word that is longer than a line may be broken."""
    words = [re.findall(rf".{{1,{_LONG}}}", word) for word in text.split()]
    return " ".join(r"\allowbreak{}".join(map(escape_latex, pieces)) for pieces in words)
