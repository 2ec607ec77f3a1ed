"""What is asked to see chips: the gold cases of the parser, and words of the demo shop put together.

The combinations are drawn by a seed from the shop's own brands, categories, values and prices; some
put together what no product has, so that pages are relaxed or loose.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from indexer.catalog import Product, yuan
from indexer.demo import products
from indexer.feed.mapping import Mapped
from indexer.feed.product import product
from tests.query.understanding.gold import cases

__all__ = ["queries"]

_CASES = Path(__file__).parents[2] / "query" / "understanding"
_SEED = 20_261
_OF_CASES = 0.6
_LONGEST_VALUE = 8
# Words that few titles have, beside what a slot takes: the strict hits are few or none.
_WORDS = ("便携", "加厚", "大容量", "迷你", "升级款", "防水", "静音", "可折叠", "家用", "官方")


def queries(count: int) -> list[str]:
    """So many texts, each once, the same in every run."""
    draw = Random(_SEED)
    known = [
        case.query
        for name in ("acceptance", "development")
        for case in cases(_CASES / f"{name}.jsonl")
    ]
    texts = dict.fromkeys(draw.sample(known, min(round(count * _OF_CASES), len(known))))
    goods = [product(Mapped(dict(row)), lambda _: None) for row in products()]
    for text in _combined(goods, draw):
        texts[text] = None
        if len(texts) >= count:
            break
    return list(texts)


def _combined(goods: Sequence[Product], draw: Random) -> Iterator[str]:
    """Endless texts of the words of one product, or of two that have little to do with each other."""
    while True:
        one, other = draw.sample(goods, 2)
        kind = one.category[-1]
        brand = draw.choice((one.brand, one.brand, other.brand))
        value = draw.choice((_value(one, draw), _value(other, draw)))
        price = yuan(one.price)
        amount = round(price * draw.choice((0.5, 0.9, 1.1, 2)))
        yield draw.choice(
            (
                f"{brand}{kind}",
                f"{brand} {kind} {value}",
                f"{value}的{kind}",
                f"{amount}以内的{kind}",
                f"{brand}{kind} {amount}元以下",
                f"{kind} {value} {amount}以上",
                f"{brand} {kind} {value} {round(price * 0.9)}到{round(price * 1.1)}",
                f"{kind} 不要{brand}",
                f"除了{brand}的{kind} {amount}以内",
                f"{brand}或{other.brand}的{kind}",
                f"{brand} {draw.choice(_WORDS)} {kind}",
                f"{draw.choice(_WORDS)} {kind} {value}",
                f"{brand}{draw.choice(_WORDS)}{draw.choice(_WORDS)}{kind} {value}",
            )
        )


def _value(product: Product, draw: Random) -> str:
    """A value of the product that somebody may type; else its category once more."""
    owned = (product.attributes, *(sku.attributes for sku in product.skus))
    values = sorted(
        {
            str(value)
            for attributes in owned
            for found in attributes.values()
            for value in found
            if 1 < len(str(value)) <= _LONGEST_VALUE
        }
    )
    return draw.choice(values) if values else product.category[-1]
