"""The MLP of the textbook: features of a person and of a product in, how much it is wanted out.

Trained by squared error on what was taken (1) and four products drawn for each that was not (0).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from recsys.models.deep.repeatable import repeatable
from recsys.models.deep.weights import loaded, weights_of
from recsys.models.factors import SvdModel, SvdSettings
from recsys.models.histories import taken
from recsys.models.model import Arrays, TooLargeError
from recsys.sequences import Sequences

__all__ = ["MlpModel", "MlpSettings"]

_STEPS = 5_000_000  # some minutes an epoch
_PAIRS = 200_000  # people and products that are scored at a time: 150 MB
_SEED = 1
_ITEMS = "features of products"


@dataclass(frozen=True)
class MlpSettings:
    """`factors`: of the features; `negatives`: products that were not taken, for each that was.

    `epochs`: passes through the data; more where they would be fewer than `updates` batches.
    """

    factors: int = 32
    width: int = 64
    negatives: int = 4
    batch: int = 1_024
    epochs: int = 8
    updates: int = 200
    rate: float = 1e-3


class _Net(nn.Module):
    """Two hidden layers over a person's features, a product's, and their product."""

    def __init__(self, features: int, width: int) -> None:
        super().__init__()
        self.person = nn.Linear(features, width)
        self.item = nn.Linear(features, width, bias=False)
        self.both = nn.Linear(features, width, bias=False)
        self.hidden = nn.Linear(width, width // 2)
        self.out = nn.Linear(width // 2, 1)

    def forward(self, person: Tensor, item: Tensor) -> Tensor:
        """Features whose leading dimensions are broadcast, to how much is wanted."""
        first = self.person(person) + self.item(item) + self.both(person * item)
        wanted: Tensor = self.out(functional.relu(self.hidden(functional.relu(first))))
        return wanted.squeeze(-1)


class MlpModel:
    """A trained network, asked for each person and each product.

    Features of a product: its factors of the SVD, and how popular it is. Of a person: the mean of
    the factors of what they took, and how much that is.
    """

    def __init__(self, net: _Net, items: Tensor) -> None:
        """`items`: products by features."""
        self._net = net.eval()
        self._items = items

    @classmethod
    def fit(cls, sequences: Sequences, settings: MlpSettings = MlpSettings()) -> "MlpModel":
        """Costs an SVD, and epochs times steps times five passes through the network.

        A question costs a pass for each product. Raises TooLargeError above 5 * 10^6 steps.
        """
        if len(sequences) > _STEPS:
            raise TooLargeError("mlp", f"{len(sequences):.1e} 步，最多 {_STEPS:.0e}")
        items = _item_features(sequences, settings.factors)
        with repeatable():
            net = _Net(items.shape[1], settings.width)
            _train(net, items, sequences, settings)
        return cls(net, items)

    @classmethod
    def restored(cls, arrays: Arrays, settings: MlpSettings) -> "MlpModel":
        """See Kind.restored."""
        learned = dict(arrays)
        items = torch.from_numpy(learned.pop(_ITEMS))
        return cls(loaded(_Net(items.shape[1], settings.width), learned), items)

    def scores(self, histories: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """See Model.scores."""
        found = np.empty((len(histories), len(self._items)), dtype=np.float32)
        rows = max(1, _PAIRS // max(1, len(self._items)))
        with repeatable(), torch.inference_mode():
            for begin in range(0, len(histories), rows):
                part = histories[begin : begin + rows]
                asked = taken(part, len(self._items))
                sums = torch.from_numpy(np.asarray(asked @ self._items.numpy()))
                person = _person_features(sums, torch.from_numpy(np.diff(asked.indptr)))
                found[begin : begin + rows] = self._net(person[:, None], self._items).numpy()
        return found

    def arrays(self) -> Arrays:
        """See Model.arrays."""
        return {**weights_of(self._net), _ITEMS: self._items.numpy()}


def _item_features(sequences: Sequences, factors: int) -> Tensor:
    """Factors scaled to a spread of one, and the logarithm of how many steps a product has."""
    vectors = SvdModel.fit(sequences, SvdSettings(factors)).items.T
    counts = np.bincount(sequences.item, minlength=len(sequences.items))
    popular = np.log1p(counts)
    vectors = vectors / max(float(vectors.std()) if vectors.size else 0.0, 1e-6)
    popular = (
        (popular - popular.mean()) / max(float(popular.std()), 1e-6) if len(popular) else popular
    )
    return torch.from_numpy(np.c_[vectors, popular].astype(np.float32))


def _person_features(sums: Tensor, lengths: Tensor) -> Tensor:
    """The mean of the factors, and how many products there were in place of their popularity."""
    counts = lengths.to(torch.float32)
    person = sums / counts.clamp(min=1)[:, None]
    person[:, -1] = torch.log1p(counts) / 4
    return person


def _train(net: _Net, items: Tensor, sequences: Sequences, settings: MlpSettings) -> None:
    matrix = taken(sequences, len(items))
    if not matrix.nnz:
        return
    sums = torch.from_numpy(np.asarray(matrix @ items.numpy()))
    lengths = torch.from_numpy(np.diff(matrix.indptr).astype(np.int64))
    draw = np.random.default_rng(_SEED)
    optimizer = torch.optim.Adam(net.parameters(), lr=settings.rate)
    epochs = max(settings.epochs, settings.updates // -(-matrix.nnz // settings.batch))
    for _ in range(epochs):
        for person, item in _batches(matrix.indptr, matrix.indices, settings, draw):
            others = torch.from_numpy(draw.integers(0, len(items), (len(item), settings.negatives)))
            # A person is asked for a product by what else they took: as it will be.
            known = _person_features(sums[person] - items[item], lengths[person] - 1)
            shown = torch.cat((item[:, None], others), dim=1)
            wanted = torch.zeros(shown.shape)
            wanted[:, 0] = 1
            loss = functional.mse_loss(net(known[:, None], items[shown]), wanted)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def _batches(
    starts: NDArray[np.int32],
    items: NDArray[np.int32],
    settings: MlpSettings,
    draw: np.random.Generator,
) -> Iterator[tuple[Tensor, Tensor]]:
    """All that was taken in a new order, as people and products."""
    people = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    order = draw.permutation(len(items))
    for begin in range(0, len(order), settings.batch):
        part = order[begin : begin + settings.batch]
        yield torch.from_numpy(people[part]), torch.from_numpy(items[part].astype(np.int64))
