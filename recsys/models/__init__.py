"""Models: what fits a person, from what everybody did. One protocol, compared by measurement."""

from recsys.models.model import Fit, MissingExtraError, Model, TooLargeError, UnfitError
from recsys.models.registry import MODELS
from recsys.models.window import WindowModel

__all__ = [
    "MODELS",
    "Fit",
    "MissingExtraError",
    "Model",
    "TooLargeError",
    "UnfitError",
    "WindowModel",
]
