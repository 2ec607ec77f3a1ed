"""`python -m recsys train` and `recommend`: any model can be trained and asked, beside the shop's."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from indexer.settings import Settings
from indexer.shop import Shop
from recsys.commands import main
from recsys.events import Event, Events
from recsys.shop import saved_models, trained_folder

Run = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A shop where the moon is taken after the sun, and rain after clouds, where anna is."""
    folder = tmp_path / "var"
    pairs = [("sun", "moon"), ("cloud", "rain")]
    events = [
        Event("view", product, user=f"{one}-{number}")
        for one, other in pairs
        for number in range(9)
        for product in (one, other)
    ]
    with Shop(Settings.from_env({}, folder)) as shop:
        Events(shop.behavior).add([*events, Event("view", "cloud", user="anna")])
    return folder


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("XUNHUO_DATA", "XUNHUO_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments: CliRunner().invoke(main, [*arguments, "--data", str(data)])


def _listed(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [entry["id"] for entry in orjson.loads(result.stdout)["items"]]


def test_another_model_is_trained_beside_the_shops_and_asked(run: Run, data: Path) -> None:
    """The shop's own goes on as it was."""
    assert "算到第 37 个事件" in run("train").stdout
    ours = trained_folder(data).current()
    before = run("recommend", "--user", "anna").stdout

    trained = run("train", "--model", "ease")

    assert (trained.exit_code, trained.stdout) == (0, "ease 训练好了，算到第 37 个事件\n")
    assert trained_folder(data).current() == ours
    assert run("recommend", "--user", "anna").stdout == before
    found = run("recommend", "--user", "anna", "--model", "ease", "--top", "1")
    assert _listed(found) == ["rain"]
    assert orjson.loads(found.stdout)["items"][0]["because"] is None
    # The shop goes on counting, and the model stays.
    with Shop(Settings.from_env({}, data)) as shop:
        Events(shop.behavior).add([Event("view", "new", user="anna")])
    assert run("train").exit_code == 0
    assert _listed(run("recommend", "--user", "anna", "--model", "ease", "--top", "1")) == ["rain"]


def test_who_is_not_known_gets_what_is_popular_whatever_the_model(run: Run) -> None:
    run("train", "--model", "cosine")

    found = run("recommend", "--user", "nobody", "--model", "cosine")

    assert sorted(_listed(found)) == ["cloud", "moon", "rain", "sun"]


def test_what_anna_had_is_not_recommended_and_the_popular_fills_the_list(run: Run) -> None:
    run("train", "--model", "cosine")

    found = run("recommend", "--user", "anna", "--model", "cosine")

    assert _listed(found)[0] == "rain"
    assert sorted(_listed(found)[1:]) == ["moon", "sun"]
    scores = [entry["score"] for entry in orjson.loads(found.stdout)["items"]]
    assert scores == sorted(scores, reverse=True)


def test_an_untrained_model_is_refused_with_the_command(run: Run) -> None:
    result = run("recommend", "--user", "anna", "--model", "als")

    assert result.exit_code == 1
    assert "python -m recsys train --model als" in result.stderr
    assert run("recommend", "--user", "anna", "--model", "alz").exit_code == 2


def test_forgetting_a_person_takes_the_models_that_saw_them(run: Run, data: Path) -> None:
    """Also where the shop's own was never trained."""
    run("train", "--model", "user")
    assert saved_models(data)

    assert run("forget", "anna").exit_code == 0

    assert not saved_models(data)
    assert "train --model user" in run("recommend", "--user", "sun-1", "--model", "user").stderr
