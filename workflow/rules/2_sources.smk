# Fink step 2: databases and sources.
SOURCES = ["results/2_sources/sources.csv"]


rule list_sources:
    input:
        protocol="config/protocol.yaml",
        exports=REVIEW.exports.values(),
    output:
        "results/2_sources/sources.csv",
    log:
        "results/logs/2_sources/list_sources.log",
    params:
        missing_keys=missing_keys(),
        code=code_of("list_sources"),
    message:
        "2 Sources: list what is searched and what is missing"
    script:
        "../scripts/list_sources.py"
