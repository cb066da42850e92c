from cireview.logs import keep_log
from cireview.search import SEARCH, combine
from cireview.tables import RECORD, REJECTED, read_table, write_table

with keep_log(snakemake.log[0]):
    for name, schema in {"records": RECORD, "rejected": REJECTED, "searches": SEARCH}.items():
        tables = [read_table(path, schema) for path in snakemake.input.get(name, [])]
        table = combine(tables, schema, missing=snakemake.params.missing if schema is SEARCH else ())
        write_table(table, snakemake.output[name], schema)
