"""Models that torch trains (the extra `deep`): to compare with. Importing this needs torch.

They cost hundreds of times what counting costs, learn nothing of an event until they are trained
anew, and cannot forget a person: so none of them is the default, whatever its quality.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from recsys.models.deep.mlp import MlpModel, MlpSettings
from recsys.models.deep.networks import ConvolutionNet, RecurrentNet
from recsys.models.deep.sequential import NextModel, NextSettings
from recsys.models.model import Kind

__all__ = ["KINDS"]

KINDS: Mapping[str, Kind[Any]] = {
    "mlp": Kind(MlpSettings(), MlpModel.fit, MlpModel.restored),
    **{
        name: Kind(
            NextSettings(),
            partial(NextModel.fit, name=name, network=network),
            partial(NextModel.restored, network=network),
        )
        for name, network in (("cnn", ConvolutionNet), ("rnn", RecurrentNet))
    },
}
"""By name."""
