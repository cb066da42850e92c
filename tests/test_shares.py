"""Wilson's interval of a share, by hand."""

import pytest

from cireview.shares import bound_share


@pytest.mark.parametrize(
    ("found", "of", "interval"),
    [
        (1, 10, (0.0179, 0.4042)),
        (81, 263, (0.2553, 0.3662)),
        (0, 20, (0.0, 0.1611)),
        (0, 0, (0.0, 1.0)),
    ],
)
def test_the_interval_is_wilsons(found, of, interval):
    assert bound_share(found, of) == pytest.approx(interval, abs=1e-4)
