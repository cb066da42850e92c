"""Read Zotero's RDF: items, with journals, notes and files as separate nodes in the same file.

Names are those of Zotero's own translator (zotero/translators, ``Zotero RDF.js``).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException

from cireview.formats.entries import Dialect, Entry, Fields
from cireview.formats.names import mark_name
from cireview.formats.xml_elements import local_name, take_elements, text_of

ZOTERO_RDF = Dialect(
    first={
        "accession": (),
        "title": ("title",),
        "abstract": ("abstract",),
        "year": ("date", "issued", "isPartOf/date"),
        "journal": ("isPartOf/title", "isPartOf/alternative", "presentedAt", "publicationTitle"),
        "volume": ("volume", "isPartOf/volume"),
        "issue": ("number", "isPartOf/number"),
        "pages": ("pages",),
        "doi": ("DOI", "isPartOf/DOI"),
        "document_type": ("itemType",),
        "url": ("URI",),
    },
    joined={
        "authors": (("authors",), ("creator",), ("editors",)),
        "issn": (("ISSN", "isPartOf/ISSN"), ("ISBN", "isPartOf/ISBN")),
        "language": (("language",),),
        "keywords": (("subject",),),
        "notes": (("isReferencedBy", "description"),),
    },
    identified=("URI",),
    doi=("URI", "about"),
    pubmed=("description",),
    # References to nodes that are read in place, and to files on the person's disk.
    silent=frozenset({"", "link", "citationKey"}),
)
_NO_RECORDS = ("attachment", "note", "annotation")
_MOST = 12  # things that one item is read out of: its journal, the series of that, and so on
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PEOPLE = frozenset({"surname", "givenName", "givenname", "name"})


def read_zotero_rdf(text: str) -> Iterator[Entry]:
    """Yield the items of a file of Zotero's RDF; attachments and notes belong to their items.

    Parameters
    ----------
    text
        The whole file, decoded.

    Yields
    ------
    Entry
        Fields by the names of their elements without namespace, those of the journal or book that an item is
        part of below ``isPartOf``. Items after a place that cannot be parsed are one problem.
    """
    things: list[tuple[int, Element]] = []
    problem: Entry | None = None
    try:
        things.extend(take_elements(text, lambda _, depth: depth == 3))
    except (ParseError, DefusedXmlException) as error:
        line = getattr(error, "position", (things[-1][0] if things else 1, 0))[0]
        problem = Entry(line, problem=f"the XML cannot be parsed from here on: {error}")
    named = {about: thing for _, thing in things if (about := thing.get(f"{_RDF}about"))}
    used = {
        at for _, thing in things if _is_item(thing) for part in thing if (at := part.get(f"{_RDF}resource"))
    }
    for line, thing in things:
        if _is_item(thing):
            yield Entry(line, fields=_read_item(thing, named))
        elif thing.get(f"{_RDF}about") not in used and local_name(thing.tag) == "Memo":
            note = {"isReferencedBy": [text_of(thing)]}
            yield Entry(line, fields=note, problem="a note that belongs to no item", text=text_of(thing))
    if problem:
        yield problem


def _is_item(thing: Element) -> bool:
    """Say whether an element is an item of a library: it has a type, or it is a work with a title."""
    kinds = [text_of(child) for child in thing if local_name(child.tag) == "itemType"]
    if kinds:
        return kinds[0] not in _NO_RECORDS
    name = local_name(thing.tag)
    works = ("Article", "Book", "BookSection", "Thesis", "Report", "Document", "Manuscript", "Patent")
    return name in works and any(local_name(child.tag) in ("creator", "authors") for child in thing)


def _read_item(item: Element, named: dict[str, Element]) -> Fields:
    fields: Fields = {}
    if (about := item.get(f"{_RDF}about", "")) and not about.startswith("#"):
        fields["about"] = [about]
    for child in item:
        _add(child, "", fields, named, set())
    if "itemType" not in fields:
        fields["itemType"] = [local_name(item.tag)]
    return fields


def _add(child: Element, above: str, fields: Fields, named: dict[str, Element], seen: set[str]) -> None:
    """Add what an element says, and what the thing says that it refers to, unless that was `seen`."""
    name = local_name(child.tag)
    path = f"{above}{name}"
    target = child.get(f"{_RDF}resource")
    if people := _people(child):
        fields.setdefault(path, []).extend(people)
    elif name == "isPartOf" and (
        target is None or (target in named and target not in seen and len(seen) < _MOST)
    ):
        seen.update([target] if target else [])
        for thing in [named[target]] if target else list(child):
            for part in thing:
                _add(part, _place_of(thing, part), fields, named, seen)
    elif target is not None:
        referred = text_of(named[target]) if target in named and name == "isReferencedBy" else ""
        if referred or name != "link":
            fields.setdefault(path, []).append(referred or target)
    elif name == "identifier":
        _add_identifier(child, above, fields)
    elif text := text_of(child):
        fields.setdefault(path, []).append(text)


def _place_of(thing: Element, part: Element) -> str:
    """Return below what `part` of the thing that holds an item stands; a section holds the journal itself."""
    if local_name(thing.tag) == "Series":
        return "Series/"
    return "" if local_name(thing.tag) == "Part" and local_name(part.tag) == "isPartOf" else "isPartOf/"


def _add_identifier(child: Element, above: str, fields: Fields) -> None:
    """Add 'DOI 10.1/x', 'ISSN 1234-5678' and addresses each by its own name."""
    text = text_of(child)
    kind, _, value = text.partition(" ")
    if any(local_name(part.tag) == "URI" for part in child):
        fields.setdefault(f"{above}URI", []).append(text)
    elif value and kind in ("DOI", "ISSN", "ISBN"):
        fields.setdefault(f"{above}{kind}", []).append(value)
    elif text:
        fields.setdefault(f"{above}identifier", []).append(text)


def _people(child: Element) -> list[str]:
    """Return the people or bodies that an element lists, 'Family, Given' each."""
    names = []
    for person in child.iter():
        if local_name(person.tag) not in ("Person", "Agent"):
            continue
        part = {local_name(one.tag): text_of(one) for one in person if local_name(one.tag) in _PEOPLE}
        family, given = part.get("surname", ""), part.get("givenName") or part.get("givenname", "")
        name = f"{family}, {given}" if family and given else family or given or part.get("name", "")
        if name:
            names.append(name if family and given else mark_name(name))
    return names
