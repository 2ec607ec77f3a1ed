"""`python -m tests.durability --rounds 50`: kills, checks, and a table of what was found."""

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import click

from tests.durability.killing import Landing
from tests.durability.rounds import Result, rounds

__all__ = ["main"]


@click.command()
@click.option("--rounds", "number", default=50, show_default=True)
@click.option("--products", default=800, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--keep", is_flag=True, help="leave the folder there, to look into")
def main(number: int, products: int, seed: int, *, keep: bool) -> None:
    """Kill commands at random moments and compare what they leave with what was acknowledged."""
    folder = Path(tempfile.mkdtemp(prefix="xunhuo-durability-"))
    done: list[Result] = []
    with rounds(folder, number=number, size=products, seed=seed) as running:
        for result in running.results:
            done.append(result)
            click.echo(_line(result), err=True)
    click.echo(_table(done))
    click.echo(
        f"\n{running.seen.searches:,} searches by 2 readers, wrong: {len(running.seen.problems)}"
    )
    problems = [f"round {r.number}: {p}" for r in done for p in r.problems] + running.seen.problems
    for problem in problems[:50]:
        click.echo(f"- {problem}")
    if keep or problems:
        click.echo(f"kept: {folder}")
    else:
        shutil.rmtree(folder)
    sys.exit(1 if problems else 0)


def _line(result: Result) -> str:
    run = result.run
    return (
        f"{result.number:3} {result.step:16} {run.landing:20} after {run.waited:.2f}+"
        f"{run.worked:.2f} s: {'done' if result.done else 'undone'}, applied {result.waiting},"
        f" pruned {result.pruned}{' WRONG ' + '; '.join(result.problems) if result.problems else ''}"
    )


def _table(results: list[Result]) -> str:
    """A row a command: where its kills landed, and what was there afterwards."""
    lines = [
        "| command | rounds | " + " | ".join(Landing) + " | killed, all there | killed, as before"
        " | mended by apply | generations pruned | wrong |",
        "| --- " * (7 + len(Landing)) + "|",
    ]
    for step in [*dict.fromkeys(result.step for result in results), "all"]:
        own = [result for result in results if step in (result.step, "all")]
        killed = [result for result in own if result.run.code is None]
        landed = Counter(result.run.landing for result in own)
        cells = [
            len(own),
            *(landed[landing] for landing in Landing),
            sum(result.done for result in killed),
            sum(not result.done for result in killed),
            sum(result.waiting > 0 for result in own),
            sum(result.pruned for result in own),
            sum(bool(result.problems) for result in own),
        ]
        lines.append(f"| {step} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
