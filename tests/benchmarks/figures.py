"""What workers report, as the rows of the table. It runs nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.benchmarks.table import Figure

__all__ = [
    "bare_figures",
    "building_figures",
    "change_figures",
    "elastic_figures",
    "filtered_figures",
    "page_figures",
    "suggestion_figures",
    "traffic_figures",
]


def building_figures(
    products: int, imported: Mapping[str, float], rebuilt: Mapping[str, float]
) -> Iterator[Figure]:
    """Import and rebuild on one core."""
    rate = "docs/s"
    without_fit = rebuilt["whole"] - rebuilt["fit"]
    both = imported["whole"] + rebuilt["whole"]
    for what, step in (("import", imported), ("rebuild", rebuilt)):
        note = f"{step['whole']:.1f} s, the whole process {step['cpu']:.1f} s of processor"
        value = products / step["whole"]
        yield Figure(what=what, value=value, unit=rate, more=True, note=note)
    yield Figure(
        what="rebuild without the fit of the vectors",
        value=products / without_fit,
        unit=rate,
        more=True,
        wanted=4000,
    )
    yield Figure(what="· statistics", value=rebuilt["statistics"], unit="s")
    yield Figure(what="· fit of the vectors", value=rebuilt["fit"], unit="s", wanted=10)
    yield Figure(what="· documents, commit, publish", value=rebuilt["documents"], unit="s")
    yield Figure(
        what="feed to searchable (import + rebuild)",
        value=products / both,
        unit=rate,
        more=True,
        rival=2151,
    )
    yield Figure(what="peak memory of import", value=imported["peak_mb"], unit="MB", rival=2200)
    yield Figure(what="peak memory of rebuild", value=rebuilt["peak_mb"], unit="MB", rival=2200)


def page_figures(found: Mapping[str, Any], install: str, *, compared: bool) -> Iterator[Figure]:
    """Pages in process on the embedded engine, of one kind of install."""
    yield from _spread(
        f"page of words in process, {install}",
        found["page"],
        wanted={"p50": 4.0} if compared else {},
        note=f"of them {found['cpu']['p50']:.1f} ms of processor;"
        f" {found['hits']:,.0f} hits a page on average",
    )
    for kind, times in found["by_kind"].items():
        yield Figure(
            what=f"· {kind} pages p50",
            value=times["p50"],
            unit="ms",
            note=f"{times['share']:.0%} of the pages",
        )
    yield from _spread("· the same texts understood, with chips", found["understood"])
    yield from _spread(f"similar products, {install}", found["similar"])


def bare_figures(found: Mapping[str, Any]) -> Iterator[Figure]:
    """Pages in process beside the same calls of the library made bare."""
    yield from _spread("page of words in process, by turns with bare calls", found["ours"])
    yield from _spread("· the library's calls of these pages, bare", found["bare"])
    ratio = found["ours"]["p50"] / found["bare"]["p50"]
    # Wanted for a million products, where the library has ten times as much to do.
    yield Figure(what="· ours / bare at p50", value=ratio, unit="×")


def elastic_figures(
    products: int, rebuilt: Mapping[str, float], found: Mapping[str, Any]
) -> Iterator[Figure]:
    """Elasticsearch and the bare client beside it."""
    without_fit = rebuilt["whole"] - rebuilt["fit"]
    yield Figure(
        what="rebuild without the fit, Elasticsearch",
        value=products / without_fit,
        unit="docs/s",
        more=True,
        note="our process on one core, the server where it likes",
    )
    yield from _spread("page of words in process, Elasticsearch", found["page"])
    yield from _spread(
        "· again, by turns with the bare client",
        found["ours"],
        note=f"{found['requests']:.1f} requests a page",
    )
    yield from _spread("· the bare client, the same requests", found["bare"])
    yield Figure(
        what="· ours / bare at p50",
        value=found["ours"]["p50"] / found["bare"]["p50"],
        unit="×",
        wanted=1.3,
    )


def suggestion_figures(built: Mapping[str, float], found: Mapping[str, Any]) -> Iterator[Figure]:
    """Suggestions in process: built once a generation, read by every process."""
    yield from _spread(
        f"suggest in process, {built['phrases']:,.0f} phrases",
        found["asked"],
        wanted={"p99": 5.0},
        note=f"of them {found['cpu']['p50']:.2f} ms of processor, p99 {found['cpu']['p99']:.2f}",
    )
    yield from _spread(
        "· of texts with an error",
        found["mistyped"],
        wanted={"p99": 5.0},
        note=f"of them {found['cpu_mistyped']['p50']:.2f} ms of processor, "
        f"p99 {found['cpu_mistyped']['p99']:.2f}",
    )
    yield Figure(
        what="· building them",
        value=built["seconds"],
        unit="s",
        note=f"{built['cpu']:.1f} s of processor, {built['peak_mb']:.0f} MB at most",
    )
    yield Figure(
        what="· memory of them in a server",
        value=found["resident_mb"],
        unit="MB",
        note=f"read in {found['loading']:.2f} s",
    )


def traffic_figures(found: Mapping[str, Any]) -> Iterator[Figure]:
    """Pages over HTTP."""
    yield from _spread("page over HTTP, 1 connection", found["alone"]["page"])
    note = f"asked by {found['tool']}"
    together = found["together"]
    yield Figure(
        what="pages over HTTP, 8 connections",
        value=together["rate"],
        unit="req/s",
        more=True,
        note=note,
    )
    yield from _spread("page over HTTP, 8 connections", together["page"], note=note)
    yield Figure(
        what="peak memory of the server",
        value=found["peak_mb"],
        unit="MB",
        rival=2200,
        note="both processes, mapped files included",
    )
    yield Figure(
        what="private memory of the server",
        value=found["private_mb"],
        unit="MB",
        note=f"after these pages; {found['resident_mb']:,.0f} MB resident with mapped files",
    )


def filtered_figures(found: Mapping[str, Any]) -> Iterator[Figure]:
    """Pages as the rival was asked for: words, two filters, three facets, 48 hits."""
    what = "page of words, two filters and three facets over HTTP, 1 connection"
    yield from _spread(what, found["page"], rival={"p50": 4.6, "p99": 13.0})


def change_figures(found: Mapping[str, float]) -> Iterator[Figure]:
    """Until a new price is in the result of a search over HTTP."""
    yield Figure(
        what="price visible after the write",
        value=found["written"] * 1000,
        unit="ms",
        wanted=1000,
        rival=587,
        note="p50; database committed to search shows it",
    )
    yield Figure(
        what="price visible after the command's end",
        value=max(found["ended"], 0.0) * 1000,
        unit="ms",
        wanted=1000,
        note="p50; 0: the command had waited for it",
    )
    yield Figure(
        what="price visible after the command's start",
        value=found["started"] * 1000,
        unit="ms",
        note="p50; most is the start of Python",
    )


def _spread(
    what: str,
    times: Mapping[str, float],
    *,
    wanted: Mapping[str, float] | None = None,
    rival: Mapping[str, float] | None = None,
    note: str = "",
) -> Iterator[Figure]:
    for name, value in times.items():
        yield Figure(
            what=f"{what} {name}",
            value=value,
            unit="ms",
            wanted=(wanted or {}).get(name),
            rival=(rival or {}).get(name),
            note=note,
        )
        note = ""
