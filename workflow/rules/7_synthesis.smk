# Fink step 7: synthesis. Everything here is counted from the tables of the steps before.
from cireview.flow.kinds import other_sources

KINDS = {one.name: one.kind for one in PROTOCOL.sources}
SYNTHESIS = [
    place("flow_svg"),
    place("flow_page"),
    place("table", table="included"),
    place("notices"),
    place("changes"),
    place("amendments"),
    place("studies_handed_out"),
    *([place("findings_handed_out")] if CODEBOOK.findings else []),
    place("report"),
    place("provenance"),
    *expand(
        place("outcomes"),
        dimension=[one.id for one in CODEBOOK.dimensions if one.kind == "table"],
    ),
    *expand(
        [place("metafor"), place("revman")],
        dimension=[one.id for one in CODEBOOK.dimensions if one.design],
    ),
]
REASONS = {
    "reasons": REVIEW.known_reasons("full_texts"),
    "abstract_reasons": REVIEW.known_reasons("abstracts"),
}
TABLES = [
    "included",
    "excluded_full_texts",
    "summary",
    "overlap",
    "overlap_pairs",
    "overlap_intersections",
    *(f"appraisal_{one.id}" for one in CODEBOOK.appraisals),
    *(["findings"] if CODEBOOK.findings else []),
] + (["matrix"] if CODEBOOK.matrix else [])
APPRAISAL_FIGURES = [
    f"appraisal_{one.id}{part}"
    for one in CODEBOOK.appraisals
    for part in ("", "_summary")
]
FIGURES = [
    "sources",
    "overlap",
    "recall",
    "reliability",
    "stopping",
    "found",
    "years",
    *(f"codes_{one.id}" for one in CODEBOOK.dimensions),
    *APPRAISAL_FIGURES,
] + (["matrix"] if CODEBOOK.matrix else [])

# What people chose of the synthesis, and those of it that are figures too.
PAGES = [one.page for one in choose_synthesis(REVIEW)]
DRAWN = [one.page for one in choose_synthesis(REVIEW) if one.is_drawn]


rule assign_fates:
    input:
        records=place("records"),
        matches=place("duplicates"),
        rules=place("rules"),
        screening=place("screening_decisions"),
        eligibility=place("eligibility_decisions"),
        retrieved=place("retrieved"),
        searches=place("searches"),
        versions=REVIEW.version_files,
        studies=REVIEW.label_files("studies"),
    output:
        fates=place("fates"),
        flow=report(
            place("flow"),
            category="7 Synthesis",
            caption="../report/flow.rst",
        ),
    log:
        place("log", job="7_synthesis/assign_fates"),
    params:
        kinds=KINDS,
        others=other_sources(KINDS),
        reasons=REASONS,
        content=content_of([*REVIEW.version_files, *REVIEW.label_files("studies")]),
        folder=place("versions"),
        update_of=PROTOCOL.update_of,
        notes=PROTOCOL.notes,
        code=code_of("assign_fates"),
    message:
        "7 Synthesis: give every record its one fate and count the PRISMA flow"
    script:
        "../scripts/assign_fates.py"


rule hand_out_studies:
    input:
        reports=place("reports"),
        fates=place("fates"),
        studies=REVIEW.label_files("studies"),
    output:
        csv=update(place("studies_sheet", suffix="csv")),
        xlsx=update(place("studies_sheet", suffix="xlsx")),
        digests=update(place("studies_handed_out")),
    log:
        place("log", job="7_synthesis/hand_out_studies"),
    params:
        content=content_of(REVIEW.label_files("studies")),
        folder=folder_of_sheets,
        code=code_of("hand_out_studies"),
    message:
        "7 Synthesis: write the sheet of reports that may be one study"
    script:
        "../scripts/hand_out_studies.py"


rule hand_out_findings:
    input:
        REVIEW.label_files("synthesis"),
    output:
        csv=update(place("findings_sheet", suffix="csv")),
        xlsx=update(place("findings_sheet", suffix="xlsx")),
        digests=update(place("findings_handed_out")),
    log:
        place("log", job="7_synthesis/hand_out_findings"),
    params:
        content=content_of(REVIEW.label_files("synthesis")),
        asked=REVIEW.judged_findings,
        folder=folder_of_sheets,
        code=code_of("hand_out_findings"),
    message:
        "7 Synthesis: write the sheet of the summary of findings"
    script:
        "../scripts/hand_out_findings.py"


