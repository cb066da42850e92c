from pathlib import Path

from cireview.logs import keep_log
from cireview.query import write_queries_page
from cireview.review import load_review
from cireview.search.log import native_queries
from cireview.tables import write_table

with keep_log(snakemake.log[0]):
    table = native_queries(load_review(".", config=snakemake.config).protocol)
    write_table(table, snakemake.output.table)
    page = write_queries_page(table)
    Path(snakemake.output.markdown).write_text(page, encoding="utf-8", newline="\n")
