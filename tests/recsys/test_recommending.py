"""What a person is recommended: never what they had, with a reason that can be reckoned again."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from recsys.diversity import Facts
from recsys.events import Event, Events
from recsys.following import Following
from recsys.history import ACTION_WEIGHTS, LATELY, Histories, Who
from recsys.item_cf import WindowSettings
from recsys.personal import Personal
from recsys.trained import TrainedFolder

S = Who(None, ("s",))


def _personal(events: Events, folder: Path) -> Personal:
    ours = Personal(
        Following(events, TrainedFolder(folder / "recsys")),
        Histories(events.database),
        lambda _: {},
    )
    ours.refresh()
    ours.following.close()
    return ours


def _others(*pairs: tuple[str, str], times: int = 3) -> list[Event]:
    """Other people who looked at one product and then at the other."""
    return [
        Event("view", product, session=f"{one}-{other}-{number}")
        for one, other in pairs
        for number in range(times)
        for product in (one, other)
    ]


def test_what_others_took_next_comes_first_and_says_why(events: Events, tmp_path: Path) -> None:
    """The newest step weighs most; the reason is the step, its similarity and its share."""
    events.add(
        [
            *_others(("P1", "P2"), ("P3", "P4")),
            *[Event("view", p, session="s") for p in ("P1", "P3")],
        ]
    )
    ours = _personal(events, tmp_path)

    found = ours.recommend(S, 2, None)

    assert [entry.product for entry in found] == ["P4", "P2"]
    because = found[0].because
    assert because is not None
    assert (because.product, because.action) == ("P3", "view")
    assert because.similarity == pytest.approx(dict(ours.neighbors.similar("P3"))["P4"])
    assert because.weight * because.similarity == pytest.approx(because.share * found[0].score)
    assert because.text("雨伞") == "因为你看过“雨伞”"
    # Three people took P4 right after P3, which a fourth looked at too.
    counted = ours.neighbors.together("P3", "P4", WindowSettings().similarity)
    assert counted == pytest.approx((3.0, 4.0, 3.0))
    assert ours.neighbors.together("P3", "P2", WindowSettings().similarity) is None


def test_nothing_they_had_or_dismissed_is_recommended(events: Events, tmp_path: Path) -> None:
    """Not even long ago; what was dismissed comes back when that is taken back."""
    old = [
        Event("buy", "P2", session="s"),
        *[Event("view", f"X{n}", session="s") for n in range(30)],
    ]
    events.add(
        [*_others(("P1", "P2"), ("P1", "P3"), ("P1", "P4")), *old, Event("view", "P1", session="s")]
    )
    ours = _personal(events, tmp_path)

    assert [entry.product for entry in ours.recommend(S, 9, None)] == ["P3", "P4"]
    ours.histories.dismiss(S, "P3", 1e9)
    ours.histories.dismiss(S, "P3", 1e9)
    assert [entry.product for entry in ours.recommend(S, 9, None)] == ["P4"]
    ours.histories.allow(S, "P3")
    assert [entry.product for entry in ours.recommend(S, 9, None)] == ["P3", "P4"]


def test_of_nobody_the_popular_is_recommended(events: Events, tmp_path: Path) -> None:
    """And where a history says little the list is filled with it, first from the same category."""
    events.add([*_others(("P1", "P2"), times=2), *_others(("P3", "P4"), times=5)])
    ours = _personal(events, tmp_path)

    found = ours.recommend(Who(), 3, None)

    assert [entry.product for entry in found] == ["P3", "P4", "P1"]
    assert [entry.because for entry in found] == [None] * 3
    events.add([Event("view", "P9", session="s"), Event("view", "P5", session="t")])
    ours = _personal(events, tmp_path / "again")
    tea, phone = Facts(category=("茶叶",)), Facts(category=("手机",))
    facts = {"P9": tea, "P5": tea, "P3": phone, "P4": phone, "P1": phone}
    assert [entry.product for entry in ours.recommend(S, 3, lambda _: facts)] == ["P5", "P3", "P4"]


def test_what_cannot_be_bought_is_not_recommended(events: Events, tmp_path: Path) -> None:
    """Neither what the shop does not have nor what is out of stock."""
    events.add(
        [*_others(("P1", "P2"), ("P1", "P3"), ("P1", "P4")), Event("view", "P1", session="s")]
    )
    ours = _personal(events, tmp_path)

    def facts(asked: Sequence[str]) -> Mapping[str, Facts]:
        known = {"P1": Facts(), "P2": Facts(available=False), "P4": Facts()}
        return {item: known[item] for item in asked if item in known}

    assert [entry.product for entry in ours.recommend(S, 9, facts)] == ["P4"]


def test_a_basket_is_completed_by_things_of_another_kind(events: Events, tmp_path: Path) -> None:
    """A case for the phone, not another phone."""
    events.add(_others(("phone", "phone2"), ("phone", "case"), times=4))
    ours = _personal(events, tmp_path)
    kinds = {"phone": "手机", "phone2": "手机", "case": "手机壳"}

    def facts(asked: Sequence[str]) -> Mapping[str, Facts]:
        return {item: Facts(category=(kinds[item],)) for item in asked}

    assert [entry.product for entry in ours.beside(["phone"], facts, 3)] == ["case"]
    assert ours.beside(["unheard of"], lambda _: {}, 3) == []


def test_what_one_or_two_took_along_completes_no_basket(events: Events, tmp_path: Path) -> None:
    events.add([*_others(("phone", "case"), ("film", "phone"), times=3)])
    events.add([*_others(("phone", "treats"), ("rice", "phone"), times=2)])
    ours = _personal(events, tmp_path)

    def facts(asked: Sequence[str]) -> Mapping[str, Facts]:
        return {item: Facts(category=(item,)) for item in asked}

    assert {entry.product for entry in ours.beside(["phone"], facts, 9)} == {"case", "film"}


def test_a_history_has_the_strongest_action_of_each_step_and_no_returned_purchase(
    events: Events,
) -> None:
    """Newest first, at most twenty; a user and the sessions of a browser are one person."""
    actions = ["view", "cart", "view", "buy"]
    events.add(
        [
            *[Event("view", f"old{n}", user="u") for n in range(LATELY)],
            *[Event(action, "P1", session="s") for action in actions],
            Event("impression", "P7", session="s"),
            Event("buy", "P2", user="u"),
            Event("refund", "P2", user="u"),
            Event("view", "P3", user="other"),
        ]
    )
    histories = Histories(events.database)

    history = histories.of(Who("u", ("s",)))

    assert history.taken[:3] == (("P2", "buy"), ("P1", "buy"), (f"old{LATELY - 1}", "view"))
    assert len(history.taken) == LATELY
    assert history.bought == {"P1"}
    assert "old0" in histories.had(Who("u", ("s",)))
    assert histories.of(Who()).taken == ()
    assert ACTION_WEIGHTS["buy"] > ACTION_WEIGHTS["cart"] > ACTION_WEIGHTS["view"]


def test_similar_products_are_those_taken_with_it_the_more_they_were(
    events: Events, tmp_path: Path
) -> None:
    """Where few took it, what is close in words stands beside them."""
    events.add(_others(("P1", "P2"), times=1))

    class Words:
        def near(self, product: str, limit: int) -> list[tuple[str, float]]:
            assert product in ("P1", "P5")
            return [("P3", 1.0), ("P2", 0.5)][:limit]

    ours = _personal(events, tmp_path)

    few = ours.similar("P1", Words(), 9)  # type: ignore[arg-type]
    assert [item for item, _ in few] == ["P3", "P2"]
    assert ours.similar("P5", Words(), 9) == [("P3", 1.0), ("P2", 0.5)]  # type: ignore[arg-type]
    events.add(_others(("P1", "P2"), times=40))
    many = _personal(events, tmp_path / "again").similar("P1", Words(), 9)  # type: ignore[arg-type]
    assert [item for item, _ in many] == ["P2", "P3"]
