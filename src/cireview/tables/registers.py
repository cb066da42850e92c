"""Registers of studies and of reviews, by the names that people write for them."""

from __future__ import annotations

import re

# The primary registries of the WHO's network, and those that reviewers search beside them.
_NAMES = (
    r"clinical ?trials? ?\.? ?gov|ct ?\.? ?gov|nct register",
    r"(?:who )?(?:ictrp|international clinical trials? registry platform)",
    r"isrctn(?: regist(?:er|ry))?",
    r"eu ?-? ?ctr|eudract|eu clinical trials? regist(?:er|ry)|euclinicaltrials(?: eu)?",
    r"(?:eu )?ctis|(?:eu )?clinical trials information system",
    r"prospero",
    r"anzctr|australian new zealand clinical trials? regist(?:er|ry)",
    r"drks|deutsches register klinischer studien|german clinical trials? regist(?:er|ry)",
    r"chi ?ctr|chinese clinical trials? regist(?:er|ry)|itmctr",
    r"umin(?: ?-? ?ctr)?|jrct|japan registry of clinical trials|jprn|japic(?: ?-? ?cti)?",
    r"ctri|clinical trials? registry ?-? ?india",
    r"clinical research information service",
    r"irct|iranian registry of clinical trials",
    r"pactr|pan african clinical trials? registry",
    r"rebec|brazilian (?:clinical trials? registry|registry of clinical trials)",
    r"repec|rpcec|slctr|tctr|thai clinical trials? registry|lbctr",
    r"ntr|netherlands trial register|onderzoekmetmensen|nl ?-? ?omon",
    r"osf registries|aea rct registry|american economic association rct registry|ridie",
    r"research registry|inplasy",
)
_APIS = frozenset({"clinicaltrials"})
_REGISTER = re.compile(rf"(?:the )?(?:{'|'.join(_NAMES)})", re.IGNORECASE)


def is_register(name: str) -> bool:
    """Say whether a name is that of a known register: alone, or with its short form or platform in brackets.

    Examples
    --------
    >>> is_register("ClinicalTrials.gov"), is_register("EU Clinical Trials Register (EUCTR)")
    (True, True)
    >>> is_register("CENTRAL"), is_register("Scopus")
    (False, False)
    """
    bare = re.sub(r"\s*[(\[].*?[)\]]\s*", " ", name).strip()
    inner = re.findall(r"[(\[](.*?)[)\]]", name)
    return any(_REGISTER.fullmatch(" ".join(re.split(r"[\s_/]+", one))) for one in (bare, *inner))


def is_register_api(api: object) -> bool:
    """Say whether an API, by its key or its name, is that of a register."""
    return isinstance(api, str) and (api.strip().lower() in _APIS or is_register(api))
