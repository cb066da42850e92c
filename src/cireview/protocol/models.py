"""The keys of protocol and configuration, each with its meaning and its default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from cireview.plugins import list_plugins
from cireview.protocol.amendments import Amendment
from cireview.protocol.source import Source
from cireview.protocol.stages import CodingStep, MethodologicalScreen, PracticalScreen
from cireview.protocol.synthesis import Chosen, refuse_same_names
from cireview.protocol.values import Id, SearchDate, Strict, Text, repeated

Field_ = Literal["title", "abstract", "keywords"]


CHECKLISTS = ("scr", "swim")
"""Names of the checklists of ours that a protocol may ask for."""


def _require_checklist(name: str) -> str:
    """Return the name of a checklist of ours, or of one that a package brings; raise for any other."""
    if name not in CHECKLISTS:
        names = dict.fromkeys([*CHECKLISTS, *(one.name for one in list_plugins("cireview.checklists"))])
        if name not in names:
            expected = " or ".join(f"'{one}'" for one in names)
            raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})
    return name


class Question(Strict):
    """Fink step 1."""

    main: Text = Field(description="the review's question")
    parts: list[Text] = Field(default=[], description="its sub-questions")


class Search(Strict):
    """Fink step 3."""

    query: Text = Field(description="one Boolean query; cireview translates it for every source")
    fields: list[Field_] = Field(default=["title", "abstract", "keywords"], description="fields searched")
    date: SearchDate = Field(description="date of the search of all sources that have no date of their own")
    notices: SearchDate | None = Field(
        default=None,
        description="date from which Crossref is asked for retractions and corrections of included articles; "
        "none: no look-up",
    )
    complete: bool = Field(
        default=False,
        description="whether gaps in records are filled from Crossref, OpenAlex and PubMed",
    )
    validation: str = Field(
        default="", description="how the search was validated, such as recall of known articles"
    )


class Statements(Strict):
    """What only people know for the PRISMA 2020 and PRISMA-S checklists; each is a sentence or two."""

    study_registries: str = Field(default="", description="study registries searched (PRISMA-S 3)")
    online_resources: str = Field(default="", description="websites and other resources browsed (PRISMA-S 4)")
    citation_searching: str = Field(default="", description="references and citations examined (PRISMA-S 5)")
    contacts: str = Field(default="", description="authors, experts or manufacturers contacted (PRISMA-S 6)")
    other_methods: str = Field(default="", description="other ways of finding articles (PRISMA-S 7)")
    limits: str = Field(default="", description="limits of the search, with reasons (PRISMA-S 9)")
    search_filters: str = Field(default="", description="published search filters used (PRISMA-S 10)")
    prior_work: str = Field(default="", description="searches reused from other reviews (PRISMA-S 11)")
    updates: str = Field(default="", description="how the search is kept up to date (PRISMA-S 12)")
    peer_review: str = Field(default="", description="who reviewed the search (PRISMA-S 14)")
    outcomes: str = Field(default="", description="outcomes for which data were sought (PRISMA 10a)")
    risk_of_bias: str = Field(default="", description="how risk of bias was assessed (PRISMA 11)")
    synthesis: str = Field(default="", description="how results were synthesised (PRISMA 13a to 13f)")
    registration: str = Field(default="", description="register and number of the review (PRISMA 24a)")
    protocol_access: str = Field(default="", description="where the protocol can be read (PRISMA 24b)")
    amendments: str = Field(default="", description="what was changed after registration (PRISMA 24c)")
    support: str = Field(default="", description="funding and other support (PRISMA 25)")
    competing_interests: str = Field(default="", description="competing interests of the authors (PRISMA 26)")
    availability: str = Field(default="", description="where data and code are available (PRISMA 27)")


class Published(Strict):
    """Numbers of a published review that the run is compared with; they never enter a figure or table."""

    reference: Text = Field(description="where they were published")
    flow: dict[Id, int] = Field(default={}, description="PRISMA counts, by key of flow.csv")
    codes: dict[Id, dict[str, int]] = Field(
        default={}, description="number of articles by dimension and value"
    )
    matrix: dict[Id, dict[str, str]] = Field(default={}, description="values of the matrix by row and column")


class Protocol(Strict):
    """`config/protocol.yaml`: what the review asks and how, Fink steps 1 to 6."""

    title: Text = Field(description="title of the review")
    note: str = Field(default="", description="a sentence that the report shows at its top")
    question: Question = Field(description="step 1, the research questions")
    sources: list[Source] = Field(min_length=1, description="step 2, the databases and other sources")
    search: Search = Field(description="step 3, the search terms")
    practical_screen: PracticalScreen = Field(description="step 4, rules and abstracts")
    methodological_screen: MethodologicalScreen = Field(description="step 5, full texts")
    review: CodingStep = Field(description="step 6, the coding")
    statements: Statements = Field(
        default=Statements(), description="statements for the PRISMA checklists that only you can make"
    )
    reporting: list[Annotated[str, AfterValidator(_require_checklist)]] = Field(
        default=[],
        description="checklists besides PRISMA 2020, its abstracts' and PRISMA-S: scr (scoping reviews), "
        "swim (synthesis without meta-analysis), or one that an installed package brings",
    )
    notes: list[Text] = Field(
        default=[],
        description="sentences below the PRISMA flow and in every file of its numbers, such as "
        "which numbers are invented or estimated",
    )
    dated: SearchDate | None = Field(
        default=None, description="date on which the protocol was finished or registered"
    )
    amendments: list[Amendment] = Field(
        default=[], description="what was changed since, and why (PRISMA 24c)"
    )
    update_of: Text | None = Field(
        default=None,
        description="frozen version that this review updates, or *nothing*; by default the last "
        "finished version "
        "that lacks one of the current searches",
    )
    published: Published | None = Field(
        default=None, description="published numbers to compare the run with; most reviews have none"
    )

    @property
    def searched_on(self) -> list[str]:
        """Dates of the searches of all sources."""
        return [str(source.searched_on or self.search.date) for source in self.sources]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Protocol:
        abstracts, texts = self.practical_screen, self.methodological_screen
        lists = {
            "ids of sources": [key for _, key in sorted({(one.name, one.key) for one in self.sources})],
            # One file of two sources would count each of its records twice.
            "export files": [source.export for source in self.sources if source.export],
            "dates of citation searches": [
                str(source.searched_on) for source in self.sources if source.is_followed
            ],
            # In lower case: they name columns of sheets, which are read whatever their capitals.
            "criteria of the practical screen": [criterion.id.lower() for criterion in abstracts.criteria],
            "criteria of the methodological screen": [criterion.id for criterion in texts.criteria],
        }
        again = {label: repeated(values) for label, values in lists.items() if repeated(values)}
        problems = [f"{label} given twice: {', '.join(names)}" for label, names in again.items()]
        if problems := [*self._check_searches(), *problems]:
            raise ValueError("; ".join(problems))
        return self

    def _check_searches(self) -> Iterator[str]:
        """Yield what is wrong with sources of one name, which are searches of one source at two times."""
        by_name: dict[str, list[Source]] = {}
        for source in self.sources:
            by_name.setdefault(source.name, []).append(source)
        for name, searches in by_name.items():
            days = [str(source.searched_on or self.search.date) for source in searches]
            if len({source.key for source in searches}) < len(searches) or repeated(days):
                yield (
                    f"{name} appears {len(searches)} times: each later search needs its own id and "
                    "searched_on, which 'cireview new-search' writes"
                )
            if len({source.kind for source in searches}) > 1:
                yield f"all searches of {name} must have the same kind"


class DeduplicationSettings(Strict):
    """How records are compared."""

    preprints: Literal["separate", "merge"] = Field(
        default="separate", description="whether a preprint and its version of record are two reports or one"
    )
    caution: Literal["bold", "balanced", "cautious"] | Annotated[float, Field(ge=1, le=100_000)] = Field(
        default="balanced",
        description="how certain a merge has to be, or how many missed duplicates are as bad as one "
        "lost study",
    )
    shards: int = Field(default=1, ge=1, description="number of jobs that share the comparing")
    earlier: str | None = Field(
        default=None, description="duplicates.csv of an earlier, settled run, whose reports keep their ids"
    )
    prefer: list[Text] = Field(
        default=[],
        description="names or ids of the sources from which a merged report takes its fields first, "
        "in this order",
    )


class Batch(Strict):
    """How many abstracts a reviewer gets at a time."""

    size: int = Field(default=50, ge=1, description="number of abstracts in a sheet")
    random_share: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="share of a sheet that is drawn at random instead of by the ranking",
    )


class Screening(Strict):
    """How abstracts are ranked and handed out."""

    model: str = Field(
        default="default",
        description="preset, encoder, scikit-learn class, or a model from an installed package",
    )
    show_score: bool = Field(default=False, description="whether reviewers see the model's score")
    show_agreement: bool = Field(
        default=False, description="whether the reading page shows reviewers their agreement so far"
    )
    batch: Batch | None = Field(
        default=None, description="sheets in numbered batches instead of one sheet with all"
    )
    target_recall: float = Field(default=0.95, gt=0, le=1, description="recall that a stop has to reach")
    confidence: float = Field(default=0.95, gt=0, lt=1, description="confidence of that recall")


class Config(Strict):
    """`config/config.yaml`: how to run."""

    seed: int = Field(default=1, ge=0, description="random seed")
    spacy_model: str | None = Field(default=None, description="installed spaCy model; by default a blank one")
    deduplication: DeduplicationSettings = Field(
        default=DeduplicationSettings(), description="how records are compared"
    )
    screening: Screening = Field(default=Screening(), description="how abstracts are ranked and handed out")
    synthesis: Annotated[list[Chosen] | None, AfterValidator(refuse_same_names)] = Field(
        default=None,
        description="tables and figures of the codes; by default some that suit the codebook",
    )
