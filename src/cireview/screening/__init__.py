"""Rank abstracts by a classifier, explain the order, and evaluate it."""

from cireview.screening.calibration import tabulate_reliability
from cireview.screening.criteria import score_criteria
from cireview.screening.criterion_models import learn_criteria
from cireview.screening.encoder import digest_model, list_encoder_files
from cireview.screening.evaluation import evaluate, list_disagreements, measure_drift, weigh_words
from cireview.screening.learning import describe_model
from cireview.screening.metrics import measure_loss, measure_recall, measure_wss, trace_recall
from cireview.screening.presets import PRESETS, Preset
from cireview.screening.ranking import rank
from cireview.screening.reasons import suggest_reasons
from cireview.screening.simulation import simulate
from cireview.screening.space import doubt_criteria
from cireview.screening.stored import open_space
from cireview.screening.texts import note_texts

__all__ = [
    "PRESETS",
    "Preset",
    "describe_model",
    "digest_model",
    "doubt_criteria",
    "evaluate",
    "learn_criteria",
    "list_disagreements",
    "list_encoder_files",
    "measure_drift",
    "measure_loss",
    "measure_recall",
    "measure_wss",
    "note_texts",
    "open_space",
    "rank",
    "score_criteria",
    "simulate",
    "suggest_reasons",
    "tabulate_reliability",
    "trace_recall",
    "weigh_words",
]
