# Fink step 5: methodological screen, full texts.
METHODOLOGICAL_SCREEN = [
    "results/5_methodological_screen/agreement.csv",
    "results/5_methodological_screen/sheets/digests.csv",
]
SEEDS = ["results/5_methodological_screen/seeds.csv"] if REVIEW.rounds else []
FULL_TEXT_SHEETS = [
    f"results/5_methodological_screen/sheets/eligibility_{one}"
    for one in REVIEW.eligibility_people
]
TEXTS = expand("results/5_methodological_screen/texts/{text}", text=REVIEW.full_texts)
FULL_TEXTS = ["results/5_methodological_screen/full_texts.csv"] if TEXTS else []
OPEN_ACCESS = (
    ["results/5_methodological_screen/open_access.csv"]
    if ELIGIBILITY.open_access
    else []
)

CRITERIA_WORDS = (
    ["results/5_methodological_screen/criteria.csv"] if REVIEW.eligibility_terms else []
)


wildcard_constraints:
    text=one_of(REVIEW.full_texts),


rule extract_text:
    input:
        lambda wildcards: REVIEW.full_texts[wildcards.text],
    output:
        text="results/5_methodological_screen/texts/{text}.txt",
        row="results/5_methodological_screen/texts/{text}.csv",
    log:
        "results/logs/5_methodological_screen/extract_text/{text}.log",
    params:
        code=code_of("extract_text"),
    message:
        "5 Methodological screen: take the text out of {input}"
    script:
        "../scripts/extract_text.py"


rule match_full_texts:
    input:
        rows=[f"{text}.csv" for text in TEXTS],
        matches="results/3_search/duplicates.csv",
    output:
        "results/5_methodological_screen/full_texts.csv",
    log:
        "results/logs/5_methodological_screen/match_full_texts.log",
    params:
        code=code_of("match_full_texts"),
    message:
        "5 Methodological screen: tell whose text each file holds"
    script:
        "../scripts/match_full_texts.py"


# Asks the network only for reports that data/search/open_access/ does not hold yet.
rule find_open_access:
    input:
        reports="results/3_search/unique.parquet",
        screening="results/4_practical_screen/decisions.csv",
    output:
        "results/5_methodological_screen/open_access.csv",
    log:
        "results/logs/5_methodological_screen/find_open_access.log",
    params:
        date=ELIGIBILITY.open_access,
        state=lambda wildcards: open_access_state(),
        seed=CONFIG.seed,
        code=code_of("find_open_access"),
    message:
        "5 Methodological screen: look up free versions of the texts that are sought"
    script:
        "../scripts/find_open_access.py"


rule settle_eligibility:
    input:
        labels=REVIEW.label_files("eligibility"),
        matches="results/3_search/duplicates.csv",
        screening="results/4_practical_screen/decisions.csv",
        full_texts=FULL_TEXTS,
    output:
        decisions=report(
            "results/5_methodological_screen/decisions.csv",
            category="5 Methodological screen",
            caption="../report/eligibility_decisions.rst",
        ),
        retrieved="results/5_methodological_screen/retrieved.csv",
        conflicts="results/5_methodological_screen/conflicts.csv",
        agreement="results/5_methodological_screen/agreement.csv",
        awaiting="results/5_methodological_screen/awaiting.csv",
    log:
        "results/logs/5_methodological_screen/settle_eligibility.log",
    params:
        reviewers=ELIGIBILITY.reviewers,
        adjudicator=ELIGIBILITY.adjudicator,
        reasons=REVIEW.eligibility_reasons,
        unsure=ELIGIBILITY.unsure_counts_as,
        code=code_of("settle_eligibility"),
    message:
        "5 Methodological screen: settle what was decided on full texts"
    script:
        "../scripts/settle_eligibility.py"


rule find_criteria_words:
    input:
        reports="results/3_search/unique.parquet",
        screening="results/4_practical_screen/decisions.csv",
        full_texts=FULL_TEXTS,
        texts=[f"{text}.txt" for text in TEXTS],
    output:
        "results/5_methodological_screen/criteria.csv",
    log:
        "results/logs/5_methodological_screen/find_criteria_words.log",
    params:
        terms=REVIEW.eligibility_terms,
        spacy_model=CONFIG.spacy_model,
        code=code_of("find_criteria_words"),
    message:
        "5 Methodological screen: find the sentences that speak for each criterion"
    script:
        "../scripts/find_criteria_words.py"


# Writes data/search/citations/<date>/seeds.csv, once and for all, for the next run: no rule has it as output.
rule freeze_seeds:
    input:
        reports="results/3_search/unique.parquet",
        matches="results/3_search/duplicates.csv",
        searches="results/3_search/searches.csv",
        screening="results/4_practical_screen/awaiting.csv",
        eligibility="results/5_methodological_screen/awaiting.csv",
        decisions="results/5_methodological_screen/decisions.csv",
    output:
        "results/5_methodological_screen/seeds.csv",
    log:
        "results/logs/5_methodological_screen/freeze_seeds.log",
    params:
        rounds=[[one["name"], one["date"]] for one in REVIEW.rounds.values()],
        states={key: round_state(key)["seeds"] for key in REVIEW.rounds},
        code=code_of("freeze_seeds"),
    message:
        "5 Methodological screen: settle from which articles citations are followed"
    script:
        "../scripts/freeze_seeds.py"


rule hand_out_full_texts:
    input:
        reports="results/3_search/unique.parquet",
        matches="results/3_search/duplicates.csv",
        full_texts=FULL_TEXTS,
        open_access=OPEN_ACCESS,
        criteria=CRITERIA_WORDS,
        retrieved="results/5_methodological_screen/retrieved.csv",
        awaiting="results/5_methodological_screen/awaiting.csv",
        conflicts="results/5_methodological_screen/conflicts.csv",
    output:
        csv=update([f"{sheet}.csv" for sheet in FULL_TEXT_SHEETS]),
        xlsx=update([f"{sheet}.xlsx" for sheet in FULL_TEXT_SHEETS]),
        digests=update("results/5_methodological_screen/sheets/digests.csv"),
    log:
        "results/logs/5_methodological_screen/hand_out_full_texts.log",
    params:
        readers={
            "people": REVIEW.eligibility_people,
            "adjudicator": ELIGIBILITY.adjudicator,
        },
        reasons=list(REVIEW.eligibility_reasons),
        code=code_of("hand_out_full_texts"),
    message:
        "5 Methodological screen: write the sheets of full texts"
    script:
        "../scripts/hand_out_full_texts.py"
