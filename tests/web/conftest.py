"""A real shop in a folder of its own, behind a real app: database, index, search."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from tests.web.catalogue import GOODS, MANY
from web import Services, create_app


def filled(folder: Path) -> Settings:
    """The settings of a shop in that folder, with goods imported and indexed."""
    settings = Settings.from_env({}, folder)
    with Shop(settings) as shop:
        shop.store.products.upsert([*GOODS, *MANY])
        rebuild(shop.products)
    return settings


@pytest.fixture(scope="session")
def shop_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a filled shop, for tests that only read."""
    return filled(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="session")
def app(shop_settings: Settings) -> Iterator[Flask]:
    """The app of the filled shop."""
    services = Services.open(shop_settings)
    yield create_app(services)
    services.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor of the filled shop."""
    return app.test_client()


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of a shop into which nothing was imported."""
    services = Services.open(Settings.from_env({}, tmp_path))
    yield create_app(services).test_client()
    services.close()
