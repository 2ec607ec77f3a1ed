"""Clicks on a real shop's pages teach it what a word means; robots and who said no teach nothing."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from query.lexicon.entries import Tally
from query.log.followed import FollowedSearches
from tests.query.understood import good
from tests.web.recorded import NOW, agree
from web import Services, create_app

GOODS = [
    good("P1", "苹果 iPhone 15 手机", "手机数码/手机", brand="苹果"),
    good("P2", "苹果 iPhone 16 手机", "手机数码/手机", brand="苹果"),
    good("F1", "红富士苹果 5斤 新鲜水果", "生鲜/水果"),
]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A shop of phones and apples."""
    settings = Settings.from_env({}, tmp_path)
    with Shop(settings) as shop:
        shop.store.products.upsert(GOODS)
        rebuild(shop.products)
    opened = Services.open(settings, now=lambda: NOW)
    opened.lexicon_keeper.ready()
    yield opened
    opened.close()


def visit(app: Flask, answer: str, agent: str = "Mozilla/5.0 Firefox/140.0") -> None:
    """Search for apples and take the fruit among the hits."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = agent
    agree(client, answer)
    page = client.get("/search", query_string={"q": "苹果"}).get_data(as_text=True)
    link = re.search(r'href="(/p/F1[^"]*)"', page)
    assert link is not None
    assert client.get(html.unescape(link[1])).status_code == 200


def test_who_agreed_teaches_the_shop_and_nobody_else(services: Services) -> None:
    app = create_app(services)
    for _ in range(4):
        visit(app, "yes")
        visit(app, "no")
        visit(app, "yes", agent="Googlebot/2.1 (+http://www.google.com/bot.html)")
    services.mover.move()

    told = list(FollowedSearches(services.log, services.events).people())

    assert told == [{"苹果": frozenset({"F1"})}] * 4
    services.shop.store.products.upsert(GOODS[:1])
    rebuild(services.shop.products)  # an index that is built anew has a lexicon of its own
    services.lexicon_keeper.ready()
    grounds = [
        one.tally
        for one in services.lexicon_keeper.reader().senses("苹果")
        if one.tally is not None
    ]
    assert grounds == [Tally(2, 0), Tally(1, 4)]
