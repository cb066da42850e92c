"""Preprints of Europe PMC (SRC:PPR: medRxiv, bioRxiv and other servers), as a source of their own.

The own API of bioRxiv and medRxiv cannot search (https://docs.ropensci.org/medrxivr), so Europe PMC is asked,
whose records name the server as publisher. The catalogue of queries adds ``SRC:PPR`` to every query.
"""

from __future__ import annotations

from dataclasses import replace

from cireview.sources import europe_pmc

API = replace(
    europe_pmc.API,
    key="europe_pmc_preprints",
    service=replace(europe_pmc.SERVICE, name="Europe PMC preprints"),
    fields={
        **europe_pmc.API.fields,
        "journal": ("bookOrReportDetails.publisher", "journalInfo.journal.title"),
    },
    cautions=("a preprint and its article in a journal are two records: deduplication asks about them",),
)
