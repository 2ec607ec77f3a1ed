"""What is sold out of a product while others of it are not."""

from collections.abc import Iterator

import pytest

from indexer.catalog import DocumentId, Product, Sku, fen
from query.search import SearchService
from tests.query.asking import asked
from tests.query.conftest import opened, service_of


def lamp(id_: str, *skus: tuple[str, str, float, int | None]) -> Product:
    """`skus`: size, color, yuan, stock."""
    return Product(
        id=DocumentId(id_),
        title="小台灯",
        price=fen(min(yuan for _, _, yuan, _ in skus)),
        skus=tuple(
            Sku(
                id=f"{id_}-{size}{color}",
                price=fen(yuan),
                stock=stock,
                attributes={"尺码": (size,), "颜色": (color,)},
            )
            for size, color, yuan, stock in skus
        ),
    )


LAMPS = (
    lamp("L1", ("大", "红色", 50, 0), ("大", "白色", 50, 0), ("小", "白色", 40, 9)),
    lamp("L2", ("大", "红色", 60, 0), ("大", "白色", 60, 2), ("小", "白色", 30, None)),
    lamp("L3", ("大", "红色", 60, 0), ("大", "白色", 80, None), ("小", "白色", 30, 0)),
)


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    with opened(tmp_path_factory.mktemp("lamps"), LAMPS) as shop:
        yield service_of(shop)


@pytest.mark.parametrize("sort", [{}, {"sort": "price_desc"}])
def test_a_hit_shows_the_fitting_sku_that_can_be_bought(
    lamps: SearchService, sort: dict[str, str]
) -> None:
    """Of equals in price and dearer ones alike, as its own page chooses."""
    page = asked(lamps, "台灯", ("f.尺码", "大"), **sort)
    shown = {hit.id: (hit.sku, hit.price, hit.stock) for hit in page.hits}
    assert shown == {
        "L1": ("L1-大红色", 5_000, 0),
        "L2": ("L2-大白色", 6_000, 2),
        "L3": ("L3-大白色", 8_000, None),
    }
    if sort:
        assert [hit.id for hit in page.hits] == ["L3", "L2", "L1"]


def test_a_product_of_which_all_that_fits_is_sold_out_stands_below(lamps: SearchService) -> None:
    page = asked(lamps, "台灯", ("f.尺码", "大"))
    assert [hit.id for hit in page.hits] == ["L2", "L3", "L1"]
