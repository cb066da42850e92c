"""Full texts saved as PDF give suggestions with their sentences; what cannot be read stops nothing."""

import pytest
from full_texts.tiny_pdf import ARTICLE, pdf
from sources.looking_up import LOOKING_UP, look_up
from sources.plays import as_json
from sources.server import Server
from workflow.conftest import NO_NETWORK

from cireview.sources.lookup import bare_id
from cireview.sources.open_access import OPEN_ACCESS, find_open_access
from cireview.tables import RECORD, read_table
from cireview.tables.spreadsheets import read_sheet

pytestmark = pytest.mark.workflow

PAGE = [b"=1+1 South African <script>alert(1)</script> young-", b"sters were asked.", *ARTICLE]
AWAITED = "ebsco:999127968"


def test_a_pdf_gives_a_suggestion_with_its_sentence_and_is_known_to_be_retrieved(rerunnable):
    matches = read_table(rerunnable.path / "results/3_search/duplicates.csv")
    report_of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    awaited = report_of[AWAITED]
    decided = read_table(rerunnable.path / "results/5_methodological_screen/decisions.csv")
    included = set(decided.loc[decided["decision"] == "include", "record_id"])
    duplicate = max(one for one, report in report_of.items() if report in included and one != report)
    judged = report_of[duplicate]
    folder = rerunnable.path / "data/fulltext"
    folder.mkdir()
    (folder / f"{duplicate.replace(':', '_')}.pdf").write_bytes(pdf(PAGE))
    (folder / f"{awaited.replace(':', '_')}.pdf").write_bytes(pdf([]))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    forget(rerunnable, [one for one, report in report_of.items() if report == awaited])
    protocol = rerunnable.path / "config/protocol.yaml"
    criterion = "    - id: no_children\n"
    protocol.write_text(protocol.read_text().replace(criterion, f"{criterion}      terms: [youngster]\n"))
    status, said = rerunnable.run()
    assert status == 0, said
    results = rerunnable.path / "results"
    table = read_table(results / "5_methodological_screen/full_texts.csv").set_index("status")
    assert table["report_id"].to_dict() == {"broken": "", "no text": awaited, "read": judged}
    log = results / "logs/5_methodological_screen"
    assert "no record has this name" in (log / "match_full_texts.log").read_text()
    assert "data/fulltext/broken.pdf" in (log / "extract_text/broken.pdf.log").read_text()
    assert (results / "5_methodological_screen/texts/broken.pdf.txt").read_text() == ""

    codes = read_table(results / "6_review/suggestions.csv").set_index(["record_id", "value"])
    evidence = "=1+1 South African <script>alert(1)</script> youngsters were asked."
    country = codes.loc[(judged, "South_Africa"), ["dimension", "evidence", "struck"]]
    assert country.tolist() == ["initiative_country", evidence, ""]
    speaks = read_table(results / "5_methodological_screen/criteria.csv").set_index("record_id")
    assert speaks.loc[judged, ["value", "evidence"]].tolist() == ["no_children", evidence]
    assert "<script>alert" not in (results / "7_synthesis/report.html").read_text()

    sheets = results / "5_methodological_screen/sheets"
    sheet = read_sheet(sheets / "eligibility_consensus.xlsx").set_index("record_id")
    name = f"{awaited.replace(':', '_')}.pdf"
    told = ["yes", f"{name} (no text)", name]
    assert sheet.loc[awaited, ["retrieved_so_far", "full_text", "save_as"]].tolist() == told
    fates = read_table(results / "7_synthesis/fates.csv").set_index("record_id")["fate"]
    assert fates[awaited] == "awaiting_assessment"
    assert "Nothing to be done" in rerunnable.run()[1]


SHEETS = "results/5_methodological_screen/sheets/digests.csv"


def test_free_versions_stand_in_the_sheets_and_the_network_may_be_gone(rerunnable):
    protocol = rerunnable.path / "config/protocol.yaml"
    key = "methodological_screen:\n"
    protocol.write_text(protocol.read_text().replace(key, f"{key}  open_access: 2020-03\n"))
    results = rerunnable.path / "results"
    reports = read_table(results / "3_search/unique.parquet", RECORD)
    dois = reports.set_index("record_id")["doi"]
    matches = read_table(results / "3_search/duplicates.csv").set_index("record_id")
    awaited = matches.loc[AWAITED, "report_id"]
    forget(rerunnable, matches.index[matches["report_id"] == awaited])
    status, said = rerunnable.run(SHEETS, customize=NO_NETWORK)
    assert status == 0, said
    table = read_table(results / "5_methodological_screen/open_access.csv", OPEN_ACCESS)
    screening = read_table(results / "4_practical_screen/decisions.csv")
    assert set(table["record_id"]) == set(screening.loc[screening["decision"] == "include", "record_id"])
    reason = table.set_index("record_id").loc[awaited, "reason"]
    assert reason.startswith("some services did not answer: OpenAlex")

    sought = reports[reports["record_id"].isin(table["record_id"])]
    with Server(plays=LOOKING_UP | {"openalex": play_free_version}) as server:
        assert look_up(find_open_access, sought, rerunnable.path / "data/search", server).problems == ()
    before = rerunnable.bytes_of("data/search")
    status, said = rerunnable.run(SHEETS, customize=NO_NETWORK)
    assert status == 0, said
    sheet = read_sheet(results / "5_methodological_screen/sheets/eligibility_consensus.xlsx")
    row = sheet.set_index("record_id").loc[awaited]
    assert row["free_url"] == f"https://repository.test/{bare_id(dois[awaited])}"
    assert row["free_version"] == "acceptedVersion; cc-by; A repository; OpenAlex"
    assert rerunnable.bytes_of("data/search") == before
    assert "Nothing to be done" in rerunnable.run(SHEETS, customize=NO_NETWORK)[1]


def play_free_version(_, asked):
    """OpenAlex, which knows a free version of every work."""
    dois = asked.params["filter"].partition(":")[2].split("|")
    best = {"version": "acceptedVersion", "license": "cc-by", "source": {"display_name": "A repository"}}
    works = [
        {"doi": doi, "best_oa_location": best | {"landing_page_url": f"https://repository.test/{doi}"}}
        for doi in dois
    ]
    return as_json({"meta": {"count": len(works)}, "results": works})


def forget(folder, records):
    """Take the decisions on records out of the sheet of full texts."""
    file = folder.path / "data/labels/eligibility/full_text.csv"
    lines = file.read_text().splitlines()
    file.write_text("\n".join(line for line in lines if line.split(",")[0] not in records) + "\n")
