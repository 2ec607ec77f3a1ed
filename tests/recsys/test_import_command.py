"""`python -m recsys import`: what the owner of a shop sees, and what is then there."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from indexer.settings import Settings
from indexer.shop import Shop
from recsys.commands import main
from recsys.events import Event, Events
from tests.benchmarks.process import ROOT, clean_environment

Run = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Imports on the test's own data folder."""
    for name in ("XUNHUO_DATA", "XUNHUO_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments: CliRunner().invoke(
        main, ["import", *map(str, arguments), "--data", str(data)]
    )


def stored(data: Path) -> list[Event]:
    with Shop(Settings.from_env({}, data)) as shop:
        return [event for batch in Events(shop.behavior).iterate() for event in batch]


def test_ratings_are_purchases_by_time_then_line(run: Run, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv.gz"
    path.write_bytes(
        gzip.compress(
            b"user,item,rating,timestamp\nu1,a,5,978300760\nu2,b,3,978300750\nu1,c,4,978300750\n"
        )
    )

    result = run(path, "--map", "user=user", "--map", "product=item", "--map", "time=timestamp",
                 "--set", "action=buy")  # fmt: skip

    assert result.exit_code == 0, result.output
    assert result.stdout == "事件：读 3 行，导入 3，不合格 0\n"
    assert "已忽略：rating" in result.stderr
    assert [(event.user, event.product, event.action) for event in stored(data)] == [
        ("u2", "b", "buy"),
        ("u1", "c", "buy"),
        ("u1", "a", "buy"),
    ]


def test_wrong_rows_are_named_and_saved_whole_and_the_others_kept(
    run: Run, data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "events.jsonl"
    bad = [b'{"action": "steal", "product": "P1"}', b'{"action": "buy"}', b"{broken"]
    path.write_bytes(b"\n".join([b'{"action": "buy", "product": "P1"}', *bad]) + b"\n")

    result = run(path)

    assert result.exit_code == 3
    assert f"{path}:2: action: 是 steal，可用：" in result.stderr
    assert f"{path}:3: product: 缺少，必填。" in result.stderr
    assert f"{path}:4: " in result.stderr
    assert len(stored(data)) == 1
    (kept,) = (data / "rejects").iterdir()
    assert kept.read_bytes().splitlines() == bad

    strict = run(path, "--strict")
    assert strict.exit_code == 1
    assert "什么也没有导入" in strict.stderr
    assert len(stored(data)) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "里没有列 action；用 --map action=列名 或 --set action=buy 指定"),
        (("--set", "action=buy"), "里没有列 product；用 --map product=列名 指定"),
        (("--set", "action=buy", "--map", "product=nix"), "里没有列 nix"),
        (("--set", "colour=red"), "没有这个字段"),
    ],
)
def test_columns_that_are_not_there_are_wrong_usage(
    run: Run, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text("user,item\nu,i\n")

    result = run(path, *options)

    assert result.exit_code == 2
    assert message in result.stderr


def test_a_broken_file_leaves_everything_as_it_was(run: Run, data: Path, tmp_path: Path) -> None:
    good, cut = tmp_path / "a.csv", tmp_path / "b.csv.gz"
    good.write_text("action,product\nbuy,P1\n")
    cut.write_bytes(gzip.compress(b"action,product\n" + b"buy,P2\n" * 10_000)[:-20])

    result = run(good, cut)

    assert result.exit_code == 1
    assert "gzip 文件不完整或已损坏" in result.stderr
    assert stored(data) == []


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = {}
    for rows in (2_000, 200_000):
        draw = Random(1)
        path = tmp_path / f"{rows}.csv"
        with path.open("w") as file:
            file.write("action,user,product,time\n")
            for _ in range(rows):
                file.write(f"buy,u{draw.randrange(9_999)},i{draw.randrange(5_000)},"
                           f"{1_600_000_000 + draw.randrange(10**8)}\n")  # fmt: skip
        program = (
            "import resource, sys; from recsys.commands import main\n"
            "try: main(sys.argv[1:])\n"
            "except SystemExit as end: assert not end.code\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, "import", path, "--data", tmp_path / f"v{rows}"],
            cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert f"导入 {rows}" in done.stdout
        peaks[rows] = int(done.stdout.split()[-1])
    # The sorter's cache is 16 MB, a batch of rows some more.
    assert peaks[200_000] - peaks[2_000] < 64 * 1024
