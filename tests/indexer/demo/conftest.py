"""The demo shop's rows, made once."""

from typing import Any

import pytest

from indexer.demo import events, products

Row = dict[str, Any]


@pytest.fixture(scope="session")
def shelf() -> list[Row]:
    """The products of the demo shop."""
    return list(products())


@pytest.fixture(scope="session")
def year(shelf: list[Row]) -> list[Row]:
    """What 2,000 visits to it left."""
    return list(events(shelf, sessions=2_000))
