"""Attribute names to dimensions, attribute values to one spelling, a family and numbers.

Which columns these become is `indexer.variants`; numbers and units are `indexer.dimensions`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from indexer.cached import cached
from indexer.dimensions import NUMERIC_DIMENSIONS, measured
from indexer.folding import fold
from indexer.tables import table
from indexer.units import parse_quantities, readings

__all__ = ["NUMERIC_DIMENSIONS", "AttributeValue", "Attributes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeValue:
    """One value of one attribute.

    `written` is the catalogue's spelling, `normalized` the one that all spellings share (at most
    256 characters). `family`: what a shopper's word for it covers (曜石黑 is 黑色). `numbers`, in
    the base unit of `numeric_dimension`, are empty where the value has none; that dimension is
    None then, and another than `dimension` for a capacity.
    """

    name: str
    dimension: str | None
    written: str
    normalized: str
    family: str | None = None
    numbers: tuple[float, ...] = ()
    numeric_dimension: str | None = None


_MAX_NORMALIZED = 256  # characters: engines refuse keywords of tens of kilobytes
_READ = 1_024  # characters of a value: what follows cannot be part of its normal form
_CACHED = 65_536  # values: about 30 MB when full
_CACHED_LENGTH = 64  # longer ones rarely come twice
_CACHED_NAMES = 4_096

_NAME_SIGNS = re.compile(r"[\s_*:\-]+")
_NAME_UNIT = re.compile(r"(.+?)[(\[/](?:单位:?)?([^()\[\]]+?)[)\]]?")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_WORDS = re.compile(r"[\s/,+&|;、·-]+")
_HAN = "\u3400-\u9fff"
# Between Han and something else a space says nothing: 100% 棉.
_BY_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[^{_HAN}])|(?<=[^{_HAN}]) (?=[{_HAN}])")
_TIMES = re.compile(r"(?<=\d)\s*[×x*✕]\s*(?=\d)")
_SPACED_UNIT = re.compile(r"(?<=\d) ([a-z]+)(?![a-z\d])")
_BY_SIGN = re.compile(r"\s*([/+;])\s*")
_PATTERN = re.compile(r"(?:条纹|格子?|几何纹|花纹|款|系|版)$")
_SIZE_MARK = re.compile(r"(\d+(?:\.5)?|x*[sl]|m|\d+xl)(?:码|号)")

# Dimensions whose values are written in capitals: XL, 4K.
_CAPITALS = frozenset({"size", "resolution"})

# What surely separates values, and what does only where the values are plain words.
_ENUMERATION = frozenset("、;")
_ENUMERATION_OF_WORDS = frozenset("、;/,|")
_WORD_DIMENSIONS = frozenset({"color", "gender", "audience", "season", "feature", "scene", "style"})
_LONGEST_MEMBER = 20  # characters; longer parts are clauses of a text
_OPENING, _CLOSING = frozenset("([【"), frozenset(")]】")
_PROSE = frozenset("。!?\n")


class Attributes:
    """What is known of attribute names and values. Safe to share between threads.

    `names`: dimension to attribute names. `families`: dimension to the parts `same` (family to
    spellings), `ends` (family to endings) and `both` (a spelling to the values that it names).
    """

    def __init__(
        self,
        names: Mapping[str, Iterable[str]],
        families: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]],
    ) -> None:
        self._names = {
            _name_key(fold(name)): dimension for dimension, known in names.items() for name in known
        }
        self._same = {name: _by_spelling(parts.get("same", {})) for name, parts in families.items()}
        self._ends = {name: _by_spelling(parts.get("ends", {})) for name, parts in families.items()}
        self._both = {
            name: {fold(spelling): tuple(named) for spelling, named in parts["both"].items()}
            for name, parts in families.items()
            if "both" in parts
        }
        self._known_name = cached(_CACHED_NAMES, self._read_name)
        self._known_value = cached(_CACHED, self._read_value)
        self._known_values = cached(_CACHED, self._read_values)

    @classmethod
    def shipped(cls) -> Self:
        """With the shipped tables."""
        return cls(table("dimensions"), table("families"))

    def renew(self) -> None:
        """Take up what the shop has changed; these tables never change."""

    def present(self) -> "Attributes":
        """The tables of the moment, which never change; `renew` may put others in their place."""
        return self

    def dimension(self, name: str) -> str | None:
        """The dimension of a catalogue's attribute name; None for a name nobody knows."""
        return self._known_name(name)[0]

    def normalize(self, name: str, value: str | float) -> AttributeValue:
        """One value of an attribute; any string gives one, the empty one too."""
        if isinstance(value, str) and len(value) > _CACHED_LENGTH:
            return self._read_value(name, value)
        return self._known_value(name, value)

    def values(self, name: str, written: str | float) -> tuple[AttributeValue, ...]:
        """What one value of a catalogue says: a string may enumerate several values."""
        if isinstance(written, str) and len(written) > _CACHED_LENGTH:
            return self._read_values(name, written)
        return self._known_values(name, written)

    def split(self, name: str, value: str) -> tuple[str, ...]:
        """The values that one string enumerates, stripped; the string alone where it does not.

        、 and ; separate short members outside of brackets; where values are plain words (color,
        season …) so do / , and |, and 秋冬 is 秋季 and 冬季. Prose and quantities stay whole.
        """
        dimension = self.dimension(name)
        signs = _ENUMERATION_OF_WORDS if dimension in _WORD_DIMENSIONS else _ENUMERATION
        parts = [part.strip() for part in _outside_brackets(value, signs)]
        if len(parts) > 1 and not _enumerates(parts, value):
            parts = [value.strip()]
        both = self._both.get(dimension or "")
        if both is None:
            return tuple(parts)
        named = (both.get(fold(part), (part,)) for part in parts)
        return tuple(dict.fromkeys(one for several in named for one in several))

    def _read_name(self, name: str) -> tuple[str | None, str]:
        """Dimension, and the unit that the name gives to bare numbers or ""."""
        folded = fold(name).strip()
        unit = ""
        if len(folded) <= _CACHED_LENGTH and (found := _NAME_UNIT.fullmatch(folded)):
            unit = found[2].strip() if readings(found[2].strip()) else ""
            known = self._names.get(_name_key(folded)) or self._names.get(_name_key(found[1]))
            return known, unit
        return self._names.get(_name_key(folded)), unit

    def _read_values(self, name: str, written: str | float) -> tuple[AttributeValue, ...]:
        parts = self.split(name, written) if isinstance(written, str) else (written,)
        return tuple(self._read_value(name, part) for part in parts)

    def _read_value(self, name: str, value: str | float) -> AttributeValue:
        dimension, unit = self._known_name(name)
        written = value if isinstance(value, str) else f"{value:.15g}"
        folded = " ".join(fold(written.strip()[:_READ]).split())
        text = _plain(folded)
        if dimension is None:
            return AttributeValue(name=name, dimension=None, written=written, normalized=text)
        found = None
        if dimension in NUMERIC_DIMENSIONS or dimension == "capacity":
            found = measured(dimension, text, written=written, unit=unit)
        family = self._family(dimension, text, folded)
        return AttributeValue(
            name=name,
            dimension=dimension,
            written=written,
            normalized=(found and found.text) or _worded(dimension, text, family),
            family=family,
            numbers=found.numbers if found else (),
            numeric_dimension=found.dimension if found else None,
        )

    def _family(self, dimension: str, text: str, folded: str) -> str | None:
        same = self._same.get(dimension)
        if same is None:
            return None
        if found := same.get(text):
            return found
        ends = self._ends.get(dimension, {})
        for word in _WORDS.split(_BRACKETED.sub(" ", folded)):
            if not word:
                continue
            stem = _color_stem(word) if dimension == "color" else word
            for spelling in (word, stem, f"{stem}色"):
                if found := same.get(spelling):
                    return found
            if found := _ending(stem, ends):
                return found
        return None


