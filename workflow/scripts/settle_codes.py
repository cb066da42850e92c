from cireview.coding import Codable, fill_unreported, measure_coding, read_coding, settle_codes
from cireview.labels import Team, read_matches
from cireview.logs import keep_log
from cireview.tables import DECISION, INCLUDE, read_table, write_table
from cireview.tables.questions import make_questions

params, inputs = snakemake.params, snakemake.input
with keep_log(snakemake.log[0]):
    team, questions = Team(**params.team), make_questions(params.questions)
    coding = read_coding(inputs.labels, questions=questions, coders=team.people)
    matches = read_matches(inputs.matches, inputs.answers)
    eligibility = read_table(inputs.eligibility, DECISION)
    included = sorted(eligibility.loc[eligibility["decision"] == INCLUDE, "record_id"])
    of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    codable = Codable(of, included, questions, team)
    filled = fill_unreported(coding, report_of=of, **params.secondhand)
    coded = settle_codes(filled, codable)
    for name in ("codes", "conflicts", "awaiting"):
        write_table(getattr(coded, name), snakemake.output[name])
    write_table(measure_coding(coding, codable), snakemake.output.agreement)
