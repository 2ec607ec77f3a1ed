"""The state of a shop after a kill: the database as it must be, an index that can be put right.

It judges; what was run and killed is `rounds`' business.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.apply import apply
from indexer.errors import XunhuoError
from indexer.index import ProductIndex
from indexer.rebuild import prune, rebuild
from indexer.settings import Settings
from indexer.shop import Shop
from indexer.verify import verify
from tests.durability.goods import Goods

__all__ = ["Finding", "check"]

_KEPT = 2  # generations: the published one and the one to go back to


@dataclass(slots=True)
class Finding:
    """What was found and mended.

    `goods`: which of the allowed states it was, None for neither. `published`: the generation.
    """

    goods: Goods | None = None
    published: str = ""
    waiting: int = 0
    pruned: int = 0
    problems: list[str] = field(default_factory=list)


def check(data: Path, allowed: Sequence[Goods]) -> Finding:
    """Compare the database with the allowed states, then bring the index up to date and verify."""
    finding = Finding()
    with Shop(Settings.from_env({}, data)) as shop:
        index = shop.products
        changes = shop.store.products.all()
        found = {c.id: c.document for c in changes if c.document is not None}
        finding.goods = next((goods for goods in allowed if goods == found), None)
        if finding.goods is None:
            finding.problems.append(f"neither the state before nor after: {_told(found, allowed)}")
        try:
            _mend(index, finding, filled=bool(found))
        except XunhuoError as error:
            finding.problems.append(f"{type(error).__name__}: {error}")
        finding.problems += _leftovers(data, [g.name for g in index.engine.generations()])
    return finding


def _mend(index: ProductIndex, finding: Finding, *, filled: bool) -> None:
    """What an operator does after a crash: apply, or the first rebuild; then verify and prune."""
    published = index.engine.published()
    if published is not None:
        finding.waiting = apply(index)
    elif filled:
        published = rebuild(index)
    if published is not None:
        finding.published = published.name
        finding.problems += [f"verify: {d.id} {d.what}" for d in list(verify(index))[:5]]
    finding.pruned = prune(index, unfinished=True)


def _leftovers(data: Path, generations: list[str]) -> Iterator[str]:
    if len(generations) > _KEPT:
        yield f"{len(generations)} generations are left after pruning"
    folder = data / "index" / "products"
    known = {"CURRENT", *generations}
    if folder.exists():
        for path in folder.iterdir():
            if path.name not in known:
                yield f"left behind after pruning: {path.name}"


def _told(found: Goods, allowed: Sequence[Goods]) -> str:
    def distance(goods: Goods) -> int:
        return sum(found.get(id_) != goods.get(id_) for id_ in {*found, *goods})

    return ", ".join(f"{distance(goods)} of {len(goods)} products differ" for goods in allowed)
