"""Journals: nothing that was appended is lost or doubled, whatever is killed, torn or refused."""

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from indexer.store import Database
from recsys.events import Event, Events, journaled
from recsys.journal import Journal, JournalFullError, Mover, drain
from tests.benchmarks.process import ROOT, clean_environment

Stored = Callable[[], list[int | None]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def stored(events: Events) -> Stored:
    """The positions of all stored events: each test numbers its events by them."""
    return lambda: [event.position for batch in events.iterate() for event in batch]


def record(number: int, product: str = "P") -> dict[str, Any]:
    return journaled(Event("view", product, session="s", position=number), 1e9)


def mover_of(journal: Journal, events: Events) -> Mover:
    return Mover(journal, events.database, {"event": events.take})


def test_records_of_many_threads_arrive_once_while_they_are_moved(
    folder: Path, events: Events, stored: Stored
) -> None:
    journal = Journal(folder)
    mover = mover_of(journal, events)
    mover.start()

    def write(thread: int) -> None:
        for number in range(200):
            journal.append("event", [record(thread * 1_000 + number)])

    threads = [threading.Thread(target=write, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mover.stop()

    found = stored()
    assert sorted(number or 0 for number in found) == [
        thread * 1_000 + number for thread in range(4) for number in range(200)
    ]
    # Of one thread in its order.
    assert [n for n in found if n is not None and n < 1_000] == list(range(200))
    assert journal.waiting == 0
    assert mover.stored == {"event": 800}
    assert list(folder.iterdir()) == []
    with pytest.raises(JournalFullError):
        journal.append("event", [record(1)])


def test_a_killed_process_leaves_its_records_to_the_next(
    folder: Path, events: Events, stored: Stored
) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from recsys.events import Event, journaled; from recsys.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for number in range(50):\n"
        "    event = Event('view', 'P', session='s', position=number)\n"
        "    journal.append('event', [journaled(event, 1e9)])\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read(1)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT, env=clean_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == b"ready\n"
        mover = mover_of(Journal(folder), events)

        mover.adopt()
        assert stored() == []  # it lives: its records are its own business

        # Somebody is to be forgotten: what lives is moved too, and stays where it is.
        drain(folder, events.database, {"event": events.take})
        assert stored() == list(range(50))

        process.stdin.write(b"x")
        process.stdin.close()
        assert process.wait(timeout=30) == -signal.SIGKILL
    (segment,) = folder.glob("*.jsonl")
    with segment.open("ab") as file:
        file.write(b'["event",{"event":["vi')  # as a power cut leaves it

    mover.adopt()

    assert stored() == list(range(50))
    assert mover.damaged == 1
    assert list(folder.iterdir()) == []


def test_a_kill_between_commit_and_removal_counts_nothing_twice(
    folder: Path, events: Events, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(folder)
    journal.append("event", [record(1), record(2)])
    mover = mover_of(journal, events)
    with monkeypatch.context() as killed:
        killed.setattr("recsys.journal.mover.remove", lambda *_: 1 / 0)
        mover.stop()  # all is committed, and the file is still there
    assert len(list(folder.glob("*.jsonl"))) == 1

    mover_of(Journal(folder), events).adopt()

    assert stored() == [1, 2]
    assert list(folder.iterdir()) == []


def test_damaged_records_are_passed_over_and_told(
    folder: Path, events: Events, stored: Stored, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal(folder)
    journal.append("event", [record(1)])
    (segment,) = folder.glob("*.jsonl")
    with segment.open("ab") as file:
        file.write(b"\0\0\0\n" + b'["novelty",{}]\n' + b'["event",{"event":{"colour":1}}]\n')
    journal.append("event", [record(2)])
    mover = mover_of(journal, events)

    with caplog.at_level(logging.WARNING):
        mover.move()

    assert stored() == [1, 2]
    assert mover.damaged == 3
    assert len(caplog.messages) == 3
    assert all(str(segment) in message for message in caplog.messages)


def test_a_database_that_is_away_loses_nothing_and_holds_up_nobody(
    folder: Path, events: Events, stored: Stored
) -> None:
    journal = Journal(folder)
    away = True

    def take(connection: Connection, records: Sequence[Mapping[str, Any]]) -> None:
        if away:
            raise OSError("away")
        events.take(connection, records)

    mover = Mover(journal, events.database, {"event": take})
    for number in range(3):
        journal.append("event", [record(number)])
        with pytest.raises(OSError, match="away"):
            mover.move()
    assert stored() == []
    assert journal.waiting > 0

    away = False
    mover.move()

    assert stored() == [0, 1, 2]
    assert journal.waiting == 0


def test_a_segment_whose_first_record_could_not_be_written_goes_like_any_other(
    folder: Path, events: Events, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(folder)
    mover = mover_of(journal, events)
    with monkeypatch.context() as full:
        full.setattr("recsys.journal.writing.os.write", lambda *_: 0)
        with pytest.raises(JournalFullError):
            journal.append("event", [record(1)])
    journal.seal()
    journal.append("event", [record(2)])

    mover.move()

    assert stored() == [2]
    assert len(list(folder.glob("*.jsonl"))) == 1


def test_a_full_journal_takes_all_of_a_request_or_none(
    folder: Path, events: Events, stored: Stored
) -> None:
    journal = Journal(folder, limit=1_000)
    journal.append("event", [record(0)])
    size = journal.waiting
    with pytest.raises(JournalFullError):
        journal.append("event", [record(number) for number in range(1000 // size)])
    with pytest.raises(JournalFullError):  # searches give way first
        journal.append("event", [record(1)], share=1.5 * size / 1_000)
    assert journal.dropped == {"event": 1000 // size + 1}
    journal.append("event", [record(2)])
    mover_of(journal, events).stop()
    assert stored() == [0, 2]


def test_moved_segments_leave_the_disk(
    folder: Path, events: Events, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recsys.journal.mover._SEGMENT_BYTES", 500)
    journal = Journal(folder)
    mover = mover_of(journal, events)
    for number in range(40):
        journal.append("event", [record(number)])
        mover.move()
    assert sum(path.stat().st_size for path in folder.glob("*.jsonl")) < 700
    assert stored() == list(range(40))
    assert next(folder.glob("*.jsonl")).stat().st_mode & 0o777 == 0o600
    mover.stop()
    assert _positions(events.database) == 0


def _positions(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())
