# Fink step 6: doing the review, content coded with the codebook.
CODED = [
    "results/6_review/agreement.csv",
    "results/6_review/sheets/digests.csv",
]
CODING_SHEETS = [
    f"results/6_review/sheets/coding_{one}" for one in PROTOCOL.review.coders
]


rule suggest_codes:
    input:
        reports="results/3_search/unique.parquet",
        eligibility="results/5_methodological_screen/decisions.csv",
        full_texts=FULL_TEXTS,
        texts=[f"{text}.txt" for text in TEXTS],
    output:
        "results/6_review/suggestions.csv",
    log:
        "results/logs/6_review/suggest_codes.log",
    params:
        terms=REVIEW.terms,
        spacy_model=CONFIG.spacy_model,
        code=code_of("suggest_codes"),
    message:
        "6 Review: suggest codes, each with the sentence that is the evidence"
    script:
        "../scripts/suggest_codes.py"


rule settle_codes:
    input:
        labels=REVIEW.label_files("coding"),
        matches="results/3_search/duplicates.csv",
        eligibility="results/5_methodological_screen/decisions.csv",
    output:
        codes=report(
            "results/6_review/coded.csv",
            category="6 Review",
            caption="../report/coded.rst",
        ),
        conflicts="results/6_review/conflicts.csv",
        agreement="results/6_review/agreement.csv",
        awaiting="results/6_review/awaiting.csv",
    log:
        "results/logs/6_review/settle_codes.log",
    params:
        values=REVIEW.values,
        single=REVIEW.single,
        coders=PROTOCOL.review.coders,
        code=code_of("settle_codes"),
    message:
        "6 Review: settle what the coders coded"
    script:
        "../scripts/settle_codes.py"


rule hand_out_coding:
    input:
        reports="results/3_search/unique.parquet",
        suggestions="results/6_review/suggestions.csv",
        awaiting="results/6_review/awaiting.csv",
    output:
        csv=update([f"{sheet}.csv" for sheet in CODING_SHEETS]),
        xlsx=update([f"{sheet}.xlsx" for sheet in CODING_SHEETS]),
        digests=update("results/6_review/sheets/digests.csv"),
    log:
        "results/logs/6_review/hand_out_coding.log",
    params:
        coders=PROTOCOL.review.coders,
        questions={one.id: one.question for one in CODEBOOK.dimensions},
        values=REVIEW.values,
        code=code_of("hand_out_coding"),
    message:
        "6 Review: write the coding sheets"
    script:
        "../scripts/hand_out_coding.py"
