# Fink step 3: search terms, import, deduplication.
SEARCH = [
    "results/3_search/queries.md",
    "results/3_search/searches.csv",
    "results/3_search/rejected.csv",
    "results/3_search/duplicates.csv",
    "results/3_search/sheets/digests.csv",
]
RECORDS = (
    "results/3_search/completed.parquet"
    if PROTOCOL.search.complete
    else "results/3_search/records.parquet"
)
COMPLETION = (
    ["results/3_search/completion.csv", "results/3_search/not_completed.csv"]
    if PROTOCOL.search.complete
    else []
)
SEARCHED = [*REVIEW.exports, *REVIEW.apis, *REVIEW.rounds]
EARLIER = [CONFIG.deduplication.earlier] if CONFIG.deduplication.earlier else []


wildcard_constraints:
    source=one_of(SEARCHED),
    export=one_of(REVIEW.exports),
    api=one_of(REVIEW.apis),
    round=one_of(REVIEW.rounds),
    shard="[0-9]+",


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
        lambda wildcards: REVIEW.exports[wildcards.export],
    output:
        records="results/3_search/imports/{export}.parquet",
        rejected="results/3_search/imports/{export}.rejected.csv",
        search="results/3_search/imports/{export}.search.csv",
    log:
        "results/logs/3_search/import_export/{export}.log",
    params:
        source=lambda wildcards: REVIEW.source(wildcards.export).name,
        searched_on=lambda wildcards: REVIEW.source(wildcards.export).searched_on
        or PROTOCOL.search.date,
        encoding=lambda wildcards: REVIEW.source(wildcards.export).encoding,
        code=code_of("import_export"),
    message:
        "3 Search: import {input}"
    script:
        "../scripts/import_export.py"


# Asks the network only until the search is complete and archived under data/search/.
rule fetch_records:
    output:
        records="results/3_search/imports/{api}.parquet",
        rejected="results/3_search/imports/{api}.rejected.csv",
        search="results/3_search/imports/{api}.search.csv",
    log:
        "results/logs/3_search/fetch_records/{api}.log",
    params:
        source=lambda wildcards: REVIEW.fetch(wildcards.api),
        state=lambda wildcards: fetch_state(wildcards.api),
        seed=CONFIG.seed,
        code=code_of("fetch_records"),
    message:
        "3 Search: ask the API of {wildcards.api}"
    script:
        "../scripts/fetch_records.py"


# Starts from the seeds that an earlier run wrote, and else from nothing: included articles lie downstream.
rule search_citations:
    output:
        records="results/3_search/imports/{round}.parquet",
        rejected="results/3_search/imports/{round}.rejected.csv",
        search="results/3_search/imports/{round}.search.csv",
        citations="results/3_search/imports/{round}.citations.csv",
        citation_searches="results/3_search/imports/{round}.citation_searches.csv",
    log:
        "results/logs/3_search/search_citations/{round}.log",
    params:
        round=lambda wildcards: REVIEW.rounds[wildcards.round],
        state=lambda wildcards: round_state(wildcards.round),
        seed=CONFIG.seed,
        code=code_of("search_citations"),
    message:
        "3 Search: follow the citations of included articles for {wildcards.round}"
    script:
        "../scripts/search_citations.py"


rule combine_records:
    input:
        records=expand("results/3_search/imports/{source}.parquet", source=SEARCHED),
        rejected=expand(
            "results/3_search/imports/{source}.rejected.csv", source=SEARCHED
        ),
        searches=expand("results/3_search/imports/{source}.search.csv", source=SEARCHED),
        citations=expand(
            "results/3_search/imports/{round}.citations.csv", round=REVIEW.rounds
        ),
        citation_searches=expand(
            "results/3_search/imports/{round}.citation_searches.csv",
            round=REVIEW.rounds,
        ),
        sources="results/2_sources/sources.csv",
        queries="results/3_search/queries.csv",
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
        citations="results/3_search/citations.csv",
        citation_searches="results/3_search/citation_searches.csv",
    log:
        "results/logs/3_search/combine_records.log",
    params:
        code=code_of("combine_records"),
    message:
        "3 Search: combine the records of all sources"
    script:
        "../scripts/combine_records.py"


# Asks the network only for what data/search/completion/ does not hold yet; no value of a source is replaced.
rule complete_records:
    input:
        "results/3_search/records.parquet",
    output:
        records="results/3_search/completed.parquet",
        filled="results/3_search/completion.csv",
        missing="results/3_search/not_completed.csv",
    log:
        "results/logs/3_search/complete_records.log",
    params:
        date=PROTOCOL.search.date,
        attempts=failed_attempts("results/3_search/attempts", "completion"),
        seed=CONFIG.seed,
        code=code_of("complete_records"),
    message:
        "3 Search: complete what records lack"
    script:
        "../scripts/complete_records.py"


rule compare_records:
    input:
        records=RECORDS,
        earlier=EARLIER,
    output:
        "results/3_search/pairs/{shard}.parquet",
    log:
        "results/logs/3_search/compare_records/{shard}.log",
    threads: 2
    params:
        shards=CONFIG.deduplication.shards,
        preprints=CONFIG.deduplication.preprints,
        code=code_of("compare_records"),
    message:
        "3 Search: compare records, part {wildcards.shard}"
    script:
        "../scripts/compare_records.py"


rule deduplicate:
    input:
        records=RECORDS,
        pairs=expand(
            "results/3_search/pairs/{shard}.parquet",
            shard=range(CONFIG.deduplication.shards),
        ),
        answers=REVIEW.label_files("duplicates"),
        earlier=EARLIER,
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
    params:
        preprints=CONFIG.deduplication.preprints,
        code=code_of("deduplicate"),
    message:
        "3 Search: bring the compared records together into reports"
    script:
        "../scripts/deduplicate.py"


rule hand_out_duplicates:
    input:
        records=RECORDS,
        possible="results/3_search/possible_duplicates.csv",
    output:
        csv=update("results/3_search/sheets/possible_duplicates.csv"),
        xlsx=update("results/3_search/sheets/possible_duplicates.xlsx"),
        digests=update("results/3_search/sheets/digests.csv"),
    log:
        "results/logs/3_search/hand_out_duplicates.log",
    params:
        code=code_of("hand_out_duplicates"),
    message:
        "3 Search: write the sheet of possible duplicates"
    script:
        "../scripts/hand_out_duplicates.py"
