"""`python -m recsys evaluate`: what it reads, prints and writes, and that it needs no shop."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import recsys.models
from recsys.commands import main
from recsys.evaluate import command
from tests.recsys.evaluate.rivals import TOOL
from tests.relevance.data import DATA, missing

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Evaluates, with a data folder that must not come to be."""
    monkeypatch.setenv("XUNHUO_DATA", str(tmp_path / "nowhere"))
    monkeypatch.delenv("XUNHUO_DATABASE_URL", raising=False)
    return lambda *arguments: CliRunner().invoke(main, ["evaluate", *map(str, arguments)])


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    """Eight people who take a, b, c, d in this order, from different beginnings."""
    path = tmp_path / "ratings.csv.gz"
    lines = ["who,what,stars,when"]
    lines += [
        f"u{person},{'abcdef'[(person + step) % 6]},5,{1_600_000_000 + 100 * step + person}"
        for person in range(8)
        for step in range(4)
    ]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


MAPPED = ("--map", "user=who", "--map", "product=what", "--map", "time=when", "--set", "action=buy")


def test_models_stand_side_by_side_and_no_shop_is_touched(
    run: Run, ratings: Path, tmp_path: Path
) -> None:
    result = run(ratings, *MAPPED, "--protocol", "llo-strict", "--models", "window",
                 "--lists", tmp_path / "lists")  # fmt: skip

    assert result.exit_code == 0, result.output
    assert "llo-strict：8 人" in result.stdout
    for word in ("popularity", "window", "NDCG@10", "recall@10", "recall@20", "MRR@20", "coverage"):
        assert word in result.stdout
    assert "已忽略：stars" in result.stderr
    lines = (tmp_path / "lists" / "window.tsv").read_text().splitlines()
    assert lines[0].split("\t")[0] == "u0"
    assert lines[0].split("\t")[1].startswith("d")
    assert not (tmp_path / "nowhere").exists()


