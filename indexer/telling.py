"""What every command says the same way, on standard error: messages, progress, rejected rows."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from indexer.errors import FeedError
from indexer.feed import Walked, Watcher

__all__ = ["KINDS", "WITH_REJECTS", "end", "progress_bar", "say", "told", "watching"]

KINDS = {"products": "商品", "faqs": "问答"}
"""What a catalogue holds, and what it is called."""

WITH_REJECTS = 3
"""The exit code of a command that did its work but for some rows (contract §3)."""

_NAMED = 20  # rejected rows that are named; the others are counted (contract §2)
_NAMED_COLUMNS = 20
_QUIET_SECONDS = 5.0  # between two lines of progress where there is no terminal


def say(text: str) -> None:
    """Write a message to standard error; results alone go to standard output."""
    click.echo(text, err=True)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Takes (what, done, total) and shows it: a bar on a terminal, now and then a line elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        last = time.monotonic()

        def line(what: str, done: int, total: int) -> None:
            nonlocal last
            if time.monotonic() - last >= _QUIET_SECONDS:
                last = time.monotonic()
                say(f"{what} {done / max(total, 1):.0%}")

        yield line
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1)
        yield lambda what, done, total: bar.update(
            task, description=what, completed=done, total=max(total, 1)
        )


@contextmanager
def watching(files: Sequence[Path]) -> Iterator[Watcher]:
    """Shows how far an import of these files is, and names the first rows that are rejected."""
    size = sum(path.stat().st_size for path in files)
    rejected = 0

    def name(error: FeedError) -> None:
        nonlocal rejected
        rejected += 1
        if rejected <= _NAMED:
            say(str(error))

    with progress_bar() as progress:
        yield Watcher(
            reject=name,
            note=say,
            progress=lambda done, rows: progress(f"读取 {rows} 行", done, size),
        )


def told(result: Walked, ignored: Sequence[str] = (), cure: str = "") -> None:
    """Say what became of an import's rejected rows, and which columns nothing asked for.

    `cure`: the options by which the first of them would be taken.
    """
    if result.rejected > _NAMED:
        say(f"…… 共有 {result.rejected} 行不合格")
    for path in result.files:
        say(f"不合格的行写在 {path}")
    if ignored:
        more = f" 等 {len(ignored)} 个" if len(ignored) > _NAMED_COLUMNS else ""
        names = "、".join(ignored[:_NAMED_COLUMNS])
        default = f"--map 字段={ignored[0]}"
        say(f"不认识的列，已忽略：{names}{more}（要用就加 {cure or default}）")


def end(result: Walked, *, kept: bool = True) -> None:
    """End an import with its exit code (contract §2); not `kept`: it was `--strict`."""
    if not kept:
        say("因为 --strict，什么也没有导入。")
        raise click.exceptions.Exit(1)
    if result.rejected:
        raise click.exceptions.Exit(WITH_REJECTS)
