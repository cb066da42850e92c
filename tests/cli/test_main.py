"""The command line as a whole: version, mistakes, and how verbs explain themselves."""

import pytest
from cli.conftest import RIS, run

from cireview import __version__
from cireview.cli import app, main


def test_the_version(capsys):
    assert run("--version").stdout == f"{__version__}\n"


IN_THE_WAY = {
    "init on a file": (["init", "{file}"], "file: a file is where a folder is wanted. Name another folder"),
    "init where none can be made": (["init", "/proc/none"], "/proc/none: there is no such file"),
    "convert to where none can be made": (
        ["convert", "{export}", "-o", "/proc/x.ris"],
        "error: /proc/x.ris: there is no such file, and none can be made there. Check the path",
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
