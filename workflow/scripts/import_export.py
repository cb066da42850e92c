from cireview.formats import read_export
from cireview.logs import keep_log
from cireview.search.log import describe_search
from cireview.tables import LINE, RECORD, REJECTED, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    key = snakemake.wildcards.export
    reading = read_export(snakemake.input[0], source=params.source, search_id=key, encoding=params.encoding)
    write_table(reading.records, snakemake.output.records, RECORD)
    write_table(reading.lines, snakemake.output.lines, LINE)
    write_table(reading.rejected, snakemake.output.rejected, REJECTED)
    search = describe_search(
        reading,
        file=snakemake.input[0],
        source=params.source,
        search_id=key,
        searched_on=params.searched_on,
    )
    write_table(search, snakemake.output.search)
