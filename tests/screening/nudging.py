"""Records of which every fourth is about nudging, and texts that are odd."""

import numpy as np
import pandas as pd

NUDGE = "nudging changes the prescribing of physicians and the habits of nurses in wards"
OTHER = "metoprolol lowers the blood pressure of rats in a chamber after one dose"
CRITERIA = "Does nudging change what physicians do?"


def make_records(count=40, seed=0):
    """Every fourth record is about nudging; words are drawn so that no two are alike."""
    generator = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        words = (NUDGE if number % 4 == 0 else OTHER).split()
        picked = " ".join(generator.choice(words, 9, replace=False))
        rows.append((f"r{number}", picked[:30], f"{picked} study {number}"))
    records = pd.DataFrame(rows, columns=["record_id", "title", "abstract"])
    return records, pd.Series([n % 4 == 0 for n in range(count)], index=records["record_id"])


RECORDS, TRUTH = make_records()


BAD_TEXTS = {
    "nothing": ("", ""),
    "missing": (None, float("nan")),
    "no abstract": ("Nudging physicians", ""),
    "long": ("Nudging", "physicians nudging " * 11_000),
    "html": ("<i>Nudging</i> &amp; habits", "<p>p &lt; 0.05</p>"),
    "formula": ("=SUM(A1)", "∑ x² ≥ ∫ f(x) dx, $\\alpha_1$"),
    "finnish": ("Tönäisy hoitotyössä", "Hoitajien toimintaa ohjattiin tönäisyllä sairaalassa vuoden ajan"),
    "chinese": ("助推对医生处方的影响", "本研究考察了助推如何改变医生的处方行为"),
    "arabic": ("تأثير الوكز على الأطباء", "درسنا أثر الوكز في سلوك الأطباء"),
    "symbols": ("\x00", "🙂 \u200b"),
}
