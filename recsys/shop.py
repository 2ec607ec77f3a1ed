"""What the commands and the counter need of one shop's behaviour, opened from its settings."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from indexer.errors import NothingPublishedError
from indexer.shop import Shop
from recsys.content import Content
from recsys.events import Events
from recsys.following import Following
from recsys.history import Histories
from recsys.models.saved import SavedModels
from recsys.personal import Personal
from recsys.recommending import FactsOf
from recsys.trained import TrainedFolder

__all__ = ["facts_of", "personal", "saved_models", "trained_folder"]


def trained_folder(data: Path) -> TrainedFolder:
    """Where the trainings of a shop are."""
    return TrainedFolder(data / "recsys")


def saved_models(data: Path) -> SavedModels:
    """Where the other models of a shop are kept: beside those."""
    return SavedModels(trained_folder(data).folder)


def personal(shop: Shop, events: Events) -> Personal:
    """The personal lists of a shop; nothing is read before the first `refresh`."""
    following = Following(events, trained_folder(shop.settings.data))
    engine = shop.products.engine

    def rows_of(products: Sequence[str]) -> Mapping[str, int]:
        try:
            return engine.find(products)
        except NothingPublishedError:
            return {}

    return Personal(following, Histories(events.database), rows_of)


def facts_of(shop: Shop) -> FactsOf | None:
    """What is known of the products; None where the shop has no index.

    Raises EngineUnavailableError.
    """
    try:
        shop.products.live()
    except NothingPublishedError:
        return None
    return Content(shop.products.engine).facts
