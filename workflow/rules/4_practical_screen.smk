# Fink step 4: practical screen, by rules and then by abstract.
PRACTICAL_SCREEN = [
    "results/4_practical_screen/agreement.csv",
    "results/4_practical_screen/performance.csv",
    "results/4_practical_screen/stopping.csv",
    "results/4_practical_screen/sheets/digests.csv",
]
# Numbered batches, once written, are never changed: no rule has them as outputs, so that none deletes them.
# Nor are sheets of samples outputs: there is none when nothing awaits, nor one under a name that is taken.
ABSTRACT_SHEETS = [
    f"results/4_practical_screen/sheets/screening_{one}"
    for one in REVIEW.screening_people
    if not CONFIG.screening.batch
]


rule apply_rules:
    input:
        records=RECORDS,
        matches="results/3_search/duplicates.csv",
        searches="results/3_search/searches.csv",
    output:
        decisions="results/4_practical_screen/rules.csv",
        by_source=report(
            "results/4_practical_screen/rules_by_source.csv",
            category="4 Practical screen",
            caption="../report/rules_by_source.rst",
        ),
    log:
        "results/logs/4_practical_screen/apply_rules.log",
    params:
        years=[SCREEN.years.first, SCREEN.years.last] if SCREEN.years else None,
        languages=SCREEN.languages,
        document_types=SCREEN.document_types,
        code=code_of("apply_rules"),
    message:
        "4 Practical screen: apply the rules on year, language and type"
    script:
        "../scripts/apply_rules.py"


rule settle_screening:
    input:
        labels=REVIEW.label_files("screening"),
        matches="results/3_search/duplicates.csv",
        rules="results/4_practical_screen/rules.csv",
        samples=REVIEW.sample_files,
    output:
        decisions=report(
            "results/4_practical_screen/decisions.csv",
            category="4 Practical screen",
            caption="../report/screening_decisions.rst",
        ),
        conflicts="results/4_practical_screen/conflicts.csv",
        agreement="results/4_practical_screen/agreement.csv",
        awaiting="results/4_practical_screen/awaiting.csv",
        samples=report(
            "results/4_practical_screen/samples.csv",
            category="4 Practical screen",
            caption="../report/samples.rst",
        ),
        labels="results/4_practical_screen/labels.csv",
        unread="results/4_practical_screen/unread.csv",
    log:
        "results/logs/4_practical_screen/settle_screening.log",
    params:
        reviewers=SCREEN.reviewers,
        adjudicator=SCREEN.adjudicator,
        reasons=REVIEW.screening_reasons,
        overlap=SCREEN.overlap,
        planned=REVIEW.planned_certification,
        unsure=SCREEN.unsure_counts_as,
        stop=SCREEN.stop.model_dump() if SCREEN.stop else None,
        code=code_of("settle_screening"),
    message:
        "4 Practical screen: settle what the reviewers decided"
    script:
        "../scripts/settle_screening.py"


rule settle_criteria:
    input:
        labels=REVIEW.label_files("screening"),
        matches="results/3_search/duplicates.csv",
    output:
        answers="results/4_practical_screen/criteria_labels.csv",
        settled="results/4_practical_screen/criteria_settled.csv",
        agreement="results/4_practical_screen/criteria_agreement.csv",
        notes="results/4_practical_screen/criteria_notes.csv",
    log:
        "results/logs/4_practical_screen/settle_criteria.log",
    params:
        reviewers=SCREEN.reviewers,
        adjudicator=SCREEN.adjudicator,
        reasons=REVIEW.screening_reasons,
        unsure=SCREEN.unsure_counts_as,
        code=code_of("settle_criteria"),
    message:
        "4 Practical screen: gather what the reviewers said of each criterion"
    script:
        "../scripts/settle_criteria.py"


rule place_abstracts:
    input:
        reports="results/3_search/unique.parquet",
        rules="results/4_practical_screen/rules.csv",
    output:
        features="results/4_practical_screen/features.npz",
        words="results/4_practical_screen/criteria_words.parquet",
        notes="results/4_practical_screen/text_notes.csv",
    log:
        "results/logs/4_practical_screen/place_abstracts.log",
    params:
        model=CONFIG.screening.model,
        criteria=REVIEW.criteria_text,
        terms=[[one.id, one.text, one.terms] for one in SCREEN.criteria],
        spacy_model=CONFIG.spacy_model,
        version=VERSION,
        code=code_of("place_abstracts"),
    message:
        "4 Practical screen: compute what the ranking needs to know of each abstract, once"
    script:
        "../scripts/place_abstracts.py"


