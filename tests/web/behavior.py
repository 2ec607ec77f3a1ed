"""A shop in which people did something: what they look at together, and a visitor who agreed."""

from collections.abc import Sequence

from flask.testing import FlaskClient

from recsys.events import Event
from tests.web.recorded import NOW, agree
from web import Services

__all__ = ["looked_at", "remembered", "together"]

_DAY = 86_400_000


def together(services: Services, *baskets: Sequence[str], people: int = 6) -> None:
    """Have so many people look at the products of each list in turn, a day ago."""
    seen = [
        Event("view", product, time=int(NOW * 1000) - _DAY, user=f"{at}-{person}")
        for at, products in enumerate(baskets)
        for person in range(people)
        for product in products
    ]
    services.events.add(seen)
    services.personal.refresh()


def remembered(services: Services) -> None:
    """Have all that visitors did until now in the tables and in the lists."""
    services.mover.move()
    services.personal.refresh()


def looked_at(client: FlaskClient, services: Services, *products: str) -> None:
    """A visitor agrees and looks at some products."""
    agree(client)
    for product in products:
        assert client.get(f"/p/{product}").status_code == 200
    remembered(services)
