"""A year of the demo shop: what its visitors did, in the order of time.

Rows of an event feed (contract §2) come day by day; memory holds one day and the shoppers.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from operator import itemgetter
from random import Random
from typing import Any

from indexer.demo.chance import below, one_in, some, weighted
from indexer.demo.market import Market
from indexer.demo.trade import DAY_ZERO
from indexer.demo.visits import Shopper, Visit

__all__ = ["events"]

_YEAR = 365
_DAY = 24 * 3600
_VISITS = 5  # of a shopper in a year, on average
_STRANGER = 4  # one visit of so many has no user
_OFFSET = "+08:00"
_TIERS = 3

# Visits by hour, by weekday from Monday, and on the days on which everything is cheaper.
_HOURS = (3, 2, 1, 1, 1, 1, 2, 4, 6, 8, 10, 10, 11, 10, 9, 9, 9, 9, 9, 11, 14, 16, 14, 8)
_WEEKDAYS = (10, 10, 10, 10, 11, 14, 14)
_SALES = {(6, 1): 16, (6, 17): 18, (6, 18): 30, (11, 10): 20, (11, 11): 40, (12, 12): 18}
_USUAL = 10


def events(
    products: Iterable[Mapping[str, Any]], *, sessions: int = 20_000, seed: int = 1
) -> Iterator[dict[str, Any]]:
    """The events of so many visits to a shop with these demo products, sorted by time.

    A product is seen by how it sells, never before it was created; whoever buys has looked first;
    a refund follows its purchase by days.
    """
    market = Market(products)
    random = Random(seed)  # noqa: S311 - visits, not secrets
    crowd = _Crowd(max(sessions // _VISITS, 1), market, random)
    hours = list(accumulate(_HOURS))
    later: dict[str, list[dict[str, Any]]] = {}
    days = [DAY_ZERO - timedelta(days=_YEAR - number) for number in range(_YEAR)]
    ends = list(accumulate(map(_visitors, days)))
    done = 0
    for number, day in enumerate(days):
        found = later.pop(str(day), [])
        while done < sessions * ends[number] // ends[-1]:
            done += 1
            second = weighted(random, hours) * 3600 + below(random, 3600)
            shopper = None if one_in(random, _STRANGER) else crowd.one(random)
            visit = Visit(market, random, str(day), f"v{done:07}")
            for pause, event in visit.steps(shopper):
                second += pause
                row = {"time": _time(day, second), **event}
                if shopper:
                    row["user"] = shopper.name
                # A visit may go on past midnight.
                today = found if second < _DAY else later.setdefault(row["time"][:10], [])
                today.append(row)
                if event["action"] == "buy" and one_in(random, 25):
                    back = _time(day + timedelta(days=2 + below(random, 9)), second)
                    refund = {**row, "action": "refund", "time": back}
                    later.setdefault(back[:10], []).append(refund)
        yield from sorted(found, key=itemgetter("time", "session"))


class _Crowd:
    """The people who have visited. A few come often, most seldom."""

    def __init__(self, size: int, market: Market, random: Random) -> None:
        self._size = size
        self._departments = sorted({aisle.department for aisle in market.aisles})
        self._known: dict[int, Shopper] = {}
        self._seed = below(random, 1 << 30)

    def one(self, random: Random) -> Shopper:
        number = int(self._size * random.random() * random.random())
        shopper = self._known.get(number)
        if shopper is None:
            own = Random(self._seed + number)  # noqa: S311
            shopper = self._known[number] = Shopper(
                name=f"u{number + 1:06}",
                number=number,
                departments=frozenset(some(own, self._departments, 1 + below(own, 3))),
                tier=below(own, _TIERS),
                bought=[],
            )
        return shopper


def _visitors(day: date) -> int:
    return _WEEKDAYS[day.weekday()] * _SALES.get((day.month, day.day), _USUAL)


def _time(day: date, second: int) -> str:
    moment = datetime.combine(day, time()) + timedelta(seconds=second)
    return f"{moment.isoformat()}{_OFFSET}"
