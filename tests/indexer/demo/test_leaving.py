"""What an index has learned from the demo shop goes with it, whichever way the first goods come."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer import rebuild as building
from indexer.analysis import ANALYZER_VERSION
from indexer.apply import apply
from indexer.commands import main
from indexer.engine import Generation
from indexer.index import ProductIndex
from indexer.index_commands import make_servable
from indexer.rebuild import rebuild
from indexer.renewal import Renewal
from indexer.settings import Settings
from indexer.shop import Shop
from indexer.statistics import ProductStatistics
from tests.indexer.shops import FAQS, GOODS

_FEED = "id,title,price,sales\n" + "".join(f"R{n},铁观音 {n} 号,{n + 5},{n}\n" for n in range(9))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A small demo shop, indexed."""
    with Shop(Settings.from_env({}, tmp_path / "var")) as opened:
        opened.store.products.upsert(GOODS, demo=True)
        opened.store.faqs.upsert(FAQS, demo=True)
        rebuild(opened.products)
        rebuild(opened.faqs)
        opened.products.engine.close()
        opened.faqs.engine.close()
        yield opened


def run(shop: Shop, *arguments: object) -> Result:
    result = CliRunner().invoke(main, [*map(str, arguments), "--data", str(shop.settings.data)])
    assert result.exit_code == 0, result.output
    return result


def brought(shop: Shop) -> None:
    """The first real goods, in the database alone."""
    path = shop.settings.data / "mine.csv"
    path.write_text(_FEED, encoding="utf-8")
    run(shop, "import", "products", path, "--no-apply")


def name(index: ProductIndex) -> str:
    return index.live().key.name


def learned(index: ProductIndex) -> ProductStatistics:
    return index.knowledge(name(index)).statistics


def check_renewed(shop: Shop) -> None:
    """The index is as if the demo had never been, and stays."""
    statistics, before = learned(shop.products), name(shop.products)
    assert not shop.products.outlived_demo()
    assert not shop.faqs.outlived_demo()
    rebuild(shop.products)
    assert learned(shop.products) == statistics
    assert name(shop.products) != before


@pytest.mark.parametrize("arguments", [["apply"], ["import"], ["delete"]])
def test_the_command_that_brings_the_changes_in_learns_anew(
    shop: Shop, arguments: list[str]
) -> None:
    old = learned(shop.products)
    brought(shop)
    assert shop.products.outlived_demo()
    if arguments == ["import"]:
        run(shop, "import", "products", shop.settings.data / "mine.csv")
    elif arguments == ["delete"]:
        run(shop, "delete", "R8")
    else:
        told = run(shop, "apply").stderr
        assert told.count("已启用") == 2
    assert learned(shop.products) != old
    check_renewed(shop)
    generation = name(shop.products)
    assert "已启用" not in run(shop, "apply").stderr
    assert name(shop.products) == generation


def test_a_shop_that_opens_learns_anew(shop: Shop) -> None:
    brought(shop)
    apply(shop.products)
    make_servable(shop)
    check_renewed(shop)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def later(shop: Shop) -> Callable[[float], int]:
    """Lets time pass in an open shop; how many indexes were renewed."""
    clock = Clock()
    renewal = Renewal((shop.products, shop.faqs), clock=clock)

    def pass_time(seconds: float) -> int:
        clock.time += seconds
        return renewal.step()

    return pass_time


def test_an_open_shop_renews_itself_when_nobody_else_does(
    shop: Shop, later: Callable[[float], int]
) -> None:
    assert [later(5) for _ in range(20)] == [0] * 20  # it is the demo still
    brought(shop)
    apply(shop.products)
    assert [later(5) for _ in range(6)] == [0] * 6
    assert later(5) == 2
    assert later(60) == 0
    check_renewed(shop)


def test_an_open_shop_leaves_it_to_the_command_that_rebuilds(
    shop: Shop, later: Callable[[float], int]
) -> None:
    brought(shop)
    index, now = shop.products, datetime.now(UTC)
    generation = index.key(Generation(now.strftime("%Y%m%dt%H%M%S%fz")))
    index.store.generations.begin(generation, applied=0, analyzer=ANALYZER_VERSION, now=now)
    assert [later(60) for _ in range(5)] == [0] * 5
    index.store.generations.forget(generation)
    assert [later(20) for _ in range(3)] == [0, 0, 2]


def test_a_renewal_ends_soon_when_its_shop_closes(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(shop)
    apply(shop.products)
    before = name(shop.products)
    clock, begun, go = Clock(), threading.Event(), threading.Event()
    renewal = Renewal((shop.products,), clock=clock)
    learn = building._learned

    def wait(*arguments: object) -> object:
        begun.set()
        go.wait(30)
        return learn(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "_learned", wait)
    renewal.step()
    clock.time += 60
    thread = threading.Thread(target=renewal.step)
    thread.start()
    assert begun.wait(30)
    renewal.stop()
    go.set()
    thread.join(30)
    assert not thread.is_alive()
    assert name(shop.products) == before
    assert len(shop.products.engine.generations()) == 1
