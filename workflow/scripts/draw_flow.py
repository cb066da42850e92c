from cireview.figures.flow_files import draw_flow
from cireview.flow.entries import Shown
from cireview.logs import keep_log
from cireview.prisma.table import read_flow, read_notes
from cireview.tables import read_table

with keep_log(snakemake.log[0]):
    table = read_table(snakemake.input.flow)
    draw_flow(read_flow(table), snakemake.output, shown=Shown(notes=tuple(read_notes(table))))
