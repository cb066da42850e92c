from cireview.coding import SUGGESTED, SUGGESTION_SCORE, score_suggestions
from cireview.logs import keep_log
from cireview.tables import CODE, read_table, write_table
from cireview.tables.questions import make_questions

params, inputs = snakemake.params, snakemake.input
with keep_log(snakemake.log[0]):
    scores = score_suggestions(
        read_table(inputs.suggestions, SUGGESTED),
        read_table(inputs.codes, CODE),
        read_table(inputs.awaiting),
        questions=make_questions(params.questions),
        suggestible=params.suggestible,
        unreported=params.unreported,
    )
    write_table(scores, snakemake.output[0], SUGGESTION_SCORE)
