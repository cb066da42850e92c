"""The path of every file in a review's folder: one table of names and paths for all other modules.

Rules, report, paper, status and check name a file; only this module knows its path. ``{…}`` in a path is
filled in by `place`, or stays for Snakemake to fill in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType

PEOPLES: Mapping[str, str] = MappingProxyType(
    {
        "protocol": "config/protocol.yaml",
        "codebook": "config/codebook.yaml",
        "config": "config/config.yaml",
        "exports": "data/exports",
        "full_text_files": "data/fulltext",
        "all_labels": "data/labels",
        "label_sheets": "data/labels/{kind}",
        "sample_tables": "data/samples",
        "stops": "data/stops",
        "cancelled": "data/samples_cancelled",
        "archive": "data/search",
        "register": "data/register",
        "versions": "data/versions",
        "kept_protocols": "data/protocol",
        "notice_files": "data/notices",
        "sealed": "data/sealed",
    }
)
"""What people own, and what the software adds beside it once and never changes. No rule makes any of it."""

MADE: Mapping[str, str] = MappingProxyType(
    {
        # 1 Research questions
        "protocol_page": "results/1_question/protocol.md",
        # 2 Sources
        "sources": "results/2_sources/sources.csv",
        # 3 Search
        "queries": "results/3_search/queries.csv",
        "queries_page": "results/3_search/queries.md",
        "imported_records": "results/3_search/imports/{source}.parquet",
        "imported_rejected": "results/3_search/imports/{source}.rejected.csv",
        "imported_lines": "results/3_search/imports/{source}.lines.parquet",
        "imported_search": "results/3_search/imports/{source}.search.csv",
        "imported_citations": "results/3_search/imports/{source}.citations.csv",
        "imported_citation_searches": "results/3_search/imports/{source}.citation_searches.csv",
        "records": "results/3_search/records.parquet",
        "record_lines": "results/3_search/lines.parquet",
        "rejected": "results/3_search/rejected.csv",
        "searches": "results/3_search/searches.csv",
        "search_appendix": "results/3_search/searches.md",
        "search_appendix_tex": "results/3_search/searches.tex",
        "search_deposit": "results/3_search/deposit/{source}.md",
        "search_history": "results/3_search/history/{source}_search_history.json",
        "citations": "results/3_search/citations.csv",
        "citation_searches": "results/3_search/citation_searches.csv",
        "completed_records": "results/3_search/completed.parquet",
        "completed": "results/3_search/completion.csv",
        "not_completed": "results/3_search/not_completed.csv",
        "pairs": "results/3_search/pairs/{shard}.parquet",
        "former_ids": "results/3_search/former_ids.csv",
        "checked_rows": "results/3_search/checked_rows/{kind}.csv",
        "duplicates": "results/3_search/duplicates.csv",
        "possible": "results/3_search/possible_duplicates.csv",
        "reports": "results/3_search/unique.parquet",
        "left_out": "results/3_search/possible_duplicates_not_asked.csv",
        "unused_fields": "results/3_search/unused_fields.csv",
        "origins": "results/3_search/origins.csv",
        "duplicates_sheet": "results/3_search/sheets/possible_duplicates.{suffix}",
        "merges_sheet": "results/3_search/sheets/merges.{suffix}",
        "duplicates_handed_out": "results/3_search/sheets/digests.csv",
        # 4 Practical screen
        "rules": "results/4_practical_screen/rules.csv",
        "rules_by_source": "results/4_practical_screen/rules_by_source.csv",
        "screening_decisions": "results/4_practical_screen/decisions.csv",
        "screening_reopened": "results/4_practical_screen/reopened.csv",
        "screening_conflicts": "results/4_practical_screen/conflicts.csv",
        "screening_agreement": "results/4_practical_screen/agreement.csv",
        "screening_awaiting": "results/4_practical_screen/awaiting.csv",
        "samples": "results/4_practical_screen/samples.csv",
        "labels": "results/4_practical_screen/labels.csv",
        "unread": "results/4_practical_screen/unread.csv",
        "criteria_labels": "results/4_practical_screen/criteria_labels.csv",
        "criteria_settled": "results/4_practical_screen/criteria_settled.csv",
        "criteria_agreement": "results/4_practical_screen/criteria_agreement.csv",
        "criteria_notes": "results/4_practical_screen/criteria_notes.csv",
        "features": "results/4_practical_screen/features.npz",
        "criteria_words": "results/4_practical_screen/criteria_words.parquet",
        "notes": "results/4_practical_screen/text_notes.csv",
        "ranking": "results/4_practical_screen/ranking.csv",
        "criteria": "results/4_practical_screen/criteria.csv",
        "criteria_models": "results/4_practical_screen/criteria_models.csv",
        "suggested_reasons": "results/4_practical_screen/suggested_reasons.csv",
        "performance": "results/4_practical_screen/performance.csv",
        "predictions": "results/4_practical_screen/predictions.csv",
        "audit": "results/4_practical_screen/audit.csv",
        "words": "results/4_practical_screen/words.csv",
        "reliability": "results/4_practical_screen/reliability.csv",
        "drift": "results/4_practical_screen/drift.csv",
        "stopping": "results/4_practical_screen/stopping.csv",
        "stopping_curve": "results/4_practical_screen/stopping_curve.csv",
        "screening_sheet": "results/4_practical_screen/sheets/screening_{person}.{suffix}",
        "screening_handed_out": "results/4_practical_screen/sheets/digests.csv",
        # 5 Methodological screen
        "text": "results/5_methodological_screen/texts/{text}.txt",
        "text_row": "results/5_methodological_screen/texts/{text}.csv",
        "full_texts": "results/5_methodological_screen/full_texts.csv",
        "open_access": "results/5_methodological_screen/open_access.csv",
        "eligibility_decisions": "results/5_methodological_screen/decisions.csv",
        "retrieved": "results/5_methodological_screen/retrieved.csv",
        "eligibility_reopened": "results/5_methodological_screen/reopened.csv",
        "eligibility_conflicts": "results/5_methodological_screen/conflicts.csv",
        "eligibility_agreement": "results/5_methodological_screen/agreement.csv",
        "eligibility_awaiting": "results/5_methodological_screen/awaiting.csv",
        "eligibility_words": "results/5_methodological_screen/criteria.csv",
        "seeds": "results/5_methodological_screen/seeds.csv",
        "eligibility_sheet": "results/5_methodological_screen/sheets/eligibility_{person}.{suffix}",
        "eligibility_handed_out": "results/5_methodological_screen/sheets/digests.csv",
        # 6 Review
        "suggestions": "results/6_review/suggestions.csv",
        "codes": "results/6_review/coded.csv",
        "coding_conflicts": "results/6_review/conflicts.csv",
        "coding_agreement": "results/6_review/agreement.csv",
        "coding_awaiting": "results/6_review/awaiting.csv",
        "suggestion_scores": "results/6_review/suggestion_scores.csv",
        "coding_sheet": "results/6_review/sheets/coding_{person}.{suffix}",
        "coding_handed_out": "results/6_review/sheets/digests.csv",
        "studies_sheet": "results/7_synthesis/sheets/studies.{suffix}",
        "studies_handed_out": "results/7_synthesis/sheets/digests.csv",
        "findings_sheet": "results/7_synthesis/findings/findings.{suffix}",
        "findings_handed_out": "results/7_synthesis/findings/digests.csv",
        # 7 Synthesis
        "fates": "results/7_synthesis/fates.csv",
        "notices": "results/7_synthesis/notices.csv",
        "changes": "results/7_synthesis/changes.csv",
        "amendments": "results/7_synthesis/amendments.csv",
        "flow": "results/7_synthesis/prisma/flow.csv",
        "flow_svg": "results/7_synthesis/prisma/flow.svg",
        "flow_pdf": "results/7_synthesis/prisma/flow.pdf",
        "flow_png": "results/7_synthesis/prisma/flow.png",
        "flow_page": "results/7_synthesis/prisma/flow.html",
        "lives": "results/7_synthesis/tables/records.csv",
        "table": "results/7_synthesis/tables/{table}.csv",
        "table_tex": "results/7_synthesis/tables/{table}.tex",
        "outcomes": "results/7_synthesis/outcomes/{dimension}.csv",
        "metafor": "results/7_synthesis/outcomes/metafor/{dimension}.csv",
        "revman": "results/7_synthesis/outcomes/revman/{dimension}.csv",
        "published": "results/7_synthesis/published.csv",
        "prisma_2020": "results/7_synthesis/checklists/prisma_2020.csv",
        "prisma_s": "results/7_synthesis/checklists/prisma_s.csv",
        "figure": "results/7_synthesis/figures/{figure}.svg",
        "figure_pdf": "results/7_synthesis/figures/{figure}.pdf",
        "figure_png": "results/7_synthesis/figures/{figure}.png",
        "synthesis_page": "results/7_synthesis/synthesis/{page}.{suffix}",
        "synthesis_word": "results/7_synthesis/synthesis.docx",
        "report": "results/7_synthesis/report.html",
        "provenance": "results/provenance.json",
    }
)
"""What rules make, each file by exactly one rule."""

BESIDE: Mapping[str, str] = MappingProxyType(
    {
        "results": "results",
        "log": "results/logs/{job}.log",
        "run_log": "results/logs/run.log",
        "search_attempts": "results/3_search/attempts",
        "notices_attempts": "results/7_synthesis/attempts",
        "open_access_attempts": "results/5_methodological_screen/attempts",
        "contents": ".cireview/contents.json",
        "made": ".cireview/made.json",
        "running": ".cireview/running.json",
        "last_run": ".cireview/last_run.json",
    }
)
"""What a run leaves beside the outputs of its rules; ``.cireview/`` may be deleted and enters no output."""

CONFLICTS = "conflicts"
"""In place of a person in the name of a sheet: what its readers are to settle together."""

SHEET_KINDS = {
    "duplicates": "duplicates_handed_out",
    "screening": "screening_handed_out",
    "eligibility": "eligibility_handed_out",
    "coding": "coding_handed_out",
    "studies": "studies_handed_out",
}
"""Kinds of sheets, each with the table that lists what was handed out; filled ones go to ``label_sheets``."""

ALL_SHEETS = {**SHEET_KINDS, "synthesis": "findings_handed_out"}
"""The same, with the summary of findings, which only some reviews have."""

REPORTED = (
    *("sources", "queries", "searches", "rejected", "citations", "citation_searches"),
    *("duplicates", "possible", "left_out", "unused_fields", "rules", "rules_by_source"),
    *("screening_conflicts", "screening_agreement", "criteria_agreement", "criteria_notes"),
    *("criteria_models", "ranking", "performance", "notes", "audit", "words", "reliability", "drift"),
    *("samples", "stopping", "stopping_curve", "eligibility_conflicts", "eligibility_agreement"),
    *("suggestions", "coding_conflicts", "coding_agreement", "suggestion_scores"),
    *("published", "prisma_2020", "prisma_s"),
    *("notices", "changes", "amendments"),
)
"""Tables that the report shows of every review."""

STANDING = (
    *("fates", "notices", "searches", "former_ids", "possible", "samples", "stopping"),
    *("screening_awaiting", "eligibility_awaiting", "coding_awaiting"),
    *("screening_conflicts", "eligibility_conflicts", "coding_conflicts"),
    *("screening_reopened", "eligibility_reopened"),
    *SHEET_KINDS.values(),
)
"""Tables from which status and report say where the review stands."""

OPTIONAL = ("completed", "not_completed", "full_texts", "open_access", "seeds")
"""Tables of some reviews only; one that remains from an earlier run may belong to a key that is gone."""


def place(name: str, **parts: str) -> str:
    """Return the path of the file `name`, relative to the review's folder.

    Parameters
    ----------
    name
        A name of `PEOPLES`, `MADE` or `BESIDE`.
    parts
        What stands for ``{…}`` in the path; what is left out stays, as a wildcard of Snakemake.

    Raises
    ------
    KeyError
        If nothing has this name.
    """
    path = next(table[name] for table in (MADE, PEOPLES, BESIDE, {name: None}) if name in table)
    if path is None:
        raise KeyError(name)
    for part, value in parts.items():
        path = path.replace(f"{{{part}}}", value)
    return path


def sheets_folder(kind: str) -> str:
    """Return the folder into which sheets of a kind are handed out (`ALL_SHEETS`)."""
    return PurePath(place(ALL_SHEETS[kind])).parent.as_posix()


def places(*names: str) -> dict[str, str]:
    """Return the paths of several names, by name, for the inputs of a rule."""
    return {name: place(name) for name in names}


def find_made(root: str | Path, names: Iterable[str]) -> dict[str, Path]:
    """Return the full paths of those of `names` that exist in the review's folder `root`, by name."""
    paths = {name: Path(root, place(name)) for name in names}
    return {name: path for name, path in paths.items() if path.is_file()}
