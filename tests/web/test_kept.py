"""Nothing acknowledged is lost, nothing counts twice: a real server, killed with SIGKILL."""

import os
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote

import orjson
import pytest

from tests.web.conftest import filled
from tests.web.recorded import Browser, events_of, searches_of
from tests.web.server import running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return filled(tmp_path / "shop").data


@pytest.mark.parametrize("seconds", [0.4, 1.3])
def test_acknowledged_events_survive_kill_9_and_none_counts_twice(
    data: Path, tmp_path: Path, seconds: float
) -> None:
    acknowledged: list[int] = []
    with running(data, tmp_path / "log") as server:
        (worker,) = _workers(server.process.pid)

        def post(number: int) -> None:
            browser = Browser(server.url)
            browser.answer("yes", "/healthz")
            for batch in range(10_000):
                marks = [number * 1_000_000 + batch * 10 + place for place in range(3)]
                events = [{"action": "view", "product": "P1", "position": mark} for mark in marks]
                try:
                    status, text = browser.post("/api/v1/events", events)
                except (URLError, OSError, HTTPException):
                    return  # the server is gone
                assert (status, orjson.loads(text)) == (202, {"accepted": 3})
                acknowledged.extend(marks)

        threads = [threading.Thread(target=post, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        _wait_until(lambda: len(acknowledged) > 30)  # a busy machine takes its time
        _kill(worker, server.process.pid)
        for thread in threads:
            thread.join()
        server.process.wait(timeout=30)

    left = {*(data / "journal").iterdir()}
    with running(data, tmp_path / "log2") as server:
        _wait_until(lambda: not left & {*(data / "journal").iterdir()})
        server.stop(signal.SIGTERM)

    stored = Counter(event.position for event in events_of(data))
    assert set(acknowledged) <= set(stored)
    assert max(stored.values()) == 1
    # What was written and not acknowledged any more: at most the requests that were under way.
    assert len(stored) - len(acknowledged) <= 3 * 4
    assert list((data / "journal").iterdir()) == []


def test_the_log_is_complete_under_concurrent_searches(data: Path, tmp_path: Path) -> None:
    words = [f"毛巾 {number} 号" for number in range(40)]
    with running(data, tmp_path / "log") as server:
        browsers = [Browser(server.url) for _ in range(4)]
        for browser in browsers[:2]:
            browser.answer("yes")

        def search(browser: Browser) -> list[int]:
            return [browser.get("/search?q=" + quote(word))[0] for word in words]

        with ThreadPoolExecutor(4) as threads:
            statuses = [status for found in threads.map(search, browsers) for status in found]
        assert set(statuses) == {200}
        server.wait_for("/metrics", 'xunhuo_journal_stored_total{kind="search"} 1')
        server.stop()

    logged = [search for search in searches_of(data) if search["text"] in words]
    assert Counter(search["text"] for search in logged) == dict.fromkeys(words, 4)
    known = [search for search in logged if search["session"] is not None]
    assert Counter(search["text"] for search in known) == dict.fromkeys(words, 2)
    assert len({search["session"] for search in known}) == 2


def test_a_click_joins_the_search_that_led_to_it(data: Path, tmp_path: Path) -> None:
    with running(data, tmp_path / "log") as server:
        browser = Browser(server.url)
        browser.answer("yes")
        _, page = browser.get("/search?" + "q=%E6%AF%9B%E5%B7%BE&page=2")
        links = re.findall(r'href="(/p/M\d+\?s=\w+&amp;n=\d+)"', page)
        assert len(links) == 48
        third = links[2].replace("&amp;", "&")
        status, product = browser.get(third)
        assert status == 200
        canonical = re.search(r'rel="canonical" href="([^"]+)"', product)
        assert canonical
        assert canonical[1] == third.partition("?")[0]
        # The same link, sent to a friend.
        friend = Browser(server.url)
        friend.answer("yes", "/healthz")
        friend.get(third, Sec_Fetch_Site="cross-site")
        server.stop()

    search = next(search for search in searches_of(data) if search["page"] == 2)
    assert orjson.loads(search["shown"])[2] in third
    assert search["counter"] == "page"
    assert search["total"] == 120
    click, view, seen = events_of(data)
    assert (click.action, view.action, seen.action) == ("click", "view", "view")
    assert (click.search_id, click.position) == (search["id"], 51)
    assert click.session == view.session == search["session"] != seen.session
    assert click.product == orjson.loads(search["shown"])[2]
    assert seen.search_id is None


def _workers(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            command = (path.parent / "cmdline").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == parent and "resource_tracker" not in command:
            found.append(int(path.parent.name))
    return found


def _wait_until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


def _kill(*processes: int) -> None:
    for process in processes:
        os.kill(process, signal.SIGKILL)
