"""The interval of a share, for every part that counts how many of how many."""

from __future__ import annotations

from math import sqrt

_Z = 1.959964


def bound_share(found: float, of: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (Wilson 1927, doi 10.1080/01621459.1927.10502953).

    Parameters
    ----------
    found, of
        How many of how many; (0, 1) of nothing.
    """
    if not of:
        return 0.0, 1.0
    share, z2 = found / of, _Z * _Z
    middle, spread = share + z2 / (2 * of), _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    low, high = (middle - spread) / (1 + z2 / of), (middle + spread) / (1 + z2 / of)
    return max(0.0, low), min(1.0, high)