rule list_records:
    input:
        records=place("records"),
        lines=place("record_lines"),
        searches=place("searches"),
        matches=place("duplicates"),
        fates=place("fates"),
        rules=place("rules"),
        ranking=place("ranking"),
        screening=place("screening_decisions"),
        eligibility=place("eligibility_decisions"),
        versions=REVIEW.version_files,
        studies=REVIEW.label_files("studies"),
    output:
        place("lives"),
    log:
        place("log", job="7_synthesis/list_records"),
    params:
        kinds=KINDS,
        reasons=REASONS,
        content=content_of([*REVIEW.version_files, *REVIEW.label_files("studies")]),
        folder=place("versions"),
        update_of=PROTOCOL.update_of,
        code=code_of("list_records"),
    message:
        "7 Synthesis: list the life of each record, and the numbers that count it"
    script:
        "../scripts/list_records.py"


# Asks the network only where the protocol says so, and then for included reports that the archive lacks.
rule find_notices:
    input:
        reports=place("reports"),
        fates=place("fates"),
        files=REVIEW.notice_files,
    output:
        place("notices"),
    log:
        place("log", job="7_synthesis/find_notices"),
    params:
        content=content_of(REVIEW.notice_files),
        date=PROTOCOL.search.notices,
        attempts=failed_attempts(place("notices_attempts"), "notices"),
        seed=CONFIG.seed,
        archive=place("archive"),
        attempts_folder=place("notices_attempts"),
        code=code_of("find_notices"),
    message:
        "7 Synthesis: find retractions and corrections of reports"
    script:
        "../scripts/find_notices.py"


rule list_changes:
    input:
        records=RECORDS,
        fates=place("fates"),
        searches=place("searches"),
        notices=place("notices"),
        versions=REVIEW.version_files,
        screening=place("screening_reopened"),
        eligibility=place("eligibility_reopened"),
    output:
        changes=place("changes"),
        amendments=place("amendments"),
    log:
        place("log", job="7_synthesis/list_changes"),
    params:
        content=content_of(REVIEW.version_files),
        folder=place("versions"),
        update_of=PROTOCOL.update_of,
        amendments=list_amendments(REVIEW),
        code=code_of("list_changes"),
    message:
        "7 Synthesis: list what changed since the last version, and the amendments"
    script:
        "../scripts/list_changes.py"


rule draw_flow:
    input:
        flow=place("flow"),
    output:
        svg=report(
            place("flow_svg"),
            category="7 Synthesis",
            caption="../report/flow.rst",
        ),
        pdf=place("flow_pdf"),
        png=place("flow_png"),
    log:
        place("log", job="7_synthesis/draw_flow"),
    params:
        code=code_of("draw_flow"),
    message:
        "7 Synthesis: draw the PRISMA flow"
    script:
        "../scripts/draw_flow.py"


# One page for a reader who asks which records a number counts.
rule write_flow_page:
    input:
        flow=place("flow"),
        lives=place("lives"),
        screening=place("screening_decisions"),
        eligibility=place("eligibility_decisions"),
        retrieved=place("retrieved"),
        codes=place("codes"),
        configuration=CONFIGURATION,
    output:
        place("flow_page"),
    log:
        place("log", job="7_synthesis/write_flow_page"),
    params:
        content=content_of(CONFIGURATION),
        code=code_of("write_flow_page"),
        config=REVIEW.digest,
    message:
        "7 Synthesis: write the flow whose numbers open their records"
    script:
        "../scripts/write_flow_page.py"


rule tabulate:
    input:
        records=place("records"),
        reports=place("reports"),
        fates=place("fates"),
        lives=place("lives"),
        flow=place("flow"),
        eligibility=place("eligibility_decisions"),
        codes=place("codes"),
        conflicts=place("coding_conflicts"),
        configuration=CONFIGURATION,
        matrix=REVIEW.label_files("synthesis"),
    output:
        csv=expand(place("table"), table=TABLES),
        tex=expand(place("table_tex"), table=TABLES),
        published=place("published"),
    log:
        place("log", job="7_synthesis/tabulate"),
    params:
        content=content_of([*CONFIGURATION, *REVIEW.label_files("synthesis")]),
        code=code_of("tabulate"),
        config=REVIEW.digest,
    message:
        "7 Synthesis: make the tables of the paper"
    script:
        "../scripts/tabulate.py"


rule list_outcomes:
    input:
        reports=place("reports"),
        fates=place("fates"),
        codes=place("codes"),
    output:
        place("outcomes"),
    log:
        place("log", job="7_synthesis/list_outcomes/{dimension}"),
    wildcard_constraints:
        dimension=r"[A-Za-z0-9_]+",
    params:
        questions=REVIEW.asked,
        code=code_of("list_outcomes"),
    message:
        "7 Synthesis: list the rows of the table {wildcards.dimension}"
    script:
        "../scripts/list_outcomes.py"


rule hand_over_outcomes:
    input:
        outcomes=place("outcomes"),
        reports=place("reports"),
    output:
        metafor=place("metafor"),
        revman=place("revman"),
    log:
        place("log", job="7_synthesis/hand_over_outcomes/{dimension}"),
    wildcard_constraints:
        dimension=r"[A-Za-z0-9_]+",
    params:
        questions=REVIEW.asked,
        code=code_of("hand_over_outcomes"),
    message:
        "7 Synthesis: write the outcomes of {wildcards.dimension} for a meta-analysis"
    script:
        "../scripts/hand_over_outcomes.py"


