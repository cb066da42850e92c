"""Citations of what is included: seeds in one run, their search in the next, the figure's second column."""

import shutil

import pytest
from sources.looking_up import LOOKING_UP
from sources.server import Server
from typer.testing import CliRunner
from workflow.conftest import NO_NETWORK, ROOT, Folder

from cireview.cli import app
from cireview.places import OPTIONAL, STANDING, find_made
from cireview.prisma.table import read_flow
from cireview.review.status import list_awaiting, list_rounds
from cireview.tables import read_table
from cireview.tables.spreadsheets import read_sheet, write_sheet

pytestmark = pytest.mark.workflow

PROTOCOL = """
title: A small review
question: {main: How partnerships work}
sources:
  - {name: PubMed, export: pubmed.ris}
  - {name: WHO, kind: website, export: who.csv, how: list of publications read}
  - {name: Citation searching, kind: citations, searched_on: 2021-05}
search: {query: partnership, date: 2021-04}
practical_screen: &screen
  criteria: [{id: partnership, text: it is about partnerships, terms: [partnership]}]
  reviewers: [anna]
methodological_screen: *screen
review: {coders: [anna]}
"""
CODEBOOK = """
dimensions:
  - id: country
    label: Country
    question: Where?
    kind: single
    values: [{id: finland, label: Finland}, {id: other, label: Another}]
"""
FOUND = [("1", "Partnerships for well-being"), ("3", "Backbones of coalitions"), ("7", "Trains in winter")]
TYPED = (
    'title,authors,year,doi\nBackbones of coalitions,"Gauss, C",2012,10.5555/w3\nPlays for children,,2001,\n'
)
REDIRECT = """
import requests.adapters

send = requests.adapters.HTTPAdapter.send

def redirect(self, request, **settings):
    from cireview.sources import APIS
    for one in APIS:
        request.url = request.url.replace(one.service.base_url, "{address}/" + one.key)
    return send(self, request, **settings)

requests.adapters.HTTPAdapter.send = redirect
"""
SCREEN, SYNTHESIS = "4_practical_screen", "7_synthesis"
NEEDED = [f"{SCREEN}/sheets/digests.csv", "5_methodological_screen/seeds.csv", f"{SYNTHESIS}/prisma/flow.svg"]
NEEDED = [f"results/{name}" for name in (*NEEDED, f"{SYNTHESIS}/checklists/prisma_s.csv")]


@pytest.fixture
def small(tmp_path):
    """Return a review of two sources and a citation search, of which nothing is decided yet."""
    path = tmp_path / "review"
    for part in ("workflow", "profiles"):
        shutil.copytree(ROOT / part, path / part)
    shutil.copy(ROOT / "Snakefile", path)
    for name, text in {
        "config/protocol.yaml": PROTOCOL,
        "config/codebook.yaml": CODEBOOK,
        "config/config.yaml": "seed: 1\n",
        "data/exports/who.csv": TYPED,
        "data/exports/pubmed.ris": "".join(
            f"TY  - JOUR\nAN  - {n}\nTI  - {title}\nPY  - 2015\nDO  - 10.5555/w{n}\nER  - \n"
            for n, title in FOUND
        ),
    }.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text)
    return Folder(path)


def run(folder, customize, *files):
    """Make files of the review, every process beginning with this Python code; return the flow."""
    status, said = folder.run(*files, customize=customize)
    assert status == 0, said
    return read_flow(read_table(folder.path / "results/7_synthesis/prisma/flow.csv"))


def fill(folder, number, *included):
    """Fill the sheets of both screens from the records that are handed out, by their titles."""
    sheet = read_sheet(folder.path / "results/4_practical_screen/sheets/screening_anna.csv").drop(
        columns="_row"
    )
    sheet["decision"] = ["include" if title in included else "exclude" for title in sheet["title"]]
    taken = sheet[sheet["decision"] == "include"]
    assert len(taken) == len(included)
    write_sheet(sheet, folder.path / f"data/labels/screening/anna_{number}.csv")
    judged = taken[["record_id", "reviewer", "decision"]].assign(retrieved="yes", reason="", note="")
    write_sheet(judged, folder.path / f"data/labels/eligibility/anna_{number}.csv")


