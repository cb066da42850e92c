from cireview.figures.flow_files import draw_flow
from cireview.flow.entries import Shown
from cireview.labels.studies import tell_studies
from cireview.logs import keep_log
from cireview.prisma.table import read_flow, read_notes
from cireview.search.log import tell_gaps
from cireview.tables import read_table

with keep_log(snakemake.log[0]):
    table = read_table(snakemake.input.flow)
    counts = read_flow(table)
    gaps = tell_gaps(read_table(snakemake.input.searches))
    shown = Shown(notes=(*gaps, *tell_studies(counts, snakemake.input.studies), *read_notes(table)))
    draw_flow(counts, snakemake.output, shown=shown)
