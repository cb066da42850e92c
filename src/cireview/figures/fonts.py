"""The font of a text: matplotlib's own DejaVu Sans, and one of the machine's for what it lacks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findSystemFonts, fontManager, get_font
from matplotlib.text import Text

from cireview.errors import Problem, TableError
from cireview.flow.typesetting import font_file, lacks

# Fonts with Chinese, Japanese and Korean signs, and with many scripts, by the start of their files' names.
_WIDE = (
    "NotoSansCJK",
    "SourceHanSans",
    "NotoSansSC",
    "NotoSansJP",
    "NotoSansKR",
    "msyh",
    "simhei",
    "PingFang",
)
_OTHERS = (
    "wqy",
    "DroidSansFallback",
    "meiryo",
    "msgothic",
    "malgun",
    "AppleGothic",
    "ArialUnicode",
    "arialuni",
)
_REST = ("NotoSans", "unifont", "FreeSans")


def font_for(text: str, *, bold: bool = False, size: float = 10.0) -> FontProperties:
    """Return the font of a text: DejaVu Sans, and a font of the computer for characters that it lacks.

    Raises
    ------
    TableError
        If no font of the machine has all of its characters; it says which font is needed.
    """
    missing = lacks(text, bold=bold)
    if not missing:
        return font(bold=bold, size=size)
    family = _find_family(missing)
    if not family:
        letters = " ".join(missing[:5])
        message = f"no font on this computer has the characters {letters}, which a PDF or picture needs"
        remedy = "Install Noto Sans CJK (Debian: fonts-noto-cjk; else fonts.google.com/noto), or write an SVG"
        raise TableError(Problem(message, remedy=remedy))
    _know(font_file(bold=bold))
    return FontProperties(family=["DejaVu Sans", family], weight="bold" if bold else "normal", size=size)


def font(*, bold: bool = False, size: float = 10.0) -> FontProperties:
    """Return matplotlib's own DejaVu Sans, by its file, whatever fonts the machine has."""
    weight = "bold" if bold else "normal"
    return FontProperties(fname=str(font_file(bold=bold)), weight=weight, size=size)


def use_font(figure: Figure, family: str) -> None:
    """Set all texts of a figure in a family of this machine, with their own fonts behind it.

    Widths were measured in DejaVu Sans, which is wider than the fonts that journals name.
    """
    for text in figure.findobj(Text):
        properties = text.get_fontproperties().copy()
        families = [one for one in properties.get_family() if one != family]
        properties.set_file(None)
        properties.set_family([family, *families])
        text.set_fontproperties(properties)


@lru_cache(maxsize=256)
def _find_family(missing: str) -> str:
    """Return the family of the first font that has all these characters; "" for none."""
    for path in _candidates():
        try:
            face = get_font(path)
        except (OSError, RuntimeError, ValueError):  # a font that this FreeType cannot read
            continue
        if all(face.get_char_index(ord(character)) for character in missing):
            _know(Path(path))
            for other in _candidates():  # the bold one lies beside it
                if Path(other).stem.split("-")[0] == Path(path).stem.split("-")[0]:
                    _know(Path(other))
            return str(face.family_name)
    return ""


@lru_cache(maxsize=1)
def _candidates() -> list[str]:
    starts = [*_WIDE, *_OTHERS, *_REST]
    ranked = [
        (next((place for place, start in enumerate(starts) if name.startswith(start.lower())), -1), path)
        for path in sorted(findSystemFonts())
        if (name := Path(path).name.lower())
    ]
    regular = [(place, "regular" not in path.lower(), path) for place, path in ranked if place >= 0]
    return [path for _, _, path in sorted(regular)]


@lru_cache(maxsize=64)
def _know(path: Path) -> None:
    """Let matplotlib know a font that was installed after it had listed the fonts."""
    if not any(entry.fname == str(path) for entry in fontManager.ttflist):
        fontManager.addfont(str(path))
