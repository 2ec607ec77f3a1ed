"""One thing that may have been meant in place of what was typed, as a value."""

from typing import NamedTuple

from query.understanding.typed import Edit

__all__ = ["Fix"]


class Fix(NamedTuple):
    """`score`: the higher the likelier, only to be compared. `sure`: may be done unasked."""

    edits: tuple[Edit, ...]
    score: float
    sure: bool

    @property
    def start(self) -> int:
        """Where the first edit begins."""
        return self.edits[0].start

    @property
    def end(self) -> int:
        """Where the last edit ends."""
        return self.edits[-1].end
