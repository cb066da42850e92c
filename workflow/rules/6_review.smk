# Fink step 6: doing the review, content coded with the codebook.
CODED = [
    place("coding_agreement"),
    place("suggestion_scores"),
    place("coding_handed_out"),
]


rule suggest_codes:
    input:
        reports=place("reports"),
        eligibility=place("eligibility_decisions"),
        full_texts=FULL_TEXTS,
        texts=TEXTS,
    output:
        place("suggestions"),
    log:
        place("log", job="6_review/suggest_codes"),
    resources:
        mem_mb=memory_of_job,
    params:
        terms=REVIEW.terms,
        numbers=REVIEW.numbers,
        cues=REVIEW.cues,
        spacy_model=CONFIG.spacy_model,
        code=code_of("suggest_codes"),
    message:
        "6 Review: suggest codes, each with the sentence that is the evidence"
    script:
        "../scripts/suggest_codes.py"


rule settle_codes:
    input:
        labels=REVIEW.label_files("coding"),
        matches=place("duplicates"),
        answers=REVIEW.label_files("duplicates"),
        checked=place("checked_rows", kind="coding"),
        eligibility=place("eligibility_decisions"),
    output:
        codes=report(
            place("codes"),
            category="6 Review",
            caption="../report/coded.rst",
        ),
        conflicts=place("coding_conflicts"),
        agreement=place("coding_agreement"),
        awaiting=place("coding_awaiting"),
    log:
        place("log", job="6_review/settle_codes"),
    params:
        content=content_of(
            [*REVIEW.label_files("coding"), *REVIEW.label_files("duplicates")]
        ),
        secondhand={
            "coders": PROTOCOL.review.secondhand,
            "values": REVIEW.unreported,
        },
        questions=REVIEW.asked,
        team=PROTOCOL.review.team,
        code=code_of("settle_codes"),
    message:
        "6 Review: settle the coders' codes"
    script:
        "../scripts/settle_codes.py"


# Of a dimension only when all its codes are settled: nobody who codes sees how far suggestions were right.
rule score_suggestions:
    input:
        suggestions=place("suggestions"),
        codes=place("codes"),
        awaiting=place("coding_awaiting"),
    output:
        place("suggestion_scores"),
    log:
        place("log", job="6_review/score_suggestions"),
    params:
        questions=REVIEW.asked,
        suggestible=REVIEW.suggestible,
        unreported=REVIEW.unreported,
        code=code_of("score_suggestions"),
    message:
        "6 Review: compare suggestions with settled codes"
    script:
        "../scripts/score_suggestions.py"


rule hand_out_coding:
    input:
        reports=place("reports"),
        suggestions=place("suggestions"),
        awaiting=place("coding_awaiting"),
        conflicts=place("coding_conflicts"),
        labels=REVIEW.label_files("coding"),
    output:
        csv=update(
            expand(
                place("coding_sheet"), person=PROTOCOL.review.recipients, suffix="csv"
            )
        ),
        xlsx=update(
            expand(
                place("coding_sheet"), person=PROTOCOL.review.recipients, suffix="xlsx"
            )
        ),
        digests=update(place("coding_handed_out")),
    log:
        place("log", job="6_review/hand_out_coding"),
    params:
        content=content_of(REVIEW.label_files("coding")),
        readers={
            "people": PROTOCOL.review.recipients,
            "adjudicator": PROTOCOL.review.adjudicator,
        },
        legend=REVIEW.legend,
        questions=REVIEW.asked,
        show_suggestions=PROTOCOL.review.show_suggestions,
        wide=PROTOCOL.review.sheets == "wide",
        folder=folder_of_sheets,
        code=code_of("hand_out_coding"),
    message:
        "6 Review: write the coding sheets"
    script:
        "../scripts/hand_out_coding.py"
