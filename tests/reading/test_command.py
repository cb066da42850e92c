"""`cireview label`: what it refuses, what it prints, and what the page says where something is amiss."""

import datetime
import gc
import importlib
import re
import shutil
import socket
import threading
import warnings

import pytest
import requests
from reading.conftest import Visitor, serving
from reading.reviews import write_review
from typer.testing import CliRunner

from cireview.cli import app
from cireview.errors import Problem, ReviewError
from cireview.reading import texts
from cireview.reading.asked_for import find_people, find_stage
from cireview.reading.office import Office
from cireview.reading.opening import Opening
from cireview.reading.relearn import learn
from cireview.reading.runs import Runner
from cireview.reading.serve import Address, prepare
from cireview.tables.spreadsheets import read_sheet

module = importlib.import_module("cireview.cli.label")  # the package has the function under its name
NOW = datetime.datetime.now
SHEET = "results/4_practical_screen/sheets/screening_anna.csv"


def type_in(*words):
    done = CliRunner().invoke(app, ["label", *map(str, words), "--no-browser"])
    return str(done.exception or done.output)


def test_nobody_named(screened):
    assert "the reviewer is missing" in type_in("screening", "--folder", screened.path)


def test_somebody_whom_the_protocol_does_not_name(screened):
    said = type_in("screening", "--reviewer", "ana", "--folder", screened.path)
    assert "ana is not a reviewer of this stage. Did you mean 'anna'?" in said


STAGES_ARE = (
    "Stages: screening, eligibility, coding, duplicates. Samples: none yet; draw one with 'cireview draw'"
)
STRANGE_STAGES = {
    "scrining": "Did you mean 'screening'?",
    "Screening": "Did you mean 'screening'?",
    "SCREENING": "Did you mean 'screening'?",
    "eligiblity": "Did you mean 'eligibility'?",
    "codings": "Did you mean 'coding'?",
    "duplicate": "Did you mean 'duplicates'?",
    "pilot": "sample. Stages",
    "pilot_1": "sample. Stages",
    "": "sample. Stages",
}


@pytest.mark.parametrize(("typed", "said"), STRANGE_STAGES.items(), ids=STRANGE_STAGES)
def test_a_stage_that_is_none_is_named_with_all_there_are(screened, typed, said):
    told = type_in(typed, "--reviewer", "anna", "--folder", screened.path)
    assert f"{typed!r} is neither a stage nor a sample" in told
    assert said in told
    assert STAGES_ARE in told


def test_a_sample_is_named_where_one_was_drawn(screened):
    opening = Opening(screened.path, NOW)
    opening.review.__dict__["sample_purposes"] = {"pilot_1": "a pilot"}
    assert find_stage(opening, "pilot_1") == ("screening", "pilot_1")
    with pytest.raises(ReviewError, match=r"Did you mean 'pilot_1'\? .* Samples: pilot_1$"):
        find_stage(opening, "pilot")


STRANGE_PEOPLE = {
    "two strangers": ("zoe; bob", ["zoe, of 'zoe; bob', is not a reviewer", "bob, of 'zoe; bob', is not"]),
    "one of two": ("anna; bob", ["bob, of 'anna; bob', is not a reviewer of this stage"]),
    "one misspelt": (
        "ana; ben",
        ["ana, of 'ana; ben', is not a reviewer of this stage. Did you mean 'anna'?"],
    ),
    "no names": (";", ["';' names nobody. Write one of: anna, ben, eve"]),
    "one stranger": ("zoe", ["zoe is not a reviewer of this stage. Write one of: anna, ben, eve"]),
}


@pytest.mark.parametrize(("typed", "said"), STRANGE_PEOPLE.values(), ids=STRANGE_PEOPLE)
def test_strangers_are_named_as_typed(screened, typed, said):
    told = type_in("screening", "--reviewer", typed, "--folder", screened.path)
    assert [line for line in said if line not in told] == []


@pytest.mark.parametrize("typed", ["zoe", "zoe; anna", "Anna", ";"])
def test_only_people_of_the_protocol_judge_duplicates(screened, typed):
    opening = Opening(screened.path, NOW)
    with pytest.raises(ReviewError, match="nobody"):
        find_people(opening, "duplicates", [typed])
    assert find_people(opening, "duplicates", ["eve", "ben; anna"]) == ["eve", "anna; ben"]


def test_reviewer_and_reviewers_are_all_served(monkeypatch, screened):
    monkeypatch.setattr("cireview.reading.serve.Served.run", lambda served: served.listener.close())
    told = type_in("screening", "--folder", screened.path, "--reviewer", "anna", "--reviewers", "ben,anna")
    assert re.findall(r"^(\w+): http", told, re.MULTILINE) == ["anna", "ben"]


