"""What reordering gives and costs, measured on simulated queries."""

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from recsys.commands import main
from tests.relevance.data import DATA

EVENTS = [
    # Who takes a1 takes a2 next; the queries say "a", and b's are more popular.
    *[f"u{n}\ta1\t15{n:07}1\nu{n}\ta2\t15{n:07}2\nu{n}\tb1\t15{n:07}3" for n in range(1, 9)],
    *[f"v{n}\tb1\t15{n:07}1\nv{n}\ta3\t15{n:07}2\nv{n}\ta3\t15{n:07}3" for n in range(1, 9)],
    "w\tb2\t1600000001\nw\ta1\t1600000002\nw\ta2\t1600000003",
]
TITLES = ["a1\tone\ta", "a2\ttwo\ta", "a3\tthree\ta", "b1\tfour\tb", "b2\tfive\tb"]


def _run(tmp_path: Path, titles: list[str]) -> tuple[int, str]:
    events, described = tmp_path / "events.tsv", tmp_path / "titles.tsv"
    events.write_text("user\titem\ttime\n" + "\n".join(EVENTS) + "\n", "utf-8")
    described.write_text("\n".join(titles) + "\n", "utf-8")
    arguments = [str(events), "--titles", str(described), "--map", "product=item"]
    result = CliRunner().invoke(main, ["evaluate-rerank", *arguments, "--set", "action=buy"])
    return result.exit_code, result.output


def test_a_table_by_length_of_history_and_an_order_that_stays_without_one(tmp_path: Path) -> None:
    code, output = _run(tmp_path, TITLES)

    assert code == 0, output
    rows = {line.split("│")[1].strip(): line for line in output.splitlines() if "│" in line}
    assert {"全部", "1-2", "不给历史"} <= rows.keys()
    assert "+0.0000 [+0.0000, +0.0000]" in rows["不给历史"]
    assert rows["不给历史"].split("│")[-2].strip() == "0%"


def test_a_file_of_titles_that_is_none_is_named_by_its_line(tmp_path: Path) -> None:
    code, output = _run(tmp_path, [*TITLES, "c1 no tabs"])

    assert code == 1
    assert "titles.tsv:6: 应当是三列" in output


@pytest.mark.relevance
def test_the_lift_is_worth_a_quarter_and_costs_less_than_a_tenth(tmp_path: Path) -> None:
    """On the films' simulated queries, with the weights that ship."""
    films = DATA / "rec-ml100k"
    if not films.is_dir():
        pytest.skip("the development data is not there")
    with gzip.open(films / "items.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        rows = [line.rstrip("\n").split("\t") for line in lines]
    titles = tmp_path / "titles.tsv"
    titles.write_text("".join(f"{item}\t{title}\t{topics}\n" for item, title, _, topics in rows))
    maps = ["--map", "user=user", "--map", "product=item", "--map", "time=timestamp"]
    arguments = [
        str(films / "u.data.tsv.gz"),
        *maps,
        "--set",
        "action=buy",
        "--titles",
        str(titles),
    ]

    result = CliRunner().invoke(main, ["evaluate-rerank", *arguments])

    assert result.exit_code == 0, result.output
    [row] = [line for line in result.output.splitlines() if "全部" in line]
    cells = [cell.strip() for cell in row.split("│")]
    before, after = (float(value) for value in cells[4].split(" → "))
    fit_before, fit_after = (float(value) for value in cells[6].split(" → "))
    assert after >= 1.25 * before
    assert fit_after >= 0.9 * fit_before
