from cireview.logs import keep_log
from cireview.practical_screen import keep_passed
from cireview.screening import learn_criteria, open_space, rank, suggest_reasons
from cireview.tables import DECISION, INCLUDE, RECORD, read_table, write_table

params, given, output = snakemake.params, snakemake.input, snakemake.output
with keep_log(snakemake.log[0]):
    reports = keep_passed(read_table(given.reports, RECORD), read_table(given.rules, DECISION))
    read = read_table(given.labels).set_index("record_id")
    read = read[read["trains"] == "yes"]
    labels = (read["decision"] == INCLUDE).astype(bool)
    settings = {"criteria": params.criteria, "model": params.model}
    space = open_space(given.features, reports, **settings)
    ranking = rank(reports, labels, seed=params.seed, space=space, quote=params.show_score, **settings)
    said = read_table(given.words), read_table(given.answers), read["reason"]
    criteria, models = learn_criteria(space, *said, model=params.model, seed=params.seed)
    tables = {"ranking": ranking, "criteria": criteria, "models": models}
    tables["reasons"] = suggest_reasons(criteria, ranking, read["reason"])
    for name, table in tables.items():
        write_table(table, output[name])
