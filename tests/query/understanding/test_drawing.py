"""Brackets stand under the characters that they mean, on a terminal where Han is two wide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from query.understanding.drawing import Mark, drawn


@pytest.mark.parametrize(
    ("text", "marks", "lines"),
    [
        ("手机 256G", [Mark(0, 2, "分类")], ["手机 256G", "╰──╯", "分类"]),
        (
            "红 iPhone",
            [Mark(0, 1, "色"), Mark(2, 8, "型号")],
            ["红 iPhone", "╰╯ ╰────╯", "色 型号"],
        ),
        # Side by side, names would run into each other.
        ("苹果手机", [Mark(0, 2, "品牌"), Mark(2, 4, "分类")],
         ["苹果手机", "╰──╯", "品牌", "    ╰──╯", "    分类"]),
        # A model that implies its brand: two names for one span.
        ("mate60", [Mark(0, 6, "型号"), Mark(0, 6, "品牌")],
         ["mate60", "╰────╯", "品牌", "╰────╯", "型号"]),
        ("L 码", [Mark(0, 1, "尺码")], ["L 码", "╵", "尺码"]),
        ("a\tb\n手", [Mark(4, 5, "x")], ["a·b·手", "    ╰╯", "    x"]),
        ("", [], [""]),
    ],
)  # fmt: skip
def test_what_is_drawn(text: str, marks: list[Mark], lines: list[str]) -> None:
    assert drawn(text, marks) == lines


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 39), st.integers(1, 9))))
def test_any_text_is_drawn_with_every_name_under_its_start(
    text: str, spans: list[tuple[int, int]]
) -> None:
    marks = [
        Mark(start, min(start + length, len(text)), f"m{number}")
        for number, (start, length) in enumerate(spans)
        if start < len(text)
    ]
    shown, *rest = drawn(text, marks)
    assert shown.isprintable()
    for start, _, name in marks:
        column = cell_len(shown[:start])
        assert any(f"{line} "[column:].startswith(f"{name} ") for line in rest)
