"""Which records are the same report: normalise, block, compare, decide, cluster, merge."""

from cireview.deduplication.decide import Choices
from cireview.deduplication.normalise import normalise
from cireview.deduplication.pipeline import Deduplication, compare_shard, deduplicate, gather
from cireview.deduplication.worth import warn_unused

__all__ = ["Choices", "Deduplication", "compare_shard", "deduplicate", "gather", "normalise", "warn_unused"]
