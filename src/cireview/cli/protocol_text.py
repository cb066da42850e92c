"""The protocol as text, for the verbs that change it."""

from __future__ import annotations

from pathlib import Path

from cireview.places import place


def read_protocol(folder: Path) -> str:
    """Return the text of the protocol of the review in `folder`, once it was checked."""
    from cireview.protocol import Protocol, load_model

    load_model(folder / place("protocol"), Protocol, name=place("protocol"))
    # As bytes, so that the ends of lines stay as Windows or Unix wrote them.
    return (folder / place("protocol")).read_bytes().decode("utf-8-sig")


def write_protocol(folder: Path, text: str) -> None:
    """Write the protocol as a whole or not at all."""
    from cireview.tables import whole_file

    with whole_file(folder / place("protocol")) as partial:
        partial.write_bytes(text.encode())
