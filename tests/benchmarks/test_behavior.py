"""The benchmark of recommending runs from end to end, in small."""

import numpy as np
from click.testing import CliRunner

from tests.benchmarks.behavior.__main__ import main
from tests.benchmarks.behavior.log import generated


def test_a_small_run_fills_the_table() -> None:
    """Our kernel and live counting; rivals are for those who install them."""
    result = CliRunner().invoke(main, ["--events", "20000", "--kernel", "window"])

    assert result.exit_code == 0, result.output
    for what in ("window", "live, in memory", "200 hits for a session of ten, p50"):
        assert f"| {what} |" in result.output


def test_the_log_has_the_shape_of_a_shop() -> None:
    """A few products have most events, people come back to what they like; and it stays the same."""
    log, again = generated(100_000), generated(100_000)

    assert (log.item == again.item).all()
    assert 95_000 < len(log.person) < 105_000
    counts = np.sort(np.bincount(log.item))[::-1]
    assert counts[:10].sum() > 0.2 * len(log.item)
