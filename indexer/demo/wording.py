"""Titles and sentences with `{names}` in them: every number below `size` is another title.

What may stand for a name is a pool; which number is asked for is the caller's matter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import prod

from indexer.demo.pools import UNIT, Choice, Pool

__all__ = ["Title", "Written", "filled_in", "shuffled"]

_NAME = re.compile(r"\{([^{}]+)\}")
# Where two choices meet with Latin letters or digits on both sides, a space keeps them apart.
_MARK = "\x1f"
_TOUCHING = re.compile(rf"(?<=[0-9A-Za-z.]){_MARK}(?=[0-9A-Za-z])| {{2,}}")
_ROUNDS = (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35)
_SHIFT = 15


@dataclass(slots=True)
class Written:
    """A title, what was chosen for it by name, and what that makes of the price."""

    text: str
    values: dict[str, list[str]] = field(default_factory=dict)
    factor: int = UNIT


class Title:
    """A template with its pools. A name that comes again never says the same twice."""

    def __init__(self, template: str, pools: Sequence[Pool], constants: Mapping[str, str]) -> None:
        """Raises KeyError for a name that is neither a constant nor in a pool."""
        places = {name: pool for pool in pools for name in pool.names}
        self._parts: list[str | tuple[int, str]] = []
        drawn: list[tuple[Pool, list[int]]] = []  # with the draws from it before
        said: set[str] = set()
        for number, part in enumerate(_NAME.split(template)):
            if not number % 2:
                self._parts.append(part or _MARK)
            elif part in constants:
                self._parts.append(constants[part])
            else:
                pool = places[part]
                before = [at for at, (other, _) in enumerate(drawn) if other is pool]
                if not before or part in said:
                    drawn.append((pool, before))
                    before = [len(drawn) - 1]
                said.add(part)
                self._parts.append((before[-1], part))
        self.pools = frozenset(id(pool) for pool, _ in drawn)
        self._draws = [
            _Draw(pool, before, {p[1] for p in self._parts if isinstance(p, tuple) and p[0] == at})
            for at, (pool, before) in enumerate(drawn)
        ]
        self.size = prod(draw.left for draw in self._draws)

    def written(self, number: int) -> Written:
        """The title of that number, below `size`."""
        digits: list[int] = []
        choices: list[Choice] = []
        title = Written("")
        spare = number
        for draw in self._draws:
            number, digit = divmod(number, draw.left)
            if draw.before:
                for other in sorted(digits[at] for at in draw.before):
                    digit += digit >= other
                digit %= draw.size
            digits.append(digit)
            choice = draw.choice(digit, spare)
            choices.append(choice)
            title.factor = title.factor * choice.factor // UNIT
            for name, text in choice.texts.items():
                title.values.setdefault(name, []).append(text)
        text = "".join(
            [p if isinstance(p, str) else choices[p[0]].texts[p[1]] for p in self._parts]
        )
        title.text = _TOUCHING.sub(" ", text).replace(_MARK, "").strip()
        return title


class _Draw:
    """A place in a title for a choice from a pool. Choices that look alike there are one."""

    def __init__(self, pool: Pool, before: list[int], shown: set[str]) -> None:
        self._pool = pool
        self._alike: list[list[Choice]] = []
        if not pool.code:
            alike: dict[tuple[str, ...], list[Choice]] = {}
            for choice in map(pool.at, range(pool.size)):
                texts = tuple(choice.texts[name] for name in pool.names if name in shown)
                alike.setdefault(texts, []).append(choice)
            self._alike = list(alike.values())
        self.before = before
        self.size = len(self._alike) or pool.size
        self.left = max(self.size - len(before), 1)

    def choice(self, number: int, spare: int) -> Choice:
        """The choice of that number; `spare` decides between those that look alike."""
        if not self._alike:
            return self._pool.at(number)
        alike = self._alike[number]
        return alike[spare % len(alike)]


def filled_in(sentence: str, values: Mapping[str, str]) -> str:
    """The sentence with its names replaced; empty where one has no value."""
    try:
        return "".join(
            [values[part] if number % 2 else part for number, part in enumerate(_cut(sentence))]
        )
    except KeyError:
        return ""


@cache
def _cut(sentence: str) -> list[str]:
    return _NAME.split(sentence)


def shuffled(number: int, size: int, key: int) -> int:
    """A permutation of the numbers below `size`: neighbours end far apart, none comes twice."""
    half = max((size - 1).bit_length() + 1, 2) // 2
    mask = (1 << half) - 1
    while True:
        left, right = number >> half, number & mask
        for constant in _ROUNDS:
            mixed = (right + key) * constant & 0xFFFFFFFF
            left, right = right, left ^ ((mixed ^ mixed >> _SHIFT) & mask)
        number = left << half | right
        if number < size:
            return number
