"""`python -m web` on an empty data folder: a shop to look around in, whatever happens to it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer import renewal
from indexer.rebuild import rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from tests.web.catalogue import GOODS, MANY
from tests.web.server import free_port, running
from web import Services, create_app

_ROOT = Path(__file__).parents[2]
_SECONDS = 60  # a loaded machine starts slowly


@pytest.mark.slow
def test_an_empty_folder_opens_as_the_demo_shop_though_the_first_start_is_killed(
    tmp_path: Path,
) -> None:
    data, log = tmp_path / "shop", tmp_path / "log"
    environ = {name: value for name, value in os.environ.items() if "XUNHUO" not in name}
    with log.open("wb") as errors:
        first = subprocess.Popen(
            [sys.executable, "-m", "web", "--port", str(free_port()), "--data", str(data)],
            cwd=_ROOT,
            env=environ,
            stderr=errors,
        )
    started = time.monotonic()
    while "先装入演示商店" not in log.read_text():
        assert time.monotonic() < started + _SECONDS, log.read_text()
        time.sleep(0.01)
    first.kill()
    first.wait()

    with running(data, log) as server:
        assert "演示商店：商品 1500 件，问答 60 条" in log.read_text()
        assert "<mark>华为</mark>" in server.get("/search?q=华为手机")[1]
        assert server.get("/readyz")[0] == 200
        assert "<mark>冰箱</mark>" in server.get("/search?q=冰箱")[1]
        assert "演示商店" in server.get("/")[1]
        assert "大家在搜" in server.get("/")[1]
        server.wait_for("/api/v1/suggest?q=shouj", "手机")


def test_an_open_shop_forgets_what_the_demo_taught_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "_PATIENCE", 0.0)
    monkeypatch.setattr(renewal, "_LOOK", 0.0)
    settings = Settings.from_env({}, tmp_path)
    with Shop(settings) as shop:
        shop.store.products.upsert(MANY, demo=True)
        rebuild(shop.products)
    services = Services.open(settings)
    try:
        first = services.published()
        services.follower.start()
        services.slow_follower.start()
        with Shop(settings) as other:
            other.store.products.upsert(GOODS)
        until = time.monotonic() + _SECONDS
        while services.published() == first:
            assert time.monotonic() < until
            time.sleep(0.05)
        client = create_app(services).test_client()
        assert client.get("/api/v1/search?q=").get_json()["total"] == len(GOODS)
    finally:
        services.close()
