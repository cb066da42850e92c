from cireview.deduplication import Choices, compare_shard, normalise
from cireview.logs import keep_log
from cireview.tables import MATCH, RECORD, read_table, write_table

with keep_log(snakemake.log[0]):
    forms = normalise(read_table(snakemake.input.records, RECORD))
    earlier = snakemake.input.get("earlier")
    pairs = compare_shard(
        forms,
        shard=int(snakemake.wildcards.shard),
        shards=snakemake.params.shards,
        earlier=read_table(earlier, MATCH) if earlier else None,
        workers=snakemake.threads,
        choices=Choices.read(snakemake.params.preprints, snakemake.params.caution),
    )
    write_table(pairs, snakemake.output[0])
