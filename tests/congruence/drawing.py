"""How examples are drawn: requests inside catalogues, the same ones in every run.

What is drawn stands in `catalogues` and `requests`.
"""

from collections.abc import Callable
from itertools import count
from typing import TypeVar

from hypothesis import HealthCheck, Phase, seed, settings

__all__ = ["Drawing"]

Test = TypeVar("Test", bound=Callable[..., None])

_SETTINGS = settings(
    deadline=None,
    database=None,
    suppress_health_check=[
        HealthCheck.nested_given,  # a catalogue is indexed once and asked many times
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


class Drawing:
    """Decorates tests with @given, inner ones too: each gets the next seed, or all would ask alike.

    `derandomize` would give every catalogue the same requests: it looks at the function alone.
    """

    def __init__(self, chosen_seed: str | None) -> None:
        """`chosen_seed` None: the fixed run, whose floors hold."""
        self.fixed = chosen_seed is None
        self._first = chosen_seed or "0"
        self._numbers = count()

    def catalogues(self, number: int) -> Callable[[Test], Test]:
        """That many catalogues. A failing one is not made smaller: that would index hundreds."""
        return self._drawn(settings(_SETTINGS, max_examples=number, phases=[Phase.generate]))

    def requests(self, number: int) -> Callable[[Test], Test]:
        """That many requests; a failing one is made smaller."""
        phases = [Phase.generate, Phase.shrink]
        return self._drawn(settings(_SETTINGS, max_examples=number, phases=phases))

    def _drawn(self, chosen: settings) -> Callable[[Test], Test]:
        sown = seed(f"{self._first}, {next(self._numbers)}")
        return lambda test: sown(chosen(test))
