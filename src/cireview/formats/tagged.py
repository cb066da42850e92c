"""One grammar for all formats of tagged lines: RIS, MEDLINE, Web of Science, Refer, RefWorks, Ovid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cireview.formats.entries import Entry, Fields

_LEADS = "leads to the record below"


@dataclass(frozen=True)
class Grammar:
    """How a format writes a record as lines.

    Parameters
    ----------
    line
        Pattern of a line that starts a field, with two groups: tag and value. Any other line continues
        the field before it.
    heads
        Tags that start a record.
    ends
        Tags that end one.
    ignored
        Tags of the file, not of a record (``FN``, ``VR``, ``EF``).
    listed
        Tags whose continuation lines are values of their own, not more of the same value.
    after_blank
        A head starts a record only after a blank line, or when the record already has that tag: MEDLINE
        records start with PMID, PMC or OWN, and may hold all three.
    titles
        Tags of the title: fields outside of a record are a record that lost its start if they have one, else
        they belong to the record before them (Ovid writes one after the end tag).
    """

    line: re.Pattern[str]
    heads: frozenset[str]
    ends: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    after_blank: bool = False
    titles: frozenset[str] = frozenset()


def _has_started(entry: Entry | None, tag: str, grammar: Grammar, blank: bool) -> bool:
    """Say whether `tag` starts a new record after `entry`."""
    if tag not in grammar.heads:
        return False
    if entry is None:
        return True
    if grammar.after_blank:
        return blank or tag in entry.fields
    return not entry.fields.keys() <= {tag, ""}


def straighten(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines of RIS with tags as they should be: capitals, two blanks, a hyphen.

    Word makes dashes of hyphens and no-break spaces of blanks; people write small letters or a colon.
    """
    for line in lines:
        tag = LOOSE.match(f"{line.rstrip()}  -" if line.strip() == "ER" else line)
        yield f"{tag[1].upper()}  - {tag[2]}" if tag and tag[1].upper() in RIS_TAGS else line


def read_tagged(lines: Iterable[str], grammar: Grammar) -> Iterator[Entry]:
    """Yield the records of a file of tagged lines, and the parts of it that are none.

    Parameters
    ----------
    lines
        Lines of the file, with or without their line ends.
    grammar
        The format's grammar.

    Yields
    ------
    Entry
        Every record, also one without an end or without a start tag, which carries a remark. Lines
        between two records that hold no field (numbers, headers of a vendor) are under the tag "".
    """
    held: Entry | None = None
    early: Fields = {}
    for entry in _part_lines(lines, grammar):
        if not entry.remark.startswith("has no start") or grammar.titles & entry.fields.keys():
            if held is not None:
                yield held
            held = entry
        elif held is not None and not entry.text:
            for tag, values in entry.fields.items():
                held.fields.setdefault(tag, []).extend(values)
        elif entry.text != _LEADS:
            yield Entry(entry.line, problem=f"{entry.remark} and no title", text=entry.show())
        else:
            if held is not None:
                yield held
            held = None
            early = entry.fields
            continue
        if early and held is not None:
            for tag, values in early.items():
                held.fields[tag] = values + held.fields.get(tag, [])
            early = {}
    if held is not None:
        yield held


def _part_lines(lines: Iterable[str], grammar: Grammar) -> Iterator[Entry]:
    """Yield what stands between one start tag and the next, or between an end tag and the next start."""
    match = grammar.line.match
    heads, ends, listed, ignored = grammar.heads, grammar.ends, grammar.listed, grammar.ignored
    entry: Entry | None = None
    between: list[str] = []
    tag, blank = "", True
    for number, line in enumerate(lines, 1):
        if line == "\n":
            blank = True
            continue
        field = match(line)
        if field is None:
            text = line.strip()
            if not text:
                blank = True
            elif entry is None:
                between.append(text)
            elif tag:
                _continue(entry.fields[tag], text, listed=tag in listed)
            continue
        tag, value = field.groups()
        if tag in heads and _has_started(entry, tag, grammar, blank):
            if entry is not None:
                if not blank and entry.remark:  # what stands right above a start belongs to it
                    entry.text = _LEADS
                yield _close(entry, grammar, ended=False)
            entry = Entry(number, {"": between} if between else {})
            between = []
        elif tag in ends:
            if entry is not None:
                yield _close(entry, grammar, ended=True)
            entry, blank = None, True
            continue
        elif tag in ignored:
            tag = ""
            continue
        elif entry is None or (entry.remark and _begins_again(entry, tag, grammar, blank=blank)):
            if entry is not None:
                yield _close(entry, grammar, ended=False)
            entry = Entry(number, remark=f"has no start tag {'/'.join(sorted(heads))}")
        blank = False
        entry.fields.setdefault(tag, []).append(value.strip() if value else "")
    if entry is not None:
        yield _close(entry, grammar, ended=False)


def _begins_again(entry: Entry, tag: str, grammar: Grammar, *, blank: bool) -> bool:
    """Say whether `tag` starts another record, in a file that has lost its start tags.

    It does if it began this record too and came later than next, or comes after a blank line as a title does.
    """
    if not grammar.titles & entry.fields.keys():
        return False
    tags = list(entry.fields)
    return (tag == tags[0] and (blank or tag != tags[-1])) or (blank and tag in grammar.titles)


def _continue(values: list[str], text: str, *, listed: bool) -> None:
    """Add a line without a tag: as a value of its own, or to the last value."""
    if listed:
        values.append(text)
    else:
        values[-1] = f"{values[-1]} {text}" if values[-1] else text


