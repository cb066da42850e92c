from cireview.logs import keep_log
from cireview.paper.make import write_paper_tables
from cireview.review import load_review

with keep_log(snakemake.log[0]):
    write_paper_tables(load_review(".", config=snakemake.config), "results")
