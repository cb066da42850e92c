"""Write a table for LaTeX, with hostile text made harmless."""

from __future__ import annotations

import math
import re
import unicodedata

import pandas as pd

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{MINUS SIGN}": r"\textminus{}",
    "\N{LESS-THAN OR EQUAL TO}": r"\ensuremath{\leq}",
    "\N{GREATER-THAN OR EQUAL TO}": r"\ensuremath{\geq}",
    "\N{NOT EQUAL TO}": r"\ensuremath{\neq}",
    "\N{ALMOST EQUAL TO}": r"\ensuremath{\approx}",
}
LINE = 75
"""Letters that a line of a page holds."""
_NARROW = 16  # letters of a column of long texts, at least
_PDFLATEX = {*map(chr, range(0x20, 0x180)), *"–—‘’‚“”„†‡•…‰‹›€™"}
_CITED = re.compile(r"\\cite\{([^}]*)\}")
_ENGINE = "% Compile with lualatex or xelatex: pdflatex lacks {}"


class Latex(str):
    """Text that is LaTeX of ours already, such as a citation; a table does not escape it."""

    __slots__ = ()


def escape_latex(text: str) -> str:
    """Escape `text` so that LaTeX (T1 encoding) prints it and runs nothing; remove control characters."""
    kept = (
        character
        for character in unicodedata.normalize("NFC", text)
        if character in "\n\t " or unicodedata.category(character) not in ("Cc", "Cs", "Cf", "Co", "Cn")
    )
    return " ".join("".join(_ESCAPES.get(character, character) for character in kept).split())


def latex_table(
    frame: pd.DataFrame, *, caption: str, label: str, widths: list[float] | None = None, line: int = LINE
) -> str:
    r"""Return `frame` as a longtable of the booktabs style.

    Parameters
    ----------
    frame
        The table; column names are its head.
    caption, label
        Caption, and name for ``\ref``.
    widths
        Share of the text width of each column; by what the columns hold by default.
    line
        Letters that a line of the page holds.

    Notes
    -----
    Text of other scripts than Latin stays as it is, and the first line then says that pdfLaTeX lacks it.
    """
    shares = widths or share_widths(frame, line)
    total = math.fsum(shares)
    columns = "".join(
        rf">{{\raggedright\arraybackslash}}p{{\dimexpr {share / total:.5f}\linewidth-2\tabcolsep}}"
        for share in shares
    )
    head = " & ".join(rf"\textbf{{{escape_latex(str(column))}}}" for column in frame.columns) + r" \\"
    rows = [
        " & ".join(cell if isinstance(cell, Latex) else escape_latex(str(cell)) for cell in row)
        + r" \\\addlinespace"
        for row in frame.itertuples(index=False)
    ]
    return "\n".join(
        [
            *name_engine("".join([head, *rows, escape_latex(caption)])),
            r"% Needs \usepackage{array,booktabs,longtable} and \usepackage[T1]{fontenc}",
            rf"\begin{{longtable}}{{{columns}}}",
            rf"\caption{{{escape_latex(caption)}}}\label{{{label}}}\\",
            r"\toprule",
            head,
            r"\midrule\endfirsthead",
            r"\toprule",
            head,
            r"\midrule\endhead",
            r"\bottomrule\endlastfoot",
            *rows,
            r"\end{longtable}",
            "",
        ]
    )


def name_engine(text: str) -> list[str]:
    """Return the comment that says which program LaTeX needs for the scripts of a text; none for pdflatex."""
    lacking = sorted({*text} - _PDFLATEX - {"\n"})
    return [_ENGINE.format(" ".join(lacking))] if lacking else []


def share_widths(frame: pd.DataFrame, line: int = LINE) -> list[float]:
    """Return the share of each column: room for its longest word, and of what is left more for long texts."""
    texts = _list_texts(frame)
    least = [_room_for_words(cells) for cells in texts]
    wanted = [max(map(len, cells)) ** 0.8 for cells in texts]
    spare = max(0.0, line - math.fsum(least)) / math.fsum(wanted)
    return [few + spare * many for few, many in zip(least, wanted, strict=True)]


def _as_printed(cell: object) -> str:
    """Return the text of a cell with numbers for what it cites."""
    text = str(cell)
    return (
        _CITED.sub(lambda found: "00, " * (1 + found[1].count(",")), text)
        if isinstance(cell, Latex)
        else text
    )


def _list_texts(frame: pd.DataFrame) -> list[list[str]]:
    """Return head and cells of each column; by number, for two heads may be the same."""
    columns = ((name, frame.iloc[:, number]) for number, name in enumerate(frame.columns))
    return [[str(name), *map(_as_printed, cells)] for name, cells in columns]


def part_columns(frame: pd.DataFrame, *, keys: int, line: int = LINE) -> list[pd.DataFrame]:
    """Return a table in parts whose columns fit beside each other; the first `keys` columns begin each.

    Parameters
    ----------
    frame
        The table.
    keys
        How many columns name a row.
    line
        Letters that a line of the page holds.
    """
    texts = _list_texts(frame)
    needs = [max(_room_for_words(cells), min(_NARROW, max(map(_room, cells)))) for cells in texts]
    named = math.fsum(needs[:keys])
    parts, filled = [[*range(keys)]], named
    for number in range(keys, len(needs)):
        if filled + needs[number] > line and len(parts[-1]) > keys:
            parts, filled = [*parts, [*range(keys)]], named
        parts[-1].append(number)
        filled += needs[number]
    return [frame.iloc[:, part] for part in parts]


def _room_for_words(cells: list[str]) -> float:
    """Return the room that a column needs, whose words are not divided."""
    return max(_room(word) for text in cells for word in re.split(r"[\s-]", text)) + 3


def _room(word: str) -> float:
    return math.fsum(1.5 if letter.isupper() else 1.1 for letter in word)
