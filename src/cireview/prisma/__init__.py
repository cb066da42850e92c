"""The PRISMA 2020 flow: every record has one fate, and every number is a count of fates. No drawing here.

Page MJ et al., *The PRISMA 2020 statement*, BMJ 2021;372:n71 (doi 10.1136/bmj.n71).
"""

from cireview.prisma.counts import check_flow, count_flow
from cireview.prisma.fates import FATE, FATES, assign_fates
from cireview.prisma.lives import LIFE, list_lives
from cireview.prisma.members import NO_REASON, find_members, list_members
from cireview.prisma.notes import note_flow

__all__ = [
    "FATE",
    "FATES",
    "LIFE",
    "NO_REASON",
    "assign_fates",
    "check_flow",
    "count_flow",
    "find_members",
    "list_lives",
    "list_members",
    "note_flow",
]
