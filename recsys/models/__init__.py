"""Models: what fits a person, from what everybody did. One protocol, compared by measurement."""

from recsys.models.model import Fit, Model
from recsys.models.window import WindowModel

__all__ = ["Fit", "Model", "WindowModel"]
