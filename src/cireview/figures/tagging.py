"""Tag a PDF of one figure, so that a screen reader says what it shows (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import Any


def tag_pdf(content: bytes, *, title: str, description: str, language: str) -> bytes:
    """Return a PDF with its title, its language, and one figure whose alternative text is `description`.

    Parameters
    ----------
    content
        A PDF of one page.

    Notes
    -----
    Needs pypdf, which `pip install 'cireview[pdf]'` brings; without it the PDF is returned as it is.
    """
    if find_spec("pypdf") is None:
        return content
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=BytesIO(content))
    root, place = writer.root_object, writer._add_object(_named(Type="/StructTreeRoot"))
    figure = writer._add_object(_describe_figure(_mark_page(writer), place, description or title))
    tree: Any = place.get_object()
    tree[NameObject("/K")] = ArrayObject([figure])
    tree[NameObject("/ParentTree")] = writer._add_object(_list_parents(figure))
    root[NameObject("/StructTreeRoot")] = place
    root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    root[NameObject("/Lang")] = TextStringObject(language)
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = shown
    writer.metadata = {"/Title": title}
    with BytesIO() as stream:
        writer.write(stream)
        return stream.getvalue()


def _named(**names: str) -> Any:
    """Return a dictionary of a PDF whose values are names."""
    from pypdf.generic import DictionaryObject, NameObject

    return DictionaryObject({NameObject(f"/{key}"): NameObject(name) for key, name in names.items()})


def _mark_page(writer: Any) -> Any:
    """Mark all that the one page draws as the content of one figure, and return the page."""
    from pypdf.generic import DecodedStreamObject, NameObject, NumberObject

    page = writer.pages[0]
    marked = DecodedStreamObject()
    marked.set_data(b"/Figure <</MCID 0>> BDC\n" + page.get_contents().get_data() + b"\nEMC\n")
    page[NameObject("/Contents")] = writer._add_object(marked.flate_encode())
    page[NameObject("/StructParents")] = NumberObject(0)
    return page


def _describe_figure(page: Any, tree: Any, description: str) -> Any:
    """Return the element of the figure, with its alternative text."""
    from pypdf.generic import NameObject, NumberObject, TextStringObject

    figure = _named(Type="/StructElem", S="/Figure")
    figure[NameObject("/P")] = tree
    figure[NameObject("/Pg")] = page.indirect_reference
    figure[NameObject("/K")] = NumberObject(0)
    figure[NameObject("/Alt")] = TextStringObject(description)
    return figure


def _list_parents(figure: Any) -> Any:
    """Return the tree that leads from the page's content to its element."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

    numbers = ArrayObject([NumberObject(0), ArrayObject([figure])])
    return DictionaryObject({NameObject("/Nums"): numbers})
