"""A real server behind a bad line: a proxy that breaks the first requests as it is told.

It invents no answers of the server but the one for being too busy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import sleep
from urllib.parse import urlsplit

__all__ = ["Trouble", "bad_line"]

_KEPT = ("content-type", "x-elastic-product")
_BUSY = (
    b'{"error":{"type":"es_rejected_execution_exception","reason":"queue is full"},"status":429}'
)
_LATE_SECONDS = 1


class Trouble(Enum):
    """What happens to a request in place of an answer."""

    BUSY = "busy"  # 429 without being carried out
    CUT = "cut"  # carried out, but the connection ends before the answer
    SLOW = "slow"  # answered a second late


@contextmanager
def bad_line(url: str, trouble: Trouble, *, times: int, path: str = "") -> Iterator[str]:
    """The address of the server behind the line. `path`: only requests that hold it are hit."""
    with _Line(url, trouble, times, path) as line:
        thread = Thread(target=line.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{line.server_port}"
        finally:
            line.shutdown()
            thread.join()


class _Line(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, url: str, trouble: Trouble, times: int, path: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(url)
        self._trouble = trouble
        self._left = times
        self._path = path
        self._lock = Lock()

    def trouble_of(self, path: str) -> Trouble | None:
        """What happens to this request."""
        with self._lock:
            if self._path not in path or self._left == 0:
                return None
            self._left -= 1
            return self._trouble

    def handle_error(self, *_: object) -> None:
        """A client that gave up is part of the test."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Line

    def handle_any(self) -> None:
        """Pass the request on and the answer back, but for the trouble."""
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        trouble = self.server.trouble_of(self.path)
        if trouble is Trouble.BUSY:
            self._answer(429, {"content-type": "application/json"}, _BUSY)
            return
        status, headers, answer = self._passed_on(content)
        if trouble is Trouble.CUT:
            self.close_connection = True
            return
        if trouble is Trouble.SLOW:
            sleep(_LATE_SECONDS)
        self._answer(status, headers, answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _passed_on(self, content: bytes) -> tuple[int, dict[str, str], bytes]:
        target = self.server.target
        connection = HTTPConnection(target.hostname or "", target.port, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        connection.request(self.command, self.path, content, headers)
        with connection.getresponse() as answer:
            kept = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
            result = answer.status, kept, answer.read()
        connection.close()
        return result

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in {"x-elastic-product": "Elasticsearch", **headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
