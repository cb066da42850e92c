from cireview.formats import read_export
from cireview.logs import keep_log
from cireview.search.log import describe_search
from cireview.tables import LINE, RECORD, REJECTED, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    key = snakemake.wildcards.export
    about = {"source": params.source, "search_id": key, "source_id": key, "encoding": params.encoding}
    reading = read_export(snakemake.input[0], **about)
    write_table(reading.records, snakemake.output.records, RECORD)
    write_table(reading.lines, snakemake.output.lines, LINE)
    write_table(reading.rejected, snakemake.output.rejected, REJECTED)
    told = {"file": snakemake.input[0], "sha256": params.content[snakemake.input[0]], "search_id": key}
    told |= {"searched_on": params.searched_on}
    search = describe_search(reading, source=params.source, **told)
    write_table(search, snakemake.output.search)
