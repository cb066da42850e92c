"""Many finished reviews replayed as jobs of a workflow, with the same result as on the command line."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from warm import starter

pytestmark = pytest.mark.workflow
SNAKEFILE = Path(__file__).parents[2] / "workflow/simulate.smk"


def write_review(path, topic):
    rows = [
        {
            "record_id": place,
            "title": f"{topic if place % 4 == 0 else 'weather'} report {place}",
            "abstract": f"About {topic if place % 4 == 0 else 'rain and wind'} in town {place % 7}",
            "label_included": int(place % 4 == 0),
        }
        for place in range(40)
    ]
    pd.DataFrame(rows).to_csv(path, index=False)


def test_every_review_and_seed_is_a_job_and_gives_what_the_command_line_gives(tmp_path):
    (tmp_path / "reviews").mkdir()
    for topic in ("children", "schools"):
        write_review(tmp_path / f"reviews/{topic}.csv", topic)
    (tmp_path / "reviews/criteria.csv").write_text(
        "review,question,criteria\nchildren,What of children?,children\nschools,What of schools?,schools\n"
    )
    asked = ["-s", SNAKEFILE, "--cores", "2", "--config", "reviews=reviews", "seeds=2"]
    status, said = starter().run(*asked, folder=tmp_path)
    assert status == 0, said
    metrics = pd.read_csv(tmp_path / "results/simulations/metrics.csv")
    assert metrics[["review", "seed"]].to_numpy().tolist() == [
        ["children", 1],
        ["children", 2],
        ["schools", 1],
        ["schools", 2],
    ]
    (tmp_path / "words.txt").write_text("What of schools?\nschools")
    arguments = ["reviews/schools.csv", "-o", "out", "--seed", "2", "--criteria", "words.txt"]
    command = [sys.executable, "-m", "cireview", "simulate", *arguments]
    subprocess.run(command, cwd=tmp_path, check=True)
    order = (tmp_path / "results/simulations/schools/2/order.csv").read_text()
    assert (tmp_path / "out/order.csv").read_text() == order
