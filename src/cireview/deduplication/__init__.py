"""Which records are the same report: normalise, block, compare, decide, cluster, merge."""

from cireview.deduplication.normalise import normalise
from cireview.deduplication.pipeline import Deduplication, compare_shard, deduplicate, gather
from cireview.deduplication.sheet import side_by_side

__all__ = ["Deduplication", "compare_shard", "deduplicate", "gather", "normalise", "side_by_side"]
