"""How an offer stands in the trade: sold, reviewed, rated, in stock, tagged."""

from datetime import date, timedelta
from random import Random
from typing import Any

from indexer.demo.chance import below, one_in
from indexer.demo.lines import Line

__all__ = ["DAY_ZERO", "standing", "stocks", "tags"]

DAY_ZERO = date(2026, 11, 1)
"""The day on which the demo shop stands still: nothing is newer."""

_YEAR = 365
_NEW_DAYS = 60
_FREE_SHIPPING = 39  # yuan from which most shops send without charge
_INSTALMENTS = 1500  # yuan from which shops offer them
_DEAR = 500  # yuan from which old goods are taken in and the state pays a part
_LONGEST = 3 * _YEAR


def standing(random: Random, *, level: int, first: date) -> dict[str, Any]:
    """sales, reviews, rating and created of an offer that came up on `first` or later.

    `level`: what a good one of its kind sells in all. A few sell most; new ones had less time.
    """
    longest = min((DAY_ZERO - first).days, _LONGEST)
    age = 1 + int(longest * random.random() * random.random())
    heat = random.random() * random.random() * random.random() * 8
    sales = int(level * heat * min(age + _NEW_DAYS, _YEAR) / _YEAR)
    reviews = int(sales * (0.05 + random.random() * 0.3))
    row: dict[str, Any] = {}
    if not one_in(random, 50):
        row["sales"] = sales
    if reviews:
        row["reviews"] = reviews
        poor = one_in(random, 30)
        row["rating"] = (49 - int(random.random() * random.random() * 8) - 11 * poor) / 10
        if one_in(random, 8):
            row["rating"] = 5.0
    if not one_in(random, 25):
        day = DAY_ZERO - timedelta(days=age)
        row["created"] = f"{day}T{8 + below(random, 12):02}:{below(random, 60):02}:00+08:00"
    return row


def stocks(random: Random, count: int) -> list[int]:
    """The stock of each variant: a twentieth of the offers has none, others run low."""
    if one_in(random, 20):
        return [0] * count
    most = (40, 200, 900, 3000)[below(random, 4)]
    return [_stock(random, most) for _ in range(count)]


def tags(random: Random, row: dict[str, Any], line: Line) -> list[str]:
    """What stands as small signs below the title."""
    found = list(line.always)
    seller = below(random, 10)
    if seller < 4:  # noqa: PLR2004
        found.append("自营")
    elif seller < 8 and "二手" not in found:  # noqa: PLR2004
        found.append("旗舰店")
    if row["price"] >= _FREE_SHIPPING and not one_in(random, 4):
        found.append("包邮")
    if row["price"] >= _INSTALMENTS and not one_in(random, 3):
        found.append("分期")
    if "created" in row and row["created"] > str(DAY_ZERO - timedelta(days=_NEW_DAYS)):
        found.append("新品")
    offered = line.tags + (line.dear_tags if row["price"] >= _DEAR else ())
    found += [tag for tag in offered if one_in(random, 4)]
    return found


def _stock(random: Random, most: int) -> int:
    kind = below(random, 12)
    if kind == 0:
        return 0
    return 1 + below(random, 9 if kind == 1 else most)
