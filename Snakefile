# The review in this folder: 'snakemake --cores 2' makes results/ from config/ and data/.
configfile: "config/config.yaml"


include: "workflow/Snakefile"
