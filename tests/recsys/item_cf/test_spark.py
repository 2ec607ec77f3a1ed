"""Spark carries the counting and changes no byte; where the extra `spark` and Java are there."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from recsys.item_cf import Window, counted
from recsys.item_cf.spark import collected, counted_by_spark
from recsys.sequences import Sequences

sql = pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)


@pytest.fixture
def spark() -> Iterator[Any]:
    """Two workers on this machine."""
    os.environ["PYSPARK_PYTHON"] = sys.executable  # its workers run what this process runs
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "3")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore")
def test_the_bytes_are_those_of_one_process(spark: Any) -> None:  # noqa: ANN401 - Spark's
    """Over some hundred people, in a few weeks."""
    random = np.random.default_rng(11)
    size, steps = 40, 5_000
    person = random.integers(0, 300, steps).astype(np.int32)
    item = random.integers(0, size, steps).astype(np.int32)
    bucket = random.integers(2_900, 2_904, steps).astype(np.int32)
    whole = counted(
        Sequences.ordered([f"P{number:02}" for number in range(size)], person, item, bucket),
        Window(),
    )
    rows = zip(person.tolist(), range(steps), item.tolist(), bucket.tolist(), strict=True)
    frame = spark.createDataFrame(list(rows), "person int, arrival long, item int, bucket int")

    found = collected(counted_by_spark(frame, size, Window()), size)

    for name in ("starts", "other", "bucket", "count"):
        assert getattr(found, name).tobytes() == getattr(whole, name).tobytes()
