from cireview.logs import keep_log
from cireview.paper.draw import draw_paper_figures
from cireview.review import load_review

with keep_log(snakemake.log[0]):
    review = load_review(".", config=snakemake.config)
    draw_paper_figures(review, dict(snakemake.input.items()), dict(snakemake.output.items()))