def test_an_option_is_called_one(screened):
    assert "option --reviewer: the reviewer is missing" in type_in("screening", "--folder", screened.path)


def test_no_review(tmp_path):
    assert "this folder holds no review" in type_in("screening", "--reviewer", "anna", "--folder", tmp_path)


def test_a_review_that_was_not_run(tmp_path):
    write_review(tmp_path / "review", records=1)
    said = type_in("screening", "--reviewer", "anna", "--folder", tmp_path / "review")
    assert "nothing has been handed out yet" in said
    assert "cireview run" in said


def test_a_sheet_that_cannot_be_read(review):
    review.label("screening", "bad", "record_id,decision,reviewer", ["scopus:a-1,perhaps so,anna"])
    said = type_in("screening", "--reviewer", "anna", "--folder", review.path)
    (review.path / "data/labels/screening/bad.csv").unlink()
    assert "'perhaps so' is not a decision" in said


def test_without_the_extra_it_says_how_to_install_it(monkeypatch, screened):
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    said = type_in("screening", "--reviewer", "anna", "--folder", screened.path)
    assert "pip install 'cireview[label]'" in said


def test_another_host_without_tls_is_refused(screened):
    said = type_in("screening", "--reviewer", "anna", "--folder", screened.path, "--host", "192.0.2.1")
    assert "not encrypted" in said


def test_a_port_that_is_taken(screened):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = type_in(
            "screening", "--reviewer", "anna", "--folder", screened.path, "--port", taken.getsockname()[1]
        )
    assert "the page cannot start at 127.0.0.1" in said


def test_each_person_has_a_link_and_the_browser_opens_for_one(monkeypatch, screened):
    opened = []
    monkeypatch.setattr(module.webbrowser, "open", opened.append)
    monkeypatch.setattr("cireview.reading.serve.Served.run", lambda served: served.listener.close())
    words = ["label", "screening", "--folder", str(screened.path)]
    one = CliRunner().invoke(app, [*words, "--reviewer", "anna"]).output
    assert opened == re.findall(r"anna: (http://127\.0\.0\.1:\d+/enter\?token=\S{43})", one)
    two = CliRunner().invoke(app, [*words, "--reviewers", "anna, ben"]).output
    assert len(set(re.findall(r"token=(\S+)", two))) == 2
    assert len(opened) == 1


