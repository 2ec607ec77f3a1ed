"""Models: what fits a person, from what everybody did. One protocol, compared by measurement."""

from recsys.models.model import (
    Arrays,
    Fit,
    Kind,
    MissingExtraError,
    Model,
    TooLargeError,
    UnfitError,
)
from recsys.models.registry import DEFAULT, MODELS, kind_of
from recsys.models.window import WindowModel

__all__ = [
    "DEFAULT",
    "MODELS",
    "Arrays",
    "Fit",
    "Kind",
    "MissingExtraError",
    "Model",
    "TooLargeError",
    "UnfitError",
    "WindowModel",
    "kind_of",
]
