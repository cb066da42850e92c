"""Screen abstracts: rank them, measure agreement, evaluate the ranking, and say when reading may stop."""

from cireview.screening.agreement import (
    cohen_kappa,
    krippendorff_alpha,
    measure_agreement,
    pabak,
    percent_agreement,
)
from cireview.screening.calibration import tabulate_reliability
from cireview.screening.criteria import score_criteria, suggest_reasons
from cireview.screening.evaluation import evaluate, list_disagreements, measure_drift, weigh_words
from cireview.screening.metrics import measure_loss, measure_recall, measure_wss, trace_recall
from cireview.screening.presets import PRESETS, Preset
from cireview.screening.ranking import find_unknown, rank
from cireview.screening.texts import note_texts

__all__ = [
    "PRESETS",
    "Preset",
    "cohen_kappa",
    "evaluate",
    "find_unknown",
    "krippendorff_alpha",
    "list_disagreements",
    "measure_agreement",
    "measure_drift",
    "measure_loss",
    "measure_recall",
    "measure_wss",
    "note_texts",
    "pabak",
    "percent_agreement",
    "rank",
    "score_criteria",
    "suggest_reasons",
    "tabulate_reliability",
    "trace_recall",
    "weigh_words",
]