def make_certificate(folder, address):
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "review")])
    names = x509.SubjectAlternativeName([x509.DNSName(address)])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - datetime.timedelta(1))
    made = made.not_valid_after(now + datetime.timedelta(1)).add_extension(names, critical=False)
    pem = serialization.Encoding.PEM
    (folder / "lab.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "lab.key").write_bytes(key.private_bytes(pem, *plain))
    return folder / "lab.pem", folder / "lab.key"


def test_a_trusted_network_is_served_with_tls_and_a_passphrase(screened, tmp_path):
    own = socket.gethostname()  # a name, whatever it leads to, is an address that others may have
    certificate, key = make_certificate(tmp_path, own)
    address = Address(own, 0, certificate, key, "five words are better")
    served = prepare(screened.path, "screening", ["anna"], address=address, clock=NOW, relearns=False)
    thread = threading.Thread(target=served.run)
    thread.start()
    session = requests.Session()
    try:
        link = served.links["anna"]
        session.trust_env, session.verify = False, str(certificate)
        home = link.partition("/enter")[0]
        assert "Passphrase" in session.get(link).text
        assert session.get(f"{home}/screening").status_code == 401
        form = {"token": link.partition("=")[2], "passphrase": "guess"}
        assert session.post(f"{home}/enter", form, headers={"Origin": home}).status_code == 403
        form["passphrase"] = "five words are better"
        entered = session.post(f"{home}/enter", form, headers={"Origin": home})
        assert "Secure" in entered.headers["set-cookie"]
        assert session.get(f"{home}/screening").status_code == 200
    finally:
        session.close()
        served.stop()
        thread.join(20)
        del served
        with warnings.catch_warnings():  # uvicorn does not wait for the goodbye of TLS
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


@pytest.fixture
def anna(review):
    with serving(review.path, "screening", "anna", relearns=False) as served:
        yield Visitor(served.links["anna"])


def ask(visitor):
    page = visitor.get("/screening").text
    return dict(re.findall(r'name="(key|seen)" value="([^"]*)"', page)[:2])


def test_a_folder_that_cannot_be_written_is_explained_and_the_record_stays(anna, review):
    folder = review.path / "data/labels/screening"
    shutil.rmtree(folder)
    folder.write_text("in the way")
    form = ask(anna) | {"decision": "include"}
    answer = anna.post("/screening/answer", form)
    folder.unlink()
    assert answer.status_code == 409
    assert "Your answer was not saved" in answer.text
    assert ask(anna)["key"] == form["key"]
    assert anna.post("/screening/answer", form).status_code == 303


def test_a_record_that_awaits_nobody_is_explained(anna):
    answer = anna.post("/screening/answer", {"key": "nothing", "seen": "", "decision": "include"})
    assert answer.status_code == 404
    assert "This record is not among those that you have to read" in answer.text


def test_a_second_window_is_told(anna):
    form = ask(anna)
    assert anna.post("/screening/answer", form | {"decision": "include"}).status_code == 303
    answer = anna.post("/screening/answer", form | {"decision": "exclude"})
    assert answer.status_code == 409
    assert (
        "This record was answered in another window or on a sheet after you opened this page: Include"
        in answer.text
    )


def test_a_stage_to_which_a_person_does_not_belong_is_explained(review):
    with serving(review.path, "screening", "ben", relearns=False) as served:
        answer = Visitor(served.links["ben"]).get("/coding")
    assert answer.status_code == 409
    assert "ben is not a reviewer of this stage" in answer.text


BROKEN = {
    "protocol.yaml": "title: [",
    "codebook.yaml": "dimensions: 5",
    "config.yaml": "seed: often",
}
SHEET_HEADING, CONFIG_HEADING = "A sheet in data/labels/ cannot be read", "A file in config/ cannot be read"


@pytest.mark.parametrize(("name", "text"), BROKEN.items(), ids=BROKEN)
def test_a_broken_file_of_config_has_words_of_its_own_until_it_is_mended(review, name, text):
    file = review.path / "config" / name
    before = file.read_bytes() if file.is_file() else None
    with serving(review.path, "screening", "anna", relearns=False) as served:
        visitor = Visitor(served.links["anna"])
        file.write_text(text)
        served.office.take_up()
        review.label("screening", name[:4], "record_id,decision,reviewer", ["scopus:a-1,include,ben"])
        served.office.look_again("screening")
        shown = visitor.get("/screening").text
        file.write_bytes(before) if before is not None else file.unlink()
        served.office.take_up()
        mended = visitor.get("/screening").text
    assert CONFIG_HEADING in shown
    assert name in shown
    assert SHEET_HEADING not in shown
    assert "cannot be read" not in mended


def test_a_sheet_and_a_file_of_config_each_stand_below_their_own_heading(review):
    sheet, protocol = Problem("torn", "data/labels/screening/x.csv", 2), Problem("odd", "config/config.yaml")
    with serving(review.path, "screening", "anna", relearns=False) as served:
        served.office.problems = [sheet, protocol]
        shown = Visitor(served.links["anna"]).get("/screening").text
    told = [CONFIG_HEADING, str(protocol), SHEET_HEADING, str(sheet)]
    assert sorted(told, key=shown.find) == told
    assert all(one in shown for one in told)


def test_results_that_went_missing_are_explained(review):
    with serving(review.path, "screening", "anna", relearns=False) as served:
        visitor, results = Visitor(served.links["anna"]), review.path / "results"
        results.rename(review.path / "away")
        try:
            assert visitor.get("/where").status_code == 200
            assert visitor.post("/screening/answer", ask(visitor) | {"decision": "unsure"}).status_code == 303
            told = visitor.get("/duplicates")
        finally:
            (review.path / "away").rename(results)
    assert told.status_code == 409
    assert "nothing has been handed out yet" in told.text


def test_what_the_last_run_did_not_see_is_said(review):
    with serving(review.path, "screening", "anna", relearns=False) as served:
        visitor = Visitor(served.links["anna"])
        visitor.post("/screening/answer", ask(visitor) | {"decision": "unsure"})
        assert "As of the last run" in visitor.get("/where").text


def test_the_next_run_ranks_as_the_page_learns(review):
    rows = [f"{one},{'include' if number < 6 else 'exclude'},{who}" for who in ("anna", "ben")
            for number, one in enumerate(read_sheet(review.path / SHEET)["record_id"][:20])]  # fmt: skip
    shutil.rmtree(review.path / "data/labels/screening")
    review.label("screening", "all", "record_id,decision,reviewer", rows)
    learnt = list(learn(Opening(review.path, NOW).settings))
    review.make(SHEET)
    assert len(learnt) == 40
    assert read_sheet(review.path / SHEET)["record_id"].tolist() == learnt


def test_a_run_is_one_at_a_time_and_keeps_what_it_says(tmp_path):
    ended = threading.Event()
    runner = Runner(tmp_path, ended.set, ["sh", "-c", "echo 1 of 2 jobs done; sleep 0.3; echo end; exit 3"])
    assert runner.start()
    assert not runner.start()
    assert ended.wait(20)
    runner.wait()
    assert list(runner.lines) == ["1 of 2 jobs done", "end"]
    assert runner.status == 3


def test_a_file_of_words_stands_above_ours(tmp_path):
    (tmp_path / "mine.toml").write_text('include = "Mukaan"\ndirection = "rtl"\n')
    words = texts.read_texts("en", tmp_path / "mine.toml")
    assert (words["include"], words["exclude"], words["direction"]) == ("Mukaan", "Exclude", "rtl")


@pytest.mark.parametrize(
    "text", ['includ = "x"', "include = ", "\udcff"], ids=["misspelt", "no TOML", "no text"]
)
def test_a_file_of_words_that_the_page_cannot_use_is_named(tmp_path, text):
    (tmp_path / "mine.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ReviewError, match=r"mine\.toml"):
        texts.read_texts("en", tmp_path / "mine.toml")


WRONG_TEXTS = {
    "an unknown field": ('progress = "{foo}"', "key progress: the page has no value for {foo} here"),
    "one of two": ('progress = "{left} {foo}"', "{foo}"),
    "a field of another text": ('reader = "{answered}"', "key reader: the page has no value for {answered}"),
    "a field where none is": ('include = "Take {person}"', "key include: the page has no value for {person}"),
    "a field by number": ('progress = "{0} left"', "{0}"),
    "a field without a name": ('progress = "{} left"', "{}"),
    "a part of a field": ('progress = "{left.real}"', "{left.real}"),
    "an item of a field": ('progress = "{left[0]}"', "{left[0]}"),
    "a format that is none": ('progress = "{left:zz}"', "{left:zz}"),
    "a field in a format": ('progress = "{left:{foo}}"', "{left:{foo}}"),
    "a conversion that is none": ('progress = "{left!z}"', "{left!z}"),
    "an open brace": ('progress = "{left"', "a brace"),
    "a closing brace": ('progress = "left}"', "a brace"),
    "no text": ("progress = 5", "key progress: the value is not text"),
    "a table": ("progress = {left = 1}", "key progress: the value is not text"),
}


@pytest.mark.parametrize(("line", "said"), WRONG_TEXTS.values(), ids=WRONG_TEXTS)
def test_a_text_with_which_no_page_could_be_made_is_named_at_the_start(tmp_path, line, said):
    (tmp_path / "mine.toml").write_text(line)
    with pytest.raises(ReviewError) as refused:
        texts.read_texts("en", tmp_path / "mine.toml")
    assert "mine.toml" in str(refused.value)
    assert said in str(refused.value)


def test_all_texts_that_cannot_be_used_are_named_at_once(tmp_path):
    (tmp_path / "mine.toml").write_text('progress = "{foo}"\nreader = "{bar}"\nincludd = "x"')
    with pytest.raises(ReviewError) as refused:
        texts.read_texts("en", tmp_path / "mine.toml")
    assert [one.column for one in refused.value.problems] == ["includd", "progress", "reader"]


def test_a_text_may_leave_fields_out_and_show_braces(tmp_path):
    (tmp_path / "mine.toml").write_text('progress = "{{{left}}} left"\ninclude = "}"')
    words = texts.read_texts("en", tmp_path / "mine.toml")
    assert words["progress"].format(left=3, answered=1, all=4) == "{3} left"
    assert words["include"] == "}"


def test_every_word_of_the_page_is_used():
    folder = texts.STATIC.parent
    source = "".join(file.read_text() for file in [*folder.glob("*.py"), *folder.glob("pages/*.j2")])
    built = ("key_", "mark_")  # put together from a key or a kind
    names = [name for name in texts.read_texts() if not name.startswith(built)]
    assert [name for name in names if not re.search(rf"\b{name}\b", source)] == []


def test_a_kill_leaves_nothing_to_the_next_start(screened, tmp_path):
    shutil.copytree(screened.path, tmp_path / "review")
    office = Office(Opening(tmp_path / "review", NOW))
    desk = office.find("screening", "anna").desk
    first = desk.find_next().key
    desk.answer(first, "", [{"record_id": first, "title": "", "decision": "include"}])
    again = Office(Opening(tmp_path / "review", NOW)).find("screening", "anna").desk
    assert again.find_next().key != first
    assert again.recall(first).values["decision"] == "include"
