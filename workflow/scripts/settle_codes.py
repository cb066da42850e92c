from cireview.coding import Codable, fill_unreported, measure_coding, read_coding, settle_codes
from cireview.labels import Team, read_matches
from cireview.logs import keep_log
from cireview.tables import DECISION, INCLUDE, read_table, write_table

params, inputs = snakemake.params, snakemake.input
with keep_log(snakemake.log[0]):
    team, eligibility = Team(**params.team), read_table(inputs.eligibility, DECISION)
    coding = read_coding(inputs.labels, coders=team.people, **params.codebook)
    matches = read_matches(inputs.matches, inputs.answers)
    included = sorted(eligibility.loc[eligibility["decision"] == INCLUDE, "record_id"])
    of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    codable = Codable(of, included, list(params.codebook["values"]), team)
    filled = fill_unreported(coding, report_of=of, **params.secondhand)
    coded = settle_codes(filled, codable)
    for name in ("codes", "conflicts", "awaiting"):
        write_table(getattr(coded, name), snakemake.output[name])
    write_table(measure_coding(coding, codable), snakemake.output.agreement)
