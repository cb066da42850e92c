"""Check what the protocol says of the codebook."""

from __future__ import annotations

from cireview.errors import Problem, ReviewError
from cireview.places import place
from cireview.review.folder import Review


def check_published(review: Review) -> None:
    """Check that published numbers use dimensions and values of the codebook.

    Raises
    ------
    ReviewError
        With every dimension or value that it does not have.
    """
    published = review.protocol.published
    named = published.codes.items() if published else ()
    problems = [
        Problem(f"{dimension}.{value} is not in the codebook", place("protocol"), 0, "published.codes",
                f"Use the ids of {place('codebook')}")
        for dimension, values in named
        for value in values
        if value not in review.values.get(dimension, {})
    ]  # fmt: skip
    if problems:
        raise ReviewError(problems)


def doubt_appraisers(review: Review) -> list[Problem]:
    """Return that an appraisal rests on one person, where it does."""
    tools = [appraisal.label for appraisal in review.codebook.appraisals]
    if not tools or review.protocol.review.readers >= 2:
        return []
    message = f"{', '.join(tools)}: one person appraises each article, and two are the custom"
    remedy = "Name another coder, or write coders_per_article: 2"
    return [Problem(message, place("protocol"), 0, "review.coders", remedy)]


def check_secondhand(review: Review) -> None:
    """Check that every dimension can say what coders of a published review leave open.

    Raises
    ------
    ReviewError
        With the dimensions that have no value for it.
    """
    lacking = [one.id for one in review.codebook.dimensions if one.id not in review.unreported]
    if review.protocol.review.secondhand and lacking:
        message = f"review.secondhand names coders, and {', '.join(lacking)} cannot say not_reported"
        remedy = "Add beside dimensions: empty: [{id: not_reported, label: Not reported by the review}]"
        raise ReviewError(Problem(message, place("codebook"), 0, "empty", remedy))