rule rank_abstracts:
    input:
        reports="results/3_search/unique.parquet",
        rules="results/4_practical_screen/rules.csv",
        features="results/4_practical_screen/features.npz",
        words="results/4_practical_screen/criteria_words.parquet",
        labels="results/4_practical_screen/labels.csv",
        answers="results/4_practical_screen/criteria_settled.csv",
    output:
        ranking="results/4_practical_screen/ranking.csv",
        criteria="results/4_practical_screen/criteria.csv",
        models="results/4_practical_screen/criteria_models.csv",
        reasons="results/4_practical_screen/suggested_reasons.csv",
    log:
        "results/logs/4_practical_screen/rank_abstracts.log",
    params:
        model=CONFIG.screening.model,
        criteria=REVIEW.criteria_text,
        seed=CONFIG.seed,
        code=code_of("rank_abstracts"),
    message:
        "4 Practical screen: rank the abstracts that nobody labelled"
    script:
        "../scripts/rank_abstracts.py"


rule evaluate_ranking:
    input:
        reports="results/3_search/unique.parquet",
        rules="results/4_practical_screen/rules.csv",
        features="results/4_practical_screen/features.npz",
        labels="results/4_practical_screen/labels.csv",
    output:
        performance=report(
            "results/4_practical_screen/performance.csv",
            category="4 Practical screen",
            caption="../report/performance.rst",
        ),
        predictions="results/4_practical_screen/predictions.csv",
        audit="results/4_practical_screen/audit.csv",
        words="results/4_practical_screen/words.csv",
        reliability="results/4_practical_screen/reliability.csv",
        drift="results/4_practical_screen/drift.csv",
    log:
        "results/logs/4_practical_screen/evaluate_ranking.log",
    params:
        model=CONFIG.screening.model,
        criteria=REVIEW.criteria_text,
        seed=CONFIG.seed,
        code=code_of("evaluate_ranking"),
    message:
        "4 Practical screen: cross-validate the ranking on the labels"
    script:
        "../scripts/evaluate_ranking.py"


rule assess_stopping:
    input:
        rules="results/4_practical_screen/rules.csv",
        decisions="results/4_practical_screen/decisions.csv",
        labels="results/4_practical_screen/labels.csv",
        unread="results/4_practical_screen/unread.csv",
        samples="results/4_practical_screen/samples.csv",
        ranking="results/4_practical_screen/ranking.csv",
    output:
        rules=report(
            "results/4_practical_screen/stopping.csv",
            category="4 Practical screen",
            caption="../report/stopping.rst",
        ),
        curve="results/4_practical_screen/stopping_curve.csv",
    log:
        "results/logs/4_practical_screen/assess_stopping.log",
    params:
        planned=REVIEW.planned_certification,
        stop=SCREEN.stop.model_dump() if SCREEN.stop else None,
        code=code_of("assess_stopping"),
    message:
        "4 Practical screen: say of every rule whether reading may stop"
    script:
        "../scripts/assess_stopping.py"


rule hand_out_abstracts:
    input:
        reports="results/3_search/unique.parquet",
        ranking="results/4_practical_screen/ranking.csv",
        criteria="results/4_practical_screen/criteria.csv",
        reasons="results/4_practical_screen/suggested_reasons.csv",
        notes="results/4_practical_screen/text_notes.csv",
        awaiting="results/4_practical_screen/awaiting.csv",
        conflicts="results/4_practical_screen/conflicts.csv",
        answers="results/4_practical_screen/criteria_labels.csv",
    output:
        csv=update([f"{sheet}.csv" for sheet in ABSTRACT_SHEETS]),
        xlsx=update([f"{sheet}.xlsx" for sheet in ABSTRACT_SHEETS]),
        digests=update("results/4_practical_screen/sheets/digests.csv"),
    log:
        "results/logs/4_practical_screen/hand_out_abstracts.log",
    params:
        people=REVIEW.screening_people,
        adjudicator=SCREEN.adjudicator,
        choices=REVIEW.abstract_choices,
        prompts=REVIEW.criterion_columns,
        show_score=CONFIG.screening.show_score,
        purposes=REVIEW.sample_purposes,
        batch=CONFIG.screening.batch.model_dump() if CONFIG.screening.batch else None,
        seed=CONFIG.seed,
        code=code_of("hand_out_abstracts"),
    message:
        "4 Practical screen: write the sheets of abstracts"
    script:
        "../scripts/hand_out_abstracts.py"
