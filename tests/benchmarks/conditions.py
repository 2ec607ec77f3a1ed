"""Texts with conditions, drawn from a feed: `python -m tests.benchmarks.conditions FEED > QUERIES`.

Each is about one product of it, by what shoppers name together: 品牌 类目, 类目 属性, prices, 不要.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

__all__ = ["drawn"]

_NUMBER = 1000
_SEED = 7


def drawn(feed: Path) -> Iterator[str]:
    """Texts, the same for the same feed: product records a line, with brand, category, attributes."""
    with feed.open("rb") as lines:
        products = [orjson.loads(line) for line in lines]
    chance = random.Random(_SEED)
    for product in chance.sample(products, min(_NUMBER, len(products))):
        yield _about(product, chance)


def _about(product: dict[str, Any], chance: random.Random) -> str:
    brand, kind = product["brand"], product["category"][-1]
    wish = chance.choice(list(product["attributes"].values()))
    price = int(product["price"])
    return chance.choice(
        (
            kind,
            f"{brand}{kind}",
            f"{brand} {wish}",
            f"{kind} {wish}",
            f"{kind}{max(1, price // 2)}到{price * 2 + 10}元",
            f"{wish}{kind}{price * 2 + 10}以内",
            f"{brand}{kind} 不要{wish}",
        )
    )


if __name__ == "__main__":
    print("\n".join(drawn(Path(sys.argv[1]))))
