"""Decode the LaTeX in BibTeX values to plain text, and write plain text so that it decodes to itself."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
_SYMBOLS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "aa": "å",
    "AA": "Å",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "i": "ı",
    "j": "ȷ",
    "S": "§",
    "P": "¶",
    "dag": "†",
    "ddag": "‡",
    "copyright": "©",
    "pounds": "£",
    "euro": "€",
    "texteuro": "€",
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "textendash": "–",
    "textemdash": "—",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "guillemotleft": "«",
    "guillemotright": "»",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textasciigrave": "`",
    "textunderscore": "_",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textdollar": "$",
    "textregistered": "®",
    "texttrademark": "™",
    "textdegree": "°",
    "degree": "°",
    "textmu": "µ",
    "textpm": "±",
    "textmultiply": "×",
    "texttimes": "×",
    "textperiodcentered": "·",
    "textexclamdown": "¡",
    "textquestiondown": "¿",
    "textsection": "§",
    "backslash": "\\",
    "relax": "",
    "protect": "",
}
# Commands that only change how their argument looks.
_STYLES = (
    "textit|textbf|textsc|textrm|textsf|texttt|textsl|textnormal|textup|emph|mbox|text|uppercase|lowercase"
    "|textsuperscript|textsubscript|em|it|bf|sc|rm|tt|sl|url|enquote|ensuremath|mathrm|mathit"
)
_TOKEN = re.compile(
    r"\\(?P<accent>[`'^~=.\"])\s*(?:\{\\?(?P<a>[A-Za-z])\}|\\?(?P<b>[A-Za-z])|\{\})"
    r"|\\(?P<mark>[uvHckdbr])(?:\s*\{\\?(?P<c>[A-Za-z])\}|\s+\\?(?P<d>[A-Za-z])(?![A-Za-z]))"
    rf"|\\(?:{_STYLES})(?![A-Za-z])\s*"
    r"|\\(?P<symbol>[A-Za-z]+)(?P<end>\{\}|\s+(?=\S)|(?![A-Za-z]))"
    r"|\\(?P<escaped>[&%$#_{}\\ /,;:!@-])(?P<empty>\{\})?"
    r"|(?P<math>\$[^$]*\$)"
    r"|(?P<brace>[{}])"
    r"|(?P<tie>(?<=[^\W\d])~(?=[^\W\d]))"
)
_SPECIAL = re.compile(r"[\\{}$&%#_^~]")
_ESCAPES = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def _plain(piece: re.Match[str]) -> str:
    """Return what one piece of LaTeX means."""
    letter = piece["a"] or piece["b"] or piece["c"] or piece["d"]
    mark = piece["accent"] or piece["mark"]
    if mark:
        if not letter:
            return mark
        base = {"i": "i", "j": "j"}.get(letter, letter)
        return unicodedata.normalize("NFC", base + _ACCENTS[mark])
    if piece["symbol"]:
        name = piece["symbol"]
        return _SYMBOLS[name] if name in _SYMBOLS else piece[0]
    if piece["escaped"]:
        return {"\\": " ", "/": "", ",": " ", ";": " ", ":": " ", "!": "", "-": ""}.get(
            piece["escaped"], piece["escaped"]
        )
    if piece["math"]:
        return piece[0]
    return "\u00a0" if piece["tie"] else ""


def decode_latex(text: str) -> str:
    r"""Return `text` with accents, symbols and braces of LaTeX decoded; mathematics stays as it is.

    Examples
    --------
    >>> decode_latex(r"{\'E}tude of {DNA} \& M{\"u}nchen, $x_{2}$")
    'Étude of DNA & München, $x_{2}$'
    """
    if not re.search(r"[\\{}$~]", text):
        return text
    return _TOKEN.sub(_plain, text)


def encode_latex(text: str) -> str:
    r"""Encode `text` so that `decode_latex` restores it: only LaTeX's special characters are escaped.

    Examples
    --------
    >>> encode_latex("50 % of {x}")
    '50 \\% of \\{x\\}'
    """
    return _SPECIAL.sub(lambda sign: _ESCAPES.get(sign[0], "\\" + sign[0]), text)
