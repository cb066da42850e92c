"""Sources whose fields go first are named as people name them, and a name that is no source is refused."""

from types import SimpleNamespace

import pytest

from cireview.errors import ReviewError
from cireview.review import preferred_sources

SOURCES = [("Scopus (Elsevier)", "scopus"), ("PubMed", "pubmed"), ("知网", "cnki"), ("万方", "wanfang")]


def review_with(*prefer):
    sources = [SimpleNamespace(name=name, key=key) for name, key in SOURCES]
    config = SimpleNamespace(deduplication=SimpleNamespace(prefer=list(prefer)))
    return SimpleNamespace(protocol=SimpleNamespace(sources=sources), config=config)


@pytest.mark.parametrize(
    ("prefer", "names"),
    [
        ([], []),
        (["PubMed"], ["PubMed"]),
        (["pubmed", "scopus"], ["PubMed", "Scopus (Elsevier)"]),
        ([" SCOPUS (Elsevier) "], ["Scopus (Elsevier)"]),
        (["PUBMED", "PubMed"], ["PubMed"]),
        (["万方", "cnki"], ["万方", "知网"]),
    ],
)
def test_sources_are_found_by_name_or_id_whatever_their_capitals(prefer, names):
    assert preferred_sources(review_with(*prefer)) == names


def test_every_name_that_is_no_source_is_refused_with_the_sources_that_there_are():
    with pytest.raises(ReviewError) as refused:
        preferred_sources(review_with("pubmed", "embase", "维普"))
    assert [problem.message for problem in refused.value.problems] == [
        "'embase' is not a source of this review",
        "'维普' is not a source of this review",
    ]
    problem = refused.value.problems[0]
    assert (problem.file, problem.column) == ("config/config.yaml", "deduplication.prefer")
    assert problem.remedy == "Write some of: Scopus (Elsevier), PubMed, 知网, 万方"
