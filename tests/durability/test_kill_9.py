"""What a command has acknowledged survives `kill -9`; what it has not is there whole or not at all.

`python -m tests.durability` runs more rounds.
"""

import sys
from pathlib import Path

import pytest

from tests.durability.rounds import landed_in_work, rounds

ROUNDS = 4
PRODUCTS = 300


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="where a kill lands is read from /proc")
def test_nothing_is_lost_or_halved_and_readers_notice_nothing(tmp_path: Path) -> None:
    with rounds(tmp_path, number=ROUNDS, size=PRODUCTS, seed=3) as running:
        results = list(running.results)
    assert [problem for result in results for problem in result.problems] == []
    assert running.seen.problems == []
    assert running.seen.searches, "the readers never saw a page: the test proved nothing"
    assert landed_in_work(results), "no kill found a command at work: the test proved nothing"
