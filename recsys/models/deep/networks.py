"""Networks that read products one after the other and say after each where things are going.

How they are trained and asked is in `sequential`.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["ConvolutionNet", "RecurrentNet"]


class RecurrentNet(nn.Module):
    """One layer of gated recurrent units (Hidasi et al., GRU4Rec, ICLR 2016)."""

    def __init__(self, width: int) -> None:
        """`width`: of the vectors of products."""
        super().__init__()
        self.cells = nn.GRU(width, width, batch_first=True)

    def forward(self, vectors: Tensor) -> Tensor:
        """From people by steps by width to the same: the state after each step."""
        states: Tensor = self.cells(vectors)[0]
        return states


class ConvolutionNet(nn.Module):
    """Filters over the last few products as over a picture (Caser, Tang and Wang, WSDM 2018).

    Filters of all heights over all columns, the strongest answer of each; and filters of one column
    that weigh the places. The vector of the person is left out: models do not know people.
    """

    def __init__(self, width: int, *, reach: int = 5, filters: int = 16, places: int = 4) -> None:
        """`reach`: how many products are looked at."""
        super().__init__()
        self.reach = reach
        self.across = nn.ModuleList(
            nn.Conv1d(width, filters, height) for height in range(1, reach + 1)
        )
        self.down = nn.Conv1d(1, places, reach)
        self.whole = nn.Linear(reach * filters + places * width, width)

    def forward(self, vectors: Tensor) -> Tensor:
        """As RecurrentNet.forward: a step looks at itself and at those just before it."""
        people, steps, width = vectors.shape
        columns = functional.pad(vectors.transpose(1, 2), (self.reach - 1, 0))
        # A filter is applied once a place; what a step sees of its answers is a window of them.
        found = [
            functional.max_pool1d(functional.relu(filters(columns)), self.reach - height, stride=1)
            for height, filters in enumerate(self.across)
        ]
        weighed = self.down(columns.reshape(people * width, 1, -1))
        found.append(weighed.reshape(people, -1, steps))
        states: Tensor = functional.relu(self.whole(torch.cat(found, dim=1).transpose(1, 2)))
        return states
