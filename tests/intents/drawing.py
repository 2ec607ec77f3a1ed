"""Draws intents of one kind: by a seed of its own, each text once, each with enough that is relevant."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from tests.intents.values import WHOLLY, Intent, Item, judged

__all__ = ["Maker", "drawn", "joined"]

Maker = Callable[[Random], Intent | None]
"""Makes an intent by a draw; None where the draw gives none."""

_SEED = 20_261
_TRIES = 200  # an intent
_MOST = 0.6  # of all items: what nearly everything answers tells nothing
_LEAST = 3
_RARE = {"brand + line or model": 1, "nickname of a model": 1, "brand + colour + storage": 1}
_OF_ALL = "type + negated brand"
_JOINTS = ("{a}{b}", "{a} {b}", "{a}的{b}", "{b} {a}")


def drawn(
    makers: Mapping[str, Maker],
    items: Sequence[Item],
    count: int,
    least: Mapping[str, int] = _RARE,
) -> Iterator[tuple[Intent, dict[str, int]]]:
    """`count` intents a kind with their grades, or as many as there are.

    `least`: how many items must be wholly relevant, by kind, where it is not three.
    """
    for kind, make in makers.items():
        draw = Random(f"{_SEED} {kind}")
        texts: set[str] = set()
        for _ in range(_TRIES * count):
            intent = make(draw)
            if intent is None or intent.text in texts:
                continue
            grades = judged(intent, items)
            wholly = sum(grade == WHOLLY for grade in grades.values())
            most = len(items) if kind == _OF_ALL else _MOST * len(items)
            if not least.get(kind, _LEAST) <= wholly <= most:
                continue
            texts.add(intent.text)
            yield intent, grades
            if len(texts) == count:
                break


def joined(first: str, last: str, draw: Random) -> str:
    """Two words as people put them together; Latin ones apart from each other."""
    ways = _JOINTS if not (first[-1].isascii() and last[0].isascii()) else ("{a} {b}", "{b} {a}")
    return draw.choice(ways).format(a=first, b=last)
