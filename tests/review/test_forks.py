"""Jobs as forks of one process: each ends as in a Python of its own, and leaves nothing to the next."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

if sys.platform != "linux":
    pytest.skip("jobs are forked on Linux alone", allow_module_level=True)

from cireview.review import forks
from cireview.review.forks import Starter

pytestmark = pytest.mark.programs


@pytest.fixture
def starter():
    begun = Starter()
    yield begun
    begun.end()


@pytest.fixture
def execute(starter, tmp_path):
    def run(text, name="job.py"):
        script = tmp_path / name
        script.write_text(text, encoding="utf-8")
        return starter.execute(str(script))

    return run


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 0),
        ("import sys; sys.exit()", 0),
        ("import sys; sys.exit(3)", 3),
        ("import sys; sys.exit('no')", 1),
        ("1 / 0", 1),
        ("import no_such_module", 1),
        ("this is no Python", 1),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
        ("import os; os._exit(7)", 7),
    ],
)
def test_a_job_ends_with_the_status_of_its_own_python(execute, tmp_path, text, status):
    (tmp_path / "own.py").write_text(text, encoding="utf-8")
    own = subprocess.run([sys.executable, tmp_path / "own.py"], stderr=subprocess.DEVNULL).returncode
    assert execute(text) == own == status


def test_a_job_knows_its_file_and_finds_modules_beside_it(execute, tmp_path):
    (tmp_path / "beside.py").write_text("WORD = 'beside'", encoding="utf-8")
    out = tmp_path / "out.txt"
    text = f"import sys\nimport beside\nopen({str(out)!r}, 'w').write(sys.argv[0] + __name__ + beside.WORD)"
    assert execute(text) == 0
    assert out.read_text() == f"{tmp_path / 'job.py'}__main__beside"


def test_what_runs_at_the_exit_of_a_job_runs(execute, tmp_path):
    out = tmp_path / "out.txt"
    assert execute(f"import atexit\natexit.register(lambda: open({str(out)!r}, 'w').write('at exit'))") == 0
    assert out.read_text() == "at exit"


def test_what_a_job_names_is_imported_once_and_what_it_does_stays_its_own(execute, tmp_path):
    out, folder = tmp_path / "out.txt", str(Path.cwd())
    assert execute("import wave\nimport os\nos.environ['LEFT'] = '1'\nos.chdir('/')\nwave.LEFT = 1") == 0
    seen = "'wave' in sys.modules, hasattr(sys.modules['wave'], 'LEFT'), 'LEFT' in os.environ, os.getcwd()"
    assert execute(f"import os, sys\nopen({str(out)!r}, 'w').write(repr(({seen})))") == 0
    assert out.read_text() == repr((True, False, False, folder))


def test_two_jobs_run_at_the_same_time(starter, tmp_path):
    """Each waits for a word of the other: one after the other, they would wait for ever."""
    text = (
        "import pathlib, time\nmine, other = {!r}, {!r}\npathlib.Path(mine).touch()\n"
        "while not pathlib.Path(other).exists():\n    time.sleep(0.01)\n"
    )
    marks = str(tmp_path / "a"), str(tmp_path / "b")
    for name, names in (("one.py", marks), ("two.py", marks[::-1])):
        (tmp_path / name).write_text(text.format(*names), encoding="utf-8")
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(starter.execute, str(tmp_path / name)) for name in ("one.py", "two.py")]
        assert [one.result(timeout=60) for one in asked] == [0, 0]


def test_a_starter_that_is_killed_fails_its_job_and_the_next_job_has_another(execute, starter):
    assert execute("import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(0.2)") == -9
    starter._process.wait()
    assert execute("") == 0


@pytest.mark.parametrize("own", ["container_img", "conda_env", "env_modules", "bench_record"])
def test_jobs_with_an_environment_of_their_own_are_left_to_snakemake(monkeypatch, own):
    from snakemake.script import PythonScript

    asked = []
    monkeypatch.setattr(PythonScript, "execute_script", lambda _, name, edit: asked.append((name, edit)))
    monkeypatch.setattr(Starter, "execute", lambda *_: 1)
    forks.fork_jobs()
    job = SimpleNamespace(**dict.fromkeys(["container_img", "conda_env", "env_modules", "bench_record"]))
    setattr(job, own, "own")
    PythonScript.execute_script(job, "job.py")
    assert asked == [("job.py", False)]


def test_a_job_that_fails_says_its_status_to_snakemake(monkeypatch):
    from snakemake.script import PythonScript

    monkeypatch.setattr(PythonScript, "execute_script", None)
    monkeypatch.setattr(Starter, "execute", lambda *_: -9)
    forks.fork_jobs()
    job = SimpleNamespace(**dict.fromkeys(["container_img", "conda_env", "env_modules", "bench_record"]))
    with pytest.raises(subprocess.CalledProcessError) as failed:
        PythonScript.execute_script(job, "job.py")
    assert failed.value.returncode == -9
