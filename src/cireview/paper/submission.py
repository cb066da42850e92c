"""Write everything that is sent with a paper into one folder: figures, tables, supplement, checklists."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from cireview.figures.charts import SIZE
from cireview.figures.flow_files import save_flow
from cireview.figures.journals import Journal, find_font
from cireview.flow.layout import describe
from cireview.labels import Team
from cireview.paper.appendix import write_latex_appendix
from cireview.paper.bibliography import write_bibliography
from cireview.paper.checklists.pages import lay_out_checklist
from cireview.paper.crate import NAME, Made, describe_crate
from cireview.paper.document import Block, Grid, Paragraph, write_html, write_latex, write_markdown
from cireview.paper.draw import draw_paper_figures
from cireview.paper.latex import Latex, escape_latex, latex_table, name_engine
from cireview.paper.make import CAPTIONS, add_notes, choose_printed
from cireview.paper.methods import Plan, Work, write_methods
from cireview.paper.packages import list_packages
from cireview.paper.report_word import lay_out_flow, write_report_word
from cireview.paper.reporting import fill_checklists
from cireview.paper.run_tables import STAGES, RunTables
from cireview.paper.submission_pages import WHOLE, tell_journal, write_readme, write_whole
from cireview.paper.supplement import (
    add_keys,
    count_deciders,
    gather_agreement,
)
from cireview.paper.word import write_word, write_word_appendix
from cireview.places import place
from cireview.provenance import digest_file
from cireview.review import Review
from cireview.screening import describe_model
from cireview.search.appendix import write_appendix
from cireview.tables import write_table


@dataclass(frozen=True)
class Asked:
    """What a person asked of a submission, and in which state the review is.

    Parameters
    ----------
    journal
        Whose rules figures keep to.
    with_texts
        Whether abstracts and full texts go along.
    on
        Date, ISO 8601.
    commands
        What was typed.
    warnings
        The open tasks; none of a finished review.
    inputs
        Files of people that the last run read, relative to the review's folder.
    """

    journal: Journal
    with_texts: bool
    on: str
    commands: Sequence[str]
    warnings: Sequence[str]
    inputs: Sequence[str]


def write_submission(review: Review, folder: Path, asked: Asked) -> list[str]:
    """Write a submission into an empty folder, and return the warnings about it.

    Parameters
    ----------
    review
        The people's part of the review, whose last run saw all current files.
    folder
        An empty folder.
    asked
        What was asked.
    """
    tables, title, notes = RunTables(review), review.protocol.title, review.protocol.notes
    can_word = importlib.util.find_spec("docx") is not None
    for name in ("figures", "tables", "references", "supplement", "checklists", "manuscript"):
        (folder / name).mkdir()
    remarks = _write_figures(review, tables, folder, asked.journal)
    printed = _write_tables(review, tables, folder / "tables")
    _write_references(tables, folder / "references", with_abstracts=asked.with_texts)
    _write_supplement(review, tables, folder / "supplement", can_word=can_word)
    _write_checklists(review, tables, folder / "checklists", can_word=can_word)
    _write_methods(review, tables, folder / "manuscript", asked, can_word=can_word)
    if can_word:
        with TemporaryDirectory() as pictures:
            word = write_report_word(review, tables, Path(pictures), warnings=asked.warnings)
        (folder / "report.docx").write_bytes(word)
    remarks += _tell_left_out(review, folder, asked, can_word=can_word)
    engine = name_engine("".join(path.read_text() for path in folder.rglob("*.tex")))
    whole = write_whole(title, warnings=asked.warnings, notes=notes, tables=printed, engine=engine)
    _write(folder / WHOLE, whole)
    remarks += [f"{WHOLE}: {line.lstrip('% ')}" for line in engine]
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    readme = write_readme(title, warnings=asked.warnings, notes=notes, remarks=remarks, files=[*files, NAME])
    _write(folder / "README.md", readme)
    _write_crate(review, folder, asked, _list_packages(review, tables))
    return remarks


def _write_figures(review: Review, tables: RunTables, folder: Path, journal: Journal) -> list[str]:
    """Draw each figure as PDF and in the journal's first format, the flow also in its others and as SVG."""
    flow = lay_out_flow(tables, journal.page)
    font, target = find_font(journal), folder / "figures"
    endings = dict.fromkeys(["svg", "pdf", *journal.formats])
    save_flow(flow, [target / f"flow.{ending}" for ending in endings], dpi=journal.dpi, font=font)
    _write(target / "flow.txt", f"{describe(flow)}\n")
    found = tables.summary.loc[tables.summary["coded"] > 0, "dimension"].unique()
    coded = [f"codes_{name}" for name in found]
    names = ["sources", "overlap", "years", *coded, *(["matrix"] if review.codebook.matrix else [])]
    names += [f"appraisal_{one.id}" for one in review.appraisals]
    inputs = {**tables.paths, "tables": tables.files}
    endings = dict.fromkeys(["pdf", journal.formats[0]])
    outputs = {ending: [target / f"{name}.{ending}" for name in names] for ending in endings}
    draw_paper_figures(review, inputs, outputs, journal=journal)
    return tell_journal(journal, font=font, smallest=min(flow.size, SIZE), height=flow.height)


