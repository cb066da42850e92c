import csv
import json
from pathlib import Path

from cireview.logs import keep_log
from cireview.provenance import describe_origin

with keep_log(snakemake.log[0]):
    with Path(snakemake.input.searches).open(encoding="utf-8-sig", newline="") as searches:
        dates = [row["searched_on"] for row in csv.DictReader(searches)]
    origin = describe_origin(searched_on=dates, **snakemake.params.origin)
    text = json.dumps(origin, ensure_ascii=False, indent=1)
    Path(snakemake.output[0]).write_text(text + "\n", encoding="utf-8", newline="\n")
