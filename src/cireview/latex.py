"""Write a table for LaTeX, with hostile text made harmless."""

from __future__ import annotations

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
}


def escape_latex(text: str) -> str:
    """Return `text` such that LaTeX (T1 encoding) prints it and runs nothing of it; control characters go."""
    kept = (
        one
        for one in text
        if one in "\n\t " or unicodedata.category(one) not in ("Cc", "Cs", "Cf", "Co", "Cn")
    )
    return " ".join("".join(_ESCAPES.get(one, one) for one in kept).split())


def latex_table(frame: pd.DataFrame, *, caption: str, label: str, widths: list[float] | None = None) -> str:
    r"""Return `frame` as a longtable of the booktabs style.

    Parameters
    ----------
    frame
        The table; column names are its head.
    caption, label
        Caption, and name for ``\ref``.
    widths
        Share of the text width of each column; equal by default.
    """
    shares = widths or [1 / len(frame.columns)] * len(frame.columns)
    total = sum(shares)
    columns = "".join(
        rf">{{\raggedright\arraybackslash}}p{{\dimexpr {share / total:.3f}\linewidth-2\tabcolsep}}"
        for share in shares
    )
    head = " & ".join(rf"\textbf{{{escape_latex(str(column))}}}" for column in frame.columns) + r" \\"
    rows = [
        " & ".join(escape_latex(str(cell)) for cell in row) + r" \\" for row in frame.itertuples(index=False)
    ]
    return "\n".join(
        [
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
