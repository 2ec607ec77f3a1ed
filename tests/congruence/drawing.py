"""How examples are drawn: requests inside catalogues, the same ones in every run.

What is drawn stands in `catalogues` and `requests`.
"""

from dataclasses import dataclass
from typing import Self

from hypothesis import HealthCheck, Phase, settings

__all__ = ["Drawing"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Settings for the catalogues of a test, and for the requests asked of each of them."""

    catalogues: settings
    requests: settings

    @classmethod
    def of(cls, *, fixed: bool) -> Self:
        """`fixed`: the same examples in every run; else those of the run's seed."""
        both = settings(
            deadline=None,
            database=None,
            derandomize=fixed,
            suppress_health_check=[
                HealthCheck.nested_given,  # a catalogue is indexed once and asked many times
                HealthCheck.too_slow,
                HealthCheck.data_too_large,
            ],
        )
        return cls(
            # A failing request is made smaller; its catalogue is not: that would index hundreds.
            catalogues=settings(both, phases=[Phase.generate]),
            requests=settings(both, phases=[Phase.generate, Phase.shrink]),
        )
