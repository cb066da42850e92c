"""One undisturbed run, copies of it, and what must hold after a fault."""

import shutil

import pytest
from faults.reviews import ODD, Folder, make_review


@pytest.fixture(scope="session")
def undisturbed(make_once):
    """Return the review after one undisturbed `cireview run`; tests must leave it as it is.

    Other runs of these tests are of snakemake, and have to make the same. Its words are in the file `said`.
    """

    def fill(folder):
        status, *said = make_review(folder / ODD).run_quietly()
        assert status == 0, said
        (folder / "said").write_text("\n\n".join("\n".join(lines) for lines in said), encoding="utf-8")

    return Folder(make_once("undisturbed", fill) / ODD)


@pytest.fixture
def unrun(tmp_path):
    """Return the review before any run."""
    return make_review(tmp_path / "review")


@pytest.fixture
def again(undisturbed, tmp_path):
    """Return a copy of the undisturbed run, with what Snakemake remembers of it."""
    return Folder(shutil.copytree(undisturbed.path, tmp_path / "again", symlinks=True))


@pytest.fixture
def is_as_undisturbed(undisturbed):
    """Return the function that holds that results are those of the undisturbed run, and nothing is lost."""

    def hold(folder, *targets):
        made, there = undisturbed.bytes_of("results"), folder.bytes_of("results")
        assert set(there) <= set(made) if targets else set(there) == set(made)
        assert [name for name in there if there[name] != made[name]] == []
        assert [target for target in targets if target not in there] == []
        # The register too: the same records have the same ids, whatever happened on the way.
        assert folder.bytes_of("data") == undisturbed.bytes_of("data")

    return hold


@pytest.fixture
def ends_as_undisturbed(is_as_undisturbed):
    """Return the function that runs the same command and holds that it ends with the same bytes."""

    def hold(folder, *targets, **how):
        status, words = folder.run(*targets, **how)
        assert status == 0, words
        is_as_undisturbed(folder, *targets)

    return hold


@pytest.fixture
def stops():
    """Return the function that holds that a run stops with these words, no traceback and nothing lost."""

    def hold(folder, *words, targets=(), **how):
        data = folder.peoples()
        status, said = folder.run(*targets, **how)
        assert status != 0
        assert [word for word in words if word not in said] == [], said
        assert "Traceback" not in said
        assert folder.peoples() == data
        return said

    return hold