def _close(entry: Entry, grammar: Grammar, *, ended: bool) -> Entry:
    """Return `entry`, with a remark when the format has an end tag and the record has not."""
    if grammar.ends and not ended and not entry.remark:
        entry.remark = f"has no end tag {'/'.join(sorted(grammar.ends))}"
    return entry


def _grammar(
    pattern: str, heads: str, *, ends: str = "", ignored: str = "", listed: str = "", titles: str = ""
) -> Grammar:
    """Return a grammar whose sets of tags are given as texts."""
    return Grammar(
        re.compile(pattern),
        frozenset(heads.split()),
        frozenset(ends.split()),
        frozenset(ignored.split()),
        frozenset(listed.split()),
        titles=frozenset(titles.split()),
    )


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


RIS_TAGS = _set(
    "TY ER AU A1 A2 A3 A4 TI T1 T2 T3 AB N1 N2 PY Y1 Y2 DA JO JF JA J1 J2 VL IS SP EP SN DO UR "
    "L1 L2 L3 L4 KW ID C1 C2 C3 C4 C5 C6 C7 C8 DB DP AD AN BT CN CY ED ET LA LB M1 M2 M3 NV OP "
    "PB PP RP SE ST TA TT U1 U2 U3 U4 U5"
)
LOOSE = re.compile(
    r"\ufeff*[ \t\xa0]{0,3}([A-Za-z][A-Za-z0-9])[ \t\xa0]{0,3}[-–—:](?:[ \t\xa0]+|$)(.*)", re.DOTALL
)

_WOS_LISTS = "AU AF BA BF BE CA GP ED CR C1 C3 RP FU"

GRAMMARS = {
    # Two blanks before the hyphen; some programs write a tab, and one blank may stand before the tag.
    "ris": _grammar(
        r"\ufeff*\s?([A-Z][A-Z0-9])(?:  | ?\t)-(.*)", "TY", ends="ER", listed="KW", titles="TI T1"
    ),
    "ris_one_space": _grammar(
        r"\ufeff*\s?([A-Z][A-Z0-9]) {1,2}-(?=\s|$)(.*)", "TY", ends="ER", listed="KW", titles="TI T1"
    ),
    "nbib": Grammar(
        re.compile(r"\ufeff*([A-Z][A-Z0-9]{1,3}) {0,3}-(.*)"),
        frozenset({"PMID", "PMC", "OWN"}),
        after_blank=True,
        titles=frozenset({"TI"}),
    ),
    "wos": _grammar(
        r"\ufeff*([A-Z][A-Z0-9])(?: (.*)|(?=\s*$))",
        "PT",
        ends="ER",
        ignored="FN VR EF",
        listed=_WOS_LISTS,
        titles="TI",
    ),
    "enw": _grammar(r"\ufeff*%(\S)(?: (.*)|(?=\s*$))", "0", listed="K", titles="T"),
    "refworks": _grammar(r"\ufeff*([A-Z][A-Z0-9])(?: (.*)|(?=\s*$))", "RT", titles="T1"),
    "ovid": _grammar(r"\ufeff*\s?(<(?=\d+\. ?>)|[A-Z][A-Z0-9]{1,4}(?=\s+- ))(?:\s+- )?(.*)", "<"),
    "ovid_text": _grammar(r"\ufeff*(<(?=\d+>)|[A-Z](?:.*\S)?)(.*)", "<"),
    "euctr_text": Grammar(
        re.compile(
            r"\ufeff*(EudraCT Number|Sponsor Protocol Number|Sponsor Name|Full Title|Start Date\*?"
            r"|Medical condition|Disease|Population Age|Gender|Trial protocol|Trial results|Link)"
            r"(?=:):\s*(.*)"
        ),
        frozenset({"EudraCT Number"}),
        titles=frozenset({"Full Title"}),
    ),
    # A heading has no value; a line of a value that goes on may look like no heading.
    "euctr_details": Grammar(
        re.compile(
            r"\ufeff*(Summary(?=\s*$)|(?:EudraCT Number|Sponsor's Protocol Code Number"
            r"|National Competent Authority|Clinical Trial Type|Trial Status|Link"
            r"|Date on which this record was first entered in the EudraCT database"
            r"|[A-Z]\.(?:IMP|\d[\d.]*)[^:\n]*)(?=:)|[A-Z]\.\d[\d.]* [^:\n]*(?=$)"
            r"|[A-Z]\. (?:Protocol|Sponsor|Applicant|IMP|General|Population|Investigator|Review|End of) ?"
            r"[^:\n]*(?=$))(?::\s*(.*))?"
        ),
        frozenset({"Summary"}),
        titles=frozenset({"A.3 Full title of the trial"}),
    ),
    "cochrane_text": _grammar(
        r"\ufeff*(Record(?= #\d+ of \d+)|[A-Z]{2,3}(?=:(?: |$)))(?:: ?)?(.*)", "Record", titles="TI"
    ),
    "proquest_text": _grammar(
        r"\ufeff*(_(?=_{20,})|(?:Title|Author|Abstract|Links|Subject|Classification|Identifier / keyword"
        r"|Number of pages|Publication (?:year|date|title)|Pages|Degree date|School code|Source|Source type"
        r"|Place of publication|Country of publication|ISBN|ISSN|Advisor|Committee member|Department|Degree"
        r"|University/institution|University location|Language|Language of publication|Document type"
        r"|Dissertation/thesis number|ProQuest document ID|Document URL|Copyright|Database|Volume|Issue"
        r"|Publisher|DOI)(?=: ))(?:: )?(.*)",
        "_",
    ),
}
