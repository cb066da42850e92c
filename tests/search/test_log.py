"""What is searched and how: every source of the protocol has its row, whatever its kind."""

import pytest

from cireview.protocol import Protocol
from cireview.protocol.stages import Years
from cireview.query import write_queries_page
from cireview.search.log import complete_log, list_sources, native_queries
from cireview.sources.outcome import SEARCH_LOG
from cireview.tables.ids import source_key

CRITERIA = {"criteria": [{"id": "about", "text": "about it"}], "reviewers": ["anna"]}


def protocol_of(*sources):
    return Protocol.model_validate(
        {
            "title": "A title",
            "question": {"main": "Why?"},
            "sources": list(sources),
            "search": {"query": "one AND two", "date": "2020-03"},
            "practical_screen": CRITERIA,
            "methodological_screen": CRITERIA,
            "review": {"coders": ["anna"]},
        }
    )


WHO = {"name": "WHO", "kind": "website", "export": "who.csv", "how": "publications read"}
SOURCES = [
    {"name": "PubMed", "export": "pubmed.nbib"},
    {"name": "ICTRP", "kind": "register", "export": "i.csv"},
    WHO,
]


def log_of(*sources):
    protocol = protocol_of(*sources)
    listed = list_sources(protocol, exports={"pubmed": "data/exports/pubmed.nbib"}, missing_keys={})
    return complete_log(SEARCH_LOG.empty(), listed, native_queries(protocol)).set_index("source")


def test_every_source_is_in_the_log_and_only_databases_and_registers_were_asked_the_query():
    log = log_of(*SOURCES)
    assert log["query"].tolist()[1:] == ["one AND two", "publications read"]
    assert "one" in log.loc["PubMed", "query"]
    assert log.loc["WHO", "losses"] == ""


def test_a_review_may_have_no_database_at_all():
    assert log_of(WHO)["query"].tolist() == ["publications read"]


@pytest.mark.parametrize(
    "source",
    [
        {"name": "WHO", "kind": "website"},
        {"name": "WHO", "kind": "website", "api": "pubmed"},
        {"name": "Makers", "kind": "contact"},
        {"name": "Citations", "kind": "citations"},
        {"name": "Citations", "kind": "citations", "searched_on": "2021", "api": "openalex"},
        {"name": "PubMed"},
        {"name": "PubMed", "export": "a.ris", "api": "pubmed"},
    ],
)
def test_every_source_is_read_in_one_way(source):
    with pytest.raises(ValueError, match="needs"):
        protocol_of(source)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"kind": "website", "api": "pubmed"}, "Other belongs to other methods: it takes no api"),
        ({"services": ["openalex"]}, "Other takes no services"),
        ({"kind": "citations", "services": ["openalex"]}, "Other takes no services"),
    ],
)
def test_what_nobody_would_read_of_a_source_is_refused(more, told):
    with pytest.raises(ValueError, match=told):
        protocol_of({"name": "Other", "export": "other.ris", **more})


def test_what_is_missing_says_what_to_do():
    there = {"pubmed": "data/exports/pubmed.nbib"}
    listed = list_sources(protocol_of(*SOURCES), exports=there, missing_keys={})
    assert listed["state"].tolist() == ["ready", "missing", "missing"]
    assert listed["remedy"].tolist()[2] == "Save the export of WHO as data/exports/who.csv"


def test_a_query_that_a_person_ran_is_the_one_of_the_log_and_stands_first_on_the_page():
    run = "TI=(one) AND AB=(two)"
    source = {"name": "Web of Science", "export": "wos.txt", "query": run}
    log = log_of(source, {"name": "PubMed", "export": "p.nbib"})
    assert log.loc["Web of Science", ["query", "losses"]].tolist() == [run, ""]
    assert log.loc["Web of Science", "limited_by"] == "not known: see the query as run"
    assert "one[" in log.loc["PubMed", "query"]
    page = write_queries_page(native_queries(protocol_of(source)))
    assert page.index(run) < page.index("TS=(one AND two)")


def test_a_query_of_its_own_is_for_what_is_queried():
    assert protocol_of({"name": "PubMed", "query": "one[ti]", "api": "pubmed"}).sources[0].query == "one[ti]"
    with pytest.raises(ValueError, match="takes no query"):
        protocol_of({"name": "PubMed", "query": "one", "export": "w.csv", "kind": "website"})


def test_the_log_tells_which_limits_a_source_applied_and_which_it_left():
    wanted = {"years": {"first": 2000, "last": 2020}, "languages": ["English"]}
    given = ("PubMed", "Emerald Insight", "CNKI")
    protocol = protocol_of(*({"name": name, "export": source_key(name)} for name in given), WHO)
    screen = protocol.practical_screen.model_copy(update={**wanted, "years": Years(**wanted["years"])})
    protocol = protocol.model_copy(update={"practical_screen": screen})
    log = complete_log(
        SEARCH_LOG.empty(), list_sources(protocol, exports={}, missing_keys={}), native_queries(protocol)
    )
    assert log[["limited_by", "left_to_screen"]].to_numpy().tolist() == [
        ["years, languages", ""],
        ["years", "languages"],
        ["", "years, languages"],
        ["", ""],
    ]


def test_a_key_that_an_api_needs_and_that_is_not_there_is_told_with_its_variable():
    protocol = protocol_of({"name": "CORE", "api": "core"}, {"name": "ERIC", "api": "eric"})
    told = {"core": "Get a key at https://core.ac.uk/services/api and set CORE_API_KEY", "eric": ""}
    listed = list_sources(protocol, exports={}, missing_keys=told)
    assert listed["state"].tolist() == ["key missing", "ready"]
    assert listed["remedy"].tolist() == [told["core"], ""]


def test_citations_are_searched_by_the_run_or_read_from_a_file():
    run = {"name": "First", "kind": "citations", "searched_on": "2021"}
    read = {"name": "By hand", "kind": "citations", "export": "cited.ris"}
    listed = list_sources(protocol_of(run, read), exports={}, missing_keys={}).set_index("source")
    assert listed["state"].to_dict() == {"First": "ready", "By hand": "missing"}
    with pytest.raises(ValueError, match="dates of citation searches given twice: 2021"):
        protocol_of(run, run | {"name": "Second"})
