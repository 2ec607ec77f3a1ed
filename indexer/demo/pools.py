"""Pools of choices: what may stand for a name in a title, an attribute or a variant.

A pool for several names at once (`匹数+适用面积`) keeps together what belongs together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

__all__ = ["UNIT", "Choice", "Pool", "cut_factor"]

UNIT = 1000
"""Price factors are thousandths: integers multiply alike on every machine."""

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # as on a name plate: no I, no O
_DIGITS = "0123456789"
_CODE = "#"
_SIGNS = {"?": _LETTERS, "*": _DIGITS}
_TOGETHER = "+"
_FACTOR = "@"


@dataclass(frozen=True, slots=True)
class Choice:
    """A text for each name of the pool, and what it makes of the price."""

    texts: Mapping[str, str]
    factor: int = UNIT


class Pool:
    """Choices by number. A single option `#K?-**` is a code: `?` any letter, `*` any digit."""

    def __init__(self, names: str, options: Sequence[str]) -> None:
        """`names` and options as in the sources: `a+b` for two, `@1.2` for a price factor.

        Raises ValueError for an option that has not a text for each name.
        """
        self.names = tuple(names.split(_TOGETHER))
        self.code = options[0][1:] if options[0].startswith(_CODE) else ""
        self._choices = () if self.code else tuple(map(self._choice, options))
        self.size = len(self._choices)
        if self.code:
            self.size = prod(len(_SIGNS.get(sign, sign)) for sign in self.code)

    def at(self, number: int) -> Choice:
        """The choice of that number, below `size`."""
        if self._choices:
            return self._choices[number]
        text = []
        for sign in reversed(self.code):
            among = _SIGNS.get(sign, sign)
            number, digit = divmod(number, len(among))
            text.append(among[digit])
        return Choice({self.names[0]: "".join(reversed(text))})

    def _choice(self, option: str) -> Choice:
        text, factor = cut_factor(option)
        texts = text.split(_TOGETHER) if len(self.names) > 1 else [text]
        if len(texts) != len(self.names):
            message = f"{option!r} has not one text for each of {self.names}"
            raise ValueError(message)
        return Choice(dict(zip(self.names, texts, strict=True)), factor)


def cut_factor(option: str) -> tuple[str, int]:
    """The text of an option and its price factor."""
    text, found, factor = option.rpartition(_FACTOR)
    return (text, round(float(factor) * UNIT)) if found else (option, UNIT)
