"""The JDK that runs the server: found on this machine, or installed where that is allowed.

It reads each JDK's own `release` file and runs none of them.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.elastic_server.values import ServerMissingError

__all__ = ["java_home"]

_OLDEST = 21
_JVMS = Path("/usr/lib/jvm")
_VERSION = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)
_PACKAGE = re.compile(r"^(?:openjdk-(\d+)-jre-headless|temurin-(\d+)-jdk)$", re.MULTILINE)


def java_home(environment: Mapping[str, str], *, may_install: bool) -> Path:
    """A JDK of at least version 21; raises ServerMissingError when there is none."""
    named = [environment[name] for name in ("ES_JAVA_HOME", "JAVA_HOME") if environment.get(name)]
    on_path = shutil.which("java")
    if on_path:
        named.append(str(Path(on_path).resolve().parent.parent))
    found = _first([*map(Path, named), *_installed()])
    if found is None and may_install and os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        found = _first(_installed())
    if found is None:
        raise ServerMissingError(
            f"no JDK of version {_OLDEST} or newer (looked at ES_JAVA_HOME, JAVA_HOME, the path "
            f"and {_JVMS})"
        )
    return found


def _installed() -> list[Path]:
    return sorted(_JVMS.iterdir()) if _JVMS.is_dir() else []


def _first(homes: list[Path]) -> Path | None:
    return next((home for home in homes if _version(home) >= _OLDEST), None)


def _version(home: Path) -> int:
    try:
        release = (home / "release").read_text("utf-8", errors="replace")
    except OSError:
        return 0
    found = _VERSION.search(release)
    return int(found[1]) if found and (home / "bin" / "java").is_file() else 0


def _install() -> None:
    subprocess.run(["apt-get", "-q", "update"], check=False)
    names = subprocess.run(
        ["apt-cache", "pkgnames"], check=False, capture_output=True, text=True
    ).stdout
    fitting = [match for match in _PACKAGE.finditer(names) if int(match[1] or match[2]) >= _OLDEST]
    if not fitting:
        raise ServerMissingError(f"no JDK of version {_OLDEST} or newer, and no package of one")
    oldest = min(fitting, key=lambda match: int(match[1] or match[2]))
    install = ["apt-get", "-q", "install", "-y", "--no-install-recommends", oldest[0]]
    subprocess.run(install, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
