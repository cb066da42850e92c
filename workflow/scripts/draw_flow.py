from cireview.flow_diagram import draw_flow
from cireview.flow_table import read_flow
from cireview.logs import keep_log
from cireview.tables import read_table

with keep_log(snakemake.log[0]):
    counts = read_flow(read_table(snakemake.input[0]))
    missing = snakemake.params.missing
    notes = [f"Search incomplete: no export file of {', '.join(missing)}."] if missing else []
    draw_flow(counts, snakemake.output, notes=notes)
