"""The command line as a whole: version, mistakes, and how verbs explain themselves."""

import errno
import re
from unittest.mock import Mock

import pytest
from cli.conftest import RIS, run

from cireview import __version__, docs_folder
from cireview.cli import app, main
from cireview.cli.exits import STATUS


def test_the_version(capsys):
    assert run("--version").stdout == f"{__version__}\n"


IN_THE_WAY = {
    "init on a file": (
        ["init", "{file}"],
        "file: this is a file, and a folder is needed. Choose another folder",
    ),
    "init where none can be made": (["init", "/proc/none"], "/proc/none: this file does not exist"),
    "convert to where none can be made": (
        ["convert", "{export}", "-o", "/proc/x.ris"],
        "error: /proc/x.ris: this file does not exist and cannot be created here. Check the path",
    ),
}


@pytest.mark.parametrize(("words", "told"), IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_what_the_system_refuses_is_told_as_a_problem(tmp_path, monkeypatch, capsys, words, told):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "e.ris").write_text(RIS)
    paths = {"file": tmp_path / "file", "export": tmp_path / "e.ris"}
    monkeypatch.setattr("sys.argv", ["cireview", *(word.format(**paths) for word in words)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(("file", "told"), [("/cd/out.csv", "/cd/: nothing can"), (None, "nothing can")])
def test_a_read_only_disk_is_told_with_the_folder(monkeypatch, capsys, file, told):
    monkeypatch.setattr("cireview.cli.app", Mock(side_effect=OSError(errno.EROFS, "Read-only", file)))
    with pytest.raises(SystemExit):
        main()
    rest = " be written in this folder, because its disk is read-only. Choose a folder in which you may write"
    assert capsys.readouterr().err == f"error: {told}{rest}\n"


VERBS = [command.callback for command in app.registered_commands]


@pytest.mark.parametrize("verb", VERBS, ids=[verb.__name__ for verb in VERBS])
def test_every_verb_explains_itself_and_its_options(verb):
    name = verb.__name__.replace("_", "-")
    assert name in run("--help").stdout
    said = " ".join(run(name, "--help").stdout.split())
    assert " ".join(verb.__doc__.split("\n\n")[0].split()) in said


def test_main_is_what_the_package_installs():
    from importlib.metadata import entry_points

    (script,) = entry_points(group="console_scripts", name="cireview")
    assert script.load() is main


def leave(monkeypatch, *words):
    monkeypatch.setattr("sys.argv", ["cireview", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return left.value.code


def spoil(error):
    def status(*_, **__):
        raise error

    return status


ENDS = {
    "done": (None, ["--version"], 0, ""),
    "a person has to mend something": (None, ["status", "{folder}"], 1, "this folder holds no review"),
    "a query that a database cannot have": (None, ["query", "wom?n", "--for", "pubmed"], 1, "not kept"),
    "no such verb": (None, ["statsu"], 2, "No such command"),
    "no such option": (None, ["run", "--corse", "2"], 2, "No such option"),
    "no such page": (None, ["docs", "runing"], 2, "there is no page"),
    "a fault of ours": (ValueError("odd"), ["status", "{folder}"], 3, f"the version {__version__}"),
    "Ctrl-C": (KeyboardInterrupt(), ["status", "{folder}"], 130, ""),
}


@pytest.mark.parametrize(("error", "words", "status", "told"), ENDS.values(), ids=ENDS)
def test_every_command_ends_with_a_number_that_says_how(
    monkeypatch, capsys, tmp_path, error, words, status, told
):
    if error:
        (tmp_path / "config").mkdir()
        (tmp_path / "config/protocol.yaml").touch()
        monkeypatch.setattr("cireview.review.standing.look_at_review", spoil(error))
    assert leave(monkeypatch, *(word.format(folder=tmp_path) for word in words)) == status
    said = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert told in said
    assert ("Traceback" in said) is (status == 3)


def test_all_mistakes_of_a_strategy_are_told(monkeypatch, capsys, tmp_path):
    (tmp_path / "q.txt").write_text("".join(f"{n}. (garden{n}.ti.\n" for n in range(1, 9)))
    assert leave(monkeypatch, "query", f"{tmp_path}/q.txt", "--from", "ovid_medline", "--to", "pubmed") == 1
    told = capsys.readouterr().err
    assert told.count("a parenthesis is not closed") == 8
    assert "cireview check" not in told


def test_the_page_has_every_number():
    page = (docs_folder() / "running.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^\| (\d+) \| ", page, re.MULTILINE)
    assert [int(number) for number in numbers] == sorted(STATUS.values())
