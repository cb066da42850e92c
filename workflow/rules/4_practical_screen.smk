# Fink step 4: practical screen, by rules and then by abstract.
PRACTICAL_SCREEN = [
    place("screening_agreement"),
    place("performance"),
    place("stopping"),
    place("screening_handed_out"),
]
# Numbered batches, once written, are never changed: no rule has them as outputs, so that none deletes them.
# Nor are sheets of samples outputs: there is none when nothing awaits, nor one under a name that is taken.
ABSTRACT_READERS = [] if CONFIG.screening.batch else SCREEN.recipients


rule apply_rules:
    input:
        records=RECORDS,
        matches=place("duplicates"),
        searches=place("searches"),
    output:
        decisions=place("rules"),
        by_source=report(
            place("rules_by_source"),
            category="4 Practical screen",
            caption="../report/rules_by_source.rst",
        ),
    log:
        place("log", job="4_practical_screen/apply_rules"),
    params:
        years=[SCREEN.years.first, SCREEN.years.last] if SCREEN.years else None,
        languages=SCREEN.languages,
        document_types=SCREEN.document_types,
        code=code_of("apply_rules"),
    message:
        "4 Practical screen: apply the rules on year, language and type"
    script:
        "../scripts/apply_rules.py"


# Keeps what a stop covers in data/stops/, once: no rule has it as output, so that none deletes it.
rule settle_screening:
    input:
        labels=REVIEW.label_files("screening"),
        matches=place("duplicates"),
        answers=REVIEW.label_files("duplicates"),
        checked=place("checked_rows", kind="screening"),
        rules=place("rules"),
        samples=REVIEW.sample_files,
    output:
        decisions=report(
            place("screening_decisions"),
            category="4 Practical screen",
            caption="../report/screening_decisions.rst",
        ),
        conflicts=place("screening_conflicts"),
        agreement=place("screening_agreement"),
        awaiting=place("screening_awaiting"),
        samples=report(
            place("samples"),
            category="4 Practical screen",
            caption="../report/samples.rst",
        ),
        labels=place("labels"),
        unread=place("unread"),
        reopened=place("screening_reopened"),
    log:
        place("log", job="4_practical_screen/settle_screening"),
    params:
        content=content_of(
            [
                *REVIEW.sample_files,
                *REVIEW.label_files("screening"),
                *REVIEW.label_files("duplicates"),
            ]
        ),
        team=SCREEN.team,
        reasons=REVIEW.known_reasons("abstracts"),
        reopenings=REVIEW.reopenings("abstracts"),
        planned=REVIEW.planned_certification,
        stop=SCREEN.stopped,
        stops=place("stops"),
        code=code_of("settle_screening"),
    message:
        "4 Practical screen: settle the reviewers' decisions"
    script:
        "../scripts/settle_screening.py"


rule settle_criteria:
    input:
        labels=REVIEW.label_files("screening"),
        matches=place("duplicates"),
        answers=REVIEW.label_files("duplicates"),
        checked=place("checked_rows", kind="screening"),
    output:
        answers=place("criteria_labels"),
        settled=place("criteria_settled"),
        agreement=place("criteria_agreement"),
        notes=place("criteria_notes"),
    log:
        place("log", job="4_practical_screen/settle_criteria"),
    params:
        content=content_of(
            [*REVIEW.label_files("screening"), *REVIEW.label_files("duplicates")]
        ),
        team=SCREEN.team,
        reasons=REVIEW.known_reasons("abstracts"),
        code=code_of("settle_criteria"),
    message:
        "4 Practical screen: gather the reviewers' answers on each criterion"
    script:
        "../scripts/settle_criteria.py"


