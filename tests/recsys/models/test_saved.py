"""Kept models: refused where they are not whole or know too much, never in the way of the old one."""

from pathlib import Path

import numpy as np
import pytest

import recsys.tables
from indexer.errors import DamagedError, WriterBusyError
from recsys.events import Event, Events
from recsys.following import Following
from recsys.models import MODELS, TooLargeError
from recsys.models.saved import NotTrainedError, SavedModels
from recsys.people import purge
from recsys.trained import TrainedFolder
from recsys.training import train_model
from tests.indexer.conftest import database_url
from tests.recsys.conftest import database, events
from tests.recsys.models.worlds import checkerboard

__all__ = ["database", "database_url", "events"]


@pytest.fixture
def models(tmp_path: Path) -> SavedModels:
    """EASE is kept, of the time of the first erasure."""
    kept = SavedModels(tmp_path)
    data = checkerboard()
    kept.write("ease", MODELS["ease"](data), data.items, arrival=5, erasures=1)
    return kept


def test_a_model_that_was_never_trained_is_named_with_the_command(models: SavedModels) -> None:
    with pytest.raises(NotTrainedError, match="recsys train --model als"):
        models.read("als", erasures=1)


@pytest.mark.parametrize("size", [0, 1, 100, 5_000])
def test_half_a_file_is_refused(models: SavedModels, tmp_path: Path, size: int) -> None:
    path = tmp_path / "ease.npz"
    path.write_bytes(path.read_bytes()[:size])

    with pytest.raises(DamagedError, match="recsys train --model ease"):
        models.read("ease", erasures=1)


def test_a_flipped_bit_is_refused(models: SavedModels, tmp_path: Path) -> None:
    path = tmp_path / "ease.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(DamagedError):
        models.read("ease", erasures=1)


# Places in a zip's directory: what packed an entry, which version of zip, where the directory is.
@pytest.mark.parametrize(("mark", "place"), [(b"PK\1\2", 10), (b"PK\1\2", 6), (b"PK\5\6", 18)])
def test_a_directory_that_makes_no_sense_is_refused_and_removed(
    models: SavedModels, tmp_path: Path, mark: bytes, place: int
) -> None:
    path = tmp_path / "ease.npz"
    content = bytearray(path.read_bytes())
    content[content.index(mark) + place] = 99
    path.write_bytes(content)

    with pytest.raises(DamagedError):
        models.read("ease", erasures=1)
    assert models.forget(erasures=1) == 1
    assert not models


def test_a_file_with_objects_is_refused_unread(models: SavedModels, tmp_path: Path) -> None:
    """Nothing in it is run."""
    with np.load(tmp_path / "ease.npz") as file:
        arrays = dict(file)
    arrays["model.weights"] = np.array([object()])
    np.savez(tmp_path / "ease.npz", allow_pickle=True, **arrays)

    with pytest.raises(DamagedError):
        models.read("ease", erasures=1)


def test_a_new_one_takes_the_place_of_the_old_at_once(models: SavedModels, tmp_path: Path) -> None:
    """What a crash left half written is no harm."""
    (tmp_path / ".ease.new").write_bytes(b"half of")
    assert models.read("ease", erasures=1).about.arrival == 5
    data = checkerboard()

    models.write("ease", MODELS["ease"](data), data.items, arrival=9, erasures=1)

    assert models.read("ease", erasures=1).about.arrival == 9
    assert [path.name for path in tmp_path.iterdir()] == ["ease.npz"]


def test_two_do_not_train_one_model_at_once(models: SavedModels) -> None:
    with (
        models.alone("ease", wait=0),
        pytest.raises(WriterBusyError, match="ease"),
        models.alone("ease", wait=0.01),
    ):
        pass


def test_a_refused_training_leaves_the_old_one(
    events: Events, models: SavedModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise TooLargeError("ease", "20001 件商品")

    monkeypatch.setitem(MODELS, "ease", refuse)

    with pytest.raises(TooLargeError, match="请用 window"):
        train_model(events, models, "ease")

    assert models.read("ease", erasures=1).about.arrival == 5


def test_who_is_forgotten_is_in_no_kept_model(events: Events, tmp_path: Path) -> None:
    """It is refused at once, and gone as soon as somebody follows the events."""
    folder = TrainedFolder(tmp_path)
    models = SavedModels(tmp_path)
    events.add(Event("view", product, user=user) for user in "ab" for product in ("P1", "P2"))
    train_model(events, models, "user")
    follower = Following(events, folder)
    follower.refresh()
    assert models.read("user", erasures=events.erasures()).items == ["P1", "P2"]

    purge(events.database, recsys.tables.metadata.sorted_tables, events.person("a"))

    with pytest.raises(NotTrainedError, match="recsys train --model user"):
        models.read("user", erasures=events.erasures())
    follower.refresh()
    assert not models
    follower.close()
