from cireview.labels.studies import read_studies
from cireview.logs import keep_log
from cireview.paper.tables import cite_reports
from cireview.prisma import FATE
from cireview.prisma.studies import suggest_studies
from cireview.sheets.handouts import write_handouts
from cireview.sheets.studies import study_sheet
from cireview.tables import RECORD, read_table

given = snakemake.input
with keep_log(snakemake.log[0]):
    fates, said = read_table(given.fates, FATE), read_studies(given.studies)
    included = fates.loc[fates["fate"] == "included", "report_id"]
    reports = read_table(given.reports, RECORD)
    reports = reports[reports["record_id"].isin(included)].reset_index(drop=True)
    reports = reports.assign(article=cite_reports(reports).tolist())
    sheet = study_sheet(reports, suggest_studies(reports), said)
    write_handouts({"studies": sheet}, snakemake.params.folder, choices={})
