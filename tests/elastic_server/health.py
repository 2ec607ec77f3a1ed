"""Waiting for a server that was just started.

It asks for the cluster's health, not for `/`, where some distributions answer 405.
"""

import time
from collections.abc import Callable
from urllib.error import URLError
from urllib.request import urlopen

from tests.elastic_server.values import START_SECONDS, ServerMissingError

__all__ = ["wait_until_healthy"]

_PATH = "/_cluster/health?wait_for_status=yellow&timeout=1s"
_PAUSE = 0.3
_LOG_LINES = 15


def wait_until_healthy(
    url: str, *, ended: Callable[[], str | None], log: Callable[[], str]
) -> None:
    """Return when the server answers; raise ServerMissingError with the end of its log if not.

    `ended` says how it ended, None while it runs.
    """
    limit = time.monotonic() + START_SECONDS
    state = None
    while state is None and time.monotonic() < limit:
        try:
            with urlopen(url + _PATH, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(_PAUSE)
        state = ended()
    lines = "\n".join(line[:300] for line in log().splitlines()[-_LOG_LINES:])
    state = state or f"did not answer within {START_SECONDS} s"
    raise ServerMissingError(f"the server {state}:\n{lines}")
