"""The demo shop behind a running server, on either engine, once it reads texts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from indexer.demo_command import open_with_demo
from indexer.settings import Settings
from indexer.shop import Shop
from tests.web.server import Server, running

__all__ = ["demo_server"]

_KNOWN = "/api/v1/search?q=华为手机&size=1"


@contextmanager
def demo_server(folder: Path, cluster: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server of the demo shop in `folder`; `cluster`: the settings of an Elasticsearch."""
    variables = {**(cluster or {}), "XUNHUO_RATE_LIMIT": "off"}
    with Shop(Settings.from_env(variables, folder / "shop")) as shop:
        open_with_demo(shop)
    with running(folder / "shop", folder / "log", variables=variables) as server:
        server.wait_for(_KNOWN, '"slot":"brand"')
        yield server
