"""What is given up, step by step, where nothing meets everything that was typed (semantics §3).

First prices and numbers widen, then words only order, then slots stop filtering, the least first, then
what a model implies; a product type that the shop lacks is words, or a wider type, at last. As soon as
anything is found, what can be put back is put back, the most important first: only that is given up,
and told, without which there is nothing. What is not wanted never comes back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from indexer.filters import AllOf, AnyOf, Filter, Not, Range
from query.given_up import given_up
from query.page import Notice
from query.parse import CODED, IMPLIED, Parse, Slot

__all__ = ["Step", "relaxed", "required", "says_little", "steps"]

_WIDER = 0.2
_KEPT = ("category", "model", "price_range")
_GIVEN_UP = (  # the first goes first
    "gender",
    "color",
    "material",
    "connectivity",
    "interface",
    "energy_rating",
    "resolution",
)
_HEADS = ("category", "brand", "model")
_THINGS = ("category", "model")
_LAST = ("brand", "attributes.compatible_with")
_MOST_TRIED = 32
"""Requests for one page: a text of sixteen slots has each given up and put back alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The filters to search by, by slot name, and what to tell of those that are not as typed.

    `words`: whether the words that no slot took must be met; else they only order. `spelled`: slots
    whose words must be met, as words, in place of their filters.
    """

    filters: Mapping[str, Filter]
    notice: Notice | None = None
    words: bool = True
    spelled: tuple[str, ...] = ()


class _Way(Enum):
    """How something is given up."""

    WIDER = auto()
    """A range is a fifth wider, a type the shelf that it is on, a brand those named after it."""
    GONE = auto()
    NEAR = auto()
    """Its words must be met, on the shelf that it is on; SPELLED: anywhere."""
    SPELLED = auto()


_Given = tuple[_Way, str]
"""How, and the slot's name; "" for the words that no slot took."""


def required(parse: Parse, filters: Iterable[str]) -> str:
    """The text that hits must meet, where these slots filter: what no slot took.

    Words that only order, with nothing that they could put in order, are searched for: 宿舍.
    """
    some = parse.words.strip() or not all(map(says_little, filters))
    return parse.words if some else parse.whole


def steps(
    parse: Parse, filters: Mapping[str, Filter], shelves: Mapping[str, Filter]
) -> Iterator[Step]:
    """As typed; then looser and looser, with nothing put back."""
    yield Step(filters=filters)
    ladder, gone = _Ladder(parse, filters, shelves), list[_Given]()
    for more in ladder.order(lambda _: True):
        gone += more
        step = ladder.step(gone)
        if step is not None:
            yield step


def relaxed(
    parse: Parse,
    filters: Mapping[str, Filter],
    shelves: Mapping[str, Filter],
    total: Callable[[Step], int],
) -> tuple[Step, int] | None:
    """The step to take where nothing is found as typed, with its total; None where no step finds any.

    `shelves`: by slot name what a product type is among, or a brand stands for, if it is known. `total` finds how much a
    step has: it is asked twice for each thing that may be given up, and at most 34 times.
    """
    ladder = _Ladder(parse, filters, shelves)
    gone: list[_Given] = []
    tried = 0
    for together in ladder.order(lambda step: not total(step)):
        gone += together
        step = ladder.step(gone)
        if step is None:
            continue
        tried += 1
        count = total(step)
        if count or tried >= _MOST_TRIED:
            break
    else:
        return None
    if not count:
        return None
    for one in reversed(gone[:-1] if len(together) == 1 else gone):
        less = [other for other in gone if other != one]
        fuller = ladder.step(less)
        if fuller is None or tried >= _MOST_TRIED:
            continue
        if (fuller.filters, fuller.words, fuller.spelled) == (
            step.filters,
            step.words,
            step.spelled,
        ):
            gone = less  # the same hits with less to tell
            continue
        tried += 1
        if found := total(fuller):
            gone, step, count = less, fuller, found
    return ladder.step(gone) or step, count


