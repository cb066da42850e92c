# Fink step 2: databases and sources.
SOURCES = [place("sources")]


rule list_sources:
    input:
        configuration=CONFIGURATION,
        exports=REVIEW.exports.values(),
    output:
        place("sources"),
    log:
        place("log", job="2_sources/list_sources"),
    params:
        content=content_of([*CONFIGURATION, *REVIEW.exports.values()]),
        missing_keys=missing_keys(),
        code=code_of("list_sources"),
    message:
        "2 Sources: list what is searched and what is missing"
    script:
        "../scripts/list_sources.py"
