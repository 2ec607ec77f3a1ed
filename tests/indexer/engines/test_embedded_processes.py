"""Several processes at one embedded index: the lock, news, a switch, and death at any moment."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest

from indexer.engine import Engine
from indexer.engines.embedded import EmbeddedEngine
from indexer.errors import WriterBusyError
from indexer.request import NearestRequest, SearchRequest, Text, Token
from tests.contract.shelf import FIRST, SECOND, SHELF, fill, item, rows
from tests.indexer.engines.embedded_peer import BATCH

Peer = Callable[[str], "subprocess.Popen[str]"]
Opener = Callable[[], Engine]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index with a published generation of three goods; nobody writes."""
    engine = EmbeddedEngine(tmp_path / "index", SHELF)
    fill(engine, [item(row) for row in range(1, 4)])
    engine.close()
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    """This process at the index."""
    engine = EmbeddedEngine(folder, SHELF)
    yield engine
    engine.close()


@pytest.fixture
def peer(folder: Path) -> Iterator[Peer]:
    """Starts another process at the index and waits until it is ready."""
    with ExitStack() as stack:
        yield lambda work: stack.enter_context(_running(folder, work))


@contextmanager
def _running(folder: Path, work: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.indexer.engines.embedded_peer", str(folder), work]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert said(process) == "ready"
        yield process
        process.kill()


def said(process: "subprocess.Popen[str]") -> str:
    """The next line."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def until(holds: Callable[[], bool], *, seconds: float = 5) -> bool:
    """Whether it holds before that time has passed."""
    end = monotonic() + seconds
    while monotonic() < end:
        if holds():
            return True
        sleep(0.02)
    return False


def test_a_second_writer_is_told_that_another_writes(engine: Engine, peer: Peer) -> None:
    other = peer("one")
    assert said(other) == "added"
    with pytest.raises(WriterBusyError):
        engine.add(FIRST, [item(5)])
    with pytest.raises(WriterBusyError):
        engine.remove(FIRST, ["g1"])
    # Reading does not ask for the lock.
    assert engine.count(FIRST) == 4
    other.communicate()
    assert engine.add(FIRST, [item(5)]) == 1


def test_the_lock_of_a_killed_writer_is_free(engine: Engine, peer: Peer) -> None:
    other = peer("one")
    assert said(other) == "added"
    other.kill()
    other.wait()
    assert engine.add(FIRST, [item(5)]) == 1
    engine.refresh(FIRST)
    assert rows(engine) == [1, 2, 3, 5, 100]


def test_two_generations_can_be_written_by_two_processes(engine: Engine, peer: Peer) -> None:
    assert said(peer("one")) == "added"
    engine.create(SECOND, dimensions=4)
    assert engine.add(SECOND, [item(1), item(2)]) == 2


def test_a_generation_that_another_writes_is_not_dropped(engine: Engine, peer: Peer) -> None:
    assert said(peer("one")) == "added"
    fill(engine, [item(1)], SECOND)
    with pytest.raises(WriterBusyError):
        engine.drop(FIRST)
    assert engine.generations() == [FIRST, SECOND]


def test_what_another_process_commits_is_seen_without_a_refresh(engine: Engine, peer: Peer) -> None:
    far = Token("title_words", "远方")
    request = SearchRequest(text=Text(far, (far,)), limit=5)
    assert engine.search(request).total == 0
    assert said(peer("one")) == "added"
    assert until(lambda: engine.search(request).total == 1)
    assert set(engine.get([100])) == {100}


def test_a_generation_switched_and_dropped_by_another_process(engine: Engine, peer: Peer) -> None:
    listing = iter(engine.documents())
    seen = [next(listing)]
    assert said(peer("switch")) == "published"
    assert until(lambda: engine.search(SearchRequest()).total == 7)
    assert (engine.published(), engine.generations()) == (SECOND, [SECOND])
    # Whoever was reading reads on in what is gone.
    seen += listing
    assert sorted(row for _, row, _ in seen) == [1, 2, 3]
    assert engine.search(SearchRequest(limit=9, cards=True, codes=True)).hits.rows[-1] == 6


@pytest.mark.parametrize("milliseconds", [0, 7, 35])
def test_a_writer_killed_at_any_moment_leaves_whole_steps(
    folder: Path, peer: Peer, milliseconds: int
) -> None:
    other = peer("steps")
    acknowledged = int(said(other))
    sleep(milliseconds / 1000)
    other.send_signal(signal.SIGKILL)
    assert other.stdout is not None
    acknowledged = max([acknowledged, *map(int, other.stdout.read().split())])
    other.wait()

    engine = EmbeddedEngine(folder, SHELF)
    hits = engine.search(
        SearchRequest(limit=BATCH + 9, columns=("price_low",), cards=True, codes=True)
    ).hits
    assert hits.rows.tolist() == list(range(BATCH))
    steps = set(hits.columns["price_low"].tolist())
    assert len(steps) == 1
    step = steps.pop()
    # It may have died between the commit and the word about it.
    assert acknowledged <= step <= acknowledged + 1
    assert set(hits.cards) == {b"%d" % step}
    assert hits.codes is not None
    assert np.array_equal(hits.codes[:, :2], [(step % 100, row) for row in range(BATCH)])
    assert all(f"第{step} 步".encode() in source for source in engine.get(range(BATCH)).values())

    engine.add(FIRST, [item(0, code=(9, 9, 9, 9))])
    engine.refresh(FIRST)
    near = engine.nearest(NearestRequest(code=bytes((1, 1, 1, 1)), limit=99, codes=True))
    assert len(near) == BATCH
    assert near.codes is not None
    assert near.codes[near.rows == 0].tolist() == [[9, 9, 9, 9]]
    engine.close()
