"""The two main files of a submission: README.md, and the LaTeX file that contains everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cireview.figures.journals import Journal
from cireview.paper.latex import escape_latex
from cireview.tables.markdown import escape_markdown

WHOLE = "submission.tex"
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "Which full texts were excluded, why, by whom, and when?": ("supplement/excluded_full_texts.csv",),
    "How many records did each database give?": ("supplement/search_log.csv", "supplement/flow.csv"),
    "Which query was run where, and on which date?": ("supplement/searches.md", "supplement/search_log.csv"),
    "How far did the reviewers agree?": ("supplement/agreement.csv", "manuscript/methods.md"),
    "Who decided where they differed?": ("supplement/conflicts.csv",),
    "Was a model used, and what did it exclude?": ("supplement/deciders.csv", "manuscript/methods.md"),
    "By which rule were duplicates found?": ("supplement/duplicates.csv",),
    "What changed since the protocol?": ("supplement/amendments.csv", "supplement/protocol.md"),
    "Which articles are included, and where are they cited?": (
        "tables/included.csv",
        "references/included.bib",
    ),
    "Which software, in which version, with which seed?": ("ro-crate-metadata.json", "manuscript/methods.md"),
}
"""What referees ask, and the files that answer it."""


def write_readme(
    title: str,
    *,
    warnings: Sequence[str],
    notes: Sequence[str],
    remarks: Sequence[str],
    files: Sequence[str],
) -> str:
    """Return README.md: the state, which file answers which question, what was left out, and all files.

    Parameters
    ----------
    warnings
        What is not finished; none for a finished review.
    notes
        Sentences of the protocol that stand with every number.
    remarks
        On the journal, and on what was left out.
    files
        Paths of all files.
    """
    lines = [f"# {escape_markdown(title)}: submission", ""]
    if warnings:
        lines += ["**This review is unfinished: these numbers will change.**", ""]
        lines += [*(f"- {escape_markdown(one)}" for one in warnings), ""]
    lines += [line for note in notes for line in (f"> {escape_markdown(note)}", "")]
    lines += ["## What answers what", "", "| question | file |", "| --- | --- |"]
    lines += [
        f"| {question} | {', '.join(f'`{one}`' for one in answer)} |"
        for question, answer in QUESTIONS.items()
    ]
    lines += ["", "## Remarks", "", *(f"- {escape_markdown(one)}" for one in remarks), ""]
    lines += ["## Files", "", *(f"- `{one}`" for one in files), ""]
    return "\n".join(lines)


def tell_journal(journal: Journal, *, font: str, smallest: float, height: float) -> list[str]:
    """Describe which rules of a journal the figures follow, which they do not, and the source of the rules.

    Parameters
    ----------
    font
        Family in which figures are set; "" for DejaVu Sans.
    smallest
        Size of the smallest text in points.
    height
        Height of the flow in mm.
    """
    sizes = f"{journal.column:g} and {journal.page:g} mm wide, pictures at {journal.dpi} dpi"
    lines = [f"Figures are {sizes}, set in {font or 'DejaVu Sans'} of {smallest:g} pt and more."]
    if journal.name:
        lines.append(f"The journal's rules are those of '{journal.name}': {', '.join(journal.sources)}.")
        if journal.own:
            lines.append(f"These pages say nothing of {', '.join(journal.own)}: there the values are ours.")
    if journal.fonts and not font:
        lines.append(f"None of the fonts that it asks for is on this machine: {', '.join(journal.fonts)}.")
    if smallest < journal.smallest_text:
        lines.append(
            f"It asks for text of {journal.smallest_text:g} pt; the smallest here has {smallest:g} pt."
        )
    if height > journal.highest:
        lines.append(f"The flow is {height:.0f} mm high; it asks for {journal.highest:g} mm at most.")
    return lines


def write_whole(
    title: str, *, warnings: Sequence[str], notes: Sequence[str], tables: Sequence[str], engine: Sequence[str]
) -> str:
    """Return the LaTeX file that has methods, flow, tables, searches and both lists of references in it.

    Parameters
    ----------
    tables
        Names of the tables, in their order.
    engine
        Comment on the program that is needed, where it is not pdflatex.
    """
    caption = " ".join(["PRISMA 2020 flow diagram.", *notes])
    told = "".join(f"\\noindent\\textbf{{{escape_latex(one)}}}\\par\n" for one in _announce(warnings))
    inputs = "".join(f"\\input{{tables/{name}.tex}}\n" for name in tables)
    return f"""{"".join(f"{line}{chr(10)}" for line in engine)}\\documentclass[a4paper]{{article}}
\\usepackage[T1]{{fontenc}}
\\usepackage[margin=2cm]{{geometry}}
\\usepackage{{array,booktabs,longtable,graphicx,cite}}
\\title{{{escape_latex(title)}}}
\\author{{}}
\\date{{}}
\\begin{{document}}
\\maketitle
{told}\\section*{{Methods}}
\\input{{manuscript/methods.tex}}
\\begin{{figure}}[p]
  \\centering
  \\includegraphics[width=\\linewidth,height=.9\\textheight,keepaspectratio]{{figures/flow.pdf}}
  \\caption{{{escape_latex(caption)}}}\\label{{fig:flow}}
\\end{{figure}}
\\small
{inputs}\\section*{{Searches}}
\\input{{supplement/searches.tex}}
\\bibliographystyle{{unsrt}}
\\bibliography{{references/included,references/excluded}}
\\end{{document}}
"""


def _announce(warnings: Sequence[str]) -> list[str]:
    return ["This review is unfinished: these numbers will change.", *warnings] if warnings else []
