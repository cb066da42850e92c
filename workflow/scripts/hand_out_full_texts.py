from cireview.full_texts import read_full_texts, report_names
from cireview.logs import keep_log
from cireview.sheets.content import Recipients, full_text_sheets
from cireview.sheets.handouts import write_handouts
from cireview.sources.open_access import OPEN_ACCESS
from cireview.tables import CODE, DECISIONS, MATCH, RECORD, read_table

params, tables, waiting = snakemake.params, snakemake.input, ("awaiting", "conflicts")
with keep_log(snakemake.log[0]):
    sheets = full_text_sheets(
        read_table(tables.reports, RECORD),
        names=report_names(read_table(tables.matches, MATCH)),
        full_texts=read_full_texts(tables.full_texts),
        criteria=read_table(tables.criteria[0], CODE) if tables.criteria else CODE.empty(),
        places=read_table(tables.open_access[0], OPEN_ACCESS) if tables.open_access else None,
        retrieved=read_table(tables.retrieved),
        recipients=Recipients(**params.readers, **{name: read_table(tables[name]) for name in waiting}),
    )
    choices = {"retrieved": ["yes", "no"], "decision": list(DECISIONS), "reason": params.reasons}
    write_handouts(sheets, params.folder, choices=choices)
