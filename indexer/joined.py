"""The texts of many fields as one array of characters: what is done to all at once costs little.

Which characters are Han is told here, and how tokens are written down; what stands between Han is
cut by those who ask.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.fields import BLANK, BOUNDARY
from indexer.folding import fold_all

__all__ = ["Codes", "Joined", "Positions"]

Codes = NDArray[np.uint32]
Positions = NDArray[np.intp]

_SPACE = ord(" ")
_BREAK = "\n"  # between the streams of two fields
_HAN = (
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Joined:
    """Fields of several texts each, folded; each text stands between two spaces.

    `starts` and `ends` bound the texts in `text` and its `codes`; `owners` are their fields. Each
    field has one text more than it was given, its last: it is empty.
    """

    text: str
    codes: Codes
    starts: Positions
    ends: Positions
    owners: Positions

    @classmethod
    def of(cls, fields: Sequence[Sequence[str]]) -> "Joined":
        """Fold and join them."""
        folded = fold_all([text for field in fields for text in (*field, "")])
        text = f" {' '.join(folded)} "
        lengths = np.fromiter(map(len, folded), dtype=np.intp, count=len(folded))
        ends = np.cumsum(lengths + 1)
        return cls(
            text=text,
            codes=_codes(text),
            starts=ends - lengths,
            ends=ends,
            owners=np.repeat(np.arange(len(fields)), [len(field) + 1 for field in fields]),
        )

    def texts(self) -> Iterator[str]:
        """The folded texts, the empty ones too."""
        for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True):
            yield self.text[start:end]

    def owners_of(self, places: Positions) -> Positions:
        """The fields of the characters at some places."""
        return self.owners[np.searchsorted(self.ends, places)]

    @cached_property
    def is_han(self) -> NDArray[np.bool_]:
        """Of each character."""
        is_han = np.zeros(len(self.codes), dtype=np.bool_)
        for first, last in _HAN:
            is_han |= (self.codes >= first) & (self.codes <= last)
        return is_han

    @cached_property
    def pairs(self) -> Positions:
        """Where a Han stands before a Han."""
        return np.flatnonzero(self.is_han[:-1] & self.is_han[1:])

    @cached_property
    def rest(self) -> list[str]:
        """The longest runs of neither Han nor spaces."""
        starts, ends = self._bounds_of_rest
        return [self.text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]

    @property
    def rest_places(self) -> Positions:
        """Where each run of `rest` begins."""
        return self._bounds_of_rest[0]

    def chars(self, rest: Sequence[str]) -> list[str]:
        """A stream a field: each Han, and `rest` in place of the runs of `self.rest`.

        Texts are parted by BOUNDARY; a field of nothing is BLANK.
        """
        places, strings = self._said(rest)
        has_token = self.is_han.copy()
        has_token[places] = True
        filled = np.flatnonzero(np.logical_or.reduceat(has_token, self.starts))
        later = filled[1:][self.owners[filled[1:]] == self.owners[filled[:-1]]]
        places = np.append(places, self.starts[later] - 1)
        strings += [BOUNDARY] * len(later)
        return self._woven([(np.flatnonzero(self.is_han), 1)], places, strings)

    def bigrams(self, rest: Sequence[str]) -> list[str]:
        """A stream a field: each pair of Han, a Han alone, and `rest`, as in `chars`."""
        is_han = self.is_han
        alone = np.flatnonzero(is_han[1:-1] & ~is_han[:-2] & ~is_han[2:]) + 1
        return self._woven([(self.pairs, 2), (alone, 1)], *self._said(rest))

    @cached_property
    def _bounds_of_rest(self) -> tuple[Positions, Positions]:
        is_rest = ~self.is_han & (self.codes > _SPACE)
        bounds = np.flatnonzero(is_rest[1:] != is_rest[:-1]) + 1
        return bounds[::2], bounds[1::2]

    def _said(self, rest: Sequence[str]) -> tuple[Positions, list[str]]:
        said = np.fromiter(map(bool, rest), dtype=np.bool_, count=len(rest))
        return self.rest_places[said], list(filter(None, rest))

    def _woven(
        self, units: Sequence[tuple[Positions, int]], places: Positions, strings: Sequence[str]
    ) -> list[str]:
        """What stands at some places, in their order, parted by spaces and by fields.

        `units`: at each place so many characters from there on; at each of `places`, a string.
        """
        room = np.zeros(len(self.codes), dtype=np.intp)
        for at, size in units:
            room[at] = size + 1
        room[places] = [len(string) + 1 for string in strings]
        field_ends = self.ends[np.flatnonzero(np.diff(self.owners, append=-1))]
        written = np.diff(np.cumsum(room)[field_ends], prepend=0)
        strings = [
            *strings,
            *[_BREAK if some else f"{BLANK} {_BREAK}" for some in written.tolist()],
        ]
        places = np.append(places, field_ends)
        sizes = np.fromiter(map(len, strings), dtype=np.intp, count=len(strings)) + 1
        room[places] = sizes
        ends = np.cumsum(room)
        out = np.full(ends[-1], _SPACE, dtype="<u4")
        for at, size in units:
            begin = ends[at] - (size + 1)
            for i in range(size):
                out[begin + i] = self.codes[at + i]
        # A string's characters stand side by side on both sides: only the way between differs.
        source = _codes(" ".join([*strings, ""]))
        way = ends[places] - np.cumsum(sizes)
        out[np.repeat(way, sizes) + np.arange(len(source))] = source
        streams = out.tobytes().decode("utf-32-le", "surrogatepass")
        return streams.split(f" {_BREAK} ")[:-1]


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
