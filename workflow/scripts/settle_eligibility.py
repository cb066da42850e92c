from cireview.full_texts import list_at_hand, read_full_texts
from cireview.labels import Reopening, Team, read_labels, read_matches, settle_eligibility
from cireview.logs import keep_log
from cireview.tables import DECISION, read_table, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    team = Team(**params.team)
    tables = settle_eligibility(
        read_labels(snakemake.input.labels, stage="eligibility", people=team.people, reasons=params.reasons),
        matches=read_matches(snakemake.input.matches, snakemake.input.answers),
        screening=read_table(snakemake.input.screening, DECISION),
        team=team,
        at_hand=list_at_hand(read_full_texts(snakemake.input.full_texts)),
        reopenings=[Reopening(**one) for one in params.reopenings],
    )
    for name, table in tables.items():
        write_table(table, snakemake.output[name])
