"""How pages load on a slow phone: `python -m tests.web.vitals DATA`, over the shop in that folder.

First and largest content, layout shift, requests and bytes, each page with an empty cache, over a
slow line (1.6 Mbit/s, 150 ms there and back) and on a processor that is four times slower.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from tests.web.browsers import PHONE, launched
from tests.web.server import running

__all__ = ["Vitals", "main", "measured"]

_BITS = 1_600_000
_LATENCY = 150
_SLOWER = 4
_TIMES = 3
_PAGES = ("/", "/search?q=手机", "/search?q=华为手机&f.brand=华为", "/search?q=没有的东西qz")

# What the browser noted, once nothing has moved for a moment.
_NOTED = """() => new Promise((done) => {
  let shift = 0, largest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) largest = entry.startTime;
  }).observe({type: "largest-contentful-paint", buffered: true});
  setTimeout(() => done({
    first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    largest, shift,
    ready: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
  }), 1000);
})"""


@dataclass(frozen=True, slots=True)
class Vitals:
    """Milliseconds until something, the largest thing and everything of the document is there; how
    far things moved; what was asked for and how many bytes came."""

    first: float
    largest: float
    ready: float
    shift: float
    requests: int
    bytes: int


def measured(browser: Browser, url: str, path: str) -> Vitals:
    """One visit with an empty cache."""
    with browser.new_context(
        base_url=url, viewport=PHONE, device_scale_factor=2, locale="zh-CN"
    ) as context:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": _LATENCY,
                "downloadThroughput": _BITS / 8,
                "uploadThroughput": _BITS / 8,
            },
        )
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
        sizes: list[float] = []
        devtools.on(
            "Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"])
        )
        page.goto(path, wait_until="load")
        noted = page.evaluate(_NOTED)
    return Vitals(
        noted["first"],
        noted["largest"],
        noted["ready"],
        noted["shift"],
        len(sizes),
        int(sum(sizes)),
    )


def main(data: str) -> None:
    """Print a table: medians of three visits."""
    print("| page | first content | largest | ready | shift | requests | bytes |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(data), Path(folder, "log")) as server,
        launched() as browser,
    ):
        product = server.get("/search?q=手机")[1].split('href="/p/', 1)[1].split('"', 1)[0]
        for path in (*_PAGES, f"/p/{product}"):
            visits = [measured(browser, server.url, path) for _ in range(_TIMES)]
            first, largest, ready = (
                median(getattr(visit, name) for visit in visits)
                for name in ("first", "largest", "ready")
            )
            print(
                f"| {path} | {first:.0f} ms | {largest:.0f} ms | {ready:.0f} ms"
                f" | {max(visit.shift for visit in visits):.3f}"
                f" | {visits[0].requests} | {visits[0].bytes:,} |"
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
