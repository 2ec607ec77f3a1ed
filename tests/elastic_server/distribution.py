"""The server's official distribution for integration tests, fetched by Maven and kept unpacked.

It runs nothing of it. What it has and lacks beside the full one is no matter for the engine.
"""

import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from tests.elastic_server.values import ServerMissingError

__all__ = ["distribution"]

_VERSION = "9.2.0"
_ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{_VERSION}:zip"
_FETCH_SECONDS = 600


def distribution(cache: Path) -> Path:
    """The unpacked distribution in `cache`: 100 MB, fetched once, readable by every user."""
    home = cache / f"elasticsearch-{_VERSION}"
    if home.is_dir():
        return home
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerMissingError("mvn is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    # Unpacked aside and moved: a run that is killed meanwhile leaves no half of it in place.
    with tempfile.TemporaryDirectory(dir=cache) as aside:
        archive = _fetch(maven, Path(aside))
        unpacked = _unpack(archive, Path(aside) / "unpacked")
        try:
            unpacked.rename(home)
        except OSError:
            if not home.is_dir():  # else another run was faster
                raise
    return home


def _fetch(maven: str, folder: Path) -> Path:
    copy = [maven, "-q", "-B", "dependency:copy"]
    options = [f"-Dartifact={_ARTIFACT}", f"-DoutputDirectory={folder}"]
    try:
        done = subprocess.run(
            [*copy, *options],
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
            timeout=_FETCH_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise ServerMissingError(f"Maven took more than {_FETCH_SECONDS} s") from error
    archive = next(folder.glob("*.zip"), None)
    if archive is None:
        raise ServerMissingError(f"Maven did not bring {_ARTIFACT}:\n{done.stdout[-1000:]}")
    return archive


def _unpack(archive: Path, folder: Path) -> Path:
    folder.mkdir()
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
        for entry in zipped.infolist():
            mode = entry.external_attr >> 16  # extractall drops it, and bin/* would not run
            if mode and not entry.is_dir():
                (folder / entry.filename).chmod((mode & 0o777) | 0o444)
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    return next(folder.iterdir())
