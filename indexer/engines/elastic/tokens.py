"""Tokens as the server keeps them whole: its whitespace analyzer splits at more than spaces.

Documents and queries go through the same function. It changes nothing else and cuts nothing.
"""

import re

__all__ = ["kept_whole"]

# What Java's Character.isWhitespace holds, but for the space itself: the ideographic space, line
# separators, and so on. For us they are ordinary characters of a token.
_SPLITTING = re.compile("[\t-\r\x1c-\x1f\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]")

_ELSEWHERE = 0x100000
"""The last plane is for private use: no text has these characters, and nothing splits there."""


def kept_whole(text: str) -> str:
    """`text` with only spaces left to split at; different texts stay different."""
    return _SPLITTING.sub(lambda match: chr(ord(match[0]) + _ELSEWHERE), text)
