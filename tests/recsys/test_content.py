"""What is close by its words, where behaviour says nothing yet."""

from indexer.shop import Shop
from recsys.content import Content
from tests.query.conftest import shop

__all__ = ["shop"]


def test_similar_products_are_close_and_never_the_product_itself(shop: Shop) -> None:
    content = Content(shop.products.engine)

    near = content.near("W1", 5)

    similar = [item for item, _ in near]
    assert len(similar) == 5
    assert "W1" not in similar
    assert similar[0] in {"W2", "W3"}
    likeness = [value for _, value in near]
    assert likeness == sorted(likeness, reverse=True)
    assert content.near("没有", 5) == []
