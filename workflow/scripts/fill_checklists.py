from cireview.logs import keep_log
from cireview.paper.reporting import write_checklists
from cireview.review import load_review

with keep_log(snakemake.log[0]):
    review = load_review(".", config=snakemake.config)
    write_checklists(review, dict(snakemake.input.items()), dict(snakemake.output.items()))
