from cireview.coding import SUGGESTED, add_pages, compose_texts, suggest_codes
from cireview.full_texts import list_page_starts, read_full_texts, read_texts
from cireview.logs import keep_log
from cireview.tables import DECISION, INCLUDE, RECORD, read_table, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    eligibility = read_table(snakemake.input.eligibility, DECISION)
    included = eligibility.loc[eligibility["decision"] == INCLUDE, "record_id"]
    reports = read_table(snakemake.input.reports, RECORD)
    reports = reports[reports["record_id"].isin(included)]
    full_texts = read_full_texts(snakemake.input.full_texts)
    texts = compose_texts(reports, full_texts=read_texts(full_texts, snakemake.input.texts))
    wanted = {"numbers": params.numbers, "cues": params.cues, "spacy_model": params.spacy_model}
    codes = suggest_codes(texts, params.terms, **wanted)
    write_table(add_pages(codes, list_page_starts(full_texts)), snakemake.output[0], SUGGESTED)
