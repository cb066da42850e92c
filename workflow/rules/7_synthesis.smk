# Fink step 7: synthesis. Everything here is counted from the tables of the steps before.
SYNTHESIS = [
    "results/7_synthesis/prisma/flow.svg",
    "results/7_synthesis/tables/included.csv",
    "results/7_synthesis/report.html",
]
TABLES = ["included", "excluded", "summary"] + (["matrix"] if CODEBOOK.matrix else [])
FIGURES = [
    "sources",
    "recall",
    "reliability",
    "stopping",
    "years",
    *(f"codes_{one.id}" for one in CODEBOOK.dimensions),
] + (["matrix"] if CODEBOOK.matrix else [])


rule assign_fates:
    input:
        records="results/3_search/records.parquet",
        matches="results/3_search/duplicates.csv",
        rules="results/4_practical_screen/rules.csv",
        screening="results/4_practical_screen/decisions.csv",
        eligibility="results/5_methodological_screen/decisions.csv",
        retrieved="results/5_methodological_screen/retrieved.csv",
    output:
        fates="results/7_synthesis/fates.csv",
        flow=report(
            "results/7_synthesis/prisma/flow.csv",
            category="7 Synthesis",
            caption="../report/flow.rst",
        ),
    log:
        "results/logs/7_synthesis/assign_fates.log",
    params:
        kinds={one.name: one.kind for one in PROTOCOL.sources},
        reasons=REVIEW.eligibility_reasons,
        code=code_of("assign_fates"),
    message:
        "7 Synthesis: give every record its one fate and count the PRISMA flow"
    script:
        "../scripts/assign_fates.py"


rule draw_flow:
    input:
        flow="results/7_synthesis/prisma/flow.csv",
        searches="results/3_search/searches.csv",
    output:
        svg=report(
            "results/7_synthesis/prisma/flow.svg",
            category="7 Synthesis",
            caption="../report/flow.rst",
        ),
        pdf="results/7_synthesis/prisma/flow.pdf",
        png="results/7_synthesis/prisma/flow.png",
    log:
        "results/logs/7_synthesis/draw_flow.log",
    params:
        code=code_of("draw_flow"),
    message:
        "7 Synthesis: draw the PRISMA flow"
    script:
        "../scripts/draw_flow.py"


rule tabulate:
    input:
        records="results/3_search/records.parquet",
        reports="results/3_search/unique.parquet",
        fates="results/7_synthesis/fates.csv",
        flow="results/7_synthesis/prisma/flow.csv",
        eligibility="results/5_methodological_screen/decisions.csv",
        codes="results/6_review/coded.csv",
        matrix=REVIEW.label_files("synthesis"),
    output:
        csv=expand("results/7_synthesis/tables/{table}.csv", table=TABLES),
        tex=expand("results/7_synthesis/tables/{table}.tex", table=TABLES),
        published="results/7_synthesis/published.csv",
    log:
        "results/logs/7_synthesis/tabulate.log",
    params:
        code=code_of("tabulate"),
        config=REVIEW.digest,
    message:
        "7 Synthesis: make the tables of the paper"
    script:
        "../scripts/tabulate.py"


rule fill_checklists:
    input:
        searches="results/3_search/searches.csv",
        flow="results/7_synthesis/prisma/flow.csv",
    output:
        prisma_2020="results/7_synthesis/checklists/prisma_2020.csv",
        prisma_s="results/7_synthesis/checklists/prisma_s.csv",
    log:
        "results/logs/7_synthesis/fill_checklists.log",
    params:
        code=code_of("fill_checklists"),
        config=REVIEW.digest,
    message:
        "7 Synthesis: fill the PRISMA checklists"
    script:
        "../scripts/fill_checklists.py"


rule draw_figures:
    input:
        fates="results/7_synthesis/fates.csv",
        reports="results/3_search/unique.parquet",
        predictions="results/4_practical_screen/predictions.csv",
        reliability="results/4_practical_screen/reliability.csv",
        stopping="results/4_practical_screen/stopping.csv",
        stopping_curve="results/4_practical_screen/stopping_curve.csv",
        tables=expand("results/7_synthesis/tables/{table}.csv", table=TABLES),
    output:
        svg=expand("results/7_synthesis/figures/{figure}.svg", figure=FIGURES),
        pdf=expand("results/7_synthesis/figures/{figure}.pdf", figure=FIGURES),
    log:
        "results/logs/7_synthesis/draw_figures.log",
    params:
        code=code_of("draw_figures"),
        config=REVIEW.digest,
    message:
        "7 Synthesis: draw the figures"
    script:
        "../scripts/draw_figures.py"


rule write_report:
    input:
        "results/1_question/protocol.md",
        "results/2_sources/sources.csv",
        "results/3_search/unique.parquet",
        "results/3_search/queries.csv",
        "results/3_search/searches.csv",
        "results/3_search/rejected.csv",
        "results/3_search/citations.csv",
        "results/3_search/citation_searches.csv",
        SEEDS,
        COMPLETION,
        "results/3_search/duplicates.csv",
        "results/3_search/possible_duplicates.csv",
        "results/4_practical_screen/rules.csv",
        "results/4_practical_screen/rules_by_source.csv",
        "results/4_practical_screen/conflicts.csv",
        "results/4_practical_screen/agreement.csv",
        "results/4_practical_screen/criteria_agreement.csv",
        "results/4_practical_screen/criteria_notes.csv",
        "results/4_practical_screen/criteria_models.csv",
        "results/4_practical_screen/samples.csv",
        "results/4_practical_screen/awaiting.csv",
        "results/4_practical_screen/ranking.csv",
        "results/4_practical_screen/performance.csv",
        "results/4_practical_screen/audit.csv",
        "results/4_practical_screen/words.csv",
        "results/4_practical_screen/reliability.csv",
        "results/4_practical_screen/drift.csv",
        "results/4_practical_screen/text_notes.csv",
        "results/4_practical_screen/stopping.csv",
        "results/4_practical_screen/stopping_curve.csv",
        "results/5_methodological_screen/conflicts.csv",
        "results/5_methodological_screen/agreement.csv",
        "results/5_methodological_screen/awaiting.csv",
        FULL_TEXTS,
        OPEN_ACCESS,
        "results/6_review/suggestions.csv",
        "results/6_review/conflicts.csv",
        "results/6_review/agreement.csv",
        "results/6_review/awaiting.csv",
        "results/7_synthesis/prisma/flow.svg",
        "results/7_synthesis/published.csv",
        "results/7_synthesis/checklists/prisma_2020.csv",
        "results/7_synthesis/checklists/prisma_s.csv",
        expand("results/7_synthesis/tables/{table}.csv", table=TABLES),
        expand("results/7_synthesis/figures/{figure}.svg", figure=FIGURES),
    output:
        "results/7_synthesis/report.html",
    log:
        "results/logs/7_synthesis/write_report.log",
    params:
        code=code_of("write_report"),
        config=REVIEW.digest,
    message:
        "7 Synthesis: write the report"
    script:
        "../scripts/write_report.py"
