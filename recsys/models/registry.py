"""The models by name, each with its one default setting for all shops (contract, section 3)."""

from collections.abc import Mapping
from functools import partial

from recsys.item_cf.together import Alike, Together
from recsys.models.als import AlsModel
from recsys.models.ease import EaseModel
from recsys.models.factors import fit_nmf, fit_svd
from recsys.models.item import ItemModel
from recsys.models.model import Fit, MissingExtraError, Model
from recsys.models.popularity import PopularityModel
from recsys.models.user import UserModel, UserSettings
from recsys.models.window import WindowModel
from recsys.sequences import Sequences

__all__ = ["MODELS"]


def _deep(name: str, sequences: Sequences) -> Model:
    """Fits a model of the extra `deep`; torch takes seconds to import, so only here."""
    try:
        from recsys.models import deep  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        raise MissingExtraError(name, "deep") from error
    return deep.FITS[name](sequences)


MODELS: Mapping[str, Fit] = {
    "window": WindowModel.fit,
    "cosine": partial(ItemModel.fit, settings=Together(Alike.COSINE)),
    "pearson": partial(ItemModel.fit, settings=Together(Alike.PEARSON)),
    "iuf": partial(ItemModel.fit, settings=Together(Alike.IUF)),
    "user": partial(UserModel.fit, settings=UserSettings(pearson=False)),
    "user-pearson": partial(UserModel.fit, settings=UserSettings(pearson=True)),
    "svd": fit_svd,
    "nmf": fit_nmf,
    "ease": EaseModel.fit,
    "als": AlsModel.fit,
    "mlp": partial(_deep, "mlp"),
    "cnn": partial(_deep, "cnn"),
    "rnn": partial(_deep, "rnn"),
    "popularity": PopularityModel.fit,
}
"""How each model is fitted; those of the extra `deep` raise MissingExtraError without it."""
