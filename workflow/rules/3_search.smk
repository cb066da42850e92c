# Fink step 3: search terms, import, deduplication.
SEARCH = [
    place("queries_page"),
    place("searches"),
    place("rejected"),
    place("duplicates"),
    place("duplicates_handed_out"),
    *expand(place("checked_rows"), kind=SHEET_KINDS),
]
RECORDS = place("completed_records") if PROTOCOL.search.complete else place("records")
COMPLETION = (
    [place("completed"), place("not_completed")] if PROTOCOL.search.complete else []
)
SEARCHED = [*REVIEW.exports, *REVIEW.apis, *REVIEW.rounds]
ANSWERED = REVIEW.label_files("screening", "eligibility", "coding")
EARLIER = [CONFIG.deduplication.earlier] if CONFIG.deduplication.earlier else []


wildcard_constraints:
    source=one_of(SEARCHED),
    export=one_of(REVIEW.exports),
    api=one_of(REVIEW.apis),
    round=one_of(REVIEW.rounds),
    shard="[0-9]+",
    kind=one_of(SHEET_KINDS),


rule write_queries:
    input:
        CONFIGURATION,
    output:
        markdown=place("queries_page"),
        table=place("queries"),
    log:
        place("log", job="3_search/write_queries"),
    params:
        content=content_of(CONFIGURATION),
        code=code_of("write_queries"),
    message:
        "3 Search: write the query in the syntax of every database"
    script:
        "../scripts/write_queries.py"


rule import_export:
    input:
        lambda wildcards: REVIEW.exports[wildcards.export],
    output:
        records=place("imported_records", source="{export}"),
        lines=place("imported_lines", source="{export}"),
        rejected=place("imported_rejected", source="{export}"),
        search=place("imported_search", source="{export}"),
    log:
        place("log", job="3_search/import_export/{export}"),
    resources:
        mem_mb=memory_of_import,
    params:
        content=lambda wildcards: content_of([REVIEW.exports[wildcards.export]]),
        source=lambda wildcards: REVIEW.source(wildcards.export).name,
        searched_on=lambda wildcards: REVIEW.source(wildcards.export).searched_on
        or PROTOCOL.search.date,
        encoding=lambda wildcards: REVIEW.source(wildcards.export).encoding,
        packages=list_origins("cireview.formats"),
        code=code_of("import_export"),
    message:
        "3 Search: import {input}"
    script:
        "../scripts/import_export.py"


# Asks the network only until the search is complete and archived under data/search/.
rule fetch_records:
    output:
        records=place("imported_records", source="{api}"),
        rejected=place("imported_rejected", source="{api}"),
        search=place("imported_search", source="{api}"),
    log:
        place("log", job="3_search/fetch_records/{api}"),
    params:
        source=lambda wildcards: REVIEW.fetch(wildcards.api),
        state=lambda wildcards: fetch_state(wildcards.api),
        seed=CONFIG.seed,
        archive=place("archive"),
        attempts_folder=place("search_attempts"),
        packages=list_origins("cireview.sources"),
        code=code_of("fetch_records"),
    message:
        "3 Search: ask the API of {wildcards.api}"
    script:
        "../scripts/fetch_records.py"


# Starts from the seeds that an earlier run wrote, and else from nothing: included articles lie downstream.
rule search_citations:
    output:
        records=place("imported_records", source="{round}"),
        rejected=place("imported_rejected", source="{round}"),
        search=place("imported_search", source="{round}"),
        citations=place("imported_citations", source="{round}"),
        citation_searches=place("imported_citation_searches", source="{round}"),
    log:
        place("log", job="3_search/search_citations/{round}"),
    params:
        round=lambda wildcards: REVIEW.rounds[wildcards.round],
        state=lambda wildcards: round_state(wildcards.round),
        seed=CONFIG.seed,
        archive=place("archive"),
        attempts_folder=place("search_attempts"),
        code=code_of("search_citations"),
    message:
        "3 Search: follow the citations of included articles for {wildcards.round}"
    script:
        "../scripts/search_citations.py"


# Writes the register of ids in data/register/ and seals in data/sealed/, part by part: no rule has them as output,
# so that none deletes them.
rule combine_records:
    input:
        records=expand(place("imported_records"), source=SEARCHED),
        lines=expand(place("imported_lines"), source=REVIEW.exports),
        rejected=expand(place("imported_rejected"), source=SEARCHED),
        searches=expand(place("imported_search"), source=SEARCHED),
        citations=expand(
            place("imported_citations", source="{round}"), round=REVIEW.rounds
        ),
        citation_searches=expand(
            place("imported_citation_searches", source="{round}"),
            round=REVIEW.rounds,
        ),
        sources=place("sources"),
        queries=place("queries"),
    output:
        records=place("records"),
        lines=place("record_lines"),
        rejected=report(
            place("rejected"),
            category="3 Search",
            caption="../report/rejected.rst",
        ),
        searches=report(
            place("searches"),
            category="3 Search",
            caption="../report/searches.rst",
        ),
        citations=place("citations"),
        citation_searches=place("citation_searches"),
    log:
        place("log", job="3_search/combine_records"),
    resources:
        mem_mb=memory_of_job,
    params:
        register=place("register"),
        sealed=place("sealed"),
        facts=REVIEW.search_facts,
        relabelled=REVIEW.relabelled(CONTENTS),
        code=code_of("combine_records"),
    message:
        "3 Search: combine the records of all sources"
    script:
        "../scripts/combine_records.py"


