"""What tests of tagged formats share."""

from __future__ import annotations

from collections.abc import Callable

from cireview.formats import Imported

Read = Callable[..., Imported]

RIS = "TY  - JOUR\n{}\nER  - \n"
