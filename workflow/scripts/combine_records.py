from cireview.citations.search import CITATION, CITATION_LOG
from cireview.identity import register_records
from cireview.logs import keep_log
from cireview.search.log import combine, seal_log
from cireview.sources.outcome import SEARCH_LOG
from cireview.tables import LINE, RECORD, REJECTED, read_table, write_table

SCHEMAS = {"records": RECORD, "lines": LINE, "rejected": REJECTED, "searches": SEARCH_LOG}
SCHEMAS |= {"citations": CITATION, "citation_searches": CITATION_LOG}
with keep_log(snakemake.log[0]):
    tables = {
        name: combine([read_table(path, schema) for path in snakemake.input.get(name, [])], schema)
        for name, schema in SCHEMAS.items()
    }
    kept = register_records(tables["records"], snakemake.params.register)
    tables |= {name: kept.rename(tables[name]) for name in ("lines", "citations")}
    read = [tables["searches"], read_table(snakemake.input.sources), read_table(snakemake.input.queries)]
    tables["searches"] = seal_log(*read, facts=snakemake.params.facts, folder=snakemake.params.sealed)
    for name, table in (tables | {"records": kept.records}).items():
        write_table(table, snakemake.output[name])
