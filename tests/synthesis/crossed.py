"""Two made dimensions of four articles, with three kinds of empty."""

from cireview.synthesis.axes import NOTHING, Axis

CITED = {"r0": "Aho 2001", "r1": "Berg 2002", "r2": "Costa 2003", "r3": "Dahl 2004"}
THEME = Axis(
    "theme",
    "Theme",
    {"food": "Food", "health": "Health", "play": "Play"},
    {"r0": ("food", "health"), "r1": ("food",), "r2": ("health",), "r3": (NOTHING + "not_stated",)},
)
LEVEL = Axis(
    "level",
    "Level",
    {"local": "Local", "national": "National"},
    {"r0": ("local",), "r1": (NOTHING + "not_reported",), "r2": ("national",), "r3": ("local",)},
)
