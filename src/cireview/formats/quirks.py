"""Habits of vendors, each a small function that mends an entry's fields in place."""

from __future__ import annotations

import re
from collections.abc import Callable

from cireview.formats.entries import NOTED, Fields
from cireview.formats.identifiers import looks_like_doi
from cireview.formats.names import mark_name, split_names, strip_note

_EBSCO_NOTE = re.compile(r"Accession Number: ([\w.-]+?)(?=[;.] |[;.]?$)")
_NUMBER_LINE = re.compile(r"\d+\.")
_TRAILING_DOI = re.compile(r"(.+) \[doi\]")


def order_emerald_authors(fields: Fields) -> None:
    """Emerald numbers its authors A1, A2, A3 …, and may part their names by a blank: 'Family Given'."""
    if "AU" in fields or "A2" not in fields or "A1" not in fields:
        return
    origins = [value for tag in ("DO", "UR", "PB", "DP") for value in fields.get(tag, ())]
    if not any("10.1108/" in value or "emerald" in value.lower() for value in origins):
        return
    names = [name for tag in sorted(fields) if re.fullmatch(r"A\d", tag) for name in fields[tag] if name]
    fields["AU"] = [name if "," in name else name.replace(" ", ", ", 1) for name in names]
    fields["A1"] = []


def take_ovid_number(fields: Fields) -> None:
    """Ovid's RIS puts a line with a number before each record, and the accession number into ID."""
    if "AN" not in fields and any(_NUMBER_LINE.fullmatch(line) for line in fields.get("", ())):
        fields["AN"] = fields.get("ID", [])[:1]


def take_ebsco_number(fields: Fields) -> None:
    """EBSCO's RIS names the accession number in its first note, and not always in AN."""
    if not any(fields.get("AN", ())) and any("EBSCO" in value for value in fields.get("DP", ())):
        number = _EBSCO_NOTE.match(next(iter(fields.get("N1", ())), ""))
        fields["AN"] = [number[1]] if number else fields.get("ID", [])[:1]


def take_first_number(fields: Fields) -> None:
    """ProQuest's AN is 'document id; number in the database'; only the first is in every export."""
    if (values := fields.get("AN")) and (number := re.fullmatch(r"(\d+); \S+", values[0])):
        fields.setdefault(NOTED, []).append(f"AN: {values[0]}")
        fields["AN"] = [number[1]]


def drop_direction_marks(fields: Fields) -> None:
    """ProQuest leaves left-to-right and right-to-left marks at the ends of values."""
    if any("proquest" in value for value in fields.get("UR", ())):
        for tag, values in fields.items():
            fields[tag] = [value.strip("\u200e\u200f ") for value in values]


def take_noted_doi(fields: Fields) -> None:
    """Take a note that is a DOI and nothing else; one inside of a note may be another record's."""
    if "N1" in fields and (dois := [note for note in fields["N1"] if looks_like_doi(note)]):
        fields["L3"] = [*fields.get("L3", ()), *dois]


def take_labelled_ids(fields: Fields) -> None:
    """MEDLINE says in brackets what an id is: ``LID - 10.1/x [doi]``, ``AID - S1 [pii]``.

    ERIC writes a URL into LID.
    """
    values = [value for tag in ("LID", "AID") for value in fields.get(tag, ())]
    dois = [doi[1] for value in values if (doi := _TRAILING_DOI.fullmatch(value))]
    fields["DOI"] = list(dict.fromkeys(dois))[:1]
    fields["URL"] = [value for value in values if value.startswith("http") and not value.endswith("]")]


def strip_eric_prefix(fields: Fields) -> None:
    """ERIC writes ``ISSN - EISSN-2375-5636``."""
    fields["ISSN"] = [re.sub(r"^E?ISSN-", "", value) for value in fields.get("ISSN", ())]


def take_medline_number(fields: Fields) -> None:
    """MEDLINE's number is the PubMed id, ERIC's the other id.

    A URL or an id that MEDLINE has no tag for is written by us as a note with its label, an id that is
    known to be missing as the label alone.
    """
    numbers = [value for tag in ("PMID", "OID", "PMC") for value in fields.get(tag, ()) if value]
    fields["OWN"] = [owner for owner in fields.get("OWN", ()) if owner != "NA"]  # as we write it
    kept = []
    for note in fields.get("GN", ()):
        if note.startswith("Accession:"):
            numbers = [note.removeprefix("Accession:").strip()]
        elif note.startswith("URL: "):
            fields["URL"] = [note.removeprefix("URL: ")]
        else:
            kept.append(note)
    fields["number"], fields["GN"] = numbers[:1], kept


def mend_wos_lines(fields: Fields) -> None:
    """Web of Science wraps long addresses, which end with a full stop, and may add e-mails to names."""
    joined: list[str] = []
    for line in fields.get("C1", ()):
        if joined and not joined[-1].endswith((".", "]")):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    fields["C1"] = joined


def take_number_in_key(fields: Fields) -> None:
    """EBSCO's BibTeX keys are accession number and date: '16066178920221122' of 2022 is 160661789."""
    number = re.fullmatch(
        r"(\d[\d-]{5,}?)(\d{4})(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])", fields.get("key", [""])[0]
    )
    if number and fields.get("year", [""])[0] == number[2]:
        fields.setdefault("accession", [number[1]])


