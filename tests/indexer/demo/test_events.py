"""The demo shop's year: visits that make sense to a person who reads them."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

import pytest

from indexer.demo import events

Row = dict[str, Any]

ACTIONS = {"impression", "view", "click", "favorite", "cart", "buy", "refund"}


def visits(year: list[Row]) -> dict[str, list[Row]]:
    found = defaultdict(list)
    for event in year:
        if event["action"] != "refund":
            found[event["session"]].append(event)
    return found


def test_the_same_year_for_the_same_shop(shelf: list[Row], year: list[Row]) -> None:
    assert list(events(shelf, sessions=2_000)) == year
    assert list(events(shelf, sessions=50, seed=2)) != list(events(shelf, sessions=50))


def test_every_event_is_of_a_product_that_was_there(shelf: list[Row], year: list[Row]) -> None:
    created = {row["id"]: row.get("created", "")[:10] for row in shelf}

    for event in year:
        assert event["action"] in ACTIONS
        assert created[event["product"]] <= event["time"][:10]
    assert {event["action"] for event in year} == ACTIONS


def test_time_runs_forward_over_a_year(year: list[Row]) -> None:
    days = {event["time"][:10] for event in year}

    assert len(days) > 350
    for earlier, later in pairwise(year):
        assert earlier["time"] <= later["time"]
    for visit in visits(year).values():
        assert [event["time"] for event in visit] == sorted(event["time"] for event in visit)


def test_nobody_buys_what_was_not_looked_at_and_put_into_the_cart(year: list[Row]) -> None:
    for visit in visits(year).values():
        seen: dict[str, set[str]] = defaultdict(set)
        for event in visit:
            product = event["product"]
            if event["action"] in ("favorite", "cart"):
                assert "view" in seen[product]
            if event["action"] == "buy":
                assert "cart" in seen[product]
                assert event["quantity"] >= 1
                assert event["price"] > 0
            seen[product].add(event["action"])


def test_a_refund_follows_its_purchase(year: list[Row]) -> None:
    bought = {}
    refunds = 0
    for event in year:
        key = (event["session"], event["product"])
        if event["action"] == "buy":
            bought[key] = event["time"]
        if event["action"] == "refund":
            refunds += 1
            assert bought[key][:10] < event["time"][:10]
    assert refunds


def test_clicks_belong_to_a_search_and_to_a_place_on_its_page(year: list[Row]) -> None:
    queries: dict[str, str] = {}
    for event in year:
        if event["action"] in ("impression", "click"):
            assert event["position"] >= 1
            assert queries.setdefault(event["search_id"], event["query"]) == event["query"]
    clicks = Counter(event["position"] for event in year if event["action"] == "click")
    assert clicks[1] > clicks[4] > clicks[10]


def test_what_is_clicked_answers_the_query(shelf: list[Row], year: list[Row]) -> None:
    titles = {row["id"]: row["title"].lower() for row in shelf}
    clicks = [event for event in year if event["action"] == "click"]
    answered = sum(
        any(c in titles[click["product"]] for c in click["query"].lower() if not c.isspace())
        for click in clicks
    )

    assert len(clicks) > 500
    assert answered / len(clicks) > 0.9


def test_few_visits_end_with_a_purchase(year: list[Row]) -> None:
    counts = Counter(event["action"] for event in year)

    assert counts["impression"] > counts["view"] > counts["cart"] > counts["buy"] > counts["refund"]
    assert 0.02 < counts["buy"] / len(visits(year)) < 0.25


def test_what_sells_is_what_is_bought(shelf: list[Row], year: list[Row]) -> None:
    sales = {row["id"]: row.get("sales", 0) for row in shelf}
    viewed = [sales[event["product"]] for event in year if event["action"] == "view"]

    assert sum(viewed) / len(viewed) > 2 * sum(sales.values()) / len(sales)


def test_seasons_are_felt(shelf: list[Row]) -> None:
    leaf = {row["id"]: row["category"][-1] for row in shelf}
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for event in events(shelf, sessions=6_000):
        if event["action"] == "view":
            months[leaf[event["product"]]][event["time"][5:7]] += 1

    assert sum(months["空调"][m] for m in ("05", "06", "07")) > sum(
        months["空调"][m] for m in ("11", "12", "01")
    )
    assert sum(months["羽绒服"][m] for m in ("11", "12", "01")) > sum(
        months["羽绒服"][m] for m in ("05", "06", "07")
    )


def test_people_have_tastes(shelf: list[Row], year: list[Row]) -> None:
    """One person's products are more often of one department than two people's are."""
    department = {row["id"]: row["category"][0] for row in shelf}
    views: dict[str, list[str]] = defaultdict(list)
    for event in year:
        if event["action"] == "view" and "user" in event:
            views[event["user"]].append(department[event["product"]])
    all_views = Counter(name for names in views.values() for name in names)
    total = sum(all_views.values())
    by_chance = sum((count / total) ** 2 for count in all_views.values())
    own = [
        sum((count / len(names)) ** 2 for count in Counter(names).values())
        for names in views.values()
        if len(names) >= 8
    ]

    assert sum(own) / len(own) > 2 * by_chance


@pytest.mark.parametrize("sessions", [1, 7])
def test_a_short_year_has_its_visits(shelf: list[Row], sessions: int) -> None:
    found = {event["session"] for event in events(shelf, sessions=sessions)}

    assert 1 <= len(found) <= sessions