rule place_abstracts:
    input:
        reports=place("reports"),
        rules=place("rules"),
    output:
        features=place("features"),
        words=place("criteria_words"),
        notes=place("notes"),
    log:
        place("log", job="4_practical_screen/place_abstracts"),
    resources:
        mem_mb=memory_of_job,
    params:
        model=CONFIG.screening.model,
        encoder=digest_model(CONFIG.screening.model),
        criteria=REVIEW.criteria_text,
        terms=[[one.id, one.text, one.terms] for one in SCREEN.criteria],
        spacy_model=CONFIG.spacy_model,
        version=VERSION,
        code=code_of("place_abstracts"),
    message:
        "4 Practical screen: compute the features of each abstract, once"
    script:
        "../scripts/place_abstracts.py"


rule rank_abstracts:
    input:
        reports=place("reports"),
        rules=place("rules"),
        features=place("features"),
        words=place("criteria_words"),
        labels=place("labels"),
        answers=place("criteria_settled"),
    output:
        ranking=place("ranking"),
        criteria=place("criteria"),
        models=place("criteria_models"),
        reasons=place("suggested_reasons"),
    log:
        place("log", job="4_practical_screen/rank_abstracts"),
    resources:
        mem_mb=memory_of_job,
    params:
        model=CONFIG.screening.model,
        criteria=REVIEW.criteria_text,
        seed=CONFIG.seed,
        show_score=CONFIG.screening.show_score,
        code=code_of("rank_abstracts"),
    message:
        "4 Practical screen: rank the abstracts that nobody labelled"
    script:
        "../scripts/rank_abstracts.py"


rule evaluate_ranking:
    input:
        reports=place("reports"),
        rules=place("rules"),
        features=place("features"),
        labels=place("labels"),
    output:
        performance=report(
            place("performance"),
            category="4 Practical screen",
            caption="../report/performance.rst",
        ),
        predictions=place("predictions"),
        audit=place("audit"),
        words=place("words"),
        reliability=place("reliability"),
        drift=place("drift"),
    log:
        place("log", job="4_practical_screen/evaluate_ranking"),
    resources:
        mem_mb=memory_of_job,
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
        rules=place("rules"),
        decisions=place("screening_decisions"),
        labels=place("labels"),
        unread=place("unread"),
        samples=place("samples"),
        ranking=place("ranking"),
    output:
        rules=report(
            place("stopping"),
            category="4 Practical screen",
            caption="../report/stopping.rst",
        ),
        curve=place("stopping_curve"),
    log:
        place("log", job="4_practical_screen/assess_stopping"),
    params:
        planned=REVIEW.planned_certification,
        stop=SCREEN.stopped,
        code=code_of("assess_stopping"),
    message:
        "4 Practical screen: check every rule for stopping"
    script:
        "../scripts/assess_stopping.py"


rule hand_out_abstracts:
    input:
        reports=place("reports"),
        ranking=place("ranking"),
        criteria=place("criteria"),
        reasons=place("suggested_reasons"),
        notes=place("notes"),
        awaiting=place("screening_awaiting"),
        conflicts=place("screening_conflicts"),
        unread=place("unread"),
        reopened=place("screening_reopened"),
        answers=place("criteria_labels"),
        labels=REVIEW.label_files("screening"),
    output:
        csv=update(
            expand(place("screening_sheet"), person=ABSTRACT_READERS, suffix="csv")
        ),
        xlsx=update(
            expand(place("screening_sheet"), person=ABSTRACT_READERS, suffix="xlsx")
        ),
        digests=update(place("screening_handed_out")),
    log:
        place("log", job="4_practical_screen/hand_out_abstracts"),
    params:
        content=content_of(REVIEW.label_files("screening")),
        people=SCREEN.recipients,
        adjudicator=SCREEN.adjudicator,
        choices=REVIEW.abstract_choices,
        prompts=REVIEW.criterion_columns,
        show_score=CONFIG.screening.show_score,
        purposes=REVIEW.sample_purposes,
        batch=CONFIG.screening.batch.model_dump() if CONFIG.screening.batch else None,
        seed=CONFIG.seed,
        folder=folder_of_sheets,
        code=code_of("hand_out_abstracts"),
    message:
        "4 Practical screen: write the sheets of abstracts"
    script:
        "../scripts/hand_out_abstracts.py"