def take_noted_pmid(fields: Fields) -> None:
    """PubMed's ids come into BibTeX as a note: ``note = {PMID: 33355555}``."""
    noted = (re.fullmatch(r"PMID: (\d{1,8})", note) for note in fields.get("note", ()))
    fields.setdefault("pmid", [pmid[1] for pmid in noted if pmid])


def take_labelled_pmid(fields: Fields) -> None:
    """EndNote XML has no element for the PubMed id; we write it before the notes: 'PMID: 33355555; …'."""
    notes = fields.get("notes", [""])
    if label := re.match(r"PMID: (\d+)(?:; |$)", notes[0]):
        fields["PMID"] = [label[1]]
        fields["notes"] = [notes[0][label.end() :], *notes[1:]]


def part_ovid_authors(fields: Fields) -> None:
    """Ovid adds numbers of affiliations, degrees and roles to names: 'Shedko, M 1,2,+ [Ed]'."""
    for tag in ("AU", "ED", "Author"):
        names = [name for value in fields.get(tag, ()) for name in re.split(r";\s+|\s{2,}", value)]
        bare = [
            re.sub(r"\s*\[[^\]]*\]|\s[\d*+#][\d*+#,]*(?=\s|$)", "", strip_note(name)).strip(" .,")
            for name in names
        ]
        told = [f"{tag}: {name}" for name, kept in zip(names, bare, strict=True) if len(name) > len(kept) + 2]
        if told:
            fields.setdefault(NOTED, []).extend(told)
        fields[tag] = [name for name in bare if name]


_JOURNAL = re.compile(
    r"(.+?)(?:\.? +(?:Vol\.? ?)?\d|[.,] +(?:\d|Vol|Winter|Spring|Summer|Fall|Autumn)"
    r"|\. *$| +(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
_VOLUME = re.compile(r"\b(\d+) ?\(([^)]{1,12})\)(?::|,.*?pp\. ?)? ?([A-Za-z]?\d[\w-]*)?")


def part_ovid_source(fields: Fields) -> None:
    """Ovid writes journal, volume, issue, pages and date as one: 'Ecohydrology. 8(6):1048-64, May 2015'."""
    source = next(iter(fields.get("SO", fields.get("Source", ()))), "")[:1000]
    if not source:
        return
    if match := _JOURNAL.match(source + " "):
        fields.setdefault("journal", [match[1].strip(" .")])
    if match := _VOLUME.search(source):
        fields.setdefault("volume", [match[1]])
        fields.setdefault("issue", [match[2]])
        fields.setdefault("pages", [match[3] or ""])
    if years := re.findall(r"\b(?:19|20)\d\d\b", source):
        fields.setdefault("year", [years[-1]])


def part_proquest_authors(fields: Fields) -> None:
    """ProQuest's text report writes authors in one line, parted by '; ', and a link after them."""
    texts = [value.split(" http")[0] for value in fields.get("Author", ())]
    fields["Author"] = [name for text in texts for name in split_names(text, r"; ")]


# Main part to what biblatex parts from it (Lehman and others, *The biblatex package*, 2.2.2).
_SUBTITLES = {
    "title": ("subtitle", "titleaddon"),
    "booktitle": ("booksubtitle", "booktitleaddon"),
    "journaltitle": ("journalsubtitle", "journaltitleaddon"),
    "journal": ("journalsubtitle", "journaltitleaddon"),
    "maintitle": ("mainsubtitle", "maintitleaddon"),
}


def join_subtitles(fields: Fields) -> None:
    """Biblatex parts titles: 'title', 'subtitle' and 'titleaddon' are one title to everybody else."""
    for main, names in _SUBTITLES.items():
        for value in [value for name in names for value in fields.get(name, ()) if value]:
            title = next(iter(fields.get(main, ())), "")
            if not title:
                fields[main] = [value]
            elif value.casefold() not in title.casefold():
                fields[main] = [join_title(title, value), *fields[main][1:]]


def join_title(title: str, subtitle: str) -> str:
    """Return a title with its subtitle after a colon, or after a blank where the title ends in a sign."""
    return f"{title} {subtitle}" if title.endswith((".", "?", "!", ":")) else f"{title}: {subtitle}"


def part_at_bars(*tags: str) -> Callable[[Fields], None]:
    """Return the quirk that parts the values of `tags` at '|', as ClinicalTrials.gov does in its tables."""

    def part(fields: Fields) -> None:
        for tag in tags:
            if tag in fields:
                fields[tag] = [
                    one.strip() for value in fields[tag] for one in value.split("|") if one.strip()
                ]

    return part


def name_sponsors(*tags: str) -> Callable[[Fields], None]:
    """Return the quirk that marks a sponsor as one name: 'Ministry of Health, Welfare and Sport'."""

    def name(fields: Fields) -> None:
        for tag in tags:
            if tag in fields:
                fields[tag] = [f"{mark_name(value).rstrip(',')}," for value in fields[tag]]

    return name


def part_cochrane_keywords(fields: Fields) -> None:
    """Part keywords that the Cochrane Library writes into one line, and drop 'Abstract - ' of abstracts."""
    if "KY" in fields:
        fields["KY"] = [part.strip() for value in fields["KY"] for part in value.split(";")]
    if "AB" in fields:
        fields["AB"] = [value.removeprefix("Abstract - ") for value in fields["AB"]]
