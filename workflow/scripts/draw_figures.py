from cireview.logs import keep_log
from cireview.paper.make import draw_paper_figures
from cireview.review import load_review

with keep_log(snakemake.log[0]):
    draw_paper_figures(load_review(".", config=snakemake.config), "results")
