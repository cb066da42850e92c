"""Write RIS as five databases write it."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable

from articles import Entry
from habits import MONTHS, curly, dotted, markup, spaced, title_case

Tags = Iterable[tuple[str, str]]
_MARK = "\u200e"  # left-to-right mark, which ProQuest leaves behind
_HEADER = 'Provider: JSTOR http://www.jstor.org\nDatabase: JSTOR\nContent: text/plain; charset="UTF-8"\n\n\n'
_HYPHEN = "\u2010"  # the hyphen that EBSCO prints in names


def write_proquest(entries: list[Entry]) -> bytes:
    """CRLF, three blank lines between records, DOI as a URL, HTML in abstracts, stray LRM marks, many N1."""
    records = [_record(_proquest(entry), end="ER  -") for entry in entries]
    return "\n\n\n\n".join(records).replace("\n", "\r\n").encode()


def _proquest(entry: Entry) -> Tags:
    article, number = entry.article, f"99{entry.number(8)}"
    mark = _MARK if ":" in article.title and int(number) % 3 == 0 else ""
    date = f"{article.year}/{article.month:02d}//" if article.month else str(article.year)
    return [
        ("TY", "JOUR"),
        ("T1", mark + title_case(markup(article.title))),
        ("AN", number),
        ("AB", markup(article.abstract)),
        ("JF", article.journal),
        *(("AU", f"{family}, {spaced(given)}") for family, given in article.authors),
        ("Y1", date),
        ("PY", str(article.year)),
        ("DA", f"{MONTHS[article.month - 1]} {article.year}" if article.month else str(article.year)),
        ("SP", article.first_page),
        ("EP", article.last_page),
        ("PB", article.publisher),
        ("VL", article.volume),
        ("IS", article.issue),
        ("SN", article.issn.replace("-", "")),
        *(("KW", keyword) for keyword in article.keywords),
        ("UR", f"https://www.proquest.com/scholarly-journals/docview/{number}/se-2?accountid=99999"),
        ("LA", "English"),
        ("DB", "Social Science Database" if entry.copy == 1 else "Public Health Database"),
        ("N1", f"Copyright - © {article.publisher or 'The Authors'} {article.year}"),
        ("N1", "Last updated - 2020-03-14"),
        ("N1", article.note),
        ("DO", article.doi and f"https://doi.org/{article.doi}{mark}"),
    ]


def write_ebsco(entries: list[Entry]) -> bytes:
    """CRLF, title with a final full stop, two AB, no ISSN hyphen, odd dates, subjects half in capitals."""
    return "\n\n".join([*(_record(_ebsco(entry)) for entry in entries), ""]).replace("\n", "\r\n").encode()


def _ebsco(entry: Entry) -> Tags:
    article, number = entry.article, f"999{entry.number(6)}"
    title = article.title.upper() if entry.capitals else title_case(article.title)
    rights = f"Copyright of {article.journal} belongs to its publisher; no copies without permission."
    collection = "CINAHL Complete" if entry.copy == 1 else "Academic Search Ultimate"
    return [
        ("TY", "JOUR"),
        ("ID", number),
        ("T1", title.rstrip(".") + "."),
        *(("AU", f"{f.replace('-', _HYPHEN)}, {g.replace('-', _HYPHEN)}") for f, g in article.authors),
        ("Y1", f"{article.year}/{article.month:02d}//" if article.month else f"{article.year}///"),
        (
            "N1",
            f"Accession Number: {number}. Language: English. Publication Type: Journal Article. "
            f"Note: {article.note}. ",
        ),
        *(("KW", _subject(keyword)) for keyword in article.keywords),
        ("SP", article.first_page),
        ("EP", article.last_page or article.first_page),
        ("JO", article.journal),
        ("JF", article.journal),
        ("JA", article.abbreviation.upper()),
        ("VL", article.volume),
        ("IS", article.issue),
        ("PB", article.publisher),
        ("AB", article.abstract),
        ("AB", rights),
        ("SN", article.issn.replace("-", "")),
        ("M3", "Article"),
        ("DO" if entry.copy == 1 else "L3", article.doi),
        ("UR", f"https://search.ebscohost.com/login.aspx?direct=true&db=zzz&AN={number}&site=ehost-live"),
        ("DP", "EBSCOhost"),
        ("DB", collection),
    ]


def _subject(keyword: str) -> str:
    first, _, rest = keyword.partition(" ")
    return f"{first.upper()} {rest}".strip()


def write_wiley(entries: list[Entry]) -> bytes:
    """CRLF, a blank line first, DOI as a URL, abstract in N2 after its own label, journal in four tags."""
    return "".join(f"\n{_record(_wiley(entry))}\n" for entry in entries).replace("\n", "\r\n").encode()


def _wiley(entry: Entry) -> Tags:
    article = entry.article
    date = f"{article.year}/{article.month:02d}/01" if article.month else str(article.year)
    authors = ((family, dotted(given) if given.isupper() else given) for family, given in article.authors)
    return [
        ("TY", "JOUR"),
        ("T1", markup(article.title)),
        *(("AU", f"{family}, {given}") for family, given in authors),
        ("Y1", date),
        ("PY", str(article.year)),
        ("DA", date),
        ("N1", article.note),
        ("DO", f"https://doi.org/{article.doi}"),
        *((tag, markup(article.journal)) for tag in ("T2", "JF", "JO")),
        ("JA", article.abbreviation),
        ("SP", article.first_page),
        ("EP", article.last_page),
        ("VL", article.volume),
        ("IS", article.issue),
        *(("KW", keyword) for keyword in article.keywords),
        ("PB", article.publisher),
        ("SN", article.issn),
        ("UR", f"https://doi.org/{article.doi}"),
        ("Y2", "2020/03/16"),
        ("N2", article.abstract and f"Abstract {article.abstract}"),
    ]


def write_emerald(entries: list[Entry]) -> bytes:
    """LF, authors in A1, A2, A3 with a blank for a comma, labels run into the abstract, ISSN with hyphen."""
    return "".join(_record(_emerald(entry)) + "\n" for entry in entries).encode()


def _emerald(entry: Entry) -> Tags:
    article = entry.article
    return [
        ("TY", "JOUR"),
        ("AB", article.abstract),
        ("VL", article.volume),
        ("IS", article.issue),
        ("SN", article.issn),
        ("DO", article.doi),
        ("UR", f"https://www.emerald.com/insight/content/doi/{article.doi}/full/html"),
        *((f"A{n}", f"{family} {given}") for n, (family, given) in enumerate(article.authors, start=1)),
        ("PY", str(article.year)),
        ("Y1", f"{article.year}/01/01"),
        ("TI", curly(article.title)),
        ("T2", curly(article.journal)),
        ("PB", article.publisher),
        ("SP", article.first_page),
        ("EP", article.last_page),
        *(("KW", keyword) for keyword in article.keywords),
        ("N1", article.note),
        ("Y2", "2020/03/17"),
    ]


def write_jstor(entries: list[Entry]) -> bytes:
    """CRLF, a header before every record, tags by name, abstract in brackets, no DOI, date in words."""
    records = (f"{_HEADER}{_record(_jstor(entry))}\n\n\n\n\n" for entry in entries)
    return "".join(records).replace("\n", "\r\n").encode()


def _jstor(entry: Entry) -> Tags:
    article = entry.article
    month = f"{month_name[article.month]} " if article.month else ""
    return [
        ("TY", "JOUR"),
        ("TI", article.title.upper() if entry.capitals else article.title),
        *(("AU", f"{family}, {given}") for family, given in article.authors),
        ("AB", article.abstract and f"[{article.abstract}]"),
        ("C1", f"Full publication date: {month}{article.year}"),
        ("DB", "JSTOR"),
        ("EP", article.last_page or article.first_page),
        ("IS", article.issue),
        *(("KW", keyword) for keyword in article.keywords),
        ("N1", article.note),
        ("PB", article.publisher),
        ("PY", str(article.year)),
        ("SN", article.issn.replace("-", "")),
        ("SP", article.first_page),
        ("T2", article.journal),
        ("UR", f"http://www.jstor.org/stable/999{entry.number(6)}"),
        ("VL", article.volume),
        ("Y2", "2020/03/17/"),
    ]


def _record(tags: Tags, end: str = "ER  - ") -> str:
    """Return one record; a tag without a value is left out."""
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "\n".join([*lines, end])
