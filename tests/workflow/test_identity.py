"""No label loses its record when exports and names change as they do in two years of a review."""

import re
import shutil

import pandas as pd
import pytest

from cireview.formats import read_export
from cireview.formats.writing import write_export
from cireview.places import place
from cireview.tables import read_table

pytestmark = pytest.mark.workflow
SETTLED = [place("screening_decisions"), place("eligibility_decisions"), place("codes"), place("former_ids")]


def rename(review, before, after):
    protocol = review.path / "config/protocol.yaml"
    text = protocol.read_text(encoding="utf-8")
    assert before in text
    protocol.write_text(text.replace(before, after), encoding="utf-8")


def settle(review):
    """Run as far as what people decided; return it."""
    status, said = review.run(*SETTLED)
    assert status == 0, said
    return {path: (review.path / path).read_bytes() for path in SETTLED}


def to_ris(review):
    """Replace the BibTeX of SAGE by an RIS of the same records, as another day's export would be."""
    exports = review.path / "data/exports"
    records = read_export(exports / "sage.bib", source="SAGE Journals").records
    write_export(records.iloc[::-1], exports / "sage.ris", format="ris")
    (exports / "sage.bib").unlink()
    rename(review, "export: sage.bib", "export: sage.ris")


def correct(review):
    """Correct the records of a source without accessions as its database would: pages, DOIs, capitals."""
    file = review.path / "data/exports/emerald.ris"
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"^SP  - .*\n", "", text, count=2, flags=re.MULTILINE)
    text = re.sub(r"^(TI  - )(.*)$", lambda tag: tag[1] + tag[2].upper(), text, count=3, flags=re.MULTILINE)
    file.write_text(re.sub(r"^VL  - .*$", "VL  - 99", text, count=4, flags=re.MULTILINE), encoding="utf-8")


def test_labels_stay_when_exports_are_corrected_renamed_and_come_in_another_format(rerunnable):
    before = {path: (rerunnable.path / path).read_bytes() for path in SETTLED}
    rename(rerunnable, "{name: Scopus,", "{name: Scopus (Elsevier), id: scopus,")
    to_ris(rerunnable)
    correct(rerunnable)
    assert settle(rerunnable) == before
    assert len(list((rerunnable.path / "data/register").iterdir())) > 1


def test_a_renamed_source_is_asked_about_before_any_job(rerunnable):
    rename(rerunnable, "{name: Scopus,", "{name: Scopus (Elsevier),")
    status, said = rerunnable.run()
    assert status != 0
    assert "Scopus (Elsevier) is new, but has the records of the source 'scopus', which is gone" in said
    assert "id: scopus" in said
    rename(rerunnable, "{name: Scopus (Elsevier),", "{name: Scopus (Elsevier), id: scopus_elsevier,")
    assert "has the records of the source" not in rerunnable.run("-n")[1]


def test_an_export_that_was_taken_away_and_put_back_has_all_its_labels(rerunnable):
    before = {path: (rerunnable.path / path).read_bytes() for path in SETTLED}
    file = rerunnable.path / "data/exports/emerald.ris"
    content = file.read_bytes()
    file.unlink()
    settle(rerunnable)
    former = read_table(rerunnable.path / place("former_ids"))
    assert len(former)
    assert set(former["record_id"].str.partition(":")[0]) == {"emerald"}
    file.write_bytes(content)
    assert settle(rerunnable) == before


def test_a_label_of_a_record_that_changed_beyond_certainty_is_asked_and_linked(rerunnable):
    """Its answers count once a person says on the sheet of possible duplicates that it is the same."""
    before = settle(rerunnable)
    labelled = read_table(rerunnable.path / "data/labels/screening/adjudication.csv")["record_id"]
    record = next(record for record in labelled if record.startswith("emerald:"))
    file = rerunnable.path / "data/exports/emerald.ris"
    known = read_table(rerunnable.path / place("records"))
    title = known.loc[known["record_id"] == record, "title"].iloc[0]
    entries = re.split(r"(?<=ER  - )\s*\n", file.read_text(encoding="utf-8"))
    place_of_it = next(number for number, entry in enumerate(entries) if title in entry)
    entries[place_of_it] = f"TY  - JOUR\nTI  - {title}\nAU  - Zed, Zoe\nPY  - 2018\nLA  - English\nER  - "
    file.write_text("\n".join(entries), encoding="utf-8")

    settle(rerunnable)
    status, said = rerunnable.run(place("duplicates_handed_out"))
    assert status == 0, said
    sheet = read_table(rerunnable.path / place("duplicates_sheet", suffix="csv"))
    [row] = sheet[sheet["record_id_1"] == record].to_dict("records")
    assert row["title_1"] == row["title_2"] == title

    answers = pd.DataFrame([row | {"decision": "same"}])
    (rerunnable.path / "data/labels/duplicates").mkdir(exist_ok=True)
    answers.to_csv(rerunnable.path / "data/labels/duplicates/answers.csv", index=False)
    settle(rerunnable)
    after = read_table(rerunnable.path / place("screening_decisions"))
    decided = pd.read_csv(rerunnable.path / SETTLED[0], dtype=str)
    assert before
    assert row["record_id_2"] in set(decided["record_id"]) | set(after["record_id"])


def test_a_column_that_was_sorted_alone_stops_the_run_before_any_job(rerunnable):
    sheet = rerunnable.path / "data/labels/screening/reviewer_1.csv"
    table = pd.read_csv(sheet, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    table["record_id"] = sorted(table["record_id"], reverse=True)
    table.to_csv(sheet, index=False)
    status, said = rerunnable.run()
    assert status != 0
    assert "Nothing was run" in said
    assert "data/labels/screening/reviewer_1.csv" in said
    assert "one column was sorted alone" in said


def test_a_cut_register_stops_the_run_with_the_way_back(rerunnable):
    part = next((rerunnable.path / "data/register").iterdir())
    part.write_bytes(part.read_bytes()[:-100])
    status, said = rerunnable.run()
    assert status != 0
    assert "this part of the register of ids is cut off or was changed" in said
    assert "move data/register/ away" in said
    shutil.rmtree(rerunnable.path / "data/register")
    assert settle(rerunnable)


def test_a_review_that_began_before_there_was_a_register_opens_with_all_labels(finished, review):
    before = {path: (finished.path / path).read_bytes() for path in SETTLED}
    shutil.rmtree(review.path / "data/register")
    assert settle(review) == before
    assert list((review.path / "data/register").iterdir())
