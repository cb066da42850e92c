from cireview.coding import compose_texts, suggest_codes
from cireview.full_texts import read_full_texts, read_texts
from cireview.logs import keep_log
from cireview.tables import CODE, DECISION, INCLUDE, RECORD, read_table, write_table

params, tables = snakemake.params, snakemake.input
with keep_log(snakemake.log[0]):
    screening = read_table(tables.screening, DECISION)
    sought = screening.loc[screening["decision"] == INCLUDE, "record_id"]
    reports = read_table(tables.reports, RECORD)
    texts = read_texts(read_full_texts(tables.full_texts), tables.texts)
    texts = compose_texts(reports[reports["record_id"].isin(sought)], full_texts=texts)
    terms, model = {"criterion": params.terms}, params.spacy_model
    words = suggest_codes(texts, terms, scoped=False, spacy_model=model)
    write_table(words, snakemake.output[0], CODE)
