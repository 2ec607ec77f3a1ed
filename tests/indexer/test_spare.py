"""Work beside a request: in another thread where a processor is spare, at once where none is."""

import threading
from collections.abc import Iterator

import pytest

from indexer.spare import SpareThreads


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpareThreads]:
    """Threads of a machine with two processors."""
    monkeypatch.setattr("indexer.spare._processors", lambda: 2)
    spare = SpareThreads(2, "spare")
    yield spare
    spare.shutdown()


def test_a_request_alone_has_another_thread(two: SpareThreads) -> None:
    with two:
        assert two.submit(threading.get_ident).result() != threading.get_ident()


def test_as_many_requests_as_processors_have_their_own(two: SpareThreads) -> None:
    with two, two:
        assert two.submit(threading.get_ident).result() == threading.get_ident()
    with two:
        assert two.submit(threading.get_ident).result() != threading.get_ident()


def test_work_that_waits_for_others_is_always_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.spare._processors", lambda: 1)
    spare = SpareThreads(1, "waiting", waiting=True)
    with spare, spare:
        assert spare.submit(threading.get_ident).result() != threading.get_ident()
    spare.shutdown()


def test_a_failure_is_told_by_the_result(two: SpareThreads) -> None:
    for more in (False, True):
        with two:
            if more:
                two.__enter__()
            failed = two.submit(int, "x")
            with pytest.raises(ValueError, match="invalid"):
                failed.result()
