"""Next-product models: a network reads a history, and the next product is what fits its state.

Trained by cross-entropy over all products, never a sample of them (Klenitskiy and Vasilev, RecSys
2023, found that this is what makes the difference between the published ones).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from recsys.models.deep.repeatable import repeatable
from recsys.models.deep.weights import loaded, weights_of
from recsys.models.model import Arrays, TooLargeError
from recsys.sequences import Sequences

__all__ = ["NextModel", "NextSettings"]

_SCORES = 20_000_000_000  # steps times products: minutes an epoch
_ASKED = 512
_SEED = 1


@dataclass(frozen=True)
class NextSettings:
    """`length`: steps that are read at once; `batch`: steps that are learned from together.

    `epochs`: passes through the data; more where they would be fewer than `updates` batches.
    """

    width: int = 64
    length: int = 50
    batch: int = 512
    epochs: int = 12
    updates: int = 200
    rate: float = 2e-3
    dropout: float = 0.3


class _Reader(nn.Module):
    """Vectors of products, a network over them, and the products that fit a state.

    Product n is the number n + 1: 0 stands for the beginning, and for nothing.
    """

    def __init__(self, size: int, network: nn.Module, settings: NextSettings) -> None:
        super().__init__()
        self.vectors = nn.Embedding(size + 1, settings.width)
        nn.init.normal_(self.vectors.weight, std=settings.width**-0.5)
        self.popular = nn.Parameter(torch.zeros(size + 1))
        self.network = network
        self.dropout = nn.Dropout(settings.dropout)

    def forward(self, items: Tensor) -> Tensor:
        """People by steps, to the state after each step."""
        states: Tensor = self.dropout(self.network(self.dropout(self.vectors(items))))
        return states

    def logits(self, states: Tensor) -> Tensor:
        """States to how well each number fits them."""
        return functional.linear(states, self.vectors.weight, self.popular)


class NextModel:
    """A trained network, asked by the last steps of a history."""

    def __init__(self, reader: _Reader, settings: NextSettings) -> None:
        self._reader = reader.eval()
        self._settings = settings

    @classmethod
    def fit(
        cls,
        sequences: Sequences,
        settings: NextSettings = NextSettings(),
        *,
        name: str,
        network: Callable[[int], nn.Module],
    ) -> "NextModel":
        """`network`: makes one for vectors of a width. `name`: of the model, for errors.

        Costs epochs times steps times products times the width. Raises TooLargeError where steps
        times products are above 2 * 10^10.
        """
        size = len(sequences.items)
        if len(sequences) * size > _SCORES:
            what = f"{len(sequences):.1e} 步乘 {size} 件商品，最多 {_SCORES:.0e}"
            raise TooLargeError(name, what)
        with repeatable():
            reader = _Reader(size, network(settings.width), settings)
            _train(reader, list(_chunks(sequences, settings.length)), settings)
        return cls(reader, settings)

    @classmethod
    def restored(
        cls, arrays: Arrays, settings: NextSettings, *, network: Callable[[int], nn.Module]
    ) -> "NextModel":
        """See Kind.restored."""
        reader = _Reader(len(arrays["popular"]) - 1, network(settings.width), settings)
        return cls(loaded(reader, arrays), settings)

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        size = len(self._reader.popular) - 1
        found = np.empty((len(histories), size), dtype=np.float32)
        # As training saw it: the beginning stands before the first step of a person.
        read = [np.r_[0, history + 1][-self._settings.length :] for history in histories]
        with repeatable(), torch.inference_mode():
            for begin in range(0, len(read), _ASKED):
                part = read[begin : begin + _ASKED]
                ends = torch.tensor([len(steps) - 1 for steps in part])
                states = self._reader(_padded(part))[torch.arange(len(part)), ends]
                found[begin : begin + len(part)] = self._reader.logits(states)[:, 1:].numpy()
        return found

    def arrays(self) -> Arrays:
        """See Model.arrays."""
        return weights_of(self._reader)


def _chunks(sequences: Sequences, length: int) -> Iterator[NDArray[np.int64]]:
    """Each person's steps from the beginning on, in pieces of `length` and the step after them."""
    for history in sequences.histories():
        steps = np.r_[0, history + 1].astype(np.int64)
        for begin in range(0, len(steps) - 1, length):
            yield steps[begin : begin + length + 1]


def _train(reader: _Reader, chunks: list[NDArray[np.int64]], settings: NextSettings) -> None:
    if not chunks:
        return
    draw = np.random.default_rng(_SEED)
    optimizer = torch.optim.Adam(reader.parameters(), lr=settings.rate)
    steps = sum(len(chunk) for chunk in chunks)
    epochs = max(settings.epochs, settings.updates // -(-steps // settings.batch))
    for _ in range(epochs):
        for batch in _batches(chunks, settings.batch, draw):
            numbers = _padded(batch)
            there = numbers[:, 1:] > 0
            states = reader(numbers[:, :-1])[there]
            loss = functional.cross_entropy(reader.logits(states), numbers[:, 1:][there])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def _batches(
    chunks: list[NDArray[np.int64]], size: int, draw: np.random.Generator
) -> Iterator[list[NDArray[np.int64]]]:
    """All chunks in a new order, about `size` steps at a time, those of like length together."""
    lengths = np.array([len(chunk) for chunk in chunks])
    order = np.lexsort((draw.random(len(chunks)), lengths))
    starts = np.flatnonzero(np.diff(np.cumsum(lengths[order]) // size, prepend=-1))
    for batch in draw.permutation(len(starts)):
        begin = starts[batch]
        end = starts[batch + 1] if batch + 1 < len(starts) else len(chunks)
        yield [chunks[number] for number in order[begin:end]]


def _padded(rows: Sequence[NDArray[np.integer]]) -> Tensor:
    """Rows of numbers as one tensor, with 0 behind the shorter ones."""
    numbers = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    for row, steps in zip(numbers, rows, strict=True):
        row[: len(steps)] = steps
    return torch.from_numpy(numbers)
