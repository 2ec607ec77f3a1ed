"""Models: what fits a person, from what everybody did. One protocol, compared by measurement."""

from recsys.models.model import Fit, Model, TooLargeError
from recsys.models.registry import MODELS
from recsys.models.window import WindowModel

__all__ = ["MODELS", "Fit", "Model", "TooLargeError", "WindowModel"]
