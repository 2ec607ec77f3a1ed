"""A real shop in a folder of its own, behind a real app, and a browser to visit it with."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from tests.web.browsers import DESKTOP, PHONE, BrowserMissingError, launched
from tests.web.catalogue import GOODS, MANY
from tests.web.demo import demo_in
from tests.web.recorded import NOW
from tests.web.server import running
from web import Services, create_app

_OURS = re.compile(r"^(http://127\.0\.0\.1|data:)")


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
    yield create_app(quiet(services))
    services.close()


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a demo shop with a year of behaviour."""
    return demo_in(tmp_path_factory.mktemp("demo"))


def quiet(services: Services) -> Services:
    """What other tests search in the same shop comes up on no page meanwhile."""
    return replace(services, hot_words=list)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor of the filled shop."""
    return app.test_client()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[FlaskClient, Services]]:
    """A visitor of a shop of the test's own, and what is behind it; its clock stands still."""
    services = Services.open(filled(tmp_path / "shop"), now=lambda: NOW)
    yield create_app(services).test_client(), services
    services.close()


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of a shop into which nothing was imported."""
    services = Services.open(Settings.from_env({}, tmp_path))
    yield create_app(services).test_client()
    services.close()


ClientFactory = Callable[..., FlaskClient]


@pytest.fixture
def client_with(shop_settings: Settings) -> Iterator[ClientFactory]:
    """Makes a visitor of the filled shop under other settings: `client_with(RATE_LIMIT="off")`."""
    with ExitStack() as stack:

        def make(**variables: str) -> FlaskClient:
            environ = {f"XUNHUO_{name}": value for name, value in variables.items()}
            services = Services.open(Settings.from_env(environ, shop_settings.data))
            stack.callback(services.close)
            return create_app(quiet(services)).test_client()

        yield make


@pytest.fixture(scope="module")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """Chromium; without one the tests are skipped, or fail with `--require-browser`."""
    with ExitStack() as stack:
        try:
            found = stack.enter_context(launched())
        except BrowserMissingError as error:
            if pytestconfig.getoption("--require-browser", default=False):
                pytest.fail(f"no browser: {error}", pytrace=False)
            pytest.skip(f"no browser: {error}")
        yield found


@pytest.fixture(scope="module")
def url(shop_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running shop, which reads texts by its lexicon."""
    with running(shop_settings.data, tmp_path_factory.mktemp("server") / "log") as server:
        server.wait_for("/search?q=手机", "understood")
        yield server.url


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complains of; a test fails where something is left at its end."""
    return []


@pytest.fixture
def opened(
    browser: Browser, url: str, complaints: list[str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A visitor; parameters: `phone` or `desktop`, and `script` or `no script`."""
    device, script = getattr(request, "param", ("desktop", "script"))
    context = browser.new_context(
        viewport=PHONE if device == "phone" else DESKTOP,
        base_url=url,
        locale="zh-CN",
        java_script_enabled=script == "script",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route(lambda address: not _OURS.match(address), lambda route: route.fulfill(body=b""))
    yield page
    context.close()
    assert complaints == []