def _write_tables(review: Review, tables: RunTables, folder: Path) -> list[str]:
    """Write the tables of the paper, those of LaTeX with citations, and return their names."""
    dimensions = {dimension.id: dimension.label for dimension in review.codebook.dimensions}
    for name in tables.paper.keys() - CAPTIONS.keys():
        for kind in ("table", "table_tex"):
            path = review.root / place(kind, table=name)
            shutil.copyfile(path, folder / path.name)
    counted = tables.paper | {"summary": tables.summary}
    printed, captions = choose_printed(counted, dimensions)
    for name, caption in captions.items():
        table = tables.paper[name]
        key = {} if "record_id" not in table else {"key": table["record_id"].map(tables.keys).fillna("")}
        write_table(table.assign(**key), folder / f"{name}.csv")
        shown = _cite(printed[name], table, tables)
        told = add_notes(caption, review.protocol.notes)
        _write(folder / f"{name}.tex", latex_table(shown, caption=told, label=f"tab:{name}"))
    return [*captions, *sorted(tables.paper.keys() - CAPTIONS.keys())]


def _cite(shown: pd.DataFrame, table: pd.DataFrame, tables: RunTables) -> pd.DataFrame:
    r"""Return what is printed of a table with ``\cite`` behind an article, or for a list of articles."""
    shown = shown.astype(object).reset_index(drop=True)
    if "Article" in shown:
        keys = table["record_id"].map(tables.keys)
        pairs = zip(shown["Article"], keys, strict=True)
        cited = [Latex(rf"{escape_latex(name)} \cite{{{key}}}") for name, key in pairs]
        shown["Article"] = pd.Series(cited, dtype=object)  # as str, pandas would forget that it is LaTeX
    if "Articles" in shown:
        included = tables.paper["included"]
        key_of = dict(zip(included["article"], included["record_id"].map(tables.keys), strict=True))
        lists = [[key_of[one] for one in cell.split("; ") if one in key_of] for cell in shown["Articles"]]
        cited = [Latex(rf"\cite{{{','.join(keys)}}}" if keys else "") for keys in lists]
        shown["Articles"] = pd.Series(cited, dtype=object)
    return shown


def _write_references(tables: RunTables, folder: Path, *, with_abstracts: bool) -> None:
    for name, fate in {"included": "included", "excluded": "excluded_eligibility"}.items():
        reports = tables.of_fate(fate)
        write_bibliography(reports, folder / name, keys=tables.keys, with_abstracts=with_abstracts)


def _write_supplement(review: Review, tables: RunTables, folder: Path, *, can_word: bool) -> None:
    searches = tables.read("searches")
    matches = tables.read("duplicates")
    sheets = {
        "search_log": searches,
        "excluded_full_texts": add_keys(tables.paper["excluded_full_texts"], tables.keys),
        "agreement": gather_agreement(tables.agreements),
        "conflicts": tables.conflicts,
        "deciders": count_deciders(tables.fates),
        "duplicates": matches,
        "records": tables.read("lives"),
        "amendments": tables.read("amendments"),
        "codes": tables.read("codes"),
        "flow": tables.read("flow"),
    }
    for name, table in sheets.items():
        write_table(table, folder / f"{name}.csv")
    _write(folder / "searches.md", write_appendix(searches))
    _write(folder / "searches.tex", write_latex_appendix(searches))
    _write(folder / "protocol.md", tables.paths["protocol_page"].read_text(encoding="utf-8"))
    if can_word:
        title = review.protocol.title
        (folder / "searches.docx").write_bytes(write_word_appendix(searches, title=title))
        shown = {"excluded_full_texts": "Full texts excluded, with reasons", "agreement": "Agreement",
                 "conflicts": "Where people differed, and who settled it"}  # fmt: skip
        grids = [Grid(_head(sheets[name]), caption) for name, caption in shown.items()]
        blocks: list[Block] = [*map(Paragraph, review.protocol.notes), *grids]
        (folder / "tables.docx").write_bytes(write_word(f"Supplement: {title}", blocks, landscape=True))


