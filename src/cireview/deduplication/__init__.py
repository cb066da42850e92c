"""Which records are the same report: normalise, block, compare, decide, cluster, merge."""

from cireview.deduplication.decide import Choices
from cireview.deduplication.normalise import normalise
from cireview.deduplication.pipeline import Deduplication, compare_shard, deduplicate, gather

__all__ = ["Choices", "Deduplication", "compare_shard", "deduplicate", "gather", "normalise"]
