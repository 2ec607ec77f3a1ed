"""The models by name, each with its one default setting for all shops (contract, section 3)."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from recsys.item_cf import WindowSettings
from recsys.item_cf.together import Alike, Together
from recsys.models.als import AlsModel, AlsSettings
from recsys.models.ease import EaseModel, EaseSettings
from recsys.models.factors import NmfModel, NmfSettings, SvdModel, SvdSettings
from recsys.models.item import ItemModel
from recsys.models.model import Fit, Kind, MissingExtraError, Model
from recsys.models.popularity import PopularityModel, PopularitySettings
from recsys.models.user import UserModel, UserSettings
from recsys.models.window import WindowModel
from recsys.sequences import Sequences

__all__ = ["DEFAULT", "MODELS", "kind_of"]

DEFAULT = "window"
"""The model that the shop lives by."""


def _item(alike: Alike) -> Kind[Together]:
    return Kind(Together(alike), ItemModel.fit, ItemModel.restored)


def _user(*, pearson: bool) -> Kind[UserSettings]:
    return Kind(UserSettings(pearson=pearson), UserModel.fit, UserModel.restored)


_KINDS: Mapping[str, Kind[Any] | None] = {
    DEFAULT: Kind(WindowSettings(), WindowModel.fit, WindowModel.restored),
    "cosine": _item(Alike.COSINE),
    "pearson": _item(Alike.PEARSON),
    "iuf": _item(Alike.IUF),
    "user": _user(pearson=False),
    "user-pearson": _user(pearson=True),
    "svd": Kind(SvdSettings(), SvdModel.fit, SvdModel.restored),
    "nmf": Kind(NmfSettings(), NmfModel.fit, NmfModel.restored),
    "ease": Kind(EaseSettings(), EaseModel.fit, EaseModel.restored),
    "als": Kind(AlsSettings(), AlsModel.fit, AlsModel.restored),
    "mlp": None,
    "cnn": None,
    "rnn": None,
    "popularity": Kind(PopularitySettings(), PopularityModel.fit, PopularityModel.restored),
}
"""None: of the extra `deep`; torch takes seconds to import, so only when one is asked for."""


def kind_of(name: str) -> Kind[Any]:
    """The kind of a name of `MODELS`. Raises MissingExtraError for one of an extra that is not there."""
    kind = _KINDS[name]
    if kind is not None:
        return kind
    try:
        from recsys.models import deep  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        raise MissingExtraError(name, "deep") from error
    return deep.KINDS[name]


def _fitted(name: str, sequences: Sequences) -> Model:
    return kind_of(name).fit(sequences)


MODELS: Mapping[str, Fit] = {name: partial(_fitted, name) for name in _KINDS}
"""How each model is fitted; those of the extra `deep` raise MissingExtraError without it."""
