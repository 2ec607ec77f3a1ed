"""Elasticsearch in a container, where a Docker engine answers: the image of docker-compose.yml.

The port is published on the loopback alone.
"""

import re
import shutil
import subprocess
from pathlib import Path

from testcontainers.core.container import DockerContainer

from tests.elastic_server.health import wait_until_healthy
from tests.elastic_server.values import Server, ServerMissingError

__all__ = ["start_container"]

_PORT = 9200


def start_container(compose: Path) -> Server:
    """A server in a container; raises ServerMissingError when no engine or no image answers."""
    image = _image(compose)
    _require_engine()
    container = (
        DockerContainer(image)
        .with_env("discovery.type", "single-node")
        .with_env("xpack.security.enabled", "false")
        .with_env("cluster.routing.allocation.disk.threshold_enabled", "false")
        .with_env("ES_JAVA_OPTS", "-Xms512m -Xmx512m")
    )
    # with_bind_ports takes no address, and would publish on every interface.
    container.ports[f"{_PORT}/tcp"] = ("127.0.0.1", None)  # type: ignore[assignment]
    try:
        container.start()
        # Asked of the engine itself: the library guesses another address inside containers.
        port = container.get_docker_client().port(container.get_container_id(), _PORT)
        url = f"http://127.0.0.1:{port}"
        wait_until_healthy(url, ended=lambda: _ended(container), log=lambda: _log(container))
    except ServerMissingError:
        container.stop()
        raise
    except Exception as error:  # whatever an engine or a pull may raise: the next source is at hand
        container.stop()
        raise ServerMissingError(f"{image} did not start ({error})") from error
    return Server(url, stop=container.stop)


def _image(compose: Path) -> str:
    text = compose.read_text("utf-8")
    found = re.search(r"^\s*image:\s*(\S*/elasticsearch:\S+)", text, re.MULTILINE)
    if found is None:
        raise ServerMissingError(f"{compose.name} names no Elasticsearch image")
    return found[1]


def _require_engine() -> None:
    # Asked through the command: the library leaves its socket open when nothing answers.
    command = shutil.which("docker")
    if command is None:
        raise ServerMissingError("docker is not installed")
    try:
        subprocess.run([command, "version"], check=True, capture_output=True, timeout=20)
    except subprocess.SubprocessError as error:
        raise ServerMissingError("no engine answers") from error


def _ended(container: DockerContainer) -> str | None:
    container.reload()
    return None if container.status == "running" else f"is {container.status}"


def _log(container: DockerContainer) -> str:
    return b"".join(container.get_logs()).decode(errors="replace")
