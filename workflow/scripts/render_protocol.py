from pathlib import Path

from cireview.logs import keep_log
from cireview.protocol import render_protocol
from cireview.review import load_review

with keep_log(snakemake.log[0]):
    review = load_review(".", config=snakemake.config)
    text = render_protocol(review.protocol, review.codebook)
    Path(snakemake.output[0]).write_text(text, encoding="utf-8", newline="\n")
