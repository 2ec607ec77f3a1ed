"""What a shop remembered, read from its database; and a browser that has answered the question."""

from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import orjson
from flask.testing import FlaskClient
from sqlalchemy import select

from indexer.settings import Settings
from indexer.shop import Shop
from query.log import SearchLog
from query.log.tables import searches
from recsys.events import Event, Events
from web import Services

__all__ = ["NOW", "OURS", "Browser", "agree", "data_of", "events_of", "searches_of"]

NOW = 1_780_000_000.0
"""Four in the morning of 29 May 2026 in China, where London still has the 28th."""

OURS = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a request that our own page sends."""

_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"


class Browser:
    """One shopper's browser over real HTTP: keeps cookies, tells where its requests come from."""

    def __init__(self, url: str, *, agent: str = _AGENT) -> None:
        self.url = url
        self.cookies = CookieJar()
        self._open = build_opener(HTTPCookieProcessor(self.cookies))
        self._agent = agent

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._send(Request(self.url + path), headers)

    def post(self, path: str, body: bytes | Any, **headers: str) -> tuple[int, str]:  # noqa: ANN401
        """Status and text of the answer to a body, which goes as JSON unless it is bytes."""
        data = body if isinstance(body, bytes) else orjson.dumps(body)
        headers = {"Content-Type": "application/json", "Origin": self.url, **headers}
        return self._send(Request(self.url + path, data=data), headers)

    def answer(self, answer: str, path: str = "/") -> tuple[int, str]:
        """Press a button of the consent form on that page."""
        form = urlencode({"answer": answer, "next": path}).encode()
        kind = "application/x-www-form-urlencoded"
        return self.post("/consent", form, **{"Content-Type": kind})

    def _send(self, request: Request, headers: dict[str, str]) -> tuple[int, str]:
        for name, value in {"User-Agent": self._agent, **headers}.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with self._open.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


def agree(client: FlaskClient, answer: str = "yes") -> None:
    """Answer the question in a test client."""
    response = client.post("/consent", data={"answer": answer, "next": "/"}, headers=OURS)
    assert response.status_code == 303


def data_of(services: Services) -> Path:
    """The data folder, once all that was remembered is in the tables."""
    services.mover.move()
    return services.settings.data


def events_of(data: Path) -> list[Event]:
    """All events in the tables, in the order of their arrival."""
    with Shop(Settings.from_env({}, data)) as shop:
        return [event for batch in Events(shop.behavior).iterate() for event in batch]


def searches_of(data: Path) -> list[dict[str, Any]]:
    """All searches in the tables, in the order of their arrival."""
    with Shop(Settings.from_env({}, data)) as shop:
        query = select(searches).order_by(searches.c.arrival)
        with SearchLog(shop.behavior).database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]
