"""One server for the processes of a run: started once, stopped when nobody needs it any more."""

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

from tests.elastic_server import Server, Sharing

_URL = "http://127.0.0.1:1"


class _Counted:
    """A source of servers that counts them."""

    def __init__(self) -> None:
        self.started = 0
        self.stopped = Event()

    def start(self) -> Server:
        self.started += 1
        return Server(_URL, stop=self.stopped.set)


def test_the_first_starts_it_and_stops_it_after_the_last(tmp_path: Path) -> None:
    source = _Counted()
    with Sharing(tmp_path, "gw0") as first:
        second = Sharing(tmp_path, "gw1")
        with second:
            servers = [sharing.server(source.start) for sharing in (first, second)]
            assert [server.url for server in servers] == [_URL] * 2
            assert source.started == 1
            servers[1].stop()
            ending = Thread(target=servers[0].stop)
            ending.start()
            assert not source.stopped.wait(0.3)
        ending.join(30)
        assert source.stopped.is_set()
        # Who comes later has a server of its own.
        with Sharing(tmp_path, "gw2") as late:
            late.server(source.start)
        assert source.started == 2


def test_it_does_not_wait_for_the_dead(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from tests.elastic_server import Sharing; "
        "Sharing(Path(sys.argv[1]), 'gw1').__enter__(); os._exit(1)"
    )
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, cwd=root)
    assert (tmp_path / "gw1.process").exists()
    source = _Counted()
    with Sharing(tmp_path, "gw0") as alone:
        alone.server(source.start).stop()
    assert source.stopped.is_set()
