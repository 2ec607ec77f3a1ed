"""What a source of servers gives, a running server, or the reason why it has none.

It starts nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["START_SECONDS", "Server", "ServerMissingError"]

START_SECONDS = 120
"""A start takes 10 s on idle cores; 30 s were seen on two cores under a load of 14."""


class ServerMissingError(Exception):
    """A source has no server to give; the text says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server at `url`. `stop` ends it and removes its data."""

    url: str
    stop: Callable[[], None]
