"""Write the page of the flow: each number opens the records that it counts, each record its life.

One file, which needs no network and no server. Without its script it is the figure and a table of numbers.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cireview import __version__
from cireview.flow.entries import Shown
from cireview.flow.interchange import Counts
from cireview.flow.layout import layout_flow
from cireview.flow.svg import write_svg
from cireview.paper.flow_data import Known, link_numbers, pack_records
from cireview.prisma import LIFE
from cireview.prisma.table import read_flow, read_notes
from cireview.review import Review
from cireview.tables import CODE, DECISION, read_table

_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def render_flow_page(review: Review, inputs: Mapping[str, Any]) -> str:
    """Return the page of the flow of a review.

    Parameters
    ----------
    review
        The people's side of the review.
    inputs
        Paths of ``flow``, ``lives``, ``codes``, ``retrieved``, and of the decisions on
        abstracts (``screening``) and full texts (``eligibility``).
    """
    stages = [read_table(inputs[stage], DECISION) for stage in ("screening", "eligibility")]
    # Notes are private unless the team has chosen to print them.
    stages[0] = stages[0].assign(note="")
    if not review.protocol.methodological_screen.print_notes:
        stages[1] = stages[1].assign(note="")
    known = Known(
        pd.concat(stages),
        read_table(inputs["retrieved"]),
        read_table(inputs["codes"], CODE),
        {dimension.id: dimension.label for dimension in review.codebook.dimensions},
        review.values,
    )
    flow, lives = read_table(inputs["flow"]), read_table(inputs["lives"], LIFE)
    title, notes = review.protocol.title, read_notes(flow)
    return write_flow_page(lives, read_flow(flow), known, title=title, notes=notes)


def draw_linked_flow(counts: Counts, *, notes: Sequence[str] = (), page: str = "") -> str:
    """Return the figure as an element of SVG, each number a link to its list in a page beside, or in this."""
    flow = layout_flow(counts, width=174.0, shown=Shown(notes=tuple(notes)))
    drawn = write_svg(flow, links=link_numbers(counts, page))
    return drawn[drawn.index("<svg ") :]


def write_flow_page(
    lives: pd.DataFrame, counts: Counts, known: Known, *, title: str, notes: Sequence[str] = ()
) -> str:
    """Return the page of a flow.

    Parameters
    ----------
    lives
        `cireview.prisma.lives.LIFE`.
    counts
        Counts of the flow.
    known
        What else is known of the reports.
    title
        Title of the review.
    notes
        Sentences below the figure.

    Notes
    -----
    Text from records and people is escaped: in the page by Jinja2, in the data so that no letter of it can
    end the script's element. The page shows it as text alone, and loads nothing.
    """
    packed = pack_records(lives, counts, known)
    script = files("cireview").joinpath("templates/flow.js").read_text(encoding="utf-8")
    environment = Environment(
        loader=PackageLoader("cireview"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("flow.html.j2").render(
        title=title,
        figure=Markup(draw_linked_flow(counts, notes=notes)),  # noqa: S704 (drawn by us; its text is escaped)
        numbers=packed["numbers"],
        data=Markup(embed_json(packed)),  # noqa: S704 (as said above)
        script=Markup(script),  # noqa: S704 (our own)
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        records=len(lives),
        version=__version__,
    )


def embed_json(value: Any) -> str:
    """Return a value as JSON that may stand in an element of a page: no letter in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)
