"""Every price that any command was ever given, in a file that reading processes look into.

A price is written down before its command starts: a reader that sees another has seen a mistake.
"""

import os
from collections import defaultdict
from pathlib import Path

from tests.durability.goods import Goods

__all__ = ["FedPrices", "note_prices"]


def note_prices(path: Path, goods: Goods) -> None:
    """Write down that these are about to be fed."""
    with path.open("a", encoding="ascii") as file:
        file.writelines(f"{id_} {product.price}\n" for id_, product in goods.items())
        file.flush()
        os.fsync(file.fileno())


class FedPrices:
    """The file as a reader knows it, which looks again where a price is new to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, set[int]] = defaultdict(set)
        self._read = 0

    def include(self, id_: str, price: int) -> bool:
        """Whether the product was ever fed with that price, in fen."""
        if price not in self._known[id_]:
            self._look()
        return price in self._known[id_]

    def _look(self) -> None:
        with self._path.open("rb") as file:
            file.seek(self._read)
            # The last line may still be on its way.
            whole, end, _ = file.read().rpartition(b"\n")
        self._read += len(whole) + len(end)
        for line in whole.decode("ascii").splitlines():
            id_, price = line.split()
            self._known[id_].add(int(price))
