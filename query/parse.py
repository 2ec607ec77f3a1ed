"""What a query is understood to mean, as the value of contract §4, and the seams that make it."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

__all__ = [
    "CODED",
    "IMPLIED",
    "PREDICTED",
    "Bounds",
    "Parse",
    "Piece",
    "Rewriter",
    "Slot",
    "Span",
    "Undecided",
    "plain",
    "unchanged",
]


IMPLIED = "model"
"""The source of a brand and a product type that nobody typed: a model implies them."""


CODED = "grammar"
"""The source of a model that no list has: a code behind a brand. Quantities have it too."""


PREDICTED = "predicted"
"""The source of a product type that nobody typed: all products of the brand are of it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a slot's words stand: code points of the raw text, `end` excluded."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A bound on a numeric attribute, in `unit`; a side that is open is infinite."""

    low: float
    high: float
    unit: str
    about: bool = False

    def to_json(self) -> dict[str, Any]:
        """A bound of contract §4."""
        if self.about:
            return {"approx": round((self.low + self.high) / 2, 6), "unit": self.unit}
        bound: dict[str, Any] = {}
        if self.low != -inf:
            bound["gte"] = self.low
        if self.high != inf:
            bound["lte"] = self.high
        return {**bound, "unit": self.unit}


Value = str | Bounds | tuple[float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One thing that was understood. `name` as chips and `drop` have it.

    `brand`, `category`, `model`, `price_range`, `sort`, `flags`, `attributes.KEY`, or those of what
    is not wanted: `exclude.brand`, `exclude.category`, `exclude.attributes.KEY`, `exclude.flags`,
    `exclude.price_range`, and `exclude.words` of words that only titles know. Several `values` are alternatives, but all of
    several flags are wanted. A price is (low, high) in yuan, None where open.
    """

    name: str
    values: tuple[Value, ...]
    spans: tuple[Span, ...]
    source: str
    confidence: float = 1.0

    @property
    def key(self) -> str:
        """The dimension or attribute name of `attributes.KEY`; "" for any other slot."""
        return self.name.partition("attributes.")[2]

    @property
    def excluded(self) -> bool:
        """Whether it names what is not wanted."""
        return self.name.startswith("exclude.")

    @property
    def text(self) -> str:
        """Its words as they were typed."""
        return " ".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A word that was read as a slot and may be meant otherwise: 苹果, the brand or the fruit."""

    text: str
    slot: str
    other: str
    value: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that may be searched for: of a slot, or "" of none."""

    text: str
    slot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """What was understood of `query`, as typed.

    `pieces`: the text without what only steers (cues, prices, orders), in its order. `corrected`:
    the text really searched where it differs from what was typed.
    """

    query: str
    pieces: tuple[Piece, ...]
    corrected: str | None = None
    suggestions: tuple[str, ...] = ()
    intent: str = "product_search"
    slots: tuple[Slot, ...] = ()
    undecided: tuple[Undecided, ...] = ()

    @property
    def words(self) -> str:
        """The text that no slot has taken: what hits must meet."""
        return " ".join(
            "".join(piece.text if not piece.slot else " " for piece in self.pieces).split()
        )

    @property
    def whole(self) -> str:
        """All text that may score, that of slots too."""
        return " ".join("".join(piece.text for piece in self.pieces).split())

    def text_of(self, slots: Container[str]) -> str:
        """The text that these slots have taken."""
        return " ".join(piece.text for piece in self.pieces if piece.slot and piece.slot in slots)

    def text_left(self, slots: Container[str], *, words: bool) -> str:
        """The text that these slots have taken, and that no slot has where `words` is wanted too."""
        wanted = (
            piece.text if (piece.slot in slots if piece.slot else words) else " "
            for piece in self.pieces
        )
        return " ".join("".join(wanted).split())

    @property
    def likely(self) -> str:
        """The product type that nobody typed and that the brand alone stands for; "" for none."""
        slot = self.slot("category")
        return str(slot.values[0]) if slot is not None and slot.source == PREDICTED else ""

    def slot(self, name: str) -> Slot | None:
        """The slot of that name."""
        return next((slot for slot in self.slots if slot.name == name), None)

    def without(self, names: Iterable[str]) -> "Parse":
        """The parse with these slots, and their words, left out."""
        dropped = frozenset(names) & {slot.name for slot in self.slots}
        if not dropped:
            return self
        return replace(
            self,
            slots=tuple(slot for slot in self.slots if slot.name not in dropped),
            pieces=tuple(Piece(" ") if piece.slot in dropped else piece for piece in self.pieces),
        )

    def to_json(self) -> dict[str, Any]:
        """The parse object of contract §4."""
        price = self.slot("price_range")
        sort = self.slot("sort")
        model = self.slot("model")
        return {
            "query": self.query,
            "corrected": self.corrected,
            "suggestions": list(self.suggestions),
            "intent": self.intent,
            "category": self._values("category"),
            "brand": self._values("brand"),
            "model": None if model is None else model.values[0],
            "price_range": None if price is None else list(_pair(price.values[0])),
            "attributes": self._attributes("attributes."),
            "exclude": {
                "brand": self._values("exclude.brand"),
                "category": self._values("exclude.category"),
                "attributes": self._attributes("exclude.attributes.", always_list=True),
            },
            "sort": None if sort is None else sort.values[0],
            "flags": self._values("flags"),
            "keywords": self.words.split(),
            "ambiguous": [one.text for one in self.undecided],
            "spans": [
                {
                    "start": span.start,
                    "end": span.end,
                    "text": span.text,
                    "slot": slot.name,
                    "value": _json(slot.values),
                    "source": slot.source,
                    "confidence": slot.confidence,
                }
                for slot in self.slots
                for span in slot.spans
            ],
        }

    def _values(self, name: str) -> list[Any]:
        slot = self.slot(name)
        return [] if slot is None else list(slot.values)

    def _attributes(self, prefix: str, *, always_list: bool = False) -> dict[str, Any]:
        return {
            slot.name.removeprefix(prefix): [_one(value) for value in slot.values]
            if always_list
            else _json(slot.values)
            for slot in self.slots
            if slot.name.startswith(prefix)
        }


Rewriter = Callable[[str], str]
"""Typed text to the text that is parsed: where replacement rules go."""


def unchanged(text: str) -> str:
    """The Rewriter that rewrites nothing."""
    return text


def plain(text: str) -> Parse:
    """The Parser for which every word is just a word."""
    return Parse(query=text, pieces=(Piece(text),))


def _pair(value: Value) -> tuple[float | None, float | None]:
    if not isinstance(value, tuple):
        message = f"a price is a pair, not {value!r}"
        raise TypeError(message)
    return value


def _one(value: Value) -> Any:  # noqa: ANN401 - JSON
    return value.to_json() if isinstance(value, Bounds) else value


def _json(values: Sequence[Value]) -> Any:  # noqa: ANN401 - JSON
    found = [_one(value) for value in values]
    return found[0] if len(found) == 1 else found