class _Ladder:
    """The steps of one parse."""

    def __init__(
        self, parse: Parse, filters: Mapping[str, Filter], shelves: Mapping[str, Filter]
    ) -> None:
        self._parse = parse
        self._filters = filters
        wide = {name: _widened(one) for name, one in filters.items() if not _excludes(name)}
        self._wide = {name: one for name, one in wide.items() if one != filters[name]}
        self._shelves = {name: one for name, one in shelves.items() if name in filters}
        self._implied = {slot.name for slot in parse.slots if slot.source == IMPLIED}
        self._has_words = bool(parse.words.strip())

    def order(self, lacks: Callable[[Step], bool]) -> Iterable[list[_Given]]:
        """What is given up one after the other, the least first; some of it together.

        `lacks`: whether a step has nothing. A type of which there are goods stays what it is.
        """
        if self._wide:
            yield [(_Way.WIDER, name) for name in self._wide]
        if self._has_words and any(name in self._filters for name in _HEADS):
            yield [(_Way.GONE, "")]
        for name in _order(self._parse, self._filters):
            if name == "brand" and name in self._shelves:
                yield [(_Way.WIDER, name)]
            yield [(_Way.GONE, name)]
        # After what was typed, which comes back: an iPhone in white is no tablet in white.
        implied = [name for name in ("category", "brand") if self._is_implied(name)]
        for name in implied:
            if name in self._shelves:
                yield [(_Way.WIDER, name)]
        for name in implied:
            yield [(_Way.GONE, name)]
        yield from self._lacking(lacks)

    def _lacking(self, lacks: Callable[[Step], bool]) -> Iterable[list[_Given]]:
        for name in _THINGS:
            if name in self._filters and not self._is_implied(name):
                if not lacks(Step(filters={name: self._filters[name]}, words=False)):
                    continue
                if name in self._shelves:
                    yield [(_Way.NEAR, name)]
                    yield [(_Way.WIDER, name)]
                yield [(_Way.SPELLED, name)]

    def step(self, given: Sequence[_Given]) -> Step | None:
        """The step without what is given up; None where nothing that was typed would be required."""
        gone = {name for way, name in given if way is _Way.GONE}
        apart = {name for way, name in given if way is _Way.SPELLED} - gone
        wider = {name for way, name in given if way is _Way.WIDER} - gone - apart
        near = {name for way, name in given if way is _Way.NEAR} - gone - apart - wider
        spelled = tuple(name for name in _THINGS if name in apart | near)
        left: dict[str, Filter] = {}
        for name, filter_ in self._filters.items():
            if name in gone | apart:
                continue
            if name in near or (name in wider and name in self._shelves):
                left[_shelf(name)] = self._shelves[name]
            else:
                left[name] = self._wide[name] if name in wider else filter_
        has_head = any(name in left or _shelf(name) in left for name in _HEADS)
        words = "" not in gone or not (has_head or spelled)
        if not spelled and not (words and self._has_words) and all(map(_excludes, left)):
            return None  # all products are no answer
        notice = given_up(
            [slot for slot in self._parse.slots if slot.name in self._filters],
            eased=gone | wider,
            as_words=apart,
            shelves={name: one for name, one in self._shelves.items() if name in near | wider},
            words="" if words else self._parse.words.strip(),
        )
        return Step(filters=left, notice=notice, words=words, spelled=spelled)

    def _is_implied(self, name: str) -> bool:
        return name in self._implied and name in self._filters


def _order(parse: Parse, filters: Mapping[str, Filter]) -> list[str]:
    """The typed slots that may be given up, the least first."""

    def rank(slot: Slot) -> tuple[int, int]:
        if slot.name == "model":
            return -1, 0  # a code that no title has
        if slot.name in _LAST:
            return 2, -_LAST.index(slot.name)
        known = slot.key in _GIVEN_UP
        return (0, _GIVEN_UP.index(slot.key)) if known else (1, 0)

    may = [slot for slot in parse.slots if slot.name in filters and slot.source != IMPLIED]
    may = [slot for slot in may if not slot.excluded and not _is_kept(slot)]
    return [slot.name for slot in sorted(may, key=rank)]


def _is_kept(slot: Slot) -> bool:
    """A model that no list has may be no model."""
    return slot.name in _KEPT and not (slot.name == "model" and slot.source == CODED)


def _excludes(name: str) -> bool:
    return name.startswith("exclude.")


def says_little(name: str) -> bool:
    """Whether a slot may be of all sorts of things: what is not wanted, and a price."""
    return _excludes(name) or name == "price_range"


def _shelf(name: str) -> str:
    """Under which name a wider type filters: no chip says that it is the typed one."""
    return f"shelf.{name}"


def _widened(filter_: Filter) -> Filter:
    """Ranges of numbers a fifth wider."""
    match filter_:
        case Range(field, low, high):
            return Range(
                field,
                None if low is None else _scaled(low, 1 - _WIDER),
                None if high is None else _scaled(high, 1 + _WIDER),
            )
        case AllOf(parts):
            return AllOf(tuple(map(_widened, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_widened, parts)))
        case Not():
            return filter_
        case _:
            return filter_


def _scaled(side: float, share: float) -> float:
    return round(side * share) if isinstance(side, int) else side * share
