from cireview.figures.flow_diagram import draw_flow
from cireview.flow.entries import Shown
from cireview.labels.studies import tell_studies
from cireview.logs import keep_log
from cireview.prisma.table import read_flow
from cireview.search.log import tell_gaps
from cireview.tables import read_table

with keep_log(snakemake.log[0]):
    counts = read_flow(read_table(snakemake.input.flow))
    notes = [*tell_gaps(read_table(snakemake.input.searches)), *tell_studies(counts, snakemake.input.studies)]
    draw_flow(counts, snakemake.output, shown=Shown(notes=tuple(notes)))
