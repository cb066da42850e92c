from cireview.logs import keep_log
from cireview.screening import note_texts, rank, score_criteria, suggest_reasons
from cireview.tables import DECISION, INCLUDE, RECORD, read_table, write_table

params, output = snakemake.params, snakemake.output
with keep_log(snakemake.log[0]):
    rules = read_table(snakemake.input.rules, DECISION)
    screened = rules.loc[rules["decision"] == INCLUDE, "record_id"]
    reports = read_table(snakemake.input.reports, RECORD)
    reports = reports[reports["record_id"].isin(screened)].reset_index(drop=True)
    read = read_table(snakemake.input.labels).set_index("record_id")
    labels = (read["decision"] == INCLUDE).astype(bool)
    settings = {"criteria": params.criteria, "seed": params.seed, "spacy_model": params.spacy_model}
    write_table(rank(reports, labels, model=params.model, **settings), output.ranking)
    scores = score_criteria(reports, params.terms, spacy_model=params.spacy_model)
    write_table(scores, output.criteria)
    write_table(suggest_reasons(reports, read["reason"], scores, model=params.model), output.reasons)
    write_table(note_texts(reports), output.notes)
