"""Take the tags of HTML and JATS out of a text of a bibliographic service."""

from __future__ import annotations

import html
import re

_INLINE = "i|b|u|em|strong|sub|sup|sc|small|italic|bold|span|a|inline-formula"
_BLOCK = r"p|h\d|title|sec|div|br|li|ul|ol|abstract|AbstractText"
# Only names of tags that occur: 'a<b and c>d' is text.
_TAG = re.compile(rf"</?(?:(?:jats|mml):[\w-]+|{_INLINE}|{_BLOCK})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCKS = re.compile(rf"</?(?:jats:)?(?:{_BLOCK})(?:\s[^<>]*)?/?>", re.IGNORECASE)


def strip_tags(text: str) -> str:
    """Return a text without tags and entities; tags that begin a block become blanks.

    Examples
    --------
    >>> strip_tags("<jats:p>Water &amp; <i>soil</i></jats:p>").strip()
    'Water & soil'
    """
    if not _TAG.search(text):  # markup may be escaped itself
        text = html.unescape(text)
    return html.unescape(_TAG.sub("", _BLOCKS.sub(" ", text)))
