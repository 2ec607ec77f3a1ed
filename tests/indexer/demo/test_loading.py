"""The demo shop in a data folder: loaded, searched, and gone with the first real import."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import orjson
import pytest
from click.testing import CliRunner, Result

from indexer.catalog import DocumentId, Fen, Product
from indexer.commands import main
from indexer.demo import load
from indexer.demo_command import open_with_demo
from indexer.request import SearchRequest
from indexer.settings import Settings
from indexer.shop import Shop
from indexer.store import Store
from indexer.store.scratch import clear_stale
from query.form import SearchForm
from query.search import SearchService

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 27, tzinfo=UTC)

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def demo_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a shop with the demo, for tests that only read."""
    settings = Settings.from_env({}, tmp_path_factory.mktemp("demo"))
    with Shop(settings) as shop:
        open_with_demo(shop)
    return settings


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A data folder with the demo shop, not indexed."""
    with Shop(Settings.from_env({}, tmp_path)) as shop:
        load(shop.store, tmp_path, NOW)
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command of the indexer."""
    for name in ("XUNHUO_DATA", "XUNHUO_DATABASE_URL", "XUNHUO_ELASTICSEARCH_URL"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments: CliRunner().invoke(main, list(map(str, arguments)))


def feed(folder: Path, *rows: object) -> Path:
    path = folder / "feed.jsonl"
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return path


def opened(data: Path) -> Store:
    return Store.open(Settings.from_env({}, data).database_url, data)


@pytest.mark.parametrize(
    "query",
    [
        "华为手机",
        "苹果手机",
        "洗面奶",
        "冰箱",
        "纸尿裤",
        "连衣裙",
        "猫粮",
        "白酒",
        "笔记本电脑",
        "1.5匹空调",
        "跑步鞋",
        "三体",
        "乐高",
        "机油",
        "炒锅",
        "四件套",
        "抽纸",
    ],
)
def test_shoppers_find_what_they_type(demo_settings: Settings, query: str) -> None:
    with Shop(demo_settings) as shop:
        search = SearchService(
            shop.products.engine,
            shop.products.known(),
            analyzer=shop.analyzer,
            attributes=shop.attributes,
            now=time.time,
        )
        page = search.search(SearchForm(text=query))

    assert page.total >= (1 if query == "三体" else 3)
    texts = [hit.record["title"] + "".join(hit.record["category"]) for hit in page.hits[:3]]
    wanted = {c for c in query.lower() if not c.isspace()}
    for text in texts:
        assert len(wanted & set(text.lower())) >= len(wanted) * 0.75, (query, text)


def test_the_demo_is_marked_and_told(demo_settings: Settings, run: Run) -> None:
    with Shop(demo_settings) as shop:
        assert shop.store.is_demo()
        assert not shop.store.untouched()
        assert shop.store.products.count(demo=False) == shop.store.faqs.count(demo=False) == 0
        assert shop.store.faqs.count(demo=True) == 60

    status = run("status", "--data", demo_settings.data)

    assert "演示商店" in status.stdout
    assert "1500 条（演示 1500 条）" in status.stdout


def test_a_second_start_loads_nothing(loaded: Path) -> None:
    with Shop(Settings.from_env({}, loaded)) as shop:
        before = shop.store.change_number()
        open_with_demo(shop)

        assert shop.store.change_number() == before


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("products", {"id": "mine", "title": "我的手机", "price": 1}),
        ("faqs", {"id": "mine", "question": "几点开门", "answer": "九点"}),
    ],
)
def test_the_first_real_import_of_either_kind_removes_all_of_it(
    demo_settings: Settings, run: Run, tmp_path: Path, kind: str, row: dict[str, object]
) -> None:
    data = tmp_path / "shop"
    copytree(demo_settings.data, data)

    result = run("import", kind, feed(tmp_path, row), "--data", data)

    assert result.exit_code == 0, result.stderr
    assert "演示商店的 1560 条商品和问答已移走" in result.stderr
    with Shop(Settings.from_env({}, data)) as shop:
        assert not shop.store.is_demo()
        assert shop.store.products.count() + shop.store.faqs.count() == 1
        for index in (shop.products, shop.faqs):
            found = index.engine.search(SearchRequest(text=None))
            assert found.total == index.catalogue.count()
        open_with_demo(shop)
        assert not shop.store.is_demo()  # it does not come back
    assert "演示" not in run("status", "--data", data).stdout


def test_an_import_that_brings_nothing_leaves_the_demo(
    loaded: Path, run: Run, tmp_path: Path
) -> None:
    bad = {"id": "mine", "title": "我的手机", "price": -1}

    rejected = run("import", "products", feed(tmp_path, bad), "--data", loaded, "--no-apply")
    strict = run(
        "import", "products", feed(tmp_path, bad), "--data", loaded, "--no-apply", "--strict"
    )

    assert (rejected.exit_code, strict.exit_code) == (3, 1)
    with opened(loaded) as store:
        assert store.products.count(demo=True) == 1500
        assert store.faqs.count(demo=True) == 60


def test_a_product_written_by_any_other_way_removes_it_too(loaded: Path) -> None:
    with opened(loaded) as store:
        store.products.upsert([])
        assert store.is_demo()

        report = store.products.upsert([Product(id=DocumentId("mine"), title="T", price=Fen(1))])

        assert report.demo == 1560
        assert not store.is_demo()
        assert store.products.count() == 1


def test_a_shop_that_was_emptied_stays_empty(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.untouched()
        store.products.upsert([Product(id=DocumentId("mine"), title="T", price=Fen(1))])
        store.products.delete(["mine"])

        assert not store.untouched()


@pytest.mark.parametrize("pause", [0.05, 0.4, 0.8, 1.2])
def test_a_load_that_is_killed_is_made_good_at_the_next_start(tmp_path: Path, pause: float) -> None:
    data = tmp_path / "shop"
    program = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path\n"
        "from indexer.demo import load; from indexer.store import Store\n"
        "from indexer.settings import Settings\n"
        "data = Path(sys.argv[1])\n"
        "with Store.open(Settings.from_env({}, data).database_url, data) as store:\n"
        "    print('ready', flush=True)\n"
        "    load(store, data, datetime.now(UTC))"
    )
    environ = {name: value for name, value in os.environ.items() if "XUNHUO" not in name}
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(data)], cwd=ROOT, env=environ, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    with opened(data) as store:
        assert store.products.count() in (0, 1500)
        if store.untouched():
            load(store, data, NOW)
        assert store.products.count(demo=True) == 1500
        assert store.faqs.count(demo=True) == 60
    # What a kill leaves lies where every later import clears away what is old.
    for left in data.rglob("demo-*.jsonl"):
        assert left.parent == data / "staging"
        os.utime(left, (0, 0))
    clear_stale(data / "staging")
    assert not list(data.rglob("demo-*.jsonl"))
