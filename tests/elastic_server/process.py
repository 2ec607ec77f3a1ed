"""Elasticsearch as a plain process under an ordinary user, on the loopback, in a temporary folder.

It needs no container and leaves nothing behind but the unpacked distribution in the cache.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.elastic_server.distribution import distribution
from tests.elastic_server.health import wait_until_healthy
from tests.elastic_server.java import java_home
from tests.elastic_server.values import Server

__all__ = ["start_process"]

_HEAP = "-Xms512m -Xmx512m"
_STOP_SECONDS = 20  # SIGTERM took 0.5 to 1.3 s


def start_process(environment: Mapping[str, str], *, may_install: bool) -> Server:
    """A server of its own; raises ServerMissingError with its last lines when it does not start."""
    java = java_home(environment, may_install=may_install)
    home = distribution(_cache(environment))
    folder = Path(tempfile.mkdtemp(prefix="xunhuo-elasticsearch-"))
    try:
        port = _free_port()
        process = _run(home, java, folder, port)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    server = Server(f"http://127.0.0.1:{port}", stop=lambda: _stop(process, folder))
    try:
        wait_until_healthy(
            server.url,
            ended=lambda: None if process.poll() is None else f"ended with {process.poll()}",
            log=lambda: (folder / "output").read_text("utf-8", errors="replace"),
        )
    except BaseException:
        server.stop()
        raise
    return server


def _cache(environment: Mapping[str, str]) -> Path:
    if os.geteuid() == 0:  # the server's user cannot look into root's home
        return Path("/var/cache/xunhuo-tests")
    root = environment.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "xunhuo-tests"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(home: Path, java: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    shutil.copytree(home / "config", folder / "config")
    (folder / "config" / "elasticsearch.yml").write_text(
        f"""
cluster.name: xunhuo-tests
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
path.data: {folder}/data
path.logs: {folder}/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
""",
        "utf-8",
    )
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir()
    owner = _ordinary_user()
    if owner is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    # A test run that is killed takes its server along, where the kernel can be asked to.
    setpriv = shutil.which("setpriv")
    leash = [setpriv, "--pdeathsig", "KILL"] if setpriv else []
    with (folder / "output").open("wb") as output:
        return subprocess.Popen(
            [*leash, str(home / "bin" / "elasticsearch")],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={
                "HOME": str(folder),
                "PATH": "/usr/bin:/bin",
                "ES_JAVA_HOME": str(java),
                "ES_PATH_CONF": str(folder / "config"),
                "ES_TMPDIR": str(folder / "tmp"),
                "ES_JAVA_OPTS": _HEAP,
            },
            start_new_session=True,
            user=owner and owner.pw_uid,
            group=owner and owner.pw_gid,
            extra_groups=owner and [],
        )


def _ordinary_user() -> pwd.struct_passwd | None:
    """Who the server runs as, None for the current user: it refuses to be root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _stop(process: subprocess.Popen[bytes], folder: Path) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    shutil.rmtree(folder, ignore_errors=True)
