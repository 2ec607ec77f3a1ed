"""The models by name, each with its one default setting (contract, section 3)."""

from collections.abc import Mapping

from recsys.models.model import Fit
from recsys.models.popularity import PopularityModel
from recsys.models.window import WindowModel

__all__ = ["MODELS"]

MODELS: Mapping[str, Fit] = {
    "window": WindowModel.fit,
    "popularity": PopularityModel.fit,
}
"""How each model is fitted."""
