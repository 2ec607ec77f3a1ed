"""Which server a run of the tests uses: one named by a variable, a container, or a process.

How each is started is the business of its own module.
"""

import atexit
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.elastic_server.container import start_container
from tests.elastic_server.process import start_process
from tests.elastic_server.values import Server, ServerMissingError

__all__ = ["URL_VARIABLE", "start"]

URL_VARIABLE = "XUNHUO_TEST_ELASTICSEARCH_URL"
"""Never the shop's own variable: the tests create and remove indices."""


def start(environment: Mapping[str, str], checkout: Path, *, required: bool) -> Server:
    """A running server; raises ServerMissingError with the reason of every source that has none.

    `required` (CI) also allows to install what a start lacks.
    """
    url = environment.get(URL_VARIABLE)
    if url:
        return Server(url, stop=lambda: None)
    sources: dict[str, Callable[[], Server]] = {
        "Docker": lambda: start_container(checkout / "docker-compose.yml"),
        "Maven": lambda: start_process(environment, may_install=required),
    }
    reasons = []
    for name, begin in sources.items():
        try:
            server = begin()
        except ServerMissingError as error:
            reasons.append(f"{name}: {error}")
        else:
            # The fixture stops it; at exit that is for a run that ends before its fixtures do.
            once = ExitStack()
            once.callback(server.stop)
            atexit.register(once.close)
            return Server(server.url, stop=once.close)
    raise ServerMissingError("; ".join([f"{URL_VARIABLE} is not set", *reasons]))