def _by_spelling(families: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {
        fold(spelling): family
        for family, spellings in families.items()
        for spelling in (family, *spellings)
    }


def _ending(word: str, ends: Mapping[str, str]) -> str | None:
    for length in range(min(len(word), 4), 0, -1):
        if found := ends.get(word[-length:]):
            return found
    return None


def _color_stem(word: str) -> str:
    """A color without what follows it: 炫黑色特别版 is 炫黑, 蓝条纹 is 蓝."""
    return word[: word.rindex("色")] if "色" in word else _PATTERN.sub("", word)


def _name_key(folded: str) -> str:
    return _NAME_SIGNS.sub("", folded)


def _enumerates(parts: Sequence[str], value: str) -> bool:
    """Short members, all with letters or all without (not 60%、90%驼绒), outside of prose."""
    return (
        all(0 < len(part) <= _LONGEST_MEMBER for part in parts)
        and len({any(map(str.isalpha, part)) for part in parts}) == 1
        and _PROSE.isdisjoint(value)
    )


def _outside_brackets(value: str, signs: frozenset[str]) -> list[str]:
    """The parts between the signs (of either width) that stand in no bracket."""
    parts, start, depth = [], 0, 0
    for index, written in enumerate(value):
        character = unicodedata.normalize("NFKC", written)
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and character in signs:
            parts.append(value[start:index])
            start = index + 1
    parts.append(value[start:])
    return parts


def _plain(folded: str) -> str:
    """A folded text with the spaces and multiplication signs that say nothing made alike."""
    text = _TIMES.sub("*", _BY_HAN.sub("", folded))
    text = _BY_SIGN.sub(r"\1", text)
    text = _SPACED_UNIT.sub(lambda found: found[1] if readings(found[1]) else found[0], text)
    return text[:_MAX_NORMALIZED]


def _worded(dimension: str, text: str, family: str | None) -> str:
    """The one spelling of a value that is not a number."""
    match dimension:
        case "size" if mark := _SIZE_MARK.fullmatch(text):
            text = mark[1]
        case "color" if family == f"{text}色":
            text = family
        case "dimension":
            text = _sides(text) or text
        case _:
            pass
    return text.upper() if dimension in _CAPITALS else text


def _sides(text: str) -> str | None:
    """Sides with one sign between each, in cm: 2m×2.3m is 200*230cm."""
    sides = parse_quantities(text)
    millimetres = [
        length for side in sides if (length := _millimetres(side.unit, side.low)) is not None
    ]
    joined = all(side.times for side in sides[1:])
    exact = all(side.low == side.high for side in sides)
    if not sides or len(millimetres) != len(sides) or not (joined and exact):
        return None
    if sides[0].start > 0 or sides[-1].end < len(text):
        return None
    return "*".join(f"{round(length / 10, 6):.15g}" for length in millimetres) + "cm"


def _millimetres(unit: str, value: float) -> float | None:
    return next((value * one.factor for one in readings(unit) if one.measure == "length"), None)
