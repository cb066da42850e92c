"""Tag a PDF of one figure, so that a screen reader says what it shows (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO


def tag_pdf(content: bytes, *, title: str, description: str, language: str) -> bytes:
    """Return a PDF with its title, its language, and one figure whose alternative text is `description`.

    Parameters
    ----------
    content
        A PDF of one page.

    Notes
    -----
    Needs pypdf, which `pip install cireview[pdf]` brings; without it the PDF is returned as it is.
    """
    if find_spec("pypdf") is None:
        return content
    from pypdf import PdfWriter
    from pypdf.generic import (
        ArrayObject,
        BooleanObject,
        DecodedStreamObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    writer = PdfWriter(clone_from=BytesIO(content))
    page, root = writer.pages[0], writer.root_object
    marked = DecodedStreamObject()
    drawn = page.get_contents()
    assert drawn is not None
    marked.set_data(b"/Figure <</MCID 0>> BDC\n" + drawn.get_data() + b"\nEMC\n")
    page[NameObject("/Contents")] = writer._add_object(marked.flate_encode())
    page[NameObject("/StructParents")] = NumberObject(0)
    tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    place = writer._add_object(tree)
    figure = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject("/Figure"),
                NameObject("/P"): place,
                NameObject("/Pg"): page.indirect_reference or NumberObject(0),
                NameObject("/K"): NumberObject(0),
                NameObject("/Alt"): TextStringObject(description or title),
            }
        )
    )
    parents = DictionaryObject({NameObject("/Nums"): ArrayObject([NumberObject(0), ArrayObject([figure])])})
    tree[NameObject("/K")] = ArrayObject([figure])
    tree[NameObject("/ParentTree")] = writer._add_object(parents)
    root[NameObject("/StructTreeRoot")] = place
    root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    root[NameObject("/Lang")] = TextStringObject(language)
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = shown
    writer.metadata = {"/Title": title}
    with BytesIO() as stream:
        writer.write(stream)
        return stream.getvalue()
