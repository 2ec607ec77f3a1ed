"""Run against the installed wheel alone (`python -P`): what the checkout has, the wheel has too.

A product is imported, indexed and searched, and the server answers: tables, migrations, templates
and styles must all have been packed. Not a test module: `.ci/run` runs it.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import indexer
import web

_ATTEMPTS = 100


def main() -> None:
    """Fail with a traceback where anything is missing."""
    for package in (indexer, web):
        place = Path(package.__file__ or "").resolve()
        assert "site-packages" in place.parts, place
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "XUNHUO_DATA": folder}
        feed = Path(folder) / "feed.jsonl"
        product = {
            "id": "P1",
            "title": "小米手机 黑色",
            "price": 1999,
            "attributes": {"颜色": "黑色"},
        }
        feed.write_text(json.dumps(product, ensure_ascii=False), encoding="utf-8")
        script = str(Path(sys.executable).with_name("xunhuo"))
        demo = run(script, "index", "demo", "--products", "20", env=environ)
        assert len(demo.splitlines()) == 20
        run(script, "index", "import", "products", str(feed), env=environ)
        found = run(script, "query", "search", "小米", "--json", env=environ)
        assert json.loads(found)["total"] == 1
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen([script, "web", "--port", str(port)], env=environ)
        try:
            page = fetched(f"http://127.0.0.1:{port}/search?q=%E5%B0%8F%E7%B1%B3")
            assert "<mark>小米</mark>" in page
            assert "{" in fetched(f"http://127.0.0.1:{port}/static/shop.css")
        finally:
            server.terminate()
            server.wait(timeout=20)
    print("the wheel works")


def run(*command: str, env: dict[str, str]) -> str:
    """What the command printed; fails where it does."""
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return done.stdout


def fetched(url: str) -> str:
    """The body of a page, waited for while the server starts."""
    for attempt in range(_ATTEMPTS):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                body: bytes = answer.read()
                return body.decode()
        except OSError:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.2)
    raise AssertionError(url)


if __name__ == "__main__":
    main()
