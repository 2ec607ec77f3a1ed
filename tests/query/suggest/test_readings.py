"""What typed letters may stand for."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from query.suggest.readings import Sounds, Unit, fewest, units

SOUNDS = Sounds(
    [
        "hua",
        "hu",
        "wei",
        "shou",
        "ji",
        "ping",
        "guo",
        "xi",
        "xian",
        "an",
        "a",
        "lv",
        "lve",
        "ne",
        "zhuang",
    ]
)


def ways(typed: str) -> set[str]:
    found = units(typed, SOUNDS)

    def walk(at: int, before: tuple[Unit, ...]) -> Iterator[str]:
        if at == len(found):
            yield "·".join(unit.text for unit in before)
        else:
            for unit in found[at]:
                yield from walk(at + unit.length, (*before, unit))

    return set(walk(0, ()))


@pytest.mark.parametrize(
    ("typed", "cut"),
    [
        ("huawsj", "hua·w·s·j"),
        ("hwsj", "h·w·s·j"),
        ("pingg", "ping·g"),
        ("pinggu", "ping·gu"),  # a last syllable need not be whole
        ("华wei", "华·wei"),
        ("hua为", "hua·为"),
        ("huaweishouji", "hua·wei·shou·ji"),
        ("zhsj", "zh·s·j"),
        ("iphone15", "i·p·h·o·n·e·1·5"),
        ("iphone15shouj", "i·p·h·o·n·e·1·5·shou·j"),
        ("iphoneshouj", "i·p·h·o·n·e·shou·j"),
        ("lyu", "lv"),
        ("lü", "lv"),
        ("lue", "lve"),
    ],
)
def test_the_reading_that_was_meant_is_among_them(typed: str, cut: str) -> None:
    assert cut in ways(typed)


def test_a_text_may_be_cut_in_several_ways() -> None:
    assert {"xian", "xi·an", "x·i·a·n"} <= ways("xian")


def test_characters_and_digits_stand_for_themselves() -> None:
    assert ways("华为15") == {"华·为·1·5"}


def test_a_syllable_in_the_middle_is_whole_or_a_first_letter() -> None:
    assert not any(way.startswith("zhu·") for way in ways("zhuji"))
    assert "zh·u·ji" in ways("zhuji")


@given(st.text("huaweisjlvz华5", max_size=64))
def test_the_shortest_way_is_known_and_every_way_takes_the_whole_text(typed: str) -> None:
    found = units(typed, SOUNDS)
    reached = {0: 0}
    for at, choices in enumerate(found):
        assert choices[-1].length == 1
        for unit in choices:
            end = at + unit.length
            assert end <= len(typed)
            if at in reached:
                reached[end] = min(reached.get(end, 99), reached[at] + 1)
    assert fewest(found) == reached[len(typed)]
