"""Themes as text: a paragraph for each value of a dimension that cites its articles."""

from __future__ import annotations

from cireview.synthesis.cross import count_axis
from cireview.synthesis.page import GAP_NOT_ABSENT, Material, Page, tell_axis, tell_several

_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def themes_page(material: Material, name: str, dimension: str, caption: str) -> Page:
    """Return a paragraph for each value: how many articles have it, and their citations.

    The largest comes first, as a text about themes is written; values of as many articles keep the order of
    the codebook.
    """
    axis = material.axes[dimension]
    counted = count_axis(axis, material.cited)
    found = counted[counted["empty"] == ""].sort_values("n", ascending=False, kind="stable")
    there = found[found["n"] > 0]
    paragraphs = [
        (str(label), tell_articles(int(n), str(articles)))
        for label, n, articles in zip(there["label"], there["n"], there["articles"], strict=True)
    ]
    missing = found.loc[found["n"] == 0, "label"]
    note = [tell_axis(axis), *tell_several([axis])]
    note += [f"Without an article: {', '.join(missing)}."] if len(missing) else []
    note += [GAP_NOT_ABSENT] if material.secondhand and len(missing) else []
    titled = caption or f"{axis.label}: articles of each"
    return Page(name, titled, " ".join(note), counted, paragraphs=tuple(paragraphs))


def tell_articles(n: int, articles: str) -> str:
    """Return how many articles there are, and their citations.

    Examples
    --------
    >>> tell_articles(2, "Aho 2015; Berg & Costa 2016")
    'Two articles (Aho 2015; Berg & Costa 2016).'
    """
    number = _WORDS[n] if n < len(_WORDS) else str(n)
    return f"{number} article{'' if n == 1 else 's'}{f' ({articles})' if articles else ''}."
