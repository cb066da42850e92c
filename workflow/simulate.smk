# Replays the screening of many finished reviews, a job for each review and seed:
#   snakemake -s workflow/simulate.smk --cores 2 --config reviews=FOLDER seeds=5
# FOLDER holds labelled reviews (<review>.csv or .csv.gz, columns as ASReview names them) and, if it is there,
# criteria.csv with review, question and criteria. Results go to results/simulations/.
from pathlib import Path
from cireview import workflow_folder

FOLDER = Path(config["reviews"])
SEEDS = range(1, int(config.get("seeds", 5)) + 1)
FILES = {
    path.name.split(".")[0]: path
    for path in sorted(FOLDER.glob("*.csv*"))
    if path.name != "criteria.csv"
}
CRITERIA = [FOLDER / "criteria.csv"] if (FOLDER / "criteria.csv").is_file() else []


container: "docker://python:3.12-slim"


wildcard_constraints:
    review="|".join(FILES),
    seed="[0-9]+",


rule all:
    input:
        "results/simulations/metrics.csv",


rule replay_review:
    input:
        labelled=lambda wildcards: FILES[wildcards.review],
        criteria=CRITERIA,
    output:
        order="results/simulations/{review}/{seed}/order.csv",
        metrics="results/simulations/{review}/{seed}/metrics.csv",
    log:
        "results/logs/simulations/{review}/{seed}.log",
    params:
        model=config.get("model", "default"),
    message:
        "Replay {wildcards.review}, seed {wildcards.seed}"
    script:
        "scripts/replay_review.py"


rule gather_metrics:
    input:
        expand(
            "results/simulations/{review}/{seed}/metrics.csv", review=FILES, seed=SEEDS
        ),
    output:
        "results/simulations/metrics.csv",
    log:
        "results/logs/simulations/gather_metrics.log",
    message:
        "Put the measures of all runs together"
    script:
        "scripts/gather_metrics.py"
