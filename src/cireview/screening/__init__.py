"""Screen abstracts: rank them, measure agreement, evaluate the ranking, and say when reading may stop."""

from cireview.screening.agreement import (
    cohen_kappa,
    krippendorff_alpha,
    measure_agreement,
    pabak,
    percent_agreement,
)
from cireview.screening.calibration import tabulate_reliability
from cireview.screening.criteria import score_criteria
from cireview.screening.criterion_models import learn_criteria, suggest_reasons
from cireview.screening.evaluation import evaluate, list_disagreements, measure_drift, weigh_words
from cireview.screening.metrics import measure_loss, measure_recall, measure_wss, trace_recall
from cireview.screening.presets import PRESETS, Preset
from cireview.screening.ranking import rank
from cireview.screening.simulation import simulate
from cireview.screening.stopping import bound_missed, certify, plan_certification, tail_p_value
from cireview.screening.stopping_report import assess, trace_stopping
from cireview.screening.stored import open_space
from cireview.screening.texts import note_texts

__all__ = [
    "PRESETS",
    "Preset",
    "assess",
    "bound_missed",
    "certify",
    "cohen_kappa",
    "evaluate",
    "krippendorff_alpha",
    "learn_criteria",
    "list_disagreements",
    "measure_agreement",
    "measure_drift",
    "measure_loss",
    "measure_recall",
    "measure_wss",
    "note_texts",
    "open_space",
    "pabak",
    "percent_agreement",
    "plan_certification",
    "rank",
    "score_criteria",
    "simulate",
    "suggest_reasons",
    "tabulate_reliability",
    "tail_p_value",
    "trace_recall",
    "trace_stopping",
    "weigh_words",
]
