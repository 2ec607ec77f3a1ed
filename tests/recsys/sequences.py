"""Sequences of products as events: `python -m tests.recsys.sequences SOURCE > events.jsonl`.

A line of the source (`.gz` or not) is a person and their products, separated by spaces, in the
order in which they were taken; there are no times. Each becomes a purchase, a line of JSON.
"""

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

__all__ = ["purchases"]


def purchases(source: Path) -> Iterator[dict[str, str]]:
    """The events of all people, in the order of the file."""
    opened = gzip.open if source.suffix == ".gz" else open
    with opened(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            person, *products = line.split()
            for product in products:
                yield {"action": "buy", "user": person, "product": product}


if __name__ == "__main__":
    for event in purchases(Path(sys.argv[1])):
        sys.stdout.buffer.write(orjson.dumps(event, option=orjson.OPT_APPEND_NEWLINE))
