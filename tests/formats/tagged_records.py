"""What tests of tagged formats share."""

from __future__ import annotations

from collections.abc import Callable

from cireview.formats import Reading

Read = Callable[..., Reading]

RIS = "TY  - JOUR\n{}\nER  - \n"
