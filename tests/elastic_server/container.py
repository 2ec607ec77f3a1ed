"""Elasticsearch in a container, where a Docker engine answers: the image of docker-compose.yml.

The port is published on the loopback alone.
"""

import re
import shutil
import subprocess
from pathlib import Path

from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

from tests.elastic_server.values import START_SECONDS, Server, ServerMissingError

__all__ = ["start_container"]

_PORT = 9200
_HEALTH = "/_cluster/health?wait_for_status=yellow&timeout=1s"


def start_container(compose: Path) -> Server:
    """A server in a container; raises ServerMissingError when no engine or no image answers."""
    image = _image(compose)
    _require_engine()
    container = _container(image)
    try:
        container.start()
        url = f"http://127.0.0.1:{container.get_exposed_port(_PORT)}"
    except (
        Exception
    ) as error:  # whatever an engine, a pull or a wait may raise: the next source is at hand
        log = _last_lines(container)
        container.stop()
        raise ServerMissingError(f"{image} did not start ({error}){log}") from error
    return Server(url, stop=container.stop)


def _require_engine() -> None:
    # Asked through the command: the library leaves its socket open when nothing answers.
    command = shutil.which("docker")
    if command is None:
        raise ServerMissingError("docker is not installed")
    try:
        subprocess.run([command, "version"], check=True, capture_output=True, timeout=20)
    except subprocess.SubprocessError as error:
        raise ServerMissingError("no engine answers") from error


def _container(image: str) -> DockerContainer:
    container = (
        DockerContainer(image)
        .with_env("discovery.type", "single-node")
        .with_env("xpack.security.enabled", "false")
        .with_env("cluster.routing.allocation.disk.threshold_enabled", "false")
        .with_env("ES_JAVA_OPTS", "-Xms512m -Xmx512m")
        .waiting_for(HttpWaitStrategy(_PORT, _HEALTH).with_startup_timeout(START_SECONDS))
    )
    # with_bind_ports takes no address, and would publish on every interface.
    container.ports[f"{_PORT}/tcp"] = ("127.0.0.1", None)  # type: ignore[assignment]
    return container


def _image(compose: Path) -> str:
    found = re.search(
        r"^\s*image:\s*(\S*/elasticsearch:\S+)", compose.read_text("utf-8"), re.MULTILINE
    )
    if found is None:
        raise ServerMissingError(f"{compose.name} names no Elasticsearch image")
    return found[1]


def _last_lines(container: DockerContainer) -> str:
    try:
        return "\n" + b"".join(container.get_logs())[-2000:].decode(errors="replace")
    except Exception:  # noqa: BLE001  no container, no log: the first error is the one to tell
        return ""
