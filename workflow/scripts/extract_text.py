import warnings
from pathlib import Path

from cireview.full_texts import EXTRACTED, describe_extracted, extract_text
from cireview.logs import keep_log
from cireview.tables import write_table

with keep_log(snakemake.log[0]):
    file = Path(snakemake.input[0])
    extracted = extract_text(file)
    if extracted.note:
        warnings.warn(f"{file.as_posix()}: {extracted.note}", stacklevel=1)
    Path(snakemake.output.text).write_text(extracted.text, encoding="utf-8", newline="\n")
    write_table(describe_extracted(file.name, extracted), snakemake.output.row, EXTRACTED)
