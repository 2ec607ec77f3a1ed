"""What a network has learned, as arrays, and back into a network of the same form."""

from typing import TypeVar

import torch
from torch import nn

from recsys.models.model import Arrays

__all__ = ["loaded", "weights_of"]

Net = TypeVar("Net", bound=nn.Module)


def weights_of(net: nn.Module) -> Arrays:
    """By the names that torch gives them."""
    return {name: weights.numpy() for name, weights in net.state_dict().items()}


def loaded(net: Net, arrays: Arrays) -> Net:
    """The network with these weights. Raises ValueError where they are not its own."""
    try:
        net.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    except RuntimeError as error:  # names or shapes
        raise ValueError(str(error)) from error
    return net
