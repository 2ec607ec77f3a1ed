"""`python -m web` as a person starts it: a process of its own on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote

__all__ = ["Server", "free_port", "running"]

_ROOT = Path(__file__).parents[2]
_SECONDS = 60  # a loaded machine starts slowly


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `log`: the file that has its standard error."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        try:
            with urllib.request.urlopen(self.url + quote(path, safe="/?&=%"), timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def wait_for(self, path: str, text: str) -> float:
        """Seconds until a page has a text; fails when it takes too long."""
        started = time.monotonic()
        while time.monotonic() < started + _SECONDS:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if text in self.get(path)[1]:
                    return time.monotonic() - started
            except URLError:
                pass  # not listening yet
            time.sleep(0.02)
        raise AssertionError(f"{text!r} never came: {self.get(path)}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal to the process and return its exit code."""
        self.process.send_signal(how)
        return self.process.wait(timeout=_SECONDS)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    data: Path, log: Path, *options: str, variables: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server of the shop in `data`, listening; ended afterwards if it still runs.

    `options` of the command. `variables`: settings by their names in the environment, beside `XUNHUO_DATA`.
    """
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if "XUNHUO" not in name}
    environ |= variables or {}
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "web", "--port", str(port), "--data", str(data), *options],
            cwd=_ROOT,
            env=environ,
            stderr=errors,
            start_new_session=True,
        )
    server = Server(process, f"http://127.0.0.1:{port}", log)
    try:
        server.wait_for("/healthz", "ok")
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=_SECONDS)
