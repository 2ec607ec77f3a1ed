"""What every model is: fitted on sequences, then asked by histories; and kept as arrays.

No model knows people by number: a history is all that it is asked by, so that it serves a session
that began a minute ago, and a person who was forgotten leaves nothing but what the fit saw.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.errors import XunhuoError
from recsys.sequences import Sequences

__all__ = ["Arrays", "Fit", "Kind", "MissingExtraError", "Model", "TooLargeError", "UnfitError"]

Arrays = Mapping[str, NDArray[Any]]
"""Numbers by name, never objects."""

Settings = TypeVar("Settings")


class Model(Protocol):
    """A fitted model; its products are the numbers of the `Sequences` that it was fitted on."""

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """How well each product fits each history: a new array of histories by products.

        A history holds numbers of products, oldest first; it may be empty. Scores of one row can
        be compared; the products of the history have scores like all others.
        """

    def arrays(self) -> Arrays:
        """All that was learned; with its settings they make a model that answers the same."""


Fit = Callable[[Sequences], Model]
"""Fits a model with its own settings. Raises TooLargeError where the data is more than it holds."""


@dataclass(frozen=True)
class Kind(Generic[Settings]):
    """One way to recommend, with its one setting for all shops (a dataclass).

    `restored`: the model whose `arrays` they are. Raises KeyError, ValueError where they are none.
    """

    settings: Settings
    fitted: Callable[[Sequences, Settings], Model]
    restored: Callable[[Arrays, Settings], Model]

    def fit(self, sequences: Sequences) -> Model:
        """See Fit."""
        return self.fitted(sequences, self.settings)


class UnfitError(XunhuoError):
    """A model that cannot be fitted here; others can."""


class MissingExtraError(UnfitError):
    """A model of an extra that is not installed."""

    def __init__(self, model: str, extra: str) -> None:
        super().__init__(f"{model} 需要附加的包：uv sync --extra {extra}。")


class TooLargeError(UnfitError):
    """Data that a model cannot hold or work through. `instead` is the model that can."""

    def __init__(self, model: str, what: str, instead: str = "window") -> None:
        super().__init__(f"{model} 装不下这份数据：{what}。请用 {instead}。")
        self.model = model
        self.instead = instead
