"""Cues of scope: words that take a sentence, or a part of it, out of what an article reports.

After NegEx (Chapman et al. 2001, doi:10.1006/jbin.2001.1029) and ConText (Harkema et al. 2009,
doi:10.1016/j.jbi.2009.05.002): a cue reaches forward or backward up to a word that ends its clause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cue:
    """One group of cues.

    Parameters
    ----------
    kind
        What the cues say; shown beside what they strike.
    reach
        What a cue strikes: ``forward`` to the end of its clause, ``backward`` to its start, the ``clause``,
        or the ``sentence``.
    words
        Phrases; endings and spelling do not matter. A single word is no cue where it has a capital inside a
        sentence (May).
    patterns
        Regular expressions on a sentence, for what no words give.
    until
        Signs that end this reach, besides those that end any clause.
    revoked
        Phrases that take a cue back: one that holds the cue only there, another in its whole sentence.
    """

    kind: str
    reach: str
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    revoked: tuple[str, ...] = ()


def make_cue(keys: Mapping[str, Any]) -> Cue:
    """Return a cue of a codebook by its keys ``kind``, ``reach``, ``words`` and ``not``."""
    return Cue(keys["kind"], keys["reach"], tuple(keys["words"]), revoked=tuple(keys["not"]))


NEGATION, PLAN, DEFINITION = "negation", "plan or hypothesis", "definition"
ANOTHER_STUDY, QUESTION = "another study", "question"


def _split(phrases: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in phrases.split("|"))


ENDS = _split(
    "but | however | although | though | whereas | while | except | nevertheless | nonetheless "
    "| instead | ; | , and they | , and it | , and we | , and the | , and there | , and its | , "
    "and their | , and all | , so | - but | even if | because | since | in contrast | yet it | "
    "yet they | yet the "
)
"""Words and signs that end a clause."""

STARTS = _split("that | who | whom | whose | which | where | when | how | what | why")
"""Words that begin a clause: nothing before them is struck by what follows."""

CUES = (
    Cue(
        NEGATION,
        "forward",
        words=_split(
            "no | none | nor | neither | nobody | no one | nothing | lack | lack of | absence of | "
            "absent | fail to | failure to | failure of | free of | instead of | rather than | unable "
            "to | refuse to | decline to | deny | little or no | little evidence | exclude | excluding "
            "| stop short of | devoid of | cease to | rule out "
        ),
        revoked=_split(
            "no doubt | no fewer than | no less than | no later than | no matter | no sooner | no small "
            "| no surprise | free of charge | not fail to | never fail to | exclude from "
        ),
    ),
    Cue(
        NEGATION,
        "forward",
        words=_split("without"),
        until=(",",),
        revoked=_split("without doubt | without exception | not without"),
    ),
    Cue(
        NEGATION,
        "clause",
        words=_split("not | never | hardly | barely | scarcely | no longer | seldom | rarely"),
        revoked=_split(
            "not only | not just | not merely | not simply | not solely | whether or not | not "
            "surprisingly | not least | if not | not to mention | not until | not without | not all | "
            "not always | not every | not alone | not unlike | not the only "
        ),
    ),
    Cue(
        NEGATION,
        "backward",
        words=_split(
            "be absent | be lacking | be lack | be miss | be missing | remain absent | be excluded from "
            "| be exclude | refuse | decline to | be unavailable | be rejected | be reject | be abandon "
            "| be drop | be left out | be leave out | opt out | stay away "
            "| be shelve | be postpone | pull out | withdraw | be "
            "nowhere | fail to materialize "
        ),
    ),
    Cue(
        PLAN,
        "clause",
        words=_split(
            "would | be to be | remain an aspiration | should | could | might | may | must | ought to | "
            "will | shall | need to be | be needed | be need | be necessary | be require | be required "
            "| be expected to | be expect to | be likely to | be hope | be planned | be plan | be "
            "propose | be proposed | be recommend | be recommended | be envisage | be envision | remain "
            "to be | be yet to | have yet to | in the future | in future | next year | be due to start "
            "| be conceivable | be under consideration "
        ),
        revoked=_split("public will | political will | good will | free will"),
    ),
    Cue(
        PLAN,
        "forward",
        words=_split(
            "if | unless | hypothesize | hypothesis | we expect | assume that | plan to | planning to | "
            "intend to | intention to | intend | hope to | hope that | hope for | wish to | want to | "
            "propose | recommend | call for | we suggest | look to | consider whether | be consider | "
            "potential partner | potential member | prospective | perhaps | maybe | possibly | "
            "hypothetical | would-be | next step | aim be to | goal be to | provided that | suppose | "
            "imagine | ideally | there be a need | aspire to | be about to | proposal | had there be | "
            "have there be | anticipate | envisage | envision | foresee "
        ),
        revoked=_split("as if | even if"),
    ),
    Cue(
        PLAN,
        "sentence",
        words=_split(
            "future study | future research | future work | future evaluation | further research | "
            "further study | further work | it be hoped | it be hope | study protocol | remain to be "
            "seen | remain to be see "
        ),
    ),
    Cue(
        DEFINITION,
        "sentence",
        words=_split(
            "define as | definition of | by definition | the term | the notion of | the concept of | "
            "understand as | conceptualize as | five condition | three precondition | six function | "
            "so-called | what we mean | be an entity | be one in which | be someone who | be a person "
            "who | be a form of | be a type of | be a kind of | theory hold | theory posit | theory "
            "state | rest on the idea | in the framework | in this framework | element of the framework "
            "| typology of | taxonomy of | first condition | second condition | third condition | "
            "fourth condition | fifth condition "
        ),
        revoked=_split(
            "in the framework of | all five condition | meet the five condition | have the five condition "
        ),
    ),
    Cue(
        DEFINITION,
        "sentence",
        patterns=(
            r"^\W*(An?|Any)\s[\w’’ -]{3,70}?\s(is\s(an?|the|one|any|defined)|means|denotes|consists\sof)\s",
            r"^\W*[A-Z][\w’’ -]{2,60}?\s(is|are)\s(an?|the)\s(\w+\s){0,2}?"
            r"(process|ability|degree|extent|practice|act|state|willingness|form|type|kind|concept|term|entity|"
            r"\w{4,}ing)\s(of|by|in|to|that|which|whereby)\s",
            r"^\W*[A-Z][\w’’ -]{2,60}?\s(means|denotes|encompass(es)?|comprises?)\s",
            r"(?i)\b(collective impact|framework|model|theory|approach)\b.{0,80}"
            r"\b(two|three|four|five|six|seven)"
            r"\s(\w+\s){0,2}"
            r"(conditions|elements|components|principles|pillars|preconditions|functions|features)\b",
            r"^\W*An?\s[\w’ -]{3,50}:\san?\s",
            r"\brefers?\sto\b",
            r"\bdenotes?\b",
            r"^\W*[A-Z][\w’’ -]{2,50}?\s(experiences|conditions|determinants|indicators)\sinclude\s",
            r"[,(]\s*that\sis,",
            r"^\W*By\s[\w’’ -]{3,40}?\s(we|I|the\sauthors)\smean",
            r"\b(model|framework|theory|approach)\s(holds?|requires|posits?|states|assumes|(has|names|lists|comprises)\s(two|three|four|five|six|seven|\d))\b",
        ),
    ),
    Cue(
        ANOTHER_STUDY,
        "sentence",
        words=_split(
            "previous study | previous research | previous work | previous evaluation | previous "
            "finding | previous review | prior study | prior research | prior work | prior evaluation | "
            "early research | early work | earlier study | earlier research | earlier work | earlier "
            "evaluation | past study | past research | past work | past evaluation | recent research | "
            "other study | other author | other researcher | several author | other scholar | many "
            "author | some author | several study | some study | many study | numerous study | existing "
            "research | the literature | extant literature | literature on | literature review | body "
            "of evidence | systematic review | scoping review | meta-analysis | study show | study have "
            "| research have | research show | research suggest | evidence suggest | study suggest | "
            "study from | study by | trial by | a review of | it have be report | it have be show | it "
            "have be argue | have be show to | have be document | well documented | and colleague | "
            "seminal | elsewhere | others have | others report | others find | another study | evidence "
            "from other | study publish | in other country | scholar have | author have argue | in "
            "their article | as report by | as describe by | et al "
        ),
        revoked=_split(
            "unlike previous | in contrast to previous | contrary to previous | consistent with "
            "previous | in line with previous | build on previous | unlike earlier | in contrast to "
            "earlier | this study | our study | the present study | case study | we conduct | we carry "
            "out | this review | our review "
        ),
    ),
    Cue(
        ANOTHER_STUDY,
        "sentence",
        patterns=(
            r"\([A-Z][^()]*?\s(1[89]|20)\d\d[a-z]?(\s*[,;:][^()]*)?\)",
            r"\b[A-Z][\w’’-]+(\s(and|&)\s[A-Z][\w’’-]+)?(\set\sal\.?)?,?\s[(\[](1[89]|20)\d\d",
            r"\[\d{1,3}(\s*[,–-]\s*\d{1,3})*\]",
            r"\b[A-Z][\w’’-]+\s(and|&)\s(colleagues|coworkers|co-workers)\b",
        ),
        revoked=_split(
            "we | our | framework | draw on | guide by | inform by | adapt from | questionnaire | this "
            "study | this article | this paper | the present study | this evaluation | this initiative "
            "| this partnership | this case "
        ),
    ),
    Cue(
        QUESTION,
        "sentence",
        words=_split(
            "? | research question | ask whether | ask how | ask what | ask if | unclear whether | "
            "unclear how | unknown whether | not know whether | be unclear | be unknown | remain "
            "unclear | open question | explore whether | examine whether | test whether | investigate "
            "whether | assess whether | determine whether | wonder whether | to what extent | little be "
            "know "
        ),
    ),
    Cue(
        QUESTION,
        "forward",
        words=_split("whether"),
        revoked=_split("whether or not"),
    ),
)
"""The cues that ship with cireview; of several that strike the same, an earlier one counts."""
