from cireview.coding import measure_coding, read_coding, settle_codes
from cireview.labels import read_matches
from cireview.logs import keep_log
from cireview.tables import DECISION, INCLUDE, read_table, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    coding = read_coding(
        snakemake.input.labels, values=params.values, single=params.single, coders=params.coders
    )
    eligibility = read_table(snakemake.input.eligibility, DECISION)
    matches = read_matches(snakemake.input.matches, snakemake.input.answers)
    included = sorted(eligibility.loc[eligibility["decision"] == INCLUDE, "record_id"])
    of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    given = {"report_of": of, "reports": included, "dimensions": list(params.values), "coders": params.coders}
    coded = settle_codes(coding, **given)
    for name in ("codes", "conflicts", "awaiting"):
        write_table(getattr(coded, name), snakemake.output[name])
    write_table(measure_coding(coding, **given), snakemake.output.agreement)
