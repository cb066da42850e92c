"""Read MODS, the Library of Congress' schema (version 3, https://www.loc.gov/standards/mods/)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cireview.formats.entries import Dialect, Fields
from cireview.formats.names import mark_name
from cireview.formats.xml_elements import leaves_of, local_name, text_of

MODS = Dialect(
    first={
        "accession": ("recordInfo/recordIdentifier",),
        "title": ("title",),
        "abstract": ("abstract",),
        "year": (
            "originInfo/dateIssued",
            "host/originInfo/dateIssued",
            "host/part/date",
            "part/date",
            "originInfo/copyrightDate",
            "originInfo/dateCreated",
        ),
        "journal": ("host/title",),
        "volume": ("host/part/volume", "part/volume"),
        "issue": ("host/part/issue", "part/issue", "host/part/number"),
        "first_page": ("host/part/extent/start", "part/extent/start"),
        "last_page": ("host/part/extent/end", "part/extent/end"),
        "pages": ("host/part/extent/list", "part/extent/list"),
        "doi": ("identifier/doi", "identifier"),
        "document_type": ("genre", "typeOfResource"),
        "url": ("location/url",),
    },
    joined={
        "authors": (("name/author",), ("name",), ("name/editor",)),
        "affiliations": (("name/affiliation",),),
        "issn": (("identifier/issn", "host/identifier/issn"), ("identifier/isbn", "host/identifier/isbn")),
        "language": (("language/languageTerm",),),
        "keywords": (("subject/topic", "subject/geographic", "subject"),),
        "notes": (("note",),),
    },
    identified=("location/url",),
    doi=("location/url", "identifier/uri"),
    silent=frozenset({"", "identifier/citekey"}),
)


def read_mods(mods: Element, above: str = "") -> Fields:
    """Return the fields of a record; those of the work that hosts it are below ``host``."""
    fields: Fields = {}
    for child in mods:
        name = local_name(child.tag)
        if name == "relatedItem":
            relation = child.get("type", "related")
            # The works that it hosts or cites have hosts of their own, so that only one level is read.
            inner = read_mods(child, f"{relation}/") if not above else {above + name: [text_of(child)]}
        elif name == "titleInfo":
            kind = child.get("type", "")
            inner = {f"{above}title{f'/{kind}' if kind else ''}": [_title(child)]}
        elif name == "name":
            inner = _name(child, above)
        elif name == "identifier":
            kind = child.get("type", "")
            inner = {f"{above}identifier{f'/{kind.lower()}' if kind else ''}": [text_of(child)]}
        else:
            inner = _leaves(child, above)
        for tag, values in inner.items():
            fields.setdefault(tag, []).extend(value for value in values if value)
    return fields


def _leaves(child: Element, above: str) -> Fields:
    """Return the leaves of an element; volume, issue and the unit of pages are attributes."""
    name = local_name(child.tag)
    if name == "part":
        fields: Fields = {}
        for one in child:
            kind = one.get("type") or local_name(one.tag)
            tag = (
                f"{above}part/{kind}"
                if local_name(one.tag) == "detail"
                else f"{above}part/{local_name(one.tag)}"
            )
            for path, values in leaves_of(one).items():
                detail = path.rpartition("/")[2] in ("number", "caption", "title")
                fields.setdefault(tag if detail else f"{tag}/{path}", []).extend(values)
            if not len(one) and text_of(one):
                fields.setdefault(tag, []).append(text_of(one))
        return fields
    below = leaves_of(child)
    if not below:
        return {above + name: [text_of(child)]}
    return {f"{above}{name}/{path}": values for path, values in below.items()}


def _title(info: Element) -> str:
    part = {local_name(one.tag): text_of(one) for one in info}
    title = " ".join(filter(None, (part.get("nonSort"), part.get("title"))))
    rest = [part[name] for name in ("partNumber", "partName") if part.get(name)]
    return ". ".join([": ".join(filter(None, (title, part.get("subTitle")))), *rest])


def _name(name: Element, above: str) -> Fields:
    """Return a name under its role, with its affiliation and what else is said of the person."""
    parts: dict[str, list[str]] = {}
    rest: Fields = {}
    role = ""
    for one in name:
        tag = local_name(one.tag)
        if tag == "namePart":
            parts.setdefault(one.get("type", ""), []).append(text_of(one))
        elif tag == "role":
            role = role or next((text_of(term).lower() for term in one), text_of(one).lower())
        else:
            rest.setdefault(f"{above}name/{tag}", []).append(text_of(one))
    family, given = " ".join(parts.pop("family", [])), " ".join(parts.pop("given", []))
    plain = " ".join(parts.pop("", []))
    full = f"{family}, {given}" if family and given else family or plain or given
    for kind, values in parts.items():
        rest.setdefault(f"{above}name/{kind}", []).extend(values)
    role = {"aut": "author", "edt": "editor", "cre": "author", "creator": "author"}.get(role, role)
    person = name.get("type") != "corporate" and (", " in full or not (family or not plain))
    rest[f"{above}name{f'/{role}' if role else ''}"] = [full if person else mark_name(full)] if full else []
    return rest