def round_of(folder):
    return list_rounds(find_made(folder.path, (*STANDING, *OPTIONAL))).iloc[0].to_dict()


def test_citations_of_included_articles_come_back_as_records_and_count_in_the_second_column(small):
    results, archive = small.path / "results", small.path / "data/search"
    for stage in ("screening", "eligibility"):
        (small.path / "data/labels" / stage).mkdir(parents=True)

    flow = run(small, NO_NETWORK, *NEEDED)
    assert (flow["database_results"], flow["website_results"], flow["citations_results"]) == (3, 2, 0)
    assert (flow["awaiting_screening"], flow["other_already_found"], flow["other_awaiting_screen"]) == (
        3,
        1,
        1,
    )
    assert round_of(small)["state"] == "waiting"
    assert not archive.exists()

    fill(small, 1, "Partnerships for well-being")
    flow = run(small, NO_NETWORK)
    assert (flow["new_reports"], flow["records_excluded"], flow["other_screened_out"]) == (1, 2, 1)
    assert round_of(small)["note"] == "1 included article: run again to search their citations"
    assert [file.name for file in archive.rglob("*") if file.is_file()] == ["seeds.csv"]
    said = CliRunner().invoke(app, ["status", str(small.path)]).stdout
    assert "Citation searching: 1 included article: run again to search their citations\n" in said
    assert "run again to search their citations" in (results / "7_synthesis/report.html").read_text()
    checklist = read_table(results / "7_synthesis/checklists/prisma_s.csv").set_index("item")["told"]
    assert checklist["5"].startswith("Citation searching: still to be made")
    assert "Incomplete search" in (results / "7_synthesis/prisma/flow.svg").read_text()

    with Server(plays=LOOKING_UP) as server:
        flow = run(small, REDIRECT.format(address=server.address), *NEEDED)
    hits = read_table(results / "3_search/citations.csv")
    assert (flow["citations_results"], len(hits)) == (8, 10)  # two works are known to two services
    assert set(hits["seed_id"]) == {"pubmed:1"}
    assert flow["new_reports"] == 1
    assert flow["other_awaiting_screen"] > 0
    assert round_of(small)["state"] == "searched"
    log = read_table(results / "3_search/searches.csv").set_index("source").loc["Citation searching"]
    assert log[["query", "found", "imported", "complete"]].tolist() == [
        "backward and forward citations of 1 included article", "8", "8", "yes",
    ]  # fmt: skip
    assert (
        list_awaiting(find_made(small.path, STANDING), [])["n"].tolist()[0] == flow["other_awaiting_screen"]
    )

    fill(small, 2, "Schools and neighbourhoods")
    flow = run(small, NO_NETWORK)
    assert (flow["dbr_assessed"], flow["other_assessed"]) == (1, 1)
    assert flow["new_reports"] == flow["new_studies"] == 2
    page = (results / "7_synthesis/report.html").read_text()
    assert "Full texts: 1 assessed, 0 not retrieved. By other methods: 1 assessed, 0 not retrieved." in page
    assert f"and {flow['other_screened_out']} excluded on title and abstract" in page
    assert flow["other_awaiting_screen"] == flow["other_awaiting"] == 0
    assert "1 included article is not among the seeds" in round_of(small)["note"]
    svg = (results / "7_synthesis/prisma/flow.svg").read_text()
    assert "Identification of studies via other methods" in svg
    assert "Incomplete search" not in svg
    checklist = read_table(results / "7_synthesis/checklists/prisma_s.csv").set_index("item")["told"]
    assert checklist["4"] == "WHO: 2 records, list of publications read"
    assert (
        checklist["5"]
        == "Citation searching: 8 records, backward and forward citations of 1 included article"
    )

    before, archived = small.bytes_of("results"), small.bytes_of("data")
    shutil.rmtree(results)
    run(small, NO_NETWORK, *NEEDED)
    again = small.bytes_of("results")
    assert set(NEEDED) < set(again)
    assert [name for name in again if again[name] != before[name] and "/logs/" not in name] == []
    assert small.bytes_of("data") == archived
    assert "Nothing to be done" in small.run(*NEEDED)[1]