def test_each_model_is_told_when_it_is_measured(
    run: Run, ratings: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The last model never ends: what was measured before it has been said, and its lists written."""

    def endless(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(command.MODELS, "als", endless)  # type: ignore[attr-defined]

    result = run(ratings, *MAPPED, "--protocol", "llo", "--models", "window,ease,als",
                 "--lists", tmp_path / "lists")  # fmt: skip

    assert result.exit_code == 1
    lines = [line for line in result.stderr.splitlines() if "NDCG@10" in line]
    assert [line.split("：")[0] for line in lines] == ["popularity", "window", "ease"]
    assert "NDCG@10 1.0000" in lines[1]
    assert "CPU 秒" in lines[1]
    assert {path.stem for path in (tmp_path / "lists").iterdir()} == {
        "popularity",
        "window",
        "ease",
    }


def test_json_has_the_figures_and_the_interval(run: Run, ratings: Path) -> None:
    result = run(ratings, *MAPPED, "--protocol", "llo", "--models", "window", "--json")

    popularity, window = map(json.loads, result.stdout.splitlines())
    assert popularity["model"] == "popularity"
    assert popularity["difference"] is None
    assert window["people"] == 8
    assert window["NDCG@10"] == window["recall@10"] == 1.0
    low, high = window["difference"][1:]
    assert low <= window["difference"][0] <= high
    assert window["difference"][0] == pytest.approx(1 - popularity["NDCG@10"])


def test_wrong_rows_are_named_and_the_others_measured(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    good = [
        {"action": "view", "product": f"P{n}", "session": s} for s in "abc" for n in range(1, 4)
    ]
    path.write_text("\n".join([*map(json.dumps, good), '{"action": "steal", "product": "P1"}']))

    result = run(path, "--protocol", "llo", "--models", "popularity", "--json")

    assert result.exit_code == 3
    assert f"{path}:10: action: 是 steal" in result.stderr
    assert json.loads(result.stdout)["people"] == 3
    assert run(path, "--protocol", "llo", "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--protocol", "llo", "--models", "windows"), 2, "没有模型 windows，可用：window"),
        (("--protocol", "next"), 1, "没有一个事件有时间"),
        (("--protocol", "loo"), 2, "llo-strict"),
        ((), 2, "--protocol"),
    ],
)
def test_what_cannot_be_measured_is_told(
    run: Run, tmp_path: Path, options: tuple[str, ...], code: int, message: str
) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('{"action": "view", "product": "P1", "user": "anna"}\n')

    result = run(path, *options)

    assert result.exit_code == code
    assert message in result.stderr


def test_a_model_that_cannot_be_fitted_is_told_and_the_others_measured(
    run: Run, ratings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without torch, as where the extra is not installed."""
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delattr(recsys.models, "deep", raising=False)
    for name in [name for name in sys.modules if name.startswith("recsys.models.deep")]:
        monkeypatch.delitem(sys.modules, name)

    result = run(ratings, *MAPPED, "--protocol", "llo", "--models", "rnn,window", "--json")

    assert result.exit_code == 0
    assert "rnn 需要附加的包：uv sync --extra deep。" in result.stderr
    told = [json.loads(line)["model"] for line in result.stdout.splitlines()]
    assert told == ["popularity", "window"]


@pytest.mark.relevance
@pytest.mark.skipif(not TOOL.exists(), reason="no development tools at ../shared/tools")
@pytest.mark.skipif(bool(missing("rec-ml100k")), reason=missing("rec-ml100k"))
@pytest.mark.parametrize("protocol", ["llo", "next", "time"])
def test_the_reference_gives_the_same_figures(run: Run, tmp_path: Path, protocol: str) -> None:
    """Lists scored by `rec_eval.py` are worth what we say they are."""
    path = DATA / "rec-ml100k" / "u.data.tsv.gz"

    result = run(path, "--map", "user=user", "--map", "product=item", "--map", "time=timestamp",
                 "--set", "action=buy", "--protocol", protocol, "--models", "window", "--json",
                 "--lists", tmp_path)  # fmt: skip

    for ours in map(json.loads, result.stdout.splitlines()):
        lists = tmp_path / f"{ours['model']}.tsv"
        scored = subprocess.run(
            [sys.executable, TOOL, "score", "--data", f"tsv:{path}", "--protocol", protocol,
             "--recs", lists],
            capture_output=True, check=True,
        )  # fmt: skip
        theirs = json.loads(scored.stdout)
        assert theirs["missing_users"] == theirs["lists_with_seen_items"] == 0
        assert theirs["users"] == ours["people"]
        for name in ("NDCG@10", "recall@10", "recall@20", "MRR@20", "coverage@10"):
            assert ours[name] == pytest.approx(theirs[name.lower()], abs=1e-12), name


@pytest.mark.relevance
@pytest.mark.slow
@pytest.mark.skipif(not TOOL.exists(), reason="no development tools at ../shared/tools")
@pytest.mark.skipif(bool(missing("rec-amazon-seq")), reason=missing("rec-amazon-seq"))
def test_the_default_model_is_good_where_there_is_only_an_order(run: Run, tmp_path: Path) -> None:
    """Amazon beauty, `llo-strict`: the bar of recommender.md, by the setting for all shops."""
    path, events = DATA / "rec-amazon-seq" / "beauty.sequences.txt.gz", tmp_path / "beauty.jsonl"
    with events.open("wb") as file:
        subprocess.run(
            [sys.executable, "-m", "tests.recsys.sequences", path], stdout=file, check=True
        )

    result = run(events, "--protocol", "llo-strict", "--models", "window",
                 "--baseline", "window", "--json", "--lists", tmp_path)  # fmt: skip

    ours = json.loads(result.stdout)
    assert ours["NDCG@10"] >= 0.052
    assert ours["coverage@10"] >= 0.8
    scored = subprocess.run(
        [sys.executable, TOOL, "score", "--data", f"seq:{path}", "--protocol", "llo-strict",
         "--recs", tmp_path / "window.tsv"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(scored.stdout)["ndcg@10"] == pytest.approx(ours["NDCG@10"], abs=1e-12)
