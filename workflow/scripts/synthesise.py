from cireview.logs import keep_log
from cireview.review import load_review
from cireview.synthesis.make import write_synthesis

with keep_log(snakemake.log[0]):
    review = load_review(".", config=snakemake.config)
    write_synthesis(review, dict(snakemake.input.items()), dict(snakemake.output.items()))
