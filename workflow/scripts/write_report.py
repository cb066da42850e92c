from pathlib import Path

from cireview.logs import keep_log
from cireview.paper.report import render_report
from cireview.review import load_review

with keep_log(snakemake.log[0]):
    text = render_report(load_review(".", config=snakemake.config), "results")
    Path(snakemake.output[0]).write_text(text, encoding="utf-8", newline="\n")
