"""Who a record is: the register of ids in ``data/register/``, and ids that no record has any more."""

from cireview.identity.former import (
    FORMER,
    find_former,
    follow_answers,
    follow_ids,
    tell_former,
)
from cireview.identity.match import Kept, keep_ids, register_records
from cireview.identity.register import (
    REGISTERED,
    find_damage,
    list_parts,
    open_register,
    read_register,
    tell_lost_parts,
)

__all__ = [
    "FORMER",
    "REGISTERED",
    "Kept",
    "find_damage",
    "find_former",
    "follow_answers",
    "follow_ids",
    "keep_ids",
    "list_parts",
    "open_register",
    "read_register",
    "register_records",
    "tell_former",
    "tell_lost_parts",
]
