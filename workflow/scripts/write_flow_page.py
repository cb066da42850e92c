from pathlib import Path

from cireview.logs import keep_log
from cireview.paper.flow_page import render_flow_page
from cireview.review import load_review

with keep_log(snakemake.log[0]):
    review = load_review(".", config=snakemake.config)
    text = render_flow_page(review, dict(snakemake.input.items()))
    Path(snakemake.output[0]).write_text(text, encoding="utf-8", newline="\n")
