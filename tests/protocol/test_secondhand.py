"""Coders who read a published review in place of the articles."""

import pytest
from pydantic import ValidationError

from cireview.protocol.stages import CodingStep


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"secondhand": ["anna"]}, ""),
        ({"secondhand": ["bo"], "former_coders": ["bo"]}, ""),
        ({"secondhand": []}, ""),
        ({"secondhand": ["eve"]}, "can name only coders; correct eve"),
        ({"secondhand": ["anna", "anna"]}, "named twice: anna"),
    ],
)
def test_secondhand_coders_are_coders(keys, words):
    if not words:
        assert CodingStep(coders=["anna"], **keys).secondhand == keys["secondhand"]
        return
    with pytest.raises(ValidationError, match=words):
        CodingStep(coders=["anna"], **keys)
