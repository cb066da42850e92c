from cireview.logs import keep_log
from cireview.review import load_review
from cireview.search.log import list_sources
from cireview.tables import write_table

with keep_log(snakemake.log[0]):
    review = load_review(".", config=snakemake.config)
    missing_keys = snakemake.params.missing_keys
    sources = list_sources(review.protocol, exports=review.exports, missing_keys=missing_keys)
    write_table(sources, snakemake.output[0])
