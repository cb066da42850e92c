# Fink step 5: methodological screen, full texts.
METHODOLOGICAL_SCREEN = [
    place("eligibility_agreement"),
    place("eligibility_handed_out"),
]
SEEDS = [place("seeds")] if REVIEW.rounds else []
TEXTS = expand(place("text"), text=REVIEW.full_texts)
FULL_TEXTS = [place("full_texts")] if TEXTS else []
OPEN_ACCESS = [place("open_access")] if ELIGIBILITY.open_access else []

CRITERIA_WORDS = [place("eligibility_words")] if REVIEW.eligibility_terms else []


wildcard_constraints:
    text=one_of(REVIEW.full_texts),


rule extract_text:
    input:
        lambda wildcards: REVIEW.full_texts[wildcards.text],
    output:
        text=place("text"),
        row=place("text_row"),
    log:
        place("log", job="5_methodological_screen/extract_text/{text}"),
    resources:
        mem_mb=memory_of_job,
    params:
        content=lambda wildcards: content_of([REVIEW.full_texts[wildcards.text]]),
        code=code_of("extract_text"),
    message:
        "5 Methodological screen: extract the text of {input}"
    script:
        "../scripts/extract_text.py"


rule match_full_texts:
    input:
        rows=expand(place("text_row"), text=REVIEW.full_texts),
        matches=place("duplicates"),
    output:
        place("full_texts"),
    log:
        place("log", job="5_methodological_screen/match_full_texts"),
    params:
        code=code_of("match_full_texts"),
    message:
        "5 Methodological screen: find the article of each full text"
    script:
        "../scripts/match_full_texts.py"


# Asks the network only for reports that data/search/open_access/ does not hold yet.
rule find_open_access:
    input:
        reports=place("reports"),
        screening=place("screening_decisions"),
    output:
        place("open_access"),
    log:
        place("log", job="5_methodological_screen/find_open_access"),
    params:
        date=ELIGIBILITY.open_access,
        state=lambda wildcards: open_access_state(),
        seed=CONFIG.seed,
        archive=place("archive"),
        attempts_folder=place("open_access_attempts"),
        code=code_of("find_open_access"),
    message:
        "5 Methodological screen: look up free versions of the texts sought"
    script:
        "../scripts/find_open_access.py"


rule settle_eligibility:
    input:
        labels=REVIEW.label_files("eligibility"),
        matches=place("duplicates"),
        answers=REVIEW.label_files("duplicates"),
        checked=place("checked_rows", kind="eligibility"),
        screening=place("screening_decisions"),
        full_texts=FULL_TEXTS,
    output:
        decisions=report(
            place("eligibility_decisions"),
            category="5 Methodological screen",
            caption="../report/eligibility_decisions.rst",
        ),
        retrieved=place("retrieved"),
        conflicts=place("eligibility_conflicts"),
        agreement=place("eligibility_agreement"),
        awaiting=place("eligibility_awaiting"),
        reopened=place("eligibility_reopened"),
    log:
        place("log", job="5_methodological_screen/settle_eligibility"),
    params:
        content=content_of(
            [*REVIEW.label_files("eligibility"), *REVIEW.label_files("duplicates")]
        ),
        team=ELIGIBILITY.team,
        reasons=REVIEW.known_reasons("full_texts"),
        reopenings=REVIEW.reopenings("full_texts"),
        code=code_of("settle_eligibility"),
    message:
        "5 Methodological screen: settle the decisions on full texts"
    script:
        "../scripts/settle_eligibility.py"


rule find_criteria_words:
    input:
        reports=place("reports"),
        screening=place("screening_decisions"),
        full_texts=FULL_TEXTS,
        texts=TEXTS,
    output:
        place("eligibility_words"),
    log:
        place("log", job="5_methodological_screen/find_criteria_words"),
    resources:
        mem_mb=memory_of_job,
    params:
        terms=REVIEW.eligibility_terms,
        spacy_model=CONFIG.spacy_model,
        code=code_of("find_criteria_words"),
    message:
        "5 Methodological screen: find sentences for each criterion"
    script:
        "../scripts/find_criteria_words.py"


# Writes data/search/citations/<date>/seeds.csv, once and for all, for the next run: no rule has it as output.
rule freeze_seeds:
    input:
        reports=place("reports"),
        matches=place("duplicates"),
        searches=place("searches"),
        screening=place("screening_awaiting"),
        eligibility=place("eligibility_awaiting"),
        decisions=place("eligibility_decisions"),
    output:
        place("seeds"),
    log:
        place("log", job="5_methodological_screen/freeze_seeds"),
    params:
        rounds=[[one["name"], one["date"]] for one in REVIEW.rounds.values()],
        states={key: round_state(key)["seeds"] for key in REVIEW.rounds},
        archive=place("archive"),
        code=code_of("freeze_seeds"),
    message:
        "5 Methodological screen: choose the articles whose citations are searched"
    script:
        "../scripts/freeze_seeds.py"


rule hand_out_full_texts:
    input:
        reports=place("reports"),
        matches=place("duplicates"),
        full_texts=FULL_TEXTS,
        open_access=OPEN_ACCESS,
        criteria=CRITERIA_WORDS,
        retrieved=place("retrieved"),
        awaiting=place("eligibility_awaiting"),
        conflicts=place("eligibility_conflicts"),
        labels=REVIEW.label_files("eligibility"),
    output:
        csv=update(
            expand(
                place("eligibility_sheet"),
                person=ELIGIBILITY.recipients,
                suffix="csv",
            )
        ),
        xlsx=update(
            expand(
                place("eligibility_sheet"),
                person=ELIGIBILITY.recipients,
                suffix="xlsx",
            )
        ),
        digests=update(place("eligibility_handed_out")),
    log:
        place("log", job="5_methodological_screen/hand_out_full_texts"),
    params:
        content=content_of(REVIEW.label_files("eligibility")),
        readers={
            "people": ELIGIBILITY.recipients,
            "adjudicator": ELIGIBILITY.adjudicator,
        },
        reasons=list(REVIEW.eligibility_reasons),
        folder=folder_of_sheets,
        code=code_of("hand_out_full_texts"),
    message:
        "5 Methodological screen: write the sheets of full texts"
    script:
        "../scripts/hand_out_full_texts.py"
