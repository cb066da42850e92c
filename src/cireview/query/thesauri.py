"""How platforms write subject headings: exploded, alone, and as a main topic."""

from __future__ import annotations

from cireview.query.dialect import Thesaurus

MESH_BRACKETS = Thesaurus(
    exploded='"{text}{sub}"[mh]',
    alone='"{text}{sub}"[mh:noexp]',
    focused='"{text}{sub}"[majr]',
    focused_alone='"{text}{sub}"[majr:noexp]',
)
SLASHED = Thesaurus(
    exploded="exp {text}/{sub}",
    alone="{text}/{sub}",
    focused="exp *{text}/{sub}",
    focused_alone="*{text}/{sub}",
)
EMTREE = Thesaurus(
    exploded="'{text}'/exp{sub}",
    alone="'{text}'/de{sub}",
    focused="'{text}'/exp/mj{sub}",
    focused_alone="'{text}'/mj{sub}",
)
EBSCO_HEADINGS = Thesaurus(
    exploded='MH "{text}+{sub}"',
    alone='MH "{text}{sub}"',
    focused='MM "{text}+{sub}"',
    focused_alone='MM "{text}{sub}"',
)
DESCRIPTORS = Thesaurus(alone='DE "{text}"', focused_alone='MM "{text}"')
COCHRANE_HEADINGS = Thesaurus(
    exploded='[mh "{text}"{sub}]',
    alone='[mh ^"{text}"{sub}]',
    focused='[mh "{text}"[mj]{sub}]',
    focused_alone='[mh ^"{text}"[mj]{sub}]',
)


def _proquest_headings(field: str) -> Thesaurus:
    """Return how ProQuest writes the headings of the thesaurus with this field code."""
    return Thesaurus(
        exploded=f'{field}.EXACT.EXPLODE("{{text}}{{sub}}")',
        alone=f'{field}.EXACT("{{text}}{{sub}}")',
        focused=f'MJ{field}.EXACT.EXPLODE("{{text}}{{sub}}")',
        focused_alone=f'MJ{field}.EXACT("{{text}}{{sub}}")',
    )


PROQUEST_HEADINGS = {
    "mesh": _proquest_headings("MESH"),
    "emtree": _proquest_headings("EMB"),
    "proquest": _proquest_headings("MAINSUBJECT"),
}
