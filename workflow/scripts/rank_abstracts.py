from cireview.logs import keep_log
from cireview.screening import rank, score_criteria
from cireview.tables import DECISION, INCLUDE, RECORD, read_table, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    rules = read_table(snakemake.input.rules, DECISION)
    screened = rules.loc[rules["decision"] == INCLUDE, "record_id"]
    reports = read_table(snakemake.input.reports, RECORD)
    reports = reports[reports["record_id"].isin(screened)].reset_index(drop=True)
    labels = read_table(snakemake.input.labels)
    labels = (labels.set_index("record_id")["decision"] == INCLUDE).astype(bool)
    settings = {"criteria": params.criteria, "model": params.model, "seed": params.seed}
    write_table(rank(reports, labels, spacy_model=params.spacy_model, **settings), snakemake.output.ranking)
    scores = score_criteria(reports, params.terms, spacy_model=params.spacy_model)
    write_table(scores, snakemake.output.criteria)