def _head(table: pd.DataFrame) -> pd.DataFrame:
    """Return what a table for readers shows, with words for heads."""
    shown = table.drop(columns=["doi", *(["record_id"] if "key" in table else [])], errors="ignore")
    return shown.rename(columns=lambda name: name.replace("_", " ").capitalize())


def _write_checklists(review: Review, tables: RunTables, folder: Path, *, can_word: bool) -> None:
    for name, table in fill_checklists(review, tables.read("searches"), tables.flow).items():
        title, blocks = lay_out_checklist(name, table)
        write_table(table, folder / f"{name}.csv")
        _write(folder / f"{name}.html", write_html(title, blocks))
        if can_word:
            (folder / f"{name}.docx").write_bytes(write_word(title, blocks, landscape=True))


def _write_methods(review: Review, tables: RunTables, folder: Path, asked: Asked, *, can_word: bool) -> None:
    work = Work(
        flow=tables.flow,
        searches=tables.read("searches"),
        matches=tables.read("duplicates"),
        fates=tables.fates,
        agreements=tables.agreements,
        conflicts=tables.conflicts,
        amendments=tables.read("amendments"),
    )
    told = [f"This review is unfinished: {'; '.join(asked.warnings)}"] if asked.warnings else []
    blocks: list[Block] = [Paragraph(one, warns=True) for one in told]
    blocks += map(Paragraph, write_methods(work, _plan(review, _list_packages(review, tables))))
    _write(folder / "methods.md", write_markdown("Methods", blocks))
    _write(folder / "methods.tex", write_latex(blocks, label="methods"))
    if can_word:
        (folder / "methods.docx").write_bytes(write_word("Methods", blocks))


def _list_packages(review: Review, tables: RunTables) -> list[str]:
    """Return the parts of other packages that were used."""
    model, checklists = review.config.screening.model, review.protocol.reporting
    return list_packages(model=model, checklists=checklists, formats=tables.read("searches")["format"])


def _plan(review: Review, packages: Sequence[str]) -> Plan:
    protocol, config = review.protocol, review.config
    steps = (protocol.practical_screen, protocol.methodological_screen, protocol.review)
    return Plan(
        kinds={source.name: source.kind for source in protocol.sources},
        teams={stage: Team(**step.team) for stage, step in zip(STAGES, steps, strict=True)},
        stop=protocol.practical_screen.stopped,
        target=(config.screening.target_recall, config.screening.confidence),
        seed=config.seed,
        caution=str(config.deduplication.caution),
        dimensions=len(review.codebook.dimensions),
        ranking=describe_model(config.screening.model),
        notes=protocol.notes,
        packages=packages,
    )


def _tell_left_out(review: Review, folder: Path, asked: Asked, *, can_word: bool) -> list[str]:
    """Copy full texts where they are asked for, and return what is not in the folder."""
    remarks = (
        []
        if can_word
        else ["Word files are left out. To include them: pip install 'cireview[docx]', then submit again."]
    )
    if not asked.with_texts:
        return [
            *remarks,
            "Abstracts and full texts are left out, because publishers own them; --with-texts includes them.",
        ]
    source = review.root / place("full_text_files")
    if source.is_dir():
        shutil.copytree(source, folder / "texts")
    return [
        *remarks,
        "Abstracts and full texts are included: ask their publishers before you pass the folder on.",
    ]


def _write_crate(review: Review, folder: Path, asked: Asked, packages: Sequence[str]) -> None:
    state = "unfinished" if asked.warnings else "finished"
    inputs: Mapping[str, str] = {file: digest_file(review.root / file) for file in asked.inputs}
    about = f"Figures, tables, references, supplement and checklists of a {state} systematic review"
    seed = review.config.seed
    made = Made(review.protocol.title, about, asked.on, asked.commands, seed, inputs, packages)
    text = json.dumps(describe_crate(folder, made), ensure_ascii=False, indent=1)
    _write(folder / NAME, f"{text}\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
