# Fink step 3: search terms, import, deduplication.
SEARCH = [
    "results/3_search/queries.md",
    "results/3_search/searches.csv",
    "results/3_search/rejected.csv",
    "results/3_search/duplicates.csv",
    "results/3_search/sheets/digests.csv",
]


wildcard_constraints:
    source="[a-z0-9_]+",


rule write_queries:
    input:
        protocol="config/protocol.yaml",
    output:
        markdown="results/3_search/queries.md",
        table="results/3_search/queries.csv",
    log:
        "results/logs/3_search/write_queries.log",
    params:
        code=code_of("write_queries"),
    message:
        "3 Search: write the query in the syntax of every database"
    script:
        "../scripts/write_queries.py"


rule import_export:
    input:
        lambda wildcards: REVIEW.exports[wildcards.source],
    output:
        records="results/3_search/imports/{source}.parquet",
        rejected="results/3_search/imports/{source}.rejected.csv",
        search="results/3_search/imports/{source}.search.csv",
    log:
        "results/logs/3_search/import_export/{source}.log",
    params:
        source=lambda wildcards: REVIEW.source(wildcards.source).name,
        searched_on=lambda wildcards: REVIEW.source(wildcards.source).searched_on
        or PROTOCOL.search.date,
        encoding=lambda wildcards: REVIEW.source(wildcards.source).encoding,
        code=code_of("import_export"),
    message:
        "3 Search: import {input}"
    script:
        "../scripts/import_export.py"


rule combine_records:
    input:
        records=expand(
            "results/3_search/imports/{source}.parquet", source=REVIEW.exports
        ),
        rejected=expand(
            "results/3_search/imports/{source}.rejected.csv", source=REVIEW.exports
        ),
        searches=expand(
            "results/3_search/imports/{source}.search.csv", source=REVIEW.exports
        ),
    output:
        records="results/3_search/records.parquet",
        rejected=report(
            "results/3_search/rejected.csv",
            category="3 Search",
            caption="../report/rejected.rst",
        ),
        searches=report(
            "results/3_search/searches.csv",
            category="3 Search",
            caption="../report/searches.rst",
        ),
    log:
        "results/logs/3_search/combine_records.log",
    params:
        missing=REVIEW.missing_exports,
        code=code_of("combine_records"),
    message:
        "3 Search: combine the records of all sources"
    script:
        "../scripts/combine_records.py"


rule deduplicate:
    input:
        records="results/3_search/records.parquet",
        answers=REVIEW.label_files("duplicates"),
    output:
        matches=report(
            "results/3_search/duplicates.csv",
            category="3 Search",
            caption="../report/duplicates.rst",
        ),
        possible="results/3_search/possible_duplicates.csv",
        reports="results/3_search/unique.parquet",
        origins="results/3_search/origins.csv",
    log:
        "results/logs/3_search/deduplicate.log",
    threads: 2
    params:
        preprints=CONFIG.deduplication.preprints,
        code=code_of("deduplicate"),
    message:
        "3 Search: find duplicate records"
    script:
        "../scripts/deduplicate.py"


rule hand_out_duplicates:
    input:
        records="results/3_search/records.parquet",
        possible="results/3_search/possible_duplicates.csv",
    output:
        csv="results/3_search/sheets/possible_duplicates.csv",
        xlsx="results/3_search/sheets/possible_duplicates.xlsx",
        digests="results/3_search/sheets/digests.csv",
    log:
        "results/logs/3_search/hand_out_duplicates.log",
    params:
        code=code_of("hand_out_duplicates"),
    message:
        "3 Search: write the sheet of possible duplicates"
    script:
        "../scripts/hand_out_duplicates.py"
