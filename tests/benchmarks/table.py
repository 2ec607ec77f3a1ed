"""The table of a benchmark: figures beside what is wanted and what a rival has. It measures nothing.

The wanted and rival figures are for 100,000 products; with fewer they are left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["RIVAL", "Figure", "table"]

RIVAL = "Meilisearch 1.50"
"""On the same generator's 100,000 products, measured on an idle machine with two cores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row. `wanted`: at most so much, or at least where `more` is better."""

    what: str
    value: float
    unit: str
    more: bool = False
    wanted: float | None = None
    rival: float | None = None
    note: str = ""

    def cells(self, *, compared: bool) -> tuple[str, ...]:
        """The cells of the row."""
        wanted, rival = (self.wanted, self.rival) if compared else (None, None)
        sign = "≥" if self.more else "≤"
        return (
            self.what,
            f"{_number(self.value)} {self.unit}".strip(),
            "" if wanted is None else f"{sign} {_number(wanted)}",
            "" if rival is None else _number(rival),
            " ".join(self._verdicts(wanted, rival)),
            self.note,
        )

    def _verdicts(self, wanted: float | None, rival: float | None) -> Iterable[str]:
        if wanted is not None:
            yield "met" if self._reaches(wanted) else "**missed**"
        if rival is not None:
            better = self._reaches(rival) and self.value != rival
            yield "beaten" if better else "**not beaten**"

    def _reaches(self, limit: float) -> bool:
        return self.value >= limit if self.more else self.value <= limit


def table(figures: Sequence[Figure], *, compared: bool) -> str:
    """The rows as a Markdown table."""
    header = ("", "measured", "wanted", RIVAL, "", "")
    rows: list[tuple[str, ...]] = [header, ("---", "---:", "---:", "---:", "---", "---")]
    rows += [figure.cells(compared=compared) for figure in figures]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _number(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
