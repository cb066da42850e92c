from pathlib import Path

from cireview.paper.checklists import Checklist

CHECKLIST = Checklist("Tiny checklist", "Tiny E, 2026", Path(__file__).parent / "items.csv")
