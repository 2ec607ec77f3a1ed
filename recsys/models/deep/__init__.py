"""Models that torch trains (the extra `deep`): to compare with. Importing this needs torch.

They cost hundreds of times what counting costs, learn nothing of an event until they are trained
anew, and cannot forget a person: so none of them is the default, whatever its quality.
"""

from collections.abc import Mapping
from functools import partial

from recsys.models.deep.mlp import MlpModel
from recsys.models.deep.networks import ConvolutionNet, RecurrentNet
from recsys.models.deep.sequential import NextModel
from recsys.models.model import Fit

__all__ = ["FITS"]

FITS: Mapping[str, Fit] = {
    "mlp": MlpModel.fit,
    "cnn": partial(NextModel.fit, name="cnn", network=ConvolutionNet),
    "rnn": partial(NextModel.fit, name="rnn", network=RecurrentNet),
}
"""How each is fitted."""
