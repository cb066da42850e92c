# The review in this folder: 'snakemake --cores 2' makes results/ from config/ and data/.
include: "workflow/Snakefile"


rule all:
    input:
        RESULTS,
    message:
        "The review is up to date: open results/7_synthesis/report.html"