# Asks the network only for what data/search/completion/ does not hold yet; no value of a source is replaced.
rule complete_records:
    input:
        place("records"),
    output:
        records=place("completed_records"),
        filled=place("completed"),
        missing=place("not_completed"),
    log:
        place("log", job="3_search/complete_records"),
    params:
        date=PROTOCOL.search.date,
        attempts=failed_attempts(place("search_attempts"), "completion"),
        seed=CONFIG.seed,
        archive=place("archive"),
        attempts_folder=place("search_attempts"),
        code=code_of("complete_records"),
    message:
        "3 Search: fill gaps in records"
    script:
        "../scripts/complete_records.py"


rule find_former_ids:
    input:
        records=RECORDS,
        sheets=ANSWERED + REVIEW.sample_files,
        answers=REVIEW.label_files("duplicates"),
    output:
        place("former_ids"),
    log:
        place("log", job="3_search/find_former_ids"),
    params:
        content=content_of(
            [*ANSWERED, *REVIEW.sample_files, *REVIEW.label_files("duplicates")]
        ),
        register=place("register"),
        code=code_of("find_former_ids"),
    message:
        "3 Search: find records for ids that no export contains any more"
    script:
        "../scripts/find_former_ids.py"


rule check_rows:
    input:
        records=RECORDS,
        matches=place("duplicates"),
        answers=REVIEW.label_files("duplicates"),
        sheets=lambda wildcards: REVIEW.label_files(wildcards.kind),
    output:
        place("checked_rows"),
    log:
        place("log", job="3_search/check_rows/{kind}"),
    params:
        content=lambda wildcards: content_of(
            REVIEW.label_files(wildcards.kind, "duplicates")
        ),
        register=place("register"),
        code=code_of("check_rows"),
    message:
        "3 Search: check that each answer on the sheets of {wildcards.kind} belongs to its record"
    script:
        "../scripts/check_rows.py"


rule compare_records:
    input:
        records=RECORDS,
        earlier=EARLIER,
    output:
        place("pairs"),
    log:
        place("log", job="3_search/compare_records/{shard}"),
    threads: 2
    resources:
        mem_mb=memory_of_job,
    params:
        content=content_of(EARLIER),
        shards=CONFIG.deduplication.shards,
        preprints=CONFIG.deduplication.preprints,
        caution=CONFIG.deduplication.caution,
        code=code_of("compare_records"),
    message:
        "3 Search: compare records, part {wildcards.shard}"
    script:
        "../scripts/compare_records.py"


rule deduplicate:
    input:
        records=RECORDS,
        pairs=expand(
            place("pairs"),
            shard=range(CONFIG.deduplication.shards),
        ),
        answers=REVIEW.label_files("duplicates"),
        earlier=EARLIER,
    output:
        matches=report(
            place("duplicates"),
            category="3 Search",
            caption="../report/duplicates.rst",
        ),
        possible=place("possible"),
        left_out=place("left_out"),
        unused=place("unused_fields"),
        reports=place("reports"),
        origins=place("origins"),
    log:
        place("log", job="3_search/deduplicate"),
    resources:
        mem_mb=memory_of_job,
    params:
        content=content_of([*EARLIER, *REVIEW.label_files("duplicates")]),
        preprints=CONFIG.deduplication.preprints,
        caution=CONFIG.deduplication.caution,
        prefer=preferred_sources(REVIEW),
        code=code_of("deduplicate"),
    message:
        "3 Search: merge the compared records into reports"
    script:
        "../scripts/deduplicate.py"


rule hand_out_duplicates:
    input:
        records=RECORDS,
        lines=place("record_lines"),
        matches=place("duplicates"),
        possible=place("possible"),
        former=place("former_ids"),
        labels=REVIEW.label_files("duplicates"),
    output:
        csv=update(place("duplicates_sheet", suffix="csv")),
        xlsx=update(place("duplicates_sheet", suffix="xlsx")),
        merges_csv=update(place("merges_sheet", suffix="csv")),
        merges_xlsx=update(place("merges_sheet", suffix="xlsx")),
        digests=update(place("duplicates_handed_out")),
    log:
        place("log", job="3_search/hand_out_duplicates"),
    params:
        content=content_of(REVIEW.label_files("duplicates")),
        folder=folder_of_sheets,
        code=code_of("hand_out_duplicates"),
    message:
        "3 Search: write the sheets of possible duplicates and of merges"
    script:
        "../scripts/hand_out_duplicates.py"
