"""Another process at the same index: `python -m tests.indexer.engines.embedded_peer FOLDER WORK`.

It says on a line of its own when it has begun and after each step, and waits for its input to end
before it lets go.
"""

import sys
from pathlib import Path

from indexer.engine import Engine, IndexDocument
from indexer.engines.embedded import EmbeddedEngine
from tests.contract.shelf import FIRST, SECOND, SHELF, item

__all__ = ["BATCH", "documents_of"]

BATCH = 40


def documents_of(step: int) -> list[IndexDocument]:
    """The same goods in every step; everything about them tells the step."""
    return [
        item(
            row,
            f"第{step} 步",
            prices=(step,),
            card=b"%d" % step,
            code=(step % 100, row, 0, 0),
        )
        for row in range(BATCH)
    ]


def _step_for_ever(engine: Engine) -> None:
    step = 0
    while True:
        step += 1
        engine.add(FIRST, documents_of(step))
        print(step, flush=True)


def _add_one(engine: Engine) -> None:
    engine.add(FIRST, [item(100, "远方 来")])
    print("added", flush=True)


def _publish_and_drop(engine: Engine) -> None:
    engine.create(SECOND, dimensions=4)
    engine.add(SECOND, [item(row) for row in range(7)])
    engine.publish(SECOND)
    engine.drop(FIRST)
    print("published", flush=True)


def main() -> None:
    """Do the work that is named."""
    folder, work = sys.argv[1:]
    engine = EmbeddedEngine(Path(folder), SHELF)
    print("ready", flush=True)
    {"steps": _step_for_ever, "one": _add_one, "switch": _publish_and_drop}[work](engine)
    sys.stdin.read()
    engine.close()


if __name__ == "__main__":
    main()
