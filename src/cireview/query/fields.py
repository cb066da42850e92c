"""Which tags of a database search the fields that a part of a query names."""

from __future__ import annotations

from cireview.query.database import Database, Tag
from cireview.query.subheadings import code_subheading
from cireview.query.tree import COVERS, FIELDS, LANGUAGE, ORDER, PUBLICATION_TYPE, SUBHEADING


def order_fields(fields: set[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return fields in their usual order, each once."""
    return tuple(field for field in ORDER if field in fields)


def choose_tags(database: Database, fields: tuple[str, ...], losses: list[str]) -> tuple[Tag, ...] | None:
    """Return the tags that search `fields` together; () where the query cannot name any, None for no way."""
    if not database.all_tags:
        return () if set(fields) & {*FIELDS, *COVERS} else None
    chosen = _closest(database, fields)
    if not chosen:
        return _other_tag(database, fields, losses)
    wanted = _reach(fields)
    searched = {field for tag in chosen for field in _reach(tag.fields)}
    lost = [field for field in fields if field not in searched]
    if lost:
        losses.append(f"{database.name} cannot search {' and '.join(lost)}: finds fewer")
    for tag in chosen:
        also = [field for field in tag.fields if field not in wanted] + [tag.also] * bool(tag.also)
        if also:
            losses.append(f"{tag.tag or database.name} also searches {' and '.join(also)}: finds more")
    return tuple(chosen)


def _reach(fields: tuple[str, ...]) -> set[str]:
    return {part for field in fields for part in (field, *COVERS.get(field, ()))}


def _closest(database: Database, fields: tuple[str, ...]) -> list[Tag]:
    wanted, tags = set(fields), database.all_tags
    exact = [tag for tag in tags if set(tag.fields) == wanted]
    single = [tag for tag in tags if len(tag.fields) == 1 and set(tag.fields) <= wanted]
    named = [tag for tag in single if tag.tag]
    wider = sorted(
        (tag for tag in tags if _reach(tag.fields) > wanted), key=lambda tag: len(_reach(tag.fields))
    )
    narrower = [tag for tag in tags if _reach(tag.fields) < _reach(fields)]
    if exact:
        return exact[:1]
    if len(wanted) > 1 and database.dialect.joins_tags and len({tag.fields for tag in named}) == len(wanted):
        return [
            Tag(
                fields, ",".join(tag.tag for tag in sorted(named, key=lambda tag: ORDER.index(tag.fields[0])))
            )
        ]
    if len({tag.fields for tag in single}) == len(wanted):
        return single
    if wider:
        return wider[:1]
    if narrower:
        widest = max(narrower, key=lambda tag: len(_reach(tag.fields)))
        return [widest, *(tag for tag in single if not set(tag.fields) <= _reach(widest.fields))]
    return []


def _other_tag(database: Database, fields: tuple[str, ...], losses: list[str]) -> tuple[Tag, ...] | None:
    if not set(fields) & set(FIELDS):
        return None
    for tag in database.tags[:1]:
        instead = f"{' and '.join(tag.fields)} instead"
        losses.append(f"{database.name} cannot search {' and '.join(fields)}: {instead}, which finds others")
    return database.tags[:1]


def takes_values(database: Database, fields: tuple[str, ...]) -> bool:
    """Return whether words of these fields are written each by a frame of its own, and not with a tag."""
    if fields == (SUBHEADING,):
        return SUBHEADING in database.dialect.inline
    return fields in ((PUBLICATION_TYPE,), (LANGUAGE,))


def write_value(database: Database, field: str, value: str) -> str | None:
    """Return a publication type or language as it is written in a query; None where there is no way."""
    limit = database.document_types if field == PUBLICATION_TYPE else database.languages
    frame = inline_frame(database, field)
    if field == SUBHEADING:
        code = code_subheading(value)
        return frame.format(CODE=code.upper()) if code else None
    listed = {
        **(database.dialect.types if field == PUBLICATION_TYPE else {}),
        **(limit.values if limit else {}),
    }
    frame = inline_frame(database, field)
    native = listed.get(value.lower(), value if field in database.dialect.open_limits else "")
    return frame.format(value=native) if frame and native else None


def inline_frame(database: Database, what: str) -> str:
    """Return the frame of years, a publication type or a language inside a query, or ''."""
    if what in database.dialect.inline:
        return database.dialect.inline[what]
    limits = {
        "years": database.years,
        PUBLICATION_TYPE: (database.document_types,),
        LANGUAGE: (database.languages,),
    }[what]
    whole = [limit.whole.format(values=limit.each) for limit in limits if limit and not limit.where]
    return " AND ".join(whole) if database.limit_join == " AND " else ""
