"""When reading may stop: random samples, which are read separately, stopping rules, and stops."""

from cireview.stopping.abstracts import read_abstracts, settle_screening
from cireview.stopping.assess import SampleEvidence, assess, trace_stopping
from cireview.stopping.draw import Request, draw_next
from cireview.stopping.plan import Plan
from cireview.stopping.progress import Progress
from cireview.stopping.rounds import PAUSED, Reading
from cireview.stopping.rules import bound_missed, certify, plan_certification, tail_p_value
from cireview.stopping.sample_tables import read_samples
from cireview.stopping.savings import add_savings
from cireview.stopping.stops import keep_stop, read_stops

__all__ = [
    "PAUSED",
    "Plan",
    "Progress",
    "Reading",
    "Request",
    "SampleEvidence",
    "add_savings",
    "assess",
    "bound_missed",
    "certify",
    "draw_next",
    "keep_stop",
    "plan_certification",
    "read_abstracts",
    "read_samples",
    "read_stops",
    "settle_screening",
    "tail_p_value",
    "trace_stopping",
]
