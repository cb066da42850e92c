"""One folder is one review: read all that people own in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.coding import read_coding, read_findings, read_matrix
from cireview.errors import Problem
from cireview.full_texts import SUFFIXES, text_key
from cireview.labels import read_answers, read_labels
from cireview.labels.studies import read_studies
from cireview.places import SHEET_KINDS, place
from cireview.protocol import (
    Codebook,
    Config,
    Protocol,
    Source,
    find_placeholders,
)
from cireview.protocol.amendments import SCREENS, Stage
from cireview.review.wording import Wording
from cireview.search.seals import find_changed, read_seals, state_facts
from cireview.stopping.plan import Plan
from cireview.stopping.sample_tables import read_samples
from cireview.stopping.samples import Sample
from cireview.tables.spreadsheets import find_sheets
from cireview.versions import Version, read_versions, version_files
from cireview.versions.kept import KeptProtocol, read_kept


@dataclass(frozen=True)
class Review(Wording):
    """The people's part of a review: its folder, and the content of ``config/`` and ``data/``.

    Parameters
    ----------
    root
        The review's folder.
    protocol, codebook, config
        The files of ``config/``.
    """

    root: Path
    protocol: Protocol
    codebook: Codebook
    config: Config

    @cached_property
    def exports(self) -> dict[str, str]:
        """Export files that are there, relative to the review's folder, by the key of their source."""
        named = (source for source in self.protocol.sources if source.export)
        files = {source.key: f"{place('exports')}/{source.export}" for source in named}
        return {source: file for source, file in files.items() if (self.root / file).is_file()}

    @cached_property
    def missing_exports(self) -> list[str]:
        """Names of the sources whose export file is missing, so that the search is incomplete."""
        named = (source for source in self.protocol.sources if source.export)
        return [source.name for source in named if source.key not in self.exports]

    @cached_property
    def apis(self) -> dict[str, str]:
        """API of every source that the run asks itself, by the source's key."""
        return {source.key: source.api for source in self.protocol.sources if source.api}

    @cached_property
    def rounds(self) -> dict[str, dict[str, Any]]:
        """What `cireview.citations.fetch_citations` needs to know of each citation search, by its key."""
        keyed = {source.key: source for source in self.protocol.sources if source.is_followed}
        return {
            key: {"name": source.name, "key": key, "date": source.searched_on, "services": source.services}
            for key, source in keyed.items()
        }

    @cached_property
    def full_texts(self) -> dict[str, str]:
        """Texts of articles, relative to the review's folder, by the key of their file's name."""
        files = sorted((self.root / place("full_text_files")).glob("*"))
        texts = [file for file in files if file.suffix.lower() in SUFFIXES and file.name[0] != "."]
        return {text_key(file.name): file.relative_to(self.root).as_posix() for file in texts}

    @cached_property
    def optional_tables(self) -> list[str]:
        """Names of the tables of `cireview.places.OPTIONAL` that this review asks for."""
        asked = {
            "completed": self.protocol.search.complete,
            "not_completed": self.protocol.search.complete,
            "full_texts": self.full_texts,
            "open_access": self.protocol.methodological_screen.open_access,
            "seeds": self.rounds,
        }
        return [name for name in asked if asked[name]]

    @cached_property
    def digest(self) -> str:
        """Digest of ``config/`` as it was read."""
        files = (self.protocol, self.codebook, self.config)
        text = "\n".join(file.model_dump_json() for file in files)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def source(self, key: str) -> Source:
        """Return the source with this key."""
        return next(source for source in self.protocol.sources if source.key == key)

    def fetch(self, key: str) -> dict[str, Any]:
        """Return what `cireview.search.retry.fetch_records` needs to know of the source with this key."""
        source, search, screen = self.source(key), self.protocol.search, self.protocol.practical_screen
        date = source.searched_on or search.date
        sources = self.protocol.sources
        dated = {one.key: one.api for one in sources if one.api and (one.searched_on or search.date) == date}
        return {
            "api": source.api,
            "name": source.name,
            "key": key,
            "query": search.query,
            "date": date,
            "fields": list(search.fields),
            "years": [screen.years.first, screen.years.last] if screen.years else None,
            "languages": screen.languages,
            "document_types": screen.document_types,
            **({"own": source.query} if source.query else {}),
            **({"beside": others} if (others := [dated[one] for one in dated if one != key]) else {}),
        }

    @cached_property
    def screening_people(self) -> list[str]:
        """All people whose decisions on abstracts count."""
        return self.protocol.practical_screen.people

    @cached_property
    def eligibility_people(self) -> list[str]:
        """All people whose decisions on full texts count."""
        return self.protocol.methodological_screen.people

    @cached_property
    def configuration(self) -> list[str]:
        """Files of ``config/`` that are there, relative to the review's folder."""
        names = [place(name) for name in ("protocol", "codebook", "config")]
        return [name for name in names if (self.root / name).is_file()]

    @cached_property
    def files(self) -> list[str]:
        """Every file of ``config/`` and ``data/`` that a run reads, relative to the review's folder."""
        earlier = self.config.deduplication.earlier
        return [
            *self.configuration,
            *self.exports.values(),
            *self.full_texts.values(),
            *self.sample_files,
            *self.version_files,
            *self.notice_files,
            *self.label_files(*SHEET_KINDS, "synthesis"),
            *([earlier] if earlier else []),
        ]

    @cached_property
    def placeholders(self) -> list[Problem]:
        """Where ``config/`` still has a placeholder of the template."""
        files = self.configuration
        return [problem for name in files for problem in find_placeholders(self.root / name, name=name)]

    @cached_property
    def versions(self) -> list[Version]:
        """Versions that were frozen, the earliest first."""
        return read_versions(self.root / place("versions"))

    @cached_property
    def version_files(self) -> list[str]:
        """Files of all frozen versions, relative to the review's folder."""
        files = version_files(self.root / place("versions"))
        return [file.relative_to(self.root).as_posix() for file in files]

    @cached_property
    def kept_protocols(self) -> list[KeptProtocol]:
        """Protocols of earlier days, the earliest first."""
        return read_kept(self.root / place("kept_protocols"))

    @property
    def search_facts(self) -> dict[str, dict[str, str]]:
        """What the protocol says of the search of each source, by its key."""
        return {source.key: state_facts(self.protocol, source) for source in self.protocol.sources}

    def relabelled(self, contents: Mapping[str, str]) -> dict[str, str]:
        """Return the seals that the protocol no longer agrees with, by key of the source."""
        seals, facts = read_seals(self.root / place("sealed")), self.search_facts
        found = {key: seals.get((key, contents[file])) for key, file in self.exports.items()}
        return {key: one[0] for key, one in found.items() if one and find_changed(one[1].facts, facts[key])}

    @cached_property
    def notice_files(self) -> list[str]:
        """Files of Retraction Watch, relative to the review's folder."""
        files = sorted((self.root / place("notice_files")).glob("*.csv"))
        return [file.relative_to(self.root).as_posix() for file in files if file.name[0] != "."]

    def known_reasons(self, stage: Stage) -> dict[str, str]:
        """Return the words of a stage's criteria by id, with those that earlier protocols had."""
        screen = SCREENS[stage]
        former = [kept.reasons.get(screen, {}) for kept in self.kept_protocols]
        today = self.screening_reasons if stage == "abstracts" else self.eligibility_reasons
        return {key: words for reasons in (*former, today) for key, words in reasons.items()}

    def reopenings(self, stage: Stage) -> list[dict[str, Any]]:
        """Return the parameters of `cireview.labels.Reopening` for each amendment that reopens decisions."""
        asked = ((one.on, one.reopens.get(stage, [])) for one in self.protocol.amendments)
        return [{"on": on, "decisions": words} for on, words in asked if words]

    @cached_property
    def sample_files(self) -> list[str]:
        """Tables of the samples that were drawn, relative to the review's folder."""
        files = find_sheets(self.root / place("sample_tables"))
        return [file.relative_to(self.root).as_posix() for file in files]

    @cached_property
    def planned_certification(self) -> dict[str, Any]:
        """What a certification sample is to show, and how many are planned."""
        settings = self.config.screening
        planned = {"recall": settings.target_recall, "confidence": settings.confidence}
        return {"looks": self.protocol.practical_screen.looks or 0, **planned}

    @property
    def plan(self) -> Plan:
        """What a certification is to show."""
        return Plan(**self.planned_certification)

    @cached_property
    def sample_purposes(self) -> dict[str, str]:
        """What each sample that was drawn is for, in words for who labels it, by its name."""
        return {sample.name: sample.purpose for sample in self.samples()}

    def samples(self) -> list[Sample]:
        """Read the samples that were drawn."""
        files = [self.root / file for file in self.sample_files]
        return read_samples(files, plan=self.plan, root=self.root)

    def label_files(self, *kinds: str) -> list[str]:
        """Return the sheets in ``data/labels/<kind>/``, relative to the review's folder."""
        return find_label_files(self.root, kinds)

    @cached_property
    def duplicate_answers(self) -> pd.DataFrame:
        """Answers about possible duplicates, as first read."""
        return read_answers(self._sheets("duplicates"), root=self.root)

    @cached_property
    def screening_labels(self) -> pd.DataFrame:
        """Decisions on abstracts (LABEL), as first read."""
        people, reasons = self.screening_people, self.known_reasons("abstracts")
        return self._labels("screening", people, reasons, list(self.screening_reasons))

    @cached_property
    def eligibility_labels(self) -> pd.DataFrame:
        """Decisions on full texts (LABEL), as first read."""
        return self._labels("eligibility", self.eligibility_people, self.known_reasons("full_texts"))

    @cached_property
    def coding(self) -> pd.DataFrame:
        """Filled coding sheets (CODING), as first read."""
        files, coders = self._sheets("coding"), self.protocol.review.people
        return read_coding(files, questions=self.questions, coders=coders, root=self.root)

    @cached_property
    def studies(self) -> pd.DataFrame:
        """Which reports are one study (STUDY), as first read."""
        return read_studies(self._sheets("studies"), root=self.root)

    def matrix(self) -> pd.DataFrame:
        """Read the authors' judgements (``row``, ``column``, ``value``), if the codebook has a matrix."""
        parts, matrix = ("rows", "columns", "values"), self.codebook.matrix
        ids = {part: [one.id for one in getattr(matrix, part, ())] for part in parts}
        return read_matrix(self._sheets("synthesis"), root=self.root, **ids)

    def findings(self) -> pd.DataFrame | None:
        """Read the summary of findings (see `read_findings`); None if the codebook has none."""
        asked = self.judged_findings
        return read_findings(self._sheets("synthesis"), root=self.root, **asked) if asked else None

    def _labels(
        self, stage: str, people: list[str], reasons: Mapping[str, str], criteria: Sequence[str] = ()
    ) -> pd.DataFrame:
        files = self._sheets(stage)
        return read_labels(
            files, stage=stage, people=people, reasons=reasons, criteria=criteria, root=self.root
        )

    def _sheets(self, kind: str) -> list[Path]:
        return [self.root / file for file in self.label_files(kind)]


def find_label_files(root: Path, kinds: Iterable[str] = SHEET_KINDS) -> list[str]:
    """Return the sheets that people saved in ``data/labels/``, relative to the review's folder `root`."""
    folders = (root / place("label_sheets", kind=kind) for kind in kinds)
    return [file.relative_to(root).as_posix() for folder in folders for file in find_sheets(folder)]
