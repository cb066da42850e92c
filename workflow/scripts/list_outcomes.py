from cireview.coding import CODED_VALUE
from cireview.coding.outcomes import list_outcomes
from cireview.logs import keep_log
from cireview.paper.tables import cite_reports
from cireview.prisma import FATE
from cireview.tables import RECORD, read_table, write_table
from cireview.tables.questions import find_question

params, inputs = snakemake.params, snakemake.input
with keep_log(snakemake.log[0]):
    fates, reports = read_table(inputs.fates, FATE), read_table(inputs.reports, RECORD)
    included = reports["record_id"].isin(fates.loc[fates["fate"] == "included", "report_id"])
    question = find_question(params.questions, snakemake.wildcards.dimension)
    codes = read_table(inputs.codes, CODED_VALUE)
    write_table(list_outcomes(codes, question, dict(cite_reports(reports[included]))), snakemake.output[0])
