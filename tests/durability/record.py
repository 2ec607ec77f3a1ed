"""The outside record: what a shop has acknowledged, written where no killed command can reach.

A command acknowledges by ending with exit code 0; nothing else counts.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from tests.durability.goods import Goods

__all__ = ["Record"]


@dataclass(slots=True)
class Record:
    """The goods that must be there, and a file that tells how they came to be."""

    path: Path
    goods: Goods = field(default_factory=dict)

    def acknowledged(self, command: str, goods: Goods) -> None:
        """A command ended well: from now on these goods must be there."""
        self.goods = goods
        self._write({"acknowledged": command, "products": len(goods)})

    def settled(self, command: str, goods: Goods) -> None:
        """A killed command was found done, whole: it cannot become undone."""
        self.goods = goods
        self._write({"found done": command, "products": len(goods)})

    def _write(self, line: dict[str, object]) -> None:
        with self.path.open("ab") as file:
            file.write(orjson.dumps(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())