rule fill_checklists:
    input:
        searches=place("searches"),
        flow=place("flow"),
        configuration=CONFIGURATION,
    output:
        prisma_2020=place("prisma_2020"),
        prisma_s=place("prisma_s"),
        appendix=place("search_appendix"),
        appendix_tex=place("search_appendix_tex"),
        deposits=expand(place("search_deposit"), source=SEARCHED),
        histories=expand(place("search_history"), source=SEARCHED),
    log:
        place("log", job="7_synthesis/fill_checklists"),
    params:
        content=content_of(CONFIGURATION),
        code=code_of("fill_checklists"),
        config=REVIEW.digest,
    message:
        "7 Synthesis: fill the PRISMA checklists and write the appendix of searches"
    script:
        "../scripts/fill_checklists.py"


rule draw_figures:
    input:
        fates=place("fates"),
        reports=place("reports"),
        predictions=place("predictions"),
        reliability=place("reliability"),
        stopping=place("stopping"),
        stopping_curve=place("stopping_curve"),
        samples=place("samples"),
        tables=expand(place("table"), table=TABLES),
        configuration=CONFIGURATION,
        matrix=REVIEW.label_files("synthesis"),
    output:
        svg=expand(place("figure"), figure=FIGURES),
        pdf=expand(place("figure_pdf"), figure=FIGURES),
        png=expand(place("figure_png"), figure=["overlap", *APPRAISAL_FIGURES]),
    log:
        place("log", job="7_synthesis/draw_figures"),
    params:
        content=content_of([*CONFIGURATION, *REVIEW.label_files("synthesis")]),
        code=code_of("draw_figures"),
        config=REVIEW.digest,
    message:
        "7 Synthesis: draw the figures"
    script:
        "../scripts/draw_figures.py"


rule synthesise:
    input:
        records=place("records"),
        reports=place("reports"),
        fates=place("fates"),
        codes=place("codes"),
        conflicts=place("coding_conflicts"),
        included=place("table", table="included"),
        summary=place("table", table="summary"),
        configuration=CONFIGURATION,
    output:
        **{
            suffix: expand(place("synthesis_page", suffix=suffix), page=PAGES)
            for suffix in ("csv", "md", "tex", "html")
        },
        **{
            suffix: expand(place("synthesis_page", suffix=suffix), page=DRAWN)
            for suffix in ("svg", "pdf", "png")
        },
        word=[place("synthesis_word")] if PAGES and can_write_word() else [],
    log:
        place("log", job="7_synthesis/synthesise"),
    params:
        content=content_of(CONFIGURATION),
        code=code_of("synthesise"),
        config=REVIEW.digest,
    message:
        "7 Synthesis: make the chosen tables and figures"
    script:
        "../scripts/synthesise.py"


# Names sheets to fill and where to save them, so it waits for the sheets and looks at what people saved.
rule write_provenance:
    input:
        searches=place("searches"),
        configuration=CONFIGURATION,
    output:
        place("provenance"),
    log:
        place("log", job="7_synthesis/write_provenance"),
    params:
        origin={
            # A version lists digests of its own, and to freeze one changes no result.
            "inputs": {
                **{
                    file: digest
                    for file, digest in CONTENTS.items()
                    if file not in REVIEW.version_files
                },
                **list_encoder_files(CONFIG.screening.model),
            },
            "archive": place("archive"),
            "software": list_software(),
            "plugins": [one for group in GROUPS for one in list_origins(group)],
            "seed": CONFIG.seed,
            "config": REVIEW.digest,
        },
        code=code_of("write_provenance"),
    message:
        "7 Synthesis: write the provenance of the results"
    script:
        "../scripts/write_provenance.py"


rule write_report:
    input:
        **places(*REPORTED, *STANDING, *REVIEW.optional_tables),
        reports=place("reports"),
        flow=place("flow"),
        tables=expand(place("table"), table=TABLES),
        figures=expand(place("figure"), figure=FIGURES),
        pages=expand(place("synthesis_page", suffix="html"), page=PAGES),
        drawings=expand(place("synthesis_page", suffix="svg"), page=DRAWN),
        labels=REVIEW.label_files(*SHEET_KINDS),
        configuration=CONFIGURATION,
    output:
        place("report"),
    log:
        place("log", job="7_synthesis/write_report"),
    params:
        content=content_of([*CONFIGURATION, *REVIEW.label_files(*SHEET_KINDS)]),
        code=code_of("write_report"),
        config=REVIEW.digest,
    message:
        "7 Synthesis: write the report"
    script:
        "../scripts/write_report.py"
